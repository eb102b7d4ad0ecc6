// The browser half's conductor: page views, requests to Python, and what follows from its answers.
//
// Rules
// 1. JavaScript never scores, filters or explains. It gathers what Python may know, and shows what it answers.
// 2. A page view starts with one `page` request; everything else waits for its answer. What fails or comes
//    after the deadline leaves the page as it is, tells once, and is over for this page view.
// 3. Another page view is a load, a return from the back/forward cache, or `page()`.
// 4. The panel reads through a handle that only this module can make; other scripts get `api`, no more.
// 5. What stood there at the first paint stands. Until Python has spoken, the build's tables do, as far as they
//    cover what happens; what is done meanwhile waits for Python in order, and its first View comes after all of it.

import config from "./config.js";
import { actsOf } from "./acts.js";
import * as choice from "./choice.js";
import { all, emit, of } from "./dom.js";
import { define, holds, painted, pressed } from "./elements/slot.js";
import { failure, fixOf } from "./failures.js";
import { foresight } from "./foresight.js";
import { friction } from "./friction.js";
import { speech } from "./furnish.js";
import { impressions } from "./impressions.js";
import { leave } from "./left.js";
import { imported, trust } from "./listed.js";
import { pageFacts } from "./page-facts.js";
import { stage } from "./stage.js";
import { tabs } from "./tabs.js";
import { schedule } from "./when.js";
import { lookup } from "./lookup.js";

const TELLS = { __proto__: null, answer: "look", consent: "look", quiet: "look", optIn: "look", forget: "look", signOut: "signOut" };
const LATEST = 2_000_000_000; // setTimeout's own limit is 2^31 ms

let started = false;

/**
 * Called once, by the loader: its own data attributes, {html, state}, and {base, fail, recover} from `loader.js`
 * or {first} from `first.js`: the table, and what was painted by it.
 */
