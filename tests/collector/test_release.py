from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from edgepersona.collector.noise import Mechanism, discrete_laplace, tail, variance
from edgepersona.collector.release import release
from edgepersona.collector.schemas import parse
from edgepersona.collector.sqlite import SqliteStore
from edgepersona.core import counters
from edgepersona.core.errors import LocalError

from .collecting import DAY, SCHEMA, SITE, adding, counter_list, everything, put, report, table, totals

EXPOSED = counters.exposed("treated")
CONTROL = counters.exposed("control")
DRAWS = 20_000
TOMORROW = (DAY + 1) * 86_400.0


def test_noise_is_the_discrete_laplace_distribution() -> None:
    """20,000 draws against theory at six standard errors: a false alarm once in some ten million runs."""
    scale = 8.0
    mechanism, epsilon = discrete_laplace(scale, 8)
    draws = mechanism([0] * DRAWS)
    assert epsilon == pytest.approx(1.0)
    assert all(type(draw) is int for draw in draws)

    sigma2 = variance(scale)
    a = math.exp(-1 / scale)
    assert sigma2 == pytest.approx(2 * a / (1 - a) ** 2)
    assert abs(statistics.fmean(draws)) < 6 * math.sqrt(sigma2 / DRAWS)
    fourth = sum(2 * (1 - a) / (1 + a) * a**k * k**4 for k in range(1, 600))
    assert abs(statistics.fmean(d * d for d in draws) - sigma2) < 6 * math.sqrt((fourth - sigma2**2) / DRAWS)

    seen = Counter(draws)
    assert_share(seen[0], (1 - a) / (1 + a))
    for least in (1, 5, 10, 20, 40):
        for sign in (1, -1):
            assert_share(sum(n for draw, n in seen.items() if draw * sign >= least), a**least / (1 + a))


def assert_share(found: int, expected: float) -> None:
    assert abs(found - DRAWS * expected) < 6 * math.sqrt(DRAWS * expected * (1 - expected))


def test_noise_does_not_depend_on_the_count_and_follows_epsilon() -> None:
    for scale in (4.0, 16.0):
        draws = discrete_laplace(scale, 8)[0]([10_000] * DRAWS)
        sigma2 = variance(scale)
        assert abs(statistics.fmean(draws) - 10_000) < 6 * math.sqrt(sigma2 / DRAWS)
        assert statistics.variance(draws) == pytest.approx(sigma2, rel=6 * math.sqrt(5.2 / DRAWS))
        assert discrete_laplace(scale, 8)[1] == pytest.approx(8 / scale)


def test_a_day_is_released_once(store: SqliteStore, path: Path) -> None:
    put(path, DAY, {EXPOSED: 500})
    first = release(store, now=TOMORROW, grace_days=0)
    assert [day.closing.day for day in first] == list(range(DAY - 7, DAY + 1))
    before = everything(path)
    assert release(store, now=TOMORROW, grace_days=0) == []
    assert release(store, now=TOMORROW + 80_000, grace_days=0, epsilon=10) == []
    assert everything(path) == before


def test_the_default_waits_until_no_report_can_come(store: SqliteStore) -> None:
    ended = (DAY - 7 + 1) * 86_400
    assert release(store, now=ended + 7 * 86_400 - 1) == []
    assert [day.closing.day for day in release(store, now=ended + 7 * 86_400)] == [DAY - 7]


def test_today_is_never_released(store: SqliteStore) -> None:
    days = release(store, now=TOMORROW - 1, grace_days=0)
    assert max(day.closing.day for day in days) == DAY - 1


def test_every_counter_gets_noise_and_the_minimum_looks_at_the_noised_count(store: SqliteStore, path: Path) -> None:
    given: list[Sequence[int]] = []

    def spying(scale: float, most_ones: int) -> tuple[Mechanism, float]:
        def mechanism(counts: Sequence[int]) -> Sequence[int]:
            given.append(list(counts))
            return [count + 5 if n % 2 == 0 else count - 6 for n, count in enumerate(counts)]

        return mechanism, 1.0

    names = SCHEMA.counters
    put(path, DAY, {names[0]: 45, names[1]: 55, names[2]: 44, names[3]: 56, names[4]: 100})
    days = release(store, now=TOMORROW, grace_days=0, noise=spying)
    assert [len(counts) for counts in given] == [len(names)] * 8
    assert days[-1].values == {names[0]: 50, names[3]: 50, names[4]: 105}
    assert days[-1].withheld == len(names) - 3
    assert store.released() == {(SITE, SCHEMA.fingerprint, DAY): days[-1].values}


def test_a_counter_nobody_reported_can_be_published(store: SqliteStore) -> None:
    """Were zeros left out, being there would tell that somebody was counted."""
    days = release(store, now=TOMORROW, grace_days=0, noise=adding(60))
    assert all(day.values == dict.fromkeys(SCHEMA.counters, 60) for day in days)


