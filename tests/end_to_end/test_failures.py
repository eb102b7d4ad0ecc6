"""When something fails, the page stays as it is, usable, says so once, and sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from .conftest import PATIENCE, Demo, Tab
from .test_story import STORES, two_answers

LISTEN = """window.failures = [];
document.addEventListener("ep:error", ({ detail }) => window.failures.push(detail));"""
BLOCK_STORAGE = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });"""

SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources, hadRecentInput } of list.getEntries())
    if (!hadRecentInput) shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
}).observe({ type: "layout-shift", buffered: true });"""


REFUSED = 404
GARBLED = b"\xc1 not what was built"


@pytest.mark.parametrize(
    ("file", "how", "code"),
    [
        ("client.js", REFUSED, "client-failed"),
        ("config.js", REFUSED, "client-failed"),
        ("worker.js", REFUSED, "worker-failed"),
        ("worker.js", b"// one comment more", "file-changed"),
        ("runtime/python-*.wasm", REFUSED, "boot-failed"),
        ("runtime/python-*.wasm", GARBLED, "boot-failed"),
        ("runtime/modules-*.zip", GARBLED, "boot-failed"),
        ("bundle.msgpack", GARBLED, "bundle-signature"),
        ("integrity.json", GARBLED, "bundle-unsigned"),
        ("bundle.msgpack", REFUSED, "bundle-failed"),
    ],
    ids=lambda value: "garbled" if isinstance(value, bytes) else value,
)
def test_the_page_stays_as_it_is(demo: Demo, tab: Tab, file: str, how: int | bytes, code: str) -> None:
    tab.page.add_init_script(LISTEN)
    with served_with(demo.landing, f"/ep/{file}", how) as broken:
        tab.open(demo.advert.replace(demo.landing, broken.origin), live=False)
        tab.page.wait_for_selector('html[data-ep-state="failed"]', timeout=PATIENCE)
        failures = tab.page.evaluate("failures")
        assert [failure["code"] for failure in failures] == [code]
        assert failures[0]["fix"]
        expect(tab.page.get_by_role("heading", level=1)).to_be_visible()
        tab.page.fill("#roi-reps", "30")
        assert tab.foreign() == []
        assert broken.other == [], "only ever asked for files"
        assert tab.page.evaluate(STORES)["local"] == []
        assert tab.page.evaluate("edgepersona.answer('crm', 'salesforce').catch((error) => error.code)") == code
        assert len(tab.page.evaluate("failures")) == 1


@dataclass
class Broken:
    origin: str
    other: list[str] = field(default_factory=list)
    """Requests that were not for reading."""


@contextmanager
def served_with(landing: str, pattern: str, how: int | bytes) -> Iterator[Broken]:
    """The landing page's site on another port, with one file missing, or something appended to it."""

    class Breaking(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hit = fnmatch(self.path.partition("?")[0], pattern)
            with urlopen(landing + self.path) as answer:
                body, headers = answer.read(), answer.headers
            self.send_response(how if hit and isinstance(how, int) else 200)
            for name in ("Content-Type", "Content-Security-Policy", "Cache-Control"):
                self.send_header(name, headers[name])
            body = b"" if hit and isinstance(how, int) else body + how if hit and isinstance(how, bytes) else body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            broken.other.append(self.path)
            self.send_error(500)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Breaking)
    broken = Broken(f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, daemon=True).start()
    yield broken
    server.shutdown()
    server.server_close()


def test_without_storage_it_works_for_this_page(demo: Demo, tab: Tab) -> None:
    tab.page.add_init_script(LISTEN + BLOCK_STORAGE)
    tab.open(demo.advert)
    two_answers(tab)
    expect(tab.page.locator('ep-slot[name="use_case"]')).to_have_attribute(
        "data-ep-block", "use-case-salesforce", timeout=PATIENCE
    )
    assert [failure["code"] for failure in tab.page.evaluate("failures")] == ["storage-unavailable"]
    assert tab.foreign() == []


def test_switched_off_means_off_on_the_next_page_too(demo: Demo, tab: Tab) -> None:
    tab.open(demo.advert)
    tab.call("consent", {"personalise": "off"})
    assert tab.block("headline") == "headline-default"
    started = len(tab.requests)
    tab.open(demo.advert, live=False)
    tab.page.wait_for_selector('html[data-ep-state="off"]', timeout=PATIENCE)
    tab.page.wait_for_timeout(1_000)
    fetched = [request.url for request in tab.requests[started:]]
    assert not any("worker.js" in url or "runtime" in url for url in fetched), "Python is not even fetched"
    assert tab.page.evaluate(STORES)["local"] == ["ep:choice"]


def test_nothing_moves(demo: Demo, tab: Tab) -> None:
    tab.page.add_init_script(SHIFTS)
    for width, height in ((1280, 900), (390, 844)):
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.open(demo.advert)
        tab.page.wait_for_timeout(500)
        assert tab.page.evaluate("shifts") == []
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_the_page_arrives_in_pieces(demo: Demo, tab: Tab, width: int) -> None:
    with served_in_pieces(demo.landing) as slow:
        tab.page.add_init_script(SHIFTS)
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.page.goto(f"{slow}/en/?utm_campaign=sales-ops-hygiene", wait_until="domcontentloaded")
        tab.page.wait_for_timeout(500)
        assert tab.page.evaluate("performance.getEntriesByType('paint').length") > 0, "there was something to move"
        assert tab.page.evaluate("shifts") == []


@contextmanager
def served_in_pieces(landing: str) -> Iterator[str]:
    """The landing page's site on another port, its HTML sent line by line, as a busy server or a bad line would."""

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with urlopen(landing + self.path) as answer:
                body, kind = answer.read(), answer.headers["Content-Type"]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for piece in body.splitlines(keepends=True) if kind.startswith("text/html") else [body]:
                self.wfile.write(piece)
                self.wfile.flush()
                sleep(0.01 if kind.startswith("text/html") else 0)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
