// <ep-slot>: a place of the page whose content may be personalised.
//
// Rules
// 1. The page's own children are the default block. They are shown or not shown, never changed, moved or removed.
// 2. What is personalised stands in the shadow root, built from a model; the same model twice builds nothing.
// 3. An inline block never grows smaller than what it takes the place of, unless the visitor's own act did it.
// 4. What interrupts stands above the page and takes no place in it. Focus moves only for a modal, and goes back.
//    Escape and a visible button dismiss it; the page behind stays usable.
// 5. This module decides nothing: it shows what it is given and passes on what the visitor does.

import { all, direction, make, of } from "../dom.js";
import { furniture, slotSheet } from "../furnish.js";
import { defineSlot } from "../slot-element.js";

const STYLES = ["modal", "nudge", "banner"];
const inside = new WeakMap(); // host → what stands in it, see `stateOf`
const above = []; // hosts that interrupt, the topmost last

function stateOf(host) {
  const known = inside.get(host);
  if (known) return known;
  const root = host.shadowRoot;
  const [usual, place] = root.children;
  const live = make("p", { class: "status", role: "status", tabindex: "-1" });
  const after = make("div");
  const asked = { root, block: null, model: null, acts: null }; // what stands below, as `ask` put it there
  const state = { root, usual, place, after, asked, live, key: undefined, kind: null, model: null, block: null, back: null, acts: null };
  root.adoptedStyleSheets = [slotSheet()];
  root.append(after, make("div", {}, live));
  place.addEventListener("click", ({ target }) => press(state, target));
  after.addEventListener("click", ({ target }) => press(asked, target));
  inside.set(host, state);
  return state;
}

/** What a press means, by the part it was on. */
function press({ acts, block, model, root }, target) {
  const control = target.closest("a,button");
  const on = (part) => control?.getAttribute("part") === part;
  if (!acts || !control) return;
  if (on("cta")) acts.clicked();
  else if (on("option")) {
    const place = [...block.querySelectorAll("[part=option]")].indexOf(control);
    acts.answer(model.question.id, model.question.options[place].value);
  } else if (on("dismiss")) acts.dismiss();
  else if (on("not-helpful")) acts.notHelpful();
  else if (on("off")) acts.off();
  else if (on("data")) acts.panel();
  else if (on("why")) {
    const area = root.getElementById("because");
    area.hidden = !area.hidden;
    control.setAttribute("aria-expanded", String(!area.hidden));
    if (!area.hidden) acts.why();
  }
}

/** Whether what stands in a slot was shown by this module. */
export const holds = (host) => inside.has(host) && inside.get(host).key !== undefined;

/** A press that came before this module was there. */
export const pressed = (host, target) => press(stateOf(host), target);

