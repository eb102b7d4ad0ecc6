// How the privacy panel looks.
//
// Rules
// 1. A sheet at the page's end, a full page on small screens; readable at 200 % zoom and 320 px.
// 2. The same custom properties as slots; sides are logical; nothing moves where less motion is asked for. From right
//    to left each text still runs in its own direction: a file's words and the SDK's may differ.

import { palette, scheme } from "./style.js";

export const panelStyle = `
:host { ${palette} }
${scheme(":host")}
* { box-sizing: border-box; }
dialog { position: fixed; inset: 0 0 0 auto; margin: 0; padding: 0; border: 0; inline-size: min(34rem, 100vw);
  max-inline-size: none; block-size: 100dvh; max-block-size: none; overflow: hidden; color: var(--text);
  background: var(--surface); box-shadow: 0 0 64px #00000059; font-family: var(--ep-font, system-ui, sans-serif);
  font-size: 1rem; line-height: 1.5; text-align: start; }
dialog:dir(rtl) { inset: 0 auto 0 0; }
dialog:dir(rtl) :is(h2, h3, h4, p, li, dt, dd, label, summary, .help) { unicode-bidi: plaintext; text-align: right; }
dialog::backdrop { background: #0b101a73; }
dialog[open] { display: grid; grid-template-rows: auto 1fr; }
.head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: .9rem 1.5rem;
  border-block-end: 1px solid var(--line); }
h2 { margin: 0; font-size: 1.3rem; line-height: 1.3; }
h2:focus { outline: none; }
.scroll { overflow-y: auto; padding: 1.25rem 1.5rem 3rem; overscroll-behavior: contain; overflow-wrap: anywhere; }
.scroll > p:first-child { margin-block-start: 0; }
section { margin-block-start: 2rem; }
h3 { margin: 0 0 .6rem; font-size: 1.0625rem; line-height: 1.35; }
h4 { margin: 0; font-size: 1rem; line-height: 1.4; }
p { margin: .4rem 0; }
.card + h4, section > p + h4 { margin-block-start: 1rem; }
.muted, dt, .help { color: var(--muted); font-size: .875rem; }
.help { margin: .1rem 0 0; }
button { font: inherit; color: inherit; cursor: pointer; }
button:disabled { cursor: not-allowed; opacity: .6; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.close { display: grid; place-items: center; inline-size: 2.75rem; block-size: 2.75rem; margin-inline-end: -.75rem;
  padding: 0; border: 0; border-radius: 50%; background: none; color: var(--muted); }
.close:hover { color: var(--text); background: color-mix(in srgb, var(--text) 9%, transparent); }
.close::before, .close::after { content: ""; grid-area: 1 / 1; inline-size: 1.15rem; block-size: 2px; border-radius: 1px;
  background: currentColor; rotate: 45deg; }
.close::after { rotate: -45deg; }
.card { border: 1px solid var(--line); border-radius: var(--radius); }
.card > * + * { border-block-start: 1px solid var(--line); }
.row { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: .8rem 1rem; }
.row > div { min-inline-size: 0; }
.row label { display: block; font-weight: 600; }
.sub { padding-inline-start: 2rem; }
.sub label { font-weight: 400; }
.switch { appearance: none; flex: none; position: relative; inline-size: 2.9rem; block-size: 1.65rem; margin: 0;
  border: 2px solid var(--field); border-radius: 1rem; background: var(--surface); cursor: pointer; }
.switch::before { content: ""; position: absolute; inset-block: 2px; inset-inline-start: 2px; aspect-ratio: 1;
  border-radius: 50%; background: var(--field); }
.switch:checked { background: var(--accent); border-color: var(--accent); }
.switch:checked::before { inset-inline: auto 2px; background: var(--on-accent); }
.switch:disabled { cursor: not-allowed; opacity: .55; }
.item { padding: .8rem 1rem; }
.item-head { display: flex; align-items: flex-start; justify-content: space-between; gap: 1rem; }
.item-head button { flex: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .4rem 0 0; font-size: .875rem; }
dd { margin: 0; }
@media (max-width: 24rem) { dl { grid-template-columns: 1fr; } dd { margin-block-end: .3rem; } .sub { padding-inline-start: 1.5rem; } }
.plain { min-block-size: 2.25rem; padding: .3rem .9rem; background: var(--surface); border: 1px solid var(--field);
  border-radius: calc(var(--radius) * .6); }
.plain:hover { border-color: var(--text); }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; margin-block-start: .75rem; }
.buttons button { min-block-size: 2.75rem; padding: .4rem 1.1rem; font-weight: 600; }
.main { color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: calc(var(--radius) * .6); }
.grave { --grave: #b3261e; color: var(--grave); border-color: var(--grave); }
@supports (color: light-dark(#000, #fff)) { .grave { --grave: light-dark(#b3261e, #ff9d94); } }
.grave:hover { border-color: var(--grave); box-shadow: inset 0 0 0 1px var(--grave); }
.quote { margin-block-start: .3rem; padding-inline-start: .7rem; border-inline-start: 2px solid var(--field); }
.acts { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-block-start: .35rem; }
.link { min-block-size: 1.75rem; padding: 0; border: 0; background: none; font-size: .875rem; color: var(--muted);
  text-decoration: underline; text-underline-offset: .2em; }
.link:hover { color: var(--text); text-decoration-thickness: 2px; }
ul { margin: .4rem 0; padding-inline-start: 1.25rem; }
summary { inline-size: fit-content; min-block-size: 24px; cursor: pointer; font-size: .875rem; color: var(--muted);
  text-decoration: underline; text-underline-offset: .2em; }
code { display: block; margin-block-start: .4rem; padding: .6rem .75rem; max-block-size: 12rem; overflow: auto;
  font: .8125rem/1.6 ui-monospace, monospace; direction: ltr; text-align: left; word-break: break-all;
  background: color-mix(in srgb, var(--text) 6%, transparent); border-radius: 6px; }
.chain { max-block-size: 14rem; overflow: auto; font-size: .875rem; }
.chain code { padding: 0; margin: 0; max-block-size: none; background: none; }
.others { margin-block-start: .5rem; }
.others ul { padding-inline-start: .9rem; border-inline-start: 2px solid var(--line); list-style: none; }
.others li + li { margin-block-start: .75rem; }
.others li p { margin: 0; font-size: .9375rem; }
.others .help, .item > .help { margin-block-start: .15rem; font-size: .875rem; }
.name { display: block; font-weight: 600; }
.what-if { margin-block: 0 .75rem; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: var(--radius); }
.what-if > summary { color: inherit; font-size: 1rem; font-weight: 600; text-decoration: none; }
.what-if .row { padding: .55rem 0; }
.what-if .row label { font-weight: 400; }
.time { display: grid; grid-template-columns: 1fr auto; gap: .25rem 1rem; align-items: baseline; margin-block: .75rem .35rem; }
.time label { font-weight: 600; }
.time output { font-variant-numeric: tabular-nums; }
.time input { grid-column: 1 / -1; inline-size: 100%; min-block-size: 1.75rem; margin: 0; accent-color: var(--accent); cursor: pointer; }
.status { margin: 0; }
#supposed.notice { margin-block: 0 .75rem; }
.supposed { border-style: dashed; border-color: var(--accent); }
.supposed .differs { background: color-mix(in srgb, var(--accent) 7%, transparent); }
.badge { display: inline-block; margin-inline-start: .35rem; padding: 0 .5rem; border: 1px solid var(--accent); border-radius: 1rem;
  font-size: .75rem; font-weight: 600; line-height: 1.5; color: var(--accent); vertical-align: .1em; }
.notice { padding: .8rem 1rem; border-inline-start: 3px solid var(--accent);
  background: color-mix(in srgb, var(--accent) 8%, transparent); }
.toast { position: absolute; inset-block-end: 1rem; inset-inline: 1.5rem; margin: 0; padding: .7rem 1rem; text-align: center;
  color: var(--surface); background: var(--text); border-radius: calc(var(--radius) * .6); }
.toast:empty { display: none; }
@media (prefers-reduced-motion: no-preference) {
  dialog[open] { animation: arrive .2s ease-out; }
  @keyframes arrive { from { opacity: 0; transform: translateX(24px); } }
  dialog:dir(rtl)[open] { animation-name: arrive-rtl; }
  @keyframes arrive-rtl { from { opacity: 0; transform: translateX(-24px); } }
}
@media (forced-colors: active) { .switch:checked::before { background: ButtonText; } }
`;
