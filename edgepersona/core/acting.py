"""The calls that act: what happened on the page, and what the visitor said.

Rules
1. A call is hostile: what it names is looked up in the file before anything changes. A refused call changes nothing.
2. What is counted is counted here, beside what caused it, and only once the arm is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import consent as switches
from . import counters, held
from .bundle import OUTCOMES, Signal
from .fatigue import FRICTION
from .keeping import sweep
from .moment import Event
from .request import CallError
from .signals import opt_ins
from .stores import known_events
from .timeline import ASKED_EVENT
from .times import DAY
from .turn import Answer, Turn

# --- what happened on the page ---


def page(turn: Turn, call: Mapping[str, Any]) -> Answer:
    turn.state.page_view()
    turn.state.counted = turn.state.standing.measure
    if turn.state.counted:
        turn.state.outbox.open(turn.prepared.bundle, turn.state.request.entropy)
    # What was felt before Python could be told: a quick return, a rage click.
    return track(turn, {"event": FRICTION}) if call.get("friction") is True else turn.shown()


def look(turn: Turn, call: Mapping[str, Any]) -> Answer:
    return turn.shown()


def track(turn: Turn, call: Mapping[str, Any]) -> Answer:
    event, bundle = call.get("event"), turn.prepared.bundle
    if not isinstance(event, str) or event not in known_events(bundle) - {ASKED_EVENT}:
        raise CallError("unknown-event", "track takes an event the file counts, a goal, or friction")
    state = turn.state
    usage = event in turn.prepared.keeps
    if not usage or event in turn.prepared.goals or "usage" in state.standing.personalise:
        state.record(Event(state.now, event))
    if event in turn.prepared.goals:
        _convert(turn, event)
    if event in bundle.measure.guardrails:
        state.marks.append(counters.guardrail(state.arm, event))
    return turn.shown()


def _convert(turn: Turn, goal: str) -> None:
    """A goal was reached: credit the block clicked last for it, and count it for the arm and every block seen."""
    state, blocks = turn.state, turn.prepared.blocks
    clicked = [e.block for e in state.moment().events if e.event == "clicked" and e.block in blocks]
    served = [block for block in clicked if block is not None and blocks[block].goal == goal]
    if served:
        state.record(Event(state.now, "converted", served[-1]))
    state.marks.append(counters.converted(state.arm, goal))
    seen = {mark.split(":")[1] for mark in state.outbox.marks if mark.startswith("block:") and mark.endswith(":shown")}
    segment = _segment(turn)
    state.marks += [counters.outcome(b, segment, "converted") for b in sorted(seen) if blocks[b].goal == goal]


def outcome(turn: Turn, call: Mapping[str, Any]) -> Answer:
    name, what = call.get("block"), call.get("outcome")
    block = turn.prepared.blocks.get(name) if isinstance(name, str) else None
    if block is None or what not in OUTCOMES or what == "converted":
        raise CallError("bad-request", "an outcome names a block of this file and what happened to it")
    state = turn.state
    if _needed(turn, what, block.id):
        state.record(Event(state.now, what, block.id))
    if block.id not in turn.prepared.special:
        state.marks.append(counters.outcome(block.id, _segment(turn), what))
    state.marks.append(counters.guardrail(state.arm, what))
    return turn.shown()


def _needed(turn: Turn, what: str, block: str) -> bool:
    """Whether silence needs to know: a plain content block's `shown` tires nobody unless a cap or a goal asks."""
    found = turn.prepared.blocks[block]
    interrupts = turn.prepared.slots[found.slot].kind == "interrupt"
    if block in turn.prepared.defaults or (interrupts and what == "shown"):  # it was noted when it started
        return False
    quiet_kind = found.kind in ("content", "service") and not interrupts
    capped = any(turn.prepared.bundle.silence.caps[n].outcome == what for n in turn.prepared.candidates[block].caps)
    return not (what in ("shown", "ignored") and quiet_kind and not capped)


def _segment(turn: Turn) -> str | None:
    s = turn.situation()
    segment = next((seg for seg in turn.prepared.bundle.segments if seg.id == s.segment), None)
    return segment.id if segment and counters.countable(turn.prepared.bundle, segment.when) else None


