"""Passes 1 and 2 of the naive evaluator, and what a block is worth: each rule under its name.

Rule: as in naive.py; nothing here is shared with the engine.
"""

from __future__ import annotations

import hashlib
import math
import re
from functools import partial
from typing import Any

from .naive_basics import DAY, duration, first_instant, first_second, named, true
from .naive_visitor import OUTCOMES, Visitor


def verdict(name: str, until: int | None = None, by: str | None = None) -> dict[str, Any]:
    return {"reason": name, "by": by, "until": until}


class Rules:
    """One persona, one visit, and every rule that may withhold a block."""

    def __init__(self, persona: dict[str, Any], visit: dict[str, Any]) -> None:
        self.persona, self.visit = persona, visit
        self.visitor = Visitor(persona, visit)
        self.now = self.visitor.now
        self.silence = persona.get("silence") or {}
        self.interrupts = self.silence.get("interrupts") or {}
        self.page = visit.get("page") or {}
        self.blocks: dict[str, Any] = persona["blocks"]
        self.slots: dict[str, Any] = persona["slots"]
        self.language = self.page_language()
        self.arm = self.drawn_arm()
        self.stage = self.visitor.first("stages")
        self.terms = {block: self.block_terms(block) for block in self.blocks}
        self.verdicts: dict[str, dict[str, Any]] = {}
        self.chosen: dict[str, str] = {}

    # --- what the page and the device are ---

    def page_language(self) -> str:
        """“the visitor's best match among `languages` (RFC 4647 lookup), else the fallback”."""
        languages: list[str] = self.persona["languages"]
        parts = (self.visit.get("language") or "").lower().split("-")
        while parts != [""] and parts:
            for language in languages:
                if language.lower() == "-".join(parts):
                    return language
            parts.pop()
            if parts and len(parts[-1]) == 1:
                parts.pop()
        return languages[0]

    def drawn_arm(self) -> str:
        """“without it: drawn from `seed` if measure is on, else treated”."""
        if self.visit.get("arm"):
            return str(self.visit["arm"])
        if not self.visitor.measures():
            return "treated"
        text = f"{self.persona['site']}:{self.visit.get('seed', '0')}:arm"
        share = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64
        experiment = self.persona.get("experiment") or {}
        control, caps_only = float(experiment.get("control", "0")), float(experiment.get("caps_only", "0"))
        return "control" if share < control else "caps_only" if share < control + caps_only else "treated"

    def default(self, slot: str) -> str | None:
        found: str | None = self.slots[slot].get("default")
        return found

    def is_default(self, block: str) -> bool:
        return self.default(self.blocks[block]["slot"]) == block

    def interrupts_page(self, block: str) -> bool:
        return bool(self.slots[self.blocks[block]["slot"]]["kind"] == "interrupt")

    def on_screen(self, block: str) -> bool:
        """Is it an interrupt that is on screen now?"""
        showing = (self.page.get("showing") or {}).get(self.blocks[block]["slot"])
        return self.interrupts_page(block) and showing == block

    def kind(self, block: str) -> str:
        return str(self.blocks[block]["class"])

    # --- utility ---

    def block_terms(self, block: str) -> list[dict[str, Any]]:
        """The relevance terms that match, “by |adds| descending, then signal”."""
        found = []
        for signal, weights in (self.blocks[block].get("relevance") or {}).items():
            source = self.visitor.value(signal)
            if source is not None and source[1] in weights:
                tier = "sensitive" if self.visitor.sensitive(signal) else source[0]
                weight = float(weights[source[1]])
                adds = float(self.blocks[block].get("value", "1")) * weight
                found.append({"signal": signal, "value": source[1], "tier": tier, "adds": adds, "weight": weight})
        return sorted(found, key=lambda term: (-abs(term["adds"]), term["signal"]))

    def fatigue(self, at: int) -> float:
        """“caps_only has no fatigue: F counts as 0 for stop, price and caps”."""
        return 0.0 if self.arm == "caps_only" else self.visitor.fatigue(at)

    def worth_of_silence(self, kind: str) -> float:
        return float((self.silence.get("utility") or {}).get(kind, {"inline": "0", "interrupt": "1"}[kind]))

    def utility(self, block: str, at: int) -> float:
        """“value × Σ(weights of the relevance terms that match) − F × price of attention”."""
        priced = self.interrupts_page(block) and self.kind(block) != "service"
        price = self.worth_of_silence("interrupt") if priced else 0.0
        weights = sum(term["weight"] for term in self.terms[block])
        value = float(self.blocks[block].get("value", "1"))
        return float(round(value * weights - self.fatigue(at) * price, 9))

    def below_silence(self, block: str, at: int) -> bool:
        """“every block whose utility is not above `silence.utility` of its slot's kind”."""
        return not self.utility(block, at) > self.worth_of_silence(self.slots[self.blocks[block]["slot"]]["kind"])

    # --- pass 1 ---

    def pass_1(self, block: str) -> dict[str, Any] | None:
        interrupt, service, question = (
            self.interrupts_page(block), self.kind(block) == "service", self.kind(block) == "question",
        )  # fmt: skip
        if interrupt and self.busy():
            return verdict("PAGE_BUSY")
        if question and self.waits_for_value(block):
            return verdict("PAGE_BUSY")
        if interrupt and not service and true(self.visit.get("quiet", "false")):
            return verdict("QUIET")
        if not self.on_screen(block):
            spent = self.budgets_spent(block)
            if spent:
                return verdict("INTERRUPT_BUDGET", None if None in spent else max(u for u in spent if u))
        if self.kind(block) in ("promotion", "question") or (interrupt and not service):
            stop = float((self.silence.get("fatigue") or {}).get("stop", "0.6"))
            if self.fatigue(self.now) >= stop:
                return verdict("FATIGUED", first_second(lambda at: self.fatigue(at) >= stop, self.now))
        return None

    def busy(self) -> bool:
        """“while the visitor types, plays media or pays”, as far as `wait_while` lists it."""
        waits = self.interrupts.get("wait_while", ["typing", "media", "checkout"])
        return any(true(self.page.get(what, "false")) for what in waits)

    def waits_for_value(self, block: str) -> bool:
        """“questions with `after: value` before an inline block was seen for a second, or anything clicked
        in this visit”."""
        if self.persona["questions"][self.blocks[block]["question"]].get("after") != "value":
            return False
        events = self.visitor.events
        clicked = any(e["event"] == "clicked" and self.visitor.this_visit(n) for n, e in enumerate(events))
        return not true(self.page.get("value_seen", "true")) and not clicked

    def shown(self) -> list[tuple[int, str]]:
        """(number of the event, block) of everything shown that is in memory."""
        events = self.visitor.events
        return [
            (n, e["block"])
            for n, e in enumerate(events)
            if e["event"] == "shown" and self.visitor.held(n)
        ]  # fmt: skip

    def shown_on_this_view(self) -> list[str]:
        """“A `page_view` event starts a page view, and without one nothing was shown on this view”."""
        views = [n for n, e in enumerate(self.visitor.events) if e["event"] == "page_view"]
        return [block for n, block in self.shown() if views and n > views[-1]]

    def gap(self) -> int:
        return duration(self.interrupts.get("gap", "30s"))

    def per_page(self) -> tuple[int, int]:
        """(interrupts shown on this page view, how many there may be)."""
        used = [block for block in self.shown_on_this_view() if self.interrupts_page(block)]
        return len(used), int(self.interrupts.get("per_page", "1"))

    def questions_per_visit(self) -> tuple[int, int]:
        used = [b for n, b in self.shown() if self.visitor.this_visit(n) and self.kind(b) == "question"]
        return len(used), int(self.interrupts.get("questions_per_visit", "2"))

    def once_a_visit(self) -> tuple[int, int]:
        """“without `remember`, interrupts that are not service past one a visit”."""
        used = [b for n, b in self.shown() if self.visitor.this_visit(n) and self.unasked(b)]
        return len(used), 1

    def unasked(self, block: str) -> bool:
        return self.interrupts_page(block) and self.kind(block) != "service"

    def budgets_spent(self, block: str) -> list[int | None]:
        """When each budget that leaves the block no room has room again; None: not by time alone."""
        spent: list[int | None] = []
        if self.interrupts_page(block):
            used, most = self.per_page()
            spent += [None] if used >= most else []
            last = max((self.visitor.events[n]["at"] for n, b in self.shown() if self.interrupts_page(b)), default=None)
            spent += [last + self.gap()] if last is not None and self.now - last < self.gap() else []
        if self.kind(block) == "question":
            used, most = self.questions_per_visit()
            ends = self.visitor.visit_ends if most else None  # none may be asked in any visit
            spent += [ends] if used >= most else []
        if self.unasked(block) and not self.visitor.remembers():
            used, most = self.once_a_visit()
            spent += [self.visitor.visit_ends] if used >= most else []
        return spent

    # --- pass 2 ---

    def pass_2(self, block: str) -> dict[str, Any] | None:
        spec = self.blocks[block]
        visitor = self.visitor
        when = spec.get("when") or {}
        for rule in self.silence.get("service_first") or []:
            if self.kind(block) in rule["pauses"] and visitor.holds_for_any_source(rule["when"]):
                return verdict("SERVICE_FIRST")
        dated = [spec]
        if "campaign" in spec:
            dated.append(self.persona["campaigns"][spec["campaign"]])
        starts = [first_instant(d["from"]) for d in dated if "from" in d]
        if any(self.now < start for start in starts):
            return verdict("NOT_STARTED", max(starts))
        if any(self.now >= first_instant(d["until"]) + DAY for d in dated if "until" in d):
            return verdict("ENDED")
        if "stages" in spec and self.stage not in spec["stages"]:
            return verdict("WRONG_STAGE")
        for signal in [*named(when), *(spec.get("relevance") or {})]:
            if visitor.sensitive(signal) and not visitor.opted_in(signal):
                return verdict("NEEDS_OPT_IN")
        pushes = self.kind(block) == "promotion" and self.interrupts_page(block)
        if not visitor.holds(when) or (pushes and not visitor.adults):
            return verdict("NOT_ELIGIBLE")
        if self.language not in spec["text"]:
            return verdict("NO_TRANSLATION")
        if not self.explainable(block):
            return verdict("UNEXPLAINABLE")
        if self.kind(block) == "question":
            source = visitor.value(self.persona["questions"][spec["question"]]["signal"])
            if source is not None and source[0] in ("answer", "account"):
                return verdict("ALREADY_ANSWERED")
        if self.converted(block):
            return verdict("ALREADY_CONVERTED")
        caps = [c for c in self.silence.get("caps") or [] if self.covers(c, block)]
        if self.on_screen(block):
            caps = [c for c in caps if c["outcome"] != "shown"]
        for name, ending in (("FREQUENCY_CAP", self.full), ("PAUSED", self.pausing)):
            holding = [c for c in caps if ("pause" in c) == (name == "PAUSED") and ending(c, self.now)]
            if holding:
                untils = [first_second(partial(ending, c), self.now) for c in holding]
                return verdict(name, None if None in untils else max(u for u in untils if u))
        return None

    def explainable(self, block: str) -> bool:
        """“its `because` lacks the language, or, without one, a label or value text of a positive term does,
        or a placeholder's text lacks the language. A block none of whose terms added anything is not
        withheld for that”; “A `because` that names a signal which added nothing gives way to the built
        sentence.”"""
        added = {term["signal"]: term for term in self.terms[block] if term["adds"] > 0}
        if not added:
            return True
        because = self.blocks[block].get("because") or {}
        if because and self.language not in because:
            return False
        if because:
            names = re.findall(r"\{([^{}]+)\}", because[self.language])
            if all(name in added for name in names):
                return all(self.has_text(added[name]) for name in names)
        label = {name: self.persona["signals"][name].get("label") or {} for name in added}
        return all(self.language in label[name] and self.has_text(added[name]) for name in added)

    def has_text(self, term: dict[str, Any]) -> bool:
        """“a usage bin is said by its signal's label”."""
        spec = self.persona["signals"][term["signal"]]
        if term["tier"] == "usage" or term["value"] not in (spec.get("values") or {}):
            return self.language in (spec.get("label") or {})
        return self.language in spec["values"][term["value"]]

    def converted(self, block: str) -> bool:
        """“its `goal` event, or its own `converted`, is in memory”."""
        for n, event in enumerate(self.visitor.events):
            goal = event["event"] == self.blocks[block].get("goal") and event["event"] not in OUTCOMES
            own = event["event"] == "converted" and event["block"] == block
            if (goal or own) and self.visitor.held(n):
                return True
        return False

    # --- caps ---

    def covers(self, cap: dict[str, Any], block: str) -> bool:
        return bool(
            cap.get("class") == self.kind(block)
            or cap.get("block") == block
            or cap.get("slot") == self.blocks[block]["slot"]
        )

    def counted(self, cap: dict[str, Any]) -> list[int]:
        """The events a cap counts, whenever they were."""
        return [
            n
            for n, event in enumerate(self.visitor.events)
            if event["event"] == cap["outcome"] and self.visitor.held(n) and self.covers(cap, event["block"])
        ]

    def limit(self, cap: dict[str, Any], at: int) -> int:
        """“the limit is ⌈at_most × (1 − F)⌉, F now”."""
        return max(1, math.ceil(round(int(cap["at_most"]) * (1 - self.fatigue(at)), 9)))  # F is below 1

    def in_window(self, cap: dict[str, Any], at: int) -> int:
        if cap["within"] == "visit":
            over = at >= self.visitor.visit_ends
            return 0 if over else sum(self.visitor.this_visit(n) for n in self.counted(cap))
        length = duration(cap["within"])
        return sum(at - self.visitor.events[n]["at"] < length for n in self.counted(cap))

    def full(self, cap: dict[str, Any], at: int) -> bool:
        """“one without [pause] withholds while the window is full”."""
        return self.in_window(cap, at) >= self.limit(cap, at)

    def pausing(self, cap: dict[str, Any], at: int) -> bool:
        """“pauses what it covers for that long after each event that leaves it full”."""
        counted = self.counted(cap)
        for place, n in enumerate(counted):
            running = at - self.visitor.events[n]["at"] < duration(cap["pause"])
            inside = sum(self.visitor.within(m, cap["within"], of=n) for m in counted[: place + 1])
            if running and inside >= self.limit(cap, at):
                return True
        return False
