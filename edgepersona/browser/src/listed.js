// The files of this build that a page fetches when it needs them, each as integrity.json lists it.
//
// Rules
// 1. Nothing is used that was not compared: what does not match, is not listed, or has no list, is not there.
// 2. Once Python's worker has checked the list, and who signed it, that one counts. Until then, and where there is no
//    Python, it is the list as it is served: a page cannot tell yet who stands for it.

const HASH = /^sha384-[A-Za-z0-9+/]{64}$/;

let checked = null;
let asked = null;

/** From now on this list counts: what Python's worker has checked, file name → hash. */
export const trust = (files) => (checked = files);

/** File name → hash. Rejects where there is no such list; it is then asked for again the next time. */
export const listed = async (base) =>
  checked ??
  (asked ??= fetch(new URL("integrity.json", base), { cache: "no-cache" })
    .then((response) => response.text())
    .then((text) => {
      const { format, files } = JSON.parse(text.slice(0, 1e6));
      if (format !== 1 || !Object.values(files).every((hash) => HASH.test(hash))) throw text;
      return files;
    })
    .catch((error) => {
      asked = null;
      throw error;
    }));

/** The response to a file's address; rejects unless its bytes are the listed ones. `cache`: see fetch. */
export async function fetched(base, name, cache) {
  const integrity = (await listed(base))[name];
  if (!integrity) throw name; // without one the browser compares nothing
  return fetch(new URL(name, base), { integrity, cache });
}

/** A script of this build, once its bytes were the listed ones. */
export async function imported(base, name) {
  await fetched(base, name);
  return import(new URL(name, base).href);
}
