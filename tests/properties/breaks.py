"""What is broken on purpose, and which property has to notice: one break for each clause of “What must always hold”.

Rules
1. A break takes one clause away and leaves the rest of the engine as it is.
2. It names the property that has to notice it, as the suite runs it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from edgepersona.core import (
    candidates,
    caps,
    consent,
    decide,
    explain,
    fatigue,
    index,
    keeping,
    signals,
    silence,
    situation,
)
from edgepersona.core.bundle import SOURCES
from edgepersona.core.candidates import Group, Term
from edgepersona.core.moment import Moment
from edgepersona.core.state import State
from edgepersona.core.turn import Turn

from . import test_properties as now
from . import test_properties_on_devices as devices
from . import test_properties_over_time as later

real_standing = consent.standing
Replacement = tuple[object, str, object]
"""Module or class, name, and what stands there instead."""

real_signals, real_tiredness, real_capped, real_built, real_history, real_binds, real_fatigued = (
    signals.read,
    fatigue.tiredness,
    silence.capped,
    explain._built,
    situation._history,
    caps.CapState.binds,
    silence.fatigued,
)


def without(table: str, rule: Callable[..., Any], instead: Callable[..., Any] | None = None) -> Replacement:
    """One rule of a table never holds, or another stands in its place."""
    rules = ((instead if each is rule else each) for each in getattr(silence, table))
    return silence, table, tuple(each for each in rules if each is not None)


# --- 1 to 7 ---


def every_tier(prepared: Any, moment: Any, line: Any) -> signals.Said:
    allowed = replace(moment, consent=replace(moment.consent, personalise=frozenset(SOURCES)))
    return real_signals(prepared, allowed, line)


def always_on(purpose: str) -> Replacement:
    def standing(*said: Any) -> Any:
        return replace(real_standing(*said), **{purpose: True})

    return consent, "standing", standing


def flattered_by(outcome: str) -> Replacement:
    def tiredness(rules: Any, weighing: Any, values: Any) -> Any:
        return real_tiredness(rules, [(at, "clicked" if what == outcome else what) for at, what in weighing], values)

    return fatigue, "tiredness", tiredness


def above_its_caps(s: Any, candidate: Any, on_screen: bool = False) -> Any:
    return None if candidate.block.value >= 100 else real_capped(s, candidate, on_screen)


def awake_for_what_pays(s: Any, speech: Any) -> Any:
    dear = any(block.value >= 100 for block in s.prepared.bundle.blocks)
    return None if dear else real_fatigued(s, speech)


def only_what_is_used(prepared: Any, said: signals.Said) -> frozenset[str]:
    rules = prepared.bundle.silence.service_first
    return frozenset(kind for rule in rules if situation.holds(rule.when, said.values) for kind in rule.pauses)


def whatever_holds(s: Any, group: Group) -> Any:
    return silence.NOT_ELIGIBLE


def boasting(s: Any, terms: tuple[Term, ...]) -> Any:
    return real_built(s, tuple(term._replace(adds=abs(term.adds) or 1.0) for term in terms))


class Remembering:
    """An answer once given is used for ever."""

    def __init__(self) -> None:
        self.given: dict[int, dict[str, Any]] = {}

    def __call__(self, prepared: Any, moment: Any, line: Any) -> signals.Said:
        known = self.given.setdefault(id(prepared), {})
        known |= moment.answers
        return real_signals(prepared, replace(moment, answers=dict(known)), line)


# --- 8 ---


def unaware_of(**facts: Any) -> Replacement:
    """One budget finds nothing to count."""

    def history(prepared: Any, moment: Any, line: Any) -> situation.History:
        return replace(real_history(prepared, moment, line), **facts)

    return situation, "_history", history


def deaf_to_the_page(prepared: Any, moment: Any, line: Any) -> situation.History:
    return real_history(prepared, replace(moment, page=replace(moment.page, interrupted=0)), line)


def unbound(loose: Callable[[Any], bool]) -> Replacement:
    """Some caps never bind."""

    def binds(state: caps.CapState, at: int) -> bool:
        return not loose(state.cap) and real_binds(state, at)

    return caps.CapState, "binds", binds


# --- 10 ---


def beside_the_first(bundle: Any, blocks: Any) -> Any:
    signal, every = bundle.signals[0], [block.id for block in blocks]
    return {signal.id: dict.fromkeys((*signal.all_values, None), every)}


BREAKS: dict[str, tuple[Any, *tuple[Replacement, ...]]] = {
    "sources are heard whose tier is off": (now.test_1_no_consent_no_effect, (signals, "read", every_tier)),
    "`measure` off is taken for on": (
        devices.test_1_what_is_switched_off_leaves_and_keeps_nothing,
        always_on("measure"),
    ),
    "`remember` off is taken for on": (
        devices.test_1_what_is_switched_off_leaves_and_keeps_nothing,
        always_on("remember"),
    ),
    "a visit that is over is read all the same": (
        devices.test_1_what_is_switched_off_leaves_and_keeps_nothing,
        (keeping, "IDLE", 2**53),
    ),
    "a dismissal refreshes": (now.test_2_displeasure_only_makes_quieter, flattered_by("dismissed")),
    "an ignored block refreshes": (now.test_2_displeasure_only_makes_quieter, flattered_by("ignored")),
    "a complaint refreshes": (now.test_2_displeasure_only_makes_quieter, flattered_by("complained")),
    "what is valuable enough is above its caps": (
        now.test_3_value_buys_no_way_past_a_rule,
        (silence, "capped", above_its_caps),
    ),
    "for what is valuable enough nobody is too tired": (
        now.test_3_value_buys_no_way_past_a_rule,
        without("SPEAKING_RULES", silence.fatigued, awake_for_what_pays),
    ),
    "no service rule holds": (now.test_4_service_first, without("POOL_RULES", silence.service_first)),
    "a service rule hears only the source in use": (
        now.test_4_service_first,
        (situation, "_paused", only_what_is_used),
    ),
    "a block is never eligible, whatever its condition": (
        now.test_5_one_reason_each_and_each_a_cause,
        (silence, "GROUP_RULES", (whatever_holds, *silence.GROUP_RULES[1:])),
    ),
    "the rules of pass 1 are asked in the wrong order": (
        now.test_5_one_reason_each_and_each_a_cause,
        (silence, "SPEAKING_RULES", silence.SPEAKING_RULES[::-1]),
    ),
    "what spoke against a block is named as if it had helped": (
        now.test_6_explanations_are_true,
        (explain, "_built", boasting),
    ),
    "an answer once given is used for ever": (
        later.test_7_forgetting_is_never_having_known,
        (signals, "read", Remembering()),
    ),
    "no `per_page`": (later.test_8_no_budget_is_ever_exceeded, unaware_of(interrupts_in_view=0)),
    "no `gap`": (later.test_8_no_budget_is_ever_exceeded, unaware_of(last_interrupt=None)),
    "no `questions_per_visit`": (later.test_8_no_budget_is_ever_exceeded, unaware_of(questions_in_visit=0)),
    "without `remember`, more than one a visit": (
        later.test_8_no_budget_is_ever_exceeded,
        unaware_of(loud_in_visit=0),
    ),
    **{
        f"no cap on a {scope}": (
            later.test_8_no_budget_is_ever_exceeded,
            unbound(lambda cap, scope=scope: cap.scope == scope),  # type: ignore[misc]
        )
        for scope in ("class", "block", "slot")
    },
    "no cap without a pause": (later.test_8_no_budget_is_ever_exceeded, unbound(lambda cap: cap.pause is None)),
    "no pause": (later.test_8_no_budget_is_ever_exceeded, unbound(lambda cap: cap.pause is not None)),
    "no cap on other outcomes than `shown`": (
        later.test_8_no_budget_is_ever_exceeded,
        unbound(lambda cap: cap.outcome != "shown"),
    ),
    "what one decision starts is not added up": (
        later.test_8_no_budget_is_ever_exceeded,
        (decide._Budgets, "full", lambda budgets, candidate: None),
    ),
    "what lies ahead of the clock is not taken for now": (
        later.test_8_no_budget_is_ever_exceeded,
        (Moment, "__post_init__", lambda moment: None),
    ),
    "what starts to interrupt is not noted": (
        devices.test_8_no_budget_is_exceeded_on_a_device,
        (Turn, "_start", lambda turn, decision: frozenset()),
    ),
    "tabs do not share what was shown": (
        devices.test_8_no_budget_is_exceeded_on_a_device,
        (State, "lasting", lambda state, event: False),
    ),
    "a page's own count of interrupts is not heard": (
        devices.test_8_no_budget_is_exceeded_on_a_device,
        (situation, "_history", deaf_to_the_page),
    ),
    "caps allow one more": (
        later.test_8_no_budget_is_ever_exceeded,
        (caps, "limit", lambda cap, fatigue: cap.at_most + 1),
    ),
    "caps do not tighten with fatigue": (
        later.test_8_no_budget_is_ever_exceeded,
        (caps, "limit", lambda cap, fatigue: cap.at_most),
    ),
    "every source is called an answer": (
        now.test_9_the_source_that_was_used_is_named,
        (candidates, "source_shown", lambda signal, source: "answer"),
    ),
    "what cannot match is looked at all the same": (
        later.test_10_cost_grows_with_what_could_match_in_any_file,
        (index, "places", beside_the_first),
    ),
}


def table() -> str:
    """The breaks as docs/properties.md lists them."""
    rows = [(prop.__name__.removeprefix("test_").replace("_", " "), broken) for broken, (prop, *_) in BREAKS.items()]
    return "\n".join(
        ["| What was broken | What noticed |", "|---|---|", *(f"| {broken} | {prop} |" for prop, broken in rows)]
    )
