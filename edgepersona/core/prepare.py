"""A bundle, indexed for deciding. Done once per bundle; the cost of a decision then grows with what could match.

Rules
1. Blocks that no rule can tell apart form a group: a group is judged once.
2. Groups that differ only in what comes after eligibility share a pool. Within a pool, groups that demand
   one value of one signal stand behind that gate, and a closed gate is never opened.
3. Relevance is an inverted index: (signal, value) → the blocks it lifts, and by how much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .bundle import DAY_LIMIT, Block, Bundle, Campaign, Cap, Condition, Question, Signal, Slot
from .conditions import ALWAYS, signals_named
from .counters import countable_block

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9_.+-]*)\}", re.ASCII)

Template = tuple[tuple[str, str | None], ...]
"""A sentence in pieces: (words, the signal whose value follows, or None)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that pass 1 and 2 treat alike, but for their own history, caps and explanation."""

    number: int
    slot: Slot
    kind: str
    goal: str | None
    when: Condition
    languages: frozenset[str]
    question: Question | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Groups alike in every rule up to eligibility."""

    number: int
    slot: Slot
    kind: str
    after_value: bool
    start: int | None
    end: int | None
    campaign: Campaign | None
    stages: tuple[str, ...] | None
    sensitive: frozenset[str]
    blocks: tuple[Block, ...]
    open: tuple[Group, ...]
    gated: dict[str, dict[str, tuple[Group, ...]]]
    """Signal → value → the groups that demand it."""

    @property
    def interrupts(self) -> bool:
        return self.slot.kind == "interrupt"


@dataclass(frozen=True, slots=True)
class Prepared:
    bundle: Bundle
    signals: dict[str, Signal]
    campaigns: dict[str, Campaign]
    slots: dict[str, Slot]
    blocks: dict[str, Block]
    defaults: frozenset[str]
    pools: tuple[Pool, ...]
    pool_of: dict[str, Pool]
    """Block → its pool; defaults have none."""
    group_of: dict[str, Group]
    pools_of: dict[str, tuple[Pool, ...]]
    """Slot → its pools."""
    lifts: dict[tuple[str, str], tuple[tuple[str, float], ...]]
    """(signal, value) → (block, weight), by block."""
    ranked_ids: dict[str, tuple[str, ...]]
    """Slot → its blocks but the default, by id."""
    because: dict[tuple[str, str], Template]
    """(block, language) → its sentence."""
    covered: tuple[frozenset[str], ...]
    """Per cap, the blocks it withholds: defaults never."""
    counted: tuple[frozenset[str], ...]
    """Per cap, the blocks whose outcomes fill it."""
    caps_of: dict[str, tuple[int, ...]]
    """Block → the caps that cover it, in file order."""
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


def retention(bundle: Bundle) -> int:
    """How long block outcomes are needed for silence: the longest window, pause or 10 half-lives, at most 180 days."""
    silence = bundle.silence
    spans = [10 * silence.fatigue.half_life]
    for cap in silence.caps:
        spans += [cap.within, cap.pause or 0]
    return min(max(spans), DAY_LIMIT)


def prepare(bundle: Bundle) -> Prepared:
    """Index a bundle."""
    slots = {slot.id: slot for slot in bundle.slots}
    defaults = frozenset(slot.default for slot in bundle.slots if slot.default is not None)
    judged = [block for block in bundle.blocks if block.id not in defaults]
    pools = tuple(_pools(bundle, judged))
    lifts: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for block in bundle.blocks:
        for signal, value, weight in block.relevance:
            lifts.setdefault((signal, value), []).append((block.id, weight))
    covered = tuple(frozenset(b.id for b in judged if covers(cap, b)) for cap in bundle.silence.caps)
    return Prepared(
        bundle=bundle,
        signals={signal.id: signal for signal in bundle.signals},
        campaigns={campaign.id: campaign for campaign in bundle.campaigns},
        slots=slots,
        blocks={block.id: block for block in bundle.blocks},
        defaults=defaults,
        pools=pools,
        pool_of={block.id: pool for pool in pools for block in pool.blocks},
        group_of={block.id: group for pool in pools for group in _groups(pool) for block in group.blocks},
        pools_of={slot: tuple(pool for pool in pools if pool.slot.id == slot) for slot in slots},
        lifts={key: tuple(blocks) for key, blocks in lifts.items()},
        ranked_ids={slot: tuple(b.id for b in judged if b.slot == slot) for slot in slots},
        because={
            (block.id, language): template(sentence)
            for block in bundle.blocks
            for language, sentence in block.because.items()
        },
        covered=covered,
        counted=tuple(frozenset(b.id for b in bundle.blocks if covers(cap, b)) for cap in bundle.silence.caps),
        caps_of={block.id: tuple(n for n, blocks in enumerate(covered) if block.id in blocks) for block in judged},
        retention=retention(bundle),
        special=frozenset(block.id for block in bundle.blocks if not countable_block(bundle, block)),
    )


