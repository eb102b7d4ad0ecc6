"""The privacy team's look from inside: whatever a device does raises no alarm, and whatever was put there does."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edgepersona.core import bundle as bundles
from edgepersona.core.prepare import prepare
from edgepersona.core.times import DAY, HOUR, MINUTE

from .personas import bakery
from .test_device import ADVERT, PLAIN, Tab

DIET = (
    "  prices:\n    tier: usage",
    "  diet:\n    tier: sensitive\n    optin: true\n    special: true\n    keep: visit\n    purpose: Fit recipes\n"
    "    label: {en: your diet, de: Ihre Kost}\n    values: {vegan: {en: vegan, de: vegan}}\n  prices:\n    tier: usage",
)


@pytest.fixture
def tab(tmp_path: Path) -> Tab:
    bundle = bakery(tmp_path, DIET)
    tab = Tab(prepare(bundle))
    tab.digest = bundles.digest(bundles.encode(bundle))
    return tab


def look(tab: Tab, left: str | None = None) -> dict[str, Any]:
    before = dict(tab.stores), dict(tab.shared)
    answer = tab("inspect", left=left)
    assert answer["stores"] == {}
    assert "view" not in answer
    assert (tab.stores | tab.shared, tab.shared) == (before[0] | before[1], before[1]), "looking changes nothing"
    seen: dict[str, Any] = answer["value"]
    return seen


def alarms(seen: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(d["store"], d["kind"], d["path"]) for d in seen["differences"] if d["kind"] != "overdue"]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_device_does_is_in_the_catalogue(tab: Tab, seed: int) -> None:
    draw = random.Random(seed)
    acts: list[Callable[[], Any]] = [
        lambda: tab("page"),
        lambda: tab("look"),
        lambda: tab("answer", question="volume", value=draw.choice(["small", "large", None])),
        lambda: tab("track", event=draw.choice(["price_read", "friction"])),
        lambda: tab("outcome", block="hero-flour", outcome=draw.choice(["shown", "clicked", "complained"])),
        lambda: tab("outcome", block="offer-pallet", outcome=draw.choice(["shown", "dismissed"])),
        lambda: tab(
            "consent", changes={draw.choice(["remember", "measure", "personalise"]): draw.choice(["on", "off"])}
        ),
        lambda: tab("optIn", signal="diet", yes=draw.random() < 0.7),
        lambda: tab("signal", signal="diet", value="vegan"),
        lambda: tab("forget", what=draw.choice([None, "volume"])),
        lambda: tab("send"),
        lambda: setattr(tab, "url", draw.choice([ADVERT, PLAIN])),
        lambda: setattr(tab, "now", tab.now + draw.choice([1_000, 20 * MINUTE, 2 * HOUR, 3 * DAY])),
    ]
    tab("page")
    for _ in range(60):
        draw.choice(acts)()
        assert alarms(look(tab)) == []
    seen = look(tab)
    listed = {item["id"] for entry in seen["catalogue"] for item in entry["items"]}
    assert listed >= {item["id"] for item in tab("held")["value"]["items"] if item["store"] != "page"}


def put(tab: Tab, store: str, change: Callable[[dict[str, Any]], Any]) -> None:
    text = tab.shared.get(store) if store in ("choice", "memory", "outbox") else tab.stores[store]
    raw = json.loads(text or '{"v": 1}')
    change(raw)
    (tab.shared if store in ("choice", "memory", "outbox") else tab.stores)[store] = json.dumps(raw)


def test_whatever_was_put_there_is_named(tab: Tab) -> None:
    tab("page")
    tab("consent", changes={"remember": "on", "measure": "on"})
    tab("page")
    tab("answer", question="volume", value="large")
    tab("signal", signal="interest", value="flour")
    assert alarms(look(tab)) == []
    at = tab.now
    planted: dict[tuple[str, str, str], Callable[[dict[str, Any]], Any]] = {
        ("choice", "unknown", "id"): lambda raw: raw.update(id="a-visitor"),
        ("choice", "unknown", "optin"): lambda raw: raw.update(optin=["shoe-size"]),
        ("visit", "unknown", "answers.shoe-size"): lambda raw: raw.update(answers={"shoe-size": ["44", at]}),
        ("visit", "unknown", "arrived[0]"): lambda raw: raw["arrived"][0][1].append("fingerprint"),
        ("memory", "unknown", "answers.volume"): lambda raw: raw["answers"].update(volume=["enormous", at]),
        ("memory", "unknown", "events"): lambda raw: raw.update(events=[[at, "mouse_moved"]]),
        ("memory", "misplaced", "account.volume"): lambda raw: raw.update(account={"volume": ["large", at]}),
        ("visit", "misplaced", "answers.diet"): lambda raw: raw.update(answers={"diet": ["vegan", at]}),
        ("memory", "misplaced", "answers.diet"): lambda raw: raw["answers"].update(diet=["vegan", at]),
        ("memory", "misplaced", "events[0]"): lambda raw: raw.update(events=[[at, "page_view"]]),
        ("outbox", "unknown", "marks[0]"): lambda raw: raw.update(marks=["volume:large"]),
        ("outbox", "unknown", "device"): lambda raw: raw.update(device="abc"),
        ("plan", "unknown", "cells.0.hero"): lambda raw: raw.update(cells={"0": {"hero": "hero-shoes"}}),
    }
    was = dict(tab.stores), dict(tab.shared)
    for (store, kind, path), change in planted.items():
        put(tab, store, change)
        found = alarms(look(tab))
        assert found == [(store, kind, path)]
        for call in ("held", "outbox", "sent", "export"):
            assert "error" not in tab(call), "and the panel can still be read"
        tab.stores, shared = dict(was[0]), dict(was[1])
        tab.shared.clear()
        tab.shared.update(shared)
    for left, expected in (
        ('{"acts": [{"question": "volume", "value": "large"}], "away": null, "forgot": null}', []),
        ('{"acts": [{"question": "volume", "value": "44"}], "away": 5}', [("left", "unknown", "acts[0]")]),
        ('{"acts": [], "trail": "x"}', [("left", "unknown", "trail")]),
        ("nothing", [("left", "unreadable", "")]),
    ):
        assert alarms(look(tab, left)) == expected
    tab.shared["memory"] = "{"
    assert alarms(look(tab)) == [("memory", "unreadable", "")]
    for hostile in (
        '{"v": 1, "x": NaN}',
        '{"v": 1, "x": ' + "[" * 900 + "]" * 900 + "}",
        '{"v": 1, "\\ud800": "\\ud800"}',
        "[]",
    ):
        tab.shared["memory"] = tab.stores["visit"] = tab.stores["plan"] = tab.shared["outbox"] = hostile
        assert {store for store, _, _ in alarms(look(tab, hostile))} >= {"memory", "visit", "plan", "outbox", "left"}


def test_what_has_nobodys_consent_and_what_is_over_are_told_apart(tab: Tab) -> None:
    tab("page")
    tab("consent", changes={"remember": "on", "measure": "on"})
    tab("page")
    tab("answer", question="volume", value="large")
    assert look(tab)["differences"] == []
    tab.now += 31 * DAY
    over = [(d["store"], d["kind"], d["path"]) for d in look(tab)["differences"]]
    assert ("memory", "overdue", "answers.volume") in over
    assert alarms(look(tab)) == [], "the next page view deletes it"
    tab.shared["choice"] = None
    assert {(store, kind) for store, kind, _ in alarms(look(tab))} >= {
        ("memory", "unconsented"),
        ("outbox", "unconsented"),
    }


def test_a_banner_that_has_not_spoken_to_the_inspector_is_no_alarm(tmp_path: Path) -> None:
    quote = 'outside: {banner: {remember: {needs: [functional], quote: {en: "Remember"}}}}'
    tab = Tab(prepare(bakery(tmp_path, ("measure: ask}", f"measure: ask, {quote}}}"))))
    tab.outside = {"banner": {"answered": True, "granted": ["functional"]}}
    tab("page")
    tab("answer", question="volume", value="large")
    tab.outside = None
    seen = look(tab)
    assert seen["differences"] == []
    assert [item["id"] for entry in seen["catalogue"] for item in entry["items"] if entry["id"] == "volume"] == [
        "memory:answer:volume"
    ]
