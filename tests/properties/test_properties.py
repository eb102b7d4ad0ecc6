"""“What must always hold” (decisions.md), over generated personas and histories: what one decision can show.

Sequences of decisions, forgetting and cost are in test_properties_over_time.py.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from .drawing import Way, always, drawn
from .engine import engine
from .generate_visits import visit
from .naive import PASS_1, PASS_2, REASONS
from .naive_basics import holds
from .naive_visitor import Visitor
from .removal import without_cause
from .words import Data


def reasons(decision: Data) -> dict[str, str]:
    """Withheld block → reason."""
    return {entry["block"]: entry["reason"] for entry in decision["withheld"]}


def by_block(decision: Data) -> dict[str, Data]:
    return {entry["block"]: entry for entry in decision["withheld"]}


def chosen(decision: Data) -> dict[str, Data]:
    """Slot → its part of the decision, where a block was chosen on its merits."""
    return {slot: part for slot, part in decision["slots"].items() if "utility" in part}


def rank(reason: str | None) -> int:
    """The place of a reason in the order of the rules; a block that is shown comes last."""
    return REASONS.index(reason) if reason else len(REASONS)


@always()
def test_1_no_consent_no_effect(way: Way) -> None:
    """“No consent, no effect: with `personalise` off no answer or event changes any slot”; and the tier of a
    source that is off is not used by any term."""
    rng, file = drawn(way.seed)
    loaded = engine(file)
    for _ in range(way.steps):
        full = visit(rng, file)
        off = {**full, "consent": {**full.get("consent", {}), "personalise": "off"}}
        nothing: Data = {key: off[key] for key in ("now", "language", "consent", "arm", "seed") if key in off}
        assert loaded.decide(off) == loaded.decide(nothing)
        tier = rng.choice(["answer", "campaign", "account", "usage"])
        tiers = {name: "off" if name == tier else "on" for name in ("answer", "campaign", "account", "usage")}
        partly = {**full, "consent": {**full.get("consent", {}), "personalise": tiers}}
        used = {term["tier"] for part in chosen(loaded.decide(partly)).values() for term in part["terms"]}
        assert tier not in used


@always()
def test_2_displeasure_only_makes_quieter(way: Way) -> None:
    """“Adding a dismissal, an ignored block or a complaint never lets a block past a rule that withheld it, never
    raises a utility, and never raises the number of interrupts.”

    Added where something else happened, so that it does not itself prolong a visit that was over."""
    rng, file = drawn(way.seed, sane=True)
    loaded = engine(file)
    interrupts = {slot for slot, spec in file["slots"].items() if spec["kind"] == "interrupt"}
    budget = file.get("silence", {}).get("interrupts", {})
    for _ in range(way.steps):
        before = visit(rng, file)
        if not before.get("events"):
            continue
        place = rng.randrange(len(before["events"]))
        at = before["events"][place]["at"]
        added = {
            "at": at,
            "event": rng.choice(["dismissed", "ignored", "complained"]),
            "block": rng.choice(list(file["blocks"])),
        }
        after = {**before, "events": [*before["events"][: place + 1], added, *before["events"][place + 1 :]]}
        old, new = loaded.decide(before), loaded.decide(after)
        was, now = reasons(old), reasons(new)
        assert new["fatigue"] >= old["fatigue"]
        for block, reason in was.items():
            if reason not in ("OUTRANKED", "NO_CANDIDATE"):
                assert rank(now.get(block)) <= rank(reason), (block, reason, now.get(block))
        utilities = {part["block"]: part["utility"] for part in chosen(old).values()}
        for part in chosen(new).values():
            assert part["utility"] <= utilities.get(part["block"], part["utility"])
        one_at_a_time = budget.get("gap", "30s") != "0s" or budget.get("per_page", "1") in ("0", "1")
        if one_at_a_time:
            assert len(interrupts & set(chosen(new))) <= len(interrupts & set(chosen(old)))


@always()
def test_3_value_buys_no_way_past_a_rule(way: Way) -> None:
    """“Raising a block's `value` never gets it past a rule of pass 1 or 2.”"""
    rng, file = drawn(way.seed)
    plain = engine(file)
    for _ in range(way.steps):
        at = visit(rng, file)
        was = reasons(plain.decide(at))
        dearer = copy.deepcopy(file)
        for block in [name for name, reason in was.items() if reason in PASS_1 or reason in PASS_2]:
            value = float(file["blocks"][block].get("value", "1"))
            dearer["blocks"][block]["value"] = str(value * rng.choice([2, 1000]))
        now = reasons(engine(dearer).decide(at))
        for name, reason in was.items():
            if reason in PASS_1 or reason in PASS_2:
                assert now[name] == reason
        assert {name for name, r in now.items() if r in PASS_1 or r in PASS_2} <= set(was)


