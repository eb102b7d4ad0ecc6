// The page's end of the worker in which Python runs.
//
// Rules
// 1. The worker is shared by the site's pages where the browser can, so that the next page finds it running; else it
//    is this page's own. It is started when first needed. A start that fails may be tried again by the next page view.
// 2. Messages have eight shapes: {booted, build, gpc}, {failed, code}, {alone}, {id, response}, {id, again}, {keep},
//    {trouble} and {beat}; anything else ends the worker.
// 3. A worker that falls silent, because it was killed or hangs on what another tab asked, is left. This page starts
//    one of its own and asks again. Stores go with a request as far as this worker has not been told them.
// 4. A start that took the tab down is noticed at the next load, by a note that only a crash leaves behind,
//    and is not repeated in this tab.
// 5. Two builds never share a worker, nor do pages that ask different things of a bundle: its name says all that.

import { failure } from "./failures.js";
import { workerAddress } from "./trust.js";

/* global BUILD -- a hash of all that the scripts and words are made from; the build writes it in */
const NOTE = "ep:boot";
const LONGEST_START = 60_000;
const CODES = [
  "boot-failed", "bundle-failed", "bundle-unsigned", "bundle-signature", "bundle-too-old", "file-changed", "signature-unchecked",
];
const BEAT = 1_000;
const CALM = 10; // beats between two questions where nothing is waited for
const MISSED = 3; // beats without an answer, after which a worker that had booted counts as dead
const MISSED_BOOTING = 15; // it answers nothing while it imports; but a shared one greets whoever connects

const map = (value) => typeof value === "object" && value !== null;

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
 * `pin`: what the bundle must be, see trusted-bundle.js; `bundle`: its digest. `lost` is called with a code when a
 * live worker dies and another cannot help; `heard(message)` for {keep} and {trouble}; `noted` keeps the note of
 * rule 4, {read(), write(word)}.
 */
