"""Why, and why not: one record of each withheld block, told to the visitor and traced for the developer.

Rules
1. Both read the same record: the reason from the trace of the decision, and the change found for it (changes.py).
   What the visitor is told has words; what the developer reads has the numbers as well.
2. A slot tells of the blocks that came nearest, by utility before rules; the rest are counted.
3. The default comes last: it is the page as everyone sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import view
from .changes import Inquiry, Told, plain
from .decide import Shown
from .explain import reason_text
from .sentences import change_text, title
from .silence import PASS_1, PASS_2, Verdict
from .times import format_instant

MOST_TOLD = 6
"""Withheld blocks a slot tells the visitor of, besides its default."""
MOST_TRACED = 50
"""Withheld blocks of a slot whose change is looked for when tracing."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """One block that is not shown."""

    block: str
    slot: str
    verdict: Verdict
    told: Told | None
    """What would change it; None: nothing known."""


def withheld(inquiry: Inquiry, block: str) -> Withheld:
    """The record of a withheld block. Raises KeyError for one that is shown."""
    slot = inquiry.prepared.blocks[block].slot
    return Withheld(block, slot, inquiry.decision.reasons.of(block), inquiry.told(block))


def slot(inquiry: Inquiry, name: str) -> dict[str, Any]:
    """Why a slot shows what it shows, and why not the others: for the visitor, in the page's language."""
    choice, near = inquiry.decision.slots[name], inquiry.nearest(name)
    told = [withheld(inquiry, block) for block in [*near[:MOST_TOLD], *_default(inquiry, name)]]
    speaker = inquiry.speaker(name)
    change = None if speaker is None else _change(inquiry, withheld(inquiry, speaker))
    return {
        **view.why(inquiry.decision, name),
        "change": None if isinstance(choice, Shown) else change,
        "withheld": [_told(inquiry, record) for record in told],
        "more": max(0, len(near) - MOST_TOLD),
    }


def trace(inquiry: Inquiry) -> list[dict[str, Any]]:
    """Every withheld block with its pass, its reason, its worth before rules, and what would change it."""
    found = {}
    for name in inquiry.prepared.slots:
        near = inquiry.nearest(name)
        for block in [*near[:MOST_TRACED], *_default(inquiry, name)]:
            found[block] = _traced(inquiry, withheld(inquiry, block))
        for block in near[MOST_TRACED:]:
            found[block] = _traced(inquiry, Withheld(block, name, inquiry.decision.reasons.of(block), None))
            del found[block]["change"]
    return [found[block] for block in sorted(found)]


def _default(inquiry: Inquiry, name: str) -> list[str]:
    default = inquiry.prepared.slots[name].default
    return [default] if default is not None and inquiry.decision.slots[name].block != default else []


def _told(inquiry: Inquiry, record: Withheld) -> dict[str, Any]:
    by = {"by": record.verdict.by} if record.verdict.by is not None else {}
    return {
        "block": record.block,
        "title": title(inquiry.decision, record.block),
        "default": record.block in inquiry.prepared.defaults,
        "reason": record.verdict.reason,
        **by,
        "text": _reason(inquiry, record),
        "until": record.verdict.until(),
        "change": _change(inquiry, record),
    }


def _traced(inquiry: Inquiry, record: Withheld) -> dict[str, Any]:
    reason, until = record.verdict.reason, record.verdict.until()
    return {
        "block": record.block,
        "slot": record.slot,
        "pass": 1 if reason in PASS_1 else 2 if reason in PASS_2 else 3,
        "reason": reason,
        **({"by": record.verdict.by} if record.verdict.by is not None else {}),
        "utility": round(inquiry.worth(record.block), 4),
        "text": _reason(inquiry, record),
        "until": None if until is None else format_instant(until),
        "change": _change(inquiry, record),
    }


def _reason(inquiry: Inquiry, record: Withheld) -> str:
    s = inquiry.decision.situation
    return reason_text(s.prepared.bundle, s.language, record.verdict.reason)


def _change(inquiry: Inquiry, record: Withheld) -> dict[str, Any]:
    """As data, and in a sentence; kind None where no single change is known."""
    known = {"kind": None} if record.told is None else plain(inquiry.prepared, record.told)
    return {**known, "text": change_text(inquiry.decision, record.verdict.reason, record.told)}
