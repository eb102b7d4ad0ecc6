// The loader that `edgepersona inject` writes into a page: it shows what the page's first-paint table says while the
// page is parsed, and installs `window.edgepersona`. Everything else is fetched after the first paint.
//
// Rules
// 1. Slots are filled as the parser makes them: nothing is shown and then replaced, nothing is hidden, nothing moves.
// 2. Calls made before the rest is there wait in promises; what fails rejects them, and the page stays as it is.
// 3. Where personalisation was switched off and nothing is counted, nothing more is fetched until it is asked for.
// 4. While prerendering it waits. Inside another site's frame it has the tables alone: no storage, no interrupts.
// 5. It runs in <head>, before any element of the page could shadow a property of `document`.

import { FIRST } from "./elements/first-style.js";
import { look, read } from "./look.js";
import { defineSlot } from "./slot-element.js";

(() => {
  if (window.edgepersona) return;
  const { documentElement: html, currentScript: script, prerendering } = document;
  const { dataset } = script;
  const dispatch = document.dispatchEvent.bind(document);
  const table = JSON.parse(script.previousElementSibling.textContent);
  const texts = new Map([...document.querySelectorAll("template[data-ep]")].map((one) => [one.dataset.ep, one.content]));

  let settle;
  const api = { ready: new Promise((resolve) => (settle = resolve)) };
  const state = (word) => {
    html.dataset.epState = word;
    if (word === "waiting" || !settle) return;
    const detail = { state: word };
    if (word !== "failed") tell("ready", detail);
    settle(detail);
    settle = 0;
  };
  const tell = (name, detail) => dispatch(new CustomEvent(`ep:${name}`, { detail }));

  let framed;
  try {
    for (let frame = window; frame != top; frame.document) frame = frame.parent;
  } catch {
    framed = true;
  }
  const off = ({ personalise, measure }) =>
    measure !== "on" && /(off.*){4}/.test(JSON.stringify(personalise));

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(FIRST);
  const painted = new Map();
  const first = {
    table,
    painted,
    framed,
    look: () => (first.found = look(table, framed)),
    connected(host) {
      const name = first.found?.[0]?.[host.getAttribute("name")];
      const text = texts.get(name);
      if (!text || painted.has(host)) return;
      const [usual, place] = host.shadowRoot.children;
      place.append(text.cloneNode(true));
      if (!painted.size) place.querySelector(".aside").replaceWith(texts.get("").cloneNode(true));
      usual.hidden = true;
      host.dataset.epBlock = table.exposed ? name : Math.random();
      host.dataset.epFrom = first.found[1];
      painted.set(host, name);
    },
    /** What is pressed before the rest is there is done when it is. */
    pressed(path) {
      if (path.some((node) => painted.has(node) || node.dataset?.epOpen)) open().then(() => first.pressed(path));
    },
  };

  const parsed = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
  let client;
  const open = () =>
    // What client.js imports is asked for beside it, not after it.
    (client ??= parsed.then(() => Promise.all([import(dataset.epBase + "client.js"), import(dataset.epBase + "config.js")])).then(
      ([{ start }]) => start({ ...dataset, html, state, first }),
      () => {
        const code = "client-failed";
        state("failed");
        tell("error", { code, fix: "Serve data-ep-base." });
        throw Object.assign(Error(code), { code });
      },
    ));
  for (const name of "page track signal answer consent quiet optIn forget signOut decide why held outbox sent export".split(" ")) {
    api[name] = (...args) => open().then((all) => all.call(name, args));
  }
  Object.defineProperty(window, "edgepersona", { value: Object.freeze(api) });
  addEventListener("click", (event) => first.pressed(event.composedPath()));

  const begin = () => {
    first.look();
    defineSlot(first, sheet);
    parsed.then(() => {
      if (off(read(!framed && "localStorage", "choice"))) return state("off");
      if (first.found) state("ready");
      new PerformanceObserver(open).observe({ type: "paint", buffered: true });
      setTimeout(open, 3e3); // a hidden tab paints nothing
    });
  };
  state("waiting");
  if (prerendering) document.addEventListener("prerenderingchange", begin);
  else begin();
})();
