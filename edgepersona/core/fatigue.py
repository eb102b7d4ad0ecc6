"""Fatigue: how tired of being spoken to a visitor probably is, from 0 (not at all) towards 1.

Rules
1. L is a running sum, event by event, oldest first: each weight halves every `half_life`, L never falls
   below zero. F = 1 - exp2(-(L + pressure)).
2. `shown` and `ignored` tire only for interrupts, promotions and questions; other outcomes for every
   block; defaults never. An outcome of a block the bundle no longer has still tires.
3. It is the same whatever the visitor is worth, and independent of `usage` consent: it only ever makes
   the page quieter.
4. exp2 only, and L after each event and F rounded to 9 decimals: other powers differ in their last bit
   between C libraries and WebAssembly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import exp2
from typing import Protocol

from .bundle import OUTCOMES, Fatigue
from .times import DAY, SECOND

FRICTION = "friction"
LOST = "lost"
"""The event of finding that something held could not be read: it may have been a reason for silence."""
_HORIZON = 400 * DAY
"""By then every weight has decayed below the ninth decimal for any half-life `keep` allows."""


@dataclass(frozen=True, slots=True)
class Tiredness:
    level: float
    """L right after the last event that tired."""
    since: int
    half_life: int
    pressure: float = 0.0

    def at(self, now: int) -> float:
        """F at an instant (ms), if nothing else happens until then."""
        decayed = self.level * exp2((self.since - now) / self.half_life)
        return round(1.0 - exp2(-(decayed + self.pressure)), 9)

    def first(self, now: int, low_enough: Callable[[float], bool]) -> int | None:
        """The first whole second after `now` at which `low_enough(F)` holds, F only falling; None if never."""
        early, late = now, now + max(_HORIZON, 64 * self.half_life)
        if not low_enough(self.at(late)):
            return None
        while late - early > 1:
            middle = (early + late) // 2
            if low_enough(self.at(middle)):
                late = middle
            else:
                early = middle
        return -(-late // SECOND) * SECOND


RESTED = Tiredness(0.0, 0, DAY)


def tires(event: str, kind: str | None, interrupts: bool | None) -> bool:
    """Whether an outcome of a block weighs at all. `kind`, `interrupts`: None for a block the bundle does not know."""
    if kind is None or event not in ("shown", "ignored"):
        return True
    return interrupts is True or kind in ("promotion", "question")


class Happened(Protocol):
    """What fatigue needs of an event."""

    @property
    def at(self) -> int: ...
    @property
    def event(self) -> str: ...
    @property
    def block(self) -> str | None: ...


def tiredness(rules: Fatigue, events: Iterable[Happened], values: Mapping[str, str]) -> Tiredness:
    """Fold the events that weigh (rule 2), oldest first, into a Tiredness. `values`: signal → value, for pressure."""
    level, since = 0.0, 0
    for event in events:
        if event.event == FRICTION if event.block is None else event.event in OUTCOMES:
            decayed = level * exp2((since - event.at) / rules.half_life)
            level = round(max(0.0, decayed + rules.weights[event.event]), 9)
            since = event.at
    pressure = sum(weight for signal, value, weight in rules.pressure if values.get(signal) == value)
    return Tiredness(level, since, rules.half_life, pressure)
