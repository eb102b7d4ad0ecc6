"""The record of processing activities (GDPR Article 30), one activity for each purpose that the visitor can switch."""

from __future__ import annotations

from edgepersona.core.bundle import VISIT
from edgepersona.core.reports import SIZE

from . import said
from .catalogue import kept
from .counting import IDS_KEPT
from .facts import Facts
from .page import Block, Bullets, Code, Heading, Line, Link, Paper, Paragraph, Piece, Table, joined
from .taxonomy import BASIS_TERMS, MEASURE_TERMS, PROCESSING_TERMS, RIGHT_TERMS, iri


def paper(facts: Facts) -> Paper:
    """The record."""
    given, blocks = facts.answers, list[Block]()
    blocks += [
        Table(
            "Who is responsible",
            ("What", "Who"),
            (
                ("Controller", (given.at("controller.name") or "", ", ", given.at("controller.contact") or "")),
                ("Data protection officer", given.at("data_protection_officer") or ""),
                ("Answers for the persona file", given.at("owner") or ""),
                ("Site", Code(facts.bundle.site)),
                ("File that ships", Code(facts.digest)),
            ),
        ),
        Paragraph(CONTROLLER),
        Heading("1. Fitting the page to the visitor"),
        _activity(
            facts,
            "Fitting the page",
            purpose="Show the block that fits, say why, and know when to stay silent.",
            data=[*(Code(datum.id) for datum in facts.data), OUTCOMES],
            basis=_basis(facts),
            recipients="None: values stay on the device. Requests to the server are the same whatever was answered, "
            "until the visitor clicks a link or agrees to counting. Other scripts of the page share its document.",
            kept=_until_visit(facts),
        ),
    ]
    if facts.switches["remember"] != "off":
        blocks += [
            Heading("2. Remembering until the next visit"),
            _activity(
                facts,
                "Remembering",
                purpose="Not to ask again, and to stay silent where the visitor had enough.",
                data=[*(Code(d.id) for d in facts.data if any(o.kept != VISIT for o in d.origins)), OUTCOMES],
                basis=CONSENT,
                recipients="None: sealed on the device.",
                kept=f"Each signal as the catalogue says; what happened to blocks {said.span(facts.retention)} at "
                "most; all of it until the visitor stops remembering or deletes it.",
            ),
        ]
    blocks += [Heading("3. Counting" if facts.switches["remember"] != "off" else "2. Counting")]
    if facts.counting.counters:
        blocks.append(
            _activity(
                facts,
                "Counting",
                purpose="Learn whether the page helps, against a control group, and that nobody is worn out.",
                data=[
                    f"at most {said.few(len(facts.counting.counters), 'counter')}, each 0 or 1; day, site, an id of "
                    "the report alone. ",
                    Link("The counters", "counters"),
                    ".",
                ],
                basis=(*CONSENT, " A report is personal data until it has been added to the totals."),
                recipients=f"{given.at('counting.operator')}, {given.at('counting.where')}. A report is {SIZE} bytes, "
                "whatever it says, sent once a day at most, without cookies or referrer.",
                kept="A report is not kept: it is added to the totals. Its random id, to recognise a retry, "
                f"{IDS_KEPT} days. Totals until their day is released, then deleted. Released totals: "
                f"{given.at('counting.released')}.",
            )
        )
    else:
        blocks.append(Paragraph(f"Nothing is counted, and nothing leaves the device: {facts.counting.why_not}."))
    blocks += [
        Heading("Others who take part"),
        Table(
            "Others who take part",
            ("Part", "Who", "What they see"),
            (
                (
                    "Serving the page",
                    (given.at("hosting.by") or "", ", ", given.at("hosting.where") or ""),
                    "requests for files, as for any page: address, time, browser. No answer, no signal",
                ),
                *(
                    (("Account values", given.at("account") or "", "gives values to the page; gets none"),)
                    if facts.account
                    else ()
                ),
                *(
                    (
                        (
                            "Consent banner",
                            ", ".join(dict.fromkeys(g.source for g in facts.grants)),
                            "is listened to; gets nothing",
                        ),
                    )
                    if facts.grants
                    else ()
                ),
            ),
        ),
        Heading("Technical and organisational measures"),
        Bullets(measures(facts)),
        Heading("Rights"),
        Bullets(rights()),
        Heading("Terms"),
        Paragraph(
            (
                "This record in terms of the Data Privacy Vocabulary: ",
                *joined([_term(t) for t in (MEASURE_TERMS["ropa"], MEASURE_TERMS["controller"], *PROCESSING_TERMS)]),
                ".",
            )
        ),
    ]
    return Paper("record-of-processing", "Record of processing", "en", tuple(blocks))


