// What the privacy panel says, section by section: plain data in, lit templates out.
//
// Rules
// 1. Nothing is left out and nothing softened: what Python lists is what is shown.
// 2. Each control has its own name; each deletion says what it deletes.
// 3. Everything is text. Where other scripts may not read along, it carries the replay tools' marks, and no attribute
//    names what is held: ids are numbers.

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

const TIERS = ["answer", "campaign", "usage", "account"];
const isOn = ({ state }) => state === "on";

const date = (panel, at, style) => new Intl.DateTimeFormat(panel.language, style).format(at);
const day = (panel, at) => date(panel, at, { dateStyle: "long" });
const time = (panel, at) => date(panel, at, { dateStyle: "medium", timeStyle: "short" });

function toggle(panel, { id, label, help, quote, on, disabled = false, sub = false, change }) {
  return html`<div class="row ${sub ? "sub" : ""}">
    <div>
      <label for=${id}>${label}</label>
      ${help
        ? html`<div class="help" id="${id}-help">
            ${help}${quote ? html`<p class="quote">${panel.word("panel-outside", { quote })}</p>` : nothing}
          </div>`
        : nothing}
    </div>
    <input
      class="switch" type="checkbox" role="switch" id=${id} aria-describedby=${help ? `${id}-help` : nothing}
      .checked=${live(on)} ?disabled=${disabled} @change=${(event) => change(event.target.checked)}
    />
  </div>`;
}

export function choices(panel, { consent, arm, fatigue }) {
  const { word, set } = panel;
  const { personalise, remember, measure } = consent;
  const offered = TIERS.filter((tier) => personalise[tier] && personalise[tier].default !== "off");
  const purpose = (name, state) =>
    toggle(panel, {
      id: name,
      label: word(`panel-${name}`),
      help: word(state.default === "off" ? "panel-not-offered" : `panel-${name}-help`),
      quote: state.quote,
      on: isOn(state),
      disabled: state.default === "off",
      change: (yes) => set({ do: "consent", changes: { [name]: yes ? "on" : "off" } }),
    });
  return html`<section aria-labelledby="choices">
    <h3 id="choices">${word("panel-choices")}</h3>
    <div class="card">
      ${toggle(panel, {
        id: "personalise",
        label: word("panel-personalise"),
        help: word(offered.length ? "panel-personalise-help" : "panel-not-offered"),
        quote: offered.map((tier) => personalise[tier].quote).find(Boolean),
        on: offered.some((tier) => isOn(personalise[tier])),
        disabled: offered.length === 0,
        change: (yes) => set({ do: "consent", changes: { personalise: yes ? "on" : "off" } }),
      })}
      ${offered.map((tier) =>
        toggle(panel, {
          id: `tier-${tier}`,
          label: word(`panel-tier-${tier}`),
          on: isOn(personalise[tier]),
          sub: true,
          change: (yes) => set({ do: "consent", changes: { personalise: { [tier]: yes ? "on" : "off" } } }),
        }))}
      ${(consent.optin ?? []).map(({ signal, label, on }, index) =>
        toggle(panel, {
          id: `optin-${index}`,
          label: label ?? signal,
          help: word("panel-optin-help"),
          on,
          sub: true,
          change: (yes) => set({ do: "optIn", signal, yes }),
        }))}
      ${purpose("remember", remember)} ${purpose("measure", measure)}
      ${toggle(panel, {
        id: "quiet",
        label: word("panel-quiet"),
        help: word("panel-quiet-help"),
        on: consent.quiet,
        change: (yes) => set({ do: "quiet", yes }),
      })}
    </div>
    <p class="muted" ${panel.mask()}>${fatigue.text}</p>
    <p class="muted" ${panel.mask()}>${word("panel-group", { group: word(`panel-group-${arm ?? "none"}`) })}</p>
  </section>`;
}

function heldItem(panel, item, index) {
  const { word, set, mask } = panel;
  const label = item.label ?? item.signal ?? item.kind;
  const text = item.text ?? item.value;
  return html`<div class="item" role="listitem">
    <div class="item-head">
      <h4 id="held-${index}" lang=${panel.page} ${mask()}>${label === text ? label : `${label}: ${text}`}</h4>
      <button class="plain" type="button" id="delete-${index}" aria-labelledby="delete-${index} held-${index}"
        @click=${() => set({ do: "forget", what: item.id })}>${word("panel-delete")}</button>
    </div>
    <dl ${mask()}>
      <dt>${word("panel-source")}</dt><dd>${item.source}</dd>
      <dt>${word("panel-purpose")}</dt><dd lang=${panel.page}>${item.purpose}</dd>
      <dt>${word("panel-until")}</dt><dd>${item.until === null ? word("panel-until-visit") : day(panel, item.until)}</dd>
    </dl>
    ${item.chain ? receipts(panel, item) : nothing}
  </div>`;
}

