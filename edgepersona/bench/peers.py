"""What others do for the same question: may this visitor see this block?

Rules
1. PyPI `growthbook`: one feature for each block that may be chosen, with one rule, evaluated with `eval_feature`, as
   its documentation does. The rule that is compared with asks for as many attributes as the block names signals
   (three at most), each by a list of values, and lets the visitor in.
2. Beside it, for whoever wants the harder comparison: rules that ask exactly what the blocks ask. Most of them do
   not let the visitor in, and growthbook leaves those at the first attribute that differs.
3. The peer is given the visitor's attributes ready made, outside the clock. It has no history, caps, fatigue,
   ranking, reasons or explanations to work out.
"""

from __future__ import annotations

from typing import Any

from edgepersona.core.bundle import Block, Condition
from edgepersona.core.conditions import signals_named
from edgepersona.core.situation import Situation

GROWTHBOOK = "growthbook"
MOST = 3
HOW = "growthbook is not installed, so there is nothing to compare with: pip install growthbook"


def attributes(situation: Situation) -> dict[str, str]:
    """What is known of a visitor, as growthbook's attributes."""
    return {**situation.values, "journey": situation.stage or ""}


def growthbook(conditions: dict[str, dict[str, Any]], known: dict[str, str]) -> Any:
    """A growthbook client with one feature for each condition. Raises ImportError where it is not installed."""
    from growthbook import GrowthBook

    return GrowthBook(
        attributes=known,
        features={
            name: {"defaultValue": False, "rules": [{"condition": condition, "force": True}]}
            for name, condition in conditions.items()
        },
    )


def letting_in(block: Block, known: dict[str, str]) -> dict[str, Any]:
    """A condition that holds: over as many attributes as the block names signals, three at most."""
    named = dict.fromkeys([*signals_named(block.when), *(signal for signal, _, _ in block.relevance)])
    names = [*(name for name in named if name in known), *(name for name in known if name not in named)]
    return {name: {"$in": [f"not {known[name]}", known[name]]} for name in names[: min(len(named), MOST)]}


def targeting(block: Block) -> dict[str, Any]:
    """A condition that holds where the block is eligible and one of its positive terms matches."""
    found = _condition(block.when) if block.when else {}
    if block.stages is not None:
        found = {**found, "journey": {"$in": list(block.stages)}}
    helps: dict[str, list[str]] = {}
    for signal, value, weight in block.relevance:
        if weight > 0:
            helps.setdefault(signal, []).append(value)
    one_of = [{signal: {"$in": values}} for signal, values in helps.items()]
    return {"$and": [found, {"$or": one_of}]} if "$or" in found else {**found, **({"$or": one_of} if one_of else {})}


def _condition(condition: Condition) -> dict[str, Any]:
    kind = condition[0]
    if kind == "is":
        return {condition[1]: {"$in": list(condition[2])}}
    if kind == "not":
        return {"$not": _condition(condition[1])}
    parts = [_condition(part) for part in condition[1]]
    if kind == "any":
        return {"$or": parts}
    merged = {key: value for part in parts for key, value in part.items()}
    return merged if len(merged) == sum(len(part) for part in parts) else {"$and": parts}
