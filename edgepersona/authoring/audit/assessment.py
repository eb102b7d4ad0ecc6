"""A draft of the data protection impact assessment (GDPR Article 35): what follows from the file is written, what needs
judgement is left to a person, visibly."""

from __future__ import annotations

from collections.abc import Iterator

from . import said
from .facts import Facts
from .page import Block, Bullets, Code, Heading, Line, Link, Paper, Paragraph, Table, Todo, joined
from .record import CONTROLLER, measures, rights
from .taxonomy import MEASURE_TERMS, iri


def paper(facts: Facts) -> Paper:
    """The draft."""
    given, bundle = facts.answers, facts.bundle
    term = MEASURE_TERMS["dpia"]
    blocks: list[Block] = [
        Paragraph(
            (
                "A draft (",
                Link(term, iri(term)),
                f") for {given.at('controller.name')}, about ",
                Code(bundle.site),
                ", file ",
                Code(facts.digest),
                ". What stands here follows from that file. Where judgement is needed, it says so.",
            )
        ),
        Heading("1. What is planned"),
        Paragraph(CONTROLLER),
        Bullets(tuple(_planned(facts))),
        Paragraph(
            (
                "The ",
                Link("data catalogue", "catalogue"),
                " lists every value, the ",
                Link("record of processing", "record-of-processing"),
                " every activity, the ",
                Link("counters", "counters"),
                " everything that may leave.",
            )
        ),
        Heading("2. Is an assessment required?"),
        Bullets(tuple(_triggers(facts))),
        *_judged(
            facts,
            "scale",
            "Say how many visitors this concerns, and whether with the points above an assessment is required "
            "(Article 35(3), the lists of your authority).",
        ),
        Heading("3. Necessity and proportion"),
        Bullets(tuple(_proportion(facts))),
        *_judged(
            facts,
            "necessity",
            "Say why each signal is necessary for its purpose, and what the page would lose without it.",
        ),
        *_judged(
            facts,
            "alternatives",
            "Say which milder ways were considered, such as one page for all, and why they do not do.",
        ),
        Heading("4. Rights of visitors"),
        Bullets(rights()),
        Heading("5. Risks, and what is done about them"),
    ]
    for key, title, risk, done in _risks(facts):
        blocks += [
            Heading(title, 3),
            Paragraph(risk),
            Paragraph(f"Done about it: {done}"),
            *_judged(
                facts, f"risks.{key}", "Say how likely and how severe this remains for visitors of this site, and why."
            ),
        ]
    blocks += [
        Heading("6. Measures"),
        Bullets(measures(facts)),
        Heading("7. Opinions and decision"),
        Table(
            "Who was asked",
            ("Role", "Who"),
            (
                ("Controller", given.at("controller.name") or ""),
                ("Data protection officer", given.at("data_protection_officer") or ""),
                ("Answers for the file", given.at("owner") or ""),
            ),
        ),
        *_judged(
            facts,
            "consultation",
            "Write down the data protection officer’s advice, and visitors’ views or why they were not sought "
            "(Article 35(2) and (9)).",
        ),
        *_judged(
            facts,
            "residual",
            "Say whether a high risk remains, and so whether the authority has to be consulted first (Article 36).",
        ),
        *_judged(
            facts,
            "decision",
            "Decide: go ahead, change, or not. Name, date, signature, and when this is looked at again.",
        ),
    ]
    return Paper("impact-assessment", "Impact assessment (draft)", "en", tuple(blocks))


def open_points(facts: Facts) -> tuple[str, ...]:
    """The keys of what the draft leaves to a person."""
    return tuple(block.key for block in paper(facts).blocks if isinstance(block, Todo))


def _judged(facts: Facts, key: str, ask: str) -> list[Block]:
    word = facts.answers.at(f"dpia.{key}")
    return [Todo(ask, f"dpia.{key}")] if word is None else [Paragraph(word)]


def _planned(facts: Facts) -> Iterator[Line]:
    bundle = facts.bundle
    yield (
        f"A page with {said.few(len(bundle.slots), 'place')} chooses among {said.few(len(bundle.blocks), 'block')}, "
        "by rules, on the visitor’s device."
    )
    yield ("It may use ", *(joined([Code(datum.id) for datum in facts.data]) or ("no signal",)), ".")
    if bundle.stages or bundle.segments:
        yield (
            f"It tells {said.few(len(bundle.stages), 'stage')} of the journey and "
            f"{said.few(len(bundle.segments), 'segment')} apart: "
            + said.listed([*(stage.id for stage in bundle.stages), *(segment.id for segment in bundle.segments)])
            + "."
        )
    yield (
        "It keeps what happened to blocks, to know when to stay silent: "
        f"{said.span(facts.retention) if facts.switches['remember'] != 'off' else said.A_VISIT} at most."
    )
    if facts.counting.counters:
        yield (
            f"It counts, with consent, in mode {facts.counting.mode.name}: "
            f"{said.few(len(facts.counting.counters), 'counter')}."
        )
    else:
        yield f"Nothing leaves the device: {facts.counting.why_not}."
    yield f"Audience: {bundle.audience}. Languages: {', '.join(bundle.languages)}."


