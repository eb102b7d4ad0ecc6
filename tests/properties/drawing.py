"""How the properties draw: a seed and how much to do with it, which is what hypothesis shows, and the rest from the seed.

Rules
1. A property that must always hold is declared with `always`: the same examples every time, here and wherever else it is
   run. Hypothesis shortens what fails: fewer visits, fewer steps.
2. `noticed` runs a property on the examples that the suite runs it on, and looks no further than the first failure.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .generate import persona
from .words import Data

SEEDS = st.integers(0, 2**32 - 1)
VISITS_EACH = 4
seeded = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


class Way(NamedTuple):
    """One example of a property."""

    seed: int
    steps: int
    """How many visits, or how many things that happen."""


Property = Callable[[Way], None]


def always(steps: int = VISITS_EACH, examples: int = 40) -> Callable[[Property], Callable[[], None]]:
    """A property of `examples` ways of at most `steps` each."""

    def declared(holds: Property) -> Callable[[], None]:
        ways = st.builds(Way, SEEDS, st.integers(1, steps))

        def run(phases: tuple[Phase, ...]) -> Callable[[], None]:
            return settings(seeded, max_examples=examples, phases=phases)(given(ways)(holds))  # type: ignore[no-any-return]

        prop = run(tuple(Phase))
        prop.to_the_first_failure = run((Phase.generate,))  # type: ignore[attr-defined]
        return prop

    return declared


def noticed(prop: Callable[[], None]) -> AssertionError | None:
    """What a property says when it does not hold."""
    try:
        prop.to_the_first_failure()  # type: ignore[attr-defined]
    except AssertionError as error:
        return error
    return None


def drawn(seed: int, sane: bool = False) -> tuple[Random, Data]:
    """A source of more, and a persona. `sane`: displeasure never refreshes."""
    rng = Random(seed)
    return rng, persona(rng, sane)
