// One request to Python: the stores, the page and the call go in; changed stores, a value and a View come out.
//
// Rules
// 1. A request runs under an exclusive lock that all tabs share: read the stores, ask, write what changed.
//    Python keeps nothing between requests, so tabs never disagree and a killed worker loses nothing.
// 2. Each request carries the time and fresh randomness; Python has neither.
// 3. An answer is taken apart strictly; what does not fit is refused whole, before anything is written.

import { failure } from "./failures.js";
import { random } from "./dom.js";
import { NAMES } from "./stores.js";

const LOCK = "ep:stores";
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

// Without Web Locks the page's own requests still run one after the other.
let chain = Promise.resolve();
/** Runs `work` while no other tab touches the stores; rejects with `busy` after `patience` ms of waiting. */
export function exclusively(patience, work) {
  if (navigator.locks) {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), patience);
    return navigator.locks
      .request(LOCK, { signal: waiting.signal }, () => {
        clearTimeout(timer);
        return work();
      })
      .catch((error) => {
        throw error.name === "AbortError" ? failure("busy") : error;
      });
  }
  chain = chain.then(work, work);
  return chain;
}

/**
 * `page` gives the page's facts, `env` language, url and gpc. Returns an async function (call) → answer; a second
 * argument names stores to be emptied before the call, {name: null}.
 */
export function device({ core, stores, page, env, patience }) {
  return async (call, dropped = {}) => {
    await core.start();
    return exclusively(patience, async () => {
      const before = { ...(await stores.read()), ...dropped };
      const request = { now: Date.now(), entropy: random(32), env: env(), page: page(), stores: before, call };
      const answer = answerOf(await core.ask(JSON.stringify(request), patience));
      await stores.write({ ...dropped, ...answer.stores }, before, answer.memoryOnly);
      return answer;
    });
  };
}
