"""How often a visitor can be interrupted: what the numbers leave out, and what one refusal may make room for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from edgepersona.authoring.checks import CHECKS
from edgepersona.authoring.checks.interruptions import worst_case
from edgepersona.authoring.checks.study import Study
from edgepersona.authoring.compile import Checked
from edgepersona.core.decide import Decision, Shown, decide
from edgepersona.core.moment import Event
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.times import HOUR, SECOND
from tests.core.test_device import Tab
from tests.properties.engine import Engine, engine
from tests.properties.generate import persona
from tests.properties.words import Data

from .shop import changed, checked, found

SPECIAL = """\
persona: 1
site: t
languages: [en]
signals:
  diet: {tier: sensitive, optin: true, special: true, keep: visit, purpose: x, label: {en: your diet}, values: {a: {en: A}, b: {en: B}}}
slots:
  notice: {kind: interrupt}
blocks:
  offer: {slot: notice, class: promotion, goal: buy, relevance: {diet: {a: 3}}, text: {en: {title: P}}}
  aid: {slot: notice, class: service, goal: buy, relevance: {diet: {b: 3}}, text: {en: {title: P}}}
silence:
  caps:
    - {class: promotion, outcome: shown, at_most: 1, within: 7d}
    - {slot: notice, outcome: shown, at_most: 9, within: 7d}
    - {class: promotion, outcome: dismissed, at_most: 1, within: 7d, pause: 7d}
  interrupts: {per_page: 1, gap: 1h}
  service_first: [{when: {diet: [b]}, pauses: [promotion]}]
