"""The data catalogue: every signal, where it comes from, how long it is kept, what it is used for. What is not in it
cannot be read, kept, used or counted."""

from __future__ import annotations

from . import said
from .facts import Datum, Facts
from .page import Block, Bullets, Code, Heading, Line, Link, Paper, Paragraph, Piece, Table, joined
from .taxonomy import iri

YES = {True: "yes", False: "no"}


def paper(facts: Facts) -> Paper:
    """The catalogue."""
    bundle = facts.bundle
    blocks: list[Block] = [
        Paragraph(
            f"Everything that {bundle.site} may know of a visitor to fit its page. The engine refuses whatever is not "
            "listed: there is no key for data of third parties, and none for guessing a sensitive attribute."
        ),
        Paragraph(
            "Besides the ways named below, the page’s own code can pass a value of any listed signal; the engine "
            "then treats it as coming from the account."
        ),
        Table(
            "Signals",
            (
                "Signal",
                "Visitors call it",
                "Purpose",
                "From",
                "Kept at most",
                "Sensitive",
                "Counted",
                "fideslang category",
            ),
            tuple(_row(facts, datum) for datum in facts.data),
        ),
        Heading("Each signal"),
    ]
    for datum in facts.data:
        blocks += _each(facts, datum)
    blocks += [
        Heading("What else a device may hold"),
        Table(
            "What else a device may hold",
            ("What", "For", "Where", "How long", "fideslang category"),
            tuple((h.what, h.purpose, h.store, h.kept, Code(h.category)) for h in facts.held),
        ),
        Paragraph(
            "Sealed means: encrypted with a key that cannot be extracted, deleted with what it sealed. It makes "
            "deletion simple. It does not stop the site’s own scripts, malware or a copy of the disk."
        ),
    ]
    return Paper("catalogue", "Data catalogue", "en", tuple(blocks))


def label(facts: Facts, datum: Datum) -> str:
    """What visitors call a signal, in the file's first language."""
    return datum.label.get(facts.bundle.languages[0]) or datum.id


def kept(datum: Datum) -> str:
    """How long the longest-lived value of a signal is kept."""
    if datum.special:
        return "this page; never stored"
    longest = max((max(origin.kept, origin.needed) for origin in datum.origins), default=0)
    return said.span(longest)


def _row(facts: Facts, datum: Datum) -> tuple[Line, ...]:
    sources = list(dict.fromkeys(origin.source for origin in datum.origins))
    return (
        Code(datum.id),
        label(facts, datum),
        datum.purpose,
        ", ".join(sources) or "nowhere in this file",
        kept(datum),
        "special category" if datum.special else YES[datum.sensitive],
        YES[datum.counted],
        Code(datum.category),
    )


def _each(facts: Facts, datum: Datum) -> list[Block]:
    first = facts.bundle.languages[0]
    values = "; ".join(f"{value} ({words[first]})" if words.get(first) else value for value, words in datum.values)
    items: list[Line] = [
        ("Purpose: ", datum.purpose),
        ("Values: ", values or "none", ". No other value can be given."),
        f"Declared: tier {datum.tier} ({said.TIERS[datum.tier]}), kept {said.span(datum.keep)} at most.",
    ]
    for source in dict.fromkeys(origin.source for origin in datum.origins):
        those = [origin for origin in datum.origins if origin.source == source]
        ways, one = "; ".join(origin.how for origin in those), those[0]
        told = f"From {source}: {ways}. {_switch(facts, datum, one.switch)}. Kept in {one.store}, "
        items.append((told, _time(one.kept)))
        if one.needed:
            items.append(
                f"The event behind it is also a goal, and is held {said.span(one.needed)} at most, so that nobody is "
                "asked for what is done."
            )
    if not datum.origins:
        items.append("Nothing in this file gives it a value: it can go.")
    if datum.sensitive:
        items.append(
            "Sensitive: used only while its own opt-in stands, and only from an answer or the account."
            if facts.adults
            else "Sensitive: this audience is not adults, so no opt-in ever stands and it is never used."
        )
    if datum.special:
        items.append("Special category: never stored, never counted, never in a table of first views.")
    items += [_use(use.kind, use.names) for use in datum.uses] or ["Used for: nothing."]
    items.append(
        "Counted: a counter may tell something about it, in totals, if the visitor agreed to counting."
        if datum.counted
        else "Counted: no counter tells anything about it."
    )
    items.append(
        (
            "fideslang: ",
            Code(datum.category),
            ", for ",
            *joined([Code(use) for use in datum.data_uses] or ["no use"]),
            ", of ",
            Code(datum.subject),
        )
    )
    linked: list[Piece] = [Link(term, iri(term)) for term in (*datum.terms, *datum.purposes)]
    items.append(("DPV: ", *joined(linked)))
    return [Heading(datum.id, 3), Bullets(tuple(items))]


def _switch(facts: Facts, datum: Datum, word: str) -> str:
    return "Off until its own opt-in is given" if datum.sensitive and facts.adults else said.SWITCH[word].capitalize()


def _time(ms: int) -> str:
    return "until this visit ends." if ms == 0 else f"for {said.span(ms)} at most."


def _use(kind: str, names: tuple[str, ...]) -> Line:
    what = {
        "stage": "to tell the stage of the journey",
        "segment": "to tell the segment",
        "service rule": "to put service first, which pauses",
        "fatigue": "to know how tired of messages the visitor is",
    }.get(kind, f"to choose blocks of class {kind}")
    return (f"Used {what}", *((": ", *joined([Code(name) for name in names])) if names else ()), ".")
