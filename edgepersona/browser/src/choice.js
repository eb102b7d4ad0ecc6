// The choice store's text, as far as the page needs it without Python.
//
// Rules
// 1. Python owns this store. Here two purposes are read (may memory and outbox be opened?), and switches
//    are only ever turned off: withdrawing must work even where Python cannot start.
// 2. A text that is not understood counts as nothing said; withdrawing then writes a fresh one.

const TIERS = ["account", "answer", "usage", "campaign"];

/** The text as a map; an empty one for anything foreign. */
export function read(text) {
  try {
    const raw = JSON.parse(text);
    if (raw?.v === 1 && !Array.isArray(raw)) return raw;
  } catch {
    // not ours
  }
  return { v: 1 };
}

/** Whether the visitor agreed to `purpose`: remember or measure. */
export const agreed = (text, purpose) => {
  const said = read(text);
  return Object.hasOwn(said, purpose) && said[purpose] === "on";
};

/** The text after switching off what `changes` names: {personalise|remember|measure: "off"}. */
export function withdrawn(text, changes) {
  const raw = read(text);
  if (changes.personalise === "off") raw.personalise = Object.fromEntries(TIERS.map((tier) => [tier, "off"]));
  for (const purpose of ["remember", "measure"]) {
    if (changes[purpose] !== "off") continue;
    raw[purpose] = "off";
    if (raw.by) delete raw.by[purpose]; // whoever switched it on: the visitor switched it off
  }
  return JSON.stringify(raw);
}

/** The mark of the last forgetting, minutes since 1970, or null. */
export const mark = (text) => {
  const { forgot } = read(text);
  return Number.isSafeInteger(forgot) && forgot >= 0 ? forgot : null;
};

/** The text after everything was forgotten: the mark alone, by which a tab that slept through it knows. */
export const forgotten = (text, now) =>
  JSON.stringify({ v: 1, forgot: Math.max(Math.floor(now / 60_000), (mark(text) ?? -1) + 1) });

/** Whether `changes` only withdraws, so that it can be honoured without Python. */
export const withdraws = (changes) => {
  const entries = Object.entries(changes ?? {});
  return (
    entries.length > 0 &&
    entries.every(([name, word]) => ["personalise", "remember", "measure"].includes(name) && word === "off")
  );
};
