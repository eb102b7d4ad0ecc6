// The vault: sealed records, and what happens when key, record or database is gone, damaged or another's.
import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { vault } from "../../edgepersona/browser/src/vault.js";
import { Databases } from "./databases.js";

const BYTES = new TextEncoder().encode("commuting every day");
let databases;
beforeEach(() => {
  globalThis.indexedDB = databases = new Databases();
});

const table = (name) => databases.all.get("edgepersona").stores.get(name);

test("a record comes back, and stands there sealed under a key that cannot be taken out", async () => {
  const one = vault();
  await one.write({ memory: BYTES });
  deepEqual((await vault().read(["memory"])).memory, BYTES);
  const key = table("keys").get("memory");
  deepEqual([key.algorithm.name, key.algorithm.length, key.extractable], ["AES-GCM", 256, false]);
  await rejects(crypto.subtle.exportKey("raw", key));
  const { iv, sealed, ...more } = table("records").get("memory");
  deepEqual([iv.length, sealed.byteLength, more], [12, BYTES.length + 16, {}]);
  ok(!Buffer.from(sealed).includes("commuting"));
});

test("each writing has a key and an IV of its own, and the old key does not open the new record", async () => {
  const one = vault();
  await one.write({ memory: BYTES });
  const [key, record] = [table("keys").get("memory"), table("records").get("memory")];
  await one.write({ memory: BYTES });
  const next = table("records").get("memory");
  notDeepEqual(next.iv, record.iv);
  notDeepEqual(new Uint8Array(next.sealed), new Uint8Array(record.sealed));
  table("keys").set("memory", key);
  equal((await vault().read(["memory"])).memory, undefined);
});

test("a record under another's name, of another form, or damaged is lost", async () => {
  const one = vault();
  await one.write({ memory: BYTES });
  const [key, record] = [table("keys").get("memory"), table("records").get("memory")];
  table("keys").set("outbox", key);
  table("records").set("outbox", record);
  equal((await vault().read(["outbox"])).outbox, undefined);
  for (const damaged of [{}, 7, "text", { ...record, sealed: record.sealed.slice(1) }, { ...record, iv: new Uint8Array(12) }]) {
    table("records").set("memory", damaged);
    equal((await vault().read(["memory"])).memory, undefined);
  }
  table("records").set("memory", record);
  deepEqual((await vault().read(["memory"])).memory, BYTES);
});

test("a key without a record holds nothing; a record without a key is lost", async () => {
  const one = vault();
  equal((await one.read(["memory"])).memory, undefined);
  await one.write({ memory: null });
  equal((await one.read(["memory"])).memory, null);
  await one.write({ memory: BYTES });
  table("keys").delete("memory");
  equal((await one.read(["memory"])).memory, undefined);
});

test("what was deleted since it was read is not written again; after a new look it is", async () => {
  const [one, other] = [vault(), vault()];
  await one.write({ memory: BYTES });
  await one.read(["memory"]);
  await other.drop();
  await one.write({ memory: BYTES });
  deepEqual([table("keys").size, table("records").size], [0, 0]);
  await one.read(["memory"]);
  await one.write({ memory: BYTES });
  deepEqual((await other.read(["memory"])).memory, BYTES);
});

test("an earlier form is emptied unread, a later one is left alone until it is deleted", async () => {
  databases.all.set("edgepersona", { version: 1, stores: new Map([["texts", new Map([["memory", "plain"]])]]) });
  equal((await vault().read(["memory"])).memory, undefined);
  deepEqual([...databases.all.get("edgepersona").stores.keys()], ["keys", "records"]);
  databases.all.get("edgepersona").version = 3;
  await rejects(vault().read(["memory"]));
  await rejects(vault().write({ memory: BYTES }));
  await vault().drop();
  equal(databases.all.size, 0);
});

test("what another has written since it was read is not written over; what has not changed is read once", async () => {
  const [one, other] = [vault(), vault()];
  await one.write({ memory: BYTES, outbox: null });
  const { memory, outbox } = await other.read(["memory", "outbox"]);
  equal((await other.read(["memory"])).memory, memory, "the same object");
  equal(outbox, null);
  await one.write({ memory: new Uint8Array([1]), outbox: null });
  await other.write({ memory: new Uint8Array([2]) });
  deepEqual((await vault().read(["memory"])).memory, new Uint8Array([1]));
  await other.read(["memory"]);
  await other.write({ memory: new Uint8Array([2]) });
  deepEqual((await vault().read(["memory"])).memory, new Uint8Array([2]));
});

test("what is to be deleted is deleted after what was to be written, in the order it was asked for", async () => {
  const one = vault();
  await Promise.all([one.write({ memory: BYTES, outbox: BYTES }), one.remove(["memory"])]);
  deepEqual([[...table("keys").keys()], [...table("records").keys()]], [["outbox"], ["outbox"]]);
  await Promise.all([one.write({ memory: BYTES }), one.drop()]);
  equal(databases.all.size, 0);
});
