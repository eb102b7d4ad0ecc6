"""What would have to be different for a block to be shown: the smallest single change, found by inquiry again.

Rules
1. No rule stands here: each change a reason suggests (suggestions.py) is tried by `decide`, on a copy of the moment.
2. The first change that shows the block is told; several values of one signal that all do are told together.
   Where none does, the first that takes the reason away is, with the reason that holds then.
3. Waiting is one change, however many reasons end meanwhile.
4. Nothing happens here unless somebody asks: at most MOST + MOST_WAITS decisions for one block, none of them twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .altered import Later, altered
from .decide import Decision, Shown, decide
from .moment import Moment
from .prepare import Prepared
from .relevance import utility, weight
from .silence import ORDER, Verdict
from .suggestions import SUGGESTIONS, Change
from .times import format_instant

MOST = 24
"""Changes tried for one block."""
MOST_WAITS = 6
"""Reasons, one after the other, whose end is waited for."""
_NAMED = {"optin": "signals", "consent": "tiers", "page": "page", "language": "language", "arm": "arm", "gone": "block"}
"""Kind → what its names are called as data."""
_TOGETHER = ("answer", "account", "arrive")
"""Kinds whose values are told together."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change and what it leads to."""

    change: Change
    values: tuple[str, ...] = ()
    """Every value of the signal that leads there."""
    then: Verdict | None = None
    """Why the block is withheld then; None: it is shown."""

    def each(self) -> Iterator[Change]:
        """The change, once for each value it stands for."""
        if not self.values:
            yield self.change
        for value in self.values:
            yield replace(self.change, value=value)


@dataclass(slots=True)
class Inquiry:
    """A decision that can be asked what would change it."""

    prepared: Prepared
    moment: Moment
    later: Later | None = None
    """How the moment looks at a later instant; None: the same, but for the time."""
    decision: Decision = field(init=False)
    tried: dict[Change, Decision] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.decision = decide(self.prepared, self.moment)

    def told(self, block: str) -> Told | None:
        """The smallest change for a withheld block; None if no single one is known. Raises KeyError if it is shown."""
        verdict = self.decision.reasons.of(block)
        shows: Told | None = None
        moves: list[Told] = []
        for suggested in self._suggested(block, verdict):
            if shows is not None and not _alike(suggested, shows.change):
                break
            for change, then in self._followed(suggested, block):
                if then is None:
                    shows = _first(change, None) if shows is None else _and(shows, change)
                elif (then.reason, then.by) != (verdict.reason, verdict.by):
                    moves.append(_first(change, then))
        return shows or _farthest(moves, verdict)

    def under(self, change: Change, block: str) -> Verdict | None:
        """Why a block is withheld under a change; None if it is shown."""
        decision = self.tried.get(change)
        if decision is None:
            decision = self.tried[change] = decide(*altered(self.decision.situation, change, self.later or self._later))
        if any(choice.block == block for choice in decision.slots.values()):
            return None
        return decision.reasons.of(block)

    def speaker(self, slot: str) -> str | None:
        """The block whose reason a silent slot gives; None where the slot speaks, or has no candidates."""
        choice = self.decision.slots[slot]
        if isinstance(choice, Shown):
            return None
        reason = choice.verdict.reason
        return next((name for name in self.nearest(slot) if self.decision.reasons.of(name).reason == reason), None)

    def nearest(self, slot: str) -> list[str]:
        """The withheld blocks of a slot but its default, by utility before rules, then id."""
        chosen = self.decision.slots[slot].block
        names = [name for name, one in self.prepared.candidates.items() if one.block.slot == slot and name != chosen]
        return sorted(names, key=lambda name: (-self.worth(name), name))

    def worth(self, block: str) -> float:
        """A block's utility before rules; a default has none."""
        s, candidate = self.decision.situation, self.prepared.candidates.get(block)
        return 0.0 if candidate is None else utility(s, candidate.worth, weight(s.values, candidate.worth))

    def _followed(self, change: Change, block: str) -> Iterator[tuple[Change, Verdict | None]]:
        """A change and what it leads to; where waiting leads to a reason that ends by itself, waiting for that too."""
        for _ in range(MOST_WAITS):
            then = self.under(change, block)
            yield change, then
            until = then.until() if then is not None and change.kind == "wait" else None
            if until is None or change.until is None or until <= change.until:
                return
            change = replace(change, until=until)

    def _later(self, instant: int) -> Moment:
        return replace(self.moment, now=instant)

    def _suggested(self, block: str, verdict: Verdict) -> Iterator[Change]:
        seen: set[Change] = set()
        for suggest in SUGGESTIONS.get(verdict.reason, ()):
            for change in suggest(self.decision, block, verdict):
                if len(seen) == MOST:
                    return
                if change not in seen:
                    seen.add(change)
                    yield change


def plain(prepared: Prepared, told: Told) -> dict[str, Any]:
    """A change as data: its kind, what it concerns, whether it shows the block, and if not, the reason then."""
    change = told.change
    form: dict[str, Any] = {"kind": change.kind}
    if change.signal is not None:
        form["signal"] = change.signal
        question = next((q.id for q in prepared.bundle.questions if q.signal == change.signal), None)
        if change.kind in ("answer", "forget") and question is not None:
            form["question"] = question
    if told.values:
        form["values"] = list(told.values)
    if change.names:
        form[_NAMED[change.kind]] = list(change.names)
    if change.until is not None:
        form["until"] = format_instant(change.until)
    if change.times is not None:
        form["times"] = change.times
    by = {"by": told.then.by} if told.then is not None and told.then.by is not None else {}
    return {**form, "shows": told.then is None, "then": None if told.then is None else told.then.reason, **by}


def _alike(one: Change, other: Change) -> bool:
    return one.kind in _TOGETHER and (one.kind, one.signal) == (other.kind, other.signal)


def _first(change: Change, then: Verdict | None) -> Told:
    return Told(change, (change.to,) if change.kind in _TOGETHER else (), then)


def _and(told: Told, change: Change) -> Told:
    return replace(told, values=(*told.values, change.to))


def _farthest(moves: list[Told], verdict: Verdict) -> Told | None:
    """The first change after which a later rule decides, else the first of all; values that do the same are one."""
    best = next((told for told in moves if _place(told) > ORDER[verdict.reason]), next(iter(moves), None))
    if best is None:
        return None
    whole = best
    for told in moves:
        if told is not best and _alike(told.change, best.change) and _then(told) == _then(best):
            whole = _and(whole, told.change)
    return whole


def _then(told: Told) -> tuple[str, str | None]:
    assert told.then is not None
    return told.then.reason, told.then.by


def _place(told: Told) -> int:
    return ORDER[_then(told)[0]]
