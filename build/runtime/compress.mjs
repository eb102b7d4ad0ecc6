// `node compress.mjs CACHE FILE…`: beside each file the same, compressed with brotli and gzip.
//
// A file that is downloaded before Python is live is compressed as hard as brotli can; the picture of memory, which
// is fetched when nobody waits, less. CACHE holds, by their content, what the last build has compressed.

import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [cache, ...files] = process.argv.slice(2);
const METHODS = {
  br: (bytes, file) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: file.endsWith(".bin") ? 9 : 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

const before = new Set(await readdir(cache));
const made = files.flatMap((file) => Object.keys(METHODS).map((method) => [file, method]));
await Promise.all(
  made.map(async ([file, method]) => {
    const bytes = await readFile(file);
    const kept = `${createHash("sha256").update(bytes).digest("hex")}.${method}`;
    if (!before.delete(kept)) await writeFile(join(cache, kept), await METHODS[method](bytes, file));
    await copyFile(join(cache, kept), `${file}.${method}`);
  }),
);
await Promise.all([...before].map((file) => rm(join(cache, file))));
