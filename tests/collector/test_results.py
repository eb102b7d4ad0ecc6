from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from edgepersona.collector.noise import variance
from edgepersona.collector.release import release
from edgepersona.collector.report import SIMULATED, as_text
from edgepersona.collector.schemas import parse
from edgepersona.collector.sqlite import SqliteStore
from edgepersona.collector.statistics import results
from edgepersona.core import counters

from .collecting import DAY, GOAL, GUARD, SCHEMA, SITE, adding, counter_list, put, seeded

DAYS = range(DAY - 7, DAY + 1)
NOW = (DAY + 1) * 86_400.0


def truth(treated: float = 0.06, control: float = 0.05, size: int = 10_000, **more: int) -> dict[str, int]:
    """A day's counts: two arms of `size`, a conversion rate each, a guardrail at 4 %."""
    counts = {}
    for arm, rate in (("treated", treated), ("control", control)):
        counts[counters.exposed(arm)] = size
        counts[counters.converted(arm, GOAL)] = round(size * rate)
        counts[counters.guardrail(arm, GUARD)] = round(size * 0.04)
    return {**counts, **more}


def fill(store: SqliteStore, path: Path, counts: dict[str, int], days: range = DAYS, noise: Any = None) -> None:
    for day in days:
        put(path, day, counts)
    release(store, now=NOW, grace_days=0, noise=noise or adding(0))


def one_site(store: SqliteStore) -> dict[str, Any]:
    found = results(store)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    (site,) = found["sites"]
    assert isinstance(site, dict)
    return site


def comparison(site: dict[str, Any], name: str = GOAL, reference: str = "control") -> dict[str, Any]:
    (found,) = [c for c in site["comparisons"] if c["name"] == name and c["arms"] == ["treated", reference]]
    assert isinstance(found, dict)
    return found


def test_a_known_truth_is_found_again(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth())
    found = comparison(one_site(store))
    assert found["status"] == "measured"
    assert [(s["arm"], s["exposed"], s["reached"]) for s in found["samples"]] == [
        ("treated", 80_000, 4_800),
        ("control", 80_000, 4_000),
    ]
    assert found["absolute"]["estimate"] == pytest.approx(0.01)
    assert found["relative"]["estimate"] == pytest.approx(0.2)
    assert found["verdict"] == "higher"
    assert (found["days_used"], found["days_left_out"]) == (8, 0)
    noise = 8 * variance(8.0)
    chance = (0.06 * 0.94 + 0.05 * 0.95) / 80_000
    spread = math.sqrt(chance + noise / 80_000**2 * (2 + 0.06**2 + 0.05**2))
    assert found["absolute"]["interval"] == pytest.approx(
        [0.01 - 1.959964 * spread, 0.01 + 1.959964 * spread], abs=1e-8
    )


def test_guardrails_get_the_same_care(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth())
    found = comparison(one_site(store), GUARD)
    assert (found["kind"], found["status"], found["verdict"]) == ("guardrail", "measured", "not-shown")
    assert found["relative"]["estimate"] == 0
    assert found["plan"]["reference_more"] == 0


def test_real_noise_leaves_the_truth_within_reach(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth(), noise=seeded(random.Random(1)))
    low, high = comparison(one_site(store))["relative"]["always_valid"]
    assert low < 0.2 < high
    assert low > 0.05


def test_a_small_site_gets_a_number_of_reports_instead_of_a_rate(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth(size=900))
    site = one_site(store)
    found = comparison(site)
    assert found["status"] == "too-few"
    assert not {"samples", "absolute", "relative", "verdict", "plan"} & set(found)
    assert found["missing"]["arm"] == "control"
    assert found["missing"]["had_per_day"] == 900
    assert found["missing"]["more_per_day_at_least"] > 0
    assert (found["days_used"], found["days_left_out"]) == (0, 8)
    text = as_text(results(store))
    assert f"too few reports, at least {found['missing']['more_per_day_at_least']:,} more a day" in text


def test_what_silence_was_worth_needs_its_arm(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth())
    assert {c["arms"][1] for c in one_site(store)["comparisons"]} == {"control"}


def test_what_silence_was_worth(store: SqliteStore, path: Path) -> None:
    caps = {
        counters.exposed("caps_only"): 10_000,
        counters.converted("caps_only", GOAL): 480,
        counters.guardrail("caps_only", GUARD): 700,
    }
    fill(store, path, truth(**caps))
    site = one_site(store)
    assert comparison(site, GOAL, "caps_only")["relative"]["estimate"] == pytest.approx(0.25)
    assert comparison(site, GUARD, "caps_only")["verdict"] == "lower"
    assert "What knowing when to stop was worth" in as_text(results(store))


def test_missing_is_never_zero(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth() | {counters.silence("FATIGUE"): 12})
    site = one_site(store)
    by_reason = {silence["reason"]: silence for silence in site["silences"]}
    for reason in ("FATIGUE", "QUIET"):
        assert by_reason[reason]["state"] == "withheld"
        assert by_reason[reason]["count"] is None
        assert by_reason[reason]["noise_sd"] is None
        assert counters.silence(reason) in site["withheld"]
    caps = next(arm for arm in site["arms"] if arm["arm"] == "caps_only")
    assert caps["exposed"]["count"] is None
    assert not [block for block in site["blocks"] if block["state"] != "released"]
    assert counters.exposed("treated") not in site["withheld"]
    text = as_text(results(store))
    assert "FATIGUE                          withheld" in text
    assert "    silence:QUIET" in text
    assert " 12 " not in text


