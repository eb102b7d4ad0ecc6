"""What a receipt rests on: pointed at when a decision is made, found again later, or the receipt goes.

Rules
1. A receipt lives with what it rests on, in the store of the shortest life among it: in memory where all of it may
   outlive the visit, else in the visit; in `page` as soon as a special signal could be told from it.
2. No store exists for a receipt's sake, and with personalisation off none is left: nothing was decided.
3. Events are pointed at by how many were held, in the order in which a moment has them, and by their running
   SHA-256; answers by signal and time; the arm by its seed. So whatever takes one of them away, or puts another
   in its place (forgetting, `keep`, consent, folding, another tab, a hand), takes the receipts that point at it too.
4. When the visit and its pages began says nothing that a receipt's own time does not: a receipt in memory carries it.
5. A receipt that is older than block outcomes are held goes as they do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .bundle import VISIT
from .decide import Decision, Shown
from .errors import LocalError
from .moment import Answer, Arrival, Event, Moment, Page, Standing
from .printing import recorded
from .receipts import Chain, Part, Receipt, sealed, sha256
from .silence import PASS_1, PASS_2
from .stores import Trail
from .timeline import PAGE_VIEW_EVENT, VISIT_EVENT, in_order

if TYPE_CHECKING:
    from .state import State

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
    values = _values(said)
    if said and sha256(values) != on["values"]:
        raise NotHeldError("answers")
    if on["seed"] is not None and on["seed"] != _tag(view.seed):
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


# --- leaving one -------------------------------------------------------------------------------------


def held(state: State) -> dict[str, int]:
    """How many events each store holds: taken when a decision is made, before what it shows is noted."""
    return {store: len(trail.events) for store, trail in state.trails.items()}


def leave(state: State, decision: Decision, digest: str, held: Mapping[str, int]) -> None:
    """Leave a decision's receipt where it may live, if anywhere."""
    store = _store(state, decision, held)
    if decision.situation.off or state.trails[store].empty:
        return
    who, page, on = references(state, decision, digest, store, held)
    chain = state.trails[store].receipts
    nonce = hashlib.sha256(f"{state.request.entropy}:receipt".encode()).hexdigest()[:32]
    receipt = Receipt(state.now, nonce, who, page, on, outcome(decision), sha256(recorded(decision)), "")
    number, before = chain.next
    try:
        plain = find(_view(state, store), on).plain
    except NotHeldError:  # what it rests on was moved by what it set off: a clock that went back
        return
    chain.entries.append(replace(receipt, hash=sealed(number, before, receipt, plain)))


def references(
    state: State, decision: Decision, digest: str, store: str, held: Mapping[str, int]
) -> tuple[Part, Part, Part]:
    """A receipt's parts `who`, `page` and `on`, as seen from one store."""
    m, s = decision.situation.moment, decision.situation
    trails = {name: replace(trail, events=trail.events[: held[name]]) for name, trail in state.trails.items()}
    seen = view(store, trails, state.outbox.seed, state.outbox.arm)
    who = {
        "bundle": digest,
        "language": s.language,
        "personalise": sorted(m.consent.personalise),
        "remember": m.consent.remember,
        "measure": m.consent.measure,
        "quiet": m.quiet,
        "optin": sorted(m.optin),
    }
    page = {
        **{name: getattr(m.page, name) for name in ("typing", "media", "checkout", "value_seen")},
        "showing": {slot: b for slot, b in s.on_screen.items() if slot not in m.page.reading},
        "reading": {slot: b for slot, b in s.on_screen.items() if slot in m.page.reading},
    }
    # A visit that has not begun has this page's arrival all the same, which nothing holds.
    alone = store == "memory" or state.visit.empty
    began = {
        "arrivals": [[arrival.at, list(arrival.campaigns)] for arrival in m.arrivals],
        "events": [[event.at, event.event] for event in trails["visit"].events],
    }
    said = sorted([kind, signal, answer.at] for (kind, signal), answer in seen.said.items())
    values = _values(seen.said)
    on = {
        "events": seen.counted("events", len(seen.events)),
        "arrivals": None if alone else seen.counted("arrivals", len(m.arrivals)),
        "frame": began if alone else None,
        "said": said,
        "values": sha256(values) if said else None,
        "seed": _tag(state.outbox.seed) if state.counted and state.outbox.arm is not None else None,
    }
    return who, page, on


