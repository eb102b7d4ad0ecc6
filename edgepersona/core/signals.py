"""Signals: one value each, from the strongest source that may be used.

Rules
1. Sources on one signal: account, then answer, usage, campaign. Consent is asked of the source's tier,
   whatever the signal declares; a tier that is off has no values.
2. An answer older than `keep` is gone. A usage value is the bin with the largest bound at or below the
   count; a count of zero yields to a campaign's value.
3. A sensitive signal counts only from answer or account, and only while its opt-in stands.
4. For audiences that are not adults there are no usage values and no opt-in stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from . import campaigns
from .bundle import SOURCES, VISIT, Bundle, Campaign, Signal
from .moment import Moment
from .timeline import Timeline


class Value(NamedTuple):
    value: str
    source: str


class Said(NamedTuple):
    """What is known: the value in use per signal, and every value any source gives."""

    used: dict[str, Value]
    by_source: dict[str, dict[str, str]]


def opt_ins(bundle: Bundle, given: frozenset[str]) -> frozenset[str]:
    """The sensitive signals whose opt-in stands, of those it was given for."""
    return given if bundle.audience == "adults" else frozenset()


def read(bundle: Bundle, by_id: Mapping[str, Campaign], moment: Moment, timeline: Timeline) -> Said:
    """Every signal that has a value at this moment."""
    allowed = moment.consent.personalise
    keep = {signal.id: signal.keep for signal in bundle.signals}
    from_campaign = campaigns.values(by_id, moment.arrivals, moment.now, keep) if "campaign" in allowed else {}
    times: dict[str, list[tuple[int, bool]]] = {}
    if "usage" in allowed and bundle.audience == "adults":
        for position, event in enumerate(moment.events):
            if event.block is None:
                times.setdefault(event.event, []).append((event.at, timeline.this_visit(position)))
        counting = True
    else:
        counting = False
    standing = opt_ins(bundle, moment.optin)
    said = Said({}, {})
    for signal in bundle.signals:
        sensitive = signal.tier == "sensitive"
        if sensitive and signal.id not in standing:
            continue
        found: dict[str, str] = {}
        count = 0
        if "account" in allowed and signal.id in moment.account:
            found["account"] = moment.account[signal.id]
        if "answer" in allowed and signal.id in moment.answers:
            answer = moment.answers[signal.id]
            if answer.at >= timeline.visit_start if signal.keep == VISIT else moment.now - answer.at < signal.keep:
                found["answer"] = answer.value
        if not sensitive:
            if counting and signal.event is not None:
                count = _count(signal, times.get(signal.event, ()), moment.now)
                value = _bin(signal, count)
                if value is not None:
                    found["usage"] = value
            if signal.id in from_campaign:
                found["campaign"] = from_campaign[signal.id]
        if not found:
            continue
        source = next(source for source in SOURCES if source in found)
        if source == "usage" and count == 0 and "campaign" in found:
            source = "campaign"
        said.used[signal.id] = Value(found[source], source)
        said.by_source[signal.id] = found
    return said


def _count(signal: Signal, times: Iterable[tuple[int, bool]], now: int) -> int:
    windows = {signal.keep, signal.keep if signal.within is None else signal.within}
    return sum(1 for at, here in times if all(here if window == VISIT else now - at < window for window in windows))


def _bin(signal: Signal, count: int) -> str | None:
    value = None
    for name, least in signal.bins:
        if count >= least:
            value = name
    return value
