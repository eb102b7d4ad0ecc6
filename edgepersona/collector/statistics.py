"""Results: everything the released totals say, as plain data.

Rules
1. Only what was released is read. A counter is `released`, `withheld` (listed, closed, under the minimum on
   every day) or `nothing-closed`; only the first has a number, and no absence is ever a zero.
2. A sum says how many days it has and on how many the counter was withheld, with the noise it carries.
3. Comparisons are randomized (arms); ghosts are not, and say so.
4. The privacy cost of a site is the sum over days of the dearest release of a day: a device sends one report
   a day, so only one of a day's counter lists can hold it.

This module knows nothing of HTTP or of how results are shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from edgepersona.core import counters
from edgepersona.core.times import DAY, format_day

from .comparison import compare
from .inference import Release, Tally
from .noise import tail, variance
from .schemas import MODE, Schema
from .store import Closing, Released

FORMAT = 1
TITLE = "Among visitors who agreed to counting"
TREATED, CONTROL, CAPS_ONLY = "treated", "control", "caps_only"
OBSERVATIONAL = "observational: control devices that would have seen the block; not a comparison"


@dataclass(frozen=True, slots=True)
class _Day:
    """One release: what was listed, and what was published."""

    closing: Closing
    listed: frozenset[str]
    values: dict[str, int]

    @property
    def noise(self) -> float:
        return variance(self.closing.scale)


def results(store: Released) -> dict[str, Any]:
    """Plain data, ready for JSON. Raises StoreError."""
    schemas, published = store.schemas(), store.released()
    listed = {(schema.site, schema.fingerprint): frozenset(schema.counters) for schema in schemas}
    days: dict[str, list[_Day]] = {schema.site: [] for schema in schemas}
    for closing in store.closings():
        values = published.get((closing.site, closing.schema, closing.day), {})
        days[closing.site].append(_Day(closing, listed[closing.site, closing.schema], values))
    return {
        "format": FORMAT,
        "title": TITLE,
        "simulated": store.simulated,
        "sites": [_site(site, [s for s in schemas if s.site == site], days[site]) for site in sorted(days)],
    }


def _site(site: str, schemas: list[Schema], days: list[_Day]) -> dict[str, Any]:
    conversions = _distinct(name for schema in schemas for name in schema.conversions)
    guardrails = _distinct(name for schema in schemas for name in schema.guardrails)
    counts = {name: _count(name, days) for name in _distinct(n for schema in schemas for n in schema.counters)}
    return {
        "site": site,
        "schemas": [schema.fingerprint.hex() for schema in schemas],
        "period": _period(days),
        "privacy": _privacy(days),
        "arms": [
            {
                "arm": arm,
                "exposed": counts[counters.exposed(arm)],
                "conversions": {goal: counts[counters.converted(arm, goal)] for goal in conversions},
                "guardrails": {name: counts[counters.guardrail(arm, name)] for name in guardrails},
            }
            for arm in _distinct(arm for schema in schemas for arm in schema.arms)
        ],
        "comparisons": [
            compare(kind, name, (TREATED, reference), _releases((TREATED, reference), key, name, days))
            for reference in (CONTROL, CAPS_ONLY)
            if reference == CONTROL or counts[counters.exposed(reference)]["state"] == "released"
            for kind, names, key in (
                ("conversion", conversions, counters.converted),
                ("guardrail", guardrails, counters.guardrail),
            )
            for name in names
        ],
        "silences": _listed(counts, "silence:", ("reason",)),
        "blocks": [
            block
            for block in _listed(counts, "block:", ("block", "segment", "outcome"))
            if block["state"] == "released"
        ],
        "ghosts": {"note": OBSERVATIONAL, "counts": _listed(counts, "ghost:", ("block",))},
        "withheld": [name for name, count in counts.items() if count["state"] == "withheld"],
    }


def _releases(arms: tuple[str, str], key: Callable[[str, str], str], name: str, days: list[_Day]) -> list[Release]:
    """The days whose list has all four counters of a comparison."""
    pairs = [(counters.exposed(arm), key(arm, name)) for arm in arms]
    found = []
    for day in days:
        if all(counter in day.listed for pair in pairs for counter in pair):
            treated, reference = (Tally(day.values.get(seen), day.values.get(reached)) for seen, reached in pairs)
            found.append(Release(day.closing.day, treated, reference, day.closing.minimum, day.noise))
    return found


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _date(day: int) -> str:
    return format_day(day * DAY)


def _period(days: list[_Day]) -> dict[str, Any]:
    closed = sorted({day.closing.day for day in days})
    return {
        "first": _date(closed[0]) if closed else None,
        "last": _date(closed[-1]) if closed else None,
        "days_closed": len(closed),
        "days_published": len({day.closing.day for day in days if day.values}),
    }


def _privacy(days: list[_Day]) -> dict[str, Any]:
    dearest: dict[int, float] = {}
    for day in days:
        dearest[day.closing.day] = max(dearest.get(day.closing.day, 0.0), day.closing.epsilon)
    return {
        "mode": MODE,
        "epsilon_cumulative": math.fsum(dearest.values()),
        "epsilon_per_day": sorted({day.closing.epsilon for day in days}),
        "noise_scale": sorted({day.closing.scale for day in days}),
        "minimum": sorted({day.closing.minimum for day in days}),
        "published_by_noise": round(sum(_by_noise(day) for day in days), 1),
    }


def _by_noise(day: _Day) -> float:
    """How many counts of a day noise alone publishes on average, if all its counters stood at zero: at most so many."""
    return len(day.listed) * tail(day.closing.scale, day.closing.minimum)


def _count(name: str, days: list[_Day]) -> dict[str, Any]:
    asked = [day for day in days if name in day.listed]
    found = [day for day in asked if name in day.values]
    dates = {day.closing.day for day in found}
    return {
        "state": "released" if found else "withheld" if asked else "nothing-closed",
        "count": sum(day.values[name] for day in found) if found else None,
        "noise_sd": math.sqrt(sum(day.noise for day in found)) if found else None,
        "days": len(dates),
        "days_withheld": len({day.closing.day for day in asked} - dates),
    }


def _listed(counts: dict[str, dict[str, Any]], prefix: str, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    found = []
    for name, count in counts.items():
        if name.startswith(prefix):
            parts = name.removeprefix(prefix).split(":", len(keys) - 1)
            found.append({**dict(zip(keys, parts, strict=True)), **count})
    return found
