"""Every mistake a persona file can hold: said once, at its place, with what is allowed and the nearest name."""

from __future__ import annotations

import pytest

from .shop import SHOP, changed, mistakes, place

# (old, new, where the message points: the text that begins there, the message from its start)
GRAMMAR = [
    ("site: flower-shop", "site: Flower Shop", "Flower Shop", "expected a short name: small letters, digits and -"),
    (
        "site: flower-shop",
        "site:",
        "site:\n",
        "expected a short name: small letters, digits and -, 40 at most, found nothing",
    ),
    (
        "audience: adults",
        "audience: adult",
        "adult\n",
        "expected one of adults, children, mixed, found “adult”; did you mean “adults”?",
    ),
    ("audience: adults", "audiense: adults", "audiense", "unknown key “audiense”; allowed here: audience, blocks, "),
    ("languages: [en, de]", "languages: []", "[]", "expected at least 1 of the items that go here, found 0"),
    ("languages: [en, de]", "languages: [en, de, en]", "en]", "“en” stands twice in this list"),
    ("languages: [en, de]", "languages: [en, de, EN]", "EN]", "“EN” stands twice in this list"),
    (
        "languages: [en, de]",
        "languages: [en, de, deutsch_at]",
        "deutsch_at",
        "expected a language tag (BCP 47) such as en or",
    ),
    ("languages: [en, de]", "languages: en", "en\nsignals", "expected a list, found “en”"),
    (
        "tier: usage",
        "tier: usages",
        "usages",
        "expected one of account, answer, campaign, sensitive, usage, found “usages”; did you",
    ),
    (
        "keep: 30d",
        "keep: 30 days",
        "30 days",
        "expected a duration such as 30s, 10m, 2h or 30d, or visit, found “30 days”",
    ),
    ("keep: 30d", "keep: 181d", "181d", "expected at most 180d, found “181d”"),
    ("keep: 30d", "keep: 0d", "0d", "expected a duration such as"),
    ("within: 2d", "within: 200d", "200d", "expected at most 180d"),
    ("    purpose: Help first\n", "", "ticket:\n", "expected the key “purpose”: text of 1 to 1000 characters"),
    ("purpose: Help first", 'purpose: ""', '""', "expected text of 1 to 1000 characters, found “”"),
    (
        "label: {en: your garden, de: Ihr Garten}",
        "label: Garden",
        "Garden\n",
        "expected a map of keys and values, found “Garden”",
    ),
    ("optin: true", "optin: yes", "yes\n", "expected true or false, found “yes”"),
    ("optin: true", 'optin: "true"', '"true"', "expected true or false, found “true”"),
    ("many: 3}", "many: 3.5}", "3.5", "expected a whole number from 0 to 1000000, found “3.5”"),
    ("many: 3}", "many: -1}", "-1}", "expected a whole number from 0 to 1000000, found “-1”"),
    ("after: value", "after: visit", "visit\ncampaigns", "expected value, found “visit”"),
    (
        "from: 2026-03-01, until",
        "from: 1st of March, until",
        "1st",
        "expected a date such as 2027-03-31, found “1st of March”",
    ),
    (
        "from: 2026-03-01, until",
        "from: 2026-02-30, until",
        "2026-02-30",
        "expected a day that exists, found “2026-02-30”",
    ),
    ("{id: others, when: {}}", "{id: others}", "{id: others}", "expected the key “when”: a condition"),
    ("{id: others, when: {}}", "{id: any, when: {}}", "any, when", "expected an id: letters, digits and _ . + - only"),
    (
        "when: {topic: [roses]}\n",
        "when: {topic: roses}\n",
        "roses}\n    stages",
        "expected a list of the accepted values of “topic”: write [roses]",
    ),
    (
        "when: {topic: [roses]}\n",
        "when: {topic: [roses, roses]}\n",
        "roses]}\n    stages",
        "“roses” stands twice in this list",
    ),
    (
        "when: {topic: [roses]}\n",
        "when: [topic]\n",
        "[topic]",
        "expected a condition: signal: [values], any: […], all: […] or not: {…}",
    ),
    ("when: {topic: [roses]}\n", "when:\n", "when:\n", "expected a condition"),
    (
        "{any: [{reading: [many]}, {all: [{topic: [roses]}, {not: {garden: [balcony]}}]}]}",
        "{any: {reading: [many]}}",
        "{reading: [many]}}",
        "expected a list of conditions under any",
    ),
    ("kind: interrupt", "kind: popup", "popup", "expected one of inline, interrupt, found “popup”"),
    (
        "class: promotion\n",
        "class: promo\n",
        "promo\n",
        "expected one of content, promotion, question, service, found “promo”; did you mean “promotion”?",
    ),
    (
        "    relevance: {ticket: {open: 5}}",
        "    relevence: {ticket: {open: 5}}",
        "relevence",
        "unknown key “relevence”; allowed here: because, ",
    ),
    ("roses: 2}", "roses: .nan}", ".nan", "expected a number from -1000000 to 1000000, found “.nan”"),
    ("roses: 2}", "roses: -.inf}", "-.inf", "expected a number from -1000000 to 1000000, found “-.inf”"),
    ("51+: 1.5", "51+: 1e999", "1e999", "expected a number from -1000000 to 1000000, found “1e999”"),
    (
        "51+: 1.5",
        '51+: "1.5"',
        '"1.5"',
        "expected a number from -1000000 to 1000000, found “1.5”; write it without quotes",
    ),
    ("value: 1.2", "value: 0", "0\n    because", "expected a number above 0, at most 1000000, found “0”"),
    (
        "points: [Thirty sorts, Own roots]",
        "points: [a, b, c, d, e, f, g, h, i]",
        "[a, b",
        "expected at most 8 items, found 9",
    ),
    (
        "title: A free pot",
        "titel: A free pot",
        "titel",
        "unknown key “titel”; allowed here: body, cta, points, title; did you mean “title”?",
    ),
    (
        "label: Shop, href: /shop",
        "label: Shop, href: 'javascript:alert(1)'",
        "'javascript",
        "expected a link: http(s)://…, mailto:…",
    ),
    ("label: Shop, href: /shop", "label: Shop, href: //evil.example", "//evil", "expected a link: "),
    ("label: Shop, href: /shop", "label: Shop, href: 'data:text/html,x'", "'data:", "expected a link: "),
    (
        "label: Shop, href: /shop",
        "label: Shop, href: '/\\evil'",
        "'/\\evil",
        "a link has no spaces, backslashes or control characters",
    ),
    ("label: Shop, href: /shop", "label: Shop, href: 'https://'", "'https://'", "expected a link: "),
    ("interrupt: 1}", "interrupt: -1}", "-1}", "expected a number from 0 to 1000000, found “-1”"),
    (
        "half_life: 5d",
        "half_life: visit",
        "visit\n    stop",
        "expected a duration such as 30s, 10m, 2h or 30d, found “visit”",
    ),
    ("stop: 0.6", "stop: 1.5", "1.5\n    weights", "expected a number from 0 to 1, found “1.5”"),
    ("many: 0.5", "many: -0.5", "-0.5}", "expected a number from 0 to 1000000, found “-0.5”"),
    ("at_most: 9", "at_most: 0", "0, within", "expected a whole number from 1 to 1000000, found “0”"),
    ("outcome: dismissed", "outcome: dismised", "dismised", "expected one of clicked, complained, converted, "),
    ("gap: 30s", "gap: 30", "30, questions", "expected a duration such as 30s or 10m, or 0s, found “30”"),
    (
        "wait_while: [typing",
        "wait_while: [tipping",
        "tipping",
        "expected one of checkout, media, typing, found “tipping”; did you mean “typing”?",
    ),
    ("remember: ask", "remember: on", "on, measure", "expected ask or off, for consent is not pre-ticked, found “on”"),
    (
        "measure: ask",
        "measure: on",
        "on,\n  outside",
        "expected ask or off, for consent is not pre-ticked, found “on”",
    ),
    (
        "account: on",
        "acount: on",
        "acount",
        "unknown key “acount”; allowed here: account, answer, campaign, usage; did you mean “account”?",
    ),
    ("usage: ask}", "usage: maybe}", "maybe", "expected one of ask, off, on, found “maybe”"),
    ("control: 0.1", "control: 10%", "10%", "expected a number from 0 to 1, found “10%”"),
    (
        "mode: central",
        "mode: centre",
        "centre",
        "expected one of central, local, split, found “centre”; did you mean “central”?",
    ),
    ("explore: off", "explore: on", "on}\nchecks", "expected one of off, thompson, found “on”"),
    ("ignore: []", "ignore: [no-gaol]", "no-gaol", "expected one of "),
    ("checks: {ignore: []}", "checks: null", "checks", "expected a map of keys and values, found nothing"),
]

