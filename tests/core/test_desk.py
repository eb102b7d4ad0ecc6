"""The desk: what it leaves out changes no answer, and what it stores later is receipts alone."""

from __future__ import annotations

import gc
import json
import random
from pathlib import Path
from typing import Any

import pytest

from edgepersona.core import desk as desks
from edgepersona.core import receipt_forms
from edgepersona.core.desk import SHARED, Desk
from edgepersona.core.device import handle
from edgepersona.core.packing import PACKED, pack
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.stores import NAMES
from edgepersona.core.times import DAY, HOUR, SECOND

from .personas import NOW, bakery
from .test_device import ADVERT, PLAIN
from .test_receipts import SPECIAL

DIGEST = "sha256:" + "0" * 64


class Page:
    """A page whose every request is answered twice: by a desk that was told what changed, and from all texts."""

    def __init__(self, desk: Desk, number: int, shared: dict[str, str | None], url: str = ADVERT) -> None:
        self.desk, self.number, self.shared, self.url = desk, number, shared, url
        self.own: dict[str, str | None] = {name: None for name in NAMES if name not in SHARED}
        self.told: dict[str, str | None] = {}
        self.facts: dict[str, Any] = {"value_seen": True}
        self.now, self.calls, self.later = NOW, 0, set[str]()

    def __call__(self, do: str, **call: Any) -> dict[str, Any]:
        self.now += SECOND
        self.calls += 1
        held = {**self.shared, **self.own}
        asked = {
            "now": self.now,
            "entropy": f"{self.number}{self.calls:063x}",
            "env": {"language": "de", "url": self.url, "gpc": False, "plans": True},
            "page": self.facts,
            "call": {"do": do, **call},
        }
        whole = handle(self.desk.prepared, DIGEST, {**asked, "stores": held})
        news = {name: _out(name, text) for name, text in held.items() if name not in self.told}
        answer = self.desk.answer(json.loads(json.dumps({**asked, "of": self.number, "stores": news})))
        expected, got = whole.pop("stores"), answer.pop("stores")
        later = set(answer.pop("later", []))
        assert answer == whole
        assert {name: _out(name, text) for name, text in expected.items() if name not in later} == got
        assert later <= set(expected) & {"visit", "memory", "page"}
        for name, text in expected.items():
            (self.shared if name in SHARED else self.own)[name] = text
        self.told |= held
        self.later = (self.later | later) - got.keys()
        if "view" in answer:
            slots = answer["view"]["slots"].items()
            showing = {name: slot["block"] for name, slot in slots if slot["block"]}
            self.facts = {**self.facts, "counted": answer["view"]["counted"], "showing": showing}
        if self.calls % 3:  # a worker that is asked again at once does not come to it
            self.desk.settle(self.number)
        return {**answer, "stores": got, "later": later}

    def settle(self) -> None:
        """What may be stored later is stored."""
        for name in self.later:
            text = (self.shared if name in SHARED else self.own)[name]
            assert self.desk.text(self.number, name) == _out(name, text)
        self.later = set()


def _out(name: str, text: str | None) -> str | None:
    return pack(text) if name in PACKED and text is not None else text


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    return prepare(bakery(tmp_path, SPECIAL))


@pytest.fixture
def page(prepared: Prepared) -> Page:
    return Page(Desk(prepared, DIGEST), 1, dict.fromkeys(SHARED))


CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("page", {}),
    ("answer", {"question": "volume", "value": "large"}),
    ("answer", {"question": "volume", "value": "small"}),
    ("answer", {"question": "volume", "value": None}),
    ("signal", {"signal": "interest", "value": "flour"}),
    ("signal", {"signal": "diet", "value": "gluten"}),
    ("optIn", {"signal": "diet", "yes": True}),
    ("optIn", {"signal": "diet", "yes": False}),
    ("outcome", {"block": "offer-pallet", "outcome": "dismissed"}),
    ("outcome", {"block": "hero-flour", "outcome": "clicked"}),
    ("track", {"event": "order"}),
    ("track", {"event": "price_read"}),
    ("consent", {"changes": {"remember": "on"}}),
    ("consent", {"changes": {"remember": "off"}}),
    ("consent", {"changes": {"measure": "on"}}),
    ("consent", {"changes": {"personalise": "off"}}),
    ("consent", {"changes": {"personalise": "on"}}),
    ("quiet", {"yes": True}),
    ("quiet", {"yes": False}),
    ("forget", {"what": "volume"}),
    ("forget", {"what": "visit:receipts:"}),
    ("signOut", {}),
    ("decide", {}),
    ("why", {"slot": "hero"}),
    ("held", {}),
    ("export", {}),
    ("send", {}),
    ("suppose", {"answers": {"volume": "small"}}),
    ("nonsense", {}),
)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_left_out_changes_no_answer(prepared: Prepared, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # A chain that is written seldom is shortened seldom; how far is the next test's.
    monkeypatch.setattr(receipt_forms, "MOST", 1_000)
    luck = random.Random(seed)
    desk, shared = Desk(prepared, DIGEST), dict.fromkeys(SHARED)
    pages = [Page(desk, 1, shared), Page(desk, 2, shared, PLAIN)]
    for page in pages:
        page("page")
    for _ in range(60):
        page = luck.choice(pages)
        for _ in range(luck.choice((0, 0, 1, 2, 9))):
            page("look")
        do, call = luck.choice(CALLS)
        page(do, **call)
        if luck.random() < 0.3:
            luck.choice(pages).settle()
        leap = luck.choice((0, 0, 0, 0, HOUR, DAY, 40 * DAY, -HOUR))
        for each in pages:
            each.now = max(each.now for each in pages) + leap
    for page in pages:
        page.settle()


def test_a_look_leaves_its_receipt_for_later_and_an_interrupt_does_not_wait(page: Page) -> None:
    page.facts["value_seen"] = False
    page("page")
    answer = page("answer", question="volume", value="large")
    assert answer["view"]["slots"]["notice"]["block"] == "offer-pallet"
    assert '"shown", "offer-pallet"' in (answer["stores"]["visit"] or ""), "its place is taken before it is shown"
    looked = page("look")
    assert (looked["stores"], looked["later"]) == ({}, {"visit"})
    page.settle()
    assert page("held")["later"] == set(), "reading leaves none"


def test_taking_receipts_away_does_not_wait(page: Page) -> None:
    page("page")
    page("optIn", signal="diet", yes=True)
    page("answer", question="volume", value="large")
    page("look")
    assert "visit" in page("optIn", signal="diet", yes=False)["stores"]
    page("look")
    assert "visit" in page("forget", what="visit:receipts:")["stores"]


def test_receipts_that_wait_are_bounded_when_they_are_written(page: Page) -> None:
    page("page")
    page("answer", question="volume", value="large")
    for _ in range(200):
        page("look")
    page.settle()
    assert len(json.loads(page.own["visit"] or "")["receipts"]["list"]) == 64 + 1, "and the cut"


def test_time_alone_takes_receipts_away(tmp_path: Path) -> None:
    kept = ("    tier: answer\n    keep: 30d\n", "    tier: answer\n    keep: 180d\n")
    page = Page(Desk(prepare(bakery(tmp_path, kept)), DIGEST), 1, dict.fromkeys(SHARED), PLAIN)
    page.facts = {"hold": True}
    page("consent", changes={"remember": "on"})
    page("answer", question="volume", value="large")
    for days in (49, 49, 2):
        page.now += days * DAY
        page("look")
        page.settle()
    assert [len(row) for row in json.loads(page.shared["memory"] or "")["receipts"]["list"]].count(2) == 1, "a cut"


def test_receipts_are_sealed_after_the_answer(prepared: Prepared) -> None:
    desk, stores = Desk(prepared, DIGEST), dict.fromkeys(NAMES)
    asked = {"of": 1, "env": {"language": "de", "url": ADVERT}, "page": {"value_seen": True}}
    for n, do in enumerate(("page", "look", "look")):
        desk.answer({**asked, "stores": stores, "now": NOW + n, "entropy": f"{n:064x}", "call": {"do": do}})
        stores = {}
    chain = desk.pages[1]["visit"].said.receipts
    assert (len(chain.sealed), len(chain.unsealed)) == (2, 1), "the last one waits; it rests on nothing that changed"
    desk.settle(1)
    assert chain.unsealed == []
    assert all(len(receipt.hash) == 64 for receipt in chain.sealed)
    desk.settle(2)  # a page that is not known has nothing that waits


def test_a_call_leaves_nothing_that_refers_to_itself(page: Page) -> None:
    """Else it stays until Python goes through everything, and whoever calls just then waits for that."""
    for do, call in CALLS:
        page(do, **call)
    gc.collect()
    gc.disable()
    try:
        for do, call in (*CALLS, ("look", {})):
            page(do, **call)
            assert gc.collect() == 0, do
    finally:
        gc.enable()


def test_what_the_desk_does_not_know_it_asks_for(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "MOST_PAGES", 2)
    desk, shared = Desk(prepared, DIGEST), dict.fromkeys(SHARED)
    first, *others = (Page(desk, number, shared) for number in range(1, 4))
    for page in (first, *others):
        page("page")
    asked = {"of": 1, "stores": {}, "now": NOW, "call": {"do": "look"}}
    assert desk.answer(asked)["error"]["code"] == "unknown-stores"
    first.told = {}
    first("look")
    for raw in (None, [], {"of": "1", "stores": {}}, {"of": 1, "stores": []}, {**asked, "of": True}):
        assert desk.answer(raw)["error"]["code"] == "bad-request"
    assert desk.text(9, "visit") is None


def test_a_call_that_is_refused_changes_nothing(page: Page) -> None:
    page("page")
    page("answer", question="volume", value="large")
    before = page.desk.text(1, "visit")
    assert page("answer", question="volume", value="huge")["error"]["code"] == "unknown-value"
    assert page.desk.text(1, "visit") == before
