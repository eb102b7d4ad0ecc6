"""Consent banners of the page: they narrow, they grant what the file maps, and nobody waits for them or races them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import load
from tests.core.personas import BAKERY

from .conftest import PATIENCE, Tab, tab_in
from .serving import SDK, site
from .test_story import NOTHING, STORES

PAGE = """<!doctype html><html lang="en"><head><title>Bakery</title><script src="/ep/loader.js" data-ep-base="/ep/" async></script>
</head><body><ep-slot name="hero"><h1>Bread</h1></ep-slot><ep-slot name="notice"></ep-slot><button id="elsewhere">Elsewhere</button></body></html>"""
MAPPED = """outside: {
  tcf: {measure: {needs: ["1", "8"], quote: {en: "Measure content performance"}}},
  banner: {remember: {needs: [functional], quote: {en: "Remember my choices"}}}}"""
TCF = """window.tell = [];
window.__tcfapi = (command, version, callback) => { if (command === "addEventListener") tell.push(callback); };
window.tcf = (eventStatus, ...ids) => tell.forEach((callback) => callback(
  { eventStatus, gdprApplies: true, purpose: { consents: Object.fromEntries(ids.map((id) => [id, true])) } }, true));"""
BANNER = """window.banner = (...categories) => dispatchEvent(
  new CustomEvent("cc:onConsent", { detail: { cookie: { categories } } }));"""


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The bakery: expecting two banners, expecting none, and with its question in the page."""
    top = tmp_path_factory.mktemp("bakery")
    text = BAKERY.read_text(encoding="utf-8")
    texts = {"mapped": text.replace("measure: ask}", f"measure: ask, {MAPPED}}}", 1), "plain": text}
    texts["asking"] = text.replace("notice: {kind: interrupt}", "notice: {kind: inline}", 1)
    texts["asking"] = texts["asking"].replace("after: value", "", 1)  # so that it is asked before anything is seen
    assert text not in (texts["mapped"], texts["asking"])
    for name, written in texts.items():
        (top / f"{name}.yaml").write_text(written, encoding="utf-8")
        site_build.build(load(top / f"{name}.yaml"), top / name, sdk_dir=SDK, expose="ids", deadline=60_000)
    with ExitStack() as stack:
        yield {name: stack.enter_context(site(top / name, {"/": PAGE})) for name in texts}


def standing(tab: Tab) -> dict[str, str]:
    consent = tab.call("held")["consent"]
    return {purpose: consent[purpose]["state"] for purpose in ("remember", "measure")}


