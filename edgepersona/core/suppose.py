"""What if? The decision as it would be for a visitor a little different from this one.

Rules
1. A supposition is decided by the same core on a copy of what is held. Nothing is stored, counted or shown.
2. Time that passes does what it does to a device: a visit ends, what is too old is dropped, consent is looked at.
3. What is supposed is hostile: every field has its type and its bound, and what does not fit is refused whole.
4. A supposed stage means: as if its condition were the one that holds. Blocks of that stage may be shown; what is
   known of the visitor, and every other rule, stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, NoReturn

from . import consent, held, view, why
from .bundle import OUTCOMES, Stage
from .changes import Inquiry
from .conditions import ALWAYS
from .keeping import read, sweep, written
from .moment import ARMS, Arrival, Event, Moment
from .prepare import Prepared
from .printing import printed
from .request import MOST_TEXT, CallError, Request
from .state import State
from .stores import known_events
from .timeline import ASKED_EVENT
from .times import DAY

FARTHEST = 400 * DAY
"""How far the clock may be moved, ms."""
MOST = 200
"""Entries of each list."""
FACTS = ("typing", "media", "checkout", "value_seen")
FIELDS = {
    *("do", "without", "after", "at", "language", "consent", "quiet", "optin"),
    *("answers", "account", "campaign", "events", "arm", "stage", "page", "trace"),
}


def supposed(prepared: Prepared, digest: str, request: Request, call: Mapping[str, Any]) -> dict[str, Any]:
    """The decision, what would be shown, and why, under what `call` supposes. Raises CallError."""
    if not set(call) <= FIELDS:
        _refuse(f"suppose takes {', '.join(sorted(FIELDS - {'do'}))}")
    staged = _staged(prepared, call.get("stage"))
    copy = _requested(request, call)
    arm = _one_of(call.get("arm"), (None, *ARMS), "an arm")

    campaign = _one_of(call.get("campaign"), (None, *prepared.campaigns), "a campaign of the file")
    state = _believing(read(staged, copy), call)
    now = state.moment()
    stores = {**state.request.stores, **written(state)}

    def at(instant: int) -> Moment:
        moment = now if instant == copy.now else read(staged, replace(copy, now=instant, stores=stores)).moment()
        if campaign is not None:
            moment = replace(moment, arrivals=(*moment.arrivals, Arrival(instant, (campaign,))))
        return moment if arm is None else replace(moment, arm=arm)

    inquiry = Inquiry(staged, at(copy.now), at)
    return {
        "decision": printed(inquiry.decision, digest),
        "view": view.view(inquiry.decision, None, False),
        "whys": {slot: why.slot(inquiry, slot) for slot in staged.slots},
        **({"trace": why.trace(inquiry)} if call.get("trace") is True else {}),
    }


def choices(prepared: Prepared, language: str) -> dict[str, Any]:
    """What can be supposed of a visitor to this file: languages, arms, stages, campaigns, and what signals say."""
    bundle = prepared.bundle
    return {
        "languages": list(bundle.languages),
        "arms": list(ARMS),
        "stages": [stage.id for stage in bundle.stages],
        "campaigns": [campaign.id for campaign in bundle.campaigns],
        "questions": {question.id: question.signal for question in bundle.questions},
        "signals": [
            {
                "signal": signal.id,
                "tier": signal.tier,
                "label": signal.label.get(language, signal.id),
                "values": [
                    {"value": value, "label": signal.values[value].get(language, value)} for value in signal.order
                ],
            }
            for signal in bundle.signals
            if signal.tier in ("answer", "account", "sensitive")
        ],
    }


def _refuse(expected: str) -> NoReturn:
    raise CallError("bad-request", expected)


def _staged(prepared: Prepared, stage: object) -> Prepared:
    if stage is None:
        return prepared
    _one_of(stage, [known.id for known in prepared.bundle.stages], "a stage of the file")
    return replace(prepared, bundle=replace(prepared.bundle, stages=(Stage(str(stage), ALWAYS),)))


def _requested(request: Request, call: Mapping[str, Any]) -> Request:
    """The request as another page would make it at another time."""
    after, at, language, page = call.get("after", 0), call.get("at"), call.get("language"), _map(call, "page")
    now = request.now + after if at is None and type(after) is int else at
    if type(now) is not int or now < 0 or abs(now - request.now) > FARTHEST:
        _refuse("suppose: after is a number of ms, at an instant, no farther than 400 days")
    if language is not None and not (isinstance(language, str) and len(language) <= MOST_TEXT):
        _refuse("suppose: language is a language tag")
    if any(name not in FACTS or not isinstance(fact, bool) for name, fact in page.items()):
        _refuse(f"suppose: page takes {', '.join(FACTS)}, each true or false")
    return replace(request, now=now, language=language or request.language, page=replace(request.page, **page))


def _believing(state: State, call: Mapping[str, Any]) -> State:
    """The state as supposed; nothing writes it back. What is said, is said at its own time."""
    signals = state.prepared.signals
    for item in _list(call, "without"):
        if not isinstance(item, str):
            _refuse("suppose: without lists signals or items that are held")
        if item in signals:
            held.forget_signal(state, signals[item])
        else:
            held.forget_item(state, item)
    state.choice = consent.changed(state.choice, _map(call, "consent"), state.now // DAY)
    if "quiet" in call:
        state.choice = consent.with_quiet(state.choice, call["quiet"] is True)
    for signal in _list(call, "optin"):
        _one_of(signal, [s.id for s in signals.values() if s.tier == "sensitive"], "a sensitive signal of the file")
        state.choice = consent.with_opt_in(state.choice, signal, True)
    sweep(state)
    state = _lived(state, [_event(state.prepared, state.now, entry) for entry in _list(call, "events")])
    for name, tell in (("answers", state.answer), ("account", state.account)):
        for signal, value in _map(call, name).items():
            _one_of(signal, signals, "a signal of the file")
            _one_of(value, (None, *signals[signal].all_values), "a value of its signal")
            tell(signals[signal], value)
    sweep(state)
    return state


def _lived(state: State, events: list[Event]) -> State:
    """The state after events, each at its own time: visits begin and end between them as on any device."""
    now = state.now
    for event in sorted(events, key=lambda event: event.at):
        state = _at(state, event.at)
        state.record(event)
    return _at(state, now) if events else state


def _at(state: State, instant: int) -> State:
    """A changed state, as the device that holds it finds it at another instant."""
    stores = {**state.request.stores, **written(state)}
    return read(state.prepared, replace(state.request, now=instant, stores=stores))


def _event(prepared: Prepared, now: int, entry: object) -> Event:
    raw = entry if isinstance(entry, dict) else {}
    ago, event, block = raw.get("ago", 0), raw.get("event"), raw.get("block")
    names = known_events(prepared.bundle) - {ASKED_EVENT} if block is None else frozenset(OUTCOMES)
    fits = isinstance(event, str) and event in names and type(ago) is int and 0 <= ago <= FARTHEST
    if not fits or not isinstance(block, str | None) or (block is not None and block not in prepared.blocks):
        _refuse("suppose: an event is {event, block, ago}, of this file, ago in ms")
    return Event(max(0, now - ago), str(event), block)


def _map(call: Mapping[str, Any], name: str) -> dict[str, Any]:
    raw = call.get(name)
    if raw is not None and not (isinstance(raw, dict) and len(raw) <= MOST):
        _refuse(f"suppose: {name} is a map")
    return raw or {}


def _list(call: Mapping[str, Any], name: str) -> list[Any]:
    raw = call.get(name)
    if raw is not None and not (isinstance(raw, list) and len(raw) <= MOST):
        _refuse(f"suppose: {name} is a list of at most {MOST}")
    return raw or []


def _one_of(value: Any, known: Collection[Any], what: str) -> Any:
    if not isinstance(value, str | None) or value not in known:
        _refuse(f"suppose: expected {what}")
    return value
