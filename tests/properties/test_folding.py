"""Folding a long history changes no decision, at any later moment, whatever the clock does."""

from __future__ import annotations

import json
from random import Random

from hypothesis import given, settings

from edgepersona.core import stores
from edgepersona.core.candidates import Speech
from edgepersona.core.decide import Decision, Shown, decide
from edgepersona.core.fold import fold
from edgepersona.core.keeping import FOLD_ABOVE
from edgepersona.core.moment import Answer, Arrival, Event, Moment
from edgepersona.core.prepare import Prepared
from edgepersona.core.printing import dumps, printed
from edgepersona.core.silence import ORDER
from edgepersona.core.stores import MOST_EVENTS, MOST_TEXT, Trail, known_events
from edgepersona.core.timeline import in_order
from edgepersona.core.times import DAY, HOUR, MINUTE

from .drawing import SEEDS, drawn, seeded
from .engine import engine
from .generate_visits import visit

STEPS = (0, 1, 1000, 30_000, MINUTE, 10 * MINUTE, 29 * MINUTE, 30 * MINUTE, HOUR, DAY, 9 * DAY)
MOST_SIGNALS = 200
"""In a file (model.py)."""
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


def at_a_later(moment: Moment, events: list[Event], now: int) -> Moment:
    return Moment(
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


def decided(prepared: Prepared, moment: Moment, events: list[Event], now: int) -> str:
    return dumps(printed(decide(prepared, at_a_later(moment, events, now)), "sha256:…"))


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


@settings(seeded, max_examples=300)
@given(SEEDS)
def test_beyond_the_bound_a_page_is_never_louder(seed: int) -> None:
    """With more events than a store may hold, whoever the whole history silences, the folded one does too: whatever
    interrupts, promotes or asks is withheld as long as what was let go would have been held."""
    rng, file = drawn(seed)
    prepared = engine(file).prepared
    moment = engine(file).moment(visit(rng, file))
    events = history(rng, prepared, moment.now, 60)
    most = rng.randrange(2, 40)
    folded = fold(prepared, events, 0, most)
    assert len(folded) <= most
    more: list[Event] = []
    for later in rng.choices(LATER, k=5):
        now = max(0, moment.now + later)
        whole = decide(prepared, at_a_later(moment, [*events, *more], now))
        less = decide(prepared, at_a_later(moment, [*folded, *more], now))
        if less.situation.off:
            return
        if less.situation.history.lost is not None:
            shown = [prepared.candidates[c.block] for c in less.slots.values() if isinstance(c, Shown)]
            assert not [candidate for candidate in shown if loud(candidate.group.pool.speech)]
        else:
            quieter(less, whole)
        more += history(rng, prepared, now, rng.randrange(3))


def quieter(less: Decision, whole: Decision) -> None:
    """No rule that withholds a block lets it past, and no utility is raised; what is counted of the visitor may differ."""
    s, other = less.situation, whole.situation
    assert s.history.reached >= other.history.reached
    assert s.history.converted >= other.history.converted
    assert s.history.last_interrupt == other.history.last_interrupt
    if s.values == other.values:
        assert s.fatigue >= other.fatigue
        assert set(s.binding) >= set(other.binding)
        showing = {choice.block: choice for choice in less.slots.values()}
        for block in s.prepared.candidates:
            was = next((c for c in whole.slots.values() if c.block == block), None)
            now = showing.get(block)
            if was is None and (reason := whole.reasons.of(block).reason) != "OUTRANKED":
                assert now is None
                assert ORDER[less.reasons.of(block).reason] <= ORDER[reason]
            if isinstance(was, Shown) and isinstance(now, Shown):
                assert now.utility <= was.utility


def loud(speech: Speech) -> bool:
    """What refusals silence: whatever asks or promotes, and what interrupts without being service."""
    return speech.kind in ("promotion", "question") or (speech.interrupts and speech.kind == "content")


def test_the_longest_names_fit() -> None:
    """2,000 events, an answer for every signal a file may have, all under the longest names: under 256 KB."""
    trail = fullest(account=False)
    text = stores.write_trail(trail)
    assert text is not None
    assert len(text.encode()) < MOST_TEXT == 256 * 1024
    assert len(json.loads(text)["events"]) == MOST_EVENTS == stores.room(trail)


def test_what_a_visit_holds_beside_its_events_takes_their_room() -> None:
    """Answers, what the account says, and 50 arrivals by every campaign a file may have: events give way, to be read."""
    trail = fullest(account=True)
    names = tuple(f"{n:064d}" for n in range(stores.MOST_ARRIVED))
    trail.arrivals = [Arrival(stores.LATEST - 1, names)] * stores.MOST_ARRIVALS
    assert FOLD_ABOVE < stores.room(trail) < MOST_EVENTS
    trail.events = trail.events[: stores.room(trail)]
    text = stores.write_trail(trail)
    assert text is not None
    assert MOST_TEXT - 200 < len(text.encode()) <= MOST_TEXT
    assert len(json.loads(text)["arrived"]) == 1


def fullest(account: bool) -> Trail:
    longest = max(("shown", "ignored", "dismissed", "clicked", "converted", "not_helpful", "complained"), key=len)
    told = {f"{n:064d}": Answer("v" * 64, stores.LATEST - 1) for n in range(MOST_SIGNALS)}
    return Trail(
        last=stores.LATEST - 1,
        forgot=stores.LATEST - 1,
        signed_out=stores.LATEST - 1,
        answers=told,
        account=told if account else {},
        events=[Event(stores.LATEST - 1, longest, "b" * 64) for _ in range(MOST_EVENTS)],
    )
