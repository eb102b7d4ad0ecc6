// Records sealed in IndexedDB: bytes in, bytes out.
//
// Rules
// 1. Each writing draws a key of its own and seals one record with it: AES-GCM, 256 bits, a fresh IV of 96 bits, the
//    record's name and this form's number as additional data. Keys are WebCrypto's and cannot be extracted.
// 2. Key and record are written, replaced and deleted together, all names of one writing in one transaction. So what
//    was forgotten is not readable from an older copy of its record either.
// 3. Sealing makes deletion simple. It does not stop this site's own scripts, malware or a copy of the disk.
// 4. A name with a key but no record holds nothing. A name without a key was deleted, by whomever: what it held is lost,
//    as is a record that its key does not open.
// 5. What is not there any more as it was last seen is not replaced: what was deleted meanwhile stays deleted, and
//    what somebody else has written meanwhile stays written.
// 6. Without WebCrypto nothing is stored. A database of another form is emptied unread, where it is an earlier one.

import { promisifyRequest as done } from "idb-keyval";

export const DATABASE = "edgepersona";
export const FORM = 2;
export const [KEYS, RECORDS] = ["keys", "records"];
const LONGEST = 2_000;

/** How a record is sealed and opened. */
export const method = (name, iv) => ({
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

/** What tells one writing of a record from another: its IV, nothing for a key alone. */
const markOf = (record) => String(record?.iv ?? "");

export function vault() {
  const seen = new Map(); // name → {mark, bytes}, of names whose key was there at the last look
  let opened = null;
  let last = Promise.resolve();
  /** Writing and deleting happen in the order they were asked for: nothing is written after it was to be deleted. */
  const inTurn = (work) => (last = last.then(work, work));

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

  async function opening(name, [key, record]) {
    if (key === undefined) return undefined;
    const mark = markOf(record);
    if (seen.get(name)?.mark === mark) return seen.get(name).bytes; // it has been opened already
    let bytes = null;
    try {
      if (record !== undefined) bytes = new Uint8Array(await crypto.subtle.decrypt(method(name, record.iv), key, record.sealed));
    } catch {
      bytes = undefined;
    }
    seen.set(name, { mark, bytes });
    return bytes;
  }

  async function sealing(name, bytes) {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    if (bytes === null) return { key, bytes };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { key, bytes, record: { iv, sealed: await crypto.subtle.encrypt(method(name, iv), key, bytes) } };
  }

  return {
    /** Whether the database is open: then it exists. */
    get open() {
      return opened !== null;
    },

    /**
     * Records' bytes by name; null where nothing is held, undefined where it is lost. What has not changed since it
     * was last read or written is the same object. Rejects where storage does not work.
     */
    async read(names) {
      const found = await within("readonly", (keys, records) =>
        Promise.all(names.map((name) => Promise.all([done(keys.get(name)), done(records.get(name))]))));
      for (const [at, [key]] of found.entries()) if (key === undefined) seen.delete(names[at]);
      return Object.fromEntries(await Promise.all(found.map(async (one, at) => [names[at], await opening(names[at], one)])));
    },

    /** Replaces records and their keys: a map from name to bytes, or null: from now on nothing is held. */
    write(changes) {
      return inTurn(async () => {
        await open();
        const sealed = await Promise.all(Object.entries(changes).map(async ([name, bytes]) => [name, await sealing(name, bytes)]));
        await within("readwrite", (keys, records) =>
          Promise.all(
            sealed.map(async ([name, { key, record, bytes }]) => {
              if (seen.has(name)) {
                const [there, before] = await Promise.all([done(keys.count(name)), done(records.get(name))]);
                if (there === 0 || markOf(before) !== seen.get(name).mark) return;
              }
              keys.put(key, name);
              if (record) records.put(record, name);
              else records.delete(name);
              seen.set(name, { mark: markOf(record), bytes });
            }),
          ));
      });
    },

    /** Deletes records and their keys. */
    remove(names) {
      return inTurn(async () => {
        await within("readwrite", async (keys, records) => {
          for (const name of names) {
            keys.delete(name);
            records.delete(name);
          }
        });
        for (const name of names) seen.delete(name);
      });
    },

    /** Deletes the database, whatever stands in it. */
    drop() {
      return inTurn(async () => {
        const database = await opened?.catch(() => null);
        database?.close();
        opened = null;
        seen.clear();
        await inTime(done(indexedDB.deleteDatabase(DATABASE)));
      });
    },
  };
}
