"""Every named check fires where it should, at the right place, and nowhere else."""

from __future__ import annotations

import pytest

from edgepersona.authoring.checks import CHECKS, run
from edgepersona.authoring.checks.sensitive import kind
from edgepersona.authoring.checks.wording import prices, states

from .shop import SHOP, changed, checked, found, place

OFFER = "text: {en: {title: A free pot}, de: {title: Ein Topf gratis}}"
PAUSES = "    - {when: {ticket: [open]}, pauses: [promotion, question]}\n"
LIFTS_OFFER = "relevance: {topic: {roses: 1.5, herbs: 1.25}}"

SLOT_CAP = "{slot: notice, outcome: shown, at_most: 9, within: 7d}"
CORNER = "  notice: {kind: interrupt}\n"
NOTE = "    text: {en: {title: One question}, de: {title: Eine Frage}}\n"
LOUDER = """\
  note:
    slot: notice
    class: content
    goal: order
    relevance: {topic: {roses: 1.6}}
    text: {en: {title: Note}, de: {title: Notiz}}
"""
ASKED_TWICE = (
    "questions:\n",
    "questions:\n  again: {signal: garden, ask: {en: How big?, de: Wie groß?}}\n  other: {signal: topic, ask: {en: What?, de: Was?}}\n",
)
ASK_LOUDER = LOUDER.replace("class: content", "class: question\n    question: QUESTION")
EVERYONE_PAUSED = (PAUSES, "    - {when: {ticket: [open]}, pauses: [promotion, question, content]}\n")
FREE_OFFERS = ("{class: promotion, outcome: shown", "{block: offer, outcome: shown")
HERO = LOUDER.replace("notice", "hero").replace("1.6", "9")
TWO = LOUDER + LOUDER.replace("note:", "tip:").replace("roses", "herbs")
OFFER_IN_HERO = (NOTE, NOTE + HERO.replace("content", "promotion"))
QUESTION_IN_HERO = (NOTE, NOTE + HERO.replace("class: content", "class: question\n    question: other"))
OFFER_IN_CORNER = (NOTE, NOTE + LOUDER.replace("slot: notice", "slot: corner").replace("content", "promotion"))
TWO_SLOTS = (CORNER, CORNER + "  corner: {kind: interrupt}\n")
AT_ONCE = ("per_page: 1, gap: 30s", "per_page: 2, gap: 0s")
REFUSED = (SLOT_CAP, "{block: note, outcome: not_helpful, at_most: 1, within: 7d}")
SNEEZES = (LIFTS_OFFER, "relevance: {topic: {roses: 1.5, herbs: 1.25}, hayfever: {yes: -1}}")
EVERYTHING = (
    "    - {when: {ticket: [open], any: [{topic: [roses]}, {garden: [51+]}, {reading: [many]}, {hayfever: [yes]}]},"
    " pauses: [promotion]}\n"
)

