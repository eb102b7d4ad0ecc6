"""What others do for the same question: may this visitor see this block?

Rules
1. PyPI `growthbook`: one feature for each block that may be chosen, with one rule whose condition asks what the
   block asks (its `when`, its stages, and that one of its positive terms matches), evaluated with `eval_feature`,
   as its documentation does, for a visitor whom the rule lets in.
2. Beside it, for whoever wants the harder comparison: the same rules for the visitors who are decided for. Most rules
   do not let most visitors in, and growthbook leaves those at the first attribute that differs.
3. The peer is given the visitor's attributes ready made, outside the clock. It has no history, caps, fatigue,
   ranking, reasons or explanations to work out.
"""

from __future__ import annotations

from typing import Any

from edgepersona.core.bundle import Block, Condition
from edgepersona.core.situation import Situation

GROWTHBOOK = "growthbook"
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


def fitting(block: Block) -> dict[str, str]:
    """The attributes of a visitor whom a block's condition lets in."""
    known = _satisfying(block.when) if block.when else {}
    if block.stages is not None:
        known["journey"] = block.stages[0]
    helps = [(signal, value) for signal, value, weight in block.relevance if weight > 0]
    if helps and not any(known.get(signal) == value for signal, value in helps):
        known.setdefault(*helps[0])
    return known


def _satisfying(condition: Condition) -> dict[str, str]:
    kind = condition[0]
    if kind == "is":
        return {condition[1]: condition[2][0]}
    if kind == "not":
        return {}
    parts = condition[1] if kind == "all" else condition[1][:1]
    return {signal: value for part in parts for signal, value in _satisfying(part).items()}


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
