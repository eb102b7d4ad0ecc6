"""How long it takes until Python answers in a page, beside Pyodide as it is published doing the same work.

Rules
1. Both import the same core, load the same bundle and answer the same request; the clock runs in the page, from just
   before a worker is made until the answer is there. Stock loads `pyodide.mjs`, the core's wheel and msgpack's. A page
   of ours has its own scripts by then, as it has in life.
2. Three kinds of visit: cold (a new profile), repeat (the browser was closed and opened again), next (another page,
   right after). Stock keeps nothing but the browser's own cache.
3. Both come from one server (`wire.py`), once at full speed, once as over 4G. They take turns, run by run.
4. Bytes are bodies as they went over the wire until the answer was there, the page's own scripts among them.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import load
from edgepersona.core.errors import LocalError

from . import demo, figures, wire
from .figures import Report, Target
from .wire import ROOT, SDK, Server

POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
STOCK = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
SCRIPTS = ("client.js", "config.js", "backstage.js", "blocks.js")
PATIENCE = 180_000
TARGETS = {"cold": 0.27, "repeat": 0.20, "next": 0.02}
TARGETS_4G, TARGET_BYTES = {"cold, 4G": 0.55}, 3_400_000
REQUEST = {
    "now": 1_767_225_600_000,
    "entropy": "0" * 64,
    "env": {"language": "en", "url": "https://example.com/", "gpc": False},
    "page": {},
    "stores": {"choice": None, "visit": None, "memory": None, "outbox": None, "page": None},
    "call": {"do": "page"},
}
PAGES = {
    "stock": "<!doctype html><title>boot</title>",
    "ours": "<!doctype html><title>boot</title>"
    + "".join(f'<link rel="modulepreload" href="/ep/{name}">' for name in SCRIPTS),
}
STOCK_WORKER = """
import { loadPyodide } from "./pyodide.mjs";
const here = new URL("./", import.meta.url).href;
const bytes = fetch("/ep/bundle.msgpack").then((response) => response.arrayBuffer());
const lockFileURL = `${here}pyodide-lock.json`;
const python = await loadPyodide({ indexURL: here, lockFileURL, packages: ["edgepersona-core"] });
const bridge = python.pyimport("edgepersona.browser.bridge");
bridge.start(python.toPy(new Uint8Array(await bytes)));
self.onmessage = ({ data }) => self.postMessage({ id: data.id, response: bridge.handle(data.request) });
self.postMessage({ booted: true });
"""
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

    Takes about a minute a repeat.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise LocalError("Playwright is not installed, so there is no browser to measure in") from None
    took: dict[str, dict[str, list[float]]] = {}
    sizes: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        progress("building")
        files, ours = site(Path(scratch))
        with sync_playwright() as playwright:
            for turn in range(repeats):
                for throttled in (False, True):
                    for kind in ("stock", "ours") if turn % 2 else ("ours", "stock"):
                        progress(f"{turn + 1} of {repeats}: {kind}{', 4G' if throttled else ''}")
                        with wire.served(Server(files, throttled)) as server:
                            found = visits(playwright, server, kind, ours, Path(scratch) / f"{turn}{throttled}{kind}")
                        for visit, (ms, size) in found.items():
                            key = f"{visit}, 4G" if throttled else visit
                            took.setdefault(key, {}).setdefault(kind, []).append(ms)
                            sizes.setdefault(key, {}).setdefault(kind, []).append(size)
    return _result(took, sizes, repeats)


def visits(playwright: Any, server: Server, kind: str, ours: list[str], profile: Path) -> dict[str, tuple[float, int]]:
    """Milliseconds and bytes of each kind of visit, in one profile."""
    found: dict[str, tuple[float, int]] = {}
    file, name, memory = ours
    asked = ["/stock/worker.js" if kind == "stock" else file, name, json.dumps(REQUEST)]
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


def site(scratch: Path, stock: bool = True) -> tuple[wire.Files, list[str]]:
    """Every file by its path, `stock` Pyodide's among them; and our worker's address, name and the kept picture's."""
    built = scratch / "ep"
    site_build.build(load(demo()), built, sdk_dir=SDK)
    (memory,) = (path.name for path in (built / "runtime").glob("memory-*.bin"))
    ours = ["/ep/worker.js", "bench", f"/ep/runtime/{memory}"]
    files = {f"/{kind}": wire.file("page.html", html.encode()) for kind, html in PAGES.items()}
    files |= wire.folder(built, "/ep/", {"worker.js": POLICY})
    if not stock:
        return files, ours
    packages = ROOT / "node_modules" / "pyodide"
    if not packages.is_dir():
        raise LocalError("Pyodide as it is published is not there: make setup installs it beside the source")
    for name in STOCK:
        files[f"/stock/{name}"] = wire.file(name, wire.packed(packages / name), packed=True, cache=wire.FOREVER)
    for path in (SDK / "wheels").iterdir():
        files[f"/stock/{path.name}"] = wire.file(path.name, path.read_bytes(), cache=wire.FOREVER)
    files["/stock/worker.js"] = wire.file("worker.js", STOCK_WORKER.encode())
    return files, ours


def _result(
    took: dict[str, dict[str, list[float]]], sizes: dict[str, dict[str, list[float]]], repeats: int
) -> dict[str, Any]:
    visits: dict[str, Any] = {}
    for key, both in took.items():
        ratios = [one / other for one, other in zip(both["ours"], both["stock"], strict=True)]
        visits[key] = {
            kind: {"ms": [round(ms, 1) for ms in both[kind]], "bytes": round(median(sizes[key][kind]))} for kind in both
        } | {"ratio": round(median(ratios), 4), "ratios": [round(ratio, 4) for ratio in ratios]}
    wanted = [
        *((f"{key}, ours over stock", most, visits[key]["ratio"]) for key, most in {**TARGETS, **TARGETS_4G}.items()),
        ("cold, brotli bytes", TARGET_BYTES, visits["cold"]["ours"]["bytes"]),
        ("repeat, brotli bytes", 0, visits["repeat"]["ours"]["bytes"]),
    ]
    targets = [
        {"name": name, "at_most": most, "reached": reached, "met": reached <= most} for name, most, reached in wanted
    ]
    return {"format": 1, "bench": "boot", "repeats": repeats, "visits": visits, "targets": targets}


def report(found: dict[str, Any]) -> Report:
    """What `run` found, for the command line."""
    made = Report("boot", f"until Python answers, {found['repeats']} repeats")
    for key, visit in found["visits"].items():
        made.figures += [figures.of(f"{key}: {kind}", "ms", visit[kind]["ms"]) for kind in ("stock", "ours")]
    for target in found["targets"]:
        ratios = found["visits"].get(target["name"].removesuffix(", ours over stock"), {}).get("ratios")
        reached = figures.of(target["name"], "", ratios or [target["reached"]])
        made.targets.append(Target(target["name"], target["at_most"], "", reached))
    return made


if __name__ == "__main__":
    json.dump(run(progress=lambda step: print(step, file=sys.stderr)), sys.stdout, indent=1)
