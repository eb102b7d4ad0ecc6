// Preview: the page as it would be for a visitor who is made up here. `?ep-preview=1`, on hosts the build names.
//
// Rules
// 1. Every request to Python says that nothing is held, and nothing it answers is written: no store is opened.
// 2. Nothing is counted or sent: what happens in a slot becomes part of what is supposed, and only of that.
// 3. It decides nothing: each change of what is supposed asks the core again, one question at a time.
// 4. It is visibly on: `data-ep-preview` on <html>, and a bar that stays.

import config from "./config.js";
import { core } from "./core.js";
import { answerOf } from "./device.js";
import { emit, random } from "./dom.js";
import { open as openBar } from "./elements/preview-bar.js";
import { define, say } from "./elements/slot.js";
import { sheetOf } from "./elements/style.js";
import { failure } from "./failures.js";
import "./fixes.js";
import { furnished, speech } from "./furnish.js";
import { trust } from "./listed.js";
import { stage } from "./stage.js";
import { NAMES } from "./stores.js";
import { pinOf } from "./trusted-bundle.js";

const NOTHING = Object.fromEntries(NAMES.map((name) => [name, null]));
const FORGETFUL = { read: () => null, write() {} };
const SOON = 60; // ms in which several changes count as one
// What interrupts stands above the bar and beside the sheet.
const ROOM = `.nudge, .banner { inset-block-end: 4.5rem; margin-right: var(--ep-preview-room, 0px) }
  .banner { inset-block-end: 3rem }
  .modal { right: var(--ep-preview-room, 0px) }`;

/** Nobody in particular: everything allowed, nothing said. */
const nobody = () => ({
  language: null, arm: null, stage: null, campaign: null, consent: "all", quiet: false,
  after: 0, answers: {}, account: {}, optin: [], events: [],
});

const CONSENT = {
  all: { personalise: "on", remember: "on" },
  file: {},
  off: { personalise: "off" },
};

/** What is supposed, as the core takes it. `now`: ms. */
function callOf(supposed, now) {
  const { language, arm, stage: step, campaign, consent, quiet, after, answers, account, optin, events } = supposed;
  const given = { language, arm, stage: step, campaign };
  return {
    do: "suppose",
    trace: true,
    after,
    quiet,
    consent: CONSENT[consent],
    optin,
    answers,
    account,
    events: events
      .map(({ at, ...event }) => ({ ...event, ago: now + after - at }))
      .filter(({ ago }) => ago >= 0),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
  };
}

