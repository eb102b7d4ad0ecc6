"""Taking away what withheld a block: the mechanical half of property 5.

Rules
1. One reason's cause is removed, and as little else as can be; what is known about the visitor stays.
2. None where no small change removes the cause and leaves all else as it was.
"""

from __future__ import annotations

import copy
from typing import Any

from .naive_visitor import Visitor
from .words import Data

ENOUGH = "1000000"
LONG_AGO = "2020-01-01"


def without_cause(persona: Data, visit: Data, entry: Data, language: str) -> tuple[Data, Data] | None:
    """(persona, visit) in which the withheld entry's reason has no cause; None where that is not mechanical."""
    persona, visit = copy.deepcopy(persona), copy.deepcopy(visit)
    remove = REMOVALS.get(entry["reason"])
    if remove is None:
        return None
    block = persona["blocks"][entry["block"]]
    visit.setdefault("page", {})
    visit.setdefault("consent", {})
    if remove(persona, visit, block, entry, language) is False:
        return None
    return persona, visit


def silence(persona: Data, part: str) -> Data:
    found: Data = persona.setdefault("silence", {}).setdefault(part, {})
    return found


def personalisation_off(persona: Data, visit: Data, *_: Any) -> None:
    visit["consent"]["personalise"] = "on"
    persona["consent"] = {"personalise": "on"}


def control_arm(persona: Data, visit: Data, *_: Any) -> None:
    visit["arm"] = "treated"


def page_busy(persona: Data, visit: Data, *_: Any) -> None:
    visit["page"] = {"showing": visit["page"].get("showing", {})}


def quiet(persona: Data, visit: Data, *_: Any) -> None:
    visit["quiet"] = "false"


def interrupt_budget(persona: Data, visit: Data, *_: Any) -> None:
    silence(persona, "interrupts").update(per_page="1000", gap="0s", questions_per_visit="1000")
    visit["consent"]["remember"] = "on"
    persona.get("consent", {}).pop("remember", None)


def fatigued(persona: Data, *_: Any) -> None:
    names = ("shown", "ignored", "friction", "dismissed", "not_helpful", "complained", "clicked", "converted")
    silence(persona, "fatigue")["weights"] = dict.fromkeys(names, "0")
    silence(persona, "fatigue").pop("pressure", None)


def service_first(persona: Data, *_: Any) -> None:
    persona["silence"]["service_first"] = []


def not_started(persona: Data, visit: Data, block: Data, *_: Any) -> None:
    for key in ("from", "until", "campaign"):
        block.pop(key, None)


def wrong_stage(persona: Data, visit: Data, block: Data, *_: Any) -> None:
    del block["stages"]


def needs_opt_in(persona: Data, visit: Data, block: Data, *_: Any) -> None:
    block.pop("when", None)
    plain = {s: w for s, w in block.get("relevance", {}).items() if persona["signals"][s]["tier"] != "sensitive"}
    block["relevance"] = plain
    if not plain:
        block["because"] = {persona["languages"][0]: "Because."}


def not_eligible(persona: Data, visit: Data, block: Data, *_: Any) -> bool:
    interrupts = persona["slots"][block["slot"]]["kind"] == "interrupt"
    if block["class"] == "promotion" and interrupts and persona.get("audience", "adults") != "adults":
        return False
    block.pop("when", None)
    return True


def no_translation(persona: Data, visit: Data, block: Data, entry: Data, language: str) -> None:
    block["text"][language] = {"title": "Now in this language"}


def unexplainable(persona: Data, visit: Data, block: Data, entry: Data, language: str) -> None:
    block["because"] = {**block.get("because", {}), language: "Because."}


def already_answered(persona: Data, visit: Data, block: Data, *_: Any) -> None:
    words = {persona["languages"][0]: "Fresh"}
    persona["signals"]["fresh"] = {
        "tier": "answer", "keep": "visit", "purpose": "To ask anew", "label": words, "values": {"yes": words},
    }  # fmt: skip
    persona["questions"]["fresh"] = {**persona["questions"][block["question"]], "signal": "fresh"}
    block["question"] = "fresh"


def already_converted(persona: Data, visit: Data, block: Data, entry: Data, *_: Any) -> bool:
    """Its goal. Its own `converted` stays: without it the visitor would be more tired."""
    own = any(e["event"] == "converted" and e["block"] == entry["block"] for e in visit.get("events", []))
    if "goal" in block:
        persona["measure"]["conversions"] = ["order", "demo_request", "faq_read"]  # still events of the file
        del block["goal"]
    return not own


def capped(persona: Data, visit: Data, block: Data, entry: Data, *_: Any) -> None:
    for cap in persona["silence"]["caps"]:
        if ("pause" in cap) == (entry["reason"] == "PAUSED"):
            cap["at_most"] = ENOUGH


def below_silence(persona: Data, visit: Data, block: Data, *_: Any) -> bool:
    """Something is known that makes it worth more than any silence."""
    words = dict.fromkeys(persona["languages"], "Fresh")
    persona["signals"]["fresh"] = {
        "tier": "answer", "keep": "visit", "purpose": "To add", "label": words, "values": {"yes": words},
    }  # fmt: skip
    block["relevance"] = {**block.get("relevance", {}), "fresh": {"yes": ENOUGH}}
    block["because"] = words
    for section in ("answers", "account"):
        visit[section] = {**visit.get(section, {}), "fresh": "yes"}
    return Visitor(persona, visit).value("fresh") is not None


def outranked(persona: Data, visit: Data, block: Data, entry: Data, *_: Any) -> None:
    """The block that took its place is over."""
    rival = persona["blocks"][entry["by"]]
    rival.pop("from", None)
    rival["until"] = LONG_AGO


REMOVALS: dict[str, Any] = {
    "PERSONALISATION_OFF": personalisation_off,
    "CONTROL_ARM": control_arm,
    "PAGE_BUSY": page_busy,
    "QUIET": quiet,
    "INTERRUPT_BUDGET": interrupt_budget,
    "FATIGUED": fatigued,
    "SERVICE_FIRST": service_first,
    "NOT_STARTED": not_started,
    "ENDED": not_started,
    "WRONG_STAGE": wrong_stage,
    "NEEDS_OPT_IN": needs_opt_in,
    "NOT_ELIGIBLE": not_eligible,
    "NO_TRANSLATION": no_translation,
    "UNEXPLAINABLE": unexplainable,
    "ALREADY_ANSWERED": already_answered,
    "ALREADY_CONVERTED": already_converted,
    "FREQUENCY_CAP": capped,
    "PAUSED": capped,
    "BELOW_SILENCE": below_silence,
    "OUTRANKED": outranked,
}