# (check, changes that make it fire, where it points)
FIRES = [
    (
        "too-many-segments",
        [
            (
                "  - {id: parks, when: {garden: [51+]}}\n",
                "".join(f"  - {{id: s{n}, when: {{garden: [51+]}}}}\n" for n in range(10)),
            )
        ],
        "others, when",
    ),
    ("missing-explanation", [(', de: "Sie kamen wegen {topic}."', "")], "because"),
    ("missing-explanation", [("roses: {en: Roses, de: Rosen}", "roses: {en: Roses}")], "because"),
    ("missing-explanation", [("label: {en: your topic, de: Ihr Thema}", "label: {en: your topic}")], OFFER),
    # What was counted is said by its signal's label, whatever texts its bins have.
    (
        "missing-explanation",
        [
            (LIFTS_OFFER, 'relevance: {reading: {many: 3}}\n    because: {en: "{reading}.", de: "{reading}."}'),
            ("label: {en: what you read here, de: was Sie hier lasen}", "label: {en: what you read here}"),
            ("bins: {none: 0, some: 1, many: 3}", "bins: {none: 0, some: 1, many: 3}\n    values: {many: {en: much, de: viel}}"),
        ],
        'because: {en: "{reading}',
    ),
    (
        "sensitive-without-opt-in",
        [("      51+: {en: a park, de: ein Park}\n", "      51+: {en: a cancer ward, de: x}\n")],
        "51+",
    ),
    (
        "sensitive-without-opt-in",
        [("utm_campaign: [roses, rose-week]", "utm_campaign: [diabetes-friendly]")],
        "roses: {match",
    ),
    ("unpausable-promotion", [(PAUSES, "    - {when: {ticket: [open]}, pauses: [question]}\n")], "offer:\n    slot"),
    (
        "unpausable-promotion",
        [(PAUSES, "    - {when: {ticket: [open], not: {ticket: [open]}}, pauses: [promotion]}\n")],
        "offer:\n    slot",
    ),
    (
        "unreachable-block",
        [("from: 2026-03-01\n    until: 2027-03-31", "from: 2027-03-01\n    until: 2026-03-31")],
        "until: 2026-03-31",
    ),
    (
        "unreachable-block",
        [("    until: 2027-03-31\n    campaign", "    campaign"), ("    from: 2026-03-01\n", "    from: 2028-01-01\n")],
        "campaign: roses\n",
    ),
    (
        "unreachable-block",
        [("when: {topic: [roses]}\n", "when: {all: [{topic: [roses]}, {topic: [herbs]}]}\n")],
        "when: {all: [{topic",
    ),
    (
        "unreachable-block",
        [("stages: [keen, new]", "stages: [trouble]"), ("when: {topic: [roses]}\n", "when: {ticket: [closed]}\n")],
        "when: {ticket: [closed]}",
    ),
    ("unreachable-block", [(LIFTS_OFFER, "relevance: {topic: {roses: 1}}")], "relevance: {topic: {roses: 1}}"),
    (
        "unreachable-block",
        [("    relevance: {ticket: {open: 5}}\n", "    because: {en: Always., de: Immer.}\n")],
        "help:\n",
    ),
    ("unreachable-block", [("per_page: 1", "per_page: 0")], "offer:\n    slot"),
    ("unreachable-block", [("questions_per_visit: 2", "questions_per_visit: 0")], "ask-garden:\n"),
    ("unreachable-block", [("audience: adults", "audience: children")], "class: promotion\n"),
    ("no-goal", [("    goal: solved\n", "")], "help:\n"),
    (
        "revealing-link",
        [
            (OFFER, "text: {en: {title: A free pot, cta: {label: Go, href: /park}}}"),
            (LIFTS_OFFER, "relevance: {garden: {51+: 2}}"),
        ],
        "/park",
    ),
    (
        "revealing-link",
        [
            (OFFER, 'text: {en: {title: A free pot, cta: {label: Go, href: "/park#top"}}}'),
            (LIFTS_OFFER, "when: {reading: [many]}\n    relevance: {topic: {roses: 2}}"),
        ],
        '"/park#top"',
    ),
    ("detail-not-given", [("title: A free pot", "title: For your balcony a free pot")], "For your balcony"),
    ("detail-not-given", [("body: Fresh every day.", "body: We know you have a balcony.")], "We know you"),
    (
        "personal-price",
        [(OFFER, "text: {en: {title: A pot for 9 €}}"), (LIFTS_OFFER, "relevance: {garden: {51+: 2}}")],
        "A pot for 9 €",
    ),
    ("backward-weight", [("dismissed: 0.75", "dismissed: -0.75")], "-0.75, not_helpful"),
    (
        "idle-cap",
        [
            ("{slot: notice, outcome", "{class: content, outcome"),
            ("  hero-roses:\n    slot: hero\n    class: content", "  hero-roses:\n    slot: hero\n    class: service"),
        ],
        "{class: content, outcome",
    ),
    (
        "idle-cap",
        [
            (
                "{slot: notice, outcome: shown, at_most: 9, within: 7d}",
                "{class: promotion, outcome: shown, at_most: 9, within: 1h}",
            )
        ],
        "{class: promotion, outcome: shown, at_most: 9",
    ),
    # A week's pause after one refusal covers what a day's does.
    ("idle-cap", [(SLOT_CAP, "{class: promotion, outcome: dismissed, at_most: 1, within: 1d, pause: 1d}")], "{class: promotion, outcome: dismissed"),
    # Its pause is over while the other's window still holds what filled it.
    ("idle-cap", [(SLOT_CAP, "{class: promotion, outcome: shown, at_most: 3, within: 12h, pause: 12h}")], "{class: promotion, outcome: shown, at_most: 3"),
    # The class has the block in it, and is stricter over longer.
    ("idle-cap", [(SLOT_CAP, "{block: offer, outcome: shown, at_most: 3, within: 6h}")], "{block: offer, outcome: shown"),
    ("idle-cap", [(SLOT_CAP, "{class: question, outcome: shown, at_most: 5, within: visit}")], "{class: question"),
    ("idle-cap", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 1, within: 30s}")], "{slot: notice"),
    ("idle-cap", [(SLOT_CAP, "{slot: hero, outcome: ignored, at_most: 1, within: 1d}")], "{slot: hero, outcome"),
    ("idle-cap", [(SLOT_CAP, "{block: help, outcome: converted, at_most: 1, within: 1d}"), ("    goal: solved\n", "")], "{block: help, outcome"),
    ("contradictory-caps", [(SLOT_CAP, "{class: promotion, outcome: shown, at_most: 5, within: 1d}")], "{class: promotion, outcome: shown, at_most: 5"),
    ("contradictory-caps", [(SLOT_CAP, "{block: offer, outcome: dismissed, at_most: 1, within: 7d, pause: 1d}")], "{block: offer, outcome: dismissed, at_most: 1, within: 7d, pause: 1d}"),
    ("contradictory-caps", [(SLOT_CAP, "{block: offer, outcome: dismissed, at_most: 1, within: 7d}")], "{block: offer, outcome: dismissed, at_most: 1, within: 7d}"),
    ("contradictory-caps", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 2, within: 7d, pause: 1d}")], "{slot: notice, outcome"),
    ("always-outranked", [(NOTE, NOTE + LOUDER)], "ask-garden:\n    slot"),
    # Of two slots that share the one interrupt of a page view.
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("slot: notice", "slot: corner")), (CORNER, CORNER + "  corner: {kind: interrupt}\n"), ("{slot: notice, ", "{class: question, ")], "ask-garden:\n    slot"),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("content", "promotion")), FREE_OFFERS], "ask-garden:\n    slot"),
    # A question that asks the same, no later.
    ("always-outranked", [(NOTE, NOTE + ASK_LOUDER.replace("QUESTION", "again")), ASKED_TWICE], "ask-garden:\n    slot"),
    ("always-outranked", [(NOTE, NOTE + HERO), EVERYONE_PAUSED, FREE_OFFERS], "hero-roses:\n    slot"),
    # One of two always comes first, neither alone does.
    ("always-outranked", [(NOTE, NOTE + TWO), ("relevance: {topic: {roses: 1.5}}", "relevance: {topic: {roses: 1.5, herbs: 1.5}}")], "ask-garden:\n    slot"),
    ("many-interruptions", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 99, within: 7d}"), ("shown: 0.1,", "shown: 0.01,")], "fatigue:"),
    ("many-interruptions", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 99, within: 7d}")], "caps_only: 0.05"),
    ("uncapped-service", [(SLOT_CAP, "{block: offer, outcome: shown, at_most: 9, within: 7d}")], "help:\n    slot"),
    ("uncapped-service", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 1, within: visit}")], "help:\n    slot"),
    ("unremembered-interrupt", [SNEEZES], "offer:\n    slot"),
    ("unremembered-interrupt", [("    goal: order\n    relevance: {topic: {roses: 1.5}}", "    goal: order\n    stages: [new]\n    relevance: {topic: {roses: 1.5}}"), ("- {id: new, when: {}}", "- {id: new, when: {not: {hayfever: [yes]}}}")], "ask-garden:\n    slot"),
    ("unremembered-interrupt", [("    question: garden\n", "    question: sneezing\n"), ("questions:\n", "questions:\n  sneezing: {signal: hayfever, ask: {en: Do you sneeze?, de: Niesen Sie?}, why: {en: So you need not., de: Damit Sie nicht müssen.}}\n")], "ask-garden:\n    slot"),
    # Two of one, where both may start at once; one of none, by the visitor's caps or the questions of a visit.
    ("shared-cap", [OFFER_IN_CORNER, TWO_SLOTS, AT_ONCE], "{class: promotion, outcome: shown"),
    ("shared-cap", [OFFER_IN_HERO, REFUSED], "{class: promotion, outcome: shown"),
    ("shared-cap", [OFFER_IN_HERO, (SLOT_CAP, "{slot: hero, outcome: shown, at_most: 2, within: 7d}")], "{class: promotion, outcome: shown"),
    ("shared-cap", [QUESTION_IN_HERO, ASKED_TWICE, REFUSED], "interrupts:"),
    ("service-not-proved", [(PAUSES, EVERYTHING)], "{when: {ticket"),
    ("silenced-nothing", [("ignore: []", "ignore: [no-goal]")], "no-goal"),
    ("silenced-nothing", [("ignore: []", "ignore: [unpausable-promotion]")], "unpausable-promotion"),
]  # fmt: skip

