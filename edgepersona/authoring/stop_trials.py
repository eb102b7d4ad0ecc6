"""The three trials any vendor must pass, derived from a persona file.

Rules
1. A trial that was built passes or fails; one that a file gives no material for is not applicable, which is never
   the same as passed, and says what it means for a buyer.
2. Each is tried twice: as the file is, and with the value of every offer raised beyond all measure, because no
   value may buy a way past a rule.
3. A failure keeps the visit that shows it.
4. Who refuses MOST_DISMISSALS times in a row must be left alone, whatever the weights of the file add up to.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, islice

from edgepersona.core.bundle import Block, ServiceRule
from edgepersona.core.decide import Decision, Shown, decide
from edgepersona.core.prepare import prepare
from edgepersona.core.times import HOUR, SECOND

from .stop_facts import Facts
from .stop_visits import Known, Visit, alternatives, said

MOST_BLOCKS = 40
"""So many blocks are tried, the most valuable first."""
MOST_DISMISSALS = 20
BEYOND_MEASURE = 1e6

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Failure:
    """One decision that breaks a rule."""

    sentence: str
    visit: Visit
    pumped: bool = False
    """Seen only with the values of the file raised."""


@dataclass(frozen=True)
class Trial:
    name: str
    asks: str
    """What was looked at, as a question."""
    outcome: str
    """passed | failed | not applicable"""
    tried: int
    """Decisions."""
    says: tuple[str, ...]
    failures: tuple[Failure, ...] = ()


class Bench:
    """A persona file, the visitors its blocks fit, and the same file with every value raised."""

    def __init__(self, known: Known, progress: Progress) -> None:
        self.known, self.prepared, self.bundle = known, known.prepared, known.bundle
        blocks = tuple(
            block if block.id in self.prepared.defaults else replace(block, value=block.value * BEYOND_MEASURE)
            for block in self.bundle.blocks
        )
        self.pumped = prepare(replace(self.bundle, blocks=blocks))
        judged = [block for block in self.bundle.blocks if block.id in self.prepared.candidates]
        judged.sort(key=lambda block: (-_worth(block), block.id))
        self.judged = judged
        loud = [b for b in judged if self.interrupts(b) and b.kind != "service"]
        self.asking = [b for b in judged if b in loud or b.kind in ("promotion", "question")]
        self.calls = [b for b in judged if self.interrupts(b)]
        self.visits: dict[str, Visit] = {}
        """Block → the visit it fits."""
        for block in [*islice(self.asking, MOST_BLOCKS), *islice(judged, MOST_BLOCKS)]:
            progress(f"looking for a visitor whom {block.id} fits")
            if block.id not in self.visits and (visit := known.visit(block)) is not None:
                self.visits[block.id] = visit

    def interrupts(self, block: Block) -> bool:
        return self.prepared.slots[block.slot].kind == "interrupt"

    def both(self, visit: Visit) -> Iterator[tuple[bool, Facts, Decision]]:
        """The decision as the file is, and with its values raised."""
        moment = self.known.moment(visit)
        for prepared in (self.prepared, self.pumped):
            yield prepared is self.pumped, Facts(prepared, moment), decide(prepared, moment)

    def showing(self, decision: Decision) -> list[Block]:
        return [self.prepared.blocks[choice.block] for choice in decision.slots.values() if isinstance(choice, Shown)]


def _worth(block: Block) -> float:
    return block.value * sum(weight for _, _, weight in block.relevance if weight > 0)


def _trial(name: str, asks: str, tried: int, says: list[str], failures: list[Failure], nothing: str) -> Trial:
    """`nothing`: what it means that there was nothing to try."""
    outcome = "failed" if failures else "passed" if tried else "not applicable"
    return Trial(name, asks, outcome, tried, tuple(says if tried else [nothing]), tuple(failures))


# --- the tired but valuable customer -----------------------------------------------------------------


def tired(bench: Bench, progress: Progress) -> Trial:
    """Whom an offer fits best, after saying no until it must stop."""
    tried, failures, most, short = 0, list[Failure](), 0, 0
    targets = [block for block in bench.asking if block.id in bench.visits][:MOST_BLOCKS]
    ways = [block.id for block in bench.asking][:12]
    for block in targets:
        progress(f"tiring the visitor whom {block.id} fits")
        for way in (None, *ways):
            visit, times, enough = _tire(bench, bench.visits[block.id], way)
            if way is None and not enough:
                continue  # friction is no refusal: it need not add up to one
            most = max(most, times)
            short += not enough
            for pumped, facts, decision in bench.both(visit):
                tried += 1
                bad = [b.id for b in bench.showing(decision) if facts.wants_something(b)]
                if bad:
                    said_no = f"after {times} times of {'friction' if way is None else f'dismissing {way}'}"
                    state = f"{said_no}, with fatigue {facts.tiredness:.4f} (stop is {facts.rules.fatigue.stop:g})"
                    failures.append(Failure(f"{', '.join(bad)} is shown {state}", visit, pumped))
    says = [f"{_count(len(targets), 'offer, question or interrupt', 'offers, questions and interrupts')} tried"]
    says += [f"the visitor refused up to {most} times"] if most else []
    if short and not failures:
        says.append(f"{short} of the visitors never got tired enough to stop, and were left alone for other reasons")
    nothing = (
        "no offer, question or interrupt of this file could be brought to show at all; "
        "the file has nothing to stop, which proves nothing about stopping"
    )
    asks = "Does a visitor whom the offer fits best, and who said no, get their rest, whatever they are worth?"
    return _trial("The tired but valuable customer", asks, tried, says, failures, nothing)


def _tire(bench: Bench, visit: Visit, way: str | None) -> tuple[Visit, int, bool]:
    """The visit after refusals (of one block, or friction) until it must stop: (visit, refusals, whether it must)."""
    rules = bench.bundle.silence
    now = bench.known.moment(visit).now
    back = max(rules.gap + 2 * SECOND, min(HOUR, rules.fatigue.half_life // 50))
    for times in range(1, MOST_DISMISSALS + 1):
        weary = copy.deepcopy(visit)
        weary["events"] = []
        for n in range(times):
            at = said(now - back - 1000 * (times - n))
            happened = [{"event": "friction"}]
            if way is not None:
                happened = [{"event": "shown", "block": way}, {"event": "dismissed", "block": way}]
            weary["events"] += [{"at": at, **event} for event in happened]
        weary["events"].append({"at": said(now - SECOND), "event": "page_view"})
        if Facts(bench.prepared, bench.known.moment(weary)).tired:
            return weary, times, True
    return weary, times, False


# --- the critical ticket -----------------------------------------------------------------------------


def ticket(bench: Bench, progress: Progress) -> Trial:
    """Whom an offer fits, while a service rule holds."""
    tried, due, failures = 0, 0, list[Failure]()
    rules = bench.bundle.silence.service_first
    without = prepare(replace(bench.bundle, silence=replace(bench.bundle.silence, service_first=())))
    for number, rule in enumerate(rules, 1):
        paused = [block for block in bench.judged if block.kind in rule.pauses and block.id in bench.visits]
        for block in paused[:MOST_BLOCKS]:
            progress(f"service rule {number} against {block.id}")
            for visit in _in_trouble(bench, rule, block):
                due += _of(bench, rule, bench.known.decide(visit, without))
                for pumped, _, decision in bench.both(visit):
                    tried += 1
                    bad = [shown.id for shown in bench.showing(decision) if shown.kind in rule.pauses]
                    if bad:
                        why = f"although service rule {number} pauses {' and '.join(rule.pauses)}"
                        failures.append(Failure(f"{', '.join(bad)} is shown {why}", visit, pumped))
    says = [f"{_count(len(rules), 'service rule', 'service rules')}, {tried} decisions while one held"]
    says.append(f"in {due} of the visits something paused would have been shown without the rule")
    nothing = "nothing that the service rules pause was ever due, so they were never put to the test"
    if not rules:
        nothing = "the file has no service rule: a customer with an open problem is treated like any other"
    if not due and not failures:
        tried = 0
    asks = "Is a customer with a problem left alone by sales, everywhere on the page, whatever else fits?"
    return _trial("The critical ticket against the promotion", asks, tried, says, failures, nothing)


def _of(bench: Bench, rule: ServiceRule, decision: Decision) -> bool:
    return any(block.kind in rule.pauses for block in bench.showing(decision))


def _in_trouble(bench: Bench, rule: ServiceRule, block: Block) -> Iterator[Visit]:
    """Visits whom a block fits and for whom a rule holds: by the account, by an answer alone, on screen already."""
    for values in islice(alternatives(rule.when, bench.known.values), 12):
        others = {
            signal: next((other for other in bench.known.values[signal] if other != value), None)
            for signal, value in values.items()
        }
        for account, answers in ((values, {}), (others, values)):
            visit = copy.deepcopy(bench.visits[block.id])
            for signal in values:
                for place, told in (("account", account), ("answers", answers)):
                    visit[place].pop(signal, None)
                    if told.get(signal) is not None:
                        visit[place][signal] = told[signal]
            if not set(rule.pauses) <= Facts(bench.prepared, bench.known.moment(visit)).paused:
                continue
            yield visit
            if bench.interrupts(block):
                yield {**visit, "page": {"showing": {block.slot: block.id}}}


# --- colliding campaigns -----------------------------------------------------------------------------


def colliding(bench: Bench, progress: Progress) -> Trial:
    """Every campaign at once, and several blocks that may interrupt."""
    tried, met, failures, lost = 0, Counter[str](), list[Failure](), 0
    calls = [block.id for block in bench.calls if block.id in bench.visits][:MOST_BLOCKS]
    pairs = list(islice(combinations(calls, 2), 200))
    for one, other in pairs:
        progress(f"{one} against {other}")
        for visit in _together(bench, one, other):
            for later in _fed_back(bench, visit):
                for pumped, facts, decision in bench.both(later):
                    tried += 1
                    failures += [Failure(why, later, pumped) for why in facts.complaints(decision, met)]
                    lost += _outranked(bench, decision)
    campaigns = len(bench.known.addresses)
    says = [
        f"{_count(campaigns, 'campaign', 'campaigns')} at once, {_count(len(pairs), 'pair', 'pairs')} of interrupts"
    ]
    says.append(f"{lost} times an interrupt that was due made room for another")
    nothing = "the file has fewer than two interrupts that could be due at once: nothing can collide"
    if not lost and not failures:
        tried = 0
        nothing = (
            nothing if len(calls) < 2 else "no two interrupts of this file were ever due at once: nothing collided"
        )
    asks = "Do campaigns that reach one visitor at once still speak one at a time?"
    return _trial("Colliding campaigns", asks, tried, says, failures, nothing)


def _together(bench: Bench, one: str, other: str) -> Iterator[Visit]:
    """Whom two blocks fit, as far as they agree, arriving from every campaign; each campaign is the last once."""
    merged = copy.deepcopy(bench.visits[one])
    for place in ("answers", "account"):
        merged[place] = {**bench.visits[other][place], **merged[place]}
    now = bench.known.moment(merged).now
    addresses = bench.known.addresses
    for last in [*addresses[:10]] or (None,):
        visit = copy.deepcopy(merged)
        visit["arrived"] = [
            {"at": said(now - SECOND * (len(addresses) - n)), "url": url}
            for n, url in enumerate(addresses)
            if url != last
        ]
        yield {**visit, **({"url": last} if last is not None else {})}


def _fed_back(bench: Bench, visit: Visit) -> Iterator[Visit]:
    """The visit, and what follows once its interrupts were shown: on screen, gone from it, on the next page."""
    yield visit
    now, gap = bench.known.moment(visit).now, bench.bundle.silence.gap
    started = [block for block in bench.showing(bench.known.decide(visit)) if bench.interrupts(block)]
    if not started:
        return
    shown = [{"at": said(now), "event": "shown", "block": block.id} for block in started]
    events = [*visit["events"], *shown]
    on_screen = {"showing": {block.slot: block.id for block in started}}
    view = {"at": said(now + SECOND), "event": "page_view"}
    yield {**visit, "now": said(now + SECOND), "events": events, "page": on_screen}
    yield {**visit, "now": said(now + gap + SECOND), "events": events}
    yield {**visit, "now": said(now + SECOND), "events": [*events, view]}
    yield {**visit, "now": said(now + gap + 2 * SECOND), "events": [*events, view]}


def _outranked(bench: Bench, decision: Decision) -> int:
    showing = {block.id for block in bench.showing(decision)}
    reasons = [decision.reasons.of(block.id).reason for block in bench.calls if block.id not in showing]
    return sum(reason in ("OUTRANKED", "INTERRUPT_BUDGET") for reason in reasons)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
