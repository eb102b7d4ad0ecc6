"""How long it takes until Python answers in a page, beside Pyodide as it is published doing the same work.

Rules
1. Both import the same core, load the same bundle and answer the same request (`stock.py`); the clock runs in the page,
   from just before a worker is made until the answer is there. A page of ours has its own scripts by then: it asks for
   them beforehand (`modulepreload`), so that their bytes count and their time does not.
2. Three kinds of visit: cold (a new profile), repeat (the browser was closed and opened again), next (another page,
   right after). Stock keeps nothing but the browser's own cache.
3. Both come from one server (`wire.py`), once at full speed, once as over 4G. They take turns, run by run.
4. Bytes are bodies as they went over the wire until the answer was there, the page's own scripts among them.
5. What a visitor waits is more: page, loader and scripts come first. It is measured beside this, on a page as sites
   have them and from the navigation on (`navigation.py`), at the same visits, and has no target.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import load
from edgepersona.core.errors import LocalError

from . import demo, figures, navigation, stock, wire
from .figures import Chart, Report, Target
from .wire import SDK, Server

SCRIPTS = ("client.js", "config.js", "backstage.js", "blocks.js")
PATIENCE = 180_000
TARGETS = {"cold": 0.27, "repeat": 0.20, "next": 0.02}
KINDS = ("ours", "stock")
MEASURED = {"visits": ", from the worker", "navigations": ", from the navigation"}
"""What is measured → how it is told."""
TARGETS_4G, TARGET_BYTES = {"cold, 4G": 0.55}, 3_400_000
PAGES = {
    "stock": "<!doctype html><title>boot</title>",
    "ours": "<!doctype html><title>boot</title>"
    + "".join(f'<link rel="modulepreload" href="/ep/{name}">' for name in SCRIPTS),
}
ASK = """async ([kind, file, name, request, keep]) => {
  const begun = performance.now();
  let port;
  if (kind === "stock") port = new Worker(file, { type: "module" });
  else {
    port = new SharedWorker(file, { type: "module", name, extendedLifetime: true }).port;
  }
  const answer = await new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => {
      if (data.failed) reject(new Error(data.code));
      if (data.booted) port.postMessage({ id: 1, request });
      if (data.response) resolve(data.response);
    };
  });
  const took = performance.now() - begun;
  if (keep) {
    port.postMessage({ keep: true });
    while (!(await caches.match(new URL(keep, location)))) await new Promise((done) => setTimeout(done, 50));
  }
  return [took, answer];
}"""


def run(repeats: int = 5, progress: Callable[[str], None] = lambda step: None) -> dict[str, Any]:
    """Measure; returns plain data. Needs Playwright, a Chromium, Node and the source's node_modules. Raises LocalError.

    Takes about two minutes a repeat.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise LocalError("Playwright is not installed, so there is no browser to measure in") from None
    workers, navigations = Series(), Series()
    with tempfile.TemporaryDirectory() as scratch:
        progress("building")
        top = Path(scratch)
        files, ours = site(top)
        pages, memory = navigation.site(top, stock.files())
        with sync_playwright() as playwright:
            for turn in range(repeats):
                for throttled in (False, True):
                    for kind in ("stock", "ours") if turn % 2 else ("ours", "stock"):
                        progress(f"{turn + 1} of {repeats}: {kind}{', 4G' if throttled else ''}")
                        profile = top / f"{turn}{throttled}{kind}"
                        with wire.served(Server(files, throttled)) as server:
                            workers.add(throttled, kind, visits(playwright, server, kind, ours, profile))
                        with wire.served(Server(pages, throttled)) as server:
                            found = navigation.visits(playwright, server, kind, memory, profile)
                            navigations.add(throttled, kind, found)
    return result(workers, navigations, repeats)


@dataclass(slots=True)
class Series:
    """What was seen, repeat by repeat: kind of visit → contender → (milliseconds, bytes)."""

    found: dict[str, dict[str, list[tuple[float, int]]]] = field(default_factory=dict)

    def add(self, throttled: bool, kind: str, seen: dict[str, tuple[float, int]]) -> None:
        """One repeat of one contender."""
        for visit, one in seen.items():
            self.found.setdefault(f"{visit}, 4G" if throttled else visit, {}).setdefault(kind, []).append(one)

    def reduced(self) -> dict[str, Any]:
        """Plain data: of each kind of visit the milliseconds of all repeats, the median bytes, and the ratios."""
        reduced = {}
        for key, both in self.found.items():
            ratios = [one / other for (one, _), (other, _) in zip(both["ours"], both["stock"], strict=True)]
            reduced[key] = {
                kind: {"ms": [round(ms, 1) for ms, _ in seen], "bytes": round(median(size for _, size in seen))}
                for kind, seen in both.items()
            } | {"ratio": round(median(ratios), 4), "ratios": [round(ratio, 4) for ratio in ratios]}
        return reduced


