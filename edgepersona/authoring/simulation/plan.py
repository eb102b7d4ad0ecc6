"""One visitor, drawn before any device runs: who comes, when, how often, and what luck each page view holds.

Rules
1. A plan depends on the file, the population and the seed, never on what a device decides: so the same
   plan can be lived twice, once in each arm, with the same luck.
2. How a visitor reacts to a block is drawn from the page view's own seed and the block's id alone: a block
   that is shown in one arm only does not shift the luck of the others.
3. Times are milliseconds UTC.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from edgepersona.core import campaigns
from edgepersona.core.bundle import Bundle, Condition
from edgepersona.core.fatigue import FRICTION
from edgepersona.core.prepare import Prepared
from edgepersona.core.stores import known_events
from edgepersona.core.timeline import PAGE_VIEW_EVENT, VISIT_EVENT
from edgepersona.core.times import DAY, HOUR, MINUTE, SECOND

from .population import Population

SHORTEST, LONGEST = 5 * SECOND, 20 * MINUTE
"""A page view's length. A visit ends after 30 idle minutes, so no page view lasts that long."""
MOST_PAGES = 40
MOST_VISITS = 200
MOST_READS = 10
FIELD_WIDTH = 64


@dataclass(frozen=True, slots=True)
class PageView:
    stay: int
    """How long it lasts if nothing holds the visitor up, ms."""
    sees_value: bool
    busy: str | None
    """What keeps the visitor's hands full when value was seen: one of the file's `wait_while`."""
    events: tuple[str, ...]
    """What happens on it: usage events of the file, friction."""
    luck: int
    """The seed of every reaction on this page view."""


@dataclass(frozen=True, slots=True)
class Visit:
    at: int
    url: str
    pages: tuple[PageView, ...]
    want: float
    """The draw that decides on a conversion: it happens where the chance is above it."""


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    language: str
    account: dict[str, str]
    consents: dict[str, object]
    """What the visitor says where the file asks; as the `consent` call takes it."""
    counted: bool
    """Whether the visitor agrees to being counted."""
    allowed: frozenset[str]
    """Sources of signals that stand."""
    opted_in: bool
    truth: dict[str, str]
    """Question → the answer this visitor would give."""
    visits: tuple[Visit, ...]


def draw(prepared: Prepared, population: Population, seed: int, opens: int, closes: int) -> Plan:
    """One visitor of a period. `opens`, `closes`: its first millisecond and the first after it."""
    bundle = prepared.bundle
    luck = random.Random(seed)  # noqa: S311 - a reproducible population, not a secret
    language = bundle.languages[0]
    if luck.random() >= population.first_language and len(bundle.languages) > 1:
        language = luck.choice(bundle.languages[1:])
    account = _account(bundle, population, luck)
    remembers, counted, opted_in = (
        luck.random() < share for share in (population.remember, population.measure, population.opt_in)
    )
    asked = {tier: luck.random() < population.usage for tier in sorted(bundle.consent.personalise)}
    words = bundle.consent.personalise
    tiers = {tier: _word(yes) for tier, yes in asked.items() if words[tier] == "ask"}
    consents: dict[str, object] = {"personalise": tiers} if tiers else {}
    if bundle.consent.remember == "ask":
        consents["remember"] = _word(remembers)
    if bundle.consent.measure == "ask":
        consents["measure"] = _word(counted)
    return Plan(
        seed=seed,
        language=language,
        account=account,
        consents=consents,
        counted=counted,
        allowed=frozenset(tier for tier, word in words.items() if word == "on" or (word == "ask" and asked[tier])),
        opted_in=opted_in,
        truth={
            question.id: _drawn(luck, prepared.signals[question.signal].order, population.answer_ratio)
            for question in bundle.questions
        },
        visits=tuple(_visits(bundle, population, luck, opens, closes)),
    )


def _word(yes: bool) -> str:
    return "on" if yes else "off"


def _drawn(luck: random.Random, values: Sequence[str], ratio: float) -> str:
    """One of some values, each `ratio` times as likely as the one before it."""
    return luck.choices(values, [ratio**place for place in range(len(values))])[0]


def _account(bundle: Bundle, population: Population, luck: random.Random) -> dict[str, str]:
    """What the account says; a signal that a service rule names gets the values it names by `trouble` alone."""
    signed_in, troubled = luck.random() < population.signed_in, luck.random() < population.trouble
    named: dict[str, set[str]] = {}
    for rule in bundle.silence.service_first:
        for name, values in _leaves(rule.when):
            named.setdefault(name, set()).update(values)
    account = {}
    for signal in bundle.signals:
        if signal.tier == "account" and signal.order:
            trouble = named.get(signal.id, set())
            wanted = [value for value in signal.order if (value in trouble) == troubled] if trouble else signal.order
            value = _drawn(luck, wanted or signal.order, population.account_ratio)
            if signed_in and wanted:
                account[signal.id] = value
    return account


def _leaves(condition: Condition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every (signal, values) a condition asks for; what stands under `not` asks for nothing."""
    if condition[0] == "is":
        yield condition[1], condition[2]
    elif condition[0] in ("all", "any"):
        for part in condition[1]:
            yield from _leaves(part)


def _visits(bundle: Bundle, population: Population, luck: random.Random, opens: int, closes: int) -> Iterator[Visit]:
    counted = {signal.event for signal in bundle.signals if signal.event is not None}
    events = sorted((counted & known_events(bundle)) - {VISIT_EVENT, PAGE_VIEW_EVENT} - set(bundle.measure.conversions))
    at = opens + int(luck.random() * population.spread * (closes - opens))
    for number in range(MOST_VISITS):
        by_campaign = luck.random() < (population.campaign_again if number else population.campaign)
        url = _address(bundle, at, luck.random(), by_campaign)
        pages = tuple(_pages(bundle, population, luck, events))
        yield Visit(at, url, pages, luck.random())
        again, pause = luck.random() < population.returns, luck.expovariate(1 / population.return_days)
        at += sum(page.stay for page in pages) + HOUR + int(pause * DAY)
        if not again or at >= closes:
            return


def _address(bundle: Bundle, at: int, which: float, by_campaign: bool) -> str:
    """Where the visitor lands; adverts of a campaign that is not running bring nobody."""
    running = [c for c in bundle.campaigns if c.match and campaigns.running(c, at)]
    if not by_campaign or not running:
        return "/"
    match = running[int(which * len(running))].match
    return "/?" + urlencode({name: accepted[0] for name, accepted in match})


def _pages(bundle: Bundle, population: Population, luck: random.Random, events: list[str]) -> Iterator[PageView]:
    waits = bundle.silence.wait_while
    for _ in range(MOST_PAGES):
        stay = min(max(int(luck.expovariate(1 / population.stay) * SECOND), SHORTEST), LONGEST)
        sees_value, busy = luck.random() < population.sees_value, luck.random() < population.busy
        happened = []
        for event in events:
            for _ in range(MOST_READS):
                if luck.random() >= population.reads:
                    break
                happened.append(event)
        if luck.random() < population.friction:
            happened.append(FRICTION)
        doing = luck.choice(waits) if waits else None
        yield PageView(stay, sees_value, doing if busy else None, tuple(happened), luck.getrandbits(FIELD_WIDTH))
        if luck.random() >= 1 - 1 / population.pages:
            return
