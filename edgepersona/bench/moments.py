"""Visitors to measure with, drawn from any persona file: the same ones in every run.

Rules
1. Most arrive by a campaign, have answered some questions, read some of the page, and met some blocks before.
2. Everyone is treated, and all tiers are on: what is switched off would cost less.
"""

from __future__ import annotations

from random import Random

from edgepersona.core.bundle import SOURCES, Bundle
from edgepersona.core.campaigns import running
from edgepersona.core.moment import Answer, Arrival, Event, Moment, Standing
from edgepersona.core.times import DAY, MINUTE

NOW = 1_800_000_000_000
OUTCOMES = ("shown", "shown", "ignored", "clicked", "dismissed")


def moments(bundle: Bundle, number: int, now: int = NOW) -> list[Moment]:
    """So many moments of different visitors."""
    return [_moment(Random(f"visitor {n}"), bundle, now) for n in range(number)]  # noqa: S311 - the same in every run


def _moment(luck: Random, bundle: Bundle, now: int) -> Moment:
    begun = now - luck.randrange(25) * MINUTE
    campaigns = [campaign.id for campaign in bundle.campaigns if running(campaign, now)]
    arrived = (luck.choice(campaigns),) if campaigns and luck.random() < 0.8 else ()
    answered = [s for s in bundle.signals if s.tier == "answer" and s.order and luck.random() < 0.6]
    signed_in = [s for s in bundle.signals if s.tier == "account" and s.order and luck.random() < 0.15]
    counted = [s.event for s in bundle.signals if s.event is not None and luck.random() < 0.7]
    earlier = [
        Event(now - luck.randrange(1, 20) * DAY, luck.choice(OUTCOMES), luck.choice(bundle.blocks).id)
        for _ in range(luck.randrange(6))
    ]
    here = [Event(begun, "visit"), Event(begun, "page_view"), *(Event(begun, event) for event in counted)]
    return Moment(
        now=now,
        language=luck.choice(bundle.languages),
        consent=Standing(frozenset(SOURCES), remember=True, measure=True),
        arrivals=(Arrival(begun, arrived),),
        answers={signal.id: Answer(luck.choice(signal.order), begun) for signal in answered},
        account={signal.id: luck.choice(signal.order) for signal in signed_in},
        events=(*earlier, *here),
    )
