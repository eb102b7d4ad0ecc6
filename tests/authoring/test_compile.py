"""From a checked model to the bundle: what each line of a file becomes."""

from __future__ import annotations

from edgepersona.core.bundle import VISIT, decode, digest, encode
from edgepersona.core.times import DAY, SECOND, parse_date

from .shop import SHOP, changed, checked

MINIMAL = """\
persona: 1
site: x
languages: [en]
slots: {a: {kind: inline, default: b}}
blocks: {b: {slot: a, class: content, text: {en: {title: Hello}}}}
"""


def test_order_times_and_conditions() -> None:
    bundle = checked(SHOP).bundle
    assert [signal.id for signal in bundle.signals] == ["topic", "garden", "reading", "ticket", "hayfever"]
    assert [block.id for block in bundle.blocks] == ["ask-garden", "help", "hero-all", "hero-roses", "offer"]
    topic, garden, reading = bundle.signals[:3]
    assert (topic.keep, garden.keep) == (VISIT, 30 * DAY)
    assert (reading.event, reading.within, reading.bins) == (
        "guide_read",
        2 * DAY,
        (("none", 0), ("some", 1), ("many", 3)),
    )
    assert reading.values == {}
    roses = bundle.blocks[3]
    assert (roses.start, roses.end) == (parse_date("2026-03-01"), parse_date("2027-04-01"))
    assert roses.when == ("is", "topic", ("roses",))
    assert roses.relevance == (("garden", "51+", 1.5), ("hayfever", "yes", -3.0), ("topic", "roses", 2.0))
    assert roses.text["en"] == {
        "title": "Roses",
        "points": ("Thirty sorts", "Own roots"),
        "cta": {"label": "See", "href": "#roses"},
    }
    assert bundle.stages[1].when == (
        "any",
        (
            ("all", (("is", "topic", ("roses",)), ("not", ("is", "garden", ("balcony",))))),
            ("is", "reading", ("many",)),
        ),
    )
    assert bundle.segments[1].when == ("all", ())
    assert bundle.campaigns[0].match == (("utm_campaign", ("roses", "rose-week")),)
    assert [(cap.scope, cap.of, cap.pause) for cap in bundle.silence.caps] == [
        ("class", "promotion", None),
        ("block", "offer", 7 * DAY),
        ("slot", "notice", None),
    ]
    assert bundle.silence.gap == 30 * SECOND
    assert bundle.consent.personalise == {"account": "on", "answer": "on", "usage": "ask", "campaign": "on"}


def test_a_bundle_survives_its_bytes() -> None:
    bundle = checked(SHOP).bundle
    assert decode(encode(bundle)) == bundle


def test_what_a_small_file_leaves_out_has_the_documented_defaults() -> None:
    bundle = checked(MINIMAL).bundle
    assert bundle.audience == "adults"
    assert bundle.signals == bundle.stages == bundle.segments == bundle.silence.caps == ()
    assert bundle.silence.utility == {"inline": 0.0, "interrupt": 1.0}
    assert (bundle.silence.fatigue.half_life, bundle.silence.fatigue.stop) == (5 * DAY, 0.6)
    assert bundle.silence.fatigue.weights == {
        "shown": 0.1,
        "ignored": 0.25,
        "friction": 0.25,
        "dismissed": 0.75,
        "not_helpful": 1.5,
        "complained": 3.0,
        "clicked": -0.75,
        "converted": -1.5,
    }
    assert (bundle.silence.per_page, bundle.silence.gap, bundle.silence.questions_per_visit) == (1, 30 * SECOND, 2)
    assert bundle.silence.wait_while == ("typing", "media", "checkout")
    assert bundle.consent.personalise == {"account": "on", "answer": "on", "usage": "ask", "campaign": "on"}
    assert (bundle.consent.remember, bundle.consent.measure) == ("ask", "ask")
    assert (bundle.experiment.control, bundle.experiment.caps_only) == (0, 0)
    assert (bundle.measure.mode, bundle.measure.conversions) == ("central", ())
    assert bundle.explore == "off"


def test_a_weight_that_is_not_given_keeps_its_default() -> None:
    text = changed(("friction: 0.25, dismissed: 0.75", "dismissed: 0.5"))
    weights = checked(text).bundle.silence.fatigue.weights
    assert (weights["friction"], weights["dismissed"]) == (0.25, 0.5)


def test_one_word_of_consent_stands_for_every_tier() -> None:
    text = changed(("personalise: {answer: on, campaign: on, account: on, usage: ask}", "personalise: off"))
    assert set(checked(text).bundle.consent.personalise.values()) == {"off"}


def test_learning_is_compiled_away_for_audiences_that_are_not_adults() -> None:
    learning = ("explore: off", "explore: thompson")
    assert checked(changed(learning)).bundle.explore == "thompson"
    assert checked(changed(learning, ("audience: adults", "audience: mixed"))).bundle.explore == "off"


def test_how_a_file_is_laid_out_changes_no_byte() -> None:
    same = changed(
        ("label: {en: your topic, de: Ihr Thema}", 'label: {"de": Ihr Thema, en: "your topic"}'),
        ("{all: [{topic: [roses]}, {not: {garden: [balcony]}}]}", "{topic: [roses], not: {garden: [balcony]}}"),
        ("relevance: {topic: {roses: 1.5, herbs: 1.25}}", "relevance: {topic: {herbs: 1.250, roses: 1.5}}  # why not"),
    ).replace("\n", "\r\n")
    assert digest(encode(checked(same).bundle)) == digest(encode(checked(SHOP).bundle))


def test_a_json_file_is_a_persona_file() -> None:
    text = (
        '{"persona": 1, "site": "x", "languages": ["en"], "slots": {"a": {"kind": "inline", "default": "b"}},\n'
        '"blocks": {"b": {"slot": "a", "class": "content", "text": {"en": {"title": "Hello"}}}}}'
    )
    assert checked(text).bundle == checked(MINIMAL).bundle


def test_a_gap_may_be_nothing() -> None:
    assert checked(changed(("gap: 30s", "gap: 0s"))).bundle.silence.gap == 0


def test_a_negative_zero_is_a_zero() -> None:
    text = changed(("hayfever: {yes: -3}", "hayfever: {yes: -0.0}"))
    assert encode(checked(text).bundle) == encode(
        checked(changed(("hayfever: {yes: -3}", "hayfever: {yes: 0}"))).bundle
    )
