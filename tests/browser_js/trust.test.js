// What a bundle must be: the list, who signed it, and every byte of both.
import { deepEqual, equal, rejects } from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { pinOf, trusted } from "../../edgepersona/browser/src/trusted-bundle.js";

const { subtle } = crypto;
const base64 = (buffer) => Buffer.from(buffer).toString("base64");
const NAMES = ["backstage.js", "blocks.js", "bundle.msgpack", "client.js", "config.js", "words/de.json", "worker.js"];
const OTHER = base64(new Uint8Array(32));

/** A signed build as `edgepersona build` writes it, in memory: name → bytes; `integrity.json` is written last. */
async function build({ number = 7, least = 5, site = "shop", keys } = {}) {
  const { publicKey, privateKey } = keys;
  const key = base64(await subtle.exportKey("raw", publicKey));
  const folder = new Map(NAMES.map((name) => [name, Buffer.from(`the bytes of ${name}`)]));
  const files = {};
  for (const name of NAMES) files[name] = `sha384-${base64(await subtle.digest("SHA-384", folder.get(name)))}`;
  const text = ["edgepersona integrity 1", `site ${site}`, `build ${number}`, `min-build ${least}`, `key ${key}`]
    .concat(NAMES.map((name) => `${files[name]} ${name}`), "").join("\n");
  const signature = base64(await subtle.sign("Ed25519", privateKey, Buffer.from(text)));
  const list = { format: 1, signed: { site, build: number, min_build: least, key, signature }, files };
  const write = (changed) => folder.set("integrity.json", Buffer.from(JSON.stringify(changed)));
  write(list);
  const config = { site: "shop", trust: { key, min_build: least, bundle: files["bundle.msgpack"] } };
  return { folder, list, write, key, config };
}

/** fetch() as a browser does it, the check of `integrity` included; `asked` notes what was asked for, and how. */
function serve(folder, asked = []) {
  globalThis.fetch = async (url, { integrity = "", cache = "default" } = {}) => {
    const name = new URL(url).pathname.slice(1);
    asked.push(`${cache} ${name}`);
    const body = folder.get(name);
    const bytes = body ?? Buffer.from("not found");
    if (integrity) {
      const hash = `sha384-${base64(await subtle.digest("SHA-384", bytes))}`;
      if (hash !== integrity) throw new TypeError("Failed to fetch");
    }
    return new Response(bytes, { status: body ? 200 : 404 });
  };
  return asked;
}

const BASE = new URL("https://shop.example/");
const ask = ({ config }, page = {}) => trusted(BASE, pinOf(config, page));
const refuses = (built, code, page) => rejects(ask(built, page), (error) => (equal(error, code), true));

let keys;
let signed;
beforeEach(async () => {
  keys = await subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  signed = await build({ keys });
  serve(signed.folder);
});

test("a signed build is taken, and said to be", async () => {
  const asked = serve(signed.folder);
  const { bundle, build: said } = await ask(signed);
  equal(Buffer.from(bundle).toString(), "the bytes of bundle.msgpack");
  deepEqual(said, { signed: "signature", key: signed.key, number: 7, files: signed.list.files });
  deepEqual(asked, ["default bundle.msgpack", "no-cache integrity.json",
    "force-cache client.js", "force-cache config.js", "force-cache backstage.js", "force-cache blocks.js", "force-cache worker.js"]);
});

test("without a pin nothing is asked of the signature, and the hashes hold all the same", async () => {
  const open = { config: { site: "shop", trust: null } };
  equal(pinOf(open.config, {}), "");
  equal((await ask(open)).build.signed, "none");
  const { signed: _, ...unsigned } = signed.list;
  signed.write(unsigned);
  equal((await ask(open)).build.signed, "none");
  await refuses(signed, "bundle-unsigned");
  for (const [name, code] of [["bundle.msgpack", "bundle-failed"], ["client.js", "file-changed"], ["config.js", "file-changed"],
    ["worker.js", "file-changed"]]) {
    const before = signed.folder.get(name);
    signed.folder.set(name, Buffer.concat([before, Buffer.from(" ")]));
    await refuses(open, code);
    signed.folder.set(name, before);
  }
  signed.folder.delete("integrity.json");
  await refuses(open, "bundle-failed");
});