def visits(playwright: Any, server: Server, kind: str, ours: list[str], profile: Path) -> dict[str, tuple[float, int]]:
    """Milliseconds and bytes of each kind of visit, in one profile."""
    found: dict[str, tuple[float, int]] = {}
    file, name, memory = ours
    asked = [stock.WORKER if kind == "stock" else file, name, json.dumps(stock.REQUEST)]
    keep = memory if kind == "ours" else ""

    def visit(context: Any, keep: str = "") -> tuple[float, int]:
        page = context.pages[0] if context.pages else context.new_page()
        page.set_default_timeout(PATIENCE)
        before = server.sent
        page.goto(f"{server.origin}/{kind}")
        ms, answer = page.evaluate(ASK, [kind, *asked, ""])
        size = server.sent - before
        assert json.loads(answer).get("view"), answer[:200]
        if keep:
            page.evaluate(ASK, [kind, *asked, keep])
        return ms, size

    def opened() -> Any:
        return playwright.chromium.launch_persistent_context(profile, executable_path=wire.chromium(), args=wire.FLAGS)

    with opened() as context:
        found["cold"] = visit(context, keep)
    with opened() as context:
        found["repeat"] = visit(context)
        found["next"] = visit(context)
    shutil.rmtree(profile, ignore_errors=True)
    return found


def site(scratch: Path, peer: bool = True) -> tuple[wire.Files, list[str]]:
    """Every file by its path, stock Pyodide's with `peer`; and our worker's address, name and the kept picture's."""
    built = scratch / "ep"
    site_build.build(load(demo()), built, sdk_dir=SDK)
    (memory,) = (path.name for path in (built / "runtime").glob("memory-*.bin"))
    files = {f"/{kind}": wire.file("page.html", html.encode()) for kind, html in PAGES.items()}
    files |= wire.folder(built, "/ep/", {"worker.js": stock.POLICY}) | (stock.files() if peer else {})
    return files, ["/ep/worker.js", "bench", f"/ep/runtime/{memory}"]


def result(workers: Series, navigations: Series, repeats: int) -> dict[str, Any]:
    """What the series say, as plain data."""
    visits = workers.reduced()
    wanted = [
        *((f"{key}, ours over stock", most, visits[key]["ratio"]) for key, most in {**TARGETS, **TARGETS_4G}.items()),
        ("cold, brotli bytes", TARGET_BYTES, visits["cold"]["ours"]["bytes"]),
        ("repeat, brotli bytes", 0, visits["repeat"]["ours"]["bytes"]),
    ]
    targets = [
        {"name": name, "at_most": most, "reached": reached, "met": reached <= most} for name, most, reached in wanted
    ]
    return {
        "format": 1,
        "bench": "boot",
        "repeats": repeats,
        "visits": visits,
        "navigations": navigations.reduced(),
        "targets": targets,
    }


def report(found: dict[str, Any]) -> Report:
    """What `run` found, for the command line."""
    made = Report("boot", f"until Python answers, {found['repeats']} repeats")
    for what, told in MEASURED.items():
        for key, visit in found[what].items():
            name = f"{key}{told}"
            made.figures += [figures.of(f"{name}: {kind}", "ms", visit[kind]["ms"]) for kind in KINDS]
            made.figures.append(figures.of(f"{name}: ours over stock", "x", visit["ratios"]))
            made.figures += [figures.of(f"{name}: {kind}, bytes", "", [visit[kind]["bytes"]]) for kind in KINDS]
        made.charts += _charts(found[what], told)
    for target in found["targets"]:
        ratios = found["visits"].get(target["name"].removesuffix(", ours over stock"), {}).get("ratios")
        reached = figures.of(target["name"], "", ratios or [target["reached"]])
        made.targets.append(Target(target["name"], target["at_most"], "", reached))
    return made


def _charts(visits: dict[str, Any], told: str) -> list[Chart]:
    """One for each condition: side by side, they would have one scale."""
    charts = []
    for condition in ("", ", 4G"):
        rows = [(visit, *(median(visits[f"{visit}{condition}"][kind]["ms"]) for kind in KINDS)) for visit in TARGETS]
        title = f"Until Python answers{told}{condition or ', plain'}"
        about = "Median, by visit: a new profile, the same profile again, the next page."
        charts.append(Chart(title, about, "ms", list(KINDS), rows))
    return charts


if __name__ == "__main__":
    json.dump(run(progress=lambda step: print(step, file=sys.stderr)), sys.stdout, indent=1)
