from __future__ import annotations

import math
import random

import pytest

from edgepersona.collector import inference
from edgepersona.collector.inference import Release, Sample, Tally, dependable, difference, safe_count, visitors_needed
from edgepersona.collector.noise import variance

from .collecting import two_sided_geometric

SCALE = 8.0
NOISE = variance(SCALE)


@pytest.mark.parametrize(("base", "needed"), [(0.02, 80_679), (0.05, 31_231), (0.10, 14_748)])
def test_visitors_without_noise(base: float, needed: int) -> None:
    assert visitors_needed(base) == needed


@pytest.mark.parametrize(("base", "needed"), [(0.02, 96_888), (0.05, 37_880), (0.10, 18_230)])
def test_visitors_with_noise_in_one_release(base: float, needed: int) -> None:
    """Mode split: two servers of σ = 14.14 each, so a variance of 400."""
    assert visitors_needed(base, noise=400) == needed


def test_more_noise_and_smaller_releases_need_more_visitors() -> None:
    central = visitors_needed(0.05, noise=NOISE)
    assert 31_231 < central < 37_880
    assert visitors_needed(0.05, noise=NOISE, per_release=central) == pytest.approx(central, abs=1)
    assert visitors_needed(0.05, noise=NOISE, per_release=500) > visitors_needed(0.05, noise=NOISE, per_release=5_000)
    assert visitors_needed(0.05, ratio=9.0) < 31_231 < visitors_needed(0.05, ratio=0.5)


def test_the_plan_holds_what_it_promises() -> None:
    """80 % of simulated experiments of the planned size show the uplift planned for."""
    dice = random.Random(5)
    per_day, base = 4_000, 0.05
    days = visitors_needed(base, noise=NOISE, per_release=per_day) // per_day
    found = 0
    for _ in range(300):
        used = [one_day(dice, (per_day, base * 1.1), (per_day, base)) for _ in range(days)]
        low, high = difference(*inference.summed(used))[0].interval
        found += not low <= 0 <= high
    assert abs(found / 300 - inference.POWER) < 4 * math.sqrt(0.8 * 0.2 / 300)


def one_day(
    dice: random.Random, treated: tuple[int, float], reference: tuple[int, float], minimum: int = 50
) -> Release:
    """A day of known truth, noised and withheld as a release would."""

    def noised(count: int) -> int | None:
        value = count + two_sided_geometric(dice, SCALE)
        return value if value >= minimum else None

    arms = [Tally(noised(n), noised(dice.binomialvariate(n, rate))) for n, rate in (treated, reference)]
    return Release(0, arms[0], arms[1], minimum, NOISE)


@pytest.mark.parametrize(
    ("treated", "reference", "days"),
    [
        ((3_000, 0.055), (3_000, 0.05), 5),
        ((4_000, 0.05), (4_000, 0.05), 1),
        ((9_000, 0.06), (1_500, 0.08), 14),
    ],
)
def test_intervals_cover_the_truth(treated: tuple[int, float], reference: tuple[int, float], days: int) -> None:
    """500 experiments: 95 % within four standard errors, which leaving out the noise misses by far."""
    dice = random.Random(17)
    absolute = treated[1] - reference[1]
    relative = treated[1] / reference[1] - 1
    hits = [0, 0]
    for _ in range(500):
        used = dependable([one_day(dice, treated, reference) for _ in range(days)])
        assert len(used) >= days - 1  # the noise's tail hides a count in some ten thousand
        for index, (estimate, truth) in enumerate(
            zip(difference(*inference.summed(used)), (absolute, relative), strict=True)
        ):
            hits[index] += estimate.interval[0] <= truth <= estimate.interval[1]
            assert (
                estimate.always[0] < estimate.interval[0] < estimate.value < estimate.interval[1] < estimate.always[1]
            )
    for hit in hits:
        assert abs(hit / 500 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 500)


@pytest.mark.parametrize("days", [1, 4, 16])
@pytest.mark.parametrize("expected", [40, 55, 70, 85, 100, 140])
def test_a_shown_interval_is_rarely_wrong_however_near_the_minimum(expected: int, days: int) -> None:
    """Shown and wrong: at most 5 % of all experiments, whether or not they are shown."""
    dice = random.Random(expected * days)
    runs, wrong = 250, 0
    for _ in range(runs):
        rate = expected / 2_000
        used = dependable([one_day(dice, (20_000, rate), (2_000, rate)) for _ in range(days)])
        if used:
            low, high = difference(*inference.summed(used))[1].interval
            wrong += not low <= 0 <= high
    assert wrong / runs < 0.05 + 4 * math.sqrt(0.05 * 0.95 / runs)


