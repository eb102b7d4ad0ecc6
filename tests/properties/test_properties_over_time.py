"""“What must always hold” (decisions.md): what takes more than one decision to see."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from edgepersona.core.decide import decide

from .drawing import SEEDS, VISITS_EACH, drawn, seeded
from .engine import engine
from .generate import persona
from .generate_visits import visit
from .walk import Walk
from .words import Data

STEPS = 40


def talkative(rng: Random) -> Data:
    """A persona that likes to speak: all known, nothing tires much, so that budgets and caps have work."""
    file = persona(rng, sane=True)
    silence = file.setdefault("silence", {})
    silence["fatigue"] = {
        "half_life": "6h",
        "stop": "0.95",
        "weights": {"shown": "0", "ignored": "0.1", "dismissed": "0.1"},
    }
    for block in file["blocks"].values():
        for key in ("when", "stages", "from", "until", "goal"):
            block.pop(key, None)
    return file


@seeded
@given(SEEDS)
def test_7_forgetting_is_never_having_known(seed: int) -> None:
    """“Forgetting an answer leaves the same decision as never having given it.”

    One engine decides with the answer and then without; another never heard of it."""
    rng, file = drawn(seed)
    knew, never = engine(file), engine(file)
    for _ in range(VISITS_EACH):
        with_answer = visit(rng, file)
        signal, spec = rng.choice(list(file["signals"].items()))
        value = rng.choice([*spec.get("values", {}), *spec.get("bins", {})])
        forgotten = copy.deepcopy(with_answer)
        forgotten.setdefault("answers", {}).pop(signal, None)
        with_answer.setdefault("answers", {})[signal] = value
        knew.decide(with_answer)
        assert knew.decide(forgotten) == never.decide(forgotten)


@settings(seeded, max_examples=120)
@given(SEEDS)
def test_8_no_budget_is_ever_exceeded(seed: int) -> None:
    """“No interrupt budget, gap or cap is ever exceeded, over any sequence of visits, reloads … or clock changes,
    within what the device may remember”."""
    rng = Random(seed)
    Walk(rng, talkative(rng)).go(STEPS)


def test_8_walks_meet_the_budgets() -> None:
    """The walks above would prove nothing if they showed nothing."""
    shown = 0
    for seed in range(20):
        rng = Random(seed)
        walk = Walk(rng, talkative(rng))
        walk.go(STEPS)
        shown += sum(walk.interrupts(block) for block, _ in walk.shown)
    assert shown >= 40


GATES: dict[str, Callable[[int], Data]] = {
    "when": lambda n: {"when": {"crm": [f"v{n}"]}},
    "nested when": lambda n: {"when": {"all": [{"any": [{"crm": ["mine"]}, {"crm": ["v1"]}]}, {"crm": [f"v{n}"]}]}},
    "stage": lambda n: {"stages": ["elsewhere"]},
    "date": lambda n: {"until": "2020-01-01"},
    "opt-in": lambda n: {"relevance": {"budget": {"small": "1"}}},
}


@pytest.mark.parametrize("gate", GATES)
def test_10_cost_grows_with_what_could_match(gate: str) -> None:
    """“Cost grows with the blocks that could match, not with the catalogue: the bundle groups what cannot match.”"""
    few, many = (calls_of_a_decision(catalogue(size, GATES[gate])) for size in (20, 400))
    assert many <= few + 20


def catalogue(size: int, gate: Callable[[int], Data]) -> Data:
    """One block that matches, and `size` that cannot."""
    words = {"en": "Words"}
    head = {"keep": "30d", "purpose": "To fit", "label": words}
    block = {"slot": "hero", "class": "content", "relevance": {"crm": {"mine": "2"}}, "text": {"en": {"title": "T"}}}
    return {
        "persona": "1",
        "site": "s",
        "languages": ["en"],
        "signals": {
            "crm": {"tier": "answer", **head, "values": {"mine": words, **{f"v{n}": words for n in range(size)}}},
            "budget": {"tier": "sensitive", "optin": "true", **head, "values": {"small": words}},
        },
        "stages": [{"id": "here", "when": {}}, {"id": "elsewhere", "when": {}}],
        "slots": {"hero": {"kind": "inline", "default": "default"}},
        "blocks": {
            "default": {"slot": "hero", "class": "content", "text": {"en": {"title": "T"}}},
            "fits": block,
            **{f"b{n:03d}": {**block, "goal": f"goal{n}", **gate(n)} for n in range(size)},
        },
    }


def calls_of_a_decision(file: Data) -> int:
    """How many calls of Python functions one decision takes."""
    loaded = engine(file)
    moment = loaded.moment({"now": "2026-11-21T10:00:00Z", "answers": {"crm": "mine"}})
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        decision = decide(loaded.prepared, moment)
    finally:
        sys.setprofile(before)
    assert decision.slots["hero"].block == "fits"
    return calls
