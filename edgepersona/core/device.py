"""A device: one request of the page in, one response out. Everything the browser half may ask.

Rules
1. No state between requests: it all travels in the stores, so tabs share it and a killed worker loses nothing.
2. A request is hostile: checked here, field by field, before anything is read. A refused call changes nothing.
3. Every answer carries a view; reading calls a value beside it. What is only supposed carries no view of its own:
   the page stays as it is.
4. What is counted is counted here, beside what caused it, and only once the arm is drawn.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from . import consent, counters, held, leaving, plan, situation, suppose, view, why
from .asking import ask_to_remember
from .bundle import OUTCOMES, Signal
from .changes import Inquiry
from .decide import Decision, Silent, decide
from .errors import PersonaError
from .export import exported
from .fatigue import FRICTION
from .moment import Event, Moment
from .prepare import Prepared
from .printing import printed
from .request import CallError, checked, with_questions_read
from .signals import opt_ins
from .state import State, sweep
from .state import read as read_state
from .stores import known_events
from .timeline import ASKED_EVENT
from .times import DAY

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
        answer = call(_Device(state, digest), request.call)
        return {**answer, "memory_only": True} if state.memory_only else answer
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

    def shown(self, answered: bool = False) -> Answer:
        """Decide, count what the decision means, write the stores, and say what to show."""
        state, decision = self.state, self.decide()
        held = leaving.held(state)
        waiting = self._start(decision)
        ask = answered and ask_to_remember(state, decision)
        leaving.leave(state, decision, self.digest, held)
        marks = [counters.exposed(decision.situation.moment.arm), *state.marks]
        marks += [counters.silence(c.verdict.reason) for c in decision.slots.values() if isinstance(c, Silent)]
        ghosts = (decision.ghost or {}).values()
        marks += [counters.ghost(b) for b in ghosts if b is not None and b not in self.prepared.special]
        if state.standing.measure and state.counted:
            state.outbox.count(state.now, marks, state.request.entropy, self.prepared.bundle)
        return {
            "stores": self.stores(),
            "value": None,
            "view": view.view(decision, state.outbox.next, state.counted, waiting, ask="remember" if ask else None),
        }

    def stores(self) -> dict[str, str | None]:
        """The stores that this call changed."""
        written = self.state.changed()
        if written or self.state.request.call["do"] == "page":
            return {**written, **plan.changed(self.state, self.digest)}
        return written

    def _start(self, decision: Decision) -> frozenset[str]:
        """Interrupts that start take their place now, in the stores all tabs share: ten tabs start one.

        Returns the slots whose interrupt has to wait, because the page cannot show it just now.
        """
        state, waiting = self.state, set()
        for slot, block in self._starting(decision).items():
            if state.request.startable is not None and slot not in state.request.startable:
                waiting.add(slot)
            else:
                state.record(Event(state.now, "shown", block))
        return frozenset(waiting)

    def _starting(self, decision: Decision) -> dict[str, str]:
        """Slot → block of what is to interrupt and is not on screen."""
        showing, slots = self.state.request.page.showing, self.prepared.slots
        return {
            slot: choice.block
            for slot, choice in decision.slots.items()
            if choice.block is not None and slots[slot].kind == "interrupt" and showing.get(slot) != choice.block
        }

    def told(self, value: Any) -> Answer:
        """A reading call's answer: nothing happened, so nothing is counted, and nothing starts to interrupt."""
        decision = self.decide()
        waiting = frozenset(self._starting(decision))
        return {
            "stores": self.stores(),
            "value": value,
            "view": view.view(decision, self.state.outbox.next, self.state.counted, waiting),
        }

    def situation(self) -> situation.Situation:
        return situation.read(self.prepared, self.state.moment())

    # --- what happened on the page ---

    def page(self, call: Mapping[str, Any]) -> Answer:
        self.state.page_view()
        self.state.counted = self.state.standing.measure
        if self.state.counted:
            self.state.outbox.open(self.prepared.bundle, self.state.request.entropy)
        # What was felt before Python could be told: a quick return, a rage click.
        return self.track({"event": FRICTION}) if call.get("friction") is True else self.shown()

    def look(self, call: Mapping[str, Any]) -> Answer:
        return self.shown()

    def track(self, call: Mapping[str, Any]) -> Answer:
        event, bundle = call.get("event"), self.prepared.bundle
        if not isinstance(event, str) or event not in known_events(bundle) - {ASKED_EVENT}:
            raise CallError("unknown-event", "track takes an event the file counts, a goal, or friction")
        state = self.state
        usage = any(signal.event == event for signal in bundle.signals)
        if not usage or event in bundle.goals or "usage" in state.standing.personalise:
            state.record(Event(state.now, event))
        if event in bundle.goals:
            self._convert(event)
        if event in bundle.measure.guardrails:
            state.marks.append(counters.guardrail(state.arm, event))
        return self.shown()

    def _convert(self, goal: str) -> None:
        """A goal was reached: credit the block clicked last for it, and count it for the arm and every block seen."""
        state, blocks = self.state, self.prepared.blocks
        clicked = [e.block for e in state.moment().events if e.event == "clicked" and e.block in blocks]
        served = [block for block in clicked if block is not None and blocks[block].goal == goal]
        if served:
            state.record(Event(state.now, "converted", served[-1]))
        state.marks.append(counters.converted(state.arm, goal))
        seen = {
            mark.split(":")[1] for mark in state.outbox.marks if mark.startswith("block:") and mark.endswith(":shown")
        }
        segment = self._segment()
        state.marks += [counters.outcome(b, segment, "converted") for b in sorted(seen) if blocks[b].goal == goal]

    def outcome(self, call: Mapping[str, Any]) -> Answer:
        name, what = call.get("block"), call.get("outcome")
        block = self.prepared.blocks.get(name) if isinstance(name, str) else None
        if block is None or what not in OUTCOMES or what == "converted":
            raise CallError("bad-request", "an outcome names a block of this file and what happened to it")
        state = self.state
        if self._needed(what, block.id):
            state.record(Event(state.now, what, block.id))
        if block.id not in self.prepared.special:
            state.marks.append(counters.outcome(block.id, self._segment(), what))
        state.marks.append(counters.guardrail(state.arm, what))
        return self.shown()

    def _needed(self, what: str, block: str) -> bool:
        """Whether silence needs to know: a plain content block's `shown` tires nobody unless a cap or a goal asks."""
        found = self.prepared.blocks[block]
        interrupts = self.prepared.slots[found.slot].kind == "interrupt"
        if block in self.prepared.defaults or (interrupts and what == "shown"):  # it was noted when it started
            return False
        quiet_kind = found.kind in ("content", "service") and not interrupts
        capped = any(self.prepared.bundle.silence.caps[n].outcome == what for n in self.prepared.candidates[block].caps)
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
        self._check_opt_in(signal, value)
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
        self._check_opt_in(signal, value)
        self.state.answer(signal, value)
        slot = call.get("slot")
        inline = isinstance(slot, str) and slot in self.prepared.slots and self.prepared.slots[slot].kind == "inline"
        return self.shown(answered=value is not None and inline)

    def _check_opt_in(self, signal: Signal, value: str | None) -> None:
        stands = signal.id in opt_ins(self.prepared.bundle, self.state.choice.optin)
        if value is not None and signal.tier == "sensitive" and not stands:
            raise CallError("needs-opt-in", "a sensitive signal counts only after its opt-in, and only for adults")

    def _value(self, known: tuple[str, ...], value: object) -> str | None:
        if value is None or (isinstance(value, str) and value in known):
            return value
        raise CallError("unknown-value", "the value is not one of the signal's")

    def consent(self, call: Mapping[str, Any]) -> Answer:
        state, changes = self.state, call.get("changes")
        if not isinstance(changes, dict):
            raise CallError("bad-request", "consent takes a map of changes")
        before, said = state.standing, state.choice.measure
        state.choice = consent.changed(
            state.choice, changes, state.now // DAY, "page" if call.get("by") == "page" else "visitor"
        )
        after = state.standing
        if before.personalise and not after.personalise:
            state.marks.append(counters.guardrail(state.arm, "opted_out"))
        if before.remember != after.remember:
            state.remember()
        if changes.get("measure") == "on" and said == "off" and after.measure:
            # Withdrawing deleted what this day's report said, but not that there may be one.
            state.outbox.closed = state.now // DAY
        sweep(state)
        return self.shown()

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
        sweep(self.state)
        return self.shown()

    def forget(self, call: Mapping[str, Any]) -> Answer:
        what, state = call.get("what"), self.state
        if what is None:
            state.forget_everything()
        elif isinstance(what, str) and what in self.prepared.signals:
            held.forget_signal(state, self.prepared.signals[what])
        elif not isinstance(what, str) or not held.forget_item(state, what):
            raise CallError("unknown-signal", "forget takes nothing, a signal of the file, or an item that is held")
        return self.shown()

    def sign_out(self, call: Mapping[str, Any]) -> Answer:
        self.state.sign_out(call.get("heard") is True)
        return self.shown()

    # --- what may be read ---

    def decision(self, call: Mapping[str, Any]) -> Answer:
        return self.told(printed(self.decide(), self.digest))

    def why(self, call: Mapping[str, Any]) -> Answer:
        slot = call.get("slot")
        if not isinstance(slot, str) or slot not in self.prepared.slots:
            raise CallError("unknown-slot", "why takes a slot of the file")
        return self.told(why.slot(Inquiry(self.prepared, self.state.moment(), self._later), slot))

    def _later(self, instant: int) -> Moment:
        """This device at a later instant, if nothing happens on it until then."""
        return read_state(self.prepared, replace(self.state.request, now=instant)).moment()

    def suppose(self, call: Mapping[str, Any]) -> Answer:
        """Nothing of a supposition is written, and the page shows what it showed."""
        return {"stores": {}, "value": suppose.supposed(self.prepared, self.digest, self.state.request, call)}

    def choices(self, call: Mapping[str, Any]) -> Answer:
        return {"stores": {}, "value": suppose.choices(self.prepared, self.situation().language)}

    def held(self, call: Mapping[str, Any]) -> Answer:
        return self.told(held.held(self.state, self.situation()))

    def outbox(self, call: Mapping[str, Any]) -> Answer:
        return self.told(held.waiting(self.state, self.situation()))

    def sent(self, call: Mapping[str, Any]) -> Answer:
        return self.told(held.sent(self.state, self.situation()))

    def export(self, call: Mapping[str, Any]) -> Answer:
        return self.told(exported(self.state, self.digest))

    # --- sending ---

    def send(self, call: Mapping[str, Any]) -> Answer:
        state = self.state
        entry = (
            state.outbox.take(self.prepared.bundle, state.now, state.request.entropy)
            if state.standing.measure
            else None
        )
        value = entry and {"id": entry.id, "body": base64.b64encode(entry.body).decode("ascii")}
        return self.told(value)

    def posted(self, call: Mapping[str, Any]) -> Answer:
        identity, status, after = call.get("id"), call.get("status"), call.get("retry_after")
        if not isinstance(identity, str) or type(status) is not int:
            raise CallError("bad-request", "posted takes a report's id and the status it met")
        wait = after if type(after) is int and after >= 0 else None
        self.state.outbox.answered(identity, status, wait, self.state.now, self.state.request.entropy)
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
    "suppose": _Device.suppose,
    "choices": _Device.choices,
    "held": _Device.held,
    "outbox": _Device.outbox,
    "sent": _Device.sent,
    "export": _Device.export,
    "send": _Device.send,
    "posted": _Device.posted,
}
