// The stores, behind one interface: texts in, texts out. What stands in them is Python's.
//
// Rules
// 1. choice is localStorage, visit sessionStorage, memory and outbox sealed in the vault, page this page's own memory.
//    plan (localStorage) and next (sessionStorage) are what memory and visit leave for the next first paint.
// 2. The vault is opened only where the visitor agreed to remembering or counting. From then on it has a key for
//    what was agreed to, held or not; when nobody's consent is left the vault itself is deleted.
// 3. Storage may be blocked, full or slow to go: then the text lives in this page's memory, and that is told once.
//    What stood there before is older than what was to be written, and does not stay.
// 4. Until consent is known (`memoryOnly`) the visit and the plans live in this page's memory, too; then they are written.
// 5. What is read is hostile: of a text over the bound, and of what was agreed to and is lost, only that it is not
//    whole is passed on, as an empty text. What was lost may have said no.
// 6. A sealed text is base64 of the bytes that are sealed.

import { agreed, forgotten } from "./choice.js";
import { vault } from "./vault.js";

export const NAMES = ["choice", "visit", "memory", "outbox", "page", "plan", "next"];
const AWAITING = ["visit", "plan", "next"];
const SEALED = { memory: "remember", outbox: "measure" };
const MOST = 262_144;

const bytesOf = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const textOf = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** `trouble` is called the first time storage does not work. */
export function stores(trouble) {
  const here = new Map();
  const [local, tab] = [() => localStorage, () => sessionStorage];
  const area = { choice: local, visit: tab, plan: local, next: tab };
  const sealed = vault();
  let checked = false;
  let told = false;
  let waiting = false; // the visit may not be stored yet

  const tell = () => {
    if (!told) trouble();
    told = true;
  };

  async function unseal(name) {
    try {
      const bytes = await sealed.read(name);
      return bytes === null ? null : bytes && bytes.length <= MOST ? textOf(bytes) : "";
    } catch {
      tell();
      return "";
    }
  }

  async function readOne(name, allowed) {
    if (name in SEALED && !allowed) here.delete(name);
    if (here.has(name)) return here.get(name);
    if (name === "page" || !allowed) return null;
    if (name in SEALED) return unseal(name);
    try {
      const text = area[name]().getItem(`ep:${name}`);
      return text === null || text.length <= MOST ? text : "";
    } catch {
      tell();
      return null;
    }
  }

  /** A visit, choice or page. */
  async function writeOne(name, text) {
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
      tell();
      try {
        if (area[name]().getItem(`ep:${name}`) !== null) area[name]().setItem(`ep:${name}`, "");
      } catch {
        // there is no storage at all
      }
    }
  }

  async function sealOne(name, text) {
    here.delete(name);
    try {
      await sealed.write(name, text === null ? null : bytesOf(text));
    } catch {
      // A report kept by one page alone could be sent by another as well: what cannot be stored is not counted.
      if (name !== "outbox") here.set(name, text);
      tell();
      await sealed.remove(name).catch(() => {});
    }
  }

  async function unsealed(name) {
    here.delete(name);
    await sealed.remove(name).catch(() => sealed.drop()).catch(tell);
  }

  return {
    /** All texts, null for what is not there or may not be read. */
    async read() {
      const choice = await readOne("choice", true);
      const may = { choice: true, visit: true, plan: true, next: true, memory: agreed(choice, "remember"), outbox: agreed(choice, "measure") };
      // What was left behind, say by a cleared localStorage, has nobody's consent: it goes, once a page.
      if (!checked && !may.memory && !may.outbox) await sealed.drop().catch(() => {});
      else if (!checked) await Promise.all(Object.keys(SEALED).map((name) => may[name] || sealed.remove(name).catch(() => {})));
      checked = true;
      sealed.look();
      const entries = await Promise.all(NAMES.map(async (name) => [name, await readOne(name, may[name])]));
      return { ...Object.fromEntries(entries), choice };
    },

    /** Writes what changed: a map from name to text, null to delete. `before` is what `read` gave. */
    async write(changed, before, memoryOnly = false) {
      for (const name of NAMES) {
        if (name in SEALED || !Object.hasOwn(changed, name)) continue;
        const text = changed[name];
        if (memoryOnly && AWAITING.includes(name) && text !== null) {
          here.set(name, text);
          waiting = true;
        } else await writeOne(name, text);
      }
      if (waiting && !memoryOnly) {
        waiting = false;
        for (const name of AWAITING) if (here.has(name)) await writeOne(name, here.get(name));
      }
      const after = { ...before, ...changed };
      const had = Object.values(SEALED).some((purpose) => agreed(before.choice, purpose));
      if (!Object.values(SEALED).some((purpose) => agreed(after.choice, purpose))) {
        for (const name in SEALED) here.delete(name);
        if (had || sealed.open) await sealed.drop().catch(tell);
        return;
      }
      for (const [name, purpose] of Object.entries(SEALED)) {
        const was = agreed(before.choice, purpose);
        if (!agreed(after.choice, purpose)) await (was ? unsealed(name) : null);
        else if (!was || Object.hasOwn(changed, name)) await sealOne(name, after[name]);
      }
    },

    /** Ends this tab's visit. */
    async endVisit() {
      here.delete("page");
      await writeOne("visit", null);
      await writeOne("next", null);
    },

    /** Deletes every store, whatever stands in it, and leaves the mark; true when all of it is gone. */
    async wipe() {
      const choice = await readOne("choice", true);
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
