"""`stoptest`: it passes what stops, finds what does not, and never calls untried passed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring import stoptest, visits
from edgepersona.authoring.compile import Checked, load
from edgepersona.authoring.source import parse
from edgepersona.authoring.stop_trials import MOST_DISMISSALS, Trial
from edgepersona.core import decide as deciding
from edgepersona.core import silence
from edgepersona.core.decide import Shown
from edgepersona.core.prepare import prepare

from .running import ROOT, edgepersona, refused
from .shop import SHOP, changed, checked
from .shop import found as found_by_check

DEMO = ROOT / "web_demo" / "persona.yaml"
TIRED, TICKET, COLLIDING, GENERATED = (
    "The tired but valuable customer",
    "The critical ticket against the promotion",
    "Colliding campaigns",
    "Generated visitors",
)


def tried(file: Checked, trials: int = 40, seed: int = 0) -> dict[str, Trial]:
    return {trial.name: trial for trial in stoptest.run(file, trials, seed, lambda step: None).trials}


def outcomes(file: Checked, trials: int = 40) -> dict[str, str]:
    return {name: trial.outcome for name, trial in tried(file, trials).items()}


def test_the_demo_passes_every_trial() -> None:
    assert set(outcomes(load(DEMO)).values()) == {"passed"}


def test_the_shop_passes_every_trial() -> None:
    found = tried(checked(SHOP))
    assert {trial.outcome for trial in found.values()} == {"passed"}
    assert all(trial.tried > 0 for trial in found.values())


def test_a_seed_gives_the_same_result_and_another_one_other_visitors() -> None:
    def said(seed: int) -> str:
        return stoptest.as_text(stoptest.run(checked(SHOP), 30, seed, lambda step: None))

    assert said(3) == said(3)
    assert said(3).replace("seed 3", "") != said(4).replace("seed 4", "")


# --- files that do not stop --------------------------------------------------------------------------

CAPS = SHOP[SHOP.index("  caps:\n") : SHOP.index("  interrupts:")]
"""They would stop much of it by themselves."""

CONTENT = [
    (
        "attention that costs nothing",
        ("{shown: 0.1, ignored: 0.25, friction: 0.25, dismissed: 0.75,", "{shown: 0, dismissed: 0,"),
        TIRED,
    ),
    ("dismissals that please", ("dismissed: 0.75,", "dismissed: -0.5,"), TIRED),
    ("a stop out of reach", ("stop: 0.6", "stop: 1"), TIRED),
    ("tiredness that is forgotten at once", ("half_life: 5d", "half_life: 1s"), TIRED),
]


@pytest.mark.parametrize(("what", "change", "trial"), CONTENT)
def test_a_file_that_does_not_stop_fails(what: str, change: tuple[str, str], trial: str) -> None:
    found = tried(checked(changed(change, (CAPS, ""))))
    assert found[trial].outcome == "failed", what
    assert f"after {MOST_DISMISSALS} times of dismissing" in found[trial].failures[0].sentence


def test_dismissals_that_invite_are_found_among_generated_visitors() -> None:
    found = tried(checked(changed(("dismissed: 0.75,", "dismissed: -3,"))), trials=300)
    assert any("was dismissed once more" in failure.sentence for failure in found[GENERATED].failures)


MORE = """\
  note:
    slot: SLOT
    class: promotion
    goal: order
    relevance: {topic: {roses: 16}}
    text: {en: {title: Note}, de: {title: Notiz}}