function card(host, model) {
  const named = { lang: model.language, dir: direction(model.language), tabindex: "-1", part: "block" };
  const titled = model.text ? " titled" : "";
  if (model.kind === "inline") {
    return make("article", { ...named, class: `block${titled}${model.question ? " asks" : ""}` }, ...furniture().content(model));
  }
  const style = host.getAttribute("data-ep-style");
  const kind = STYLES.includes(style) ? style : "nudge";
  const close = make("button", {
    type: "button", class: "close", part: "dismiss", "aria-label": model.word("slot-dismiss"),
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
    ...furniture().content(model),
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

/** What the loader painted: its element, and its words as a View has them. */
export function painted(host) {
  const element = host.shadowRoot.children[1].firstElementChild;
  const part = (name) => element.querySelector(`[part=${name}]`);
  const link = part("cta");
  const text = {
    title: part("title").textContent,
    body: part("body")?.textContent,
    points: [...element.querySelectorAll("[part=point]")].map((point) => point.textContent),
    cta: link && { label: link.textContent, href: link.getAttribute("href") },
  };
  return { element, text };
}

/** What of a model is built; its reason is filled in, its words and its pin are not seen. */
const keyOf = (model) => model && JSON.stringify({ ...model, because: null, word: null, pinned: null });

/** The text behind "why"; before it is known, that it is on its way. */
function explain({ root, model }) {
  const said = root.querySelector("[part=because-text]");
  const text = model?.because ?? model?.word("panel-waiting");
  if (said && said.textContent !== text) said.textContent = text;
}

/** Completes a block that stood there at the first paint; whether it is the same block. */
function graft(old, fresh) {
  if (old.tagName !== fresh.tagName || (!fresh.firstElementChild && old.textContent !== fresh.textContent)) return false;
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  return [...fresh.children].every((child, place) => {
    if (old.children[place]) return graft(old.children[place], child);
    old.append(child);
    return true;
  });
}

/**
 * Shows `model` in the slot, or the default for null. A model: {kind, block, text, because, question, word,
 * language, heading, masked, noted, pinned}; a reason that is not known yet is null. `acts`: answer, clicked,
 * dismiss, notHelpful, off, panel, why. Returns the element to watch for an impression.
 */
export function show(host, model, acts) {
  const state = stateOf(host);
  const { root, usual, place, live } = state;
  const key = keyOf(model);
  if (key === state.key) {
    if (model) Object.assign(state, { model, acts });
    explain(state);
    return state.block ?? host;
  }
  const painted = state.key === undefined && place.firstElementChild;
  const hadFocus = root.activeElement !== null;
  const wasOver = state.block?.classList.contains("over");
  const height = model?.pinned ? host.getBoundingClientRect().height : 0;
  const kept = painted && model && graft(painted, card(host, model));
  Object.assign(state, { key, model, acts, block: kept ? painted : model && card(host, model) });
  if (!kept) {
    place.replaceChildren(...(state.block ? [state.block] : []));
    place.style.minBlockSize = height ? `${height}px` : "";
    usual.hidden = model?.kind === "inline";
  }
  if (model) {
    state.kind = model.kind;
    live.className = "status";
    live.lang = model.language;
    live.dir = direction(model.language);
    for (const [name, value] of Object.entries(model.masked ? furniture().MASK : {})) live.parentNode.setAttribute(name, value);
  }
  if (wasOver) lower(host, state, hadFocus);
  if (model?.kind === "interrupt") {
    lift(host, state);
    live.textContent = model.word("slot-notice", { title: model.text?.title ?? model.question?.ask ?? "" });
  } else if (hadFocus && !wasOver && !kept) (state.block ?? live).focus({ preventScroll: true });
  return state.block ?? host;
}

/** Tells the visitor something short; visibly, in the slot's place, where nothing else stands there. */
export function say(host, text) {
  const { live, block, kind } = stateOf(host);
  const visible = text && kind === "inline" && !block && !host.firstElementChild;
  live.className = visible ? "thanks" : "status";
  live.textContent = text;
}

/** Puts a question of the SDK's own below what stands in the slot; null takes it away. */
export function ask(host, model, acts) {
  const { after, asked } = stateOf(host);
  const named = model && { class: "block asks", part: "block", lang: model.language, dir: direction(model.language) };
  const block = model && make("article", named, ...furniture().content(model));
  Object.assign(asked, { block, model, acts });
  after.replaceChildren(...(block ? [block] : []));
}

/** Lets a pinned slot find its own height again, as after a change of the window's width. */
export const release = (host) => {
  stateOf(host).place.style.minBlockSize = "";
};

/** Greys the slot's buttons while an answer is on its way; focus stays where it is. */
export function wait(host, yes) {
  for (const button of stateOf(host).root.querySelectorAll("button")) {
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
  stateOf(host).acts.dismiss();
}

/**
 * Makes the page's slots this module's. `first` is what the page's own loader left, null without one; `connected(host)`
 * and `disconnected(host)` are called as slots come and go, and at once for those that are there.
 */
export function define(first, connected, disconnected) {
  addEventListener("keydown", escape);
  const hooks = { connected, disconnected };
  if (!first) return defineSlot(hooks, slotSheet());
  Object.assign(first, hooks);
  all("ep-slot").forEach(connected);
}
