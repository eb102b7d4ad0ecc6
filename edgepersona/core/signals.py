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


def read(prepared: Prepared, moment: Moment, timeline: Timeline) -> Said:
    """Every signal that has a value at this moment."""
    allowed, signals, now = moment.consent.personalise, prepared.signals, moment.now
    standing = opt_ins(prepared.bundle, moment.optin)
    said = Said({}, {})

    def tell(signal: str, value: str, source: str) -> None:
        """Told from the weakest source to the strongest: who speaks last is believed."""
        if signals[signal].tier == "sensitive" and (source not in OWN_WORD or signal not in standing):
            return
        said.used[signal] = Value(value, source)
        said.by_source.setdefault(signal, {})[source] = value

    if "campaign" in allowed:
        keep, place = prepared.keep, prepared.campaign_order
        for name, value in campaigns.values(prepared.campaigns, place, moment.arrivals, now, keep).items():
            tell(name, value, "campaign")
    if "usage" in allowed and prepared.bundle.audience == "adults":
        counts = _counts(prepared, moment, timeline)
        for signal in prepared.usage:
            count = counts.get(signal.id, 0)
            counted = _bin(signal, count)
            if counted is not None:
                campaign = said.used.get(signal.id) if count == 0 else None
                tell(signal.id, counted, "usage")
                if campaign is not None:
                    said.used[signal.id] = campaign
    if "answer" in allowed:
        for name, answer in moment.answers.items():
            longest = signals[name].keep
            if answer.at >= timeline.visit_start if longest == VISIT else now - answer.at < longest:
                tell(name, answer.value, "answer")
    if "account" in allowed:
        for name, value in moment.account.items():
            tell(name, value, "account")
    return said


def _counts(prepared: Prepared, moment: Moment, timeline: Timeline) -> dict[str, int]:
    """Signal → how many of its events lie in its window."""
    counts: dict[str, int] = {}
    counting, now = prepared.counting, moment.now
    for position, event in enumerate(moment.events):
        if event.block is None and event.event in counting:
            for signal, window, only_here in counting[event.event]:
                if now - event.at < window and not (only_here and not timeline.this_visit(position)):
                    counts[signal] = counts.get(signal, 0) + 1
    return counts


def _bin(signal: Signal, count: int) -> str | None:
    value = None
    for name, least in signal.bins:
        if count >= least:
            value = name
    return value
