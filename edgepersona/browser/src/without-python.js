// What must work even where Python cannot start: switching off, and deleting everything.
//
// Rules
// 1. Only ever less: a switch is turned off and what it covered is deleted. Nothing is turned on here.
// 2. It waits for its turn among the tabs, so that no answer on its way writes back what was deleted; but not
//    for long: what the visitor wants gone goes.
// 3. The choice is written in the form that Python reads, so that it honours it the next time it runs.

import { withdrawn } from "./choice.js";
import { take } from "./left.js";

const LOCK = "ep:stores";
const WAIT = 2_000;

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
    if (begun || error.name !== "AbortError") throw error;
    return work();
  }
}

/** `tell(word)` tells the other tabs; `off()` is called when personalisation went off. */
export function withoutPython({ store, tell, off }) {
  return {
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
