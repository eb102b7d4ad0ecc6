"""Candidates: the blocks that may be chosen, and what they have in common, so that it is asked once.

Rules
1. Blocks that pass 1 and 2 treat alike up to eligibility share a pool; those that also share `when`, goal, question
   and languages share a group.
2. Blocks of one slot that are always worth the same share a worth.
3. A shelf is a slot and what may stand in it: enough to say why it stays silent without asking each block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .bundle import Block, Bundle, Campaign, Cap, Condition, Signal
from .conditions import ALWAYS, signals_named


class Speech(NamedTuple):
    """All that pass 1 asks of a block."""

    interrupts: bool
    kind: str
    after_value: bool
    """Its question waits for a first moment of value."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What blocks alike in every rule up to eligibility have in common."""

    number: int
    speech: Speech
    start: int | None
    end: int | None
    """The dates between which the blocks' own and their campaign's both hold."""
    stages: tuple[str, ...] | None
    sensitive: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """What blocks alike in pass 1 and 2 have in common, but for their own history, caps and explanation."""

    number: int
    pool: Pool
    when: Condition
    languages: frozenset[str]
    asks: str | None
    """The signal its question asks for."""
    goal: str | None


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
    unsaid: frozenset[str]
    """Languages in which some term of it could lack words."""


Behind = tuple[tuple[Pool, tuple[tuple[Group, tuple[Candidate, ...]], ...]], ...]
"""Candidates by pool and group, so that a pool that is withheld is passed by at once."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A slot and what may stand in it."""

    speeches: dict[Speech, tuple[str, ...]]
    """What pass 1 asks → two of its blocks at most."""
    worths: tuple[tuple[Worth, ...], ...]
    """For service and for all else, by their first block."""
    lifts: tuple[tuple[str, dict[str | None, tuple[Worth, ...]]], ...]
    """(signal, value → the worths it touches)."""


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

    def __init__(self, record: Any) -> None:
        self.record = record
        self.made: dict[tuple[Any, ...], Any] = {}

    def get(self, key: tuple[Any, ...], **fields: Any) -> Any:
        if key not in self.made:
            self.made[key] = self.record(number=len(self.made), **fields)
        return self.made[key]


def candidates(bundle: Bundle, blocks: Iterable[Block]) -> dict[str, Candidate]:
    """Blocks by id, with what they share. `blocks`: by id, defaults excepted."""
    kinds = {slot.id: slot.kind for slot in bundle.slots}
    campaigns = {campaign.id: campaign for campaign in bundle.campaigns}
    questions = {question.id: question for question in bundle.questions}
    signals = {signal.id: signal for signal in bundle.signals}
    sensitive = frozenset(signal.id for signal in bundle.signals if signal.tier == "sensitive")
    price = bundle.silence.utility["interrupt"]
    pools, groups, worths = _Numbered(Pool), _Numbered(Group), _Numbered(Worth)
    found = {}
    for block in blocks:
        question = questions[block.question] if block.question is not None else None
        dated: list[Block | Campaign] = [block, campaigns[block.campaign]] if block.campaign is not None else [block]
        named = {*signals_named(block.when), *(signal for signal, _, _ in block.relevance)} & sensitive
        interrupts = kinds[block.slot] == "interrupt"
        traits: dict[str, Any] = {
            "speech": Speech(interrupts, block.kind, question is not None and question.after == "value"),
            "start": max((one.start for one in dated if one.start is not None), default=None),
            "end": min((one.end for one in dated if one.end is not None), default=None),
            "stages": block.stages,
        }
        pool = pools.get((*traits.values(), *sorted(named)), **traits, sensitive=frozenset(named))
        when, languages = block.when or ALWAYS, frozenset(block.text)
        group = groups.get(
            (pool.number, when, block.goal, block.question, languages),
            pool=pool,
            when=when,
            languages=languages,
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
            price=price if priced else 0.0,
            floor=bundle.silence.utility[kinds[block.slot]],
        )
        found[block.id] = Candidate(block, group, worth, caps_of(bundle, block), _unsaid(bundle, signals, block))
    return found


def _unsaid(bundle: Bundle, signals: Mapping[str, Signal], block: Block) -> frozenset[str]:
    """The languages in which the sentence for a block could fail: everywhere else it need not be built to know."""

    def lacks(language: str) -> bool:
        return bool(block.because and language not in block.because) or any(
            language not in signals[signal].label or language not in signals[signal].values.get(value, {language: ""})
            for signal, value, _ in block.relevance
        )

    return frozenset(language for language in bundle.languages if lacks(language))


def behind(candidates: Iterable[Candidate]) -> Behind:
    """Candidates by pool and group, in the order given."""
    pools: dict[int, tuple[Pool, dict[int, tuple[Group, list[Candidate]]]]] = {}
    for candidate in candidates:
        group = candidate.group
        _, groups = pools.setdefault(group.pool.number, (group.pool, {}))
        groups.setdefault(group.number, (group, []))[1].append(candidate)
    return tuple(
        (pool, tuple((group, tuple(some)) for group, some in groups.values())) for pool, groups in pools.values()
    )


def shelf(candidates: Iterable[Candidate]) -> Shelf:
    """The shelf of one slot. `candidates`: its blocks, by id."""
    speeches: dict[Speech, list[str]] = {}
    worths: dict[int, Worth] = {}
    for candidate in candidates:
        speeches.setdefault(candidate.group.pool.speech, []).append(candidate.block.id)
        worths.setdefault(candidate.worth.number, candidate.worth)
    lifts: dict[str, dict[str | None, list[Worth]]] = {}
    for worth in worths.values():
        for signal, by_value in worth.weights:
            for value in by_value:
                lifts.setdefault(signal, {}).setdefault(value, []).append(worth)
    return Shelf(
        speeches={speech: tuple(ids[:2]) for speech, ids in speeches.items()},
        worths=tuple(tuple(w for w in worths.values() if w.service is service) for service in (True, False)),
        lifts=tuple((s, {value: tuple(of) for value, of in by_value.items()}) for s, by_value in lifts.items()),
    )
