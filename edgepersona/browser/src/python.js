// CPython in WebAssembly, and the doors into it: bytes in, text in, text out.
//
// Rules
// 1. Of Pyodide it uses the interpreter and Emscripten's glue, not the Python layer above them (js, pyodide,
//    asyncio …): nothing of ours imports that layer, and most of a stock start goes into it.
// 2. Python starts from its modules, or from a picture of its memory taken right after they were imported. Both
//    lead to the same interpreter; whoever takes the second path starts anew on the first if anything is wrong.
// 3. Python sees no environment, clock zone, argument or file of the machine it runs on.
// 4. No exception of Python's crosses: what fails throws an Error without a text of Python's.
//
// The build runs this same file in Node to take the picture, so that both ends agree on how it is read.

const MAGIC = 0x32535045; // "EPS2"
const PAGE = 4_096;
const BRIDGE = "edgepersona.browser.bridge";
const ENV = {
  USER: undefined,
  LOGNAME: undefined,
  PATH: undefined,
  PWD: undefined,
  HOME: undefined,
  _: undefined,
  LANG: "C.UTF-8",
  MSGPACK_PUREPYTHON: "1", // its C extension would be a side module, which this runtime cannot load
};

const unused = () => {
  throw new Error("not part of this runtime");
};

/** The memory that a picture holds goes back to where it was; what it says stays is there, what lies between is empty. */
function restore(module, picture) {
  const head = new DataView(picture.buffer, picture.byteOffset, picture.byteLength);
  if (picture.byteLength < 12 || head.getUint32(0, true) !== MAGIC) throw new Error("not a picture of memory");
  const [size, runs] = [head.getUint32(4, true), head.getUint32(8, true)];
  const heap = module.HEAPU8;
  if (size > heap.length || 12 + 8 * runs > picture.byteLength) throw new Error("not a picture of this memory");
  const used = module.HEAPU32[module._emscripten_get_sbrk_ptr() >>> 2];
  const trampoline = trampolineOf(module);
  const kept = module.HEAPU32[trampoline];
  let from = 12 + 8 * runs;
  let end = 0;
  for (let n = 0; n < runs; n++) {
    const [word, length] = [head.getUint32(12 + 8 * n, true), head.getUint32(16 + 8 * n, true)];
    const stays = word % 2;
    const start = word - stays;
    const held = stays ? 0 : length;
    if (start < end || start + length > size || from + held > picture.byteLength) throw new Error("a picture with holes");
    if (end < used) heap.fill(0, end, Math.min(start, used));
    if (held) heap.set(picture.subarray(from, from + held), start);
    from += held;
    end = start + length;
  }
  if (from !== picture.byteLength) throw new Error("a picture that goes on");
  if (end < used) heap.fill(0, end, used);
  module.HEAPU32[trampoline] = kept; // it depends on what the browser can do
}

/** Where Python keeps the address of the function through which it calls others: an index of 32-bit words. */
function trampolineOf(module) {
  const offset = module.HEAPU32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2];
  return (module.__PyRuntime + offset) >>> 2;
}

/**
 * A picture of the memory as it is: [magic, size, runs, (start, length)…, bytes…], without empty pages. A start that is
 * odd, by one too much, is a run that holds what `fresh` does, an interpreter's memory before anything ran: it stays.
 */
function picture(heap, fresh) {
  const runs = [];
  const [words, before] = [heap, fresh].map((bytes) => new Uint32Array(bytes.buffer, 0, bytes.length >>> 2));
  const every = (page, fits) => {
    for (let n = page / 4; n < (page + PAGE) / 4; n++) if (!fits(n)) return false;
    return true;
  };
  for (let page = 0; page < heap.length; page += PAGE) {
    if (every(page, (n) => words[n] === 0)) continue;
    const start = page + every(page, (n) => words[n] === before[n]);
    const last = runs.at(-1);
    if (last && last[0] + last[1] === start) last[1] += PAGE;
    else runs.push([start, PAGE]);
  }
  const held = runs.filter(([start]) => start % 2 === 0);
  const size = 12 + 8 * runs.length;
  const bytes = new Uint8Array(held.reduce((total, [, length]) => total + length, size));
  const head = new DataView(bytes.buffer);
  [MAGIC, heap.length, runs.length, ...runs.flat()].forEach((word, n) => head.setUint32(4 * n, word, true));
  let to = size;
  for (const [start, length] of held) {
    bytes.set(heap.subarray(start, start + length), to);
    to += length;
  }
  return bytes;
}

