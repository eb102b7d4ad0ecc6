// What the visitor can do in a slot: answer, follow, dismiss, object, switch off, look closer.
//
// Rules
// 1. An act is passed on to Python; what it changes comes back as a View. Only dismissing acts at once.
// 2. What was done is said in a word or two, to screen readers too, and never promises an effect.

import { say, wait } from "./elements/slot.js";

/** `conduct`: run(call, own), outcome(host, block, what, own), consent(changes), openPanel(opener), word(id), dismiss(host). */
export function actsOf(host, { block, kind }, { run, outcome, consent, openPanel, word, dismiss }) {
  return {
    clicked() {
      outcome(host, block, "clicked", false);
      // What interrupts has done its work; after the click, so that the link is still followed.
      if (kind === "interrupt") setTimeout(() => dismiss(host));
    },
    async answer(question, value) {
      wait(host, true);
      try {
        await run({ do: "answer", question, value }, true);
        say(host, word("slot-thanks"));
      } catch {
        wait(host, false);
        say(host, word("slot-trouble"));
      }
    },
    dismiss() {
      dismiss(host);
      outcome(host, block, "dismissed", true);
    },
    async notHelpful() {
      const noted = await outcome(host, block, "not_helpful", true);
      say(host, word(noted ? "slot-noted" : "slot-trouble"));
    },
    async off() {
      try {
        await consent({ personalise: "off" });
        say(host, word("slot-off"));
      } catch {
        say(host, word("slot-trouble"));
      }
    },
    panel() {
      openPanel(host);
    },
  };
}
