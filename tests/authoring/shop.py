"""A small persona file that uses every key of the format and is clean under every check, and ways to change it."""

from __future__ import annotations

from edgepersona.authoring import compile as compiling
from edgepersona.authoring import source
from edgepersona.authoring.checks import run
from edgepersona.authoring.compile import Checked
from edgepersona.authoring.errors import PersonaFileError

SHOP = """\
persona: 1
site: flower-shop
audience: adults
languages: [en, de]
signals:
  topic:
    tier: campaign
    keep: visit
    purpose: Fit the page to the advert
    label: {en: your topic, de: Ihr Thema}
    values:
      roses: {en: Roses, de: Rosen}
      herbs: {en: Herbs, de: Kräuter}
  garden:
    tier: answer
    keep: 30d
    purpose: Fit the offer to your garden
    label: {en: your garden, de: Ihr Garten}
    values:
      balcony: {en: a balcony, de: ein Balkon}
      1-5: {en: one to five beds, de: ein bis fünf Beete}
      51+: {en: a park, de: ein Park}
  reading:
    tier: usage
    keep: 7d
    purpose: Notice what you read
    label: {en: what you read here, de: was Sie hier lasen}
    counts: {event: guide_read, within: 2d}
    bins: {none: 0, some: 1, many: 3}
  ticket:
    tier: account
    keep: visit
    purpose: Help first
    label: {en: your request, de: Ihre Anfrage}
    values: {open: {en: open, de: offen}, closed: {en: closed, de: erledigt}}
  hayfever:
    tier: sensitive
    optin: true
    special: true
    keep: visit
    purpose: Leave out what makes you sneeze
    label: {en: your hay fever, de: Ihr Heuschnupfen}
    values: {yes: {en: you have it, de: Sie haben ihn}}
questions:
  garden:
    signal: garden
    ask: {en: How big is your garden?, de: Wie groß ist Ihr Garten?}
    why: {en: So the offer fits., de: Damit das Angebot passt.}
    after: value
campaigns:
  roses: {match: {utm_campaign: [roses, rose-week]}, sets: {topic: roses}, from: 2026-03-01, until: 2027-03-31}
stages:
  - {id: trouble, when: {ticket: [open]}}
  - {id: keen, when: {any: [{reading: [many]}, {all: [{topic: [roses]}, {not: {garden: [balcony]}}]}]}}
  - {id: new, when: {}}
segments:
  - {id: parks, when: {garden: [51+]}}
  - {id: others, when: {}}
slots:
  hero: {kind: inline, default: hero-all}
  notice: {kind: interrupt}
blocks:
  hero-all:
    slot: hero
    class: content
    text:
      en: {title: Flowers, body: Fresh every day., cta: {label: Shop, href: /shop}}
      de: {title: Blumen, body: Jeden Tag frisch., cta: {label: Laden, href: /shop}}
  hero-roses:
    slot: hero
    class: content
    goal: order
    when: {topic: [roses]}
    stages: [keen, new]
    from: 2026-03-01
    until: 2027-03-31
    campaign: roses
    relevance: {topic: {roses: 2}, garden: {51+: 1.5}, hayfever: {yes: -3}}
    value: 1.2
    because: {en: "You came for {topic}.", de: "Sie kamen wegen {topic}."}
    text:
      en: {title: Roses, points: [Thirty sorts, Own roots], cta: {label: See, href: "#roses"}}
      de: {title: Rosen, points: [Dreißig Sorten, Wurzelecht], cta: {label: Ansehen, href: "#roses"}}
  offer:
    slot: notice
    class: promotion
    goal: order
    relevance: {topic: {roses: 1.5, herbs: 1.25}}
    text: {en: {title: A free pot}, de: {title: Ein Topf gratis}}
  help:
    slot: notice
    class: service
    goal: solved
    when: {ticket: [open]}
    relevance: {ticket: {open: 5}}
    text: {en: {title: We are on it}, de: {title: Wir sind dran}}
  ask-garden:
    slot: notice
    class: question
    question: garden
    goal: order
    relevance: {topic: {roses: 1.5}}
    text: {en: {title: One question}, de: {title: Eine Frage}}
silence:
  utility: {inline: 0, interrupt: 1}
  fatigue:
    half_life: 5d
    stop: 0.6
    weights: {shown: 0.1, ignored: 0.25, friction: 0.25, dismissed: 0.75, not_helpful: 1.5, complained: 3, clicked: -0.75, converted: -1.5}
    pressure: {reading: {many: 0.5}}
  caps:
    - {class: promotion, outcome: shown, at_most: 2, within: 1d}
    - {block: offer, outcome: dismissed, at_most: 1, within: 7d, pause: 7d}
    - {slot: notice, outcome: shown, at_most: 9, within: 7d}
  interrupts: {per_page: 1, gap: 30s, questions_per_visit: 2, wait_while: [typing, media, checkout]}
  service_first:
    - {when: {ticket: [open]}, pauses: [promotion, question]}
consent: {personalise: {answer: on, campaign: on, account: on, usage: ask}, remember: ask, measure: ask,
  outside: {banner: {measure: {needs: [analytics], quote: {en: Count visits}}}}}
experiment: {control: 0.1, caps_only: 0.05}
measure: {mode: central, conversions: [order], guardrails: [dismissed, opted_out, returned]}
learning: {explore: off}
checks: {ignore: []}
"""


def changed(*changes: tuple[str, str]) -> str:
    """SHOP after replacing texts; each must be there exactly once."""
    text = SHOP
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


def checked(text: str) -> Checked:
    """A text, checked and compiled."""
    return compiling.check(source.parse(text.encode(), "persona.yaml"))


def mistakes(text: str | bytes) -> list[str]:
    """What is said about a text, a line for each mistake."""
    data = text if isinstance(text, bytes) else text.encode()
    try:
        compiling.check(source.parse(data, "persona.yaml"))
    except PersonaFileError as error:
        return list(error.lines())
    return []


def found(text: str, check: str) -> list[str]:
    """What one named check finds in a text: `line:column: message`."""
    return [f"{f.line}:{f.column}: {f.message}" for f in run(checked(text)) if f.check == check]


def place(text: str, part: str) -> str:
    """`line:column` of the first place where a part of a text begins."""
    before = text[: text.index(part)]
    return f"{before.count(chr(10)) + 1}:{len(before) - (before.rfind(chr(10)) + 1) + 1}"
