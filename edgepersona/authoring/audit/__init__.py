"""The privacy paperwork of a persona file: what a privacy team can sign, drawn from the file that ships.

Rules
1. Facts are derived once (`facts.py`) and every paper is written from them; a paper adds words, never data.
2. What cannot be derived comes from a person (`answers.py`); while a fact is missing, nothing is written (`gaps.py`).
3. Every paper is the same value in Markdown and in HTML (`page.py`); same input, same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from edgepersona.core.bundle import Bundle

from . import assessment, catalogue, committee, counters, html, index, markdown, record, rulesheet, since, trust
from .answers import Answers
from .answers import load as load_answers
from .facts import Facts
from .facts import facts as derive
from .gaps import Gap, asked, gaps
from .page import Paper
from .since import Difference
from .writing import writable, write

__all__ = [
    "STYLE_HASH",
    "Answers",
    "Difference",
    "Facts",
    "Gap",
    "Paper",
    "as_data",
    "asked",
    "derive",
    "difference",
    "files",
    "gaps",
    "load_answers",
    "papers",
    "writable",
    "write",
]  # fmt: skip

STYLE_HASH = html.STYLE_HASH


def papers(facts: Facts) -> tuple[Paper, ...]:
    """Every paper, the index first. Only for facts without gaps."""
    made = (
        catalogue.paper(facts),
        record.paper(facts),
        assessment.paper(facts),
        rulesheet.paper(facts),
        committee.paper(facts),
        counters.paper(facts),
        *trust.papers(facts),
    )
    first = index.paper(facts, made)
    back = ((first.title, first.name, first.language),)
    return (first, *(paper if paper.name.startswith(trust.NAME) else replace(paper, others=back) for paper in made))


def difference(old: Bundle, new: Bundle) -> Difference:
    """What changed between two versions, for a privacy officer."""
    return since.difference(old, new)


def files(some: tuple[Paper, ...]) -> dict[str, str]:
    """File name → text: each paper in Markdown and in HTML."""
    found: dict[str, str] = {}
    for paper in some:
        found |= {f"{paper.name}.md": markdown.rendered(paper), f"{paper.name}.html": html.rendered(paper)}
    return found


def as_data(facts: Facts) -> dict[str, Any]:
    """The facts as plain data, without the file itself."""
    plain: dict[str, Any] = msgspec.to_builtins(facts)
    del plain["bundle"], plain["answers"]
    return {"format": 1, "site": facts.bundle.site, "audience": facts.bundle.audience, **plain}
