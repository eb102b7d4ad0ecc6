"""Service first, proved: while a service rule holds, no block of a class it pauses is chosen.

Rules
1. Nothing is concluded from how the engine is written: the engine itself decides every combination of the values that
   the rule and the paused block's `when` and `stages` ask for (combinations.py), in the block's favour (favoured.py),
   in both arms that see blocks, also with the block on screen already.
2. Whether the rule holds is asked here once more: it does if any source, taken at its word, says so.
3. More combinations than the bound are not tried, and the rule is said to be not proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import Block, Bundle, Condition, ServiceRule

from .combinations import Space, rule_holds, told
from .favoured import Case

if TYPE_CHECKING:
    from edgepersona.authoring.compile import Checked

    from .study import Study

Found = Iterator[tuple[Node, str]]

MOST_PER_RULE = 20_000
MOST_PER_FILE = 60_000

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Proof:
    """What was found out about one service rule."""

    rule: int
    """Its number in the list, from 1."""
    pauses: tuple[str, ...]
    status: str
    """proved | not proved | refuted"""
    combinations: int
    """Combinations of values there are; tried, unless not proved."""
    holding: int
    """In how many of them the rule holds."""
    due: int
    """In how many of those something it pauses would have been chosen without any service rule."""
    why: str
    """Why it is not proved, or how it is refuted."""

    def __str__(self) -> str:
        start = f"service first, rule {self.rule}: {self.status}"
        if self.status != "proved":
            return f"{start}: {self.why}"
        if not self.combinations:
            return f"{start}: the file has no block of a class it pauses"
        return (
            f"{start} over {self.combinations:,} combinations of values; it holds in {self.holding:,}, and in"
            f" {self.due:,} of these a block it pauses would have been chosen without it"
        )


class Shape(NamedTuple):
    """What tells blocks of one paused class apart before a service rule is asked."""

    slot: str
    kind: str
    when: Condition | None
    stages: tuple[str, ...] | None
    question: str | None


def service_overridden(checked: Checked, study: Study) -> Found:
    """A block is shown although a service rule pauses its class.

    For every service rule the engine itself decides every combination of the values that the rule and the paused
    blocks ask for, in the paused block's favour, in both arms that see blocks. One of them let a paused block through:
    that is a fault of the engine, never of the file. Do not publish; report it with the combination named. Cannot be
    silenced.
    """
    yield from _with_status(checked, study, "refuted")


def service_not_proved(checked: Checked, study: Study) -> Found:
    """That nothing overrides a service rule could not be proved: there are too many combinations of values.

    Every combination of the values that the rule and the paused blocks' `when` and `stages` ask for is tried, each
    source by itself, up to 20,000 a rule and 60,000 a file. Beyond that nothing is claimed: the rule probably holds,
    but nobody has seen it. Let the rule ask for one or two signals that say when service comes first, or let the
    blocks it pauses ask for fewer.
    """
    yield from _with_status(checked, study, "not proved")


def _with_status(checked: Checked, study: Study, status: str) -> Found:
    for proof in study.proofs:
        if proof.status == status:
            yield checked.source.where("silence", "service_first", proof.rule - 1), f"{status}: {proof.why}"


def proofs(bundle: Bundle, progress: Progress) -> tuple[Proof, ...]:
    """A proof, or the want of one, for every service rule of a file, in its order."""
    prover = _Prover(bundle, progress)
    return tuple(prover.proof(number, rule) for number, rule in enumerate(bundle.silence.service_first, 1))


class _Prover:
    def __init__(self, bundle: Bundle, progress: Progress) -> None:
        self.bundle, self.progress = bundle, progress
        self.budget = MOST_PER_FILE
        defaults = {slot.default for slot in bundle.slots}
        self.shapes: dict[Shape, Block] = {}
        """One block of each shape: the others of it differ in nothing that is asked here."""
        for block in bundle.blocks:
            if block.id not in defaults:
                self.shapes.setdefault(Shape(block.slot, block.kind, block.when, block.stages, block.question), block)

    def proof(self, number: int, rule: ServiceRule) -> Proof:
        paused = [block for block in self.shapes.values() if block.kind in rule.pauses]
        spaces = [Space(self.bundle, rule, block) for block in paused]
        size, most = sum(space.size for space in spaces), min(MOST_PER_RULE, self.budget)
        if size > most:
            largest = max(spaces, key=lambda space: space.size)
            why = f"{size:,} combinations are more than are tried ({most:,}); {largest.told()}"
            return Proof(number, rule.pauses, "not proved", size, 0, 0, why)
        self.budget -= size
        holding = due = done = 0
        for space in spaces:
            case = Case(self.bundle, space)
            for world in space.worlds():
                if done % 500 == 0:
                    self.progress(f"service rule {number}: {done:,} of {size:,} combinations")
                done += 1
                if not rule_holds(rule.when, world):
                    continue
                holding += 1
                due += case.due(world)
                against = case.against(world)
                if against is not None:
                    return Proof(number, rule.pauses, "refuted", size, holding, due, f"{against} with {told(world)}")
        return Proof(number, rule.pauses, "proved", size, holding, due, "")
