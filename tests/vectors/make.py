"""The parity vectors: requests to a device and the exact text it must answer, on every platform.

`python -m tests.vectors.make` writes `devices.json` anew; a diff in it is a change in behaviour.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from edgepersona.authoring.compile import load
from edgepersona.browser import bridge
from edgepersona.core import bundle as bundles
from edgepersona.core.packing import pack
from edgepersona.core.times import DAY, HOUR, parse_instant

HERE = Path(__file__).resolve().parent
PERSONA = HERE / "examples" / "bakery.yaml"
VECTORS = HERE / "devices.json"
CASES = 160
NOW = parse_instant("2026-11-21T10:00:00Z")
BLOCKS = ("hero-flour", "offer-pallet", "ask-volume", "a-block-of-last-year")
OUTCOMES = ("shown", "ignored", "dismissed", "clicked", "converted", "not_helpful", "complained")


def cases() -> list[dict[str, Any]]:
    """Requests with histories of every kind, and CPython's answers."""
    bridge.start(bundles.encode(load(PERSONA).bundle))
    luck = random.Random(7)
    return [
        {"request": (request := _request(luck)), "response": bridge.handle(json.dumps(request))} for _ in range(CASES)
    ]


def text() -> str:
    """The file's text."""
    data = {"persona": PERSONA.relative_to(HERE).as_posix(), "cases": cases()}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _request(luck: random.Random) -> dict[str, Any]:
    # Odd milliseconds, so that decay is never a round number.
    events: list[list[Any]] = []
    for _ in range(luck.choice((0, 1, 3, 8, 30))):
        at = NOW - luck.choice((luck.randrange(HOUR), luck.randrange(3 * DAY), luck.randrange(60 * DAY)))
        if luck.random() < 0.2:
            events.append([at, luck.choice(("price_read", "page_view", "visit", "friction", "order"))])
        else:
            events.append([at, luck.choice(OUTCOMES), luck.choice(BLOCKS)])
    trail: dict[str, Any] = {
        "v": 1,
        "last": NOW - luck.randrange(2 * HOUR),
        "events": sorted(events, key=lambda e: e[0]),
    }
    if luck.random() < 0.7:
        trail["answers"] = {"volume": [luck.choice(("small", "large")), NOW - luck.randrange(40 * DAY)]}
    if luck.random() < 0.2:
        trail["account"] = {"interest": [luck.choice(("flour", "ovens")), NOW - luck.randrange(2 * HOUR)]}
    remembers, counts = luck.random() < 0.7, luck.random() < 0.3
    choice = {"v": 1, "remember": "on" if remembers else "off", "measure": "on" if counts else "off"}
    if luck.random() < 0.1:
        choice |= {"quiet": True}
    if luck.random() < 0.1:
        choice |= {"personalise": {"usage": "off", "campaign": luck.choice(("on", "off"))}}
    query = luck.choice(("?utm_campaign=flour-spring", "?utm_campaign=other", ""))
    stores: dict[str, str | None] = {
        "choice": json.dumps(choice),
        "visit": None,
        "memory": None,
        "outbox": None,
        "page": None,
    }
    text = json.dumps(trail)
    stores["memory" if remembers else "visit"] = pack(text) if remembers else text
    return {
        "now": NOW + luck.randrange(HOUR),
        "entropy": f"{luck.getrandbits(256):064x}",
        "env": {
            "language": luck.choice(("de-CH", "en-GB", "fr")),
            "url": f"https://bakery.example/{query}",
            "gpc": False,
        },
        "page": {
            "typing": luck.random() < 0.05,
            "value_seen": luck.random() < 0.8,
            "showing": {"notice": "offer-pallet"} if luck.random() < 0.15 else {},
        },
        "stores": stores,
        "call": luck.choice(
            (
                {"do": "decide"},
                {"do": "decide"},
                {"do": "page"},
                {"do": "held"},
                {"do": "why", "slot": "notice"},
                {"do": "export"},
                {"do": "track", "event": "order"},
                {"do": "answer", "question": "volume", "value": "small"},
                {"do": "outcome", "slot": "notice", "block": "offer-pallet", "outcome": "dismissed"},
            )
        ),
    }


if __name__ == "__main__":
    VECTORS.write_text(text(), encoding="utf-8")


__all__ = ["PERSONA", "VECTORS", "cases", "text"]
