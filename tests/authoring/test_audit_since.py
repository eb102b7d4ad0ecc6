"""What changed between two versions: each kind of change is named, and weighs as a privacy officer would have it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring import audit
from edgepersona.authoring.audit import since
from edgepersona.core.bundle import Bundle
from edgepersona.core.conditions import ALWAYS
from tests.core.personas import BAKERY

from .running import edgepersona, refused
from .shop import SHOP, changed, checked

WIDER, NARROWER, NEUTRAL = "wider", "narrower", "neutral"
OPPOSITE = {WIDER: NARROWER, NARROWER: WIDER, NEUTRAL: NEUTRAL}
BUDGET = """\
  budget:
    tier: answer
    keep: 30d
    purpose: Fit the price
    label: {en: your budget, de: Ihr Budget}
    values: {small: {en: small, de: klein}}
questions:
"""
CAP = "    - {block: offer, outcome: dismissed, at_most: 1, within: 7d, pause: 7d}\n"
# (old text, new text, how it weighs, where it is told, what is told of before and after); each is also read backwards
THERE_AND_BACK: tuple[tuple[str, str, str, str, str], ...] = (
    ("questions:\n", BUDGET, WIDER, "signal budget", "answer, kept 30 days"),
    ("keep: 30d\n    purpose: Fit the offer", "keep: 90d\n    purpose: Fit the offer", WIDER, "signal garden, keep", "90 days"),
    ("keep: visit\n    purpose: Help first", "keep: 1d\n    purpose: Help first", WIDER, "signal ticket, keep", "this visit"),
    ("    special: true\n", "", WIDER, "signal hayfever, special category", "yes"),
    ("balcony: {en: a balcony, de: ein Balkon}\n", "balcony: {en: a balcony, de: ein Balkon}\n      roof: {en: a roof, de: ein Dach}\n", WIDER, "signal garden, values", "roof"),
    ("counts: {event: guide_read, within: 2d}", "counts: {event: guide_read, within: 5d}", WIDER, "signal reading, window", "5 days"),
    ("relevance: {topic: {roses: 1.5, herbs: 1.25}}", "relevance: {topic: {roses: 1.5, herbs: 1.25}, garden: {51+: 1}}", WIDER, "signal garden, used for", "promotion"),
    ("relevance: {topic: {roses: 1.5, herbs: 1.25}}", "relevance: {topic: {roses: 1.5, herbs: 1.25}, garden: {51+: 1}}", WIDER, "block offer, rests on", "garden"),
    ("sets: {topic: roses}", "sets: {topic: roses, garden: balcony}", WIDER, "signal garden, sources", "campaign"),
    ("sets: {topic: roses}", "sets: {topic: roses, garden: balcony}", WIDER, "campaign roses, sets", "garden = balcony"),
    ("    after: value\n", "", WIDER, "question garden, after", "value"),
    ("  - {id: others, when: {}}", "  - {id: herbs, when: {topic: [herbs]}}\n  - {id: others, when: {}}", WIDER, "segment herbs", "topic is herbs"),
    ("  notice: {kind: interrupt}", "  notice: {kind: interrupt}\n  chat: {kind: interrupt}", WIDER, "slot chat", "interrupt"),
    ("within: 1d}", "within: 2d}", NARROWER, "cap on class promotion, shown, within", "2 days"),
    ("at_most: 2, within", "at_most: 5, within", WIDER, "cap on class promotion, shown, at most", "5"),
    ("within: 7d, pause: 7d}", "within: 7d, pause: 1d}", WIDER, "cap on block offer, dismissed, pause", "1 day"),
    (CAP, "", WIDER, "cap on block offer", "block offer: dismissed at most once within 7 days, then a pause of 7 days"),
    ("stop: 0.6", "stop: 0.8", WIDER, "silence, fatigue that stops it", "0.8"),
    ("half_life: 5d", "half_life: 2d", WIDER, "silence, half-life of fatigue", "2 days"),
    ("half_life: 5d", "half_life: 9d", WIDER, "silence, what happened to blocks, kept", "90 days"),
    ("dismissed: 0.75", "dismissed: 0.5", WIDER, "silence, weight of dismissed", "0.5"),
    ("pressure: {reading: {many: 0.5}}", "pressure: {}", WIDER, "silence, pressure", "reading = many: 0.5"),
    ("gap: 30s", "gap: 0s", WIDER, "silence, gap between interruptions", "no time"),
    ("per_page: 1", "per_page: 2", WIDER, "silence, interruptions a page view", "2"),
    ("questions_per_visit: 2", "questions_per_visit: 3", WIDER, "silence, questions a visit", "3"),
    ("wait_while: [typing, media, checkout]", "wait_while: [typing, media]", WIDER, "silence, waits while", "checkout"),
    ("interrupt: 1}", "interrupt: 0.5}", WIDER, "silence, utility of interrupt", "0.5"),
    ("pauses: [promotion, question]}", "pauses: [promotion]}", WIDER, "silence, service first", "question while ticket is open"),
    ("usage: ask}", "usage: on}", WIDER, "consent, usage", "on from the start; the visitor can switch it off"),
    ("account: on, usage", "account: off, usage", NARROWER, "consent, account", "off; not on offer"),
    ("remember: ask", "remember: off", NARROWER, "consent, remember", "off; not on offer"),
    ("needs: [analytics]", "needs: [analytics, statistics]", NARROWER, "consent by banner, banner, measure, needs", "statistics"),
    ("quote: {en: Count visits}}}}}", "quote: {en: Count visits}}}, tcf: {remember: {needs: ['1'], quote: {en: Store}}}}}", WIDER, "consent by banner, tcf, remember", "not taken"),
    ("caps_only: 0.05", "caps_only: 0.2", WIDER, "experiment, caps only", "0.2"),
    ("control: 0.1,", "control: 0.2,", NEUTRAL, "experiment, control", "0.2"),
    ("conversions: [order]", "conversions: [order, trial]", WIDER, "measure, conversions", "trial"),
    ("conversions: [order]", "conversions: [order, trial]", WIDER, "counters that may leave", "arm:treated:converted:trial, arm:control:converted:trial, arm:caps_only:converted:trial"),
    ("guardrails: [dismissed, opted_out, returned]", "guardrails: [dismissed, opted_out]", NARROWER, "measure, guardrails", "returned"),
    ("measure: ask,", "measure: off,", NARROWER, "consent, measure", "off; not on offer"),
    ("explore: off", "explore: thompson", WIDER, "learning, explore", "thompson"),
    ("class: promotion\n    goal: order\n", "class: promotion\n    goal: order\n    value: 2\n", NEUTRAL, "block offer, value", "2"),
    ("title: A free pot}", "title: A free big pot}", NEUTRAL, "block offer, text", "changed"),
    ("{en: your garden,", "{en: your own garden,", NEUTRAL, "signal garden, words", "changed"),
    ("{en: How big is your garden?,", "{en: How large is your garden?,", NEUTRAL, "question garden, words", "changed"),
    ("bins: {none: 0, some: 1, many: 3}", "bins: {none: 0, some: 1, many: 4}", NEUTRAL, "signal reading, bins", "changed"),
    ("utm_campaign: [roses, rose-week]", "utm_campaign: [roses]", NEUTRAL, "campaign roses, links", "utm_campaign = rose-week"),
    ("from: 2026-03-01, until: 2027-03-31}", "from: 2026-03-01, until: 2027-04-30}", NEUTRAL, "campaign roses, dates", "from 2026-03-01 until 2027-04-30"),
)  # fmt: skip
# Changes that need a new decision whichever way they go.
EITHER_WAY = (
    ("purpose: Fit the offer to your garden", "purpose: Fit prices to your garden", "signal garden, purpose"),
    ("quote: {en: Count visits}", "quote: {en: Statistics}", "consent by banner, banner, measure, words"),
    ("event: guide_read", "event: page_read", "signal reading, event"),
    ("audience: adults", "audience: mixed", "audience"),
    ("mode: central", "mode: local", "measure, mode"),
    ("signal: garden\n", "signal: topic\n", "question garden, signal"),
)


def changes(old: str, new: str) -> audit.Difference:
    return audit.difference(checked(old).bundle, checked(new).bundle)


@pytest.mark.parametrize(("old", "new", "weight", "where", "told"), THERE_AND_BACK)
def test_a_change_is_named_and_weighed_both_ways(old: str, new: str, weight: str, where: str, told: str) -> None:
    other = changed((old, new))
    for before, after, weighs in ((SHOP, other, weight), (other, SHOP, OPPOSITE[weight])):
        found = [change for change in changes(before, after).changes if change.where == where]
        assert [change.weight for change in found] == [weighs], changes(before, after).changes
        assert any(side.startswith(told) for side in (found[0].before, found[0].after)), found
        assert found[0].why


@pytest.mark.parametrize(("old", "new", "where"), EITHER_WAY)
def test_some_changes_need_a_decision_whichever_way_they_go(old: str, new: str, where: str) -> None:
    other = changed((old, new))
    for before, after in ((SHOP, other), (other, SHOP)):
        assert where in [change.where for change in changes(before, after).wider]


def test_another_tier_needs_a_decision_unless_it_is_the_sensitive_one() -> None:
    account = changed(("    tier: answer\n", "    tier: account\n"))
    assert "signal garden, tier" in [c.where for c in changes(SHOP, account).wider]
    plain = SHOP.replace("    tier: sensitive\n    optin: true\n    special: true\n", "    tier: answer\n")
    assert "signal hayfever, tier" in [c.where for c in changes(plain, SHOP).of(NARROWER)]
    assert "signal hayfever, tier" in [c.where for c in changes(SHOP, plain).wider]


def test_a_group_that_rests_on_more_needs_a_decision() -> None:
    more = changed(("{id: parks, when: {garden: [51+]}}", "{id: parks, when: {garden: [51+], topic: [roses]}}"))
    assert [c.why for c in changes(SHOP, more).changes if c.where == "segment parks"] == ["rests on topic as well"]
    other = changed(("{id: parks, when: {garden: [51+]}}", "{id: parks, when: {garden: [1-5]}}"))
    assert [c.weight for c in changes(SHOP, other).changes if c.where == "segment parks"] == [NEUTRAL]


def test_order_is_told_where_it_means_something() -> None:
    parks, others = "  - {id: parks, when: {garden: [51+]}}\n", "  - {id: others, when: {}}\n"
    found = changes(SHOP, changed((parks + others, others + parks)))
    assert [(c.where, c.weight) for c in found.changes] == [("order of segments", NEUTRAL)]


def test_a_file_that_did_not_change_has_no_changes() -> None:
    found = changes(SHOP, SHOP)
    assert found.changes == ()
    assert "Nothing changed in what the file says." in audit.files(found.papers())["changes.md"]
    reordered = changed(("label: {en: your topic, de: Ihr Thema}", "label: {de: Ihr Thema, en: your topic}"))
    assert changes(SHOP, reordered).changes == ()


@pytest.mark.parametrize("part", [field.name for field in fields(Bundle) if field.name not in ("format", "words")])
def test_no_part_of_a_file_changes_unseen(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the rows leave out is told all the same: here no row is made at all."""
    monkeypatch.setattr(since, "_compared", lambda old, new: iter(()))
    other = {"audience": "mixed", "site": "other", "explore": "thompson", "languages": ("en",)}.get(part)
    bundle = checked(SHOP).bundle
    if other is None:
        value = getattr(bundle, part)
        first = {"silence": "per_page", "consent": "remember", "experiment": "control", "measure": "mode"}.get(part)
        other = value[1:] if first is None else replace(value, **{first: 7})
    found = audit.difference(bundle, replace(bundle, **{part: other}))
    assert [(change.part, change.weight) for change in found.changes] == [(part, WIDER)]


