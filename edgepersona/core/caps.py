"""Frequency caps: how often a class, block or slot may meet one outcome in a rolling window.

Rules
1. A cap tightens with fatigue: its limit is ceil(at_most x (1 - F)), F now, and never below one.
2. Without `pause` it withholds while its window holds `limit` events or more (FREQUENCY_CAP).
3. A window of `visit` holds what happened in one visit, and empties when the visit ends.
4. With `pause` it withholds for that long after each event that left its window full (PAUSED), and
   never as FREQUENCY_CAP.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from .bundle import VISIT, Cap
from .fatigue import Tiredness
from .times import SECOND


def limit(cap: Cap, fatigue: float) -> int:
    """How many events fill the cap at this fatigue."""
    return max(1, ceil(round(cap.at_most * (1.0 - fatigue), 9)))  # F is below 1, but rounds to it


class CapState(NamedTuple):
    """One cap at one moment."""

    cap: Cap
    times: Sequence[int]
    """When its events happened, ascending, ms."""
    visits: Sequence[int]
    """In which visit each of them happened."""
    visit: int
    """The visit of `now`."""
    visit_ends: int
    """When that is over, if nothing happens."""
    now: int
    tired: Tiredness

    def counted(self, now: int) -> int:
        """Events in the window that ends at `now`."""
        return len(self.times) - self._left_by(now, self.visit + (now >= self.visit_ends))

    def binds(self, now: int) -> bool:
        """Whether the cap withholds what it covers at `now`, if nothing else happens until then."""
        full = limit(self.cap, self.tired.at(now))
        if self.cap.pause is None:
            return self.counted(now) >= full
        return any(self._left_full(at, n, full) for n, at in enumerate(self.times) if now < at + self.cap.pause)

    def room(self) -> int:
        """How many more events fit before the cap binds; asked only while it does not."""
        return max(1, limit(self.cap, self.tired.at(self.now)) - self.counted(self.now))

    def lapses(self) -> int | None:
        """The first whole second at which it no longer binds: events leave, pauses end, fatigue fades."""
        span = self.cap.within if self.cap.pause is None else self.cap.pause
        ends = {self.visit_ends} if span == VISIT else {at + span for at in self.times}
        instants = {end for end in ends if end > self.now}
        for more in range(limit(self.cap, self.tired.at(self.now)), self.cap.at_most):
            faded = self.tired.first(self.now, lambda fatigue, n=more: limit(self.cap, fatigue) > n)  # type: ignore[misc]
            if faded is not None:
                instants.add(faded)
        for instant in sorted(instants):
            if not self.binds(instant):
                return -(-instant // SECOND) * SECOND
        return None

    def _left_full(self, at: int, position: int, full: int) -> bool:
        return position - self._left_by(at, self.visits[position]) + 1 >= full

    def _left_by(self, now: int, visit: int) -> int:
        """How many of the events have left the window by an instant in a visit."""
        if self.cap.within == VISIT:
            return bisect_left(self.visits, visit)
        return bisect_right(self.times, now - self.cap.within)
