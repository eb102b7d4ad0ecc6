// How slots look when something is done with them: what first-style.js leaves out. Fetched with the first words.
//
// Rules
// 1. An inline block takes the page's own type and colours; what interrupts brings a surface of its own.
// 2. Colours follow the page's `color-scheme`, not the system's: a page that is light only stays light.
//    Every colour can be set with a custom property: --ep-surface, --ep-text, --ep-muted, --ep-accent,
//    --ep-on-accent, --ep-border, --ep-radius, --ep-font.
// 3. Sides are logical, so right-to-left needs nothing more. Nothing that has a place in the page animates.

export const palette = `
  --surface: var(--ep-surface, #ffffff);
  --text: var(--ep-text, #17202e);
  --muted: var(--ep-muted, #4d5868);
  --accent: var(--ep-accent, #1f4fc4);
  --on-accent: var(--ep-on-accent, #ffffff);
  --line: var(--ep-border, color-mix(in srgb, var(--text) 18%, transparent));
  --field: color-mix(in srgb, var(--text) 60%, var(--surface));
  --radius: var(--ep-radius, 12px);`;

export const scheme = (selector) => `
@supports (color: light-dark(#000, #fff)) {
  ${selector} {
    --surface: var(--ep-surface, light-dark(#ffffff, #171c26));
    --text: var(--ep-text, light-dark(#17202e, #edf0f6));
    --muted: var(--ep-muted, light-dark(#4d5868, #b3bccb));
    --accent: var(--ep-accent, light-dark(#1f4fc4, #9dbbff));
    --on-accent: var(--ep-on-accent, light-dark(#ffffff, #0c1526));
  }
}`;

export const sheetOf = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
};

export const TEXT = `
:host { ${palette} }
:host([hidden]), [hidden] { display: none !important; }
${scheme(":host")}
.status { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.cta:hover { text-decoration-thickness: 2px; }
.over .cta { min-block-size: 2.75em; padding: .5em 1.2em; text-decoration: none; color: var(--on-accent);
  background: var(--accent); border: 1px solid transparent; border-radius: calc(var(--radius) * .7); }
.over .cta:hover { text-decoration: underline; }
button[aria-disabled=true] { cursor: progress; opacity: .65; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.link:hover { text-decoration-thickness: 2px; }
.because { margin-block-start: .75em; padding: .75em 1em; font-size: .875em; line-height: 1.5;
  border-inline-start: 3px solid var(--accent); background: color-mix(in srgb, var(--accent) 8%, transparent);
  border-start-end-radius: 6px; border-end-end-radius: 6px; }
.because p { margin: 0; max-inline-size: 65ch; }
.because .acts { display: flex; flex-wrap: wrap; gap: .25em 1.25em; margin-block-start: .35em; }
fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
legend { padding: 0; font-weight: 700; font-size: 1.125em; line-height: 1.35; }
.titled legend { font-size: 1em; }
.block > * + fieldset { margin-block-start: .9em; }
.reason { margin: .3em 0 0; font-size: .875em; line-height: 1.5; }
.options { display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: .9em; }
.option { min-block-size: 2.75em; padding: .45em 1.05em; font-weight: 500; text-align: start; color: var(--text);
  background: var(--surface); border: 1px solid var(--field); border-radius: calc(var(--radius) * .7); }
.option:hover { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.asks { padding: 1.25em 1.4em; color: var(--text); background: var(--surface); border: 1px solid var(--line);
  border-radius: var(--radius); }
.thanks { margin: 0; padding: .9em 1.2em; font-size: .9375em; border: 1px solid var(--line);
  border-radius: var(--radius); color: var(--text); background: var(--surface); }
.over { position: fixed; z-index: 2147483000; inset: auto; margin: 0; padding: 1.4em 1.5em 1.25em; overflow: auto;
  color: var(--text); background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
  box-shadow: 0 1px 2px #0000001f, 0 18px 48px -8px #0000004d; }
.over .note, .over .aside, .over .reason { color: var(--muted); }
.over .title { font-size: 1.25em; padding-inline-end: 2em; }
.over:not(:has(.title)) legend { padding-inline-end: 2em; }
.block:focus { outline: none; }
.modal { inset: 0; margin: auto; inline-size: min(30em, calc(100vw - 2em)); block-size: fit-content;
  max-block-size: calc(100dvh - 2em); padding: 1.8em 1.9em 1.5em; }
.modal .title { font-size: 1.4375em; }
.nudge { inset-block-end: 1em; inset-inline-end: 1em; inline-size: min(23em, calc(100vw - 2em));
  max-block-size: calc(100dvh - 2em); }
.banner { inset-block-end: 0; inset-inline: 0; inline-size: auto; max-block-size: 60dvh; border-radius: 0;
  border-inline: 0; border-block-end: 0; padding: 1.1em max(1.25em, calc((100vw - 68em) / 2)); }
.close { position: absolute; inset-block-start: .6em; inset-inline-end: .6em; display: grid; place-items: center;
  inline-size: 2.5em; block-size: 2.5em; padding: 0; color: var(--muted); background: none; border: 0; border-radius: 50%; }
.close:hover { color: var(--text); background: color-mix(in srgb, var(--text) 9%, transparent); }
.close::before, .close::after { content: ""; grid-area: 1 / 1; inline-size: 1.05em; block-size: 2px; border-radius: 1px;
  background: currentColor; rotate: 45deg; }
.close::after { rotate: -45deg; }
@media (prefers-reduced-motion: no-preference) {
  .over { animation: arrive .18s ease-out; }
  @keyframes arrive { from { opacity: 0; transform: translateY(8px); } }
}
@media (forced-colors: active) { .over .cta { border-color: ButtonText; } }
@media print { .over { display: none; } }
`;