CONTROLLER = (
    "The site is the controller although the data stay on the visitor’s device: it decides, by the persona file, "
    "which values are asked for, what they are used for and how long they are kept. Answers are treated as personal "
    "data throughout."
)
OUTCOMES = "what happened to blocks"
CONSENT: tuple[Piece, ...] = (
    "Consent (",
    Link(BASIS_TERMS["consent"], iri(BASIS_TERMS["consent"])),
    "): off until the visitor switches it on, withdrawn in one step.",
)


def _activity(
    facts: Facts, name: str, *, purpose: str, data: list[Piece], basis: Line, recipients: str, kept: str
) -> Table:
    subjects = list(dict.fromkeys(datum.subject for datum in facts.data)) or ["visitor"]
    separate = all(isinstance(piece, Code) or piece == OUTCOMES for piece in data)
    return Table(
        name,
        ("What", "Said"),
        (
            ("Purpose", purpose),
            ("Whose data", joined([Code(subject) for subject in subjects])),
            ("Data", (joined(data) if separate else tuple(data)) or "none"),
            ("Legal basis", basis),
            ("Recipients", recipients),
            ("Kept", kept),
        ),
    )


def _basis(facts: Facts) -> Line:
    """Derived where it asks first; a person's word where it does not."""
    asks = [name for name in ("campaign", "answer", "usage", "account") if facts.switches[name] == "ask"]
    parts: list[Piece] = []
    if facts.unasked:
        parts += [
            f"For {said.listed(facts.unasked)}, on from the start: {facts.answers.at('legal_basis.personalise')} "
        ]
    if asks:
        parts += [f"For {said.listed(asks)}: ", *CONSENT, " "]
    if facts.sensitive and facts.adults:
        term = BASIS_TERMS["explicit"]
        names = said.listed(datum.id for datum in facts.sensitive)
        parts += [f"For {names}: explicit consent, by an opt-in of its own (", Link(term, iri(term)), ")."]
    return tuple(parts) or "Nothing comes from any source."


def _until_visit(facts: Facts) -> str:
    return (
        "Until the visit ends: when the tab closes, or after 30 idle minutes. "
        + "; ".join(f"{datum.id}: {kept(datum)}" for datum in facts.data if datum.special)
    ).strip()


def measures(facts: Facts) -> tuple[Line, ...]:
    """What protects the data, with its term."""
    found: list[Line] = [
        ("Decided on the device, in the browser (", _term(MEASURE_TERMS["local"]), "). No profile on a server."),
        ("Switches for each source, and for remembering and counting (", _term(MEASURE_TERMS["consent"]), ")."),
        ("One button deletes everything; what runs out is deleted (", _term(MEASURE_TERMS["erase"]), ")."),
    ]
    if facts.switches["remember"] != "off" or facts.counting.counters:
        found.append(("What is remembered is sealed on the device (", _term(MEASURE_TERMS["sealed"]), ")."))
    if facts.counting.counters:
        found.append(("Reports travel by HTTPS, all of one size (", _term(MEASURE_TERMS["https"]), ")."))
        found.append((f"{facts.counting.mode.noise} (", _term(MEASURE_TERMS["noise"]), ")"))
    found.append(
        "What runs can be compared with what was reviewed: builds are reproducible and can be signed, and "
        "edgepersona verify checks the live site."
    )
    return tuple(found)


def rights() -> tuple[Line, ...]:
    """How each right is exercised; all of it without writing to anybody, because the data are on the device."""
    where = "in the panel “Your data”"
    how = {
        "informed": ("To be informed", f"before any switch is touched, {where} and on the trust page"),
        "access": ("Access", f"every item held and every byte sent is listed {where}"),
        "rectification": ("Rectification", "by answering again"),
        "erasure": ("Erasure", f"item by item or all at once, {where}"),
        "portability": ("Portability", f"a file to download, {where}"),
        "objection": ("Objection", f"the switches {where}; Global Privacy Control is heeded for counting"),
        "withdrawal": ("Withdrawing consent", f"one step from every state, {where}"),
    }
    return tuple((f"{name} (", _term(RIGHT_TERMS[right]), f"): {way}.") for right, (name, way) in how.items())


def _term(name: str) -> Link:
    return Link(name, iri(name))
