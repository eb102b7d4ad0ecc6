// What surrounds Python in the worker: its turn among the tabs, what is sealed, and who has to store what.
//
// Rules
// 1. Answers are given one at a time, under a lock that all tabs share. It is kept while more is asked, and given up when
//    nothing is, when somebody else waits for it, or a page is left. A holder that gives no way for a while hangs: it is taken from it,
//    and what it would still write is refused (vault.js, rule 5).
// 2. What an answer rests on is stored before it is given: what is sealed here, the rest by the page before it shows
//    anything. Receipts alone are stored right after it, many at once where many are asked for.
// 3. What is sealed is read again whenever the lock was somebody else's, the choice has changed, or a page view begins.
// 4. The vault is opened only where the visitor agreed to remembering or counting. From then on it has a key for
//    what was agreed to, held or not; when nobody's consent is left the vault itself is deleted.
// 5. What a page sends of its stores was read while this worker had the lock, or it is sent again: each holding has a
//    number, which a page must have heard. While it lasts, a choice that a page has not seen change is older than one
//    that was changed here; and until the page has stored that one, nobody else gets the lock.
// 6. What cannot be stored lives on in Python, and the pages are told once; but an outbox does not: a report kept by one
//    page alone could be sent by another as well.

import { agreed } from "./choice.js";
import { vault } from "./vault.js";

const LOCK = "ep:stores";
const SOON = 250; // ms until somebody who waits gets the lock, and what may be stored later is stored
const BUSY = 100; // ms after a question in which another may come: storing would hold it up
const LATEST = 1_000; // ms until it is stored all the same
const HANGS = 3_000; // ms after which a lock's holder counts as dead
const LONGEST = 1_000; // ms that a page has for storing a choice
const SEALED = { memory: "remember", outbox: "measure" };
const MOST = 262_144;

const bytesOf = (text) => text && Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const textOf = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const only = (map, fits) => Object.fromEntries(Object.entries(map).filter(([name]) => fits(name)));
const sealable = (name) => name in SEALED;

/**
 * `python` has the doors `ask`, `settle` and `text`, see python.js; `failed()` is called when it throws. `rest`: how long the lock is
 * kept while nothing is asked, ms. A page with a worker of its own that holds one is not kept by the back/forward cache.
 */
