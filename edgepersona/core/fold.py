"""Folding: of a long history, what no rule can tell the absence of is let go.

Rules
1. Rules see three things of the past: counts that end at a bound, the last of a kind, and fatigue's running sum. Of
   what is only counted, the newest events up to the bound say as much as all of them, at every later moment, whatever
   the clock does: what lies later than now happened now, so the newest stay the newest.
2. Everything that weighs stays: the sum is kept event by event, because each event leaves it on its own day.
3. What is let go must not part a visit: its neighbours lie within 30 minutes of each other.
4. If more than a store may hold is left, refreshing events that nothing else asks for go first, oldest first: that only
   makes the page quieter. Then what only weighs goes, then the oldest of all, and LOST stands where the last of them
   stood: they may have been refusals, so nobody is spoken to before they would have been forgotten. When this page view
   began stays.

This module knows nothing of stores; it takes events and gives fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .bundle import OUTCOMES
from .fatigue import FRICTION, LOST
from .moment import Event
from .prepare import Prepared
from .timeline import ASKED_EVENT, IDLE, PAGE_VIEW_EVENT, VISIT_EVENT, in_order

Key = tuple[str, str | int]


def fold(prepared: Prepared, events: list[Event], full: int, most: int) -> list[Event]:
    """The events that rules still need, in their order, oldest first; all of them up to `full`. At most `most`."""
    if len(events) <= full:
        return events
    asked = _asked_for(prepared, events)
    weights = prepared.bundle.silence.fatigue.weights

    def needed(place: int) -> bool:
        return place in asked or _always(prepared, events[place])

    def tires(place: int) -> bool:
        event = events[place]
        return place in asked or event.block is None or weights[event.event] > 0 or _pauses(prepared, event)

    def bounds(place: int) -> bool:
        event = events[place]
        return place in asked or event.event in (VISIT_EVENT, ASKED_EVENT) or _pauses(prepared, event)

    places = _without(events, range(len(events)), needed, len(events))
    places = _without(events, places, tires, len(places) - most)
    if len(places) <= most:
        return [events[place] for place in places]
    left = _without(events, places, bounds, len(places) - most + 1)
    view = max((place for place in left if events[place].event == PAGE_VIEW_EVENT), default=None)
    oldest = set([place for place in left if place != view][: len(left) - most + 1])
    left = [place for place in left if place not in oldest]
    gone = max(set(places).difference(left))
    return sorted([*(events[place] for place in left), Event(events[gone].at, LOST)], key=in_order)


def _without(events: list[Event], places: Sequence[int], stays: Callable[[int], bool], over: int) -> list[int]:
    """Places without the first `over` of those that need not stay and part no visit by going."""
    left: list[int] = []
    for n, place in enumerate(places):
        joins = n + 1 < len(places) and left and events[places[n + 1]].at - events[left[-1]].at < IDLE
        if over > 0 and joins and not stays(place):
            over -= 1
        else:
            left.append(place)
    return left


def _asked_for(prepared: Prepared, events: list[Event]) -> set[int]:
    """The places of events that some rule counts, or asks the last of."""
    found, seen = set(), dict[Key, int]()
    for place in range(len(events) - 1, -1, -1):
        for key, bound in _asked(prepared, events[place]):
            if seen.get(key, 0) < bound:
                seen[key] = seen.get(key, 0) + 1
                found.add(place)
    return found


def _always(prepared: Prepared, event: Event) -> bool:
    """Whether an event is needed however many like it there are: it weighs, begins a visit, or may pause something."""
    if event.block is None:
        return event.event in (FRICTION, VISIT_EVENT, ASKED_EVENT)
    known = prepared.known.get(event.block)
    return event.event in (OUTCOMES if known is None else known.tiring) or _pauses(prepared, event)


def _pauses(prepared: Prepared, event: Event) -> bool:
    """Whether an event may begin a pause."""
    known = prepared.known.get(event.block or "")
    caps = prepared.bundle.silence.caps
    return known is not None and any(caps[n].pause is not None for n in known.caps.get(event.event, ()))


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
