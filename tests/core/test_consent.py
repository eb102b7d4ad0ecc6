"""Consent: every transition of both tables, and the sources outside: early, late, twice, never, wrongly."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgepersona.authoring.compile import load
from edgepersona.core import consent, outside
from edgepersona.core.bundle import SOURCES, Bundle, ConsentDefaults, OutsideGrant
from edgepersona.core.consent import HEARD, NO_STANDS, STANDS, Choice
from edgepersona.core.errors import LocalError

from .personas import BAKERY

TODAY = 20_000
SITE = load(BAKERY).bundle
QUOTE = {"en": "Remember my choices"}
GRANTS = (
    OutsideGrant("banner", "remember", ("functional",), QUOTE),
    OutsideGrant("tcf", "measure", ("8",), QUOTE),
    OutsideGrant("banner", "personalise", ("functional",), QUOTE),
)


def bundle(*grants: OutsideGrant, **words: str) -> Bundle:
    known = SITE
    defaults = {"remember": "ask", "measure": "ask", **words}
    personalise = dict.fromkeys(SOURCES, defaults.pop("personalise", "on"))
    return replace(known, consent=ConsentDefaults(personalise=personalise, outside=grants, **defaults))


def banner(*granted: str, answered: bool = True) -> dict[str, Any]:
    return {"banner": {"answered": answered, "granted": list(granted)}}


def said(word: str, by: str) -> Choice:
    return Choice(measure=word, by={} if by in ("visitor", "nobody") else {"measure": by})


@pytest.mark.parametrize(("default", "word"), STANDS)
def test_what_stands(default: str, word: str) -> None:
    choice = Choice(remember=word, measure=word, personalise={} if word == "unset" else dict.fromkeys(SOURCES, word))
    words = {"remember": default, "measure": default, "personalise": default}
    stands = consent.standing(bundle(**words), choice, gpc=False)
    expected = {"on": word != "off", "ask": word == "on", "off": False}[default]
    assert (stands.remember, stands.measure) == (expected, expected)
    assert stands.personalise == (frozenset(SOURCES) if expected else frozenset())


CASES = [(state, word) for state in HEARD for word in HEARD[state]]


@pytest.mark.parametrize(("state", "word"), CASES, ids=str)
def test_every_word_from_outside(state: tuple[str, str], word: str) -> None:
    """Denied is off unless the visitor said otherwise here; silence changes nothing; a grant switches on what is unset."""
    mapped = OutsideGrant("tcf", "measure", ("8",), QUOTE)
    known = bundle(*[mapped] if word != "unasked" else [])
    heard = {
        "denied": {"tcf": {"answered": True, "granted": ["1"]}},
        "silent": {"tcf": {"answered": False}},
        "unasked": {},
        "granted": {"tcf": {"answered": True, "granted": ["1", "8"]}},
    }[word]
    after = consent.heard(known, said(*state), False, outside.read(heard))
    result = after.measure, after.speaker("measure")
    word_before, by = state
    if by == "visitor" or (word_before, by) == ("off", "page"):
        assert result == state
    elif word == "denied" or (by, word) == ("source", "unasked"):
        assert result == ("unset", "nobody")
    elif word == "granted" and word_before == "unset":
        assert result == ("on", "source")
    else:
        assert result == state
    stands = consent.standing(known, said(*state), False, outside.read(heard)).measure
    assert stands == (result[0] == "on" and (by == "visitor" or word != "silent"))


@pytest.mark.parametrize(("state", "word"), CASES, ids=str)
def test_privacy_control_denies_counting_to_all_but_the_visitor(state: tuple[str, str], word: str) -> None:
    known = bundle(OutsideGrant("tcf", "measure", ("8",), QUOTE))
    granted = outside.read({"tcf": {"answered": True, "granted": ["1", "8"]}} if word == "granted" else {})
    stands = consent.standing(known, said(*state), True, granted)
    assert stands.measure == (state == ("on", "visitor"))


@pytest.mark.parametrize("audience", ["adults", "mixed", "children"])
@pytest.mark.parametrize("word", ["on", "ask", "off"])
def test_what_is_not_on_offer_is_not_kept_as_switched_on(audience: str, word: str) -> None:
    known = replace(bundle(personalise=word, remember=word, measure=word), audience=audience)
    keys = (*SOURCES, *consent.LASTING)
    lasting = {"remember": "on", "measure": "on"}
    for by in ("visitor", "page"):
        yes = consent.changed(Choice(optin=frozenset(["diet"])), {"personalise": "on", **lasting}, TODAY, by)  # type: ignore[arg-type]
        kept = consent.offered(known, yes)
        on = {key for key in keys if kept.said(key) == "on"}
        assert on == (set() if word == "off" else {*keys} - ({"usage", "measure"} if audience != "adults" else set()))
        assert {key: kept.said(key) for key in keys if key not in on} == dict.fromkeys({*keys} - on, "unset")
        assert kept.by.keys() == (on if by == "page" else set())
        assert bool(kept.optin) == (audience == "adults")
        assert consent.standing(known, kept, False) == consent.standing(known, yes, False)
    no = consent.changed(Choice(), {"personalise": "off", "remember": "off", "measure": "off"}, TODAY)
    assert consent.offered(known, no) == no


def test_an_unmapped_signal_never_grants() -> None:
    everything = {
        "tcf": {"answered": True, "granted": [str(n) for n in range(1, 12)]},
        "google": {"answered": True, "granted": list(outside.TERMS["google"])},
        "banner": {"answered": True, "granted": ["necessary", "functional", "analytics"]},
    }
    stands = consent.standing(bundle(personalise="ask"), Choice(), False, outside.read(everything))
    assert (stands.personalise, stands.remember, stands.measure) == (frozenset(), False, False)


def test_a_mapped_one_grants_and_any_other_source_still_narrows() -> None:
    known = bundle(*GRANTS, personalise="ask")
    yes: dict[str, Any] = {"tcf": {"answered": True, "granted": ["1", "6", "8"]}, **banner("functional")}
    stands = consent.standing(known, Choice(), False, outside.read(yes))
    assert (stands.personalise, stands.remember, stands.measure) == (frozenset(SOURCES), True, True)
    no = {**yes, "google": {"answered": True, "granted": [], "denied": ["analytics_storage", "functionality_storage"]}}
    stands = consent.standing(known, Choice(), False, outside.read(no))
    assert (stands.remember, stands.measure) == (False, False)


def test_the_panel_wins_over_every_source() -> None:
    known = bundle(*GRANTS)
    denied = outside.read({"tcf": {"answered": True, "granted": []}, **banner()})
    stands = consent.standing(known, Choice(remember="on", measure="on"), True, denied)
    assert (stands.remember, stands.measure) == (True, True)
    granted = outside.read({"tcf": {"answered": True, "granted": ["1", "8"]}, **banner("functional")})
    stands = consent.standing(known, Choice(remember="off", measure="off"), False, granted)
    assert (stands.remember, stands.measure) == (False, False)


def test_the_page_cannot_switch_on_what_the_visitor_switched_off() -> None:
    off = consent.changed(Choice(), {"measure": "off", "personalise": {"usage": "off"}}, TODAY)
    for changes in ({"measure": "on"}, {"personalise": "on"}, {"personalise": {"usage": "on"}}):
        with pytest.raises(LocalError, match="only they can"):
            consent.changed(off, changes, TODAY, "page")
    assert consent.changed(off, {"remember": "on"}, TODAY, "page").speaker("remember") == "page"
    back = consent.changed(off, {"measure": "on"}, TODAY)
    assert (back.measure, back.speaker("measure")) == ("on", "visitor")


def test_what_the_visitor_said_stays_theirs_when_the_page_repeats_it() -> None:
    on = consent.changed(Choice(), {"measure": "on"}, TODAY)
    assert consent.changed(on, {"measure": "on"}, TODAY, "page").speaker("measure") == "visitor"


@pytest.mark.parametrize("raw", [7, [], "yes", {"tcf": 1}, {"tcf": {}}, {"tcf": {"answered": 1, "granted": ["8"]}},
                                 {"tcf": {"answered": True}}, {"tcf": {"answered": True, "granted": [8]}},
                                 {"tcf": {"answered": True, "granted": ["8"] * 65}},
                                 {"tcf": {"answered": True, "granted": "1,8"}}])  # fmt: skip
def test_what_is_said_wrongly_is_a_denial(raw: Any) -> None:
    known = bundle(OutsideGrant("tcf", "measure", ("8",), QUOTE))
    assert not consent.standing(known, Choice(), False, outside.read(raw)).measure
    assert not consent.standing(known, said("on", "page"), False, outside.read(raw)).measure


def test_a_source_that_is_expected_but_silent_keeps_everything_in_memory() -> None:
    known = bundle(*GRANTS)
    assert consent.memory_only(known, Choice(), outside.read(None)), "the file expects a banner"
    assert consent.memory_only(known, Choice(), outside.read(banner("functional"))), "and the other source, too"
    both = outside.read({"tcf": {"answered": True, "granted": []}, **banner()})
    assert not consent.memory_only(known, Choice(), both)
    assert not consent.memory_only(known, Choice(remember="off"), outside.read(None)), "the visitor has spoken here"
    assert not consent.memory_only(bundle(), Choice(), outside.read(None)), "nobody is expected"
    assert consent.memory_only(bundle(), Choice(), outside.read({"google": {"answered": False}})), "the page has one"


def test_what_a_banner_granted_is_suspended_until_it_speaks_again() -> None:
    known = bundle(GRANTS[0])
    granted = consent.heard(known, Choice(), False, outside.read(banner("functional")))
    assert (granted.remember, granted.speaker("remember")) == ("on", "source")
    waiting = outside.read(banner(answered=False))
    assert consent.suspended(known, granted, waiting) == {"remember"}
    assert not consent.standing(known, granted, False, waiting).remember
    assert consent.heard(known, granted, False, waiting) == granted
    withdrawn = consent.heard(known, granted, False, outside.read(banner()))
    assert withdrawn == Choice()


def test_a_no_to_remembering_stands_for_half_a_year() -> None:
    known = bundle()
    no = consent.changed(Choice(), {"remember": "off"}, TODAY)
    assert consent.may_ask_to_remember(known, Choice(), TODAY)
    for day, may in ((TODAY - 900, False), (TODAY, False), (TODAY + NO_STANDS - 1, False), (TODAY + NO_STANDS, True)):
        assert consent.may_ask_to_remember(known, no, day) is may
    yes = consent.changed(no, {"remember": "on"}, TODAY)
    assert yes.refused is None
    assert not consent.may_ask_to_remember(known, yes, TODAY)
    assert not consent.may_ask_to_remember(bundle(remember="off"), Choice(), TODAY)


WORD = st.sampled_from(["on", "off"])
CHANGES = st.dictionaries(st.sampled_from(["remember", "measure", "personalise"]), WORD, min_size=1)
HEARD_OUTSIDE = st.dictionaries(
    st.sampled_from(outside.SOURCES),
    st.fixed_dictionaries(
        {
            "answered": st.booleans(),
            "granted": st.lists(st.sampled_from(["1", "6", "8", "functional", "analytics_storage"])),
        }
    ),
)


@given(st.lists(st.tuples(CHANGES, st.sampled_from(["visitor", "page"]), HEARD_OUTSIDE, st.booleans()), max_size=6))
def test_nothing_but_a_word_of_consent_switches_on(
    steps: list[tuple[dict[str, Any], Any, dict[str, Any], bool]],
) -> None:
    """Over any sequence: what stands was said by the visitor, or by the page, or was mapped and granted."""
    known, choice = bundle(*GRANTS), Choice()
    last_word: dict[str, str] = {}
    for changes, by, raw, gpc in steps:
        heard = outside.read(raw)
        choice = consent.heard(known, choice, gpc, heard)
        try:
            choice = consent.changed(choice, changes, TODAY, by)
            if by == "visitor":
                last_word |= changes
        except LocalError:
            assert by == "page"
        stands = consent.standing(known, choice, gpc, heard)
        for purpose in ("remember", "measure"):
            if purpose in last_word and choice.speaker(purpose) == "visitor":
                assert getattr(stands, purpose) == (last_word[purpose] == "on")
            elif getattr(stands, purpose):
                assert choice.speaker(purpose) in ("page", "source")
                assert outside.word(known, purpose, heard) in ("unasked", "granted")
                assert not (gpc and purpose == "measure")


def test_the_two_tables_are_complete() -> None:
    assert set(STANDS) == set(itertools.product(("on", "ask", "off"), ("unset", "on", "off")))
    assert {len(words) for words in HEARD.values()} == {4}
