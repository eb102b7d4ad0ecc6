"""What is missing: facts that no persona file can tell and nobody has written down.

Rules
1. A fact somebody knows is missing until it is given: then no paper is written. A judgement is not: the draft of the
   impact assessment shows it as something to do.
2. What is asked follows from the file: no collector without counting, no account system without account values.
3. An answer that has run out is none. `today` comes in; nothing here knows a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edgepersona.core.times import DAY, parse_date

from .counting import KINDS
from .facts import Facts
from .said import few, listed


@dataclass(frozen=True, slots=True)
class Gap:
    """One missing answer. `key`: where it belongs in the answers file; `papers`: what cannot be written without."""

    key: str
    papers: tuple[str, ...]
    write: str


RECORD, ASSESSMENT, COMMITTEE, COUNTERS, TRUST = (
    "record of processing",
    "impact assessment",
    "buying committee",
    "counters",
    "trust page",
)


def gaps(facts: Facts, today: int) -> tuple[Gap, ...]:
    """Every missing answer, in the order of the answers file. `today`: days since 1970, UTC."""
    given = facts.answers
    missing = [gap for gap in _asked(facts) if given.at(gap.key) is None]
    return (*missing, *_counting(facts, today))


def _asked(facts: Facts) -> Iterator[Gap]:
    everywhere = (RECORD, ASSESSMENT, COMMITTEE, TRUST)
    yield Gap(
        "controller.name", everywhere, "who decides about this processing: the company that runs the site, in full"
    )
    yield Gap("controller.contact", everywhere, "how visitors and authorities reach it: postal address and e-mail")
    yield Gap(
        "data_protection_officer",
        (RECORD, ASSESSMENT),
        "how to reach the data protection officer, or why there is none",
    )
    yield Gap("owner", (RECORD, ASSESSMENT, COUNTERS), "who answers for the persona file: a person or a role")
    if facts.unasked:
        which = listed(f"“{source}”" for source in facts.unasked)
        yield Gap(
            "legal_basis.personalise",
            (RECORD, ASSESSMENT),
            f"the legal basis for adapting the page before anybody is asked ({which} on from the start), and why "
            "storing for it on the device needs no consent; or set these to ask",
        )
    if facts.account:
        which = listed(datum.id for datum in facts.account)
        yield Gap("account", (RECORD, COMMITTEE), f"the system that the values of {which} come from, and its owner")
    if not facts.adults:
        yield Gap(
            "children",
            (ASSESSMENT, COMMITTEE),
            f"how children are protected, the audience being {facts.bundle.audience}: age, parents, wording",
        )
    yield Gap("hosting.by", (RECORD, COMMITTEE), "who serves the page’s files, and so sees requests for them")
    yield Gap(
        "hosting.where", (RECORD, COMMITTEE), "the countries they are served from, with the safeguard outside the EEA"
    )
    if facts.counting.counters:
        yield Gap("counting.operator", (RECORD, COMMITTEE, COUNTERS), "who runs the collector that reports go to")
        yield Gap(
            "counting.where",
            (RECORD, COMMITTEE),
            "the country it runs in, with the safeguard if that is outside the EEA",
        )
        yield Gap("counting.released", (RECORD, COMMITTEE), "how long released totals are kept")


def _counting(facts: Facts, today: int) -> Iterator[Gap]:
    """Owners and dates of counters, asked kind by kind only where the general answer is missing too."""
    present = [kind for kind in KINDS if any(counter.kind == kind for counter in facts.counting.counters)]
    dates = {kind: next(c.until for c in facts.counting.counters if c.kind == kind) for kind in present}
    if any(until is None for until in dates.values()):
        write = "the last day on which anything is counted, such as 2027-06-30: then it is decided anew"
        yield Gap("counting.until", (COUNTERS, COMMITTEE), write)
    over = {until for until in dates.values() if until is not None and parse_date(until) // DAY < today}
    for kind, until in dates.items():
        if until in over:
            own = facts.answers.at(f"counting.kinds.{kind}.until") is not None
            key = f"counting.kinds.{kind}.until" if own else "counting.until"
            yield Gap(
                key, (COUNTERS, COMMITTEE), f"{until} has passed: decide whether {kind} counters go on, and until when"
            )


def asked(missing: Sequence[Gap]) -> str:
    """Missing answers as lines: the key, what to write there, which papers need it."""
    lines = [f"{few(len(missing), 'answer')} missing, so nothing was written. Put into the file named by --answers:"]
    for gap in missing:
        lines.append(f"  {gap.key}: {gap.write}")
        lines.append(f"    for: {', '.join(gap.papers)}")
    return "\n".join(lines)