RULES = [
    (
        "label: {en: your topic, de: Ihr Thema}",
        "label: {en: your topic, dk: Dit emne}",
        "dk: Dit",
        "unknown language “dk”; known here: en, de",
    ),
    ("optin: true", "optin: false", "hayfever:", "expected optin: true, because “hayfever” is sensitive"),
    (
        "    tier: account\n",
        "    tier: account\n    optin: true\n",
        "optin: true\n    keep: visit\n    purpose: Help",
        "optin: true goes with tier: sensitive only",
    ),
    (
        "    counts: {event: guide_read, within: 2d}\n",
        "",
        "reading:\n",
        "expected the key “counts”: a usage signal counts an event",
    ),
    (
        "    bins: {none: 0, some: 1, many: 3}\n",
        "",
        "reading:\n",
        "expected the key “bins” too: counts and bins go together",
    ),
    (
        "event: guide_read",
        "event: dismissed",
        "dismissed, within",
        "counts may not name a block outcome, found “dismissed”",
    ),
    ("some: 1, many: 3", "some: 3, many: 3", "3}\n  ticket", "expected a bound of its own, found that of “some”"),
    (
        "    values: {open: {en: open, de: offen}, closed: {en: closed, de: erledigt}}\n",
        "",
        "ticket:\n",
        "expected the key “values”: every value it can take",
    ),
    (
        "    special: true\n",
        "    special: true\n    counts: {event: sneeze}\n    bins: {a: 1}\n",
        "hayfever:",
        "a sensitive signal's value comes from an answer or the account",
    ),
    (
        "signal: garden",
        "signal: gardn",
        "gardn",
        "unknown signal “gardn”; known here: topic, garden, reading, ticket, hayfever; did you mean “garden”?",
    ),
    (
        "ask: {en: How big is your garden?, de: ",
        "ask: {de: ",
        "ask: {de",
        "expected a text in the fallback language “en”",
    ),
    ("sets: {topic: roses}", "sets: {topik: roses}", "topik", "unknown signal “topik”"),
    (
        "sets: {topic: roses}",
        "sets: {topic: rosen}",
        "rosen}",
        "unknown value of “topic”: “rosen”; known here: roses, herbs; did you mean “roses”?",
    ),
    (
        "sets: {topic: roses}",
        "sets: {hayfever: yes}",
        "hayfever: yes}, from",
        "a campaign cannot set “hayfever”: it is sensitive",
    ),
    (
        "match: {utm_campaign: [roses, rose-week]}, ",
        "",
        "roses: {sets",
        "expected the key “match”: what sets something must match something",
    ),
    (
        "from: 2026-03-01, until: 2027-03-31}",
        "from: 2026-03-01, until: 2026-02-01}",
        "2026-02-01",
        "expected a day from 2026-03-01 on",
    ),
    ("{id: trouble, when", "{id: new, when", "new, when: {}", "the id “new” stands twice in stages"),
    ("{id: others, when", "{id: parks, when", "parks, when: {}", "the id “parks” stands twice in segments"),
    ("{garden: [balcony]}", "{gaarden: [balcony]}", "gaarden", "unknown signal “gaarden”"),
    (
        "{garden: [balcony]}",
        "{garden: [balcon]}",
        "balcon]",
        "unknown value of “garden”: “balcon”; known here: balcony, 1-5, 51+; did you mean “balcony”?",
    ),
    (
        "default: hero-all",
        "default: hero-al",
        "hero-al}",
        "unknown block “hero-al”; known here: hero-all, hero-roses, offer, help, ask-garden; did you mean “hero-all”?",
    ),
    ("default: hero-all", "default: help", "help}", "expected a block of this slot; “help” stands in “notice”"),
    (
        "{kind: interrupt}",
        "{kind: interrupt, default: offer}",
        "offer}\nblocks",
        "an interrupt has no default: it shows a block or nothing",
    ),
    (
        "slot: notice\n    class: promotion",
        "slot: notise\n    class: promotion",
        "notise",
        "unknown slot “notise”; known here: hero, notice; did you mean “notice”?",
    ),
    (
        "stages: [keen, new]",
        "stages: [keen, knew]",
        "knew]",
        "unknown stage “knew”; known here: trouble, keen, new; did you mean “new”?",
    ),
    (
        "campaign: roses\n",
        "campaign: rosen\n",
        "rosen\n",
        "unknown campaign “rosen”; known here: roses; did you mean “roses”?",
    ),
    (
        "question: garden",
        "question: gardens",
        "gardens",
        "unknown question “gardens”; known here: garden; did you mean “garden”?",
    ),
    ("    question: garden\n", "", "ask-garden:", "expected the key “question”: a block of class question names one"),
    (
        "class: service\n",
        "class: service\n    question: garden\n",
        "question: garden\n    goal: solved",
        "only a block of class question asks one",
    ),
    ("relevance: {ticket: {open: 5}}", "relevance: {tickets: {open: 5}}", "tickets", "unknown signal “tickets”"),
    (
        "relevance: {ticket: {open: 5}}",
        "relevance: {ticket: {opened: 5}}",
        "opened: 5",
        "unknown value of “ticket”: “opened”; known here: open, closed; did you mean “open”?",
    ),
    (
        "{reading: {many: 0.5}}",
        "{reading: {lots: 0.5}}",
        "lots: 0.5",
        "unknown value of “reading”: “lots”; known here: none, some, many",
    ),
    (
        "text: {en: {title: A free pot}, de: {title: Ein Topf gratis}}",
        "text: {de: {title: Ein Topf gratis}}",
        "text: {de",
        "expected a text in the fallback language “en”",
    ),
    (
        "text: {en: {title: One question}, de: {title: Eine Frage}}",
        "text: {en: {title: One question}, fr: {title: Une question}}",
        "fr: {title",
        "unknown language “fr”; known here: en, de",
    ),
    (
        "      de: {title: Blumen, body: Jeden Tag frisch., cta: {label: Laden, href: /shop}}\n",
        "",
        "text:\n      en: {title: Flowers",
        "a default block needs a text in every language; missing: de",
    ),
    (
        "    class: content\n    text:",
        "    class: promotion\n    text:",
        "promotion\n    text:",
        "a default block is of class content or service, found “promotion”",
    ),
    (
        "    class: content\n    text:",
        "    class: content\n    from: 2026-01-01\n    text:",
        "from: 2026-01-01",
        "a default block has no from: it is for everyone, always",
    ),
    (
        "    class: content\n    text:",
        "    class: content\n    relevance: {topic: {roses: 1}}\n    text:",
        "relevance: {topic: {roses: 1}}\n    text",
        "a default block has no relevance",
    ),
    (
        'because: {en: "You came for {topic}."',
        'because: {en: "You came for {topik}."',
        '"You came for {topik}',
        "unknown signal in braces: “topik”",
    ),
    (
        'because: {en: "You came for {topic}."',
        'because: {en: "You came for {topic."',
        '"You came for {topic."',
        "braces stand around a signal's id only",
    ),
    (
        "    relevance: {topic: {roses: 1.5, herbs: 1.25}}\n",
        "",
        "offer:\n    slot",
        "a block without relevance needs a because without placeholders",
    ),
    (
        "- {class: promotion, outcome",
        "- {class: promotion, slot: notice, outcome",
        "{class: promotion, slot",
        "expected exactly one of class, block and slot, found class, slot",
    ),
    ("{slot: notice, outcome", "{outcome", "{outcome", "expected exactly one of class, block and slot, found none"),
    ("{block: offer, outcome", "{block: ofer, outcome", "ofer", "unknown block “ofer”"),
    (
        "pauses: [promotion, question]",
        "pauses: [promotion, service]",
        "service]",
        "service is never paused: it is what comes first",
    ),
    (
        "control: 0.1, caps_only: 0.05",
        "control: 0.6, caps_only: 0.5",
        "experiment",
        "expected control and caps_only to be at most 1 together",
    ),
    (
        "guardrails: [dismissed",
        "guardrails: [dismised",
        "dismised",
        "unknown event “dismised”; known here: shown, ignored, dismissed",
    ),
]


