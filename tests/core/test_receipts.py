"""Receipts: where they live, what they point at, what takes them away, and what no one can read from what is left."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring.replay import as_text, replay
from edgepersona.core import bundle as bundles
from edgepersona.core import receipt_forms, stores
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.times import DAY, MINUTE, SECOND

from .personas import bakery
from .test_device import ADVERT, PLAIN, Tab

SPECIAL = (
    "  interest:\n",
    "  diet:\n    tier: sensitive\n    optin: true\n    special: true\n    keep: 30d\n    purpose: To bake for you\n"
    "    label: {en: diet, de: Diät}\n    values: {gluten: {en: coeliac, de: Zöliakie}}\n  interest:\n",
)


class Device(Tab):
    """A tab that moves on a little with every call, and whose export can be replayed."""

    def __init__(self, prepared: Prepared, url: str = PLAIN, shared: dict[str, str | None] | None = None) -> None:
        super().__init__(prepared, url, shared)
        self.digest = bundles.digest(bundles.encode(prepared.bundle))

    def __call__(self, do: Any, **call: Any) -> dict[str, Any]:
        self.now += SECOND
        return super().__call__(do, **call)

    def receipts(self, store: str) -> list[Any]:
        """The stored rows: receipts, and cuts as [removed, hash]."""
        chain = json.loads(self.stores[store] or "{}").get("receipts")
        return list(chain["list"]) if chain else []

    def cuts(self, store: str) -> list[int]:
        return [row[0] for row in self.receipts(store) if len(row) == 2]

    def replayed(self, file: Path, changed: dict[str, Any] | None = None) -> str:
        """What replaying this device's export says."""
        file.write_text(json.dumps(changed or self("export")["value"]), encoding="utf-8")
        return as_text(replay(str(file)))


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    return prepare(bakery(tmp_path))


@pytest.fixture
def device(prepared: Prepared) -> Device:
    return Device(prepared)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.json"


def reproduced(number: int) -> str:
    return f"{number} of {number} decisions reproduced byte for byte\n"


# --- where they live ---------------------------------------------------------------------------------


def test_no_store_begins_for_a_receipts_sake(device: Device) -> None:
    device("page")
    device("look")
    assert device.stored == []


def test_each_decision_leaves_one_and_each_comes_out_again(device: Device, file: Path) -> None:
    device("page")
    device("answer", question="volume", value="large")
    device("outcome", block="offer-pallet", outcome="dismissed")
    device("look")
    assert len(device.receipts("visit")) == 3
    assert device.replayed(file) == reproduced(3)


def test_reading_calls_leave_none(device: Device) -> None:
    device("answer", question="volume", value="large")
    before = device.stores["visit"]
    for call in ({"do": "held"}, {"do": "why", "slot": "notice"}, {"do": "decide"}, {"do": "export"}, {"do": "send"}):
        assert device(call.pop("do"), **call)["stores"] == {}
    assert device.stores["visit"] == before


def test_what_may_outlive_the_visit_is_receipted_in_memory(device: Device, prepared: Prepared, file: Path) -> None:
    device("consent", changes={"remember": "on"})
    device("answer", question="volume", value="large")
    device("look")
    assert len(device.receipts("memory")) == 2
    later = Device(prepared, PLAIN, device.shared)
    later.now += 3 * DAY
    later("page")
    assert len(later.receipts("memory")) == 3
    assert later.replayed(file) == reproduced(3)


def test_what_may_not_outlive_the_visit_ends_with_it(prepared: Prepared, file: Path) -> None:
    device = Device(prepared, ADVERT)
    device("consent", changes={"remember": "on"})
    device("answer", question="volume", value="large")
    device("look")
    assert device.receipts("memory") == []
    assert "flour-spring" not in (device.stores["memory"] or "")
    assert len(device.receipts("visit")) == 2
    assert device.replayed(file) == reproduced(2)


def test_personalisation_off_leaves_none(device: Device) -> None:
    device("answer", question="volume", value="large")
    device("outcome", block="offer-pallet", outcome="dismissed")
    device("consent", changes={"personalise": "off"})
    device("look")
    assert [len(row) for row in device.receipts("visit")] == [2], "a cut where those with the answer were"


