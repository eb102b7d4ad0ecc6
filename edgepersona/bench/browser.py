"""How long a decision takes in the page: from the page's call to its answer, and what it costs the main thread.

Rules
1. The page is one that a visitor could meet: a built folder, 100 blocks that may all be shown, a visitor who came by a
   campaign, answered, and allowed remembering. Each call takes the whole way: the stores, the worker, Python, the
   view, the slots; and leaves its receipt.
2. The time of a call is the page's own, `performance.now()` before and after. The main thread's is what Chromium
   counts as spent in tasks there (`TaskDuration` of the DevTools protocol), waiting excluded, divided by the calls;
   what is stored later falls into it, for the calls go on long enough.
3. It is measured when the page has come to rest: what makes later visits quicker has been put by, and the browser has
   compiled what runs often, after as many calls as are then measured. Calls follow each other at once. A call after a
   pause, when the lock was given up and has to be taken again, stands beside them; so does a message of that size to a
   shared worker that only answers: what Chromium asks for alone.
4. Headless Chromium on loopback; Playwright drives it and stays out of the calls.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import edgepersona
from edgepersona.authoring import site_build
from edgepersona.authoring.compile import Checked, load
from edgepersona.collector import serving

from . import eligible, figures
from .figures import Report, Target

PATIENCE = 60_000
"""How long the page waits for Python, ms: a busy machine is slow to start it."""
CALLS = 1_000
PAUSES, PAUSE = 5, 6_000
"""How often the page rests, and for how long, ms: longer than a worker keeps the lock."""
WHAT = ("p50", "p99", "main thread")
CALL_P99, BUSY = 2.0, 0.2
"""Milliseconds."""
HOW = "Playwright is not installed, so there is no browser to measure in: pip install playwright"
EMPTY = """onconnect = ({ ports: [page] }) => {
  page.onmessage = ({ data }) => page.postMessage({ id: data.id, response: data.request });
};"""
SIZE = 1_500
"""Characters of an answer, about."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

WORK = """async (calls) => {
  const took = [];
  for (let n = 0; n < calls; n += 1) {
    const begun = performance.now();
    await edgepersona.decide();
    took.push(performance.now() - begun);
  }
  return took.sort((a, b) => a - b);
}"""
RETURN = f"""async (calls) => {{
  const {{ port }} = new SharedWorker("/empty.js");
  const [request, took] = ["x".repeat({SIZE}), []];
  for (let id = 0; id < calls; id += 1) {{
    const begun = performance.now();
    await new Promise((resolve) => {{
      port.onmessage = resolve;
      port.postMessage({{ id, request }});
    }});
    took.push(performance.now() - begun);
  }}
  return took.sort((a, b) => a - b);
}}"""
REST = f"""async (pauses) => {{
  const took = [];
  for (let n = 0; n < pauses; n += 1) {{
    await new Promise((resolve) => setTimeout(resolve, {PAUSE}));
    const begun = performance.now();
    await edgepersona.decide();
    took.push(performance.now() - begun);
  }}
  return took;
}}"""


KEPT = """() => caches.keys().then(async (names) => {
  const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
  return kept.some((files) => files > 1);
})"""
"""Whether the runtime and the picture of its memory are there for the next visit."""


Series = tuple[list[float], list[float], list[float]]
"""p50, p99 and the main thread's share of each repeat, ms."""


