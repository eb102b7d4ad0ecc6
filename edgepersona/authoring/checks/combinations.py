"""The combinations of values that matter to one service rule and one block it pauses.

Rules
1. A signal of the rule gets every value from every source, and no value, independently of the others: more than any
   visitor can do. So does the signal that a question asks for.
2. The other signals that the block's `when` and `stages` name get each value once; one that no condition asks for
   stands for none.
3. Values that no condition tells apart stand for one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod
from typing import NamedTuple

from edgepersona.core.bundle import Block, Bundle, Condition, ServiceRule
from edgepersona.core.conditions import holds, may_hold

from .reach import tests


class Said(NamedTuple):
    """What each source says about a signal; None: nothing."""

    account: str | None = None
    answer: str | None = None
    usage: str | None = None
    campaign: str | None = None


World = dict[str, Said]


def rule_holds(when: Condition, world: World) -> bool:
    """Whether a rule holds if any source says so, taken at its word: one source is picked for each signal."""
    every = {signal: {value for value in said if value is not None} for signal, said in world.items()}
    known = {signal: values for signal, values in every.items() if values}
    picks = product(*(sorted(values) for values in known.values()))
    return may_hold(when, known) or any(holds(when, dict(zip(known, pick, strict=True))) for pick in picks)


class Space:
    """All combinations of values that matter to one rule and one shape of block."""

    def __init__(self, bundle: Bundle, rule: ServiceRule, block: Block) -> None:
        self.bundle, self.block = bundle, block
        signals = {signal.id: signal for signal in bundle.signals}
        self.asked: dict[str, list[tuple[str, ...]]] = {}
        """Signal → the lists of values that some condition accepts."""
        for signal, values in tests(rule.when):
            self.asked.setdefault(signal, []).append(values)
        own = next((question.signal for question in bundle.questions if question.id == block.question), None)
        conditions = [block.when] if block.when is not None else []
        if block.stages is not None:
            conditions += [stage.when for stage in self.bundle.stages]
        self.ruling = set(self.asked)
        """Signals whose every source matters: the rule's, and the one a question asks for."""
        for condition in conditions:
            for signal, values in tests(condition):
                self.asked.setdefault(signal, []).append(values)
                self.ruling |= {signal} & {own}
        self.signals = {name: signals[name] for name in self.asked}
        runs = (True, False) if any(self.counts_from_zero(name) for name in self.ruling) else (True,)
        self.runs = [{name: self._options(name, usage) for name in self.asked} for usage in runs]
        """With usage allowed, and, where a count of zero is a value, without."""
        self.size = sum(prod(map(len, options.values())) for options in self.runs)

    def worlds(self) -> Iterator[World]:
        for options in self.runs:
            for chosen in product(*options.values()):
                yield dict(zip(options, chosen, strict=True))

    def told(self) -> str:
        """What makes it large, for a message."""
        most = sorted(self.runs[0].items(), key=lambda pair: -len(pair[1]))[:4]
        return f"most of them for “{self.block.id}”: " + ", ".join(f"{name} × {len(of)}" for name, of in most)

    def _options(self, name: str, usage: bool) -> list[Said]:
        signal = self.signals[name]
        adults = self.bundle.audience == "adults"
        if signal.tier == "sensitive" and not adults:
            return [Said()]
        told = self._apart(name, signal.all_values)
        if name not in self.ruling:
            asked = [value for value in told if any(value in accepted for accepted in self.asked[name])]
            return [Said(), *(Said(account=value) for value in asked)]
        plain = signal.tier != "sensitive"
        bins = [value for value, _ in signal.bins] if plain and usage and adults else []
        # A count of zero yields to a campaign, and without one there is always some count: so zero stands for itself.
        zero = [*bins[:1]] if self.counts_from_zero(name) else []
        counted: list[str | None] = [*zero, *self._apart(name, bins[len(zero) :])]
        if not zero:
            counted.append(None)
        set_by = {campaign.sets[name] for campaign in self.bundle.campaigns if name in campaign.sets} if plain else ()
        arrived = [None, *self._apart(name, [value for value in signal.all_values if value in set_by])]
        return [Said(*said) for said in product([None, *told], [None, *told], counted, arrived)]

    def _apart(self, name: str, values: Iterable[str]) -> list[str]:
        """Of values that no condition tells apart, the first."""
        first: dict[tuple[bool, ...], str] = {}
        for value in values:
            first.setdefault(tuple(value in accepted for accepted in self.asked[name]), value)
        return list(first.values())

    def counts_from_zero(self, name: str) -> bool:
        """Whether a count of nothing at all is a value of a signal."""
        signal = self.signals[name]
        return self.bundle.audience == "adults" and bool(signal.bins) and signal.bins[0][1] == 0


def told(world: World) -> str:
    """A world in words."""
    words = [
        f"{name} {value} ({source})"
        for name, said in world.items()
        for source, value in zip(Said._fields, said, strict=True)
        if value is not None
    ]
    return ", ".join(words) or "no value of anything"
