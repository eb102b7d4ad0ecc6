// What builds a block, once it is there: `elements/blocks.js`, fetched when the first one is to be built.

import { FIRST } from "./elements/first-style.js";
import { failure } from "./failures.js";
import { fetched, listed } from "./listed.js";

let sheet;
let parts = null;
let fetching;

/** The one sheet of all slots. */
export function slotSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(FIRST);
  }
  return sheet;
}

/** What `elements/blocks.js` exports; only after `furnished`. */
export const furniture = () => parts;

/** Resolves when blocks can be built, and look as they should. The list comes beside the script; it is used after both. */
export const furnished = (base) =>
  (fetching ??= Promise.all([import(new URL("blocks.js", base).href), listed(base)])
    .then(async ([module]) => {
      await fetched(base, "blocks.js", "force-cache");
      slotSheet().replaceSync(FIRST + module.TEXT);
      return (parts = module);
    })
    .catch(() => {
      fetching = null;
      throw failure("client-failed");
    }));

/** The SDK's words in a language, and everything to say them with. */
export const speech = async (base, language) => (await furnished(base)).words(base, language, await listed(base));
