"""What a page pays for its personalisation, and how soon it has it, beside the same page without and with two peers.

Rules
1. Everybody's page is the same (`landing.py`), from the same server, in the same browser; only the head differs. They
   take turns, visit by visit, the first one last the next time, so that what else the machine does falls on all alike.
2. Three visits: cold (a new profile), again (the browser was closed and opened), next (another page, right after). Each
   comes from an empty page of the same origin, so that a connection and a process are there for all, and the browser
   has come to rest. A first visitor stays until what makes later visits quicker has been put by: nobody's next page is
   measured meanwhile.
3. Three conditions: plain; over 4G (`wire.py`); and with the pages' processes slowed down four times (`slow.py`).
4. First and largest contentful paint and layout shifts are what the browser reports. Blocking is what tasks of the main
   thread take beyond 50 ms each, from the first paint until Python is live, or the block is there.
5. A block is there in the first frame that shows its title, wherever it stands: the time is that frame's, taken in the
   first task after it; not before the first contentful paint.
6. Frames come when they are ready, not sixty times a second: all times would be rounded to 17 ms.
7. A first paint of 100 ms varies by more than the 2 % that are asked about, mostly upwards. So a repeat is several
   visits of everybody's: of times the lower quartile counts, which is the second least of five and the lesser of two,
   of shifts the largest, of blocking the median. The medians of times stand beside it, and no target rests on them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import load
from edgepersona.authoring.inject import WORKER_POLICY, inject
from edgepersona.core.errors import LocalError

from . import contenders, figures, landing, slow, wire
from .figures import Chart, Figure, Report, Target

WITHOUT, OURS = "without", "edgepersona"
VISITS = ("cold", "again", "next")
CONDITIONS = ("plain", "4G", "slow CPU")
TIMES = 4
"""How much slower a slow processor is."""
FIGURES = {"first": "first paint", "block": "the block"}
"""What is told of everybody, and how it is called."""
ROUNDS = {"cold": 5, "again": 2}
"""Visits a repeat; a next one follows each cold one."""
RESTED = {"cold": 150, "again": 1_000, "next": 150}
"""How long the empty page stands before each, ms: a browser that was just opened has much to do."""
PAINT, BLOCKING, AHEAD = 1.02, 5.0, 1.0
PATIENCE = 120_000
SETTLED = 400
"""How long a page is watched after the last thing that is waited for, ms."""
FLAGS = [*wire.FLAGS, "--disable-frame-rate-limit", "--disable-gpu-vsync"]
EMPTY = "/empty"
WATCH = """
(() => {
  if (location.pathname === "EMPTY") return;
  const seen = (window.__seen = { shifts: 0, blocking: 0, tasks: [] });
  const watch = (type, each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  watch("paint", ({ name, startTime }) => name === "first-contentful-paint" && (seen.first = startTime));
  watch("largest-contentful-paint", ({ startTime }) => (seen.largest = startTime));
  watch("layout-shift", ({ value, hadRecentInput }) => hadRecentInput || (seen.shifts += value));
  watch("longtask", ({ startTime, duration }) => seen.tasks.push([startTime, duration]));
  const words = TITLE;
  const fits = (host) =>
    (host.shadowRoot?.querySelector("h1,[part~=title]") ?? host.querySelector("h1"))?.textContent === words;
  const after = new MessageChannel();
  after.port1.onmessage = () => (seen.block ??= performance.now());
  const look = (host) => {
    if (seen.found || !fits(host)) return;
    seen.found = true;
    requestAnimationFrame(() => after.port2.postMessage(0));
  };
  const slot = () => document.querySelector("ep-slot");
  const arriving = new MutationObserver(() => {
    const host = slot();
    if (!host) return;
    arriving.disconnect();
    look(host);
    new MutationObserver(() => look(host)).observe(host, { attributes: true, childList: true, subtree: true });
  });
  arriving.observe(document, { childList: true, subtree: true });
})();
"""
READ = """() => {
  const { first, largest, shifts, tasks, block } = window.__seen;
  const blocking = tasks.reduce((sum, [start, took]) => sum + (start < first ? 0 : Math.max(0, took - 50)), 0);
  return { first, largest, shifts, blocking, block: block === undefined ? null : Math.max(block, first) };
}"""
DONE = {
    WITHOUT: "() => document.readyState === 'complete' && window.__seen.first !== undefined",
    OURS: "() => document.documentElement.dataset.epPython === 'live' && window.__seen.block !== undefined",
    "": "() => document.readyState === 'complete' && window.__seen.block !== undefined",
}
KEPT = "(file) => caches.match(file).then((kept) => kept !== undefined)"
SCRIPT = WATCH.replace("EMPTY", EMPTY).replace("TITLE", json.dumps(landing.TEXTS[landing.ARRIVED]["title"]))
Seen = dict[str, float]


@dataclass(slots=True)
class Series:
    """What was seen, repeat by repeat: condition → visit → contender → one map a repeat."""

    found: dict[tuple[str, str, str], list[Seen]] = field(default_factory=dict)

    def add(self, condition: str, visit: str, name: str, seen: Sequence[Seen]) -> None:
        """One repeat: what was seen at each of its visits."""
        each = {what: sorted(one[what] for one in seen) for what in ("first", "largest", "block", "shifts", "blocking")}
        places = {"shifts": -1, "blocking": len(seen) // 2}
        reduced = {what: values[places.get(what, (len(seen) - 1) // 4)] for what, values in each.items()}
        middles = {f"{what}, median": median(each[what]) for what in FIGURES}
        self.found.setdefault((condition, visit, name), []).append(reduced | middles)

    def of(self, condition: str, visit: str, name: str, what: str) -> list[float]:
        return [seen[what] for seen in self.found[condition, visit, name]]


def run(
    repeats: int = figures.REPEATS,
    progress: Callable[[str], None] = lambda step: None,
    conditions: Sequence[str] = CONDITIONS,
) -> Report:
    """Measure; minutes a repeat. Needs Playwright, a Chromium, the source's node_modules. Raises LocalError."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise LocalError("Playwright is not installed, so there is no browser to measure in") from None
    versions, series = contenders.installed(), Series()
    peers = [name for name, package in contenders.PACKAGES.items() if package in versions]
    names = [WITHOUT, OURS, *peers]
    asked = [one for one in conditions if one != CONDITIONS[2] or slow.possible()]
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright, ExitStack() as stack:
        progress("building")
        files = _site(Path(scratch), peers)
        (memory,) = (path for path in files if path.startswith("/ep/runtime/memory-"))
        servers = {one: stack.enter_context(wire.served(wire.Server(files, one == "4G"))) for one in asked}
        for turn in range(repeats):
            for condition in asked:
                where = Place(
                    servers[condition].origin, memory, condition, Path(scratch) / f"profile-{asked.index(condition)}"
                )
                told = partial(_told, progress, f"{turn + 1} of {repeats}: {condition}")
                taken = [names if (turn + n) % 2 else names[::-1] for n in range(max(ROUNDS.values()))]
                for visit, found in (
                    _fresh(playwright, where, taken, told) | _kept(playwright, where, taken, told)
                ).items():
                    for name in names:
                        series.add(condition, visit, name, found[name])
    made = report(series, asked, peers, repeats)
    made.versions |= versions
    made.notes += [f"{package}: {contenders.HOW}" for package in set(contenders.PACKAGES.values()) - versions.keys()]
    made.notes += [f"{one}: this system does not tell its processes" for one in conditions if one not in asked]
    return made


@dataclass(frozen=True, slots=True)
class Place:
    """Where visits are made."""

    origin: str
    memory: str
    """The path of what a first visit puts by last."""
    condition: str
    profiles: Path
    """What the names of the profiles of browsers that are closed and opened begin with."""

    def visit(self, page: Any, name: str, visit: str) -> Seen:
        """One visit to somebody's page, from an empty one."""
        page.goto(self.origin + EMPTY)
        page.wait_for_timeout(RESTED[visit])
        page.goto(f"{self.origin}/{contenders.slug(name)}{landing.QUERY}", timeout=PATIENCE)
        page.wait_for_function(DONE.get(name, DONE[""]), timeout=PATIENCE, polling=100)
        page.wait_for_timeout(SETTLED)
        seen: Seen = page.evaluate(READ)
        if name == OURS:
            page.wait_for_function(KEPT, arg=self.origin + self.memory, timeout=PATIENCE, polling=100)
        return seen | {"block": seen["block"] or seen["first"]}

    def slowed(self, mark: str) -> AbstractContextManager[None]:
        """Meanwhile, browsers that carry the mark are slow, where they are to be."""
        return slow.slowed(mark, TIMES) if self.condition == CONDITIONS[2] else nullcontext()


Found = dict[str, dict[str, list[Seen]]]
"""Visit → contender → what was seen, visit by visit."""


def _told(progress: Callable[[str], None], where: str, what: str) -> None:
    progress(f"{where}, {what}")


def _fresh(playwright: Any, where: Place, taken: Sequence[Sequence[str]], told: Callable[[str], None]) -> Found:
    """Cold and next visits: each cold one in a new profile of a browser that runs."""
    found: Found = {visit: {name: [] for name in taken[0]} for visit in ("cold", "next")}
    mark = f"--edgepersona-bench={uuid4().hex}"
    browser = playwright.chromium.launch(executable_path=wire.chromium(), args=[*FLAGS, mark])
    with closing(browser), where.slowed(mark):
        for names in taken[: ROUNDS["cold"]]:
            for name in names:
                told(f"{name}, cold and next")
                with closing(browser.new_context()) as context:
                    context.add_init_script(SCRIPT)
                    page = context.new_page()
                    for visit, seen in found.items():
                        seen[name].append(where.visit(page, name, visit))
    return found


def _kept(playwright: Any, where: Place, taken: Sequence[Sequence[str]], told: Callable[[str], None]) -> Found:
    """Visits in a profile that was there before, in a browser that was opened for it."""
    found: Found = {"again": {name: [] for name in taken[0]}}
    for names in taken[: ROUNDS["again"]]:
        for name in names:
            told(f"{name}, again")
            profile = Path(f"{where.profiles}-{contenders.slug(name)}")
            new = not profile.exists()
            for visit in ("cold", "again") if new else ("again",):
                how = {"executable_path": wire.chromium(), "args": FLAGS}
                with closing(playwright.chromium.launch_persistent_context(profile, **how)) as context:
                    context.add_init_script(SCRIPT)
                    with where.slowed(f"--user-data-dir={profile} "):
                        seen = where.visit(context.pages[0], name, visit)
                if visit == "again":
                    found["again"][name].append(seen)
    return found


def _site(scratch: Path, peers: Sequence[str]) -> wire.Files:
    """Everybody's page and what it loads."""
    file = scratch / "persona.yaml"
    file.write_text(landing.persona(), encoding="utf-8")
    checked, built = load(file), scratch / "ep"
    site_build.build(checked, built, sdk_dir=wire.SDK, deadline=PATIENCE)
    html = {name: landing.page(contenders.tag(name)) for name in peers}
    html[WITHOUT] = landing.page()
    script = (built / "first.js").read_text(encoding="utf-8")
    html[OURS] = inject(checked, landing.page(), "page.html", script=script).html
    pages = {
        **{contenders.slug(name): text for name, text in html.items()},
        EMPTY[1:]: "<!doctype html><title>-</title>",
    }
    files: wire.Files = {}
    for name, text in pages.items():
        path = scratch / f"{name}.html"
        path.write_text(text, encoding="utf-8")
        files[f"/{name}"] = wire.file(path.name, wire.packed(path), packed=True)
    (scratch / "style.css").write_text(landing.sheet(), encoding="utf-8")
    files["/style.css"] = wire.file("style.css", wire.packed(scratch / "style.css"), packed=True, cache=wire.FOREVER)
    return files | wire.folder(built, "/ep/", {"worker.js": WORKER_POLICY}) | contenders.files(list(peers), scratch)


def report(series: Series, conditions: Sequence[str], peers: Sequence[str], repeats: int) -> Report:
    """What the series say."""
    made = Report("page", f"what a page pays and gets, {repeats} repeats; visits: {', '.join(VISITS)}")
    for condition in conditions:
        made.charts += _charts(series, condition, peers)
        for visit in VISITS:

            def values(name: str, what: str, at: tuple[str, str] = (condition, visit)) -> list[float]:
                return series.of(*at, name, what)

            where = f"{condition}, {visit}"
            for name in (WITHOUT, OURS, *peers):
                for what, told in FIGURES.items():
                    if what == "block" and name == WITHOUT:
                        continue
                    for how in ("", ", median"):
                        seen = values(name, what + how)
                        made.figures.append(figures.of(f"{where}: {told}, {name}{how}", "ms", seen))
            for what, told in (("first", "first contentful paint"), ("largest", "largest contentful paint")):
                over = figures.ratio(told, values(OURS, what), values(WITHOUT, what))
                made.targets.append(Target(f"{where}: {told}, with over without", PAINT, "x", over))
            made.targets.append(Target(f"{where}: layout shift added", 0.0, "", _more(values, "shifts")))
            made.targets.append(Target(f"{where}: blocking added", BLOCKING, "ms", _more(values, "blocking")))
            for name in contenders.PACKAGES:
                ahead = figures.ratio("block", values(OURS, "block"), values(name, "block")) if name in peers else None
                made.targets.append(Target(f"{where}: time to the block, over {name}", AHEAD, "x", ahead))
    return made


def _charts(series: Series, condition: str, peers: Sequence[str]) -> list[Chart]:
    def rows(names: Sequence[str], what: str) -> list[tuple[Any, ...]]:
        return [(visit, *(median(series.of(condition, visit, name, what)) for name in names)) for visit in VISITS]

    both, fitting = [OURS, WITHOUT], [OURS, *peers]
    told = "Median of the repeats, by visit: a new profile, the same profile again, the next page."
    return [
        Chart(f"Until the block is there, {condition}", told, "ms", fitting, rows(fitting, "block")),
        Chart(f"First contentful paint, {condition}", told, "ms", both, rows(both, "first")),
    ]


def _more(values: Callable[[str, str], list[float]], what: str) -> Figure:
    """How much more with than without, within each repeat."""
    pairs = zip(values(OURS, what), values(WITHOUT, what), strict=True)
    return figures.of(what, "", [max(0.0, one - other) for one, other in pairs])
