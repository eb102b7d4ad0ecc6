"""What the named checks claim of generated files, held against the engine: what is said never to happen, never does."""

from __future__ import annotations

import copy
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from edgepersona.authoring.checks.capping import why_idle
from edgepersona.authoring.checks.interruptions import WEEK
from edgepersona.authoring.checks.outranking import Ranking
from edgepersona.authoring.checks.study import Study
from edgepersona.core.decide import Decision, Shown, decide
from edgepersona.core.moment import Event, Moment, Page
from edgepersona.core.prepare import Prepared, prepare

from .drawing import SEEDS, drawn, seeded
from .engine import Engine, engine
from .generate import persona
from .generate_visits import visit
from .test_properties_over_time import talkative
from .words import Data

VISITS = 15
NOTICE = {"slot": "notice", "outcome": "shown"}
NEVER_TIRES: Data = {"fatigue": {"weights": {"shown": "0"}}}


def chosen(decision: Decision) -> set[str]:
    return {choice.block for choice in decision.slots.values() if isinstance(choice, Shown)}


def outranked(loaded: Engine) -> dict[str, list[str]]:
    """Block → those of which one always comes before it."""
    ranking = Ranking(Study(loaded.bundle))
    found = {block.id: [rival.id for rival in ranking.rivals(block)] for block in ranking.candidates}
    return {block: rivals for block, rivals in found.items() if rivals}


def unreachable(loaded: Engine) -> dict[str, str]:
    """Block → why nobody can see it."""
    study = Study(loaded.bundle)
    return {block.id: study.never(block)[1] for block in study.judged if study.never(block)[1]}


def moments(rng: Random, file: Data, loaded: Engine) -> list[Moment]:
    """Visits as devices have them: what was converted had a goal, which was reached; defaults leave no trace; nothing
    is on screen that was not decided, and only what interrupts is ignored."""
    return [device_like(loaded, loaded.moment(visit(rng, file))) for _ in range(VISITS)]


def device_like(loaded: Engine, moment: Moment) -> Moment:
    events: list[Event] = []
    prepared = loaded.prepared
    for event in moment.events:
        block = prepared.blocks.get(event.block or "")
        if block is None:
            events.append(event)
            continue
        interrupts = prepared.slots[block.slot].kind == "interrupt"
        if block.id in prepared.defaults or (event.event == "ignored" and not interrupts):
            continue
        if event.event == "converted":
            if block.goal is None:
                continue
            events.append(Event(event.at, block.goal))
        events.append(event)
    return replace(moment, events=tuple(events), page=replace(moment.page, showing={}))


def doubled(rng: Random, file: Data) -> Data:
    """A file in which some blocks have a double that is worth more: most of them, of those with caps of their own
    for one, are not always outranked all the same."""
    file = copy.deepcopy(file)
    for number, name in enumerate(rng.sample(sorted(file["blocks"]), min(4, len(file["blocks"])))):
        block = file["blocks"][name]
        if block.get("relevance"):
            double = copy.deepcopy(block)
            double["value"] = str(float(block.get("value", "1")) * 2)
            for key in ("goal", "when", "stages", "until"):
                if rng.random() < 0.1:
                    double.pop(key, None)
            file["blocks"][f"z{number}"] = double
    return file


@settings(seeded, max_examples=100)
@given(SEEDS)
def test_what_is_always_outranked_or_unreachable_is_never_shown(seed: int) -> None:
    rng, file = drawn(seed, sane=True)
    file = doubled(rng, file)
    loaded = engine(file)
    claimed = {**outranked(loaded), **unreachable(loaded)}
    for moment in moments(rng, file, loaded) if claimed else ():
        assert not claimed.keys() & chosen(decide(loaded.prepared, moment)), claimed


def test_something_is_outranked_and_something_is_not() -> None:
    """The property above would prove nothing if nothing were claimed, or everything."""
    claimed = blocks = 0
    for seed in range(40):
        rng, file = drawn(seed, sane=True)
        file = doubled(rng, file)
        loaded = engine(file)
        claimed += len(outranked(loaded))
        blocks += len(file["blocks"])
    assert 15 <= claimed <= blocks / 4


def test_service_rules_are_proved() -> None:
    """None is overridden; most are few enough to prove, and put to the test by something that was due."""
    found = [proof for seed in range(30) for proof in Study(engine(drawn(seed)[1]).bundle).proofs]
    statuses = [proof.status for proof in found]
    assert set(statuses) <= {"proved", "not proved"}
    assert statuses.count("proved") >= 0.8 * len(found) > 10
    assert sum(proof.due > 0 for proof in found) >= 0.5 * len(found)


