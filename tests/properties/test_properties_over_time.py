"""“What must always hold” (decisions.md): what takes more than one decision to see."""

from __future__ import annotations

import copy
import sys
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from edgepersona.core.decide import decide

from .drawing import Way, always, drawn
from .engine import Engine, engine
from .generate import persona
from .generate_visits import visit
from .walk import Walk
from .words import Data

STEPS = 60


def talkative(rng: Random) -> Data:
    """A persona that likes to speak: one thing known lifts every block, and what tires leaves room for budgets and caps
    to have work, also when it tightens them."""
    file = persona(rng, sane=True)
    silence = file.setdefault("silence", {})
    silence["fatigue"] = {
        "half_life": rng.choice(["6h", "20d"]),
        "stop": "0.95",
        "weights": {"shown": "0", "ignored": "0.1", "dismissed": rng.choice(["0.1", "1"])},
    }
    words = dict.fromkeys(file["languages"], "Here")
    head = {"tier": "account", "keep": "30d", "purpose": "To be here", "label": words}
    file["signals"]["here"] = {**head, "values": {"yes": words}}
    defaults = {slot.get("default") for slot in file["slots"].values()}
    for name, block in file["blocks"].items():
        for key in ("when", "stages", "from", "until", "goal", "campaign"):
            block.pop(key, None)
        if name not in defaults:
            lift = rng.choice(["2", "4"]) if block["class"] != "question" else "7"
            block["relevance"] = {**block.get("relevance", {}), "here": {"yes": lift}}
    if rng.random() < 0.7:  # one limit at a time, and a chance for each
        interrupts = {"per_page": "3", "gap": rng.choice(["0s", "0s", "5m"]), "questions_per_visit": "2"}
        silence |= {"interrupts": interrupts, "caps": [cap(rng, file)] if rng.random() < 0.7 else []}
    return file


def cap(rng: Random, file: Data) -> Data:
    """A cap on what interrupts, if anything does."""
    loud = {name: block for name, block in file["blocks"].items() if "interrupt" in block["slot"]}
    name, block = rng.choice(list((loud or {n: b for n, b in file["blocks"].items() if "relevance" in b}).items()))
    scope = rng.choice(["class", "class", "class", "block", "block", "slot"])
    if scope == "block":
        block["relevance"]["here"] = {"yes": "9"}
    found = {scope: name if scope == "block" else block[scope], "outcome": rng.choice(["shown", "shown", "dismissed"])}
    found |= {"at_most": rng.choice(["1", "2", "3", "3"]), "within": rng.choice(["visit", "1h", "7d"])}
    return found | ({"pause": rng.choice(["1h", "7d"])} if rng.random() < 0.5 else {})


@always(examples=80)
def test_7_forgetting_is_never_having_known(way: Way) -> None:
    """“Forgetting an answer leaves the same decision as never having given it.”

    One engine decides with the answer and then without; another never heard of it."""
    rng, file = drawn(way.seed)
    knew, never = engine(file), engine(file)
    for _ in range(way.steps):
        with_answer = visit(rng, file)
        signal, spec = rng.choice(list(file["signals"].items()))
        value = rng.choice([*spec.get("values", {}), *spec.get("bins", {})])
        forgotten = copy.deepcopy(with_answer)
        forgotten.setdefault("answers", {}).pop(signal, None)
        with_answer.setdefault("answers", {})[signal] = value
        knew.decide(with_answer)
        assert knew.decide(forgotten) == never.decide(forgotten)


@always(steps=STEPS, examples=160)
def test_8_no_budget_is_ever_exceeded(way: Way) -> None:
    """“No interrupt budget, gap or cap is ever exceeded, over any sequence of visits, reloads … or clock changes,
    within what the device may remember”."""
    rng = Random(way.seed)
    Walk(rng, talkative(rng)).go(way.steps)


LEAST = {
    "per_page": 200, "gap": 150, "questions_per_visit": 80, "one a visit without remember": 50,
    "class cap": 15, "block cap": 15, "slot cap": 10, "class pause": 25, "block pause": 5, "slot pause": 15,
    "tightened": 10, "interrupts shown": 250, "questions shown": 30,
}  # fmt: skip
"""What the walks of 100 seeds must meet: how often this limit alone withheld a block; how much was shown."""


