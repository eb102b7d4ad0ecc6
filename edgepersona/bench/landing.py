"""The page that is measured: a landing page as companies publish them, with one block that fits the visitor's advert.

Rules
1. It is about as heavy as pages are: 700 elements, 56 KB of markup and 45 KB of style before compression. On a page of
   three lines all scripts are there before the first paint.
2. Every contender gets the same HTML, style sheet and texts. What differs is the one thing that is measured: a script
   tag, or what `edgepersona inject` puts in.
3. The block stands in the first view, and its default is in the page: whoever is slow, or blocked, leaves that.
4. Its words are drawn, always the same ones, so that it packs like a text. Nothing comes from elsewhere.
"""

from __future__ import annotations

import json
from html import escape
from random import Random
from typing import Any

SLOT = "hero"
CAMPAIGNS = ("hygiene", "forecast", "handover", "renewals")
ARRIVED = CAMPAIGNS[2]
"""The advert that the visitor came by."""
QUERY = f"?utm_campaign={ARRIVED}"
SECTIONS = 36
RULES = 900
SENTENCE = (
    "Every field that a deal passes through is looked after once, by the person who knows, and stays looked after. "
)
WORDS = """\
account advert agree before block board button buyer call change close company count date deal desk device
during early every field first follow forecast friday ground guess hand help hold hour invoice know late leave
list little manager meeting monday month morning never note number often open order owner page person pipeline
place plan price quarter question quiet reason record reply report review right rule said sales see share
since small stage start step stop story table team tell then thing through time today trial under value visit
wait week while without word work
"""
STYLE = """*{box-sizing:border-box}body{margin:0;font:17px/1.6 system-ui,sans-serif;color:#12242b;background:#fff}
main,header,footer{max-width:64rem;margin:0 auto;padding:1rem 1.5rem}header{display:flex;gap:1.5rem}
h1,[part~=title]{font-size:2.6rem;line-height:1.15;margin:0}h2{font-size:1.7rem;margin:0}
.hero{display:grid;grid-template-columns:3fr 2fr;gap:2rem;min-height:32rem;padding-block:3rem}
.hero svg{width:100%;height:auto}section{padding-block:2.5rem;border-top:1px solid #d5dfdd}
.cards{display:grid;grid-template-columns:repeat(3,1fr);gap:1.5rem}.cards p{margin:.5rem 0 0}
a{color:#0a6565}ep-slot{display:block;min-height:26rem}
"""


def sheet() -> str:
    """The style sheet: what the page needs, and what design systems send along."""
    extra = (
        f".u-{n}{{margin:{n % 9}px {n % 7}px;padding:{n % 5}px;color:#{n * 4099 % 0xFFFFFF:06x}}}\n"
        for n in range(RULES)
    )
    return STYLE + "".join(extra)


def text(name: str) -> dict[str, Any]:
    """The words of a block."""
    return {
        "title": f"Everything about {name}, settled before Monday",
        "body": f"You came to read about {name}. {SENTENCE * 2}".strip(),
        "points": [f"{name.title()}: {SENTENCE}".strip(), "Nothing is typed in twice.", "It works with what you have."],
        "cta": {"label": f"See {name} at work", "href": "#demo"},
    }


TEXTS = {name: text(name) for name in ("pipelines", *CAMPAIGNS)}
"""Name → words; the first is the default."""
DEFAULT = next(iter(TEXTS))


def persona() -> str:
    """The persona file: a campaign an advert, a block a campaign. JSON, which is YAML."""
    words = {"en": "Words"}
    blocks = {
        f"{SLOT}-{name}": {"slot": SLOT, "class": "content", "text": {"en": text}}
        | ({} if name == DEFAULT else {"goal": "order", "when": {"topic": [name]}, "relevance": {"topic": {name: 2}}})
        for name, text in TEXTS.items()
    }
    signal = {"tier": "campaign", "keep": "visit", "purpose": "To fit the advert", "label": {"en": "your advert"}}
    return json.dumps(
        {
            "persona": 1,
            "site": "bench",
            "languages": ["en"],
            "signals": {"topic": {**signal, "values": dict.fromkeys(CAMPAIGNS, words)}},
            "campaigns": {name: {"match": {"utm_campaign": [name]}, "sets": {"topic": name}} for name in CAMPAIGNS},
            "slots": {SLOT: {"kind": "inline", "default": f"{SLOT}-{DEFAULT}"}},
            "blocks": blocks,
            "measure": {"conversions": ["order"]},
        }
    )


def page(head: str = "") -> str:
    """The HTML, with something more in its head."""
    known = WORDS.split()
    drawn = Random(1)  # noqa: S311 - words, not secrets

    def words(count: int) -> str:
        return " ".join(drawn.choices(known, k=count)).capitalize() + "."

    sections = "".join(
        f'<section id="part-{n}"><h2>{words(6)}</h2><p>{words(60)}</p>'
        + '<div class="cards">'
        + "".join(
            f'<div class="u-{n * 3 + m}"><h3>{words(3)}</h3><p>{words(40)}</p>'
            f'<p><a href="#demo">{words(2)}</a></p></div>'
            for m in range(3)
        )
        + "</div></section>"
        for n in range(SECTIONS)
    )
    art = "".join(f'<rect x="{n * 20}" y="{180 - n * 11}" width="14" height="{n * 11 + 10}"/>' for n in range(16))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Pipelines</title>\n'
        f'<link rel="stylesheet" href="/style.css">\n{head}</head>\n<body>\n'
        '<header><strong>Pipelines</strong><nav><a href="#part-1">How</a> <a href="#demo">Demo</a></nav></header>\n'
        f'<main>\n<div class="hero"><ep-slot name="{SLOT}" data-ep-heading="h1">{markup(TEXTS[DEFAULT])}</ep-slot>'
        f'<svg viewBox="0 0 320 200" aria-hidden="true"><g fill="#0a6565">{art}</g></svg></div>\n'
        f'{sections}\n<section id="demo"><h2>Ask for a demo</h2><p>{SENTENCE}</p></section>\n</main>\n'
        "<footer><p>A page to measure with.</p></footer>\n</body>\n</html>\n"
    )


def markup(words: dict[str, Any]) -> str:
    """A block as the page itself writes it."""
    points = "".join(f"<li>{escape(point)}</li>" for point in words["points"])
    cta = words["cta"]
    return (
        f"<h1>{escape(words['title'])}</h1><p>{escape(words['body'])}</p><ul>{points}</ul>"
        f'<a href="{escape(cta["href"])}">{escape(cta["label"])}</a>'
    )
