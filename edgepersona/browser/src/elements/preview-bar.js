// <ep-preview>: what a preview supposes, and what the core decided on it. Fetched only in a preview.
//
// Rules
// 1. It is for those who make the page, so it speaks English; what the visitor would read is in the visitor's language.
// 2. It stays visible, above what interrupts, and never takes the focus by itself.
// 3. What it shows is the core's own answer: sentences, decision and trace as they came.

import { LitElement, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { DAY, HOUR, STEPS, later } from "./clock.js";
import { previewStyle } from "./preview-style.js";
import { sheetOf } from "./style.js";

const MOVES = [["+1 hour", HOUR], ["+1 day", DAY], ["+1 week", 7 * DAY]];
const REACH = [...STEPS, ...[21, 28, 60, 90, 180, 365].map((days) => days * DAY)]; // of the slider
const SHEET = "30rem";
const WIDE = "(min-width: 64rem)"; // here the sheet stands beside the page, not above it
const FARTHEST = 400 * DAY;

/** Milliseconds as the local time a `datetime-local` field takes. */
const local = (ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const options = (chosen, pairs) =>
  pairs.map(([value, label]) => html`<option value=${value} .selected=${live(value === chosen)}>${label}</option>`);

const select = (id, label, chosen, pairs, change, beside = nothing) => html`<div class="field">
  <label for=${id}>${label}</label>
  <div class="choice">
    <select id=${id} @change=${(event) => change(event.target.value || null)}>${options(chosen ?? "", pairs)}</select>
    ${beside}
  </div>
</div>`;

/** The instant in words. */
const told = (ms) => new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short" }).format(ms);

const json = (title, data) => html`<details>
  <summary>${title}</summary>
  <pre tabindex="0" role="region" aria-label=${title}>${JSON.stringify(data, null, 2)}</pre>
</details>`;

const withheld = ({ block, title, reason, by, text, change }) => html`<li>
  <code>${block}</code> <span class="reason">${reason}${by ? ` by ${by}` : ""}</span>
  <p>${title ? html`<b>${title}</b> ` : nothing}${text} ${change?.text}</p>
</li>`;

class PreviewBar extends LitElement {
  static properties = Object.fromEntries(
    ["open", "supposed", "answer", "now", "trouble"].map((name) => [name, { state: true }]),
  );

  #wide = matchMedia(WIDE);
  #dragging = false;
  #lowered = false;

  constructor() {
    super();
    this.#wide.addEventListener("change", () => this.requestUpdate());
    Object.assign(this, { open: false, supposed: null, answer: null, now: Date.now(), trouble: "" });
  }

  createRenderRoot() {
    const root = super.createRenderRoot();
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheetOf(previewStyle)];
    return root;
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute("popover", "manual");
    this.raise();
  }

  /** The page keeps clear of the sheet where there is room beside it. */
  updated() {
    const room = this.open && this.#wide.matches ? SHEET : "0px";
    const { style } = Object.getOwnPropertyDescriptor(Document.prototype, "documentElement").get.call(document);
    style.setProperty("--ep-preview-room", room);
    style.paddingRight = room;
  }

  /** Above whatever began to interrupt meanwhile. Being hidden for that would end a drag, so a slider is let go first. */
  raise() {
    if (typeof this.showPopover !== "function") return;
    this.#lowered = this.#dragging;
    if (this.#dragging) return;
    if (this.matches(":popover-open")) this.hidePopover();
    this.showPopover();
  }

  #answers() {
    const { answers, account, optin } = this.supposed;
    return this.answer.choices.signals.map(({ signal, tier, label, values }) => {
      const store = tier === "account" ? account : answers;
      const set = (value) => {
        const left = Object.fromEntries(Object.entries(store).filter(([name]) => name !== signal));
        const next = value === null ? left : { ...left, [signal]: value };
        const wanted = optin.filter((one) => one !== signal);
        this.suppose({
          [tier === "account" ? "account" : "answers"]: next,
          ...(tier === "sensitive" ? { optin: value === null ? wanted : [...wanted, signal] } : {}),
        });
      };
      const none = tier === "account" ? "says nothing" : "not answered";
      const pairs = [["", none], ...values.map(({ value, label: text }) => [value, text])];
      const take = () => {
        this.renderRoot.getElementById(`signal-${signal}`).focus(); // the button goes with what it takes away
        set(null);
      };
      return select(`signal-${signal}`, label, store[signal], pairs, set, store[signal] === undefined ? nothing
        : html`<button type="button" aria-label=${`Remove: ${label}`} @click=${take}>Remove</button>`);
    });
  }

  #controls() {
    const { supposed, answer, suppose } = this;
    const { languages, arms, stages, campaigns } = answer.choices;
    const { language, arm, stage } = answer.decision;
    const same = (names) => names.map((name) => [name, name]);
    return html`<form @submit=${(event) => event.preventDefault()}>
      <fieldset>
        <legend>The visitor</legend>
        ${select("language", "Language", supposed.language, [["", `as the browser asks (${language})`], ...same(languages)],
          (value) => suppose({ language: value }))}
        ${select("campaign", "Came by", supposed.campaign, [["", "the page’s address"], ...same(campaigns)],
          (value) => suppose({ campaign: value }))}
        ${this.#answers()}
      </fieldset>
      <fieldset>
        <legend>The moment</legend>
        ${this.#clock()}
        <div class="field">
          <label for="time">Time</label>
          <input id="time" type="datetime-local" .value=${live(local(this.now + supposed.after))}
            @change=${(event) => this.#at(event.target.value)} />
        </div>
        <div class="field moves">
          ${MOVES.map(([label, ms]) => html`<button type="button" @click=${() => suppose({ after: Math.min(supposed.after + ms, FARTHEST) })}>${label}</button>`)}
          <button type="button" @click=${() => suppose({ after: 0 })}>Now</button>
          <button type="button" @click=${this.nextPage}>Next page</button>
        </div>
        ${select("stage", "Stage", supposed.stage, [["", `as its conditions say${supposed.stage ? "" : ` (${stage ?? "none"})`}`], ...same(stages)],
          (value) => suppose({ stage: value }))}
        ${select("arm", "Arm", supposed.arm, [["", `not drawn (${arm})`], ...same(arms)], (value) => suppose({ arm: value }))}
        ${select("consent", "Consent", supposed.consent,
          [["all", "everything allowed"], ["file", "nothing said yet"], ["off", "personalisation off"]],
          (value) => suppose({ consent: value }))}
        <div class="field check">
          <input id="quiet" type="checkbox" .checked=${live(supposed.quiet)}
            @change=${(event) => suppose({ quiet: event.target.checked })} />
          <label for="quiet">Asked for fewer interruptions</label>
        </div>
      </fieldset>
    </form>`;
  }

  /** Moves the clock as it is moved. A moment between two steps stands at the earlier one. */
  #clock() {
    const { after } = this.supposed;
    const step = Math.max(0, REACH.findLastIndex((ms) => ms <= after));
    const [distance, moment] = [Math.abs(after) < 30_000 ? "now" : later("en", after), told(this.now + after)];
    return html`<div class="field clock">
      <label for="clock">Move the clock</label>
      <span aria-hidden="true">${distance}</span>
      <input id="clock" type="range" min="0" max=${REACH.length - 1} step="1" .value=${live(String(step))}
        aria-valuetext=${`${distance}, ${moment}`} @input=${(event) => this.suppose({ after: REACH[Number(event.target.value)] })}
        @pointerdown=${() => (this.#dragging = true)} @pointerup=${this.#letGo} @pointercancel=${this.#letGo} @lostpointercapture=${this.#letGo} />
    </div>`;
  }

  #letGo = ({ target }) => {
    this.#dragging = false;
    if (!this.#lowered) return;
    this.raise();
    target.focus({ preventScroll: true });
  };

  #at(text) {
    const ms = new Date(text).getTime();
    const after = ms - Date.now();
    if (Number.isFinite(ms) && Math.abs(after) <= FARTHEST) this.suppose({ after });
    else this.requestUpdate();
  }

  #slots() {
    const { whys, decision } = this.answer;
    return html`<h3>What is shown, and why</h3>
      <ul class="slots">
        ${Object.entries(whys).map(
          ([name, why]) => html`<li>
            <h4>${name}: <code>${why.block ?? "nothing"}</code>
              ${why.reason ? html`<span class="reason">${why.reason}</span>` : nothing}</h4>
            <p lang=${decision.language}>${why.because ?? why.text}${why.change ? ` ${why.change.text}` : ""}</p>
            ${why.withheld.length
              ? html`<details>
                  <summary>Withheld: ${why.withheld.length + why.more}</summary>
                  <ul lang=${decision.language}>${why.withheld.map(withheld)}</ul>
                </details>`
              : nothing}
          </li>`)}
      </ul>`;
  }

  #happened() {
    const { events } = this.supposed;
    return html`<div class="happened">
      <span>Happened in this preview: ${events.length === 0 ? "nothing" : events.map(({ event }) => event).join(", ")}</span>
      <button type="button" @click=${this.startOver}>Start over</button>
    </div>`;
  }

  #escape = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // not a dismissal of what interrupts
    if (!this.open) return;
    this.open = false;
    this.updateComplete.then(() => this.renderRoot.querySelector("#toggle").focus());
  };

  async show() {
    this.open = true;
    await this.updateComplete;
    this.renderRoot.querySelector("#toggle").focus();
  }

  render() {
    if (!this.supposed) return nothing;
    const { decision } = this.answer ?? {};
    const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(this.now + this.supposed.after);
    const facts = decision && [decision.language, decision.arm, decision.stage ?? "no stage", decision.segment ?? "no segment", when,
      `fatigue ${decision.fatigue}`];
    const address = new URL(location.href);
    address.searchParams.delete("ep-preview");
    return html`<aside lang="en" dir="ltr" aria-label="EdgePersona preview" @keydown=${this.#escape}>
      ${this.open && this.answer
        ? html`<div class="sheet" id="sheet" tabindex="0" role="region" aria-label="What is supposed, and decided">
            <h2>Suppose a visitor</h2>
            <p class="muted">The page shows what this visitor would see. Nothing of it is counted, sent or kept.</p>
            ${this.#controls()} ${this.#happened()} ${this.#slots()}
            ${json("Decision (JSON)", this.answer.decision)} ${json("Trace (JSON)", this.answer.trace)}
          </div>`
        : nothing}
      <div class="bar">
        <strong>Preview</strong>
        <span class="facts" role="status">${this.trouble || (facts ? facts.join(" · ") : "Starting Python …")}</span>
        <button type="button" id="toggle" aria-expanded=${this.open} aria-controls=${this.open ? "sheet" : nothing}
          @click=${() => (this.open = !this.open)}>${this.open ? "Hide" : "Suppose"}</button>
        <a href=${address.href}>Leave</a>
      </div>
    </aside>`;
  }
}

customElements.define("ep-preview", PreviewBar);

/** Puts the bar into the page; its acts: suppose(changes), nextPage(), startOver(). */
export function open({ suppose, nextPage, startOver }) {
  const bar = Document.prototype.createElement.call(document, "ep-preview");
  const handled = (act) => (...args) => act(...args).catch((error) => (bar.trouble = error.message));
  Object.assign(bar, { suppose: handled(suppose), nextPage: handled(nextPage), startOver: handled(startOver) });
  Object.getOwnPropertyDescriptor(Document.prototype, "body").get.call(document).append(bar);
  let focused = null;
  return {
    tell: (supposed, answer, now) => Object.assign(bar, { supposed, answer, now, trouble: "" }),
    fail: (message) => (bar.trouble = message),
    show: () => bar.show(),
    holdsFocus() {
      focused = bar.shadowRoot?.activeElement ?? null;
      return focused !== null;
    },
    refocus: () => focused?.focus({ preventScroll: true }),
    raise: () => bar.raise(),
  };
}
