"""Reasons: why each block is withheld, held as coarsely as it was decided.

Rules
1. The tables of silence.py are asked once for each pool and group, in their order, of the one situation the decision
   is made from; the verdict stands for every block in it. Whether the decision needs it or printing does, it is the
   same verdict. Where the loudest may speak, nobody else is asked of pass 1.
2. A block that came to be weighed has a reason of its own.
3. Blocks that nothing lifts are not weighed: what their group and their own history do not withhold is BELOW_SILENCE.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from . import silence
from .candidates import LOUDEST, Candidate, Group, Pool, Speech
from .silence import BELOW_SILENCE, ORDER, REASONS, Rule, Verdict
from .situation import Situation

BEFORE_WEIGHING = frozenset(REASONS[: ORDER["UNEXPLAINABLE"]])
"""A block withheld for one of these is not weighed at all."""


@dataclass(slots=True)
class Reasons:
    """Why blocks are withheld."""

    situation: Situation
    judged: dict[str, Verdict] = field(default_factory=dict)
    """Blocks with a reason of their own."""
    groups: dict[int, Verdict | None] = field(default_factory=dict)
    """Number of a group → what withholds it."""
    pools: dict[int, Verdict | None] = field(default_factory=dict)
    """Number of a pool → what withholds it."""
    speeches: dict[Speech, Verdict | None] = field(default_factory=dict)
    """What pass 1 asks → what it answers."""
    hushed: bool = False
    """Whether pass 1 withholds anything."""

    def __post_init__(self) -> None:
        self.hushed = _first(silence.SPEAKING_RULES, self.situation, LOUDEST) is not None

    def of(self, block: str) -> Verdict:
        """Why a block that is in no slot was withheld."""
        verdict = self.judged.get(block)
        if verdict is None:
            candidate = self.situation.prepared.candidates[block]
            verdict = self.before_weighing(candidate)
            if verdict is None or verdict.reason not in BEFORE_WEIGHING:
                verdict = verdict or self.own(candidate) or BELOW_SILENCE
        return verdict

    def before_weighing(self, candidate: Candidate) -> Verdict | None:
        """What withholds a block whatever it is worth."""
        return self.pool(candidate.group.pool) or self.group(candidate.group)

    def own(self, candidate: Candidate, on_screen: bool = False) -> Verdict | None:
        """What withholds one block because of its own history, or a cap."""
        s = self.situation
        return silence.block_converted(s, candidate) or (silence.capped(s, candidate, on_screen) if s.binding else None)

    def speech(self, speech: Speech) -> Verdict | None:
        """What withholds a pool in pass 1."""
        known = self.speeches
        if not self.hushed:
            return None
        if speech not in known:
            known[speech] = _first(self.situation.prepared.voices[speech], self.situation, speech)
        return known[speech]

    def pool(self, pool: Pool) -> Verdict | None:
        """What withholds a pool up to eligibility."""
        number, known = pool.number, self.pools
        if number not in known:
            verdict = self.speech(pool.speech) if self.hushed else None
            known[number] = verdict or _first(pool.rules, self.situation, pool)
        return known[number]

    def group(self, group: Group) -> Verdict | None:
        """What withholds a group that its pool does not withhold."""
        number, known = group.number, self.groups
        if number not in known:
            known[number] = _first(group.rules, self.situation, group)
        return known[number]


def _first[T](rules: Iterable[Rule[T]], situation: Situation, asked: T) -> Verdict | None:
    for rule in rules:
        verdict = rule(situation, asked)
        if verdict is not None:
            return verdict
    return None
