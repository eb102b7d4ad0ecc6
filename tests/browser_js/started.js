// The interpreter as it was built, for tests in Node.
import { readFile, readdir } from "node:fs/promises";

import { doors, interpreter } from "../../edgepersona/browser/src/python.js";

const built = new URL("../../edgepersona/browser/_dist/runtime/", import.meta.url);
const names = await readdir(built);
const read = async (role) => new Uint8Array(await readFile(new URL(names.find((name) => name.startsWith(role) && !/\.(br|gz)$/.test(name)), built)));
const cache = new URL("../../.cache/runtime/", import.meta.url);
const { default: create } = await import(new URL(`${(await readdir(cache))[0]}/glue.mjs`, cache));

export const wasm = await WebAssembly.compile(await read("python"));
export const [modules, memory] = [await read("modules"), await read("memory")];

/** `how`: {modules} or {memory}. Returns {module, said, python}. */
export async function started(how) {
  const said = [];
  const instantiate = async (imports) => [await WebAssembly.instantiate(wasm, imports), wasm];
  const module = await interpreter({ create, instantiate, print: (line) => said.push(line), ...how });
  return { module, said, python: doors(module) };
}