/**
 * Starts an interpreter. `create` is the glue's factory, `instantiate(imports)` resolves to [instance, module];
 * `modules` is the archive it imports from, `memory` a picture to start from instead, which needs no archive.
 */
export async function interpreter({ create, instantiate, modules, memory, env = {}, print = () => {} }) {
  const module = {
    // What the glue as published asks for while it loads; the pruned glue does not.
    API: { config: { jsglobals: globalThis, env: {} }, runtimeEnv: {}, lockFilePromise: new Promise(() => {}) },
    thisProgram: "python",
    arguments: ["-S", "-s", "-P"],
    noInitialRun: memory !== undefined,
    print,
    printErr: print,
    preRun: [
      ({ FS, ENV: environment }) => {
        Object.assign(environment, ENV, env);
        FS.mkdirTree("/lib/python3.14/lib-dynload");
        if (modules) FS.writeFile("/lib/python314.zip", modules);
      },
    ],
  };
  await new Promise((resolve, reject) => {
    module.instantiateWasm = (imports, done) => {
      imports.env.Jsv_GetError_import ??= unused;
      imports.env.JsvError_Check ??= unused;
      instantiate(imports).then(([instance, compiled]) => done(instance, compiled)).catch(reject);
      return {};
    };
    create(module).then(resolve, reject);
  });
  if (memory) restore(module, memory);
  return module;
}

/** A picture of an interpreter's memory as it is now; `fresh`: see above. */
export const pictureOf = (module, fresh = new Uint8Array()) => picture(module.HEAPU8, fresh);

function withBytes(module, bytes, use) {
  const at = module._malloc(bytes.length + 1);
  if (!at) throw new Error("out of memory");
  try {
    module.HEAPU8.set(bytes, at);
    module.HEAPU8[at + bytes.length] = 0;
    return use(at, bytes.length);
  } finally {
    module._free(at);
  }
}
const withText = (module, text, use) => withBytes(module, new TextEncoder().encode(text), use);

/** Runs statements; whether they ran through. */
export const run = (module, code) => withText(module, code, (at) => module._PyRun_SimpleString(at) === 0);

/** The doors of `bridge.py`, in an interpreter. */
export function doors(module) {
  const owned = (object) => {
    if (object) return object;
    module._PyErr_Clear();
    throw new Error("Python failed");
  };
  const bridge = owned(withText(module, BRIDGE, (at) => module._PyImport_ImportModule(at)));
  const door = (name) => owned(withText(module, name, (at) => module._PyObject_GetAttrString(bridge, at)));
  const bytes = (value) => owned(withBytes(module, value, (at, length) => module._PyBytes_FromStringAndSize(at, length)));
  const text = (value) => owned(withText(module, value, (at, length) => module._PyUnicode_DecodeUTF8(at, length, 0)));

  /** Calls with one argument, which it takes over, and gives the text that comes back. */
  function call(callable, argument) {
    let answer = 0;
    const size = module._malloc(4);
    try {
      answer = owned(module._PyObject_CallOneArg(callable, argument));
      const start = owned(module._PyUnicode_AsUTF8AndSize(answer, size));
      return new TextDecoder().decode(module.HEAPU8.subarray(start, start + module.HEAPU32[size >>> 2]));
    } finally {
      module._Py_DecRef(argument);
      if (answer) module._Py_DecRef(answer);
      module._free(size);
    }
  }
  const [start, handle, ask, settle, kept, restored] = ["start", "handle", "ask", "settle", "text", "restored"].map(door);
  return {
    /** Loads the bundle; throws if it is none. Returns its digest. */
    start: (value) => call(start, bytes(value)),
    /** One request that holds all stores, one answer. */
    handle: (request) => call(handle, text(request)),
    /** One request that leaves out what the desk knows, one answer. */
    ask: (request) => call(ask, text(request)),
    /** After an answer: what could wait, for the page with this number. */
    settle: (page) => call(settle, text(`${page}`)),
    /** What is to be stored of [page, store]. */
    text: (where) => call(kept, text(where)),
    /** To be called once where the interpreter was started from a picture. */
    restored: () => call(restored, bytes(new Uint8Array())),
  };
}