@pytest.mark.parametrize(("old", "new", "where", "message"), [*GRAMMAR, *RULES])
def test_a_mistake_is_said_at_its_place(old: str, new: str, where: str, message: str) -> None:
    text = changed((old, new)) if SHOP.count(old) == 1 else SHOP.replace(old, new, 1)
    at = place(text, where)
    said = mistakes(text)
    assert [line for line in said if line.startswith(f"persona.yaml:{at}: {message}")], said
    assert len(said) == 1, said


def test_the_shop_itself_has_no_mistakes() -> None:
    assert mistakes(SHOP) == []


def test_three_mistakes_of_three_kinds_are_three_lines() -> None:
    text = changed(
        ("keep: 30d", "keep: 30 days"), ("default: hero-all", "default: hero-al"), ("stop: 0.6", "stopp: 0.6")
    )
    said = mistakes(text)
    assert [line.split(": ")[0] for line in said] == [
        f"persona.yaml:{place(text, '30 days')}",
        f"persona.yaml:{place(text, 'hero-al}')}",
        f"persona.yaml:{place(text, 'stopp')}",
    ]
    assert said[2].endswith("; did you mean “stop”?")


def test_the_version_is_asked_for_before_anything_else() -> None:
    assert mistakes("site: x\nrubbish: 1\n") == ["persona.yaml:1:1: expected persona: 1, the version of this format"]
    assert mistakes("persona: 2\nrubbish: 1\n")[0].startswith("persona.yaml:1:10: expected persona: 1")
    assert mistakes('persona: "1"\n')[0].startswith("persona.yaml:1:10: expected persona: 1")
    assert mistakes("- persona: 1\n") == ["persona.yaml:1:1: expected a map of keys and values, found a list"]
    assert mistakes("personna: 1\n")[0].endswith("did you mean “persona” for “personna”?")


def test_what_is_missing_is_named() -> None:
    assert mistakes("persona: 1\n") == ["persona.yaml:1:1: expected the keys “site”, “languages”, “slots”, “blocks”"]


def test_many_mistakes_end_with_how_many_more() -> None:
    text = SHOP + "".join(f"extra{n}: 1\n" for n in range(45))
    said = mistakes(text)
    assert len(said) == 21
    assert said[-1] == "persona.yaml: and 25 more like these"


def test_endless_mistakes_stop_the_reading() -> None:
    said = mistakes(SHOP + "".join(f"extra{n}: 1\n" for n in range(30_000)))
    assert said[-1] == "persona.yaml: and 30 more like these"


def test_what_a_file_says_is_made_printable() -> None:
    said = mistakes(changed(("audience: adults", 'audience: "a\u202edults\\e[31m"')))
    assert len(said) == 1
    assert "\u202e" not in said[0]
    assert "\x1b" not in said[0]
