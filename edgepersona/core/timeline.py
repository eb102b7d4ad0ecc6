"""When this visit and this page view began, read from what is held.

Rules
1. A visit begins with a `visit` event, or with the first activity after 30 quiet minutes. Arrivals and
   answers are activity too. If nothing happened for 30 minutes, a new visit begins now.
2. A page view begins with a `page_view` event; without one nothing was shown on this view.
3. A window of length w holds what is younger than w: an event aged exactly w has left it.
"""

from __future__ import annotations

from .moment import Moment
from .times import MINUTE

IDLE = 30 * MINUTE
VISIT_EVENT = "visit"
PAGE_VIEW_EVENT = "page_view"


def visit_start(moment: Moment) -> int:
    """The first millisecond of the visit that `now` belongs to."""
    points = [(event.at, event.event == VISIT_EVENT and event.block is None) for event in moment.events]
    points += [(answer.at, False) for answer in moment.answers.values()]
    points += [(arrival.at, False) for arrival in moment.arrivals]
    points.sort(key=lambda point: point[0])
    start = last = None
    for at, opens in points:
        if start is None or last is None or opens or at - last >= IDLE:
            start = at
        last = at
    if start is None or last is None or moment.now - last >= IDLE:
        return moment.now
    return start


def view_start(moment: Moment) -> int | None:
    """The position in `moment.events` of the current page view's first event; None without a page view."""
    for position in range(len(moment.events) - 1, -1, -1):
        event = moment.events[position]
        if event.event == PAGE_VIEW_EVENT and event.block is None:
            return position
    return None