silence:
"""
NOTES = [
    (
        ("silence:\n", MORE.replace("SLOT", "corner")),
        ("  notice: {kind: interrupt}\n", "  notice: {kind: interrupt}\n  corner: {kind: interrupt}\n"),
        ("outcome: shown, at_most: 2, within: 1d", "outcome: shown, at_most: 1, within: 1d"),
        ("per_page: 1, gap: 30s", "per_page: 2, gap: 0s"),
        ("{block: offer, outcome: dismissed", "{block: note, outcome: dismissed"),
        ("slot: notice\n    class: question", "slot: corner\n    class: question"),
    ),
    (
        ("silence:\n", MORE.replace("SLOT", "hero")),
        ("outcome: shown, at_most: 2, within: 1d", "outcome: shown, at_most: 1, within: 1d"),
        ("{block: offer, outcome: dismissed", "{block: note, outcome: dismissed"),
    ),
]


@pytest.mark.parametrize("changes", NOTES, ids=["two of one", "one of none"])
def test_a_refusal_that_makes_room_for_more_is_found(changes: tuple[tuple[str, str], ...]) -> None:
    """Whether one may start at a time or several: the comparison is made, and the check names the cap."""
    text = changed(
        *changes,
        ("relevance: {topic: {roses: 1.5, herbs: 1.25}}", "relevance: {topic: {roses: 15}}"),
        ("relevance: {topic: {roses: 1.5}}", "relevance: {topic: {roses: 14}}"),
    )
    generated = tried(checked(text), trials=80)[GENERATED]
    assert any("because note was dismissed once more" in failure.sentence for failure in generated.failures)
    assert found_by_check(text, "shared-cap")
    mended = text.replace("{block: note, outcome: dismissed", "{class: promotion, outcome: dismissed")
    generated = tried(checked(mended), trials=50)[GENERATED]
    assert (generated.outcome, generated.says[-1]) == (
        "passed",
        "one more dismissal, and no more interrupts than before: compared 200 times",
    )
    assert not found_by_check(mended, "shared-cap")


# --- engines that do not stop ------------------------------------------------------------------------


def without(rule: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine, with one rule that never holds."""
    for table in ("SPEAKING_RULES", "POOL_RULES", "GROUP_RULES"):
        rules = getattr(silence, table)
        monkeypatch.setattr(silence, table, tuple(_never if one is rule else one for one in rules))


def _never(*_: object) -> None:
    return None


BROKEN = [
    (silence.personalisation_off, {GENERATED}),
    (silence.control_arm, {GENERATED}),
    (silence.page_busy, {GENERATED}),
    (silence.quiet, {GENERATED}),
    (silence.interrupt_budget, {COLLIDING, GENERATED}),
    (silence.fatigued, {TIRED, GENERATED}),
    (silence.service_first, {TICKET, GENERATED}),
    (silence.wrong_stage, {GENERATED}),
    (silence.needs_opt_in, {GENERATED}),
    (silence.not_eligible, {GENERATED}),
    (silence.already_answered, {GENERATED}),
]


@pytest.mark.parametrize(("rule", "trials"), BROKEN, ids=[rule.__name__ for rule, _ in BROKEN])
def test_an_engine_without_a_rule_fails(
    rule: Callable[..., Any], trials: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(rule, monkeypatch)
    found = tried(load(DEMO), trials=150)
    assert {name for name, trial in found.items() if trial.outcome == "failed"} >= trials


def test_an_engine_without_caps_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "capped", _never)
    assert outcomes(load(DEMO), trials=100)[GENERATED] == "failed"


def test_an_engine_without_room_in_its_budgets_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding._Budgets, "full", _never)
    found = outcomes(load(DEMO))
    assert (found[COLLIDING], found[GENERATED]) == ("failed", "failed")


def test_an_engine_that_can_be_outbid_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Value is no argument: it is tried with the file's values raised as well."""
    real = silence.fatigued

    def bribed(s: Any, speech: Any) -> silence.Verdict | None:
        return None if any(block.value > 1000 for block in s.prepared.bundle.blocks) else real(s, speech)

    rules = tuple(bribed if rule is real else rule for rule in silence.SPEAKING_RULES)
    monkeypatch.setattr(silence, "SPEAKING_RULES", rules)
    found = tried(load(DEMO))[TIRED]
    assert found.outcome == "failed"
    assert all(failure.pumped for failure in found.failures)


def test_the_second_opinion_reckons_fatigue_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edgepersona.core.fatigue.Tiredness.at", lambda self, now: 0.0)
    assert outcomes(load(DEMO))[TIRED] == "failed"


def test_a_counterexample_is_a_visit_file_that_decide_reproduces(monkeypatch: pytest.MonkeyPatch) -> None:
    without(silence.quiet, monkeypatch)
    file = load(DEMO)
    result = stoptest.as_data(stoptest.run(file, 150, 0, lambda step: None))
    example = result["trials"][3]["counterexample"]
    assert not example["values_raised"]
    assert example["visit"].startswith(f"# {example['says']}\n")
    moment = visits.moment(file, parse(example["visit"].encode(), "visit.yaml"))
    slot, _, block = example["says"].split(",")[0].partition(" shows ")
    chosen = deciding.decide(prepare(file.bundle), moment).slots[slot]
    assert isinstance(chosen, Shown)
    assert chosen.block == block
    monkeypatch.undo()
    assert deciding.decide(prepare(file.bundle), moment).slots[slot].block != block


