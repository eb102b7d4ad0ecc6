"""What is left on the device: every storage of the origin after the browser's process ended, and its files on disk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from .conftest import FLAGS, PATIENCE, Tab, tab_in
from .noticing import shop
from .stored import stored

GIVEN = "commuting"
"""The answer's value, of which no trace may stand on the disk in the clear; its label is `Commuting`."""
DUMP = """async () => {
  const databases = {};
  for (const { name, version } of await indexedDB.databases()) {
    const database = await new Promise((done) => (indexedDB.open(name, version).onsuccess = (event) => done(event.target.result)));
    databases[name] = {};
    for (const table of database.objectStoreNames) {
      const all = (what) => new Promise((done) => {
        database.transaction(table).objectStore(table)[what]().onsuccess = (event) => done(event.target.result);
      });
      const described = (value) =>
        value instanceof CryptoKey
          ? crypto.subtle.exportKey("raw", value).then(() => "taken out", () => [value.algorithm.name, value.algorithm.length, value.extractable])
          : [value.iv.length, value.sealed.byteLength > 16, Object.keys(value).sort()];
      const values = await Promise.all((await all("getAll")).map(described));
      databases[name][table] = Object.fromEntries((await all("getAllKeys")).map((key, at) => [key, values[at]]));
    }
    database.close();
  }
  const files = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
  return {
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases,
    caches: await caches.keys(),
    cookies: (await cookieStore.getAll()).map(({ name }) => name),
    files,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  };
}"""
NOTHING: dict[str, Any] = {
    "local": {}, "session": {}, "databases": {}, "caches": [], "cookies": [], "files": [], "workers": 0,
}  # fmt: skip
KEY = ["AES-GCM", 256, False]
RECORD = [12, True, ["iv", "sealed"]]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with shop(tmp_path_factory.mktemp("shop"), ("{control: 0.1}", "{control: 0}"), deadline=3 * PATIENCE) as served:
        yield served


@contextmanager
def running(browser: Browser, profile: Path) -> Iterator[BrowserContext]:
    """A browser process of its own on a profile; ended when left."""
    kept = browser.browser_type.launch_persistent_context(
        profile, executable_path=os.environ["EDGEPERSONA_CHROMIUM"] or None, args=FLAGS, locale="en-GB"
    )
    kept.set_default_timeout(PATIENCE)
    yield kept
    kept.close()


def elsewhere(address: str) -> str:
    return address.replace("/?", "/other?")


def dumped(browser: Browser, profile: Path, address: str) -> dict[str, Any]:
    """Every storage of the origin, by a new process and a page without the SDK."""
    with running(browser, profile) as context:
        page = context.new_page()
        page.goto(elsewhere(address))
        return dict(page.evaluate(DUMP))


def visit(tab: Tab, address: str, **consent: str) -> None:
    """Answer, dismiss what comes of it, reload."""
    tab.open(address)
    if consent:
        tab.call("consent", consent)
    tab.call("answer", "riding", GIVEN)
    expect(tab.page.locator("ep-slot[name=notice]")).to_have_attribute(
        "data-ep-block", re.compile("."), timeout=PATIENCE
    )
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("ep-slot[name=notice]")).not_to_have_attribute(
        "data-ep-block", re.compile("."), timeout=PATIENCE
    )
    tab.open(address)


def in_the_clear(profile: Path) -> list[str]:
    """Files of IndexedDB and localStorage in which what the visitor said or did can be read."""
    words = [
        text.encode(code)
        for text in (GIVEN, "Commuting", "offer-check-up", "dismissed")
        for code in ("utf-8", "utf-16-le")
    ]
    found = []
    for folder in ("IndexedDB", "Local Storage"):
        for path in (profile / "Default" / folder).rglob("*"):
            if path.is_file() and any(word in path.read_bytes() for word in words):
                found.append(path.name)
    return found


def test_without_remembering_nothing_is_left(browser: Browser, address: str, tmp_path: Path) -> None:
    with running(browser, tmp_path) as context:
        visit(tab_in(context), address)
    assert dumped(browser, tmp_path, address) == NOTHING
    assert in_the_clear(tmp_path) == []


def test_remembered_it_is_sealed_and_goes_at_once_in_every_tab(browser: Browser, address: str, tmp_path: Path) -> None:
    with running(browser, tmp_path) as context:
        visit(tab_in(context), address, remember="on", measure="on")
    found = dumped(browser, tmp_path, address)
    assert set(found["local"]) == {"ep:choice"}
    assert found["databases"] == {
        "edgepersona": {"keys": {"memory": KEY, "outbox": KEY}, "records": {"memory": RECORD, "outbox": RECORD}}
    }
    assert {**found, "local": {}, "databases": {}} == NOTHING
    assert list((tmp_path / "Default" / "IndexedDB").rglob("*.log")), "there is a database to look into"
    assert in_the_clear(tmp_path) == []

    with running(browser, tmp_path) as context:
        tab, other = tab_in(context), tab_in(context)
        for one in (tab, other):
            one.open(address)
            assert GIVEN in str(one.call("held")), "the next visit knows"
        seer = context.new_page()
        seer.goto(elsewhere(address))

        def holds() -> Any:
            return seer.evaluate(DUMP)["databases"]

        before = seer.evaluate(DUMP)["databases"]["edgepersona"]
        tab.call("consent", {"measure": "off"})
        assert holds() == {"edgepersona": {table: {"memory": before[table]["memory"]} for table in before}}
        assert "dismissed" in (stored(seer)["memory"] or "")
        tab.call("consent", {"remember": "off"})
        assert holds() == {}
        other.page.wait_for_function(
            "() => edgepersona.held().then(({ items }) => !items.some((item) => item.kind === 'answer'))"
        )
        assert holds() == {}, "the other tab writes nothing back"

        other.call("consent", {"remember": "on"})
        other.call("answer", "riding", GIVEN)
        assert holds()["edgepersona"]["records"] == {"memory": RECORD}
        other.call("forget")
        assert holds() == {}
        tab.page.wait_for_function("() => edgepersona.held().then(({ items }) => items.length === 0)")
        assert holds() == {}

        # What the browser itself deletes while the page is open is lost, and that is quieter; the page goes on.
        tab.call("consent", {"remember": "on"})
        tab.call("answer", "riding", GIVEN)
        seer.evaluate("() => new Promise((done) => (indexedDB.deleteDatabase('edgepersona').onsuccess = done))")
        tab.open(address)
        assert tab.call("held")["lost"] == 1
        assert GIVEN not in str(tab.call("held")["items"])
        assert tab.block("notice") is None

        # `keep` holds after the clock has jumped, on the page that is open and on the next.
        tab.call("forget")
        tab.call("consent", {"remember": "on"})
        tab.call("answer", "riding", GIVEN)
        tab.page.clock.install()
        for years in (3, -3):
            tab.page.clock.set_system_time(tab.page.evaluate("Date.now()") / 1_000 + years * 366 * 86_400)
            assert GIVEN not in str(tab.call("held")["items"])
        assert GIVEN not in (stored(seer)["memory"] or "")
        assert tab.complaints == other.complaints == []