def test_the_papers_put_what_needs_a_decision_first_and_escape_what_they_quote() -> None:
    new = changed(
        ("purpose: Fit the offer to your garden", 'purpose: "<b>a | b</b>"'),
        ("gap: 30s", "gap: 60s"),
        ("A free pot", "A pot"),
    )
    files = audit.files(changes(SHOP, new).papers())
    text = files["changes.md"]
    assert text.index("## Needs a new decision") < text.index("## Narrower") < text.index("## Neutral: words and looks")
    assert "| signal garden, purpose | Fit the offer to your garden | \\<b\\>a \\| b\\</b\\> |" in text
    assert "&lt;b&gt;a | b&lt;/b&gt;" in files["changes.html"]


def test_the_command_line_says_by_its_status_whether_a_decision_is_needed(tmp_path: Path) -> None:
    texts = {"old": SHOP, "wider": changed(("gap: 30s", "gap: 10s")), "words": changed(("A free pot", "A pot"))}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    words = edgepersona("audit", "words.yaml", "--since", "old.yaml", "--out", "review", cwd=tmp_path)
    assert words.returncode == 0
    assert sorted(path.name for path in (tmp_path / "review").iterdir()) == ["changes.html", "changes.md"]
    wider = edgepersona("audit", "wider.yaml", "--since", "old.yaml", "--format", "json", cwd=tmp_path)
    assert wider.returncode == 1
    assert [(c["where"], c["weight"]) for c in json.loads(wider.stdout)["changes"]] == [
        ("silence, gap between interruptions", WIDER)
    ]
    assert "takes no --answers" in refused("audit", BAKERY, "--since", BAKERY, "--answers", BAKERY)
    assert "old.yam:1:1: cannot be read" in refused("audit", "words.yaml", "--since", "old.yam", cwd=tmp_path)


