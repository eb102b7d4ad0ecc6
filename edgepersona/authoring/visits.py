"""Visit files: what one visitor's device knows at one moment (persona-format.md, "Visit file").

Rules
1. A missing or empty key is empty, false, or the persona file's word for it; `page.value_seen` is true, the
   language is the fallback. A time that is missing is now; a seed that is missing is 0.
2. Every id must be the persona file's; a wrong one is said with its place and the nearest right one.
3. Addresses are matched with campaigns here and then forgotten: a moment holds campaign ids only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from typing import Annotated, Any, BinaryIO, Literal

from msgspec import Meta, Struct, field

from edgepersona.core import arms, campaigns, stores, times
from edgepersona.core.bundle import OUTCOMES, SOURCES, Bundle
from edgepersona.core.moment import ARMS, Answer, Arrival, Event, Moment, Page, Standing

from . import grammar, rules
from .compile import Checked
from .errors import Mistakes, PersonaFileError, SourceError, did_you_mean, listed, printable, quoted
from .source import parse, parse_line, read, unreadable
from .tree import Mapping, Node, Source

MAX_LINE = 1_000_000

_Instant = Annotated[
    str, Meta(max_length=40, extra={"form": "instant", "what": "a time, RFC 3339, such as 2026-11-21T10:00:00Z"})
]
_When = Annotated[
    str,
    Meta(
        pattern=r"^(-(0|[1-9][0-9]{0,8})[smhd]|[0-9].{0,39})$",
        extra={"form": "moment", "what": "a time such as 2026-11-21T10:00:00Z, or - and a duration such as -12h"},
    ),
]
_Name = Annotated[str, Meta(min_length=1, max_length=100)]
_Address = Annotated[str, Meta(max_length=campaigns.MAX_ADDRESS)]
_Word = Literal["on", "ask", "off"]


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A map of a visit file."""


class _Arrived(_Part, frozen=True, kw_only=True):
    at: _When | None = None
    url: _Address


class _Tiers(_Part, frozen=True, kw_only=True):
    answer: _Word | None = None
    campaign: _Word | None = None
    account: _Word | None = None
    usage: _Word | None = None


class _Consent(_Part, frozen=True, kw_only=True):
    personalise: _Word | _Tiers | None = None
    remember: _Word | None = None
    measure: _Word | None = None


class _Page(_Part, frozen=True, kw_only=True):
    typing: bool = False
    media: bool = False
    checkout: bool = False
    value_seen: bool = True
    showing: dict[_Name, _Name] = {}


class _Given(_Part, frozen=True, kw_only=True):
    value: _Name
    at: _When | None = None


class _Event(_Part, frozen=True, kw_only=True):
    at: _When | None = None
    event: _Name
    block: _Name | None = None


class Visit(_Part, frozen=True, kw_only=True):
    """One visit, as it is written."""

    now: _Instant
    language: Annotated[str, Meta(max_length=64)] | None = None
    url: _Address | None = None
    arrived: Annotated[list[_Arrived], Meta(max_length=1000)] = []
    consent: _Consent = field(default_factory=_Consent)
    quiet: bool = False
    gpc: bool = False
    arm: Literal["treated", "control", "caps_only"] | None = None
    seed: Annotated[str, Meta(max_length=200, extra={"what": "a seed: a number or a short text"})] | None = None
    page: _Page = field(default_factory=_Page)
    answers: dict[_Name, _Name | _Given] = {}
    account: dict[_Name, _Name] = {}
    optin: Annotated[list[_Name], Meta(max_length=1000)] = []
    events: Annotated[list[_Event], Meta(max_length=50_000)] = []


def load(checked: Checked, path: str | os.PathLike[str]) -> Moment:
    """The moment of a visit file (YAML or JSON). Raises PersonaFileError."""
    return moment(checked, read(path))


def stream(checked: Checked, path: str) -> Iterator[Moment]:
    """The moments of a file of JSON lines, one after the other; `-` is standard input. Raises PersonaFileError."""
    name = "standard input" if path == "-" else printable(path)
    with ExitStack() as stack:
        try:
            file: BinaryIO = sys.stdin.buffer if path == "-" else stack.enter_context(open(path, "rb"))
            lines = iter(lambda: file.readline(MAX_LINE + 1), b"")
            for number, line in enumerate(lines, 1):
                if len(line) > MAX_LINE:
                    why = f"expected a line of at most {MAX_LINE // 1000} kB"
                    raise PersonaFileError([SourceError(name, number, 1, why)])
                if line.strip():
                    yield _line(checked, line, name, number)
        except (OSError, ValueError) as error:
            raise unreadable(name, getattr(error, "strerror", None) or "not a file name") from None


def _line(checked: Checked, line: bytes, name: str, number: int) -> Moment:
    quick = parse_line(line, name, number)
    try:
        return moment(checked, quick)
    except PersonaFileError:
        moment(checked, parse(line.strip(), name, number))  # reads slowly, but knows the columns
        raise


