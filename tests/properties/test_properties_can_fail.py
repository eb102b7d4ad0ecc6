"""Each property of “What must always hold” is worth something: with its rule broken on purpose, it fails.

The table below is the list of what is broken, and what has to notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from edgepersona.core import candidates, caps, explain, fatigue, index, signals, silence
from edgepersona.core.bundle import SOURCES
from edgepersona.core.candidates import Group, Term

from . import test_properties as now
from . import test_properties_over_time as later

TRIES = 150
"""Seeds tried until a broken rule is noticed."""

real_signals, real_tiredness, real_capped, real_built = (
    signals.read,
    fatigue.tiredness,
    silence.capped,
    explain._built,
)


def without(table: str, rule: Callable[..., Any]) -> tuple[object, str, object]:
    """One rule of a table never holds."""
    return silence, table, tuple(each for each in getattr(silence, table) if each is not rule)


def every_tier(prepared: Any, moment: Any, line: Any) -> signals.Said:
    """Sources are heard whose tier the visitor switched off."""
    allowed = replace(moment, consent=replace(moment.consent, personalise=frozenset(SOURCES)))
    return real_signals(prepared, allowed, line)


def flattered(rules: Any, weighing: Any, values: Any) -> Any:
    """Being dismissed refreshes."""
    return real_tiredness(rules, [(at, "clicked" if what == "dismissed" else what) for at, what in weighing], values)


def bought(s: Any, candidate: Any, on_screen: bool = False) -> Any:
    """What is valuable enough is above its caps."""
    return None if candidate.block.value >= 100 else real_capped(s, candidate, on_screen)


def whatever_holds(s: Any, group: Group) -> Any:
    """A block with a condition is never eligible."""
    return silence.NOT_ELIGIBLE


def boasting(s: Any, terms: tuple[Term, ...]) -> Any:
    """Signals that spoke against the block are named as if they had helped."""
    return real_built(s, tuple(term._replace(adds=abs(term.adds) or 1.0) for term in terms))


class Remembering:
    """An answer once given is used for ever."""

    def __init__(self) -> None:
        self.given: dict[int, dict[str, Any]] = {}

    def __call__(self, prepared: Any, moment: Any, line: Any) -> signals.Said:
        known = self.given.setdefault(id(prepared), {})
        known |= moment.answers
        return real_signals(prepared, replace(moment, answers=dict(known)), line)


def beside_the_first(bundle: Any, blocks: Any) -> Any:
    """Every block is looked at whenever anything at all is known."""
    signal, every = bundle.signals[0], [block.id for block in blocks]
    return {signal.id: dict.fromkeys((*signal.all_values, None), every)}


BREAKS: dict[str, tuple[Callable[..., Any], tuple[object, str, object]]] = {
    "1: tiers that are off are heard": (now.test_1_no_consent_no_effect, (signals, "read", every_tier)),
    "2: a dismissal refreshes": (now.test_2_displeasure_only_makes_quieter, (fatigue, "tiredness", flattered)),
    "3: value outbids a rule": (now.test_3_value_buys_no_way_past_a_rule, (silence, "capped", bought)),
    "4: no service rule": (now.test_4_service_first, without("POOL_RULES", silence.service_first)),
    "5: a reason without a cause": (
        now.test_5_one_reason_each_and_each_a_cause,
        (silence, "GROUP_RULES", (whatever_holds, *silence.GROUP_RULES[1:])),
    ),
    "6: what spoke against is named": (now.test_6_explanations_are_true, (explain, "_built", boasting)),
    "7: answers are remembered": (later.test_7_forgetting_is_never_having_known, (signals, "read", Remembering())),
    "8: no interrupt budget": (
        later.test_8_no_budget_is_ever_exceeded,
        without("SPEAKING_RULES", silence.interrupt_budget),
    ),
    "8: caps allow one more": (
        later.test_8_no_budget_is_ever_exceeded,
        (caps, "limit", lambda cap, fatigue: cap.at_most + 1),
    ),
    "9: every source is called an answer": (
        now.test_9_the_source_that_was_used_is_named,
        (candidates, "source_shown", lambda signal, source: "answer"),
    ),
}


def seeds() -> Iterator[int]:
    yield from range(TRIES)


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_rule_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prop, (module, name, replacement) = BREAKS[fault]
    property_of_seed = prop.hypothesis.inner_test  # type: ignore[attr-defined]
    for seed in range(3):
        property_of_seed(seed)
    monkeypatch.setattr(module, name, replacement)
    noticed = False
    for seed in seeds():
        with suppress(AssertionError):
            property_of_seed(seed)
            continue
        noticed = True
        break
    assert noticed, f"{prop.__name__} holds although {fault.partition(': ')[2]}"


def test_cost_that_grows_with_the_catalogue_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "places", beside_the_first)
    with pytest.raises(AssertionError):
        later.test_10_cost_grows_with_what_could_match("nested when")
