"""The four stores of a device, as text and as values.

Rules
1. choice: the switches, always allowed. visit: this tab's visit, gone with it. memory: only with
   `remember`. outbox: only with `measure`. A fifth, page, lives in the page's own memory and holds
   answers that may never be stored (`special` signals). plan and next are memory's and the visit's
   leaflets: block ids that a page can read before Python is there (plan.py); Python never reads them.
2. What is read is hostile: bounded, checked piece by piece against the bundle. A damaged store is an
   empty one; a piece that does not fit is dropped and counted in `lost`. Nothing here raises.
   What was damaged may have said no: a switch that cannot be read is off, and a trail whose events cannot
   all be read says so (`damaged`), which `state.py` holds as an event of its own, LOST.
3. An outcome of a block the bundle no longer has is kept: it still tires.
4. A store with nothing in it is None: it does not exist.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from . import receipt_forms
from .bundle import OUTCOMES, SOURCES, Bundle, Signal
from .consent import LASTING, Choice
from .errors import RemoteError
from .fatigue import FRICTION, LOST
from .moment import Answer, Arrival, Event
from .nesting import loads
from .receipts import Chain, Cut
from .timeline import ASKED_EVENT, PAGE_VIEW_EVENT, VISIT_EVENT
from .times import DAY

VERSION = 1
MOST_TEXT = 262_144
MOST_EVENTS = 2_000
MOST_ARRIVALS = 50
MOST_ARRIVED = 500
"""Campaigns in all arrivals together: as many as a file may have."""
LATEST = 2**53
LONGEST_ID = 64
_ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.+-]{{0,{LONGEST_ID - 1}}}", re.ASCII)

NAMES = ("choice", "visit", "memory", "outbox", "page", "plan", "next")
MARKS = ("forgot", "signed_out")


@dataclass(slots=True)
class Trail:
    """What one store holds of a visitor: answers, arrivals, account values, events; and the receipts."""

    answers: dict[str, Answer] = field(default_factory=dict)
    account: dict[str, Answer] = field(default_factory=dict)
    arrivals: list[Arrival] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    last: int = 0
    """When something was last written, ms: a visit that was quiet for 30 minutes is over."""
    forgot: int | None = None
    signed_out: int | None = None
    """The choice's marks when this was last written."""
    receipts: Chain = field(default_factory=Chain)
    whole: bool = field(default=False, compare=False)
    """Whether nothing had to be dropped when it was read."""
    was: Trail | None = field(default=None, compare=False, repr=False)
    """What it is a copy of, where that is whole."""
    damaged: bool = False
    """Whether events were there that could not be read."""

    @property
    def empty(self) -> bool:
        return not (self.answers or self.account or self.arrivals or self.events)