@settings(seeded, max_examples=60)
@given(SEEDS)
def test_without_an_idle_cap_the_same_is_shown(seed: int) -> None:
    rng = Random(seed)
    file = persona(rng, sane=True)
    caps = file.setdefault("silence", {}).setdefault("caps", [])
    caps += [looser(rng, cap) for cap in rng.sample(caps, min(2, len(caps)))]
    loaded = engine(file)
    for n, cap in enumerate(loaded.bundle.silence.caps):
        why = why_idle(Study(loaded.bundle), n, cap)
        if why and "anyway" not in why:
            less = without_cap(loaded, n)
            for moment in moments(rng, file, loaded):
                assert chosen(decide(less, moment)) == chosen(decide(loaded.prepared, moment)), why


@seeded
@given(SEEDS)
def test_without_a_cap_that_a_budget_makes_idle_the_same_is_shown(seed: int) -> None:
    """A budget must have been kept all along, so this takes a device that lived under it."""
    rng = Random(seed)
    file = talkative(rng)
    interrupts = file["silence"].setdefault("interrupts", {})
    gap, questions = interrupts.setdefault("gap", "30s"), interrupts.setdefault("questions_per_visit", "2")
    shown = {"outcome": "shown", "at_most": rng.choice(["1", "2", questions or "1"])}
    planted = [{"class": "question", **shown, "within": "visit"}]
    planted += [{"slot": slot, **shown, "within": gap if gap != "0s" else "10m"} for slot in file["slots"]]
    file["silence"]["caps"] = [cap for cap in planted if cap["at_most"] != "0"]
    loaded = engine(file)
    for n, cap in enumerate(loaded.bundle.silence.caps):
        why = why_idle(Study(loaded.bundle), n, cap)
        if "anyway" in why:
            Insistent(rng, loaded, file, engages=rng.random() < 0.5, beside=without_cap(loaded, n)).go(40)


def without_cap(loaded: Engine, n: int) -> Prepared:
    """The bundle without one of its caps; what is held is held as long as with it."""
    silence = loaded.bundle.silence
    fewer = replace(silence, caps=(*silence.caps[:n], *silence.caps[n + 1 :]))
    return replace(prepare(replace(loaded.bundle, silence=fewer)), retention=loaded.prepared.retention)


def looser(rng: Random, cap: Data) -> Data:
    """A cap of the same, drawn near the other."""
    near = {**cap, "at_most": str(int(cap["at_most"]) + rng.choice([0, 1, 2]))}
    near["within"] = rng.choice([cap["within"], "1h", "1d", "visit"])
    near.pop("pause", None)
    if rng.random() < 0.5:
        near["pause"] = rng.choice(["10m", "1h", "1d", cap.get("pause", "7d")])
    return near


class Insistent:
    """A device whose visitor is on the page as often as it takes, and knows all that lifts; it never minds.

    It asks at the first instant at which something might start: when a gap ends, a reason lapses, or a little later.
    `engages`: clicks whatever interrupts, which refreshes. `beside`: must decide the same all the way.
    """

    def __init__(self, rng: Random, loaded: Engine, file: Data, engages: bool, beside: Prepared | None = None) -> None:
        self.beside = beside
        self.rng, self.loaded, self.engages = rng, loaded, engages
        self.values = {s: [*spec.get("values", {}), *spec.get("bins", {})] for s, spec in file["signals"].items()}
        self.now = loaded.moment({"now": "2026-11-21T10:00:00Z"}).now
        self.begin = self.now
        self.events: list[Event] = []
        self.loud: list[int] = []
        self.service: list[int] = []

    def go(self, looks: int) -> None:
        prepared = self.loaded.prepared
        base = self.loaded.moment({"now": "2026-11-21T10:00:00Z", "consent": {"personalise": "on", "remember": "on"}})
        optin = frozenset(s.id for s in prepared.bundle.signals if s.tier == "sensitive")
        for _ in range(looks):
            account = {s: self.rng.choice(of) for s, of in self.values.items() if of}
            self.events.append(Event(self.now, "page_view"))
            moment = replace(base, now=self.now, account=account, optin=optin, events=tuple(self.events), page=Page())
            moment = replace(moment, language=self.rng.choice(prepared.bundle.languages))
            decision = decide(prepared, moment)
            if self.beside is not None:
                assert chosen(decide(self.beside, moment)) == chosen(decision)
            started = False
            for block in sorted(chosen(decision)):
                spec = prepared.blocks[block]
                self.events.append(Event(self.now, "shown", block))
                if prepared.slots[spec.slot].kind == "interrupt":
                    started = True
                    if block in prepared.special:
                        continue  # of which nothing is stored, and nothing is claimed
                    (self.service if spec.kind == "service" else self.loud).append(self.now)
                    self.events += [Event(self.now, "clicked", block)] if self.engages else []
            self.now += self.pause(decision, started)

    def pause(self, decision: Decision, started: bool) -> int:
        gap = min(self.loaded.bundle.silence.gap, self.loaded.prepared.retention)
        if started or self.rng.random() < 0.2:
            return max(gap, 1000) + self.rng.choice([0, 0, 0, 60_000, 3_600_000])
        ends = [choice.verdict.until() for choice in decision.slots.values() if not isinstance(choice, Shown)]
        due = [end - self.now for end in ends if end is not None and end > self.now]
        return min(due, default=max(gap, 3_600_000))

    def most_in_a_week(self, times: list[int]) -> int:
        return max((sum(at <= other < at + WEEK for other in times) for at in times), default=0)


