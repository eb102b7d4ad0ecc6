"""`bench page`, `boot` and `lighthouse` run, in a small form, and tell what they found; no time is asserted."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, sync_playwright

from edgepersona.bench import (
    boot,
    chart,
    contenders,
    figures,
    landing,
    lighthouse,
    navigation,
    page,
    slow,
    stock,
    wire,
)
from edgepersona.cli import main
from tests.end_to_end.serving import SDK

SMALL = figures.Report(
    "page",
    "some & more",
    [figures.of("plain: <first>", "ms", [1, 2, 3])],
    [figures.Target("with over without", 1.02, "x", figures.of("r", "x", [1.5])), figures.Target("none", 1, "x", None)],
    ["peer: not installed"],
    {"peer": "1.0"},
    [figures.Chart("Until it is there", "By visit.", "ms", ["ours", "peer"], [("cold", 10.0, 20.0)])],
)


def documented(bench: str) -> dict[str, float]:
    """The targets that docs/measurements.md has results of, with what they should be at most."""
    text = (wire.ROOT / "docs" / "measurements.md").read_text(encoding="utf-8")
    part = text.partition("## Measured\n")[2].partition(f"### {bench}\n")[2].partition("\n##")[0]
    rows = [line.strip("| ").split(" | ") for line in part.strip().partition("\n\n")[0].splitlines()[2:]]
    return {name: float(most.split()[0].replace(",", "")) for name, most, *_ in rows}


def targets(report: figures.Report) -> dict[str, float]:
    return {target.name: target.at_most for target in report.targets}


@pytest.fixture(scope="module")
def playwright() -> Any:
    with sync_playwright() as one:
        yield one


def test_everybody_personalises_the_same_page_and_ours_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "ROUNDS", dict.fromkeys(page.VISITS, 1))
    report = page.run(1, conditions=page.CONDITIONS[:1])
    assert report.versions.keys() == {"@growthbook/growthbook", "@uniformdev/context"}
    assert report.notes == []
    names = [target.name for target in report.targets]
    assert len(names) == len(set(names)) == len(page.VISITS) * (4 + len(contenders.PACKAGES))
    assert all(target.reached is not None for target in report.targets)
    shifts = [target for target in report.targets if "layout shift" in target.name]
    assert [target.met for target in shifts] == [True] * len(page.VISITS)
    assert all(figure.least > 0 for figure in report.figures)
    blocks, paints = report.charts
    assert blocks.names == ["edgepersona", *contenders.PACKAGES]
    assert paints.names == ["edgepersona", "without"]


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(contenders, "PEERS", tmp_path)
    assert contenders.installed() == {}
    monkeypatch.setattr(lighthouse, "CLI", tmp_path / "index.js")
    report = lighthouse.run(5)
    assert report.notes == [lighthouse.HOW]
    assert [target.met for target in report.targets] == [None] * 6
    assert targets(report) == documented("lighthouse")


def test_without_peers_the_rest_is_reported() -> None:
    series = page.Series()
    for visit in page.VISITS:
        for name, first in ((page.WITHOUT, 100.0), (page.OURS, 101.0)):
            series.add(
                "plain", visit, name, [{"first": first, "largest": first, "shifts": 0, "blocking": 0, "block": first}]
            )
    report = page.report(series, ["plain"], [], 1)
    met = [target.met for target in report.targets[: len(report.targets) // len(page.VISITS)]]
    assert met == [True, True, True, True, None, None, None]


def test_of_several_visits_a_quicker_one_counts_but_the_largest_shift_and_the_median_is_told() -> None:
    series = page.Series()
    times = ((90.0, 0.0), (500.0, 0.1), (100.0, 0.0), (110.0, 0.0), (120.0, 0.0))
    series.add(
        "plain",
        "cold",
        "x",
        [dict.fromkeys(("first", "largest", "block", "blocking"), t) | {"shifts": s} for t, s in times],
    )
    assert [series.of("plain", "cold", "x", what) for what in ("first", "shifts", "blocking")] == [
        [100.0],
        [0.1],
        [110.0],
    ]
    assert series.of("plain", "cold", "x", "first, median") == [110.0]


def test_python_starts_from_the_files_that_the_bench_serves(playwright: Playwright, tmp_path: Path) -> None:
    files, ours = boot.site(tmp_path, peer=False)
    with wire.served(wire.Server(files)) as server:
        found = boot.visits(playwright, server, "ours", ours, tmp_path / "profile")
    assert found.keys() == {"cold", "repeat", "next"}
    assert found["cold"][1] > 2_500_000
    assert found["repeat"][1] == found["next"][1] == 0


def test_a_visitor_has_python_on_a_page_without_hints(playwright: Playwright, tmp_path: Path) -> None:
    files, memory = navigation.site(tmp_path, {})
    ours, stocks = ((tmp_path / f"{kind}.html").read_text(encoding="utf-8") for kind in ("ours", "stock"))
    assert "preload" not in ours + stocks
    assert ours.index("data-ep-base") < ours.index("stylesheet")
    assert stocks.index(stock.WORKER) < stocks.index("stylesheet")
    with wire.served(wire.Server(files)) as server:
        found = navigation.visits(playwright, server, "ours", memory, tmp_path / "profile")
    assert found.keys() == {"cold", "repeat", "next"}
    assert all(ms > 0 for ms, _ in found.values())
    assert found["cold"][1] > 2_500_000
    assert found["repeat"][1] == found["next"][1] == 0


def test_what_a_visitor_waits_stands_beside_the_worker_and_has_no_target() -> None:
    workers, navigations = boot.Series(), boot.Series()
    for series, ours in ((workers, 10.0), (navigations, 30.0)):
        for throttled in (False, True):
            for kind, ms in (("stock", 100.0), ("ours", ours)):
                series.add(throttled, kind, dict.fromkeys(boot.TARGETS, (ms, 0)))
    report = boot.report(boot.result(workers, navigations, 1))
    reached = {target.name: target.reached.middle for target in report.targets if target.reached}
    assert reached["cold, ours over stock"] == 0.1
    assert not [name for name in reached if "navigation" in name]
    assert targets(report) == documented("boot")
    found = {figure.name: figure.middle for figure in report.figures}
    assert found["cold, 4G, from the worker: ours over stock"] == 0.1
    assert found["next, from the navigation: ours over stock"] == 0.3
    assert [chart.title for chart in report.charts] == [
        f"Until Python answers, from the {since}, {condition}"
        for since in ("worker", "navigation")
        for condition in ("plain", "4G")
    ]
    assert report.charts[2].rows == [(visit, 30.0, 100.0) for visit in boot.TARGETS]
    assert "Until Python answers, from the navigation, 4G" in chart.page(report)


@pytest.mark.skipif(not slow.possible(), reason="not run here: this system does not tell its processes")
def test_only_the_pages_of_one_profile_are_slowed_and_none_stays_stopped(
    playwright: Playwright, tmp_path: Path
) -> None:
    profile = tmp_path / "one"
    how: dict[str, Any] = {"executable_path": wire.chromium(), "args": wire.FLAGS}
    with (
        playwright.chromium.launch_persistent_context(profile, **how) as context,
        playwright.chromium.launch_persistent_context(tmp_path / "two", **how),
    ):
        ours, others = (slow.renderers(f"--user-data-dir={tmp_path / one} ") for one in ("one", "two"))
        assert ours
        assert others
        assert not set(ours) & set(others)
        assert os.getpid() not in ours
        with slow.slowed(f"--user-data-dir={profile} ", 4):
            assert context.pages[0].evaluate("1 + 1") == 2
        states = [(slow.PROC / str(one) / "stat").read_text().rpartition(")")[2].split()[0] for one in ours]
        assert "T" not in states


def test_the_wire_sends_what_a_build_holds(tmp_path: Path) -> None:
    files = wire.folder(SDK, "/ep/", {"worker.js": "default-src 'self'"})
    (wasm,) = (path for path in files if path.endswith(".wasm"))
    assert files[wasm].kind == "application/wasm"
    assert files[wasm].packed
    assert files[wasm].cache == wire.FOREVER
    assert files["/ep/client.js"].cache == wire.ASKED
    assert files["/ep/worker.js"].policy == "default-src 'self'"
    assert not [path for path in files if path.endswith((".br", ".gz"))]


def test_the_page_is_the_same_for_all_and_every_time() -> None:
    assert landing.page() == landing.page()
    assert landing.page("<script></script>").replace("<script></script>", "") == landing.page()
    assert landing.markup(landing.TEXTS[landing.DEFAULT]) in landing.page()


def test_a_chart_is_one_file_that_holds_every_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(page, "run", lambda repeats, progress: SMALL)
    out = tmp_path / "page.html"
    assert main(["bench", "page", "--format", "json", "--html", str(out)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["bench"] == "page"
    assert [target["met"] for target in said["targets"]] == [False, None]
    html = out.read_text(encoding="utf-8")
    assert html == chart.page(SMALL)
    for text in ("<svg", "some &amp; more", "plain: &lt;first&gt;", "20.0", "not met", "not measured", "peer 1.0"):
        assert text in html, text
    assert "<script" not in html
    assert "http" not in html
