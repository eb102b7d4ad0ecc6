"""A device: one request of the page in, one response out. Everything the browser half may ask.

Rules
1. No state between requests: it all travels in the stores, so tabs share it and a killed worker loses nothing.
2. A request is hostile: checked here, field by field, before anything is read. A refused call changes nothing.
3. Every answer carries a view; reading calls a value beside it.
4. What is counted is counted here, beside what caused it, and only once the arm is drawn.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from . import consent, counters, held, situation, view
from .bundle import OUTCOMES, SOURCES
from .decide import Decision, Silent, decide
from .errors import PersonaError
from .moment import Event
from .prepare import Prepared
from .printing import printed
from .request import CallError, checked, with_questions_read
from .state import State
from .state import read as read_state
from .stores import known_events, write_trail

Answer = dict[str, Any]


def handle(prepared: Prepared, digest: str, raw: Any) -> Answer:
    """Answer one request (plain data in, plain data out). Never raises for what the page or its stores hold."""
    try:
        request = checked(raw)
        state = read_state(prepared, with_questions_read(prepared, request))
        name = request.call["do"]
        call = CALLS.get(name) if isinstance(name, str) else None
        if call is None:
            raise CallError("unknown-call", f"a call is one of {', '.join(CALLS)}")
        return call(_Device(state, digest), request.call)
    except CallError as error:
        return {"stores": {}, "error": {"code": error.code, "message": str(error)}}
    except PersonaError as error:
        return {"stores": {}, "error": {"code": "bad-request", "message": str(error)}}


class _Device:
    """One call's work on one state."""

    def __init__(self, state: State, digest: str) -> None:
        self.state = state
        self.digest = digest
        self.prepared = state.prepared

    def decide(self) -> Decision:
        return decide(self.prepared, self.state.moment())

    def shown(self, value: Any = None) -> Answer:
        """Decide, count what the decision means, write the stores, and say what to show."""
        state, decision = self.state, self.decide()
        marks = [counters.exposed(decision.situation.moment.arm), *state.marks]
        marks += [counters.silence(c.verdict.reason) for c in decision.slots.values() if isinstance(c, Silent)]
        marks += [counters.ghost(block) for block in (decision.ghost or {}).values() if block is not None]
        if state.standing.measure:
            state.outbox.count(state.now, marks, state.entropy, self.prepared.bundle)
        stores = state.changed()
        return {"stores": stores, "value": value, "view": view.view(decision, state.outbox.next)}

    def told(self, value: Any) -> Answer:
        """A reading call's answer: nothing happened, so nothing is counted."""
        stores = self.state.changed()
        return {"stores": stores, "value": value, "view": view.view(self.decide(), self.state.outbox.next)}

    def situation(self) -> situation.Situation:
        return situation.read(self.prepared, self.state.moment())

    # --- what happened on the page ---

    def page(self, call: Mapping[str, Any]) -> Answer:
        self.state.page_view()
        if self.state.standing.measure:
            self.state.outbox.open(self.prepared.bundle, self.state.entropy)
        return self.shown()

    def look(self, call: Mapping[str, Any]) -> Answer:
        return self.shown()

    def track(self, call: Mapping[str, Any]) -> Answer:
        event, bundle = call.get("event"), self.prepared.bundle
        if not isinstance(event, str) or event not in known_events(bundle):
            raise CallError("unknown-event", "track takes an event the file counts, a goal, or friction")
        state = self.state
        usage = any(signal.event == event for signal in bundle.signals)
        goals = {block.goal for block in bundle.blocks} | set(bundle.measure.conversions)
        if not usage or event in goals or "usage" in state.standing.personalise:
            state.record(Event(state.now, event))
        if event in goals:
            self._convert(event)
        return self.shown()

    def _convert(self, goal: str) -> None:
        """A goal was reached: credit the block clicked last for it, and count it for the arm and every block seen."""
        state = self.state
        moment = state.moment()
        mine = [e for e in moment.events if e.block in self.prepared.blocks and e.event in ("clicked", "shown")]
        served = [e for e in mine if self.prepared.blocks[e.block or ""].goal == goal]
        clicked = [e for e in served if e.event == "clicked"]
        if clicked:
            state.record(Event(state.now, "converted", clicked[-1].block))
        segment = self._segment()
        state.marks.append(counters.converted(moment.arm, goal))
        state.marks += [counters.outcome(e.block or "", segment, "converted") for e in served]

    def outcome(self, call: Mapping[str, Any]) -> Answer:
        name, what = call.get("block"), call.get("outcome")
        block = self.prepared.blocks.get(name) if isinstance(name, str) else None
        if block is None or what not in OUTCOMES or what == "converted":
            raise CallError("bad-request", "an outcome names a block of this file and what happened to it")
        state = self.state
        if what != "shown" and self._started_unseen(block.id):
            state.record(Event(state.now, "shown", block.id))
        if self._needed(what, block.id):
            state.record(Event(state.now, what, block.id))
        state.marks.append(counters.outcome(block.id, self._segment(), what))
        state.marks.append(counters.guardrail(state.outbox.arm or "treated", what))
        return self.shown()

    def _started_unseen(self, block: str) -> bool:
        """An interrupt answered before it counted as seen was on screen all the same: it takes its place."""
        interrupts = self.prepared.slots[self.prepared.blocks[block].slot].kind == "interrupt"
        return interrupts and block not in self.situation().shown_in_view

    def _needed(self, what: str, block: str) -> bool:
        """Whether silence needs to know: a plain content block's `shown` tires nobody unless a cap or a goal asks."""
        found = self.prepared.blocks[block]
        if block in self.prepared.defaults:
            return False
        quiet_kind = found.kind in ("content", "service") and self.prepared.slots[found.slot].kind == "inline"
        capped = any(self.prepared.bundle.silence.caps[n].outcome == what for n in self.prepared.caps_of[block])
        return not (what in ("shown", "ignored") and quiet_kind and not capped)

    def _segment(self) -> str | None:
        s = self.situation()
        segment = next((seg for seg in self.prepared.bundle.segments if seg.id == s.segment), None)
        return segment.id if segment and counters.countable(self.prepared.bundle, segment.when) else None

    # --- what was said ---

    def signal(self, call: Mapping[str, Any]) -> Answer:
        signal = self.prepared.signals.get(call["signal"]) if isinstance(call.get("signal"), str) else None
        if signal is None:
            raise CallError("unknown-signal", "signal takes a signal of the file")
        value = self._value(signal.all_values, call.get("value"))
        if value is not None and signal.tier == "sensitive" and signal.id not in self.state.choice.optin:
            raise CallError("needs-opt-in", "a sensitive signal counts only after its opt-in")
        if "account" in self.state.standing.personalise or value is None:
            self.state.account(signal, value)
        return self.shown()

    def answer(self, call: Mapping[str, Any]) -> Answer:
        questions = {question.id: question for question in self.prepared.bundle.questions}
        name = call.get("question")
        question = questions.get(name) if isinstance(name, str) else None
        if question is None:
            raise CallError("unknown-question", "answer takes a question of the file")
        signal = self.prepared.signals[question.signal]
        value = self._value(signal.all_values, call.get("value"))
        if value is not None and "answer" not in self.state.standing.personalise:
            raise CallError("personalise-off", "answers are switched off, so none is kept")
        if value is not None and signal.tier == "sensitive" and signal.id not in self.state.choice.optin:
            raise CallError("needs-opt-in", "a sensitive signal counts only after its opt-in")
        self.state.answer(signal, value)
        return self.shown()

    def _value(self, known: tuple[str, ...], value: object) -> str | None:
        if value is None or (isinstance(value, str) and value in known):
            return value
        raise CallError("unknown-value", "the value is not one of the signal's")

    def consent(self, call: Mapping[str, Any]) -> Answer:
        state, changes = self.state, call.get("changes")
        if not isinstance(changes, dict):
            raise CallError("bad-request", "consent takes a map of changes")
        before = state.standing
        state.choice = consent.changed(state.choice, changes)
        after = state.standing
        if before.personalise and not after.personalise:
            state.marks.append(counters.guardrail(state.outbox.arm or "treated", "opted_out"))
        if before.remember != after.remember:
            state.remember()
        for tier in SOURCES:
            if tier not in after.personalise:
                self._drop_tier(tier)
        return self.shown()

    def _drop_tier(self, tier: str) -> None:
        """A tier that is off holds nothing. Outcomes stay: they only ever make the page quieter."""
        counted = {signal.event for signal in self.prepared.bundle.signals if signal.event is not None}
        keep = {block.goal for block in self.prepared.bundle.blocks} | set(self.prepared.bundle.measure.conversions)
        for trail in (self.state.visit, self.state.memory, self.state.private):
            if tier == "answer":
                trail.answers = {}
            elif tier == "account":
                trail.account = {}
            elif tier == "usage":
                trail.events = [e for e in trail.events if e.block or e.event not in counted - keep]

    def quiet(self, call: Mapping[str, Any]) -> Answer:
        state = self.state
        state.choice = consent.with_quiet(state.choice, call.get("yes") is True)
        return self.shown()

    def opt_in(self, call: Mapping[str, Any]) -> Answer:
        signal = self.prepared.signals.get(call["signal"]) if isinstance(call.get("signal"), str) else None
        if signal is None or signal.tier != "sensitive":
            raise CallError("unknown-signal", "optIn takes a sensitive signal of the file")
        yes = call.get("yes") is True
        self.state.choice = consent.with_opt_in(self.state.choice, signal.id, yes)
        if not yes:
            self.state.answer(signal, None)
            self.state.account(signal, None)
        return self.shown()

    def forget(self, call: Mapping[str, Any]) -> Answer:
        what, state = call.get("what"), self.state
        if what is None:
            state.forget_everything()
        elif isinstance(what, str) and what in self.prepared.signals:
            signal = self.prepared.signals[what]
            state.answer(signal, None)
            state.account(signal, None)
            for trail in (state.visit, state.memory):
                trail.events = [e for e in trail.events if e.block or e.event != signal.event]
        elif not isinstance(what, str) or not held.forget_item(state, what):
            raise CallError("unknown-signal", "forget takes nothing, a signal of the file, or an item that is held")
        return self.shown()

    def sign_out(self, call: Mapping[str, Any]) -> Answer:
        for trail in (self.state.visit, self.state.memory, self.state.private):
            trail.account = {}
        return self.shown()

    # --- what may be read ---

    def decision(self, call: Mapping[str, Any]) -> Answer:
        return self.told(printed(self.decide(), self.digest))

    def why(self, call: Mapping[str, Any]) -> Answer:
        slot = call.get("slot")
        if not isinstance(slot, str) or slot not in self.prepared.slots:
            raise CallError("unknown-slot", "why takes a slot of the file")
        return self.told(view.why(self.decide(), slot))

    def held(self, call: Mapping[str, Any]) -> Answer:
        return self.told(held.held(self.state, self.situation()))

    def outbox(self, call: Mapping[str, Any]) -> Answer:
        return self.told(held.waiting(self.state, self.situation()))

    def sent(self, call: Mapping[str, Any]) -> Answer:
        return self.told(held.sent(self.state, self.situation()))

    def export(self, call: Mapping[str, Any]) -> Answer:
        state, s = self.state, self.situation()
        trails = {"visit": state.visit, "memory": state.memory, "page": state.private}
        return self.told(
            {
                "format": 1,
                "bundle": self.digest,
                "now": state.now,
                "held": held.held(state, s),
                "outbox": held.waiting(state, s),
                "sent": held.sent(state, s),
                "stores": {"choice": state.texts["choice"], **{n: write_trail(t) for n, t in trails.items()}},
                "decision": printed(self.decide(), self.digest),
            }
        )

    # --- sending ---

    def send(self, call: Mapping[str, Any]) -> Answer:
        state = self.state
        entry = state.outbox.take(self.prepared.bundle, state.now, state.entropy) if state.standing.measure else None
        value = entry and {"id": entry.id, "body": base64.b64encode(entry.body).decode("ascii")}
        return self.told(value)

    def posted(self, call: Mapping[str, Any]) -> Answer:
        identity, status, after = call.get("id"), call.get("status"), call.get("retry_after")
        if not isinstance(identity, str) or type(status) is not int:
            raise CallError("bad-request", "posted takes a report's id and the status it met")
        wait = after if type(after) is int and after >= 0 else None
        self.state.outbox.answered(identity, status, wait, self.state.now, self.state.entropy)
        return self.told(None)


CALLS: dict[str, Callable[[_Device, Mapping[str, Any]], Answer]] = {
    "page": _Device.page,
    "look": _Device.look,
    "track": _Device.track,
    "outcome": _Device.outcome,
    "signal": _Device.signal,
    "answer": _Device.answer,
    "consent": _Device.consent,
    "quiet": _Device.quiet,
    "optIn": _Device.opt_in,
    "forget": _Device.forget,
    "signOut": _Device.sign_out,
    "decide": _Device.decision,
    "why": _Device.why,
    "held": _Device.held,
    "outbox": _Device.outbox,
    "sent": _Device.sent,
    "export": _Device.export,
    "send": _Device.send,
    "posted": _Device.posted,
}

__all__ = ["CALLS", "handle"]
