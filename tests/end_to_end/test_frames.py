"""Inside another site's frame, however deep, nothing is stored and nothing interrupts; nor does `loader.js` while prerendering."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Frame, expect

from .conftest import PATIENCE, Tab
from .pages import ADVERT, PAGE, built
from .serving import Watched, site
from .test_pages_as_they_are import ACTIVATE, PRERENDERING, STORED

LOADER = PAGE.replace(
    "</head>", '<script src="/ep/loader.js" data-ep-base="/ep/" data-ep-start="now" async></script></head>'
)
HELD = """async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name), ...await caches.keys()]"""
AROUND = '<!doctype html><title>Around</title><body><script src="/around.js"></script>'
FRAME = """const frame = document.createElement("iframe");
Object.assign(frame, { src: new URLSearchParams(location.search).get("of"), width: 700, height: 900 });
document.body.append(frame);"""
REFUSED = "edgepersona.track('booking').catch(({ code }) => code)"


def innermost(tab: Tab, page: str) -> Frame:
    for _ in range(PATIENCE // 50):
        found = [frame for frame in tab.page.frames if f"{page}?utm" in frame.url.rpartition("/")[2]]
        if found and found[0].evaluate("document.documentElement?.dataset.epState ?? 'waiting'") != "waiting":
            return found[0]
        tab.page.wait_for_timeout(50)
    raise AssertionError("no frame")


@pytest.mark.parametrize("deep", [1, 2], ids=["framed", "framed in one of ours"])
def test_in_another_sites_frame_nothing_is_kept_and_nothing_interrupts(tab: Tab, tmp_path: Path, deep: int) -> None:
    """A page of ours in a page of theirs; and that in one of ours again, so that the outermost is of the same site."""
    folder, page = built(tmp_path, start="now")
    ep = Watched(folder)
    around = {"/around": AROUND, "/around.js": FRAME}
    with (
        site(folder, {**around, "/first": page.html, "/loader": LOADER}, None, ep=ep) as ours,
        site(folder, around, None) as theirs,
    ):

        def framed(name: str) -> Frame:
            address = f"{ours}/{name}{ADVERT[1:]}"
            for site_around in (theirs, ours)[:deep]:
                address = f"{site_around}/around?of={quote(address, safe='')}"
            tab.page.goto(address)
            return innermost(tab, name)

        inside = framed("first")
        ask, hero = (inside.locator(f"ep-slot[name={name}]") for name in ("ask", "hero"))
        expect(hero).to_have_attribute("data-ep-from", "first-paint", timeout=PATIENCE)
        ask.get_by_role("button", name="on tours", exact=True).click()
        expect(ask).to_have_attribute("data-ep-block", "ask-wheels", timeout=PATIENCE)
        assert inside.evaluate(REFUSED) == "tables-only"
        tab.page.wait_for_timeout(1_000)
        assert inside.evaluate("document.documentElement.dataset.epState") == "ready"
        assert inside.locator("ep-slot[name=notice]").get_attribute("data-ep-block") is None
        assert inside.evaluate(HELD) == []
        assert ep.python() == []

        del ep.asked[:]
        inside = framed("loader")
        assert inside.evaluate("document.documentElement.dataset.epState") == "off"
        assert inside.evaluate(REFUSED) == "framed"
        assert inside.evaluate("document.querySelector('[data-ep-block]')") is None
        assert inside.evaluate(HELD) == []
        assert set(ep.asked) <= {"/ep/loader.js"}


def test_in_a_frame_of_the_sites_own_it_is_as_on_a_page(tab: Tab, tmp_path: Path) -> None:
    folder, page = built(tmp_path)
    address = quote(f"/first{ADVERT[1:]}")
    with site(folder, {"/around": AROUND, "/around.js": FRAME, "/first": page.html}, None) as origin:
        tab.page.goto(f"{origin}/around?of={address}")
        inside = innermost(tab, "first")
        inside.locator("ep-slot[name=ask]").get_by_role("button", name="on tours", exact=True).click()
        expect(inside.locator("ep-slot[name=notice]")).to_have_attribute("data-ep-block", "offer", timeout=PATIENCE)
        assert inside.evaluate(HELD) != []


def test_the_loader_waits_while_prerendering(tab: Tab, tmp_path: Path) -> None:
    folder, _ = built(tmp_path)
    ep = Watched(folder)
    with site(folder, {"/": LOADER}, None, ep=ep) as origin:
        tab.page.add_init_script(PRERENDERING)
        tab.open(origin + ADVERT, live=False)
        tab.page.evaluate("void (window.asked = edgepersona.answer('riding', 'work'))")
        tab.page.wait_for_timeout(500)
        assert tab.page.get_attribute("html", "data-ep-state") == "waiting"
        assert tab.page.evaluate("customElements.get('ep-slot') === undefined")
        assert tab.page.evaluate(STORED) == []
        assert ep.asked == ["/ep/loader.js"]
        tab.page.evaluate(ACTIVATE)
        tab.live()
        tab.page.evaluate("asked")
        assert (tab.block("hero"), tab.block("parts")) == ("hero-repair", "parts-work")