def test_what_tells_a_special_signal_stays_in_the_page(tmp_path: Path, file: Path) -> None:
    device = Device(prepare(bakery(tmp_path, SPECIAL)))
    device("answer", question="volume", value="large")
    device("optIn", signal="diet", yes=True)
    plain = device.stores["visit"] or ""
    device("signal", signal="diet", value="gluten")
    device("look")
    assert len(device.receipts("page")) == 2
    assert "gluten" not in (device.stores["visit"] or "")
    assert len(device.stores["visit"] or "") <= len(plain)
    assert device.replayed(file) == reproduced(4)
    device("forget", what="diet")
    assert device.stores["page"] is None


def test_a_visit_nobody_may_count_is_not_noted_for_a_moment_either(tmp_path: Path) -> None:
    usage = ("counts: {event: price_read}", "counts: {event: visit}")
    device = Device(prepare(bakery(tmp_path, usage, ("personalise: on", "personalise: {usage: ask, answer: on}"))))
    device("answer", question="volume", value="large")
    assert '"visit"' not in (device.stores["visit"] or "")
    device("look")
    assert [len(row) for row in device.receipts("visit")] == [8, 8]


def test_a_receipt_alone_keeps_no_visit_alive(device: Device) -> None:
    device("answer", question="volume", value="large")
    for _ in range(6):
        device.now += 6 * MINUTE
        device("look")
    assert device.stores["visit"] is None


def test_arms_and_their_ghosts_come_out_again_until_counting_is_withdrawn(tmp_path: Path, file: Path) -> None:
    for shares in ("{control: 1, caps_only: 0}", "{control: 0, caps_only: 1}"):
        changes = ("experiment: {control: 0.1}", f"experiment: {shares}")
        device = Device(prepare(bakery(tmp_path, changes)))
        device("consent", changes={"measure": "on"})
        device("page")
        device("answer", question="volume", value="large")
        device("look")
        arm = device("export")["value"]["arm"]
        assert arm["arm"] in shares
        assert len(arm["seed"]) == 16
        assert arm["arm"] not in (device.stores["visit"] or ""), "the outbox alone says which arm"
        assert device.replayed(file) == reproduced(2)
        device("consent", changes={"measure": "off"})
        assert device.cuts("visit") == [2]
        assert device.replayed(file).endswith(reproduced(1))


# --- what they point at ------------------------------------------------------------------------------


def test_an_answer_that_was_changed_is_kept_once(device: Device, file: Path) -> None:
    device("answer", question="volume", value="small")
    device("look")
    device("look")
    device("answer", question="volume", value="large")
    assert (device.stores["visit"] or "").count('"small"') == 1
    assert device.replayed(file) == reproduced(4)
    device("answer", question="volume", value=None)
    assert "small" not in (device.stores["visit"] or "")


def test_what_the_account_said_before_is_kept_for_its_receipts(device: Device, file: Path) -> None:
    device("signal", signal="interest", value="flour")
    device("signal", signal="interest", value="ovens")
    assert device.replayed(file) == reproduced(2)
    device("signOut")
    assert "flour" not in (device.stores["visit"] or "")


def test_an_answer_replaced_within_its_millisecond_takes_its_receipts(device: Device, file: Path) -> None:
    device("outcome", block="offer-pallet", outcome="dismissed")
    device("answer", question="volume", value="small")
    device.now -= SECOND
    device("answer", question="volume", value="large")
    assert device.cuts("visit") == [1]
    assert "small" not in (device.stores["visit"] or "")
    assert device.replayed(file).endswith(reproduced(2))


def test_no_receipt_repeats_a_value_or_an_address(prepared: Prepared) -> None:
    device = Device(prepared, ADVERT)
    device("answer", question="volume", value="large")
    device("look")
    chain = json.dumps(json.loads(device.stores["visit"] or "")["receipts"])
    assert "large" not in chain
    assert "flour-spring" not in chain
    assert "https" not in chain


def test_the_hash_is_of_the_bytes_that_are_documented(device: Device) -> None:
    device("answer", question="volume", value="large")
    device("look")
    export = device("export")["value"]
    first, second = export["receipts"]["visit"]["list"]
    lines = "".join(
        f"{at} {event} {''.join(block)}\n" for at, event, *block in json.loads(export["stores"]["visit"])["events"]
    )
    assert second["on"]["events"][1] == hashlib.sha256(lines.encode()).hexdigest()
    at = first["at"]
    rests_on = {
        **second["on"],
        "values": [["answer", "volume", "large", at]],
        "arm": "treated",
        "came": [[at, []]],
    }
    fields = [first["hash"], 2, second["nonce"], second["at"], second["who"], second["page"], rests_on]
    data = json.dumps([*fields, second["outcome"], second["decision"]], sort_keys=True, separators=(",", ":"))
    assert second["hash"] == hashlib.sha256(data.encode("ascii")).hexdigest()


