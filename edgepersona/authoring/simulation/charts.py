"""A simulation's result as one HTML file, drawn by `authoring/drawing.py`."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from edgepersona.authoring.drawing import (
    BAR,
    GAP,
    LABELS,
    WIDTH,
    Series,
    bars,
    cut,
    document,
    legend,
    section,
    svg,
    table,
)
from edgepersona.core.silence import PASS_1, PASS_2

from .text import percent, reasons, rows, unit_text

MANY = 20
"""Interruptions a week from which on visitors share one bar."""
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
        section(
            "Interruptions in a visitor’s busiest week",
            "How many visitors were interrupted how often in their busiest seven days in a row.",
            bars("Interruptions in the busiest week", _weeks(found, arms), arms, lambda value: f"{value:,}"),
            table(("interruptions", *arms), _weeks(found, arms)),
        ),
        section(
            "Fatigue at page views",
            f"How tired visitors are when a page opens, F. From {found['arms'][arms[0]]['fatigue']['stop']:g} on, "
            "promotions, questions and interrupts stop.",
            bars("Fatigue", _fatigue(found, arms), arms, percent),
            table(("F", *arms), [(label, *map(percent, values)) for label, *values in _fatigue(found, arms)]),
        ),
        section(
            "Blocks",
            "What decisions meant for each block, treated. Share of decisions.",
            _stacks(found["blocks"], arms[0]),
            table(
                ("block", "slot", "class", "arm", "times shown", "withheld, by reason"),
                [
                    (b["block"], b["slot"], b["class"], arm, f"{one['shown']:,}", reasons(one["withheld"]))
                    for b in found["blocks"]
                    for arm, one in b["arms"].items()
                ],
            ),
        ),
        section(
            "Slots",
            "How often a slot speaks, and why it stays silent or shows its default. Share of decisions.",
            bars("Slots that speak", _speaking(found, arms), arms, percent),
            table(
                ("slot", "kind", "arm", "speaks", "silent, by reason"),
                [
                    (s["slot"], s["kind"], arm, percent(one["chosen"]), reasons(one["silent"]))
                    for s in found["slots"]
                    for arm, one in s["arms"].items()
                ],
            ),
        ),
        section(
            "Caps and budgets", "Share of decisions at which they hold, and visitors who met them.", "", _held(found)
        ),
        section(
            "Assumptions",
            "What these visitors do. Every figure above follows from this.",
            "",
            table(
                ("setting", "value", "default", "what it is"),
                [(a["setting"], f"{a['value']:g}", f"{a['default']:g}", unit_text(a)) for a in found["assumptions"]],
            ),
        ),
        f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in found['notes'])}</ul>",
    ]
    return document(f"SIMULATED · {title}", parts)


# --- what is drawn ----------------------------------------------------------------------------------


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
    return section(title, "The same visitors, lived once in each arm with the same luck." if extra else "", "",
                    table(("", *arms, *extra), body))  # fmt: skip


def _held(found: dict[str, Any]) -> str:
    body = []
    for kind, name, held in (("caps", "cap", "binding"), ("budgets", "budget", "spent")):
        for n, first in enumerate(found["arms"]["treated"][kind]):
            each = [arm[kind][n] for arm in found["arms"].values()]
            body.append((first[name], *(text for one in each for text in (percent(one[held]), f"{one['visitors']:,}"))))
    return table(("", *(text for arm in found["arms"] for text in (arm, f"{arm}, visitors"))), body)


# --- how it is drawn --------------------------------------------------------------------------------


def _stacks(blocks: list[dict[str, Any]], arm: str) -> str:
    """One bar a block, divided by what decisions meant for it."""
    drawn, row = [], BAR + GAP
    for n, block in enumerate(blocks):
        one, left = block["arms"][arm], float(LABELS)
        drawn.append(
            f'<text x="{LABELS - 8}" y="{n * row + BAR - 4}" class="label">{escape(cut(block["block"]))}</text>'
        )
        for m, share in enumerate(_kinds(one)):
            width = (WIDTH - LABELS) * share
            drawn.append(f'<rect x="{left:.1f}" y="{n * row}" width="{width:.1f}" height="{BAR}" class="kind{m}"/>')
            left += width
    return svg("Blocks", drawn, len(blocks) * row) + legend([(kind, f"kind{m}") for m, kind in enumerate(KINDS)])


def _kinds(one: dict[str, Any]) -> tuple[float, ...]:
    """Shares of decisions: shown, and withheld by pass."""
    withheld = one["withheld"]
    first, second = (sum(withheld.get(reason, 0) for reason in passed) for passed in (PASS_1, PASS_2))
    return one["chosen"], first, second, sum(withheld.values()) - first - second
