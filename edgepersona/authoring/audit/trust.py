"""The trust page: what a visitor may read in public, in every language of the file.

Rules
1. The words are the SDK's (`words/<language>/trust.ftl`, and the panel's own, so that both say the same).
2. A language without words of its own is spoken to in English; what the file says in another language is marked so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edgepersona.core.bundle import VISIT
from edgepersona.core.phrases import phrase
from edgepersona.core.spans import UNITS

from .. import words
from .counting import MINIMUM
from .facts import Datum, Facts
from .page import Block, Bullets, Code, Foreign, Heading, Line, Paper, Paragraph, Piece, Table

PARTS = ("engine", "page", "trust")
NAME = "trust."
SOURCES = ("answer", "campaign", "usage", "account")


def papers(facts: Facts) -> tuple[Paper, ...]:
    """One page for each language of the file."""
    speakers = [_Speaker(language, _messages(language), facts) for language in facts.bundle.languages]
    others = tuple((speaker.name, f"{NAME}{speaker.tag}", speaker.language) for speaker in speakers)
    return tuple(speaker.paper(others if len(others) > 1 else ()) for speaker in speakers)


def _messages(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in PARTS:
        found |= words.load([language], part)[language]
    return found


@dataclass(frozen=True, slots=True)
class _Speaker:
    tag: str
    """The language as the file names it."""
    messages: dict[str, str]
    facts: Facts

    @property
    def own(self) -> bool:
        """Whether the SDK has words in this language."""
        primary = self.tag.lower().partition("-")[0]
        return words.ALIASES.get(primary, primary) == self.messages["language"]

    @property
    def language(self) -> str:
        return self.tag if self.own else self.messages["language"]

    @property
    def name(self) -> str:
        """What this language is called in the list of languages."""
        regions = [tag for tag in self.facts.bundle.languages if tag.partition("-")[0] == self.tag.partition("-")[0]]
        return self.tag if not self.own or len(regions) > 1 else self.messages["trust-language"]

    def say(self, message: str, **values: str | int) -> str:
        return phrase(self.messages, message, values)

    def paper(self, others: tuple[tuple[str, str, str], ...]) -> Paper:
        return Paper(f"{NAME}{self.tag}", self.say("trust-title"), self.language, tuple(self._blocks()), others)

    def _blocks(self) -> Iterator[Block]:
        given, bundle = self.facts.answers, self.facts.bundle
        name, contact = given.at("controller.name") or "", given.at("controller.contact") or ""
        yield Paragraph(self.say("trust-intro"))
        yield Paragraph(self.say("trust-controller", name=name, contact=contact))
        yield Heading(self.say("trust-knows"))
        head = tuple(self.say(m) for m in ("trust-what", "panel-source", "panel-purpose", "trust-kept"))
        rows = (*(self._row(datum) for datum in self.facts.data), *self._besides())
        yield Table(self.say("trust-knows"), head, rows)
        yield Paragraph(self.say("trust-nothing-else"))
        if self.facts.switches["remember"] != "off":
            yield Paragraph(self.say("panel-sealed"))
        yield Heading(self.say("trust-switches"))
        yield Table(
            self.say("trust-switches"),
            (self.say("trust-switch"), self.say("trust-start")),
            (
                *(
                    (self.say(f"panel-tier-{source}"), self.say(f"trust-{self.facts.switches[source]}"))
                    for source in SOURCES
                ),
                *(
                    (self.say(f"panel-{key}"), self.say(f"trust-{self.facts.switches[key]}"))
                    for key in ("remember", "measure")
                ),
            ),
        )
        yield Heading(self.say("trust-leaves"))
        yield from self._leaves()
        yield Heading(self.say("trust-peace"))
        yield Bullets(tuple(self._peace()))
        yield Heading(self.say("trust-rights"))
        yield Bullets(tuple(self._rights(contact)))
        yield Paragraph(self.say("trust-rules" if bundle.explore == "off" else "trust-learns"))
        before, after = self.messages["trust-file"].split("{bundle}")
        yield Paragraph((before, Code(self.facts.digest), after))

    def _row(self, datum: Datum) -> tuple[Line, ...]:
        first = self.facts.bundle.languages[0]
        label = datum.label.get(self.tag)
        called = self._in(label, self.tag) if label else self._in(datum.label.get(first) or datum.id, first)
        sources = [self.say(f"source-{source}") for source in dict.fromkeys(o.source for o in datum.origins)]
        only = (" · ", self.say("trust-optin")) if datum.sensitive else ()
        return called, "; ".join(sources) or "—", (self._in(datum.purpose, first), *only), self._kept(datum)

    def _in(self, text: str, language: str) -> Piece:
        """Words of the file, marked where they are in another language than the page."""
        return text if language == self.language else Foreign(text, language)

    def _kept(self, datum: Datum) -> str:
        if datum.special:
            return self.say("trust-kept-page")
        return self._span(max((max(origin.kept, origin.needed) for origin in datum.origins), default=VISIT))

    def _span(self, ms: int) -> str:
        if ms == VISIT:
            return self.say("trust-kept-visit")
        unit, size = next((unit, size) for unit, size, _ in UNITS if ms % size == 0)
        return self.say(f"span-{unit}", count=ms // size)

    def _besides(self) -> Iterator[tuple[Line, ...]]:
        """What a device may hold beside signals, in the words by which the panel lists it."""
        lasting = VISIT if self.facts.switches["remember"] == "off" else self.facts.retention
        for what, why, kept in (
            ("held-visit", "purpose-silence", VISIT),
            ("held-page_view", "purpose-silence", VISIT),
            ("trust-outcomes", "purpose-silence", lasting),
            ("held-friction", "purpose-silence", lasting),
            ("held-receipts", "purpose-receipts", lasting),
        ):
            yield self.say(what), self.say("source-usage"), self.say(why), self._span(kept)
        yield (
            self.say("panel-choices"),
            self.say("source-answer"),
            self.say("trust-choice"),
            self.say("trust-kept-choice"),
        )

    def _leaves(self) -> Iterator[Block]:
        given = self.facts.answers
        if not self.facts.counting.counters:
            yield Paragraph(self.say("trust-leaves-nothing"))
            return
        yield Paragraph(self.say("trust-leaves-counting"))
        until = sorted({counter.until for counter in self.facts.counting.counters if counter.until is not None})
        operator = self.say(
            "trust-operator", operator=given.at("counting.operator") or "", where=given.at("counting.where") or ""
        )
        yield Bullets(
            (
                self.say("panel-measure-help"),
                self.say("trust-noise", minimum=f"{MINIMUM}"),
                operator,
                *((self.say("trust-until", day=until[-1]),) if until else ()),
                self.say("trust-gpc"),
            )
        )

    def _peace(self) -> Iterator[str]:
        silence, slots = self.facts.bundle.silence, self.facts.bundle.slots
        if any(slot.kind == "interrupt" for slot in slots):
            yield self.say("trust-interrupts", count=silence.per_page)
        if self.facts.bundle.questions:
            yield self.say("trust-questions", count=silence.questions_per_visit)
        yield self.say("trust-tired")
        if silence.service_first:
            yield self.say("trust-service")

    def _rights(self, contact: str) -> Iterator[str]:
        yield self.say("trust-panel", panel=self.say("panel-title"))
        yield self.say("trust-why", why=self.say("slot-why"))
        yield self.say("trust-complain", contact=contact)
