// What must work even where Python cannot start: switching off, and deleting everything.
//
// Rules
// 1. Only ever less: a switch is turned off and what it covered is deleted. Nothing is turned on here.
// 2. It waits for its turn among the tabs, so that no answer on its way writes back what was deleted; but not
//    for long: what the visitor wants gone goes.
// 3. The choice is written in the form that Python reads, so that it honours it the next time it runs.

import { withdrawn } from "./choice.js";
import { exclusively } from "./device.js";
import { take } from "./left.js";

const WAIT = 2_000;
const inTurn = (work) => exclusively(WAIT, work).catch((error) => (error.code === "busy" ? work() : Promise.reject(error)));

/** `tell(word)` tells the other tabs; `off()` is called when personalisation went off. */
export function withoutPython({ store, tell, off }) {
  return {
    /** Switches off what `changes` names: {personalise|remember|measure: "off"}. */
    async withdraw(changes) {
      await inTurn(async () => {
        const before = await store.read();
        const changed = { choice: withdrawn(before.choice, changes) };
        if (changes.remember === "off") changed.memory = null;
        if (changes.measure === "off") changed.outbox = null;
        changed.plan = null; // what it rests on is less now
        if (changes.personalise === "off") changed.next = null;
        await store.write(changed, before);
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
