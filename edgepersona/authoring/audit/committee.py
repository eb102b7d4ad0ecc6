"""What a buying committee asks, answered from the file that ships: sources, retention, training, separation, opt-out,
defaults; what leaves, who takes part, and rules-only or learned (AI Act)."""

from __future__ import annotations

from edgepersona.core.reports import SIZE

from . import said
from .catalogue import kept
from .facts import Facts
from .page import Block, Bullets, Code, Heading, Line, Link, Paper, Paragraph, Table, joined


def paper(facts: Facts) -> Paper:
    """The questions and answers."""
    blocks: list[Block] = [
        Paragraph(
            (
                "About the site ",
                Code(facts.bundle.site),
                " and the file ",
                Code(facts.digest),
                ". Each answer follows from that file, or says whose word it is.",
            )
        )
    ]
    for number, (question, answer) in enumerate(
        (
            ("Where do the data come from?", _sources(facts)),
            ("How long are they kept?", _retention(facts)),
            ("Do they train a model?", _training(facts)),
            ("How are tenants kept apart?", _separation(facts)),
            ("How does opting out work?", _opt_out(facts)),
            ("What are the defaults?", _defaults(facts)),
            ("What leaves the device?", _leaves(facts)),
            ("Who else takes part?", _others(facts)),
            ("Can we check that this is what runs?", _checking()),
        ),
        1,
    ):
        blocks += [Heading(f"{number}. {question}"), *answer]
    return Paper("buying-committee", "Questions of a buying committee", "en", tuple(blocks))


def _sources(facts: Facts) -> list[Block]:
    rows = []
    for source in ("answer", "campaign", "usage", "account"):
        those = [datum for datum in facts.data if any(origin.source == source for origin in datum.origins)]
        ways = dict.fromkeys(origin.how for datum in those for origin in datum.origins if origin.source == source)
        rows.append((source, joined([Code(d.id) for d in those]) or "none", "; ".join(ways) or "not used"))
    blocks: list[Block] = [
        Paragraph(
            "From the visitor, from this site, and from the visitor’s account. Never from third parties, and never "
            "guessed."
        ),
        Table("Sources", ("Source", "Signals", "How"), tuple(rows)),
    ]
    if facts.account:
        blocks.append(Paragraph(f"Account values come from: {facts.answers.at('account')}"))
    return blocks


def _retention(facts: Facts) -> list[Block]:
    return [
        Table(
            "Retention",
            ("What", "Kept at most", "Where"),
            (
                *(
                    (Code(d.id), kept(d), "; ".join(dict.fromkeys(origin.store for origin in d.origins)) or "nowhere")
                    for d in facts.data
                ),
                *((held.what, held.kept, held.store) for held in facts.held),
            ),
        ),
        Paragraph("These are upper limits. Browsers may delete earlier; then the page is quieter, never louder."),
    ]


def _training(facts: Facts) -> list[Block]:
    return [
        Paragraph(
            "No. The file says explore: off: every decision follows from rules and weights a person wrote, none is "
            "learned from visitors, and no text, answer or event reaches a server that could learn from it."
            if facts.bundle.explore == "off"
            else f"Yes, in part. The file says explore: {facts.bundle.explore}: which blocks work is learned from "
            "released totals, never from single visitors."
        ),
        Paragraph(
            "In terms of the EU AI Act: rules only. The file is executed as written; nothing in it infers how to "
            "generate its outputs. Whether that keeps it outside the definition of an AI system is for your counsel "
            "to confirm."
            if facts.bundle.explore == "off"
            else "In terms of the EU AI Act: partly learned. The role and duties that follow are for your counsel to "
            "decide."
        ),
    ]


def _separation(facts: Facts) -> list[Block]:
    items: list[Line] = [
        (
            "Each site has a file, a bundle and a list of counters of its own; this one is ",
            Code(facts.bundle.site),
            ".",
        ),
        "Values are kept in the visitor’s browser, which keeps origins apart. There is no server that holds values "
        "of two tenants, because none holds any.",
        "Sites that share one origin share that browser’s storage: give each site an origin of its own.",
    ]
    if facts.counting.counters:
        items.append(
            "The collector keeps totals by site and list, and refuses a report made for another list. It keeps no "
            "single report."
        )
    return [Bullets(tuple(items))]


