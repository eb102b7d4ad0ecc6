"""The discrete Laplace mechanism, from OpenDP.

Rules
1. The noise is drawn by OpenDP over the integers from the system's randomness; nothing here draws any.
2. The ε recorded is the one the mechanism itself proves for a report of `most_ones` ones.

Source: Ghosh, Roughgarden, Sundararajan, Universally Utility-Maximizing Privacy Mechanisms (2009); exact
sampling after Canonne, Kamath, Steinke, The Discrete Gaussian for Differential Privacy (2020).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import opendp.prelude as dp

type Mechanism = Callable[[Sequence[int]], Sequence[int]]


def discrete_laplace(scale: float, most_ones: int) -> tuple[Mechanism, float]:
    """A function adding noise of P(x) ∝ exp(-|x|/scale) to each count, and the ε a report costs through it.

    Neighbouring days differ by one report, so by at most `most_ones` counts of one each.
    """
    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    measurement = dp.m.make_laplace(*space, scale=scale)

    def mechanism(counts: Sequence[int]) -> Sequence[int]:
        noised: list[int] = measurement(list(counts))
        return noised

    privacy_map: Any = measurement.map  # untyped in OpenDP
    return mechanism, float(privacy_map(most_ones))


def variance(scale: float) -> float:
    """Of one draw of the discrete Laplace distribution: 2a / (1 - a)², a = exp(-1/scale)."""
    a = math.exp(-1 / scale)
    return 2 * a / (1 - a) ** 2


def tail(scale: float, least: int) -> float:
    """The chance that one draw reaches `least` > 0: a^least / (1 + a), a = exp(-1/scale)."""
    a = math.exp(-1 / scale)
    return math.exp(-least / scale) / (1 + a)