KNOWN = {
    **{"inline": "interrupt", "interrupt": "inline", "ask": "off", "on": "off", "central": "local"},
    **{"campaign": "answer", "usage": "answer", "account": "answer", "sensitive": "answer", "answer": "account"},
    **{"content": "promotion", "promotion": "content", "question": "content", "service": "content"},
    **{"shown": "ignored", "dismissed": "ignored", "measure": "remember", "banner": "tcf", "block": "slot"},
    **{"notice": "hero", "hero": "notice", "garden": "topic"},
}
"""Words of the format → another one that may stand there."""


def other_than(value: Any) -> Any:
    """A value of the same kind that differs."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + (1 if 0 < value < 1_000 else 86_400_000)
        case str():
            return KNOWN.get(value, f"{value}x")
        case dict():
            return {key: other_than(inner) for key, inner in value.items()} or None
        case tuple():
            return value[1:] or None
        case _:
            return None


def records(value: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a bundle that holds no record, and the bundle with only that field changed."""
    for field in fields(value):
        inner = getattr(value, field.name)
        if is_dataclass(inner):
            yield from ((f"{field.name}.{name}", replace(value, **{field.name: new})) for name, new in records(inner))
        elif isinstance(inner, tuple) and inner and is_dataclass(inner[0]):
            for place, record in enumerate(inner):
                for name, new in records(record):
                    if name != "id":
                        changed_ = (*inner[:place], new, *inner[place + 1 :])
                        yield f"{field.name}.{place}.{name}", replace(value, **{field.name: changed_})
        elif field.name == "when":
            yield field.name, replace(value, when=("not", inner or ALWAYS))
        elif field.name in ("campaign", "question"):
            if inner is not None:
                yield field.name, replace(value, **{field.name: None})
        elif (new := other_than(inner)) is not None:
            yield field.name, replace(value, **{field.name: new})


def test_every_field_has_a_row_of_its_own() -> None:
    old, seen = checked(SHOP).bundle, 0
    for name, new in records(old):
        if name.partition(".")[0] in ("format", "words", "site"):
            continue
        if (
            name.endswith((".tier", ".outcome", ".kind", ".scope", ".of", ".source", ".purpose"))
            and "signals" not in name
        ):
            continue  # names of another list: what stands there is told as gone and new
        seen += 1
        found = audit.difference(old, new).changes
        assert found, name
        assert not [change for change in found if "not sorted here" in change.why], (name, found)
    assert seen > 100
