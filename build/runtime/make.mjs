// The Python that a page gets: `node build/runtime/make.mjs OUT WHEEL… [--whole]`.
//
// 1. glue.mjs and python.wasm: of Pyodide's glue and interpreter what this runtime can reach (`--whole`: all of it).
//    Where OUT holds both already, they are taken as they are.
// 2. modules.zip: bytecode of the core, of msgpack and of what they import, compiled by that same interpreter.
// 3. memory.bin: a picture of its memory once all of that is imported.
//
// The wheels hold the core and msgpack; Python sources in them are what counts. Each step ends in a check: the
// pruned interpreter has to import the core, and to start from the picture. The same inputs give the same bytes.

import { execFile } from "node:child_process";
import crypto, { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { doors, interpreter, pictureOf, run } from "../../edgepersona/browser/src/python.js";
import { prune } from "./prune.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGES = join(HERE, "..", "..", "node_modules");
const PYODIDE = join(PACKAGES, "pyodide");
// The files that `prune.mjs` and `python.js` were written for, sha256. Another release of Pyodide may name things
// differently: look at both before changing these.
const KNOWN = {
  "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
  "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
};
// What `python.js` reads of the glue's Module.
const USED = [
  "FS",
  "ENV",
  "HEAPU8",
  "HEAPU32",
  "_malloc",
  "_free",
  "_emscripten_get_sbrk_ptr",
  "__PyRuntime",
  "__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET",
  "_PyErr_Clear",
  "_PyImport_ImportModule",
  "_PyObject_GetAttrString",
  "_PyObject_CallOneArg",
  "_PyUnicode_DecodeUTF8",
  "_PyUnicode_AsUTF8AndSize",
  "_PyBytes_FromStringAndSize",
  "_PyRun_SimpleString",
  "_Py_DecRef",
];
// What the interpreter was compiled to use; anything newer would keep older browsers out.
const FEATURES = ["mutable-globals", "sign-ext", "bulk-memory", "nontrapping-float-to-int", "reference-types",
  "exception-handling", "multivalue"].map((name) => `--enable-${name}`);

const [out, ...rest] = process.argv.slice(2);
const whole = rest.includes("--whole");
const wheels = rest.filter((word) => word !== "--whole");
await mkdir(out, { recursive: true });

const published = async (name) => {
  const bytes = await readFile(join(PYODIDE, name));
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== KNOWN[name]) throw new Error(`${name} is another than this build was written for: ${found}`);
  return bytes;
};
const glue = await published("pyodide.asm.mjs");
const wasm = await published("pyodide.asm.wasm");

// What Python asks of the machine answers the same each time, so that the picture is the same bytes. Nothing in it
// is secret: every visitor's Python starts from it.
process.env.TZ = "UTC";
Date.now = () => 1_767_225_600_000;
performance.now = () => 0;
crypto.randomFillSync = (view) => view.fill(1);

/** A Python in this process; its hashes do not change from run to run. `fresh` gets its memory before anything ran. */
async function start({ glue, wasm, fresh = () => {}, ...how }) {
  const module = await WebAssembly.compile(wasm);
  return interpreter({
    create: (await import(pathToFileURL(glue))).default,
    async instantiate(imports) {
      const instance = await WebAssembly.instantiate(module, imports);
      fresh(new Uint8Array(instance.exports.memory.buffer));
      return [instance, module];
    },
    env: { PYTHONHASHSEED: "0" },
    print: (line) => process.stderr.write(`${line}\n`),
    ...how,
  });
}

function check(fine, what) {
  if (!fine) throw new Error(what);
}

/** The pruned glue and interpreter; each decides what the other needs. */
async function pruned() {
  const imports = WebAssembly.Module.imports(await WebAssembly.compile(wasm));
  const functions = new Set(imports.filter(({ kind }) => kind === "function").map(({ name }) => name));
  const first = prune(glue.toString(), functions, USED);
  const folder = await mkdtemp(join(tmpdir(), "edgepersona-"));
  try {
    const graph = [...first.exports, "__main_argc_argv"].map((name) => ({ name, export: name, root: true }));
    await writeFile(join(folder, "graph.json"), JSON.stringify(graph));
    await promisify(execFile)(process.execPath, [
      join(PACKAGES, "binaryen", "bin", "wasm-metadce"),
      ...FEATURES,
      `--graph-file=${join(folder, "graph.json")}`,
      join(PYODIDE, "pyodide.asm.wasm"),
      "-o",
      join(folder, "python.wasm"),
    ], { maxBuffer: 64_000_000 });
    const small = await readFile(join(folder, "python.wasm"));
    const left = WebAssembly.Module.imports(await WebAssembly.compile(small)).map(({ name }) => name);
    const second = prune(glue.toString(), new Set(left), USED);
    check(String(second.exports) === String(first.exports), "the second pruning needs other exports than the first");
    // Node has no stack switching, browsers have: what a check in Node cannot see must not be there at all.
    check(!/WebAssembly\.(promising|Suspend)/.test(second.text), "stack switching is still in the glue");
    return [second.text, small];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The archive, written by the interpreter as it was published. */
async function archive(glueFile) {
  const modules = await readFile(join(PYODIDE, "python_stdlib.zip"));
  const module = await start({ glue: glueFile, wasm, modules });
  module.FS.mkdirTree("/src");
  for (const [n, wheel] of wheels.entries()) module.FS.writeFile(`/src/${n}.whl`, await readFile(wheel));
  check(run(module, await readFile(join(HERE, "compile.py"), "utf8")), "the modules could not be compiled");
  return module.FS.readFile("/modules.zip");
}

/** A picture of the memory after every module of the archive was imported, and a start from it. */
async function memory(how) {
  let before;
  const module = await start({ ...how, fresh: (bytes) => (before = bytes.slice()) });
  doors(module);
  const everything = `import gc, importlib, sys, zipimport
for name in zipimport.zipimporter("/lib/python314.zip")._get_files():
    if name.endswith(".pyc"):
        importlib.import_module(name[:-4].removesuffix("/__init__").replace("/", "."))
assert "random" not in sys.modules
sys.path_importer_cache.clear()
zipimport._zip_directory_cache.clear()
del gc.garbage[:], name
gc.collect()
`;
  check(run(module, everything), "the archive does not import");
  const bytes = pictureOf(module, before);
  const again = await start({ ...how, modules: undefined, memory: bytes });
  check(Buffer.compare(pictureOf(again), pictureOf(module)) === 0, "a start from the picture has another memory");
  doors(again).restored();
  check(doors(again).handle("{}").includes("not-started"), "an interpreter does not start from the picture");
  return bytes;
}

const glueFile = join(out, "glue.mjs");
const wasmFile = join(out, "python.wasm");
if (![glueFile, wasmFile].every(existsSync)) {
  const [glueText, small] = whole ? [glue, wasm] : await pruned();
  await writeFile(glueFile, glueText);
  await writeFile(wasmFile, small);
}
const small = await readFile(wasmFile);
const modules = await archive(join(PYODIDE, "pyodide.asm.mjs"));
await writeFile(join(out, "modules.zip"), modules);
await writeFile(join(out, "memory.bin"), await memory({ glue: glueFile, wasm: small, modules }));
process.exit(); // the published glue leaves a message channel open
