"""Scenario files: what matches what, how steps add up, what is refused, and that the shipped ones pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring import scenarios, steps
from edgepersona.authoring.errors import Mistakes, PersonaFileError
from edgepersona.authoring.source import parse
from edgepersona.core.moment import Answer, Event, Moment
from edgepersona.core.times import DAY, MINUTE, SECOND, parse_instant

from .running import ROOT, edgepersona, refused
from .shop import changed, checked, place

PERSONA = changed(("{roses: 1.5, herbs: 1.25}", "{roses: 1.75, herbs: 1.25}"))
SHOP_FILE = checked(PERSONA)
NOW = parse_instant("2026-11-21T10:00:00Z")
DEMO = ROOT / "web_demo"
VISIT = """\
now: 2026-11-21T10:00:00Z
language: de
url: https://shop.example/?utm_campaign=roses
consent: {personalise: on, remember: on}
optin: [hayfever]
"""
"""Shows hero-roses (utility 2.4, because “Sie kamen wegen Rosen.”) and offer (1.75); ask-garden (1.5) loses to offer."""


def result(text: str) -> scenarios.Result:
    (found,) = scenarios.run(SHOP_FILE, [scenarios.scenario(SHOP_FILE, parse(text.encode(), "s.yaml"))])
    return found


def wrong(expect: str) -> list[tuple[str, str, str]]:
    """What does not match: (path, expected, actual)."""
    (played,) = result(f"{VISIT}expect: {expect}\n").played
    return [(m.path, m.expected, m.actual) for m in played.mismatches]


HOLDS = [
    "{slots: {hero: {block: hero-roses}}}",
    "{slots: {hero: hero-roses, notice: offer}}",
    '{slots: {hero: "!hero-all", notice: [ask-garden, offer]}}',
    '{slots: {hero: ["!hero-roses", hero-roses], notice: "!null"}}',
    "{slots: {hero: {utility: 2.4, propensity: 1, because: Sie kamen wegen Rosen., default: false, reason: null}}}",
    "{slots: {hero: {utility: 2.40004, terms: [{signal: topic, value: roses, tier: campaign, adds: 2.4}]}}}",
    '{slots: {hero: {terms: [topic, "!garden"]}}}',
    '{slots: {hero: {reason: ["!FATIGUED"], by: null, until: null}}}',
    "{format: 1, now: 2026-11-21T10:00:00Z, language: de, arm: treated, stage: keen, segment: others, fatigue: 0}",
    "{now: 2026-11-21T11:00:00+01:00, stage: [new, keen], segment: '!parks', ghost: null, bundle: '!sha256:0'}",
    "{withheld: [{block: ask-garden, slot: notice, reason: OUTRANKED, by: offer, until: null}]}",
    "{withheld: [ask-garden, {block: help, reason: NOT_ELIGIBLE}]}",
    '{withheld: ["!offer", "!hero-roses", {block: "!help", reason: FATIGUED}]}',
    "{withheld: [[offer, help], {block: [offer, ask-garden], reason: OUTRANKED}]}",
    '{withheld: [{block: help, reason: "!SERVICE_FIRST"}], slots: {}}',
]  # fmt: skip


@pytest.mark.parametrize("expect", HOLDS)
def test_what_matches(expect: str) -> None:
    assert wrong(expect) == []


FAILS = [
    ("{slots: {hero: {block: hero-all}}}", ("slots.hero.block", "hero-all", "hero-roses")),
    ("{slots: {hero: hero-all}}", ("slots.hero", "hero-all", "hero-roses")),
    ('{slots: {hero: "!hero-roses"}}', ("slots.hero", "not hero-roses", "hero-roses")),
    ('{slots: {hero: [hero-all, "!hero-roses"]}}', ("slots.hero", "one of hero-all, not hero-roses", "hero-roses")),
    ("{slots: {notice: null}}", ("slots.notice", "nothing", "offer")),
    ("{slots: {hero: {default: true}}}", ("slots.hero.default", "true", "false")),
    ("{slots: {hero: {reason: FATIGUED}}}", ("slots.hero.reason", "FATIGUED", "nothing")),
    ('{slots: {hero: {reason: "!null"}}}', ("slots.hero.reason", "not nothing", "nothing")),
    ("{slots: {hero: {utility: 2.41}}}", ("slots.hero.utility", "2.41", "2.4")),
    ("{slots: {hero: {utility: much}}}", ("slots.hero.utility", "much", "2.4")),
    ("{slots: {hero: {because: Sie kamen}}}", ("slots.hero.because", "Sie kamen", "Sie kamen wegen Rosen.")),
    ("{slots: {hero: {terms: [garden]}}}", ("slots.hero.terms.garden", "to be there", "not there")),
    ('{slots: {hero: {terms: ["!topic"]}}}', ("slots.hero.terms.topic", "not to be there", "there")),
    ("{slots: {hero: {terms: [{signal: topic, adds: 2}]}}}", ("slots.hero.terms.topic.adds", "2", "2.4")),
    ("{fatigue: 0.1}", ("fatigue", "0.1", "0")),
    ("{now: 2026-11-21T10:00:01Z}", ("now", "2026-11-21T10:00:01Z", "2026-11-21T10:00:00Z")),
    ("{ghost: {notice: offer}}", ("ghost.notice", "offer", "nothing")),
    ("{withheld: [offer]}", ("withheld.offer", "to be there", "not there")),
    ('{withheld: ["!help"]}', ("withheld.help", "not to be there", "there")),
    ('{withheld: [{block: "!help", reason: NOT_ELIGIBLE}]}', ("withheld.help", "not to be there", "there")),
    ("{withheld: [{block: ask-garden, by: help}]}", ("withheld.ask-garden.by", "help", "offer")),
    ("{withheld: [[offer, hero-roses]]}", ("withheld.offer", "to be there", "not there")),
]  # fmt: skip


@pytest.mark.parametrize(("expect", "message"), FAILS)
def test_what_does_not_match(expect: str, message: tuple[str, str, str]) -> None:
    assert wrong(expect) == [message]


def test_the_control_group_sees_a_ghost() -> None:
    told = (
        "arm: control\nexpect: {ghost: {hero: hero-roses, notice: [offer]}, slots: {notice: {reason: CONTROL_ARM}}}\n"
    )
    assert result(VISIT + told).passed
    assert not result(VISIT + told.replace("hero-roses", "hero-all")).passed


# --- steps -------------------------------------------------------------------------------------------


def moments(text: str) -> list[Moment]:
    mistakes = Mistakes("s.yaml")
    played = steps.play(SHOP_FILE, parse(text.encode(), "s.yaml"), mistakes)
    mistakes.stop()
    return [step.moment for step in played]


def test_a_step_adds_to_the_one_before() -> None:
    first, second, third = moments(
        VISIT
        + """\
