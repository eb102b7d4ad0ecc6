from __future__ import annotations

import pytest

from edgepersona.collector import limits
from edgepersona.collector.limits import Limiter, network

NOW = 1_000_000_000.0


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.200", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::ffff:192.0.2.200", "192.0.2.0/24"),
        (None, "unknown"),
        ("", "unknown"),
        ("unix:/run/x", "unknown"),
        ("192.0.2.999", "unknown"),
    ],
)
def test_networks(address: str | None, expected: str) -> None:
    assert network(address) == expected


def test_neighbours_share_a_bucket_and_strangers_do_not() -> None:
    limiter = Limiter(60, 2)
    assert [limiter.wait(f"192.0.2.{n}", NOW) for n in range(3)] == [0, 0, 1]
    assert limiter.wait("192.0.3.1", NOW) == 0
    assert limiter.wait("2001:db8::1", NOW) == 0


def test_buckets_fill_again_up_to_the_burst() -> None:
    limiter = Limiter(60, 2)
    for _ in range(3):
        limiter.wait("192.0.2.1", NOW)
    assert limiter.wait("192.0.2.1", NOW + 0.5) == 0.5
    assert limiter.wait("192.0.2.1", NOW + 1) == 0
    assert [limiter.wait("192.0.2.1", NOW + 900) for _ in range(3)] == [0, 0, 1]


def test_a_clock_that_steps_back_fills_nothing() -> None:
    limiter = Limiter(60, 1)
    assert limiter.wait("192.0.2.1", NOW) == 0
    assert limiter.wait("192.0.2.1", NOW - 50) == 1


def test_keys_hold_no_address_and_change_every_day() -> None:
    limiter = Limiter()
    limiter.wait("192.0.2.1", NOW)
    (today,) = limiter._buckets
    assert len(today) == 32
    assert b"192" not in today
    limiter.wait("192.0.2.1", NOW + 86_400)
    (tomorrow,) = limiter._buckets
    assert today != tomorrow
    other = Limiter()
    other.wait("192.0.2.1", NOW + 86_400)
    assert set(other._buckets) != {tomorrow}


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_NETWORKS", 10)
    limiter = Limiter(60, 1)
    for n in range(50):
        limiter.wait(f"10.0.{n}.1", NOW)
    assert len(limiter._buckets) == 10
    assert limiter.wait("10.0.49.1", NOW) > 0