def until(tab: Tab, condition: str) -> None:
    """Playwright's own waiting evaluates texts, which the page's policy forbids."""
    for _ in range(PATIENCE // 100):
        if tab.page.evaluate(condition):
            return
        tab.page.wait_for_timeout(100)
    raise AssertionError(condition)


def stored(tab: Tab) -> dict[str, Any]:
    return dict(tab.page.evaluate(STORES))


def test_a_mapped_banner_early_late_twice_and_wrongly(shops: dict[str, str], context: BrowserContext) -> None:
    context.add_init_script(TCF + BANNER)
    tab = tab_in(context)
    tab.open(shops["mapped"] + "/?utm_campaign=flour-spring")

    # Nobody has spoken yet: the page is personalised, and nothing at all is stored.
    tab.call("answer", "volume", "large")
    assert tab.call("why", "hero")["terms"], "personalised in memory"
    assert standing(tab) == {"remember": "off", "measure": "off"}
    assert stored(tab) == NOTHING

    # Shown, but not decided; then an answer that cannot be understood: it is a denial, and still no grant.
    tab.page.evaluate("tcf('cmpuishown', 1, 8)")
    assert standing(tab)["measure"] == "off"
    tab.page.evaluate("tell.forEach((callback) => callback({ eventStatus: 'tcloaded', purpose: 7 }, true))")
    assert standing(tab)["measure"] == "off"

    assert "answer" not in {item["kind"] for item in tab.call("held")["items"]}, "a denial takes what was given, too"

    # Late: both speak, and what was mapped is granted.
    tab.page.evaluate("tcf('useractioncomplete', 1, 6, 8); banner('necessary', 'functional')")
    until(tab, "localStorage['ep:choice']?.includes('source')")
    assert standing(tab) == {"remember": "on", "measure": "on"}
    tab.call("answer", "volume", "large")
    after = stored(tab)
    assert (after["local"], after["databases"]) == (["ep:choice"], ["edgepersona"])
    assert json.loads(tab.page.evaluate("localStorage['ep:choice']"))["by"] == {
        "remember": "source",
        "measure": "source",
    }

    # A second page of the site: while the banners are silent, what they granted is neither read nor deleted.
    other = tab_in(context)
    other.open(shops["mapped"])
    assert standing(other) == {"remember": "off", "measure": "off"}
    assert other.call("why", "hero")["terms"] == []
    assert stored(other)["databases"] == ["edgepersona"]
    other.page.evaluate("tcf('tcloaded', 1, 6, 8); banner('necessary', 'functional')")
    until(other, "document.querySelector('ep-slot').dataset.epBlock !== 'hero-default'")
    assert [term["value"] for term in other.call("why", "hero")["terms"]] == ["large"]

    # Twice: it withdraws, and everything it covered is gone, in this tab and the other.
    other.page.evaluate("tcf('useractioncomplete'); banner('necessary')")
    until(other, "!localStorage['ep:choice']")
    assert standing(other) == {"remember": "off", "measure": "off"}
    assert stored(other)["databases"] == []
    assert tab.foreign() == other.foreign() == []


def test_the_panel_wins_over_the_banner(shops: dict[str, str], context: BrowserContext) -> None:
    context.add_init_script(TCF + BANNER)
    tab = tab_in(context)
    tab.open(shops["mapped"])
    tab.page.evaluate("document.body.append(document.createElement('ep-panel'))")
    tab.page.evaluate("tcf('useractioncomplete', 1, 6, 8); banner('functional')")
    until(tab, "localStorage['ep:choice']?.includes('source')")
    tab.page.evaluate(
        "const b = document.createElement('button'); b.dataset.epOpen = 'panel'; document.body.append(b); b.click()"
    )
    switch = tab.page.locator("ep-panel").get_by_role("switch", name="Count me")
    expect(switch).to_have_accessible_description(re.compile("There you agreed to: “Measure content performance”$"))
    switch.click()
    expect(switch).not_to_have_accessible_description(re.compile("Measure content"))
    until(tab, "JSON.parse(localStorage['ep:choice']).measure === 'off'")
    tab.page.evaluate("tcf('useractioncomplete', 1, 6, 8)")
    assert standing(tab)["measure"] == "off"
    with pytest.raises(Exception, match="only they can"):
        tab.call("consent", {"measure": "on"})
    assert standing(tab)["measure"] == "off"


def test_unmapped_sources_only_narrow(shops: dict[str, str], context: BrowserContext) -> None:
    context.add_init_script(
        "window.dataLayer = []; function gtag() { dataLayer.push(arguments); } window.gtag = gtag;"
        "gtag('consent', 'default', { analytics_storage: 'denied', functionality_storage: 'denied' });"
    )
    tab = tab_in(context)
    tab.open(shops["plain"])
    tab.call("answer", "volume", "large")
    assert stored(tab) == NOTHING, "nobody has been asked yet"
    tab.call("consent", {"measure": "on"})
    assert standing(tab)["measure"] == "off", "the page's word waits for the banner"
    tab.page.evaluate("gtag('consent', 'update', { analytics_storage: 'granted', functionality_storage: 'denied' })")
    tab.page.click("#elsewhere")
    until(tab, "sessionStorage['ep:visit']")
    assert standing(tab) == {"remember": "off", "measure": "on"}
    tab.call("consent", {"remember": "on"})
    assert standing(tab)["remember"] == "off", "what the banner denies, the page cannot switch on"
    tab.page.evaluate("gtag('consent', 'update', { analytics_storage: 'denied' })")
    tab.page.click("#elsewhere")
    until(tab, "!JSON.parse(localStorage['ep:choice'] ?? '{}').measure")
    assert standing(tab)["measure"] == "off"
    assert stored(tab)["databases"] == []
    assert tab.foreign() == []


@pytest.mark.parametrize("yes", [True, False], ids=["yes", "no"])
def test_remembering_is_asked_in_the_place_of_the_answer(shops: dict[str, str], tab: Tab, yes: bool) -> None:
    tab.open(shops["asking"] + "/?utm_campaign=flour-spring")
    slot = tab.page.locator('ep-slot[name="notice"]')
    slot.get_by_role("button", name="50 kg and more").click()
    asked = slot.get_by_role("group", name="Should this device remember your answers for your next visit?")
    buttons = [asked.get_by_role("button", name=name, exact=True) for name in ("Remember", "Don’t remember")]
    expect(asked).to_be_visible()
    expect(slot.locator("article").last.get_by_role("button")).to_have_count(2)
    looks = "(one) => ['color', 'backgroundColor', 'fontSize', 'fontWeight', 'height', 'border'].map((p) => getComputedStyle(one)[p])"
    assert buttons[0].evaluate(looks) == buttons[1].evaluate(looks), "equal buttons"
    assert stored(tab)["local"] == [], "nothing is ticked for the visitor"
    buttons[0 if yes else 1].click()
    slot.get_by_text("Remembering is switched on" if yes else "not remembered").wait_for()
    assert asked.count() == 0
    assert standing(tab)["remember"] == ("on" if yes else "off")
    assert stored(tab)["databases"] == (["edgepersona"] if yes else [])
    if not yes:
        assert json.loads(tab.page.evaluate("localStorage['ep:choice']"))["refused"] > 20_000
