// How the inspector looks: a document to read, on paper too. The same colours as slots and panel.

import { palette, scheme } from "../elements/style.js";

export const style = `
:root { color-scheme: light dark; ${palette} --grave: #b3261e; }
${scheme(":root")}
@supports (color: light-dark(#000, #fff)) { :root { --grave: light-dark(#b3261e, #ff9d94); } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--surface); font: 1rem/1.5 system-ui, sans-serif; }
main { max-inline-size: 76rem; margin-inline: auto; padding: 1.5rem; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.3; }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.2rem; line-height: 1.35; }
p { margin: .4rem 0; max-inline-size: 80ch; }
.muted { color: var(--muted); font-size: .9375rem; }
.buttons { display: flex; flex-wrap: wrap; align-items: end; gap: .6rem; margin-block: 1rem; }
button, input { font: inherit; min-block-size: 2.75rem; padding: .4rem 1.1rem; color: var(--text);
  background: var(--surface); border: 1px solid var(--field); border-radius: 8px; }
button { font-weight: 600; cursor: pointer; }
button:hover { border-color: var(--text); }
button:disabled { cursor: progress; opacity: .65; }
.main { color: var(--on-accent); background: var(--accent); border-color: transparent; }
label { display: grid; gap: .2rem; font-weight: 600; flex: 1 1 16rem; max-inline-size: 32rem; }
input { font-weight: 400; inline-size: 100%; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.box { margin-block: 1rem; padding: .9rem 1.1rem; border: 1px solid var(--line); border-inline-start: 4px solid var(--accent);
  border-radius: 6px; }
.box.alarm { border-color: var(--grave); }
.box h2 { margin: 0 0 .3rem; font-size: 1.0625rem; }
.alarm h2, .alarm strong, td.alarm { color: var(--grave); }
ul { margin: .3rem 0; padding-inline-start: 1.25rem; }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; inline-size: 100%; min-inline-size: 42rem; font-size: .875rem; }
caption { text-align: start; padding: .5rem .75rem; color: var(--muted); }
th, td { padding: .5rem .75rem; text-align: start; vertical-align: top; border-block-start: 1px solid var(--line); }
td { overflow-wrap: break-word; }
th[scope=row] { min-inline-size: 11rem; }
thead th { border-block-start: 0; white-space: nowrap; }
th { font-weight: 600; }
td p { margin: 0 0 .2rem; }
code, pre { font: .8125rem/1.5 ui-monospace, monospace; }
pre { margin: .3rem 0; padding: .5rem .75rem; max-block-size: 16rem; overflow: auto; white-space: pre-wrap;
  background: color-mix(in srgb, var(--text) 6%, transparent); border-radius: 6px; }
summary { cursor: pointer; padding-block: .3rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--muted); }
dd { margin: 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-block-end: .4rem; } }
@media print { .buttons { display: none; } .table { overflow: visible; } pre { max-block-size: none; } }
`;
