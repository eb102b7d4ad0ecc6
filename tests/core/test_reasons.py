"""Each reason code, on the bakery: what brings it about, and what takes it away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from edgepersona.core.bundle import SOURCES
from edgepersona.core.caps import limit
from edgepersona.core.moment import Answer, Arrival, Event, Page, Standing
from edgepersona.core.silence import REASONS
from edgepersona.core.times import DAY, HOUR, MINUTE, SECOND, format_instant, parse_instant

from .personas import NOW, bakery, decided, moment, reasons

ALL = frozenset(SOURCES)
OFFER = "offer-pallet"
LARGE = {"volume": "large"}
SEEN: set[str] = set()


def why(tmp_path: Path, block: str, *changes: tuple[str, str], **facts: Any) -> tuple[str | None, str | None]:
    """(reason, until) of a block; (None, None) if it is shown."""
    decision = decided(bakery(tmp_path, *changes), moment(**facts))
    entry = next((entry for entry in decision["withheld"] if entry["block"] == block), None)
    if entry is None:
        return None, None
    SEEN.add(entry["reason"])
    return entry["reason"], entry["until"]


def shown(block: str, ago: int) -> Event:
    return Event(NOW - ago, "shown", block)


def test_an_offer_that_fits_is_shown(tmp_path: Path) -> None:
    assert why(tmp_path, OFFER, answers=LARGE) == (None, None)


def test_switched_off(tmp_path: Path) -> None:
    off = Standing(frozenset(), remember=True, measure=True)
    decision = decided(bakery(tmp_path), moment(answers=LARGE, consent=off))
    assert set(reasons(decision).values()) == {"PERSONALISATION_OFF"}
    assert (decision["stage"], decision["segment"], decision["fatigue"]) == (None, None, 0)
    assert decision["slots"]["hero"]["block"] == "hero-default"
    SEEN.add("PERSONALISATION_OFF")


def test_control_arm_sees_the_page_as_it_is_and_keeps_a_ghost(tmp_path: Path) -> None:
    decision = decided(bakery(tmp_path), moment(answers=LARGE, arm="control", campaigns=["flour"]))
    assert set(reasons(decision).values()) == {"CONTROL_ARM"}
    assert decision["ghost"] == {"hero": "hero-flour", "notice": OFFER}
    assert decision["segment"] == "large"
    SEEN.add("CONTROL_ARM")


@pytest.mark.parametrize("busy", ["typing", "media", "checkout"])
def test_busy_page(tmp_path: Path, busy: str) -> None:
    assert why(tmp_path, OFFER, answers=LARGE, page=Page(**{busy: True})) == ("PAGE_BUSY", None)
    unlisted = ("wait_while: [typing, media, checkout]", "wait_while: []")
    assert why(tmp_path, OFFER, unlisted, answers=LARGE, page=Page(**{busy: True}))[0] is None


def test_a_question_waits_for_the_first_moment_of_value(tmp_path: Path) -> None:
    waiting = Page(value_seen=False)
    assert why(tmp_path, "ask-volume", campaigns=["flour"], page=waiting) == ("PAGE_BUSY", None)
    assert why(tmp_path, "ask-volume", campaigns=["flour"]) == (None, None)
    assert why(tmp_path, OFFER, answers=LARGE, page=waiting) == (None, None)


def test_quiet(tmp_path: Path) -> None:
    assert why(tmp_path, OFFER, answers=LARGE, quiet=True) == ("QUIET", None)


def test_one_interrupt_a_page(tmp_path: Path) -> None:
    view = Event(NOW - HOUR, "page_view")
    assert why(tmp_path, OFFER, answers=LARGE, events=(view, shown("ask-volume", 10 * MINUTE))) == (
        "INTERRUPT_BUDGET",
        None,
    )
    after = Event(NOW - 5 * MINUTE, "page_view")
    assert why(tmp_path, OFFER, answers=LARGE, events=(shown("ask-volume", 10 * MINUTE), after))[0] is None


def test_a_gap_between_interrupts(tmp_path: Path) -> None:
    facts: dict[str, Any] = {"answers": LARGE, "events": (shown("ask-volume", 10 * SECOND),)}
    assert why(tmp_path, OFFER, **facts) == ("INTERRUPT_BUDGET", "2026-11-21T10:00:20Z")
    facts["events"] = (shown("ask-volume", 30 * SECOND),)
    assert why(tmp_path, OFFER, **facts)[0] is None


def test_two_questions_a_visit(tmp_path: Path) -> None:
    view = Event(NOW - MINUTE, "page_view")
    asked = (shown("ask-volume", 20 * MINUTE), shown("ask-volume", 10 * MINUTE), view)
    assert why(tmp_path, "ask-volume", campaigns=["flour"], events=asked)[0] == "INTERRUPT_BUDGET"
    next_visit = (shown("ask-volume", 90 * MINUTE), shown("ask-volume", 80 * MINUTE), view)
    assert why(tmp_path, "ask-volume", campaigns=["flour"], events=next_visit)[0] is None


def test_without_remembering_one_loud_interrupt_a_visit(tmp_path: Path) -> None:
    forgetful = Standing(ALL, remember=False, measure=False)
    before = (shown("ask-volume", 10 * MINUTE), Event(NOW - MINUTE, "page_view"))
    assert why(tmp_path, OFFER, answers=LARGE, events=before, consent=forgetful)[0] == "INTERRUPT_BUDGET"
    assert why(tmp_path, OFFER, answers=LARGE, events=before)[0] is None


def test_fatigue_stops_everything_but_service(tmp_path: Path) -> None:
    two = tuple(Event(NOW - DAY, what, OFFER) for what in ("shown", "dismissed", "shown", "dismissed"))
    fact: dict[str, Any] = {"answers": LARGE, "events": two}
    assert why(tmp_path, OFFER, **fact) == ("FATIGUED", "2026-11-22T05:32:49Z")
    rested = parse_instant("2026-11-22T05:32:49Z")
    assert why(tmp_path, OFFER, now=rested, **fact)[0] is None
    assert why(tmp_path, OFFER, now=rested - SECOND, **fact)[0] == "FATIGUED"
    assert why(tmp_path, OFFER, **fact, arm="caps_only")[0] != "FATIGUED"


def test_fatigue_is_outbid_by_no_value(tmp_path: Path) -> None:
    priceless = ("    class: promotion\n", "    class: promotion\n    value: 1000000\n")
    two = tuple(Event(NOW - DAY, what, OFFER) for what in ("shown", "dismissed", "shown", "dismissed"))
    assert why(tmp_path, OFFER, priceless, answers=LARGE, events=two)[0] == "FATIGUED"


def test_service_first_whoever_says_so(tmp_path: Path) -> None:
    rule = ("service_first: []", "service_first: [{when: {volume: [large]}, pauses: [promotion]}]")
    assert why(tmp_path, OFFER, rule, answers=LARGE) == ("SERVICE_FIRST", None)
    contradicted = {"answers": LARGE, "account": {"volume": "small"}}
    assert why(tmp_path, OFFER, rule, **contradicted)[0] == "SERVICE_FIRST"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("from: 2026-11-22", ("NOT_STARTED", "2026-11-22T00:00:00Z")),
        ("until: 2026-11-20", ("ENDED", None)),
        ("from: 2026-11-21\n    until: 2026-11-21", (None, None)),
    ],
)
def test_dates(tmp_path: Path, dates: str, expected: tuple[str | None, str | None]) -> None:
    change = ("    class: promotion\n", f"    class: promotion\n    {dates}\n")
    assert why(tmp_path, OFFER, change, answers=LARGE) == expected


def test_the_dates_of_its_campaign(tmp_path: Path) -> None:
    over = ("sets: {interest: flour}}", "sets: {interest: flour}, until: 2026-11-20}")
    mine = ("    class: promotion\n", "    class: promotion\n    campaign: flour\n")
    assert why(tmp_path, OFFER, over, mine, answers=LARGE)[0] == "ENDED"
    assert why(tmp_path, OFFER, mine, answers=LARGE)[0] is None
    # and an ended campaign sets nothing
    assert why(tmp_path, "hero-flour", over, campaigns=["flour"])[0] == "BELOW_SILENCE"


def test_stages(tmp_path: Path) -> None:
    change = ("    class: promotion\n", "    class: promotion\n    stages: [comparing]\n")
    assert why(tmp_path, OFFER, change, answers=LARGE)[0] == "WRONG_STAGE"
    reading = tuple(Event(NOW - n * SECOND, "price_read") for n in (3, 2, 1))
    assert why(tmp_path, OFFER, change, answers=LARGE, events=reading)[0] is None


SENSITIVE = (
    "questions:",
    "  budget:\n    tier: sensitive\n    optin: true\n    keep: visit\n    purpose: Fit the offer\n"
    "    label: {en: your budget, de: Ihr Budget}\n    values: {low: {en: low, de: klein}, high: {en: high, de: hoch}}\n"
    "questions:",
)


@pytest.mark.parametrize("when", ["{budget: [low]}", "{not: {budget: [low]}}"])
def test_sensitive_signals_need_an_opt_in_whatever_their_value(tmp_path: Path, when: str) -> None:
    change = ("    class: promotion\n", f"    class: promotion\n    when: {when}\n")
    facts: dict[str, Any] = {"answers": {**LARGE, "budget": "low" if "not" not in when else "high"}}
    assert why(tmp_path, OFFER, SENSITIVE, change, **facts)[0] == "NEEDS_OPT_IN"
    assert why(tmp_path, OFFER, SENSITIVE, change, **facts, optin=frozenset({"budget"}))[0] is None
    for audience in ("mixed", "children"):
        other = ("audience: adults", f"audience: {audience}")
        assert why(tmp_path, OFFER, SENSITIVE, change, other, **facts, optin=frozenset({"budget"}))[0] == "NEEDS_OPT_IN"


def test_eligibility(tmp_path: Path) -> None:
    change = ("    class: promotion\n", "    class: promotion\n    when: {interest: [flour]}\n")
    assert why(tmp_path, OFFER, change, answers=LARGE)[0] == "NOT_ELIGIBLE"
    assert why(tmp_path, OFFER, change, answers=LARGE, campaigns=["flour"])[0] is None


def test_promotions_do_not_interrupt_children(tmp_path: Path) -> None:
    assert why(tmp_path, OFFER, ("audience: adults", "audience: mixed"), answers=LARGE)[0] == "NOT_ELIGIBLE"


def test_a_block_is_never_shown_in_another_language(tmp_path: Path) -> None:
    text = '      de: {title: Eine Palette zur Probe, body: "Zahlen nach dem Backen.", cta: {label: Probieren, href: /probe}}\n'
    assert why(tmp_path, OFFER, (text, ""), answers=LARGE)[0] == "NO_TRANSLATION"
    assert why(tmp_path, OFFER, (text, ""), answers=LARGE, language="en")[0] is None


def test_what_cannot_be_explained_is_not_said(tmp_path: Path) -> None:
    silent = (
        'because: {en: "You came for {interest}.", de: "Sie kamen wegen {interest}."}',
        'because: {en: "You came for {interest}."}',
    )
    assert why(tmp_path, "hero-flour", silent, campaigns=["flour"])[0] == "UNEXPLAINABLE"
    assert why(tmp_path, "hero-flour", silent, campaigns=["flour"], language="en")[0] is None
    # a block none of whose terms added anything goes on to pass 3
    assert why(tmp_path, "hero-flour", silent)[0] == "BELOW_SILENCE"
    unnamed = ("large: {en: 50 kg and more, de: ab 50 kg}", "large: {en: 50 kg and more}")
    assert why(tmp_path, OFFER, unnamed, answers=LARGE)[0] == "UNEXPLAINABLE"


def test_a_question_is_asked_once(tmp_path: Path) -> None:
    assert why(tmp_path, "ask-volume", answers=LARGE, campaigns=["flour"])[0] == "ALREADY_ANSWERED"
    known = {"account": {"volume": "small"}}
    assert why(tmp_path, "ask-volume", campaigns=["flour"], **known)[0] == "ALREADY_ANSWERED"
    long_ago = {"answers": {"volume": Answer("large", NOW - 30 * DAY)}}
    assert why(tmp_path, "ask-volume", campaigns=["flour"], **long_ago)[0] is None


def test_a_goal_that_was_reached(tmp_path: Path) -> None:
    goal = ("    class: promotion\n", "    class: promotion\n    goal: order\n")
    assert why(tmp_path, OFFER, goal, answers=LARGE, events=(Event(NOW - DAY, "order"),))[0] == "ALREADY_CONVERTED"
    bought = (Event(NOW - DAY, "converted", OFFER),)
    assert why(tmp_path, OFFER, answers=LARGE, events=bought)[0] == "ALREADY_CONVERTED"
    assert why(tmp_path, OFFER, goal, answers=LARGE, events=(Event(NOW - 50 * DAY, "order"),))[0] is None


CAPPED = ("at_most: 2, within: 1d}", "at_most: 3, within: 1d}")


def test_a_full_cap_empties_with_time(tmp_path: Path) -> None:
    times = tuple(shown(OFFER, ago) for ago in (23 * HOUR, 22 * HOUR, 21 * HOUR))
    reason, until = why(tmp_path, OFFER, CAPPED, answers=LARGE, events=times)
    assert (reason, until) == ("FREQUENCY_CAP", "2026-11-21T11:00:00Z")


def test_a_cap_on_the_visit_lasts_as_long_as_the_visit(tmp_path: Path) -> None:
    visit = ("at_most: 2, within: 1d}", "at_most: 1, within: visit}")
    view = Event(NOW - MINUTE, "page_view")
    now_and_then = (shown(OFFER, 25 * MINUTE), view)
    ends = "2026-11-21T10:30:00Z"  # 30 minutes without anything
    assert why(tmp_path, OFFER, visit, answers=LARGE, events=now_and_then) == ("FREQUENCY_CAP", ends)
    assert why(tmp_path, OFFER, visit, answers=LARGE, events=(shown(OFFER, 40 * MINUTE), view))[0] is None


def test_no_tiredness_fills_an_empty_cap(tmp_path: Path) -> None:
    (cap,) = bakery(tmp_path).silence.caps
    assert (limit(cap, 0.0), limit(cap, 0.5), limit(cap, 1.0)) == (2, 1, 1)


def test_caps_tighten_with_fatigue(tmp_path: Path) -> None:
    # F is about 0.42, so that ceil(2 x 0.58) = 2; with a third of F more it is 1
    tired = (shown(OFFER, 3 * HOUR), Event(NOW - 3 * HOUR, "dismissed", OFFER), Event(NOW - 2 * HOUR, "friction"))
    assert why(tmp_path, OFFER, answers=LARGE, events=tired)[0] == "FREQUENCY_CAP"
    assert why(tmp_path, OFFER, answers=LARGE, events=tired[:2])[0] is None
    _, until = why(tmp_path, OFFER, answers=LARGE, events=tired)
    assert until is not None
    assert until < format_instant(NOW - 3 * HOUR + DAY), "fatigue's decay lifts the cap before the window empties"
    lifted = parse_instant(until)
    assert why(tmp_path, OFFER, now=lifted, answers=LARGE, events=tired)[0] is None
    assert why(tmp_path, OFFER, now=lifted - SECOND, answers=LARGE, events=tired)[0] == "FREQUENCY_CAP"


def test_a_pause_is_never_called_a_cap(tmp_path: Path) -> None:
    pause = (
        "at_most: 2, within: 1d}",
        "at_most: 9, within: 1d}\n    - {class: promotion, outcome: dismissed, at_most: 1, within: 7d, pause: 3d}",
    )
    gone = (Event(NOW - DAY, "dismissed", OFFER),)
    assert why(tmp_path, OFFER, pause, answers=LARGE, events=gone) == ("PAUSED", "2026-11-23T10:00:00Z")
    assert why(tmp_path, OFFER, pause, answers=LARGE, events=(Event(NOW - 3 * DAY, "dismissed", OFFER),))[0] is None


def test_silence_competes(tmp_path: Path) -> None:
    assert why(tmp_path, OFFER, campaigns=["flour"])[0] == "BELOW_SILENCE"
    # 2 - F > 1 holds again once F has fallen below nothing at all: it never does
    dear = ("utility: {inline: 0, interrupt: 1}", "utility: {inline: 0, interrupt: 1.5}")
    once = (Event(NOW - HOUR, "dismissed", OFFER),)
    reason, until = why(tmp_path, OFFER, dear, answers=LARGE, events=once)
    assert reason == "BELOW_SILENCE"
    assert until is not None
    assert why(tmp_path, OFFER, dear, now=parse_instant(until), answers=LARGE, events=once)[0] is None
    assert why(tmp_path, OFFER, dear, now=parse_instant(until) - SECOND, answers=LARGE, events=once)[0] == reason


def test_one_best_action_across_slots(tmp_path: Path) -> None:
    two = ("  notice: {kind: interrupt}", "  notice: {kind: interrupt}\n  nudge: {kind: interrupt}")
    ask = ("  ask-volume:\n    slot: notice", "  ask-volume:\n    slot: nudge")
    bundle = bakery(tmp_path, two, ask, ("relevance: {interest: {flour: 1.5}}", "relevance: {interest: {flour: 2.5}}"))
    decision = decided(bundle, moment(campaigns=["flour"], account={}, answers={}))
    assert decision["slots"]["nudge"]["block"] == "ask-volume"
    decision = decided(
        bakery(tmp_path, two, ask, ("{volume: {large: 2}", "{prices: {some: 4}, volume: {large: 2}")),
        moment(campaigns=["flour"], events=(Event(NOW - SECOND, "price_read"),)),
    )
    assert decision["slots"]["notice"]["block"] == OFFER
    entry = next(entry for entry in decision["withheld"] if entry["block"] == "ask-volume")
    assert (entry["reason"], entry["by"]) == ("OUTRANKED", OFFER)
    assert decision["slots"]["nudge"]["reason"] == "OUTRANKED"
    SEEN.add("OUTRANKED")


def test_an_interrupt_on_screen_stays_within_its_own_budget(tmp_path: Path) -> None:
    on = Page(showing={"notice": OFFER})
    events = (Event(NOW - MINUTE, "page_view"), shown(OFFER, 5 * SECOND))
    assert why(tmp_path, OFFER, answers=LARGE, events=events, page=on)[0] is None
    assert why(tmp_path, OFFER, answers=LARGE, events=events)[0] == "INTERRUPT_BUDGET"
    assert (
        why(tmp_path, OFFER, answers=LARGE, events=events, page=Page(showing={"notice": OFFER}, typing=True))[0]
        == "PAGE_BUSY"
    )


def test_a_slot_without_blocks(tmp_path: Path) -> None:
    decision = decided(bakery(tmp_path, ("  notice: {kind", "  empty: {kind: interrupt}\n  notice: {kind")), moment())
    assert decision["slots"]["empty"]["reason"] == "NO_CANDIDATE"
    SEEN.add("NO_CANDIDATE")


def test_arrivals_the_latest_wins(tmp_path: Path) -> None:
    more = ("campaigns:\n", "campaigns:\n  ovens: {match: {utm_campaign: [ovens]}, sets: {interest: ovens}}\n")
    bundle = bakery(tmp_path, more)
    both = (Arrival(NOW - MINUTE, ("ovens",)), Arrival(NOW, ("flour",)))
    assert decided(bundle, moment(arrivals=both))["slots"]["hero"]["block"] == "hero-flour"
    swapped = (Arrival(NOW - MINUTE, ("flour",)), Arrival(NOW, ("ovens",)))
    assert decided(bundle, moment(arrivals=swapped))["slots"]["hero"]["block"] == "hero-default"


def test_every_reason_was_met_above() -> None:
    """Runs last in this file: no reason code without an example."""
    assert set(REASONS) - SEEN == set()
