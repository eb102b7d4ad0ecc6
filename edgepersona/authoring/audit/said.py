"""Times, values and conditions in plain English, for those who read papers. The visitor's words are the SDK's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edgepersona.core.bundle import VISIT, Cap, Condition
from edgepersona.core.phrases import phrase
from edgepersona.core.spans import UNITS
from edgepersona.core.times import format_day

from .. import words

ENGLISH = words.templates("en", "engine")
A_VISIT = "this visit"
OUTCOMES = {
    "shown": "shown",
    "ignored": "left without a response",
    "dismissed": "dismissed",
    "clicked": "followed",
    "converted": "reached its goal",
    "not_helpful": "marked as not helpful",
    "complained": "complained about",
}
TIERS = {
    "answer": "what the visitor answered",
    "campaign": "the link the visitor followed",
    "usage": "what the visitor did on this site",
    "account": "what the visitor’s account says",
    "sensitive": "sensitive: from an answer or the account",
}
SWITCH = {
    "on": "on from the start; the visitor can switch it off",
    "ask": "off until the visitor switches it on",
    "off": "off; not on offer",
}


def span(ms: int) -> str:
    """A length of time; VISIT is one too."""
    if ms == VISIT:
        return A_VISIT
    unit, size = next((name, size) for name, size, _ in UNITS if ms % size == 0)
    return phrase(ENGLISH, f"span-{unit}", {"count": ms // size})


def gap(ms: int) -> str:
    """A length of time that may be none."""
    return "no time" if ms == 0 else span(ms)


def number(value: float) -> str:
    return f"{value:g}"


def times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def few(count: int, thing: str) -> str:
    """`1 block`, `2 blocks`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    known = list(names)
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} {last} {known[-1]}" if known else "nothing"


def dates(start: int | None, end: int | None) -> str:
    """From and until; `end` is the first instant after the last day."""
    parts = [f"from {format_day(start)}"] if start is not None else []
    parts += [f"until {format_day(end - 1)}"] if end is not None else []
    return " ".join(parts) or "without an end"


def condition(what: Condition | None) -> str:
    """A condition in words; ids stand as they are."""
    if what is None or what == ("all", ()):
        return "always"
    match what[0]:
        case "is":
            return f"{what[1]} is {listed(what[2], 'or')}"
        case "not":
            return f"not ({condition(what[1])})"
        case kind:
            between = " or " if kind == "any" else " and "
            inner: Sequence[Condition] = what[1]
            parts = [f"({condition(one)})" if one[0] in ("any", "all") else condition(one) for one in inner]
            return between.join(parts) or ("never" if kind == "any" else "always")


def covered(cap: Cap) -> str:
    """What a cap covers."""
    return f"{cap.scope} {cap.of}"


def cap(of: Cap) -> str:
    """A cap as a sentence."""
    within = "a visit" if of.within == VISIT else span(of.within)
    pause = "" if of.pause is None else f", then a pause of {span(of.pause)}"
    return f"{covered(of)}: {OUTCOMES[of.outcome]} at most {times(of.at_most)} within {within}{pause}"