def run(
    checked: Checked | None = None, repeats: int = figures.REPEATS, progress: Callable[[str], None] = lambda step: None
) -> Report:
    """Measure a file, or one with 100 blocks that may all be shown. Takes about a minute."""
    report = Report("browser", f"{CALLS} calls in the page, {repeats} repeats")
    calls: Series = [], [], []
    empty: Series = [], [], []
    rested: list[float] = []
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        report.notes.append(HOW)
    else:
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            measured = checked or load(eligible.persona(Path(folder)))
            report.about = f"{len(measured.bundle.blocks)} blocks, {report.about}"
            progress("building")
            sdk = Path(edgepersona.__file__).parent / "browser" / "_dist"
            site_build.build(measured, Path(folder) / "ep", sdk_dir=sdk, start="now", deadline=PATIENCE)
            chromium = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
            report.versions["chromium"] = chromium.version
            try:
                with _served(Path(folder) / "ep", [slot.id for slot in measured.bundle.slots]) as origin:
                    page = chromium.new_context().new_page()
                    page.goto(f"{origin}/?utm_campaign=one")
                    page.wait_for_selector("html[data-ep-python=live]", state="attached", timeout=2 * PATIENCE)
                    page.evaluate("() => edgepersona.consent({remember: 'on', personalise: 'on'})")
                    for question in measured.bundle.questions[:1]:
                        value = measured.bundle.signals and _first_value(measured, question.signal)
                        page.evaluate(f"() => edgepersona.answer({json.dumps(question.id)}, {json.dumps(value)})")
                    progress("coming to rest")
                    page.wait_for_function(KEPT, timeout=2 * PATIENCE)
                    page.evaluate(WORK, CALLS)
                    page.evaluate(RETURN, CALLS)
                    session = page.context.new_cdp_session(page)
                    session.send("Performance.enable", {"timeDomain": "threadTicks"})
                    for n in range(repeats):
                        progress(f"measuring, {n + 1} of {repeats}")
                        for script, found in ((WORK, calls), (RETURN, empty)):
                            before = _spent(session)
                            took = page.evaluate(script, CALLS)
                            spends = (_spent(session) - before) * 1e3 / CALLS
                            for series, figure in zip(found, (*_quantiles(took), spends), strict=True):
                                series.append(figure)
                    progress("measuring calls after a pause")
                    rested += page.evaluate(REST, PAUSES)
            finally:
                chromium.close()
    middle, late, busy = calls
    reached = figures.of("p99", "ms", late) if late else None
    spent = figures.of("main thread", "ms", busy) if busy else None
    if reached is not None and spent is not None:
        report.figures += [
            figures.of("from the page's call to the answer, p50", "ms", middle),
            reached,
            spent,
            figures.of("first call after a pause", "ms", rested),
            *(figures.of(f"empty round trip, {what}", "ms", values) for what, values in zip(WHAT, empty, strict=True)),
        ]
    report.targets += [
        Target("from the page's call to the answer, p99", CALL_P99, "ms", reached),
        Target("main thread busy per decision", BUSY, "ms", spent),
    ]
    return report


def _first_value(checked: Checked, signal: str) -> str:
    return next(one.order[0] for one in checked.bundle.signals if one.id == signal)


def _quantiles(took: list[float]) -> tuple[float, float]:
    """p50 and p99 of sorted times."""
    return took[CALLS // 2], took[CALLS * 99 // 100]


def _spent(session: Any) -> float:
    """Seconds the main thread has spent in tasks."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _chromium() -> str | None:
    """A Chromium: EDGEPERSONA_CHROMIUM, then PATH, then None for Playwright's own."""
    named = os.environ.get("EDGEPERSONA_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


@contextmanager
def _served(folder: Path, slots: list[str]) -> Iterator[str]:
    """The built folder at /ep/ and a page with its slots; yields the origin."""
    hosts = "".join(f'<ep-slot name="{slot}"><p>Default</p></ep-slot>' for slot in slots)
    html = f'<!doctype html><title>bench</title><script src="/ep/loader.js" data-ep-base="/ep/" async></script>{hosts}'

    async def page(_: object) -> HTMLResponse:
        return HTMLResponse(html)

    async def empty(_: object) -> Response:
        return Response(EMPTY, media_type="text/javascript")

    sock = serving.listen()
    routes = [Route("/", page), Route("/empty.js", empty), Mount("/ep", StaticFiles(directory=folder))]
    server = serving.server(Starlette(routes=routes))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
