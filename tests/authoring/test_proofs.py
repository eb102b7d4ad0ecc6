"""The proof of “service first” finds every way round the rule that an engine could have, and says what it tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from edgepersona.authoring.checks import report, service_first
from edgepersona.authoring.checks.combinations import Said, rule_holds
from edgepersona.authoring.checks.service_first import Proof, proofs
from edgepersona.authoring.compile import Checked
from edgepersona.core import decide, silence, situation
from edgepersona.core.bundle import Condition
from edgepersona.core.candidates import Pool
from edgepersona.core.conditions import holds

from .shop import changed, checked, place

RULE = "{when: {ticket: [open]}, pauses: [promotion, question]}"
SCOPED = (
    "goal: order\n    relevance: {topic: {roses: 1.5, herbs",
    "goal: order\n    when: {garden: [51+]}\n    relevance: {topic: {roses: 1.5, herbs",
)
INLINE = ("slot: notice\n    class: question", "slot: hero\n    class: question")
CAPS_OF_NOTICE = ("    - {slot: notice, outcome: shown, at_most: 9, within: 7d}\n", "")


def proved(file: Checked) -> list[Proof]:
    return list(proofs(file.bundle, lambda step: None))


def without(rule: Callable[..., Any]) -> tuple[Any, ...]:
    return tuple(each for each in silence.POOL_RULES if each is not rule)


def only(spares: Callable[[Any, Pool], bool]) -> tuple[Any, ...]:
    """The table of rules, with service first blind to some pools."""

    real = silence.service_first

    def blind(s: Any, pool: Pool) -> Any:
        return None if spares(s, pool) else real(s, pool)

    return (blind, *without(silence.service_first))


def strongest_alone(when: Condition, said: dict[str, Any], wanted: bool = True) -> bool:
    """What a rule would hold for if it heeded one source only."""
    return holds(when, {signal: min(values) for signal, values in said.items() if values})


def stays(deciding: Any) -> None:
    """Nothing on screen is ever taken away."""
    known = deciding.prepared.candidates
    deciding.placed.update({slot: (known[name], 0.0) for slot, name in deciding.s.on_screen.items()})


BREAKS: dict[str, tuple[object, str, object]] = {
    "the rule is gone": (silence, "POOL_RULES", without(silence.service_first)),
    "questions are spared": (silence, "POOL_RULES", only(lambda s, pool: pool.speech.kind == "question")),
    "inline blocks are spared": (silence, "POOL_RULES", only(lambda s, pool: not pool.speech.interrupts)),
    "promotions are spared": (silence, "POOL_RULES", only(lambda s, pool: pool.speech.kind == "promotion")),
    "an arm is spared": (silence, "POOL_RULES", only(lambda s, pool: s.moment.arm == "caps_only")),
    "the screen is spared": (decide._Deciding, "keep_on_screen", stays),
    "no rule ever holds": (situation, "may_hold", lambda when, said, wanted=True: False),
    "one source is believed": (situation, "may_hold", strongest_alone),
}


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_engine_is_not_proved(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = changed(SCOPED, INLINE, CAPS_OF_NOTICE)
    file = checked(text)
    assert [proof.status for proof in proved(file)] == ["proved"]
    monkeypatch.setattr(*BREAKS[fault])
    (proof,) = proved(file)
    assert proof.status == "refuted"
    (finding,) = [found for found in report(file).findings if found.check == "service-overridden"]
    assert (finding.severity, f"{finding.line}:{finding.column}") == ("error", place(text, RULE))
    assert finding.message == f"refuted: {proof.why}"


def test_what_a_proof_says() -> None:
    """Account and answer, each open, closed or silent: nine, for the offer and for the question."""
    (proof,) = proved(checked(changed()))
    assert (proof.combinations, proof.holding, proof.due) == (18, 10, 10)
    assert str(proof) == (
        "service first, rule 1: proved over 18 combinations of values; it holds in 10, and in 10 of these"
        " a block it pauses would have been chosen without it"
    )


def test_every_source_and_every_value_is_tried() -> None:
    """A signal that a campaign sets and the page counts: each source speaks for itself, a count of zero too."""
    rule = "{when: {topic: [roses], not: {reading: [none]}}, pauses: [promotion]}"
    (proof,) = proved(checked(changed((RULE, rule))))
    # topic: account and answer roses, herbs or silent, campaign roses or silent; reading: account and answer none,
    # another or silent; counted none or another (none by itself, for it yields to a campaign); and once more with
    # usage off, counted nothing.
    assert proof.combinations == 18 * 18 + 18 * 9
    assert 0 < proof.due <= proof.holding < proof.combinations


def test_what_the_block_asks_for_is_tried_too() -> None:
    """Its `when` and its stages; values that only they ask for come from one source."""
    scoped = changed(SCOPED)
    assert proved(checked(scoped))[0].combinations == 9 * 2 + 9
    staged = scoped.replace("when: {garden: [51+]}\n", "when: {garden: [51+]}\n    stages: [trouble]\n")
    # stages ask for ticket, reading many, topic roses, garden balcony; `when` for garden 51+
    (proof,) = proved(checked(staged))
    assert proof.combinations == 9 * 3 * 2 * 2 + 9
    assert 0 < proof.due < proof.holding


def test_a_rule_that_pauses_nothing_there_is() -> None:
    (proof,) = proved(
        checked(
            changed(
                (RULE, "{when: {ticket: [open]}, pauses: [content]}"),
                ("class: content\n    goal", "class: service\n    goal"),
            )
        )
    )
    assert (proof.status, proof.combinations) == ("proved", 0)
    assert str(proof) == "service first, rule 1: proved: the file has no block of a class it pauses"


def test_what_is_too_much_is_not_proved_and_says_why() -> None:
    rule = (
        "{when: {any: [{ticket: [open]}, {topic: [roses]}, {garden: [51+]}, {reading: [many]}, {hayfever: [yes]}]},"
        " pauses: [promotion]}"
    )
    (proof,) = proved(checked(changed((RULE, rule))))
    assert (proof.status, proof.combinations) == ("not proved", 9 * 18 * 9 * (27 + 9) * 4)
    assert str(proof) == (
        "service first, rule 1: not proved: 209,952 combinations are more than are tried (20,000); most of them for"
        " “offer”: reading × 27, topic × 18, garden × 9, ticket × 9"
    )


def test_all_rules_of_a_file_share_what_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_first, "MOST_PER_FILE", 100)
    text = changed((f"    - {RULE}\n", f"    - {RULE}\n" * 7))
    assert [proof.status for proof in proved(checked(text))] == ["proved"] * 5 + ["not proved"] * 2


def test_another_audience() -> None:
    """Children: nothing is counted, no opt-in stands, no offer interrupts; the rule is proved for the rest."""
    text = changed(
        ("audience: adults", "audience: children"),
        (RULE, "{when: {any: [{reading: [none]}, {hayfever: [yes]}]}, pauses: [question]}"),
    )
    (proof,) = proved(checked(text))
    assert (proof.status, proof.combinations) == ("proved", 9)


def test_a_rule_holds_if_any_source_says_so() -> None:
    open_, silent = Said(account="open", answer="closed"), Said()
    assert rule_holds(("is", "ticket", ("open",)), {"ticket": open_})
    assert rule_holds(("not", ("is", "ticket", ("open",))), {"ticket": open_})
    assert not rule_holds(("is", "ticket", ("open",)), {"ticket": silent})
    assert rule_holds(("not", ("is", "ticket", ("open",))), {"ticket": silent})
    both = ("all", (("is", "ticket", ("open",)), ("is", "ticket", ("closed",))))
    assert rule_holds(both, {"ticket": open_})  # one source for each part


def test_a_count_of_zero_yields_to_a_campaign_and_still_counts_for_the_rule() -> None:
    """Counted none, and a campaign says many: the block for many fits, and the rule for none holds."""
    text = changed(
        (RULE, "{when: {reading: [none]}, pauses: [promotion]}"),
        (
            "goal: order\n    relevance: {topic: {roses: 1.5, herbs",
            "goal: order\n    when: {reading: [many]}\n    relevance: {topic: {roses: 1.5, herbs",
        ),
        ("sets: {topic: roses}", "sets: {topic: roses, reading: many}"),
    )
    (proof,) = proved(checked(text))
    # Account many, while the answer (8) or else the count (6) says none; answer many, while the count says none (2);
    # and neither, while the count says none and the campaign many (1).
    assert (proof.status, proof.due) == ("proved", 8 + 6 + 2 + 1)
