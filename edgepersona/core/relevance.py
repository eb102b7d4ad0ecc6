"""Relevance: how well a block fits what is known, term by term.

Rules
1. Utility = value x sum of the weights of the matching terms + what was learned - F x price of attention.
2. The price is `utility.interrupt` for interrupts that are not service, else nothing.
3. A term adds value x weight; terms are listed by what they add, largest magnitude first, then by signal.
4. Utilities are rounded to 9 decimals before anything compares them.
"""

from __future__ import annotations

from typing import NamedTuple

from .bundle import Block
from .situation import Situation


class Term(NamedTuple):
    signal: str
    value: str
    source: str
    adds: float


def lifted(s: Situation) -> dict[str, float]:
    """Block → the sum of its matching weights, for every block that any value touches; summed in signal order."""
    sums: dict[str, float] = {}
    lifts = s.prepared.lifts
    for signal in sorted(s.values):
        for block, weight in lifts.get((signal, s.values[signal]), ()):
            sums[block] = sums.get(block, 0.0) + weight
    return sums


def price(s: Situation, slot_kind: str, block_kind: str) -> float:
    """What a block's claim on attention costs a rested-to-exhausted visitor at F = 1."""
    if slot_kind == "interrupt" and block_kind != "service":
        return s.prepared.bundle.silence.utility["interrupt"]
    return 0.0


def utility(s: Situation, block: Block, weight: float) -> float:
    """Utility at this moment, given the sum of its matching weights."""
    asks = price(s, s.prepared.slots[block.slot].kind, block.kind)
    return round(block.value * weight - (s.fatigue * asks if asks else 0.0), 9)


def terms(s: Situation, block: Block) -> tuple[Term, ...]:
    """The matching terms of a block, as they are printed."""
    matching = [
        Term(signal, value, source_shown(s, signal), block.value * weight)
        for signal, value, weight in block.relevance
        if s.values.get(signal) == value
    ]
    return tuple(sorted(matching, key=lambda term: (-abs(round(term.adds, 9)), term.signal)))


def source_shown(s: Situation, signal: str) -> str:
    """The tier a signal's value came from; `sensitive` for sensitive signals, whatever the source."""
    return "sensitive" if s.prepared.signals[signal].tier == "sensitive" else s.said[signal].source
