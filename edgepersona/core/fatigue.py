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
from math import exp2
from typing import NamedTuple

from .bundle import Fatigue
from .times import DAY, SECOND

FRICTION = "friction"
LOST = "lost"
"""The event of finding that something held could not be read: it may have been a reason for silence."""
_HORIZON = 400 * DAY
"""By then every weight has decayed below the ninth decimal for any half-life `keep` allows."""


class Tiredness(NamedTuple):
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


def tires(outcome: str, kind: str, interrupts: bool) -> bool:
    """Whether an outcome of a block that is no default weighs at all."""
    return outcome not in ("shown", "ignored") or interrupts or kind in ("promotion", "question")


def tiredness(rules: Fatigue, weighing: Iterable[tuple[int, str]], values: Mapping[str, str]) -> Tiredness:
    """Fold what weighs (rule 2), (when, what), oldest first, into a Tiredness. `values`: signal → value."""
    level, since = 0.0, 0
    weights, half_life = rules.weights, rules.half_life
    for at, what in weighing:
        level = round(max(0.0, level * exp2((since - at) / half_life) + weights[what]), 9)
        since = at
    pressure = sum([weight for signal, value, weight in rules.pressure if values.get(signal) == value])
    return Tiredness(level, since, rules.half_life, pressure)
