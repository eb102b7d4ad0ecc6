"""A simulation's result as one HTML file: charts beside the tables they draw.

Rules
1. Self-contained: no script, nothing fetched, one inline style. It opens from a disk, prints, and fits a phone.
2. A chart is an image with a name; what it shows stands in a table beside it, number for number.
3. Every text from the persona file is escaped. Colours follow the reader's light or dark scheme, and no
   meaning hangs on colour alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from edgepersona.core.silence import PASS_1, PASS_2

from .pages import STYLE
from .text import percent, reasons, rows, unit_text

WIDTH, BAR, GAP, LABELS = 440, 16, 12, 136
ROW = 2 * BAR + GAP
MANY = 20
"""Interruptions a week from which on visitors share one bar."""
LONG = 24
"""A cell with more characters than this is given room on a phone."""
KINDS = ("shown", "may not speak", "not this, not now", "silence or another is better")
"""What a decision can mean for a block: in its slot, or withheld in pass 1, 2 or 3."""


def page(found: dict[str, Any]) -> str:
    """The file's text."""
    title = f"{found['site']}: {found['visitors']:,} simulated visitors"
    arms = list(found["arms"])
    parts = [
        f'<p class="simulated" role="note"><strong>{escape(found["title"])}</strong></p>',
        f"<h1>{escape(title)}</h1>",
        f"<p>{found['days']} days from {found['start']}, seed {found['seed']}. Bundle "
        f"<code>{escape(found['bundle'])}</code></p>",
        _compared(found, arms),
        _section(
            "Interruptions in a visitor’s busiest week",
            "How many visitors were interrupted how often in their busiest seven days in a row.",
            _bars("Interruptions in the busiest week", _weeks(found, arms), arms, lambda value: f"{value:,}"),
            _table(("interruptions", *arms), _weeks(found, arms)),
        ),
        _section(
            "Fatigue at page views",
            f"How tired visitors are when a page opens, F. From {found['arms'][arms[0]]['fatigue']['stop']:g} on, "
            "promotions, questions and interrupts stop.",
            _bars("Fatigue", _fatigue(found, arms), arms, percent),
            _table(("F", *arms), [(label, *map(percent, values)) for label, *values in _fatigue(found, arms)]),
        ),
        _section(
            "Blocks",
            "What decisions meant for each block, treated. Share of decisions.",
            _stacks(found["blocks"], arms[0]),
            _table(
                ("block", "slot", "class", "arm", "times shown", "withheld, by reason"),
                [
                    (b["block"], b["slot"], b["class"], arm, f"{one['shown']:,}", reasons(one["withheld"]))
                    for b in found["blocks"]
                    for arm, one in b["arms"].items()
                ],
            ),
        ),
        _section(
            "Slots",
            "How often a slot speaks, and why it stays silent or shows its default. Share of decisions.",
            _bars("Slots that speak", _speaking(found, arms), arms, percent),
            _table(
                ("slot", "kind", "arm", "speaks", "silent, by reason"),
                [
                    (s["slot"], s["kind"], arm, percent(one["chosen"]), reasons(one["silent"]))
                    for s in found["slots"]
                    for arm, one in s["arms"].items()
                ],
            ),
        ),
        _section(
            "Caps and budgets", "Share of decisions at which they hold, and visitors who met them.", "", _held(found)
        ),
        _section(
            "Assumptions",
            "What these visitors do. Every figure above follows from this.",
            "",
            _table(
                ("setting", "value", "default", "what it is"),
                [(a["setting"], f"{a['value']:g}", f"{a['default']:g}", unit_text(a)) for a in found["assumptions"]],
            ),
        ),
        f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in found['notes'])}</ul>",
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>SIMULATED · {escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


# --- what is drawn ----------------------------------------------------------------------------------

Series = list[tuple[Any, ...]]
"""(label, one value an arm)"""


def _weeks(found: dict[str, Any], arms: list[str]) -> Series:
    counts = []
    for arm in arms:
        each = found["arms"][arm]["interruptions"]["visitors_by_busiest_week"]
        counts.append(Counter({min(one["interruptions"], MANY): 0 for one in each}))
        for one in each:
            counts[-1][min(one["interruptions"], MANY)] += one["visitors"]
    labels = [f"{n} or more" if n == MANY else str(n) for n in range(max(map(len, counts)))]
    return [(label, *(count[n] for count in counts)) for n, label in enumerate(labels)]


def _fatigue(found: dict[str, Any], arms: list[str]) -> Series:
    bins = [found["arms"][arm]["fatigue"]["bins"] for arm in arms]
    labels = ["0" if one["to"] == 0 else f"{one['from']:g} to {one['to']:g}" for one in bins[0]]
    return [(label, *(each[n]["share"] for each in bins)) for n, label in enumerate(labels)]


def _speaking(found: dict[str, Any], arms: list[str]) -> Series:
    return [(slot["slot"], *(slot["arms"][arm]["chosen"] for arm in arms)) for slot in found["slots"]]


def _compared(found: dict[str, Any], arms: list[str]) -> str:
    extra = ("difference",) if found["difference"] is not None else ()
    body = [(label, *values, *((apart,) if extra else ())) for label, values, apart in rows(found)]
    title = "Treated beside caps_only" if extra else "Treated"
    return _section(title, "The same visitors, lived once in each arm with the same luck." if extra else "", "",
                    _table(("", *arms, *extra), body))  # fmt: skip


def _held(found: dict[str, Any]) -> str:
    body = []
    for kind, name, held in (("caps", "cap", "binding"), ("budgets", "budget", "spent")):
        for n, first in enumerate(found["arms"]["treated"][kind]):
            each = [arm[kind][n] for arm in found["arms"].values()]
            body.append((first[name], *(text for one in each for text in (percent(one[held]), f"{one['visitors']:,}"))))
    return _table(("", *(text for arm in found["arms"] for text in (arm, f"{arm}, visitors"))), body)


# --- how it is drawn --------------------------------------------------------------------------------


def _section(title: str, lead: str, chart: str, table: str) -> str:
    figure = f"<figure>{chart}</figure>" if chart else ""
    lead = f"<p>{escape(lead)}</p>" if lead else ""
    named = f'<div class="table" role="region" tabindex="0" aria-label="{escape(title)}">{table}</div>'
    return f"<section><h2>{escape(title)}</h2>{lead}{figure}{named}</section>"


def _table(head: Sequence[str], body: Iterable[Sequence[Any]]) -> str:
    first = "".join(f'<th scope="col">{escape(name) or "what"}</th>' for name in head)
    lines = []
    for label, *cells in body:
        rest = "".join(f'<td class="{_fit(str(cell))}">{escape(str(cell))}</td>' for cell in cells)
        lines.append(f'<tr><th scope="row">{escape(str(label))}</th>{rest}</tr>')
    return f"<table><thead><tr>{first}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _fit(text: str) -> str:
    return "long" if len(text) > LONG else "short"


def _bars(name: str, series: Series, arms: list[str], told: Callable[[Any], str]) -> str:
    """Horizontal bars, one an arm for each label."""
    most = max((value for _, *values in series for value in values), default=0) or 1
    drawn = []
    for n, (label, *values) in enumerate(series):
        top = n * ROW
        drawn.append(f'<text x="{LABELS - 8}" y="{top + BAR + 4}" class="label">{escape(_cut(label))}</text>')
        for m, value in enumerate(values):
            width, y = (WIDTH - LABELS - 60) * value / most, top + m * BAR
            drawn.append(f'<rect x="{LABELS}" y="{y}" width="{width:.1f}" height="{BAR - 2}" class="arm{m}"/>')
            drawn.append(f'<text x="{LABELS + width + 6:.1f}" y="{y + BAR - 5}">{escape(told(value))}</text>')
    return _svg(name, drawn, len(series) * ROW) + _legend([(arm, f"arm{m}") for m, arm in enumerate(arms)])


def _stacks(blocks: list[dict[str, Any]], arm: str) -> str:
    """One bar a block, divided by what decisions meant for it."""
    drawn, row = [], BAR + GAP
    for n, block in enumerate(blocks):
        one, left = block["arms"][arm], float(LABELS)
        drawn.append(
            f'<text x="{LABELS - 8}" y="{n * row + BAR - 4}" class="label">{escape(_cut(block["block"]))}</text>'
        )
        for m, share in enumerate(_kinds(one)):
            width = (WIDTH - LABELS) * share
            drawn.append(f'<rect x="{left:.1f}" y="{n * row}" width="{width:.1f}" height="{BAR}" class="kind{m}"/>')
            left += width
    return _svg("Blocks", drawn, len(blocks) * row) + _legend([(kind, f"kind{m}") for m, kind in enumerate(KINDS)])


def _kinds(one: dict[str, Any]) -> tuple[float, ...]:
    """Shares of decisions: shown, and withheld by pass."""
    withheld = one["withheld"]
    first, second = (sum(withheld.get(reason, 0) for reason in passed) for passed in (PASS_1, PASS_2))
    return one["chosen"], first, second, sum(withheld.values()) - first - second


def _svg(name: str, drawn: list[str], height: int) -> str:
    """The table that follows says the same in words, so a screen reader is pointed there."""
    label = f"{escape(name)}: bars of the table that follows"
    return f'<svg viewBox="0 0 {WIDTH} {max(height, 1)}" role="img" aria-label="{label}">{"".join(drawn)}</svg>'


def _legend(entries: list[tuple[str, str]]) -> str:
    keys = "".join(
        f'<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" class="{style}"/></svg>'
        f"{escape(name)}</li>"
        for name, style in entries
    )
    return f'<figcaption><ul class="legend">{keys}</ul></figcaption>'


def _cut(label: str, most: int = 21) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"
