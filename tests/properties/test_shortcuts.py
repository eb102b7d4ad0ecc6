"""What a decision does not ask, because the answer is known: it would be the same if it asked."""

from __future__ import annotations

from itertools import product

from hypothesis import given

from edgepersona.core import silence
from edgepersona.core.candidates import LOUDEST, Speech
from edgepersona.core.decide import best
from edgepersona.core.reasons import Reasons
from edgepersona.core.relevance import utility, weight
from edgepersona.core.situation import read

from .drawing import SEEDS, VISITS_EACH, drawn, seeded
from .engine import engine
from .generate_visits import visit

SPEECHES = [
    Speech(interrupts, kind, after_value)
    for interrupts, kind, after_value in product(
        (False, True), ("content", "promotion", "service", "question"), (False, True)
    )
]


@seeded
@given(SEEDS)
def test_whoever_is_hushed_the_loudest_is_too(seed: int) -> None:
    """Where the loudest may speak, nobody else is asked of pass 1."""
    rng, file = drawn(seed)
    loaded = engine(file)
    for _ in range(VISITS_EACH):
        situation = read(loaded.prepared, loaded.moment(visit(rng, file)))
        hushed = Reasons(situation).hushed
        for speech in SPEECHES:
            for rule in silence.SPEAKING_RULES:
                if rule(situation, speech) is not None:
                    assert rule(situation, LOUDEST) is not None
                    assert hushed


@seeded
@given(SEEDS)
def test_who_speaks_for_a_silent_slot_is_worth_most(seed: int) -> None:
    """The shelf's answer is that of asking every block of the slot. Blocks have kin that only their value sets apart."""
    rng, file = drawn(seed)
    defaults = {slot.get("default") for slot in file["slots"].values()}
    for name, block in list(file["blocks"].items()):
        if name not in defaults:
            file["blocks"][f"{name}-twin"] = {**block, "value": str(rng.choice([0.5, 2, 7]))}
    loaded = engine(file)
    for _ in range(VISITS_EACH):
        s = read(loaded.prepared, loaded.moment(visit(rng, file)))
        for name, shelf in loaded.prepared.shelves.items():
            worths = {
                block: -utility(s, one.worth, weight(s.values, one.worth))
                for block, one in loaded.prepared.candidates.items()
                if one.worth.slot == name
            }
            if worths:
                assert best(s, shelf) == min(worths, key=lambda block: (worths[block], block))
            else:
                assert not shelf.kin
