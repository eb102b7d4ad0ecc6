"""A moment with one thing different: what a change (suggestions.py) does to it.

Rules
1. The moment it starts from stays as it is.
2. A change does what the visitor, the page or time itself would do: an answer is given now, a page view begins
   now, a visit begins after 30 quiet minutes. All else stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .moment import Answer, Arrival, Event, Moment
from .prepare import Prepared, prepare
from .situation import Situation
from .suggestions import Change
from .timeline import IDLE, PAGE_VIEW_EVENT, VISIT_EVENT

Later = Callable[[int], Moment]
"""Instant → the moment there, if nothing happens until then."""


def altered(s: Situation, change: Change, later: Later) -> tuple[Prepared, Moment]:
    """What to decide on under a change."""
    if change.kind == "gone":
        bundle = s.prepared.bundle
        over = tuple(replace(b, start=None, end=0) if b.id in change.names else b for b in bundle.blocks)
        return prepare(replace(bundle, blocks=over)), s.moment
    return s.prepared, _APPLY[change.kind](s, change, later)


def _wait(s: Situation, change: Change, later: Later) -> Moment:
    return later(s.now if change.until is None else change.until)


def _answer(s: Situation, change: Change, later: Later) -> Moment:
    return replace(s.moment, answers={**s.moment.answers, change.of: Answer(change.to, s.now)})


def _account(s: Situation, change: Change, later: Later) -> Moment:
    return replace(s.moment, account={**s.moment.account, change.of: change.to})


def _arrive(s: Situation, change: Change, later: Later) -> Moment:
    by = [c.id for c in s.prepared.bundle.campaigns if c.sets.get(change.of) == change.to]
    return replace(s.moment, arrivals=(*s.moment.arrivals, Arrival(s.now, tuple(by[:1]))))


def _do(s: Situation, change: Change, later: Later) -> Moment:
    event = s.prepared.signals[change.of].event
    assert event is not None
    return replace(s.moment, events=(*s.moment.events, *[Event(s.now, event)] * (change.times or 0)))


def _forget(s: Situation, change: Change, later: Later) -> Moment:
    m, signal = s.moment, s.prepared.signals[change.of]
    sets = {campaign.id for campaign in s.prepared.bundle.campaigns if signal.id in campaign.sets}
    return replace(
        m,
        answers={of: answer for of, answer in m.answers.items() if of != signal.id},
        account={of: value for of, value in m.account.items() if of != signal.id},
        arrivals=tuple(replace(a, campaigns=tuple(c for c in a.campaigns if c not in sets)) for a in m.arrivals),
        events=tuple(e for e in m.events if e.block is not None or e.event != signal.event),
    )


def _opt_in(s: Situation, change: Change, later: Later) -> Moment:
    return replace(s.moment, optin=s.moment.optin | frozenset(change.names))


def _consent(s: Situation, change: Change, later: Later) -> Moment:
    consent = s.moment.consent
    return replace(s.moment, consent=replace(consent, personalise=consent.personalise | frozenset(change.names)))


def _quiet(s: Situation, change: Change, later: Later) -> Moment:
    return replace(s.moment, quiet=False)


def _page(s: Situation, change: Change, later: Later) -> Moment:
    facts: dict[str, Any] = {name: name == "value_seen" for name in change.names}
    return replace(s.moment, page=replace(s.moment.page, **facts))


def _page_view(s: Situation, change: Change, later: Later) -> Moment:
    page = replace(s.moment.page, showing={}, reading={})
    return replace(s.moment, events=(*s.moment.events, Event(s.now, PAGE_VIEW_EVENT)), page=page)


def _visit(s: Situation, change: Change, later: Later) -> Moment:
    m = later(s.now + IDLE)
    begun = (Event(m.now, VISIT_EVENT), Event(m.now, PAGE_VIEW_EVENT))
    return replace(
        m,
        arrivals=tuple(replace(arrival, at=m.now) for arrival in m.arrivals[-1:]),
        events=(*m.events, *begun),
        page=replace(m.page, showing={}, reading={}),
    )


def _language(s: Situation, change: Change, later: Later) -> Moment:
    return replace(s.moment, language=change.names[0])


def _arm(s: Situation, change: Change, later: Later) -> Moment:
    return replace(s.moment, arm=change.names[0])


_APPLY: dict[str, Callable[[Situation, Change, Later], Moment]] = {
    "wait": _wait,
    "answer": _answer,
    "account": _account,
    "arrive": _arrive,
    "do": _do,
    "forget": _forget,
    "optin": _opt_in,
    "consent": _consent,
    "quiet": _quiet,
    "page": _page,
    "page_view": _page_view,
    "visit": _visit,
    "language": _language,
    "arm": _arm,
}
