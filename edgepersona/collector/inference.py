"""What released counts allow to be said: rates, differences, intervals, and how many reports are needed.

Rules
1. A released count is the true count plus noise of a known variance. Every variance here is binomial variance
   plus noise, over each release that was summed: a sum of ten days carries ten times one day's noise.
2. A release enters a comparison only if the minimum could not have selected it. Counts under the minimum are
   missing, and those just above it are mostly those that noise pushed up, so a sum of whatever was published
   runs too high. A count is dependable where its expectation (that arm's pooled rate times that release's
   exposures) exceeds the minimum by `MARGIN` standard deviations of noise and chance together. The rule looks
   at expectations pooled over all releases, not at one release's own count. Releases that fail it are left
   out, and the pooled rates are taken anew, until none fails. What is promised so, and tested: of all
   experiments, shown or not, at most 5 % show an interval that is wrong.
3. Where no release is dependable there is no number, only how many reports are missing.
4. Two intervals of 95 %: one for a single look at a date fixed in advance, and one that holds at every look
   (a confidence sequence). Both are asymptotic, as all normal intervals are; rule 2 keeps counts large.
5. A device that comes on two days is two device-days, counted as independent.

Sources: delta method for a ratio of rates; Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions
(sample size); Robbins, Statistical Methods Related to the Law of the Iterated Logarithm (1970), normal mixture;
Waudby-Smith et al., Time-uniform central limit theory and asymptotic confidence sequences (2024).

This module knows nothing of stores, arms' names or counters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

ALPHA = 0.05
POWER = 0.80
UPLIFT = 0.10
"""The relative uplift that plans are made for, and for which the confidence sequence is tightest."""
MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Tally:
    """One arm in one release: noised counts, None where withheld."""

    exposed: int | None
    reached: int | None


@dataclass(frozen=True, slots=True)
class Release:
    """Two arms of one released day."""

    day: int
    treated: Tally
    reference: Tally
    minimum: int
    noise: float
    """Variance of the noise on each count."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One arm, summed."""

    exposed: int
    reached: int
    noise: float
    """Variance of the noise on each of the two sums."""

    @property
    def rate(self) -> float:
        return self.reached / self.exposed

    @property
    def variance(self) -> float:
        """Of the rate: chance, noise on the count, noise on the exposures."""
        chance = min(max(self.rate, 0.0), 1.0)
        return chance * (1 - chance) / self.exposed + self.noise * (1 + self.rate**2) / self.exposed**2


@dataclass(frozen=True, slots=True)
class Estimate:
    value: float
    interval: tuple[float, float]
    """95 %, for one look."""
    always: tuple[float, float]
    """95 %, for any number of looks."""


def difference(treated: Sample, reference: Sample) -> tuple[Estimate, Estimate]:
    """Treated over reference: (absolute difference of rates, relative difference)."""
    absolute = treated.rate - reference.rate
    spread = math.sqrt(treated.variance + reference.variance)
    log_ratio = math.log(treated.rate / reference.rate)
    log_spread = math.sqrt(treated.variance / treated.rate**2 + reference.variance / reference.rate**2)
    once, always = NormalDist().inv_cdf(1 - ALPHA / 2), sequence_width(log_spread)

    def around(width: float) -> tuple[float, float]:
        return absolute - width * spread, absolute + width * spread

    def relative(width: float) -> tuple[float, float]:
        return math.expm1(log_ratio - width * log_spread), math.expm1(log_ratio + width * log_spread)

    return (
        Estimate(absolute, around(once), around(always)),
        Estimate(math.expm1(log_ratio), relative(once), relative(always)),
    )


def sequence_width(spread: float) -> float:
    """Half the width of the confidence sequence, in standard deviations, at a log ratio's standard deviation.

    The mixture is normal with the standard deviation of the uplift planned for: fixed before any data.
    """
    weight = (math.log1p(UPLIFT) / spread) ** 2
    return math.sqrt((1 + 1 / weight) * math.log((1 + weight) / ALPHA**2))


def safe_count(minimum: int, noise: float) -> float:
    """The least expected count that exceeds the minimum by MARGIN standard deviations (rule 2)."""
    # c = minimum + MARGIN · sqrt(c + noise), solved for c.
    half = minimum + MARGIN**2 / 2
    return half + math.sqrt(half**2 - minimum**2 + MARGIN**2 * noise)


def dependable(releases: Sequence[Release]) -> list[Release]:
    """The releases that may be summed (rule 2), in their order."""
    kept = [r for r in releases if None not in (r.treated.exposed, r.treated.reached)]
    kept = [r for r in kept if None not in (r.reference.exposed, r.reference.reached)]
    while kept:
        treated, reference = summed(kept)
        passed = [r for r in kept if _safe(r, r.treated, treated.rate) and _safe(r, r.reference, reference.rate)]
        if len(passed) == len(kept):
            break
        kept = passed
    return kept


def summed(releases: Sequence[Release]) -> tuple[Sample, Sample]:
    """Both arms over releases in which nothing is withheld: (treated, reference)."""
    noise = sum(release.noise for release in releases)
    arms = [r.treated for r in releases], [r.reference for r in releases]
    treated, reference = (
        Sample(sum(t.exposed or 0 for t in arm), sum(t.reached or 0 for t in arm), noise) for arm in arms
    )
    return treated, reference


def _safe(release: Release, tally: Tally, rate: float) -> bool:
    least = safe_count(release.minimum, release.noise)
    return tally.exposed is not None and min(tally.exposed, tally.exposed * rate) >= least


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What one arm lacks for any release to be dependable: device-days in each release, at least."""

    had: int | None
    """Exposures in a release, on average; None where none was published."""
    more: int


def shortfall(tallies: Sequence[Tally], minimum: int, noise: float) -> Shortfall:
    """How many more an arm needs in each release, at least: what is withheld is taken as just withheld."""
    least = safe_count(minimum, noise)
    exposed = [tally.exposed for tally in tallies if tally.exposed is not None]
    if not exposed:
        return Shortfall(None, math.ceil(least - minimum))
    had = sum(exposed) / len(exposed)
    both = [(t.exposed, t.reached) for t in tallies if t.exposed is not None and t.reached is not None]
    rate = sum(reached for _, reached in both) / sum(seen for seen, _ in both) if both else minimum / had
    return Shortfall(round(had), max(1, math.ceil(least / min(rate, 1.0) - had)))


def visitors_needed(
    base: float,
    *,
    uplift: float = UPLIFT,
    noise: float = 0.0,
    per_release: float | None = None,
    ratio: float = 1.0,
) -> int:
    """Visitors in the reference arm to show a relative uplift with POWER at a two-sided ALPHA.

    `base`: rate of the reference arm. `noise`: variance added to each released count. `per_release`: reference
    visitors in each release; None: all in one. `ratio`: treated visitors for each reference visitor.
    """
    raised = min(base * (1 + uplift), 1.0)
    normal = NormalDist()
    factor = ((normal.inv_cdf(1 - ALPHA / 2) + normal.inv_cdf(POWER)) / (raised - base)) ** 2
    chance = factor * (base * (1 - base) + raised * (1 - raised) / ratio)
    added = factor * noise * ((1 + base**2) + (1 + raised**2) / ratio**2)
    if per_release is not None:
        return round(chance + added / per_release)
    return round((chance + math.sqrt(chance**2 + 4 * added)) / 2)
