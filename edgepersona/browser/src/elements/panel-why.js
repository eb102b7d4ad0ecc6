// Why each block is shown or not, and what if: plain data in, lit templates out.
//
// Rules
// 1. Every reason and every change is a sentence of Python's; nothing is worked out here. What differs from now is
//    told by comparing the names of blocks.
// 2. A supposition looks like one: it says that nothing is changed, and what it shows is marked.

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { STEPS, later } from "./clock.js";

const SUPPOSABLE = ["answer", "account", "campaign"];

/** "Now" or "in 2 days", in the page's language. */
const when = ({ word, language }, ms) => (ms === 0 ? word("panel-what-if-now") : later(language, ms));

const said = ({ label, signal, kind, text, value }) => {
  const [name, of] = [label ?? signal ?? kind, text ?? value];
  return name === of ? name : `${name}: ${of}`;
};

const termOf = (word, { label, signal, text, value, sourceText: source }) =>
  word("panel-term", { label: label ?? signal, value: text ?? value, source });

const nameOf = (panel, { title, default: usual }) =>
  usual ? panel.word("panel-shown-usual") : title === null ? panel.word("panel-untitled") : title;

const change = ({ change: known }) => (known?.text ? html`<p class="help">${known.text}</p>` : nothing);

function others(panel, { withheld = [], more = 0 }) {
  const { word, mask } = panel;
  if (withheld.length === 0) return nothing;
  return html`<details class="others">
    <summary>${word("panel-why-not", { count: withheld.length + more })}</summary>
    <ul ${mask()}>
      ${withheld.map(
        (one) => html`<li><p><span class="name" lang=${one.default ? nothing : panel.page}>${nameOf(panel, one)}</span> ${one.text}</p>${change(one)}</li>`)}
    </ul>
    ${more ? html`<p class="help">${word("panel-more", { count: more })}</p>` : nothing}
  </details>`;
}

/** What the visitor can say of a personalised block, and afterwards delete of what it rests on. */
function feedback(panel, why, { of, object, remove, keep }) {
  const { word, mask } = panel;
  const { slot: name, block, because } = why;
  const objection = of(name);
  if (objection?.terms.length) {
    return html`<div class="notice" role="group" aria-labelledby="wrong-${name}">
      <p id="wrong-${name}">${word("panel-wrong-noted")}</p>
      <div class="buttons">
        ${objection.terms.map(
          (term) => html`<button class="plain" type="button" ${mask()} @click=${() => remove(name, objection, term.signal)}>
            ${word("panel-delete-item", { what: said(term) })}
          </button>`)}
        <button class="plain" type="button" @click=${() => keep(name, objection)}>${word("panel-delete-no")}</button>
      </div>
    </div>`;
  }
  if (because === null || objection?.block === block) return nothing;
  const button = (id, outcome) => html`<button
    class="link" type="button" aria-describedby="slot-${name}" @click=${() => object(why, outcome)}
  >${word(id)}</button>`;
  return html`<div class="acts">${button("panel-not-relevant", "not_helpful")} ${button("panel-feels-wrong", "complained")}</div>`;
}

function slot(panel, why, now, responses) {
  const { word, mask, titleOf } = panel;
  const { slot: name, block, because, text, terms } = why;
  const differs = now && now.block !== block;
  return html`<div class="item ${differs ? "differs" : ""}" role="listitem">
    <h4 id="slot-${name}">${titleOf(name)} ${differs ? html`<span class="badge">${word("panel-what-if-differs")}</span>` : nothing}</h4>
    <p lang=${because === null ? nothing : panel.page} ${mask()}>${because ?? `${word(block ? "panel-shown-usual" : "panel-shown-silent")} ${text ?? ""}`}</p>
    ${because === null ? html`<div ${mask()}>${change(why)}</div>` : nothing}
    ${terms?.length
      ? html`<ul class="muted" ${mask()}>
          ${terms.map((term) => html`<li>${termOf(word, term)}</li>`)}
        </ul>`
      : nothing}
    ${responses ? feedback(panel, why, responses) : nothing} ${others(panel, why)}
  </div>`;
}

function controls(panel, items, { step, without, active }, { move, leave, back }) {
  const { word, mask } = panel;
  return html`<details class="what-if">
    <summary>${word("panel-what-if")}</summary>
    <p class="help">${word("panel-what-if-help")}</p>
    <div class="time">
      <label for="when">${word("panel-what-if-time")}</label>
      <output for="when">${when(panel, STEPS[step])}</output>
      <input type="range" id="when" min="0" max=${STEPS.length - 1} step="1" .value=${live(String(step))}
        aria-valuetext=${when(panel, STEPS[step])} @input=${(event) => move(Number(event.target.value))} />
    </div>
    ${items
      .filter(({ kind }) => SUPPOSABLE.includes(kind))
      .map(
        (item, index) => html`<div class="row">
          <label for="without-${index}" ${mask()}>${word("panel-what-if-without", { what: said(item) })}</label>
          <input class="switch" type="checkbox" role="switch" id="without-${index}"
            .checked=${live(without.has(item.id))} @change=${(event) => leave(item.id, event.target.checked)} />
        </div>`)}
    ${active
      ? html`<div class="buttons"><button class="plain" type="button" id="back" @click=${back}>${word("panel-what-if-back")}</button></div>`
      : nothing}
  </details>`;
}

/**
 * `whys` as it is; `supposition`: {step, without, active, whys, told}; `acts`: move(step), leave(item, yes), back();
 * `responses`: of(slot), object(why, outcome), remove(slot, objection, signal), keep(slot, objection).
 */
export function shown(panel, { whys, all }, supposition, acts, responses) {
  const { word } = panel;
  const supposed = supposition.active ? supposition.whys : null;
  const now = new Map(whys.map((why) => [why.slot, why]));
  return html`<section aria-labelledby="shown">
    <h3 id="shown">${word(supposed ? "panel-would-show" : "panel-shown")}</h3>
    ${controls(panel, all.items, supposition, acts)}
    <p class=${supposition.active ? "notice" : "status"} role="status" id="supposed">
      ${supposition.active ? html`<strong>${word("panel-what-if-on")}</strong> ${supposition.told}` : nothing}
    </p>
    <div class="card ${supposed ? "supposed" : ""}" role="list">
      ${(supposed ?? whys).map((why) => slot(panel, why, supposed && now.get(why.slot), supposed ? null : responses))}
    </div>
  </section>`;
}
