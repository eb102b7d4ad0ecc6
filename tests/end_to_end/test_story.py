"""The reference story, in the order it is told: an advert, two answers, three fitting blocks, one interrupt at most,
service before sales, a panel that shows and deletes, and a number at the end."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from edgepersona.authoring.compile import load
from edgepersona.collector.release import release
from edgepersona.collector.report import as_text
from edgepersona.collector.statistics import results
from edgepersona.collector.store import open_store
from edgepersona.core import bundle as bundles
from edgepersona.core import reports
from edgepersona.core.prepare import prepare
from edgepersona.core.times import DAY
from web_demo import population
from web_demo.demo import PERSONA, RUN

from .conftest import PATIENCE, Demo, Tab, tab_in
from .noticing import events

SETTLED = 2_000
"""After this much quiet, ms, whatever a tab was about to start has been stored."""
GAP = 30_000
"""Between two interrupts on the demo, by its file, ms."""
INTERRUPTING = {b.id for b in load(PERSONA).bundle.blocks if b.slot in ("notice", "nudge")}
SALES = ("promo-ten-deals", "ask-timeline", "ask-budget", "ask-crm", "ask-team-size")
STORES = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((database) => database.name),
  cookies: document.cookie,
  caches: (await caches.keys()).filter((name) => !/^edgepersona .* memory-/.test(name)), // the runtime's own files
})"""
NOTHING: dict[str, Any] = {"local": [], "session": [], "databases": [], "cookies": "", "caches": []}


def answer(tab: Tab, block: str, option: str) -> None:
    """Answer the question that stands in the page, as a visitor does."""
    slot = tab.page.locator('ep-slot[name="question"]')
    expect(slot).to_have_attribute("data-ep-block", block, timeout=PATIENCE)
    slot.scroll_into_view_if_needed()
    slot.get_by_role("button", name=option, exact=True).click()


def two_answers(tab: Tab) -> None:
    answer(tab, "ask-crm", "Salesforce")
    answer(tab, "ask-team-size", "21 to 50 people")


def interrupts(tab: Tab) -> list[str]:
    return [block for slot, block in tab.blocks().items() if slot in ("notice", "nudge") and block]


def test_an_advert_two_answers_three_fitting_blocks(demo: Demo, tab: Tab) -> None:
    tab.open(demo.advert)
    assert tab.block("headline") == "headline-hygiene"
    expect(tab.page.locator('ep-slot[name="headline"]').get_by_role("heading", level=1)).to_be_visible()
    two_answers(tab)
    for slot, block, reason in (
        ("use_case", "use-case-salesforce", "Salesforce"),
        ("roi_inputs", "roi-21-50", "21 to 50"),
        ("demo_script", "script-salesforce", "Salesforce"),
    ):
        element = tab.page.locator(f'ep-slot[name="{slot}"]')
        expect(element).to_have_attribute("data-ep-block", block, timeout=PATIENCE)
        element.scroll_into_view_if_needed()
        why = element.locator('[part~="why"]')
        expect(why).to_have_attribute("aria-expanded", "false")
        why.click()
        expect(why).to_have_attribute("aria-expanded", "true")
        expect(element.locator('[part~="because"]')).to_contain_text(reason)
    tab.page.locator('ep-slot[name="roi_inputs"] [part~="cta"]').click()
    expect(tab.page.locator("#roi-reps")).not_to_have_value("12")
    assert len(interrupts(tab)) <= 1
    assert tab.foreign() == []
    assert tab.complaints == []


def test_at_most_one_interrupts_and_after_dismissals_none_does(demo: Demo, tab: Tab) -> None:
    tab.open(demo.advert)
    two_answers(tab)
    notice = tab.page.locator('ep-slot[name="notice"]')
    expect(notice).to_have_attribute("data-ep-block", "promo-ten-deals", timeout=PATIENCE)
    assert interrupts(tab) == ["promo-ten-deals"]
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    tab.page.wait_for_timeout(1_500)  # half of it seen for a second: that is an impression
    tab.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    decision = tab.call("decide")
    assert decision["slots"]["notice"]["block"] is None
    assert decision["slots"]["nudge"]["block"] is None
    reasons = {entry["block"]: entry["reason"] for entry in decision["withheld"]}
    assert reasons["ask-timeline"] == reasons["promo-ten-deals"] == "INTERRUPT_BUDGET"
    for _ in range(2):
        tab.open(demo.advert)
        assert interrupts(tab) == []
    assert tab.call("decide")["slots"]["notice"]["block"] is None


