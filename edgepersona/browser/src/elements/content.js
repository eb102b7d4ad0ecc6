// What stands inside a block: title, body, points, link, question, and the reason why it is there.
//
// Rules
// 1. Everything Python gives is text and becomes text nodes; a link's address is the one exception, and
//    it is kept only if the browser itself reads it as http(s), mailto, tel or a place on this page.
// 2. Every personalised block can be asked why it is there, and told that it does not help.
// 3. Where other scripts may not read along (`masked`), what is personal carries the marks that common
//    session replay tools honour. Words are masked. A link's address and a click on an option say as much as words do,
//    and no mask covers them: links and options are left out whole.
// 4. Nothing here listens: `slot.js` hears what is pressed by its part. So a block that stood there at the first paint,
//    which `edgepersona inject` writes with this very structure, needs no more than what is missing from it.

import { make } from "../dom.js";

const PROTOCOLS = ["http:", "https:", "mailto:", "tel:"];

export const MASK = {
  class: "rr-mask fs-mask nr-mask amp-mask mp-mask ph-mask sentry-mask",
  "data-private": "",
  "data-hj-suppress": "",
  "data-sl": "mask",
  "data-clarity-mask": "true",
  "data-dd-privacy": "mask",
  "data-sentry-mask": "",
  "data-matomo-mask": "",
  "data-cs-mask": "",
  "data-dtrum-mask": "",
  "data-heap-redact-text": "true",
};

/** For what a replay is to leave out: an empty box takes its place. */
export const LEFT_OUT = {
  ...MASK,
  class: `${MASK.class} rr-block fs-exclude nr-block amp-block mp-block ph-no-capture sentry-block`,
  "data-dd-privacy": "hidden",
  "data-sentry-block": "",
  "data-heap-redact-attributes": "href",
};

/** The attributes of a personal element: its part, its class, and the marks if it is to be masked. */
export const personal = (masked, part, marks = MASK) =>
  masked ? { ...marks, part, class: `${part} ${marks.class}` } : { part, class: part };

/** The anchor with `href`, or without one if the browser reads it as anything but an allowed address. */
export function link(anchor, href) {
  if (typeof href !== "string" || href.length > 2_000 || /[\u0000-\u001f\u007f]/.test(href)) return anchor;
  anchor.setAttribute("href", href);
  if (!PROTOCOLS.includes(anchor.protocol) || anchor.username || anchor.password) anchor.removeAttribute("href");
  return anchor;
}

function words(model) {
  const { text, masked, heading } = model;
  const mask = (part) => personal(masked, part);
  if (!text) return {};
  const points = Array.isArray(text.points) ? text.points : [];
  const anchor = text.cta && link(make("a", personal(masked, "cta", LEFT_OUT), String(text.cta.label)), text.cta.href);
  return {
    title: make(heading, { ...mask("title"), id: "title" }, text.title),
    body: text.body && make("p", mask("body"), String(text.body)),
    points: points.length > 0 && make("ul", mask("points"), ...points.map((one) => make("li", mask("point"), String(one)))),
    cta: anchor?.hasAttribute("href") && anchor,
  };
}

function question(model) {
  const { question: asked, masked } = model;
  if (!asked) return null;
  const options = asked.options.map(({ label }) =>
    make("button", { type: "button", ...personal(masked, "option") }, String(label)));
  return make(
    "fieldset",
    { part: "question", "aria-describedby": asked.why && "reason" },
    make("legend", { ...personal(masked, "ask"), id: "ask" }, asked.ask),
    asked.why && make("p", { ...personal(masked, "reason"), id: "reason" }, String(asked.why)),
    make("div", personal(masked, "options", LEFT_OUT), ...options),
  );
}

/** The "why" control with what it opens, and where this block carries it, the page's one note. */
function reasons(model) {
  const { word, masked, because, noted, text } = model;
  if (because === "") return {};
  const area = make(
    "div",
    { class: "because", part: "because", id: "because", hidden: true },
    make("p", personal(masked, "because-text"), because ?? word("panel-waiting")),
    make(
      "div",
      { class: "acts" },
      make("button", { type: "button", class: "link", part: "not-helpful" }, word("slot-not-helpful")),
      make("button", { type: "button", class: "link", part: "data" }, word("slot-data")),
    ),
  );
  const why = make(
    "button",
    {
      type: "button",
      class: "link",
      part: "why",
      "aria-expanded": "false",
      "aria-controls": "because",
      "aria-describedby": text && "title",
    },
    word(noted ? "slot-note-why" : "slot-why"),
  );
  const foot = noted
    ? make(
        "p",
        { class: "note", part: "note" },
        `${word("slot-note")} · `,
        why,
        " · ",
        make("button", { type: "button", class: "link", part: "off" }, word("slot-note-off")),
      )
    : make("p", { class: "aside" }, why);
  return { foot, area };
}

/** The model of the SDK's own question, whether to remember what was answered. */
export const toRemember = (word, language) => ({
  kind: "ask",
  because: "",
  word,
  language,
  question: {
    id: "remember",
    ask: word("remember-ask"),
    why: word("remember-why"),
    options: ["on", "off"].map((value) => ({ value, label: word(value === "on" ? "remember-yes" : "remember-no") })),
  },
});

/** The children of a block, in reading order. */
export function content(model) {
  const { title, body, points, cta } = words(model);
  const { foot, area } = reasons(model);
  const later =
    model.question &&
    model.kind === "inline" &&
    make("button", { type: "button", class: "link", part: "dismiss" }, model.word("slot-later"));
  const row = [cta, later && make("p", { class: "aside" }, later), foot].filter(Boolean);
  return [title, body, points, question(model), row.length > 0 && make("div", { class: "foot" }, ...row), area];
}
