// <ep-slot>: a place of the page whose content may be personalised.
//
// Rules
// 1. The page's own children are the default block. They are shown or not shown, never changed, moved or removed.
// 2. What is personalised stands in the shadow root, built from a model; the same model twice builds nothing.
// 3. An inline block never grows smaller than what it takes the place of, unless the visitor's own act did it.
// 4. What interrupts stands above the page and takes no place in it. Focus moves only for a modal, and goes back.
//    Escape and a visible button dismiss it; the page behind stays usable.
// 5. This module decides nothing: it shows what it is given and passes on what the visitor does.

import { direction, make, of } from "../dom.js";
import { MASK, content } from "./content.js";
import { slotSheet } from "./style.js";

const { class: MASK_CLASSES, ...MASK_MARKS } = MASK;
const STYLES = ["modal", "nudge", "banner"];
const inside = new WeakMap(); // host → {root, usual, place, after, live, key, kind, block, back, dismiss}
const above = []; // hosts that interrupt, the topmost last
let hooks;

class Slot extends HTMLElement {
  constructor() {
    super();
    const usual = make("slot");
    const place = make("div", { hidden: true });
    const live = make("p", { class: "status", role: "status", tabindex: "-1" });
    const after = make("div", { hidden: true });
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [slotSheet()];
    root.append(usual, place, after, live);
    inside.set(this, { root, usual, place, after, live, key: null, kind: null, block: null, back: null, dismiss: null });
  }
  connectedCallback() {
    hooks.connected(this);
  }
  disconnectedCallback() {
    hooks.disconnected(this);
  }
}

function card(host, model, acts) {
  const named = { lang: model.language, dir: direction(model.language), tabindex: "-1", part: "block" };
  const titled = model.text ? " titled" : "";
  if (model.kind === "inline") {
    return make("article", { ...named, class: `block${titled}${model.question ? " asks" : ""}` }, ...content(model, acts));
  }
  const style = host.getAttribute("data-ep-style");
  const kind = STYLES.includes(style) ? style : "nudge";
  const close = make("button", {
    type: "button", class: "close", part: "dismiss", "aria-label": model.word("slot-dismiss"), click: acts.dismiss,
  });
  return make(
    "section",
    {
      ...named,
      class: `block over ${kind}${titled}`,
      role: kind === "modal" ? "dialog" : "region",
      "aria-modal": kind === "modal" && "false",
      "aria-labelledby": model.text ? "title" : "ask",
    },
    ...content(model, acts),
    close,
  );
}

function lift(host, state) {
  const { block } = state;
  if (typeof block.showPopover === "function") {
    block.setAttribute("popover", "manual");
    block.showPopover();
  }
  above.push(host);
  if (block.classList.contains("modal")) {
    state.back = of("activeElement");
    block.focus({ preventScroll: true });
  }
}

function lower(host, state, hadFocus) {
  const index = above.indexOf(host);
  if (index >= 0) above.splice(index, 1);
  if (hadFocus && state.back?.isConnected) state.back.focus({ preventScroll: true });
  state.back = null;
}

/** How the live region looks: `status` is for screen readers alone, `thanks` is seen. */
function look(live, name) {
  live.classList.remove("status", "thanks");
  live.classList.add(name);
}

/**
 * Shows `model` in the slot, or the default for null. A model: {kind, block, text, because, question, word,
 * language, heading, masked, noted, pinned}. `acts`: answer, clicked, dismiss, notHelpful, off, panel.
 * Returns the element to watch for an impression.
 */
export function show(host, model, acts) {
  const state = inside.get(host);
  const { root, usual, place, live } = state;
  const key = model && JSON.stringify({ ...model, word: null, pinned: null });
  if (key === state.key) return state.block ?? host;
  const hadFocus = root.activeElement !== null;
  const wasOver = state.block?.classList.contains("over");
  const height = model?.pinned ? host.getBoundingClientRect().height : 0;
  Object.assign(state, { key, block: model && card(host, model, acts), dismiss: acts?.dismiss });
  place.replaceChildren(...(state.block ? [state.block] : []));
  place.hidden = !model;
  place.style.minBlockSize = height ? `${height}px` : "";
  usual.hidden = Boolean(model) && model.kind === "inline";
  if (model) {
    state.kind = model.kind;
    look(live, "status");
    live.lang = model.language;
    live.dir = direction(model.language);
    if (model.masked) {
      live.classList.add(...MASK_CLASSES.split(" "));
      for (const [name, value] of Object.entries(MASK_MARKS)) live.setAttribute(name, value);
    }
  }
  if (wasOver) lower(host, state, hadFocus);
  if (model?.kind === "interrupt") {
    lift(host, state);
    live.textContent = model.word("slot-notice", { title: model.text?.title ?? model.question?.ask ?? "" });
  } else if (hadFocus && !wasOver) (state.block ?? live).focus({ preventScroll: true });
  return state.block ?? host;
}

/** Tells the visitor something short; visibly, in the slot's place, where nothing else stands there. */
export function say(host, text) {
  const { live, block, kind } = inside.get(host);
  const visible = text && kind === "inline" && !block && !host.firstElementChild;
  look(live, visible ? "thanks" : "status");
  live.textContent = text;
}

/** Puts a question of the SDK's own below what stands in the slot; null takes it away. */
export function ask(host, model, acts) {
  const { after } = inside.get(host);
  const named = model && { class: "block asks", part: "block", lang: model.language, dir: direction(model.language) };
  after.replaceChildren(...(model ? [make("article", named, ...content(model, acts))] : []));
  after.hidden = !model;
}

/** Lets a pinned slot find its own height again, as after a change of the window's width. */
export const release = (host) => {
  inside.get(host).place.style.minBlockSize = "";
};

/** Greys the slot's buttons while an answer is on its way; focus stays where it is. */
export function wait(host, yes) {
  for (const button of inside.get(host).root.querySelectorAll("button")) {
    if (yes) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function escape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || above.length === 0) return;
  const path = event.composedPath();
  const host = above.find((one) => path.includes(one)) ?? above.at(-1);
  const elsewhere = path.some((node) => node instanceof Element && node.matches("dialog,[role=dialog],ep-panel"));
  if (elsewhere && !path.includes(host)) return;
  event.preventDefault();
  inside.get(host).dismiss();
}

/** Defines the element. `connected(host)` and `disconnected(host)` are called as slots come and go. */
export function define(connected, disconnected) {
  hooks = { connected, disconnected };
  addEventListener("keydown", escape);
  customElements.define("ep-slot", Slot);
}