answers: {garden: {value: 1-5, at: -1d}}
events: [{at: -5m, event: guide_read}]
page: {value_seen: false}
steps:
  - page: {typing: true}
  - after: 2d
    answers: {hayfever: yes}
    account: {ticket: open}
    optin: []
    events: [{at: -10s, event: shown, block: offer}, {event: order}]
    consent: {personalise: {usage: off}, measure: on}
    arm: caps_only
    quiet: true
  - now: 2026-11-23T10:00:30Z
    answers: {garden: balcony, hayfever: null}
    account: {ticket: }
    url: https://shop.example/?utm_campaign=rose-week
"""
    )
    assert (first.now, second.now, third.now) == (NOW, NOW + 2 * DAY, NOW + 2 * DAY + 30 * SECOND)
    assert first.answers == {"garden": Answer("1-5", NOW - DAY)}
    assert first.events == (Event(NOW - 5 * MINUTE, "guide_read"),)
    assert first.consent.personalise == {"answer", "campaign", "account", "usage"}
    assert second.consent.personalise == {"answer", "campaign", "account"}
    assert (second.consent.remember, second.consent.measure) == (True, True)
    assert second.answers == {"garden": Answer("1-5", NOW - DAY), "hayfever": Answer("yes", NOW + 2 * DAY)}
    assert second.events == (
        *first.events,
        Event(second.now - 10 * SECOND, "shown", "offer"),
        Event(second.now, "order"),
    )
    assert third.answers == {"garden": Answer("balcony", third.now)}
    assert third.events == second.events
    assert (second.account, third.account) == ({"ticket": "open"}, {})
    assert (third.arm, third.quiet, third.optin, third.language) == ("caps_only", True, frozenset(), "de")
    assert first.optin == {"hayfever"}
    assert (first.page.typing, second.page.typing) == (True, False)
    assert not first.page.value_seen
    assert not third.page.value_seen


def test_an_arrival_stays_for_its_visit_and_no_longer() -> None:
    same, later, again = moments(
        VISIT
        + """\
steps:
  - after: 29m
  - after: 31m
  - url: https://shop.example/?utm_campaign=rose-week
