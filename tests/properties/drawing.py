"""How the properties draw: a seed, which is what hypothesis shows, and everything else from it."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from .generate import persona
from .words import Data

SEEDS = st.integers(0, 2**32 - 1)
VISITS_EACH = 4
seeded = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def drawn(seed: int, sane: bool = False) -> tuple[Random, Data]:
    """A source of more, and a persona. `sane`: displeasure never refreshes."""
    rng = Random(seed)
    return rng, persona(rng, sane)
