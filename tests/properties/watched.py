"""Devices that are watched: what they show, store and send, held against the file's words and the visitor's.

Rules
1. The book of what came on screen is kept by the pages, with the clock's own times: what the device holds is not asked.
   What lies ahead of the clock happened now.
2. The book forgets what the device may not remember: without `remember` a tab knows of itself alone, until it was quiet
   for 30 minutes; with it, everything until the longest window is over.
3. A tab is reloaded, closed and opened again; the clock jumps, both ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from edgepersona.core.prepare import Prepared

from .devices import Device
from .naive_basics import duration
from .naive_visitor import IDLE, Visitor
from .walk import BUDGETS, covers
from .words import Data

PASSING = (1, 900, 5_000, 29_000, 31_000, 61_000, 301_000, 1_700_000, 1_900_000, 7_300_000, 90_000_000)
JUMPS = (60_000, 7_200_000, 90_000_000)


class Entry(NamedTuple):
    at: int
    """By the clock as it was."""
    outcome: str
    block: str
    tab: int
    jumps: int = 0
    """How often the clock had jumped."""


class Reloading(Device):
    """A device whose tabs are reloaded, closed and opened again; its pages count the interrupts they have had."""

    def __init__(self, rng: Random, prepared: Prepared, file: Data, tabs: int) -> None:
        super().__init__(rng, prepared, tabs)
        self.file = file
        self.started: list[list[tuple[str, str]]] = [[] for _ in self.tabs]
        """What interrupted on the page view of each tab: (slot, block)."""

    def ask(self, tab: int, call: dict[str, Any]) -> dict[str, Any]:
        if call["do"] == "page":
            self.pages[tab], self.started[tab] = {}, []
        before = self.pages[tab].get("showing", {})
        self.pages[tab]["interrupted"] = len(self.started[tab])
        answer = super().ask(tab, call)
        after = self.pages[tab].get("showing", {})
        self.came(tab, [(slot, block) for slot, block in after.items() if before.get(slot) != block])
        return answer

    def came(self, tab: int, shown: list[tuple[str, str]]) -> None:
        """What the page shows and did not show before."""
        self.started[tab] += [(slot, block) for slot, block in shown if self.interrupts(block)]

    def reload(self, tab: int) -> None:
        self.tabs[tab].pop("page", None)
        self.ask(tab, {"do": "page"})

    def open(self, tab: int) -> None:
        """Another tab in the place of this one, whose visit is gone with it."""
        self.tabs[tab] = {}
        self.ask(tab, {"do": "page"})

    def interrupts(self, block: str) -> bool:
        return bool(self.file["slots"][self.file["blocks"][block]["slot"]]["kind"] == "interrupt")


class Spoken(Reloading):
    """A device to which much is said: nothing it shows may exceed a budget, a gap or a cap."""

    def __init__(self, rng: Random, prepared: Prepared, file: Data, tabs: int) -> None:
        super().__init__(rng, prepared, file, tabs)
        self.remembers = rng.random() < 0.6
        self.book: list[Entry] = []
        self.defaults = {slot.get("default") for slot in file["slots"].values()}
        self.met: Counter[str] = Counter()
        self.limits = {**BUDGETS, **file.get("silence", {}).get("interrupts", {})}
        self.caps: list[Data] = file.get("silence", {}).get("caps", [])
        self.longest = Visitor(file, {"now": "2026-11-21T10:00:00Z"}).retention()
        self.written = [self.now for _ in self.tabs]
        """Of each tab, what its clock said at the earliest when its visit was last written."""
        self.furthest = self.now
        """The latest that the clock has said."""
        self.owed = 0
        """How far the clock has jumped, and may jump back."""

    def begin(self) -> None:
        self.ask(0, {"do": "consent", "changes": {"personalise": "on", "remember": "on" if self.remembers else "off"}})
        for tab in range(len(self.tabs)):
            self.ask(tab, {"do": "page"})

    def step(self) -> None:
        rng, tab = self.rng, self.rng.randrange(len(self.tabs))
        self.now += rng.choice(PASSING[: rng.choice((4, 6, 8, 9, 11))])
        if rng.random() < 0.1:
            self.jump()
        busy = {name: rng.random() < 0.05 for name in ("typing", "media", "checkout", "hold")}
        self.pages[tab] |= {**busy, "value_seen": True}
        what = rng.random()
        if what < 0.06:
            self.open(tab)
        elif what < 0.15:
            self.reload(tab)
        elif what < 0.35:
            self.ask(tab, {"do": "page"})
        elif what < 0.6 and self.pages[tab].get("showing"):
            block = rng.choice(sorted(self.pages[tab]["showing"].values()))
            if block not in self.defaults:
                self.respond(tab, block, rng.choice(["dismissed", "dismissed", "ignored", "clicked"]))
        self.ask(tab, {"do": "signal", "signal": "here", "value": "yes"})
        self.count(tab, rng.choice(sorted(self.file["blocks"])))

    def jump(self) -> None:
        """The clock is put forward or back, and often put right again."""
        self.met["jumps"] += 1
        if self.owed and self.rng.random() < 0.6:
            self.now, self.owed = self.now + self.owed, 0
        else:
            by = self.rng.choice(JUMPS) * self.rng.choice([-1, -1, 1])
            self.now, self.owed = self.now + by, -by

    def respond(self, tab: int, block: str, outcome: str) -> None:
        """An outcome, as the page tells it; what was dismissed is gone from the screen."""
        if outcome == "dismissed":
            slot = self.file["blocks"][block]["slot"]
            self.pages[tab]["showing"] = {s: b for s, b in self.pages[tab]["showing"].items() if s != slot}
        self.forget(tab)
        self.note(tab, block, outcome)
        self.ask(tab, {"do": "outcome", "block": block, "outcome": outcome})

    def came(self, tab: int, shown: list[tuple[str, str]]) -> None:
        news = [(slot, block) for slot, block in shown if block not in self.defaults]
        for slot, block in news:
            full = sorted(set(self.full(tab, block)))
            assert not full, (self.now, tab, block, full)
            super().came(tab, [(slot, block)])
            self.note(tab, block, "shown")
            self.met["interrupts" if self.interrupts(block) else "inline"] += 1
        for _, block in news:
            if not self.interrupts(block):
                self.ask(tab, {"do": "outcome", "block": block, "outcome": "shown"})

    def count(self, tab: int, block: str) -> None:
        """What leaves a block no room; and where this tab alone, or what is not ahead of the clock, would leave some."""
        full, book = set(self.full(tab, block)), self.book
        self.met.update(full)
        for why, apart in (
            ("another tab", [entry for entry in book if entry.tab == tab]),
            ("a time ahead", [entry for entry in book if entry.at <= self.now]),
        ):
            self.book = apart
            self.met[why] += bool(full) and not set(self.full(tab, block))
        self.book = book

    # --- the book ---

    def note(self, tab: int, block: str, outcome: str) -> None:
        self.book.append(Entry(self.now, outcome, block, tab, self.met["jumps"]))
        self.written[tab] = self.now

    def ask(self, tab: int, call: dict[str, Any]) -> dict[str, Any]:
        self.forget(tab)
        return super().ask(tab, call)

    def forget(self, tab: int) -> None:
        """What a device that is asked now may no longer hold."""
        self.furthest = max(self.furthest, self.now)
        if self.remembers:
            self.book = [entry for entry in self.book if self.now - entry.at < self.longest]
        elif self.now - self.written[tab] >= IDLE:  # its visit may be over
            self.book = [entry for entry in self.book if entry.tab != tab]
        self.written[tab] = min(self.written[tab], self.now)

    def open(self, tab: int) -> None:
        if not self.remembers:
            self.book = [entry for entry in self.book if entry.tab != tab]
        super().open(tab)

    def known(self, tab: int, outcome: str) -> list[Entry]:
        """What this tab may know of, in the clock's order."""
        known = [e for e in self.book if e.outcome == outcome and (self.remembers or e.tab == tab)]
        return sorted(known, key=lambda entry: entry.at)

    def age(self, entry: Entry, end: Entry | None = None) -> int:
        """How long before another, or now, by a clock that takes what lies ahead for now."""
        return min(self.now if end is None else end.at, self.now) - min(entry.at, self.now)

    def one_visit(self, entry: Entry, end: Entry | None = None) -> bool:
        """Surely in one visit: nothing was quiet for long enough between, and the clock ran on."""
        at, jumps = (self.now, self.met["jumps"]) if end is None else (end.at, end.jumps)
        return self.now == self.furthest and jumps == entry.jumps and at - entry.at < IDLE

    # --- what must hold whenever something new comes on screen ---

    def full(self, tab: int, block: str) -> Iterator[str]:
        """The limits that leave a block no room in a tab. A visit lasts at least as long as nothing is quiet for long."""
        spec, shown = self.file["blocks"][block], self.known(tab, "shown")
        if self.interrupts(block):
            if len(self.started[tab]) >= int(self.limits["per_page"]):
                yield "per_page"
            if any(self.interrupts(e.block) and self.age(e) < duration(self.limits["gap"]) for e in shown):
                yield "gap"
        lately = [e.block for e in shown if self.one_visit(e)]
        asked = [other for other in lately if self.file["blocks"][other]["class"] == "question"]
        if spec["class"] == "question" and len(asked) >= int(self.limits["questions_per_visit"]):
            yield "questions_per_visit"
        if self.loud(block) and not self.remembers and any(self.loud(other) for other in lately):
            yield "one a visit without remember"
        for cap in self.caps:
            if covers(cap, block, spec) and self.is_full(cap, tab):
                yield "pause" if "pause" in cap else "cap"

    def is_full(self, cap: Data, tab: int) -> bool:
        counted = [e for e in self.known(tab, cap["outcome"]) if covers(cap, e.block, self.file["blocks"][e.block])]

        def inside(place: int, end: Entry | None) -> bool:
            if cap["within"] == "visit":
                return self.one_visit(counted[place], end)
            return self.age(counted[place], end) < duration(cap["within"])

        if "pause" not in cap:
            return sum(inside(place, None) for place in range(len(counted))) >= int(cap["at_most"])
        return any(
            self.age(end) < duration(cap["pause"])
            and sum(inside(place, end) for place in range(last + 1)) >= int(cap["at_most"])
            for last, end in enumerate(counted)
        )

    def loud(self, block: str) -> bool:
        return self.interrupts(block) and self.file["blocks"][block]["class"] != "service"


