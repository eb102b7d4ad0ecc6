// The choice store's text, as far as the page needs it without Python.
//
// Rules
// 1. Python owns this store. Here two purposes are read (may memory and outbox be opened?), and switches
//    are only ever turned off: withdrawing must work even where Python cannot start.
// 2. A text that is not understood agrees to nothing. It may have said no: withdrawing then writes one in which
//    personalisation is off, as Python does (core/stores.py, rule 2).
// 3. Forgetting everything leaves what was switched off as it is, and the mark; see core/state.py.

const OFF = { account: "off", answer: "off", usage: "off", campaign: "off" };

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

/** The same, with what a text that is not understood may have said: one of ours says something. */
function whole(text) {
  const raw = read(text);
  if (text !== null && Object.keys(raw).length === 1) raw.personalise = OFF;
  return raw;
}

/** Whether the visitor agreed to `purpose`: remember or measure. */
export const agreed = (text, purpose) => {
  const said = read(text);
  return Object.hasOwn(said, purpose) && said[purpose] === "on";
};

/** The text after switching off what `changes` names: {personalise|remember|measure: "off"}. */
export function withdrawn(text, changes) {
  const raw = whole(text);
  if (changes.personalise === "off") raw.personalise = OFF;
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

/** The text after everything was forgotten: what was switched off, and the mark by which a tab that slept through it knows. */
export function forgotten(text, now) {
  const { personalise, remember, refused, quiet } = whole(text);
  const forgot = Math.max(Math.floor(now / 60_000), (mark(text) ?? -1) + 1);
  const kept = { v: 1, personalise, remember: refused && remember, refused, quiet, forgot };
  return JSON.stringify(kept, (_, said) => (said === "on" ? undefined : said));
}

/** Whether `changes` only withdraws, so that it can be honoured without Python. */
export const withdraws = (changes) => {
  const entries = Object.entries(changes ?? {});
  return (
    entries.length > 0 &&
    entries.every(([name, word]) => ["personalise", "remember", "measure"].includes(name) && word === "off")
  );
};
