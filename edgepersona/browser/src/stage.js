// What stands in the page's slots: takes a View from Python and shows it, as far as nothing read is moved.
//
// Rules
// 1. A View says what each slot holds. The first one of a page view is put in place; after that a slot that
//    was seen keeps its block, unless the visitor's own act brought the View, or a rule forbids the block.
// 2. Losing a place is not being forbidden: INTERRUPT_BUDGET, OUTRANKED, FREQUENCY_CAP and BELOW_SILENCE
//    leave standing what stands.
// 3. What the visitor dismissed is gone at once and for this page view, before Python has answered.
// 4. One block of a page view, the first in reading order, carries the note that the page was adapted.
// 5. What the tables put there counts as the first View. A later one that says the same changes nothing but what the
//    block's reason is, if that was not known; a block's words are those it was first shown with.

import { all, emit, mark, random } from "./dom.js";
import { ask, release, say, show } from "./elements/slot.js";

const MILD = ["INTERRUPT_BUDGET", "OUTRANKED", "FREQUENCY_CAP", "BELOW_SILENCE", "NO_CANDIDATE"];
const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];

const forbids = ({ reason }) => reason != null && !MILD.includes(reason);
const speaks = ({ block, default: usual }) => block !== null && !usual;

/**
 * `painted`: host → block, of what stood there at the first paint. `actsOf(host, entry)` gives a block's acts;
 * `watch(element, host)` waits for an impression.
 */
export function stage({ exposed, painted = new Map(), actsOf, watch }) {
  const standing = new Map(); // host → what was shown, with {raw, name, seen, answered}; `raw`: what was said
  const gone = new Set(); // `slot block` answered with a dismissal in this page view
  const tokens = new Map();
  let noted = null;
  let innerWide = innerWidth;

  const hosts = () => all("ep-slot").filter((host) => host.shadowRoot);
  const tokenOf = (block) => {
    if (exposed) return block;
    if (!tokens.has(block)) tokens.set(block, random(8));
    return tokens.get(block);
  };

  /** What stands in a slot; one whose name was changed is another slot. */
  const at = (host) => {
    const now = standing.get(host);
    return now && now.name === host.getAttribute("name") ? now : undefined;
  };
  const empty = (host) => {
    show(host, null, null);
    for (const name of ["block", "reason", "from"]) mark(host, `data-ep-${name}`, null);
  };

  function entryOf(host, view, own) {
    const name = host.getAttribute("name");
    const raw = view.slots.get(name);
    const now = at(host);
    if (!raw) detach(host);
    if (!raw || (now?.raw === raw && !own)) return null;
    const next = gone.has(`${name} ${raw.block}`) ? { ...raw, block: null, default: false, raw } : { ...raw, raw };
    if (!now) return next;
    if (now.block === next.block && now.default === next.default) return { ...next, text: now.text };
    const read = now.block !== null && (now.seen || now.kind === "interrupt");
    return !own && read && !forbids(next) ? null : next;
  }

  function put(host, entry, view, word, first, from) {
    const name = host.getAttribute("name");
    const now = at(host);
    const heading = host.getAttribute("data-ep-heading");
    const model = speaks(entry) && (entry.text || entry.question) && {
      kind: entry.kind,
      block: entry.block,
      text: entry.text,
      because: entry.because ?? null,
      question: entry.question,
      language: view.language,
      heading: HEADINGS.includes(heading) ? heading : "h3",
      masked: !exposed,
      noted: noted === host,
      pinned: first,
      word,
    };
    const element = show(host, model || null, actsOf(host, entry));
    mark(host, "data-ep-block", entry.block === null ? null : tokenOf(entry.block));
    mark(host, "data-ep-reason", entry.reason);
    if (now) now.raw = entry.raw;
    if (now && now.block === entry.block && now.default === entry.default) return;
    mark(host, "data-ep-from", from);
    standing.set(host, { ...entry, name, seen: false, answered: false });
    if (entry.block !== null) watch(element, host);
    emit("decision", { slot: name, reason: entry.reason ?? null, default: entry.default });
  }

  function detach(host) {
    painted.delete(host);
    standing.delete(host);
    empty(host);
  }

  addEventListener("resize", () => {
    if (innerWidth !== innerWide) hosts().forEach(release);
    innerWide = innerWidth;
  });

  return {
    /** `own`: the visitor's own act brought this View; `only`: one host; `from`: who says so. */
    apply(view, word, { own = false, only = null, from = "python" } = {}) {
      const planned = [];
      for (const host of only ? [only] : hosts()) {
        const entry = entryOf(host, view, own);
        if (entry) planned.push([host, entry]);
      }
      const spoken = planned.filter(([, entry]) => speaks(entry) && entry.because !== "");
      noted ??= (spoken.find(([, entry]) => entry.kind === "inline") ?? spoken[0])?.[0] ?? null;
      for (const [host, entry] of planned) put(host, entry, view, word, !own && !at(host), from);
    },

    /** What the loader painted in a slot stands there: its element, and its words. */
    adopt(host, { element, text }) {
      const name = host.getAttribute("name");
      const block = painted.get(host);
      tokens.set(block, host.getAttribute("data-ep-block")); // the token that it was marked with stays
      noted ??= host;
      standing.set(host, { name, kind: "inline", block, default: false, text, seen: false });
      watch(element, host);
      emit("decision", { slot: name, reason: null, default: false });
    },

    /** The host in which a block stands. */
    hostOf: (block) => [...standing].find(([, now]) => now.block === block)?.[0] ?? null,

    /** What stands, as a View: blocks with their words, and no reasons. */
    standing: (language) => ({
      language,
      slots: new Map([...standing.values()].map((now) => [now.name, { ...now, reason: null, because: null, question: null }])),
    }),

    /** The page as everyone sees it. */
    clear() {
      hosts().forEach(empty);
      standing.clear();
    },

    /** Takes a dismissed block away. */
    dismiss(host) {
      const now = at(host);
      if (!now) return;
      gone.add(`${now.name} ${now.block}`);
      standing.set(host, { ...now, raw: null, block: null, default: false });
      show(host, null, null);
      mark(host, "data-ep-block", null);
    },

    /** An impression: returns what stands there, null before the first View. */
    see(host) {
      const now = at(host);
      if (now) now.seen = true;
      return now ?? null;
    },

    /** The slots this page has. */
    slots: () => hosts().map((host) => host.getAttribute("name")),

    /** Slot → block on screen. */
    showing: () =>
      Object.fromEntries([...standing.values()].filter(({ block }) => block !== null).map(({ name, block }) => [name, block])),

    /** The visitor clicked in a slot. */
    respond(host) {
      const now = at(host);
      if (now) now.answered = true;
    },

    /** Blocks that wait for a response, were seen, and had none. */
    ignored: () => [...standing.values()].filter((now) => now.waits && now.seen && !now.answered && speaks(now)),

    detach,

    /** A new page view: nothing counts as read, blocks get new tokens. */
    reset() {
      standing.clear();
      gone.clear();
      tokens.clear();
      noted = null;
      for (const host of hosts()) {
        say(host, "");
        ask(host, null);
      }
    },
  };
}
