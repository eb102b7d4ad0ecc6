// The browser half's conductor: page views, requests to Python, and what follows from its answers.
//
// Rules
// 1. JavaScript never scores, filters or explains. It gathers what Python may know, and shows what it answers.
// 2. A page view starts with one `page` request; everything else waits for its answer. What fails or comes
//    after the deadline leaves the page as it is, tells once, and is over for this page view.
// 3. Another page view is a load, a return from the back/forward cache, or `page()`.
// 4. The panel reads through a handle that only this module can make; other scripts get `api`, no more.

import config from "./config.js";
import { actsOf } from "./acts.js";
import { api } from "./api.js";
import * as choice from "./choice.js";
import { core } from "./core.js";
import { device } from "./device.js";
import { all, emit, of } from "./dom.js";
import { define } from "./elements/slot.js";
import { failure, fixOf } from "./failures.js";
import { friction } from "./friction.js";
import { impressions } from "./impressions.js";
import { leave, take } from "./left.js";
import { outside } from "./outside.js";
import { pageFacts } from "./page-facts.js";
import { sender } from "./sender.js";
import { stage } from "./stage.js";
import { stores } from "./stores.js";
import { tabs } from "./tabs.js";
import { pinOf } from "./trusted-bundle.js";
import { schedule, spare } from "./when.js";
import { withoutPython } from "./without-python.js";
import { lookup, words } from "./words.js";

const TELLS = { __proto__: null, answer: "look", consent: "look", quiet: "look", optIn: "look", forget: "look", signOut: "signOut" };
const LATEST = 2_000_000_000; // setTimeout's own limit is 2^31 ms

let started = false;

