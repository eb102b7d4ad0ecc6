"""What a reason suggests trying, so that a withheld block is shown: single changes, the smallest first.

Rules
1. A suggestion promises nothing: whether it changes anything is found out by deciding again (changes.py).
2. A sensitive signal is left alone unless its opt-in stands; without it, only the opt-in itself is suggested.
3. Consent is suggested where its lack is the cause, and last where something else would do.
4. What cannot be done is not suggested: nothing brings back what is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .bundle import SOURCES, Condition, Signal
from .conditions import accepted, signals_named
from .consent import default
from .decide import Decision
from .silence import Verdict
from .times import SECOND

MOST_DONE = 10
"""How often something would have to be done, at most, to be worth suggesting."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be different. Which fields hold something depends on `kind`."""

    kind: str
    """wait | answer | account | arrive | do | forget | optin | consent | quiet | page | page_view | visit |
    language | arm | gone"""
    signal: str | None = None
    value: str | None = None
    names: tuple[str, ...] = ()
    """Signals to opt in to, tiers to switch on, page facts to end, the language, the arm, or the block that is gone."""
    until: int | None = None
    """wait: the instant, ms."""
    times: int | None = None
    """do: how often."""

    @property
    def of(self) -> str:
        """Its signal, where it has one."""
        assert self.signal is not None
        return self.signal

    @property
    def to(self) -> str:
        """Its value, where it has one."""
        assert self.value is not None
        return self.value


Suggest = Callable[[Decision, str, Verdict], Iterator[Change]]
"""(decision, withheld block, its reason) → what to try."""
Wanted = Sequence[tuple[str, str | None]]
"""(signal, a value that would help, or None)."""


