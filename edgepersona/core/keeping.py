"""From the stores to a State, and back.

Rules
1. A call sees one State, made from the stores; what it changed is written back, nothing else.
2. `keep` is enforced when reading: what is too old is dropped from the store with the next write.
3. A visit that was quiet for 30 minutes is over: its store is dropped unread.
4. Where events were damaged, that is itself held, as long as they might have been (LOST); where the outbox
   was, this day is closed: a report for it may have been made.
5. A clock that was put back begins no other visit: what began one, or a page view, did so now at the latest; and memory
   goes on from when it was last written, up to a day ahead.
6. A long history is folded when it is written: what no rule can tell the absence of is let go (fold.py).
"""

from __future__ import annotations

from . import consent, kept, leaving, marks, outbox, stores
from .bundle import VISIT
from .fatigue import FRICTION, LOST
from .fold import fold
from .kept import Kept
from .moment import Arrival, Event
from .outbox import Outbox
from .prepare import Prepared
from .request import Request
from .signals import opt_ins
from .state import State
from .stores import Trail
from .timeline import ASKED_EVENT, IDLE, PAGE_VIEW_EVENT, VISIT_EVENT, in_order
from .times import DAY

STORE_OF = {"remember": "memory", "measure": "outbox"}
HOLDING = ("choice", "visit", "memory", "outbox", "page")

FOLD_ABOVE = 1_000
"""A store with more events than that is folded."""


def read(prepared: Prepared, request: Request) -> State:
    """A State from a request's stores. Never raises for what is stored."""
    held, bundle = request.stores, prepared.bundle
    said = marks.lately(held["choice"].choice(bundle), request.now)
    visit, private = (marks.awake(held[name].trail(bundle), said) for name in ("visit", "page"))
    if request.now - visit.last >= IDLE and not visit.damaged and not visit.empty:
        visit = Trail()
    memory, box = held["memory"].trail(bundle), held["outbox"].outbox(bundle)
    for trail in (visit, memory, private):
        if trail.last > request.now:
            _begun_by(request.now, trail)
    lost = sum(held[name].lost for name in HOLDING)
    if held["outbox"].text is not None and box == Outbox():
        lost += 1
        box.closed = request.now // DAY
    grounds = {held[name].ground for name in HOLDING}
    state = State(
        prepared=prepared,
        request=request,
        counted=request.counted,
        choice=consent.heard(bundle, said, request.gpc, request.outside),
        visit=visit,
        memory=memory,
        private=private,
        outbox=box,
        lost=lost,
        ground=grounds.pop() if len(grounds) == 1 else None,
    )
    for trail in (state.visit, state.memory, state.private):
        if trail.damaged:
            trail.events.append(Event(request.now, LOST))
    if state.choice.remember != said.remember:  # a banner has granted it, or taken it back
        state.remember()
    sweep(state)
    return state


def written(state: State) -> dict[str, Kept]:
    """The stores that differ from what was read. The State is not to be changed any more."""
    bundle, before = state.prepared.bundle, state.request.stores
    state.choice = consent.offered(bundle, state.choice)
    standing = state.standing
    if not standing.remember and not state.memory.empty:
        state.memory = Trail()
    if not standing.measure:
        state.outbox = Outbox()
    if _only_a_frame(state.visit) and state.memory.empty:
        state.visit = Trail()
    for trail in (state.visit, state.memory, state.private):
        trail.arrivals = stores.latest(trail.arrivals)
        if len(trail.events) > FOLD_ABOVE:
            events = sorted(trail.events, key=in_order)
            trail.events = fold(state.prepared, events, FOLD_ABOVE, stores.room(trail))
    for trail in (state.visit, state.private):
        marks.set_on(trail, state.choice)
    for trail in (state.visit, state.memory):
        if trail.was is None or not kept.same(trail, trail.was):
            trail.last = state.now
    before_memory = state.memory.was
    if before_memory is not None and 0 < before_memory.last - state.now < DAY:
        state.memory.last = before_memory.last
    ground = leaving.prune(state)
    after = {
        "choice": kept.of_said(state.choice, before["choice"], stores.write_choice),
        "visit": kept.of_trail(state.visit, before["visit"], bundle),
        "memory": kept.of_trail(state.memory, before["memory"], bundle),
        "outbox": kept.of_said(state.outbox, before["outbox"], outbox.write),
        "page": kept.of_trail(state.private, before["page"], bundle),
    }
    untouched = {STORE_OF[purpose] for purpose in state.suspended}
    for name in HOLDING:
        (before if name in untouched else after)[name].ground = ground
    return {n: one for n, one in after.items() if n not in untouched and one is not before[n]}


def _begun_by(now: int, trail: Trail) -> None:
    trail.arrivals = [Arrival(min(arrival.at, now), arrival.campaigns) for arrival in trail.arrivals]
    trail.events = [
        Event(min(event.at, now), event.event) if event.event in (VISIT_EVENT, PAGE_VIEW_EVENT) else event
        for event in trail.events
    ]


def _only_a_frame(trail: Trail) -> bool:
    """Whether nothing is left but when the visit and its pages began: then nothing needs that either."""
    return not (trail.answers or trail.account) and all(
        event.block is None and event.event in (PAGE_VIEW_EVENT, VISIT_EVENT, ASKED_EVENT) for event in trail.events
    )


def sweep(state: State) -> None:
    """Drop what consent, opt-in or `keep` no longer covers, before anything looks at it; in every tab alike."""
    standing, signals = state.standing, state.prepared.signals
    if not standing.remember and not state.memory.empty:
        state.memory = Trail()
    if not standing.measure:
        state.outbox = Outbox()
    unwanted = state.prepared.sensitive - opt_ins(state.prepared.bundle, state.choice.optin)
    for trail in (state.visit, state.memory, state.private):
        for tier, said in (("answer", trail.answers), ("account", trail.account)):
            for signal, answer in list(said.items()):
                keep = signals[signal].keep
                late = keep != VISIT and state.now - answer.at >= keep
                if tier not in standing.personalise or signal in unwanted or late:
                    del said[signal]
        if "campaign" not in standing.personalise:
            trail.arrivals = [Arrival(arrival.at, ()) for arrival in trail.arrivals]
        trail.events = [event for event in trail.events if _may_stay(state, trail, event)]


def _may_stay(state: State, trail: Trail, event: Event) -> bool:
    """Whether an event may still be held: what rules need as long as they do, usage for its `keep` at most."""
    prepared = state.prepared
    needed = _needed(prepared, event.event, event.block)
    keeps = () if event.block is not None else prepared.keeps.get(event.event, ())
    if keeps and not needed and "usage" not in state.standing.personalise:
        return False
    if trail is not state.memory and (needed or not keeps or VISIT in keeps):
        return True
    return state.now - event.at < longest_kept(prepared, event.event, event.block)


def longest_kept(prepared: Prepared, event: str, block: str | None) -> int:
    """How long memory may hold an event, ms."""
    keeps = () if block is not None else prepared.keeps.get(event, ())
    return max(prepared.retention if _needed(prepared, event, block) else 0, *keeps, 0)


def _needed(prepared: Prepared, event: str, block: str | None) -> bool:
    """Whether rules ask for it."""
    return block is not None or event in (FRICTION, LOST) or event in prepared.goals