class Withdrawing(Reloading):
    """A device whose visitor switches counting and remembering on and off: what may be held and sent is asked each time."""

    def __init__(self, rng: Random, prepared: Prepared, file: Data, tabs: int) -> None:
        super().__init__(rng, prepared, file, tabs)
        self.switched: dict[str, str] = {}
        self.met: Counter[str] = Counter()

    def stands(self, purpose: str) -> bool:
        """What is never presumed stands only where it was said, is on offer, and fits the audience."""
        offered = self.file.get("consent", {}).get(purpose) != "off"
        adults = purpose != "measure" or self.file.get("audience", "adults") == "adults"
        return offered and adults and self.switched.get(purpose) == "on"

    def ask(self, tab: int, call: dict[str, Any]) -> dict[str, Any]:
        if call["do"] == "consent":
            self.switched |= {key: word for key, word in call["changes"].items() if key in ("remember", "measure")}
        elif call["do"] == "forget" and call.get("what") is None:
            self.switched = {}
        answer = super().ask(tab, call)
        if not self.stands("measure"):
            assert self.shared.get("outbox") is None
            assert answer.get("view", {}).get("due") is None
        if not self.stands("remember"):
            assert (self.shared.get("memory"), self.shared.get("plan")) == (None, None)
        self.met["counted"] += self.shared.get("outbox") is not None
        self.met["remembered"] += self.shared.get("memory") is not None
        return answer

    def step(self) -> None:
        rng, tab = self.rng, self.rng.randrange(len(self.tabs))
        if rng.random() < 0.1:
            purpose, word = rng.choice(["remember", "measure"]), rng.choice(["on", "off"])
            self.ask(tab, {"do": "consent", "changes": {purpose: word}})
        elif rng.random() < 0.1:
            rng.choice([self.reload, self.open])(tab)
        super().step()
        if rng.random() < 0.3:
            self.now += 3_600_000  # the day's report is due
            self.send(tab)

    def send(self, tab: int) -> None:
        report = self.ask(tab, {"do": "send"})["value"]
        if report is not None:
            assert self.stands("measure"), "bytes leave"
            self.met["sent"] += 1
            self.ask(tab, {"do": "posted", "id": report["id"], "status": self.rng.choice([204, 204, 503])})
