"""Leaving a receipt of each decision, and taking it away again.

Rules
1. A receipt lives with what it rests on, in the store of the shortest life among it: in memory where all of it may
   outlive the visit, else in the visit; in `page` as soon as a special signal could be told from it.
2. No store exists for a receipt's sake, and with personalisation off none is left: nothing was decided.
3. A receipt goes when what it points at is not there as it was. So whatever takes that away, or puts another in its
   place (forgetting, `keep`, consent, another tab, a hand), takes the receipt too, and need not know of it.
4. When the visit and its pages began says nothing that a receipt's own time does not: a receipt in memory carries it.
5. A receipt that is older than block outcomes are held goes as they do.
6. As long as nothing that receipts rest on has changed since they were last looked through, only time can take one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .bundle import VISIT
from .decide import Decision
from .grounds import NotHeldError, View, find, tag, told, view
from .kept import Ground, same
from .moment import Answer
from .printing import recorded, summed_up
from .receipts import Chain, Part, Receipt, sealed, sha256
from .timeline import PAGE_VIEW_EVENT, VISIT_EVENT

if TYPE_CHECKING:
    from .state import State


def held(state: State) -> dict[str, int]:
    """How many events each store holds: taken when a decision is made, before what it shows is noted."""
    return {store: len(trail.events) for store, trail in state.trails.items()}


def leave(state: State, decision: Decision, digest: str, held: Mapping[str, int]) -> None:
    """Leave a decision's receipt where it may live, if anywhere."""
    store = _store(state, decision, held)
    if decision.situation.off or state.trails[store].empty:
        return
    chain = state.trails[store].receipts
    last = chain.entries[-1] if chain.entries else None
    now = _view(state, store)
    started = any(held[name] != len(trail.events) for name, trail in state.trails.items())
    seen = _before(state, store, held) if started else now
    found = (*_parts(state, decision, digest, store, seen, held), summed_up(decision))
    # A part that says the same as the last receipt's is the same: then it is written, and looked at, only once.
    parts = zip(("who", "page", "on", "outcome"), found, strict=True)
    who, page, on, outcome = (was if part == (was := getattr(last, name, None)) else part for name, part in parts)
    nonce = hashlib.sha256(f"{state.request.entropy}:receipt".encode()).hexdigest()[:32]
    try:
        plain = find(now, on).plain
    except NotHeldError:  # what it rests on was moved by what it set off: a clock that went back
        return
    at = state.now

    def sealing(number: int, before: str) -> Receipt:
        receipt = Receipt(at, nonce, who, page, on, outcome, sha256(recorded(decision)), "")
        return replace(receipt, hash=sealed(number, before, receipt, plain))

    chain.add(at, sealing)


def references(
    state: State, decision: Decision, digest: str, store: str, held: Mapping[str, int]
) -> tuple[Part, Part, Part]:
    """A receipt's parts `who`, `page` and `on`, as seen from one store."""
    return _parts(state, decision, digest, store, _before(state, store, held), held)


def _before(state: State, store: str, held: Mapping[str, int]) -> View:
    """What was there when the decision was made."""
    trails = {name: replace(trail, events=trail.events[: held[name]]) for name, trail in state.trails.items()}
    return view(store, trails, state.outbox.seed, state.outbox.arm)


def _parts(
    state: State, decision: Decision, digest: str, store: str, seen: View, held: Mapping[str, int]
) -> tuple[Part, Part, Part]:
    m, s = decision.situation.moment, decision.situation
    who = {
        "bundle": digest,
        "language": s.language,
        "personalise": sorted(m.consent.personalise),
        "remember": m.consent.remember,
        "measure": m.consent.measure,
        "quiet": m.quiet,
        "optin": sorted(m.optin),
    }
    page = {
        **{name: getattr(m.page, name) for name in ("typing", "media", "checkout", "value_seen", "interrupted")},
        "showing": {slot: b for slot, b in s.on_screen.items() if slot not in m.page.reading},
        "reading": {slot: b for slot, b in s.on_screen.items() if slot in m.page.reading},
    }
    # A visit that has not begun has this page's arrival all the same, which nothing holds.
    alone = store == "memory" or state.visit.empty
    began = {
        "arrivals": [[arrival.at, list(arrival.campaigns)] for arrival in m.arrivals],
        "events": [[event.at, event.event] for event in state.visit.events[: held["visit"]]],
    }
    said = sorted([kind, signal, answer.at] for (kind, signal), answer in seen.said.items())
    values = told(seen.said)
    on = {
        "events": seen.counted("events", len(seen.events)),
        "arrivals": None if alone else seen.counted("arrivals", len(m.arrivals)),
        "frame": began if alone else None,
        "said": said,
        "values": sha256(values) if said else None,
        "seed": tag(state.outbox.seed) if state.counted and state.outbox.arm is not None else None,
    }
    return who, page, on