/** Called by client.js in place of its own start. */
export async function start(options) {
  const { base, html, state, epDeadline: wanted, epLanguage: asked } = options;
  await furnished(base);
  const language = asked ?? navigator.languages?.join(",") ?? config.languages[0];
  const patience = Number(wanted) || config.deadline || 5_000;
  const room = sheetOf(ROOM);
  let supposed = nobody();
  let good = supposed; // what was last answered
  let answer = null;
  let soon = null;
  let asking = null;
  let stale = false;
  let word = (id) => id;

  html.setAttribute("data-ep-preview", "on");
  html.style.paddingBlockEnd = "4rem";

  const lost = (error) => {
    state("failed");
    emit("error", { code: error.code ?? "failed", fix: error.message });
    bar.fail(error.message);
  };
  const python = core(base, pinOf(config, options), config.bundle, (code) => lost(failure(code)), () => {}, FORGETFUL);

  async function ask(call, now = Date.now()) {
    await python.start();
    const env = { language: supposed.language ?? language, url: location.href, gpc: false };
    const page = { value_seen: true, showing: {} };
    const request = { now, entropy: random(32), env, page, stores: NOTHING, call };
    const reply = JSON.parse(await python.ask(JSON.stringify(request), Math.max(patience, 30_000)));
    if (reply.error) throw failure(reply.error.code, reply.error.message);
    return reply.value;
  }

  async function work() {
    const now = Date.now();
    const mine = supposed;
    const [value, choices] = [await ask(callOf(supposed, now), now), await ask({ do: "choices" })];
    const { view } = answerOf(JSON.stringify({ view: value.view }));
    trust(python.build.files);
    word = await speech(base, view.language);
    answer = { ...value, view, choices };
    good = mine;
    const had = bar.holdsFocus();
    scene.reset();
    scene.apply(view, word, { own: true });
    html.setAttribute("data-ep-python", "live");
    state(view.state);
    bar.tell(supposed, answer, now);
    if (Object.values(value.view.slots).some(({ kind, block }) => kind === "interrupt" && block)) bar.raise();
    if (had) bar.refocus();
  }

  /** Asks for what is supposed now; what changes meanwhile is asked for afterwards. */
  function redraw() {
    stale = true;
    asking ??= (async () => {
      while (stale) {
        stale = false;
        await work();
      }
    })().finally(() => (asking = null));
    return asking;
  }

  /** Supposes something else, and redraws; what the core refuses is not supposed. */
  async function suppose(changes) {
    supposed = { ...supposed, ...changes };
    bar.tell(supposed, answer, Date.now());
    soon ??= new Promise((resolve) => setTimeout(resolve, SOON)).finally(() => (soon = null));
    await soon;
    await redraw().catch((error) => {
      supposed = good;
      bar.tell(supposed, answer, Date.now());
      throw error;
    });
  }

  const at = () => Date.now() + supposed.after;
  const happen = (...events) => suppose({ events: [...supposed.events, ...events].slice(-200) });
  const outcome = (block, ...what) => happen(...what.map((event) => ({ event, block, at: at() })));
  const answered = (question, value) => {
    const signal = answer?.choices.questions[question];
    return signal ? suppose({ answers: { ...supposed.answers, [signal]: value } }) : Promise.resolve();
  };

  const scene = stage({
    exposed: true,
    watch(_, host) {
      const sheets = host.shadowRoot.adoptedStyleSheets;
      if (!sheets.includes(room)) host.shadowRoot.adoptedStyleSheets = [...sheets, room];
    },
    actsOf: (host, { block, kind }) => ({
      clicked: () => outcome(block, "clicked"),
      answer: (question, value) => answered(question, value).then(() => say(host, word("slot-thanks"))),
      dismiss() {
        scene.dismiss(host);
        outcome(block, ...(kind === "interrupt" ? ["shown"] : []), "dismissed");
      },
      notHelpful: () => outcome(block, "not_helpful").then(() => say(host, word("slot-noted"))),
      off: () => suppose({ consent: "off" }),
      panel: () => bar.show(),
    }),
  });

  const bar = openBar({ suppose, nextPage: () => happen({ event: "page_view", at: at() }), startOver: () => suppose(nobody()) });
  define(
    options.first ?? null,
    (host) => answer && scene.apply(answer.view, word, { only: host }),
    (host) => scene.detach(host),
  );

  try {
    await redraw();
  } catch (error) {
    lost(error);
    throw error;
  }
  emit("ready", { state: answer.view.state });

  const reading = (name) => () => ask({ do: name });
  const told = async (call) => {
    while (soon || asking) await (soon ?? asking.catch(() => {})); // what was supposed before is answered first
    return call();
  };
  const api = {
    page: () => happen({ event: "page_view", at: at() }),
    track: (event) => happen({ event, at: at() }),
    signal: (signal, value) => suppose({ account: { ...supposed.account, [signal]: value } }),
    answer: answered,
    consent: ({ personalise }) => (personalise ? suppose({ consent: personalise === "off" ? "off" : "all" }) : redraw()),
    quiet: (yes) => suppose({ quiet: yes === true }),
    optIn: (signal, yes) =>
      suppose({ optin: [...supposed.optin.filter((one) => one !== signal), ...(yes ? [signal] : [])] }),
    forget: () => suppose(nobody()),
    signOut: () => suppose({ account: {} }),
    decide: () => told(() => answer.decision),
    why: (slot) => told(() => answer.whys[slot]),
    held: reading("held"),
    outbox: reading("outbox"),
    sent: reading("sent"),
    export: reading("export"),
  };
  return { openPanel: () => bar.show(), call: (name, args) => api[name](...args) };
}
