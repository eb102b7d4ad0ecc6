"""Plans: what a call leaves behind for the next first paint is what the core then decides, and goes when it should."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgepersona.authoring.compile import load
from edgepersona.core import first_view
from edgepersona.core.device import handle
from edgepersona.core.plan import identity
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.stores import NAMES
from edgepersona.core.times import DAY, MINUTE
from tests.end_to_end.pages import PERSONA, checked

from .personas import NOW

DIGEST = "sha256:0123456789abcdef"
PLAIN, ADVERT = "https://shop.example/", "https://shop.example/?utm_campaign=repair-week"
TAB = ("visit", "page", "next")


class Device:
    """A device with any number of tabs, one after the other."""

    def __init__(self, prepared: Prepared, plans: bool = True) -> None:
        self.prepared, self.plans, self.now = prepared, plans, NOW
        self.stores: dict[str, str | None] = dict.fromkeys(NAMES)
        self.counted, self.calls = False, 0

    def __call__(self, do: str, *, url: str = PLAIN, seen: bool = True, **call: Any) -> dict[str, Any]:
        self.calls += 1
        request = {
            "now": self.now,
            "entropy": f"{self.calls:064x}",
            "env": {"language": "en-GB", "url": url, "gpc": False, "plans": self.plans},
            "page": {"value_seen": seen, "slots": ["hero", "ask", "parts"], "counted": self.counted},
            "stores": dict(self.stores),
            "call": {"do": do, **call},
        }
        answer = handle(self.prepared, DIGEST, request)
        self.stores |= answer["stores"]
        self.counted = answer.get("view", {}).get("counted", self.counted)
        return answer

    def new_tab(self) -> None:
        self.stores |= dict.fromkeys(TAB)

    def left(self, name: str = "plan") -> dict[str, Any] | None:
        text = self.stores[name]
        return None if text is None else json.loads(text)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(checked(tmp_path_factory.mktemp("shop")).bundle)


def personal(view: dict[str, Any]) -> dict[str, str]:
    """What a first view shows in the place of defaults, questions aside."""
    slots = view["slots"].items()
    return {s: e["block"] for s, e in slots if e["kind"] == "inline" and not e["default"] and not e["question"]}


def test_a_plan_is_left_only_with_remember_and_names_blocks_alone(prepared: Prepared) -> None:
    device = Device(prepared)
    device("page", url=ADVERT)
    device("answer", question="riding", value="work")
    assert device.left() is None
    assert device.left("next") is not None, "the visit leaves its own"
    device("consent", changes={"remember": "on"})
    plan = device.left()
    assert plan is not None
    assert plan["id"] == identity(DIGEST, "en") == "0123456789ab en"
    assert plan["cells"]["0.0"] == {"parts": "parts-work"}
    assert plan["cells"]["1.0"] == {"hero": "hero-repair", "parts": "parts-work"}
    assert set(plan["cells"]) == {f"{a}.{b}" for a in range(4) for b in range(2)}
    assert plan["until"] == NOW + 30 * DAY, "what was said is kept 30 days, and so is what follows from it"
    blocks = {block.id for block in prepared.bundle.blocks}
    assert {block for cell in plan["cells"].values() for block in cell.values()} <= blocks
    device("answer", question="wheels", value="small")
    plan = device.left()
    assert plan is not None
    assert (plan["cells"]["0.0"], plan["until"]) == ({"parts": "parts-small"}, NOW + 10 * DAY)


def test_a_plan_goes_with_what_it_rests_on(prepared: Prepared) -> None:
    device = Device(prepared)
    device("page")
    device("consent", changes={"remember": "on"})
    device("signal", signal="order", value="late")
    device("answer", question="wheels", value="small")
    device("answer", question="riding", value="work")
    device("forget", what="wheels")
    assert (device.left() or {})["cells"]["0.0"] == {"parts": "parts-work"}
    device("signOut")
    assert (device.left() or {})["cells"]["0.0"] == {"parts": "parts-work"}
    device.now += 31 * DAY
    device.new_tab()
    device("page")
    assert (device.left() or {})["cells"]["0.0"] == {}, "too old to be kept"
    device("answer", question="riding", value="work")
    device("consent", changes={"remember": "off"})
    assert device.left() is None
    device("consent", changes={"remember": "on"})
    assert device.left() is not None
    device("consent", changes={"personalise": "off"})
    assert (device.left(), device.left("next")) == (None, None)
    device("consent", changes={"personalise": "on"})
    device("forget", what=None)
    assert [name for name in NAMES if device.stores[name] is not None] == ["choice"], "the mark of forgetting alone"


def test_a_page_that_cannot_use_a_plan_gets_none(prepared: Prepared) -> None:
    device = Device(prepared, plans=False)
    device("page")
    device("consent", changes={"remember": "on"})
    device("answer", question="riding", value="work")
    assert (device.left(), device.left("next")) == (None, None)


def test_where_only_counting_stands_the_plan_says_whether_the_arm_makes_a_difference(prepared: Prepared) -> None:
    said = set()
    for seed in range(12):
        device = Device(prepared)
        device.calls = seed * 1_000
        device("page")
        device("consent", changes={"measure": "on"})
        assert device.left() is None, "the arm is drawn at the next page view"
        device("page")
        arm, plan = json.loads(device.stores["outbox"] or "{}")["arm"], device.left()
        choice = {"v": 1, "measure": "on"}
        assert plan == {"v": 1, "id": identity(DIGEST, "en"), "choice": choice, "fresh": arm != "control"}
        said.add(arm)
        device("consent", changes={"measure": "off"})
        assert device.left() is None
        device("consent", changes={"measure": "on", "personalise": {"usage": "off"}})
        device("page")
        assert (device.left() or {})["fresh"] is False, "a table knows of no switches"
    assert said == {"treated", "control"}


def test_a_tab_that_was_away_can_tell_that_its_plan_is_of_before(prepared: Prepared) -> None:
    """By the switches, with their marks, and by when memory last changed: the page compares them."""
    acts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("forget", {"what": "riding"}),
        ("answer", {"question": "riding", "value": "tours"}),
        ("forget", {"what": None}),
        ("signOut", {}),
        ("consent", {"changes": {"personalise": {"answer": "off"}}}),
        ("consent", {"changes": {"remember": "off"}}),
    )
    for remember in (True, False):
        for do, how in acts if remember else acts[2:-1]:
            device = Device(prepared)
            device("page")
            if remember:
                device("consent", changes={"remember": "on"})
            device("answer", question="riding", value="work")
            left = device.left("next") or {}
            assert stands(device, left)
            device.now += 1
            device.new_tab()
            device("page")
            assert stands(device, left), "another tab that only looks changes nothing"
            device(do, **how)
            assert not stands(device, left), (do, how)


def stands(device: Device, plan: dict[str, Any]) -> bool:
    """What look.js asks of a plan before it is painted."""
    choice = json.loads(device.stores["choice"] or "{}")
    return bool(plan["choice"] == choice and plan.get("memory") == (device.left() or {}).get("memory"))


ACTS = st.lists(
    st.one_of(
        st.tuples(
            st.just("answer"),
            st.fixed_dictionaries({"question": st.just("riding"), "value": st.sampled_from(["work", "tours", None])}),
        ),
        st.tuples(
            st.just("answer"),
            st.fixed_dictionaries({"question": st.just("wheels"), "value": st.sampled_from(["small", "large"])}),
        ),
        st.tuples(
            st.just("outcome"),
            st.fixed_dictionaries(
                {
                    "block": st.sampled_from(["ask-riding", "parts-work", "offer"]),
                    "outcome": st.sampled_from(["shown", "dismissed", "not_helpful"]),
                }
            ),
        ),
        st.tuples(
            st.just("signal"),
            st.fixed_dictionaries({"signal": st.just("order"), "value": st.sampled_from(["late", None])}),
        ),
        st.tuples(st.just("forget"), st.fixed_dictionaries({"what": st.sampled_from(["riding", "wheels"])})),
        st.tuples(st.just("page"), st.just({})),
        st.tuples(st.just("wait"), st.integers(1, 12 * DAY)),
    ),
    max_size=8,
)


@given(acts=ACTS, share=st.floats(0, 1), key=st.integers(0, 7), same_tab=st.booleans())
@settings(max_examples=80, deadline=None)
def test_what_a_plan_says_is_what_the_core_then_decides(
    prepared: Prepared, acts: list[Any], share: float, key: int, same_tab: bool
) -> None:
    """At any time before its end, for any way to arrive."""
    device = Device(prepared)
    device("page", url=ADVERT)
    device("consent", changes={"remember": "on"})
    for do, how in acts:
        if do == "wait":
            device.now += how
        else:
            device(do, **how)
    plan = device.left("next") if same_tab else device.left()
    if plan is None:
        assert same_tab, "only a visit may have nothing to leave"
        return
    device.now += int((plan["until"] - 1 - device.now) * share)
    if not same_tab:
        device.new_tab()
    found = first_view.parameters(prepared.bundle)
    name = first_view.keys(found, 8)[key]
    shown = personal(device("page", url=first_view.address(found, name), seen=False)["view"])
    assert plan["cells"][name].items() <= shown.items()
    if share == 0:
        assert plan["cells"][name].get("hero") == shown.get("hero")


def test_the_visits_plan_ends_with_the_visit(prepared: Prepared) -> None:
    device = Device(prepared)
    device("page", url=ADVERT)
    device("answer", url=ADVERT, question="riding", value="work")
    plan = device.left("next")
    assert plan is not None
    assert plan["until"] == NOW + 30 * MINUTE
    assert plan["cells"]["0.0"] == {"hero": "hero-repair", "parts": "parts-work"}, "the advert still counts"


def test_what_another_tab_and_the_next_visit_would_not_both_show_is_left_to_python(tmp_path: Path) -> None:
    usage = """  visits: {tier: usage, keep: 30d, purpose: Greet, label: {en: your visit, de: Ihr Besuch}, counts: {event: visit, within: 30d}, bins: {first: 0, returning: 2}}
questions:"""
    block = """  hero-hello: {slot: hero, class: content, goal: booking, relevance: {visits: {first: 5}}, text: {en: {title: Hello}}}
  ask-default:"""
    text = (
        PERSONA.replace("questions:", usage, 1).replace("  ask-default:", block, 1).replace("usage: ask", "usage: on")
    )
    (tmp_path / "persona.yaml").write_text(text, encoding="utf-8")
    device = Device(prepare(load(tmp_path / "persona.yaml").bundle))
    device("page")
    device("consent", changes={"remember": "on"})
    device("page")
    assert personal(device("answer", question="riding", value="work")["view"])["hero"] == "hero-hello"
    assert (device.left() or {})["cells"]["0.0"] == {"parts": "parts-work"}
    device.now += DAY
    device.new_tab()
    assert personal(device("page", seen=False)["view"]) == {"parts": "parts-work"}
