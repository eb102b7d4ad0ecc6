"""A persona file → a checked model → the bundle that devices run.

Rules
1. `load` is the one way in: it reads, checks everything that is an error, and compiles; whoever holds a
   `Checked` holds a file that means something.
2. Compiling adds nothing and drops nothing: names, dates and durations become what `core/bundle.py` asks for.
3. For an audience that is not adults, learning is compiled away here; the rest the core sees to.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from edgepersona.core import bundle as core
from edgepersona.core import times
from edgepersona.core.bundle import SOURCES, VISIT, Bundle

from . import grammar, rules, words
from .errors import Mistakes, PersonaFileError, did_you_mean, quoted
from .model import FORMAT, Block, BlockText, Persona, Silence
from .source import read
from .tree import Mapping as MappingNode
from .tree import Node, Scalar, Source

__all__ = ["Checked", "PersonaFileError", "load"]


@dataclass(frozen=True)
class Checked:
    """A persona file that means something."""

    file: str
    source: Source
    persona: Persona
    bundle: Bundle

    def where(self, *path: str | int) -> Node:
        """The place of a key or item, for messages: `where("blocks", "hero", "text")`."""
        return self.source.where(*path)


def load(path: str | os.PathLike[str]) -> Checked:
    """Read, check and compile a persona file. Raises PersonaFileError with every mistake found."""
    return check(read(path))


def check(source: Source) -> Checked:
    """Check and compile what was read. Raises PersonaFileError."""
    mistakes = Mistakes(source.file)
    _version(source, mistakes)
    persona = grammar.read(source, Persona, mistakes)
    rules.check(source, persona, mistakes)
    mistakes.stop()
    return Checked(source.file, source, persona, compiled(persona))


def _version(source: Source, mistakes: Mistakes) -> None:
    """A file of another format is not worth reading on."""
    root = source.root
    if not isinstance(root, MappingNode):
        mistakes.say(root, f"expected a map of keys and values, found {grammar.found(root)}")
    elif "persona" not in root.entries:
        near = next((quoted(key) for key in root.entries if did_you_mean(key, ["persona"])), None)
        hint = f"; did you mean “persona” for {near}?" if near else ""
        mistakes.say(root, f"expected persona: {FORMAT}, the version of this format{hint}")
    else:
        value = root.entries["persona"].value
        if not isinstance(value, Scalar) or value.text != str(FORMAT) or value.quoted:
            mistakes.say(value, f"expected persona: {FORMAT}, the version of this format, found {grammar.found(value)}")
    mistakes.stop()


def duration(text: str) -> int:
    """A checked duration → ms; `visit` → VISIT."""
    return VISIT if text == "visit" or text.startswith("0") else times.parse_duration(text)


def first_day(date: str | None) -> int | None:
    """The first instant of a checked date."""
    return None if date is None else times.parse_date(date)


def last_day(date: str | None) -> int | None:
    """The first instant after a checked date: `until` includes its day."""
    return None if date is None else times.parse_date(date) + times.DAY


def compiled(persona: Persona) -> Bundle:
    """The bundle of a model that was checked."""
    return Bundle(
        format=core.FORMAT,
        site=persona.site,
        audience=persona.audience,
        languages=tuple(persona.languages),
        signals=tuple(
            core.Signal(
                id=name,
                tier=signal.tier,
                keep=duration(signal.keep),
                purpose=signal.purpose,
                label=dict(signal.label),
                values={value: dict(text) for value, text in (signal.values or {}).items()},
                order=tuple(signal.values or {}),
                optin=signal.optin,
                special=signal.special,
                event=None if signal.counts is None else signal.counts.event,
                within=None
                if signal.counts is None or signal.counts.within is None
                else duration(signal.counts.within),
                bins=tuple(sorted((signal.bins or {}).items(), key=lambda pair: pair[1])),
            )
            for name, signal in persona.signals.items()
        ),
        questions=tuple(
            core.Question(name, question.signal, dict(question.ask), dict(question.why), question.after)
            for name, question in persona.questions.items()
        ),
        campaigns=tuple(
            core.Campaign(
                id=name,
                match=tuple(sorted((key, tuple(accepted)) for key, accepted in campaign.match.items())),
                sets=dict(campaign.sets),
                start=first_day(campaign.from_),
                end=last_day(campaign.until),
            )
            for name, campaign in persona.campaigns.items()
        ),
        stages=tuple(core.Stage(stage.id, stage.when) for stage in persona.stages),
        segments=tuple(core.Segment(segment.id, segment.when) for segment in persona.segments),
        slots=tuple(core.Slot(name, slot.kind, slot.default) for name, slot in persona.slots.items()),
        blocks=tuple(_block(name, persona.blocks[name]) for name in sorted(persona.blocks)),
        silence=_silence(persona.silence),
        consent=core.ConsentDefaults(
            personalise={tier: _word(persona, tier) for tier in SOURCES},
            remember=persona.consent.remember,
            measure=persona.consent.measure,
            outside=tuple(
                core.OutsideGrant(source, purpose, tuple(sorted(set(grant.needs))), dict(grant.quote))
                for source, purposes in persona.consent.outside.items()
                for purpose, grant in purposes.items()
            ),
        ),
        experiment=core.Experiment(persona.experiment.control, persona.experiment.caps_only),
        measure=core.Measure(
            persona.measure.mode, tuple(persona.measure.conversions), tuple(persona.measure.guardrails)
        ),
        explore=persona.learning.explore if persona.audience == "adults" else "off",
        words=words.load(persona.languages),
    )


def _word(persona: Persona, tier: str) -> str:
    said = persona.consent.personalise
    word = said if isinstance(said, str) else getattr(said, tier)
    assert isinstance(word, str)
    return word


def _block(name: str, block: Block) -> core.Block:
    return core.Block(
        id=name,
        slot=block.slot,
        kind=block.class_,
        goal=block.goal,
        when=block.when,
        stages=None if block.stages is None else tuple(block.stages),
        start=first_day(block.from_),
        end=last_day(block.until),
        campaign=block.campaign,
        question=block.question,
        relevance=_weights(block.relevance),
        value=block.value,
        text={language: _text(text) for language, text in block.text.items()},
        because=dict(block.because),
    )


def _text(text: BlockText) -> dict[str, object]:
    plain: dict[str, object] = {"title": text.title}
    if text.body is not None:
        plain["body"] = text.body
    if text.points is not None:
        plain["points"] = tuple(text.points)
    if text.cta is not None:
        plain["cta"] = {"label": text.cta.label, "href": text.cta.href}
    return plain


def _weights(weights: Mapping[str, Mapping[str, float]]) -> tuple[tuple[str, str, float], ...]:
    return tuple(sorted((signal, value, weight) for signal, by in weights.items() for value, weight in by.items()))


def _silence(silence: Silence) -> core.Silence:
    fatigue, interrupts = silence.fatigue, silence.interrupts
    return core.Silence(
        utility={"inline": silence.utility.inline, "interrupt": silence.utility.interrupt},
        fatigue=core.Fatigue(
            half_life=duration(fatigue.half_life),
            stop=fatigue.stop,
            weights={name: getattr(fatigue.weights, name) for name in core.WEIGHTED},
            pressure=_weights(fatigue.pressure),
        ),
        caps=tuple(
            core.Cap(
                scope=scope,
                of=of,
                outcome=cap.outcome,
                at_most=cap.at_most,
                within=duration(cap.within),
                pause=None if cap.pause is None else duration(cap.pause),
            )
            for cap in silence.caps
            for scope, of in (("class", cap.class_), ("block", cap.block), ("slot", cap.slot))
            if of is not None
        ),
        per_page=interrupts.per_page,
        gap=duration(interrupts.gap),
        questions_per_visit=interrupts.questions_per_visit,
        wait_while=tuple(interrupts.wait_while),
        service_first=tuple(core.ServiceRule(rule.when, tuple(rule.pauses)) for rule in silence.service_first),
    )
