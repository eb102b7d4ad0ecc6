// What must work even where Python cannot start: switching off, deleting everything, and this visit's next page.
//
// Rules
// 1. Only ever less: a switch is turned off and what it covered is deleted. Nothing is turned on here.
// 2. It waits for its turn among the tabs, so that no answer on its way writes back what was deleted; but not
//    for long: what the visitor wants gone goes.
// 3. The choice is written in the form that Python reads, so that it honours it the next time it runs.

import { read, withdrawn } from "./choice.js";
import { take } from "./left.js";

const LOCK = "ep:stores";
const WAIT = 2_000;
const VISIT = 1_800_000; // a visit that was quiet for this long is over, ms

async function inTurn(work) {
  const waiting = new AbortController();
  let begun = false;
  const timer = setTimeout(() => waiting.abort(), WAIT);
  const mine = () => {
    begun = true;
    clearTimeout(timer);
    return work();
  };
  try {
    return await (navigator.locks ? navigator.locks.request(LOCK, { signal: waiting.signal }, mine) : mine());
  } catch (error) {
    if (begun || !["AbortError", "SecurityError"].includes(error.name)) throw error; // site data is blocked, locks with it
    return work();
  }
}

/** `tell(word)` tells the other tabs; `off()` is called when personalisation went off. */
export function withoutPython({ store, tell, off }) {
  return {
    /** Begins the visit with what stands on the page: `cells` of the table `id`, for its next page view; see plan.py. */
    begin(id, cells) {
      const now = Date.now();
      const said = store.read().choice;
      const next = { v: 1, id, choice: said === null ? {} : read(said), until: now + VISIT, cells };
      store.write({ visit: JSON.stringify({ v: 1, last: now }), next: JSON.stringify(next) });
    },

    /** Switches off what `changes` names: {personalise|remember|measure: "off"}. */
    async withdraw(changes) {
      await inTurn(async () => {
        const changed = { choice: withdrawn(store.read().choice, changes), plan: null }; // what it rests on is less now
        if (changes.personalise === "off") changed.next = null;
        store.write(changed);
        await store.unseal();
      });
      if (changes.personalise === "off") off();
      tell("look");
    },

    /** Deletes all stores; true when all of it is gone. */
    async wipe() {
      const gone = await inTurn(() => store.wipe());
      take();
      tell("forget");
      return gone;
    },
  };
}
