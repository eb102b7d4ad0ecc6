"""A device that holds much: it forgets what no rule needs, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from edgepersona.authoring.compile import load
from edgepersona.core.bundle import Cap
from edgepersona.core.device import handle
from edgepersona.core.fold import fold
from edgepersona.core.keeping import FOLD_ABOVE
from edgepersona.core.moment import Event
from edgepersona.core.prepare import prepare
from edgepersona.core.stores import MOST_EVENTS, MOST_TEXT
from edgepersona.core.times import DAY, HOUR, MINUTE, parse_instant

from .personas import BAKERY

NOW = parse_instant("2026-11-21T10:00:00Z")
PROMOTION, COUNTED, SIGNAL = "offer-pallet", "price_read", "prices"
BUNDLE = load(BAKERY).bundle
PREPARED = prepare(
    replace(BUNDLE, signals=tuple(replace(s, keep=30 * DAY) if s.id == SIGNAL else s for s in BUNDLE.signals))
)
"""The bakery, counting for 30 days."""


def asked(call: dict[str, Any], events: list[list[Any]], now: int = NOW) -> dict[str, Any]:
    """One request of a visitor who is remembered, with these events in memory."""
    memory = json.dumps({"v": 1, "last": NOW - MINUTE, "events": events})
    stores = {"choice": json.dumps({"v": 1, "remember": "on", "personalise": "on"}), "memory": memory}
    request = {
        "now": now,
        "entropy": "0" * 64,
        "env": {"language": "en", "url": "https://bakery.example/"},
        "page": {"value_seen": True},
        "stores": {**dict.fromkeys(("visit", "outbox", "page")), **stores},
        "call": call,
    }
    return handle(PREPARED, "sha256:x", request)


def busy(first: list[Any], number: int = MOST_EVENTS - 1) -> list[list[Any]]:
    """One event, and then much that is only counted."""
    return [first, *([NOW - DAY + n, COUNTED] for n in range(number))]


def test_an_old_dismissal_outlives_any_number_of_newer_events() -> None:
    dismissed = [NOW - 2 * DAY, "dismissed", PROMOTION]
    memory = json.loads(asked({"do": "track", "event": COUNTED}, busy(dismissed))["stores"]["memory"])
    assert dismissed in memory["events"]
    assert len(memory["events"]) < FOLD_ABOVE


def test_a_folded_memory_decides_as_the_whole_one() -> None:
    events = busy([NOW - 2 * DAY, "dismissed", PROMOTION])
    folded = json.loads(asked({"do": "track", "event": COUNTED}, events)["stores"]["memory"])["events"]
    for later in (0, DAY, 8 * DAY, 29 * DAY, 40 * DAY, -DAY):
        whole = asked({"do": "decide"}, [*events[:1], *events[2:], [NOW, COUNTED]], NOW + later)
        assert asked({"do": "decide"}, folded, NOW + later)["value"] == whole["value"]


def test_what_was_folded_can_be_forgotten() -> None:
    dismissed = [NOW - 2 * DAY, "dismissed", PROMOTION]
    folded = json.loads(asked({"do": "track", "event": COUNTED}, busy(dismissed))["stores"]["memory"])["events"]
    item = f"memory:event:dismissed:{PROMOTION}"
    left = json.loads(asked({"do": "forget", "what": item}, folded)["stores"]["memory"])["events"]
    assert left == [event for event in folded if event != dismissed]
    without = json.loads(asked({"do": "forget", "what": SIGNAL}, folded)["stores"]["memory"])["events"]
    assert without == [event for event in folded if event[1] != COUNTED]
    assert asked({"do": "forget"}, folded)["stores"]["memory"] is None


def test_a_short_history_is_left_as_it_is() -> None:
    events = busy([NOW - 2 * DAY, "dismissed", PROMOTION], FOLD_ABOVE - 10)
    memory = json.loads(asked({"do": "track", "event": COUNTED}, events)["stores"]["memory"])
    assert memory["events"][: len(events)] == events


def test_more_than_a_store_holds_stays_bounded_and_tires() -> None:
    """Thousands of outcomes that all weigh: the newest stay, and the page is as quiet as it can be."""
    events = [[NOW - DAY + n, "dismissed", PROMOTION] for n in range(MOST_EVENTS)]
    answer = asked({"do": "outcome", "block": PROMOTION, "outcome": "dismissed"}, events)
    assert len(answer["stores"]["memory"]) < MOST_TEXT
    assert len(json.loads(answer["stores"]["memory"])["events"]) == MOST_EVENTS
    assert asked({"do": "decide"}, events)["value"]["fatigue"] == 1.0


def test_a_cap_keeps_as_many_as_fill_it() -> None:
    cap = Cap("class", "content", "shown", 3, DAY, None)
    prepared = prepare(replace(BUNDLE, silence=replace(BUNDLE.silence, caps=(cap,))))
    events = [Event(NOW - HOUR + n * MINUTE, "shown", "hero-flour") for n in range(10)]
    folded = fold(prepared, events, 0, MOST_EVENTS)
    assert folded == [events[0], *events[-3:]]  # the first, for when the visit began, and what fills the cap
