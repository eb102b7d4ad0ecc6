"""One change, and the ways in which things that changed are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

WIDER, NARROWER, NEUTRAL = "wider", "narrower", "neutral"
NONE = "nothing"


@dataclass(frozen=True, slots=True)
class Change:
    part: str
    """The part of the file it is in, or `counters`."""
    weight: str
    where: str
    before: str
    after: str
    why: str


def moved(
    part: str,
    where: str,
    before: float,
    after: float,
    *,
    up: str,
    down: str,
    said: Callable[[float], str],
    larger: str = WIDER,
) -> Iterator[Change]:
    """A number that changed. `up` and `down` say what that means; `larger`: how a larger one weighs."""
    if before != after:
        rises = after > before
        smaller = {WIDER: NARROWER, NARROWER: WIDER, NEUTRAL: NEUTRAL}[larger]
        yield Change(part, larger if rises else smaller, where, said(before), said(after), up if rises else down)


def listing(
    part: str, where: str, before: Iterable[str], after: Iterable[str], *, more: str, less: str, weight: str = WIDER
) -> Iterator[Change]:
    """A list of names that changed: one row for what is new, one for what is gone. `weight`: how more weighs."""
    old, new = list(dict.fromkeys(before)), list(dict.fromkeys(after))
    was, now = set(old), set(new)
    added, gone = [name for name in new if name not in was], [name for name in old if name not in now]
    fewer = {WIDER: NARROWER, NARROWER: WIDER, NEUTRAL: NEUTRAL}[weight]
    if added:
        yield Change(part, weight, where, NONE, ", ".join(added), more)
    if gone:
        yield Change(part, fewer, where, ", ".join(gone), NONE, less)


def pairs[T](before: Mapping[str, T], after: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    """Every name with what it was and what it is, those of the new file first."""
    for name in dict.fromkeys((*after, *before)):
        yield name, before.get(name), after.get(name)


def text(
    part: str, where: str, before: object, after: object, why: str = "words or looks, no data"
) -> Iterator[Change]:
    """Words that changed."""
    if before != after:
        yield Change(part, NEUTRAL, where, "as it was", "changed", why)