def moment(checked: Checked, source: Source) -> Moment:
    """The moment that a visit file's tree stands for. Raises PersonaFileError with every mistake found."""
    mistakes = Mistakes(source.file)
    if not isinstance(source.root, Mapping):
        mistakes.say(source.root, f"expected a visit, a map of keys and values, found {grammar.found(source.root)}")
        mistakes.stop()
    visit = grammar.read(source, Visit, mistakes, empty_is_missing=True)
    _References(checked, source, visit, mistakes).check()
    mistakes.stop()
    return _compiled(checked.bundle, visit)


def known_events(bundle: Bundle) -> list[str]:
    """Events a device may note, besides block outcomes: the SDK's own and those the file names."""
    return sorted(stores.known_events(bundle))


class _References:
    def __init__(self, checked: Checked, source: Source, visit: Visit, mistakes: Mistakes) -> None:
        self.bundle, self.source, self.visit, self.say = checked.bundle, source, visit, mistakes.say
        self.values = {name: rules.values_of(signal) for name, signal in checked.persona.signals.items()}
        self.blocks = {block.id: block.slot for block in self.bundle.blocks}

    def refer(self, node: Node, what: str, name: str, known: Collection[str]) -> bool:
        if name and name not in known:
            allowed = f"; known here: {listed(list(known))}" if known else "; the persona file lists none"
            self.say(node, f"unknown {what} {quoted(name)}{allowed}{did_you_mean(name, known)}")
        return name in known

    def check(self) -> None:
        where, value = self.source.where, self.source.value
        for section, said in (("answers", self.visit.answers), ("account", self.visit.account)):
            for signal, given in said.items():
                if self.refer(where(section, signal), "signal", signal, self.values):
                    text = given.value if isinstance(given, _Given) else given
                    node = value(section, signal, "value") if isinstance(given, _Given) else value(section, signal)
                    self.refer(node, f"value of {quoted(signal)}:", text, self.values[signal])
        sensitive = [signal.id for signal in self.bundle.signals if signal.tier == "sensitive"]
        for n, signal in enumerate(self.visit.optin):
            self.refer(where("optin", n), "sensitive signal", signal, sensitive)
        slots = [slot.id for slot in self.bundle.slots]
        for slot, block in self.visit.page.showing.items():
            at = ("page", "showing", slot)
            fits = self.refer(where(*at), "slot", slot, slots) and self.refer(value(*at), "block", block, self.blocks)
            if fits and self.blocks[block] != slot:
                self.say(value(*at), f"expected a block of this slot; {quoted(block)} stands in {self.blocks[block]}")
        known = known_events(self.bundle)
        for n, event in enumerate(self.visit.events):
            self.event(n, event, known)

    def event(self, n: int, event: _Event, known: list[str]) -> None:
        at = ("events", n)
        if event.event in OUTCOMES and event.block is None:
            self.say(self.source.where(*at), f"expected the key “block”: {event.event} happens to a block")
        elif event.event in OUTCOMES:
            self.refer(self.source.value(*at, "block"), "block", event.block or "", self.blocks)
        elif not self.refer(self.source.value(*at, "event"), "event", event.event, [*known, *OUTCOMES]):
            return
        elif event.block is not None:
            self.say(self.source.where(*at, "block"), f"only an outcome names a block: {listed(OUTCOMES)}")


def _compiled(bundle: Bundle, visit: Visit) -> Moment:
    now = times.parse_instant(visit.now)

    def at(text: str | None) -> int:
        if text is None:
            return now
        if not text.startswith("-"):
            return times.parse_instant(text)
        return now if text[1] == "0" else now - times.parse_duration(text[1:])

    arrivals = sorted((Arrival(at(a.at), campaigns.matching(bundle, a.url)) for a in visit.arrived), key=_when)
    arrivals.append(Arrival(now, campaigns.matching(bundle, visit.url or "")))
    consent = _standing(bundle, visit.consent)
    arm: str = ARMS[0]
    if visit.arm is not None:
        arm = visit.arm
    elif consent.measure:
        arm = arms.draw(bundle.site, visit.seed or "0", bundle.experiment.control, bundle.experiment.caps_only)
    page = visit.page
    return Moment(
        now=now,
        language=visit.language or bundle.languages[0],
        consent=consent,
        arrivals=tuple(arrivals),
        quiet=visit.quiet,
        arm=arm,
        page=Page(page.typing, page.media, page.checkout, page.value_seen, dict(page.showing)),
        answers={
            signal: Answer(given.value, at(given.at)) if isinstance(given, _Given) else Answer(given, now)
            for signal, given in visit.answers.items()
        },
        account=dict(visit.account),
        optin=frozenset(visit.optin),
        events=tuple(Event(at(event.at), event.event, event.block) for event in visit.events),
    )


def _when(arrival: Arrival) -> int:
    return arrival.at


def _standing(bundle: Bundle, consent: _Consent) -> Standing:
    """Consent as the visit says it stands; what it leaves out is the file's, `ask` standing for off."""
    said: Any = consent.personalise
    words = {
        tier: (said if said is None or isinstance(said, str) else getattr(said, tier))
        or bundle.consent.personalise[tier]
        for tier in SOURCES
    }
    adults = bundle.audience == "adults"
    return Standing(
        personalise=frozenset(tier for tier, word in words.items() if word == "on" and (adults or tier != "usage")),
        remember=(consent.remember or bundle.consent.remember) == "on",
        measure=adults and (consent.measure or bundle.consent.measure) == "on",
    )