/** A chain, newest first. */
function receipts(panel, { chain, removed }) {
  const { word } = panel;
  return html`<details>
    <summary>${word("panel-receipts-each")}</summary>
    <div class="chain" tabindex="0" role="region" aria-label=${word("panel-receipts-each")} ${panel.mask()}>
      <ol reversed>
        ${[...chain].reverse().map(({ number, at, hash }) => html`<li value=${number}>${time(panel, at)} <code>${hash}</code></li>`)}
      </ol>
    </div>
    ${removed ? html`<p class="muted">${word("panel-receipts-removed", { count: removed })}</p>` : nothing}
  </details>`;
}

export function held(panel, { items, consent: { remember, measure } }) {
  return html`<section aria-labelledby="held">
    <h3 id="held">${panel.word("panel-held")}</h3>
    ${items.length
      ? html`<div class="card" role="list">${items.map((item, index) => heldItem(panel, item, index))}</div>`
      : html`<p>${panel.word("panel-held-none")}</p>`}
    ${isOn(remember) || isOn(measure) ? html`<p class="muted">${panel.word("panel-sealed")}</p>` : nothing}
  </section>`;
}

const sentences = (panel, says) => html`<ul ${panel.mask()}>${says.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

const utcDay = (panel, of) => date(panel, Date.parse(of), { dateStyle: "long", timeZone: "UTC" });

const report = (panel, { day: of, bytes, hex, says }) => html`<div class="item" role="listitem">
  <h4>${panel.word("panel-report", { day: utcDay(panel, of), count: bytes })}</h4>
  ${sentences(panel, says)}
  <details>
    <summary>${panel.word("panel-bytes")}</summary>
    <code tabindex="0" role="region" aria-label=${panel.word("panel-bytes")} ${panel.mask()}>${hex}</code>
  </details>
</div>`;

const reports = (panel, list) => html`<div class="card" role="list">${list.map((one) => report(panel, one))}</div>`;

export function network(panel, { waiting, today, due }, { sent, ledger }) {
  const { word } = panel;
  const dropped = Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
  return html`<section aria-labelledby="sent">
      <h3 id="sent">${word("panel-sent")}</h3>
      ${sent.length ? reports(panel, sent) : html`<p>${word(ledger.acknowledged ? "panel-sent-gone" : "panel-sent-none")}</p>`}
      ${ledger.made ? html`<p class="muted">${word("panel-ledger", { ...ledger, dropped })}</p>` : nothing}
      ${panel.steady ? html`<p class="muted">${word("panel-steady")}</p>` : nothing}
    </section>
    <section aria-labelledby="queue">
      <h3 id="queue">${word("panel-queue")}</h3>
      ${waiting.length ? reports(panel, waiting) : html`<p>${word("panel-queue-none")}</p>`}
      ${today.length ? html`<h4>${word("panel-today")}</h4>${sentences(panel, today)}` : nothing}
      ${due === null ? nothing : html`<p class="muted">${word("panel-due", { when: time(panel, due) })}</p>`}
    </section>`;
}

/** Who stands for what this page does: {signed, key, number}. */
export const origin = ({ word }, build) => html`<p class="muted">${word(`panel-signed-${build.signed}`, build)}</p>`;

/** The last section: take along (where there is something to take), delete everything, asked twice. */
export function yours(panel, { asking, download, ask, no, yes }) {
  const { word } = panel;
  return html`<section aria-labelledby="yours">
    <h3 id="yours">${word("panel-yours")}</h3>
    ${asking
      ? html`<div class="notice" role="group" aria-labelledby="sure">
          <p id="sure">${word("panel-delete-ask")}</p>
          <div class="buttons">
            <button class="plain grave" type="button" id="yes" @click=${yes}>${word("panel-delete-yes")}</button>
            <button class="plain" type="button" @click=${no}>${word("panel-delete-no")}</button>
          </div>
        </div>`
      : html`<div class="buttons">
          ${download
            ? html`<button class="main" type="button" @click=${() => download("json")}>${word("panel-download")}</button>
                <button class="plain" type="button" @click=${() => download("msgpack")}>${word("panel-download-msgpack")}</button>`
            : nothing}
          <button class="plain grave" type="button" id="ask" @click=${ask}>${word("panel-delete-all")}</button>
        </div>`}
  </section>`;
}

/** Without Python: what cannot be listed is not listed, and withdrawing works all the same. */
export function asleep(panel, { withdraw, retry }) {
  const { word } = panel;
  const off = (name) => html`<button class="plain" type="button" @click=${() => withdraw({ [name]: "off" })}>
    ${word(`panel-withdraw-${name}`)}
  </button>`;
  return html`<p class="notice">${word("panel-asleep")}</p>
    <div class="buttons">
      ${["personalise", "remember", "measure"].map(off)}
      <button class="plain" type="button" @click=${retry}>${word("panel-retry")}</button>
    </div>`;
}
