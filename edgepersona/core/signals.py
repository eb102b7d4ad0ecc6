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

from typing import NamedTuple

from . import campaigns
from .bundle import VISIT, Bundle, Signal
from .moment import Moment
from .prepare import Prepared
from .timeline import Timeline

OWN_WORD = ("answer", "account")
"""Sources that may speak of what is sensitive."""


class Said(NamedTuple):
    """What is known."""

    values: dict[str, str]
    """Signal → the value in use."""
    sources: dict[str, str]
    """Signal → where that is from."""
    by_source: dict[str, dict[str, str]]
    """Of signals that service rules name: signal → source → what it says."""


def opt_ins(bundle: Bundle, given: frozenset[str]) -> frozenset[str]:
    """The sensitive signals whose opt-in stands, of those it was given for."""
    return given if bundle.audience == "adults" else frozenset()


def read(prepared: Prepared, moment: Moment, timeline: Timeline) -> Said:
    """Every signal that has a value at this moment."""
    allowed, signals, now = moment.consent.personalise, prepared.signals, moment.now
    arrived: dict[str, str] = {}
    told: list[tuple[str, str, str]] = []  # (signal, value, source): who speaks last is believed
    if "campaign" in allowed:
        keep, place = prepared.keep, prepared.campaign_order
        arrived = campaigns.values(prepared.campaigns, place, moment.arrivals, now, keep)
        told += [(name, value, "campaign") for name, value in arrived.items()]
    if "usage" in allowed and prepared.bundle.audience == "adults":
        counts = _counts(prepared, moment, timeline)
        for signal in prepared.usage:
            count = counts.get(signal.id, 0)
            counted = _bin(signal, count)
            if counted is not None:
                told.append((signal.id, counted, "usage"))
                if count == 0 and signal.id in arrived:
                    told.append((signal.id, arrived[signal.id], "campaign"))
    if "answer" in allowed:
        for name, answer in moment.answers.items():
            longest = signals[name].keep
            if answer.at >= timeline.visit_start if longest == VISIT else now - answer.at < longest:
                told.append((name, answer.value, "answer"))
    if "account" in allowed:
        told += [(name, value, "account") for name, value in moment.account.items()]
    standing, sensitive, heeded = opt_ins(prepared.bundle, moment.optin), prepared.sensitive, prepared.heeded
    values: dict[str, str] = {}
    sources: dict[str, str] = {}
    by_source: dict[str, dict[str, str]] = {}
    for name, value, source in told:
        if name in sensitive and (source not in OWN_WORD or name not in standing):
            continue
        values[name], sources[name] = value, source
        if name in heeded:
            by_source.setdefault(name, {})[source] = value
    return Said(values, sources, by_source)


def _counts(prepared: Prepared, moment: Moment, timeline: Timeline) -> dict[str, int]:
    """Signal → how many of its events lie in its window."""
    counts: dict[str, int] = {}
    counting, now, visits, visit = prepared.counting, moment.now, timeline.visits, timeline.visit
    for position, event in enumerate(moment.events):
        if event.block is None and event.event in counting:
            for signal, window, only_here in counting[event.event]:
                if now - event.at < window and (not only_here or visits[position] == visit):
                    counts[signal] = counts.get(signal, 0) + 1
    return counts


def _bin(signal: Signal, count: int) -> str | None:
    value = None
    for name, least in signal.bins:
        if count >= least:
            value = name
    return value
