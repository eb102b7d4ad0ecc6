"""One HTML file of charts beside the tables they draw.

Rules
1. Self-contained: no script, nothing fetched, one inline style. It opens from a disk, prints, and fits a phone: light,
   dark, contrast of text at least 4.5 : 1.
2. A chart is an image with a name; what it shows stands in a table beside it, number for number.
3. Every text is escaped. Colours follow the reader's light or dark scheme, and no meaning hangs on colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

WIDTH, BAR, GAP, LABELS = 440, 16, 12, 136
LONG = 24
"""A cell with more characters than this is given room on a phone."""
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


def document(title: str, parts: Iterable[str]) -> str:
    """The file's text; `parts` are HTML."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def section(title: str, lead: str, chart: str, table: str) -> str:
    """A chart and its table under a heading; what is empty is left out."""
    figure = f"<figure>{chart}</figure>" if chart else ""
    lead = f"<p>{escape(lead)}</p>" if lead else ""
    named = f'<div class="table" role="region" tabindex="0" aria-label="{escape(title)}">{table}</div>'
    return f"<section><h2>{escape(title)}</h2>{lead}{figure}{named}</section>"


def table(head: Sequence[str], body: Iterable[Sequence[Any]]) -> str:
    """A table; the first cell of each line is its heading."""
    first = "".join(f'<th scope="col">{escape(name) or "what"}</th>' for name in head)
    lines = []
    for label, *cells in body:
        rest = "".join(f'<td class="{_fit(str(cell))}">{escape(str(cell))}</td>' for cell in cells)
        lines.append(f'<tr><th scope="row">{escape(str(label))}</th>{rest}</tr>')
    return f"<table><thead><tr>{first}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _fit(text: str) -> str:
    return "long" if len(text) > LONG else "short"


Series = Sequence[tuple[Any, ...]]
"""(label, one value an arm)"""


def bars(name: str, series: Series, arms: Sequence[str], told: Callable[[Any], str], style: str = "arm") -> str:
    """Horizontal bars, one an arm for each label. `style`: `arm` has two colours, `kind` four."""
    row = len(arms) * BAR + GAP
    most = max((value for _, *values in series for value in values), default=0) or 1
    drawn = []
    for n, (label, *values) in enumerate(series):
        top = n * row
        drawn.append(f'<text x="{LABELS - 8}" y="{top + row / 2 - 2:g}" class="label">{escape(cut(label))}</text>')
        for m, value in enumerate(values):
            width, y = (WIDTH - LABELS - 60) * value / most, top + m * BAR
            drawn.append(f'<rect x="{LABELS}" y="{y}" width="{width:.1f}" height="{BAR - 2}" class="{style}{m}"/>')
            drawn.append(f'<text x="{LABELS + width + 6:.1f}" y="{y + BAR - 5}">{escape(told(value))}</text>')
    return svg(name, drawn, len(series) * row) + legend([(arm, f"{style}{m}") for m, arm in enumerate(arms)])


def svg(name: str, drawn: list[str], height: int) -> str:
    """A chart. The table that follows says the same in words, so a screen reader is pointed there."""
    label = f"{escape(name)}: bars of the table that follows"
    return f'<svg viewBox="0 0 {WIDTH} {max(height, 1)}" role="img" aria-label="{label}">{"".join(drawn)}</svg>'


def legend(entries: list[tuple[str, str]]) -> str:
    """What the colours stand for: (name, style)."""
    keys = "".join(
        f'<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" class="{style}"/></svg>'
        f"{escape(name)}</li>"
        for name, style in entries
    )
    return f'<figcaption><ul class="legend">{keys}</ul></figcaption>'


def cut(label: str, most: int = 21) -> str:
    """A label as a chart has room for it."""
    return label if len(label) <= most else label[: most - 1] + "…"
