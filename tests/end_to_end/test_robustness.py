"""No cap or budget is exceeded by reloads, going back, a killed worker or a clock that jumps; nor by damaged stores.
What is asked is what the stores themselves recorded."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from .conftest import FLAGS, PATIENCE, Tab, tab_in
from .noticing import count, events, shop
from .stored import store, stored

GAP, WINDOW, MOST = 3_000, 86_400_000, 2
LOUD = ("offer-check-up", "ask-riding")
WEEK = 7 * WINDOW
RUN_INTO = (("gap: 30s", f"gap: {GAP // 1_000}s"), ("{control: 0.1}", "{control: 0}"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with shop(tmp_path_factory.mktemp("shop"), *RUN_INTO, deadline=3 * PATIENCE) as served:
        yield served


def starts(tab: Tab) -> list[tuple[int, str]]:
    """Interrupts that were started, by what the stores recorded, oldest first."""
    return [(at, block) for at, event, block in events(tab) if event == "shown" and block in LOUD]


def kept(tab: Tab, remember: bool) -> list[tuple[int, str]]:
    """The interrupts so far, after checking that gap, cap and visit hold between them."""
    found = starts(tab)
    for (early, _), (late, _) in pairwise(found):
        assert late - early >= GAP, found
    promotions = [at for at, block in found if block == "offer-check-up"]
    assert all(sum(1 for at in promotions if 0 <= last - at < WINDOW) <= MOST for last in promotions), found
    if not remember:
        assert len(found) <= 1, "without remembering one a visit"
    return found


def interrupting(tab: Tab) -> bool:
    return tab.block("notice") is not None


def test_reload_storms_and_a_clock_that_jumps_either_way(address: str, tab: Tab) -> None:
    tab.page.clock.install()
    tab.open(address)
    tab.call("consent", {"remember": "on"})
    tab.call("answer", "riding", "commuting")
    assert interrupting(tab)
    for _ in range(6):  # each before the last has come up
        tab.page.goto(address, wait_until="commit")
    tab.live()
    kept(tab, True)
    for _ in range(2):
        tab.page.wait_for_timeout(GAP)
        tab.open(address)
    assert len(kept(tab, True)) == MOST, "as many as the cap allows, and no more"
    jumps(address, tab, True, WEEK, -WEEK, 2 * WEEK)
    assert len(starts(tab)) > MOST, "another week, another visit"


def test_without_remembering_it_is_one_a_visit_whatever_the_clock_says(address: str, tab: Tab) -> None:
    tab.page.clock.install()
    tab.open(address)
    tab.call("answer", "riding", "commuting")
    assert interrupting(tab)
    jumps(address, tab, False, 60_000, WEEK, 0)


def jumps(address: str, tab: Tab, remember: bool, *offsets: int) -> None:
    """Set the clock to each offset in turn: the same page view goes on under it, then another begins."""
    begun = tab.page.evaluate("Date.now()")
    for offset in offsets:
        met = {tab.block("notice")}
        tab.page.clock.set_system_time((begun + offset) / 1_000)
        for _ in range(2):
            if interrupting(tab):
                tab.page.keyboard.press("Escape")
            tab.call("signal", "order", "delivered")
            tab.call("answer", "riding", "commuting")
            met.add(tab.block("notice"))
        assert len(met - {None}) <= 1, f"one a page view, at {offset} ms"
        kept(tab, remember)
        tab.open(address)
        tab.call("answer", "riding", "commuting")
        kept(tab, remember)
    assert tab.complaints == []


def test_a_killed_worker_loses_nothing_and_starts_nothing(address: str, tab: Tab) -> None:
    tab.page.clock.install()
    tab.page.add_init_script("delete window.SharedWorker")  # a page's own worker is within a test's reach
    tab.open(address)
    tab.call("consent", {"remember": "on"})
    tab.call("answer", "riding", "commuting")
    assert interrupting(tab)
    tab.page.wait_for_timeout(1_000)  # receipts are stored after the answer
    before = stored(tab.page)
    tab.page.workers[0].evaluate("() => { self.onmessage = null; }")  # it hears no more: what is asked now is lost
    tab.page.evaluate("void (window.asked = edgepersona.answer('riding', 'touring').catch((error) => error.code))")
    tab.page.workers[0].evaluate("() => self.close()")
    tab.page.clock.fast_forward(3 * PATIENCE + 1_000)
    expect(tab.page.locator("html")).to_have_attribute("data-ep-state", "failed", timeout=PATIENCE)
    assert tab.page.evaluate("window.asked") == "deadline"
    assert stored(tab.page) == before, "half an answer is none"
    tab.page.evaluate("edgepersona.page()")
    tab.live()
    assert len(kept(tab, True)) == len(starts(tab)) <= MOST
    tab.call("answer", "riding", "touring")
    assert {item["value"] for item in tab.call("held")["items"] if item["kind"] == "answer"} == {"touring"}
    assert len(tab.page.workers) == 1


def test_workers_that_are_asked_at_the_same_instant_start_one_interrupt(address: str, context: BrowserContext) -> None:
    context.add_init_script("delete window.SharedWorker")
    tabs = [tab_in(context) for _ in range(4)]
    for each in tabs:
        each.open(address.partition("?")[0])
        each.call("consent", {"remember": "on"})
    assert starts(tabs[0]) == []
    at = tabs[0].page.evaluate("Date.now()") + 1_500
    for each in tabs:
        each.page.evaluate(
            "(at) => void (window.asked = new Promise((resolve) => setTimeout(resolve, at - Date.now()))"
            ".then(() => edgepersona.answer('riding', 'commuting')))",
            at,
        )
    for each in tabs:
        each.page.evaluate("window.asked")
    assert [len(each.page.workers) for each in tabs] == [1] * 4
    tabs[0].page.wait_for_timeout(500)
    found = kept(tabs[0], True)
    assert sorted(map(interrupting, tabs)) == [False] * (4 - len(found)) + [True] * len(found)


# In the shared worker: it dies with the first answer that starts an interrupt, before or after it is given.
DYING = """(() => {{
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message) {{
    const {{ view }} = JSON.parse(message.response ?? "{{}}");
    const starts = Object.values(view?.slots ?? {{}}).some(({{ kind, block }}) => kind === "interrupt" && block);
    if (!starts || {told}) post.call(this, message);
    if (starts) self.close();
  }};
}})()"""


class Shared:
    """The shared workers of the browser, reached by its own debugging protocol."""

    def __init__(self, browser: Browser) -> None:
        self.session = browser.new_browser_cdp_session()

    def ids(self) -> set[str]:
        targets = self.session.send("Target.getTargets", {"filter": [{"type": "shared_worker"}]})["targetInfos"]
        return {target["targetId"] for target in targets}

    def evaluate(self, script: str) -> None:
        """Run a script in the only one there is."""
        (target,) = self.ids()
        heard: dict[int | None, Any] = {}

        def hear(event: Any) -> None:
            message = json.loads(event["message"])
            heard[message.get("id")] = message

        self.session.on("Target.receivedMessageFromTarget", hear)
        session = self.session.send("Target.attachToTarget", {"targetId": target, "flatten": False})["sessionId"]
        asked = {"id": 1, "method": "Runtime.evaluate", "params": {"expression": script}}
        self.session.send("Target.sendMessageToTarget", {"sessionId": session, "message": json.dumps(asked)})
        while 1 not in heard:
            self.ids()  # meanwhile what it says arrives
        assert "exceptionDetails" not in heard[1]["result"], heard


@pytest.mark.parametrize("told", [False, True], ids=["before it answers", "right after"])
def test_a_shared_worker_is_killed_when_an_interrupt_is_stored(
    address: str, browser: Browser, context: BrowserContext, tab: Tab, told: bool
) -> None:
    shared = Shared(browser)
    other = tab_in(context)
    tab.open(address.partition("?")[0])
    tab.call("consent", {"remember": "on"})
    other.open(address.partition("?")[0])
    assert starts(tab) == [], "nothing is known that an interrupt could rest on"
    shared.evaluate(DYING.format(told=str(told).lower()))
    tab.page.evaluate("void (window.asked = edgepersona.answer('riding', 'commuting'))")
    for _ in range(PATIENCE // 50):
        if not shared.ids():
            break
        tab.page.wait_for_timeout(50)
    memory: dict[str, Any] = json.loads(stored(tab.page)["memory"] or "{}")
    assert [block for _, event, block in memory["events"] if event == "shown"] == ["offer-check-up"], "and it is dead"
    assert tab.block("notice") == ("offer-check-up" if told else None)
    other.open(address)  # at once, with another Python, which finds what the dead one stored
    tab.page.evaluate("window.asked")
    tab.call("answer", "riding", "commuting")
    assert len(tab.page.workers) == 1, "who had the dead one has a worker of its own"
    assert kept(tab, True) == kept(other, True), "both read the same"
    other.page.wait_for_timeout(GAP)
    other.open(address)
    assert 1 <= len(kept(other, True)) <= count(other, "page_view"), "one a page view"
    assert tab.complaints == []


def version(text: str) -> str:
    return text.replace('"v": 1', '"v": 2')


def half(text: str) -> str:
    return text[: len(text) // 2]


def edited(text: str) -> str:
    mine: dict[str, Any] = json.loads(text)
    return json.dumps(
        {**mine, "events": [["soon", "shown", "<b>"], *mine.get("events", [])], "marks": {"x": 1}, "quiet": 1}
    )


def test_damaged_stores_make_it_quieter(address: str, tab: Tab) -> None:
    tab.open(address)
    tab.call("consent", {"remember": "on", "measure": "on"})
    tab.open(address)
    tab.call("answer", "riding", "commuting")
    tab.call("signal", "order", "delivered")
    whole = {name: text for name, text in stored(tab.page).items() if text}
    assert len(whole) == 4
    for how in (version, half, edited):
        tab.page.goto(address.replace("/?", "/other?"))  # nobody writes while the stores are exchanged
        store(tab.page, {**whole, **{name: how(whole[name]) for name in ("visit", "memory", "outbox")}})
        tab.open(address)
        assert tab.call("held")["lost"] >= 2, how.__name__
        tab.page.wait_for_timeout(500)
        assert not interrupting(tab), how.__name__
        assert tab.block("hero") == "hero-repair", "the page goes on"
    tab.page.goto(address.replace("/?", "/other?"))
    store(tab.page, {**whole, "choice": half(whole["choice"])})
    tab.open(address, live=False)
    tab.page.wait_for_selector('html[data-ep-state="off"]', timeout=PATIENCE)
    assert tab.block("hero") == "hero-default"
    assert tab.page.evaluate("indexedDB.databases()") == [], "nobody's consent is left"
    assert tab.complaints == []


def test_going_back_and_forward_through_the_browsers_cache(address: str, browser: Browser) -> None:
    """Playwright starts its browsers without that cache, so this one is started here."""
    kind = browser.browser_type
    path = os.environ["EDGEPERSONA_CHROMIUM"] or None
    keeping = kind.launch(executable_path=path, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"])
    tab = tab_in(keeping.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}))
    tab.page.set_default_timeout(PATIENCE)
    tab.page.add_init_script("addEventListener('pageshow', (event) => (window.kept = event.persisted));")
    tab.open(address)
    tab.call("consent", {"remember": "on"})
    tab.call("answer", "riding", "commuting")
    assert interrupting(tab)
    tab.page.keyboard.press("Escape")
    for turn in range(2):
        tab.page.locator("#away").click()
        tab.page.wait_for_url("**/other")
        tab.page.go_back(wait_until="commit")
        tab.page.wait_for_function("() => window.kept === true")
        assert not interrupting(tab)
        assert len(kept(tab, True)) == 1, "a dismissal pauses promotions, gone back or not"
        assert count(tab, "friction") == turn + 1, "left by a link, and back at once"
        assert count(tab, "page_view") == turn + 2

    # Asleep in the cache, the tab hears nothing of what is forgotten elsewhere: it finds out when it wakes.
    tab.call("consent", {"remember": "off"})
    tab.call("answer", "riding", "commuting")
    tab.page.locator("#away").click()
    tab.page.wait_for_url("**/other")
    other = tab_in(tab.page.context)
    other.open(address)
    other.call("forget")
    tab.page.go_back(wait_until="commit")
    tab.page.wait_for_function("() => window.kept === true")
    assert {item["kind"] for item in tab.call("held")["items"]}.isdisjoint({"answer", "dismissed"})
    assert "commuting" not in str(tab.page.evaluate("({ ...sessionStorage })"))
    keeping.close()
