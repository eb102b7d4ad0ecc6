"""A consent banner that is not ours, vanilla-cookieconsent, on the demo's page: before the choice nothing is stored or sent,
each category grants what the file maps and no more, and what the visitor says in the panel wins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from edgepersona.authoring.compile import load
from web_demo.site import BANNER, PAGES, render_pages, with_banner

from .conftest import PATIENCE, ROOT, Demo, Tab, tab_in
from .test_consent_sources import standing, until
from .test_story import NOTHING, STORES, two_answers

OFF = {"remember": "off", "measure": "off"}
ON = {"remember": "on", "measure": "on"}


@pytest.fixture
def page(demo: Demo) -> str:
    return demo.advert.replace("/en/", "/banner/en/")


def stores(tab: Tab) -> dict[str, Any]:
    """Ours; the banner's own cookie aside."""
    found = dict(tab.page.evaluate(STORES))
    assert found.pop("cookies").partition("=")[0] in ("", "cc_cookie")
    return found


def said(tab: Tab) -> Any:
    return json.loads(tab.page.evaluate("localStorage['ep:choice'] ?? 'null'"))


def modal(tab: Tab, name: str) -> Locator:
    return tab.page.locator("#cc-main").get_by_role("dialog", name=name)


def choose(tab: Tab, *categories: str) -> None:
    """Open the banner's own choices, tick these, and save."""
    tab.page.get_by_role("button", name="Cookie choices").click()
    dialog = modal(tab, "Your choice")
    for title in ("Remember my answers on this device", "Count what helps, without knowing who I am"):
        dialog.get_by_role("checkbox", name=title).set_checked(title.split()[0] in categories, force=True)
    dialog.get_by_role("button", name="Save my choice").click()
    expect(dialog).to_be_hidden()


def test_a_real_banner_from_before_the_choice_to_its_withdrawal(page: str, context: BrowserContext, tab: Tab) -> None:
    empty = {name: what for name, what in NOTHING.items() if name != "cookies"}
    tab.open(page)
    first = modal(tab, "May we?")
    expect(first).to_contain_text("“Remember my answers on this device”")
    two_answers(tab)
    expect(tab.page.locator('ep-slot[name="use_case"]')).to_have_attribute(
        "data-ep-block", "use-case-salesforce", timeout=PATIENCE
    )
    assert (standing(tab), stores(tab)) == (OFF, empty), "personalised in memory, before the choice"

    first.get_by_role("button", name="Reject all").click()
    until(tab, "sessionStorage['ep:visit']")
    assert standing(tab) == OFF
    assert stores(tab) == {**empty, "session": ["ep:visit"]}, "this visit alone"
    tab.open(page)
    expect(first).to_have_count(0)
    assert tab.block("use_case") == "use-case-salesforce", "the same visit"
    assert stores(tab) == {**empty, "session": ["ep:visit"]}

    choose(tab, "Remember")
    until(tab, "localStorage['ep:choice']?.includes('source')")
    assert standing(tab) == {"remember": "on", "measure": "off"}, "one category, one purpose"
    choose(tab, "Remember", "Count")
    until(tab, "localStorage['ep:choice']?.includes('measure')")
    assert said(tab)["by"] == {"remember": "source", "measure": "source"}
    later = tab_in(context)
    later.open(page)
    until(later, "document.querySelector('ep-slot[name=roi_inputs]').dataset.epBlock === 'roi-21-50'")
    assert standing(later) == ON, "the banner's cookie says so on the next visit, too"

    # The visitor's own word in the panel outlasts whatever the banner says.
    later.page.locator("[data-ep-open=panel]").click()
    panel = later.page.locator("ep-panel").get_by_role("dialog")
    panel.get_by_role("switch", name="Count me").click()
    until(later, "JSON.parse(localStorage['ep:choice']).measure === 'off'")
    later.page.keyboard.press("Escape")
    choose(later)
    until(later, "!localStorage['ep:choice'].includes('remember')")
    assert stores(later)["databases"] == stores(tab)["databases"] == [], "withdrawn there, deleted here, in every tab"
    choose(later, "Remember", "Count")
    until(later, "localStorage['ep:choice'].includes('source')")
    assert standing(later) == {"remember": "on", "measure": "off"}
    assert tab.foreign() == later.foreign() == [], "nothing was sent"
    assert tab.complaints == later.complaints == []


def test_accepting_all_grants_what_is_mapped_on_every_page_of_the_site(page: str, tab: Tab) -> None:
    tab.open(page.replace("/en/", "/de/"))
    assert tab.page.get_attribute("html", "lang") == "de"
    modal(tab, "Dürfen wir?").get_by_role("button", name="Alle annehmen").click()
    until(tab, "localStorage['ep:choice']?.includes('source')")
    assert standing(tab) == ON
    assert stores(tab)["databases"] == ["edgepersona"]
    tab.page.locator("header a.brand").click()
    tab.live()
    assert "/banner/de/" in tab.page.url
    until(tab, "edgepersona.held().then(({ consent }) => consent.measure.state === 'on')")
    assert tab.complaints == []


def test_the_file_quotes_what_the_banner_says(tmp_path: Path) -> None:
    """Every quote is the title of the category that it needs, in every language of the page."""
    original = ROOT / "web_demo" / "persona.yaml"
    text = with_banner(original.read_text(encoding="utf-8"))
    assert set(text.splitlines()) > {"consent:", "  outside:"}
    mapped = tmp_path / "persona.yaml"
    mapped.write_text(text, encoding="utf-8")
    bundle = load(mapped).bundle
    assert {grant.purpose for grant in bundle.consent.outside} == {"remember", "measure"}
    for language in bundle.languages:
        texts = json.loads((BANNER / "texts" / f"{language}.json").read_text(encoding="utf-8"))
        titles = {part["linkedCategory"]: part["title"] for part in texts["preferencesModal"]["sections"]}
        for grant in bundle.consent.outside:
            assert [titles[category] for category in grant.needs] == [grant.quote[language]]
            assert grant.quote[language] in texts["consentModal"]["description"], "said before “accept all” is pressed"
    pages = render_pages(original)
    assert all("banner.js" not in pages[language][name] for language in pages for name in PAGES)
