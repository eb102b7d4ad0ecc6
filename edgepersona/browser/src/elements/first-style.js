// How a block looks at the first paint; style.js adds how it looks when something is done with it.

/** Rules of style.js hold here too. */
export const FIRST = `:host{display:block}*{box-sizing:border-box}
.block{font-family:var(--ep-font,inherit);color:var(--ep-text,inherit);overflow-wrap:anywhere}
.title{margin:0;font-size:1.375em;line-height:1.25;text-wrap:balance}
.body{margin:.6em 0 0;line-height:1.55;max-inline-size:65ch}
.points{margin:.75em 0 0;padding-inline-start:1.25em;line-height:1.5}
.points li+li{margin-block-start:.25em}
.foot{display:flex;flex-wrap:wrap;align-items:baseline;gap:.5em 1.25em}
.foot>*{margin-block-start:.9em}
.foot>.cta~*{margin-block-start:0}
.cta{display:inline-flex;align-items:center;min-block-size:1.75em;font-weight:600;color:var(--ep-accent,inherit)}
.cta,.link{text-decoration:underline 1px;text-underline-offset:.2em}
button{font:inherit;color:inherit;cursor:pointer}
.note,.aside{margin-block-end:0;font-size:.8125em;line-height:1.5;color:var(--ep-muted,inherit)}
.link{min-block-size:24px;padding:.15em 0;border:0;background:none}`;
