"""A visitor's way through many page views: decide, show, feed back what was shown, wait, come back.

Rules
1. What is shown is fed back as `shown` at once; an interrupt on screen stays in `page.showing` until it is
   dismissed, withdrawn, or the page is left.
2. The clock may jump, also back. A device then rewrites what lies ahead of its clock as happening now.
3. Before anything new counts as shown, every budget, gap and cap is checked against what was shown before,
   from the file's words (`Visitor`), not from the engine's.
"""

from __future__ import annotations

from random import Random
from typing import Any

from .engine import engine
from .naive_basics import duration, instant, said
from .naive_visitor import Visitor
from .words import Data

START = instant("2026-11-21T10:00:00Z")
WAITS = [1, 5, 20, 29, 30, 31, 60, 299, 300, 1900, 7300, 90_000, 700_000]
BACK = [-5, -60, -7200]


class Walk:
    """One device. `shown`: every (block, when) that came on screen."""

    def __init__(self, rng: Random, persona: Data) -> None:
        self.rng, self.persona = rng, persona
        self.engine = engine(persona)
        self.now = START
        self.events: list[Data] = []
        self.showing: dict[str, str] = {}
        self.seen: dict[str, str] = {}
        self.shown: list[tuple[str, int]] = []
        values = {s: [*spec.get("values", {}), *spec.get("bins", {})] for s, spec in persona["signals"].items()}
        self.known = {
            "consent": {"personalise": "on", "remember": rng.choice(["on", "on", "off"])},
            "arm": rng.choice(["treated", "caps_only"]),
            "account": {signal: rng.choice(of) for signal, of in values.items()},
            "optin": [signal for signal, spec in persona["signals"].items() if spec["tier"] == "sensitive"],
        }

    def go(self, steps: int) -> None:
        self.page_view()
        for _ in range(steps):
            self.rng.choice([self.wait, self.wait, self.look, self.look, self.look, self.page_view, self.react])()

    # --- what happens ---

    def happen(self, event: str, block: str | None = None) -> None:
        self.events.append({"at": said(self.now), "event": event, **({"block": block} if block else {})})

    def wait(self) -> None:
        self.now += 1000 * (self.rng.choice(BACK) if self.rng.random() < 0.1 else self.rng.choice(WAITS))
        for event in self.events:
            if instant(event["at"]) > self.now:
                event["at"] = said(self.now)

    def page_view(self) -> None:
        self.showing, self.seen = {}, {}
        self.happen("page_view")
        self.look()

    def react(self) -> None:
        if self.showing:
            slot = self.rng.choice(sorted(self.showing))
            self.happen(self.rng.choice(["dismissed", "ignored", "clicked"]), self.showing.pop(slot))
        self.look()

    def look(self) -> None:
        decision = self.engine.decide(self.visit())
        for slot, part in decision["slots"].items():
            block = part["block"] if "utility" in part else None
            if self.persona["slots"][slot]["kind"] == "interrupt":
                before = self.showing.pop(slot, None)
                if block is not None:
                    self.showing[slot] = block
            else:
                before = self.seen.get(slot)
                self.seen[slot] = block or ""
            if block is not None and block != before:
                self.check(block)
                self.happen("shown", block)
                self.shown.append((block, self.now))

    def visit(self) -> Data:
        return {"now": said(self.now), **self.known, "page": {"showing": dict(self.showing)}, "events": self.events}

    # --- what must hold whenever something new comes on screen ---

    def check(self, block: str) -> None:
        visitor = Visitor(self.persona, self.visit())
        spec = self.persona["blocks"][block]
        interrupts = self.interrupts(block)
        rules = {"per_page": "1", "gap": "30s", "questions_per_visit": "2"}
        rules |= self.persona.get("silence", {}).get("interrupts", {})
        events = visitor.events
        # What is past its keeping is no longer known to anybody: budgets count what a device may still hold.
        before = [(n, e["block"]) for n, e in enumerate(events) if e["event"] == "shown" and visitor.held(n)]
        here = max(n for n, e in enumerate(events) if e["event"] == "page_view")
        if interrupts:
            started = [n for n, other in before if self.interrupts(other)]
            assert len([n for n in started if n > here]) < int(rules["per_page"]), "per_page"
            assert all(self.now - events[n]["at"] >= duration(rules["gap"]) for n in started), "gap"
        mine = [other for n, other in before if visitor.this_visit(n)]
        if spec["class"] == "question":
            asked = [other for other in mine if self.persona["blocks"][other]["class"] == "question"]
            assert len(asked) < int(rules["questions_per_visit"]), "questions_per_visit"
        if self.loud(block) and not visitor.remembers():
            assert not [other for other in mine if self.loud(other)], "once a visit without remember"
        for cap in self.persona.get("silence", {}).get("caps", []):
            if cap["outcome"] == "shown" and covers(cap, block, spec):
                self.check_cap(cap, visitor, [n for n, o in before if covers(cap, o, self.persona["blocks"][o])])

    def check_cap(self, cap: Data, visitor: Visitor, counted: list[int]) -> None:
        if "pause" not in cap:
            inside = [n for n in counted if visitor.within(n, cap["within"])]
            assert len(inside) < int(cap["at_most"]), cap
        for place, n in enumerate(counted if "pause" in cap else []):
            inside = [m for m in counted[: place + 1] if visitor.within(m, cap["within"], of=n)]
            paused = self.now - visitor.events[n]["at"] < duration(cap["pause"])
            assert not (paused and len(inside) >= int(cap["at_most"])), cap

    def interrupts(self, block: str) -> bool:
        return bool(self.persona["slots"][self.persona["blocks"][block]["slot"]]["kind"] == "interrupt")

    def loud(self, block: str) -> bool:
        return self.interrupts(block) and self.persona["blocks"][block]["class"] != "service"


def covers(cap: Data, block: str, spec: Any) -> bool:
    return cap.get("block") == block or spec["class"] == cap.get("class") or spec["slot"] == cap.get("slot")
