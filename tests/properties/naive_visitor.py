"""What one visitor is known by at one moment, worked out from the pages' words alone.

Rules
1. Written from persona-format.md and decisions.md; shares no code with the engine, standard library only.
2. Plain, slow and obvious: everything is worked out anew whenever it is asked for.
3. A persona and a visit are plain dicts whose scalars are text, as they stand in the files.
"""

from __future__ import annotations

import math
import urllib.parse
from functools import cached_property
from typing import Any

from .naive_basics import DAY, UNITS, duration, first_instant, holds, instant, may_hold, named

IDLE = 30 * UNITS["m"]
OUTCOMES = ["shown", "ignored", "dismissed", "clicked", "converted", "not_helpful", "complained"]
WEIGHTS = {
    "shown": "0.10", "ignored": "0.25", "friction": "0.25", "dismissed": "0.75",
    "not_helpful": "1.5", "complained": "3", "clicked": "-0.75", "converted": "-1.5",
}  # fmt: skip
TIERS = ["account", "answer", "usage", "campaign"]


class Visitor:
    """One persona file, one visit, and what follows for signals, events and fatigue."""

    def __init__(self, persona: dict[str, Any], visit: dict[str, Any]) -> None:
        self.persona, self.visit = persona, visit
        self.silence = persona.get("silence") or {}
        self.now = instant(visit["now"])
        self.adults = persona.get("audience", "adults") == "adults"
        self.events = self.read_events()
        self.visits = self.read_visits()

    # --- consent ---

    def consents(self, tier: str) -> bool:
        """“as it stands; missing keys: the file's, with `ask` standing for off”. The audiences that are not
        adults “switch off usage signals”."""
        if tier == "usage" and not self.adults:
            return False
        words = (self.visit.get("consent") or {}).get("personalise")
        word = words if isinstance(words, str) else (words or {}).get(tier)
        if word is None:
            words = (self.persona.get("consent") or {}).get("personalise", {})
            defaults = {"answer": "on", "campaign": "on", "account": "on", "usage": "ask"}
            word = words if isinstance(words, str) else words.get(tier, defaults[tier])
        return bool(word == "on")

    def personalise(self) -> bool:
        """“Every tier off is personalise off.”"""
        return any(self.consents(tier) for tier in TIERS)

    def remembers(self) -> bool:
        return (self.visit.get("consent") or {}).get("remember") == "on"

    def measures(self) -> bool:
        return self.adults and (self.visit.get("consent") or {}).get("measure") == "on"

    # --- events ---

    def at(self, text: str | None) -> int:
        """“`at` is RFC 3339, or "-" and a duration before now”; later than now becomes now."""
        if text is None:
            return self.now
        return min(self.now, self.now - duration(text[1:]) if text.startswith("-") else instant(text))

    def read_events(self) -> list[dict[str, Any]]:
        """“An `at` later than `now` becomes now; then events are sorted stably”; outcomes and friction
        are “kept for the longest window, pause or 10 half-lives, at most 180d”."""
        events = [{**event, "at": self.at(event.get("at"))} for event in self.visit.get("events") or []]
        return sorted(events, key=lambda event: event["at"])

    def read_visits(self) -> list[int]:
        """The number of the visit each event belongs to; the present one's is the last in the list.

        “a `visit` event starts a visit, else the first event after 30 quiet minutes”. Answers and arrivals
        break the quiet too. Sets when the present visit began."""
        answers = [a for a in (self.visit.get("answers") or {}).values() if not isinstance(a, str)]
        others = [self.at(one.get("at")) for one in [*answers, *(self.visit.get("arrived") or [])]]
        points: list[tuple[int, int | None]] = [(e["at"], n) for n, e in enumerate(self.events)]
        points += [(at, None) for at in others]
        numbers: list[int] = []
        before: int | None = None
        number, self.visit_start = 0, self.now
        for at, n in sorted(points, key=lambda point: point[0]):
            opens = n is not None and self.events[n]["event"] == "visit"
            if before is None or opens or at - before >= IDLE:
                number, self.visit_start = number + 1, at
            if n is not None:
                numbers.append(number)
            before = at
        if before is None or self.now - before >= IDLE:
            number, self.visit_start = number + 1, self.now
        self.visit_ends = self.now + IDLE  # “30 idle minutes” after the visitor came to this page, which is now
        return [*numbers, number]

    def this_visit(self, n: int) -> bool:
        return self.visits[n] == self.visits[-1]

    def retention(self) -> int:
        caps = self.silence.get("caps") or []
        spans = [cap["within"] for cap in caps] + [cap["pause"] for cap in caps if "pause" in cap]
        spans.append((self.silence.get("interrupts") or {}).get("gap", "30s"))  # a window, too
        lengths = [duration(span) for span in spans if span != "visit"] + [10 * self.half_life()]
        return min(max(lengths), 180 * DAY)

    def held(self, n: int) -> bool:
        """Is the outcome, friction or goal still in memory?"""
        return bool(self.now - self.events[n]["at"] < self.retention())

    def within(self, n: int, span: str, of: int | None = None) -> bool:
        """Does event n lie in the rolling window that ends with event `of`, or now?"""
        if span == "visit":
            return self.visits[n] == self.visits[-1 if of is None else of]
        until = self.now if of is None else self.events[of]["at"]
        return bool(until - self.events[n]["at"] < duration(span))

    # --- signals ---

    def sensitive(self, signal: str) -> bool:
        return bool(self.persona["signals"][signal]["tier"] == "sensitive")

    def opted_in(self, signal: str) -> bool:
        """For audiences that are not adults “no opt-in stands either”."""
        return self.adults and signal in (self.visit.get("optin") or [])

    def kept(self, signal: str, at: int, this_visit: bool) -> bool:
        keep = self.persona["signals"][signal]["keep"]
        return this_visit if keep == "visit" else self.now - at < duration(keep)

    def count(self, signal: str) -> int:
        """“Without `within`, the window is `keep`”; what is past `keep` is not held at all."""
        spec = self.persona["signals"][signal]
        total = 0
        for n, event in enumerate(self.events):
            if event["event"] != spec["counts"]["event"]:
                continue
            if self.within(n, spec["keep"]) and self.within(n, spec["counts"].get("within", spec["keep"])):
                total += 1
        return total

    def sources(self, signal: str) -> list[tuple[str, str]]:
        """(tier, value) of every source that says something, in the order account, answer, usage, campaign."""
        if self.sensitive(signal) and not self.opted_in(signal):
            return []
        found = []
        for tier, read in (
            ("account", self.from_account), ("answer", self.from_answer),
            ("usage", self.from_usage), ("campaign", self.from_campaign),
        ):  # fmt: skip
            allowed = not self.sensitive(signal) or tier in ("account", "answer")
            value = read(signal) if allowed and self.consents(tier) else None
            if value is not None:
                found.append((tier, value))
        return found

    def from_account(self, signal: str) -> str | None:
        return (self.visit.get("account") or {}).get(signal)

    def from_answer(self, signal: str) -> str | None:
        answer = (self.visit.get("answers") or {}).get(signal)
        if answer is None or isinstance(answer, str):
            return answer
        at = self.at(answer.get("at"))
        return str(answer["value"]) if self.kept(signal, at, at >= self.visit_start) else None

    def from_usage(self, signal: str) -> str | None:
        """“the value is the bin with the largest bound ≤ count; below all bounds, none”."""
        spec = self.persona["signals"][signal]
        if "counts" not in spec:
            return None
        count = self.count(signal)
        reached = [(int(bound), value) for value, bound in spec["bins"].items() if int(bound) <= count]
        return max(reached)[1] if reached else None

    def from_campaign(self, signal: str) -> str | None:
        """“Among campaigns the latest arrival wins, then file order.” “An ended campaign sets nothing”."""
        arrivals = [(self.at(a.get("at")), 0, a["url"]) for a in self.visit.get("arrived") or []]
        if self.visit.get("url") is not None:
            arrivals.append((self.now, 1, self.visit["url"]))  # `arrived` are earlier ones, this is the latest
        found = []
        for at, here, url in arrivals:
            pairs = urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query, keep_blank_values=True)
            query = dict(reversed(pairs))  # the first of a repeated parameter
            for n, campaign in enumerate((self.persona.get("campaigns") or {}).values()):
                match = campaign.get("match") or {}
                fits = bool(match) and all(query.get(key) in accepted for key, accepted in match.items())
                if fits and self.running(campaign) and signal in (campaign.get("sets") or {}):
                    found.append((-at, -here, n, campaign["sets"][signal]))
        if not found or not self.kept(signal, -min(found)[0], True):
            return None
        return str(min(found)[3])

    def running(self, dated: dict[str, Any]) -> bool:
        """“Dates are UTC; `until` includes its day.”"""
        started = "from" not in dated or self.now >= first_instant(dated["from"])
        return started and ("until" not in dated or self.now < first_instant(dated["until"]) + DAY)

    def value(self, signal: str) -> tuple[str, str] | None:
        """(tier, value): account, then answer, usage, campaign. “A usage count of zero yields to a campaign's value.”"""
        sources = self.sources(signal)
        if len(sources) > 1 and sources[0][0] == "usage" and self.count(signal) == 0:
            sources = sources[1:]
        return sources[0] if sources else None

    # --- conditions ---

    def holds(self, when: dict[str, Any]) -> bool:
        return holds(when, {signal: (self.value(signal) or (None, None))[1] for signal in named(when)})

    def holds_for_any_source(self, when: dict[str, Any]) -> bool:
        """“a rule holds if any source says so”."""
        return may_hold(when, {signal: [value for _, value in self.sources(signal)] for signal in named(when)})

    def first(self, section: str) -> str | None:
        """“first match wins”."""
        for one in self.persona.get(section) or []:
            if self.holds(one["when"]):
                return str(one["id"])
        return None

    # --- fatigue ---

    def half_life(self) -> int:
        return duration((self.silence.get("fatigue") or {}).get("half_life", "5d"))

    @cached_property
    def load(self) -> tuple[float, int]:
        """(L without pressure after the last event that weighs, that event's time)."""
        weights = {**WEIGHTS, **((self.silence.get("fatigue") or {}).get("weights") or {})}
        blocks, slots = self.persona["blocks"], self.persona["slots"]
        load, last = 0.0, self.now
        for n, event in enumerate(self.events):
            name = event["event"]
            if not self.held(n) or (name not in OUTCOMES and name != "friction"):
                continue
            if name != "friction":
                block = blocks[event["block"]]
                slot = slots[block["slot"]]
                if slot.get("default") == event["block"]:
                    continue  # “defaults never”
                tires = slot["kind"] == "interrupt" or block["class"] in ("promotion", "question")
                if name in ("shown", "ignored") and not tires:
                    continue
            decayed = load * math.exp2(-(event["at"] - last) / self.half_life()) if load else 0.0
            load, last = max(0.0, round(decayed + float(weights[name]), 9)), event["at"]
        return load, last

    @cached_property
    def pressure(self) -> float:
        """“plus `pressure` while it lasts”."""
        total = 0.0
        for signal, weights in ((self.silence.get("fatigue") or {}).get("pressure") or {}).items():
            value = self.value(signal)
            if value is not None and value[1] in weights:
                total += float(weights[value[1]])
        return total

    def fatigue(self, at: int) -> float:
        """F = 1 − exp2(−L), rounded to 9 decimals, if nothing happens until `at`; 0 with personalise off."""
        if not self.personalise():
            return 0.0
        load, last = self.load
        return round(1 - math.exp2(-(load * math.exp2(-(at - last) / self.half_life()) + self.pressure)), 9)
