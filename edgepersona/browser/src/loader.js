// The loader: a classic script in <head>, async, tiny. It installs `window.edgepersona` and fetches the rest.
//
// Rules
// 1. It never blocks paint, never writes to the page's content, and sends nothing.
// 2. Calls made before the rest is there wait in promises; what fails rejects them, and the page stays as it is.
// 3. Where personalisation was switched off and nothing is counted, nothing more is fetched until it is asked for.
// 4. While prerendering it waits. Inside another site's frame it stays off: no storage, no interrupts.
// 5. The stored choice may be hostile: two words are looked for, everything else about it is Python's.

(() => {
  if (Object.hasOwn(window, "edgepersona")) return;
  // Read through the prototype: `<img name="documentElement">` would shadow the plain property.
  const of = (name) => Object.getOwnPropertyDescriptor(Document.prototype, name)?.get.call(document);
  const html = of("documentElement");
  const script = of("currentScript");
  const { epBase } = script.dataset;
  const base = new URL(epBase ?? ".", epBase || !script.src ? location.href : script.src).href;

  let settle;
  let failed = false;
  const ready = new Promise((resolve) => (settle = resolve));

  const state = (word) => {
    html.setAttribute("data-ep-state", word);
    if (word !== "waiting") settle({ state: word });
  };
  const fail = (code, fix) => {
    if (failed) return;
    failed = true;
    state("failed");
    EventTarget.prototype.dispatchEvent.call(document, new CustomEvent("ep:error", { detail: { code, fix } }));
  };
  const recover = () => {
    failed = false;
    state("waiting");
  };

  const framed = () => {
    try {
      for (let frame = window; frame !== frame.parent; frame = frame.parent) void frame.parent.document.nodeType;
      return false;
    } catch {
      return true;
    }
  };
  const when = (arrived, event, target) =>
    arrived || new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));
  const shown = () =>
    when(!of("prerendering"), "prerenderingchange", {
      addEventListener: (...args) => EventTarget.prototype.addEventListener.apply(document, args),
    });

  let client;
  const open = () =>
    (client ??= (async () => {
      await shown();
      if (framed()) throw Object.assign(new Error("inside another site's frame nothing is kept"), { code: "framed" });
      await when(of("readyState") !== "loading", "DOMContentLoaded", window);
      const failure = { code: "client-failed", fix: "Serve client.js and config.js of the build from data-ep-base." };
      try {
        const { start } = await import(new URL("client.js", base).href);
        return start({ ...script.dataset, base, html, state, fail, recover });
      } catch {
        fail(failure.code, failure.fix);
        throw Object.assign(new Error(failure.fix), failure);
      }
    })());

  const api = { __proto__: null, ready };
  for (const name of ("page track signal answer consent quiet optIn forget signOut decide " +
    "why held outbox sent export").split(" ")) {
    api[name] = (...args) => open().then((all) => all.call(name, args));
  }
  Object.defineProperty(window, "edgepersona", { value: Object.freeze(api) });

  window.addEventListener("click", (event) => {
    const opener = event.composedPath().find((node) => node instanceof Element && node.matches("[data-ep-open=panel]"));
    if (opener) open().then((all) => all.openPanel(opener), () => {});
  });

  const off = () => {
    try {
      const { personalise: said, measure } = JSON.parse(localStorage.getItem("ep:choice"));
      const tiers = typeof said === "string" ? [said] : Object.values(said);
      return measure !== "on" && (said === "off" || (tiers.length > 3 && tiers.every((word) => word === "off")));
    } catch {
      return false;
    }
  };

  html.setAttribute("data-ep-state", "waiting");
  Promise.resolve(shown()).then(() => {
    if (framed() || off()) state("off");
    else open().catch(() => {});
  });
})();
