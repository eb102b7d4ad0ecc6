"""A bundle, indexed for deciding. Done once per bundle; the cost of a decision then grows with what could match.

Rules
1. What does not depend on the moment is worked out here and not again.
2. Blocks share what they have in common (candidates.py), and stand where the values are that could bring them up
   (index.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from . import index, silence
from .bundle import DAY_LIMIT, OUTCOMES, VISIT, Block, Bundle, Campaign, Signal, Slot
from .candidates import Behind, Candidate, Span, Speech, behind, caps_of
from .candidates import candidates as every_candidate
from .conditions import may_hold, signals_named
from .counters import countable_block
from .fatigue import tires
from .phrases import leftward
from .shelves import Shelf, shelf
from .silence import Rule, concerning
from .wording import Texts, texts

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9_.+-]*)\}", re.ASCII)

ENDLESS = 2**62
"""Longer than any time, ms."""

Template = tuple[tuple[str, str | None], ...]
"""A sentence in pieces: (words, the signal whose value follows, or None)."""


class Sentence(NamedTuple):
    """A block's own sentence in one language."""

    pieces: Template
    leftwards: bool
    """Whether it is written from right to left."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the events of one block mean to the rules."""

    kind: str
    interrupts: bool
    tiring: frozenset[str]
    """Outcomes of it that weigh."""
    caps: dict[str, tuple[int, ...]]
    """Outcome → the caps it fills."""


@dataclass(frozen=True, slots=True)
class Prepared:
    bundle: Bundle
    signals: dict[str, Signal]
    sensitive: frozenset[str]
    usage: tuple[Signal, ...]
    """Signals that count something, and may."""
    counting: dict[str, tuple[tuple[str, int, bool], ...]]
    """Event → (signal, window in ms, whether only this visit counts)."""
    keep: dict[str, int]
    keeps: dict[str, tuple[int, ...]]
    """Event → how long each signal that counts it is kept."""
    goals: frozenset[str]
    campaigns: dict[str, Campaign]
    campaign_order: dict[str, int]
    slots: dict[str, Slot]
    blocks: dict[str, Block]
    defaults: frozenset[str]
    candidates: dict[str, Candidate]
    """By block; defaults are none."""
    places: tuple[tuple[str, dict[str | None, Behind]], ...]
    """(signal, value → the blocks that stand behind it)."""
    voices: dict[Speech, tuple[Rule[Speech], ...]]
    """What pass 1 asks → what can withhold there."""
    heeded: tuple[str, ...]
    """Signals that service rules name."""
    paused: frozenset[str]
    """Classes that service rules pause where nothing is said of those signals."""
    spans: tuple[Span, ...]
    """Every pair of dates that blocks lie between."""
    shelves: dict[str, Shelf]
    """By slot."""
    known: dict[str, Known]
    """By block."""
    because: dict[str, dict[str, Sentence]]
    """Block → language → its own sentence."""
    texts: dict[str, Texts]
    """Language → how each value is said."""
    retention: int
    """How long block outcomes are held, ms."""
    special: frozenset[str]
    """Blocks that tell a special signal: nothing about them is stored or counted."""


def template(sentence: str) -> Template:
    """Cut a sentence at its {placeholders}."""
    pieces, end = [], 0
    for match in _PLACEHOLDER.finditer(sentence):
        pieces.append((sentence[end : match.start()], match[1]))
        end = match.end()
    pieces.append((sentence[end:], None))
    return tuple(pieces)


def _sentence(sentence: str) -> Sentence:
    pieces = template(sentence)
    return Sentence(pieces, leftward("".join(words for words, _ in pieces)))


def retention(bundle: Bundle) -> int:
    """How long block outcomes are needed for silence: the longest window, pause or 10 half-lives, at most 180 days.

    The gap between interrupts is such a window: forgetting the last one would break it.
    """
    silence = bundle.silence
    spans = [10 * silence.fatigue.half_life, silence.gap]
    for cap in silence.caps:
        spans += [cap.within, cap.pause or 0]
    return min(max(spans), DAY_LIMIT)


def _window(signal: Signal) -> tuple[int, bool]:
    """What is counted for a signal: what is younger than so many ms, and whether only in this visit."""
    spans = {signal.keep, signal.keep if signal.within is None else signal.within}
    return min(spans - {VISIT}, default=ENDLESS), VISIT in spans


def prepare(bundle: Bundle) -> Prepared:
    """Index a bundle."""
    defaults = frozenset(slot.default for slot in bundle.slots if slot.default is not None)
    interrupting = frozenset(slot.id for slot in bundle.slots if slot.kind == "interrupt")
    candidates = every_candidate(bundle, [block for block in bundle.blocks if block.id not in defaults])
    usage = tuple(signal for signal in bundle.signals if signal.event is not None and signal.tier != "sensitive")
    rules = bundle.silence.service_first
    places = index.places(bundle, (c.block for c in candidates.values()))
    return Prepared(
        bundle=bundle,
        signals={signal.id: signal for signal in bundle.signals},
        sensitive=frozenset(signal.id for signal in bundle.signals if signal.tier == "sensitive"),
        usage=usage,
        counting={
            event: tuple((s.id, *_window(s)) for s in usage if s.event == event)
            for event in dict.fromkeys(s.event for s in usage if s.event is not None)
        },
        keep={signal.id: signal.keep for signal in bundle.signals},
        keeps={
            event: tuple(signal.keep for signal in bundle.signals if signal.event == event)
            for event in dict.fromkeys(signal.event for signal in bundle.signals if signal.event is not None)
        },
        goals=bundle.goals,
        campaigns={campaign.id: campaign for campaign in bundle.campaigns},
        campaign_order={campaign.id: number for number, campaign in enumerate(bundle.campaigns)},
        slots={slot.id: slot for slot in bundle.slots},
        blocks={block.id: block for block in bundle.blocks},
        defaults=defaults,
        candidates=candidates,
        places=tuple(
            (signal, {value: behind(candidates[name] for name in ids) for value, ids in by_value.items()})
            for signal, by_value in places.items()
        ),
        voices={
            speech: concerning(silence.SPEAKING_RULES, speech)
            for speech in {candidate.group.pool.speech for candidate in candidates.values()}
        },
        heeded=tuple(dict.fromkeys(signal for rule in rules for signal in signals_named(rule.when))),
        paused=frozenset(kind for rule in rules if may_hold(rule.when, {}) for kind in rule.pauses),
        spans=tuple(dict.fromkeys(candidate.group.pool.span for candidate in candidates.values())),
        shelves={
            slot.id: shelf(bundle, (c for c in candidates.values() if c.block.slot == slot.id)) for slot in bundle.slots
        },
        known={
            block.id: Known(
                kind=block.kind,
                interrupts=block.slot in interrupting,
                tiring=frozenset(
                    outcome
                    for outcome in OUTCOMES
                    if block.id not in defaults and tires(outcome, block.kind, block.slot in interrupting)
                ),
                caps={outcome: filled for outcome in OUTCOMES if (filled := caps_of(bundle, block, outcome))},
            )
            for block in bundle.blocks
        },
        because={
            block.id: {language: _sentence(sentence) for language, sentence in block.because.items()}
            for block in bundle.blocks
        },
        texts={language: texts(bundle, language) for language in bundle.languages},
        retention=retention(bundle),
        special=frozenset(block.id for block in bundle.blocks if not countable_block(bundle, block)),
    )
