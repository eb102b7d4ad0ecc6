"""Release: a closed day, once, noised.

Rules
1. A day is released once and never again. What is published, the deletion of the raw totals and the record
   of the ε spent are one transaction: interrupted, nothing has changed and nothing was published.
2. Every counter of the list gets noise, those nobody reported as well: a zero without noise would tell that
   nobody is in it. The minimum is compared with the noised count, never with the true one.
3. Which days are released follows from the calendar alone (store.py), never from what was reported.
4. With `grace_days` of 7 a day waits until no report for it can still come. A smaller one closes it earlier;
   its late reports are then refused, never added to a later day.

This module knows nothing of SQL or HTTP.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from edgepersona.core.counters import MOST_ONES
from edgepersona.core.errors import LocalError

from .noise import Mechanism, discrete_laplace
from .store import DAY_SECONDS, LATE_DAYS, Closing, Store

EPSILON = 1.0
MINIMUM = 50
KEEP_IDS_DAYS = 8
"""One more than a report can be late, so that no id is forgotten while its retry may come."""


@dataclass(frozen=True, slots=True)
class ReleasedDay:
    closing: Closing
    values: dict[str, int]
    """Counter → noised count, of those that reached the minimum."""
    withheld: int
    """How many counters did not."""


def release(
    store: Store,
    *,
    now: float,
    epsilon: float = EPSILON,
    grace_days: int = LATE_DAYS,
    most_ones: int = MOST_ONES,
    minimum: int = MINIMUM,
    noise: Callable[[float, int], tuple[Mechanism, float]] = discrete_laplace,
) -> list[ReleasedDay]:
    """Releases each day that ended at least `grace_days` ago and is not released yet; deletes old ids.

    `now`: seconds since 1970, UTC. `epsilon`: per report, so per device, site and day. `noise`: scale and
    most ones to a mechanism and its ε. Raises LocalError for impossible parameters, StoreError.
    """
    if not (math.isfinite(epsilon) and 0 < epsilon <= 10):
        raise LocalError("epsilon is more than 0 and at most 10")
    if grace_days < 0 or minimum < 1 or most_ones < MOST_ONES or not math.isfinite(now):
        raise LocalError(f"grace_days is 0 or more, minimum 1 or more, most_ones at least {MOST_ONES}")
    scale = most_ones / epsilon
    mechanism, spent = noise(scale, most_ones)
    today = int(now // DAY_SECONDS)
    days: list[ReleasedDay] = []
    for schema, day in store.due(today - 1 - grace_days):
        closing = Closing(schema.site, schema.fingerprint, day, int(now), spent, scale, minimum)
        values = store.close_day(closing, mechanism)
        if values is not None:
            days.append(ReleasedDay(closing, values, len(schema.counters) - len(values)))
    store.forget_ids(today - KEEP_IDS_DAYS)
    return days
