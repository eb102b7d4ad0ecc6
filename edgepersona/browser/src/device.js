// One request to Python: the page, the call and what changed in the page's stores go in; what is to be stored, a value
// and a View come out.
//
// Rules
// 1. A page asks one thing at a time, and its facts are those of then. The worker answers one page at a time, under
//    a lock that all tabs share (keeper.js); so tabs never disagree, and a killed worker loses nothing.
// 2. Each request carries the time and fresh randomness; Python has neither.
// 3. An answer is taken apart strictly; what does not fit is refused whole, before anything is written.

import { failure } from "./failures.js";
import { random } from "./dom.js";
import { NAMES } from "./stores.js";

const text = (value) => typeof value === "string";
const map = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const maybe = (check, value) => value == null || check(value);

function slotOf(raw) {
  const { kind, block, reason, because, question, text: words } = raw;
  const fits =
    ["inline", "interrupt"].includes(kind) &&
    [block, reason, because].every((value) => maybe(text, value)) &&
    maybe((value) => map(value) && text(value.title), words) &&
    maybe((value) => map(value) && text(value.id) && text(value.ask) && Array.isArray(value.options), question);
  if (!fits) throw failure("bad-answer");
  const waits = raw.waits === true;
  return { kind, block: block ?? null, default: raw.default === true, waits, reason, because, question, text: words };
}

/** Resolves in a task of its own. Timers are held up in hidden tabs, and by who stops the page's clock. */
const turn = () =>
  new Promise((next) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => next(port1.close());
    port2.postMessage(0);
  });

const LATER = ["visit", "page"];
const instant = (value) => (Number.isFinite(value) ? value : null);

/**
 * The parts of an answer: {stores, value, error, view, due, memoryOnly}. `view` is null for calls that only read, its
 * `slots` is a Map; `due` is undefined where the answer does not speak of the outbox. Throws `bad-answer`.
 */
export function answerOf(reply) {
  let raw;
  try {
    raw = JSON.parse(reply);
  } catch {
    throw failure("bad-answer");
  }
  const stores = raw?.stores ?? {};
  const { view } = raw ?? {};
  const fits =
    map(raw) &&
    map(stores) &&
    Object.entries(stores).every(([name, value]) => NAMES.includes(name) && (value === null || text(value))) &&
    maybe((value) => map(value) && text(value.code), raw.error) &&
    maybe((value) => map(value) && map(value.slots) && text(value.language), view);
  if (!fits) throw failure("bad-answer");
  return {
    stores,
    value: raw.value ?? null,
    error: raw.error ?? null,
    view: view
      ? {
          state: view.state === "off" ? "off" : "ready",
          language: view.language,
          slots: new Map(Object.entries(view.slots).map(([name, slot]) => [name, slotOf(slot)])),
          again: instant(view.again),
          counted: view.counted === true,
          ask: view.ask === "remember" ? view.ask : null,
        }
      : null,
    memoryOnly: raw.memory_only === true,
    due: view ? instant(view.due) : Object.hasOwn(raw, "due") ? instant(raw.due) : undefined,
  };
}

/**
 * `page` gives the page's facts, `env` language, url and gpc. Returns {ask, heard}: `ask(call)` → answer; its second
 * argument names stores to be emptied before the call, {name: null}. `heard(message)`: what the worker says unasked.
 */
export function device({ core, stores, page, env, patience }) {
  let last = null; // the request before, while it is on its way
  let counted = false; // whether this page view is: an arm that was drawn since it began does not change it
  let told = null; // the last reply without a value, as {reply, answer}: most say the same again

  async function asked(call, dropped) {
    const request = { now: Date.now(), entropy: random(32), env: env(), page: { ...page(), counted }, call };
    const read = () => ({ ...stores.read(), ...dropped });
    const reply = await core.ask({ text: JSON.stringify(request), begins: call.do === "page", read }, patience);
    const answer = reply === told?.reply ? told.answer : answerOf(reply);
    told = answer.value === null ? { reply, answer } : null;
    counted = answer.view?.counted ?? counted;
    stores.write({ ...dropped, ...answer.stores }, answer.memoryOnly);
    const { choice: chosen, ...changed } = answer.stores;
    core.knows(changed, chosen !== undefined);
    return answer;
  }

  return {
    async ask(call, dropped = {}) {
      await core.start();
      const before = last;
      const mine = (async () => {
        // What came of the last one is shown by then.
        if (before) await before.then(turn);
        return asked(call, dropped);
      })();
      const over = mine.then(() => {}, () => {});
      last = over;
      over.then(() => {
        if (last === over) last = null;
      });
      return mine;
    },

    heard({ trouble, keep }) {
      if (trouble) return stores.trouble();
      const held = stores.read();
      // What the page has emptied since stays empty.
      const fits = ([name, one]) => LATER.includes(name) && maybe(text, one) && core.told(name, held[name]);
      const texts = Object.fromEntries(Object.entries(keep).filter(fits));
      stores.write(texts);
      core.knows(texts, false);
    },
  };
}
