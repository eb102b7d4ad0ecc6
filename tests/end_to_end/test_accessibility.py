"""axe-core finds nothing in any state of the demo, in light and dark, and the keyboard reaches everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from edgepersona.authoring import audit
from edgepersona.authoring.compile import load
from tests.authoring.papers.make import ANSWERS
from tests.core.personas import BAKERY

from .conftest import PATIENCE, Demo, Tab, tab_in

DEMO = Path(__file__).resolve().parent.parent.parent / "web_demo/persona.yaml"
AXE = (Path(__file__).resolve().parent.parent.parent / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(tab: Tab) -> list[str]:
    tab.page.evaluate(AXE + "; undefined")
    found = tab.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(("scheme", "language", "width"), [("light", "en", 1280), ("dark", "de", 390)])
def test_no_state_has_violations(demo: Demo, browser: Browser, scheme: str, language: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 850},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="en-GB",
    )
    context.set_default_timeout(PATIENCE)
    tab = tab_in(context)
    tab.open(f"{demo.landing}/{language}/?utm_campaign=sales-ops-hygiene")
    assert violations(tab) == [], "arrived"
    tab.call("answer", "crm", "salesforce")
    tab.call("answer", "team_size", "21-50")
    expect(tab.page.locator('ep-slot[name="notice"]')).to_have_attribute("data-ep-block", "promo-ten-deals")
    assert violations(tab) == [], "interrupted"
    tab.page.keyboard.press("Escape")
    tab.page.locator('ep-slot[name="use_case"] [part~="why"]').click()
    assert violations(tab) == [], "why"
    tab.page.locator("[data-ep-open=panel]").click()
    expect(tab.page.locator("ep-panel").get_by_role("dialog")).to_be_visible()
    tab.page.wait_for_timeout(500)
    assert violations(tab) == [], "panel"
    context.close()


def test_the_trust_page_can_be_read_by_anybody(demo: Demo, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 850}, color_scheme="dark")
    tab = tab_in(context)
    tab.page.goto(f"{demo.landing}/de/privacy")
    tab.page.get_by_role("link", name="Was diese Seite wissen darf, Wert für Wert").click()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Wie sich diese Seite anpasst und was sie weiß")
    expect(tab.page.get_by_role("row", name="Ihr CRM")).to_contain_text("30 Tage")
    assert tab.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 17, 23)", (
        "the style applies"
    )
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(tab) == []
    tab.page.get_by_role("link", name="Svenska").click()
    expect(tab.page.locator("html")).to_have_attribute("lang", "sv")
    context.close()


def test_the_officers_papers_have_no_violations_and_fit_a_phone(browser: Browser) -> None:
    checked = load(BAKERY)
    facts = audit.derive(checked.bundle, audit.load_answers(ANSWERS, checked.bundle))
    context = browser.new_context(viewport={"width": 390, "height": 850})
    tab = tab_in(context)
    for name, text in audit.files(
        (*audit.papers(facts), *audit.difference(load(DEMO).bundle, checked.bundle).papers())
    ).items():
        if name.endswith(".html"):
            tab.page.set_content(text)
            assert violations(tab) == [], name
            assert tab.page.evaluate("document.documentElement.scrollWidth") == 390, name
    context.close()


def test_the_story_by_keyboard_alone(demo: Demo, tab: Tab) -> None:
    tab.open(demo.advert)
    option = tab.page.locator('ep-slot[name="question"]').get_by_role("button", name="Salesforce", exact=True)
    expect(option).to_be_visible()
    option.focus()
    tab.page.keyboard.press("Enter")
    size = tab.page.locator('ep-slot[name="question"]').get_by_role("button", name="21 to 50 people", exact=True)
    expect(size).to_be_visible()
    size.focus()
    tab.page.keyboard.press("Space")
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    opener = tab.page.locator("[data-ep-open=panel]")
    opener.focus()
    tab.page.keyboard.press("Enter")
    panel = tab.page.locator("ep-panel").get_by_role("dialog")
    expect(panel).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
