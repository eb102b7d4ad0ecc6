"""A page that a visitor could meet, with nothing to pass by: every block may be shown, and every one fits.

Rules
1. The same file in the page (browser.py) and in CPython (decide.py), and the same visitor: came by the campaign,
   answered, is at the page's first view.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from edgepersona.authoring.compile import load
from edgepersona.core.bundle import SOURCES, Bundle
from edgepersona.core.moment import Answer, Arrival, Event, Moment, Standing

from .moments import NOW

BLOCKS = 100


def persona(folder: Path) -> str:
    """A file with 100 blocks in five slots, all of them eligible and fitting, each a little more than the last."""
    words = {"en": "Words"}
    signal = {"keep": "30d", "purpose": "To fit", "label": words}
    slots = [f"slot-{n}" for n in range(5)]
    blocks: dict[str, Any] = {
        f"{slot}-default": {"slot": slot, "class": "content", "text": {"en": {"title": "Default"}}} for slot in slots
    }
    for n in range(BLOCKS):
        blocks[f"block-{n:03d}"] = {
            "slot": slots[n % len(slots)],
            "class": "content",
            "goal": "order",
            "when": {"topic": ["one"]},
            "relevance": {"topic": {"one": 1 + n / 100}, "size": {"small": 1, "large": 2}},
            "text": {"en": {"title": f"Block {n}", "body": "What it says."}},
        }
    persona = {
        "persona": 1,
        "site": "bench",
        "languages": ["en"],
        "signals": {
            "topic": {"tier": "campaign", **signal, "values": {"one": words, "two": words}},
            "size": {"tier": "answer", **signal, "values": {"small": words, "large": words}},
        },
        "questions": {"size": {"signal": "size", "ask": words, "why": words}},
        "campaigns": {"one": {"match": {"utm_campaign": ["one"]}, "sets": {"topic": "one"}}},
        "slots": {slot: {"kind": "inline", "default": f"{slot}-default"} for slot in slots},
        "blocks": blocks,
        "measure": {"conversions": ["order"]},
    }
    path = folder / "persona.yaml"
    path.write_text(json.dumps(persona), encoding="utf-8")
    return str(path)


def bundle() -> Bundle:
    """The file, compiled."""
    with tempfile.TemporaryDirectory() as folder:
        return load(persona(Path(folder))).bundle


def visitor() -> Moment:
    """Who meets it."""
    return Moment(
        now=NOW,
        language="en",
        consent=Standing(frozenset(SOURCES), remember=True, measure=False),
        arrivals=(Arrival(NOW, ("one",)),),
        answers={"size": Answer("small", NOW)},
        events=(Event(NOW, "visit"), Event(NOW, "page_view")),
    )
