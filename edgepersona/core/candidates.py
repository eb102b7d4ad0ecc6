"""Candidates: the blocks that may be chosen, and what they have in common, so that it is asked once.

Rules
1. Blocks that pass 1 and 2 treat alike up to eligibility share a pool; those that also share `when`, goal, question
   and languages share a group.
2. Blocks of one slot that are always worth the same share a worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from . import silence
from .bundle import SOURCES, Block, Bundle, Campaign, Cap, Condition, Signal
from .conditions import ALWAYS, signals_named
from .silence import Rule, Verdict, concerning


class Speech(NamedTuple):
    """All that pass 1 asks of a block."""

    interrupts: bool
    kind: str
    after_value: bool
    """Its question waits for a first moment of value."""


LOUDEST = Speech(interrupts=True, kind="question", after_value=True)
"""What every rule of pass 1 concerns: one that holds for any speech holds for this one."""

Span = tuple[int | None, int | None]
"""The first instant, and the first after the last, ms."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What blocks alike in every rule up to eligibility have in common."""

    number: int
    speech: Speech
    span: Span
    """The dates between which the blocks' own and their campaign's both hold."""
    stages: tuple[str, ...] | None
    pausable: bool
    """Whether some service rule pauses its class."""
    sensitive: frozenset[str]
    rules: tuple[Rule[Pool], ...] = ()
    """What can withhold it."""


@dataclass(frozen=True, slots=True)
class Group:
    """What blocks alike in pass 1 and 2 have in common, but for their own history, caps and explanation."""

    number: int
    pool: Pool
    when: Condition
    untranslated: frozenset[str]
    """Languages of the file that it has no text in."""
    asks: str | None
    """The signal its question asks for."""
    goal: str | None
    rules: tuple[Rule[Group], ...] = ()
    """What can withhold it."""


class Term(NamedTuple):
    """What one known value adds to a block's utility."""

    signal: str
    value: str
    source: str
    """The tier the value came from; `sensitive` for sensitive signals, whatever the source."""
    adds: float


Ranked = tuple[float, str, dict[str, Term]]
"""(what a term adds without its sign, largest first; its signal; the term, by source): sorts as terms are listed."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What blocks of one slot that are always worth the same have in common."""

    number: int
    slot: str
    service: bool
    first: str
    """The first of them by id."""
    value: float
    weights: tuple[tuple[str, dict[str, float]], ...]
    """(signal, value → weight), by signal."""
    terms: tuple[tuple[str, dict[str, Ranked]], ...]
    """The same as they are printed."""
    price: float
    """What its claim on attention costs at F = 1."""
    floor: float
    """What it must be worth more than."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that may be chosen, with everything its judging needs."""

    block: Block
    group: Group
    worth: Worth
    caps: tuple[int, ...]
    """The caps that cover it, in file order."""
    claims: tuple[str | int, ...]
    """The budgets, and numbers of caps on `shown`, in which it takes a place."""
    unsaid: frozenset[str]
    """Languages in which some term of it could lack words."""
    outranks: Verdict
    """What withholds the blocks whose place it takes."""


Behind = dict[Span, tuple[tuple[Pool, tuple[tuple[Group, tuple[Candidate, ...]], ...]], ...]]
"""Candidates by dates, pool and group, so that what is withheld together is passed by at once."""


def covers(cap: Cap, block: Block) -> bool:
    """Whether a cap counts and withholds a block."""
    return {"class": block.kind, "block": block.id, "slot": block.slot}[cap.scope] == cap.of


def caps_of(bundle: Bundle, block: Block, outcome: str | None = None) -> tuple[int, ...]:
    """The caps that cover a block, and count an outcome if one is given."""
    return tuple(
        number
        for number, cap in enumerate(bundle.silence.caps)
        if covers(cap, block) and outcome in (None, cap.outcome)
    )


class _Numbered:
    """Equal traits get one record, numbered from 0."""

    def __init__(self, record: Any, table: tuple[Rule[Any], ...] = ()) -> None:
        self.record, self.table = record, table
        self.made: dict[tuple[Any, ...], Any] = {}

    def get(self, key: tuple[Any, ...], **fields: Any) -> Any:
        if key not in self.made:
            made = self.record(number=len(self.made), **fields)
            self.made[key] = replace(made, rules=concerning(self.table, made)) if self.table else made
        return self.made[key]