export function core(base, pin, bundle, lost, heard = () => {}, noted = note) {
  let build = null;
  let gpc = false;
  let worker = null; // {post(message), end()}
  let starting = null;
  let live = false;
  let share = typeof SharedWorker === "function";
  let booting = null; // {resolve, reject} of the start under way
  let next = 0;
  let missed = 0;
  let calm = 0;
  let greeted = false;
  let pulse;
  const waiting = new Map(); // id → {request, until, patience, resolve, reject}
  let known = {}; // the stores' texts as the worker has them
  let holding = 0; // the number of its holding of the lock that was last heard
  let script = null;

  function drop() {
    worker?.end();
    clearInterval(pulse);
    worker = null;
    live = false;
  }

  function stop(code) {
    const wasLive = live;
    drop();
    starting = null;
    booting?.reject(failure(code));
    for (const { reject } of waiting.values()) reject(failure(code));
    waiting.clear();
    if (wasLive) lost(code);
  }

  /** A shared worker can be left for one of this page's own, which is then asked what is still open. */
  function silent() {
    if (!share) return stop("deadline");
    share = false;
    drop();
    if (booting) return open();
    starting = null;
    start().catch((error) => {
      live = true; // as far as the page knows
      stop(error.code);
    });
  }

  function hear(data) {
    missed = calm = 0;
    greeted = true;
    if (data?.beat === true) return;
    if (data?.booted === true && !live && data.build?.files) {
      build = data.build;
      gpc = data.gpc === true;
      booting?.resolve();
    } else if (data?.alone === true && share) silent();
    else if (data?.failed === true) stop(CODES.includes(data.code) ? data.code : "boot-failed");
    else if (live && typeof data?.response === "string" && waiting.has(data.id)) {
      waiting.get(data.id).resolve(data.response);
      waiting.delete(data.id);
    } else if (live && data?.again === true && waiting.has(data.id)) {
      if (data.all) known = {};
      holding = data.holding;
      post(data.id);
    } else if (live && (data?.trouble === true || map(data?.keep))) heard(data);
    else if (!(live && data?.id < next)) stop("bad-answer"); // an answer may come after this page gave up on it
  }

  /** Sends a request that waits: a text that is complete, or {text, begins, read}, with how its stores are read. */
  function post(id) {
    const { request } = waiting.get(id);
    if (typeof request === "string") return worker.post({ id, request });
    const { text, begins, read } = request;
    const { choice, ...own } = read();
    const stores = {};
    for (const name in own) if (known[name] !== own[name]) stores[name] = known[name] = own[name];
    worker.post({ id, request: text, choice, stores, begins, holding });
  }

  function beat() {
    const now = performance.now();
    for (const one of waiting.values()) {
      if (now < one.until) continue;
      one.until = now + one.patience;
      return silent();
    }
    if (missed === 0 && live && waiting.size === 0 && ++calm < CALM) return;
    if (missed >= (live || (share && !greeted) ? MISSED : MISSED_BOOTING)) return silent();
    missed += 1;
    worker.post({ beat: true });
  }

  function open() {
    const options = { type: "module", name: `edgepersona ${BUILD} ${bundle} ${pin}` };
    const made = share ? new SharedWorker(script, { ...options, extendedLifetime: true }) : new Worker(script, options);
    const port = made.port ?? made;
    const mine = {
      post: (message) => port.postMessage(message),
      end() {
        made.onerror = port.onmessage = port.onmessageerror = null;
        made.terminate?.();
        made.port?.close();
      },
    };
    worker = mine;
    port.onmessage = ({ data }) => worker === mine && hear(data);
    port.onmessageerror = () => worker === mine && stop("bad-answer");
    made.onerror = (event) => {
      event.preventDefault();
      if (worker !== mine) return;
      if (!share || live) return stop(live ? "boot-failed" : "worker-failed");
      silent(); // it may be that only sharing is not possible here
    };
    missed = calm = 0;
    greeted = false;
    known = {};
    holding = 0;
    pulse = setInterval(beat, BEAT);
  }

  async function boot() {
    if (noted.read()) {
      noted.write("crashed");
      throw failure("boot-crashed");
    }
    const leave = () => noted.write(null);
    noted.write("booting");
    addEventListener("pagehide", leave);
    const timer = setTimeout(() => stop("deadline"), LONGEST_START);
    try {
      script ??= workerAddress(base, pin);
      await new Promise((resolve, reject) => {
        booting = { resolve, reject };
        open();
      });
      live = true;
      for (const id of waiting.keys()) post(id);
    } finally {
      booting = null;
      clearTimeout(timer);
      removeEventListener("pagehide", leave);
      leave();
    }
  }

  function start() {
    if (starting) return starting;
    const mine = Promise.resolve()
      .then(boot)
      .catch((error) => {
        if (starting === mine) starting = null;
        throw error.code && CODES.concat("boot-crashed", "deadline", "bad-answer").includes(error.code)
          ? error
          : failure("worker-failed");
      });
    return (starting = mine);
  }

  addEventListener("pagehide", () => worker?.post({ away: true }));
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    const now = performance.now();
    for (const one of waiting.values()) one.until = now + one.patience; // nobody could answer meanwhile
    missed = 0;
    worker?.post({ back: true });
  });

  return {
    get live() {
      return live;
    },

    /** What was checked before Python started, {signed, key, number, files}; null until then. */
    get build() {
      return build;
    },

    /** Whether the worker was told not to count; some browsers tell the page alone, some the worker. */
    get gpc() {
      return gpc;
    },

    /** Resolves when Python is live. */
    start,

    /** One request (see `post`), one answer as JSON text. A worker that does not answer in time is left, or ended. */
    ask(request, patience) {
      const id = next++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { request, until: performance.now() + patience, patience, resolve, reject });
        if (worker) post(id);
      });
    },

    /** The worker's texts of stores, as this page has them from an answer; `choice`: one of them, and it is stored. */
    knows(texts, choice) {
      Object.assign(known, texts);
      if (choice) worker?.post({ wrote: true });
    },

    /** Whether the worker has this text of a store. */
    told: (name, text) => known[name] === text,

    /** The next start may need neither network nor imports: to be called when the page has nothing else to do. */
    keep: () => worker?.post({ keep: true }),
  };
}
