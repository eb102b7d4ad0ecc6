// The stores that are the page's own, behind one interface: texts in, texts out. What stands in them is Python's.
//
// Rules
// 1. choice is localStorage, visit sessionStorage, page this page's own memory. plan (localStorage) and next
//    (sessionStorage) are what memory and visit leave for the next first paint. memory and outbox are sealed by the
//    worker (keeper.js); here they are only ever deleted.
// 2. Storage may be blocked or full: then the text lives in this page's memory, and that is told once. What stood
//    there before is older than what was to be written, and does not stay.
// 3. Until consent is known (`memoryOnly`) the visit and the plans live in this page's memory, too; then they are written.
// 4. What is read is hostile: of a text over the bound, only that it is not whole is passed on, as an empty text.
//    What was lost may have said no.

import { agreed, forgotten } from "./choice.js";
import { vault } from "./vault.js";

export const NAMES = ["choice", "visit", "memory", "outbox", "page", "plan", "next"];
const OWN = ["choice", "visit", "page", "plan", "next"];
const AWAITING = ["visit", "plan", "next"];
const SEALED = { memory: "remember", outbox: "measure" };
const MOST = 262_144;

/** `tell` is called the first time storage does not work. */
export function stores(tell) {
  const here = new Map();
  const [local, tab] = [() => localStorage, () => sessionStorage];
  const area = { choice: local, visit: tab, plan: local, next: tab };
  const sealed = vault();
  let told = false;
  let waiting = false; // the visit may not be stored yet

  const trouble = () => {
    if (!told) tell();
    told = true;
  };

  function readOne(name) {
    if (here.has(name)) return here.get(name);
    if (name === "page") return null;
    try {
      const text = area[name]().getItem(`ep:${name}`);
      return text === null || text.length <= MOST ? text : "";
    } catch {
      trouble();
      return null;
    }
  }

  function writeOne(name, text) {
    here.delete(name);
    if (name === "page") {
      if (text !== null) here.set(name, text);
      return;
    }
    try {
      if (text === null) area[name]().removeItem(`ep:${name}`);
      else area[name]().setItem(`ep:${name}`, text);
    } catch {
      if (text !== null) here.set(name, text);
      trouble();
      try {
        if (area[name]().getItem(`ep:${name}`) !== null) area[name]().setItem(`ep:${name}`, "");
      } catch {
        // there is no storage at all
      }
    }
  }

  return {
    trouble,

    /** Whether something could not be stored since the page was loaded. */
    get refused() {
      return told;
    },

    /** All texts, null for what is not there. */
    read: () => Object.fromEntries(OWN.map((name) => [name, readOne(name)])),

    /** Writes what changed: a map from name to text, null to delete. */
    write(changed, memoryOnly = waiting) {
      for (const name of OWN) {
        if (!Object.hasOwn(changed, name)) continue;
        const text = changed[name];
        if (memoryOnly && AWAITING.includes(name) && text !== null) {
          here.set(name, text);
          waiting = true;
        } else writeOne(name, text);
      }
      if (waiting && !memoryOnly) {
        waiting = false;
        for (const name of AWAITING) if (here.has(name)) writeOne(name, here.get(name));
      }
    },

    /** Deletes what is sealed and has nobody's consent. */
    async unseal() {
      const gone = Object.keys(SEALED).filter((name) => !agreed(readOne("choice"), SEALED[name]));
      if (gone.length < Object.keys(SEALED).length) await sealed.remove(gone).catch(() => sealed.drop()).catch(trouble);
      else await sealed.drop().catch(trouble);
    },

    /** Ends this tab's visit. */
    endVisit() {
      here.delete("page");
      writeOne("visit", null);
      writeOne("next", null);
    },

    /** Deletes every store, whatever stands in it, and leaves the mark; true when all of it is gone. */
    async wipe() {
      const choice = readOne("choice");
      here.clear();
      const gone = await Promise.allSettled([
        (async () => {
          localStorage.removeItem("ep:choice");
          localStorage.setItem("ep:choice", forgotten(choice, Date.now()));
        })(),
        (async () => localStorage.removeItem("ep:plan"))(),
        ...["ep:visit", "ep:next"].map(async (name) => sessionStorage.removeItem(name)),
        sealed.drop(),
      ]);
      return gone.every((result) => result.status === "fulfilled");
    },
  };
}
