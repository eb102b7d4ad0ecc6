"""A small site for tests of the first paint: a file with dates, campaigns and questions, its page, its build."""

from __future__ import annotations

from pathlib import Path

from edgepersona.authoring.compile import Checked, load
from edgepersona.authoring.inject import WORKER_POLICY, Injected, inject
from edgepersona.authoring.site_build import build

from .serving import SDK

PERSONA = """\
persona: 1
site: bike-shop
audience: adults
languages: [en, de]
signals:
  need: {tier: campaign, keep: visit, purpose: Fit the advert, label: {en: your need, de: Ihr Bedarf},
         values: {repair: {en: a repair, de: eine Reparatur}, bike: {en: a bike, de: ein Rad}}}
  club: {tier: campaign, keep: visit, purpose: Greet members, label: {en: your club, de: Ihr Verein},
         values: {riders: {en: the Riders, de: die Radler}}}
  riding: {tier: answer, keep: 30d, purpose: Fit the service, label: {en: how you ride, de: wie Sie fahren},
           values: {work: {en: to work, de: zur Arbeit}, tours: {en: on tours, de: auf Touren}}}
  wheels: {tier: answer, keep: 10d, purpose: Fit the parts, label: {en: your wheels, de: Ihre Räder},
           values: {small: {en: small ones, de: kleine}, large: {en: large ones, de: große}}}
  order: {tier: account, keep: visit, purpose: Help first, label: {en: your order, de: Ihre Bestellung},
          values: {late: {en: late, de: verspätet}}}
questions:
  riding: {signal: riding, ask: {en: "How do you ride?", de: "Wie fahren Sie?"}, why: {en: To fit., de: Damit es passt.}, after: value}
  wheels: {signal: wheels, ask: {en: "Which wheels?", de: "Welche Räder?"}, why: {en: To fit., de: Damit es passt.}, after: value}
campaigns:
  repair: {match: {utm_campaign: [repair-week, "repair & more"]}, sets: {need: repair}, until: 2026-12-31}
  bikes: {match: {utm_campaign: [spring-bikes]}, sets: {need: bike}}
  riders: {match: {club: [riders]}, sets: {club: riders}, from: 2026-03-01, until: 2099-12-31}
stages: [{id: looking, when: {}}]
segments: [{id: everybody, when: {}}]
slots:
  hero: {kind: inline, default: hero-default}
  ask: {kind: inline, default: ask-default}
  parts: {kind: inline, default: parts-default}
  notice: {kind: interrupt}
blocks:
  hero-default: {slot: hero, class: content, text: {en: {title: The corner shop, body: Coffee and tea.}, de: {title: Der Laden an der Ecke, body: Kaffee und Tee.}}}
  hero-repair: {slot: hero, class: content, goal: booking, relevance: {need: {repair: 2}},
    because: {en: "You came for {need}.", de: "Sie kamen für {need}."},
    text: {en: {title: Fixed by tomorrow, body: Bring it in., points: [Brakes, Chain], cta: {label: Book it, href: "#book"}}, de: {title: Morgen fertig, body: Bringen Sie es.}}}
  hero-bike: {slot: hero, class: content, goal: booking, until: 2027-06-30, relevance: {need: {bike: 2}},
    text: {en: {title: A bike for you, body: Try one.}, de: {title: Ein Rad für Sie, body: Probieren Sie eins.}}}
  hero-riders: {slot: hero, class: content, goal: booking, relevance: {club: {riders: 3}},
    text: {en: {title: "Riders, welcome <b>back</b>", body: Members pay less.}, de: {title: Willkommen, body: Mitglieder zahlen weniger.}}}
  ask-default: {slot: ask, class: content, text: {en: {title: Nothing to ask}, de: {title: Nichts zu fragen}}}
  ask-riding: {slot: ask, class: question, question: riding, goal: booking, relevance: {need: {repair: 2, bike: 2}}, text: {en: {title: One question}, de: {title: Eine Frage}}}
  ask-wheels: {slot: ask, class: question, question: wheels, goal: booking, relevance: {riding: {work: 1, tours: 1}}, text: {en: {title: Another}, de: {title: Noch eine}}}
  parts-default: {slot: parts, class: content, text: {en: {title: All parts, body: Everything in stock.}, de: {title: Alle Teile, body: Alles da.}}}
  parts-work: {slot: parts, class: content, goal: booking, relevance: {riding: {work: 2}}, text: {en: {title: Parts for work, body: Lights and locks.}, de: {title: Teile für den Weg, body: Licht und Schloss.}}}
  parts-small: {slot: parts, class: content, goal: booking, relevance: {wheels: {small: 3}}, text: {en: {title: Small wheels, body: Sixteen inches.}, de: {title: Kleine Räder, body: Sechzehn Zoll.}}}
  offer: {slot: notice, class: promotion, goal: booking, relevance: {riding: {tours: 3}}, text: {en: {title: Free check-up}, de: {title: Gratis-Durchsicht}}}
silence:
  utility: {inline: 0, interrupt: 1}
  fatigue: {half_life: 5d, stop: 0.6}
  caps: [{class: promotion, outcome: shown, at_most: 2, within: 1d}]
  interrupts: {per_page: 1, gap: 30s, questions_per_visit: 2, wait_while: [typing, media, checkout]}
  service_first: [{when: {order: [late]}, pauses: [promotion, question]}]
consent: {personalise: {answer: on, campaign: on, account: on, usage: ask}, remember: ask, measure: ask}
experiment: {control: 0.5}
measure: {mode: central, conversions: [booking], guardrails: [dismissed]}
"""

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>Corner shop</title>
</head>
<body>
<main>
<ep-slot name="hero" data-ep-heading="h1"><h1>The corner shop</h1><p>Coffee and tea.</p></ep-slot>
<ep-slot name="ask"><h3>Nothing to ask</h3></ep-slot>
<ep-slot name="parts"><h3>All parts</h3><p>Everything in stock.</p></ep-slot>
<ep-slot name="notice"></ep-slot>
</main>
<button data-ep-open="panel">Your data</button>
</body>
</html>
"""
ADVERT = "/?utm_campaign=repair-week"


def checked(folder: Path, *changes: tuple[str, str]) -> Checked:
    """The file, compiled; with changes: pairs of what stands there and what shall."""
    file, text = folder / "persona.yaml", PERSONA
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return load(file)


def built(folder: Path, *changes: tuple[str, str], **options: str | int) -> tuple[Path, Injected]:
    """The build, and the page with its first paint; `page` may be another one."""
    page, expose = str(options.pop("page", PAGE)), str(options.setdefault("expose", "ids"))
    file = checked(folder, *changes)
    build(file, folder / "ep", sdk_dir=SDK, deadline=300_000, **options)  # type: ignore[arg-type]
    script = (folder / "ep" / "first.js").read_text(encoding="utf-8")
    return folder / "ep", inject(file, page, "page.html", script=script, expose=expose)


__all__ = ["ADVERT", "PAGE", "PERSONA", "WORKER_POLICY", "built", "checked"]
