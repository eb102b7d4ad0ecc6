"""`until` comes true: a second before it the reason holds, from then on it does not, if nothing happens meanwhile.

The same moment is decided again with another `now`, by the whole engine. What is known stays known (`keep` is a maximum,
never a promise), so moments between which some value goes are left out, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given

from edgepersona.core.decide import Decision, decide
from edgepersona.core.moment import Moment
from edgepersona.core.prepare import Prepared
from edgepersona.core.silence import ORDER
from edgepersona.core.times import SECOND

from .drawing import SEEDS, VISITS_EACH, drawn, seeded
from .engine import engine
from .generate_visits import visit

ENDING = ("INTERRUPT_BUDGET", "FATIGUED", "NOT_STARTED", "FREQUENCY_CAP", "PAUSED", "BELOW_SILENCE")
"""Reasons that time alone can end."""
RARE = {"BELOW_SILENCE": 2}
"""Only for what interrupts and is worth just a little more than silence once nobody is tired."""


def untrue(prepared: Prepared, moment: Moment, met: Counter[str]) -> Iterator[str]:
    """What does not come true of one decision's ends, a line each."""

    def at(now: int) -> Decision:
        return decide(prepared, replace(moment, now=now))

    first = at(moment.now)
    shown = {choice.block for choice in first.slots.values()}
    withheld = {block.id: first.reasons.of(block.id) for block in prepared.bundle.blocks if block.id not in shown}
    ends = {block: (verdict.reason, end) for block, verdict in withheld.items() if (end := verdict.until()) is not None}
    for end in sorted({end for _, end in ends.values()}):
        before, after = at(max(moment.now, end - SECOND)), at(end)
        if not first.situation.values == before.situation.values == after.situation.values:
            met["something known goes meanwhile"] += 1
            continue
        for block in (block for block in ends if ends[block][1] == end):
            reason, still, then = ends[block][0], before.reasons.of(block).reason, after.reasons.of(block).reason
            met[reason] += 1
            if ORDER[still] > ORDER[reason]:
                yield f"{block}: {reason} was over before {end}"
            if then == reason and block not in {choice.block for choice in after.slots.values()}:
                yield f"{block}: {reason} goes on after {end}"


@seeded
@given(SEEDS)
def test_until_comes_true(seed: int) -> None:
    rng, file = drawn(seed)
    loaded = engine(file)
    for _ in range(VISITS_EACH):
        assert list(untrue(loaded.prepared, loaded.moment(visit(rng, file)), Counter())) == []


def test_every_reason_that_ends_by_itself_was_met() -> None:
    met: Counter[str] = Counter()
    for seed in range(150):
        rng, file = drawn(seed)
        loaded = engine(file)
        for _ in range(10):
            assert list(untrue(loaded.prepared, loaded.moment(visit(rng, file)), met)) == []
    assert {reason: met[reason] for reason in ENDING if met[reason] < RARE.get(reason, 50)} == {}
