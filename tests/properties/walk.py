"""A visitor's way through many page views: decide, show, feed back what was shown, wait, come back.

Rules
1. What is shown is fed back as `shown` at once; an interrupt on screen stays in `page.showing` until it is
   dismissed, withdrawn, or the page is left.
2. The clock may jump, also back. What then lies ahead of it happened now: half of the devices write that down, the
   others leave it to the engine.
3. Before anything new counts as shown, every budget, gap and cap is checked against what was shown before,
   from the file's words (`Visitor`), not from the engine's.
4. What binds is counted (`met`): which limit alone withheld a block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil
from random import Random
from typing import Any

from .engine import engine
from .naive_basics import duration, instant, said
from .naive_visitor import Visitor
from .words import Data

START = instant("2026-11-21T10:00:00Z")
WAITS = [1, 5, 20, 29, 30, 31, 60, 299, 300, 1900, 7300, 90_000, 700_000]
BACK = [-5, -60, -7200]
BUDGETS = {"per_page": "1", "gap": "30s", "questions_per_visit": "2"}
LIMITS = ("INTERRUPT_BUDGET", "FREQUENCY_CAP", "PAUSED")


class Walk:
    """One device. `shown`: every (block, when) that came on screen."""

    def __init__(self, rng: Random, persona: Data) -> None:
        self.rng, self.persona = rng, persona
        self.engine = engine(persona)
        self.now = START
        self.rewrites = rng.random() < 0.5
        self.events: list[Data] = []
        self.showing: dict[str, str] = {}
        self.seen: dict[str, str] = {}
        self.shown: list[tuple[str, int]] = []
        self.met: Counter[str] = Counter()
        self.limits = {**BUDGETS, **persona.get("silence", {}).get("interrupts", {})}
        self.caps: list[Data] = persona.get("silence", {}).get("caps", [])
        values = {s: [*spec.get("values", {}), *spec.get("bins", {})] for s, spec in persona["signals"].items()}
        self.values = {
            question["signal"]: values[question["signal"]] for question in persona.get("questions", {}).values()
        }
        asked = set(self.values) if rng.random() < 0.8 else set()  # nobody has told, so that it can be asked
        self.known: Data = {
            "consent": {"personalise": "on", "remember": rng.choice(["on", "on", "off"])},
            "arm": rng.choice(["treated", "treated", "caps_only"]),
            "account": {signal: rng.choice(of) for signal, of in values.items() if signal not in asked},
            "answers": {},
            "optin": [signal for signal, spec in persona["signals"].items() if spec["tier"] == "sensitive"],
        }

    def go(self, steps: int) -> None:
        self.page_view()
        for _ in range(steps):
            self.rng.choice([self.wait, self.wait, self.look, self.look, self.page_view, self.react, self.react])()

    # --- what happens ---

    def happen(self, event: str, block: str | None = None) -> None:
        self.events.append({"at": said(self.now), "event": event, **({"block": block} if block else {})})

    def wait(self) -> None:
        self.now += 1000 * (self.rng.choice(BACK) if self.rng.random() < 0.1 else self.rng.choice(WAITS))
        for event in self.events:
            if self.rewrites and instant(event["at"]) > self.now:
                event["at"] = said(self.now)

    def page_view(self) -> None:
        self.showing, self.seen = {}, {}
        self.happen("page_view")
        self.look()

    def react(self) -> None:
        if self.showing:
            slot = self.rng.choice(sorted(self.showing))
            self.happen(self.rng.choice(["dismissed", "dismissed", "ignored", "clicked"]), self.showing.pop(slot))
        elif self.values and self.rng.random() < 0.2:
            signal = self.rng.choice(sorted(self.values))
            value = self.rng.choice(self.values[signal])
            self.known["answers"][signal] = {"value": value, "at": said(self.now)}
        self.look()

    def look(self) -> None:
        visit = self.visit()
        visitor, decision = Visitor(self.persona, visit), self.engine.decide(visit)
        tired = 0.0 if self.known["arm"] == "caps_only" else visitor.fatigue(self.now)
        self.count(visitor, tired, decision["withheld"])
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
                full = sorted(self.full(Visitor(self.persona, self.visit()), tired, block))
                assert not full, (block, full)
                self.happen("shown", block)
                self.shown.append((block, self.now))

    def visit(self) -> Data:
        return {"now": said(self.now), **self.known, "page": {"showing": dict(self.showing)}, "events": self.events}

    # --- what must hold whenever something new comes on screen ---

    def count(self, visitor: Visitor, tired: float, withheld: list[Data]) -> None:
        """What alone withheld some block of this decision."""
        alone = set()
        for entry in withheld:
            if entry["reason"] in LIMITS and entry["block"] not in self.showing.values():
                full = set(self.full(visitor, tired, entry["block"]))
                alone |= full if len(full - {"tightened"}) == 1 else set()
        self.met.update(alone)

    def full(self, visitor: Visitor, tired: float, block: str) -> Iterator[str]:
        """The limits that leave a block no room. `tired`: F as caps see it."""
        spec, events = self.persona["blocks"][block], visitor.events
        interrupts = self.interrupts(block)
        # What is past its keeping is no longer known to anybody: budgets count what a device may still hold.
        before = [(n, e["block"]) for n, e in enumerate(events) if e["event"] == "shown" and visitor.held(n)]
        here = max(n for n, e in enumerate(events) if e["event"] == "page_view")
        if interrupts:
            started = [n for n, other in before if self.interrupts(other)]
            if len([n for n in started if n > here]) >= int(self.limits["per_page"]):
                yield "per_page"
            if any(self.now - events[n]["at"] < duration(self.limits["gap"]) for n in started):
                yield "gap"
        mine = [other for n, other in before if visitor.this_visit(n)]
        if spec["class"] == "question":
            asked = [other for other in mine if self.persona["blocks"][other]["class"] == "question"]
            if len(asked) >= int(self.limits["questions_per_visit"]):
                yield "questions_per_visit"
        if self.loud(block) and not visitor.remembers() and any(self.loud(other) for other in mine):
            yield "one a visit without remember"
        for cap in self.caps:
            if covers(cap, block, spec):
                yield from self.full_cap(cap, visitor, tired)

    def full_cap(self, cap: Data, visitor: Visitor, tired: float) -> Iterator[str]:
        counted = [
            n
            for n, e in enumerate(visitor.events)
            if e["event"] == cap["outcome"]
            and visitor.held(n)
            and covers(cap, e["block"], self.persona["blocks"][e["block"]])
        ]
        most = [0]
        if "pause" not in cap:
            most.append(len([n for n in counted if visitor.within(n, cap["within"])]))
        for place, n in enumerate(counted if "pause" in cap else []):
            if self.now - visitor.events[n]["at"] < duration(cap["pause"]):
                most.append(len([m for m in counted[: place + 1] if visitor.within(m, cap["within"], of=n)]))
        limit = max(1, ceil(round(int(cap["at_most"]) * (1 - tired), 9)))
        if max(most) >= limit:
            scope = next(scope for scope in ("class", "block", "slot") if scope in cap)
            yield f"{scope} {'pause' if 'pause' in cap else 'cap'}"
            if max(most) < int(cap["at_most"]):
                yield "tightened"

    def interrupts(self, block: str) -> bool:
        return bool(self.persona["slots"][self.persona["blocks"][block]["slot"]]["kind"] == "interrupt")

    def loud(self, block: str) -> bool:
        return self.interrupts(block) and self.persona["blocks"][block]["class"] != "service"


def covers(cap: Data, block: str, spec: Any) -> bool:
    return cap.get("block") == block or spec["class"] == cap.get("class") or spec["slot"] == cap.get("slot")