def _waiting(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    until = verdict.until()
    with_the_visit = -(-d.situation.visit_ends // SECOND) * SECOND  # then another visit is what has to be waited for
    if until not in (None, with_the_visit):
        yield Change("wait", until=until)


def _forgotten_by_time(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    goal = d.situation.prepared.blocks[block].goal
    done = ((goal, None), ("converted", block))
    held = [e.at for e in d.situation.moment.events if (e.event, e.block) in done]
    if held:
        yield Change("wait", until=-(-(max(held) + d.situation.prepared.retention) // SECOND) * SECOND)


def _simply(change: Change) -> Suggest:
    def suggest(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
        yield change

    return suggest


def _page_free(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    page, waits = d.situation.moment.page, d.situation.prepared.bundle.silence.wait_while
    busy = tuple(what for what in waits if getattr(page, what))
    early = () if page.value_seen else ("value_seen",)
    yield from (Change("page", names=names) for names in (busy, early, (*busy, *early)) if names)


def _pressed(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    pressure = d.situation.prepared.bundle.silence.fatigue.pressure
    yield from _values(d, [(signal, None) for signal, _, _ in pressure])


def _served(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    rules = d.situation.prepared.bundle.silence.service_first
    yield from _values(d, [(signal, None) for rule in rules for signal in signals_named(rule.when)])


def _staged(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    wanted = d.situation.prepared.blocks[block].stages or ()
    stages = d.situation.prepared.bundle.stages
    first = [stage.when for stage in stages if stage.id in wanted]
    yield from _values(d, _wanted(*first, *(stage.when for stage in stages if stage.id not in wanted)))


def _eligible(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    when = d.situation.prepared.blocks[block].when
    yield from _values(d, _wanted(when) if when is not None else [])


def _fitting(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    terms = sorted(d.situation.prepared.blocks[block].relevance, key=lambda term: (-term[2], term[0], term[1]))
    yield from _values(d, [(signal, value) for signal, value, weight in terms if weight > 0], others=False)


def _opted_in(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    missing = d.situation.prepared.candidates[block].group.pool.sensitive - d.situation.moment.optin
    if missing:
        yield Change("optin", names=tuple(s.id for s in d.situation.prepared.bundle.signals if s.id in missing))


def _tiers(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    bundle = d.situation.prepared.bundle
    missing = [
        tier
        for tier in SOURCES
        if tier not in d.situation.moment.consent.personalise and default(bundle, tier) != "off"
    ]
    yield from (Change("consent", names=(tier,)) for tier in missing)
    if len(missing) > 1:
        yield Change("consent", names=tuple(missing))


def _languages(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    own = d.situation.language
    yield from (Change("language", names=(tag,)) for tag in d.situation.prepared.bundle.languages if tag != own)


def _answered(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    asked = d.situation.prepared.candidates[block].group.asks
    if asked is not None:
        yield Change("forget", signal=asked)


def _known(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    yield from (Change("forget", signal=signal) for signal in d.situation.values)


def _rival(d: Decision, block: str, verdict: Verdict) -> Iterator[Change]:
    if verdict.by is not None:
        yield Change("gone", names=(verdict.by,))


SUGGESTIONS: dict[str, tuple[Suggest, ...]] = {
    "PERSONALISATION_OFF": (_tiers,),
    "CONTROL_ARM": (_simply(Change("arm", names=("treated",))),),
    "PAGE_BUSY": (_page_free,),
    "QUIET": (_simply(Change("quiet")),),
    "INTERRUPT_BUDGET": (_waiting, _simply(Change("page_view")), _simply(Change("visit"))),
    "FATIGUED": (_waiting, _pressed),
    "SERVICE_FIRST": (_served,),
    "NOT_STARTED": (_waiting,),
    "WRONG_STAGE": (_staged, _tiers),
    "NEEDS_OPT_IN": (_opted_in,),
    "NOT_ELIGIBLE": (_eligible, _tiers),
    "NO_TRANSLATION": (_languages,),
    "UNEXPLAINABLE": (_languages,),
    "ALREADY_ANSWERED": (_answered,),
    "ALREADY_CONVERTED": (_forgotten_by_time,),
    "FREQUENCY_CAP": (_waiting, _simply(Change("visit"))),
    "PAUSED": (_waiting, _simply(Change("visit"))),
    "BELOW_SILENCE": (_waiting, _fitting, _known, _tiers),
    "OUTRANKED": (_fitting, _known, _rival),
}
"""Reason → what to try, the smallest first. ENDED and NO_CANDIDATE suggest nothing."""


def _wanted(*conditions: Condition) -> Wanted:
    return [pair for condition in conditions for pair in accepted(condition)]


def _values(d: Decision, wanted: Wanted, others: bool = True) -> Iterator[Change]:
    """Each signal with the wanted values first, then, where `others`, its other values, then without any."""
    for signal_id in dict.fromkeys(signal for signal, _ in wanted):
        signal = d.situation.prepared.signals[signal_id]
        if signal.tier == "sensitive" and signal.id not in d.situation.opted_in:
            continue
        now = d.situation.values.get(signal.id)
        named = [value for of, value in wanted if of == signal.id and value is not None]
        values = dict.fromkeys([*named, *(signal.all_values if others else ())])
        for kind in _ways(d, signal):
            for value in values:
                if value != now:
                    yield from _given(signal, kind, value)
        if others and now is not None:
            yield Change("forget", signal=signal.id)


def _ways(d: Decision, signal: Signal) -> Iterable[str]:
    """How a signal comes by a value, the visitor's own word first."""
    asked = any(question.signal == signal.id for question in d.situation.prepared.bundle.questions)
    if signal.tier in ("answer", "sensitive") or asked:
        yield "answer"
    if signal.tier == "account" or signal.id in d.situation.moment.account:
        yield "account"
    if any(signal.id in campaign.sets for campaign in d.situation.prepared.bundle.campaigns):
        yield "arrive"
    if signal.event is not None:
        yield "do"


def _given(signal: Signal, kind: str, value: str) -> Iterator[Change]:
    if kind != "do":
        yield Change(kind, signal=signal.id, value=value)
        return
    least = dict(signal.bins).get(value, 0)
    yield from (Change(kind, signal=signal.id, times=n) for n in range(1, min(least, MOST_DONE) + 1))
