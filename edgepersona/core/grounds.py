"""What a receipt rests on: found again where it points, exactly as it was, or not at all.

Rules
1. Events and arrivals are pointed at by how many were held, in the order in which a moment has them, and by their
   running SHA-256; answers by signal and time, and by a SHA-256 of what they said; the arm by its seed.
2. A receipt points at what its own store holds and at what outlives that store, never at what ends earlier.
3. What is found makes the same moment again, whatever the clock says now.

This module knows nothing of when receipts are left or dropped; replaying uses it as the device does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import LocalError
from .moment import Answer, Arrival, Event, Moment, Page, Standing
from .receipts import Part, sha256
from .stores import Trail
from .timeline import in_order

STORES = ("memory", "visit", "page")
"""Those with receipts, the longest-lived first."""


class NotHeldError(LocalError):
    """Something a receipt points at is not held any more, or not as it was. The message names which."""


@dataclass(slots=True)
class View:
    """What one store's receipts may rest on: what it holds, and what outlives it."""

    events: list[Event]
    arrivals: list[Arrival]
    said: dict[tuple[str, str], Answer]
    """(answer | account, signal) → what is said now."""
    former: list[tuple[str, str, Answer]]
    seed: str
    arm: str | None
    digests: dict[str, dict[int, str]] = field(default_factory=dict)
    last: tuple[Part, Grounds] | None = None
    """What was found last, and for which `on`: receipts that follow each other often rest on the same."""

    def counted(self, what: str, number: int) -> list[Any]:
        """[how many, their running SHA-256] of the first `number` events or arrivals."""
        found = self.digests.setdefault(what, {})
        if number not in found:
            lines = [_line(item) for item in getattr(self, what)[:number]]
            found[number] = hashlib.sha256("".join(lines).encode()).hexdigest()
        return [number, found[number]]

    def prepare(self, what: str, numbers: Iterable[int]) -> None:
        """Work out many running hashes in one pass."""
        items, running, done = getattr(self, what), hashlib.sha256(), 0
        for number in sorted(set(numbers)):
            running.update("".join(_line(item) for item in items[done:number]).encode())
            done = number
            self.digests.setdefault(what, {})[number] = running.hexdigest()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What one receipt rests on, found."""

    events: tuple[Event, ...]
    arrivals: tuple[Arrival, ...]
    answers: dict[str, Answer]
    account: dict[str, Answer]
    arm: str
    plain: Part
    """`receipt.on`, filled in: what its hash is taken of."""


def view(store: str, trails: Mapping[str, Trail], seed: str, arm: str | None) -> View:
    """What the receipts of one store may rest on. `seed`, `arm`: the outbox's."""
    seen = [trails[name] for name in STORES[: STORES.index(store) + 1]]
    said: dict[tuple[str, str], Answer] = {}
    for trail in seen:
        said |= {("answer", signal): answer for signal, answer in trail.answers.items()}
        said |= {("account", signal): answer for signal, answer in trail.account.items()}
    return View(
        events=sorted((event for trail in seen for event in trail.events), key=in_order),
        arrivals=[] if store == "memory" else trails["visit"].arrivals,
        said=said,
        former=trails[store].receipts.former,
        seed=seed,
        arm=arm,
    )


def find(view: View, on: Part) -> Grounds:
    """What a receipt rests on. Raises NotHeldError."""
    if view.last is None or view.last[0] is not on:
        view.last = on, _found(view, on)
    return view.last[1]


def _found(view: View, on: Part) -> Grounds:
    frame = on["frame"] or {"arrivals": [], "events": []}
    number = on["events"][0]
    if number > len(view.events) or view.counted("events", number) != on["events"]:
        raise NotHeldError("events")
    arrivals = [Arrival(at, tuple(campaigns)) for at, campaigns in frame["arrivals"]]
    if on["arrivals"] is not None:
        many = on["arrivals"][0]
        if many > len(view.arrivals) or view.counted("arrivals", many) != on["arrivals"]:
            raise NotHeldError("arrivals")
        arrivals = view.arrivals[:many]
    said = {(kind, signal): _said(view, kind, signal, at) for kind, signal, at in on["said"]}
    values = told(said)
    if said and sha256(values) != on["values"]:
        raise NotHeldError("answers")
    if on["seed"] is not None and on["seed"] != tag(view.seed):
        raise NotHeldError("seed")
    arm = (view.arm if on["seed"] is not None else None) or "treated"
    began = [Event(at, name) for at, name in frame["events"]]
    return Grounds(
        events=tuple(sorted((*view.events[:number], *began), key=in_order)),
        arrivals=tuple(arrivals),
        answers={signal: answer for (kind, signal), answer in said.items() if kind == "answer"},
        account={signal: answer for (kind, signal), answer in said.items() if kind == "account"},
        arm=arm,
        plain={**on, "values": values, "arm": arm, "came": [[a.at, list(a.campaigns)] for a in arrivals]},
    )


def moment(at: int, who: Part, page: Part, grounds: Grounds) -> Moment:
    """The moment a receipt's decision was made at. Raises ValueError for what no moment can be."""
    return Moment(
        now=at,
        language=who["language"],
        consent=Standing(frozenset(who["personalise"]), who["remember"], who["measure"]),
        arrivals=grounds.arrivals,
        quiet=who["quiet"],
        arm=grounds.arm,
        page=Page(**page),
        answers=grounds.answers,
        account={signal: said.value for signal, said in grounds.account.items()},
        optin=frozenset(who["optin"]),
        events=grounds.events,
    )


def _said(view: View, kind: str, signal: str, at: int) -> Answer:
    """What was said at a time. Raises NotHeldError."""
    now = view.said.get((kind, signal))
    if now is not None and now.at == at:
        return now
    for was, name, answer in view.former:
        if (was, name, answer.at) == (kind, signal, at):
            return answer
    raise NotHeldError("answers" if kind == "answer" else kind)


def told(said: Mapping[tuple[str, str], Answer]) -> list[list[Any]]:
    return sorted([kind, signal, answer.value, answer.at] for (kind, signal), answer in said.items())


def _line(item: Event | Arrival) -> str:
    if isinstance(item, Event):
        return f"{item.at} {item.event} {item.block or ''}\n"
    return f"{item.at} {' '.join(item.campaigns)}\n"


def tag(seed: str) -> str:
    return hashlib.sha256(f"seed:{seed}".encode()).hexdigest()