def test_8_walks_meet_every_limit() -> None:
    """The walks above would prove nothing of a limit that never alone withheld a block."""
    met: Counter[str] = Counter()
    for seed in range(100):
        rng = Random(seed)
        walk = Walk(rng, talkative(rng))
        walk.go(STEPS // 2)
        met += walk.met
        met["interrupts shown"] += sum(walk.interrupts(block) for block, _ in walk.shown)
        met["questions shown"] += sum(walk.persona["blocks"][block]["class"] == "question" for block, _ in walk.shown)
    assert {name: met[name] for name, least in LEAST.items() if met[name] < least} == {}


GATES: dict[str, Callable[[int], Data]] = {
    "when": lambda n: {"when": {"crm-z": [f"v{n}"]}},
    "nested when": lambda n: {
        "when": {"all": [{"any": [{"crm-z": ["mine"]}, {"crm-z": ["v1"]}]}, {"crm-z": [f"v{n}"]}]}
    },
    "stage": lambda n: {"stages": ["elsewhere"]},
    "date": lambda n: {"until": "2020-01-01"},
    "opt-in": lambda n: {"relevance": {"budget-z": {"small": "1"}}},
}


@pytest.mark.parametrize("gate", GATES)
def test_10_cost_grows_with_what_could_match(gate: str) -> None:
    """“Cost grows with the blocks that could match, not with the catalogue: the bundle groups what cannot match.”"""
    few, many = (engine(catalogue(size, GATES[gate])) for size in (20, 400))
    moment = {"now": "2026-11-21T10:00:00Z", "answers": {"crm-z": "mine"}}
    assert few.decide(moment)["slots"]["hero"]["block"] == "fits"
    assert calls_of_a_decision(many, moment) <= calls_of_a_decision(few, moment) + 20


@always(steps=3, examples=30)
def test_10_cost_grows_with_what_could_match_in_any_file(way: Way) -> None:
    """The same for every persona and visit: ten blocks are added that cannot match now, or a hundred."""
    rng, file = drawn(way.seed)
    gate = rng.choice(sorted(GATES))
    few, many = (engine(grown(file, size, GATES[gate])) for size in (10, 100))
    for _ in range(way.steps):
        at = visit(rng, file)
        assert few.decide_bare(at)["slots"] == many.decide_bare(at)["slots"]
        assert calls_of_a_decision(many, at) <= calls_of_a_decision(few, at) + 20


def grown(file: Data, size: int, gate: Callable[[int], Data]) -> Data:
    """A persona with `size` more blocks that cannot match: copies of its own behind a gate."""
    words = dict.fromkeys(file["languages"], "Words")
    head = {"keep": "30d", "purpose": "To fit", "label": words}
    values = dict.fromkeys(["mine", *(f"v{n}" for n in range(size))], words)
    crm, budget = {"tier": "answer", **head, "values": values}, {"tier": "sensitive", "optin": "true", **head}
    defaults = {slot.get("default") for slot in file["slots"].values()}
    own = [block for name, block in file["blocks"].items() if name not in defaults]
    ungated = [{key: part for key, part in block.items() if key not in ("from", "campaign")} for block in own]
    more = {f"z{n:03d}": {**ungated[n % len(own)], "because": words, **gate(n)} for n in range(size)}
    return {
        **file,
        "signals": {**file["signals"], "crm-z": crm, "budget-z": {**budget, "values": {"small": words}}},
        "stages": [*file.get("stages", []), {"id": "elsewhere", "when": {"crm-z": ["mine"]}}],
        "blocks": {**file["blocks"], **more},
    }


def catalogue(size: int, gate: Callable[[int], Data]) -> Data:
    """One block that matches, and `size` that cannot."""
    words = {"en": "Words"}
    head = {"keep": "30d", "purpose": "To fit", "label": words}
    block = {"slot": "hero", "class": "content", "relevance": {"crm-z": {"mine": "2"}}, "text": {"en": {"title": "T"}}}
    return {
        "persona": "1",
        "site": "s",
        "languages": ["en"],
        "signals": {
            "crm-z": {"tier": "answer", **head, "values": {"mine": words, **{f"v{n}": words for n in range(size)}}},
            "budget-z": {"tier": "sensitive", "optin": "true", **head, "values": {"small": words}},
        },
        "stages": [{"id": "here", "when": {}}, {"id": "elsewhere", "when": {}}],
        "slots": {"hero": {"kind": "inline", "default": "default"}},
        "blocks": {
            "default": {"slot": "hero", "class": "content", "text": {"en": {"title": "T"}}},
            "fits": block,
            **{f"b{n:03d}": {**block, "goal": f"goal{n}", **gate(n)} for n in range(size)},
        },
    }


def calls_of_a_decision(loaded: Engine, visit: Data) -> int:
    """How many calls of Python functions one decision takes."""
    moment = loaded.moment(visit)
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        decide(loaded.prepared, moment)
    finally:
        sys.setprofile(before)
    return calls