def test_ten_tabs_opened_together_start_one_interrupt(demo: Demo, context: BrowserContext, tab: Tab) -> None:
    tab.open(demo.landing + "/en/")
    tab.call("consent", {"remember": "on"})
    tab.page.locator("[data-ep-open=panel]").click()
    expect(tab.page.locator("ep-panel").get_by_role("dialog")).to_be_visible()
    tab.call("answer", "crm", "salesforce")
    tab.call("answer", "team_size", "21-50")
    assert interrupts(tab) == [], "nothing starts behind the panel"
    tabs = [tab_in(context) for _ in range(10)]
    begun = tab.page.evaluate("Date.now()")
    for other in tabs:
        other.page.goto(demo.advert, wait_until="commit")
    for other in tabs:
        other.live()
    assert {len(other.page.workers) for other in tabs} == {0}, "one Python for all"
    tab.page.wait_for_timeout(SETTLED)
    most = 1 + (tab.page.evaluate("Date.now()") - begun) // GAP  # one, unless the machine is very slow
    started = [(at, block) for at, event, block in events(tab, "memory") if event == "shown" and block in INTERRUPTING]
    assert 1 <= len(started) <= most, started
    assert all(late - early >= GAP for (early, _), (late, _) in pairwise(started)), started
    assert sorted(len(interrupts(other)) for other in tabs) == [0] * (len(tabs) - len(started)) + [1] * len(started)


def test_a_complaint_silences_sales(demo: Demo, tab: Tab) -> None:
    tab.open(demo.advert)
    two_answers(tab)
    tab.page.evaluate("scrollTo(0, 0)")
    if tab.page.get_by_role("dialog").count():
        tab.page.keyboard.press("Escape")
    tab.page.locator("#as-customer").check(force=True)
    expect(tab.page.locator('ep-slot[name="headline"]')).to_have_attribute(
        "data-ep-block", "headline-service", timeout=PATIENCE
    )
    decision = tab.call("decide")
    assert decision["stage"] == "complaint"
    shown = {slot["block"] for slot in decision["slots"].values()}
    assert shown.isdisjoint(SALES)
    withheld = {entry["block"]: entry["reason"] for entry in decision["withheld"]}
    assert {withheld[block] for block in SALES} <= {"SERVICE_FIRST", "INTERRUPT_BUDGET", "NEEDS_OPT_IN"}
    assert set(tab.blocks().values()).isdisjoint(SALES)
    tab.page.locator("#as-customer").uncheck(force=True)
    expect(tab.page.locator('ep-slot[name="headline"]')).to_have_attribute(
        "data-ep-block", "headline-hygiene", timeout=PATIENCE
    )


def test_the_panel_shows_exports_and_deletes(demo: Demo, context: BrowserContext, tab: Tab) -> None:
    tab.open(demo.advert)
    two_answers(tab)
    expect(tab.page.locator('ep-slot[name="use_case"]')).to_have_attribute(
        "data-ep-block", "use-case-salesforce", timeout=PATIENCE
    )
    tab.page.evaluate("document.querySelector('[data-ep-open=panel]').scrollIntoView()")
    if tab.page.get_by_role("dialog").count():
        tab.page.keyboard.press("Escape")
    tab.page.locator("[data-ep-open=panel]").click()
    panel = tab.page.locator("ep-panel").get_by_role("dialog")
    expect(panel).to_be_visible(timeout=PATIENCE)
    expect(panel).to_contain_text("Salesforce")
    expect(panel).to_contain_text("21 to 50")
    with tab.page.expect_download() as download:
        panel.get_by_role("button", name="Download my data").click()
    exported = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert {item["value"] for item in exported["held"]["items"]} >= {"salesforce", "21-50"}
    panel.get_by_role("button", name="Delete everything").click()
    panel.get_by_role("button", name="Delete everything").last.click()
    expect(tab.page.locator('ep-slot[name="use_case"]')).not_to_have_attribute(
        "data-ep-block", "use-case-salesforce", timeout=PATIENCE
    )
    assert tab.page.evaluate(STORES) == {**NOTHING, "local": ["ep:choice"]}
    assert set(json.loads(tab.page.evaluate("localStorage['ep:choice']"))) == {"v", "forgot"}, "the mark alone"
    tab.open(demo.advert)
    assert tab.call("held")["items"] == []
    question = tab.page.locator('ep-slot[name="question"]')
    expect(question).to_have_attribute("data-ep-block", "ask-crm", timeout=PATIENCE)  # once a block was seen
    assert tab.foreign() == []


