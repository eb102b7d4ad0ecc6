"""Lighthouse's scores for the demo's landing page: performance, accessibility, best practices.

Rules
1. What is measured is the demo as `make demo` starts it, and the page an advert leads to.
2. Desktop and mobile are Lighthouse's own settings. Performance is simulated from what a load took here, so it depends
   on the machine: the median of the repeats. The other scores do not: all repeats must agree on the least.
3. Chromium is the one that the other benches find; nothing is sent anywhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from edgepersona.core.errors import LocalError

from . import figures, wire
from .contenders import PEERS
from .figures import Chart, Report, Target

CLI = PEERS / "node_modules" / "lighthouse" / "cli" / "index.js"
HOW = "lighthouse is not installed: npm ci --ignore-scripts --prefix requirements/bench"
CATEGORIES = ("performance", "accessibility", "best-practices")
FORMS = {"desktop": 99, "mobile": 95}
"""Form → the score every category should reach."""
WHOLE = 100
"""What accessibility should reach, on either."""
PATIENCE = 300


@dataclass(frozen=True, slots=True)
class Audit:
    """One run. `scores`: category → 0 to 100; `found`: what costs points, as `category: what, where`."""

    version: str
    scores: dict[str, float]
    found: list[str]


def run(repeats: int = 5, progress: Callable[[str], None] = lambda step: None) -> Report:
    """Measure; half a minute a repeat. Raises LocalError where the demo, Node or a browser is missing."""
    report = Report("lighthouse", f"the demo's landing page, {repeats} repeats")
    scores: dict[tuple[str, str], list[float]] = {}
    found: dict[str, None] = {}
    if CLI.is_file():
        progress("starting the demo")
        with demo() as address:
            for turn in range(repeats):
                for form in FORMS:
                    progress(f"{turn + 1} of {repeats}: {form}")
                    seen = audit(address, form, CATEGORIES)
                    report.versions["lighthouse"] = seen.version
                    for name, score in seen.scores.items():
                        scores.setdefault((form, name), []).append(score)
                    found |= dict.fromkeys(f"{form}, {one}" for one in seen.found if not one.startswith("performance"))
    else:
        report.notes.append(HOW)
    for form, least in FORMS.items():
        for name in CATEGORIES:
            wanted = WHOLE if name == "accessibility" else least
            values = scores.get((form, name))
            lost = None if values is None else figures.of("lost", "", [WHOLE - score for score in values])
            report.targets.append(Target(f"{form}: points lost in {name}", WHOLE - wanted, "", lost))
            if values is not None:
                report.figures.append(figures.of(f"{form}: {name}", "", values))
    if scores:
        rows = [(form, *(figures.of("", "", scores[form, name]).middle for name in CATEGORIES)) for form in FORMS]
        report.charts.append(Chart("Scores", "Medians; 100 is the most.", "", list(CATEGORIES), rows))
    report.notes += found
    return report


def audit(address: str, form: str, categories: Sequence[str]) -> Audit:
    """Look at a page once. Raises LocalError if Lighthouse could not."""
    chromium = wire.chromium()
    command = [wire.node(), str(CLI), address, "--output=json", "--quiet", f"--only-categories={','.join(categories)}"]
    command.append(f"--chrome-flags=--headless=new {' '.join(wire.FLAGS)}")
    if form == "desktop":
        command.append("--preset=desktop")
    known = {**os.environ, **({"CHROME_PATH": chromium} if chromium else {})}
    done = subprocess.run(command, capture_output=True, text=True, env=known, check=False, timeout=PATIENCE)  # noqa: S603
    if done.returncode:
        raise LocalError(f"lighthouse failed: {(done.stderr.strip().splitlines() or ['without a word'])[-1]}")
    raw = json.loads(done.stdout)
    return Audit(
        raw["lighthouseVersion"],
        {name: round(100 * raw["categories"][name]["score"]) for name in categories},
        [
            f"{name}: {one['title']}{_where(one)}"
            for name in categories
            for reference in raw["categories"][name]["auditRefs"]
            if reference["weight"] and (one := raw["audits"][reference["id"]])["score"] not in (None, 1)
        ],
    )


def _where(one: dict[str, Any]) -> str:
    """Up to three of the places an audit names."""
    items = (one.get("details") or {}).get("items") or []
    places = [item.get("node", {}).get("snippet") or item.get("description") or item.get("url") for item in items[:3]]
    return f" ({'; '.join(map(str, places))})" if places else ""


@contextmanager
def demo() -> Iterator[str]:
    """The demo, started; yields the address an advert leads to. Raises LocalError where it is not there."""
    if not (wire.ROOT / "web_demo" / "demo.py").is_file():
        raise LocalError("the demo comes with the source only")
    command = [sys.executable, "-m", "web_demo.demo", "--once", "--port", "0", "--visitors", "300"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=wire.ROOT, text=True, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
        line = process.stdout.readline()
        if not line:
            raise LocalError("the demo did not start")
        try:
            yield f"{json.loads(line)['landing']}/en/?utm_campaign=sales-ops-hygiene"
        finally:
            process.stdin.close()
