"""What changed about signals: the data themselves, where they come from, what they are used for."""

from __future__ import annotations

from collections.abc import Iterator

from edgepersona.core.bundle import Signal

from . import said
from .facts import Datum, Facts
from .weighing import NARROWER, WIDER, Change, listing, pairs, text

YES = {True: "yes", False: "no"}


def changes(old: Facts, new: Facts) -> Iterator[Change]:
    """The changes about signals, in the file's order."""
    was, now = ({signal.id: signal for signal in side.bundle.signals} for side in (old, new))
    known, knows = ({datum.id: datum for datum in side.data} for side in (old, new))
    for name, before, after in pairs(was, now):
        where = f"signal {name}"
        if before is None and after is not None:
            told = f"{after.tier}, kept {said.span(after.keep)}: {after.purpose}"
            yield Change("signals", WIDER, where, "not there", told, "new data about visitors")
        elif after is None and before is not None:
            told = f"{before.tier}, kept {said.span(before.keep)}"
            yield Change(
                "signals", NARROWER, where, told, "gone", "no longer collected; devices drop what they hold of it"
            )
        elif before is not None and after is not None:
            yield from _signal(where, before, after)
            yield from _derived(where, known[name], knows[name])
    if list(was) != list(now) and set(was) == set(now):
        yield from text("signals", "order of signals", list(was), list(now), "another order")


def _signal(where: str, old: Signal, new: Signal) -> Iterator[Change]:
    if old.tier != new.tier:
        sensitive = new.tier == "sensitive"
        why = (
            "now sensitive: used only by opt-in"
            if sensitive
            else "another source, and another switch, by which visitors agree"
        )
        yield Change("signals", NARROWER if sensitive else WIDER, f"{where}, tier", old.tier, new.tier, why)
    yield from _lasts("signals", f"{where}, keep", old.keep, new.keep, "kept longer", "kept for less long")
    if old.purpose != new.purpose:
        why = "data may be used only for what they were asked for: is it still the same purpose?"
        yield Change("signals", WIDER, f"{where}, purpose", old.purpose, new.purpose, why)
    for key, said_of in (("special", "special category"), ("optin", "opt-in")):
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            weight = WIDER if before else NARROWER
            why = "protected less" if before else "protected more"
            yield Change("signals", weight, f"{where}, {said_of}", YES[before], YES[after], why)
    yield from listing(
        "signals",
        f"{where}, values",
        old.all_values,
        new.all_values,
        more="visitors are told apart more finely",
        less="visitors are told apart less",
    )
    if old.event != new.event:
        why = (
            "something else is noticed"
            if old.event and new.event
            else "counts what visitors do"
            if new.event
            else "counts nothing any more"
        )
        yield Change(
            "signals",
            NARROWER if new.event is None else WIDER,
            f"{where}, event",
            old.event or "none",
            new.event or "none",
            why,
        )
    if old.event is not None and new.event is not None:
        before, after = (s.keep if s.within is None else s.within for s in (old, new))
        yield from _lasts(
            "signals", f"{where}, window", before, after, "counted over a longer time", "counted over a shorter time"
        )
    if old.bins != new.bins:
        yield from text("signals", f"{where}, bins", old.bins, new.bins, "the counts at which it changes its value")
    yield from text("signals", f"{where}, words", (old.label, old.values), (new.label, new.values))
    if old.order != new.order and set(old.order) == set(new.order):
        yield from text("signals", f"{where}, order of values", old.order, new.order, "another order")


def _derived(where: str, old: Datum, new: Datum) -> Iterator[Change]:
    """What follows from elsewhere in the file: where a signal comes from, what it is for, whether it is counted."""
    yield from listing(
        "signals",
        f"{where}, sources",
        (o.source for o in old.origins),
        (o.source for o in new.origins),
        more="gets values from a source it had not",
        less="gets no values from there any more",
    )
    was, now = {use.kind for use in old.uses}, {use.kind for use in new.uses}
    kinds = [use.kind for use in (*new.uses, *old.uses)]
    yield from listing(
        "signals",
        f"{where}, used for",
        [k for k in kinds if k in was],
        [k for k in kinds if k in now],
        more="used for something it was not used for",
        less="no longer used for it",
    )
    if old.counted != new.counted:
        why = (
            "counters can now tell something about it" if new.counted else "no counter tells anything about it any more"
        )
        yield Change(
            "signals", WIDER if new.counted else NARROWER, f"{where}, counted", YES[old.counted], YES[new.counted], why
        )


def _lasts(part: str, where: str, before: int, after: int, longer: str, shorter: str) -> Iterator[Change]:
    """Spans; a visit is 0, the shortest."""
    if before != after:
        grows = after > before
        yield Change(
            part, WIDER if grows else NARROWER, where, said.span(before), said.span(after), longer if grows else shorter
        )
