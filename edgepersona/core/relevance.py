"""Relevance: how well a block fits what is known, term by term.

Rules
1. Utility = value x sum of the weights of the matching terms + what was learned - F x price of attention.
2. The price is `utility.interrupt` for interrupts that are not service, else nothing.
3. A term adds value x weight; terms are listed by what they add, largest magnitude first, then by signal.
4. Utilities are rounded to 9 decimals before anything compares them.
"""

from __future__ import annotations

from collections.abc import Mapping

from .candidates import Term, Worth
from .situation import Situation


def weight(values: Mapping[str, str], worth: Worth) -> float | None:
    """The sum of the weights that match, in signal order; None if no term does. `values`: signal → value."""
    total = None
    for signal, by_value in worth.weights:
        value = values.get(signal)
        if value in by_value:
            total = (total or 0.0) + by_value[value]
    return total


def utility(s: Situation, worth: Worth, weight: float | None) -> float:
    """Utility at this moment, given the sum of the weights that match."""
    fits = worth.value * weight if weight is not None else 0.0
    return round(fits - s.fatigue * worth.price if worth.price else fits, 9)


def terms(s: Situation, worth: Worth) -> tuple[Term, ...]:
    """The matching terms of a block, as they are printed."""
    values, sources = s.values, s.sources
    matching = [by_value[value] for signal, by_value in worth.terms if (value := values.get(signal)) in by_value]
    matching.sort()
    return tuple([from_source[sources[signal]] for _, signal, from_source in matching])