def test_real_releases_are_noised(store: SqliteStore, path: Path) -> None:
    put(path, DAY, dict.fromkeys(SCHEMA.counters, 10_000))
    values = release(store, now=TOMORROW, grace_days=0)[-1].values
    assert set(values) == set(SCHEMA.counters)
    assert len(set(values.values())) > 3
    assert all(abs(value - 10_000) < 8 * 60 for value in values.values())


def test_raw_totals_are_gone_and_later_days_stay(store: SqliteStore, path: Path) -> None:
    put(path, DAY, {EXPOSED: 500})
    put(path, DAY + 1, {EXPOSED: 7})
    release(store, now=TOMORROW, grace_days=0)
    assert table(path, "SELECT day, count FROM totals") == [(DAY + 1, 7)]


def test_what_was_spent_is_recorded(store: SqliteStore) -> None:
    days = release(store, now=TOMORROW + 0.5, grace_days=7, epsilon=0.5, minimum=80)
    (closing,) = store.closings()
    assert days[0].closing == closing
    assert closing.epsilon == pytest.approx(0.5)
    assert (closing.scale, closing.minimum) == (16.0, 80)
    assert (closing.day, closing.at) == (DAY - 7, int(TOMORROW))


def test_interrupted_in_the_noise_nothing_changed(store: SqliteStore, path: Path) -> None:
    put(path, DAY - 7, {EXPOSED: 500})
    store.add(report(1, CONTROL))

    def failing(scale: float, most_ones: int) -> tuple[Mechanism, float]:
        def mechanism(counts: Sequence[int]) -> Sequence[int]:
            raise RuntimeError("interrupted")

        return mechanism, 1.0

    before = everything(path)
    with pytest.raises(RuntimeError):
        release(store, now=TOMORROW, grace_days=0, noise=failing)
    assert everything(path) == before
    assert release(store, now=TOMORROW, grace_days=0)[0].closing.day == DAY - 7


def test_a_mechanism_that_loses_a_counter_releases_nothing(store: SqliteStore, path: Path) -> None:
    before = everything(path)
    with pytest.raises(ValueError, match="zip"):
        release(store, now=TOMORROW, grace_days=0, noise=lambda scale, ones: (lambda counts: counts[1:], 1.0))
    assert everything(path) == before


def test_two_releases_at_once_share_the_days_between_them(store: SqliteStore, path: Path) -> None:
    put(path, DAY, {EXPOSED: 500})
    other = SqliteStore(str(path))
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda s: release(s, now=TOMORROW, grace_days=0), (store, other)))
    other.close()
    days = [day.closing.day for days in both for day in days]
    assert sorted(days) == list(range(DAY - 7, DAY + 1))
    assert totals(path) == {}


def test_ids_older_than_eight_days_are_deleted(store: SqliteStore, path: Path) -> None:
    for day in (DAY - 7, DAY - 6, DAY):
        store.add(report(1, day=day))
    release(store, now=(DAY + 1) * 86_400)
    assert len(table(path, "SELECT * FROM ids")) == 3
    release(store, now=(DAY + 2) * 86_400)
    assert table(path, "SELECT day FROM ids ORDER BY day") == [(DAY - 6,), (DAY,)]


def test_each_list_of_a_site_is_released_by_itself(store: SqliteStore, path: Path) -> None:
    newer = parse(counter_list(SITE, "block:new:-:shown"))
    store.register([SCHEMA, newer], DAY - 6)
    put(path, DAY, {EXPOSED: 500})
    put(path, DAY, {EXPOSED: 300}, newer)
    release(store, now=TOMORROW, grace_days=0, noise=adding(0))
    found = store.released()
    assert found[SITE, SCHEMA.fingerprint, DAY] == {EXPOSED: 500}
    assert found[SITE, newer.fingerprint, DAY] == {EXPOSED: 300}


@pytest.mark.parametrize(
    "wrong",
    [
        {"epsilon": 0}, {"epsilon": -1}, {"epsilon": math.nan}, {"epsilon": math.inf}, {"epsilon": 11},
        {"grace_days": -1}, {"minimum": 0}, {"most_ones": 7}, {"now": math.nan},
    ],
)  # fmt: skip
def test_impossible_parameters_release_nothing(store: SqliteStore, path: Path, wrong: dict[str, float]) -> None:
    before = everything(path)
    with pytest.raises(LocalError):
        release(store, **{"now": TOMORROW, "grace_days": 0, **wrong})  # type: ignore[arg-type]
    assert everything(path) == before


def test_the_tail_of_the_noise_is_what_theory_says() -> None:
    scale, least = 8.0, 20
    weights = {x: math.exp(-abs(x) / scale) for x in range(-2_000, 2_001)}
    expected = sum(weight for x, weight in weights.items() if x >= least) / sum(weights.values())
    assert tail(scale, least) == pytest.approx(expected, rel=1e-9)
