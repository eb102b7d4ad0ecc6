"""Folding a long history changes no decision, at any later moment, whatever the clock does."""

from __future__ import annotations

import json
from random import Random

from hypothesis import given, settings

from edgepersona.core import stores
from edgepersona.core.decide import decide
from edgepersona.core.fold import fold
from edgepersona.core.moment import Event, Moment
from edgepersona.core.prepare import Prepared
from edgepersona.core.printing import dumps, printed
from edgepersona.core.stores import MOST_EVENTS, MOST_TEXT, Trail, known_events
from edgepersona.core.timeline import in_order
from edgepersona.core.times import DAY, HOUR, MINUTE

from .drawing import SEEDS, drawn, seeded
from .engine import engine
from .generate_visits import visit

STEPS = (0, 1, 1000, 30_000, MINUTE, 10 * MINUTE, 29 * MINUTE, 30 * MINUTE, HOUR, DAY, 9 * DAY)
LATER = (0, 1, 31_000, 20 * MINUTE, 31 * MINUTE, HOUR, DAY, 3 * DAY, 20 * DAY, -MINUTE, -HOUR, -2 * DAY, -30 * DAY)


def history(rng: Random, prepared: Prepared, now: int, number: int) -> list[Event]:
    """Many events up to now, of every kind a device may hold, a little of it after the clock was put back."""
    bundle, at, found = prepared.bundle, now, []
    names = sorted(known_events(bundle))
    blocks = [block.id for block in bundle.blocks]
    steps = rng.choices(STEPS, k=3)
    quiet = rng.choice([("shown",), ("shown", "ignored", "clicked"), tuple(bundle.silence.fatigue.weights)])
    outcomes = [outcome for outcome in quiet if outcome != "friction"]
    for _ in range(number):
        at -= rng.choice(steps)
        if rng.random() < 0.5:
            found.append(Event(at, rng.choice(names)))
        else:
            found.append(Event(at, rng.choice(outcomes), rng.choice(blocks)))
    return sorted(found, key=in_order)


def decided(prepared: Prepared, moment: Moment, events: list[Event], now: int) -> str:
    changed = Moment(
        now=now,
        language=moment.language,
        consent=moment.consent,
        arrivals=moment.arrivals,
        quiet=moment.quiet,
        arm=moment.arm,
        page=moment.page,
        answers=moment.answers,
        account=moment.account,
        optin=moment.optin,
        events=tuple(sorted(events, key=in_order)),
    )
    return dumps(printed(decide(prepared, changed), "sha256:…"))


@settings(seeded, max_examples=150)
@given(SEEDS)
def test_folding_changes_no_later_decision(seed: int) -> None:
    rng, file = drawn(seed)
    loaded = engine(file)
    moment = loaded.moment(visit(rng, file))
    events = history(rng, loaded.prepared, moment.now, 60)
    folded = fold(loaded.prepared, events, 0, MOST_EVENTS)
    assert fold(loaded.prepared, folded, 0, MOST_EVENTS) == folded
    more: list[Event] = []
    for later in rng.choices(LATER, k=5):
        now = max(0, moment.now + later)
        assert decided(loaded.prepared, moment, [*events, *more], now) == decided(
            loaded.prepared, moment, [*folded, *more], now
        )
        more += history(rng, loaded.prepared, now, rng.randrange(3))


def test_walks_fold_something() -> None:
    """The comparison above would prove nothing if nothing were let go."""
    gone = 0
    for seed in range(20):
        rng, file = drawn(seed)
        loaded = engine(file)
        moment = loaded.moment(visit(rng, file))
        events = history(rng, loaded.prepared, moment.now, 60)
        gone += len(events) - len(fold(loaded.prepared, events, 0, MOST_EVENTS))
    assert gone >= 100


def test_the_longest_names_fit() -> None:
    """2,000 events under the longest names, and answers, stay under 256 KB."""
    longest = max(("shown", "ignored", "dismissed", "clicked", "converted", "not_helpful", "complained"), key=len)
    trail = Trail(last=stores.LATEST - 1)
    trail.events = [Event(stores.LATEST - 1, longest, "b" * 64) for _ in range(MOST_EVENTS)]
    text = stores.write_trail(trail)
    assert text is not None
    assert len(text.encode()) < MOST_TEXT == 256 * 1024
    assert len(json.loads(text)["events"]) == MOST_EVENTS
