// The vault: sealed records, and what happens when key, record or database is gone, damaged or another's.
import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { stores } from "../../edgepersona/browser/src/stores.js";
import { vault } from "../../edgepersona/browser/src/vault.js";
import { Databases } from "./databases.js";

const BYTES = new TextEncoder().encode("commuting every day");
const AGREED = '{"v":1,"remember":"on","measure":"on"}';
const OFF = '{"v":1,"remember":"off","measure":"off"}';
const EMPTY = { choice: null, visit: null, memory: null, outbox: null, page: null, plan: null, next: null };
const area = (texts = {}) => ({
  getItem: (key) => texts[key] ?? null,
  setItem: (key, text) => void (texts[key] = text),
  removeItem: (key) => void delete texts[key],
});

let databases;
beforeEach(() => {
  globalThis.indexedDB = databases = new Databases();
  globalThis.localStorage = area();
  globalThis.sessionStorage = area();
});

const table = (name) => databases.all.get("edgepersona").stores.get(name);
const quiet = () => {};

test("a record comes back, and stands there sealed under a key that cannot be taken out", async () => {
  const one = vault();
  await one.write("memory", BYTES);
  deepEqual(await vault().read("memory"), BYTES);
  const key = table("keys").get("memory");
  deepEqual([key.algorithm.name, key.algorithm.length, key.extractable], ["AES-GCM", 256, false]);
  await rejects(crypto.subtle.exportKey("raw", key));
  const { iv, sealed, ...more } = table("records").get("memory");
  deepEqual([iv.length, sealed.byteLength, more], [12, BYTES.length + 16, {}]);
  ok(!Buffer.from(sealed).includes("commuting"));
});

test("each writing has a key and an IV of its own, and the old key does not open the new record", async () => {
  const one = vault();
  await one.write("memory", BYTES);
  const [key, record] = [table("keys").get("memory"), table("records").get("memory")];
  await one.write("memory", BYTES);
  const next = table("records").get("memory");
  notDeepEqual(next.iv, record.iv);
  notDeepEqual(new Uint8Array(next.sealed), new Uint8Array(record.sealed));
  table("keys").set("memory", key);
  equal(await one.read("memory"), undefined);
});

test("a record under another's name, of another form, or damaged is lost", async () => {
  const one = vault();
  await one.write("memory", BYTES);
  const [key, record] = [table("keys").get("memory"), table("records").get("memory")];
  table("keys").set("outbox", key);
  table("records").set("outbox", record);
  equal(await one.read("outbox"), undefined);
  for (const damaged of [{}, 7, "text", { ...record, sealed: record.sealed.slice(1) }, { ...record, iv: new Uint8Array(12) }]) {
    table("records").set("memory", damaged);
    equal(await one.read("memory"), undefined);
  }
  table("records").set("memory", record);
  deepEqual(await one.read("memory"), BYTES);
});

test("a key without a record holds nothing; a record without a key is lost", async () => {
  const one = vault();
  equal(await one.read("memory"), undefined);
  await one.write("memory", null);
  equal(await one.read("memory"), null);
  await one.write("memory", BYTES);
  table("keys").delete("memory");
  equal(await one.read("memory"), undefined);
});

test("what was deleted since it was read is not written again; after a new look it is", async () => {
  const [one, other] = [vault(), vault()];
  await one.write("memory", BYTES);
  await one.read("memory");
  await other.drop();
  await one.write("memory", BYTES);
  deepEqual([table("keys").size, table("records").size], [0, 0]);
  one.look();
  await one.write("memory", BYTES);
  deepEqual(await other.read("memory"), BYTES);
});

test("an earlier form is emptied unread, a later one is left alone until it is deleted", async () => {
  databases.all.set("edgepersona", { version: 1, stores: new Map([["texts", new Map([["memory", "plain"]])]]) });
  equal(await vault().read("memory"), undefined);
  deepEqual([...databases.all.get("edgepersona").stores.keys()], ["keys", "records"]);
  databases.all.get("edgepersona").version = 3;
  await rejects(vault().read("memory"));
  await rejects(vault().write("memory", BYTES));
  await vault().drop();
  equal(databases.all.size, 0);
});

test("agreeing leaves a key, so that memory deleted by the browser is told from memory never made", async () => {
  await stores(quiet).write({ choice: AGREED }, EMPTY);
  deepEqual(await stores(quiet).read(), { ...EMPTY, choice: AGREED });
  databases.deleteDatabase("edgepersona");
  const read = await stores(quiet).read();
  deepEqual([read.memory, read.outbox], ["", ""]);
});

test("withdrawing one purpose deletes its key and record, the last one the database; in another tab at once", async () => {
  const [one, other] = [stores(quiet), stores(quiet)];
  await one.write({ choice: AGREED, memory: "AAAA", outbox: "BBBB" }, EMPTY);
  const before = await other.read();
  deepEqual([before.memory, before.outbox], ["AAAA", "BBBB"]);
  const half = '{"v":1,"measure":"on"}';
  await one.write({ choice: half, memory: null }, await one.read());
  deepEqual([[...table("keys").keys()], [...table("records").keys()]], [["outbox"], ["outbox"]]);
  equal((await other.read()).memory, null);
  await other.write({ choice: OFF, outbox: null }, await other.read());
  equal(databases.all.size, 0);
  deepEqual(await one.read(), { ...EMPTY, choice: OFF });
  equal(databases.all.size, 0, "reading makes no database");
});

test("what nobody agrees to any more goes with the next page, whoever left it", async () => {
  await stores(quiet).write({ choice: AGREED, memory: "AAAA", outbox: "BBBB" }, EMPTY);
  localStorage.setItem("ep:choice", '{"v":1,"remember":"on"}');
  equal((await stores(quiet).read()).memory, "AAAA");
  deepEqual([[...table("keys").keys()], [...table("records").keys()]], [["memory"], ["memory"]]);
  localStorage.removeItem("ep:choice");
  await stores(quiet).read();
  equal(databases.all.size, 0);
});

test("a full disk: the page goes on in its memory, and what is older does not stay", async () => {
  let troubles = 0;
  const one = stores(() => (troubles += 1));
  await one.write({ choice: AGREED, memory: "AAAA", outbox: "BBBB" }, EMPTY);
  databases.full = true;
  const texts = { memory: "CCCC", outbox: "DDDD" };
  await one.write(texts, await one.read());
  const read = await one.read();
  deepEqual([read.memory, read.outbox, troubles], ["CCCC", "", 1]);
  databases.full = false;
  const next = await stores(quiet).read();
  deepEqual([next.memory, next.outbox], ["", ""], "lost, not as it was before");
});

test("what cannot be read may have said no", async () => {
  let troubles = 0;
  await stores(quiet).write({ choice: AGREED, memory: "AAAA" }, EMPTY);
  databases.reading = false;
  equal((await stores(() => (troubles += 1)).read()).memory, "");
  equal(troubles, 1);
});

test("without WebCrypto nothing is stored, and the page goes on in its memory", async (context) => {
  context.mock.getter(globalThis.crypto, "subtle", () => undefined);
  let troubles = 0;
  const one = stores(() => (troubles += 1));
  await one.write({ choice: AGREED, memory: "AAAA", outbox: "BBBB" }, EMPTY);
  deepEqual([(await one.read()).memory, troubles, databases.all.size], ["AAAA", 1, 0]);
});