/** Called once, by the loader: {base, html, state, fail, recover, start, deadline, language, epKey, epMinBuild}. */
export function start(options) {
  if (started) throw failure("failed");
  started = true;

  const { base, html } = options;
  if (config.preview?.includes(location.hostname) && /[?&]ep-preview=1(&|$)/.test(location.search)) {
    return import(new URL("preview.js", base).href).then((preview) => preview.start(options));
  }
  const deadline = Number(options.deadline) || config.deadline || 5_000;
  const exposed = config.expose === "ids";
  const language = options.language ?? navigator.languages?.join(",") ?? config.languages[0];
  const unsaved = new Set(); // acts on their way to Python

  let view = null;
  let word = null;
  let first = null; // the promise of this page view's first answer
  let failed = null;
  let epoch = 0;
  let again;
  let panels = 0;
  let stale = false;
  let counted = false;

  const store = stores(() => emit("error", { code: "storage-unavailable", fix: fixOf("storage-unavailable") }));
  const python = core(base, pinOf(config, options), config.bundle, (code) => lose(code));
  const facts = pageFacts(() => look());
  const sources = outside(() => look(true));
  const annoyance = friction(() => run({ do: "track", event: "friction" }).catch(() => {}));
  const ask = device({
    core: python,
    stores: store,
    patience: deadline,
    page: () => ({
      ...facts.read(),
      showing: scene.showing(),
      slots: scene.slots(),
      counted, // an arm that was drawn since this page view began does not change it
      hold: panels > 0 || of("hidden"), // nothing starts to interrupt behind the panel, or unseen
    }),
    env: () => ({ language, url: location.href, gpc: navigator.globalPrivacyControl === true, outside: sources.read() }),
  });
  const post = sender(config.collector, async (call) => {
    if (failed) throw failed;
    const answer = await ask(call);
    if (answer.due !== undefined) post.due(answer.due);
    return answer.value;
  });
  const watching = impressions((element) => {
    const host = watched.get(element);
    const now = scene.see(host);
    const speaks = now?.block != null && !now.default;
    if ((now ? now.kind === "inline" && now.block !== null : host.childElementCount > 0) && !failed) facts.valueSeen();
    if (!speaks) return;
    emit("shown", { slot: now.name });
    outcome(host, now.block, "shown", false);
  });
  const watched = new Map(); // element → host; one element for each host
  const unwatch = (host) => {
    for (const [element, of] of watched) {
      if (of !== host) continue;
      watching.forget(element);
      watched.delete(element);
    }
  };
  const watch = (element, host) => {
    unwatch(host);
    watched.set(element, host);
    watching.watch(element);
  };
  const scene = stage({ exposed, watch, actsOf: (host, entry) => actsOf(host, entry, conduct) });
  const { tell } = tabs(hear);
  const conduct = {
    run,
    outcome,
    consent,
    openPanel,
    word: (id) => word(id),
    asked: () => view?.ask,
    language: () => spoken(),
    dismiss: (host) => scene.dismiss(host),
  };

  // --- page views ---

  function lose(code) {
    if (failed) return;
    failed = failure(code);
    clearTimeout(again);
    post.due(null);
    options.fail(code, failed.message);
  }

  /** The first answer of this page view; starts Python if need be. */
  function begin() {
    if (failed) return Promise.reject(failed);
    if (first) return first;
    const mine = ++epoch;
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(failure("deadline")), deadline)));
    words(base, spoken()).catch(() => {}); // on their way while Python boots
    const opening = python.start().then(async () => {
      const { acts, away } = take();
      for (const act of acts) {
        if (mine !== epoch || failed) return;
        await ask({ do: "outcome", ...act });
      }
      if (mine !== epoch || failed) return;
      const answer = await ask({ do: "page", friction: annoyance.arrived(away) });
      if (answer.error) throw failure(answer.error.code, answer.error.message);
      await show(answer, false, mine);
    });
    first = Promise.race([opening, late])
      .catch((error) => {
        if (mine === epoch) lose(error.code ?? "failed");
        throw failed ?? error;
      })
      .finally(() => clearTimeout(timer));
    opening.catch(() => {}); // when it comes too late, it has been told already
    first.catch(() => {});
    return first;
  }

  /** `told`: what was ignored has its note already. */
  async function page(told = false) {
    for (const { name, block } of told ? [] : scene.ignored()) {
      if (first && !failed) ask({ do: "outcome", slot: name, block, outcome: "ignored" }).catch(() => {});
    }
    if (failed) options.recover();
    failed = first = null;
    scene.reset();
    facts.reset();
    annoyance.reset();
    await begin();
  }

  async function show(answer, own, mine = epoch) {
    if (answer.due !== undefined && !failed) post.due(answer.due);
    if (!answer.view) return;
    counted = answer.view.counted;
    const speak = await words(base, answer.view.language, python.build.files);
    if (mine !== epoch || failed) return;
    const fresh = !html.hasAttribute("data-ep-python");
    view = answer.view;
    word = speak;
    facts.showed(view.slots);
    scene.apply(view, word, { own });
    html.setAttribute("data-ep-python", "live");
    options.state(view.state);
    if (fresh) emit("ready", { state: view.state });
    if (fresh) spare(() => python.keep());
    if (fresh && python.build.signed === "hash") emit("error", { code: "signature-unchecked", fix: fixOf("signature-unchecked") });
    clearTimeout(again);
    if (view.again !== null) again = setTimeout(look, Math.min(Math.max(view.again - Date.now(), 1_000), LATEST));
  }

  // --- calls ---

  async function run(call, own = false) {
    await begin();
    const mine = epoch;
    let answer;
    try {
      answer = await ask(call);
    } catch (error) {
      if (error.code === "bad-answer" && mine === epoch) lose(error.code);
      throw error;
    }
    await show(answer, own, mine);
    if (answer.error) throw failure(answer.error.code, answer.error.message);
    if (call.do === "forget" && call.what === null) {
      forgotten();
      tell("forget");
    } else if (call.do in TELLS) tell(TELLS[call.do]);
    return answer.value;
  }

  /** Asks again when something about the page has turned; one at a time, and never in a hidden tab. */
  let looking = false;
  let owned = false; // the look that is due follows from the visitor's own act
  function look(own = false) {
    if (!view || failed || !python.live) return;
    owned ||= own === true;
    stale = of("hidden") || looking;
    if (stale) return;
    looking = true;
    const acted = owned;
    owned = false;
    run({ do: "look" }, acted)
      .catch(() => {})
      .finally(() => {
        looking = false;
        if (stale) look();
      });
  }

  /** Another tab's word. What it forgot includes this tab's visit; nothing newer than that is touched. */
  function hear(message) {
    if (view && !failed) {
      const call = { do: message === "signOut" ? "signOut" : "look" };
      ask(call, message === "forget" ? { visit: null, page: null } : {}).then((answer) => show(answer, true), () => {});
    } else if (message === "forget") store.endVisit();
    if (message === "forget") forgotten();
  }

  /** What stood there while everything was deleted is not told about again in this page view. */
  function forgotten() {
    take();
    [...watched.values()].forEach(unwatch);
  }

  /** Tells Python what happened to a block; whether it heard. */
  async function outcome(host, block, what, own) {
    const act = { slot: host.getAttribute("name"), block, outcome: what };
    if (what !== "shown") unsaved.add(act);
    const done = await run({ do: "outcome", ...act }, own).then(
      () => true,
      () => false,
    );
    unsaved.delete(act);
    return done;
  }

  const { withdraw, wipe } = withoutPython({ store, tell: (message) => tell(message), off: () => options.state("off") });

  async function consent(changes, by) {
    try {
      await run({ do: "consent", changes, by }, true);
    } catch (error) {
      if (!failed || !choice.withdraws(changes)) throw error;
      await withdraw(changes);
    }
  }

  // --- the panel ---

  const spoken = () => view?.language ?? lookup(language, config.languages);

  async function openPanel(opener) {
    panels += 1;
    try {
      const panel = new URL("panel.js", base).href;
      if (python.build) await fetch(panel, { integrity: python.build.files["panel.js"] });
      const { open } = await import(panel);
      await open({
        opener,
        words: () => words(base, spoken(), python.build?.files),
        build: () => python.build,
        language: spoken,
        slots: () => (view ? [...view.slots.keys()] : []),
        titleOf: (name) => all("ep-slot").find((host) => host.getAttribute("name") === name)?.getAttribute("data-ep-label") ?? name,
        masked: !exposed,
        live: () => (failed ? python.start() : begin()),
        // After a failure the page stays as it is, but what the visitor asks for in the panel is still done.
        ask: async (call) => {
          if (!failed) return run(call, true);
          const answer = await ask(call);
          if (answer.error) throw failure(answer.error.code, answer.error.message);
          return answer.value;
        },
        withdraw,
        wipe,
      });
    } catch {
      emit("error", { code: "panel-failed", fix: fixOf("panel-failed") });
    } finally {
      panels -= 1;
      look();
    }
  }

  // --- the page's own life ---

  addEventListener("pagehide", () => {
    const ignored = scene.ignored().map(({ name, block }) => ({ slot: name, block, outcome: "ignored" }));
    if (view?.state !== "off") leave([...unsaved, ...ignored], annoyance.leaving());
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || !first) return;
    annoyance.returned();
    page(true).catch(() => {});
  });
  addEventListener("click", (event) => event.composedPath().forEach((node) => scene.respond(node)), true);
  addEventListener("visibilitychange", () => look(), true); // what had to wait in a hidden tab may start now

  define(
    (host) => {
      watch(host, host);
      if (view && !failed && word) scene.apply(view, word, { only: host });
    },
    (host) => {
      unwatch(host);
      scene.detach(host);
    },
  );

  const held = () => {
    try {
      return sessionStorage.getItem("ep:visit") !== null || choice.agreed(localStorage.getItem("ep:choice"), "remember");
    } catch {
      return false;
    }
  };
  schedule(options.start ?? config.start, held, () => begin().catch(() => {}));

  return {
    api: api({ act: run, read: run, page, consent: (changes) => consent(changes, "page"), exposed }),
    openPanel,
  };
}