"""


def named(checked: Checked, check: str) -> set[str]:
    """The blocks that a check finds, by the line they stand on."""
    places = {(node.line, node.column) for node, _ in CHECKS[check].run(checked, Study(checked.bundle))}
    at = {block: checked.where("blocks", block) for block in checked.persona.blocks}
    return {block for block, node in at.items() if (node.line, node.column) in places}


# --- nothing is stored about them ---------------------------------------------------------------------


def interrupted(prepared: Prepared, reloads: int) -> int:
    """How many of so many reloads bring up the offer, each dismissed at once."""
    tab = Tab(prepared, url="https://x.example/")
    tab.page = {"value_seen": True}
    tab("page")
    tab("consent", changes={"personalise": "on", "remember": "on"})
    tab("optIn", signal="diet", yes=True)
    times = 0
    for _ in range(reloads):
        tab.stores["page"], tab.page = None, {"value_seen": True}
        tab("page")
        if tab("signal", signal="diet", value="a")["view"]["slots"]["notice"]["block"] == "offer":
            times += 1
            tab("outcome", slot="notice", block="offer", outcome="dismissed")
        tab.now += 2 * SECOND
    return times


def test_what_tells_a_special_signal_is_not_promised_a_bound() -> None:
    """Every cap is forgotten with the page; so `check` says it, and has no number for it."""
    told = checked(SPECIAL)
    assert interrupted(prepare(told.bundle), 5) == 5
    assert named(told, "unremembered-interrupt") == {"offer"}
    worst = worst_case(Study(told.bundle))
    assert (worst.passive, worst.any_visitor, worst.service, worst.per_visit) == (0, 0, 0, 0)
    assert str(worst).splitlines()[1:] == [
        "no bound, and not counted above: aid, offer; telling a special signal, nothing about them is stored, and a"
        " reload forgets that they were shown"
    ]


def test_what_is_merely_sensitive_is_stored_and_has_a_bound() -> None:
    told = checked(SPECIAL.replace("special: true, ", ""))
    assert interrupted(prepare(told.bundle), 5) == 1
    assert named(told, "unremembered-interrupt") == set()
    worst = worst_case(Study(told.bundle))
    assert (worst.passive, worst.service, worst.without_bound) == (1, 9, ())
    assert len(str(worst).splitlines()) == 1


def special_told(file: Data, block: Data) -> bool:
    """Whether a block tells a special signal, read from the file."""
    special = {name for name, spec in file["signals"].items() if spec.get("special") == "true"}
    told = {*block.get("relevance", {}), *names(block.get("when", {}))}
    if "question" in block:
        told.add(file["questions"][block["question"]]["signal"])
    for stage in file.get("stages", []):
        if stage["id"] in block.get("stages", []):
            told |= names(stage["when"])
    return bool(special & told)


def names(condition: Data) -> set[str]:
    inner = [part for key in ("any", "all") for part in condition.get(key, [])]
    inner += [condition["not"]] if "not" in condition else []
    return {key for key in condition if key not in ("any", "all", "not")}.union(*map(names, inner))


def test_in_generated_files_the_bound_is_that_of_what_is_stored() -> None:
    """The numbers are those of the file without the blocks that tell a special signal, and these are named."""
    met = 0
    for seed in range(150):
        file = persona(Random(seed), sane=True)
        loaded = engine(file)
        study = Study(loaded.bundle)
        worst = study.interruptions
        seen = {b.id for b in study.judged if study.interrupts(b) and not study.never(b)[1]}
        special = {block for block in seen if special_told(file, file["blocks"][block])}
        assert set(worst.without_bound) == special
        loud = {block for block in special if file["blocks"][block]["class"] != "service"}
        assert named_on_one_line(loaded) == len(loud)
        rest = tuple(block for block in loaded.bundle.blocks if block.id not in special)
        stored = worst_case(Study(replace(loaded.bundle, blocks=rest)))
        assert replace(worst, without_bound=()) == stored
        met += bool(special)
    assert met >= 8


def named_on_one_line(loaded: Engine) -> int:
    """Generated files are written on one line."""
    return len(list(CHECKS["unremembered-interrupt"].run(loaded.checked, Study(loaded.bundle))))


# --- service, and the arm that never tires ------------------------------------------------------------


def test_service_without_a_cap_is_told_with_its_number() -> None:
    text = SPECIAL.replace("relevance: {diet: {b: 3}}", "relevance: {mood: {bad: 3}}").replace(
        "slots:\n", "  mood: {tier: account, keep: visit, purpose: x, label: {en: m}, values: {bad: {en: b}}}\nslots:\n"
    )
    assert found(text, "uncapped-service") == []
    assert worst_case(Study(checked(text).bundle)).service == 9
    free = text.replace("    - {slot: notice, outcome: shown, at_most: 9, within: 7d}\n", "")
    (said,) = found(free, "uncapped-service")
    assert said.partition(": ")[2] == (
        "service that interrupts up to 168 times a week: no fatigue stops it, only the gap (1h) bounds it; cap it, as"
        " in {block: aid, outcome: shown, at_most: 2, within: 1d}"
    )
    assert worst_case(Study(checked(free).bundle)).service == 168
    assert "only per_page bounds it" in found(free.replace("gap: 1h", "gap: 0s"), "uncapped-service")[0]


@pytest.mark.parametrize(("share", "line"), [("0.05", True), ("0", False)])
def test_the_arm_that_never_tires_has_a_line_of_its_own(share: str, line: bool) -> None:
    cap = (
        "{slot: notice, outcome: shown, at_most: 9, within: 7d}",
        "{slot: notice, outcome: shown, at_most: 30, within: 7d}",
    )
    worst = worst_case(Study(checked(changed(cap, ("caps_only: 0.05", f"caps_only: {share}"))).bundle))
    told = "interruptions a week in the caps_only arm, which never tires, at most: 30 for a visitor who never reacts"
    assert (worst.passive, worst.caps_only) == (21, 30 if line else None)
    assert (told in str(worst).splitlines()) is line


# --- what a refusal makes room for --------------------------------------------------------------------

REFUSALS = ("dismissed", "not_helpful")
CLASSES = ("content", "promotion", "promotion", "question", "service")


def crowded(rng: Random) -> Data:
    """A file whose blocks share caps across slots, and have caps of their own."""
    words = {"en": "Words"}
    blocks: Data = {"plain": {"slot": "hero", "class": "content", "text": {"en": {"title": "T"}}}}
    for n in range(rng.randint(3, 6)):
        kind = rng.choice(CLASSES)
        asks = {"question": "need"} if kind == "question" else {}
        weight = {"need": {"much": str(rng.randint(20, 99))}}
        slot = rng.choice(["hero", "one", "one", "two", "two"])
        blocks[f"b{n}"] = {"slot": slot, "class": kind, **asks, "relevance": weight, "text": {"en": {"title": "T"}}}
    scopes = [("class", CLASSES), ("block", [*blocks]), ("slot", ["hero", "one", "two"])]
    kinds = sorted({block["class"] for block in blocks.values()})
    caps = [{"class": kind, "outcome": "shown", "at_most": "1", "within": "1d"} for kind in kinds if rng.random() < 0.7]
    refused = rng.sample(sorted(blocks), 3)
    caps += [{"block": block, "outcome": "dismissed", "at_most": "1", "within": "7d"} for block in refused]
    for _ in range(2):
        scope, of = rng.choice(scopes)
        outcome, most = rng.choice([*REFUSALS, "shown"]), rng.choice(["1", "2"])
        caps.append({scope: rng.choice(of), "outcome": outcome, "at_most": most, "within": "7d"})
    return {
        "persona": "1",
        "site": "s",
        "languages": ["en"],
        "signals": {
            "need": {"tier": "account", "keep": "30d", "purpose": "To fit", "label": words, "values": {"much": words}},
            "asked": {"tier": "answer", "keep": "30d", "purpose": "To fit", "label": words, "values": {"a": words}},
        },
        "questions": {"need": {"signal": "asked", "ask": words, "why": words}},
        "slots": {
            "hero": {"default": "plain", "kind": "inline"},
            "one": {"kind": "interrupt"},
            "two": {"kind": "interrupt"},
        },
        "blocks": blocks,
        "silence": {
            "caps": caps,
            "fatigue": {"stop": "0.99"},
            "interrupts": {
                "gap": rng.choice(["0s", "30s"]),
                "per_page": rng.choice(["1", "2", "2"]),
                "questions_per_visit": rng.choice(["1", "2"]),
            },
        },
    }


def test_where_a_refusal_makes_for_more_interrupts_the_check_names_it() -> None:
    """In generated files, each block refused once; neither the finding nor its absence is the rule."""
    more = silent = 0
    for seed in range(300):
        file = crowded(Random(seed))
        loaded = engine(file)
        told = list(CHECKS["shared-cap"].run(loaded.checked, Study(loaded.bundle)))
        moment = loaded.moment(
            {
                "now": "2026-11-21T10:00:00Z",
                "consent": {"personalise": "on", "remember": "on"},
                "account": {"need": "much"},
            }
        )
        moment = replace(moment, events=(Event(moment.now - HOUR, "page_view"),))
        before = interrupts(loaded, decide(loaded.prepared, moment))
        for block in loaded.prepared.candidates:
            for outcome in REFUSALS:
                refused = replace(moment, events=(*moment.events, Event(moment.now - SECOND, outcome, block)))
                if interrupts(loaded, decide(loaded.prepared, refused)) > before:
                    more += 1
                    assert told, (seed, block, outcome)
        silent += not told
    assert more >= 5
    assert silent >= 100


def interrupts(loaded: Engine, decision: Decision) -> int:
    slots = loaded.prepared.slots
    return sum(isinstance(choice, Shown) and slots[slot].kind == "interrupt" for slot, choice in decision.slots.items())
