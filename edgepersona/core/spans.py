"""Spans of time in words. Rule: one unit, rounded up: what is promised never comes later than it was said."""

from __future__ import annotations

from .bundle import Bundle
from .times import DAY, HOUR, MINUTE, SECOND
from .wording import words

UNITS = (("days", DAY, 2), ("hours", HOUR, 2), ("minutes", MINUTE, 2), ("seconds", SECOND, 0))
"""(unit, ms, from how many of it on it is used)."""


def span(bundle: Bundle, language: str, ms: int) -> str:
    """A span of time, such as “20 hours”; whole days as days."""
    unit, size = next((name, size) for name, size, least in UNITS if ms >= least * size or (ms > 0 and ms % size == 0))
    return words(bundle, language, f"span-{unit}", count=-(-ms // size))
