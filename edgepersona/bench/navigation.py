"""How long a visitor waits from opening a page until Python has answered in it, beside stock Pyodide on the same page.

Rules
1. The page is the landing page of `bench page`, as heavy as pages are. Ours is what `inject` makes of it, told to start
   Python at once (`start=now`); nothing is preloaded that a real page would not preload. Stock's has a script where
   ours has its loader, before the style sheet, that starts a worker at once: earlier than ours, which paints first.
2. The clock starts with the navigation and runs, in the page, until ours says `data-ep-python="live"`: the answer is
   there and shown. Stock's runs until the answer to the same visit is in the page; it shows nothing.
3. Cold (a new profile) and repeat (the browser was closed and opened again) come from an empty page of the same origin,
   once the browser has come to rest; next is another page of the site, opened from the one before.
4. Bytes are bodies as they went over the wire between the navigation and the answer.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import load
from edgepersona.authoring.inject import inject

from . import landing, stock, wire
from .wire import SDK, Server

PATIENCE = 180_000
RESTED = 1_000
"""How long the empty page stands first, ms: a browser that was just opened has much to do."""
EMPTY = "/empty"
CHARSET = '<meta charset="utf-8">\n'
REQUEST = stock.REQUEST | {"env": {**stock.REQUEST["env"], "url": f"https://example.com/{landing.QUERY}"}}
STARTS = """<script>{
  const worker = new Worker("WORKER", { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.booted) worker.postMessage({ id: 1, request: REQUEST });
    if (JSON.parse(data.response ?? "{}").view) document.documentElement.dataset.epPython = "live";
  };
}</script>
"""
WATCH = """
new MutationObserver((changes, observer) => {
  if (document.documentElement?.dataset.epPython !== "live") return;
  window.__live = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, attributeFilter: ["data-ep-python"] });
"""
KEPT = "(file) => caches.match(file).then((kept) => kept !== undefined)"


def visits(playwright: Any, server: Server, kind: str, memory: str, profile: Path) -> dict[str, tuple[float, int]]:
    """Milliseconds and bytes of each kind of visit, in one profile. `memory`: what a first visit of ours keeps last."""

    def visit(page: Any, *, rested: bool) -> tuple[float, int]:
        if rested:
            page.goto(server.origin + EMPTY)
            page.wait_for_timeout(RESTED)
        before = server.sent
        page.goto(f"{server.origin}/{kind}{landing.QUERY}")
        page.wait_for_function("() => window.__live !== undefined", timeout=PATIENCE, polling=20)
        return page.evaluate("() => window.__live"), server.sent - before

    def opened() -> Any:
        return playwright.chromium.launch_persistent_context(profile, executable_path=wire.chromium(), args=wire.FLAGS)

    found: dict[str, tuple[float, int]] = {}
    with opened() as context:
        context.add_init_script(WATCH)
        found["cold"] = visit(context.pages[0], rested=True)
        if kind == "ours":
            context.pages[0].wait_for_function(KEPT, arg=server.origin + memory, timeout=PATIENCE, polling=100)
    with opened() as context:
        context.add_init_script(WATCH)
        found["repeat"] = visit(context.pages[0], rested=True)
        found["next"] = visit(context.pages[0], rested=False)
    shutil.rmtree(profile, ignore_errors=True)
    return found


def site(scratch: Path, peer: wire.Files) -> tuple[wire.Files, str]:
    """Every file by its path, `peer`'s among them; and the path of the picture that ours keeps."""
    persona, built = scratch / "landing.yaml", scratch / "landing"
    persona.write_text(landing.persona(), encoding="utf-8")
    checked = load(persona)
    site_build.build(checked, built, sdk_dir=SDK, start="now", deadline=PATIENCE)
    script = (built / "first.js").read_text(encoding="utf-8")
    starts = STARTS.replace("WORKER", stock.WORKER).replace("REQUEST", json.dumps(json.dumps(REQUEST)))
    pages = {
        "ours": inject(checked, landing.page(), "page.html", script=script).html,
        "stock": landing.page().replace(CHARSET, CHARSET + starts),
        EMPTY[1:]: "<!doctype html><title>-</title>",
    }
    files = peer | wire.folder(built, "/ep/", {"worker.js": stock.POLICY})
    for name, text in {**{f"{name}.html": text for name, text in pages.items()}, "style.css": landing.sheet()}.items():
        path = scratch / name
        path.write_text(text, encoding="utf-8")
        files[f"/{name.removesuffix('.html')}"] = wire.file(name, wire.packed(path), packed=True)
    files["/style.css"] = wire.file("style.css", files["/style.css"].body, packed=True, cache=wire.FOREVER)
    (memory,) = (path for path in files if path.startswith("/ep/runtime/memory-"))
    return files, memory
