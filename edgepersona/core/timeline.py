"""When this visit and this page view began, read from what is held.

Rules
1. A visit begins with a `visit` event, or with the first activity after 30 quiet minutes. Arrivals and
   answers are activity too. If nothing happened for 30 minutes, a new visit begins now.
2. A page view begins with a `page_view` event; without one nothing was shown on this view.
3. A window of length w holds what is younger than w: an event aged exactly w has left it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .moment import Event, Moment
from .times import MINUTE

IDLE = 30 * MINUTE
VISIT_EVENT = "visit"
PAGE_VIEW_EVENT = "page_view"
ASKED_EVENT = "asked_to_remember"
"""The SDK's own question was put: it counts among the visit's questions."""


class Timeline(NamedTuple):
    visits: Sequence[int]
    """Per event of the moment, the number of the visit it happened in: order decides, not the clock alone."""
    visit: int
    """The number of the visit that `now` belongs to."""
    visit_start: int
    """Its first millisecond."""
    visit_ends: int
    """The first instant after it, if nothing happens."""
    view: int | None
    """The position of the event that began this page view; None without one."""

    def this_visit(self, position: int) -> bool:
        """Whether the event at a position happened in this visit."""
        return self.visits[position] == self.visit


def read(moment: Moment) -> Timeline:
    """Divide what is held into visits and page views."""
    # Of one instant, answers and arrivals come before events, and events stay in their order.
    points = [(answer.at, -1, False) for answer in moment.answers.values()]
    points += [(arrival.at, -1, False) for arrival in moment.arrivals]
    view = None
    for position, event in enumerate(moment.events):
        opens = False
        if event.block is None:
            opens = event.event == VISIT_EVENT
            if event.event == PAGE_VIEW_EVENT:
                view = position
        points.append((event.at, position, opens))
    points.sort()
    visits = [0] * len(moment.events)
    visit, start = 0, moment.now
    last = points[0][0] - IDLE if points else moment.now - IDLE
    for at, position, opens in points:
        if opens or at - last >= IDLE:
            visit, start = visit + 1, at
        if position >= 0:
            visits[position] = visit
        last = at
    if moment.now - last >= IDLE:
        visit, start, last = visit + 1, moment.now, moment.now
    return Timeline(visits, visit, start, last + IDLE, view)


def in_order(event: Event) -> tuple[int, bool]:
    """By time; what begins a visit or a page view comes before what else that millisecond held, whatever its store."""
    return event.at, event.block is not None or event.event not in (VISIT_EVENT, PAGE_VIEW_EVENT)