# --- what was said ---


def signal(turn: Turn, call: Mapping[str, Any]) -> Answer:
    signal = turn.prepared.signals.get(call["signal"]) if isinstance(call.get("signal"), str) else None
    if signal is None:
        raise CallError("unknown-signal", "signal takes a signal of the file")
    value = _value(turn, signal.all_values, call.get("value"))
    _check_opt_in(turn, signal, value)
    if "account" in turn.state.standing.personalise or value is None:
        turn.state.account(signal, value)
    return turn.shown()


def answer(turn: Turn, call: Mapping[str, Any]) -> Answer:
    questions = {question.id: question for question in turn.prepared.bundle.questions}
    name = call.get("question")
    question = questions.get(name) if isinstance(name, str) else None
    if question is None:
        raise CallError("unknown-question", "answer takes a question of the file")
    signal = turn.prepared.signals[question.signal]
    value = _value(turn, signal.all_values, call.get("value"))
    if value is not None and "answer" not in turn.state.standing.personalise:
        raise CallError("personalise-off", "answers are switched off, so none is kept")
    _check_opt_in(turn, signal, value)
    if value is None and any(signal.id in trail.answers for trail in turn.state.trails.values()):
        turn.state.outbox.forget()  # to take an answer back is to forget it
    turn.state.answer(signal, value)
    slot = call.get("slot")
    inline = isinstance(slot, str) and slot in turn.prepared.slots and turn.prepared.slots[slot].kind == "inline"
    return turn.shown(answered=value is not None and inline)


def _check_opt_in(turn: Turn, signal: Signal, value: str | None) -> None:
    stands = signal.id in opt_ins(turn.prepared.bundle, turn.state.choice.optin)
    if value is not None and signal.tier == "sensitive" and not stands:
        raise CallError("needs-opt-in", "a sensitive signal counts only after its opt-in, and only for adults")


def _value(turn: Turn, known: tuple[str, ...], value: object) -> str | None:
    if value is None or (isinstance(value, str) and value in known):
        return value
    raise CallError("unknown-value", "the value is not one of the signal's")


def consented(turn: Turn, call: Mapping[str, Any]) -> Answer:
    state, changes = turn.state, call.get("changes")
    if not isinstance(changes, dict):
        raise CallError("bad-request", "consent takes a map of changes")
    before, said = state.standing, state.choice.measure
    state.choice = switches.changed(
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
    return turn.shown()


def quiet(turn: Turn, call: Mapping[str, Any]) -> Answer:
    state = turn.state
    state.choice = switches.with_quiet(state.choice, call.get("yes") is True)
    return turn.shown()


def opt_in(turn: Turn, call: Mapping[str, Any]) -> Answer:
    signal = turn.prepared.signals.get(call["signal"]) if isinstance(call.get("signal"), str) else None
    if signal is None or signal.tier != "sensitive":
        raise CallError("unknown-signal", "optIn takes a sensitive signal of the file")
    yes = call.get("yes") is True
    turn.state.choice = switches.with_opt_in(turn.state.choice, signal.id, yes)
    sweep(turn.state)
    return turn.shown()


def forget(turn: Turn, call: Mapping[str, Any]) -> Answer:
    what, state = call.get("what"), turn.state
    if what is None:
        state.forget_everything()
    elif isinstance(what, str) and what in turn.prepared.signals:
        held.forget_signal(state, turn.prepared.signals[what])
    elif not isinstance(what, str) or not held.forget_item(state, what):
        raise CallError("unknown-signal", "forget takes nothing, a signal of the file, or an item that is held")
    state.outbox.forget()
    return turn.shown()


def sign_out(turn: Turn, call: Mapping[str, Any]) -> Answer:
    turn.state.sign_out(call.get("heard") is True)
    return turn.shown()


CALLS: dict[str, Callable[[Turn, Mapping[str, Any]], Answer]] = {
    "page": page,
    "look": look,
    "track": track,
    "outcome": outcome,
    "signal": signal,
    "answer": answer,
    "consent": consented,
    "quiet": quiet,
    "optIn": opt_in,
    "forget": forget,
    "signOut": sign_out,
}