def outcome(decision: Decision) -> Part:
    """The passes taken and what came of them."""
    passes = ""
    slots: dict[str, list[Any]] = {}
    for slot, choice in decision.slots.items():
        if isinstance(choice, Shown):
            share = round(choice.propensity, 4)
            slots[slot] = [choice.block, int(share) if share.is_integer() else share]
        else:
            slots[slot] = [choice.block, choice.verdict.reason]
        reason = "" if isinstance(choice, Shown) else choice.verdict.reason
        passes += "1" if reason in PASS_1 else "2" if reason in PASS_2 else "3"
    return {"passes": passes, "slots": slots, "ghost": decision.ghost}


def _store(state: State, decision: Decision, held: Mapping[str, int]) -> str:
    told = {choice.block for choice in decision.slots.values()} | {*(decision.ghost or {}).values()}
    told |= set(decision.situation.on_screen.values())
    if not state.private.empty or told & state.prepared.special:
        return "page"
    counted = {signal.event for signal in state.prepared.bundle.signals}
    began = all(
        event.block is None and event.event in (PAGE_VIEW_EVENT, VISIT_EVENT) and event.event not in counted
        for event in state.visit.events[: held["visit"]]
    )
    bound = state.visit.answers or state.visit.account or any(a.campaigns for a in decision.situation.moment.arrivals)
    lasting = state.standing.remember and began and not bound
    return "memory" if lasting and not state.memory.empty else "visit"


# --- keeping and dropping ----------------------------------------------------------------------------


def prune(state: State) -> None:
    """Drop every receipt whose grounds are gone, and what was kept for it."""
    for store, trail in state.trails.items():
        if trail.receipts.entries:
            _prune(state, trail.receipts, _view(state, store))


def replaced(state: State, kind: str, signal: str, before: Answer) -> None:
    """An answer gives way to another: its receipts may go on pointing at it. `prune` drops what none points at."""
    if before.at != state.now:  # else the other one has its place, and its receipts go
        for trail in state.trails.values():
            trail.receipts.former.append((kind, signal, before))


def forget_beginnings(state: State) -> None:
    """The visitor removed when the visit and its pages began: no receipt in memory goes on telling it."""
    state.memory.receipts.keep(lambda receipt: receipt.on["frame"] == {"arrivals": [], "events": []})


def _prune(state: State, chain: Chain, view: View) -> None:
    signals, now = state.prepared.signals, state.now
    chain.former[:] = [
        (kind, name, answer)
        for kind, name, answer in chain.former
        if (kind, name) in view.said  # taken back or forgotten, an answer has no history either
        and answer.value in signals[name].all_values
        and (signals[name].keep == VISIT or now - answer.at < signals[name].keep)
    ]
    receipts = chain.receipts
    view.prepare("events", [r.on["events"][0] for r in receipts if r.on["events"][0] <= len(view.events)])
    found: dict[int, bool] = {}

    def stays(receipt: Receipt) -> bool:
        on = receipt.on
        if id(on) not in found:
            found[id(on)] = _is_held(view, on)
        fresh = now - receipt.at < state.prepared.retention
        return fresh and found[id(on)] and state.choice.optin.issuperset(receipt.who["optin"])

    chain.keep(stays)


def _is_held(view: View, on: Part) -> bool:
    try:
        find(view, on)
    except NotHeldError:
        return False
    return True


def _view(state: State, store: str) -> View:
    return view(store, state.trails, state.outbox.seed, state.outbox.arm)


def _said(view: View, kind: str, signal: str, at: int) -> Answer:
    """What was said at a time. Raises NotHeldError."""
    now = view.said.get((kind, signal))
    if now is not None and now.at == at:
        return now
    for was, name, answer in view.former:
        if (was, name, answer.at) == (kind, signal, at):
            return answer
    raise NotHeldError("answers" if kind == "answer" else kind)


def _values(said: Mapping[tuple[str, str], Answer]) -> list[list[Any]]:
    return sorted([kind, signal, answer.value, answer.at] for (kind, signal), answer in said.items())


def _line(item: Event | Arrival) -> str:
    if isinstance(item, Event):
        return f"{item.at} {item.event} {item.block or ''}\n"
    return f"{item.at} {' '.join(item.campaigns)}\n"


def _tag(seed: str) -> str:
    return hashlib.sha256(f"seed:{seed}".encode()).hexdigest()
