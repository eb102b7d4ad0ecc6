"""The style of the HTML file. Rule: light, dark, print and phone; contrast of text at least 4.5 : 1."""

STYLE = """\
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --line: #d0d7de;
  --a: #0b5cad; --b: #b35900; --k0: #0b5cad; --k1: #8a3ffc; --k2: #b35900; --k3: #8c959f; --note: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --paper: #0d1117; --line: #30363d;
  --a: #58a6ff; --b: #f0a13a; --k0: #58a6ff; --k1: #be95ff; --k2: #f0a13a; --k3: #6e7681; --note: #3a2f12; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.25rem; }
code { overflow-wrap: anywhere; font-size: 0.85em; }
.simulated { background: var(--note); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.75rem 1rem; }
figure { margin: 1rem 0; }
figure > svg { width: 100%; max-width: 42rem; height: auto; display: block; }
svg text { font-size: 12px; fill: var(--ink); }
svg .label { text-anchor: end; }
.arm0 { fill: var(--a); } .arm1 { fill: var(--b); }
.kind0 { fill: var(--k0); } .kind1 { fill: var(--k1); } .kind2 { fill: var(--k2); } .kind3 { fill: var(--k3); }
.kind0, .kind1, .kind2, .kind3 { stroke: var(--paper); stroke-width: 1; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; padding: 0; margin: 0.5rem 0; }
.legend svg { width: 0.8rem; height: 0.8rem; margin-right: 0.4rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0;
  border-bottom: 1px solid var(--line); }
td { font-variant-numeric: tabular-nums; } td.short { overflow-wrap: anywhere; min-width: 4.5rem; }
td.long { min-width: 17rem; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 500; overflow-wrap: anywhere; min-width: 6rem; }
.table:focus-visible { outline: 2px solid var(--a); outline-offset: 2px; }
@media print { :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #bbb; --a: #0b5cad;
  --b: #b35900; --k0: #0b5cad; --k1: #8a3ffc; --k2: #b35900; --k3: #8c959f; --note: #fff; }
  main { max-width: none; padding: 0; } .table { overflow: visible; } tr, figure { break-inside: avoid; }
  rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