def candidates(bundle: Bundle, blocks: Iterable[Block]) -> dict[str, Candidate]:
    """Blocks by id, with what they share. `blocks`: by id, defaults excepted."""
    kinds = {slot.id: slot.kind for slot in bundle.slots}
    campaigns = {campaign.id: campaign for campaign in bundle.campaigns}
    questions = {question.id: question for question in bundle.questions}
    signals = {signal.id: signal for signal in bundle.signals}
    sensitive = frozenset(signal.id for signal in bundle.signals if signal.tier == "sensitive")
    price = bundle.silence.utility["interrupt"]
    paused = {kind for rule in bundle.silence.service_first for kind in rule.pauses}
    pools, groups = _Numbered(Pool, silence.POOL_RULES), _Numbered(Group, silence.GROUP_RULES)
    worths = _Numbered(Worth)
    found = {}
    for block in blocks:
        question = questions[block.question] if block.question is not None else None
        dated: list[Block | Campaign] = [block, campaigns[block.campaign]] if block.campaign is not None else [block]
        named = {*signals_named(block.when), *(signal for signal, _, _ in block.relevance)} & sensitive
        interrupts = kinds[block.slot] == "interrupt"
        traits: dict[str, Any] = {
            "speech": Speech(interrupts, block.kind, question is not None and question.after == "value"),
            "span": (
                max((one.start for one in dated if one.start is not None), default=None),
                min((one.end for one in dated if one.end is not None), default=None),
            ),
            "stages": block.stages,
            "pausable": block.kind in paused,
        }
        pool = pools.get((*traits.values(), *sorted(named)), **traits, sensitive=frozenset(named))
        when, untranslated = block.when or ALWAYS, frozenset(bundle.languages).difference(block.text)
        group = groups.get(
            (pool.number, when, block.goal, block.question, untranslated),
            pool=pool,
            when=when,
            untranslated=untranslated,
            asks=question.signal if question is not None else None,
            goal=block.goal,
        )
        weights: dict[str, dict[str, float]] = {}
        for signal, value, weight in block.relevance:
            weights.setdefault(signal, {})[value] = weight
        priced = interrupts and block.kind != "service"
        worth = worths.get(
            (block.slot, priced, block.kind == "service", block.value, block.relevance),
            slot=block.slot,
            service=block.kind == "service",
            first=block.id,
            value=block.value,
            weights=tuple(weights.items()),
            terms=tuple(
                (signal, {value: _ranked(signals[signal], value, block.value * weight) for value, weight in by.items()})
                for signal, by in weights.items()
            ),
            price=price if priced else 0.0,
            floor=bundle.silence.utility[kinds[block.slot]],
        )
        found[block.id] = Candidate(
            block,
            group,
            worth,
            caps_of(bundle, block),
            _claims(bundle, block, interrupts),
            _unsaid(bundle, signals, block),
            Verdict("OUTRANKED", None, block.id),
        )
    return found


def _ranked(signal: Signal, value: str, adds: float) -> Ranked:
    return (
        -abs(round(adds, 9)),
        signal.id,
        {source: Term(signal.id, value, source_shown(signal, source), adds) for source in SOURCES},
    )


def source_shown(signal: Signal, source: str) -> str:
    """What a visitor is told of where a value came from."""
    return "sensitive" if signal.tier == "sensitive" else source


def _claims(bundle: Bundle, block: Block, interrupts: bool) -> tuple[str | int, ...]:
    budgets = (
        ("interrupts", interrupts),
        ("starts", interrupts),
        ("loud", interrupts and block.kind != "service"),
        ("questions", block.kind == "question"),
    )
    return (*(name for name, claimed in budgets if claimed), *caps_of(bundle, block, "shown"))


def _unsaid(bundle: Bundle, signals: Mapping[str, Signal], block: Block) -> frozenset[str]:
    """The languages in which the sentence for a block could fail: everywhere else it need not be built to know."""

    def lacks(language: str) -> bool:
        return bool(block.because and language not in block.because) or any(
            language not in signals[signal].label or language not in signals[signal].values.get(value, {language: ""})
            for signal, value, _ in block.relevance
        )

    return frozenset(language for language in bundle.languages if lacks(language))


def behind(candidates: Iterable[Candidate]) -> Behind:
    """Candidates by dates, pool and group, in the order given."""
    spans: dict[Span, dict[int, tuple[Pool, dict[int, tuple[Group, list[Candidate]]]]]] = {}
    for candidate in candidates:
        group, pool = candidate.group, candidate.group.pool
        _, groups = spans.setdefault(pool.span, {}).setdefault(pool.number, (pool, {}))
        groups.setdefault(group.number, (group, []))[1].append(candidate)
    return {
        span: tuple((pool, tuple((g, tuple(some)) for g, some in groups.values())) for pool, groups in pools.values())
        for span, pools in spans.items()
    }
