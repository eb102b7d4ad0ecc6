"""What would change a silence, on the bakery: the change, the sentence, and where both are read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring import words
from edgepersona.core import changes, why
from edgepersona.core.bundle import SOURCES
from edgepersona.core.changes import Inquiry
from edgepersona.core.moment import Answer, Arrival, Event, Page, Standing
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.silence import PASS_1, PASS_2
from edgepersona.core.spans import span
from edgepersona.core.suggestions import SUGGESTIONS
from edgepersona.core.times import DAY, HOUR, MINUTE, SECOND

from .personas import NOW, bakery, moment

OFFER = "offer-pallet"
LARGE = {"volume": "large"}
COMPLAINT = (
    "  prices:\n",
    "  complaint:\n    tier: account\n    keep: visit\n    purpose: P\n    label: {en: your complaint, de: Ihre Beschwerde}\n"
    "    values: {open: {en: open, de: offen}, closed: {en: closed, de: geschlossen}}\n  prices:\n",
)
MOOD = (
    "  prices:\n",
    "  mood:\n    tier: sensitive\n    optin: true\n    keep: visit\n    purpose: P\n    label: {en: your mood, de: Ihre Laune}\n"
    "    values: {low: {en: low, de: gedrückt}, high: {en: high, de: gehoben}}\n  prices:\n",
)
TWICE = tuple(Event(NOW - DAY, what, OFFER) for what in ("shown", "dismissed", "shown", "dismissed"))


def told(tmp_path: Path, block: str, *edits: tuple[str, str], **facts: Any) -> tuple[str, dict[str, Any]]:
    """(reason, change with its sentence) of a withheld block."""
    inquiry = Inquiry(prepare(bakery(tmp_path, *edits)), moment(**facts))
    entry = next(entry for entry in why.trace(inquiry) if entry["block"] == block)
    return entry["reason"], entry["change"]


def block(line: str) -> tuple[str, str]:
    return "    class: promotion\n", f"    class: promotion\n    {line}\n"


PAUSE = ("at_most: 2, within: 1d}", "at_most: 1, within: 1d, pause: 7d}")
SERVICE = ("service_first: []", "service_first: [{when: {complaint: [open]}, pauses: [promotion]}]")
CASES: list[tuple[str, str, tuple[tuple[str, str], ...], dict[str, Any], dict[str, Any]]] = [
    ("PERSONALISATION_OFF", OFFER, (), {"consent": Standing(frozenset(), True, False), "answers": LARGE},
     {"kind": "consent", "tiers": ["answer"], "shows": True}),
    ("CONTROL_ARM", OFFER, (), {"arm": "control", "answers": LARGE}, {"kind": "arm", "arm": ["treated"], "shows": True}),
    ("PAGE_BUSY", OFFER, (), {"page": Page(typing=True, media=True), "answers": LARGE},
     {"kind": "page", "page": ["typing", "media"], "shows": True}),
    ("PAGE_BUSY", "ask-volume", (), {"page": Page(value_seen=False), "campaigns": ["flour"]},
     {"kind": "page", "page": ["value_seen"], "shows": True}),
    ("QUIET", OFFER, (), {"quiet": True, "answers": LARGE}, {"kind": "quiet", "shows": True}),
    ("INTERRUPT_BUDGET", OFFER, (), {"answers": LARGE, "events": (Event(NOW - 10 * SECOND, "shown", "ask-volume"),)},
     {"kind": "wait", "until": "2026-11-21T10:00:20Z", "shows": True}),
    ("INTERRUPT_BUDGET", OFFER, (), {"answers": LARGE, "events": (Event(NOW - HOUR, "page_view"), Event(NOW - 10 * MINUTE, "shown", "ask-volume"))},
     {"kind": "page_view", "shows": True}),
    ("FATIGUED", OFFER, (), {"answers": LARGE, "events": TWICE}, {"kind": "wait", "until": "2026-11-22T05:32:49Z", "shows": True}),
    ("SERVICE_FIRST", OFFER, (COMPLAINT, SERVICE), {"answers": LARGE, "account": {"complaint": "open"}},
     {"kind": "account", "signal": "complaint", "values": ["closed"], "shows": True}),
    ("NOT_STARTED", OFFER, (block("from: 2026-11-24"),), {"answers": LARGE}, {"kind": "wait", "until": "2026-11-24T00:00:00Z", "shows": True}),
    ("ENDED", OFFER, (block("until: 2026-11-20"),), {"answers": LARGE}, {"kind": None}),
    ("WRONG_STAGE", OFFER, (block("stages: [comparing]"),), {"answers": LARGE}, {"kind": "do", "signal": "prices", "times": 3, "shows": True}),
    ("NEEDS_OPT_IN", OFFER, (MOOD, block("when: {not: {mood: [low]}}")), {"answers": LARGE}, {"kind": "optin", "signals": ["mood"], "shows": True}),
    ("NOT_ELIGIBLE", OFFER, (block("when: {volume: [large]}"),), {"campaigns": ["flour"]},
     {"kind": "answer", "signal": "volume", "question": "volume", "values": ["large"], "shows": True}),
    ("NOT_ELIGIBLE", OFFER, (block("when: {not: {interest: [flour]}}"),), {"answers": LARGE, "campaigns": ["flour"]},
     {"kind": "forget", "signal": "interest", "shows": True}),
    ("NO_TRANSLATION", OFFER, (("      de: {title: Eine Palette zur Probe, body: \"Zahlen nach dem Backen.\", cta: {label: Probieren, href: /probe}}\n", ""),),
     {"answers": LARGE}, {"kind": "language", "language": ["en"], "shows": True}),
    ("ALREADY_ANSWERED", "ask-volume", (), {"answers": LARGE, "campaigns": ["flour"]},
     {"kind": "forget", "signal": "volume", "question": "volume", "shows": True}),
    ("ALREADY_CONVERTED", OFFER, (block("goal: order"),), {"answers": LARGE, "events": (Event(NOW - 20 * DAY, "order"),)},
     {"kind": "wait", "until": "2026-12-21T10:00:00Z", "shows": False, "then": "BELOW_SILENCE"}),
    ("FREQUENCY_CAP", OFFER, (), {"answers": LARGE, "events": (Event(NOW - 3 * HOUR, "shown", OFFER), Event(NOW - 2 * HOUR, "shown", OFFER))},
     {"kind": "wait", "shows": True}),
    ("PAUSED", OFFER, (PAUSE,), {"answers": LARGE, "events": (Event(NOW - DAY, "shown", OFFER),)},
     {"kind": "wait", "until": "2026-11-27T10:00:00Z", "shows": True}),
    ("BELOW_SILENCE", OFFER, (), {}, {"kind": "answer", "signal": "volume", "values": ["large"], "shows": True}),
    ("BELOW_SILENCE", "hero-flour", (), {"answers": {}}, {"kind": "arrive", "signal": "interest", "values": ["flour"], "shows": True}),
    ("OUTRANKED", "hero-default", (), {"campaigns": ["flour"]}, {"kind": "forget", "signal": "interest", "shows": True}),
    ("OUTRANKED", "ask-volume", (block("value: 3"),), {"campaigns": ["flour"], "answers": {}}, {"kind": "gone", "block": [OFFER], "shows": True}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "name", "edits", "facts", "expected"), CASES)
def test_the_smallest_change_for_each_reason(
    tmp_path: Path, reason: str, name: str, edits: Any, facts: dict[str, Any], expected: dict[str, Any]
) -> None:
    found, change = told(tmp_path, name, *edits, **facts)
    assert found == reason
    assert {key: change.get(key) for key in expected} == expected


def test_every_reason_that_suggests_something_is_tried_above() -> None:
    missing = {*SUGGESTIONS} - {reason for reason, *_ in CASES}
    assert missing == {"UNEXPLAINABLE"}, "the properties have that one"
    assert {*SUGGESTIONS} | {"ENDED"} == {*PASS_1, *PASS_2, "BELOW_SILENCE", "OUTRANKED"}


def test_where_no_single_change_shows_it_the_next_reason_is_named(tmp_path: Path) -> None:
    reason, change = told(tmp_path, OFFER, quiet=True)
    assert (reason, change["kind"], change["shows"], change["then"]) == ("QUIET", "quiet", False, "BELOW_SILENCE")
    assert change["text"] == (
        "Das hängt von Ihrem Wunsch nach weniger Unterbrechungen ab. "
        "Auch dann spräche etwas dagegen: Das wäre für Sie im Moment nicht nützlich genug."
    )


def test_waiting_is_one_change_however_many_reasons_end_meanwhile(tmp_path: Path) -> None:
    soon = block("from: 2026-11-24")
    reason, change = told(tmp_path, OFFER, soon, answers=LARGE, events=TWICE)
    assert (reason, change["until"], change["shows"]) == ("FATIGUED", "2026-11-24T00:00:00Z", True)
    assert change["text"].startswith("Was fehlt, ist Ruhe, ohne Hinweise und ohne Wegklicken: noch 3 Tage.")


def test_values_that_do_the_same_are_told_together(tmp_path: Path) -> None:
    any_volume = ("relevance: {volume: {large: 2}, interest: {flour: 1}}", "relevance: {volume: {large: 2, small: 3}}")
    _, change = told(tmp_path, OFFER, any_volume)
    assert change["values"] == ["small", "large"]
    assert change["text"] == (
        "Das hängt von Ihrer Antwort ab: Ihre Tagesmenge (unter 50 kg, ab 50 kg). Dann würden Sie es sehen."
    )


def test_every_kind_is_said_in_every_language(tmp_path: Path) -> None:
    own = words.load(words.spoken())
    for _, name, edits, facts, _ in CASES:
        bundle = bakery(tmp_path, *edits)
        said = set()
        for language in own:
            inquiry = Inquiry(prepare(replace(bundle, words={**bundle.words, "de": own[language]})), moment(**facts))
            text = next(entry for entry in why.trace(inquiry) if entry["block"] == name)["change"]["text"]
            assert "change-" not in text
            assert "span-" not in text
            assert "{" not in text
            said.add(text)
        assert len(said) == len(own), name


@pytest.mark.parametrize(
    ("language", "ms", "said"),
    [
        ("en", 1, "1 second"),
        ("en", 20 * HOUR - 1, "20 hours"),
        ("en", DAY, "1 day"),
        ("en", DAY + 1, "25 hours"),
        ("de", 3 * DAY, "3 Tage"),
        ("fr", 0, "0 seconde"),
        ("lv", 21 * DAY, "21 diena"),
        ("uk", 3 * DAY, "3 дні"),
        ("uk", 5 * DAY, "5 днів"),
        ("pt-BR", 2 * MINUTE, "2 minutes"),
    ],
)
def test_a_span_is_rounded_up_and_said_in_words(tmp_path: Path, language: str, ms: int, said: str) -> None:
    assert span(replace(bakery(tmp_path), words=words.load([language])), language, ms) == said


# --- what must not be told ----------------------------------------------------------------------------


def test_a_sensitive_value_is_never_named_without_opt_in(tmp_path: Path) -> None:
    gated = (MOOD, block("when: {mood: [low]}"))
    for facts in ({}, {"answers": {"mood": "low", **LARGE}}, {"account": {"mood": "low"}}):
        entry = told(tmp_path, OFFER, *gated, **facts)
        assert entry[0] == "NEEDS_OPT_IN"
        assert "gedrückt" not in json.dumps(entry, ensure_ascii=False)
        assert "low" not in json.dumps(entry[1])
    reason, change = told(tmp_path, OFFER, *gated, optin=frozenset({"mood"}), answers=LARGE)
    assert (reason, change["signal"], change["values"]) == ("NOT_ELIGIBLE", "mood", ["low"])


def test_what_is_known_does_not_show_where_a_sensitive_signal_decides_elsewhere(tmp_path: Path) -> None:
    """A stage that hangs on a sensitive signal is not told about without its opt-in."""
    staged = ("  - {id: comparing, when: {prices: [many]}}", "  - {id: comparing, when: {mood: [low]}}")
    reason, change = told(tmp_path, OFFER, MOOD, staged, block("stages: [comparing]"), answers={"mood": "low", **LARGE})
    assert (reason, change["kind"]) == ("WRONG_STAGE", None)
    inquiry = Inquiry(prepare(bakery(tmp_path, MOOD, staged, block("stages: [comparing]"))), moment(answers=LARGE))
    inquiry.told(OFFER)
    assert "mood" not in {change.signal for change in inquiry.tried}, "it is not even tried"


def test_consent_is_the_last_thing_told(tmp_path: Path) -> None:
    """Here either would do: an answer, or switching on the source that brought the visitor."""
    facts = {
        "consent": Standing(frozenset(SOURCES) - {"campaign"}, remember=True, measure=False),
        "arrivals": (Arrival(NOW, ("flour",)),),
    }
    either = (
        "relevance: {volume: {large: 2}, interest: {flour: 1}}",
        "relevance: {volume: {large: 2}, interest: {flour: 2}}",
    )
    assert told(tmp_path, OFFER, either, **facts)[1]["kind"] == "answer"
    only = (either[0], "relevance: {interest: {flour: 2}}\n    when: {volume: [large]}")
    _, change = told(tmp_path, OFFER, only, answers=LARGE, **facts)
    assert (change["kind"], change["tiers"], change["shows"]) == ("consent", ["campaign"], True)
    assert change["text"].startswith("Das hängt von etwas ab, das gerade ausgeschaltet ist: der Link")


# --- bounds -------------------------------------------------------------------------------------------


def test_nothing_is_tried_unless_asked_and_then_no_more_than_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = "      small: {en: under 50 kg, de: unter 50 kg}\n"
    wide = (small, small + "".join(f"      v{n}: {{en: V{n}}}\n" for n in range(60)))
    prepared: Prepared = prepare(bakery(tmp_path, wide, block("when: {not: {volume: [large]}}"), SILENT))
    decided = []
    real = changes.decide
    monkeypatch.setattr(changes, "decide", lambda *asked: decided.append(asked) or real(*asked))
    inquiry = Inquiry(prepared, moment(answers=LARGE))
    assert len(decided) == 1
    inquiry.told(OFFER)
    assert changes.MOST < len(decided) <= changes.MOST + changes.MOST_WAITS + 1
    inquiry.told(OFFER)
    assert len(decided) <= changes.MOST + changes.MOST_WAITS + 1, "the same one is not tried twice"


SILENT = ("utility: {inline: 0, interrupt: 1}", "utility: {inline: 0, interrupt: 100}")


# --- where it is read ---------------------------------------------------------------------------------


def test_a_slot_tells_of_the_blocks_that_came_nearest(tmp_path: Path) -> None:
    inquiry = Inquiry(prepare(bakery(tmp_path)), moment(answers=LARGE, campaigns=["flour"], quiet=True))
    notice, hero = why.slot(inquiry, "notice"), why.slot(inquiry, "hero")
    assert [(w["block"], w["reason"]) for w in notice["withheld"]] == [(OFFER, "QUIET"), ("ask-volume", "QUIET")]
    assert notice["withheld"][0]["title"] == "Eine Palette zur Probe"
    assert notice["change"] == notice["withheld"][0]["change"]
    assert (notice["change"]["kind"], notice["more"]) == ("quiet", 0)
    assert hero["change"] is None
    assert [(w["block"], w["default"], w["by"]) for w in hero["withheld"]] == [("hero-default", True, "hero-flour")]


def test_an_answer_that_is_still_there_is_what_a_change_starts_from(tmp_path: Path) -> None:
    """What a device is asked later, it has forgotten by then as a device does: `later` says so."""
    base = moment(answers={"volume": Answer("large", NOW)}, events=TWICE)
    gone = moment(answers={}, now=NOW + DAY)
    inquiry = Inquiry(prepare(bakery(tmp_path)), base, lambda instant: gone)
    found = inquiry.told(OFFER)
    assert found is not None
    assert found.then is not None
    assert found.then.reason == "BELOW_SILENCE"