@dataclass(slots=True)
class Reader:
    """Reads stores of one bundle, counting what it had to drop."""

    bundle: Bundle
    lost: int = 0

    def choice(self, text: str | None) -> Choice:
        """The visitor's switches."""
        raw = self._map(text)
        if text is not None and not raw:  # what it said cannot be known, so nothing is presumed
            return Choice(personalise=dict.fromkeys(SOURCES, "off"))
        said = raw.get("personalise", {})
        tiers = said if isinstance(said, dict) else dict.fromkeys(SOURCES, said)
        optin = raw.get("optin", [])
        sensitive = {signal.id for signal in self.bundle.signals if signal.tier == "sensitive"}
        words: dict[str, str] = {}
        for purpose in LASTING:
            word = raw.get(purpose, "unset")
            words[purpose] = word if word == "unset" else self._switch(word)
        refused = raw.get("refused")
        return Choice(
            personalise={tier: self._switch(tiers[tier]) for tier in SOURCES if tier in tiers},
            remember=words["remember"],
            measure=words["measure"],
            by={
                key: "source" if who == "source" and words.get(key) == "on" else "page"
                for key, who in self._pairs(raw.get("by", {}))
                if key in (*SOURCES, *LASTING) and who in ("page", "source")
            },
            refused=refused if type(refused) is int and 0 <= refused < LATEST // DAY else None,
            quiet=raw.get("quiet", False) is not False,
            optin=frozenset(s for s in optin if isinstance(s, str) and s in sensitive)
            if isinstance(optin, list)
            else frozenset(),
            **{mark: _instant(raw.get(mark)) for mark in MARKS},
        )

    def trail(self, text: str | None) -> Trail:
        """A visit, memory or page store."""
        raw = self._map(text)
        trail = Trail(last=_instant(raw.get("last")) or 0, damaged=text is not None and not raw)
        trail.forgot, trail.signed_out = (_instant(raw.get(mark)) for mark in MARKS)
        trail.receipts = self._receipts(raw.pop("receipts", None))
        signals = {signal.id: signal for signal in self.bundle.signals}
        for name, held in (("answers", trail.answers), ("account", trail.account)):
            for signal, said in self._pairs(raw.get(name, {})):
                at = _instant(said[1]) if isinstance(said, list) and len(said) == 2 else None
                if at is not None and signal in signals and _is_value(signals[signal], said[0]):
                    held[signal] = Answer(said[0], at)
                else:
                    self.lost += 1
        known = {campaign.id for campaign in self.bundle.campaigns}
        for entry in self._list(raw.get("arrived", []))[-MOST_ARRIVALS:]:
            at = _instant(entry[0]) if isinstance(entry, list) and len(entry) == 2 else None
            if at is not None and isinstance(entry[1], list):
                kept = tuple(name for name in entry[1] if isinstance(name, str) and name in known)
                trail.arrivals.append(Arrival(at, kept))
            else:
                self.lost += 1
        names = known_events(self.bundle) | {LOST}
        trail.damaged |= not isinstance(raw.get("events", []), list)
        for entry in self._list(raw.get("events", []))[-MOST_EVENTS:]:
            event = _event(entry)
            if event is not None and (event.block is not None or event.event in names):
                trail.events.append(event)
            else:  # an event that the file no longer knows says nothing about silence
                self.lost += 1
                trail.damaged |= event is None
        trail.whole = plain_trail(trail) == (raw or None)
        return trail

    def _receipts(self, raw: Any) -> Chain:
        """A chain; where it is damaged, a cut as long as what was lost."""
        if raw is None:
            return Chain()
        try:
            return receipt_forms.read(raw)
        except RemoteError:
            listed = raw.get("list") if isinstance(raw, dict) else None
            damaged = max(1, len(listed)) if isinstance(listed, list) else 1
            self.lost += damaged
            return Chain([Cut(damaged, "")])

    def outbox(self, text: str | None) -> dict[str, Any]:
        """The outbox as a map; its own module checks the pieces."""
        return self._map(text)

    def _switch(self, word: Any) -> str:
        if word in ("on", "off"):
            return str(word)
        self.lost += 1
        return "off"

    def _map(self, text: str | None) -> dict[str, Any]:
        if text is None:
            return {}
        if len(text) <= MOST_TEXT:
            try:
                raw = loads(text)
            except ValueError:
                raw = None
            if isinstance(raw, dict) and raw.get("v") == VERSION:
                return raw
        self.lost += 1
        return {}

    def _pairs(self, raw: Any) -> Iterable[tuple[str, Any]]:
        self.lost += not isinstance(raw, dict)
        return raw.items() if isinstance(raw, dict) else ()

    def _list(self, raw: Any) -> list[Any]:
        self.lost += not isinstance(raw, list)
        return raw if isinstance(raw, list) else []


def known_events(bundle: Bundle) -> frozenset[str]:
    """Every event without a block that the bundle knows."""
    names = {PAGE_VIEW_EVENT, VISIT_EVENT, ASKED_EVENT, FRICTION, *bundle.goals}
    names |= {signal.event for signal in bundle.signals if signal.event is not None}
    return frozenset(names | own_guardrails(bundle))


def own_guardrails(bundle: Bundle) -> frozenset[str]:
    """Guardrails that are events of the page's own, such as `unsubscribed`."""
    return frozenset(bundle.measure.guardrails) - {*OUTCOMES, "opted_out"}


