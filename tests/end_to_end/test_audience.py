"""A site for children: nobody is counted, no promotion steps in front of the page, and nothing is sent."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from .conftest import PATIENCE, Tab
from .pages import ADVERT, built
from .serving import site


def test_what_the_audience_forbids_is_neither_offered_nor_done(tab: Tab, tmp_path: Path) -> None:
    folder, page = built(tmp_path, ("audience: adults", "audience: children"))
    with site(folder, {"/": page.html}, page.policy) as origin:
        tab.open(origin + ADVERT)
        tab.call("answer", "riding", "tours")
        assert tab.page.evaluate("edgepersona.consent({ measure: 'on' }).then(() => 'done', (error) => error.code)")
        assert tab.block("notice") is None, "the answer alone would bring the offer"
        assert tab.block("hero") == "hero-repair", "the page adapts all the same"
        tab.page.locator("[data-ep-open=panel]").click()
        panel = tab.page.locator("ep-panel").get_by_role("dialog")
        expect(panel.get_by_label("Count me")).to_be_disabled(timeout=PATIENCE)
        expect(panel.get_by_label("What I do on this site")).to_have_count(0)
        assert tab.foreign() == []
