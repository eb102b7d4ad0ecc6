"""One comparison between two arms as plain data: a measured difference, or what is missing for one.

Rules
1. `measured` has numbers, `too-few` has none but says how many reports are missing, `nothing-closed` neither.
2. Both intervals are given; the verdict is taken from the one that holds at every look.
3. A rise of a guardrail is bad news and of a conversion good news; `kind` tells which it is.

This module knows nothing of stores or of how results are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import inference

UNCERTAIN = "not-shown"


def compare(kind: str, name: str, arms: tuple[str, str], releases: Sequence[inference.Release]) -> dict[str, Any]:
    """Treated over reference for one conversion or guardrail. `arms`: their names, treated first."""
    used = inference.dependable(releases)
    days = {release.day for release in used}
    head = {
        "kind": kind,
        "name": name,
        "arms": list(arms),
        "days_used": len(days),
        "days_left_out": len({release.day for release in releases} - days),
    }
    if not releases:
        return {**head, "status": "nothing-closed"}
    if not used:
        return {**head, "status": "too-few", "missing": _missing(arms, releases)}
    samples = inference.summed(used)
    absolute, relative = inference.difference(*samples)
    return {
        **head,
        "status": "measured",
        "samples": [
            {"arm": arm, "exposed": sample.exposed, "reached": sample.reached, "rate": sample.rate}
            for arm, sample in zip(arms, samples, strict=True)
        ],
        "absolute": _estimate(absolute),
        "relative": _estimate(relative),
        "verdict": _verdict(relative),
        "plan": _plan(samples, len(used)),
    }


def _estimate(estimate: inference.Estimate) -> dict[str, Any]:
    return {
        "estimate": estimate.value,
        "interval": list(estimate.interval),
        "always_valid": list(estimate.always),
    }


def _verdict(estimate: inference.Estimate) -> str:
    low, high = estimate.always
    return "higher" if low > 0 else "lower" if high < 0 else UNCERTAIN


def _plan(samples: tuple[inference.Sample, inference.Sample], releases: int) -> dict[str, Any]:
    """How many more visitors of the reference arm a result for the planned uplift needs, at this pace."""
    treated, reference = samples
    needed = inference.visitors_needed(
        reference.rate,
        noise=reference.noise / releases,
        per_release=reference.exposed / releases,
        ratio=treated.exposed / reference.exposed,
    )
    return {
        "uplift": inference.UPLIFT,
        "power": inference.POWER,
        "reference_needed": needed,
        "reference_more": max(0, needed - reference.exposed),
    }


def _missing(arms: tuple[str, str], releases: Sequence[inference.Release]) -> dict[str, Any]:
    """Of the arm that lacks most, for the release with the least noise and minimum."""
    easiest = min(releases, key=lambda r: inference.safe_count(r.minimum, r.noise))
    tallies = [r.treated for r in releases], [r.reference for r in releases]
    lacks = [inference.shortfall(arm, easiest.minimum, easiest.noise) for arm in tallies]
    arm, lack = max(zip(arms, lacks, strict=True), key=lambda pair: pair[1].more)
    return {"arm": arm, "had_per_day": lack.had, "more_per_day_at_least": lack.more}
