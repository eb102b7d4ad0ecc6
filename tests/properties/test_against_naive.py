"""The engine against the naive evaluator: the same decision for every generated persona and visit.

`EDGEPERSONA_VISITS` sets how many visits are compared (the long run: 100000).
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
from .engine import differences, engine
from .naive import REASONS, evaluate

VISITS = int(os.environ.get("EDGEPERSONA_VISITS", "4000"))
VISITS_EACH = 10
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
            met.update({entry["reason"] for entry in entries(expected) if "reason" in entry})
            if json.dumps(expected) != json.dumps(actual):
                lines = differences(expected, actual) or ["the order of keys differs"]
                head = f"persona {number}, visit {n}: naive evaluator and engine"
                found.append("\n".join([head, *lines[:10], words.written(persona), words.written(visit)]))
    return found


def entries(decision: words.Data) -> list[words.Data]:
    """The slots' and the withheld blocks' parts of a decision."""
    return [*decision["slots"].values(), *decision["withheld"]]


def test_engine_and_naive_evaluator_decide_alike(differing: list[str]) -> None:
    """Keys, their order, values: all but `bundle` and the texts."""
    assert not differing, f"{len(differing)} pairs differ, the first:\n{differing[0]}"


def test_every_reason_code_was_met_often_enough(differing: list[str], met: Counter[str]) -> None:
    """A comparison says little about a rule that never decided."""
    assert {reason: met[reason] for reason in REASONS if met[reason] < 0.01 * met["visits"]} == {}


def test_the_naive_evaluator_decides_the_example_as_its_page_does() -> None:
    """The example's decision is part of the specification."""
    yaml = YAML(typ="base", pure=True)  # every scalar is text
    persona, visit = (yaml.load(EXAMPLES / f"bakery{name}.yaml") for name in ("", "-visit"))
    expected = json.loads((EXAMPLES / "bakery-decision.json").read_text(encoding="utf-8"))
    for slot in expected["slots"].values():
        slot.pop("because", None)
    assert evaluate(persona, visit) == expected
