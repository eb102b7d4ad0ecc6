"""What if: decided by the same core on a copy; nothing is stored, counted or shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgepersona.core.bundle import Bundle
from edgepersona.core.device import handle
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.stores import NAMES
from edgepersona.core.suppose import FIELDS
from edgepersona.core.times import DAY, HOUR, MINUTE

from .personas import NOW, bakery
from .test_changes import MOOD, block
from .test_device import ADVERT, JSON, PLAIN, Tab, _prepared

OFFER = "offer-pallet"


@pytest.fixture
def tab(tmp_path: Path) -> Tab:
    return opened(bakery(tmp_path))


def opened(bundle: Bundle, url: str = PLAIN) -> Tab:
    tab = Tab(prepare(bundle), url)
    tab.page = {"value_seen": True}
    return tab


def what_if(tab: Tab, **supposed: Any) -> dict[str, Any]:
    """The answer to a supposition; what is stored must not have changed."""
    before = dict(tab.stores)
    answer = tab("suppose", **supposed)
    assert "error" not in answer, answer
    assert answer["stores"] == {}
    assert "view" not in answer, "the page is left alone"
    assert tab.stores == before
    value: dict[str, Any] = answer["value"]
    return value


def blocks(value: dict[str, Any]) -> dict[str, str | None]:
    assert {slot: part["block"] for slot, part in value["view"]["slots"].items()} == {
        slot: part["block"] for slot, part in value["decision"]["slots"].items()
    }
    return {slot: part["block"] for slot, part in value["decision"]["slots"].items()}


def test_supposing_nothing_is_what_is(tab: Tab) -> None:
    tab("answer", question="volume", value="large")
    value = what_if(tab)
    assert value["decision"] == tab("decide")["value"]
    assert value["whys"]["hero"] == tab("why", slot="hero")["value"]
    assert "trace" not in value
    traced = what_if(tab, trace=True)["trace"]
    assert [(e["block"], e["reason"]) for e in traced] == [
        (e["block"], e["reason"]) for e in value["decision"]["withheld"]
    ]


def test_nothing_is_counted(tab: Tab) -> None:
    tab("consent", changes={"measure": "on"})
    tab("page")
    tab("look")
    outbox = tab.stores["outbox"]
    assert outbox is not None
    what_if(tab, answers={"volume": "large"}, after=DAY)
    assert tab.stores["outbox"] == outbox


def test_without_an_answer(tmp_path: Path) -> None:
    tab = opened(bakery(tmp_path), ADVERT)
    tab.page = {"value_seen": True, "typing": True}  # nothing starts to interrupt meanwhile
    tab("answer", question="volume", value="large")
    for item in ("volume", "visit:answer:volume"):
        freed = what_if(tab, without=[item], page={"typing": False})
        assert blocks(freed)["notice"] == "ask-volume"
        assert [term["signal"] for term in freed["whys"]["hero"]["terms"]] == ["interest"]
    assert blocks(what_if(tab, page={"typing": False}))["notice"] == OFFER
    assert what_if(tab, without=["interest", "volume"])["whys"]["hero"]["block"] == "hero-default"
    assert what_if(tab, without=["visit:answer:nothing"]), "what is not there any more is no mistake"


def test_time_does_what_it_does_to_a_device(tab: Tab) -> None:
    tab("consent", changes={"remember": "on"})
    tab("answer", question="volume", value="large")
    for _ in range(2):
        tab("outcome", slot="notice", block=OFFER, outcome="dismissed")
    assert what_if(tab)["whys"]["notice"]["withheld"][0]["reason"] == "INTERRUPT_BUDGET"
    assert what_if(tab, after=MINUTE)["whys"]["notice"]["reason"] == "INTERRUPT_BUDGET", "one a page view"
    tab.now += MINUTE
    tab("page")
    assert what_if(tab)["whys"]["notice"]["reason"] == "FATIGUED"
    rested = what_if(tab, after=3 * DAY)
    assert rested["whys"]["notice"]["block"] == OFFER
    assert what_if(tab, at=tab.now + 3 * DAY) == rested
    assert what_if(tab, after=31 * DAY)["whys"]["notice"]["block"] is None, "keep: 30d is over"
    tab("consent", changes={"remember": "off"})
    assert what_if(tab, after=29 * MINUTE)["whys"]["notice"]["reason"] == "INTERRUPT_BUDGET"
    over = what_if(tab, after=HOUR)
    assert over["whys"]["notice"]["reason"] == "BELOW_SILENCE", "with the visit, all of it is forgotten"
    told = tab("why", slot="notice")["value"]["change"]
    assert (told["kind"], told["then"]) == ("visit", "BELOW_SILENCE"), "and the change told says so"


def test_answers_account_campaign_events_and_opt_ins(tmp_path: Path) -> None:
    gated = block("when: {mood: [low]}")
    tab = opened(bakery(tmp_path, MOOD, gated))
    assert blocks(what_if(tab, campaign="flour"))["hero"] == "hero-flour"
    given = {"answers": {"volume": "large", "mood": "low"}}
    assert blocks(what_if(tab, **given))["notice"] is None
    assert blocks(what_if(tab, **given, optin=["mood"]))["notice"] == OFFER
    assert what_if(tab, account={"interest": "flour"})["decision"]["slots"]["hero"]["terms"][0]["tier"] == "account"
    seen = [{"event": "price_read", "ago": ago} for ago in (HOUR // 6, 1_000, 0)]
    assert what_if(tab, events=seen)["decision"]["stage"] == "comparing"
    waved_off = [{"event": "dismissed", "block": OFFER, "ago": 1_000}] * 2
    tired = what_if(tab, **given, optin=["mood"], events=waved_off, consent={"remember": "on"})
    assert tired["whys"]["notice"]["reason"] == "FATIGUED"
    assert what_if(tab, consent={"personalise": "off"})["view"]["state"] == "off"
    assert what_if(tab, quiet=True)["whys"]["notice"]["reason"] == "QUIET"


def test_language_page_and_arm(tab: Tab) -> None:
    large = {"volume": "large"}
    assert what_if(tab, language="en-GB")["view"]["language"] == "en"
    assert what_if(tab, answers=large, page={"typing": True})["whys"]["notice"]["reason"] == "PAGE_BUSY"
    control = what_if(tab, answers=large, arm="control")
    assert control["decision"]["ghost"]["notice"] == OFFER
    assert control["whys"]["notice"]["change"]["kind"] == "arm"


def test_a_supposed_stage_holds_as_if_its_condition_did(tmp_path: Path) -> None:
    """Only what asks for the stage changes; what is known of the visitor, and every other rule, stays."""
    tab = opened(bakery(tmp_path, block("stages: [comparing]")))
    large = {"volume": "large"}
    assert what_if(tab, answers=large)["whys"]["notice"]["reason"] == "WRONG_STAGE"
    forced = what_if(tab, answers=large, stage="comparing")
    assert (forced["decision"]["stage"], blocks(forced)["notice"]) == ("comparing", OFFER)
    assert forced["decision"]["segment"] == "large"
    assert what_if(tab, answers=large, stage="comparing", quiet=True)["whys"]["notice"]["reason"] == "QUIET"


def test_what_can_be_supposed(tmp_path: Path) -> None:
    tab = opened(bakery(tmp_path, MOOD))
    answer = tab("choices")
    assert answer["stores"] == {}
    value = answer["value"]
    assert (value["languages"], value["stages"], value["campaigns"]) == (["en", "de"], ["comparing", "new"], ["flour"])
    assert value["questions"] == {"volume": "volume"}
    assert [(s["signal"], s["tier"]) for s in value["signals"]] == [("volume", "answer"), ("mood", "sensitive")]
    assert value["signals"][0]["values"][1] == {"value": "large", "label": "ab 50 kg"}


@pytest.mark.parametrize(
    "supposed",
    [
        {"unknown": 1},
        {"after": 1.5},
        {"after": True},
        {"after": 401 * DAY},
        {"at": -1},
        {"at": "2026-11-21"},
        {"language": 5},
        {"language": "x" * 9_000},
        {"page": {"typing": 1}},
        {"page": {"showing": {}}},
        {"answers": {"volume": "huge"}},
        {"answers": {"nothing": "large"}},
        {"answers": {"volume": ["large"]}},
        {"answers": []},
        {"account": {"volume": 1}},
        {"without": ["x"] * 201},
        {"without": [1]},
        {"optin": ["volume"]},
        {"arm": "both"},
        {"arm": ["control"]},
        {"stage": "nowhere"},
        {"stage": {}},
        {"campaign": "ovens"},
        {"consent": {"remember": True}},
        {"events": [{"event": "dismissed"}]},
        {"events": [{"event": "price_read", "ago": -1}]},
        {"events": [{"event": ["price_read"]}]},
        {"events": [{"event": "dismissed", "block": "nothing"}]},
        {"events": [{"event": "dismissed", "block": ["offer-pallet"]}]},
        {"events": ["dismissed"]},
    ],
)
def test_what_does_not_fit_is_refused(tab: Tab, supposed: dict[str, Any]) -> None:
    answer = tab("suppose", **supposed)
    assert answer["error"]["code"] == "bad-request"
    assert answer["stores"] == {}


@given(call=st.dictionaries(st.sampled_from(sorted(FIELDS - {"do"})), JSON), stored=st.booleans())
def test_hostile_suppositions_never_break(call: dict[str, Any], stored: bool) -> None:
    prepared: Prepared = _prepared()
    trail = json.dumps({"v": 1, "last": NOW, "answers": {"volume": ["large", NOW]}})
    request = {
        "now": NOW,
        "entropy": "0" * 64,
        "env": {"language": "de", "url": PLAIN, "gpc": False},
        "page": {},
        "stores": {**dict.fromkeys(NAMES), "visit": trail if stored else None},
        "call": {"do": "suppose", **call},
    }
    answer = handle(prepared, "sha256:test", request)
    json.dumps(answer, allow_nan=False)
    assert answer["stores"] == {}
    assert "value" in answer or answer["error"]["code"] == "bad-request"
