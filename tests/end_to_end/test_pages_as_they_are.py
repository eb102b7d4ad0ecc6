"""Pages as they are: without Python, framed, prerendered, blocked, controlled by a service worker, redeployed, and long-lived."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from edgepersona.authoring.compile import load
from edgepersona.authoring.inject import Injected
from edgepersona.authoring.site_build import build

from .conftest import FLAGS, PATIENCE, Tab
from .pages import ADVERT, PERSONA, built
from .serving import SDK, site
from .test_failures import LISTEN, SHIFTS


def complaints(tab: Tab) -> list[str]:
    return [said for said in tab.complaints if "404" not in said]  # but for the icon these pages have none of


STORED = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
PRERENDERING = """window.ahead = true;
Object.defineProperty(Document.prototype, "prerendering", { get: () => window.ahead, configurable: true });"""
ACTIVATE = """window.ahead = false;
document.dispatchEvent(new Event("prerenderingchange"));"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Injected]:
    return built(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def origin(shop: tuple[Path, Injected]) -> Iterator[str]:
    folder, page = shop
    with site(folder, {"/": page.html}, page.policy) as origin:
        yield origin


def test_without_python_the_tables_answer(tab: Tab, tmp_path: Path) -> None:
    folder, page = built(tmp_path, profile="tables-only")
    names = {path.name for path in folder.iterdir()}
    assert names.isdisjoint({"worker.js", "runtime", "bundle.msgpack"})
    with site(folder, {"/": page.html}, page.policy) as origin:
        tab.page.add_init_script(LISTEN + SHIFTS)
        tab.open(origin + ADVERT, live=False)
        hero, ask, parts = (tab.page.locator(f"ep-slot[name={name}]") for name in ("hero", "ask", "parts"))
        expect(ask).to_have_attribute("data-ep-block", "ask-riding", timeout=PATIENCE)
        ask.get_by_role("button", name="to work", exact=True).click()
        expect(parts).to_have_attribute("data-ep-block", "parts-work", timeout=PATIENCE)
        expect(ask.get_by_role("status")).to_contain_text("Thank you")
        ask.get_by_role("button", name="large ones", exact=True).click()
        expect(ask).to_have_attribute("data-ep-block", "ask-default", timeout=PATIENCE)
        parts.locator("[part=why]").click()
        expect(parts.locator("[part=because-text]")).to_contain_text("to work")
        assert tab.page.evaluate(STORED) == ["ep:next", "ep:visit"], "this visit's own, block ids only"
        assert "riding" not in tab.page.evaluate(
            "sessionStorage.getItem('ep:next') + sessionStorage.getItem('ep:visit')"
        )
        tab.open(origin + "/", live=False)
        expect(parts).to_have_attribute("data-ep-from", "memory", timeout=PATIENCE)
        tab.page.locator("[data-ep-open=panel]").click()
        panel = tab.page.locator("ep-panel").get_by_role("dialog")
        panel.get_by_role("button", name="Delete everything").click(timeout=PATIENCE)
        panel.get_by_role("button", name="Yes, delete everything").click()
        expect(panel).to_contain_text("Everything has been deleted", timeout=PATIENCE)
        assert tab.page.evaluate(STORED) == ["ep:choice"], "the mark of forgetting alone"
        tab.page.keyboard.press("Escape")
        tab.open(origin + ADVERT, live=False)
        expect(hero).to_have_attribute("data-ep-block", "hero-repair", timeout=PATIENCE)
        hero.locator("[part=off]").click()
        expect(tab.page.locator("html")).to_have_attribute("data-ep-state", "off", timeout=PATIENCE)
        expect(hero.get_by_role("heading", name="The corner shop")).to_be_visible()
        tab.open(origin + ADVERT, live=False)
        expect(tab.page.locator("html")).to_have_attribute("data-ep-state", "off", timeout=PATIENCE)
        assert tab.block("hero") is None
        assert not any("worker" in request.url for request in tab.requests)
        assert tab.page.evaluate("failures") == []
        assert complaints(tab) == []


def test_inside_another_sites_frame_there_are_the_tables_alone(
    tab: Tab, origin: str, shop: tuple[Path, Injected]
) -> None:
    framing = f'<!doctype html><iframe src="{origin}{ADVERT}" width="600" height="800"></iframe>'
    with site(shop[0], {"/": framing}, None) as elsewhere:
        tab.page.goto(elsewhere)
        in_a_frame(tab)


def in_a_frame(tab: Tab) -> None:
    inside = tab.page.frame_locator("iframe")
    hero, ask, parts = (inside.locator(f"ep-slot[name={name}]") for name in ("hero", "ask", "parts"))
    expect(hero).to_have_attribute("data-ep-from", "first-paint", timeout=PATIENCE)
    expect(ask).to_have_attribute("data-ep-block", "ask-riding", timeout=PATIENCE)
    ask.get_by_role("button", name="to work", exact=True).click()
    expect(parts).to_have_attribute("data-ep-block", "parts-work", timeout=PATIENCE)
    frame = tab.page.frames[1]
    assert frame.evaluate("document.documentElement.dataset.epState") == "ready"
    assert frame.evaluate(STORED) == []
    assert frame.evaluate("edgepersona.track('booking').catch((error) => error.code)") == "tables-only"
    assert not any("worker" in request.url for request in tab.requests)


def test_while_prerendering_nothing_is_shown_stored_or_fetched(tab: Tab, origin: str) -> None:
    tab.page.add_init_script(PRERENDERING)
    tab.open(origin + ADVERT, live=False)
    tab.page.wait_for_timeout(500)
    assert tab.page.get_attribute("html", "data-ep-state") == "waiting"
    assert tab.block("hero") is None
    assert tab.page.evaluate("customElements.get('ep-slot')") is None
    assert tab.page.evaluate(STORED) == []
    assert not any("/ep/" in request.url for request in tab.requests)
    tab.page.evaluate(ACTIVATE)
    assert tab.block("hero") == "hero-repair", "at once"
    tab.page.wait_for_selector('html[data-ep-state="ready"]')


AHEAD = f"""<!doctype html><meta charset="utf-8"><title>Before</title><a href="{ADVERT}">on</a>
<script type="speculationrules">{{"prerender": [{{"source": "list", "urls": ["{ADVERT}"]}}]}}</script>
<script src="/before.js"></script>"""
FOLLOW = """addEventListener("load", async () => {
  while ((await (await fetch("/said/")).text()) !== "true") await new Promise((resolve) => setTimeout(resolve, 200));
  document.querySelector("a").click();
});"""
REPORT = """const report = () => fetch("/said/?" + new URLSearchParams({ report: JSON.stringify({
  ahead: document.prerendering, state: document.documentElement.dataset.epState,
  block: document.querySelector("ep-slot[name=hero]").dataset.epBlock ?? null,
  stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
  began: performance.getEntriesByType("navigation")[0].activationStart > 0,
}) }));
addEventListener("load", () => setTimeout(report, 1500));
document.addEventListener("prerenderingchange", () => edgepersona.answer("riding", "work").then(report));"""


def test_a_page_that_the_browser_prerenders_waits_until_it_is_shown(
    browser: Browser, shop: tuple[Path, Injected], tmp_path: Path
) -> None:
    """By speculation rules, in a browser that nobody steers: where one is attached, Chromium prerenders nothing."""
    folder, page = shop
    said: list[dict[str, Any]] = []
    asked: list[str] = []
    files = StaticFiles(directory=folder)

    async def ep(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])
        await files(scope, receive, send)

    async def saying(scope: Scope, receive: Receive, send: Send) -> None:
        if report := Request(scope).query_params.get("report"):
            said.append({**json.loads(report), "asked": len(asked)})
        await PlainTextResponse(json.dumps(bool(said)))(scope, receive, send)

    html = page.html.replace("</body>", '<script src="/report.js"></script></body>')
    pages = {"/": html, "/before": AHEAD, "/before.js": FOLLOW, "/report.js": REPORT}
    with site(folder, pages, None, ep=ep, said=saying) as origin:
        path = os.environ["EDGEPERSONA_CHROMIUM"] or browser.browser_type.executable_path
        command = [path, *FLAGS, "--headless=new", f"--user-data-dir={tmp_path}", f"{origin}/before"]
        chromium = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(PATIENCE // 100):
                if len(said) > 1:
                    break
                time.sleep(0.1)
        finally:
            chromium.terminate()
            chromium.wait(30)
    before, after = said
    assert before == {
        "ahead": True, "state": "waiting", "block": None, "stored": [], "began": False, "asked": 0
    }, "nothing is shown, stored or fetched"  # fmt: skip
    assert after["began"], "it was prerendered"
    assert (after["ahead"], after["state"], after["block"]) == (False, "ready", "hero-repair")
    assert "ep:visit" in after["stored"]
    assert asked.count("/ep/words/en.json") == 1, "its hash is known later, and fits what is there"


def test_where_the_folder_is_blocked_the_first_paint_stands(tab: Tab, origin: str) -> None:
    tab.page.add_init_script(LISTEN)
    tab.page.route("**/ep/**", lambda route: route.abort())
    tab.open(origin + ADVERT, live=False)
    tab.page.wait_for_selector('html[data-ep-state="failed"]', timeout=PATIENCE)
    assert [(failure["code"], bool(failure["fix"])) for failure in tab.page.evaluate("failures")] == [
        ("client-failed", True)
    ]
    hero = tab.page.locator("ep-slot[name=hero]")
    assert hero.locator("[part=title]").inner_text() == "Fixed by tomorrow"
    hero.locator("[part=why]").click()
    assert tab.page.evaluate("edgepersona.track('booking').catch((error) => error.code)") == "client-failed"
    assert tab.page.evaluate(STORED) == []
    assert len(tab.page.evaluate("failures")) == 1


SERVICE_WORKER = "addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));"


def test_a_long_life_in_one_tab(tab: Tab, shop: tuple[Path, Injected], tmp_path: Path) -> None:
    """A service worker of the site's own, a build replaced under an open page, late slots, a return."""
    page = shop[1]
    changed = tmp_path / "persona.yaml"
    changed.write_text(PERSONA.replace("title: Parts for work", "title: All for work"), encoding="utf-8")
    build(load(changed), tmp_path / "ep", sdk_dir=SDK, expose="ids", deadline=300_000)
    pages = {"/": page.html, "/own/": "<!doctype html><title>Own</title>", "/sw.js": SERVICE_WORKER}
    with site(tmp_path / "ep", pages, page.policy) as origin:
        tab.page.add_init_script(LISTEN + SHIFTS)
        tab.open(origin + "/own/", live=False)
        tab.page.evaluate("""() => {
          const trust = trustedTypes.createPolicy("test", { createScriptURL: (url) => url });
          navigator.serviceWorker.register(trust.createScriptURL("/sw.js"));
          return navigator.serviceWorker.ready.then(() => true);
        }""")
        tab.open(origin + ADVERT)
        assert tab.page.get_attribute("ep-slot[name=hero]", "data-ep-from") == "first-paint", (
            "the page is of the build before"
        )
        tab.call("answer", "riding", "work")
        expect(tab.page.locator("ep-slot[name=parts] [part=title]")).to_have_text("All for work", timeout=PATIENCE)
        assert tab.page.evaluate("navigator.serviceWorker.controller !== null")
        tab.page.evaluate("""() => {
          const late = document.createElement("ep-slot");
          late.setAttribute("name", "parts");
          late.append("Everything");
          document.querySelector("main").append(late);
        }""")
        assert tab.page.locator("ep-slot[name=parts]").last.get_attribute("data-ep-block") == "parts-work"
        tab.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        tab.page.wait_for_timeout(300)
        tab.live()
        assert tab.block("parts") == "parts-work"
        assert tab.page.evaluate("failures") == []
        assert complaints(tab) == []


def test_a_build_replaced_under_an_open_tab(tab: Tab, tmp_path: Path) -> None:
    """What the tab has loaded goes on, what it has yet to load is what it was built with or refused; then comes the new."""
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    folder, page = built(tmp_path / "before")
    later, changed = built(tmp_path / "after", ("title: Parts for work", "title: All for work"))
    with site(folder, {"/": page.html, "/after": changed.html}, page.policy) as origin:
        tab.page.add_init_script(LISTEN)
        tab.open(origin + ADVERT)
        shutil.copytree(later, folder, dirs_exist_ok=True)
        tab.call("answer", "riding", "work")
        parts = tab.page.locator("ep-slot[name=parts] [part=title]")
        expect(parts).to_have_text("Parts for work", timeout=PATIENCE)
        opener, panel = tab.page.locator("[data-ep-open=panel]"), tab.page.locator("ep-panel").get_by_role("dialog")
        (folder / "panel.js").write_text("throw 1;", encoding="utf-8")
        opener.click()
        told = "async () => { while (!failures[0]) await new Promise(requestAnimationFrame); return failures[0].code; }"
        assert tab.page.evaluate(told) == "panel-failed"
        expect(parts).to_have_text("Parts for work")
        (folder / "panel.js").write_bytes((SDK / "panel.js").read_bytes())
        opener.click()
        expect(panel).to_contain_text("to work", timeout=PATIENCE)
        tab.open(origin + "/after")
        expect(parts).to_have_text("All for work", timeout=PATIENCE)