# --- what takes them away ----------------------------------------------------------------------------


def test_forgetting_cuts_the_chain_and_the_rest_holds(device: Device, file: Path) -> None:
    device("outcome", block="offer-pallet", outcome="dismissed")
    device("look")
    device("answer", question="volume", value="large")
    device("look")
    gone = [row[1] for row in device.receipts("visit")[2:]]
    device("forget", what="volume")
    device("look")
    assert [len(row) for row in device.receipts("visit")] == [8, 8, 2, 8, 8]
    assert device.cuts("visit") == [2]
    assert all(nonce not in (device.stores["visit"] or "") for nonce in gone)
    assert device.replayed(file) == ("visit: 2 receipts were removed here, from number 3\n" + reproduced(4))


def test_an_answer_past_its_keeping_takes_its_receipts(device: Device, file: Path) -> None:
    device("consent", changes={"remember": "on"})
    device("outcome", block="offer-pallet", outcome="dismissed")
    device("answer", question="volume", value="large")
    device.now += 29 * DAY
    device("page")
    assert len(device.receipts("memory")) == 3
    device.now += 2 * DAY
    device("page")
    assert device.cuts("memory") == [2]
    assert device.replayed(file).endswith(reproduced(2))


def test_an_answer_that_was_changed_ends_with_its_own_keeping(device: Device, file: Path) -> None:
    device("consent", changes={"remember": "on"})
    device("outcome", block="offer-pallet", outcome="dismissed")
    device("answer", question="volume", value="small")
    device.now += 20 * DAY
    device("answer", question="volume", value="large")
    assert "small" in (device.stores["memory"] or "")
    device.now += 11 * DAY
    device("page")
    assert "small" not in (device.stores["memory"] or "")
    assert device.cuts("memory") == [1]
    assert device.replayed(file).endswith(reproduced(3))


def test_a_receipt_is_not_kept_longer_than_outcomes(tmp_path: Path, file: Path) -> None:
    kept = ("    tier: answer\n    keep: 30d\n", "    tier: answer\n    keep: 180d\n")
    device = Device(prepare(bakery(tmp_path, kept)))
    device.page = {"hold": True}
    device("consent", changes={"remember": "on"})
    device("answer", question="volume", value="large")
    device.now += 49 * DAY
    device("page")
    assert len(device.receipts("memory")) == 2
    device.now += 2 * DAY
    device("page")
    assert device.cuts("memory") == [1]
    assert device.replayed(file).endswith(reproduced(2))


def test_taking_back_an_opt_in_takes_the_receipts_that_tell_of_it(tmp_path: Path) -> None:
    device = Device(prepare(bakery(tmp_path, SPECIAL)))
    device("answer", question="volume", value="large")
    device("optIn", signal="diet", yes=True)
    device("look")
    assert "diet" in (device.stores["visit"] or "")
    device("optIn", signal="diet", yes=False)
    assert "diet" not in (device.stores["visit"] or "")
    assert device.cuts("visit") == [2]


def test_withdrawing_remember_and_forgetting_everything_leave_none(device: Device) -> None:
    device("consent", changes={"remember": "on"})
    device("answer", question="volume", value="large")
    device("consent", changes={"remember": "off"})
    assert device.stores["memory"] is None
    assert len(device.receipts("visit")) == 1
    device("forget", what=None)
    assert device.stored == ["choice"], "that remembering was refused stands"


def test_another_tab_takes_away_what_this_one_points_at(prepared: Prepared, file: Path) -> None:
    here = Device(prepared, ADVERT)
    here("consent", changes={"remember": "on"})
    here("outcome", block="offer-pallet", outcome="dismissed")
    here("answer", question="volume", value="large")
    here("look")
    assert len(here.receipts("visit")) == 3
    there = Device(prepared, PLAIN, here.shared)
    there.now = here.now
    there("forget", what="memory:event:dismissed:offer-pallet")
    there("outcome", block="offer-pallet", outcome="dismissed")  # as many events as before, and not the same
    here.now = there.now
    here("look")
    assert here.cuts("visit") == [3]
    assert here.replayed(file).endswith(reproduced(3)), "one here, two of that tab's in memory"


