// What can go wrong outside Python, by code, each with what the site's developer can do about it.
//
// Rules
// 1. A failure never changes the page: it sets a state, tells once, and leaves.
// 2. A message names the part that failed and never a visitor's value.
// 3. Every page fetches these; what only goes wrong once Python is wanted stands in fixes.js.

const FIXES = {
  __proto__: null,
  "client-failed": "Serve the build from data-ep-base.",
  deadline: "Python took too long: serve compressed, cacheable files, or raise data-ep-deadline.",
  failed: "See the ep:error event that came before.",
  "panel-failed": "Serve panel.js from the same build as the other files.",
  "tables-failed": "Serve the tables folder of the build.",
  "tables-only": "This build has no Python.",
  "words-failed": "Serve the words folder of the build.",
};

/** Adds fixes. */
export const teach = (fixes) => Object.assign(FIXES, fixes);

export const fixOf = (code) => FIXES[code] ?? FIXES.failed;

/** An Error with a `code`; the fix is its message unless there is a better one. */
export const failure = (code, message = fixOf(code)) => Object.assign(new Error(message), { code });
