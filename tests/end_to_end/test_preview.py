"""Preview: a made-up visitor, decided by the same core in the page; visibly on, and nothing read, kept, counted or sent."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from .conftest import Demo, Tab
from .stored import stored
from .test_accessibility import violations
from .test_story import STORES

# Whoever opens a store, for reading or writing, is written down.
WATCH = """window.opened = [];
for (const name of ["getItem", "setItem", "removeItem"]) {
  const real = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (String(key).startsWith("ep:")) window.opened.push(`${name} ${key}`);
    return real.call(this, key, ...rest);
  };
}
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...all) { window.opened.push(`open ${all[0]}`); return open.apply(this, all); };"""


def reasons(tab: Tab) -> dict[str, str]:
    decision: dict[str, Any] = tab.call("decide")
    return {entry["block"]: entry["reason"] for entry in decision["withheld"]}


def the_slider_moves_the_clock(tab: Tab) -> None:
    """Dragged there and back: the page follows while the button is down, even when what interrupts comes up in between."""
    page, clock = tab.page, tab.page.get_by_role("slider", name="Move the clock")
    notice = page.locator("ep-slot[name=notice]")
    expect(notice).not_to_have_attribute("data-ep-block", "promo-ten-deals")
    clock.scroll_into_view_if_needed()
    box = clock.bounding_box()
    assert box is not None
    before = page.locator("#time").input_value()

    def drag(part: float) -> None:
        page.mouse.move(box["x"] + 8 + (box["width"] - 16) * part, box["y"] + box["height"] / 2)

    drag(0)
    page.mouse.down()
    drag(0.5)
    expect(clock).to_have_attribute("aria-valuetext", re.compile(r"^in \d days, \w+day, \d+ \w+ 20\d\d at \d\d:\d\d$"))
    assert page.locator("#time").input_value() > before, "the precise field follows"
    drag(0.7)
    expect(notice).to_have_attribute("data-ep-block", "promo-ten-deals")
    drag(0.2)
    expect(notice).not_to_have_attribute("data-ep-block", "promo-ten-deals")
    drag(0.9)
    expect(notice).to_have_attribute("data-ep-block", "promo-ten-deals")
    page.mouse.up()
    expect(clock).to_be_focused()
    assert page.locator("ep-preview").evaluate("(bar) => bar.matches(':popover-open')")
    page.locator("#toggle").click(trial=True)  # nothing stands above the bar


def the_slider_moves_the_clock_by_keys(tab: Tab) -> None:
    page, clock = tab.page, tab.page.get_by_role("slider", name="Move the clock")
    page.evaluate("document.documentElement.dir = 'rtl'")
    clock.press("Home")
    expect(clock).to_have_attribute("aria-valuetext", re.compile("^now, "))
    for _ in range(3):
        clock.press("ArrowRight")  # later is to the right, whichever way the page reads
    expect(clock).to_have_attribute("aria-valuetext", re.compile("^in 6 hours, "))
    expect(page.locator("ep-slot[name=notice]")).not_to_have_attribute("data-ep-block", "promo-ten-deals")
    page.evaluate("document.documentElement.dir = ''")
    for _ in range(9):
        clock.press("ArrowRight")
    expect(clock).to_have_attribute("aria-valuetext", re.compile("^in 10 days, "))
    expect(page.locator("ep-slot[name=notice]")).to_have_attribute("data-ep-block", "promo-ten-deals")
    expect(clock).to_be_focused()


def an_answer_is_taken_away(tab: Tab) -> None:
    bar, use_case = tab.page.locator("ep-preview"), tab.page.locator("ep-slot[name=use_case]")
    crm, remove = bar.get_by_role("combobox", name="your CRM"), bar.get_by_role("button", name="Remove: your CRM")
    remove.click()
    expect(use_case).to_have_attribute("data-ep-block", "use-case-hygiene")
    expect(crm).to_be_focused()
    expect(crm).to_have_value("")
    expect(remove).to_have_count(0)
    crm.select_option("salesforce")
    expect(use_case).to_have_attribute("data-ep-block", "use-case-salesforce")


def test_a_preview_supposes_a_visitor_and_keeps_nothing(demo: Demo, tab: Tab) -> None:
    # Somebody real was here before, and is remembered.
    tab.open(demo.advert)
    tab.call("consent", {"remember": "on"})
    tab.call("answer", "crm", "hubspot")
    tab.open(f"{demo.landing}/favicon.svg", live=False)
    before = stored(tab.page)
    assert "hubspot" in str(before)

    tab.page.add_init_script(WATCH)
    tab.requests.clear()
    tab.complaints.clear()  # the picture opened on its own has some
    tab.open(f"{demo.advert}&ep-preview=1")
    bar, page = tab.page.locator("ep-preview"), tab.page
    expect(bar.get_by_text("Preview", exact=True)).to_be_visible()
    assert page.get_attribute("html", "data-ep-preview") == "on"
    assert tab.block("headline") == "headline-hygiene"
    assert tab.block("use_case") == "use-case-hygiene", "nothing is known of the real visitor"

    page.locator("#toggle").focus()
    page.keyboard.press("Enter")
    bar.get_by_role("combobox", name="your CRM").select_option("salesforce")
    expect(page.locator("ep-slot[name=use_case]")).to_have_attribute("data-ep-block", "use-case-salesforce")
    size = bar.get_by_role("combobox", name="the size of your team")
    size.focus()
    size.select_option("21-50")
    notice = page.locator("ep-slot[name=notice]")
    expect(notice).to_have_attribute("data-ep-block", "promo-ten-deals")
    expect(size).to_be_focused()  # although a modal has opened meanwhile
    assert violations(tab) == []

    # What is dismissed here tires the visitor supposed here; a week later it comes back.
    page.evaluate("document.querySelector('ep-slot[name=notice]').shadowRoot.querySelector('[part~=dismiss]').click()")
    expect(notice).not_to_have_attribute("data-ep-block", "promo-ten-deals")
    bar.get_by_role("button", name="+1 hour").click()
    expect(bar.locator(".facts")).to_contain_text("fatigue 0.")
    assert reasons(tab)["promo-ten-deals"] == "PAUSED"
    bar.get_by_role("button", name="+1 week").click()
    expect(notice).to_have_attribute("data-ep-block", "promo-ten-deals")
    bar.get_by_role("button", name="Now", exact=True).click()
    the_slider_moves_the_clock(tab)
    the_slider_moves_the_clock_by_keys(tab)
    an_answer_is_taken_away(tab)

    # Stage, arm, language.
    bar.get_by_label("Stage").select_option("complaint")
    expect(notice).not_to_have_attribute("data-ep-block", "promo-ten-deals")
    assert (tab.call("decide")["stage"], reasons(tab)["promo-ten-deals"]) == ("complaint", "WRONG_STAGE")
    bar.get_by_label("Stage").select_option("")
    bar.get_by_label("Arm").select_option("control")
    expect(page.locator("ep-slot[name=use_case]")).to_have_attribute("data-ep-block", "use-case-default")
    assert tab.call("decide")["ghost"]["use_case"] == "use-case-salesforce"
    bar.get_by_label("Arm").select_option("treated")
    bar.get_by_label("Language").select_option("de")
    expect(page.locator("ep-slot[name=headline]")).to_contain_text("Pipeline-Hygiene")
    for title, part in (("Decision (JSON)", '"language": "de"'), ("Trace (JSON)", '"pass": 3')):
        bar.get_by_text(title).click()
        expect(bar.get_by_role("region", name=title)).to_contain_text(part)
    page.set_viewport_size({"width": 390, "height": 850})
    page.emulate_media(color_scheme="dark")
    assert violations(tab) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # What the page's own scripts do becomes part of the supposition, and of nothing else.
    tab.call("signal", "complaint", "open")
    expect(page.locator("ep-slot[name=headline]")).to_have_attribute("data-ep-block", "headline-service")
    page.evaluate("edgepersona.signal('nothing', 'x').catch(() => {})")
    bar.get_by_role("button", name="Start over").click()
    expect(page.locator("ep-slot[name=headline]")).to_have_attribute("data-ep-block", "headline-hygiene")

    page.locator("#toggle").focus()
    page.keyboard.press("Escape")
    expect(bar.locator("#sheet")).to_have_count(0)
    page.evaluate("localStorage.getItem('ep:heard')")
    assert page.evaluate("opened") == ["getItem ep:heard"], "nobody but this test asks for a store"
    assert tab.foreign() == []
    assert tab.complaints == []
    assert before == stored(page)
    bar.get_by_role("link", name="Leave").click()
    tab.live()
    assert tab.block("use_case") == "use-case-hubspot", "the real visitor's page again"
    assert page.get_attribute("html", "data-ep-preview") is None


def test_no_preview_where_the_build_does_not_name_the_host(demo: Demo, tab: Tab) -> None:
    def other(route: Any) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('"127.0.0.1",', ""))

    tab.page.route("**/ep/config.js", other)
    tab.open(f"{demo.advert}&ep-preview=1")
    assert tab.page.get_attribute("html", "data-ep-preview") is None
    assert tab.page.locator("ep-preview").count() == 0
    assert tab.page.evaluate(STORES)["local"] == []