"""
    )
    told = [[(a.at, a.campaigns) for a in moment.arrivals if a.campaigns] for moment in (same, later, again)]
    assert told == [[(NOW, ("roses",))], [], [(NOW + 60 * MINUTE, ("roses",))]]


def test_a_file_without_a_time_begins_with_its_first_step() -> None:
    text = "events: [{at: -1m, event: order}]\nsteps: [{now: 2026-11-21T10:00:00Z}, {after: 1h}]\n"
    first, second = moments(text)
    assert (first.now, second.now) == (NOW, NOW + 60 * MINUTE)
    assert first.events == second.events == (Event(NOW - MINUTE, "order"),)


def test_the_file_itself_is_the_moment_before_the_steps() -> None:
    text = f"{VISIT}expect: {{slots: {{notice: offer}}}}\nsteps:\n  - {{quiet: true, expect: {{slots: {{notice: null}}}}}}\n"
    found = result(text)
    assert found.passed
    assert [played.step.number for played in found.played] == [0, 1]
    assert not result(text.replace("notice: null", "notice: offer")).passed
    assert not result(text.replace("notice: offer", "notice: null")).passed


def test_nothing_is_shown_by_itself() -> None:
    text = f"{VISIT}steps:\n" + "  - {after: 1s, expect: {slots: {notice: offer}}}\n" * 3
    assert result(text).passed


# --- what is refused ---------------------------------------------------------------------------------

SOUND = (
    VISIT
    + """\
name: Roses
expect: {slots: {hero: {block: hero-roses}}}
steps:
  - after: 1d
    events: [{at: -5m, event: guide_read}]
    expect:
      slots: {notice: {reason: FATIGUED}}
      withheld: [{block: offer, reason: FATIGUED}]
