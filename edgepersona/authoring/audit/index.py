"""The first page: which file this is about, what papers there are, what is still open."""

from __future__ import annotations

from collections.abc import Sequence

from . import assessment
from .facts import Facts
from .page import Block, Bullets, Code, Heading, Link, Paper, Paragraph, joined

ABOUT = {
    "catalogue": "every signal, where it comes from, how long it is kept, what for, in public vocabularies",
    "record-of-processing": "GDPR Article 30",
    "impact-assessment": "GDPR Article 35, a draft with what a person has to decide",
    "rule-sheet": "allowed, forbidden, needs an opt-in, on one page",
    "buying-committee": "sources, retention, training, separation, opt-out, defaults",
    "counters": "everything that may leave, with mode, bound, epsilon, expiry and owner",
}


def paper(facts: Facts, made: Sequence[Paper]) -> Paper:
    """The index of some papers."""
    open_points = assessment.open_points(facts)
    blocks: list[Block] = [
        Paragraph(
            (
                "Privacy papers of ",
                Code(facts.bundle.site),
                ", written from the file that ships: bundle ",
                Code(facts.digest),
                f". Controller: {facts.answers.at('controller.name')}. Responsible for the file: "
                f"{facts.answers.at('owner')}.",
            )
        ),
        Heading("Papers"),
        Bullets(
            tuple((Link(paper.title, paper.name), f": {ABOUT[paper.name]}") for paper in made if paper.name in ABOUT)
        ),
        Heading("For visitors"),
        Bullets(
            tuple(Link(f"{paper.title} ({paper.language})", paper.name) for paper in made if paper.name not in ABOUT)
        ),
        Heading("Still open"),
        Paragraph(
            (
                "The impact assessment is a draft until a person has decided: ",
                *joined([Code(key) for key in open_points]),
                ".",
            )
            if open_points
            else "Every judgement of the impact assessment has been written down. It is signed there."
        ),
    ]
    return Paper("index", "Privacy papers", "en", tuple(blocks))
