"""The engine against the naive evaluator: the same decision for every generated persona and visit.

`EDGEPERSONA_VISITS` sets how many visits are compared (`make long`: 100000), and one way through many for each 40.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from ruamel.yaml import YAML

from . import generate, generate_visits, words
from .conftest import CAPS, DIFFER, OVER, PAUSED, STEPS
from .engine import differences, engine
from .naive import REASONS, evaluate
from .naive_rules import Rules
from .test_properties_over_time import talkative
from .walk import Walk

VISITS = int(os.environ.get("EDGEPERSONA_VISITS", "4000"))
VISITS_EACH = 10
SEQUENCE = 40
EXAMPLES = Path(__file__).parent.parent / "vectors" / "examples"


@pytest.fixture(scope="module")
def differing(met: Counter[str]) -> list[str]:
    """What differs, pair by pair; counts the reason codes met on the way."""
    found = []
    for number in range(-(-VISITS // VISITS_EACH)):
        rng = Random(f"persona {number}")
        persona = generate.persona(rng)
        loaded = engine(persona)
        for n in range(VISITS_EACH):
            visit = generate_visits.visit(rng, persona)
            expected, actual = evaluate(persona, visit), loaded.decide_bare(visit)
            met["visits"] += 1
            for name, times in broken(persona, visit, actual).items():
                met[name] += times
            met.update({entry["reason"] for entry in entries(expected) if "reason" in entry})
            if json.dumps(expected) != json.dumps(actual):
                lines = differences(expected, actual) or ["the order of keys differs"]
                head = f"persona {number}, visit {n}: naive evaluator and engine"
                met[DIFFER] += 1
                found.append("\n".join([head, *lines[:10], words.written(persona), words.written(visit)]))
    return found


def broken(persona: words.Data, visit: words.Data, decision: words.Data) -> dict[str, int]:
    """What the engine's decision breaks of the promises that are counted, by the naive evaluator's reckoning."""
    rules = Rules(persona, visit)
    shown = [part["block"] for part in decision["slots"].values() if "utility" in part]
    starting = [block for block in shown if not rules.on_screen(block)]
    caps, now = rules.silence.get("caps") or [], rules.now
    full = [
        block
        for block in shown
        for cap in caps
        if rules.covers(cap, block)
        and not (block not in starting and cap["outcome"] == "shown")
        and (rules.pausing if "pause" in cap else rules.full)(cap, now)
    ]
    over = [
        cap
        for cap in caps
        if cap["outcome"] == "shown" and "pause" not in cap
        if (more := [block for block in starting if rules.covers(cap, block)])
        and rules.in_window(cap, now) + len(more) > rules.limit(cap, now)
    ]
    services = [
        rule for rule in rules.silence.get("service_first") or [] if rules.visitor.holds_for_any_source(rule["when"])
    ]
    paused = [block for block in shown if any(rules.kind(block) in rule["pauses"] for rule in services)]
    return {CAPS: len(full) + len(over), PAUSED: len(paused)}


def entries(decision: words.Data) -> list[words.Data]:
    """The slots' and the withheld blocks' parts of a decision."""
    return [*decision["slots"].values(), *decision["withheld"]]


def test_engine_and_naive_evaluator_decide_alike(differing: list[str]) -> None:
    """Keys, their order, values: all but `bundle` and the texts."""
    assert not differing, f"{len(differing)} pairs differ, the first:\n{differing[0]}"


def test_every_reason_code_was_met_often_enough(differing: list[str], met: Counter[str]) -> None:
    """A comparison says little about a rule that never decided."""
    assert {reason: met[reason] for reason in REASONS if met[reason] < 0.01 * met["visits"]} == {}


def test_no_cap_is_exceeded_and_no_paused_class_shown(differing: list[str], met: Counter[str]) -> None:
    """Counted apart from the comparison, so that it would be seen even if both were wrong alike."""
    assert (met[CAPS], met[PAUSED]) == (0, 0)


def test_no_limit_is_exceeded_over_sequences(differing: list[str], met: Counter[str]) -> None:
    """One device's way through many page views each, by the file's words (walk.py)."""
    met[OVER], first = 0, None
    for number in range(VISITS // 40):
        rng = Random(f"sequence {number}")
        walk = Walk(rng, talkative(rng))
        try:
            walk.go(SEQUENCE)
        except AssertionError as error:
            met[OVER] += 1
            first = first or f"sequence {number}: {error}"
        met[STEPS] += SEQUENCE
    assert met[OVER] == 0, first


def test_the_naive_evaluator_decides_the_example_as_its_page_does() -> None:
    """The example's decision is part of the specification."""
    yaml = YAML(typ="base", pure=True)  # every scalar is text
    persona, visit = (yaml.load(EXAMPLES / f"bakery{name}.yaml") for name in ("", "-visit"))
    expected = json.loads((EXAMPLES / "bakery-decision.json").read_text(encoding="utf-8"))
    for slot in expected["slots"].values():
        slot.pop("because", None)
    assert evaluate(persona, visit) == expected