def write_choice(choice: Choice) -> str | None:
    """The choice store's text."""
    if choice.empty:
        return None
    raw: dict[str, Any] = {"v": VERSION}
    if choice.personalise:
        raw["personalise"] = {tier: choice.personalise[tier] for tier in SOURCES if tier in choice.personalise}
    for purpose in LASTING:
        if getattr(choice, purpose) != "unset":
            raw[purpose] = getattr(choice, purpose)
    if choice.by:
        raw["by"] = {key: choice.by[key] for key in (*SOURCES, *LASTING) if key in choice.by}
    if choice.refused is not None:
        raw["refused"] = choice.refused
    if choice.quiet:
        raw["quiet"] = True
    if choice.optin:
        raw["optin"] = sorted(choice.optin)
    return json.dumps(raw | _marks(choice))


def plain_trail(trail: Trail) -> dict[str, Any] | None:
    """What a visit, memory or page store holds besides receipts, as plain data; None if it holds nothing."""
    if trail.empty:
        return None
    raw: dict[str, Any] = {"v": VERSION, "last": trail.last, **_marks(trail)}
    for name, held in (("answers", trail.answers), ("account", trail.account)):
        if held:
            raw[name] = {signal: [a.value, a.at] for signal, a in sorted(held.items())}
    if trail.arrivals:
        raw["arrived"] = [[a.at, list(a.campaigns)] for a in latest(trail.arrivals)]
    if trail.events:
        raw["events"] = [
            [e.at, e.event] if e.block is None else [e.at, e.event, e.block] for e in trail.events[-MOST_EVENTS:]
        ]
    return raw


def write_trail(trail: Trail) -> str | None:
    """The text of a visit, memory or page store. Receipts give way where it would be longer than can be read."""
    raw = plain_trail(trail)
    if raw is None:
        return None
    text, receipts = json.dumps(raw), receipt_forms.write(trail.receipts)
    if receipts:
        text = f'{text[:-1]}, "receipts": {receipts}}}'
    if len(text) <= MOST_TEXT:
        return text
    trail.receipts = Chain()
    return write_plain(raw)


def room(trail: Trail) -> int:
    """How many events a store can hold beside what else is in it, under whatever names."""
    longest = max(len(outcome) for outcome in OUTCOMES)
    event = len(json.dumps([LATEST, "x" * longest, "x" * LONGEST_ID])) + len(", ")
    rest = write_plain(plain_trail(replace(trail, events=[Event(0, VISIT_EVENT)]))) or ""
    return min(MOST_EVENTS, (MOST_TEXT - len(rest)) // event)


def write_plain(raw: dict[str, Any] | None) -> str | None:
    """Plain data as a store's text."""
    return None if raw is None else json.dumps(raw)


def latest(arrivals: list[Arrival]) -> list[Arrival]:
    """As many as are held; the last one always."""
    kept, named = 0, 0
    for arrival in reversed(arrivals[-MOST_ARRIVALS:]):
        named += len(arrival.campaigns)
        if kept and named > MOST_ARRIVED:
            break
        kept += 1
    return arrivals[len(arrivals) - kept :]


def _marks(of: Choice | Trail) -> dict[str, int]:
    return {mark: value for mark in MARKS if (value := getattr(of, mark)) is not None}


def _instant(raw: Any) -> int | None:
    return raw if type(raw) is int and 0 <= raw < LATEST else None


def _is_value(signal: Signal, value: Any) -> bool:
    return isinstance(value, str) and value in signal.all_values


def _event(entry: Any) -> Event | None:
    at = _instant(entry[0]) if isinstance(entry, list) and len(entry) in (2, 3) else None
    if at is None or not isinstance(entry[1], str):
        return None
    if len(entry) == 2:
        return Event(at, entry[1])
    if entry[1] not in OUTCOMES or not isinstance(entry[2], str) or _ID.fullmatch(entry[2]) is None:
        return None
    return Event(at, entry[1], entry[2])
