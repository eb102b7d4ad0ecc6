"""The worker that all pages of a site share: it outlives a page, and a page outlives it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from edgepersona.authoring.compile import load
from edgepersona.authoring.site_build import build
from tests.vectors.make import PERSONA

from .conftest import PATIENCE, tab_in
from .serving import SDK, Watched, site

PAGE = """<!doctype html><html lang=en><title>worker</title>
<script src="/ep/loader.js" data-ep-base="/ep/" data-ep-start="now" data-ep-deadline="600000" async></script>
<ep-slot name="hero"><h1>The block everyone sees</h1></ep-slot>"""
# Counts the workers a page makes, and can make the shared one deaf: what a page sends to it is lost, as if it hung.
WATCH = """window.made = [];
window.deaf = false;
for (const name of ["Worker", "SharedWorker"]) {
  const Native = window[name];
  window[name] = class extends Native {
    constructor(...args) {
      super(...args);
      made.push(name);
      if (name !== "SharedWorker") return;
      const post = this.port.postMessage.bind(this.port);
      this.port.postMessage = (message) => window.deaf || post(message);
    }
  };
}"""


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bakery") / "ep"
    build(load(PERSONA), folder, sdk_dir=SDK, expose="ids")
    return folder


@pytest.fixture
def origin(bakery: Path) -> Iterator[str]:
    with site(bakery, {"/": PAGE}) as address:
        yield address


def made(page: Page) -> list[str]:
    return list(page.evaluate("made"))


def test_tabs_share_one_python_and_a_page_survives_its_silence(context: BrowserContext, origin: str) -> None:
    context.add_init_script(WATCH)
    first, second = tab_in(context), tab_in(context)
    first.open(origin)
    second.open(origin)
    assert (made(first.page), made(second.page)) == (["SharedWorker"], ["SharedWorker"])
    # Each is answered by its own port, however they take turns.
    for tab in (first, second, first):
        assert "items" in tab.call("held")

    first.page.evaluate("deaf = true")
    assert "items" in first.call("held"), "asked again, of a worker of its own"
    assert made(first.page) == ["SharedWorker", "Worker"]
    assert first.page.get_attribute("html", "data-ep-state") == "ready"
    assert "items" in second.call("held")
    assert made(second.page) == ["SharedWorker"], "what one tab left, the other keeps"


def test_without_shared_workers_each_page_has_its_own(context: BrowserContext, origin: str) -> None:
    context.add_init_script("delete window.SharedWorker;" + WATCH.replace('"SharedWorker"]', "]"))
    tab = tab_in(context)
    tab.open(origin)
    assert "items" in tab.call("held")
    assert made(tab.page) == ["Worker"]


def in_the_shared_worker(browser: Browser, origin: str, code: str) -> Any:
    """Evaluate in the one shared worker of a site."""
    session = browser.new_browser_cdp_session()
    found = [
        target
        for target in session.send("Target.getTargets")["targetInfos"]
        if target["type"] == "shared_worker" and target["url"].startswith(origin)
    ]
    assert len(found) == 1, found
    told: list[dict[str, Any]] = []
    session.on("Target.receivedMessageFromTarget", lambda event: told.append(json.loads(event["message"])))
    attached = session.send("Target.attachToTarget", {"targetId": found[0]["targetId"], "flatten": False})["sessionId"]
    message = json.dumps({"id": 1, "method": "Runtime.evaluate", "params": {"expression": code}})
    session.send("Target.sendMessageToTarget", {"sessionId": attached, "message": message})
    if code == CLOSE:
        return None  # nobody is left to say so
    for _ in range(PATIENCE // 50):
        session.send("Target.getTargets")  # a round trip, in which the answer arrives
        if answers := [message for message in told if message.get("id") == 1]:
            session.detach()
            return answers[0]["result"]["result"].get("value")
    raise AssertionError("the worker does not answer")


CLOSE = "self.close()"
WAITING = """() => new Promise((held) => {
  navigator.locks.request("ep:stores", () => new Promise((release) => { window.release = release; held(); }));
}).then(() => { window.asked = edgepersona.held(); asked.catch(() => {}); })"""
"""Something is asked that cannot be answered before `release()`: the page holds the lock that every answer needs."""


def test_a_shared_worker_that_dies_is_noticed_by_who_waits_and_by_who_does_not(
    browser: Browser, context: BrowserContext, origin: str
) -> None:
    """Long before the deadline: it is the heartbeat."""
    context.add_init_script(WATCH)
    waits, rests = tab_in(context), tab_in(context)
    waits.open(origin)
    rests.open(origin)
    waits.page.evaluate(WAITING)
    waits.page.wait_for_timeout(500)
    in_the_shared_worker(browser, origin, CLOSE)
    waits.page.evaluate("release()")
    for tab in (waits, rests):
        tab.page.wait_for_function("() => made.length > 1", timeout=PATIENCE)
        assert made(tab.page) == ["SharedWorker", "Worker"]
    assert "items" in waits.page.evaluate("asked")
    assert "items" in rests.call("held")
    for tab in (waits, rests):
        assert tab.page.get_attribute("html", "data-ep-state") == "ready"


def test_the_next_page_finds_the_same_python(browser: Browser, context: BrowserContext, bakery: Path) -> None:
    """In the only tab: nothing but the browser keeps the worker between two pages."""
    ep = Watched(bakery)
    with site(bakery, {"/": PAGE, "/next": PAGE}, ep=ep) as origin:
        tab = tab_in(context)
        tab.open(origin)
        in_the_shared_worker(browser, origin, "self.mark = 'the first page was here'")
        asked = len(ep.python())
        tab.open(f"{origin}/next")
        assert in_the_shared_worker(browser, origin, "self.mark") == "the first page was here"
        assert [path for path in ep.python()[asked:] if "/runtime/" in path] == []
