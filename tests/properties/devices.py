"""A device's way through many calls, drawn from a seed: tabs, consent, answers, clocks and languages that change.

Rules
1. It speaks the page's protocol and nothing else; what the stores hold is the engine's own writing.
2. The same seed gives the same calls, entropy included, so that two devices can differ in one call alone.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from edgepersona.core import bundle as bundles
from edgepersona.core.bundle import OUTCOMES, SOURCES
from edgepersona.core.device import handle
from edgepersona.core.prepare import Prepared
from edgepersona.core.stores import NAMES, known_events

from .words import TONGUES

START = 1_795_255_200_000
WAITS = (1, 900, 5_000, 31_000, 400_000, 1_900_000, 7_300_000, 90_000_000, 3_000_000_000)
SHARED = ("choice", "memory", "outbox", "plan")


class Device:
    """One browser with a few tabs. `requests`: everything that was asked; `plans`: whether its pages can use them."""

    plans = False

    def __init__(self, rng: Random, prepared: Prepared, tabs: int = 2) -> None:
        self.rng, self.prepared, self.bundle = rng, prepared, prepared.bundle
        self.digest = bundles.digest(bundles.encode(self.bundle))
        self.now = START
        self.tabs: list[dict[str, str | None]] = [{} for _ in range(tabs)]
        self.shared: dict[str, str | None] = {}
        self.pages: list[dict[str, Any]] = [{} for _ in range(tabs)]
        self.requests = 0
        campaigns = [dict(campaign.match) for campaign in self.bundle.campaigns if campaign.match]
        queries = ["&".join(f"{name}={values[0]}" for name, values in match.items()) for match in campaigns]
        self.urls = ["https://x.example/", *(f"https://x.example/?{query}" for query in queries)]
        self.url = rng.choice(self.urls)
        self.language = rng.choice(TONGUES)

    def ask(self, tab: int, call: dict[str, Any]) -> dict[str, Any]:
        """One request of one tab; the page then shows what it is told to."""
        self.requests += 1
        entropy = f"{Random(f'{START}:{self.requests}').getrandbits(256):064x}"
        texts = {name: (self.shared if name in SHARED else self.tabs[tab]).get(name) for name in NAMES}
        request = {
            "now": self.now, "entropy": entropy, "stores": texts, "call": call, "page": self.pages[tab],
            "env": {"language": self.language, "url": self.url, "gpc": False, "plans": self.plans},
        }  # fmt: skip
        answer: dict[str, Any] = json.loads(json.dumps(handle(self.prepared, self.digest, request)))
        for name, text in answer["stores"].items():
            (self.shared if name in SHARED else self.tabs[tab])[name] = text
        if "view" in answer:
            slots = answer["view"]["slots"].items()
            showing = {name: slot["block"] for name, slot in slots if slot["block"]}
            self.pages[tab] |= {"showing": showing, "counted": answer["view"]["counted"]}
        return answer

    def begin(self) -> None:
        """A first page view, by somebody who agrees to most things."""
        self.ask(0, {"do": "page"})
        for purpose, share in (("personalise", 0.9), ("remember", 0.6), ("measure", 0.5)):
            if self.rng.random() < share:
                self.ask(0, {"do": "consent", "changes": {purpose: "on"}})

    def go(self, steps: int) -> None:
        """Many calls; the clock moves on, and sometimes back."""
        for _ in range(steps):
            self.step()

    def step(self) -> None:
        """One call of one tab, a moment later."""
        rng = self.rng
        self.now += (
            -rng.choice((1_000, 60_000))
            if rng.random() < 0.03
            else rng.choice(WAITS[: rng.choice((3, 3, 3, 4, 4, 4, 4, 5, 9))])
        )
        tab = rng.randrange(len(self.tabs))
        facts = {name: rng.random() < 0.1 for name in ("typing", "media", "checkout", "hold")}
        self.pages[tab] |= {**facts, "value_seen": rng.random() < 0.8, "interrupted": int(rng.random() < 0.1)}
        if rng.random() < 0.03:
            self.language = rng.choice(TONGUES)
        self.ask(tab, self.call(tab))

    def call(self, tab: int) -> dict[str, Any]:
        """What a page or its visitor may do."""
        rng, bundle = self.rng, self.bundle
        if rng.random() < 0.5:
            return self.said()
        name = rng.choice(["page", "look", "look", "outcome", "outcome", "track", "consent", "quiet", "signOut"])
        if name == "page":
            self.url = rng.choice(self.urls)
            self.pages[tab]["showing"] = {}
        if name == "outcome":
            shown = list(self.pages[tab].get("showing", {}).values()) or [rng.choice(bundle.blocks).id]
            return {"do": name, "block": rng.choice(shown), "outcome": rng.choice(OUTCOMES)}
        if name == "track":
            return {"do": name, "event": rng.choice(sorted(known_events(bundle)))}
        if name == "consent":
            purpose = rng.choice(["personalise", "remember", "remember", "measure", "measure"])
            word: Any = "on" if rng.random() < 0.9 else "off"
            return {"do": name, "changes": {purpose: {rng.choice(SOURCES): word} if purpose == "personalise" else word}}
        return {"do": "look"} if name == "signOut" and rng.random() < 0.8 else {"do": name, "yes": rng.random() < 0.3}

    def said(self) -> dict[str, Any]:
        """An answer, an account value, an opt-in, or the end of one."""
        rng, bundle = self.rng, self.bundle
        signal = rng.choice(bundle.signals)
        value = rng.choice(signal.all_values) if rng.random() < 0.9 else None
        what = rng.choice(["answer", "answer", "answer", "signal", "optIn", "forget"])
        questions = [question.id for question in bundle.questions if question.signal == signal.id]
        if what == "answer" and questions:
            return {"do": what, "question": questions[0], "value": value}
        if what == "forget" and rng.random() < 0.8:
            return {"do": "look"}
        if what == "forget":
            return {"do": what, "what": signal.id}
        return {"do": what, "signal": signal.id, "value": value, "yes": rng.random() < 0.8}

    def export(self, tab: int) -> str:
        """The export as a file: by way of JavaScript, which writes whole numbers without a fraction."""
        return through_javascript(self.ask(tab, {"do": "export"})["value"])


def through_javascript(value: Any) -> str:
    """JSON text as `JSON.stringify(value, null, 2)` writes it."""

    def plain(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: plain(item) for key, item in part.items()}
        if isinstance(part, list):
            return [plain(item) for item in part]
        return int(part) if isinstance(part, float) and part.is_integer() else part

    return json.dumps(plain(value), ensure_ascii=False, indent=2)
