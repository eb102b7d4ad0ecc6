"""Who can see a block: over every combination of values, as far as that can be enumerated.

Rules
1. Exact, or silent: a block whose conditions have too many combinations gets no answer, never a guess.
2. A visitor may always lack a value. Values that nothing mentions stand for one another.
3. A visitor sees a block in the best case: rested, no cap full, nothing competing. So what cannot be
   seen here cannot be seen at all.

Signals that only weigh (relevance) are independent of each other: the best of each adds up, so only the
signals of conditions are enumerated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from edgepersona.core.bundle import Block, Bundle, Condition
from edgepersona.core.conditions import ALWAYS, holds, signals_named
from edgepersona.core.counters import special_told

MOST_PER_BLOCK = 50_000
MOST_PER_FILE = 1_000_000

Values = frozenset[str | None]
"""None: the visitor has no value of the signal."""


@dataclass(frozen=True)
class View:
    """What the visitors who can see a block have in common."""

    possible: dict[str, Values]
    """Signal → the values they may have; a signal that is missing may have any."""
    eligible: bool
    """Whether its conditions can hold at all."""
    best: float
    """The highest utility it can have; meaningless where it is not eligible."""
    floor: float

    @property
    def seen(self) -> bool:
        """Whether anybody can see it."""
        return self.eligible and round(self.best, 9) > self.floor

    def certain(self, signal: str) -> str | None:
        """The one value that everyone who sees the block has; None if there is no such value."""
        values = self.possible.get(signal, frozenset((None,)))
        return next(iter(values)) if len(values) == 1 else None

    def needs(self, signal: str) -> bool:
        """Whether nobody without a value of the signal can see the block."""
        return signal in self.possible and None not in self.possible[signal]


class Reach:
    """Views of a bundle's blocks."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.slots = {slot.id: slot for slot in bundle.slots}
        self.defaults = {slot.default for slot in bundle.slots if slot.default is not None}
        self.budget = MOST_PER_FILE
        self.views: dict[str, View | None] = {}

    @cached_property
    def domain(self) -> dict[str, tuple[str, ...]]:
        """Signal → every value it can take; none where the audience lets no opt-in stand.

        What may not be counted for an audience can still come from an answer, the account or a campaign.
        """
        adults = self.bundle.audience == "adults"
        return {
            signal.id: signal.all_values if adults or signal.tier != "sensitive" else ()
            for signal in self.bundle.signals
        }

    @cached_property
    def special(self) -> dict[str, list[str]]:
        """Block → the special signals it tells; blocks that tell some. Nothing about these is ever stored."""
        told = {block.id: special_told(self.bundle, block) for block in self.bundle.blocks}
        return {block: signals for block, signals in told.items() if signals}

    @property
    def judged(self) -> Iterator[Block]:
        """Every block that is not a default."""
        return (block for block in self.bundle.blocks if block.id not in self.defaults)

    def interrupts(self, block: Block) -> bool:
        """Whether a block stands in an interrupt slot."""
        return self.slots[block.slot].kind == "interrupt"

    def never(self, block: Block) -> tuple[tuple[str, ...], str]:
        """(the key of the block to blame, why no visitor can see it); empty where somebody may."""
        silence, interrupts = self.bundle.silence, self.interrupts(block)
        start, end = days(self.bundle, block)
        if start is not None and end is not None and end <= start:
            return ("until" if block.end is not None else "campaign",), "it ends before it begins"
        if interrupts and block.kind == "promotion" and self.bundle.audience != "adults":
            return ("class",), "promotions do not interrupt an audience that is not adults"
        if (interrupts and silence.per_page == 0) or (block.kind == "question" and silence.questions_per_visit == 0):
            return (), "silence: interrupts leaves no room for it"
        if silence.fatigue.stop == 0 and block.kind != "service" and (interrupts or block.kind != "content"):
            return (), "silence: fatigue: stop is 0, so everyone counts as tired"
        view = self.view(block)
        if view is None or view.seen:
            return (), ""
        if not view.eligible:
            key = "when" if block.when is not None else "stages"
            return (key,), "no combination of values satisfies its when, its stages and the service rules"
        if not block.relevance:
            return (), "it has no relevance, so it is worth nothing, and silence wins"
        return ("relevance",), f"it is worth at most {view.best:g}, and saying nothing is worth {view.floor:g}"

    def view(self, block: Block) -> View | None:
        """Who can see a block; None if that would take too long to say. A default can be seen by everyone."""
        if block.id not in self.views:
            self.views[block.id] = self._view(block)
        return self.views[block.id]

    def can_hold(self, condition: Condition) -> bool | None:
        """Whether some visitor satisfies a condition; None if that would take too long to say."""
        mentioned: dict[str, set[str]] = {}
        for signal, values in tests(condition):
            mentioned.setdefault(signal, set()).update(values)
        classes = {signal: self._classes(signal, values) for signal, values in mentioned.items()}
        if prod(len(values) for values in classes.values()) > MOST_PER_BLOCK:
            return None
        return any(
            holds(condition, {s: v for s, v in zip(classes, chosen, strict=True) if v is not None})
            for chosen in product(*classes.values())
        )

    def _view(self, block: Block) -> View | None:
        weights: dict[str, dict[str, float]] = {}
        for signal, value, weight in block.relevance:
            weights.setdefault(signal, {})[value] = weight
        floor = self.bundle.silence.utility[self.slots[block.slot].kind]
        if block.id in self.defaults:
            return View({}, True, 1.0, 0.0)
        stages = self.bundle.stages if block.stages is not None else ()
        rules = [rule.when for rule in self.bundle.silence.service_first if block.kind in rule.pauses]
        wanted = list(
            dict.fromkeys((*signals_named(block.when), *(s for stage in stages for s in signals_named(stage.when))))
        )
        # A service rule is heeded where the block's own conditions settle it; elsewhere it just may not hold.
        settled = [when for when in rules if set(signals_named(when)) <= set(wanted)]
        mentioned = self._mentioned(block, settled, weights)
        classes = {signal: self._classes(signal, mentioned.get(signal, set())) for signal in wanted}
        size = prod(len(values) for values in classes.values())
        if size > min(MOST_PER_BLOCK, self.budget):
            return None
        self.budget -= size
        best: float | None = None
        best_with: dict[tuple[str, str | None], float] = {}
        for chosen in product(*classes.values()):
            values = {signal: value for signal, value in zip(wanted, chosen, strict=True) if value is not None}
            if not self._eligible(block, values) or any(holds(when, values) for when in settled):
                continue
            weight = sum(weights[signal].get(value, 0.0) for signal, value in values.items() if signal in weights)
            best = weight if best is None else max(best, weight)
            for pair in zip(wanted, chosen, strict=True):
                best_with[pair] = max(weight, best_with.get(pair, weight))
        if best is None:
            return View({}, False, 0.0, floor)
        free = {signal: by for signal, by in weights.items() if signal not in wanted}
        most = {signal: max([0.0, *(by[v] for v in by if v in self.domain[signal])]) for signal, by in free.items()}
        extra = sum(most.values())

        def above(weight: float) -> bool:
            return round(block.value * weight, 9) > floor

        possible: dict[str, Values] = {}
        for signal in wanted:
            seen = {v for v in classes[signal] if (signal, v) in best_with and above(best_with[signal, v] + extra)}
            possible[signal] = self._spread(signal, seen, mentioned.get(signal, set()))
        for signal, by in free.items():
            rest = best + extra - most[signal]
            options = (None, *self.domain[signal])
            possible[signal] = frozenset(v for v in options if above(rest + (0.0 if v is None else by.get(v, 0.0))))
        return View(possible, True, block.value * (best + extra), floor)

    def _eligible(self, block: Block, values: dict[str, str]) -> bool:
        if not holds(block.when or ALWAYS, values):
            return False
        if block.stages is None:
            return True
        stage = next((stage.id for stage in self.bundle.stages if holds(stage.when, values)), None)
        return stage in block.stages

    def _mentioned(
        self, block: Block, rules: list[Condition], weights: dict[str, dict[str, float]]
    ) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {signal: set(by) for signal, by in weights.items()}
        conditions = [block.when or ALWAYS, *rules]
        if block.stages is not None:
            conditions += [stage.when for stage in self.bundle.stages]
        for condition in conditions:
            for signal, values in tests(condition):
                found.setdefault(signal, set()).update(values)
        return found

    def _classes(self, signal: str, mentioned: set[str]) -> tuple[str | None, ...]:
        """The values to try: each mentioned one, one for all the others, and none."""
        values = self.domain[signal]
        others = [value for value in values if value not in mentioned]
        return (None, *(value for value in values if value in mentioned), *others[:1])

    def _spread(self, signal: str, seen: set[str | None], mentioned: set[str]) -> Values:
        """What was found for one unmentioned value holds for all of them."""
        others = {value for value in self.domain[signal] if value not in mentioned}
        return frozenset(seen | others if seen & others else seen)


def days(bundle: Bundle, block: Block) -> tuple[int | None, int | None]:
    """(first instant, first instant after) of a block, by its own dates and its campaign's; None: no limit."""
    own = [campaign for campaign in bundle.campaigns if campaign.id == block.campaign]
    starts = [start for start in (block.start, *(campaign.start for campaign in own)) if start is not None]
    ends = [end for end in (block.end, *(campaign.end for campaign in own)) if end is not None]
    return max(starts, default=None), min(ends, default=None)


def tests(condition: Condition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every (signal, accepted values) a condition asks for, also under `not`."""
    match condition:
        case ("is", str(signal), tuple(values)):
            yield signal, values
        case ("not", tuple(inner)):
            yield from tests(inner)
        case (_, tuple(parts)):
            for part in parts:
                yield from tests(part)
