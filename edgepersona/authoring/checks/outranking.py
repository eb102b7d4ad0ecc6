"""Which blocks always lose: whenever they could be shown, another block comes first.

Rules
1. A rival must pass every rule the block passes, in every moment: nothing that happened (a goal reached, a cap full, a
   question answered), no date, language, opt-in, consent or tiredness may stop the rival alone. What is settled by
   values (`when`, stages, relevance) is tried over all combinations up to a bound; the rest is compared.
2. Several rivals may share the work: then one of them comes first in every combination.
3. Exact, or silent: where it cannot be settled, nothing is claimed.
4. A block's own conversion is noted together with its goal, as devices do, so it stops a rival only with that goal.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from edgepersona.authoring.errors import listed, quoted
from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import Block, Signal
from edgepersona.core.candidates import covers
from edgepersona.core.conditions import ALWAYS, holds, signals_named

from .reach import Reach, days, tests

if TYPE_CHECKING:
    from edgepersona.authoring.compile import Checked

Found = Iterator[tuple[Node, str]]

MOST_PER_BLOCK = 20_000
MOST_PER_FILE = 400_000
_CLOSE = 1e-6
"""Utilities nearer than this may swap places when fatigue is taken off and they are rounded."""
_TIRESOME = ("promotion", "question")


def always_outranked(checked: Checked, reach: Reach) -> Found:
    """A block that always loses its place to another block.

    Whenever it could be shown, another block of its slot could be too and is worth more (or as much, with an id that
    comes first, or is service where it is not). Where a page view has room for one interrupt, a block of any interrupt
    slot can be that other. Blocks that get their turn once the other is capped, out of its dates, has led to its goal
    or is in another language are not meant. Raise its `value` or relevance, narrow the other's `when`, or remove it.
    Combinations of values are tried exhaustively up to a bound; beyond it nothing is claimed.
    """
    ranking = Ranking(reach)
    for block in reach.judged:
        rivals = ranking.rivals(block)
        if rivals:
            places = [(rival.id, checked.where("blocks", rival.id)) for rival in rivals]
            named = [f"{quoted(name)} (line {node.line}, column {node.column})" for name, node in places]
            first = named[0] if len(named) == 1 else f"one of {listed(named)}"
            yield (
                checked.where("blocks", block.id),
                f"it never gets its turn: whenever it could be shown, {first} comes first",
            )


class Ranking:
    """Who comes before whom in a bundle, whatever happens."""

    def __init__(self, reach: Reach) -> None:
        self.reach, self.bundle = reach, reach.bundle
        self.signals = {signal.id: signal for signal in self.bundle.signals}
        self.questions = {question.id: question for question in self.bundle.questions}
        self.counted = {signal.event for signal in self.bundle.signals}
        self.budget = MOST_PER_FILE
        self.candidates = [block for block in self.bundle.blocks if block.id not in reach.defaults]
        self.weights = {block.id: _by_signal(block) for block in self.candidates}
        self.caps = {
            block.id: frozenset(n for n, cap in enumerate(self.bundle.silence.caps) if covers(cap, block))
            for block in self.candidates
        }

    def rivals(self, block: Block) -> list[Block]:
        """The fewest blocks of which one always comes before a block; none if it may win."""
        self.budget -= len(self.candidates)
        if self.budget < 0 or self.reach.never(block)[1]:
            return []
        able = [other for other in self.candidates if self._unstoppable(other, block)]
        for other in able:
            if self._always(block, [other]):
                return [other]
        return able if len(able) > 1 and self._always(block, able) else []

    # --- what does not depend on values ---

    def _unstoppable(self, rival: Block, block: Block) -> bool:
        """Whether no rule but eligibility, stage and worth can withhold the rival alone."""
        return (
            rival.id != block.id
            and (rival.goal is None or (rival.goal == block.goal and rival.goal not in self.counted))
            and self._same_place(rival, block)
            and self._speaks(rival, block)
            and self.caps[rival.id] <= self.caps[block.id]
            and set(block.text) <= set(rival.text)
            and self._sensitive(rival) <= self._sensitive(block)
            and self._in_time(rival, block)
            and all(self._explained(rival, language) for language in block.text)
            and not self.reach.never(rival)[1]
        )

    def _same_place(self, rival: Block, block: Block) -> bool:
        if rival.slot == block.slot:
            return True
        return self.bundle.silence.per_page == 1 and self.reach.interrupts(rival) and self.reach.interrupts(block)

    def _speaks(self, rival: Block, block: Block) -> bool:
        """Whether the rules that ask for classes let the rival speak whenever they let the block."""
        if block.kind == "service" and rival.kind != "service":
            return False
        if not self.reach.interrupts(block) and rival.kind in _TIRESOME and block.kind not in _TIRESOME:
            return False
        if any(
            rival.kind in rule.pauses and block.kind not in rule.pauses for rule in self.bundle.silence.service_first
        ):
            return False
        if rival.kind != "question":
            return True
        if block.kind != "question":
            return False
        asks, mine = self.questions[rival.question or ""], self.questions[block.question or ""]
        return asks.signal == mine.signal and (asks.after != "value" or mine.after == "value")

    def _sensitive(self, block: Block) -> set[str]:
        named = {*signals_named(block.when), *self.weights[block.id]}
        return {signal for signal in named if self.signals[signal].tier == "sensitive"}

    def _in_time(self, rival: Block, block: Block) -> bool:
        (opens, closes), (start, end) = days(self.bundle, rival), days(self.bundle, block)
        early = opens is None or (start is not None and opens <= start)
        return early and (closes is None or (end is not None and end <= closes))

    def _explained(self, block: Block, language: str) -> bool:
        """Whether a block can be explained in a language whatever lifts it."""
        if block.because and language not in block.because:
            return False
        return all(
            _worded(self.signals[signal], value, language) for signal, value, weight in block.relevance if weight > 0
        )

    # --- what does ---

    def _always(self, block: Block, rivals: list[Block]) -> bool:
        """Whether in every combination of values in which a block could be shown, one of its rivals comes first."""
        asked: dict[str, list[tuple[str, ...]]] = {}
        for each in (block, *rivals):
            conditions = [each.when] if each.when is not None else []
            if each.stages is not None:
                conditions += [stage.when for stage in self.bundle.stages]
            for condition in conditions:
                for signal, accepted in tests(condition):
                    asked.setdefault(signal, []).append(accepted)
            for signal in self.weights[each.id]:
                asked.setdefault(signal, [])
        names = sorted(asked)
        classes = [self._apart(name, asked[name], (block, *rivals)) for name in names]
        size = prod(map(len, classes))
        if size > min(MOST_PER_BLOCK, self.budget):
            return False
        self.budget -= size
        floor = self.bundle.silence.utility[self.reach.slots[block.slot].kind]
        reached = False
        for chosen in product(*classes):
            values = {name: value for name, value in zip(names, chosen, strict=True) if value is not None}
            worth = self._worth(block, values)
            if worth is None or round(worth, 9) <= floor:
                continue
            reached = True
            if not any(self._beats(rival, block, values, worth, floor) for rival in rivals):
                return False
        return reached

    def _apart(self, name: str, asked: list[tuple[str, ...]], blocks: tuple[Block, ...]) -> list[str | None]:
        """No value, and of the values that nothing here tells apart the first."""
        weights = [self.weights[block.id].get(name, {}) for block in blocks]
        first: dict[tuple[bool | float | None, ...], str] = {}
        for value in self.reach.domain[name]:
            told = (*(value in accepted for accepted in asked), *(by.get(value) for by in weights))
            first.setdefault(told, value)
        return [None, *first.values()]

    def _worth(self, block: Block, values: dict[str, str]) -> float | None:
        """What a block is worth to a rested visitor, reckoned as the engine does; None if it may not be shown."""
        if not holds(block.when or ALWAYS, values):
            return None
        if block.stages is not None:
            stage = next((stage.id for stage in self.bundle.stages if holds(stage.when, values)), None)
            if stage not in block.stages:
                return None
        weights, total = self.weights[block.id], 0.0
        for signal in sorted(values):
            total += weights.get(signal, {}).get(values[signal], 0.0)
        return block.value * total

    def _beats(self, rival: Block, block: Block, values: dict[str, str], worth: float, floor: float) -> bool:
        other = self._worth(rival, values)
        if other is None:
            return False
        if rival.kind == "service" and block.kind != "service":
            return round(other, 9) > floor
        return other - worth > _CLOSE or (other == worth and rival.id < block.id)


def _by_signal(block: Block) -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {}
    for signal, value, weight in block.relevance:
        weights.setdefault(signal, {})[value] = weight
    return weights


def _worded(signal: Signal, value: str, language: str) -> bool:
    return language in signal.label and (value not in signal.values or language in signal.values[value])
