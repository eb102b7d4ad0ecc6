"""Back through the browser's own cache of whole pages: what was switched off, forgotten or signed out of meanwhile is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from .conftest import FLAGS, PATIENCE, Tab, tab_in
from .pages import ADVERT, PAGE, built
from .serving import site
from .test_pages_as_they_are import complaints

LINKED = PAGE.replace("<main>", '<main><a id="away" href="/other">Away</a> <a id="next" href="/next">Next</a>')
HERO = "  hero-default: {slot: hero"
LATE = "  hero-late: {slot: hero, class: content, relevance: {order: {late: 9}}, text: {en: {title: On its way}, de: {title: Unterwegs}}}\n"
KEPT = """addEventListener("pageshow", (event) => {
  window.kept = event.persisted;
  const hero = document.querySelector("ep-slot[name=hero]");
  const seen = () => [hero.dataset.epBlock, hero.innerText, hero.shadowRoot.querySelector("[part=title]")?.innerText ?? ""];
  window.frames = [];
  const frame = () => frames.push(seen().join(" ")) < 5 && requestAnimationFrame(frame);
  if (hero) requestAnimationFrame(frame);
});"""
"""`frames`: what stood there in each of the first frames, as they were painted."""
LITTLE = 'Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => 1 });'
"""Python is not started unasked."""
OTHER = "<!doctype html><title>Other</title><p>Elsewhere.</p>"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, page = built(tmp_path_factory.mktemp("shop"), (HERO, LATE + HERO), page=LINKED)
    with site(folder, {"/": page.html, "/next": page.html, "/other": OTHER}, page.policy) as origin:
        yield origin


@pytest.fixture
def keeping(browser: Browser) -> Iterator[BrowserContext]:
    """Playwright starts its browsers without that cache, so this one is started here."""
    path = os.environ["EDGEPERSONA_CHROMIUM"] or None
    kept = browser.browser_type.launch(
        executable_path=path, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    context = kept.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(KEPT)
    yield context
    kept.close()


def away(tab: Tab, link: str) -> None:
    tab.page.locator(f"#{link}").click()
    tab.page.wait_for_url(f"**/{link.replace('away', 'other')}")


def back(tab: Tab) -> None:
    tab.page.go_back(wait_until="commit")
    tab.page.wait_for_function("() => window.kept === true")


def test_what_the_tables_painted_goes_with_what_it_rested_on(origin: str, keeping: BrowserContext) -> None:
    keeping.add_init_script(LITTLE)
    asleep, hidden, other = (tab_in(keeping) for _ in range(3))
    for tab in (asleep, hidden, other):
        tab.open(origin + ADVERT, live=False)
        expect(tab.page.locator("ep-slot[name=hero]")).to_have_attribute("data-ep-block", "hero-repair")
    asleep.page.wait_for_function("performance.getEntriesByType('resource').some(({ name }) => /client/.test(name))")
    away(asleep, "away")
    back(asleep)
    assert asleep.block("hero") == "hero-repair", "nothing changed meanwhile, and nothing changes"
    away(asleep, "away")
    other.call("consent", {"personalise": "off"})
    back(asleep)
    for tab in (asleep, hidden):
        hero = tab.page.locator("ep-slot[name=hero]")
        expect(hero).not_to_have_attribute("data-ep-block", "hero-repair")
        expect(hero.get_by_role("heading", name="The corner shop")).to_be_visible()
        assert hero.locator("[part=block]").count() == 0
        assert tab.page.get_attribute("html", "data-ep-python") is None, "Python was not needed for it"
        assert complaints(tab) == []


def test_after_signing_out_going_back_shows_nothing_of_the_account(origin: str, keeping: BrowserContext) -> None:
    tab = tab_in(keeping)

    def nothing_of_the_account() -> None:
        expect(tab.page.locator("ep-slot[name=hero]")).to_have_attribute("data-ep-block", "hero-default")
        held = tab.call("held")["items"]
        assert "account" not in {item["kind"] for item in held}, held
        assert "late" not in str(tab.page.evaluate("[{ ...sessionStorage }, { ...localStorage }]"))

    def not_for_one_frame() -> None:
        tab.page.wait_for_function("() => window.frames.length === 5")
        frames = tab.page.evaluate("window.frames")
        assert not [frame for frame in frames if "late" in frame or "On its way" in frame], frames

    def signed_in() -> None:
        tab.open(f"{origin}/")
        tab.call("signal", "order", "late")
        expect(tab.page.locator("ep-slot[name=hero]")).to_have_attribute("data-ep-block", "hero-late")
        assert "late" in str(tab.call("held")["items"])

    # Signed out on the next page of this tab; then in another one, while this page was asleep.
    signed_in()
    away(tab, "next")
    tab.live()
    expect(tab.page.locator("ep-slot[name=hero]")).to_have_attribute("data-ep-block", "hero-late")
    tab.call("signOut")
    nothing_of_the_account()
    back(tab)
    not_for_one_frame()
    nothing_of_the_account()
    signed_in()
    away(tab, "away")
    back(tab)
    tab.page.wait_for_function("() => window.frames.length === 5")
    assert all("On its way" in frame for frame in tab.page.evaluate("window.frames")), (
        "nothing changed, nothing flickers"
    )
    away(tab, "away")
    other = tab_in(keeping)
    other.open(f"{origin}/")
    other.call("signOut")
    back(tab)
    not_for_one_frame()
    nothing_of_the_account()
    assert complaints(tab) == complaints(other) == []


def test_an_answer_to_a_page_that_was_left_waits_for_it(origin: str, keeping: BrowserContext) -> None:
    """Word from the shared worker would end the page in the browser's cache: a click on a link asks, and leaves."""
    tab = tab_in(keeping)
    tab.open(f"{origin}/")
    tab.page.evaluate(
        "addEventListener('pagehide', () => (window.late = edgepersona.signal('order', 'late').then(() => 'told')))"
    )
    away(tab, "away")
    tab.page.wait_for_timeout(500)
    back(tab)
    assert tab.page.evaluate("window.late") == "told"
    expect(tab.page.locator("ep-slot[name=hero]")).to_have_attribute("data-ep-block", "hero-late")
    assert complaints(tab) == []