# --- what cannot be tried ----------------------------------------------------------------------------

SERVICE = """\
  service_first:
    - {when: {ticket: [open]}, pauses: [promotion, question]}
"""
ASKING = SHOP[SHOP.index("  offer:\n") : SHOP.index("  help:\n")]
QUESTION = SHOP[SHOP.index("  ask-garden:\n") : SHOP.index("silence:\n")]
CAP = "    - {block: offer, outcome: dismissed, at_most: 1, within: 7d, pause: 7d}\n"
MEANS = [
    (((SERVICE, ""),), TICKET, "the file has no service rule: a customer with an open problem is treated like any other"),
    (((QUESTION, ""), (ASKING, ""), (CAP, "")), TIRED, "no offer, question or interrupt of this file could be brought to"),
    (((QUESTION, ""), (ASKING, ""), (CAP, "")), COLLIDING, "the file has fewer than two interrupts that could be due at once"),
    (((QUESTION, ""), (ASKING, ""), (CAP, "")), TICKET, "nothing that the service rules pause was ever due"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "trial", "means"), MEANS)
def test_what_cannot_be_tried_is_not_passed(changes: tuple[tuple[str, str], ...], trial: str, means: str) -> None:
    result = stoptest.run(checked(changed(*changes)), 20, 0, lambda step: None)
    found = next(one for one in result.trials if one.name == trial)
    assert (found.outcome, found.tried) == ("not applicable", 0)
    assert found.says[0].startswith(means)
    text = stoptest.as_text(result)
    assert f"NOT APPLICABLE: {trial}\n" in text
    assert f"Not applicable: {means}" in text
    assert "As far as it could be tried: " in text.splitlines()[0]


# --- the command line --------------------------------------------------------------------------------


def test_a_result_that_a_buyer_can_read(tmp_path: Path) -> None:
    (tmp_path / "persona.yaml").write_text(SHOP, encoding="utf-8")
    done = edgepersona("stoptest", "persona.yaml", "--trials", "25", "--seed", "7", cwd=tmp_path)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "Does flower-shop know when to stop? Yes: all 4 trials passed."
    assert lines[1].startswith("persona.yaml, sha256:")
    assert lines[1].endswith(", seed 7")
    assert f"PASSED: {TIRED}" in lines
    assert "  - 25 visitors, " in done.stdout


def test_a_failure_is_one_and_comes_with_its_visit(tmp_path: Path) -> None:
    (tmp_path / "persona.yaml").write_text(changed(("half_life: 5d", "half_life: 1s"), (CAPS, "")), encoding="utf-8")
    text = edgepersona("stoptest", "persona.yaml", "--trials", "5", cwd=tmp_path)
    assert text.returncode == 1
    assert text.stdout.startswith("Does flower-shop know when to stop? No: 1 of 4 trials failed.\n")
    done = edgepersona("stoptest", "persona.yaml", "--trials", "5", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [trial["outcome"] for trial in found["trials"]].count("failed") == 1
    example = found["trials"][0]["counterexample"]
    (tmp_path / "visit.yaml").write_text(example["visit"], encoding="utf-8")
    decided = edgepersona("decide", "persona.yaml", "--visit", "visit.yaml", "--format", "json", cwd=tmp_path)
    assert json.loads(decided.stdout)["slots"]["notice"]["block"] in example["says"].split(" is shown ")[0]
    assert "".join(f"    {line}\n" for line in example["visit"].splitlines()) in text.stdout


def test_wrong_usage_is_two(tmp_path: Path) -> None:
    (tmp_path / "persona.yaml").write_text(changed(("explore: off", "explore: thompson")), encoding="utf-8")
    assert "thompson" in refused("stoptest", "persona.yaml", cwd=tmp_path)
    assert "trials" in refused("stoptest", "persona.yaml", "--trials", "0", cwd=tmp_path)
    assert "cannot be read" in refused("stoptest", "missing.yaml", cwd=tmp_path)