def test_without_remember_nothing_outlives_the_tab(demo: Demo, context: BrowserContext, tab: Tab) -> None:
    tab.open(demo.advert)
    two_answers(tab)
    tab.open(demo.advert)
    assert tab.block("use_case") == "use-case-salesforce", "the same tab, the same visit"
    next_tab = tab_in(context)
    next_tab.open(demo.advert)
    question = next_tab.page.locator('ep-slot[name="question"]')
    expect(question).to_have_attribute("data-ep-block", "ask-crm", timeout=PATIENCE)  # once a block was seen
    assert next_tab.call("held")["items"] == []
    stores = next_tab.page.evaluate(STORES)
    assert (stores["local"], stores["databases"]) == ([], [])


def test_with_remember_the_next_visit_knows_and_withdrawing_deletes(
    demo: Demo, context: BrowserContext, tab: Tab
) -> None:
    tab.open(demo.advert)
    tab.call("consent", {"remember": "on"})
    two_answers(tab)
    later = tab_in(context)
    later.open(demo.landing + "/en/")
    assert later.block("roi_inputs") == "roi-21-50"
    later.call("consent", {"remember": "off"})
    assert later.page.evaluate(STORES)["databases"] == []
    last = tab_in(context)
    last.open(demo.landing + "/en/")
    assert last.block("roi_inputs") == "roi-default"


def test_counters_arrive_only_with_consent(demo: Demo, context: BrowserContext, tab: Tab) -> None:
    taken = accepted(demo)
    tab.page.clock.install()
    tab.open(demo.advert)
    tab.page.clock.fast_forward("02:00:00")
    assert tab.foreign() == [], "without consent nothing leaves"
    tab.call("consent", {"measure": "on"})
    tab.open(demo.advert)
    assert tab.foreign() == [], "the report is not due before ten minutes"
    with tab.page.expect_request("**/v1/report", timeout=PATIENCE) as sent:
        tab.page.clock.fast_forward("01:01:00")
    request = sent.value
    response = request.response()
    assert response is not None
    assert response.status == 204
    body = request.post_data_buffer
    assert body is not None
    assert len(body) == reports.SIZE
    headers = request.all_headers()
    assert headers["content-type"] == reports.MEDIA_TYPE
    assert "cookie" not in headers
    assert "referer" not in headers
    assert request.url == f"{demo.collector}/v1/report"
    assert {line for line in tab.foreign() if not line.startswith("OPTIONS")} == {f"POST {request.url}"}
    assert tab.acknowledged()["hex"] == body.hex()
    assert accepted(demo) == taken + 1
    tab.page.clock.fast_forward("05:00:00")
    assert len([line for line in tab.foreign() if line.startswith("POST")]) == 1, "one report a day"


def test_the_report_changes_with_what_arrives(demo: Demo) -> None:
    store = open_store(f"sqlite:///{RUN / 'collector.db'}")
    try:
        before = results(store)
        assert before["simulated"] is True
        assert "SIMULATED" in as_text(before)
        bundle = load(PERSONA).bundle
        today = int(time.time() * 1_000) // DAY * DAY
        bodies = population.reports(prepare(bundle), bundles.digest(bundles.encode(bundle)), 300, 7, today)
        assert population.post(int(demo.collector.rsplit(":", 1)[1]), bodies) == 300
        release(store, now=time.time() + DAY / 1_000, grace_days=0)
        after = results(store)
    finally:
        store.close()
    assert exposed(after) > exposed(before) + 100
    shown = dashboard(demo, demo.token)
    assert shown == after


def test_the_dashboard_wants_its_token(demo: Demo) -> None:
    for token in ("", "wrong", demo.token + "x"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            dashboard(demo, token)
        assert refused.value.code == 401
        refused.value.close()


def dashboard(demo: Demo, token: str) -> Any:
    request = urllib.request.Request(f"{demo.dashboard}/api/results", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def exposed(found: dict[str, Any]) -> int:
    """Devices seen in the treated arm, over all released days."""
    arms = {entry["arm"]: entry for entry in found["sites"][0]["arms"]}
    return int(arms["treated"]["exposed"]["count"])


def accepted(demo: Demo) -> int:
    """Reports the collector has added, by its own metrics."""
    with urllib.request.urlopen(f"{demo.collector}/metrics", timeout=10) as response:
        lines = response.read().decode().splitlines()
    return next(
        int(line.split()[-1]) for line in lines if line.startswith('edgepersona_reports_total{outcome="added"}')
    )
