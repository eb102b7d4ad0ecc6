"""When Python is started, and when it is not: after a start that took the tab down, and where data or memory is short."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Error, expect

from .conftest import PATIENCE, Tab, tab_in
from .pages import ADVERT, built
from .serving import Watched, site
from .test_failures import LISTEN

HEARD = '<script src="/listen.js"></script><title>'
LOOK = """JSON.stringify({
  state: document.documentElement?.dataset.epState, codes: window.failures?.map(({ code }) => code),
  said: document.querySelector("ep-slot[name=hero]")?.shadowRoot?.querySelector("[part=title]")?.textContent,
})"""


def seen(session: CDPSession) -> dict[str, Any]:
    """What a tab shows whose renderer had crashed before: Playwright itself is done with it."""
    return dict(json.loads(session.send("Runtime.evaluate", {"expression": LOOK})["result"]["value"]))


def test_a_start_that_took_the_tab_down_is_not_repeated_there(
    context: BrowserContext, tab: Tab, tmp_path: Path
) -> None:
    folder, page = built(tmp_path, start="now")
    ep = Watched(folder)
    html = page.html.replace("<title>", HEARD, 1)
    session = context.new_cdp_session(tab.page)
    with site(folder, {"/": html, "/listen.js": LISTEN}, page.policy, ep=ep) as origin:
        ep.shut = True
        try:
            for _ in range(2):  # who merely leaves while it starts has not crashed
                tab.open(origin + ADVERT, live=False)
                expect(tab.page.locator("ep-slot[name=hero]")).to_have_attribute("data-ep-block", "hero-repair")
                tab.page.wait_for_function("() => sessionStorage['ep:boot']")
                assert tab.page.evaluate("[sessionStorage['ep:boot'], failures]") == ["booting", []]
            with tab.page.expect_event("crash"), pytest.raises(Error):
                tab.page.goto("chrome://crash")
        finally:
            ep.shut = False

        later = tab_in(context)
        asked = len(ep.python())
        for _ in range(2):
            session.send("Page.reload")
            for _ in range(PATIENCE // 50):
                later.page.wait_for_timeout(50)
                if (found := seen(session)).get("state") == "failed":
                    break
            assert found == {"state": "failed", "codes": ["boot-crashed"], "said": "Fixed by tomorrow"}
            refused = "edgepersona.answer('riding', 'work').catch(({ code }) => code)"
            said = session.send("Runtime.evaluate", {"expression": refused, "awaitPromise": True})
            assert said["result"]["value"] == "boot-crashed"
            assert seen(session) == found, "told once, and the page stays"
            session.send("Runtime.evaluate", {"expression": "delete document.documentElement.dataset.epState"})
        assert ep.python()[asked:] == [], "not started again in this tab"

        later.open(origin + ADVERT)
        assert any("/runtime/" in path for path in ep.python()[asked:]), "another tab starts it"
        assert later.page.evaluate("[sessionStorage['ep:boot'] ?? null, failures]") == [None, []]


SHORT = {
    "data saver": "Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true, effectiveType: '4g' } });",
    "a slow line": "Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: false, effectiveType: '2g' } });",
    "little memory": "Object.defineProperty(Navigator.prototype, 'deviceMemory', { value: 1 });",
}
IDLE = "() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 500)))"
KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length)))
  .reduce((sum, count) => sum + count, 0)"""


def test_where_data_or_memory_is_short_python_waits_to_be_asked_for(context: BrowserContext, tmp_path: Path) -> None:
    folder, page = built(tmp_path)
    ep = Watched(folder)
    with site(folder, {"/": page.html}, page.policy, ep=ep) as origin:
        short = []
        for words in SHORT.values():
            tab = tab_in(context)
            tab.page.add_init_script(words)
            tab.open(origin + ADVERT, live=False)
            tab.page.wait_for_selector('html[data-ep-state="ready"]')
            tab.page.evaluate(IDLE)
            short.append(tab)
        assert ep.asked.count("/ep/client.js") > 0
        assert ep.python() == [], "nobody asked for it"
        for tab in short:
            assert tab.page.get_attribute("html", "data-ep-python") is None
            tab.page.locator("ep-slot[name=ask]").get_by_role("button", name="to work", exact=True).click()
            tab.live()
        assert any("/runtime/" in path for path in ep.python()), "asked for"
        short[0].page.wait_for_timeout(6_000)
        assert short[0].page.evaluate(KEPT) == 0
        assert not any("/memory-" in path for path in ep.asked)
        roomy = tab_in(context)
        roomy.open(origin)
        for _ in range(PATIENCE // 100):
            if roomy.page.evaluate(KEPT) == 2:
                break
            roomy.page.wait_for_timeout(100)
        assert roomy.page.evaluate(KEPT) == 2, "interpreter and picture, where there is room"
