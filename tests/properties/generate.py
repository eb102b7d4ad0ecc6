"""Rich small persona files and visits, drawn from a seed.

Rules
1. Every file drawn is valid: `edgepersona.authoring` must load it. A refusal is a mistake here.
2. All scalars are text, as in a file; `words.written` gives the file (JSON, which is YAML).
3. Histories are clustered: sessions close to `now`, outcomes aimed at caps, gaps and budgets, so that every
   rule of decisions.md binds in a fair share of visits.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from .words import (
    BASE,
    BIN_IDS,
    CLASSES,
    EVENTS,
    GOALS,
    KEEPS,
    LANGUAGES,
    OUTCOMES,
    SIGNAL_IDS,
    VALUE_IDS,
    Data,
    label,
    said,
)  # fmt: skip


def day(rng: Random, near: int = 6) -> str:
    return (BASE + timedelta(days=rng.randint(-near, near))).strftime("%Y-%m-%d")


# --- persona ---


class Persona:
    """Draws one persona file. `sane`: weights tire and refresh as their names say, as `check` would have it."""

    def __init__(self, rng: Random, sane: bool = False) -> None:
        self.rng, self.sane = rng, sane
        self.languages = rng.sample(LANGUAGES, rng.choice([1, 2, 2, 3, 4]))
        self.signals: Data = {}
        self.questions: Data = {}
        self.slots: Data = {}
        self.blocks: Data = {}

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def draw(self) -> Data:
        rng = self.rng
        tiers = [rng.choice(["answer", "campaign"])]
        tiers += rng.choices(
            ["answer", "campaign", "account", "usage", "sensitive"], [4, 3, 3, 4, 3], k=rng.randint(1, 7)
        )
        for name, tier in zip(rng.sample(SIGNAL_IDS, len(tiers)), tiers, strict=True):
            self.signals[name] = self.signal(name, tier)
        for n in range(rng.randint(0, 3)):
            self.questions[f"q{n}"] = self.question()
        campaigns = {f"c{n}": self.campaign() for n in range(rng.randint(0, 3))}
        stages = [{"id": f"st{n}", "when": self.condition()} for n in range(rng.randint(0, 3))]
        stages += [{"id": "rest", "when": {}}] if self.chance(0.6) else []
        segments = [{"id": f"seg{n}", "when": self.condition()} for n in range(rng.randint(1, 9))]
        segments += [{"id": "other", "when": {}}] if self.chance(0.6) else []
        kinds = rng.choices(["inline", "interrupt"], [2, 3], k=rng.randint(1, 4))
        for n, kind in enumerate(kinds):
            self.slots[f"{kind}-{n}"] = {"kind": kind}
            if kind == "inline" and self.chance(0.8):
                self.slots[f"{kind}-{n}"]["default"] = f"d-{n}"
        for name, slot in self.slots.items():
            if "default" in slot:
                self.blocks[slot["default"]] = self.default(name)
        full = [s for s in self.slots if self.chance(0.92)] or list(self.slots)
        stage_ids = [str(stage["id"]) for stage in stages]
        for n in rng.sample(range(40), rng.randint(4, 16)):
            self.blocks[f"b{n}"] = self.block(rng.choice(full), list(campaigns), stage_ids)
        persona: Data = {
            "persona": "1",
            "site": rng.choice(["acme", "shop-2"]),
            "audience": rng.choices(["adults", "mixed", "children"], [18, 1, 1])[0],
            "languages": self.languages,
            "signals": self.signals,
            "questions": self.questions,
            "campaigns": campaigns,
            "stages": stages,
            "segments": segments,
            "slots": self.slots,
            "blocks": dict(rng.sample(sorted(self.blocks.items()), len(self.blocks))),
            "silence": self.silence(),
            "consent": self.consent(),
            "experiment": {"control": rng.choice(["0", "0.1", "0.3"]), "caps_only": rng.choice(["0", "0.2"])},
            "measure": {"mode": "central", "conversions": ["order"], "guardrails": ["dismissed", "opted_out"]},
        }
        for section in ("audience", "questions", "campaigns", "stages", "silence", "consent", "experiment"):
            if self.chance(0.04) and not (section in ("questions", "campaigns", "stages") and persona[section]):
                del persona[section]
        return persona

    def words(self, text: str, share: float = 0.9, fallback: bool = False) -> Data:
        return {
            language: f"{text} ({language})"
            for n, language in enumerate(self.languages)
            if (fallback and n == 0) or self.chance(share)
        }

    def signal(self, name: str, tier: str) -> Data:
        rng = self.rng
        spec: Data = {"tier": tier, "keep": rng.choice(KEEPS), "purpose": "To fit the page"}
        if self.chance(0.95):
            spec["label"] = self.words(label(name))
        values = rng.sample(VALUE_IDS, rng.randint(2, 4))
        counts: Data = {"event": rng.choice(EVENTS)}
        if self.chance(0.5):
            counts["within"] = rng.choice(KEEPS)
        if tier == "usage":
            spec["counts"] = counts
            spec["bins"] = self.bins(rng.sample(BIN_IDS, rng.randint(1, 3)))
            if self.chance(0.2):
                spec["values"] = {v: self.words(said(name, v), 0.8) for v in spec["bins"] if self.chance(0.7)}
        else:
            spec["values"] = {value: self.words(said(name, value)) for value in values}
        if tier == "sensitive":
            spec["optin"] = "true"
            if self.chance(0.3):
                spec["special"] = "true"
        elif tier != "usage" and self.chance(0.15):
            spec["counts"] = counts
            spec["bins"] = self.bins(rng.sample(values, rng.randint(1, len(values))))
        return spec

    def bins(self, names: list[str]) -> Data:
        bounds = sorted(self.rng.sample([0, 1, 2, 3, 5], len(names)))
        if self.chance(0.5):
            bounds[0] = 0
        pairs = [(name, str(bound)) for name, bound in zip(names, bounds, strict=True)]
        self.rng.shuffle(pairs)
        return dict(pairs)

    def values(self, signal: str) -> list[str]:
        spec = self.signals[signal]
        return list(dict.fromkeys([*spec.get("values", {}), *spec.get("bins", {})]))

    def common_signal(self) -> str:
        """A signal; sensitive ones less often, for they withhold so much."""
        name = self.rng.choice(list(self.signals))
        if self.signals[name]["tier"] == "sensitive":
            name = self.rng.choice(list(self.signals))
        return name

    def question(self) -> Data:
        spec: Data = {
            "signal": self.common_signal(),
            "ask": self.words("Which?", fallback=True),
            "why": self.words("So that it fits."),
        }
        if self.chance(0.5):
            spec["after"] = "value"
        return spec

    def campaign(self) -> Data:
        rng = self.rng
        match: Data = {"utm_campaign": rng.sample(["one", "two", "drei & vier"], rng.randint(1, 2))}
        if self.chance(0.3):
            match["utm_source"] = ["mail"]
        plain = [name for name, spec in self.signals.items() if spec["tier"] != "sensitive"]
        sets = {name: rng.choice(self.values(name)) for name in rng.sample(plain, min(len(plain), rng.randint(1, 3)))}
        return {"match": match, "sets": sets, **self.dates(0.15)}

    def dates(self, share: float) -> Data:
        found = {}
        if self.chance(share):
            found["from"] = day(self.rng)
        if self.chance(share):
            found["until"] = day(self.rng)
        if found.get("until", "9") < found.get("from", "0"):
            found["from"], found["until"] = found["until"], found["from"]
        return found

    def condition(self, depth: int = 0) -> Data:
        rng = self.rng
        found: Data = {}
        for _ in range(rng.choice([1, 1, 1, 2])):
            nest = rng.random() if depth < 2 else 1
            if nest < 0.12:
                found["any"] = [self.condition(depth + 1) for _ in range(rng.randint(1, 3))]
            elif nest < 0.2:
                found["all"] = [self.condition(depth + 1) for _ in range(rng.randint(1, 2))]
            elif nest < 0.35:
                found["not"] = self.condition(depth + 1) if self.chance(0.95) else {}
            else:
                name = self.common_signal()
                values = self.values(name)
                found[name] = rng.sample(values, rng.randint(1, max(1, len(values) - 1)))
        return found

    def text(self, everywhere: bool) -> Data:
        cta = {"label": "Go", "href": "/go"}
        return {
            language: {"title": f"Title {language}", "body": "Words.", **({"cta": cta} if self.chance(0.3) else {})}
            for n, language in enumerate(self.languages)
            if everywhere or n == 0 or self.chance(0.88)
        }

    def default(self, slot: str) -> Data:
        block: Data = {"slot": slot, "class": self.rng.choice(["content", "content", "service"])}
        if self.chance(0.1):
            block["goal"] = self.rng.choice(GOALS)
        return {**block, "text": self.text(True)}

    def block(self, slot: str, campaigns: list[str], stages: list[str]) -> Data:
        rng = self.rng
        classes = CLASSES if self.questions else CLASSES[:3]
        weights = [3, 4, 1.5, 3] if self.slots[slot]["kind"] == "interrupt" else [6, 2, 1, 1]
        block: Data = {"slot": slot, "class": rng.choices(classes, weights[: len(classes)])[0]}
        if block["class"] == "question":
            block["question"] = rng.choice(list(self.questions))
        if self.chance(0.3):
            block["goal"] = rng.choice(GOALS)
        if self.chance(0.25):
            block["when"] = self.condition()
        if stages and self.chance(0.2):
            block["stages"] = rng.sample(stages, rng.randint(1, len(stages)))
        block.update(self.dates(0.06))
        if campaigns and self.chance(0.12):
            block["campaign"] = rng.choice(campaigns)
        bare = self.chance(0.05)
        if not bare:
            names = list(dict.fromkeys(self.common_signal() for _ in range(rng.randint(1, 4))))
            block["relevance"] = {name: self.weights(name, ["1.5", "2", "2.5", "3", "1", "0.3"]) for name in names}
        if self.chance(0.3):
            block["value"] = rng.choice(["0.5", "1.3", "2", "3", "10", "1.0"])
        block["text"] = self.text(self.chance(0.6))
        if bare or self.chance(0.5):
            block["because"] = self.because(block.get("relevance"), bare)
        return block

    def weights(self, signal: str, positive: list[str]) -> Data:
        values = self.values(signal)
        return {
            value: self.rng.choice(positive if self.chance(0.88) else ["-1", "-0.5", "-2.5", "0", "0.0001"])
            for value in self.rng.sample(values, self.rng.randint(1, len(values)))
        }

    def because(self, relevance: Data | None, bare: bool) -> Data:
        sentences: Data = {}
        for language in self.languages:
            if self.chance(0.85):
                names = [] if bare or self.chance(0.3) else self.rng.sample(sorted(relevance or {}), 1)
                if names and self.chance(0.1):
                    names.append(self.rng.choice(list(self.signals)))
                sentences[language] = "Because of " + "".join(f"“{{{name}}}” " for name in names) + "you."
        return sentences or {self.languages[0]: "Because of you."}

    def silence(self) -> Data:
        rng = self.rng
        fatigue: Data = {
            "half_life": rng.choice(["6h", "1d", "5d", "5d", "20d"]),
            "stop": rng.choice(["0.3", "0.6", "0.6", "0.8", "0.95"]),
        }
        if self.chance(0.5):
            fatigue["weights"] = {
                name: rng.choice(["0", "0.1", "0.4", "1"] if self.sane or self.chance(0.9) else ["-0.2", "-1"])
                for name in ["shown", "ignored", "friction", "dismissed", "not_helpful", "complained"]
                if self.chance(0.4)
            }
        if self.chance(0.3):
            name = rng.choice(list(self.signals))
            fatigue["pressure"] = {name: self.pressing(name)}
        silence: Data = {"fatigue": fatigue, "caps": [self.cap() for _ in range(rng.randint(0, 4))]}
        if self.chance(0.8):
            silence["utility"] = {
                "inline": rng.choice(["0", "0", "0.5", "1.5"]),
                "interrupt": rng.choice(["0", "0.5", "1", "1", "1.7"]),
            }
        interrupts: Data = {
            "per_page": rng.choice(["1", "1", "1", "2", "3", "0"]),
            "gap": rng.choice(["0s", "30s", "30s", "5m", "2h"]),
            "questions_per_visit": rng.choice(["0", "1", "1", "2", "3"]),
            "wait_while": rng.sample(["typing", "media", "checkout"], rng.randint(0, 3)),
        }
        silence["interrupts"] = {key: value for key, value in interrupts.items() if self.chance(0.9)}
        if self.chance(0.4):
            silence["service_first"] = [
                {
                    "when": self.condition(),
                    "pauses": rng.sample(["content", "promotion", "question"], rng.randint(1, 3)),
                }
                for _ in range(rng.randint(1, 2))
            ]
        return {key: value for key, value in silence.items() if self.chance(0.97)}

    def pressing(self, signal: str) -> Data:
        values = self.values(signal)
        drawn = self.rng.sample(values, self.rng.randint(1, min(2, len(values))))
        return {value: self.rng.choice(["0", "0.3", "0.5", "2"]) for value in drawn}

    def cap(self) -> Data:
        rng = self.rng
        scope = rng.choice(["class", "block", "slot"])
        cap: Data = {
            "class": {"class": rng.choices(CLASSES, [3, 4, 1, 2])[0]},
            "block": {"block": rng.choice(list(self.blocks))},
            "slot": {"slot": rng.choice(list(self.slots))},
        }[scope]
        cap["outcome"] = rng.choice(["shown", "shown", "shown", "dismissed", "ignored", rng.choice(OUTCOMES)])
        cap["at_most"] = rng.choice(["1", "1", "2", "3", "5"])
        cap["within"] = rng.choice(["visit", "10m", "1h", "1d", "7d", "30d"])
        if self.chance(0.5):
            cap["pause"] = rng.choice(["10m", "1h", "1d", "7d", "30d"])
        return cap

    def consent(self) -> Data:
        rng = self.rng
        word = ["on"] * 6 + ["ask"] * 2 + ["off"]
        personalise: Any = rng.choice(word)
        if self.chance(0.7):
            personalise = {tier: rng.choice(word) for tier in ("answer", "campaign", "account", "usage")}
        found = {
            "personalise": personalise,
            "remember": rng.choice(["ask", "off"]),
            "measure": rng.choice(["ask", "ask", "off"]),
        }
        return {key: value for key, value in found.items() if self.chance(0.9)}


def persona(rng: Random, sane: bool = False) -> Data:
    """A persona file's data."""
    return Persona(rng, sane).draw()
