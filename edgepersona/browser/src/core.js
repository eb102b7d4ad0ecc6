// The page's end of the worker in which Python runs.
//
// Rules
// 1. One worker a page, started when first needed. A start that fails may be tried again by the next page view.
// 2. Messages have three shapes, {booted, build}, {failed, code} and {id, response}; anything else ends the worker.
// 3. A start that took the tab down is noticed at the next load, by a note that only a crash leaves behind,
//    and is not repeated in this tab.

import { failure } from "./failures.js";
import { workerAddress } from "./trust.js";

const NOTE = "ep:boot";
const LONGEST_START = 60_000;
const CODES = [
  "boot-failed", "bundle-failed", "bundle-unsigned", "bundle-signature", "bundle-too-old", "file-changed", "signature-unchecked",
];

const note = {
  read() {
    try {
      return sessionStorage.getItem(NOTE);
    } catch {
      return null;
    }
  },
  write(word) {
    try {
      if (word) sessionStorage.setItem(NOTE, word);
      else sessionStorage.removeItem(NOTE);
    } catch {
      // without storage a crash goes unnoticed
    }
  },
};

/**
 * `pin`: what the bundle must be, see trusted-bundle.js. `lost` is called with a code when a live worker dies;
 * `noted` keeps the note of rule 3, {read(), write(word)}.
 */
export function core(base, pin, lost, noted = note) {
  let build = null;
  let worker = null;
  let starting = null;
  let end = null;
  let live = false;
  let next = 0;
  const waiting = new Map();

  function stop(code) {
    const wasLive = live;
    worker?.terminate();
    worker = starting = null;
    live = false;
    end?.(failure(code));
    for (const { reject } of waiting.values()) reject(failure(code));
    waiting.clear();
    if (wasLive) lost(code);
  }

  function hear(data, booted) {
    if (data?.booted === true && !live && data.build?.files) booted(data.build);
    else if (data?.failed === true) stop(CODES.includes(data.code) ? data.code : "boot-failed");
    else if (live && typeof data?.response === "string" && waiting.has(data.id)) {
      waiting.get(data.id).resolve(data.response);
      waiting.delete(data.id);
    } else stop("bad-answer");
  }

  function boot() {
    if (noted.read()) {
      noted.write("crashed");
      return Promise.reject(failure("boot-crashed"));
    }
    const leave = () => noted.write(null);
    return new Promise((resolve, reject) => {
      end = reject;
      noted.write("booting");
      addEventListener("pagehide", leave);
      worker = new Worker(workerAddress(base, pin), { type: "module", name: "edgepersona" });
      worker.onmessage = ({ data }) =>
        hear(data, (checked) => {
          live = true;
          build = checked;
          resolve();
        });
      worker.onmessageerror = () => stop("bad-answer");
      worker.onerror = (event) => {
        event.preventDefault();
        stop(live ? "boot-failed" : "worker-failed");
      };
      const mine = worker;
      setTimeout(() => worker === mine && !live && stop("deadline"), LONGEST_START);
    }).finally(() => {
      removeEventListener("pagehide", leave);
      leave();
    });
  }

  return {
    get live() {
      return live;
    },

    /** What was checked before Python started, {signed, key, number, files}; null until then. */
    get build() {
      return build;
    },

    /** Resolves when Python is live. */
    start() {
      if (starting) return starting;
      const mine = Promise.resolve()
        .then(boot)
        .catch((error) => {
          if (starting === mine) starting = null;
          throw error.code ? error : failure("worker-failed");
        });
      return (starting = mine);
    },

    /** One request, one answer, both JSON text. A worker that does not answer in time is ended. */
    ask(request, patience) {
      const id = next++;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => stop("deadline"), patience);
        const settled = (settle) => (value) => {
          clearTimeout(timer);
          settle(value);
        };
        waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
        worker.postMessage({ id, request });
      });
    },
  };
}