def _opt_out(facts: Facts) -> list[Block]:
    items: list[Line] = [
        "One switch turns everything off; there is one for each source, one for remembering, one for counting. The "
        "page then is what everyone sees.",
        "“Ask me less” stops offers and questions that step in front of the page.",
        "Every item can be deleted by itself, or all at once. Deleting switches nothing on.",
        "A “no” to remembering stands for 180 days before it may be asked again.",
    ]
    if facts.counting.counters:
        items += [
            "Withdrawing from counting empties what waits at once, and sends nothing, not even that.",
            "Global Privacy Control keeps counting off.",
        ]
    items.append(
        "A banner the page has already can always narrow (IAB TCF, Google Consent Mode, vanilla-cookieconsent)."
    )
    return [Bullets(tuple(items))]


def _defaults(facts: Facts) -> list[Block]:
    names = {
        **{source: said.TIERS[source] for source in ("answer", "campaign", "usage", "account")},
        "remember": "remembering beyond the visit",
        "measure": "counting",
    }
    rows: list[tuple[Line, ...]] = [(name, words, said.SWITCH[facts.switches[name]]) for name, words in names.items()]
    rows += [
        (Code(d.id), "sensitive signal", "off until its own opt-in is given" if facts.adults else said.SWITCH["off"])
        for d in facts.sensitive
    ]
    blocks: list[Block] = [Table("Defaults", ("Switch", "For", "Before the visitor touches it"), tuple(rows))]
    if facts.grants:
        blocks += [
            Paragraph("What a banner of the page may switch on, and the words the visitor agrees to there:"),
            Table(
                "Consent given elsewhere",
                ("Banner", "Switches on", "Needs", "In these words"),
                tuple(
                    (
                        g.source,
                        g.purpose,
                        ", ".join(g.needs),
                        "; ".join(f"{language}: {words}" for language, words in g.quote.items()),
                    )
                    for g in facts.grants
                ),
            ),
        ]
    if not facts.adults:
        blocks.append(Paragraph(f"The audience is {facts.bundle.audience}: {facts.answers.at('children')}"))
    return blocks


def _leaves(facts: Facts) -> list[Block]:
    if not facts.counting.counters:
        return [Paragraph(f"Nothing: {facts.counting.why_not}.")]
    mode = facts.counting.mode
    return [
        Paragraph(
            (
                f"Nothing, unless the visitor agreed to counting. Then one report a day of {SIZE} bytes: positions in "
                "a list of ",
                Link(f"{len(facts.counting.counters)} counters", "counters"),
                f", {mode.bound}. Mode {mode.name}: trusted is {mode.trusted}. Epsilon: {mode.epsilon}. {mode.noise}",
            )
        )
    ]


def _others(facts: Facts) -> list[Block]:
    given = facts.answers
    rows: list[tuple[Line, ...]] = [("Serves the files", given.at("hosting.by") or "", given.at("hosting.where") or "")]
    if facts.counting.counters:
        rows.append(("Runs the collector", given.at("counting.operator") or "", given.at("counting.where") or ""))
        rows.append(
            (
                "Released totals",
                f"kept: {given.at('counting.released')}",
                f"counting ends {given.at('counting.until') or 'as the counters say'}",
            )
        )
    return [Table("Others who take part", ("Part", "Who", "Where"), tuple(rows))]


def _checking() -> list[Block]:
    return [
        Bullets(
            (
                "The bundle’s hash above is the one the page names, and devices write into every receipt.",
                "Builds are reproducible and can be signed; edgepersona verify compares the live site with what was "
                "reviewed, file by file.",
                "The panel shows every item held and every byte sent. edgepersona replay repeats an exported decision.",
            )
        )
    ]
