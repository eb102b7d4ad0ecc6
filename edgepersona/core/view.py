"""What the page is to show: a decision with its words, ready to render as text.

Rules
1. A view holds what is rendered and nothing else: no values, no terms, no arm.
2. A default is the page's own; the view only says that it stays, and why.
"""

from __future__ import annotations

from typing import Any

from .bundle import Block, Text
from .candidates import Term
from .decide import Decision, Shown
from .explain import reason_text, value_text
from .prepare import Prepared
from .times import HOUR
from .wording import words


def view(
    decision: Decision, due: int | None, counted: bool, waiting: frozenset[str] = frozenset(), ask: str | None = None
) -> dict[str, Any]:
    """The View of one page. `due`: when the outbox next wants to send, ms. `counted`: whether this page view is.

    `waiting`: slots whose interrupt may not start just now. `ask`: the purpose the visitor is to be asked about.
    """
    s = decision.situation
    return {
        "state": "off" if s.off else "ready",
        "language": s.language,
        "slots": {slot: _slot(decision, slot, slot in waiting) for slot in decision.slots},
        "due": due,
        "counted": counted,
        "again": _again(decision),
        "ask": ask,
    }


def why(decision: Decision, slot: str) -> dict[str, Any]:
    """Why a slot shows what it shows: sentence, terms with their sources, or the reason for its silence."""
    s, choice = decision.situation, decision.slots[slot]
    answer: dict[str, Any] = {"slot": slot, "block": choice.block, "because": None, "terms": []}
    if isinstance(choice, Shown):
        terms = [_term(decision, term) for term in choice.terms]
        return {
            **answer,
            "because": choice.because,
            "terms": terms,
            "reason": None,
            "text": None,
            "until": None,
        }
    verdict = choice.verdict
    text = reason_text(s.prepared.bundle, s.language, verdict.reason)
    return {**answer, "reason": verdict.reason, "text": text, "until": verdict.until()}


def _slot(decision: Decision, slot: str, waits: bool) -> dict[str, Any]:
    s, choice = decision.situation, decision.slots[slot]
    shown: dict[str, Any] = {"kind": s.prepared.slots[slot].kind, "block": None if waits else choice.block}
    if waits or not isinstance(choice, Shown):
        why = "PAGE_BUSY" if isinstance(choice, Shown) else choice.verdict.reason
        reason = {"reason": why, "text": None, "because": None, "question": None}
        return {**shown, "default": shown["block"] is not None, "waits": False, "class": None, **reason}
    block = s.prepared.blocks[choice.block]
    return {
        **shown,
        "default": False,
        "waits": _waits(s.prepared, block),
        "class": block.kind,
        "reason": None,
        "text": block.text[s.language],
        "because": choice.because,
        "question": _question(decision, block),
    }


def _waits(prepared: Prepared, block: Block) -> bool:
    """Whether leaving the block without a response is worth telling: it tires, or a cap counts it."""
    known = prepared.known[block.id]
    return "ignored" in known.tiring or "ignored" in known.caps


def _question(decision: Decision, block: Block) -> dict[str, Any] | None:
    s = decision.situation
    question = next((q for q in s.prepared.bundle.questions if q.id == block.question), None)
    if question is None:
        return None
    signal = s.prepared.signals[question.signal]
    return {
        "id": question.id,
        "ask": _in(s.language, question.ask),
        "why": _in(s.language, question.why),
        "options": [
            {"value": value, "label": signal.values[value][s.language]}
            for value in signal.order
            if s.language in signal.values[value]
        ],
    }


def _term(decision: Decision, term: Term) -> dict[str, Any]:
    s = decision.situation
    signal = s.prepared.signals[term.signal]
    return {
        "signal": term.signal,
        "label": _in(s.language, signal.label),
        "value": term.value,
        "text": value_text(s.prepared, term, s.language),
        "source": term.source,
        "sourceText": words(s.prepared.bundle, s.language, f"source-{s.sources[term.signal]}"),
        "adds": round(term.adds, 4),
    }


def _in(language: str, text: Text) -> str | None:
    return text.get(language)


def _again(decision: Decision) -> int | None:
    """When an interrupt slot's silence next lapses by itself, ms; only if soon enough for this page to live."""
    s = decision.situation
    lapses = [
        until
        for choice in decision.slots.values()
        if not isinstance(choice, Shown) and choice.verdict.reason == "INTERRUPT_BUDGET"
        if (until := choice.verdict.until()) is not None and until - s.now <= HOUR
    ]
    return min(lapses, default=None)