def test_forgetting_when_pages_were_opened_takes_it_from_memory_too(device: Device) -> None:
    device("consent", changes={"remember": "on"})
    device("answer", question="volume", value="large")
    opened = str(device.now)
    assert f'[{opened}, \\"page_view\\"]' in json.dumps(device.stores["memory"])
    device("forget", what="visit:event:page_view")
    assert "page_view" not in (device.stores["memory"] or "")
    assert device.cuts("memory") == [1]


def test_they_are_listed_and_can_be_deleted(device: Device) -> None:
    device("answer", question="volume", value="large")
    item = next(item for item in device("held")["value"]["items"] if item["kind"] == "receipts")
    chain = json.loads(device.stores[item["store"]] or "")["receipts"]["list"]
    assert [one["hash"] for one in item["chain"]] == [entry[-1] for entry in chain]
    assert len(item["chain"]) == int(item["value"])
    assert item["removed"] == 0
    assert (item["id"], item["value"]) == ("visit:receipts", "1")
    device("forget", what=item["id"])
    assert device.cuts("visit") == [1]


def test_the_oldest_go_first_and_the_text_stays_small(device: Device, file: Path) -> None:
    device("answer", question="volume", value="large")
    for number in range(2 * receipt_forms.MOST):
        device("quiet", yes=number % 2 == 0)
    assert len(device.receipts("visit")) == receipt_forms.MOST + 1
    assert device.cuts("visit") == [receipt_forms.MOST + 1]
    assert len(json.dumps(json.loads(device.stores["visit"] or "")["receipts"])) < receipt_forms.MOST_TEXT
    assert device.replayed(file).endswith(reproduced(receipt_forms.MOST))


def test_a_page_with_many_slots_holds_fewer(device: Device, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(receipt_forms, "MOST_TEXT", 3_000)
    device("answer", question="volume", value="large")
    for number in range(20):
        device("quiet", yes=number % 2 == 0)
    assert len(json.dumps(json.loads(device.stores["visit"] or "")["receipts"])) <= 3_000
    assert 3 < len(device.receipts("visit")) < 20
    assert device.cuts("visit") == [21 - (len(device.receipts("visit")) - 1)]
    assert device.replayed(file).startswith("visit: ")


def test_receipts_give_way_where_a_store_would_grow_too_long_to_read(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST_TEXT", 1_000)
    device("answer", question="volume", value="large")
    assert "large" in (device.stores["visit"] or "")
    assert "receipts" not in (device.stores["visit"] or "")


# --- hostile stores ----------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["no list", "a wrong part", "a wrong row", "a wrong index", "too many", "a number"])
def test_a_damaged_chain_is_counted_and_starts_anew(device: Device, damage: str, file: Path) -> None:
    device("answer", question="volume", value="large")
    device("look")
    stored = json.loads(device.stores["visit"] or "")
    chain = stored["receipts"]
    if damage == "no list":
        chain["list"] = {}
    elif damage == "a wrong part":
        chain["parts"][0]["remember"] = "yes"
    elif damage == "a wrong row":
        chain["list"][1].pop()
    elif damage == "a wrong index":
        chain["list"][1][2] = 99
    elif damage == "too many":
        chain["list"] *= 100
    else:
        stored["receipts"] = 7
    device.stores["visit"] = json.dumps(stored)
    answer = device("held")["value"]
    assert answer["lost"] >= 1
    assert [item["value"] for item in answer["items"] if item["kind"] == "answer"] == ["large"]
    device("look")
    assert len(device.cuts("visit")) == 1
    assert device.replayed(file).endswith(reproduced(1))


def test_a_hand_in_the_store_makes_no_wrong_decision_and_takes_the_receipts(device: Device, file: Path) -> None:
    device("answer", question="volume", value="large")
    device("look")
    device.stores["visit"] = (device.stores["visit"] or "").replace('"large"', '"small"')
    device("look")
    assert device.cuts("visit") == [2]
    assert device.replayed(file).endswith(reproduced(1))
