"""Counting what simulated visitors met: one Tally for an arm, filled visitor by visitor.

Rules
1. A decision is one look of the page: when it opens, when value was seen, when a gap has passed. Of every
   decision, each block is counted once: chosen, or withheld for its one reason.
2. An interruption is a block shown in an interrupt slot, service included. A visitor's busiest week is the most
   of them in any seven days in a row.
3. Adding Tallies in the order of their visitors gives the same Tally as counting them all in one go.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

from edgepersona.core.decide import Decision, Shown
from edgepersona.core.situation import Situation
from edgepersona.core.times import DAY

from .visitor import Visitor

WEEK = 7 * DAY
CHOSEN = "chosen"
"""In place of a reason: the block is in its slot on its merits."""


@dataclass(slots=True)
class Tally:
    visitors: int = 0
    counted: int = 0
    """Visitors who agree to being counted."""
    visits: int = 0
    page_views: int = 0
    decisions: int = 0
    blocks: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(block, reason or CHOSEN) → decisions."""
    slots: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(slot, reason or CHOSEN) → decisions."""
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(block, outcome) → times. For `answered` and the like, (what it names, what happened)."""
    caps: Counter[int] = field(default_factory=Counter)
    """Number of a cap → decisions at which it binds."""
    cap_visitors: Counter[int] = field(default_factory=Counter)
    budgets: Counter[str] = field(default_factory=Counter)
    """Budget → decisions at which nothing is left of it."""
    budget_visitors: Counter[str] = field(default_factory=Counter)
    fatigue: list[float] = field(default_factory=list)
    """F at every decision that opens a page view."""
    interruptions: list[int] = field(default_factory=list)
    """Visitor → interruptions, in visitor order."""
    busiest: list[int] = field(default_factory=list)
    """Visitor → interruptions of the busiest week."""
    service: int = 0
    """Interruptions that were service."""

    def add(self, other: Tally) -> None:
        """Take in the visitors that come after these."""
        for each in fields(self):
            mine = getattr(self, each.name)
            if isinstance(mine, Counter):
                mine.update(getattr(other, each.name))
            else:
                setattr(self, each.name, mine + getattr(other, each.name))


class Counting:
    """Watches one visitor for a Tally."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.page = 0
        self.caps: set[int] = set()
        self.budgets: set[str] = set()

    def look(self, visitor: Visitor, decision: Decision) -> None:
        """Count one decision."""
        tally, s = self.tally, decision.situation
        tally.decisions += 1
        for slot, choice in decision.slots.items():
            tally.slots[slot, CHOSEN if isinstance(choice, Shown) else choice.verdict.reason] += 1
        chosen = {choice.block for choice in decision.slots.values()}
        for block in s.prepared.candidates:
            tally.blocks[block, CHOSEN if block in chosen else decision.reasons.of(block).reason] += 1
        tally.caps.update(s.binding)
        self.caps.update(s.binding)
        spent = list(_spent(s))
        tally.budgets.update(spent)
        self.budgets.update(spent)
        if visitor.page != self.page:
            self.page = visitor.page
            tally.fatigue.append(s.tired.at(s.now))

    def leave(self, visitor: Visitor) -> None:
        """Count what the visitor lived through, when all visits are over."""
        tally, prepared = self.tally, visitor.prepared
        tally.visitors += 1
        tally.counted += visitor.plan.counted
        tally.visits += len(visitor.plan.visits)
        tally.page_views += visitor.page
        tally.outcomes.update((entry.name, entry.what) for entry in visitor.history)
        tally.cap_visitors.update(self.caps)
        tally.budget_visitors.update(self.budgets)
        interruptions = [
            entry
            for entry in visitor.history
            if entry.what == "shown" and prepared.slots[prepared.blocks[entry.name].slot].kind == "interrupt"
        ]
        tally.interruptions.append(len(interruptions))
        tally.busiest.append(busiest([entry.at for entry in interruptions]))
        tally.service += sum(prepared.blocks[entry.name].kind == "service" for entry in interruptions)


def busiest(times: list[int], span: int = WEEK) -> int:
    """The most of some instants (ms, ascending) that lie within one span."""
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


def _spent(s: Situation) -> list[str]:
    """The budgets of `silence: interrupts` of which nothing is left."""
    rules, spent = s.prepared.bundle.silence, []
    if s.history.interrupts_in_view >= rules.per_page:
        spent.append("per_page")
    if s.history.last_interrupt is not None and s.now - s.history.last_interrupt < rules.gap:
        spent.append("gap")
    if s.history.questions_in_visit >= rules.questions_per_visit:
        spent.append("questions_per_visit")
    if not s.moment.consent.remember and s.history.loud_in_visit >= 1:
        spent.append("one_a_visit_unremembered")
    return spent
