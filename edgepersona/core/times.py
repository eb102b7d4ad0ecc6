"""Instants and durations as text. Rules: UTC only, milliseconds inside, RFC 3339 outside."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DURATION = re.compile(r"([1-9][0-9]{0,8})([smhd])", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


def parse_duration(text: str) -> int:
    """`30s`, `10m`, `2h`, `30d` → milliseconds. Raises ValueError."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError("a duration is a whole number and s, m, h or d, such as 30d")
    return int(match[1]) * _UNITS[match[2]]


def parse_instant(text: str) -> int:
    """RFC 3339, `2026-11-21T10:00:00Z` → milliseconds since 1970 UTC. Raises ValueError."""
    if _INSTANT.fullmatch(text) is None:
        raise ValueError("a time is RFC 3339, such as 2026-11-21T10:00:00Z")
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError("a time is RFC 3339, such as 2026-11-21T10:00:00Z") from None
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def parse_date(text: str) -> int:
    """`2026-11-21` → the first millisecond of that day, UTC. Raises ValueError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("a date is YYYY-MM-DD, such as 2026-11-21") from None
    if text != day.isoformat():
        raise ValueError("a date is YYYY-MM-DD, such as 2026-11-21")
    return (day - _EPOCH.date()).days * DAY


def format_instant(ms: int) -> str:
    """Milliseconds → `2026-11-21T10:00:00Z`, without the fraction of a second."""
    return (_EPOCH + timedelta(seconds=ms // SECOND)).strftime("%Y-%m-%dT%H:%M:%SZ")


def format_day(ms: int) -> str:
    """Milliseconds → the UTC day, `2026-11-21`."""
    return (_EPOCH + timedelta(milliseconds=ms)).strftime("%Y-%m-%d")
