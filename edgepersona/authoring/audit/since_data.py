"""What changed about data beside the signals: audience, questions, campaigns, groups, places and blocks."""

from __future__ import annotations

from collections.abc import Iterator

from edgepersona.core.bundle import Block, Bundle
from edgepersona.core.conditions import signals_named

from . import said, since_signals
from .answers import NO_ANSWERS
from .facts import facts
from .weighing import NARROWER, NEUTRAL, WIDER, Change, listing, moved, pairs, text


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
    yield from since_signals.changes(facts(old, NO_ANSWERS), facts(new, NO_ANSWERS))
    yield from _questions(old, new)
    yield from _campaigns(old, new)
    yield from _groups(old, new)
    yield from _blocks(old, new)


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
