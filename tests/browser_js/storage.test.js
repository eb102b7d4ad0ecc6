// Storage as the page sees it: notes left behind, tabs, the fallback when the browser refuses.
import { deepEqual, equal } from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { leave, take } from "../../edgepersona/browser/src/left.js";
import { stores } from "../../edgepersona/browser/src/stores.js";

class Area {
  #texts = new Map();
  full = false;
  getItem = (key) => this.#texts.get(key) ?? null;
  removeItem = (key) => void this.#texts.delete(key);
  setItem = (key, text) => {
    if (this.full) throw new Error("QuotaExceededError");
    this.#texts.set(key, text);
  };
  get keys() {
    return [...this.#texts.keys()];
  }
}

const refusing = {
  open() {
    throw new Error("SecurityError");
  },
  deleteDatabase() {
    throw new Error("SecurityError");
  },
};

beforeEach(() => {
  globalThis.localStorage = new Area();
  globalThis.sessionStorage = new Area();
  globalThis.indexedDB = refusing;
});

const EMPTY = { choice: null, visit: null, page: null, plan: null, next: null };
const ACT = { slot: "notice", block: "promo", outcome: "ignored" };

test("nothing stored reads as nothing, and is no trouble", async () => {
  const troubles = [];
  deepEqual(stores(() => troubles.push(1)).read(), EMPTY);
  deepEqual(troubles, []);
});

test("a text over the bound is not passed on, only that it is there", async () => {
  localStorage.setItem("ep:choice", "x".repeat(262_145));
  sessionStorage.setItem("ep:visit", "y".repeat(262_144));
  const read = stores(() => {}).read();
  equal(read.choice, "");
  equal(read.visit.length, 262_144);
});

test("what is written is there for the next one, and gone when it is null", async () => {
  const store = stores(() => {});
  store.write({ choice: "c", visit: "v" });
  deepEqual(localStorage.keys, ["ep:choice"]);
  deepEqual(sessionStorage.keys, ["ep:visit"]);
  store.write({ choice: null, visit: null });
  deepEqual([...localStorage.keys, ...sessionStorage.keys], []);
});

test("the page store never leaves the page's memory", async () => {
  const store = stores(() => {});
  store.write({ page: "secret" });
  equal(store.read().page, "secret");
  deepEqual([...localStorage.keys, ...sessionStorage.keys], []);
  equal(stores(() => {}).read().page, null);
});

test("full storage: the text lives on in the page, and that is told once", async () => {
  let troubles = 0;
  const store = stores(() => (troubles += 1));
  sessionStorage.full = localStorage.full = true;
  store.write({ choice: "c", visit: "v" });
  const read = store.read();
  deepEqual([read.choice, read.visit, troubles], ["c", "v", 1]);
});

test("until consent is known the visit waits in the page, what comes later too; then it is stored", () => {
  const store = stores(() => {});
  store.write({ choice: "c", visit: "v", next: "n" }, true);
  store.write({ visit: "w" });
  deepEqual([store.read().visit, sessionStorage.keys, localStorage.keys], ["w", [], ["ep:choice"]]);
  store.write({}, false);
  deepEqual([sessionStorage.getItem("ep:visit"), sessionStorage.getItem("ep:next")], ["w", "n"]);
});

test("wiping says when something could not be deleted", async () => {
  localStorage.setItem("ep:choice", '{"v":1,"measure":"on"}');
  sessionStorage.setItem("ep:visit", "v");
  equal(await stores(() => {}).wipe(), false);
  deepEqual(sessionStorage.keys, []);
  const { v, forgot, ...more } = JSON.parse(localStorage.getItem("ep:choice"));
  deepEqual([v, more], [1, {}], "the mark alone");
  await stores(() => {}).wipe();
  equal(JSON.parse(localStorage.getItem("ep:choice")).forgot, forgot + 1, "never the same mark twice");
});

test("ending the visit leaves the choice alone", async () => {
  localStorage.setItem("ep:choice", "c");
  sessionStorage.setItem("ep:visit", "v");
  const store = stores(() => {});
  store.write({ page: "p" });
  store.endVisit();
  deepEqual(store.read(), { ...EMPTY, choice: "c" });
});

const NONE = { acts: [], away: null };

test("a note is left only beside a visit, and read once", () => {
  leave([ACT], 5);
  deepEqual(sessionStorage.keys, []);
  sessionStorage.setItem("ep:visit", "v");
  leave([], null);
  deepEqual(sessionStorage.keys, ["ep:visit"], "nothing to say");
  leave([ACT], null);
  deepEqual(take(), { acts: [ACT], away: null });
  deepEqual(take(), NONE);
  leave([], 5);
  deepEqual(take(), { acts: [], away: 5 });
});

test("an answer on its way begins a visit, so it is left even where there is none", () => {
  const said = { question: "riding", value: "21-50" };
  leave([ACT, said, { question: "riding", value: "<b>" }, { question: 7, value: "x" }], null);
  deepEqual(take(), { acts: [ACT, said], away: null });
  deepEqual(sessionStorage.keys, []);
});

test("a note whose visit is gone is dropped", () => {
  sessionStorage.setItem("ep:left", JSON.stringify({ acts: [ACT], away: 5 }));
  deepEqual(take(), NONE);
  deepEqual(sessionStorage.keys, []);
});

test("a note from before everything was forgotten elsewhere says nothing", () => {
  sessionStorage.setItem("ep:visit", "v");
  leave([ACT], 5);
  localStorage.setItem("ep:choice", '{"v":1,"forgot":7}');
  deepEqual(take(), NONE);
  leave([ACT], 5);
  deepEqual(take(), { acts: [ACT], away: 5 });
});

test("a hostile note gives nothing but whole acts, few of them, and a time", () => {
  sessionStorage.setItem("ep:visit", "v");
  const acts = [null, 1, { ...ACT, outcome: "converted" }, { ...ACT, block: "<b>" }];
  const notes = ["nonsense", "{}", "[[]]", "null", '{"acts":7,"away":1}', "x".repeat(5_000)];
  for (const note of [...notes, ...["1", -1, 1.5, {}, 2 ** 60].map((away) => JSON.stringify({ acts, away }))]) {
    sessionStorage.setItem("ep:left", note);
    deepEqual(take(), NONE, note.slice(0, 60));
  }
  sessionStorage.setItem("ep:left", JSON.stringify({ acts: Array(20).fill(ACT), away: 7 }));
  const { acts: kept, away } = take();
  deepEqual([kept.length, away], [8, 7]);
});
