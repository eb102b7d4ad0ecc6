// Is what is served here what integrity.json lists, and who signed the list?
//
// Rules
// 1. Every listed file is fetched past the browser's cache and hashed; one that differs or is missing is named.
// 2. The list is read, and its signature checked, by the very code that the worker uses.
// 3. This page is itself served by the site: it finds mistakes and tampering that does not aim at it. What aims is
//    seen from outside, by `edgepersona verify`.

import { holds, listOf } from "../trusted-bundle.js";

const AT_ONCE = 4;
const base64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const anew = { cache: "no-store", credentials: "same-origin" };

/** The list, or null where there is none that can be read. */
export const listed = (base) =>
  fetch(new URL("integrity.json", base), anew).then((response) => response.text()).then(listOf).catch(() => null);

async function look(base, name, expected) {
  const row = { name, expected, found: null, state: "missing" };
  try {
    const response = await fetch(new URL(name, base), anew);
    if (!response.ok) return row;
    row.found = `sha384-${base64(await crypto.subtle.digest("SHA-384", await response.arrayBuffer()))}`;
    row.state = row.found === expected ? "same" : "differs";
  } catch {
    row.state = "unreadable";
  }
  return row;
}

/** Every file of the list: [{name, expected, found, state: "same"|"differs"|"missing"|"unreadable"}]. */
export async function compared(base, files, progress) {
  const names = Object.keys(files).sort();
  const rows = new Map();
  const waiting = [...names];
  const work = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      rows.set(name, await look(base, name, files[name]));
      progress(rows.size, names.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return names.map((name) => rows.get(name));
}

/**
 * Who signed: {state: "valid"|"invalid"|"unchecked"|"unsigned", site, build, min_build, key, fingerprint, pinned}.
 * `pinned`: whether it is the key that config.js pins; null where it pins none. `fingerprint`: the key's
 * name, as `keygen` tells it.
 */
export async function signature({ signed, files }, { trust, site }) {
  if (!signed) return { state: "unsigned", pinned: trust ? false : null };
  const held = await holds({ signed, files });
  const key = Uint8Array.from(atob(signed.key), (char) => char.charCodeAt(0));
  const { signature: _, ...said } = signed;
  return {
    state: held === null ? "unchecked" : held ? "valid" : "invalid",
    ...said,
    fingerprint: hex(await crypto.subtle.digest("SHA-256", key)).slice(0, 16),
    pinned: trust ? trust.key.split(" ").includes(signed.key) && signed.site === site : null,
    late: signed.build < Math.max(signed.min_build, trust?.min_build ?? 0),
  };
}
