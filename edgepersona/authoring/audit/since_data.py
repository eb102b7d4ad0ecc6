"""What changed about data: audience, signals and their sources, what they are used for, groups, blocks."""

from __future__ import annotations

from collections.abc import Iterator

from edgepersona.core.bundle import Block, Bundle, Signal
from edgepersona.core.conditions import signals_named

from . import said
from .answers import NO_ANSWERS
from .facts import Datum, Facts, facts
from .weighing import NARROWER, NEUTRAL, WIDER, Change, listing, moved, pairs, text

YES = {True: "yes", False: "no"}


def changes(old: Bundle, new: Bundle) -> Iterator[Change]:
    """The changes about data, in the file's order."""
    if old.audience != new.audience:
        why = "who is addressed decides what is allowed at all: assess it anew"
        yield Change("audience", WIDER, "audience", old.audience, new.audience, why)
    yield from listing(
        "languages",
        "languages",
        old.languages,
        new.languages,
        more="readers of this language get the page as well",
        less="they get the first language",
        weight=NEUTRAL,
    )
    if old.languages != new.languages and set(old.languages) == set(new.languages):
        before, after = ", ".join(old.languages), ", ".join(new.languages)
        yield Change("languages", NEUTRAL, "languages", before, after, "another order; the first is the fallback")
    yield from _signals(facts(old, NO_ANSWERS), facts(new, NO_ANSWERS))
    yield from _questions(old, new)
    yield from _campaigns(old, new)
    yield from _groups(old, new)
    yield from _blocks(old, new)


# --- signals ----------------------------------------------------------------------------------------


def _signals(old: Facts, new: Facts) -> Iterator[Change]:
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


# --- where values come from -------------------------------------------------------------------------


def _questions(old: Bundle, new: Bundle) -> Iterator[Change]:
    for name, before, after in pairs({q.id: q for q in old.questions}, {q.id: q for q in new.questions}):
        where = f"question {name}"
        if before is None and after is not None:
            yield Change(
                "questions", WIDER, where, "not asked", f"asks for {after.signal}", "visitors are asked for more"
            )
        elif after is None and before is not None:
            yield Change(
                "questions", NARROWER, where, f"asked for {before.signal}", "not asked", "visitors are asked for less"
            )
        elif before is not None and after is not None:
            if before.signal != after.signal:
                why = "the same question sets another signal"
                yield Change("questions", WIDER, f"{where}, signal", before.signal, after.signal, why)
            if before.after != after.after:
                sooner = after.after is None
                why = "asked at the door" if sooner else "asked only once the page was of use"
                yield Change(
                    "questions",
                    WIDER if sooner else NARROWER,
                    f"{where}, after",
                    before.after or "at once",
                    after.after or "at once",
                    why,
                )
            yield from text(
                "questions",
                f"{where}, words",
                (before.ask, before.why),
                (after.ask, after.why),
                "other words; do they still say what for?",
            )
    yield from _order("questions", [q.id for q in old.questions], [q.id for q in new.questions])


def _campaigns(old: Bundle, new: Bundle) -> Iterator[Change]:
    for name, before, after in pairs({c.id: c for c in old.campaigns}, {c.id: c for c in new.campaigns}):
        where = f"campaign {name}"
        if before is None and after is not None:
            told = f"sets {said.listed(after.sets)}, {said.dates(after.start, after.end)}"
            yield Change(
                "campaigns",
                WIDER if after.sets else NEUTRAL,
                where,
                "not there",
                told,
                "its links tell these values about those who follow them",
            )
        elif after is None and before is not None:
            yield Change(
                "campaigns",
                NARROWER,
                where,
                f"sets {said.listed(before.sets)}",
                "gone",
                "its links tell nothing any more",
            )
        elif before is not None and after is not None:
            yield from listing(
                "campaigns",
                f"{where}, sets",
                (f"{s} = {v}" for s, v in before.sets.items()),
                (f"{s} = {v}" for s, v in after.sets.items()),
                more="its links tell this as well",
                less="its links no longer tell this",
            )
            yield from listing(
                "campaigns",
                f"{where}, links",
                _links(before.match),
                _links(after.match),
                more="these links as well",
                less="no longer these links",
                weight=NEUTRAL,
            )
            if (before.start, before.end) != (after.start, after.end):
                was, now = said.dates(before.start, before.end), said.dates(after.start, after.end)
                yield Change("campaigns", NEUTRAL, f"{where}, dates", was, now, "other dates")
    yield from _order("campaigns", [c.id for c in old.campaigns], [c.id for c in new.campaigns])


