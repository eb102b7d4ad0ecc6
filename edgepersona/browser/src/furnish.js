// What builds a block, once it is there: `elements/blocks.js`, fetched when the first one is to be built.

import { FIRST } from "./elements/first-style.js";
import { failure } from "./failures.js";
import { imported, listed } from "./listed.js";

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

/** Resolves when blocks can be built, and look as they should. */
export const furnished = (base) =>
  (fetching ??= imported(base, "blocks.js").then(
    (module) => {
      slotSheet().replaceSync(FIRST + module.TEXT);
      return (parts = module);
    },
    () => {
      fetching = null;
      throw failure("client-failed");
    },
  ));

/** The SDK's words in a language, and everything to say them with. */
export const speech = async (base, language) => (await furnished(base)).words(base, language, await listed(base));
