"""Decisions as JSON: the form of persona-format.md, keys in its order, numbers to 4 decimals.

This is where a group's one reason is expanded to its blocks, and where `until` is worked out.
"""

from __future__ import annotations

import json
from typing import Any

from .decide import Decision, Shown, Silent
from .explain import reason_text
from .silence import PASS_1, PASS_2, Verdict
from .times import format_instant

FORMAT = 1


def printed(decision: Decision, digest: str) -> dict[str, Any]:
    """The decision as plain data. `digest`: of the bundle, `sha256:…`."""
    s = decision.situation
    form: dict[str, Any] = {
        "format": FORMAT,
        "bundle": digest,
        "now": format_instant(s.now),
        "language": s.language,
        "arm": s.moment.arm,
        "stage": s.stage,
        "segment": s.segment,
        "fatigue": round(s.tired.at(s.now), 4),
        "slots": {slot: _slot(decision, choice) for slot, choice in decision.slots.items()},
    }
    if decision.ghost is not None:
        form["ghost"] = decision.ghost
    shown = {choice.block for choice in decision.slots.values()}
    form["withheld"] = [
        _withheld(decision, block.id, block.slot) for block in s.prepared.bundle.blocks if block.id not in shown
    ]
    return form


def recorded(decision: Decision) -> dict[str, Any]:
    """The decision as coarsely as it was made: what a receipt's hash is taken of. A group's one reason is left out."""
    s = decision.situation
    return {
        "format": FORMAT,
        "language": s.language,
        "arm": s.moment.arm,
        "stage": s.stage,
        "segment": s.segment,
        "fatigue": s.tired.at(s.now),
        "slots": [[slot, *_recorded(choice)] for slot, choice in decision.slots.items()],
        "ghost": decision.ghost,
        "judged": {block: [verdict.reason, verdict.by] for block, verdict in decision.reasons.judged.items()},
    }


def summed_up(decision: Decision) -> dict[str, Any]:
    """What came of each slot, and which pass settled it: what a receipt says of a decision."""
    passes = ""
    slots: dict[str, list[Any]] = {}
    for slot, choice in decision.slots.items():
        if isinstance(choice, Shown):
            share = round(choice.propensity, 4)
            slots[slot] = [choice.block, int(share) if share.is_integer() else share]
        else:
            slots[slot] = [choice.block, choice.verdict.reason]
        reason = "" if isinstance(choice, Shown) else choice.verdict.reason
        passes += "1" if reason in PASS_1 else "2" if reason in PASS_2 else "3"
    return {"passes": passes, "slots": slots, "ghost": decision.ghost}


_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def dumps(value: Any) -> str:
    """JSON text, UTF-8 as it is, one line, keys in the order given."""
    return _encoded(value)


def _slot(decision: Decision, choice: Shown | Silent) -> dict[str, Any]:
    if isinstance(choice, Shown):
        return {
            "block": choice.block,
            "utility": round(choice.utility, 4),
            "because": choice.because,
            "propensity": round(choice.propensity, 4),
            "terms": [
                {"signal": term.signal, "value": term.value, "tier": term.source, "adds": round(term.adds, 4)}
                for term in choice.terms
            ],
        }
    kind = {"default": True} if choice.block is not None else {}
    return {"block": choice.block, **kind, **_reason(decision, choice.verdict)}


def _recorded(choice: Shown | Silent) -> list[Any]:
    if isinstance(choice, Shown):
        terms = [[term.signal, term.value, term.source, round(term.adds, 9)] for term in choice.terms]
        return [choice.block, round(choice.utility, 9), choice.because, choice.propensity, terms]
    return [choice.block, choice.verdict.reason, choice.verdict.by]


def _withheld(decision: Decision, block: str, slot: str) -> dict[str, Any]:
    return {"block": block, "slot": slot, **_reason(decision, decision.reasons.of(block))}


def _reason(decision: Decision, verdict: Verdict) -> dict[str, Any]:
    s = decision.situation
    until = verdict.until()
    return {
        "reason": verdict.reason,
        **({"by": verdict.by} if verdict.by is not None else {}),
        "text": reason_text(s.prepared.bundle, s.language, verdict.reason),
        "until": None if until is None else format_instant(until),
    }