@seeded
@given(SEEDS)
def test_no_week_has_more_interruptions_than_the_bound(seed: int) -> None:
    rng = Random(seed)
    file = talkative(rng) if rng.random() < 0.5 else persona(rng, sane=True)
    loaded = engine(file)
    worst = Study(loaded.bundle).interruptions
    for engages in (False, True):
        device = Insistent(rng, loaded, file, engages)
        device.go(50)
        assert device.most_in_a_week(device.loud) <= (worst.any_visitor if engages else worst.passive)
        assert device.most_in_a_week(device.service) <= worst.service


MET: dict[str, tuple[int, Data]] = {
    "by default": (27, {}),
    "with a price": (9, {"utility": {"interrupt": "7.2"}}),
    "after a cap": (21, {**NEVER_TIRES, "caps": [{**NOTICE, "at_most": "3", "within": "1d"}]}),
    "after a pause": (21, {**NEVER_TIRES, "caps": [{**NOTICE, "at_most": "3", "within": "1d", "pause": "1d"}]}),
    "between pauses": (9, {**NEVER_TIRES, "caps": [{**NOTICE, "at_most": "3", "within": "7d", "pause": "1d"}]}),
    "in a week of a longer window": (4, {**NEVER_TIRES, "caps": [{**NOTICE, "at_most": "4", "within": "30d"}]}),
    "with what is forgotten": (84, {"fatigue": {"half_life": "12h", "stop": "0.5"}, "interrupts": {"gap": "2h"}}),
    "with a gap longer than ten half-lives": (
        112,
        {"fatigue": {"half_life": "7m", "weights": {"shown": "0"}}, "interrupts": {"gap": "90m"}},
    ),
    "without room": (0, {"interrupts": {"per_page": "0"}}),
    "without patience": (0, {"fatigue": {"stop": "0"}}),
}


@pytest.mark.parametrize("case", MET)
def test_the_bound_is_met(case: str) -> None:
    """The visitor who is on the page whenever something can start has exactly as many as the bound says."""
    most, silence = MET[case]
    file = {**simple(), "silence": silence}
    loaded = engine(file)
    device = Insistent(Always(), loaded, file, engages=False)
    while device.now < device.begin + WEEK and most:
        device.go(1)
    assert (device.most_in_a_week(device.loud), Study(loaded.bundle).interruptions.passive) == (most, most)


def test_two_at_once_and_one_a_visit() -> None:
    """Without a gap two slots start in one decision, on one fatigue; where nothing is remembered, one a visit."""
    file = simple()
    file["slots"]["corner"] = {"kind": "interrupt"}
    file["blocks"]["c"] = {**file["blocks"]["b"], "slot": "corner"}
    file["silence"] = {
        "interrupts": {"gap": "0s", "per_page": "2"},
        "fatigue": {"half_life": "180d", "stop": "0.3", "weights": {"shown": "0.2"}},
    }
    loaded = engine(file)
    device = Insistent(Always(), loaded, file, engages=False)
    while device.now < device.begin + WEEK:
        device.go(1)
    worst = Study(loaded.bundle).interruptions
    assert (device.most_in_a_week(device.loud), worst.passive, worst.per_visit) == (4, 4, 1)


class Always(Random):
    """Never dawdles."""

    def random(self) -> float:
        return 1.0

    def choice(self, seq: Any) -> Any:
        return seq[0]


def simple() -> Data:
    words = {"en": "Words"}
    return {
        "persona": "1",
        "site": "s",
        "languages": ["en"],
        "signals": {
            "crm": {"tier": "answer", "keep": "30d", "purpose": "To fit", "label": words, "values": {"mine": words}}
        },
        "slots": {"notice": {"kind": "interrupt"}},
        "blocks": {
            "b": {
                "slot": "notice",
                "class": "content",
                "relevance": {"crm": {"mine": "9"}},
                "text": {"en": {"title": "T"}},
            }
        },
    }
