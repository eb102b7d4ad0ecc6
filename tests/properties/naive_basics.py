"""Times, durations and conditions as the pages' words have them: what the naive evaluator stands on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

UNITS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
DAY = UNITS["d"]
FOREVER = 400 * 365 * DAY


def duration(text: str) -> int:
    """30s, 10m, 2h, 30d → ms. `visit` has no length: whoever asks has looked before."""
    return 0 if text == "0" else int(text[:-1]) * UNITS[text[-1]]


def instant(text: str) -> int:
    """RFC 3339 → ms since 1970."""
    since = datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(milliseconds=1)


def said(ms: int) -> str:
    """ms → RFC 3339, to the second."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).strftime("%Y-%m-%dT%H:%M:%SZ")


def true(text: Any) -> bool:
    return str(text).lower() == "true"


def first_second(holds: Callable[[int], bool], now: int) -> int | None:
    """The first whole second from `now` on at which something that can only end no longer holds."""
    low = -(-now // 1000)
    if not holds(low * 1000):
        return low * 1000
    step = 1
    while holds((low + step) * 1000):
        step *= 2
        if step * 1000 > FOREVER:
            return None
    high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle * 1000):
            low = middle
        else:
            high = middle
    return high * 1000


def first_instant(day: str) -> int:
    return instant(day + "T00:00:00Z")


def named(when: dict[str, Any]) -> set[str]:
    """The signals a condition names, also under `not`."""
    found: set[str] = set()
    for key, inner in when.items():
        if key in ("any", "all"):
            found = found.union(*(named(one) for one in inner))
        else:
            found |= named(inner) if key == "not" else {key}
    return found


def holds(when: dict[str, Any], values: dict[str, str | None]) -> bool:
    """“signal → accepted values is "all of these"; any, all, not nest. {} always holds”."""
    for key, inner in when.items():
        if key == "any":
            good = any(holds(one, values) for one in inner)
        elif key == "all":
            good = all(holds(one, values) for one in inner)
        elif key == "not":
            good = not holds(inner, values)
        else:
            good = values[key] in inner
        if not good:
            return False
    return True


def may_hold(when: dict[str, Any], said: dict[str, list[str]], wanted: bool = True) -> bool:
    """Does some source's word make the condition come out as wanted? Asked of each signal it names."""
    found = []
    for key, inner in when.items():
        if key in ("any", "all"):
            parts = [may_hold(one, said, wanted) for one in inner]
            found.append(any(parts) if (key == "any") == wanted else all(parts))
        elif key == "not":
            found.append(may_hold(inner, said, not wanted))
        else:
            said_so = [(value in inner) == wanted for value in said[key]]
            found.append(any(said_so) if said[key] else not wanted)
    return all(found) if wanted else any(found)