export function keeper(python, failed, rest = SOON) {
  const sealed = vault();
  const pages = new Set();
  const queue = []; // [page, message]
  const here = new Set(); // what could not be stored
  const given = new Map(); // name → bytes as Python was last told them
  let choice; // as Python knows it; undefined while it does not
  const later = new Set(); // of memory and outbox, what is to be stored
  const behind = new Map(); // page → the names of what it is to store
  let release = null; // gives the lock up
  let over = null; // settles when it has been given up
  let holding = 0; // the number of the holding
  let confirmed = 0; // that in which the choice was last read
  let busy = false;
  let served = 0; // when something was last asked, ms
  let stored = 0; // when what may be stored later was last stored, ms
  let left = false; // a page was left since the lock was taken
  let timer = null;
  let unwritten = 0; // when a choice was given to a page that has not stored it yet, ms

  // --- the lock ---

  const hold = (options, granted) =>
    (over = navigator.locks.request(LOCK, options, () => new Promise((resolve) => granted(resolve))));

  function take() {
    if (!navigator.locks) {
      release = () => {};
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiting = new AbortController();
      const late = setTimeout(() => waiting.abort(), HANGS);
      let mine = null;
      const granted = (give) => {
        clearTimeout(late);
        release = mine = give;
        resolve();
      };
      const taken = (error) => {
        if (mine === null) reject(error);
        else if (release === mine) release = null; // somebody thought that this worker hangs
      };
      hold({ signal: waiting.signal }, granted).catch((error) => {
        if (mine === null && error.name === "AbortError") hold({ steal: true }, granted).catch(taken);
        else if (mine === null && error.name === "SecurityError") granted(() => {}); // site data is blocked, locks with it
        else taken(error);
      });
    });
  }

  const wanted = async () => {
    const { pending } = (await navigator.locks?.query()) ?? { pending: [] };
    return pending.some(({ name }) => name === LOCK);
  };

  async function tick() {
    timer = null;
    const now = performance.now();
    const written = unwritten === 0 || now - unwritten > LONGEST;
    const enough = written && (now - served >= rest || (await wanted().catch(() => false)));
    if (!busy && enough) return giveUp();
    if (now - served >= BUSY || now - stored >= LATEST) await flush();
    return soon();
  }

  async function giveUp() {
    busy = true;
    left = false;
    await flush();
    release?.();
    release = null;
    unwritten = 0;
    // Asked for while it is still held, it would look wanted by two: that ends a page in the back/forward cache.
    await Promise.resolve(over).catch(() => {});
    await work();
  }

  const soon = () => (timer ??= setTimeout(() => tick().catch(failed), SOON));

  // --- what is sealed ---

  const trouble = () => pages.forEach((page) => page.away || page.trouble());

  /** Names of SEALED → texts, of what Python has not been told. */
  async function look(page) {
    const may = (name) => agreed(choice, SEALED[name]);
    const names = Object.keys(SEALED);
    const allowed = names.filter(may);
    if (!page.checked) {
      // What was left behind, say by a cleared localStorage, has nobody's consent: it goes, once a page.
      page.checked = true;
      const left = names.filter((name) => !may(name));
      if (allowed.length === 0) await sealed.drop().catch(() => {});
      else if (left.length > 0) await sealed.remove(left).catch(() => {});
    }
    for (const name of names) if (!may(name)) here.delete(name);
    const asked = allowed.filter((name) => !here.has(name));
    let found = {};
    if (asked.length > 0) {
      found = await sealed.read(asked).catch(() => {
        trouble();
        return Object.fromEntries(asked.map((name) => [name, undefined]));
      });
    }
    const texts = {};
    for (const name of names) {
      if (here.has(name)) continue;
      const bytes = may(name) ? found[name] : null;
      if (given.has(name) && given.get(name) === bytes) continue;
      given.set(name, bytes);
      later.delete(name);
      texts[name] = bytes === null ? null : bytes && bytes.length <= MOST ? textOf(bytes) : "";
    }
    return texts;
  }

  /** Seals texts by name; those that cannot be sealed live on here. */
  async function seal(texts) {
    const bytes = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, bytesOf(text)]));
    for (const name in bytes) {
      later.delete(name);
      given.set(name, bytes[name]);
    }
    try {
      await sealed.write(bytes);
      for (const name in bytes) here.delete(name);
    } catch {
      trouble();
      for (const name in bytes) {
        if (name === "outbox") given.delete(name);
        else here.add(name);
      }
      await sealed.remove(Object.keys(bytes)).catch(() => {});
    }
  }

  /** Stores what an answer says of memory and outbox. `before`: the choice so far. */
  async function store(page, changed, before) {
    const was = Object.entries(SEALED).filter(([, purpose]) => agreed(before, purpose)).map(([name]) => name);
    const may = Object.entries(SEALED).filter(([, purpose]) => agreed(choice, purpose)).map(([name]) => name);
    if (may.length === 0) {
      here.clear();
      later.clear();
      for (const name in SEALED) given.set(name, null);
      if (was.length > 0 || sealed.open) await sealed.drop().catch(trouble);
      return;
    }
    const gone = was.filter((name) => !may.includes(name));
    for (const name of gone) {
      here.delete(name);
      later.delete(name);
      given.set(name, null);
    }
    if (gone.length > 0) await sealed.remove(gone).catch(() => sealed.drop()).catch(trouble);
    const texts = only(changed, (name) => may.includes(name));
    for (const name of may) if (!was.includes(name) && !(name in texts)) texts[name] = textKept(page.number, name);
    if (Object.keys(texts).length > 0) await seal(texts);
  }

  const textKept = (number, name) => JSON.parse(python.text(JSON.stringify([number, name]))).text ?? null;

  /** Stores what may be stored later. */
  async function flush() {
    stored = performance.now();
    for (const [page, own] of behind) {
      // Word for a page in the back/forward cache would end it there. Its receipts wait here, in case it returns.
      if (!page.away) page.keep(Object.fromEntries([...own].map((name) => [name, textKept(page.number, name)])));
    }
    behind.clear();
    const names = [...later];
    if (names.length > 0) await seal(Object.fromEntries(names.map((name) => [name, textKept(0, name)])));
  }

  // --- answers ---

  /** One answer; nothing is waited for where nothing has to be read or stored. */
  async function serve(page, { id, request, choice: said, stores, begins, holding: heard }) {
    if (release === null) {
      await take();
      left = page.away;
      holding += 1;
    }
    Object.assign(page.news, stores);
    if (heard !== holding) return page.again(id, false);
    const news = said !== page.choice || confirmed !== holding;
    page.choice = said;
    confirmed = holding;
    const texts = page.news;
    page.news = {};
    if (news && said !== choice) texts.choice = choice = said;
    if (news || begins) Object.assign(texts, await look(page));
    if (!given.has("outbox")) texts.outbox = "";
    const reply = python.ask(`{"of":${page.number},"stores":${JSON.stringify(texts)},${request.slice(1)}`);
    const answer = JSON.parse(reply);
    if (answer.error?.code === "unknown-stores") {
      return page.again(id, true);
    }
    for (const name of answer.later ?? []) {
      if (sealable(name)) later.add(name);
      else behind.set(page, (behind.get(page) ?? new Set()).add(name));
    }
    const changed = Object.keys(answer.stores);
    if (changed.length === 0) {
      page.answer(id, reply);
      return python.settle(page.number);
    }
    for (const name of changed) behind.get(page)?.delete(name);
    const before = choice;
    if ("choice" in answer.stores) {
      page.choice = choice = answer.stores.choice;
      unwritten = performance.now();
    }
    if ("choice" in answer.stores || changed.some(sealable)) await store(page, only(answer.stores, sealable), before);
    page.answer(id, JSON.stringify({ ...answer, stores: only(answer.stores, (name) => !sealable(name)) }));
  }

  async function work() {
    busy = true;
    while (queue.length > 0) {
      served = performance.now();
      await serve(...queue.shift());
    }
    busy = false;
    if (release !== null && left) return giveUp();
    if (release !== null && timer === null) soon();
  }

  let numbers = 0;
  return {
    /**
     * A page that will ask. `post(message)` tells it: {id, response}; {id, again, holding, all} where it has to send its
     * stores as they are now, `all` of them or those that changed; {keep} with texts to store; {trouble} where storage
     * does not work.
     */
    page(post) {
      const page = {
        number: ++numbers,
        choice: undefined,
        checked: false,
        news: {}, // what it has sent of its stores and Python has not been told
        away: false,
        answer: (id, response) => post({ id, response }),
        again: (id, all) => post({ id, again: true, holding, all }),
        keep: (texts) => post({ keep: texts }),
        trouble: () => post({ trouble: true }),
      };
      pages.add(page);
      return {
        ask(message) {
          queue.push([page, message]);
          if (!busy) work().catch(failed);
        },
        /** The page has been left: should this worker sleep with it, nobody waits for the lock. */
        away() {
          page.away = left = true;
          if (!busy) work().catch(failed);
        },

        back() {
          page.away = false;
        },

        /** The page has stored the choice that it was given. */
        wrote() {
          unwritten = 0;
        },
      };
    },
  };
}
