// The worker in which Python runs, for one page or, as a SharedWorker, for all of a site's.
//
// Rules
// 1. Everything is loaded from this build's own folder, at once, and has to match the hash it was built with.
// 2. It sends nothing. What is sealed it holds itself (keeper.js); all else that Python may know, the time included,
//    comes in with each request.
// 3. Messages have fixed shapes. In: {id, request}, with `choice`, `stores` and `begins` where the stores are asked for,
//    else complete in itself; {wrote}, {away}, {back}, {beat} and {keep}. Out: {booted, build, gpc}, {failed, code},
//    {alone}, {beat} and those of keeper.js.
// 4. The first start is from modules. `keep` then puts the interpreter and a picture of its memory into
//    CacheStorage, so that the next start needs neither network nor imports; whatever is wrong with them, they go,
//    and the start is from modules again.

import create from "#glue";
import { hashOf } from "./hashes.js";
import { keeper } from "./keeper.js";
import { doors, interpreter } from "./python.js";
import { trusted } from "./trusted-bundle.js";

/* global RUNTIME -- {wasm, modules, memory}, each {file, integrity}; the build writes it in */
const HERE = new URL("./", import.meta.url);
const PREFIX = `edgepersona ${HERE.pathname} `;
const STORE = `${PREFIX}${RUNTIME.memory.file}`;
const KEPT_BUILDS = 2;
const REST = 5_000; // ms

const addressOf = ({ file }) => new URL(`runtime/${file}`, HERE).href;

async function fetched(file) {
  const response = await fetch(addressOf(file), { integrity: file.integrity });
  if (!response.ok) throw new Error(`${file.file}: ${response.status}`);
  return response;
}

const bytesOf = async (response) => new Uint8Array(await (await response).arrayBuffer());

/** What is kept of a file, as a Response; throws where there is none. */
async function kept(file) {
  const response = await caches.match(addressOf(file), { cacheName: STORE });
  if (!response) throw new Error("not kept");
  return response;
}

/** The bytes of a file, if they are those it was built with. */
async function checked(response, { integrity }) {
  const bytes = await bytesOf(response);
  if ((await hashOf(bytes)) !== integrity) throw new Error("another file than was built");
  return bytes;
}

/** A host that sends another type than application/wasm costs time, not Python. */
const compiled = async (response) =>
  response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());

const starting = (wasm, how) =>
  interpreter({
    create,
    instantiate: async (imports) => [await WebAssembly.instantiate(await wasm, imports), await wasm],
    ...how,
  });

async function fromPicture() {
  const [wasm, memory] = await Promise.all([kept(RUNTIME.wasm), kept(RUNTIME.memory)]);
  const intact = checked(wasm.clone(), RUNTIME.wasm);
  const [module, picture] = [compiled(wasm), checked(memory, RUNTIME.memory)];
  for (const one of [intact, module, picture]) one.catch(() => {}); // whichever fails first is told
  await intact;
  const python = doors(await starting(module, { memory: await picture }));
  python.restored();
  return python;
}

/** The interpreter from the host, compiled while it arrives; it is hashed meanwhile, and given out if it is ours. */
async function arriving() {
  if (!crypto.subtle) return compiled(await fetched(RUNTIME.wasm)); // the browser checks all of it, and then compiles
  const response = await fetched({ file: RUNTIME.wasm.file });
  const intact = checked(response.clone(), RUNTIME.wasm);
  const [module] = await Promise.all([compiled(response), intact]);
  return module;
}

async function fromModules() {
  const module = arriving();
  const modules = bytesOf(fetched(RUNTIME.modules));
  for (const one of [module, modules]) one.catch(() => {});
  return doors(await starting(module, { modules: await modules }));
}

async function boot() {
  const starting = fromPicture().catch(() => {
    forget();
    return fromModules().catch(() => Promise.reject("boot-failed"));
  });
  const [ready, { bundle, build }] = await Promise.all([starting, trusted(HERE, self.location.hash)]);
  try {
    ready.start(new Uint8Array(bundle));
  } catch {
    throw "bundle-failed";
  }
  python = ready;
  stores = keeper(python, () => fail("boot-failed"), shared ? REST : undefined);
  tell({ booted: true, build, gpc: navigator.globalPrivacyControl === true });
}

async function forget() {
  try {
    await caches.delete(STORE);
  } catch {
    // storage that is blocked holds nothing
  }
}

/** Puts this build's files where the next start finds them; two builds stay, older ones go. */
async function keep() {
  try {
    const store = await caches.open(STORE);
    for (const file of [RUNTIME.wasm, RUNTIME.memory]) {
      if (!(await store.match(addressOf(file)))) await store.put(addressOf(file), await fetched(file));
    }
    const builds = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== STORE);
    await Promise.all(builds.slice(0, Math.max(0, builds.length - KEPT_BUILDS + 1)).map((name) => caches.delete(name)));
  } catch {
    await forget(); // half of it is of no use
  }
}

let python = null;
let stores = null;
let state = null; // what a page is told that comes later
let keeping = null;
const pages = new Map(); // port → {stores, asleep}: what the stores' keeper calls it; what it is told when it is back

/** Word for a page in the back/forward cache would end it there: it waits until the page is back. */
function say(page, message) {
  const { asleep } = pages.get(page);
  if (asleep) asleep.push(message);
  else page.postMessage(message);
}

function tell(message) {
  state = message;
  for (const page of pages.keys()) say(page, message);
}

const map = (value) => typeof value === "object" && value !== null;
function asked(page, data) {
  const known = pages.get(page);
  known.stores ??= stores.page((message) => say(page, message));
  known.stores.ask(data);
}

function away(page) {
  const known = pages.get(page);
  known.asleep ??= [];
  known.stores?.away();
}

function back(page) {
  const known = pages.get(page);
  const { asleep } = known;
  known.asleep = null;
  known.stores?.back();
  for (const message of asleep ?? []) say(page, message);
}

function hear(page, data) {
  if (data?.beat === true) say(page, { beat: true });
  else if (data?.keep === true) keeping ??= keep();
  else if (data?.wrote === true) pages.get(page).stores?.wrote();
  else if (data?.away === true) away(page);
  else if (data?.back === true) back(page);
  else if (python && Number.isSafeInteger(data?.id) && typeof data.request === "string") {
    if (map(data.stores)) return asked(page, data);
    try {
      say(page, { id: data.id, response: python.handle(data.request) });
    } catch {
      fail("boot-failed");
    }
  }
}

/** An interpreter that failed is of no use to anyone: a page that comes later starts another. */
function fail(code) {
  python = null;
  tell({ failed: true, code });
  if (shared) self.close();
}

const shared = "onconnect" in self;
function serve(page) {
  pages.set(page, { stores: null, asleep: null });
  page.onmessage = ({ data }) => hear(page, data);
  page.postMessage(state ?? { beat: true });
}
if (shared) self.onconnect = ({ ports }) => serve(ports[0]);
else serve(self);

/** WebKit's shared workers cannot store a key. There nothing could be sealed, so each page has a worker of its own. */
async function together() {
  const key = await crypto.subtle?.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  structuredClone(key);
}

boot().catch((code) => fail(typeof code === "string" ? code : "boot-failed"));
if (shared) {
  together().catch(() => {
    tell({ alone: true });
    self.close();
  });
}
