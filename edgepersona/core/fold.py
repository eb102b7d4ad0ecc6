"""Folding: of a long history, what no rule can tell the absence of is let go.

Rules
1. Rules see three things of the past: counts that end at a bound, the last of a kind, and fatigue's running sum. Of
   what is only counted, the newest events up to the bound say as much as all of them, at every later moment, whatever
   the clock does: what lies later than now happened now, so the newest stay the newest.
2. Everything that weighs stays: the sum is kept event by event, because each event leaves it on its own day.
3. What is let go must not part a visit: its neighbours lie within 30 minutes of each other.
4. If more than a store may hold is left, refreshing events go first, oldest first: that only makes the page quieter.

This module knows nothing of stores; it takes events and gives fewer.
"""

from __future__ import annotations

from collections.abc import Iterator

from .bundle import OUTCOMES
from .fatigue import FRICTION
from .moment import Event
from .prepare import Prepared
from .timeline import ASKED_EVENT, IDLE, VISIT_EVENT

Key = tuple[str, str | int]


def fold(prepared: Prepared, events: list[Event], full: int, most: int) -> list[Event]:
    """The events that rules still need, in their order, oldest first; all of them up to `full`. At most `most`."""
    if len(events) <= full:
        return events
    needed = _needed(prepared, events)
    kept: list[Event] = []
    for place, event in enumerate(events):
        joins = place + 1 < len(events) and kept and events[place + 1].at - kept[-1].at < IDLE
        if place in needed or not joins:
            kept.append(event)
    over = len(kept) - most
    if over > 0:
        weights = prepared.bundle.silence.fatigue.weights
        refreshing = [n for n, event in enumerate(kept) if event.block is not None and weights[event.event] <= 0]
        gone = set(refreshing[:over])
        kept = [event for n, event in enumerate(kept) if n not in gone]
    return kept[-most:]


def _needed(prepared: Prepared, events: list[Event]) -> set[int]:
    """The places of events that some rule could still see."""
    needed, seen = set(), dict[Key, int]()
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        if _always(prepared, event):
            needed.add(place)
        for key, bound in _asked(prepared, event):
            if seen.get(key, 0) < bound:
                seen[key] = seen.get(key, 0) + 1
                needed.add(place)
    return needed


def _always(prepared: Prepared, event: Event) -> bool:
    """Whether an event is needed however many like it there are: it weighs, begins a visit, or may pause something."""
    if event.block is None:
        return event.event in (FRICTION, VISIT_EVENT, ASKED_EVENT)
    known = prepared.known.get(event.block)
    if known is None:
        return event.event in OUTCOMES
    caps = prepared.bundle.silence.caps
    return event.event in known.tiring or any(caps[n].pause is not None for n in known.caps.get(event.event, ()))


def _asked(prepared: Prepared, event: Event) -> Iterator[tuple[Key, int]]:
    """What rules ask of an event, and how many such events they can tell apart."""
    silence = prepared.bundle.silence
    if event.block is None:
        bounds = [signal.bins[-1][1] for signal in prepared.usage if signal.event == event.event and signal.bins]
        yield ("event", event.event), max([1, *bounds])
        return
    yield (event.event, event.block), 1
    if event.event == "clicked":
        yield ("last", event.event), 1
    known = prepared.known.get(event.block)
    if known is None:
        return
    for number in known.caps.get(event.event, ()):
        yield ("cap", number), silence.caps[number].at_most
    if event.event == "shown":
        if known.interrupts:
            yield ("budget", "interrupts"), max(1, silence.per_page)
        if known.interrupts and known.kind != "service":
            yield ("budget", "loud"), 1
        if known.kind == "question":
            yield ("budget", "questions"), max(1, silence.questions_per_visit)
