// What a first paint needs: which cell holds, and how the words of a block stand in a slot.
//
// Rules
// 1. A cell is looked up, never worked out. What is stored decides only whether a cell covers this visitor; where
//    that is in doubt the page stays as it is, and Python decides when it is there.
// 2. Everything read from storage is hostile: it can choose among this page's own texts, and nothing else.
// 3. A block built here has the structure of `elements/content.js`, which takes it over and completes it.

const MOST_ADDRESS = 8192;
const MOST_PARAMETERS = 100;
const DAY = 864e5;

/** The key of an address: which accepted value each parameter has; of a repeated parameter the first counts. */
export const keyOf = (parameters, { href, search }) => {
  const query = new URLSearchParams(search);
  const sound = href.length <= MOST_ADDRESS && search.split("&").length <= MOST_PARAMETERS;
  return parameters.map((list) => (sound ? Math.max(0, list.indexOf(query.get(list[0]), 1)) : 0)).join(".");
};

/** The number of the period that `now` (ms) lies in; `ends` are days, the last one 0 for ever. */
export const periodOf = (ends, now) => ends.findIndex((end) => !end || now < end * DAY);

/** {row, from}: slot → block for this page view; no row where nothing covers it. `stored(area, name)` gives a text. */
export const look = (table, stored) => {
  const read = (area, name) => {
    try {
      return JSON.parse(stored(area, `ep:${name}`)) ?? {};
    } catch {
      return {};
    }
  };
  const now = Date.now();
  const key = keyOf(table.parameters, location);
  const choice = read("localStorage", "choice");
  const visit = read("sessionStorage", "visit").v;
  const plan = visit ? read("sessionStorage", "next") : read("localStorage", "plan");
  const ours = plan.v === 1 && plan.bundle === table.bundle && plan.language === table.language;
  if (ours && plan.cells) return { row: now < plan.until ? plan.cells[key] : undefined, from: "memory" };
  const known =
    visit || choice.personalise || choice.optin || choice.remember === "on" ||
    (choice.measure === "on" && !(ours && table.arms.includes(plan.arm)));
  const spans = table.cells[key];
  return { row: known || !spans ? undefined : spans[periodOf(spans.map(([end]) => end), now)][1], from: "first-paint" };
};

/** An element with attributes and children; those that are null, undefined or false are left out. */
export const make = (tag, attributes, ...children) => {
  const element = Document.prototype.createElement.call(document, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child));
  return element;
};

const part = (tag, name, ...children) => make(tag, { class: name, part: name }, ...children);
const button = (name, word) => make("button", { type: "button", class: "link", part: name }, word);

/** The parts of a block's words: title, body, points, cta. */
export const wordsOf = (text, heading) => [
  part(heading, "title", text.title),
  text.body && part("p", "body", text.body),
  text.points?.length && part("ul", "points", ...text.points.map((point) => part("li", "point", point))),
  text.cta && make("a", { class: "cta", part: "cta", href: text.cta.href }, text.cta.label),
];

/** The "why" control; `noted`: with the page's one note around it. `words`: why, note, why in it, off in it. */
export const asideOf = (noted, [why, note, noteWhy, noteOff]) =>
  noted
    ? part("p", "note", `${note} · `, button("why", noteWhy), " · ", button("off", noteOff))
    : make("p", { class: "aside" }, button("why", why));

/** A whole block, as far as it is seen. */
export const block = (text, heading, language, noted, words, marks) => {
  const [title, body, points, cta] = wordsOf(text, heading);
  const foot = make("div", { class: "foot" }, cta, asideOf(noted, words));
  title.id = "title";
  return make("article", { ...marks, class: "block titled", part: "block", lang: language, dir: "auto", tabindex: -1 },
    title, body, points, foot);
};

export const headingOf = (host) => /^h[1-6]$/.exec(host.getAttribute("data-ep-heading"))?.[0] ?? "h3";

/** How what is seen first looks; the rest of the rules comes with the elements. */
export const SHEET = `:host{display:block}:host([hidden]),[hidden]{display:none!important}*{box-sizing:border-box}
.block{font-family:var(--ep-font,inherit);color:var(--ep-text,inherit);overflow-wrap:anywhere}
.title{margin:0;font-size:1.375em;line-height:1.25;font-weight:700;text-wrap:balance}
.body{margin:.6em 0 0;line-height:1.55;max-inline-size:65ch}
.points{margin:.75em 0 0;padding-inline-start:1.25em;line-height:1.5}.points li+li{margin-block-start:.25em}
.foot{display:flex;flex-wrap:wrap;align-items:baseline;gap:.5em 1.25em}
.foot>*{margin-block-start:.9em}.foot>.cta~*{margin-block-start:0}
.cta{display:inline-flex;align-items:center;min-block-size:1.75em;font-weight:600;color:var(--ep-accent,inherit)}
.cta,.link{text-underline-offset:.2em;text-decoration-thickness:1px}
button{font:inherit;color:inherit;cursor:pointer}
.note,.aside{margin-block-end:0;font-size:.8125em;line-height:1.5;color:var(--ep-muted,inherit)}
.link{min-block-size:24px;padding:.15em 0;border:0;background:none;text-decoration:underline}`.replace(/\n/g, "");
