"""The panel says why not, and what would change it; and what if, by the same core, with nothing changed."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import Demo, Tab
from .test_accessibility import violations

STORED = "() => [{ ...localStorage }, { ...sessionStorage }]"


def test_the_panel_supposes_and_changes_nothing(demo: Demo, tab: Tab) -> None:
    tab.open(demo.advert)
    page = tab.page
    tab.call("answer", "crm", "salesforce")
    tab.call("answer", "team_size", "21-50")
    for _ in range(2):
        page.keyboard.press("Escape")
    blocks = tab.blocks()
    why = tab.call("why", "use_case")
    assert {entry["block"]: entry["change"]["kind"] for entry in why["withheld"]}["use-case-hubspot"] == "answer"
    page.locator("[data-ep-open=panel]").click()
    panel = page.locator("ep-panel")
    use_case = panel.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Use case"))
    expect(use_case).to_contain_text("told us you use Salesforce")
    use_case.get_by_text("Not shown here").click()
    hubspot = use_case.get_by_text("It depends on what you answer: your CRM (HubSpot). You would see it then.")
    expect(hubspot).to_be_visible()

    stored = page.evaluate(STORED)
    panel.get_by_text("What if?", exact=True).click()
    panel.get_by_role("switch", name="Without: your CRM: Salesforce").click()
    told = panel.locator("#supposed")
    expect(told).to_contain_text("What if – nothing is changed. Places that would be different:")
    expect(use_case).to_contain_text("Different")
    expect(use_case).not_to_contain_text("told us you use Salesforce")

    when = panel.get_by_role("slider", name="When")
    when.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(when).to_have_attribute("aria-valuetext", "in 1 day")
    expect(when).to_be_focused()
    # Nothing is remembered, so in a day all of it is forgotten; the advert alone still speaks.
    roi = panel.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Calculator inputs"))
    expect(roi).to_contain_text("The page as everyone sees it.")
    assert violations(tab) == []

    assert page.evaluate(STORED) == stored
    assert tab.blocks() == blocks, "the page behind stays as it is"
    panel.get_by_role("button", name="Back to how it is").click()
    expect(told).to_be_empty()
    expect(use_case).to_contain_text("told us you use Salesforce")
    expect(when).to_be_focused()
    assert tab.foreign() == []
    assert tab.complaints == []
