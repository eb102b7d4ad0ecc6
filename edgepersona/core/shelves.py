"""Shelves: a slot and what may stand in it, enough to say why it stays silent without asking each block.

Rules
1. Of the blocks of a slot, the one with the highest utility before any rule speaks for it. Blocks differ mostly in what
   one signal adds: those that it adds nothing to are worth the same, and one of them stands for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from .bundle import Bundle
from .candidates import Candidate, Speech, Worth


@dataclass(frozen=True, slots=True)
class Kin:
    """Worths of one slot that differ only in what one signal adds: where it adds nothing, they are worth the same."""

    worth: Worth
    """Without that signal."""
    members: tuple[Worth, ...]
    """By their first block."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A slot and what may stand in it."""

    speeches: dict[Speech, tuple[str, ...]]
    """What pass 1 asks → two of its blocks at most."""
    kin: tuple[Kin, ...]
    told: tuple[tuple[str, dict[str | None, tuple[Worth, ...]]], ...]
    """(signal, value → the worths that it sets apart from their kin)."""


def shelf(bundle: Bundle, candidates: Iterable[Candidate]) -> Shelf:
    """The shelf of one slot. `candidates`: its blocks, by id."""
    spread = {signal.id: len(signal.all_values) for signal in bundle.signals}
    speeches: dict[Speech, list[str]] = {}
    worths: dict[int, Worth] = {}
    for candidate in candidates:
        speeches.setdefault(candidate.group.pool.speech, []).append(candidate.block.id)
        worths.setdefault(candidate.worth.number, candidate.worth)
    families: dict[tuple[Any, ...], list[Worth]] = {}
    told: dict[str, dict[str | None, list[Worth]]] = {}
    for worth in worths.values():
        apart, by_value = max(worth.weights, key=lambda term: spread[term[0]], default=("", {}))
        others = tuple((signal, tuple(of.items())) for signal, of in worth.weights if signal != apart)
        counts = worth.value if others else 0.0  # it is multiplied by nothing
        families.setdefault((counts, worth.price, others), []).append(worth)
        for value in by_value:
            told.setdefault(apart, {}).setdefault(value, []).append(worth)
    return Shelf(
        speeches={speech: tuple(ids[:2]) for speech, ids in speeches.items()},
        kin=tuple(
            Kin(replace(members[0], weights=tuple((signal, dict(of)) for signal, of in others)), tuple(members))
            for (_, _, others), members in families.items()
        ),
        told=tuple((signal, {value: tuple(of) for value, of in by.items()}) for signal, by in told.items()),
    )
