// Everything a browser holds for this origin, as it lies there.
//
// Rules
// 1. It only looks: no database is created or upgraded, nothing is written or deleted, no store is read through code
//    that would tidy it up.
// 2. Whose an entry is, is told by its name: `ours` is what this SDK writes (INVENTORY, all of it), `others` is anybody
//    else's, and `stranger` what bears our name and is none of ours.
// 3. Of others' entries only names and sizes are told. What is ours is unsealed and shown whole.
// 4. A tab's sessionStorage is its own: that of the inspected tab is read, with all the rest of the origin's.

import { promisifyRequest as done } from "idb-keyval";
import { DATABASE, FORM, KEYS, method, RECORDS } from "../vault.js";

const SEALED = ["memory", "outbox"];
const INVENTORY = {
  localStorage: ["ep:choice", "ep:plan"],
  sessionStorage: ["ep:visit", "ep:next", "ep:left", "ep:boot"],
  indexedDB: [DATABASE],
};
const OUR_NAME = /^\W*(ep[:_.-]|edgepersona)/i;
const encoder = new TextEncoder();
const sizeOf = (text) => encoder.encode(text).length;
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));

const whose = (area, name) =>
  INVENTORY[area]?.includes(name) ? "ours" : OUR_NAME.test(name) ? "stranger" : "others";

function texts(area, storage) {
  return Array.from({ length: storage.length }, (_, place) => storage.key(place)).map((name) => {
    const [text, owner] = [storage.getItem(name) ?? "", whose(area, name)];
    return { area, name, whose: owner, size: sizeOf(name) + sizeOf(text), text: owner === "others" ? null : text };
  });
}

async function unsealed(name, key, record) {
  try {
    return base64(await crypto.subtle.decrypt(method(name, record.iv), key, record.sealed));
  } catch {
    return ""; // its key does not open it
  }
}

/** The database of the vault: each record with its key, and whatever else stands in it. */
async function vault(version) {
  const opened = indexedDB.open(DATABASE);
  opened.onupgradeneeded = () => opened.transaction.abort(); // it went meanwhile: none is made
  const database = await done(opened);
  const held = new Map();
  try {
    const names = [...database.objectStoreNames];
    const reading = names.length > 0 && database.transaction(names);
    for (const table of names) {
      const store = reading.objectStore(table);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      keys.forEach((name, place) => held.set(`${table}/${String(name)}`, values[place]));
    }
  } finally {
    database.close();
  }
  const entries = [];
  const expected = SEALED.flatMap((name) => [`${KEYS}/${name}`, `${RECORDS}/${name}`]);
  for (const [place, value] of held) {
    const name = `${DATABASE}/${place}`;
    const [table, of] = place.split("/");
    const entry = { area: "indexedDB", name, whose: "ours", size: 0, text: null };
    entries.push(entry);
    if (!expected.includes(place) || version !== FORM) entry.whose = "stranger";
    else if (table === KEYS) {
      const kept = value instanceof CryptoKey && !value.extractable;
      entry.note = kept ? "a key that cannot be extracted" : "not a key, or one that can be extracted";
      if (!kept) entry.whose = "stranger";
    } else {
      entry.size = value?.sealed?.byteLength ?? 0;
      entry.text = await unsealed(of, held.get(`${KEYS}/${of}`), value);
      entry.note = entry.text ? "sealed; opened with its key" : "sealed; its key does not open it";
      if (Object.keys(Object(value)).some((part) => !["iv", "sealed"].includes(part))) entry.whose = "stranger";
    }
  }
  return entries;
}

async function databases() {
  if (!indexedDB.databases) return [{ area: "indexedDB", name: "", whose: "others", size: null, note: "this browser does not list databases" }];
  const found = await indexedDB.databases();
  const lists = await Promise.all(
    found.map(({ name, version }) =>
      whose("indexedDB", name) === "ours"
        ? vault(version)
        : [{ area: "indexedDB", name, whose: whose("indexedDB", name), size: null, note: `version ${version}` }]),
  );
  return lists.flat();
}

/** Kept files: those of this build are the listed ones; of an earlier build they bear their own hash in their name. */
async function cached(base, files) {
  const prefix = `edgepersona ${base.pathname} `;
  const entries = [];
  for (const cache of (await globalThis.caches?.keys()) ?? []) {
    const open = await caches.open(cache);
    for (const request of await open.keys()) {
      const entry = { area: "CacheStorage", name: `${cache} → ${request.url}`, whose: whose("CacheStorage", cache), size: null };
      entries.push(entry);
      if (!cache.startsWith(prefix)) continue;
      const bytes = await (await open.match(request)).arrayBuffer();
      const name = request.url.startsWith(base.href) ? request.url.slice(base.href.length) : "";
      const [listed, own] = await Promise.all(["SHA-384", "SHA-256"].map((kind) => crypto.subtle.digest(kind, bytes)));
      const same = files?.[name] === `sha384-${base64(listed)}`;
      const earlier = !Object.hasOwn(files ?? {}, name) && hex(own).startsWith(/^runtime\/\w+-([0-9a-f]{16})\.\w+$/.exec(name)?.[1] ?? "-");
      Object.assign(entry, { size: bytes.byteLength, whose: same || earlier ? "ours" : "stranger" });
      entry.note = same ? "as listed" : earlier ? "of an earlier build, as its name says" : "not a file of a build";
    }
  }
  return entries;
}

async function opfs() {
  const entries = [];
  const top = await navigator.storage?.getDirectory?.();
  for await (const [name, { kind }] of top?.entries?.() ?? []) {
    entries.push({ area: "OPFS", name, whose: whose("OPFS", name), size: null, note: kind });
  }
  return entries;
}

const cookies = () =>
  document.cookie.split("; ").filter(Boolean).map((cookie) => {
    const [name] = cookie.split("=");
    return { area: "cookie", name, whose: whose("cookie", name), size: sizeOf(cookie) };
  });

async function workers() {
  const found = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  return found.map(({ scope, active }) => ({
    area: "service worker", name: scope, whose: "others", size: null, note: active?.scriptURL ?? "not active",
  }));
}

/** A storage that cannot be looked into is told as such, never left out. */
const attempt = async (area, look) => {
  try {
    return await look();
  } catch (error) {
    return [{ area, name: "", whose: "others", size: null, note: `cannot be read here: ${error.name}` }];
  }
};

/**
 * `tab`: the window whose sessionStorage is looked at; `files`: name → hash, of integrity.json, or null. Resolves to
 * {entries: [{area, name, whose, size, note?, text?}], stores, left}: all of it, and what the core is to read.
 */
export async function storage(base, tab, files) {
  const lists = await Promise.all([
    attempt("localStorage", () => texts("localStorage", localStorage)),
    attempt("sessionStorage", () => texts("sessionStorage", tab.sessionStorage)),
    attempt("indexedDB", databases),
    attempt("CacheStorage", () => cached(base, files)),
    attempt("cookie", cookies),
    attempt("OPFS", opfs),
    attempt("service worker", workers),
  ]);
  const entries = lists.flat();
  const text = (area, name) => entries.find((entry) => entry.area === area && entry.name === name)?.text ?? null;
  const record = (name) => text("indexedDB", `${DATABASE}/${RECORDS}/${name}`);
  return {
    entries,
    stores: {
      choice: text("localStorage", "ep:choice"),
      plan: text("localStorage", "ep:plan"),
      visit: text("sessionStorage", "ep:visit"),
      next: text("sessionStorage", "ep:next"),
      memory: record("memory"),
      outbox: record("outbox"),
      page: null,
    },
    left: text("sessionStorage", "ep:left"),
  };
}