@always()
def test_4_service_first(way: Way) -> None:
    """“While a service rule holds, no block of a paused class is shown, whatever the file says elsewhere.”

    A default is the page as it was, and not shown in place of anything."""
    rng, file = drawn(way.seed)
    name, spec = next(iter(file["signals"].items()))
    rules = file.setdefault("silence", {}).setdefault("service_first", [])
    values = [*spec.get("values", {}), *spec.get("bins", {})]
    rules.append({"when": {name: values[:1]}, "pauses": rng.sample(["content", "promotion", "question"], 2)})
    loaded = engine(file)
    for _ in range(way.steps):
        at = visit(rng, file)
        if rng.random() < 0.5 and spec["tier"] != "sensitive":
            at = {**at, "account": {**at.get("account", {}), name: values[0]}}
        elif len(values) > 1:  # one source says so, the one that is used says otherwise
            at = {**at, "account": {**at.get("account", {}), name: values[1]}}
            at["answers"] = {**at.get("answers", {}), name: values[0]}
        visitor = Visitor(file, at)
        paused = {kind for rule in rules if says_so(visitor, rule["when"]) for kind in rule["pauses"]}
        decision = loaded.decide(at)
        shown = [part["block"] for part in chosen(decision).values()]
        defaults = {slot.get("default") for slot in file["slots"].values()}
        shown += [block for block in decision.get("ghost", {}).values() if block and block not in defaults]
        if visitor.personalise():
            assert not [block for block in shown if file["blocks"][block]["class"] in paused]


def says_so(visitor: Visitor, when: Data) -> bool:
    """Does the rule hold with the values in use, or with one source's alone?"""
    values: dict[str, Any] = {s: (visitor.value(s) or (None, None))[1] for s in visitor.persona["signals"]}
    alone = [
        {**values, signal: value} for signal in values for _, value in visitor.sources(signal)
    ]  # fmt: skip
    return any(holds(when, said) for said in [values, *alone])


@always()
def test_5_one_reason_each_and_each_a_cause(way: Way) -> None:
    """“Every withheld block has exactly one reason, and removing that reason's cause changes the decision or moves
    to the next reason in order.”"""
    rng, file = drawn(way.seed)
    loaded = engine(file)
    for _ in range(2):
        at = visit(rng, file)
        decision = loaded.decide(at)
        shown = [part["block"] for part in decision["slots"].values() if part["block"] is not None]
        listed = [entry["block"] for entry in decision["withheld"]]
        assert sorted([*shown, *listed]) == sorted(file["blocks"])
        for entry in rng.sample(decision["withheld"], min(3, len(decision["withheld"]))):
            changed = without_cause(file, at, entry, decision["language"])
            if changed is None:
                continue
            later = engine(changed[0]).decide(changed[1])
            found = {"block": entry["block"], **by_block(later).get(entry["block"], {})}
            if entry["reason"] == "OUTRANKED":  # by another one now, or no longer
                assert found != entry
            else:
                assert rank(found.get("reason")) > rank(entry["reason"]), (entry, found)


@always()
def test_6_explanations_are_true(way: Way) -> None:
    """“Every personalised block's explanation names only signals that truly added to its utility, and only values
    the visitor gave, did, or arrived with.”"""
    rng, file = drawn(way.seed)
    loaded = engine(file)
    for _ in range(way.steps):
        at = visit(rng, file)
        visitor = Visitor(file, at)
        for part in chosen(loaded.decide(at)).values():
            added = {term["signal"]: term["value"] for term in part["terms"] if term["adds"] > 0}
            named = re.findall(r"<([^<>=]+)(?:=([^<>]+))?>", part["because"])
            for signal, value in named:
                assert signal in added
                assert value in ("", added[signal])
                assert added[signal] in [known for _, known in visitor.sources(signal)]
            shares = sum(term["adds"] for term in part["terms"])
            assert part["utility"] <= round(shares, 4) + 0.0005


@always()
def test_9_the_source_that_was_used_is_named(way: Way) -> None:
    """“The explanation says which source was used when sources contradict each other.”"""
    rng, file = drawn(way.seed)
    loaded = engine(file)
    for _ in range(way.steps):
        at = visit(rng, file)
        contradicted = dict(at.get("account", {}))
        for signal, answer in at.get("answers", {}).items():
            given = answer if isinstance(answer, str) else answer["value"]
            spec = file["signals"][signal]
            others = [value for value in [*spec.get("values", {}), *spec.get("bins", {})] if value != given]
            if others and rng.random() < 0.5:
                contradicted[signal] = rng.choice(others)
        at = {**at, "account": contradicted}
        visitor = Visitor(file, at)
        for part in chosen(loaded.decide(at)).values():
            for term in part["terms"]:
                tier, value = visitor.value(term["signal"]) or ("", "")
                sensitive = file["signals"][term["signal"]]["tier"] == "sensitive"
                assert (term["tier"], term["value"]) == ("sensitive" if sensitive else tier, value)
