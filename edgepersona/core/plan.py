"""What the next first view would show, left behind for a page that has to paint before Python is there.

Rules
1. Two texts. `plan` is for the next visit, or another tab: it is written only with `remember`, from memory alone.
   `next` is for this tab's next page view: it belongs to the visit and lives and dies with it. Both name blocks,
   and nothing a visitor said. Where only `measure` stands, `plan` says one thing, whether a device in this arm
   that remembers nothing is shown what any fresh device is; the arm itself stands in the outbox.
2. A plan holds a slot's block only if the core decides so at every moment it is made for: at once, as a new visit,
   and just before something held would run out. What they do not agree on is left to Python.
3. It ends when anything it rests on does: an answer's `keep`, a window, a pause, a date of the file, the visit.
4. It is made anew by every call that changes what is held, so it never outlives what was forgotten or withdrawn; a
   receipt alone changes nothing. A page that cannot use one asks for none, and then there is none; nor is there where
   a banner has a say.
5. A tab that was away when another one changed the switches or memory still has its `next`. So each text says which
   switches it was made under, marks of forgetting included, and when memory had last changed; the page compares.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from . import first_view, stores
from .bundle import DAY_LIMIT
from .decide import decide
from .kept import Kept
from .languages import best
from .moment import Page
from .state import State
from .stores import Trail
from .timeline import IDLE

MOST_KEYS = 32
"""A file with more ways to arrive gets a plan for the plain address alone."""


def identity(digest: str, language: str) -> str:
    """What plans and tables made for each other have in common: enough to notice another build or language."""
    return f"{digest.removeprefix('sha256:')[:12]} {language}"


def changed(state: State, digest: str) -> dict[str, Kept]:
    """The stores `plan` and `next` that differ from what was read. Called once the others are written."""
    texts = dict.fromkeys(("plan", "next"), None) | (_texts(state, digest) if state.request.plans else {})
    return {name: Kept(text) for name, text in texts.items() if text != state.request.stores[name].text}


def _texts(state: State, digest: str) -> dict[str, str | None]:
    standing, arm = state.standing, state.outbox.arm
    outside = state.prepared.bundle.consent.outside  # a banner that may grant has to be asked first, every time
    if not standing.personalise or outside or (standing.measure and arm is None):  # the next page view draws one
        return {}
    head: dict[str, Any] = {
        "v": stores.VERSION,
        "id": identity(digest, best(state.prepared.bundle.languages, state.request.language)),
        "choice": json.loads(stores.write_choice(state.choice) or "{}"),
        **({"memory": state.memory.last} if standing.remember else {}),
    }
    found: dict[str, str | None] = {}
    if standing.remember:
        until = _lapse(state, (state.memory,))
        found["plan"] = json.dumps({**head, "until": until, "cells": _cells(state, Trail(), until)})
    elif standing.measure:
        found["plan"] = json.dumps({**head, "fresh": _as_treated(state)})
    if not state.visit.empty and not state.memory_only:
        until = min(_lapse(state, (state.memory, state.visit)), state.now + IDLE)
        found["next"] = json.dumps({**head, "until": until, "cells": _cells(state, state.visit, until)})
    return found


def _cells(state: State, visit: Trail, until: int) -> dict[str, dict[str, str]]:
    """Key → slot → block."""
    found = first_view.parameters(state.prepared.bundle)
    instants = sorted({state.now, min(state.now + IDLE, until - 1), until - 1})
    cells = {}
    for key in first_view.keys(found, MOST_KEYS):
        views = [_view(state, visit, first_view.address(found, key), instant) for instant in instants]
        cells[key] = {s: b for s, b in views[0].items() if all(view.get(s) == b for view in views)}
    return cells


def _as_treated(state: State) -> bool:
    """Whether neither the arm nor a switch makes a difference to a device that holds nothing."""
    if state.choice.personalise or state.choice.optin:
        return False
    found = first_view.parameters(state.prepared.bundle)
    fresh = replace(state, memory=Trail())
    treated = replace(fresh, outbox=replace(state.outbox, arm="treated"))
    addresses = [first_view.address(found, key) for key in first_view.keys(found, MOST_KEYS)]
    return all(_view(fresh, Trail(), a, state.now) == _view(treated, Trail(), a, state.now) for a in addresses)


def _view(state: State, visit: Trail, address: str, now: int) -> dict[str, str]:
    """What a page view that begins then, there, would show."""
    ahead = replace(
        state,
        request=replace(state.request, now=now, url=address, page=Page(value_seen=False)),
        counted=state.standing.measure,
        visit=_copy(visit),
        memory=_copy(state.memory),
        private=Trail(),
        marks=[],
    )
    ahead.page_view()
    return first_view.personal(decide(state.prepared, ahead.moment()))


def _lapse(state: State, trails: tuple[Trail, ...]) -> int:
    """The first instant at which time alone could change what these trails lead to, ms."""
    bundle, now = state.prepared.bundle, state.now
    ends = [now + DAY_LIMIT, *first_view.dates(bundle)]
    pauses = [span for cap in bundle.silence.caps for span in (cap.within, cap.pause)]
    outcomes = {span for span in (*pauses, state.prepared.retention) if span}
    for trail in trails:
        ends += [a.at + state.prepared.signals[s].keep for s, a in trail.answers.items()]
        for event in trail.events:
            counting = [signal for signal in bundle.signals if signal.event == event.event and event.block is None]
            windows = outcomes | {span for s in counting for span in (s.keep, s.within) if span}
            ends += [event.at + window for window in windows]
        for arrival in trail.arrivals:
            sets = [signal for campaign in arrival.campaigns for signal in state.prepared.campaigns[campaign].sets]
            ends += [arrival.at + state.prepared.signals[signal].keep for signal in sets]
    return min(end for end in ends if end > now)


def _copy(trail: Trail) -> Trail:
    return Trail(dict(trail.answers), dict(trail.account), list(trail.arrivals), list(trail.events), trail.last)