def _triggers(facts: Facts) -> Iterator[Line]:
    behaviour = (
        [d.id for d in facts.data if any(o.source == "usage" for o in d.origins)]
        if facts.switches["usage"] != "off"
        else []
    )
    if behaviour or facts.bundle.segments:
        yield (
            "Evaluation of personal aspects (profiling, Article 4(4)): yes, on the device"
            + (f", from behaviour ({said.listed(behaviour)})" if behaviour else "")
            + ". It decides what a page shows; nothing with legal or similar effect (Article 22) can be expressed: no "
            "price, access or contract follows from it as long as check reports no personal-price."
        )
    else:
        yield "Evaluation of personal aspects: no signal counts behaviour, and there are no segments."
    special, sensitive = (
        [d.id for d in facts.data if d.special],
        [d.id for d in facts.data if d.sensitive and not d.special],
    )
    yield (
        f"Special categories (Article 9): {said.listed(special)}, by explicit consent, never stored or counted."
        if special
        else "Special categories (Article 9): the file declares none."
    )
    yield (
        f"Other sensitive signals: {said.listed(sensitive)}, by an opt-in of their own."
        if sensitive
        else "Other sensitive signals: none."
    )
    yield (
        "Vulnerable people: the audience is adults."
        if facts.adults
        else f"Vulnerable people: the audience is {facts.bundle.audience}. {facts.answers.at('children')}"
    )
    yield "Data from third parties, or combined from several controllers: none, it cannot be expressed."
    yield "New technology: decisions on the visitor’s own device instead of a server."


def _proportion(facts: Facts) -> Iterator[Line]:
    unused = [datum.id for datum in facts.data if not datum.uses or not datum.origins]
    if unused:
        yield f"Collected or listed without use: {said.listed(unused)}. Remove, or say why below."
    else:
        yield "Every signal listed has a source, and is used by some rule or block."
    yield "Addresses are matched with campaigns and forgotten at once; campaign ids are kept, for the visit."
    yield "Counts are cut into bins; the number itself decides nothing."
    yield f"The longest anything may be kept is 180 days; the longest here is {_longest(facts)}."
    yield "A person who says nothing is not remembered and not counted."


def _longest(facts: Facts) -> str:
    spans = [max(origin.kept, origin.needed) for datum in facts.data for origin in datum.origins]
    return said.span(max([*spans, facts.retention if facts.switches["remember"] != "off" else 0]))


def _risks(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    """(key, title, the risk, what is done), those that the file gives rise to."""
    silence = facts.bundle.silence
    yield (
        "shared_device",
        "Somebody else uses the device",
        "What was answered could be seen in the page or the panel by another person.",
        "limits on how long anything is kept, one button that deletes everything, nothing beyond the visit without a "
        "yes.",
    )
    yield (
        "scripts",
        "Other scripts of the page",
        "Tag managers and session replay share the page’s document and can read what it shows.",
        "in a production build answers stand in no attribute or event, personalised text is marked for replay tools "
        "to mask, and the page’s policy can be strict. This does not stop a script that means harm.",
    )
    yield (
        "inference",
        "Conclusions from what is shown or requested",
        "A click on a block that only some visitors see tells the server what they answered.",
        "the requests are the same whatever was answered until the visitor clicks; check names links that only one "
        "answer can see.",
    )
    yield (
        "pressure",
        "Being worn out or steered",
        "Promotions, questions and interruptions can press, all the more on those who respond.",
        f"caps: {len(silence.caps)}; at most {said.times(silence.per_page)} a page view; silence from fatigue "
        f"{said.number(silence.fatigue.stop)} on; rules that put service first: {len(silence.service_first)}; a reason "
        "for every silence.",
    )
    if facts.sensitive:
        yield (
            "sensitive",
            "Sensitive signals",
            f"{said.listed(d.id for d in facts.sensitive)} could harm if known, and a block shown because of one "
            "tells it to whoever looks on.",
            "an opt-in for each, used only while it stands; special ones never stored, counted or in a table of "
            "first views.",
        )
    if facts.counting.counters:
        telling = [d.id for d in facts.sensitive if d.counted]
        yield (
            "counting",
            "Counting",
            f"Trusted is {facts.counting.mode.trusted}."
            + (f" Some counters may tell something about {said.listed(telling)}." if telling else ""),
            f"{facts.counting.mode.bound}; {facts.counting.mode.noise}",
        )
    if not facts.adults:
        yield (
            "children",
            "Children",
            "Children understand less of what is asked, and are pressed more easily.",
            "no usage signals, no counting, no learning, no sensitive signals, no promotion that interrupts.",
        )
