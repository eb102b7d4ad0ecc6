// What Python may run on: the bundle that integrity.json names, signed where the page asks for it.
//
// Rules
// 1. Nothing is used unchecked: first the list and who signed it, then by SHA-384 the bundle and the scripts of
//    this build that are running already. What does not match is refused.
// 2. A page that pins a key gets a bundle which that key signed, of the page's own site, and not below the lowest
//    build that the signature or the page still accepts.
// 3. Where WebCrypto has no Ed25519, the bundle must be the very one that config.js names, and the report says so.
//    A page that pins the key itself does not rely on config.js: it stays as it is.
// 4. The list is read, and its signed text written, as `authoring/integrity.py` does.

import { hashOf } from "./hashes.js";

const BUNDLE = "bundle.msgpack";
const RUNNING = ["client.js", "config.js", "backstage.js", "blocks.js", "worker.js"];
const LONGEST = 1_000_000;
const NAME = /^[\w+-][\w.+-]*(\/[\w+-][\w.+-]*)*$/;
const HASH = /^sha384-[A-Za-z0-9+/]{64}$/;
const KEY = /^[A-Za-z0-9+/]{43}=$/;
const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/;

const map = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const number = (value) => Number.isSafeInteger(value) && value > 0;
const only = (value, names) => Object.keys(value).every((name) => names.includes(name));
const bytes = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/**
 * What a page asks of a bundle, as the fragment of the worker's address, which no server sees. `epKey` and
 * `epMinBuild` are the loader's attributes: they count before and beside what config.js says.
 */
export function pinOf({ site, trust }, { epKey: key, epMinBuild: minBuild }) {
  const keys = (key || trust?.key || "").split(" ").filter(Boolean);
  const floors = [trust?.min_build, minBuild].filter((floor) => floor != null);
  const pin = [...keys.map((one) => ["key", one]), ...floors.map((floor) => ["min", floor])];
  const bundle = (!key && trust?.bundle) || "";
  return pin.length ? `#${new URLSearchParams([...pin, ["site", site], ["bundle", bundle]])}` : "";
}

/** The list from the text of integrity.json: {files, signed}. Throws where it is none. */
export function listOf(text) {
  const { format, files, signed, ...more } = JSON.parse(text.slice(0, LONGEST));
  const fits =
    format === 1 &&
    only(more, []) &&
    map(files) &&
    [BUNDLE, ...RUNNING].every((name) => Object.hasOwn(files, name)) && // a file without a hash would go unchecked
    Object.entries(files).every(([name, hash]) => NAME.test(name) && HASH.test(hash)) &&
    (signed === undefined ||
      (map(signed) &&
        only(signed, ["site", "build", "min_build", "key", "signature"]) &&
        /^[a-z0-9][a-z0-9-]{0,39}$/.test(signed.site) &&
        number(signed.build) &&
        number(signed.min_build) &&
        KEY.test(signed.key) &&
        SIGNATURE.test(signed.signature)));
  if (!fits) throw new TypeError("integrity.json");
  return { files, signed };
}

const statement = ({ files, signed: { site, build, min_build: least, key } }) =>
  ["edgepersona integrity 1", `site ${site}`, `build ${build}`, `min-build ${least}`, `key ${key}`]
    .concat(Object.keys(files).sort().map((name) => `${files[name]} ${name}`))
    .map((line) => `${line}\n`)
    .join("");

/** Whether the list is what its key signed; null where this browser cannot tell. */
export async function holds(list) {
  let key;
  try {
    key = await crypto.subtle.importKey("raw", bytes(list.signed.key), { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    return error.name === "DataError" ? false : null;
  }
  const text = new TextEncoder().encode(statement(list));
  return crypto.subtle.verify({ name: "Ed25519" }, key, bytes(list.signed.signature), text);
}

/** Throws a code unless the list is what the pin asks for. Returns what was checked: signature, hash or none. */
async function checked(list, pin) {
  if (!pin.has("site")) return "none";
  const { signed, files } = list;
  if (!signed) throw "bundle-unsigned";
  if (!pin.getAll("key").includes(signed.key) || signed.site !== pin.get("site")) throw "bundle-signature";
  const held = await holds(list);
  const named = pin.get("bundle");
  if (held === null && !named) throw "signature-unchecked";
  if (!(held ?? files[BUNDLE] === named)) throw "bundle-signature";
  const least = Math.max(signed.min_build, ...pin.getAll("min").map(Number));
  if (!(signed.build >= least)) throw "bundle-too-old"; // a floor that is no number is above every build
  return held ? "signature" : "hash";
}

/** The bundle's bytes: those that came with the list, if they fit it. A copy of another build is fetched anew, once. */
async function bundleOf(url, early, integrity, refusal) {
  try {
    const bytes = await early;
    if ((await hashOf(bytes)) === integrity) return bytes;
  } catch {
    // what did not arrive, or cannot be told here, is asked for again
  }
  try {
    const response = await fetch(url, { integrity }).catch(() => fetch(url, { integrity, cache: "reload" }));
    return await response.arrayBuffer();
  } catch {
    const served = await fetch(url).catch(() => null);
    throw served?.ok ? refusal : "bundle-failed";
  }
}

/**
 * Checks this build from its folder. Resolves to {bundle, build}: the bundle's ArrayBuffer, and what there is to say
 * of it, {signed: "signature"|"hash"|"none", key, number, files}. Rejects with a code.
 */
export async function trusted(base, fragment) {
  const pin = new URLSearchParams(fragment.slice(1));
  const pinned = pin.has("site");
  const at = (name) => new URL(name, base);
  const early = fetch(at(BUNDLE)).then((response) => response.arrayBuffer());
  early.catch(() => {}); // told by whoever needs it
  const list = await fetch(at("integrity.json"), { cache: "no-cache" })
    .then((response) => response.text())
    .then(listOf)
    .catch(() => Promise.reject(pinned ? "bundle-unsigned" : "bundle-failed"));
  const signed = await checked(list, pin);
  const { files } = list;
  const [bundle] = await Promise.all([
    bundleOf(at(BUNDLE), early, files[BUNDLE], pinned ? "bundle-signature" : "bundle-failed"),
    ...RUNNING.map((name) =>
      fetch(at(name), { integrity: files[name], cache: "force-cache" }).catch(() => Promise.reject("file-changed"))),
  ]);
  return { bundle, build: { signed, key: list.signed?.key ?? null, number: list.signed?.build ?? null, files } };
}
