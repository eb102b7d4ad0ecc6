// What is needed to build a block: its parts, the rest of its style, and the SDK's words. Fetched when first needed.

export { words } from "../words.js";
export { MASK, content, toRemember } from "./content.js";
export { TEXT } from "./style.js";
