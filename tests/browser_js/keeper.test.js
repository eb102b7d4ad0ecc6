// What surrounds Python in the worker, with the real interpreter: what is sealed when, and whose turn it is.
import { deepEqual, equal, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, test } from "node:test";

import { keeper } from "../../edgepersona/browser/src/keeper.js";
import { vault } from "../../edgepersona/browser/src/vault.js";
import { Databases } from "./databases.js";
import { Locks } from "./locks.js";
import { memory, started } from "./started.js";

const bundle = new Uint8Array(await readFile(process.env.BUNDLE));
const interpreters = [await started({ memory }), await started({ memory })];
for (const { python } of interpreters) python.restored();
const NAMES = ["memory", "outbox"];
const LARGE = { question: "volume", value: "large" };

let databases;
let locks;
let local; // localStorage, which all pages share
beforeEach(() => {
  globalThis.indexedDB = databases = new Databases();
  locks = new Locks();
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true, writable: true });
  local = { choice: null };
});

const worker = (at = 0) => {
  const { python } = interpreters[at];
  python.start(bundle);
  return keeper(python, (error) => Promise.reject(error ?? new Error("the worker failed")));
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tables = () => {
  const held = databases.all.get("edgepersona")?.stores;
  return held ? ["keys", "records"].map((name) => [...held.get(name).keys()].sort()) : null;
};

/** A page: it sends what its worker has not been told, and stores what it is given. */
class Page {
  own = { visit: null, page: null, plan: null, next: null };
  now = 1_795_255_200_000;
  holding = 0;
  troubles = 0;
  kept = 0;
  again = 0;
  #known = {};
  #waiting = new Map();
  #ids = 0;

  constructor(worker, { forgetful = false } = {}) {
    this.forgetful = forgetful; // it never says that it has stored a choice
    this.worker = worker.page((message) => this.#hear(structuredClone(message)));
  }

  ask(call, more = {}) {
    const id = ++this.#ids;
    const text = JSON.stringify({
      now: (this.now += 1_000),
      entropy: "0123456789abcdef".repeat(4),
      env: { language: "de", url: "https://bakery.example/", gpc: false, outside: null },
      page: { value_seen: true, counted: true },
      call: typeof call === "string" ? { do: call } : call,
    });
    return new Promise((resolve) => {
      this.#waiting.set(id, { text, call, more, resolve });
      this.#post(id);
    });
  }

  #post(id) {
    const { text, call, more } = this.#waiting.get(id);
    const stores = Object.fromEntries(Object.entries(this.own).filter(([name, one]) => this.#known[name] !== one));
    Object.assign(this.#known, this.own);
    const [choice, holding] = [local.choice, this.holding];
    this.worker.ask({ id, request: text, choice, stores, begins: call === "page", holding, ...more });
  }

  #hear({ id, response, again, holding, all, keep, trouble }) {
    if (trouble) this.troubles += 1;
    if (keep) {
      this.kept += 1;
      Object.assign(this.own, keep);
      Object.assign(this.#known, keep);
    }
    if (again) {
      this.holding = holding;
      this.again += all;
      if (all) this.#known = {};
      this.#post(id);
    }
    if (response === undefined) return;
    const answer = JSON.parse(response);
    const { choice, ...own } = answer.stores;
    ok(!Object.keys(own).some((name) => NAMES.includes(name)), "what is sealed stays in the worker");
    Object.assign(this.own, own);
    Object.assign(this.#known, own);
    if (choice !== undefined) {
      local.choice = choice;
      if (!this.forgetful) this.worker.wrote();
    }
    this.#waiting.get(id).resolve(answer);
  }

  async agrees(changes) {
    await this.ask({ do: "consent", changes });
  }

  async held() {
    return (await this.ask("held")).value;
  }
}

const AGREED = { remember: "on", measure: "on" };
const kinds = ({ items }) => items.map(({ kind }) => kind);

test("nothing is opened before it is agreed to; agreeing leaves a key for each purpose", async () => {
  const page = new Page(worker());
  await page.ask("page");
  await page.ask({ do: "answer", ...LARGE });
  deepEqual([databases.all.size, page.own.visit !== null], [0, true]);
  await page.agrees({ remember: "on" });
  deepEqual(tables(), [["memory"], ["memory"]], "what was held in the visit is in memory before the answer");
  await page.ask({ do: "forget", what: null });
  await page.agrees({ remember: "on" });
  deepEqual(tables(), [["memory"], []], "a key, and nothing under it");
  await page.agrees({ measure: "on" });
  deepEqual(tables()[0], ["memory", "outbox"]);
  databases.deleteDatabase("edgepersona");
  await page.ask("page");
  ok((await page.held()).lost >= 1, "memory that the browser deleted is told from memory never made");
});

test("withdrawing one purpose deletes its key and record, the last one the database, before the answer", async () => {
  const shared = worker();
  const [page, other] = [new Page(shared), new Page(shared)];
  await page.ask("page");
  await page.agrees(AGREED);
  await page.ask({ do: "answer", ...LARGE });
  await other.ask("page");
  deepEqual(kinds(await other.held()).includes("answer"), true, "one memory for all pages");
  await page.agrees({ measure: "off" });
  deepEqual(tables(), [["memory"], ["memory"]]);
  await other.agrees({ remember: "off" });
  equal(databases.all.size, 0);
  equal(kinds(await page.held()).includes("answer"), false);
  await pause(600);
  equal(databases.all.size, 0, "nothing that was to be stored later comes after it");
});

test("what nobody agrees to any more goes with the next page, whoever left it", async () => {
  const left = { memory: new Uint8Array([1]), outbox: new Uint8Array([2]) };
  await vault().write(left);
  local.choice = '{"v":1,"remember":"on"}';
  await new Page(worker()).ask("page");
  deepEqual(tables()[0], ["memory"]);
  local.choice = null;
  await new Page(worker()).ask("page");
  equal(databases.all.size, 0);
});

test("stores that are nested without end do not end Python", async () => {
  const page = new Page(worker());
  for (const text of ["[".repeat(20_000), '{"a":'.repeat(20_000), `${"[".repeat(9_000)}${"]".repeat(9_000)}`]) {
    page.own.visit = text;
    local.choice = text;
    const { error, view } = JSON.parse(JSON.stringify(await page.ask("page")));
    deepEqual([error, view.state], [undefined, "off"]);
  }
});

test("receipts are stored after the answer, those of many looks at once; the lock is given up when nothing is asked", async () => {
  const page = new Page(worker());
  await page.ask("page");
  await page.ask({ do: "answer", ...LARGE });
  const before = page.own.visit;
  await page.ask("look");
  equal(page.own.visit, before);
  const receipts = (visit) => JSON.parse(visit).receipts.list.length;
  for (let n = 0; n < 9; n += 1) await page.ask("look");
  await pause(700);
  deepEqual([receipts(page.own.visit) - receipts(before), page.kept], [10, 1]);
  await page.ask("look");
  page.worker.away();
  await pause(50);
  deepEqual([page.kept, (await locks.query()).held], [1, []], "nothing is said to a page that was left, or waits for it");
  deepEqual(await locks.query(), { held: [], pending: [] });
  page.worker.back();

  await page.agrees({ remember: "on" });
  await page.ask({ do: "answer", ...LARGE });
  const record = databases.all.get("edgepersona").stores.get("records").get("memory");
  for (let n = 0; n < 5; n += 1) await page.ask("look");
  await pause(700);
  ok(databases.all.get("edgepersona").stores.get("records").get("memory") !== record);
});

test("who waits gets the lock with everything stored, however much is asked here", async () => {
  const [page, other] = [new Page(worker(0)), new Page(worker(1))];
  await page.ask("page");
  await page.agrees({ remember: "on" });
  await page.ask({ do: "answer", ...LARGE });
  let over = false;
  const busy = (async () => {
    while (!over) {
      await page.ask("look");
      await pause(1);
    }
  })();
  await other.ask("page");
  equal(kinds(await other.held()).includes("answer"), true);
  await other.ask({ do: "forget", what: null });
  over = true;
  await busy;
  equal(locks.stolen, 0);
  equal(kinds(await page.held()).includes("answer"), false, "what another worker has deleted is deleted");
  await pause(600);
  equal(databases.all.size, 0);
});

test("a holder that hangs is robbed, and what it would still write is refused", async () => {
  const page = new Page(worker(0));
  await page.ask("page");
  await page.agrees({ remember: "on" });
  await page.ask({ do: "answer", ...LARGE });
  await pause(700);
  let stuck;
  const gate = new Promise((resolve) => (stuck = resolve));
  const encrypt = crypto.subtle.encrypt;
  crypto.subtle.encrypt = async (...words) => {
    crypto.subtle.encrypt = encrypt;
    await gate; // it holds the lock, and goes no further
    return encrypt.apply(crypto.subtle, words);
  };
  const late = page.ask({ do: "answer", question: "volume", value: "small" });
  await pause(50);
  const other = new Page(worker(1));
  await other.ask("page");
  await other.ask({ do: "answer", ...LARGE });
  const record = databases.all.get("edgepersona").stores.get("records").get("memory");
  stuck();
  await late;
  equal(databases.all.get("edgepersona").stores.get("records").get("memory"), record);
  equal((await page.held()).items.find(({ kind }) => kind === "answer").value, "large");
});

test("a page that has not seen a choice change does not undo it", async () => {
  const shared = worker();
  const [page, other] = [new Page(shared), new Page(shared)];
  await page.ask("page");
  await other.ask("page");
  await page.agrees({ remember: "on" });
  const old = local.choice;
  await other.agrees({ remember: "off" });
  const stale = page.ask("held", { choice: old }); // its localStorage lags
  equal((await stale).value.consent.remember.state, "off");
  equal(databases.all.size, 0);
});

test("nobody else gets the lock until a choice that was given is stored", async () => {
  const page = new Page(worker(), { forgetful: true });
  await page.ask("page");
  await page.agrees({ remember: "on" });
  await pause(700);
  equal((await locks.query()).held.length, 1);
  page.worker.wrote();
  await pause(400);
  equal((await locks.query()).held.length, 0);
});

test("a full disk: memory lives on here, an outbox does not, and what is older does not stay", async () => {
  const page = new Page(worker());
  await page.ask("page");
  await page.agrees(AGREED);
  await page.ask("page");
  databases.full = true;
  await page.ask({ do: "answer", ...LARGE });
  await page.ask({ do: "outcome", block: "hero-flour", outcome: "clicked" });
  ok(page.troubles > 0);
  equal(kinds(await page.held()).includes("answer"), true);
  equal((await page.held()).arm, null);
  databases.full = false;
  const next = new Page(worker(1));
  await next.ask("page");
  deepEqual([kinds(await next.held()).includes("answer"), (await next.held()).lost > 0], [false, true]);
});

test("what cannot be read may have said no; without WebCrypto nothing is stored", async (context) => {
  const page = new Page(worker());
  await page.ask("page");
  await page.agrees({ remember: "on" });
  await page.ask({ do: "answer", ...LARGE });
  databases.reading = false;
  const next = new Page(worker(1));
  await next.ask("page");
  ok((await next.held()).lost > 0);
  ok(next.troubles > 0);

  globalThis.indexedDB = databases = new Databases();
  local.choice = null;
  context.mock.getter(globalThis.crypto, "subtle", () => undefined);
  const plain = new Page(worker());
  await plain.ask("page");
  await plain.agrees({ remember: "on" });
  await plain.ask({ do: "answer", ...LARGE });
  deepEqual([kinds(await plain.held()).includes("answer"), plain.troubles > 0, databases.all.size], [true, true, 0]);
});

test("a page that was let go is asked for all its stores", async () => {
  const shared = worker();
  const page = new Page(shared);
  await page.ask("page");
  for (let n = 0; n < 65; n += 1) await new Page(shared).ask("look");
  await page.ask("look");
  equal(page.again, 1);
});
