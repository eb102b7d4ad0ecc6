"""Forms of text that a pattern cannot tell. Rule: a form is a function from text to what is wrong with it, or None."""

from __future__ import annotations

from collections.abc import Callable

from edgepersona.core import times
from edgepersona.core.bundle import DAY_LIMIT

from . import links

FIRST_YEAR, LAST_YEAR = 0, times.parse_date("9000-01-01")
"""Times within these can be reckoned with and printed, half a year more or less."""


def _duration(text: str) -> str | None:
    if text == "visit" or text.startswith("0") or times.parse_duration(text) <= DAY_LIMIT:
        return None
    return f"expected at most {DAY_LIMIT // times.DAY}d"


def _date(text: str) -> str | None:
    try:
        times.parse_date(text)
    except ValueError:
        return "expected a day that exists"
    return None


def _instant(text: str) -> str | None:
    try:
        known = FIRST_YEAR <= times.parse_instant(text) < LAST_YEAR
    except (ValueError, OverflowError) as error:
        return f"expected a time ({error})"
    return None if known else "expected a time from 1970 to 8999"


def _moment(text: str) -> str | None:
    if text.startswith("-"):
        return None
    return _instant(text)


FORMS: dict[str, Callable[[str], str | None]] = {
    "duration": _duration,
    "date": _date,
    "instant": _instant,
    "moment": _moment,
    "link": links.problem,
}
"""Forms a pattern cannot tell: text → what is wrong with it, or None."""
