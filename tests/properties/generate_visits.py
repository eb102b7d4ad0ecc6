"""Visits to a persona file, drawn from a seed. See generate.py for the rules."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import quote, quote_plus

from .words import BASE, OUTCOMES, TONGUES, Data, seconds

MINUTE, HOUR, DAY = 60, 3600, 86400


class Visit:
    """Draws one visit to a persona."""

    def __init__(self, rng: Random, persona: Data) -> None:
        self.rng, self.persona = rng, persona
        self.signals: Data = persona["signals"]
        self.blocks: Data = persona["blocks"]
        self.silence: Data = persona.get("silence", {})
        self.interrupts = [b for b, s in self.blocks.items() if persona["slots"][s["slot"]]["kind"] == "interrupt"]
        self.events: list[tuple[float, Data]] = []  # (seconds before now, event)
        self.now = BASE + timedelta(hours=rng.randint(-80, 80), seconds=rng.choice([0, 0, 17, 1800]))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def draw(self) -> Data:
        rng = self.rng
        self.history()
        visit: Data = {"now": self.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "language": self.language()}
        visit["url"] = self.url()
        if self.chance(0.2):
            visit["arrived"] = [
                {"at": self.ago(rng.choice([1, MINUTE, 5 * MINUTE, 20 * MINUTE])), "url": self.url()}
                for _ in range(rng.randint(1, 2))
            ]
        visit["consent"] = self.consent()
        visit["quiet"] = "true" if self.chance(0.09) else "false"
        if self.chance(0.5):
            visit["arm"] = rng.choices(["treated", "control", "caps_only"], [10, 1, 2])[0]
        if self.chance(0.7):
            visit["seed"] = str(rng.randint(0, 999))
        visit["page"] = self.page()
        visit["answers"] = self.answers()
        visit["account"] = {
            name: rng.choice(self.values(name))
            for name, spec in self.signals.items()
            if self.chance(0.7 if spec["tier"] == "account" else 0.1)
        }
        visit["optin"] = [n for n, s in self.signals.items() if s["tier"] == "sensitive" and self.chance(0.6)]
        visit["events"] = [{"at": self.when(ago), **event} for ago, event in self.events]
        return {key: value for key, value in visit.items() if key == "now" or (value and self.chance(0.97))}

    def values(self, signal: str) -> list[str]:
        spec = self.signals[signal]
        return list(dict.fromkeys([*spec.get("values", {}), *spec.get("bins", {})]))

    def language(self) -> str:
        own: list[str] = self.persona["languages"]
        return str(self.rng.choice(own) if self.chance(0.7) else self.rng.choice(TONGUES))

    def url(self) -> str:
        encode = self.rng.choice([quote, quote_plus])
        names = ["one", "two", "drei & vier", "other"]
        query = [f"utm_campaign={encode(self.rng.choice(names))}"] if self.chance(0.8) else []
        query += ["utm_source=mail"] if self.chance(0.4) else []
        query += ["x=1", "utm_campaign=two"] if self.chance(0.05) else []
        self.rng.shuffle(query)
        return "https://acme.example/" + ("?" + "&".join(query) if query else "") + self.rng.choice(["", "#top"])

    def consent(self) -> Data:
        rng = self.rng
        personalise: Any = rng.choices(["on", "off"], [20, 1])[0]
        if self.chance(0.25):
            tiers = ["answer", "campaign", "account", "usage"]
            personalise = {tier: rng.choice(["on", "on", "on", "off"]) for tier in tiers if self.chance(0.8)}
        found = {"personalise": personalise, "remember": rng.choices(["on", "off"], [4, 1])[0]}
        found["measure"] = rng.choice(["on", "off"])
        return {key: value for key, value in found.items() if self.chance(0.93)}

    def page(self) -> Data:
        page = {what: "true" for what in ("typing", "media", "checkout") if self.chance(0.06)}
        if self.chance(0.3):
            page["value_seen"] = "true" if self.chance(0.4) else "false"
        showing = {}
        for slot in self.persona["slots"]:
            here = [block for block, spec in self.blocks.items() if spec["slot"] == slot]
            if here and self.chance(0.15):
                showing[slot] = self.rng.choice(here)
        return {**page, **({"showing": showing} if showing else {})}

    def answers(self) -> Data:
        found: Data = {}
        for name, spec in self.signals.items():
            share = 0.7 if spec["tier"] in ("answer", "sensitive") else 0.1
            if self.chance(share):
                value = self.rng.choice(self.values(name))
                at = self.when(self.rng.choice([0, 1, MINUTE, HOUR, 2 * DAY, 7 * DAY, 20 * DAY, 31 * DAY]))
                found[name] = (
                    value if self.chance(0.6) else {"value": value, **({"at": at} if self.chance(0.9) else {})}
                )
        return found

    # --- time ---

    def ago(self, back: float) -> str:
        """A time that long ago, as “-5m” or in full."""
        whole = int(back) == back and 0 < back < 10**8
        if not whole or self.chance(0.3):
            at = self.now - timedelta(seconds=back)
            return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
        for unit, length in (("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", 1)):
            if back % length == 0:
                return f"-{int(back) // length}{unit}"
        raise AssertionError(back)

    def when(self, back: float) -> str:
        """Like `ago`; now and then in the future, which means now."""
        if back == 0:
            return self.rng.choice(["-0s", (self.now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")])
        return self.ago(back)

    # --- history ---

    def add(self, back: float, event: str, block: str | None = None) -> None:
        self.events.append((max(0.0, back), {"event": event, **({"block": block} if block else {})}))

    def history(self) -> None:
        """Sessions over minutes to weeks, the last one up to now; then outcomes aimed at some rule."""
        rng = self.rng
        if self.chance(0.08):
            return
        for _ in range(rng.choice([0, 0, 1, 2, 4])):
            self.session(rng.choice([HOUR, 5 * HOUR, DAY, 2 * DAY, 6 * DAY, 10 * DAY, 25 * DAY]) + rng.randint(0, HOUR))
        if self.chance(0.85):
            self.session(rng.choice([5, 20, MINUTE, 10 * MINUTE, 45 * MINUTE]))
        for _ in range(rng.choice([0, 1, 1, 2])):
            rng.choice([self.fill_a_cap, self.fill_a_gap, self.goal, self.tire])()
        if self.chance(0.7):
            self.events.sort(key=lambda pair: -pair[0])

    def session(self, back: float) -> None:
        """What happens in one visit that began so long ago: little in most, a lot in some."""
        rng = self.rng
        known = self.usage_events()
        if self.chance(0.4):
            self.add(back, "visit")
        if self.chance(0.85):
            self.add(back, "page_view")
        for _ in range(rng.choice([0, 1, 2, 3, 6, 12])):
            back = max(0, back - rng.choice([0, 1, 0.5, 7, 30, MINUTE, 10 * MINUTE, 30 * MINUTE]))
            kind = rng.random()
            if kind < 0.5:
                block = rng.choice(list(self.blocks))
                self.add(back, "shown", block)
                if self.chance(0.35):
                    weights = [3, 3, 2, 0.3, 0.3, 0.3]
                    self.add(back - rng.choice([0, 1, 5]), rng.choices(OUTCOMES[1:], weights)[0], block)
            elif kind < 0.6:
                self.add(back, rng.choice(["page_view", "friction", "visit"]))
            elif known:
                self.add(back, rng.choice(known))

    def usage_events(self) -> list[str]:
        return [spec["counts"]["event"] for spec in self.signals.values() if "counts" in spec]

    def fill_a_cap(self) -> None:
        """Enough outcomes within a cap's window to fill it, or nearly."""
        caps = self.silence.get("caps")
        if not caps:
            return
        cap = self.rng.choice(caps)
        covered = [
            name
            for name, spec in self.blocks.items()
            if name == cap.get("block") or spec["slot"] == cap.get("slot") or spec["class"] == cap.get("class")
        ]
        window = 10 * MINUTE if cap["within"] == "visit" else seconds(cap["within"])
        back = self.rng.choice([0.01, 0.1, 0.5, 0.9, 1]) * window
        if "pause" in cap and self.chance(0.5):
            back = self.rng.choice([0.5, 1, 0.99]) * seconds(cap["pause"])
        for n in range(int(cap["at_most"]) - self.rng.choice([0, 0, 0, 1])):
            if covered:
                self.add(round(back - n * self.rng.choice([1, 30])), cap["outcome"], self.rng.choice(covered))

    def fill_a_gap(self) -> None:
        """An interrupt just shown, on this page view or before it."""
        if self.interrupts:
            back = self.rng.choice([0, 1, 10, 29, 30, 31, 4 * MINUTE, 5 * MINUTE, HOUR])
            if self.chance(0.6):
                self.add(back, "page_view")
            self.add(back, "shown", self.rng.choice(self.interrupts))

    def goal(self) -> None:
        """A goal reached, or a conversion."""
        back = self.rng.choice([MINUTE, HOUR, DAY, 20 * DAY, 60 * DAY])
        goals = [spec["goal"] for spec in self.blocks.values() if "goal" in spec]
        if goals and self.chance(0.7):
            self.add(back, self.rng.choice(goals))
        else:
            self.add(back, "converted", self.rng.choice(list(self.blocks)))

    def tire(self) -> None:
        """Dismissed, again and again."""
        back = self.rng.choice([HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY])
        for n in range(self.rng.randint(1, 4)):
            block = self.rng.choice(list(self.blocks))
            self.add(back - n * MINUTE, self.rng.choice(["dismissed", "ignored", "not_helpful", "dismissed"]), block)


def visit(rng: Random, persona: Data) -> Data:
    """A visit file's data, for this persona."""
    return Visit(rng, persona).draw()
