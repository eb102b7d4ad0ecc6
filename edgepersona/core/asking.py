"""Asking whether to remember: the one question the SDK puts itself.

Rules
1. It is asked only after an answer, and only where one that was given could outlive the visit.
2. It counts as a question: it has its place in `questions_per_visit`, waits where questions wait, and is never
   asked beside another one, nor twice in a visit. A "no" stands (`consent.NO_STANDS`).
3. Where a banner of the page has denied remembering, or has yet to speak, it is not asked again here.
"""

from __future__ import annotations

from . import outside
from .bundle import VISIT
from .consent import may_ask_to_remember
from .decide import Decision
from .moment import Event
from .state import State
from .timeline import ASKED_EVENT
from .times import DAY


def ask_to_remember(state: State, decision: Decision) -> bool:
    """Whether to ask now; if so, the question has taken its place."""
    s, bundle = decision.situation, state.prepared.bundle
    asking = any(
        choice.block is not None and state.prepared.blocks[choice.block].kind == "question"
        for choice in decision.slots.values()
    )
    answers = {**state.visit.answers, **state.memory.answers}
    asked = any(event.event == ASKED_EVENT for event in state.visit.events)
    lasting = any(state.prepared.signals[signal].keep != VISIT for signal in answers)
    if (
        asked
        or asking
        or not lasting
        or s.off
        or state.choice.quiet
        or "question" in s.paused
        or s.fatigue >= bundle.silence.fatigue.stop
        or s.history.questions_in_visit >= bundle.silence.questions_per_visit
        or outside.word(bundle, "remember", state.request.outside) in ("denied", "silent")
        or not may_ask_to_remember(bundle, state.choice, state.now // DAY)
    ):
        return False
    state.record(Event(state.now, ASKED_EVENT))
    return True
