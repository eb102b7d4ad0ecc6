"""The worker that all pages of a site share: it outlives a page, and a page outlives it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from edgepersona.authoring.compile import load
from edgepersona.authoring.site_build import build
from tests.vectors.make import PERSONA

from .conftest import tab_in
from .serving import SDK, site

PAGE = """<!doctype html><html lang=en><title>worker</title>
<script src="/ep/loader.js" data-ep-base="/ep/" data-ep-start="now" data-ep-deadline="60000" async></script>
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