def covers(cap: Cap, block: Block) -> bool:
    """Whether a cap counts and withholds a block."""
    return {"class": block.kind, "block": block.id, "slot": block.slot}[cap.scope] == cap.of


@dataclass(slots=True)
class _Draft:
    fields: dict[str, Any]
    blocks: list[Block] = field(default_factory=list)
    groups: dict[tuple[Any, ...], list[Block]] = field(default_factory=dict)


def _pools(bundle: Bundle, blocks: list[Block]) -> Iterator[Pool]:
    slots = {slot.id: slot for slot in bundle.slots}
    campaigns = {campaign.id: campaign for campaign in bundle.campaigns}
    questions = {question.id: question for question in bundle.questions}
    sensitive = frozenset(signal.id for signal in bundle.signals if signal.tier == "sensitive")
    drafts: dict[tuple[Any, ...], _Draft] = {}
    for block in blocks:
        question = questions[block.question] if block.question is not None else None
        named = {*signals_named(block.when), *(signal for signal, _, _ in block.relevance)}
        campaign = campaigns[block.campaign] if block.campaign is not None else None
        traits = {
            "slot": slots[block.slot],
            "kind": block.kind,
            "after_value": question is not None and question.after == "value",
            "start": block.start,
            "end": block.end,
            "campaign": campaign,
            "stages": block.stages,
            "sensitive": named & sensitive,
        }
        dates = (block.start, block.end, campaign and campaign.start, campaign and campaign.end)
        key = (
            block.slot,
            block.kind,
            traits["after_value"],
            *dates,
            block.stages,
            tuple(sorted(named & sensitive)),
        )
        draft = drafts.setdefault(key, _Draft(traits))
        draft.blocks.append(block)
        alike = (block.when or ALWAYS, block.goal, block.question, tuple(sorted(block.text)))
        draft.groups.setdefault(alike, []).append(block)
    groups = 0
    for number, draft in enumerate(drafts.values()):
        free: list[Group] = []
        gated: dict[str, dict[str, list[Group]]] = {}
        for (when, goal, asks, languages), alike_blocks in draft.groups.items():
            groups += 1
            group = Group(
                number=groups,
                slot=draft.fields["slot"],
                kind=draft.fields["kind"],
                goal=goal,
                when=when,
                languages=frozenset(languages),
                question=questions[asks] if asks is not None else None,
                blocks=tuple(alike_blocks),
            )
            gate = _gate(when)
            if gate is None:
                free.append(group)
            else:
                for value in gate[1]:
                    gated.setdefault(gate[0], {}).setdefault(value, []).append(group)
        yield Pool(
            number=number,
            **draft.fields,
            blocks=tuple(draft.blocks),
            open=tuple(free),
            gated={s: {v: tuple(behind) for v, behind in by.items()} for s, by in gated.items()},
        )


def _gate(when: Condition) -> tuple[str, tuple[str, ...]] | None:
    """One signal and the values without which the condition cannot hold; None if there is no such signal."""
    if when[0] == "is":
        return when[1], when[2]
    if when[0] == "all":
        return next((gate for part in when[1] if (gate := _gate(part)) is not None), None)
    return None


def _groups(pool: Pool) -> Iterator[Group]:
    yield from pool.open
    for by_value in pool.gated.values():
        for groups in by_value.values():
            yield from groups
