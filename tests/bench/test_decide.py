"""What `bench decide` measures, and that a decision's work does not grow with other campaigns: counted, not timed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring.compile import load
from edgepersona.bench import decide as deciding
from edgepersona.bench import eligible, figures, peers
from edgepersona.bench.growing import SHAPES, grown
from edgepersona.bench.moments import NOW, moments
from edgepersona.cli import main
from edgepersona.core.bundle import Bundle
from edgepersona.core.decide import decide
from edgepersona.core.prepare import Prepared, prepare
from tests.core.personas import BAKERY

DEMO = Path(__file__).resolve().parent.parent.parent / "web_demo" / "persona.yaml"


@pytest.fixture(scope="module")
def demo() -> Bundle:
    return load(DEMO).bundle


def calls(prepared: Prepared) -> int:
    """How many calls of Python functions it takes to decide for some visitors."""
    visitors, count = moments(prepared.bundle, 8), 0

    def counting(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        for moment in visitors:
            decide(prepared, moment)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_twenty_times_the_blocks_of_other_campaigns_take_hardly_more_work(demo: Bundle, shape: str) -> None:
    many = prepare(grown(demo, 20, (shape,), now=NOW))
    assert len(many.candidates) == 21 * len(prepare(demo).candidates)
    assert calls(many) <= 1.1 * calls(prepare(demo))


def test_blocks_of_other_campaigns_change_nothing(demo: Bundle) -> None:
    """The grown file would measure nothing if its blocks were chosen."""
    few, many = prepare(demo), prepare(grown(demo, 3, now=NOW))
    for moment in moments(demo, 24):
        one, other = decide(few, moment), decide(many, moment)
        assert [choice.block for choice in one.slots.values()] == [choice.block for choice in other.slots.values()]


def test_the_measured_visitors_are_shown_something(demo: Bundle) -> None:
    prepared = prepare(demo)
    shown = [c for m in moments(demo, 24) for c in decide(prepared, m).slots.values() if isinstance(c, tuple)]
    assert sum(choice.block is not None and choice.block not in prepared.defaults for choice in shown) >= 48


def test_every_block_of_the_eligible_page_is_weighed() -> None:
    """Each is shown, outranked by what is shown in its slot, or the slot's default."""
    prepared = prepare(eligible.bundle())
    decision = decide(prepared, eligible.visitor())
    shown = {choice.block for choice in decision.slots.values()}
    judged = decision.reasons.judged
    assert len(prepared.candidates) == eligible.BLOCKS
    assert {judged[name].reason for name in prepared.candidates.keys() - shown} == {"OUTRANKED"}
    assert len(shown) == 5


def test_the_report_names_figures_targets_and_peer(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["bench", "decide", str(BAKERY), "--repeats", "5", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert report["format"] == 1
    assert report["versions"].keys() == {"growthbook"}
    assert report["machine"].keys() == {"python", "system", "cores", "load"}
    assert [target["at_most"] for target in report["targets"]] == [deciding.PEER_SHARE, deciding.GROWTH]
    assert status == (1 if any(target["met"] is False for target in report["targets"]) else 0)
    assert all(figure["least"] <= figure["middle"] <= figure["most"] for figure in report["figures"])


def test_without_the_peer_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "growthbook", None)
    report = deciding.run(load(BAKERY).bundle, 5)
    assert report.notes == [peers.HOW]
    assert report.targets[0].met is None
    assert str(report.targets[0]).startswith("not measured")


def test_a_target_is_met_or_not() -> None:
    figure = figures.of("f", "x", [0.4, 0.6, 0.5])
    assert (figure.middle, figure.least, figure.most) == (0.5, 0.4, 0.6)
    assert figures.Target("t", 0.5, "x", figure).met is True
    assert str(figures.Target("t", 0.4, "x", figure)).startswith("NOT MET")


def test_ratios_are_taken_within_a_repeat() -> None:
    assert figures.ratio("r", [1, 20, 3], [2, 40, 6]).most == 0.5


def test_the_demo_is_what_is_measured_unless_a_file_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("edgepersona.bench.DEMO", tmp_path / "none.yaml")
    assert main(["bench", "decide"]) == 2
    assert "name one" in capsys.readouterr().err