def _store(state: State, decision: Decision, held: Mapping[str, int]) -> str:
    named = {choice.block for choice in decision.slots.values()} | {*(decision.ghost or {}).values()}
    named |= set(decision.situation.on_screen.values())
    if not state.private.empty or named & state.prepared.special:
        return "page"
    counted = {signal.event for signal in state.prepared.bundle.signals}
    began = all(
        event.block is None and event.event in (PAGE_VIEW_EVENT, VISIT_EVENT) and event.event not in counted
        for event in state.visit.events[: held["visit"]]
    )
    bound = state.visit.answers or state.visit.account or any(a.campaigns for a in decision.situation.moment.arrivals)
    lasting = state.standing.remember and began and not bound
    return "memory" if lasting and not state.memory.empty else "visit"


def prune(state: State) -> Ground:
    """Drop every receipt whose grounds are gone, and what was kept for it. Returns what the others rest on."""
    if state.ground is not None and _unmoved(state) and not _late(state):
        return state.ground
    for store, trail in state.trails.items():
        if trail.receipts.entries:
            _prune(state, trail.receipts, _view(state, store))
    return Ground()


def replaced(state: State, kind: str, signal: str, before: Answer) -> None:
    """An answer gives way to another: its receipts may go on pointing at it. `prune` drops what none points at."""
    if before.at != state.now:  # else the other one has its place, and its receipts go
        for trail in state.trails.values():
            trail.receipts.former.append((kind, signal, before))


def forget_beginnings(state: State) -> None:
    """The visitor removed when the visit and its pages began: no receipt in memory goes on telling it."""
    state.memory.receipts.keep(lambda receipt: receipt.on["frame"] == {"arrivals": [], "events": []})


def _prune(state: State, chain: Chain, view: View) -> None:
    signals, now = state.prepared.signals, state.now
    chain.former[:] = [
        (kind, name, answer)
        for kind, name, answer in chain.former
        if (kind, name) in view.said  # taken back or forgotten, an answer has no history either
        and answer.value in signals[name].all_values
        and (signals[name].keep == VISIT or now - answer.at < signals[name].keep)
    ]
    receipts = chain.receipts
    view.prepare("events", [r.on["events"][0] for r in receipts if r.on["events"][0] <= len(view.events)])
    found: dict[int, bool] = {}

    def stays(receipt: Receipt) -> bool:
        on = receipt.on
        if id(on) not in found:
            found[id(on)] = _is_held(view, on)
        fresh = now - receipt.at < state.prepared.retention
        return fresh and found[id(on)] and state.choice.optin.issuperset(receipt.who["optin"])

    chain.keep(stays)


def _is_held(view: View, on: Part) -> bool:
    try:
        find(view, on)
    except NotHeldError:
        return False
    return True


def _view(state: State, store: str) -> View:
    """What a store's receipts may rest on now."""
    if state.ground is None or not _unmoved(state):
        return view(store, state.trails, state.outbox.seed, state.outbox.arm)
    views = state.ground.views
    if store not in views:
        views[store] = view(store, state.trails, state.outbox.seed, state.outbox.arm)
    views[store].former = state.trails[store].receipts.former
    return views[store]


def _unmoved(state: State) -> bool:
    """Whether all that receipts rest on is as it was read."""
    choice, box = (state.request.stores[name].said for name in ("choice", "outbox"))
    return (box.seed, box.arm, choice.optin) == (state.outbox.seed, state.outbox.arm, state.choice.optin) and all(
        trail.was is not None and same(trail, trail.was) for trail in state.trails.values()
    )


def _late(state: State) -> bool:
    """Whether time alone may take a receipt, or what is kept for it."""
    chains = [trail.receipts for trail in state.trails.values()]
    return any(
        chain.former or (chain.oldest is not None and state.now - chain.oldest >= state.prepared.retention)
        for chain in chains
    )