test("any changed byte of the list or the bundle is refused", async () => {
  const list = signed.folder.get("integrity.json");
  for (let at = 0; at < list.length; at++) {
    const changed = Buffer.from(list);
    changed[at] ^= 1 + (at % 127);
    signed.folder.set("integrity.json", changed);
    // A base64 digit before the padding can change without changing a byte it stands for: then it is the same list.
    const same = () => {
      try {
        const { signed: now } = JSON.parse(changed);
        return now.key === signed.key && base64(Buffer.from(now.signature, "base64")) === signed.list.signed.signature;
      } catch {
        return false;
      }
    };
    await ask(signed).then(() => equal(same(), true, `byte ${at}`), (code) => equal(typeof code, "string", `byte ${at}: ${code}`));
  }
  signed.folder.set("integrity.json", list);
  const bundle = signed.folder.get("bundle.msgpack");
  for (let at = 0; at < bundle.length; at++) {
    const changed = Buffer.from(bundle);
    changed[at] ^= 1 + (at % 127);
    signed.folder.set("bundle.msgpack", changed);
    await refuses(signed, "bundle-signature");
  }
  signed.folder.set("bundle.msgpack", bundle.subarray(1));
  await refuses(signed, "bundle-signature");
  signed.folder.delete("bundle.msgpack");
  await refuses(signed, "bundle-failed");
});

test("a build is refused below a floor, and for nothing else about its number", async () => {
  for (const [number, least, floor, page, code] of [
    [7, 7, 7, {}, null],
    [7, 1, 7, {}, null],
    [7, 8, 1, {}, "bundle-too-old"],
    [7, 1, 8, {}, "bundle-too-old"],
    [7, 1, 1, { epMinBuild: "8" }, "bundle-too-old"],
    [7, 1, 1, { epMinBuild: "7" }, null],
    [7, 1, 1, { epMinBuild: "x" }, "bundle-too-old"],
    [9, 1, 7, {}, null],
  ]) {
    const built = await build({ keys, number, least });
    serve(built.folder);
    built.config.trust.min_build = floor;
    if (code) await refuses(built, code, page);
    else equal((await ask(built, page)).build.number, number);
  }
});

test("another key, another site, another page's key", async () => {
  await refuses(signed, "bundle-signature", { epKey: OTHER });
  equal((await ask(signed, { epKey: `${OTHER}  ${signed.key}` })).build.signed, "signature");
  await refuses({ config: { ...signed.config, site: "shop2" } }, "bundle-signature");
  const elsewhere = await build({ keys, site: "shop2" });
  serve(elsewhere.folder);
  await refuses(elsewhere, "bundle-signature");
  const strange = await build({ keys: await subtle.generateKey("Ed25519", true, ["sign", "verify"]) });
  serve(strange.folder);
  await refuses(signed, "bundle-signature");
});

test("a page's floor alone asks for a signature too", () => refuses({ config: { site: "shop", trust: null } }, "bundle-signature", { epMinBuild: "1" }));

test("a list with more or less in it than the signature covers is none", async () => {
  const { list } = signed;
  for (const changed of [
    { ...list, more: 1 },
    { ...list, format: 2 },
    { ...list, files: [] },
    { ...list, files: { ...list.files, "../x.js": list.files["client.js"] } },
    { ...list, files: { ...list.files, "x y": list.files["client.js"] } },
    { ...list, files: { ...list.files, "client.js": "sha384-" } },
    { ...list, files: { ...list.files, "client.js": undefined } },
    { ...list, signed: { ...list.signed, more: 1 } },
    { ...list, signed: { ...list.signed, build: "7" } },
    { ...list, signed: { ...list.signed, build: 7.5 } },
    { ...list, signed: null },
    [],
    null,
  ]) {
    signed.write(changed);
    await refuses(signed, "bundle-unsigned");
  }
});

test("where there is no Ed25519 the bundle is the one that config.js names, or none", async (t) => {
  t.mock.method(subtle, "importKey", async () => {
    throw new DOMException("Unrecognized name", "NotSupportedError");
  });
  equal((await ask(signed)).build.signed, "hash");
  const later = await build({ keys, number: 8 });
  later.folder.set("bundle.msgpack", Buffer.from("other"));
  later.list.files["bundle.msgpack"] = `sha384-${base64(await subtle.digest("SHA-384", Buffer.from("other")))}`;
  later.write(later.list);
  serve(later.folder);
  await refuses(signed, "bundle-signature");
  serve(signed.folder);
  await refuses(signed, "signature-unchecked", { epKey: signed.key });
  await refuses(signed, "bundle-too-old", { epMinBuild: "8" });
});

test("a copy that the browser kept from another build is fetched anew", async () => {
  const stale = new Map(signed.folder);
  const asked = serve(signed.folder);
  const real = globalThis.fetch;
  stale.set("bundle.msgpack", Buffer.from("of another build"));
  globalThis.fetch = (url, how) =>
    new URL(url).pathname === "/bundle.msgpack" && how?.cache !== "reload" ? Promise.reject(new TypeError("Failed to fetch")) : real(url, how);
  equal((await ask(signed)).build.number, 7);
  equal(asked.includes("reload bundle.msgpack"), true);
});