"""
)
WRONG = [
    ("expect: {slots: {h", "expcet: {slots: {h", "expcet", "unknown key “expcet”; allowed here: account, "),
    ("after: 1d", "afer: 1d", "afer", "unknown key “afer”; allowed here: account, after, answers,"),
    ("after: 1d", "after: tomorrow", "tomorrow", "expected a duration since the step before, such as 30s"),
    ("after: 1d", "now: 2d", "2d", "expected a time, RFC 3339, such as 2026-11-21T10:00:00Z; after: 2d counts"),
    ("after: 1d", "now: 2026-11-20T10:00:00Z", "2026-11-20", "expected a time no earlier than the step before"),
    ("after: 1d", "now: 2026-11-22T10:00:00Z\n    after: 1d", "after: 1d", "expected one of now and after, found both"),
    ("event: guide_read", "event: guide_red", "guide_red", "unknown event “guide_red”; known here: "),
    ("at: -5m", "at: -5 m", "-5 m", "expected a time such as"),
    ("hero: {block", "heroo: {block", "heroo", "unknown slot “heroo”; allowed here: hero, notice; did you mean “hero”?"),
    ("{block: hero-roses}", "{blok: hero-roses}", "blok", "unknown key “blok”; allowed here: block, default, "),
    ("block: hero-roses", "block: hero-rose", "hero-rose}", "unknown block “hero-rose”; known here: hero-all, hero-roses"),
    ("block: hero-roses", "block: offer", "offer}", "unknown block “offer”; known here: hero-all, hero-roses"),
    ("block: hero-roses", 'block: "!hero-rose"', '"!hero', "unknown block “hero-rose”; known here"),
    ("block: hero-roses", "block: [hero-rose]", "hero-rose]", "unknown block “hero-rose”; known here"),
    ("block: hero-roses", "block: []", "[]", "expected at least one value in this list"),
    ("block: hero-roses", "block: {a: b}", "{a", "expected a value, or a list of values, found a map"),
    ("{notice: {reason: FATIGUED}}", "{notice: {reason: TIRED}}", "TIRED", "unknown reason “TIRED”; known here: PERSONAL"),
    ("[{block: offer, reason", "[{blok: offer, reason", "{blok", "expected the key “block”: items of this list are found"),
    ("withheld: [{block: offer, reason: FATIGUED}]", "withheld: offer", "offer\n", "expected a list, found “offer”"),
    ("slots: {notice: {reason: FATIGUED}}", "slots: [notice]", "[notice]", "expected slots as a map of keys and values"),
    ("after: 1d", "answers: {garden: null}", "garden", "expected text of 1 to 100 characters or a map of keys"),
    ("name: Roses", "name: [Roses]", "[Roses]", "expected a name, text of 1 to 200 characters, found a list"),
    ("now: 2026-11-21T10:00:00Z", "now: today", "today", "expected a time"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "message"), WRONG)
def test_a_mistake_is_said_at_its_place(old: str, new: str, where: str, message: str) -> None:
    assert SOUND.count(old) == 1
    text = SOUND.replace(old, new)
    with pytest.raises(PersonaFileError) as refusal:
        scenarios.scenario(SHOP_FILE, parse(text.encode(), "s.yaml"))
    assert f"s.yaml:{place(text, where)}: {message}" in "\n".join(refusal.value.lines())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- 1\n", "s.yaml:1:1: expected a scenario, a map of keys and values, found a list"),
        (VISIT, "s.yaml:1:1: expected the key “expect”: a scenario that expects nothing proves nothing"),
        (f"{VISIT}expect: {{}}\n", "s.yaml:1:1: expected the key “expect”: a scenario that expects nothing"),
        (f"{VISIT}expect:\nsteps: [{{after: 1d}}]\n", "s.yaml:1:1: expected the key “expect”"),
        (f"{VISIT}expect: {{fatigue: 0}}\nsteps: []\n", "expected a list of 1 to 200 steps, found a list"),
        (f"{VISIT}expect: {{fatigue: 0}}\nsteps: [1]\n", "expected a step, a map of keys and values, found “1”"),
        ("expect: {fatigue: 0}\n", "s.yaml:1:1: expected the key “now”"),
        ("steps: [{after: 1d, expect: {fatigue: 0}}]\n", "s.yaml:1:1: expected the key “now”"),
    ],
)
def test_what_is_no_scenario(text: str, message: str) -> None:
    with pytest.raises(PersonaFileError) as refusal:
        scenarios.scenario(SHOP_FILE, parse(text.encode(), "s.yaml"))
    assert message in "\n".join(refusal.value.lines())


# --- the command line --------------------------------------------------------------------------------


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "persona.yaml").write_text(PERSONA, encoding="utf-8")
    (tmp_path / "good.yaml").write_text(f"{VISIT}expect: {{slots: {{notice: offer}}}}\n", encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(
        f"name: A bad one\n{VISIT}expect: {{withheld: [{{block: ask-garden, reason: FATIGUED}}]}}\n", encoding="utf-8"
    )
    return tmp_path


def test_passing_is_zero_and_failing_is_one(shop: Path) -> None:
    good = edgepersona("scenario", "persona.yaml", "good.yaml", cwd=shop)
    assert (good.returncode, good.stdout) == (0, "pass  good  (good.yaml)\n1 scenario, all passed\n")
    both = edgepersona("scenario", "persona.yaml", "good.yaml", "bad.yaml", cwd=shop)
    assert both.returncode == 1
    assert "FAIL  A bad one  (bad.yaml)\n" in both.stdout
    assert "  bad.yaml:7:49: withheld.ask-garden.reason\n    expected FATIGUED\n    actual   OUTRANKED\n" in both.stdout
    assert "withheld: ask-garden (notice): OUTRANKED by offer: " in both.stdout
    assert "+1.5 for topic = roses (campaign)\n      utility 1.5\n" in both.stdout
    assert both.stdout.endswith("2 scenarios: 1 passed, 1 failed\n")


def test_results_as_json(shop: Path) -> None:
    done = edgepersona("scenario", "persona.yaml", "bad.yaml", "good.yaml", "--format", "json", cwd=shop)
    assert done.returncode == 1
    found: dict[str, Any] = json.loads(done.stdout)
    assert (found["format"], found["passed"], found["failed"]) == (1, 1, 1)
    bad, good = found["scenarios"]
    assert (bad["file"], bad["name"], bad["passed"], good["passed"]) == ("bad.yaml", "A bad one", False, True)
    (step,) = bad["steps"]
    assert step["failures"] == [
        {"path": "withheld.ask-garden.reason", "line": 7, "column": 49, "expected": "FATIGUED", "actual": "OUTRANKED"}
    ]
    assert step["decision"]["slots"]["notice"]["block"] == "offer"
    assert "decision" not in good["steps"][0]


def test_an_unusable_file_is_two_before_anything_is_played(shop: Path) -> None:
    (shop / "odd.yaml").write_text(f"{VISIT}expcet: {{}}\nexpect: {{fatigue: 0}}\n", encoding="utf-8")
    said = refused("scenario", "persona.yaml", "good.yaml", "odd.yaml", cwd=shop)
    assert said.startswith("odd.yaml:6:1: unknown key “expcet”")
    assert said.endswith("did you mean “expect”?")
    assert "missing.yaml:1:1: cannot be read" in refused("scenario", "persona.yaml", "missing.yaml", cwd=shop)
    assert "files" in refused("scenario", "persona.yaml", cwd=shop).lower()


def test_the_shipped_scenarios_pass() -> None:
    files = sorted((DEMO / "scenarios").glob("*.yaml"))
    assert len(files) >= 7
    done = edgepersona("scenario", DEMO / "persona.yaml", *files, "--format", "json")
    assert done.returncode == 0, done.stdout
    played = json.loads(done.stdout)["scenarios"]
    assert sum(len(one["steps"]) > 1 for one in played) >= 3
    assert all(any(step["expects"] for step in one["steps"]) for one in played)
