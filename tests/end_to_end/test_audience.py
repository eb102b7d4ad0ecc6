"""A site for children, or for a mixed audience: what that forbids is not on offer, and whoever asks for it all the same, page
or visitor, leaves nothing behind and sends nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import PATIENCE, Tab
from .pages import ADVERT, built
from .serving import site
from .stored import stored
from .test_vault import DUMP, KEY, NOTHING, RECORD

MORE = (
    "  order: {tier: account",
    "  reads: {tier: usage, keep: 30d, purpose: Fit the page, label: {en: your reading, de: Ihr Lesen}, "
    "counts: {event: read}, bins: {some: 1}}\n"
    "  budget: {tier: sensitive, optin: true, keep: 30d, purpose: Fit the price, label: {en: your budget, de: Ihr Budget}, "
    "values: {small: {en: small, de: klein}}}\n  order: {tier: account",
)
"""A usage signal and a sensitive one, which only adults may be asked about."""
ALL = {"personalise": "on", "remember": "on", "measure": "on"}


def left(tab: Tab) -> dict[str, Any]:
    """Every storage of the origin, but for the runtime's own files."""
    return {key: what for key, what in tab.page.evaluate(DUMP).items() if key != "caches"}


@pytest.mark.parametrize("audience", ["mixed", "children"])
def test_what_the_audience_forbids_is_neither_offered_nor_done(tab: Tab, tmp_path: Path, audience: str) -> None:
    change = ("audience: adults", f"audience: {audience}")
    folder, page = built(tmp_path, change, MORE, collector="http://127.0.0.1:9/")
    with site(folder, {"/": page.html}, page.policy) as origin:
        tab.page.clock.install()
        tab.open(origin + ADVERT, live=False)
        tab.page.evaluate("edgepersona.consent({ measure: 'on' }).then(() => 'done', (error) => error.code)")
        tab.page.evaluate("edgepersona.optIn('budget', true).catch((error) => error.code)")
        tab.call("track", "read")
        tab.call("page")
        assert left(tab) == {key: what for key, what in NOTHING.items() if key != "caches"}

        tab.call("answer", "riding", "tours")
        assert tab.block("notice") is None, "the answer alone would bring the offer"
        assert tab.block("hero") == "hero-repair", "the page adapts all the same"
        tab.page.locator("[data-ep-open=panel]").click()
        panel = tab.page.locator("ep-panel").get_by_role("dialog")
        expect(panel.get_by_label("Count me")).to_be_disabled(timeout=PATIENCE)
        for label in ("What I do on this site", "your budget"):
            expect(panel.get_by_label(label)).to_have_count(0)
        expect(panel.get_by_label("What my account says")).to_be_checked()
        panel.get_by_label("Remember until my next visit").click()
        expect(panel.get_by_label("Remember until my next visit")).to_be_checked()
        tab.page.keyboard.press("Escape")

        # Everything at once, as a button that accepts all would say it; then as time passes.
        tab.call("consent", ALL)
        tab.call("track", "read")
        tab.open(origin + ADVERT, live=False)
        tab.call("track", "booking")
        choice = {"v": 1, "personalise": dict.fromkeys(("account", "answer", "campaign"), "on"), "remember": "on"}
        found = left(tab)
        assert {**json.loads(found["local"]["ep:choice"]), "by": None} == {**choice, "by": None}
        assert found["databases"] == {"edgepersona": {"keys": {"memory": KEY}, "records": {"memory": RECORD}}}
        memory = json.loads(stored(tab.page)["memory"] or "")
        assert memory["answers"]["riding"][0] == "tours"
        assert {event[1] for event in memory["events"]} == {"booking"}, "usage is not counted"
        assert tab.call("outbox") == {"waiting": [], "today": [], "due": None}
        assert tab.call("held")["arm"] is None
        tab.page.clock.fast_forward("25:00:00")
        tab.call("page")
        tab.page.wait_for_timeout(1_000)
        assert left(tab)["databases"]["edgepersona"]["records"] == {"memory": RECORD}
        assert tab.foreign() == []
        assert [text for text in tab.complaints if "404" not in text] == []


def test_what_the_file_does_not_offer_is_not_stored_whoever_asks(tab: Tab, tmp_path: Path) -> None:
    never = ("remember: ask, measure: ask", "remember: 'off', measure: 'off'")
    folder, page = built(tmp_path, ("audience: adults", "audience: children"), never)
    with site(folder, {"/": page.html}, page.policy) as origin:
        tab.open(origin + ADVERT)
        tab.call("consent", {"remember": "on", "measure": "on"})
        tab.call("page")
        assert left(tab) == {key: what for key, what in NOTHING.items() if key != "caches"}
        tab.call("answer", "riding", "tours")
        assert {**left(tab), "session": {}} == {key: what for key, what in NOTHING.items() if key != "caches"}
        tab.page.locator("[data-ep-open=panel]").click()
        panel = tab.page.locator("ep-panel").get_by_role("dialog")
        for label in ("Count me", "Remember until my next visit"):
            expect(panel.get_by_label(label)).to_be_disabled(timeout=PATIENCE)
        assert tab.foreign() == []
