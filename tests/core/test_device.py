"""The device: calls in, views out; what is stored, for how long, and what is never stored."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgepersona.core import reports
from edgepersona.core.device import CALLS, handle
from edgepersona.core.outbox import counter_table
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.stores import NAMES
from edgepersona.core.times import DAY, HOUR, MINUTE, SECOND

from .personas import NOW, bakery

ADVERT = "https://bakery.example/?utm_campaign=flour-spring"
PLAIN = "https://bakery.example/"


class Tab:
    """One tab of one browser: what a page does with the protocol, without a page."""

    digest = "sha256:test"

    def __init__(self, prepared: Prepared, url: str = ADVERT, shared: dict[str, str | None] | None = None) -> None:
        self.prepared, self.url, self.now = prepared, url, NOW
        self.stores: dict[str, str | None] = dict.fromkeys(NAMES)
        self.shared = shared if shared is not None else {}
        self.calls = 0
        self.outside: dict[str, Any] | None = None
        self.page: dict[str, Any] = {"value_seen": False}  # so that no question interrupts yet

    def __call__(self, do: Any, **call: Any) -> dict[str, Any]:
        self.calls += 1
        if call.get("outcome") == "dismissed":
            self.page = {**self.page, "showing": {}}
        for name in ("choice", "memory", "outbox"):
            self.stores[name] = self.shared.get(name)
        request = {
            "now": self.now,
            "entropy": f"{self.calls:064x}",
            "env": {"language": "de", "url": self.url, "gpc": False, "outside": self.outside},
            "page": self.page,
            "stores": dict(self.stores),
            "call": {"do": do, **call},
        }
        answer = handle(self.prepared, self.digest, json.loads(json.dumps(request)))
        json.dumps(answer)
        if "view" in answer:  # a page shows what it is told to show
            slots = answer["view"]["slots"].items()
            self.page = {
                **self.page,
                "counted": answer["view"]["counted"],
                "showing": {name: slot["block"] for name, slot in slots if slot["block"]},
            }
        for name, text in answer["stores"].items():
            self.stores[name] = text
            if name in ("choice", "memory", "outbox"):
                self.shared[name] = text
        return answer

    def blocks(self) -> dict[str, str | None]:
        return {name: slot["block"] for name, slot in self("look")["view"]["slots"].items()}

    @property
    def stored(self) -> list[str]:
        return [name for name in NAMES if self.stores[name] is not None]


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    return prepare(bakery(tmp_path))


@pytest.fixture
def tab(prepared: Prepared) -> Tab:
    return Tab(prepared)


def test_looking_stores_nothing(tab: Tab) -> None:
    view = tab("page")["view"]
    assert view["state"] == "ready"
    assert view["slots"]["hero"]["block"] == "hero-flour"
    assert view["slots"]["hero"]["because"] == "Sie kamen wegen Mehl."
    tab("look")
    assert tab.stored == []


def test_an_answer_opens_the_visit_and_nothing_else(tab: Tab) -> None:
    tab("page")
    view = tab("answer", question="volume", value="large")["view"]
    assert view["slots"]["notice"]["block"] == "offer-pallet"
    assert tab.stored == ["visit"]


def test_a_question_offers_its_answers_in_the_files_order(tmp_path: Path) -> None:
    large = "      large: {en: 50 kg and more, de: ab 50 kg}\n"
    small = "      small: {en: under 50 kg, de: unter 50 kg}\n"
    for first, second in ((small + large, ["small", "large"]), (large + small, ["large", "small"])):
        tab = Tab(prepare(bakery(tmp_path, (small + large, first))))
        tab.page = {"value_seen": True}
        question = tab("page")["view"]["slots"]["notice"]["question"]
        assert [option["value"] for option in question["options"]] == second


def test_the_visit_ends_after_thirty_idle_minutes(tab: Tab) -> None:
    tab("answer", question="volume", value="large")
    tab.now += 30 * MINUTE - 1
    assert tab("held")["value"]["items"] != []
    tab.now += 1
    assert tab("held")["value"]["items"] == []
    assert tab.stored == []


def test_remembering_outlives_the_visit_and_ends_with_keep(tab: Tab) -> None:
    tab("consent", changes={"remember": "on"})
    tab("answer", question="volume", value="large")
    assert tab.stored == ["choice", "visit", "memory"]
    later = Tab(tab.prepared, PLAIN, tab.shared)
    later.now += 29 * DAY
    assert later("why", slot="notice")["value"]["terms"][0]["signal"] == "volume"
    later.now += DAY
    later.page = {}
    assert later.blocks()["notice"] is None
    assert later.stores["memory"] is None or "large" not in later.stores["memory"]


def test_withdrawing_remember_deletes_memory_at_once(tab: Tab) -> None:
    tab("consent", changes={"remember": "on"})
    tab("answer", question="volume", value="large")
    tab("consent", changes={"remember": "off"})
    assert tab.stores["memory"] is None
    assert tab.blocks()["notice"] == "offer-pallet", "this visit goes on"
    assert Tab(tab.prepared, PLAIN, tab.shared).blocks()["notice"] is None


def test_ten_tabs_start_one_interrupt(prepared: Prepared) -> None:
    shared: dict[str, str | None] = {}
    first = Tab(prepared, shared=shared)
    first("consent", changes={"remember": "on"})
    first("answer", question="volume", value="large")
    shared["memory"] = None if shared["memory"] is None else json.dumps({**json.loads(shared["memory"]), "events": []})
    tabs = [Tab(prepared, PLAIN, shared) for _ in range(10)]
    started = [tab("page")["view"]["slots"]["notice"]["block"] for tab in tabs]
    assert started == ["offer-pallet", *[None] * 9]


def test_what_starts_with_the_page_view_counts_for_it(prepared: Prepared) -> None:
    tab = Tab(prepared)
    tab("consent", changes={"remember": "on"})
    tab("answer", question="volume", value="large")
    tab.shared["memory"] = json.dumps({**json.loads(tab.shared["memory"] or ""), "events": []})
    tab.page = {"value_seen": True}
    assert tab("page")["view"]["slots"]["notice"]["block"] == "offer-pallet"
    tab.now += MINUTE
    tab.page = {"value_seen": True}
    assert tab("look")["view"]["slots"]["notice"]["reason"] == "INTERRUPT_BUDGET"


def test_what_the_page_cannot_show_now_does_not_start(prepared: Prepared) -> None:
    for facts in ({"hold": True}, {"slots": ["hero"]}):
        tab = Tab(prepared)
        tab.page |= facts
        view = tab("answer", question="volume", value="large")["view"]
        assert (view["slots"]["notice"]["block"], view["slots"]["notice"]["reason"]) == (None, "PAGE_BUSY")
        assert "shown" not in (tab.stores["visit"] or "")
        tab.page = {"value_seen": True}
        assert tab.blocks()["notice"] == "offer-pallet"


def test_the_second_tab_waits_for_the_gap(prepared: Prepared) -> None:
    first = Tab(prepared)
    first("consent", changes={"remember": "on"})
    first("answer", question="volume", value="large")
    second = Tab(prepared, PLAIN, first.shared)
    second.page = {"value_seen": True}
    second.now += 10 * SECOND
    assert second("look")["view"]["slots"]["notice"] == {
        "kind": "interrupt",
        "block": None,
        "default": False,
        "waits": False,
        "class": None,
        "reason": "INTERRUPT_BUDGET",
        "text": None,
        "because": None,
        "question": None,
    }


def test_ten_tabs_opened_together_start_one_interrupt(prepared: Prepared) -> None:
    first = Tab(prepared, PLAIN)
    first.page = {"slots": ["hero"]}
    first("consent", changes={"remember": "on"})
    first("answer", question="volume", value="large")
    tabs = [Tab(prepared, ADVERT, first.shared) for _ in range(10)]
    for number, other in enumerate(tabs):
        other.now += number
        other("page")
    assert sum(other.blocks()["notice"] is not None for other in tabs) == 1
    shown = [event for event in json.loads(first.shared["memory"] or "")["events"] if event[1] == "shown"]
    assert len(shown) == 1


def test_the_pages_own_count_of_interrupts_holds_when_the_visit_is_over(prepared: Prepared) -> None:
    tab = Tab(prepared)
    tab("page")
    assert tab("answer", question="volume", value="large")["view"]["slots"]["notice"]["block"] == "offer-pallet"
    tab.page = {**tab.page, "showing": {}, "interrupted": 1}
    tab.now += 8 * DAY  # the visit's store is dropped: what it knew of this page view goes with it
    assert tab("answer", question="volume", value="large")["view"]["slots"]["notice"]["block"] is None
    withheld = {entry["block"]: entry["reason"] for entry in tab("decide")["value"]["withheld"]}
    assert withheld["offer-pallet"] == "INTERRUPT_BUDGET"
    tab.page = {"interrupted": 0}
    assert tab("page")["view"]["slots"]["notice"]["block"] == "offer-pallet"
    for hostile in (-1, "1", True, 2**60):
        tab.page = {"interrupted": hostile}
        assert tab("look")["error"]["code"] == "bad-request"


def test_friction_that_came_before_python_is_told_with_the_page_view(prepared: Prepared) -> None:
    tab = Tab(prepared)
    tab("page", friction=True)
    events = [event[1] for event in json.loads(tab.stores["visit"] or "")["events"]]
    assert events == ["visit", "page_view", "friction"], "one page view, not two"
    tab("page", friction="yes")
    assert tab.stores["visit"] is not None
    assert [event[1] for event in json.loads(tab.stores["visit"])["events"]].count("friction") == 1
    off = Tab(prepared)
    off("consent", changes={"personalise": "off"})
    off("page", friction=True)
    assert off.stored == ["choice"]


def test_what_waits_for_a_response_is_what_leaving_it_tires(tmp_path: Path) -> None:
    quiet = Tab(prepare(bakery(tmp_path)))("page")["view"]["slots"]["hero"]
    assert (quiet["block"], quiet["waits"]) == ("hero-flour", False)
    cap = ("  caps:\n", "  caps:\n    - {block: hero-flour, outcome: ignored, at_most: 2, within: 1d}\n")
    assert Tab(prepare(bakery(tmp_path, cap)))("page")["view"]["slots"]["hero"]["waits"] is True
    tab = Tab(prepare(bakery(tmp_path)))
    assert tab("answer", question="volume", value="large")["view"]["slots"]["notice"]["waits"] is True


DAMAGE = {
    "of another version": lambda text: text.replace('"v": 1', '"v": 2'),
    "truncated": lambda text: text[: len(text) // 2],
    "no text of ours": lambda text: "[]",
    "edited by hand": lambda text: json.dumps(
        {**json.loads(text), "events": "none", "personalise": "maybe", "marks": 7}
    ),
    "empty": lambda text: "",
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_store_makes_it_quieter_never_louder(prepared: Prepared, how: str) -> None:
    def speaks(tab: Tab) -> bool:
        return tab.blocks()["notice"] is not None

    def damaged(name: str) -> Tab:
        tab = Tab(prepared)
        tab("consent", changes={"remember": "on", "measure": "on"} if name != "visit" else {})
        tab("page")
        tab("answer", question="volume", value="large")
        tab.page = {}
        tab("outcome", slot="notice", block="offer-pallet", outcome="dismissed")
        tab("outcome", slot="notice", block="offer-pallet", outcome="complained")
        text = tab.stores[name] or ""
        assert text
        tab.stores[name] = tab.shared[name] = DAMAGE[how](text)
        tab.now += HOUR if name == "memory" else MINUTE
        tab.page = {"value_seen": True}
        return tab

    for name in ("choice", "visit", "memory", "outbox"):
        tab = damaged(name)
        assert tab("held")["value"]["lost"] >= 1, name
        tab("page")
        tab("answer", question="volume", value="large")
        assert not speaks(tab), name
        tab.url = PLAIN
        tab.page = {"value_seen": True}
        tab("page")
        assert not speaks(tab), f"{name}: nor on the next page"
        if name == "choice":
            assert set(json.loads(tab.stores["choice"] or "")["personalise"].values()) == {"off"}
        elif name in ("visit", "memory"):
            held = tab("held")["value"]["items"]
            assert tab("held")["value"]["lost"] == 1, "still, though the store has been mended"
            assert "Etwas Gespeichertes ließ sich nicht lesen" in [item["label"] for item in held]
            reasons = {entry["block"]: entry["reason"] for entry in tab("decide")["value"]["withheld"]}
            assert reasons["offer-pallet"] in ("FATIGUED", "INTERRUPT_BUDGET")
            tab.now += prepared.retention
            tab.page = {}
            tab("page")
            tab("answer", question="volume", value="large")
            assert speaks(tab), "and it ends, when no rule would look that far back"
        else:
            box = json.loads(tab.stores["outbox"] or "")
            assert (box["closed"], box["waiting"]) == (tab.now // DAY, []), "no second report for a day"


def test_what_a_new_file_no_longer_knows_is_no_damage(prepared: Prepared) -> None:
    tab = Tab(prepared)
    tab("answer", question="volume", value="large")
    tab.now += MINUTE
    stored = json.loads(tab.stores["visit"] or "")
    stored["events"].append([tab.now, "renamed_since"])
    tab.stores["visit"] = json.dumps(stored)
    assert tab("held")["value"]["lost"] == 1
    assert "lost" not in [event[1] for event in json.loads(tab.stores["visit"] or "")["events"]]
    assert tab("track", event="lost")["error"]["code"] == "unknown-event", "only the device says so"


def test_dismissals_tire_and_the_view_says_when_to_look_again(tab: Tab) -> None:
    tab.page = {"value_seen": True}
    tab("answer", question="volume", value="large")
    tab("outcome", slot="notice", block="offer-pallet", outcome="shown")
    view = tab("outcome", slot="notice", block="offer-pallet", outcome="dismissed")["view"]
    assert view["slots"]["notice"]["reason"] == "INTERRUPT_BUDGET"


def test_an_interrupt_dismissed_at_once_was_an_interrupt(tab: Tab) -> None:
    tab.page = {"value_seen": True}
    tab("answer", question="volume", value="large")
    tab("outcome", slot="notice", block="offer-pallet", outcome="dismissed")
    assert '"shown", "offer-pallet"' in (tab.stores["visit"] or "")
    tab.now += MINUTE
    assert tab("look")["view"]["slots"]["notice"]["reason"] == "INTERRUPT_BUDGET"


def test_switching_off_leaves_the_page_as_it_is(tab: Tab) -> None:
    tab("answer", question="volume", value="large")
    view = tab("consent", changes={"personalise": "off"})["view"]
    assert view["state"] == "off"
    assert {slot["block"] for slot in view["slots"].values()} == {"hero-default", None}
    assert tab.stores["visit"] is None or "large" not in tab.stores["visit"]
    refused = tab("answer", question="volume", value="small")
    assert refused["error"]["code"] == "personalise-off"


def test_forgetting_an_answer_is_never_having_given_it(prepared: Prepared) -> None:
    told, never = Tab(prepared), Tab(prepared)
    for tab in (told, never):
        tab.page |= {"hold": True}  # what was on screen because of an answer was still on screen
        tab("page")
        tab("outcome", slot="notice", block="ask-volume", outcome="shown")
    told("answer", question="volume", value="large")
    told("forget", what="volume")
    assert told("decide")["value"] == never("decide")["value"]
    assert told.stores == never.stores


def test_forgetting_the_only_answer_leaves_no_trace_at_all(tab: Tab) -> None:
    tab.page |= {"hold": True}
    tab("answer", question="volume", value="large")
    assert tab.stored == ["visit"]
    tab("forget", what="volume")
    assert tab.stored == []


def test_a_tab_that_slept_through_a_forgetting_wakes_without_its_visit(prepared: Prepared) -> None:
    shared: dict[str, str | None] = {}
    awake, asleep = Tab(prepared, shared=shared), Tab(prepared, shared=shared)
    untouched = Tab(prepared, url=asleep.url)("look")["view"]["slots"]
    for tab in (awake, asleep):
        tab("answer", question="volume", value="large")
        tab("outcome", slot="notice", block="offer-pallet", outcome="dismissed")
    awake("forget", what=None)
    asleep.page = {"value_seen": False}
    assert asleep("look")["view"]["slots"] == untouched, "as if it had never been given"
    assert asleep.stored == ["choice"]
    for _ in range(2):  # in the same minute, too, and what came after the last one stays
        asleep("answer", question="volume", value="small")
        awake("forget", what=None)
        assert asleep("held")["value"]["items"] == []
    asleep("answer", question="volume", value="small")
    awake("look")
    assert [item["value"] for item in asleep("held")["value"]["items"] if item["kind"] == "answer"] == ["small"]
    asleep.now += DAY - MINUTE
    asleep.stores["visit"] = half_damaged = '{"v": 1, "events": 7}'
    assert asleep("held")["value"]["lost"] == 1, half_damaged


def test_a_tab_that_slept_through_signing_out_knows_the_account_no_more(prepared: Prepared) -> None:
    shared: dict[str, str | None] = {}
    awake, asleep = Tab(prepared, shared=shared), Tab(prepared, shared=shared)
    for tab in (awake, asleep):
        tab("answer", question="volume", value="large")
        tab("signal", signal="interest", value="ovens")

    def accounts(tab: Tab) -> list[Any]:
        return [item["value"] for item in tab("held")["value"]["items"] if item["kind"] == "account"]

    assert accounts(awake) == accounts(asleep) == ["ovens"]
    awake("signOut")
    awake("signal", signal="interest", value="flour")
    assert (accounts(awake), accounts(asleep)) == (["flour"], [])
    asleep("signal", signal="interest", value="flour")
    asleep("signOut", heard=True)
    assert (accounts(awake), accounts(asleep)) == (["flour"], []), "what was heard is not told again"
    assert [item["value"] for item in asleep("held")["value"]["items"] if item["kind"] == "answer"] == ["large"]


def test_deleting_everything_leaves_nothing(tab: Tab) -> None:
    tab("consent", changes={"remember": "on", "measure": "on"})
    tab("page")
    tab("answer", question="volume", value="large")
    tab("signal", signal="interest", value="ovens")
    assert tab.stored == ["choice", "visit", "memory", "outbox"]
    tab("forget", what=None)
    assert tab.stored == ["choice"], "the mark by which sleeping tabs know"
    assert json.loads(tab.stores["choice"] or "") == {"v": 1, "forgot": tab.now // MINUTE}
    tab.now += DAY
    tab("look")
    assert tab.stored == []
    assert tab("held")["value"]["items"] == []


def test_everything_held_is_listed_and_each_item_can_be_deleted(tab: Tab) -> None:
    tab("consent", changes={"remember": "on", "personalise": {"usage": "on"}})
    tab("page")
    tab("answer", question="volume", value="large")
    tab("signal", signal="interest", value="ovens")
    tab("track", event="price_read")
    tab("outcome", slot="notice", block="offer-pallet", outcome="dismissed")
    held = tab("held")["value"]
    assert {item["kind"] for item in held["items"]} == {"answer", "account", "campaign", "event", "receipts"}
    assert "Geschlossen: Eine Palette zur Probe" in {item["label"] for item in held["items"]}
    assert all(" " in item["purpose"] and "-" not in item["label"][:5] for item in held["items"])
    answer = next(item for item in held["items"] if item["kind"] == "answer")
    assert (answer["label"], answer["text"], answer["store"]) == ("Ihre Tagesmenge", "ab 50 kg", "memory")
    assert answer["until"] == NOW + 30 * DAY
    for item in held["items"]:
        assert "error" not in tab("forget", what=item["id"]), item["id"]
    assert tab("held")["value"]["items"] == []


def test_nothing_is_counted_without_consent(tab: Tab) -> None:
    tab("page")
    tab("answer", question="volume", value="large")
    tab("track", event="order")
    assert tab.stores["outbox"] is None
    assert tab("held")["value"]["arm"] is None
    assert tab("send")["value"] is None


def test_the_arm_is_drawn_at_the_page_view_after_consent(tab: Tab) -> None:
    tab("page")
    tab("consent", changes={"measure": "on"})
    assert tab("held")["value"]["arm"] is None
    tab("page")
    assert tab("held")["value"]["arm"] in ("treated", "control")
    today = tab("outbox")["value"]
    assert NOW + 10 * MINUTE <= today["due"] <= NOW + 60 * MINUTE


def test_one_report_a_day_of_one_size(tab: Tab) -> None:
    tab("consent", changes={"measure": "on"})
    tab("page")
    arm = tab("held")["value"]["arm"]
    tab("track", event="order")
    assert tab("send")["value"] is None, "not before ten minutes"
    tab.now += HOUR
    post = tab("send")["value"]
    body = base64.b64decode(post["body"])
    assert tab("send")["value"] == post, "the same report until its answer is known"
    assert len(body) == reports.SIZE
    table = counter_table(tab.prepared.bundle)
    names = [table[position] for position in reports.decode(body).positions]
    assert names[:2] == [f"arm:{arm}:exposed", f"arm:{arm}:converted:order"]
    assert len(names) <= 8
    tab("posted", id=post["id"], status=503)
    assert tab("send")["value"] in (None, post)
    tab.now += 7 * HOUR
    assert tab("send")["value"] == post
    tab("posted", id=post["id"], status=204)
    tab("track", event="order")
    tab.now += HOUR
    assert tab("send")["value"] is None, "the day is closed"
    ledger = tab("sent")["value"]["ledger"]
    assert ledger == {"made": 1, "acknowledged": 1, "waiting": 0, "dropped": {}}
    tab.now += DAY
    tab("page")
    tab.now += HOUR
    assert tab("send")["value"]["id"] != post["id"]


@pytest.mark.parametrize("status", [204, 503], ids=["delivered", "waiting"])
@pytest.mark.parametrize(
    ("do", "what"),
    [("forget", {"what": "volume"}), ("forget", {"what": "memory:answer:volume"}), ("answer", {"question": "volume", "value": None})],
)  # fmt: skip
def test_what_is_forgotten_is_in_no_report(tab: Tab, do: str, what: dict[str, Any], status: int) -> None:
    tab("consent", changes={"measure": "on", "remember": "on"})
    tab("page")
    tab("answer", question="volume", value="large")
    tab("outcome", block="hero-flour", outcome="shown")
    tab.now += HOUR
    post = tab("send")["value"]
    tab("posted", id=post["id"], status=status)
    tab("look")
    assert post["body"] in (tab.stores["outbox"] or ""), "as it was made"
    tab(do, **what)
    box = json.loads(tab.stores["outbox"] or "")
    assert (box["waiting"], box["sent"], box["marks"]) == ([], [], [])
    ledger = tab("sent")["value"]["ledger"]
    dropped = {"forgotten": 1} if status == 503 else {}
    assert ledger == {"made": 1, "acknowledged": int(status == 204), "waiting": 0, "dropped": dropped}
    tab("posted", id=post["id"], status=204)
    assert tab("sent")["value"] == {"sent": [], "ledger": ledger}, "one that was on its way is not told of any more"
    tab.now += HOUR
    assert tab("send")["value"] is None, "the day stays closed"
    tab("forget", what=None)
    assert tab.stores["outbox"] is None


def test_withdrawing_measure_empties_the_outbox_at_once(tab: Tab) -> None:
    tab("consent", changes={"measure": "on"})
    tab("page")
    tab.now += HOUR
    assert tab("send")["value"] is not None
    tab("consent", changes={"measure": "off"})
    assert tab.stores["outbox"] is None
    assert tab("send")["value"] is None


def test_agreeing_again_on_the_same_day_makes_no_second_report(tab: Tab) -> None:
    tab("consent", changes={"measure": "on"})
    tab("page")
    tab.now += HOUR
    assert tab("send")["value"] is not None
    for _ in range(3):
        tab("consent", changes={"measure": "off"})
        tab("consent", changes={"measure": "on"})
        tab("page")
        tab.now += HOUR
        assert tab("send")["value"] is None
    tab.now += DAY
    tab("page")
    tab.now += HOUR
    assert tab("send")["value"] is not None


def test_an_arm_drawn_in_another_tab_does_not_change_this_page(prepared: Prepared) -> None:
    for seed in range(40):  # some of these draw the control group
        here, there = Tab(prepared), Tab(prepared)
        there.shared, there.calls = here.shared, seed * 100
        here("page")
        here("consent", changes={"measure": "on"})
        there("page")
        if there("held")["value"]["arm"] == "control":
            break
    assert there("look")["view"]["slots"]["hero"]["reason"] == "CONTROL_ARM"
    assert here("look")["view"]["slots"]["hero"]["block"] == "hero-flour"
    here("outcome", slot="hero", block="hero-flour", outcome="shown")
    assert "block:hero-flour" not in (here.stores["outbox"] or "")
    assert here("page")["view"]["slots"]["hero"]["reason"] == "CONTROL_ARM"


def test_keep_ends_what_the_account_said_within_the_visit(tmp_path: Path) -> None:
    short = ("    tier: campaign\n    keep: visit\n", "    tier: campaign\n    keep: 10m\n")
    tab = Tab(prepare(bakery(tmp_path, short)), PLAIN)
    tab("signal", signal="interest", value="ovens")
    tab("answer", question="volume", value="large")
    kinds = [{item["kind"] for item in tab("held")["value"]["items"]}]
    tab.now += 10 * MINUTE
    kinds.append({item["kind"] for item in tab("held")["value"]["items"]})
    assert ["account" in found for found in kinds] == [True, False]


def test_a_tier_switched_off_in_one_tab_is_empty_in_all(prepared: Prepared) -> None:
    here, there = Tab(prepared), Tab(prepared)
    there.shared = here.shared
    for tab in (here, there):
        tab("answer", question="volume", value="large")
    here("consent", changes={"personalise": {"answer": "off", "campaign": "off"}})
    there("look")
    here("consent", changes={"personalise": {"answer": "on", "campaign": "on"}})
    assert {item["kind"] for item in there("held")["value"]["items"]} == {"event", "receipts"}
    assert "flour" not in (there.stores["visit"] or "")


def test_deleting_everything_switches_nothing_on(tab: Tab) -> None:
    tab("consent", changes={"personalise": "off"})
    assert tab("forget", what=None)["view"]["state"] == "off"
    tab.stores["choice"] = tab.shared["choice"] = '{"v": 99}'
    assert tab("look")["view"]["state"] == "off"


def test_a_clock_that_jumps_back_and_forth_empties_no_cap(tab: Tab) -> None:
    tab("consent", changes={"remember": "on"})
    tab("answer", question="volume", value="large")
    tab("outcome", slot="notice", block="offer-pallet", outcome="dismissed")
    before = tab.stores["memory"]
    tab.now -= 3 * DAY
    tab("page")
    tab.now += 3 * DAY
    tab("look")
    assert json.loads(tab.stores["memory"] or "")["events"] == json.loads(before or "")["events"]


def test_a_clock_that_is_put_back_begins_no_other_visit(tab: Tab) -> None:
    tab("answer", question="volume", value="small")
    tab("page")
    tab.now -= 2 * HOUR
    tab("page")
    tab("answer", question="volume", value="large")
    assert tab.blocks()["notice"] == "offer-pallet"
    for _ in range(2):
        tab.now += MINUTE
        tab.page = {"value_seen": True}
        tab("page")
        assert tab.blocks()["notice"] is None, "one a visit"


def test_a_clock_that_is_put_right_again_goes_on_with_the_visit(prepared: Prepared) -> None:
    shared: dict[str, str | None] = {}
    first = Tab(prepared, shared=shared)
    first("consent", changes={"remember": "on"})
    first("answer", question="volume", value="large")
    begun = first.now
    first.now -= 2 * HOUR
    first("outcome", block="offer-pallet", outcome="clicked")
    second = Tab(prepared, shared=shared)
    second.now = begun + 5 * MINUTE
    second("page")
    second("outcome", block="hero-flour", outcome="clicked")
    assert (second.stores["visit"] or "").count('"visit"') == 0, "it is the one that was there"


def test_guardrails_of_the_pages_own_are_counted(tmp_path: Path) -> None:
    own = ("guardrails: [dismissed, not_helpful, opted_out]", "guardrails: [friction, unsubscribed]")
    tab = Tab(prepare(bakery(tmp_path, own)))
    tab("consent", changes={"measure": "on"})
    tab("page")
    for event in ("friction", "unsubscribed"):
        tab("track", event=event)
        assert f"guardrail:{event}" in (tab.stores["outbox"] or "")


def test_forgetting_a_signal_forgets_what_the_campaign_said(tab: Tab) -> None:
    tab("answer", question="volume", value="large")
    assert tab.blocks()["hero"] == "hero-flour"
    tab("forget", what="interest")
    assert [term["signal"] for term in tab("why", slot="hero")["value"]["terms"]] == ["volume"]


def test_a_report_of_an_earlier_list_is_not_misread(tmp_path: Path) -> None:
    tab = Tab(prepare(bakery(tmp_path)))
    tab("consent", changes={"measure": "on"})
    tab("page")
    tab.now += HOUR
    post = tab("send")["value"]
    tab("posted", id=post["id"], status=204)
    assert tab("sent")["value"]["sent"][0]["says"][0].startswith("Dieses Gerät")
    tab.prepared = prepare(bakery(tmp_path, ("conversions: [order]", "conversions: [order, trial]")))
    assert tab("sent")["value"]["sent"][0]["says"] == [
        "Für eine frühere Liste von Zählern erstellt: Nur die Bytes lassen sich zeigen."
    ]


def test_a_report_expires_and_is_counted_as_dropped(tab: Tab) -> None:
    tab("consent", changes={"measure": "on"})
    tab("page")
    tab.now += HOUR
    tab("send")
    tab.now += 9 * DAY
    tab("send")
    ledger = tab("sent")["value"]["ledger"]
    assert ledger["made"] == ledger["acknowledged"] + ledger["waiting"] + sum(ledger["dropped"].values())
    assert ledger["dropped"] == {"expired": 1}


def test_special_answers_are_never_stored(tmp_path: Path) -> None:
    special = (
        "questions:",
        "  diet:\n    tier: sensitive\n    optin: true\n    special: true\n    keep: visit\n    purpose: Fit recipes\n"
        "    label: {en: your diet, de: Ihre Diät}\n    values: {none: {en: none, de: keine}, gluten: {en: gluten, de: Gluten}}\n"
        "questions:\n  diet: {signal: diet, ask: {en: Diet?, de: Diät?}, why: {en: Recipes., de: Rezepte.}}",
    )
    tab = Tab(prepare(bakery(tmp_path, special)))
    assert tab("answer", question="diet", value="gluten")["error"]["code"] == "needs-opt-in"
    tab("optIn", signal="diet", yes=True)
    tab("answer", question="diet", value="gluten")
    kept = {name: text for name, text in tab.stores.items() if text is not None and "gluten" in text}
    assert list(kept) == ["page"]
    assert not any("diet" in name for name in counter_table(tab.prepared.bundle))
    # a block that only such an answer lifts tells it, so what happens to it is not stored or counted either
    lifted = ("relevance: {volume: {large: 2}", "relevance: {diet: {gluten: 2}, volume: {large: 2}")
    other = Tab(prepare(bakery(tmp_path, special, lifted)))
    other("consent", changes={"remember": "on", "measure": "on"})
    other("page")
    other("outcome", slot="notice", block="offer-pallet", outcome="not_helpful")
    assert [name for name, text in other.stores.items() if text is not None and "offer-pallet" in text] == ["page"]
    children = ("audience: adults", "audience: children")
    minor = Tab(prepare(bakery(tmp_path, special, children)))
    minor("optIn", signal="diet", yes=True)
    assert minor("answer", question="diet", value="gluten")["error"]["code"] == "needs-opt-in"
    tab("optIn", signal="diet", yes=False)
    assert tab.stores["page"] is None


@pytest.mark.parametrize("audience", ["mixed", "children"])
def test_what_an_audience_forbids_leaves_nothing_behind(tmp_path: Path, prepared: Prepared, audience: str) -> None:
    here = Tab(prepare(bakery(tmp_path, ("audience: adults", f"audience: {audience}"))))
    for by in ("page", "visitor"):
        here("consent", changes={"measure": "on"}, by=by)
        assert here.stored == [], by
    here("consent", changes={"personalise": "on", "remember": "on", "measure": "on"})
    kept = {"personalise": {"account": "on", "answer": "on", "campaign": "on"}, "remember": "on"}
    assert json.loads(here.stores["choice"] or "") == {"v": 1, **kept}
    # What was agreed to under an earlier file, for adults, ends with that file.
    before = Tab(prepared)
    before("consent", changes={"measure": "on", "remember": "on"})
    before("page")
    before("answer", question="volume", value="large")
    assert before.stores["outbox"]
    before.prepared = here.prepared
    before("look")
    assert (before.stores["outbox"], json.loads(before.stores["choice"] or "")) == (None, {"v": 1, "remember": "on"})
    assert "large" in (before.stores["memory"] or "")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ({"do": "signal", "signal": "age", "value": "old"}, "unknown-signal"),
        ({"do": "signal", "signal": "volume", "value": "vast"}, "unknown-value"),
        ({"do": "answer", "question": "age", "value": "1"}, "unknown-question"),
        ({"do": "track", "event": "keystrokes"}, "unknown-event"),
        ({"do": "track", "event": "dismissed"}, "unknown-event"),
        ({"do": "outcome", "slot": "hero", "block": "nope", "outcome": "shown"}, "bad-request"),
        ({"do": "why", "slot": "nope"}, "unknown-slot"),
        ({"do": "consent", "changes": {"measure": "perhaps"}}, "bad-request"),
        ({"do": "forget", "what": "nothing:like:this"}, "unknown-signal"),
        ({"do": "fly"}, "unknown-call"),
        ({"do": ["page"]}, "unknown-call"),
    ],
)
def test_a_refused_call_changes_nothing(tab: Tab, call: dict[str, Any], code: str) -> None:
    tab("answer", question="volume", value="large")
    before = dict(tab.stores)
    answer = tab(**call)
    assert answer["error"]["code"] == code
    assert tab.stores == before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
STORE = st.fixed_dictionaries(
    {},
    optional={
        "v": st.just(1),
        "last": st.integers(NOW - HOUR, NOW) | JSON,
        **dict.fromkeys(("personalise", "remember", "optin", "arrived", "day", "marks", "waiting", "dropped"), JSON),
        "answers": st.dictionaries(st.sampled_from(["volume", "interest", "x"]), JSON | st.just(["large", NOW])),
        "account": st.dictionaries(st.sampled_from(["volume", "interest", "x"]), JSON | st.just("ovens")),
        "events": st.lists(JSON | st.just([NOW, "dismissed", "offer-pallet"]) | st.just([NOW, "shown", "gone"])),
    },
).map(json.dumps)


@given(
    texts=st.dictionaries(st.sampled_from(NAMES), STORE | st.text(max_size=30) | JSON.map(json.dumps)),
    call=st.sampled_from(sorted(CALLS)),
)
def test_hostile_stores_never_break_a_call(texts: dict[str, str], call: str) -> None:
    prepared = _prepared()
    request = {
        "now": NOW,
        "entropy": "0" * 64,
        "env": {"language": "de", "url": PLAIN, "gpc": True},
        "page": {},
        "stores": texts,
        "call": {"do": call, "question": "volume", "value": None, "signal": "volume", "changes": {"measure": "on"}},
    }
    answer = handle(prepared, "sha256:test", request)
    json.dumps(answer, allow_nan=False)
    assert (
        "view" in answer
        or call in ("choices", "suppose", "inspect")
        or answer["error"]["code"]
        in (
            "unknown-event",
            "bad-request",
            "unknown-slot",
            "unknown-signal",
        )
    )


@given(request=JSON)
def test_hostile_requests_are_refused(request: Any) -> None:
    assert handle(_prepared(), "sha256:test", request)["error"]["code"] == "bad-request"


def test_a_removed_block_still_tires(tab: Tab) -> None:
    tab("answer", question="volume", value="large")
    before = tab("decide")["value"]["fatigue"]
    visit = json.loads(tab.stores["visit"] or "")
    visit["events"].append([NOW, "dismissed", "a-block-of-last-year"])
    tab.stores["visit"] = json.dumps(visit)
    assert tab("decide")["value"]["fatigue"] > before


_CACHE: list[Prepared] = []


def _prepared() -> Prepared:
    if not _CACHE:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            _CACHE.append(prepare(bakery(Path(folder))))
    return _CACHE[0]


def test_remembering_is_asked_once_after_an_answer(tab: Tab) -> None:
    assert tab("page")["view"]["ask"] is None
    tab.page |= {"hold": True}
    asked = tab("answer", question="volume", value="large", slot="hero")
    assert asked["view"]["ask"] == "remember"
    assert tab("look")["view"]["ask"] is None
    assert tab("answer", question="volume", value="small", slot="hero")["view"]["ask"] is None, "once a visit"
    tab("consent", changes={"remember": "off"})
    for days, ask in ((1, None), (179, None), (180, "remember")):
        tab.now = NOW + days * DAY
        assert tab("answer", question="volume", value="large", slot="hero")["view"]["ask"] == ask


def test_asking_to_remember_counts_as_a_question(tmp_path: Path) -> None:
    prepared = prepare(bakery(tmp_path, ("questions_per_visit: 2", "questions_per_visit: 1")))
    tab = Tab(prepared)
    tab.page |= {"hold": True}
    tab("outcome", slot="notice", block="ask-volume", outcome="shown")
    assert tab("answer", question="volume", value="large", slot="hero")["view"]["ask"] == "remember"
    tab = Tab(prepared)
    tab.page |= {"value_seen": True}
    assert tab("page")["view"]["slots"]["notice"]["block"] == "ask-volume"
    assert tab("answer", question="volume", value="large", slot="hero")["view"]["ask"] is None, "the budget is spent"


@pytest.mark.parametrize(
    "because",
    ["quiet", "decided", "an interrupt", "by the page's own call", "a banner denied it", "taken back"],
)
def test_remembering_is_not_asked(tab: Tab, because: str) -> None:
    tab.page |= {"hold": True}
    if because == "quiet":
        tab("quiet", yes=True)
    if because == "decided":
        tab("consent", changes={"remember": "on"})
    if because == "a banner denied it":
        tab.outside = {"tcf": {"answered": True, "granted": ["6"]}}
    where = {"an interrupt": {"slot": "notice"}, "by the page's own call": {}}.get(because, {"slot": "hero"})
    value = None if because == "taken back" else "large"
    assert tab("answer", question="volume", value=value, **where)["view"]["ask"] is None


def utility(tab: Tab) -> float:
    """Of the hero: 2 for the advert, and 1 for the answer."""
    worth: float = tab("decide")["value"]["slots"]["hero"]["utility"]
    return worth


def test_until_a_banner_has_spoken_nothing_is_stored(tab: Tab) -> None:
    tab.outside = {"google": {"answered": False}}
    answer = tab("answer", question="volume", value="large")
    assert answer["memory_only"] is True
    assert utility(tab) == 3, "personalised all the same"
    tab.outside = {"google": {"answered": True, "granted": [], "denied": ["analytics_storage"]}}
    assert "memory_only" not in tab("look")


def test_a_banners_words_stand_beside_what_it_switched_on(tmp_path: Path) -> None:
    quotes = """outside: {banner: {
      remember: {needs: [functional], quote: {en: "Remember", de: "Merken"}},
      personalise: {needs: [taste], quote: {en: "Fit the page"}}}}"""
    asked = ("consent: {personalise: on,", "consent: {personalise: {answer: on, usage: ask},")
    tab = Tab(prepare(bakery(tmp_path, asked, ("measure: ask}", f"measure: ask, {quotes}}}"))))

    def quoted() -> dict[str, str]:
        switches = tab("held")["value"]["consent"]
        every = {**switches["personalise"], "remember": switches["remember"], "measure": switches["measure"]}
        return {name: switch["quote"] for name, switch in every.items() if switch["quote"] is not None}

    tab.outside = {"banner": {"answered": False}}
    assert quoted() == {}
    tab.outside = {"banner": {"answered": True, "granted": ["functional", "taste"]}}
    assert quoted() == {"usage": "Fit the page", "remember": "Merken"}, "not what the file has switched on anyway"
    tab("consent", changes={"remember": "on", "personalise": {"usage": "on"}})
    assert quoted() == {}, "what the visitor said needs nobody's words"
    tab("consent", changes={"remember": "off"})
    assert quoted() == {}


def test_what_a_banner_granted_is_neither_read_nor_deleted_while_it_is_silent(tmp_path: Path) -> None:
    quote = 'outside: {banner: {remember: {needs: [functional], quote: {en: "Remember"}}}}'
    tab = Tab(prepare(bakery(tmp_path, ("measure: ask}", f"measure: ask, {quote}}}"))))
    tab("answer", question="volume", value="large")
    tab.outside = {"banner": {"answered": True, "granted": ["functional"]}}
    tab("look")
    assert json.loads(tab.shared["choice"] or "") == {"v": 1, "remember": "on", "by": {"remember": "source"}}
    memory = tab.shared["memory"]
    assert memory is not None
    later = Tab(tab.prepared, shared=tab.shared)
    later.outside = {"banner": {"answered": False}}
    later("page")
    assert utility(later) == 2
    assert tab.shared["memory"] == memory
    later.outside = {"banner": {"answered": True, "granted": ["functional"]}}
    assert utility(later) == 3
    later.outside = {"banner": {"answered": True, "granted": []}}
    later("look")
    assert (tab.shared["memory"], tab.shared["choice"]) == (None, None)