export function start(options) {
  if (started) throw failure("failed");
  started = true;

  const { html, first: paint = null } = options;
  const base = options.base ?? new URL(options.epBase, location.href).href;
  const deadline = Number(options.epDeadline) || config.deadline || 5_000;
  const policy = options.epStart ?? config.start;
  const exposed = config.expose === "ids";
  const language = options.epLanguage ?? navigator.languages?.join(",") ?? config.languages[0];
  const absent = config.profile === "tables-only" || paint?.framed === true; // Python will never be there
  const unsaved = new Set(); // acts on their way to Python
  const queue = []; // calls made before this page view's first answer: {call, own, resolve, reject}

  let view = null;
  let word = null;
  let first = null; // the promise of this page view's first answer
  let answered = false; // whether it is there
  let coming = {}; // slot → block of what was told to interrupt, and is about to be shown
  let foresee = paint && foresight(base, options.epLanguage, paint.table, paint.found?.[1] === "first-paint");
  let failed = null;
  let epoch = 0;
  let again;
  let panels = 0;
  let stale = false;
  let engine = null; // backstage.js at work, once it is there

  if (config.preview?.includes(location.hostname) && /[?&]ep-preview=1(&|$)/.test(location.search)) {
    return imported(base, "preview.js").then((preview) => preview.start({ ...options, base }), unfit);
  }

  const facts = pageFacts(() => look());
  const annoyance = friction(() => noted({ do: "track", event: "friction" }));
  let waking;
  // Before Python, its worker compares backstage.js, too; without Python nobody else does.
  const wake = () =>
    (waking ??= (absent ? imported(base, "backstage.js") : import(new URL("backstage.js", base).href)).then(
      ({ connect }) => (engine = connect(needs)),
      () => {
        waking = null;
        unfit();
      },
    ));
  const needs = {
    base,
    config,
    options,
    lost: lose,
    trouble: (fix) => emit("error", { code: "storage-unavailable", fix }),
    request: {
      patience: deadline,
      page: () => ({
        ...facts.read(),
        showing: { ...scene.showing(), ...coming },
        slots: scene.slots(),
        hold: panels > 0 || of("hidden"), // nothing starts to interrupt behind the panel, or unseen
      }),
      env: () => ({
        language,
        url: location.href,
        gpc: navigator.globalPrivacyControl === true,
        plans: paint !== null,
      }),
    },
    relay(answer) {
      if (failed) throw failed;
      if (answer.due !== undefined) engine.post.due(answer.due);
      return answer.value;
    },
    heard: () => look(true),
    tell: (message) => tell(message),
    calls: { run, answer, exposed, gone: () => absent || failed },
    off(word = "off") {
      foresee?.end();
      scene.clear();
      options.state(word);
    },
  };
  const build = () => engine?.python.build;
  const ask = async (call, dropped) => (await wake()).ask(call, dropped);
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
  const scene = stage({ exposed, painted: paint?.painted, watch, actsOf: (host, entry) => actsOf(host, entry, conduct) });
  const { tell } = tabs(hear);
  const conduct = {
    answer,
    why,
    outcome,
    consent,
    openPanel,
    word: (id) => word(id),
    asked: () => view?.ask,
    language: () => spoken(),
    dismiss: (host) => scene.dismiss(host),
  };

  // --- page views ---

  function lose(code, fix) {
    if (failed) return;
    failed = failure(code, fix);
    clearTimeout(again);
    engine?.post.due(null);
    queue.splice(0).forEach(({ reject }) => reject(failed));
    if (paint) {
      options.state("failed");
      emit("error", { code, fix: failed.message });
    } else options.fail(code, failed.message);
  }

  /** A script of the SDK is not there, or not what it should be. */
  function unfit() {
    const error = failure("client-failed");
    lose(error.code, error.message);
    throw error;
  }

  /** The SDK's words; without them nothing more is shown. */
  async function speaking(language) {
    const mine = epoch;
    try {
      return await speech(base, language);
    } catch (error) {
      if (mine === epoch) lose(error.code, error.message);
      throw error;
    }
  }

  /** The first answer of this page view; starts Python if need be. */
  function begin() {
    if (absent || failed) return Promise.reject(failed ?? failure("tables-only"));
    if (first) return first;
    const mine = ++epoch;
    coming = {};
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(failure("deadline")), deadline)));
    speech(base, spoken()).catch(() => {}); // on their way while Python boots
    const opening = wake().then(async ({ python, take }) => {
      await python.start();
      const { acts, away } = take();
      for (const act of acts) {
        if (mine !== epoch || failed) return;
        await ask({ do: act.question ? "answer" : "outcome", ...act });
      }
      if (mine !== epoch || failed) return;
      let answer = await ask({ do: "page", friction: annoyance.arrived(away) });
      if (answer.error) throw failure(answer.error.code, answer.error.message);
      let own = false;
      const interrupts = ({ slots }) => [...slots].filter(([, { kind, block: one }]) => kind === "interrupt" && one !== null);
      while (queue.length > 0) {
        coming = Object.fromEntries(interrupts(answer.view).map(([name, { block: one }]) => [name, one]));
        const next = queue.shift();
        const said = await ask(next.call).catch((error) => {
          next.reject(error);
          throw error;
        });
        next.resolve(said);
        own ||= next.own;
        if (said.view) answer = said;
      }
      coming = {};
      answered = mine === epoch;
      await show(answer, own, mine);
    });
    first = Promise.race([opening, late])
      .catch((error) => {
        const ours = typeof error.code === "string"; // the DOM's are numbers
        if (mine === epoch) lose(ours ? error.code : "failed", ours && error.message);
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
    if (failed && paint) options.state("waiting");
    else if (failed) options.recover();
    failed = first = null;
    answered = false;
    queue.splice(0).forEach(({ reject }) => reject(failure("failed")));
    scene.reset();
    facts.reset();
    annoyance.reset();
    if (paint) foresee = foresight(base, options.epLanguage, paint.table, paint.look()?.[1] === "first-paint");
    if (absent) await look();
    else await begin();
  }

  async function show(answer, own, mine = epoch) {
    if (answer.due !== undefined && !failed) engine.post.due(answer.due);
    if (!answer.view) return;
    trust(build().files);
    const speak = await speaking(answer.view.language);
    if (mine !== epoch || failed) return;
    const fresh = !html.hasAttribute("data-ep-python");
    view = answer.view;
    word = speak;
    facts.showed(view.slots);
    scene.apply(view, word, { own });
    if (fresh) html.setAttribute("data-ep-python", "live");
    if (html.getAttribute("data-ep-state") !== view.state) options.state(view.state);
    if (fresh) {
      if (!paint) emit("ready", { state: view.state }); // `first.js` tells by itself
      engine.keep();
      if (build().signed === "hash") {
        const code = "signature-unchecked";
        emit("error", { code, fix: engine.fixOf(code) });
      }
    }
    clearTimeout(again);
    if (view.again !== null) again = setTimeout(look, Math.min(Math.max(view.again - Date.now(), 1_000), LATEST));
  }

  // --- calls ---

  async function run(call, own = false) {
    if (absent) throw failure("tables-only");
    const mine = epoch;
    const waits = !answered;
    let answer;
    try {
      answer = await (waits ? inTurn(call, own) : ask(call));
    } catch (error) {
      if (error.code === "bad-answer" && mine === epoch) lose(error.code, error.message);
      throw error;
    }
    if (!waits) await show(answer, own, mine); // else what came of all that waited is shown already
    if (answer.error) throw failure(answer.error.code, answer.error.message);
    if (call.do === "forget" && call.what === null) {
      forgotten();
      tell("forget");
    } else if (call.do in TELLS) tell(TELLS[call.do]);
    return answer.value;
  }

  /** A call that waits for this page view's first answer. The visitor's own acts are more than a table foresees. */
  function inTurn(call, own) {
    if (!["answer", "look"].includes(call.do) && call.outcome !== "shown") foresee?.end();
    return new Promise((resolve, reject) => {
      queue.push({ call, own, resolve, reject });
      begin().catch(reject);
    }).then((answer) => first.then(() => answer));
  }

  /** Something to tell Python once it is there, and no reason to start it. */
  function noted(call) {
    if (first && !failed) run(call).catch(() => {});
    else if (!failed && !absent) {
      if (call.outcome !== "shown") foresee?.end();
      queue.push({ call, own: false, resolve() {}, reject() {} });
    }
  }

  // --- before Python has spoken ---

  /** Shows what a table says. */
  async function present(cell, own) {
    const mine = epoch;
    const speak = await speaking(cell.language);
    if (mine !== epoch || view || failed) return;
    word = speak;
    scene.apply(cell, word, { own, from: "first-paint" });
    if (cell.due && policy === "need") begin().catch(() => {}); // something could interrupt
  }

  async function foreseen() {
    if (!facts.read().value_seen) return;
    const cell = await foresee.seen();
    if (cell) await present(cell, false);
  }

  /** An answer: shown by the tables if they foresee it, and told to Python. Returns how to wait for the latter. */
  async function answer(question, value, slot) {
    const call = { do: "answer", question, value, slot };
    const asking = view || failed ? null : await foresee?.asks(question);
    const host = asking ? scene.hostOf(asking) : null;
    const cell = host && (await foresee.answered(question, value));
    if (!cell) {
      foresee?.end();
      await run(call, true);
      return async () => {};
    }
    if ([...watched.values()].includes(host)) {
      unwatch(host); // who answers has seen
      scene.see(host);
      outcome(host, asking, "shown", false);
    }
    await present(cell, true);
    if (absent) return async () => keep(cell);
    const act = { question, value };
    unsaved.add(act);
    const told = run(call, true).finally(() => unsaved.delete(act));
    told.catch(() => {});
    return () => told;
  }

  /** Without Python: what stands is left for this visit's next page view. */
  async function keep(cell) {
    if (paint.framed) return;
    const { id, parameters } = paint.table;
    const row = Object.fromEntries(
      [...cell.slots].filter(([, { block, default: usual, question }]) => block !== null && !usual && !question)
        .map(([name, { block }]) => [name, block]));
    await (await wake()).begin(id, { [foresee.key]: row, [parameters.map(() => 0).join(".")]: row });
  }

  /** Somebody asks why: the table's sentence until Python has its own. */
  async function why() {
    if (view || failed) return;
    const cell = await foresee?.view();
    if (cell) await present(cell, false).catch(() => {});
    begin().catch(() => {});
  }

  /** A press on what the loader painted, before anything else was shown there. */
  async function press(path) {
    const opener = path.find((node) => node instanceof Element && node.matches("[data-ep-open=panel]"));
    if (opener) return openPanel(opener);
    const host = path.find((node) => paint.painted.has(node));
    if (!host || holds(host)) return;
    const standing = scene.standing(spoken());
    word ??= await speaking(standing.language);
    if (!holds(host)) scene.apply(standing, word, { only: host, from: paint.found?.[1] });
    pressed(host, path[0]);
  }

  /** Asks again when something about the page has turned; one at a time, and never in a hidden tab. */
  let looking = false;
  let owned = false; // the look that is due follows from the visitor's own act
  function look(own = false) {
    if (foresee?.covers && !answered && !failed) return foreseen().catch(() => {});
    if (!view || failed || !engine.python.live) return;
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
      const call = message === "signOut" ? { do: "signOut", heard: true } : { do: "look" };
      ask(call, message === "forget" ? { visit: null, page: null } : {}).then((answer) => show(answer, true), () => {});
    } else if (message === "forget") wake().then(({ store, take }) => [store.endVisit(), take()], () => {});
    if (message === "forget") forgotten();
    recheck();
  }

  /** While Python is not at work: what the tables showed goes once it is not what they say any more. */
  function recheck() {
    if (!paint || (first && !failed) || JSON.stringify(paint.found) === JSON.stringify(paint.look())) return;
    foresee.end();
    queue.length = 0; // nothing in it is waited for
    scene.clear();
  }

  /** What stood there while everything was deleted is not told about again in this page view. */
  function forgotten() {
    engine?.take();
    [...watched.values()].forEach(unwatch);
  }

  /** Tells Python what happened to a block; whether it heard. */
  async function outcome(host, block, what, own) {
    const act = { slot: host.getAttribute("name"), block, outcome: what };
    if (what !== "shown") unsaved.add(act);
    else if (!first && !failed) {
      noted({ do: "outcome", ...act });
      return true;
    }
    const done = await run({ do: "outcome", ...act }, own).then(
      () => true,
      () => false,
    );
    unsaved.delete(act);
    return done;
  }

  const withdraw = async (changes) => (await wake()).withdraw(changes);
  const wipe = async () => (await wake()).wipe();

  async function consent(changes) {
    return (await wake()).consent(changes);
  }

  // --- the panel ---

  const spoken = () => view?.language ?? lookup(language, config.languages);

  async function openPanel(opener) {
    panels += 1;
    try {
      const { open } = await imported(base, "panel.js");
      await open({
        opener,
        words: () => speech(base, spoken()),
        build,
        refused: () => engine?.store.refused,
        language: spoken,
        slots: () => (view ? [...view.slots.keys()] : []),
        masked: !exposed,
        steady: config.steady && policy,
        live: () => (failed && engine ? engine.python.start() : begin()),
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
    if (!persisted) return;
    recheck();
    if (!first) return;
    annoyance.returned();
    page(true).catch(() => {});
  });
  addEventListener("click", (event) => event.composedPath().forEach((node) => scene.respond(node)), true);
  addEventListener("visibilitychange", () => look(), true); // what had to wait in a hidden tab may start now

  const paints = paint?.connected;
  define(
    paint,
    (host) => {
      watch(host, host);
      if (view && !failed && word) {
        scene.apply(view, word, { only: host });
        if (view.slots.get(host.getAttribute("name"))?.kind === "interrupt") look(); // something may wait for its place
      } else if (paint) {
        paints(host);
        if (paint.painted.has(host)) scene.adopt(host, painted(host));
      }
    },
    (host) => {
      unwatch(host);
      scene.detach(host);
    },
  );
  if (paint) paint.pressed = (path) => press(path).catch(() => {});

  const held = () => {
    try {
      return sessionStorage.getItem("ep:visit") !== null || choice.agreed(localStorage.getItem("ep:choice"), "remember");
    } catch {
      return false;
    }
  };
  if (!absent) schedule(policy, held, () => begin().catch(() => {}));

  return {
    call: async (name, args) => (name === "page" ? page() : (await wake()).api[name](...args)),
    openPanel,
  };
}
