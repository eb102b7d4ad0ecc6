"""What a page notices, in a real browser: the definitions of docs/noticing.md, each from both of its sides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .conftest import PATIENCE, Tab
from .noticing import count, shop

HIDE = """(hidden) => {
  for (const [name, value] of [["visibilityState", hidden ? "hidden" : "visible"], ["hidden", hidden]])
    Object.defineProperty(Document.prototype, name, { configurable: true, get: () => value });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SEEN = "() => window.shown.filter((slot) => slot !== 'notice')"
SETTLES = 250
"""How long a browser may take to report where things are, ms."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with shop(tmp_path_factory.mktemp("shop")) as served:
        yield served


def frozen(tab: Tab) -> None:
    """From here on the page's clock stands, and moves only by `run_for`."""
    tab.page.clock.pause_at(tab.page.evaluate("Date.now()") / 1_000 + 1)


def visible(tab: Tab, slot: str, pixels: float) -> None:
    """Scroll until this much of a slot has come up from below, and let the browser notice."""
    tab.page.evaluate(
        """([name, pixels]) => {
          const { top } = document.querySelector(`ep-slot[name=${name}]`).getBoundingClientRect();
          scrollBy(0, top - innerHeight + pixels);
        }""",
        [slot, pixels],
    )
    tab.page.wait_for_timeout(SETTLES)


def seen(tab: Tab, slot: str) -> None:
    for _ in range(PATIENCE // 100):
        if slot in tab.page.evaluate("() => window.shown"):
            return
        tab.page.wait_for_timeout(100)
    raise AssertionError(f"{slot} was not seen")


def test_half_of_it_for_a_second_in_a_visible_tab(address: str, tab: Tab) -> None:
    tab.page.clock.install()
    tab.open(address)
    expect(tab.page.locator("ep-slot[name=hero]")).to_have_attribute("data-ep-block", "hero-repair")
    frozen(tab)
    run = tab.page.clock.run_for
    visible(tab, "hero", 400 * 0.49)
    run(3_000)
    assert tab.page.evaluate(SEEN) == [], "49 %"
    visible(tab, "hero", 400 * 0.51)
    run(900)
    visible(tab, "hero", 400 * 0.49)
    visible(tab, "hero", 400 * 0.51)
    run(900)
    assert tab.page.evaluate(SEEN) == [], "twice 0.9 s are not one second"
    tab.page.evaluate(HIDE, True)
    run(5_000)
    tab.page.evaluate(HIDE, False)
    run(900)
    assert tab.page.evaluate(SEEN) == [], "a hidden tab shows nothing to anybody"
    run(200)
    assert tab.page.evaluate(SEEN) == ["hero"], "1.1 s"
    run(5_000)
    assert tab.page.evaluate(SEEN) == ["hero"], "once"

    for pixels in range(0, 440, 40):  # of 3000 px half is never visible in a window of 900
        visible(tab, "story", pixels)
    run(3_000)
    assert "story" not in tab.page.evaluate(SEEN), "less than half of the window"
    for pixels in (445, 460):
        visible(tab, "story", pixels)
    run(1_100)
    assert "story" in tab.page.evaluate(SEEN), "half of the window"


def test_nothing_starts_while_the_visitor_types_plays_or_pays(address: str, tab: Tab) -> None:
    notice = tab.page.locator("ep-slot[name=notice]")

    def why() -> str | None:
        return {entry["block"]: entry["reason"] for entry in tab.call("decide")["withheld"]}.get("offer-check-up")

    tab.page.clock.install()
    tab.open(address.split("?")[0])
    frozen(tab)
    tab.page.locator("#field").focus()
    assert why() != "PAGE_BUSY", "a field in focus is not typing"
    tab.page.keyboard.press("a")
    assert why() == "PAGE_BUSY"
    tab.page.evaluate("document.body.setAttribute('data-ep-checkout', '')")
    tab.page.clock.run_for(4_200)
    assert why() == "PAGE_BUSY", "paying"
    tab.page.evaluate("document.body.removeAttribute('data-ep-checkout')")
    assert why() != "PAGE_BUSY"
    tab.page.locator("#play").click()
    expect(tab.page.locator("#sound")).to_have_js_property("paused", False)
    tab.page.evaluate("document.getElementById('sound').muted = true")
    assert why() == "PAGE_BUSY", "started by hand"
    tab.page.evaluate("document.getElementById('sound').loop = true")
    assert why() != "PAGE_BUSY", "silent and for ever: scenery"
    tab.page.evaluate("document.getElementById('sound').muted = false")
    tab.page.clock.run_for(100)
    tab.call("answer", "riding", "commuting")
    assert tab.block("notice") is None
    tab.page.evaluate("document.getElementById('sound').pause()")
    tab.page.clock.run_for(100)
    expect(notice).to_have_attribute("data-ep-block", "offer-check-up", timeout=PATIENCE)


def test_seen_and_left_without_a_response_is_ignored(address: str, tab: Tab) -> None:
    tab.open(address)
    tab.page.locator("#text").click()  # a first moment of value: questions may come now
    tab.page.locator("ep-slot[name=ask]").scroll_into_view_if_needed()
    expect(tab.page.locator("ep-slot[name=ask]")).to_have_attribute("data-ep-block", "ask-inline", timeout=PATIENCE)
    seen(tab, "ask")
    expect(tab.page.locator("ep-slot[name=notice]")).to_have_attribute(
        "data-ep-block", "offer-check-up", timeout=PATIENCE
    )
    seen(tab, "notice")
    tab.page.locator("ep-slot[name=notice]").get_by_role("button", name="Why am I seeing this?").click()
    tab.open(address)
    assert count(tab, "ignored", "ask-inline") == 1
    assert count(tab, "ignored", "offer-check-up") == 0, "asking why is a response"
    tab.open(address)
    assert count(tab, "ignored", "ask-inline") == 1, "not seen this time"


def test_friction_rage_clicks_and_quick_returns(address: str, tab: Tab) -> None:
    def click(selector: str, times: int) -> None:
        box = tab.page.locator(selector).bounding_box()
        assert box is not None
        for n in range(times):
            tab.page.mouse.click(box["x"] + 20 + n, box["y"] + box["height"] / 2)

    def friction() -> int:
        return count(tab, "friction")

    tab.page.add_init_script("window.addEventListener('pageshow', (e) => (window.kept = e.persisted));")
    tab.open(address)
    click("#number", 4)
    click("#text", 2)
    assert friction() == 0
    tab.page.wait_for_timeout(1_100)
    tab.page.locator("#text").click(click_count=3)
    assert friction() == 0, "a triple click selects a paragraph"
    tab.page.evaluate("getSelection().removeAllRanges()")
    tab.page.wait_for_timeout(1_100)
    click("#text", 4)
    assert friction() == 1
    click("#text", 9)
    assert friction() == 1, "once a page view"
    assert "Signs of annoyance on the page" in {item["label"] for item in tab.call("held")["items"]}

    tab.page.locator("#away").click()
    tab.page.wait_for_url("**/other")
    assert "other" not in str(tab.page.evaluate("JSON.stringify(sessionStorage)")), "no address is kept"
    tab.page.go_back()
    tab.live()
    assert friction() == 2, "left by a link and back at once"
    tab.page.goto(address.replace("/?", "/other?"))
    tab.page.go_back()
    tab.live()
    assert friction() == 2, "left by the address bar"
    tab.page.locator("#away").click()
    tab.page.wait_for_url("**/other")
    tab.open(address)
    assert friction() == 2, "come again, but not by going back"
    tab.page.evaluate("edgepersona.consent({ personalise: 'off' })")
    tab.page.locator("#away").click()
    tab.page.wait_for_url("**/other")
    assert "ep:left" not in tab.page.evaluate("Object.keys(sessionStorage)"), "without consent nothing is even noted"