def test_looking_daily_fools_the_plain_interval_and_not_the_sequence() -> None:
    dice = random.Random(3)
    plain = always = 0
    runs, days = 200, 40
    for _ in range(runs):
        seen: list[Release] = []
        wrong = {"plain": False, "always": False}
        for _ in range(days):
            seen.append(one_day(dice, (3_000, 0.05), (3_000, 0.05)))
            relative = difference(*inference.summed(seen))[1]
            wrong["plain"] |= not relative.interval[0] <= 0 <= relative.interval[1]
            wrong["always"] |= not relative.always[0] <= 0 <= relative.always[1]
        plain += wrong["plain"]
        always += wrong["always"]
    assert plain / runs > 0.12
    assert always / runs < 0.05 + 4 * math.sqrt(0.05 * 0.95 / runs)


def test_days_selected_by_the_minimum_do_not_count() -> None:
    """The reference truly has 45 a day. What is published of it runs a fifth too high; none of it is used."""
    dice = random.Random(9)
    days = [one_day(dice, (9_000, 0.05), (900, 0.05)) for _ in range(400)]
    published = [d.reference.reached for d in days if d.reference.reached is not None]
    assert 50 < len(published) < 300
    assert sum(published) / len(published) > 45 * 1.2
    assert dependable(days) == []


def test_large_days_are_used_where_small_ones_are_not() -> None:
    dice = random.Random(9)
    weekdays = [one_day(dice, (6_000, 0.05), (6_000, 0.05)) for _ in range(20)]
    weekends = [one_day(dice, (1_200, 0.05), (1_200, 0.05)) for _ in range(8)]
    assert dependable([*weekends, *weekdays]) == weekdays


def test_a_safe_count_is_three_deviations_above_the_minimum() -> None:
    for minimum, noise in ((50, NOISE), (50, 0.0), (200, 500.0)):
        count = safe_count(minimum, noise)
        assert count - 3 * math.sqrt(count + noise) == pytest.approx(minimum)


def test_withheld_is_not_zero() -> None:
    full, missing = Tally(5_000, 250), Tally(5_000, None)
    day = Release(0, full, full, 50, NOISE)
    assert dependable([day, Release(1, full, missing, 50, NOISE), Release(2, missing, full, 50, NOISE)]) == [day]
    assert dependable([Release(1, full, Tally(None, None), 50, NOISE)]) == []


def test_differences_by_hand() -> None:
    absolute, relative = difference(Sample(10_000, 600, 0.0), Sample(10_000, 500, 0.0))
    spread = math.sqrt(0.06 * 0.94 / 10_000 + 0.05 * 0.95 / 10_000)
    assert absolute.value == pytest.approx(0.01)
    assert absolute.interval == pytest.approx((0.01 - 1.959964 * spread, 0.01 + 1.959964 * spread), abs=1e-8)
    assert relative.value == pytest.approx(0.2)
    noisy, _ = difference(Sample(10_000, 600, 1_000.0), Sample(10_000, 500, 1_000.0))
    added = 1_000 / 10_000**2 * (2 + 0.06**2 + 0.05**2)
    assert noisy.interval[1] - 0.01 == pytest.approx(1.959964 * math.sqrt(spread**2 + added), abs=1e-8)


def test_a_shortfall_is_at_least_what_is_missing() -> None:
    least = safe_count(50, NOISE)
    known = inference.shortfall([Tally(1_000, 52), Tally(1_000, 48)], 50, NOISE)
    assert known.had == 1_000
    assert known.more == math.ceil(least / 0.05) - 1_000
    unknown = inference.shortfall([Tally(1_000, None)], 50, NOISE)
    assert unknown.more == math.ceil(least / 0.05) - 1_000
    unseen = inference.shortfall([Tally(None, None)], 50, NOISE)
    assert (unseen.had, unseen.more) == (None, math.ceil(least - 50))