def test_before_the_first_release_there_is_nothing_not_zero(store: SqliteStore, path: Path) -> None:
    put(path, DAY, truth())
    site = one_site(store)
    assert site["period"] == {"first": None, "last": None, "days_closed": 0, "days_published": 0}
    assert {c["status"] for c in site["comparisons"]} == {"nothing-closed"}
    assert {arm["exposed"]["state"] for arm in site["arms"]} == {"nothing-closed"}
    assert site["withheld"] == []
    assert "Nothing was released yet" in as_text(results(store))
    assert "10" not in as_text(results(store)).replace(SITE, "")


def test_nothing_at_all(path: Path) -> None:
    store = SqliteStore(str(path))
    assert results(store)["sites"] == []
    assert "No site is collected yet." in as_text(results(store))
    store.close()


def test_sums_say_on_how_many_days_they_rest(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth(), days=range(DAY - 2, DAY + 1))
    site = one_site(store)
    exposed = site["arms"][0]["exposed"]
    assert (exposed["count"], exposed["days"], exposed["days_withheld"]) == (30_000, 3, 5)
    assert exposed["noise_sd"] == pytest.approx(math.sqrt(3 * variance(8.0)))
    assert site["period"] == {"first": "2024-09-27", "last": "2024-10-04", "days_closed": 8, "days_published": 3}
    assert (comparison(site)["days_used"], comparison(site)["days_left_out"]) == (3, 5)
    assert "over 3 days, withheld on 5" in as_text(results(store))


def test_epsilon_adds_up_over_days_and_not_over_lists(store: SqliteStore, path: Path) -> None:
    newer = parse(counter_list(SITE, "block:new:-:shown"))
    store.register([SCHEMA, newer], DAY - 6)
    release(store, now=NOW - 86_400, grace_days=0)
    release(store, now=NOW, grace_days=0, epsilon=0.5)
    privacy = one_site(store)["privacy"]
    assert privacy["epsilon_cumulative"] == pytest.approx(7 * 1.0 + 0.5)
    assert privacy["noise_scale"] == [8.0, 16.0]
    assert "ε 7.5 in all" in as_text(results(store))


def test_noise_of_each_day_is_that_days(store: SqliteStore, path: Path) -> None:
    for day in DAYS:
        put(path, day, truth())
    release(store, now=NOW - 86_400, grace_days=0, noise=adding(0))
    release(store, now=NOW, grace_days=0, epsilon=0.5, noise=adding(0))
    exposed = one_site(store)["arms"][0]["exposed"]
    assert exposed["noise_sd"] == pytest.approx(math.sqrt(7 * variance(8.0) + variance(16.0)))


def test_lists_of_one_site_are_added_up_by_name(store: SqliteStore, path: Path) -> None:
    newer = parse(counter_list(SITE, "block:new:-:shown"))
    store.register([SCHEMA, newer], DAY - 6)
    put(path, DAY, truth())
    put(path, DAY, truth() | {"block:new:-:shown": 70}, newer)
    release(store, now=NOW, grace_days=0, noise=adding(0))
    site = one_site(store)
    assert site["arms"][0]["exposed"]["count"] == 20_000
    assert site["arms"][0]["exposed"]["days"] == 1
    (block,) = site["blocks"]
    assert (block["block"], block["segment"], block["outcome"], block["count"]) == ("new", "-", "shown", 70)


def test_sites_are_apart(store: SqliteStore, path: Path) -> None:
    other = parse(counter_list("other"))
    store.register([other], DAY - 6)
    put(path, DAY, truth())
    put(path, DAY, truth(size=5_000), other)
    release(store, now=NOW, grace_days=0, noise=adding(0))
    found = {site["site"]: site["arms"][0]["exposed"]["count"] for site in results(store)["sites"]}
    assert found == {SITE: 10_000, "other": 5_000}


def test_blocks_and_ghosts_are_labelled(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth() | {counters.outcome("uc", "ops", "shown"): 300, counters.ghost("uc"): 90})
    site = one_site(store)
    assert [(b["block"], b["segment"], b["outcome"], b["count"]) for b in site["blocks"]] == [
        ("uc", "ops", "shown", 2400)
    ]
    assert site["ghosts"]["note"].startswith("observational")
    assert [(g["block"], g["count"]) for g in site["ghosts"]["counts"]] == [("uc", 720)]
    assert "Ghosts (observational" in as_text(results(store))


def test_titles_say_who_was_counted_and_whether_they_were_real(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth())
    real = results(store)
    assert real["title"] == "Among visitors who agreed to counting"
    assert real["simulated"] is False
    assert "simulated" not in as_text(real).lower()
    store.mark_simulated()
    simulated = results(store)
    assert simulated["simulated"] is True
    lines = as_text(simulated).splitlines()
    assert SIMULATED in lines[:3]
    assert f"Site {SITE} (SIMULATED)" in lines


def test_the_plan_says_how_many_more(store: SqliteStore, path: Path) -> None:
    fill(store, path, truth(treated=0.05, size=3_000))
    found = comparison(one_site(store))
    assert found["verdict"] == "not-shown"
    assert found["plan"]["reference_more"] == found["plan"]["reference_needed"] - 24_000 > 7_000
    assert f"{found['plan']['reference_more']:,} more in the arm control" in as_text(results(store))
