"""A browser that will not store: cookies and site data blocked, full, cleared under an open page, a plain `http:` page. The
page goes on in its own memory, says so once, and is quieter, never louder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import FLAGS, PATIENCE, Tab, tab_in
from .noticing import shop
from .stored import stored
from .test_failures import LISTEN
from .test_vault import DUMP, GIVEN, NOTHING

NAME = "shop.example"
LEAVES = (
    """() => { try { return [Object.keys(localStorage), Object.keys(sessionStorage)]; } catch { return "blocked"; } }"""
)
FILL = """(area) => {
  for (let size = 1 << 22; size >= 1; size >>= 1)
    for (let n = 0; ; n += 1) try { window[area].setItem(`own ${size} ${n}`, "x".repeat(size)); } catch { break; }
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with shop(tmp_path_factory.mktemp("shop"), ("{control: 0.1}", "{control: 0}"), deadline=3 * PATIENCE) as served:
        yield served


@contextmanager
def launched(browser: Browser, profile: Path, *flags: str, **preferences: Any) -> Iterator[BrowserContext]:
    """A browser of its own, with these preferences in its profile."""
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps({"profile": preferences}), encoding="utf-8")
    path = os.environ["EDGEPERSONA_CHROMIUM"] or None
    kept = browser.browser_type.launch_persistent_context(profile, executable_path=path, args=[*FLAGS, *flags])
    kept.set_default_timeout(PATIENCE)
    yield kept
    kept.close()


def failures(tab: Tab) -> list[str]:
    return [failure["code"] for failure in tab.page.evaluate("failures")]


def works_for_this_page(tab: Tab, address: str) -> None:
    """An answer adapts the page and is forgotten with it, although the visitor agreed to remembering."""
    tab.page.add_init_script(LISTEN)
    tab.open(address)
    tab.call("consent", {"remember": "on", "measure": "on"})
    tab.call("answer", "riding", GIVEN)
    assert GIVEN in str(tab.call("held")["items"])
    expect(tab.page.locator("ep-slot[name=notice]")).to_have_attribute("data-ep-block", "offer-check-up")
    tab.page.keyboard.press("Escape")
    tab.call("answer", "riding", "touring")
    assert "touring" in str(tab.call("held")["items"])
    assert tab.block("notice") is None
    says_so(tab)
    assert tab.foreign() == []


def says_so(tab: Tab) -> None:
    """The panel says that nothing is stored, and not that something was saved."""
    tab.page.evaluate("document.body.append(Object.assign(document.createElement('button'), { id: 'data' }))")
    tab.page.evaluate("document.getElementById('data').setAttribute('data-ep-open', 'panel')")
    tab.page.evaluate("document.getElementById('data').click()")
    panel = tab.page.locator("ep-panel").get_by_role("dialog")
    expect(panel.locator("p.notice")).to_contain_text("Nothing is remembered", timeout=PATIENCE)
    for _ in range(2):
        panel.get_by_label("Ask me less").click()
        expect(panel.locator(".toast")).to_contain_text("Nothing is remembered", timeout=PATIENCE)
    tab.page.keyboard.press("Escape")


def test_where_site_data_is_blocked_everything_lasts_for_this_page(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with launched(browser, tmp_path, default_content_setting_values={"cookies": 2}) as context:
        tab = tab_in(context)
        tab.open(address)
        tab.page.locator("ep-slot[name=hero]").scroll_into_view_if_needed()  # what is of value comes before a question
        asking = tab.page.locator("ep-slot[name=ask]")
        asking.locator("[part=option]").first.click()
        asking.get_by_role("button", name="Remember", exact=True).click()
        expect(asking.get_by_role("status")).to_have_text("Remembering is switched on.", timeout=PATIENCE)
        works_for_this_page(tab, address)
        assert tab.page.evaluate(LEAVES) == "blocked", "the browser does block"
        assert failures(tab) == ["storage-unavailable"]
        assert tab.page.evaluate("failures[0].fix")
        tab.call("forget")
        assert tab.call("held")["items"] == []
        tab.open(address)
        assert "answer" not in {item["kind"] for item in tab.call("held")["items"]}, "the next page knows nothing"
        assert tab.complaints == []


def test_on_a_page_without_web_crypto_nothing_is_remembered_or_counted(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with launched(browser, tmp_path, f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as context:
        tab, plain = tab_in(context), address.replace("127.0.0.1", NAME)
        works_for_this_page(tab, plain)
        assert tab.page.evaluate("[isSecureContext, !!crypto.subtle, typeof caches]") == [False, False, "undefined"]
        assert failures(tab) == ["storage-unavailable"]
        assert tab.page.evaluate("indexedDB.databases()") == []
        assert set(json.loads(tab.page.evaluate("localStorage['ep:choice']"))) == {"v", "remember", "measure", "by"}
        later = tab_in(context)
        later.open(plain)
        assert GIVEN not in str(later.call("held")["items"])
        assert later.block("notice") is None, "something may have been lost: quieter"


def test_a_full_disk_and_full_areas(address: str, tab: Tab) -> None:
    tab.page.goto(address.replace("/?", "/other?"))
    session = tab.page.context.new_cdp_session(tab.page)
    origin = tab.page.evaluate("location.origin")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    for area in ("localStorage", "sessionStorage"):
        tab.page.evaluate(FILL, area)
    works_for_this_page(tab, address)
    assert failures(tab) == ["storage-unavailable"]
    assert not any(name.startswith("ep:") for names in tab.page.evaluate(LEAVES) for name in names)
    tab.page.evaluate("localStorage.clear(); sessionStorage.clear()")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    tab.call("consent", {"remember": "on"})
    tab.call("answer", "riding", GIVEN)
    assert GIVEN in (stored(tab.page)["memory"] or ""), "there is room again"


def cleared(page: Page, kinds: str = "all") -> None:
    origin = page.evaluate("location.origin")
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})


def test_what_the_browser_deletes_is_lost_and_that_is_quieter(address: str, context: BrowserContext, tab: Tab) -> None:
    def remembered() -> None:
        tab.open(address)
        tab.call("consent", {"remember": "on", "measure": "on"})
        tab.call("answer", "riding", GIVEN)
        assert GIVEN in (stored(tab.page)["memory"] or "")

    # The databases alone, between two visits: consent stands, so something was lost that may have said no.
    remembered()
    tab.page.goto(address.replace("/?", "/other?"))
    cleared(tab.page, "indexeddb")
    tab.open(address)
    assert tab.call("held")["lost"] >= 1
    tab.call("answer", "riding", GIVEN)
    assert (tab.block("notice"), tab.block("hero")) == (None, "hero-repair")

    # Everything, under an open page: nothing of it is written back, and nobody's consent is left.
    tab.call("forget")
    remembered()
    cleared(tab.page)
    tab.page.evaluate("sessionStorage.clear()")
    assert {item["kind"] for item in tab.call("held")["items"]}.isdisjoint({"answer", "shown", "dismissed"})
    assert {key: what for key, what in tab.page.evaluate(DUMP).items() if key != "caches"} == {
        key: what for key, what in NOTHING.items() if key != "caches"
    }
    tab.call("answer", "riding", "touring")
    later = tab_in(context)
    later.open(address)
    assert "answer" not in {item["kind"] for item in later.call("held")["items"]}, "nothing is remembered any more"
    assert tab.complaints == later.complaints == []