def _links(match: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    return [f"{name} = {value}" for name, accepted in match for value in accepted]


# --- groups and blocks ------------------------------------------------------------------------------


def _groups(old: Bundle, new: Bundle) -> Iterator[Change]:
    for part, what in (("stages", "stage"), ("segments", "segment")):
        was, now = getattr(old, part), getattr(new, part)
        for name, before, after in pairs({g.id: g for g in was}, {g.id: g for g in now}):
            where = f"{what} {name}"
            if before is None and after is not None:
                yield Change(
                    part,
                    WIDER,
                    where,
                    "not there",
                    said.condition(after.when),
                    "visitors are told apart in one more way",
                )
            elif after is None and before is not None:
                yield Change(
                    part,
                    NARROWER,
                    where,
                    said.condition(before.when),
                    "gone",
                    "visitors are told apart in one way less",
                )
            elif before is not None and after is not None and before.when != after.when:
                more = set(signals_named(after.when)) - set(signals_named(before.when))
                why = f"rests on {said.listed(sorted(more))} as well" if more else "rests on the same signals, or fewer"
                yield Change(
                    part,
                    WIDER if more else NEUTRAL,
                    where,
                    said.condition(before.when),
                    said.condition(after.when),
                    why,
                )
        yield from _order(part, [g.id for g in was], [g.id for g in now])


def _blocks(old: Bundle, new: Bundle) -> Iterator[Change]:
    for name, slot, now in pairs({s.id: s for s in old.slots}, {s.id: s for s in new.slots}):
        if slot is None and now is not None:
            why = (
                "one more place that can interrupt"
                if now.kind == "interrupt"
                else "one more place of the page that fits itself"
            )
            yield Change(
                "slots", WIDER if now.kind == "interrupt" else NEUTRAL, f"slot {name}", "not there", now.kind, why
            )
        elif now is None and slot is not None:
            yield Change("slots", NARROWER, f"slot {name}", slot.kind, "gone", "one place less")
        elif slot is not None and now is not None:
            if slot.kind != now.kind:
                why = "it takes attention now" if now.kind == "interrupt" else "it no longer takes attention"
                yield Change(
                    "slots",
                    WIDER if now.kind == "interrupt" else NARROWER,
                    f"slot {name}, kind",
                    slot.kind,
                    now.kind,
                    why,
                )
            yield from text(
                "slots",
                f"slot {name}, default",
                slot.default,
                now.default,
                "another block when there is nothing to say",
            )
    yield from _order("slots", [s.id for s in old.slots], [s.id for s in new.slots])
    for name, before, after in pairs({b.id: b for b in old.blocks}, {b.id: b for b in new.blocks}):
        where = f"block {name}"
        if before is None and after is not None:
            yield Change(
                "blocks", NEUTRAL, where, "not there", f"{after.kind} in {after.slot}", "one more thing to say"
            )
        elif after is None and before is not None:
            yield Change("blocks", NEUTRAL, where, f"{before.kind} in {before.slot}", "gone", "one thing less to say")
        elif before is not None and after is not None and before != after:
            yield from _block(where, before, after)


def _block(where: str, old: Block, new: Block) -> Iterator[Change]:
    if old.kind != new.kind:
        why = "limits, pauses and fatigue go by the class"
        weight = NARROWER if old.kind == "promotion" else WIDER
        yield Change("blocks", weight, f"{where}, class", old.kind, new.kind, why)
    was, now = ({*signals_named(b.when), *(signal for signal, _, _ in b.relevance)} for b in (old, new))
    yield from listing(
        "blocks",
        f"{where}, rests on",
        sorted(was),
        sorted(now),
        more="shown because of more about the visitor",
        less="shown because of less about the visitor",
    )
    yield from moved(
        "blocks",
        f"{where}, value",
        old.value,
        new.value,
        up="wins more often",
        down="wins less often",
        said=said.number,
        larger=NEUTRAL,
    )
    for key, why in (
        ("text", "words"),
        ("because", "the sentence that explains it"),
        ("when", "who may see it"),
        ("stages", "when in the journey"),
        ("relevance", "what makes it fit, and how much"),
        ("start", "first day"),
        ("end", "last day"),
        ("campaign", "the campaign whose dates it shares"),
        ("goal", "the step it serves"),
        ("question", "the question it asks"),
        ("slot", "where it stands"),
    ):
        yield from text("blocks", f"{where}, {key}", getattr(old, key), getattr(new, key), why)


def _order(part: str, before: list[str], after: list[str]) -> Iterator[Change]:
    was, now = set(before), set(after)
    if [name for name in before if name in now] != [name for name in after if name in was]:
        yield Change(
            part, NEUTRAL, f"order of {part}", ", ".join(before), ", ".join(after), "the first that matches is it"
        )
