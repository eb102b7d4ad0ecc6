// How the preview's bar looks: unlike the page, in every colour scheme, and never in the page's way for long.

export const previewStyle = `
:host { all: initial; display: block; color-scheme: light dark; position: fixed; inset: auto 0 0 0; inline-size: 100%; block-size: auto;
  max-inline-size: none; margin: 0; padding: 0; border: 0; overflow: visible; background: none; z-index: 2147483600;
  font: 400 .9375rem/1.45 system-ui, sans-serif; pointer-events: none; }
* { box-sizing: border-box; }
aside { --ink: #1a1033; --paper: #ffffff; --line: #d9d3e8; --dim: #5b5272; --mark: #5b21b6; --on-mark: #ffffff;
  display: flex; flex-direction: column; align-items: flex-end; text-align: left; color: var(--ink); }
@media (prefers-color-scheme: dark) {
  aside { --ink: #f0ecfa; --paper: #1d1729; --line: #443a5c; --dim: #b9afd0; --mark: #c4b5fd; --on-mark: #1a1033; }
}
.bar, .sheet { pointer-events: auto; }
.bar { display: flex; align-items: center; gap: .75rem; inline-size: 100%; min-block-size: 3rem; padding: .35rem 1rem;
  color: #ffffff; background: #4c1d95; box-shadow: 0 -2px 12px #0000003d; }
.bar strong { padding: .1rem .55rem; border: 1px solid #ffffffa6; border-radius: 1rem; font-size: .8125rem; letter-spacing: .02em; }
.facts { flex: 1; min-inline-size: 0; overflow: hidden; font-size: .875rem; white-space: nowrap; text-overflow: ellipsis; }
.bar button, .bar a { flex: none; display: inline-flex; align-items: center; min-block-size: 2.25rem; padding: .2rem .9rem;
  font: inherit; font-weight: 600; color: #ffffff; background: none; border: 1px solid #ffffffa6; border-radius: .5rem;
  text-decoration: none; cursor: pointer; }
.bar button { color: #4c1d95; background: #ffffff; border-color: #ffffff; }
.bar a:hover, .bar button:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
.bar :focus-visible { outline-color: #ffffff; }
.sheet { inline-size: min(30rem, 100vw); max-block-size: min(46rem, calc(100dvh - 4.5rem)); overflow: auto; overscroll-behavior: contain;
  padding: 1.1rem 1.25rem 1.5rem; background: var(--paper); border: 1px solid var(--line); border-block-end: 0;
  border-start-start-radius: .75rem; box-shadow: 0 -4px 40px #00000040; }
h2 { margin: 0; font-size: 1.125rem; line-height: 1.3; }
h3 { margin: 1.4rem 0 .5rem; font-size: 1rem; }
h4 { margin: 0; font-size: .9375rem; font-weight: 600; }
p { margin: .25rem 0 0; }
.muted { color: var(--dim); font-size: .875rem; }
fieldset { min-inline-size: 0; margin: 1rem 0 0; padding: 0; border: 0; }
legend { padding: 0 0 .4rem; font-size: .8125rem; font-weight: 600; color: var(--dim); }
.field { display: grid; grid-template-columns: 11rem minmax(0, 1fr); align-items: center; gap: .25rem 1rem; padding-block: .2rem; }
.field label { overflow-wrap: anywhere; }
.field label::first-letter { text-transform: uppercase; }
select, input:not([type=checkbox]) { inline-size: 100%; min-block-size: 2.25rem; padding: .2rem .5rem; font: inherit;
  color: var(--ink); background: var(--paper); border: 1px solid var(--dim); border-radius: .4rem; }
.choice { display: flex; gap: .4rem; align-items: center; }
.choice select { flex: 1; min-inline-size: 0; }
.choice button { flex: none; }
.field.clock { grid-template-columns: 1fr auto; }
.clock span { font-variant-numeric: tabular-nums; }
.clock input[type=range] { grid-column: 1 / -1; margin: 0; padding: 0; border: 0; accent-color: var(--mark); cursor: pointer; }
.sheet button { min-block-size: 2rem; padding: .15rem .7rem; font: inherit; font-size: .875rem; color: var(--ink);
  background: none; border: 1px solid var(--dim); border-radius: .4rem; cursor: pointer; }
.sheet button:hover { border-color: var(--mark); color: var(--mark); }
.moves { display: flex; flex-wrap: wrap; gap: .25rem; padding-inline-start: 12rem; }
.sheet .moves button { padding-inline: .45rem; }
.check { grid-template-columns: auto 1fr; gap: .6rem; padding-block: .5rem 0; }
.check input { inline-size: 1.15rem; block-size: 1.15rem; margin: 0; accent-color: var(--mark); }
.happened { display: flex; align-items: center; justify-content: space-between; gap: 1rem; margin-block-start: 1rem; padding: .6rem .8rem;
  font-size: .875rem; border: 1px dashed var(--dim); border-radius: .5rem; overflow-wrap: anywhere; }
.happened button { flex: none; }
ul { margin: 0; padding: 0; list-style: none; }
.slots > li { padding-block: .65rem; border-block-start: 1px solid var(--line); overflow-wrap: anywhere; }
.slots p { font-size: .875rem; color: var(--dim); }
.slots details li { padding: .45rem 0 0 .75rem; }
code { font: .8125rem/1.5 ui-monospace, monospace; }
.reason { padding: 0 .4rem; font: 600 .6875rem/1.6 ui-monospace, monospace; color: var(--mark); border: 1px solid currentColor; border-radius: .3rem; }
summary { inline-size: fit-content; min-block-size: 24px; padding-block: .2rem; font-size: .875rem; cursor: pointer; color: var(--mark); }
.sheet > details { margin-block-start: .75rem; }
pre { max-block-size: 22rem; margin: .3rem 0 0; padding: .75rem; overflow: auto; font: .75rem/1.5 ui-monospace, monospace;
  background: color-mix(in srgb, var(--ink) 6%, transparent); border-radius: .5rem; }
@media (min-width: 64rem) {
  .sheet { block-size: calc(100dvh - 3rem); max-block-size: none; border-block-start: 0; border-start-start-radius: 0; }
}
@media (max-width: 36rem) {
  .sheet { inline-size: 100%; max-block-size: 68dvh; border-inline: 0; border-start-end-radius: .75rem; padding-inline: 1rem; }
  .field:not(.check, .clock) { grid-template-columns: 8.5rem minmax(0, 1fr); }
  .moves { padding-inline-start: 0; }
  .bar { gap: .5rem; padding-inline: .75rem; }
}
@media print { aside { display: none; } }
`;
