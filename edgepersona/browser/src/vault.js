// Records sealed in IndexedDB: bytes in, bytes out.
//
// Rules
// 1. Each writing draws a key of its own and seals one record with it: AES-GCM, 256 bits, a fresh IV of 96 bits, the
//    record's name and this form's number as additional data. Keys are WebCrypto's and cannot be extracted.
// 2. Key and record are written, replaced and deleted together, in one transaction. So what was forgotten is not
//    readable from an older copy of its record either.
// 3. Sealing makes deletion simple. It does not stop this site's own scripts, malware or a copy of the disk.
// 4. A name with a key but no record holds nothing. A name without a key was deleted, by whomever: what it held is lost,
//    as is a record that its key does not open.
// 5. A key that is gone since it was last seen is not replaced: what was deleted meanwhile stays deleted.
// 6. Without WebCrypto nothing is stored. A database of another form is emptied unread, where it is an earlier one.

import { promisifyRequest as done } from "idb-keyval";

const DATABASE = "edgepersona";
const FORM = 2;
const [KEYS, RECORDS] = ["keys", "records"];
const LONGEST = 2_000;

const method = (name, iv) => ({
  name: "AES-GCM",
  iv,
  additionalData: new TextEncoder().encode(`${DATABASE} ${name} ${FORM}`),
});

function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("storage does not answer")), LONGEST);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function vault() {
  const seen = new Set(); // names whose key was there at the last look
  let opened = null;

  const open = () =>
    (opened ??= inTime(
      new Promise((resolve, reject) => {
        if (!globalThis.crypto?.subtle) throw new Error("this browser cannot seal here");
        const request = indexedDB.open(DATABASE, FORM);
        request.onupgradeneeded = () => {
          const { result } = request;
          for (const name of [...result.objectStoreNames]) result.deleteObjectStore(name);
          for (const name of [KEYS, RECORDS]) result.createObjectStore(name);
        };
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

  const within = (mode, work) =>
    open().then((database) => {
      const transaction = database.transaction([KEYS, RECORDS], mode);
      const finished = done(transaction);
      const working = work(transaction.objectStore(KEYS), transaction.objectStore(RECORDS));
      return inTime(Promise.all([working, finished])).then(([result]) => result);
    });

  return {
    /** Whether the database is open: then it exists. */
    get open() {
      return opened !== null;
    },

    /** A new look at what is stored begins. */
    look() {
      seen.clear();
    },

    /** A record's bytes; null where nothing is held, undefined where it is lost. Rejects where storage does not work. */
    async read(name) {
      const [key, record] = await within("readonly", (keys, records) =>
        Promise.all([done(keys.get(name)), done(records.get(name))]));
      if (key === undefined) return undefined;
      seen.add(name);
      if (record === undefined) return null;
      try {
        return new Uint8Array(await crypto.subtle.decrypt(method(name, record.iv), key, record.sealed));
      } catch {
        return undefined;
      }
    },

    /** Replaces a record and its key; null: from now on nothing is held. */
    async write(name, bytes) {
      await open();
      const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const record = bytes && { iv, sealed: await crypto.subtle.encrypt(method(name, iv), key, bytes) };
      await within("readwrite", async (keys, records) => {
        if (seen.has(name) && (await done(keys.count(name))) === 0) return;
        keys.put(key, name);
        if (record) records.put(record, name);
        else records.delete(name);
        seen.add(name);
      });
    },

    /** Deletes a record and its key. */
    async remove(name) {
      await within("readwrite", async (keys, records) => {
        keys.delete(name);
        records.delete(name);
      });
      seen.delete(name);
    },

    /** Deletes the database, whatever stands in it. */
    async drop() {
      const database = await opened?.catch(() => null);
      database?.close();
      opened = null;
      seen.clear();
      await inTime(done(indexedDB.deleteDatabase(DATABASE)));
    },
  };
}
