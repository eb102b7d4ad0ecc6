// When Python starts. It costs bytes, memory and battery, so it starts when it is needed.
//
// Rules
// 1. `now` starts at once, `idle` when the page has loaded and is idle.
// 2. `need`: idle after load where memory, data saver and connection allow, or something is stored for this
//    visitor; else with the first thing the visitor or the page asks for, whatever it is.
// 3. What would only make the next visit quicker waits longer, and is not fetched where data or memory is short.

const LITTLE = 2; // GB of memory below which a page is not given Python unasked
const SLOW = ["slow-2g", "2g", "3g"];

/** Whether this device and connection can be given Python unasked. */
export function roomy({ deviceMemory = 4, connection } = {}) {
  return deviceMemory >= LITTLE && !connection?.saveData && !SLOW.includes(connection?.effectiveType);
}

const loaded = () =>
  new Promise((resolve) => {
    if (performance.getEntriesByType("navigation")[0]?.loadEventEnd > 0) resolve();
    else addEventListener("load", resolve, { once: true });
    setTimeout(resolve, 10_000); // an image that never loads holds nothing up
  });
const idle = () =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(resolve, { timeout: 2_000 });
    else setTimeout(resolve, 200);
  });

/** Calls `begin` when `policy` says so; `stored` tells whether something is held for this visitor. */
export async function schedule(policy, stored, begin) {
  if (policy !== "now") {
    await loaded();
    if (policy !== "idle" && !roomy(navigator) && !stored()) return;
    await idle();
  }
  begin();
}

/** Calls `work` once the page has long been quiet, where this device and connection can spare it. */
export async function spare(work) {
  if (!roomy(navigator)) return;
  await loaded();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await idle();
  work();
}
