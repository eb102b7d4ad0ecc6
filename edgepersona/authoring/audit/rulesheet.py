"""One page: what is allowed, what is forbidden, what needs an opt-in."""

from __future__ import annotations

from . import said
from .facts import Facts
from .page import Bullets, Code, Heading, Line, Paper, Paragraph, Piece, joined

SOURCES = ("campaign", "answer", "usage", "account")


def paper(facts: Facts) -> Paper:
    """The rule sheet."""
    return Paper(
        "rule-sheet",
        "Rule sheet",
        "en",
        (
            Paragraph(
                f"What the page of {facts.bundle.site} may do, for audience {facts.bundle.audience}. The engine keeps "
                "to it by itself."
            ),
            Heading("Allowed"),
            Bullets(tuple(_allowed(facts))),
            Heading("Needs an opt-in"),
            Bullets(tuple(_asks(facts)) or ("Nothing: whatever is not allowed above is forbidden.",)),
            Heading("Forbidden"),
            Bullets(tuple(_forbidden(facts))),
        ),
    )


def _by_source(facts: Facts, word: str) -> list[tuple[str, list[Piece]]]:
    return [
        (source, [Code(d.id) for d in facts.data if not d.sensitive and any(o.source == source for o in d.origins)])
        for source in SOURCES
        if facts.switches[source] == word
    ]


def _allowed(facts: Facts) -> list[Line]:
    silence = facts.bundle.silence
    found: list[Line] = []
    for source, names in _by_source(facts, "on"):
        if names:
            found.append((f"To use {said.TIERS[source]}, until the visitor switches it off: ", *joined(names), "."))
    found.append("To say why each block is there, to dismiss it, and to switch it all off, always.")
    if facts.bundle.questions:
        found.append(f"To ask at most {said.few(silence.questions_per_visit, 'question')} a visit.")
    found.append(
        f"To interrupt at most {said.times(silence.per_page)} a page view, with {said.gap(silence.gap)} at least "
        "between two"
        + (f", and not while the visitor is busy ({said.listed(silence.wait_while)})." if silence.wait_while else ".")
    )
    found += [f"Within the cap on {said.cap(cap)}." for cap in silence.caps]
    return found


def _asks(facts: Facts) -> list[Line]:
    found: list[Line] = []
    for source, names in _by_source(facts, "ask"):
        found.append((f"To use {said.TIERS[source]}", *((": ", *joined(names)) if names else ()), "."))
    if facts.switches["remember"] == "ask":
        found.append("To remember anything beyond the visit.")
    if facts.switches["measure"] == "ask":
        found.append("To count, and to send a report: one a day at most.")
    if facts.adults:
        for datum in facts.sensitive:
            never = "; even then it is never stored or counted" if datum.special else ""
            found.append(("To use ", Code(datum.id), f", which is sensitive: an opt-in of its own{never}."))
    for grant in facts.grants:
        words = next(iter(grant.quote.values()), "")
        found.append(
            f"A banner ({grant.source}) may give the opt-in to {grant.purpose}, if {said.listed(grant.needs)} was "
            f"granted there in the words “{words}”."
        )
    return found


def _forbidden(facts: Facts) -> list[Line]:
    silence = facts.bundle.silence
    found: list[Line] = [
        "Data from third parties, and guesses at sensitive attributes: there is no way to write them down.",
        "Signals, values, questions and counters that the file does not list.",
        "To send text, an identifier or an answer: a report carries positions in a closed list.",
        "To show a block that cannot be explained in the page’s language.",
    ]
    for source, _ in _by_source(facts, "off"):
        found.append(f"To use {said.TIERS[source]}.")
    if facts.switches["remember"] == "off":
        found.append("To remember anything beyond the visit.")
    if facts.switches["measure"] == "off":
        found.append("To count, or to send anything.")
    if not facts.adults:
        found.append(
            "For this audience: what visitors do here, sensitive signals, promotions that interrupt, counting, "
            "learning."
        )
    special = [datum.id for datum in facts.data if datum.special]
    if special:
        found.append(f"To store or count {said.listed(special)}, or to put it in a table of first views.")
    found += [
        f"Blocks of class {said.listed(rule.pauses)} while {said.condition(rule.when)}: service comes first."
        for rule in silence.service_first
    ]
    found.append(
        "Promotions, questions and interruptions that are not service once fatigue reaches "
        f"{said.number(silence.fatigue.stop)}, whatever they would be worth."
    )
    found.append("To interrupt a visitor who asked for fewer interruptions, service excepted.")
    return found
