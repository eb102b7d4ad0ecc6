"""Visit files: what each key means, and what is said when it means nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edgepersona.authoring import visits
from edgepersona.authoring.errors import PersonaFileError
from edgepersona.authoring.source import parse
from edgepersona.core.arms import draw
from edgepersona.core.bundle import SOURCES
from edgepersona.core.moment import Answer, Arrival, Event, Moment
from edgepersona.core.times import DAY, HOUR, MINUTE, parse_instant

from .shop import SHOP, changed, checked, place

NOW = parse_instant("2026-11-21T10:00:00Z")
FULL = """\
now: 2026-11-21T10:00:00Z
language: de-AT
url: https://shop.example/?utm_campaign=rose-week
arrived:
  - {at: -10m, url: https://shop.example/?utm_campaign=none}
consent: {personalise: {usage: on, answer: off}, remember: on, measure: off}
quiet: true
gpc: false
arm: caps_only
seed: 7
page: {typing: true, media: false, checkout: true, value_seen: false, showing: {notice: offer}}
answers:
  garden: {value: 1-5, at: -12h}
account: {ticket: open}
optin: [hayfever]
events:
  - {at: -5m, event: guide_read}
  - {at: 2026-11-20T10:00:00+01:00, event: shown, block: offer}
  - {at: -0s, event: order}
"""


def moment(text: str, persona: str = SHOP) -> Moment:
    return visits.moment(checked(persona), parse(text.encode(), "visit.yaml"))


def said(text: str, persona: str = SHOP) -> list[str]:
    with pytest.raises(PersonaFileError) as refused:
        moment(text, persona)
    return list(refused.value.lines())


def test_every_key_becomes_what_it_means() -> None:
    read = moment(FULL)
    assert (read.now, read.language, read.quiet, read.arm) == (NOW, "de-AT", True, "caps_only")
    assert read.arrivals == (Arrival(NOW - 10 * MINUTE, ()), Arrival(NOW, ("roses",)))
    assert read.consent.personalise == {"campaign", "account", "usage"}
    assert (read.consent.remember, read.consent.measure) == (True, False)
    assert (read.page.typing, read.page.media, read.page.checkout, read.page.value_seen) == (True, False, True, False)
    assert read.page.showing == {"notice": "offer"}
    assert read.answers == {"garden": Answer("1-5", NOW - 12 * HOUR)}
    assert read.account == {"ticket": "open"}
    assert read.optin == {"hayfever"}
    assert read.events == (
        Event(NOW - DAY - HOUR, "shown", "offer"),
        Event(NOW - 5 * MINUTE, "guide_read"),
        Event(NOW, "order"),
    )


def test_what_is_missing_is_empty_false_or_the_files() -> None:
    read = moment("now: 2026-11-21T10:00:00Z\n")
    assert read.language == "en"
    assert read.consent.personalise == {"answer", "campaign", "account"}
    assert (read.consent.remember, read.consent.measure) == (False, False)
    assert (read.arm, read.quiet, read.events) == ("treated", False, ())
    assert read.arrivals == (Arrival(NOW, ()),)
    assert read.page.value_seen
    assert not read.page.typing
    assert (read.answers, read.account, read.optin) == ({}, {}, frozenset())


def test_a_key_that_is_left_empty_is_missing() -> None:
    assert moment("now: 2026-11-21T10:00:00Z\nevents:\nanswers:\nurl: null\narm: ~\npage:\n") == moment(
        "now: 2026-11-21T10:00:00Z\n"
    )


@pytest.mark.parametrize(("word", "tiers"), [("on", set(SOURCES)), ("off", set()), ("ask", set())])
def test_one_word_of_consent_stands_for_every_tier(word: str, tiers: set[str]) -> None:
    assert moment(f"now: 2026-11-21T10:00:00Z\nconsent: {{personalise: {word}}}\n").consent.personalise == tiers


def test_the_arm_is_drawn_only_once_counting_was_agreed_to() -> None:
    split = changed(("control: 0.1, caps_only: 0.05", "control: 0.5, caps_only: 0.5"))
    for seed in range(20):
        text = f"now: 2026-11-21T10:00:00Z\nseed: {seed}\n"
        assert moment(text, split).arm == "treated"
        drawn = moment(text + "consent: {measure: on}\n", split).arm
        assert drawn == draw("flower-shop", seed, 0.5, 0.5) != "treated"
        assert moment(text + "consent: {measure: on}\narm: treated\n", split).arm == "treated"


def test_children_are_not_counted_whatever_a_visit_says() -> None:
    children = changed(("audience: adults", "audience: children"), ("control: 0.1, caps_only: 0.05", "control: 1"))
    read = moment("now: 2026-11-21T10:00:00Z\nconsent: {personalise: on, measure: on}\n", children)
    assert (read.arm, read.consent.measure) == ("treated", False)
    assert "usage" not in read.consent.personalise


def test_what_lies_in_the_future_happened_now() -> None:
    read = moment("now: 2026-11-21T10:00:00Z\nevents: [{at: 2027-01-01T00:00:00Z, event: order}]\n")
    assert read.events == (Event(NOW, "order"),)


WRONG = [
    ("language: de-AT", "langauge: de-AT", "langauge", "unknown key “langauge”; allowed here: account, "),
    ("now: 2026-11-21T10:00:00Z", "now: yesterday", "yesterday", "expected a time (a time is RFC 3339, such as"),
    ("now: 2026-11-21T10:00:00Z\n", "", "language", "expected the key “now”: a time, RFC 3339"),
    ("at: -12h", "at: 12h ago", "12h ago", "expected a time"),
    ("at: -5m", "at: -5 minutes", "-5 minutes", "expected a time such as 2026-11-21T10:00:00Z, or - and a duration"),
    ("arm: caps_only", "arm: caps", "caps\n", "expected one of caps_only, control, treated, found “caps”; did you mean “caps_only”?"),
    ("quiet: true", "quiet: yes", "yes\n", "expected true or false, found “yes”"),
    ("remember: on,", "remember: sure,", "sure", "expected one of ask, off, on, found “sure”"),
    ("{usage: on, answer", "{usages: on, answer", "usages", "unknown key “usages”; allowed here: account, answer, campaign, usage"),
    ("  garden: {value", "  gardn: {value", "gardn", "unknown signal “gardn”; known here: topic, garden, "),
    ("value: 1-5", "value: 1-6", "1-6", "unknown value of “garden”: “1-6”; known here: balcony, 1-5, 51+; did you mean “1-5”?"),
    ("ticket: open", "ticket: opened", "opened", "unknown value of “ticket”: “opened”"),
    ("optin: [hayfever]", "optin: [garden]", "garden]", "unknown sensitive signal “garden”; known here: hayfever"),
    ("event: guide_read", "event: guide_red", "guide_red", "unknown event “guide_red”; known here: asked_to_remember, friction, guide_read, "),
    ("block: offer}", "block: ofer}", "ofer}", "unknown block “ofer”; known here: "),
    ("event: shown, block: offer", "event: shown", "{at: 2026-11-20", "expected the key “block”: shown happens to a block"),
    ("event: guide_read", "event: guide_read, block: offer", "block: offer}\n  - {at: 2026", "only an outcome names a block"),
    ("notice: offer}", "notise: offer}", "notise", "unknown slot “notise”; known here: hero, notice; did you mean “notice”?"),
    ("notice: offer}", "notice: hero-roses}", "hero-roses", "expected a block of this slot; “hero-roses” stands in hero"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "message"), WRONG)
def test_a_mistake_is_said_at_its_place(old: str, new: str, where: str, message: str) -> None:
    assert FULL.count(old) == 1
    text = FULL.replace(old, new)
    lines = said(text)
    assert len(lines) == 1
    assert lines[0].startswith(f"visit.yaml:{place(text, where)}: {message}")


def test_a_visit_that_is_no_map_is_said_so() -> None:
    assert said("- 1\n") == ["visit.yaml:1:1: expected a visit, a map of keys and values, found a list"]


def test_lines_of_json_are_read_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "visits.jsonl"
    one = {"now": "2026-11-21T10:00:00Z", "quiet": True, "seed": 7, "answers": {"garden": "1-5"}}
    two = {"now": "2026-11-21T10:00:00Z", "page": {"typing": True}}
    file.write_text(f"{json.dumps(one)}\n\n{json.dumps(two)}", encoding="utf-8")
    first, second = visits.stream(checked(SHOP), str(file))
    assert (first.quiet, first.answers["garden"].value) == (True, "1-5")
    assert second.page.typing


def test_a_bad_line_is_named_with_its_column(tmp_path: Path) -> None:
    file = tmp_path / "visits.jsonl"
    file.write_text('{"now": "2026-11-21T10:00:00Z"}\n{"now": "2026-11-21T10:00:00Z", "quite": true}\n')
    stream = visits.stream(checked(SHOP), str(file))
    next(stream)
    with pytest.raises(PersonaFileError, match=r"visits\.jsonl:2:33: unknown key “quite”.*did you mean “quiet”\?"):
        next(stream)


def test_a_line_that_never_ends_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "visits.jsonl"
    with file.open("wb") as endless:
        endless.truncate(3_000_000)
    with pytest.raises(PersonaFileError, match=r"visits\.jsonl:1:1: expected a line of at most 1000 kB"):
        next(visits.stream(checked(SHOP), str(file)))
