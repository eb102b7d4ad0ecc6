// What the visitor can do in a slot: answer, follow, dismiss, object, switch off, look closer.
//
// Rules
// 1. An act is passed on to Python; what it changes comes back as a View. Only dismissing acts at once.
// 2. What was done is said in a word or two, to screen readers too, and never promises an effect.

import { ask, say, wait } from "./elements/slot.js";
import { furniture } from "./furnish.js";

/** Asks whether to remember what was answered: two equal buttons, in the place of the answered question. */
function askToRemember(host, { consent, word, language }) {
  ask(host, furniture().toRemember(word, language()), {
    async answer(_, value) {
      wait(host, true);
      try {
        await consent({ remember: value });
        ask(host, null);
        say(host, word(value === "on" ? "remember-kept" : "remember-gone"));
      } catch {
        wait(host, false);
        say(host, word("slot-trouble"));
      }
    },
  });
}

/**
 * `conduct`: answer(question, value, slot), why(host), outcome(host, block, what, own), consent(changes), openPanel(opener), word(id),
 * asked(), language(), dismiss(host).
 */
export function actsOf(host, { block, kind }, conduct) {
  const { answer, why, outcome, consent, openPanel, word, dismiss } = conduct;
  return {
    clicked() {
      outcome(host, block, "clicked", false);
      // What interrupts has done its work; after the click, so that the link is still followed.
      if (kind === "interrupt") setTimeout(() => dismiss(host));
    },
    async answer(question, value) {
      wait(host, true);
      try {
        const told = await answer(question, value, host.getAttribute("name"));
        say(host, word("slot-thanks"));
        await told();
        if (conduct.asked() === "remember") askToRemember(host, conduct);
      } catch {
        wait(host, false);
        say(host, word("slot-trouble"));
      }
    },
    dismiss() {
      dismiss(host);
      outcome(host, block, "dismissed", true);
    },
    why() {
      why(host);
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
