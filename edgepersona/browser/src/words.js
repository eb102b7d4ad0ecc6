// The SDK's own words, one file a language, loaded once.
//
// Rules
// 1. Words are text: what `format` returns becomes a text node or an attribute's text, never markup.
// 2. A placeable stands in braces, `{name}`. Values, empty ones and ones written in the other direction, and a
//    number called `count` are treated as in `core/phrases.py`; a test compares the two.

import { failure } from "./failures.js";

const files = new Map();

const templates = (data) =>
  new Map(Object.entries(data ?? {}).filter(([, text]) => typeof text === "string"));

/** Any copy will do that fits the hash, and the browser mostly has one by then: nobody waits for the network. */
const fetched = (url, integrity) =>
  fetch(url, { integrity, cache: "force-cache" }).catch(() => fetch(url, { integrity }));

/**
 * The words of `language`: a function (id, values) → text. `hashes`: file name → hash, see listed.js; what does not
 * match is refused. Rejects with `words-failed`.
 */
export function words(base, language, hashes) {
  const name = `words/${language}.json`;
  if (!/^[A-Za-z0-9-]{2,35}$/.test(language) || !Object.hasOwn(hashes, name)) return Promise.reject(failure("words-failed"));
  const key = `${name} ${hashes[name]}`;
  if (!files.has(key)) {
    const file = fetched(new URL(name, base), hashes[name])
      .then((response) => response.json())
      .then((data) => format.bind(null, templates(data)))
      .catch(() => {
        files.delete(key);
        throw failure("words-failed");
      });
    files.set(key, file);
  }
  return files.get(key);
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function inserted(value, around) {
  const text = String(value).trim() || "—";
  return RIGHT_TO_LEFT.test(text) === RIGHT_TO_LEFT.test(around) ? text : `\u2068${text}\u2069`;
}

/** The category of a number in the language the words are in. */
const category = (templates, count) => new Intl.PluralRules(templates.get("language") ?? "en").select(count);

/** `templates` is a Map from id to text; an unknown id gives the id itself. */
export function format(templates, id, values = {}) {
  const form = Number.isInteger(values.count) && templates.get(`${id}.${category(templates, values.count)}`);
  const template = form || (templates.get(id) ?? id);
  return template.replace(/\{ *(\w+) *\}/g, (whole, name) =>
    Object.hasOwn(values, name) ? inserted(values[name], template) : whole);
}

export { lookup } from "./lookup.js";