# (check, changes that look like it and are fine)
SILENT = [
    ("too-many-segments", [("  - {id: parks", "".join(f"  - {{id: s{n}, when: {{}}}}\n" for n in range(8)) + "  - {id: parks")]),
    # Without the other language the block is not shown there, so there is nothing to explain.
    ("missing-explanation", [(', de: "Sie kamen wegen {topic}."', ""), ('      de: {title: Rosen, points: [Dreißig Sorten, Wurzelecht], cta: {label: Ansehen, href: "#roses"}}\n', "")]),
    ("missing-explanation", [('because: {en: "You came for {topic}.", de: "Sie kamen wegen {topic}."}', "because: {en: Roses bloom., de: Rosen blühen.}"), ("herbs: {en: Herbs, de: Kräuter}", "herbs: {en: Herbs, de: Kräuter}")]),
    ("sensitive-without-opt-in", [("51+: {en: a park, de: ein Park}", "51+: {en: pipeline health, de: Ausschuss}")]),
    ("sensitive-without-opt-in", [("your hay fever", "your allergy")]),
    ("unpausable-promotion", [(PAUSES, "    - {when: {}, pauses: [promotion]}\n")]),
    ("unreachable-block", [("stages: [keen, new]", "stages: [keen]")]),
    ("unreachable-block", [(LIFTS_OFFER, "relevance: {topic: {roses: 0.6}, garden: {51+: 0.6}}")]),
    # Others reach the same address, a fragment reaches no server, the campaign's own address said it already.
    ("revealing-link", [(OFFER, "text: {en: {title: A free pot, cta: {label: Go, href: /shop}}}"), (LIFTS_OFFER, "relevance: {garden: {51+: 2}}")]),
    ("revealing-link", [(OFFER, 'text: {en: {title: A free pot, cta: {label: Go, href: "#park"}}}'), (LIFTS_OFFER, "relevance: {garden: {51+: 2}}")]),
    ("revealing-link", [(OFFER, "text: {en: {title: A free pot, cta: {label: Go, href: /roses}}}"), (LIFTS_OFFER, "relevance: {topic: {roses: 2}}")]),
    ("revealing-link", [(OFFER, "text: {en: {title: A free pot, cta: {label: Go, href: /big}}}"), (LIFTS_OFFER, "relevance: {garden: {51+: 2, 1-5: 2}}")]),
    ("detail-not-given", [("title: A free pot", "title: For your balcony a free pot"), (LIFTS_OFFER, "relevance: {garden: {balcony: 2}}")]),
    ("detail-not-given", [("title: A free pot", "title: Bring your pot to a balcony")]),
    ("detail-not-given", [("title: A free pot", "title: A balcony and a park in bloom")]),
    ("personal-price", [(OFFER, "text: {en: {title: A pot for 9 €}}")]),
    ("personal-price", [(OFFER, "text: {en: {title: A pot for 9 €}}"), (LIFTS_OFFER, "relevance: {garden: {51+: 2}}"), ("body: Fresh every day.", "body: Pots for 9 €.")]),
    ("personal-price", [(OFFER, "text: {en: {title: 24 hours of roses}}"), (LIFTS_OFFER, "relevance: {garden: {51+: 2}}")]),
    ("backward-weight", [("clicked: -0.75", "clicked: -2")]),
    ("idle-cap", [("{slot: notice, outcome: shown, at_most: 9, within: 7d}", "{class: promotion, outcome: shown, at_most: 9, within: 7d}")]),
    ("idle-cap", [(SLOT_CAP, "{class: promotion, outcome: shown, at_most: 3, within: 12h, pause: 13h}")]),
    # Caps tighten: two a visit may already be one for a tired visitor, before the budget of two is used up.
    ("idle-cap", [(SLOT_CAP, "{class: question, outcome: shown, at_most: 2, within: visit}")]),
    # Some shorter, some longer: each binds at a time of its own; windows of a visit have no length.
    ("idle-cap", [(SLOT_CAP, "{block: offer, outcome: shown, at_most: 1, within: 6h}")]),
    ("idle-cap", [(SLOT_CAP, "{class: promotion, outcome: dismissed, at_most: 2, within: 30d, pause: 30d}")]),
    ("idle-cap", [(SLOT_CAP, "{class: promotion, outcome: shown, at_most: 2, within: visit}")]),
    ("idle-cap", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 1, within: 31s}")]),
    ("idle-cap", [(SLOT_CAP, "{class: question, outcome: shown, at_most: 1, within: visit}")]),
    ("idle-cap", [(SLOT_CAP, "{slot: notice, outcome: ignored, at_most: 1, within: 1d}")]),
    # More refusals, a longer pause: that escalates. So does a limit behind a pause.
    ("contradictory-caps", [(SLOT_CAP, "{block: offer, outcome: dismissed, at_most: 2, within: 7d, pause: 30d}")]),
    ("contradictory-caps", [(SLOT_CAP, "{class: promotion, outcome: shown, at_most: 1, within: 1d, pause: 2d}")]),
    ("contradictory-caps", [(SLOT_CAP, "{slot: notice, outcome: dismissed, at_most: 2, within: 7d, pause: 1d}")]),
    ("contradictory-caps", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 2, within: 1d, pause: 1d}")]),
    ("contradictory-caps", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 11, within: 6m, pause: 60s}")]),
    # The other cannot be explained in one language, asks something else, waits longer, or tires.
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("goal: order", "goal: order\n    because: {en: Note.}"))]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("1.6}", "1.6}, garden: {51+: 1}")), ("51+: {en: a park, de: ein Park}", "51+: {en: a park}")]),
    ("always-outranked", [(NOTE, NOTE + LOUDER), ("relevance: {topic: {roses: 1.5}}", "relevance: {topic: {roses: 1.7}}"), (PAUSES, "    - {when: {ticket: [open]}, pauses: [promotion]}\n")]),
    ("always-outranked", [(NOTE, NOTE + ASK_LOUDER.replace("QUESTION", "other")), ASKED_TWICE]),
    ("always-outranked", [("    question: garden\n    goal", "    question: again\n    goal"), (NOTE, NOTE + ASK_LOUDER.replace("QUESTION", "garden")), ASKED_TWICE]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("content", "promotion")), FREE_OFFERS, (PAUSES, "    - {when: {ticket: [open]}, pauses: [promotion]}\n")]),
    ("always-outranked", [(NOTE, NOTE + HERO.replace("content", "promotion")), EVERYONE_PAUSED, FREE_OFFERS]),
    # The other is capped by itself, later, in one language, after its goal, out of a stage, paused alone, or asks more.
    ("always-outranked", [(NOTE, NOTE + LOUDER), (SLOT_CAP, "{block: note, outcome: dismissed, at_most: 1, within: 7d}")]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("goal: order", "goal: order\n    from: 2027-01-01"))]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace(", de: {title: Notiz}", ""))]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("goal: order", "goal: visit_shop"))]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("goal: order", "goal: order\n    stages: [new]"))]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("1.6", "1.5"))]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("1.6}}", "1.6}, hayfever: {yes: 1}}"))]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("content", "promotion"))]),
    ("always-outranked", [(NOTE, NOTE + LOUDER), ("relevance: {topic: {roses: 1.5}}", "relevance: {topic: {roses: 1.5}, reading: {many: 1}}")]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("slot: notice", "slot: corner")), (CORNER, CORNER + "  corner: {kind: interrupt}\n"), ("{slot: notice, ", "{class: question, "), ("per_page: 1", "per_page: 2")]),
    ("always-outranked", [(NOTE, NOTE + LOUDER.replace("goal: order", "goal: order\n    when: {garden: [51+]}"))]),
    ("many-interruptions", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 9, within: 30d}"), ("shown: 0.1,", "shown: 0.01,")]),
    ("many-interruptions", [(SLOT_CAP, "{slot: notice, outcome: shown, at_most: 99, within: 7d}"), ("caps_only: 0.05", "caps_only: 0")]),
    ("uncapped-service", [(SLOT_CAP, "{block: help, outcome: shown, at_most: 9, within: 1d}")]),
    ("uncapped-service", [(SLOT_CAP, "{class: service, outcome: shown, at_most: 1, within: 1d, pause: 1d}")]),
    ("uncapped-service", [(SLOT_CAP, "{block: offer, outcome: shown, at_most: 9, within: 7d}"), ("    slot: notice\n    class: service", "    slot: hero\n    class: service")]),
    # Service comes first, and an inline block takes no attention; what is not special is stored.
    ("unremembered-interrupt", [("relevance: {ticket: {open: 5}}", "relevance: {ticket: {open: 5}, hayfever: {yes: -1}}")]),
    ("unremembered-interrupt", [SNEEZES, ("  offer:\n    slot: notice", "  offer:\n    slot: hero")]),
    ("unremembered-interrupt", [("    special: true\n", ""), SNEEZES]),
    # Nothing else in the slot; one at a time; refused together; the refusals do not count; a cap of one slot.
    ("shared-cap", [OFFER_IN_CORNER, TWO_SLOTS, AT_ONCE, ("    slot: notice\n    class: question", "    slot: corner\n    class: question"), ("    slot: notice\n    class: service", "    slot: corner\n    class: service")]),
    ("shared-cap", [OFFER_IN_CORNER, TWO_SLOTS, ("per_page: 1", "per_page: 2")]),
    ("shared-cap", [OFFER_IN_CORNER, TWO_SLOTS, ("gap: 30s", "gap: 0s")]),
    ("shared-cap", [OFFER_IN_CORNER, TWO_SLOTS, AT_ONCE, ("{block: offer, outcome: dismissed", "{slot: notice, outcome: dismissed")]),
    ("shared-cap", [OFFER_IN_CORNER, TWO_SLOTS, AT_ONCE, ("{block: offer, outcome: dismissed", "{class: promotion, outcome: dismissed")]),
    ("shared-cap", [OFFER_IN_HERO, (SLOT_CAP, "{class: promotion, outcome: not_helpful, at_most: 1, within: 7d}")]),
    ("shared-cap", [OFFER_IN_HERO, (SLOT_CAP, "{block: note, outcome: shown, at_most: 1, within: 7d}")]),
    ("shared-cap", [OFFER_IN_HERO, REFUSED, ("{class: promotion, outcome: shown", "{slot: notice, outcome: shown")]),
    ("shared-cap", [QUESTION_IN_HERO, ASKED_TWICE, REFUSED, ("questions_per_visit: 2", "questions_per_visit: 0")]),
    ("service-not-proved", [(PAUSES, "    - {when: {any: [{ticket: [open]}, {garden: [51+]}, {reading: [many]}]}, pauses: [promotion, question]}\n")]),
    ("silenced-nothing", [("ignore: []", "ignore: [no-goal]"), ("    goal: solved\n", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("check", "changes", "where"), FIRES)
def test_a_check_fires_where_it_should(check: str, changes: list[tuple[str, str]], where: str) -> None:
    text = changed(*changes)
    at = place(text, where)
    if where == OFFER:
        assert at
    assert at in [":".join(line.split(":")[:2]) for line in found(text, check)]


@pytest.mark.parametrize(("check", "changes"), SILENT)
def test_a_check_is_silent_where_it_should_be(check: str, changes: list[tuple[str, str]]) -> None:
    assert found(changed(*changes), check) == []


def test_of_two_caps_alike_one_is_idle() -> None:
    text = changed((SLOT_CAP, f"{SLOT_CAP}\n    - {SLOT_CAP}"))
    assert [line.partition(": ")[2] for line in found(text, "idle-cap")] == [
        "cap 3 of this list withholds all that this one would, whenever it would"
    ]


def test_the_shop_is_clean() -> None:
    assert [str(finding) for finding in run(checked(SHOP))] == []


def test_every_check_is_tested_both_ways_and_explained() -> None:
    assert {name for name, _, _ in FIRES} | {"service-overridden"} == set(CHECKS)  # which takes a broken engine
    assert {name for name, _ in SILENT} | {"no-goal", "service-overridden"} == set(CHECKS)
    for check in CHECKS.values():
        assert check.summary.endswith("."), check.name
        assert len(check.doc.splitlines()) > 2, check.name


def test_a_silenced_check_is_silent_and_an_unsilenceable_one_is_not() -> None:
    without = ("    goal: solved\n", "")
    assert found(changed(without, ("ignore: []", "ignore: [no-goal]")), "no-goal") == []
    text = changed((PAUSES, "    []\n"), ("ignore: []", "ignore: [unpausable-promotion]"))
    assert len(found(text, "unpausable-promotion")) == 1


def test_a_question_too_large_to_settle_is_not_answered() -> None:
    """Fifteen signals in one condition are more combinations than are tried: no claim is made."""
    many = "".join(
        f"  s{n}:\n    tier: answer\n    keep: visit\n    purpose: x\n    values: {{a: {{}}, b: {{}}, c: {{}}}}\n"
        for n in range(15)
    )
    never = ", ".join(f"{{s{n}: [a]}}, {{not: {{s{n}: [a]}}}}" for n in range(15))
    text = changed(("questions:\n", many + "questions:\n"), ("when: {topic: [roses]}\n", f"when: {{all: [{never}]}}\n"))
    assert found(text, "unreachable-block") == []


@pytest.mark.parametrize(
    ("text", "looks_like"),
    [
        ("health", "health"),
        ("health_condition", "health"),
        ("Gesundheitszustand", "health"),
        ("grossesse", "health"),
        ("embarazo", "health"),
        ("sjukdomar", "health"),
        ("hamilelik", "health"),
        ("religious-beliefs", "beliefs"),
        ("religiöse Überzeugung", "beliefs"),
        ("релігія", "beliefs"),
        ("ethnicity", "ethnicity"),
        ("political_views", "politics"),
        ("sexual-orientation", "sexuality"),
        ("trade union member", "union membership"),
        ("Gewerkschaftsmitglied", "union membership"),
        ("fingerprint", "biometrics"),
        ("pipeline-health", None),
        ("health score", None),
        ("pipeline-hygiene", None),
        ("team_size", None),
        ("credit union", None),
        ("European Union", None),
        ("Churchill", None),
        ("politeness", None),
        ("Essex", None),
        ("disabled", None),
        ("healthcare", None),
    ],
)
def test_what_looks_sensitive(text: str, looks_like: str | None) -> None:
    assert kind(text) == looks_like


@pytest.mark.parametrize("signal", ["industry", "company_sector"])
def test_a_company_may_be_in_health(signal: str) -> None:
    text = SHOP.replace("garden:", f"{signal}:").replace("signal: garden", f"signal: {signal}")
    text = text.replace("question: garden", f"question: {signal}")
    assert (
        found(text.replace("{en: a park, de: ein Park}", "{en: Health, de: Gesundheit}"), "sensitive-without-opt-in")
        == []
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Only €49.90 a month", {"€49.90"}),
        ("ab 1.299,00 € im Jahr", {"1.299,00€"}),
        ("1 490 kr, just now", {"1490kr"}),
        ("USD 20 or 18 EUR", {"usd20", "18eur"}),
        ("20 % off today, 20 % Rabatt", {"20%off", "20%rabatt"}),
        ("Up 20 % since May, 24 hours, 50 kg, v1.2", set()),
    ],
)
def test_what_looks_like_a_price(text: str, wanted: set[str]) -> None:
    assert prices(text) == wanted


@pytest.mark.parametrize(
    ("text", "detail", "said"),
    [
        ("Clean up your Salesforce today", "Salesforce", True),
        ("Because you use Salesforce.", "Salesforce", True),
        ("Ihr Salesforce, aufgeräumt", "Salesforce", True),
        ("A plan for your team of 21–50", "21-50", True),
        ("Works with Salesforce and HubSpot", "Salesforce", False),
        ("Connect your calendar with Salesforce", "Salesforce", False),
        ("Yours truly. Salesforce is popular", "Salesforce", False),
        ("If you need none of it", "none", False),
    ],
)
def test_what_states_a_detail(text: str, detail: str, said: bool) -> None:
    assert states(text, detail) is said
