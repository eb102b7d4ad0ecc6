// `node compress.mjs FOLDER CACHE`: beside each file of FOLDER the same, compressed with brotli and gzip.
//
// A file that is downloaded before Python is live is compressed as hard as brotli can; the picture of memory, which
// is fetched when nobody waits, less. Names carry hashes, so CACHE holds what an earlier build has compressed.

import { copyFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [folder, cache] = process.argv.slice(2);
const METHODS = {
  br: (bytes, name) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: name.endsWith(".bin") ? 9 : 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

const names = (await readdir(folder)).filter((name) => !/\.(br|gz)$/.test(name));
const made = names.flatMap((name) => Object.keys(METHODS).map((method) => [name, method]));
const before = new Set(await readdir(cache));
await Promise.all(
  made.map(async ([name, method]) => {
    const file = `${name}.${method}`;
    if (!before.delete(file)) {
      await writeFile(join(cache, file), await METHODS[method](await readFile(join(folder, name)), name));
    }
    await copyFile(join(cache, file), join(folder, file));
  }),
);
await Promise.all([...before].map((file) => rm(join(cache, file))));
