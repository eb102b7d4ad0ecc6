// The stores, behind one interface: texts in, texts out. What stands in them is Python's.
//
// Rules
// 1. choice is localStorage, visit sessionStorage, memory and outbox IndexedDB, page this page's own memory. plan
//    (localStorage) and next (sessionStorage) are what memory and visit leave for the next first paint.
// 2. The database is opened only where the visitor agreed to remembering or counting, or Python asks to
//    write; when both texts are gone the database itself is deleted.
// 3. Storage may be blocked, full or slow to go: then the text lives in this page's memory, and that is told once.
// 4. Until consent is known (`memoryOnly`) the visit, too, lives in this page's memory; then it is written.
// 5. What is read is hostile: a text over the bound is not passed on, only that there was something.

import { del, get, set } from "idb-keyval";
import { agreed } from "./choice.js";

export const NAMES = ["choice", "visit", "memory", "outbox", "page", "plan", "next"];
const DATABASE = "edgepersona";
const MOST = 262_144;
const LONGEST = 2_000;

function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("storage does not answer")), LONGEST);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** `trouble` is called the first time storage does not work. */
export function stores(trouble) {
  const here = new Map();
  const [local, tab] = [() => localStorage, () => sessionStorage];
  const area = { choice: local, visit: tab, plan: local, next: tab };
  let opened = null;
  let checked = false;
  let told = false;
  let waiting = false; // the visit may not be stored yet

  const tell = () => {
    if (!told) trouble();
    told = true;
  };

  const open = () =>
    (opened ??= inTime(
      new Promise((resolve, reject) => {
        const request = indexedDB.open(DATABASE, 1);
        request.onupgradeneeded = () => request.result.createObjectStore("texts");
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const database = request.result;
          // Another tab deletes the database: give way, or its deletion waits for this tab to close.
          database.onversionchange = database.onclose = () => {
            database.close();
            opened = null;
          };
          resolve(database);
        };
      }),
    ).catch((error) => {
      opened = null;
      throw error;
    }));
  const table = (mode, use) => open().then((database) => use(database.transaction("texts", mode).objectStore("texts")));

  async function drop() {
    const database = await opened?.catch(() => null);
    database?.close();
    opened = null;
    await inTime(
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(DATABASE);
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      }),
    );
  }

  async function readOne(name, allowed) {
    if (here.has(name)) return here.get(name);
    if (name === "page" || !allowed) return null;
    try {
      const text = name in area ? area[name]().getItem(`ep:${name}`) : await inTime(get(name, table));
      if (text == null) return null;
      return typeof text === "string" && text.length <= MOST ? text : "";
    } catch {
      tell();
      return null;
    }
  }

  async function writeOne(name, text) {
    here.delete(name);
    try {
      if (name === "page") throw null;
      if (name in area) {
        if (text === null) area[name]().removeItem(`ep:${name}`);
        else area[name]().setItem(`ep:${name}`, text);
      } else if (text !== null) {
        await inTime(set(name, text, table));
      } else if (opened) {
        await inTime(del(name, table));
      }
    } catch (error) {
      // A report kept by one page alone could be sent by another as well: what cannot be stored is not counted.
      if (text !== null && name !== "outbox") here.set(name, text);
      if (error) tell();
    }
  }

  return {
    /** All texts, null for what is not there or may not be read. */
    async read() {
      const choice = await readOne("choice", true);
      const may = { choice: true, visit: true, plan: true, next: true, memory: agreed(choice, "remember"), outbox: agreed(choice, "measure") };
      // A database left behind, say by a cleared localStorage, has nobody's consent: it goes, once a page.
      if (!checked && !may.memory && !may.outbox) await drop().catch(() => {});
      checked = true;
      const entries = await Promise.all(NAMES.map(async (name) => [name, await readOne(name, may[name])]));
      return { ...Object.fromEntries(entries), choice };
    },

    /** Writes what changed: a map from name to text, null to delete. `before` is what `read` gave. */
    async write(changed, before, memoryOnly = false) {
      for (const name of NAMES) {
        if (!Object.hasOwn(changed, name)) continue;
        const text = changed[name];
        if (memoryOnly && name === "visit" && text !== null) {
          here.set(name, text);
          waiting = true;
        } else await writeOne(name, text);
      }
      if (waiting && !memoryOnly) {
        waiting = false;
        if (here.has("visit")) await writeOne("visit", here.get("visit"));
      }
      const after = { ...before, ...changed };
      const left = after.memory ?? after.outbox;
      const agreedTo = agreed(after.choice, "remember") || agreed(after.choice, "measure");
      const emptied = (before.memory ?? before.outbox) !== null || (opened !== null && !agreedTo);
      if (left === null && emptied) await drop().catch(tell);
    },

    /** Ends this tab's visit. */
    async endVisit() {
      here.delete("page");
      await writeOne("visit", null);
      await writeOne("next", null);
    },

    /** Deletes every store, whatever stands in it; true when all of it is gone. */
    async wipe() {
      here.clear();
      const gone = await Promise.allSettled([
        ...["ep:choice", "ep:plan"].map(async (name) => localStorage.removeItem(name)),
        ...["ep:visit", "ep:next"].map(async (name) => sessionStorage.removeItem(name)),
        drop(),
      ]);
      return gone.every((result) => result.status === "fulfilled");
    },
  };
}
