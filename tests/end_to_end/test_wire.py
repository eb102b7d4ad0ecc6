"""What others can see of an answer: nothing on the wire, and in a production build nothing but words on the screen.

The demo's page, built as for production. Visitors use its buttons; a planted script hooks whatever a tag manager can
hook, and a session-replay script records with the settings it comes with.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import Checked, load
from edgepersona.collector import serving
from web_demo.demo import PERSONA, origin, start
from web_demo.site import create_app, render_pages

from .conftest import PATIENCE, ROOT, tab_in
from .serving import SDK

STEADY = "What this page requests from the network does not depend on your answers"
VISITORS = 3
AFTER_FIRST_LOOK = 1.5  # s Python's files take: it is there after the first look, never by chance before it
PLANTED = (Path(__file__).parent / "planted.js").read_text(encoding="utf-8")
RRWEB = (ROOT / "node_modules" / "rrweb" / "dist" / "rrweb.umd.min.cjs").read_text(encoding="utf-8")
# In the page alone: the recorder makes a frame to find unchanged functions in, and these scripts would run there, too.
RECORD = """window.recorded = [];
if (top === window)
  addEventListener("DOMContentLoaded", () => rrweb.record({ emit: (event) => recorded.push(event) }));"""
READING = {"why": ["use_case"], "held": [], "outbox": [], "sent": [], "export": []}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return load(PERSONA)


class Unkept:
    """Lets no cache keep anything, so that whatever a page and its workers ask for is asked of the network, and seen."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.seen: list[tuple[str, str, frozenset[tuple[bytes, bytes]]]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        if scope["type"] == "http":
            self.seen.append((scope["method"], scope["path"], frozenset(scope["headers"])))
            if "/runtime/" in scope["path"]:
                await asyncio.sleep(AFTER_FIRST_LOOK)
        await self.app(scope, receive, unkept)


class Landing(NamedTuple):
    url: str
    seen: list[Any]
    """Every request that arrived."""


@pytest.fixture(scope="module")
def landing(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Landing]:
    """The demo's page with a production build; a collector is named, but nobody listens there."""
    folder = tmp_path_factory.mktemp("wire") / "site"
    collector = "http://127.0.0.1:9"
    site_build.build(checked, folder, sdk_dir=SDK, collector=collector, deadline=60_000)
    sock = serving.listen()
    app = Unkept(create_app(sdk_dir=folder, persona=PERSONA, collector=collector))
    server, thread = start(app, sock)  # type: ignore[arg-type]
    yield Landing(f"{origin(sock)}/en/?utm_campaign=sales-ops-hygiene", app.seen)
    server.should_exit = True
    thread.join(10)


class Visitor(NamedTuple):
    """What a visitor does where the page asks or interrupts: an option's label, None for "not now"; "" for nothing."""

    answers: tuple[str | None, ...]
    dismisses: bool
    asks_why: bool


SILENT = Visitor(("", ""), False, False)


def generated(checked: Checked, seed: int) -> Visitor:
    """A visitor who gives one answer at least."""
    draw = random.Random(seed)
    labels = options(checked)
    first = draw.choice(labels["crm"])
    return Visitor((first, draw.choice([None, *labels["team_size"]])), draw.random() < 0.5, draw.random() < 0.5)


def options(checked: Checked) -> dict[str, list[str]]:
    """Question → its options, in English."""
    signals = {signal.id: signal for signal in checked.bundle.signals}
    return {
        question.id: [words["en"] for words in signals[question.signal].values.values()]
        for question in checked.bundle.questions
    }


def live(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector('html[data-ep-state="ready"][data-ep-python="live"]', timeout=PATIENCE)


def asked_first(page: Page) -> Locator:
    """The slot of questions, scrolled to. The first comes after something was read, and then stands there unseen."""
    asking = page.locator('ep-slot[name="question"]')
    expect(asking.locator('[part~="ask"]')).to_be_attached(timeout=PATIENCE)
    asking.scroll_into_view_if_needed()
    return asking


def visit(page: Page, url: str, visitor: Visitor) -> str:
    """Two page views and a look into the panel, by the same script for everybody; what the panel says at the end."""
    live(page, url)
    asking = asked_first(page)
    for answer in visitor.answers:
        if answer == "":
            continue
        legend = asking.locator('[part~="ask"]')
        asked = legend.inner_text()
        asking.get_by_role("button", name=answer or "Not now", exact=True).click()
        expect(legend.get_by_text(asked)).to_have_count(0, timeout=PATIENCE)
    dialog = page.locator('ep-slot[name="notice"]').get_by_role("dialog")
    if visitor.dismisses and dialog.count():
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    for slot in ("use_case", "roi_inputs", "demo_script"):
        element = page.locator(f'ep-slot[name="{slot}"]')
        element.scroll_into_view_if_needed()
        why = element.locator('[part~="why"]')
        if visitor.asks_why and why.count():
            why.dispatch_event("click")
    page.wait_for_timeout(1_200)  # half of it seen for a second: that is an impression
    live(page, url)  # another page view of the same visit, with whatever it now holds
    page.evaluate("document.querySelector('[data-ep-open=panel]').click()")
    panel = page.locator("ep-panel").get_by_role("dialog")
    expect(panel.get_by_role("button", name="Download my data")).to_be_visible(timeout=PATIENCE)
    return panel.inner_text()


def of(request: Request) -> tuple[str, str, frozenset[tuple[str, str]], bytes | None]:
    return request.method, request.url, frozenset(request.headers.items()), request.post_data_buffer


def wire(browser: Browser, landing: Landing, visitor: Visitor) -> tuple[Counter[Any], str]:
    """Every request of a visitor, each as often as it was made, and what the panel said.

    As the page made them, to anybody; and as they arrived, which those of a shared worker are seen by alone. The files
    of Python count once: whether its worker outlives a page view, and when the browser is idle, is chance.
    """
    landing.seen.clear()
    begun = time.monotonic()
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    tab = tab_in(context)
    try:
        said = visit(tab.page, landing.url, visitor)
        assert tab.complaints == []
        while not any("/runtime/memory-" in path for _, path, _ in landing.seen):
            assert time.monotonic() < begun + PATIENCE / 1000, "Python's memory is fetched when the page is long quiet"
            tab.page.wait_for_timeout(100)
        often = [one for one in landing.seen if "/runtime/" not in one[1]]
        return Counter([*map(of, tab.requests), *often, *set(landing.seen)]), said
    finally:
        context.close()


def test_requests_do_not_depend_on_answers(browser: Browser, landing: Landing, checked: Checked) -> None:
    silent, said = wire(browser, landing, SILENT)
    assert STEADY in said
    assert {method for method, *_ in silent} == {"GET"}
    assert any("/runtime/python-" in url for _, url, *_ in silent), "the workers' requests are seen, too"
    for seed in range(VISITORS):
        visitor = generated(checked, seed)
        requests, panel = wire(browser, landing, visitor)
        assert {answer for answer in visitor.answers if answer} <= {
            label for group in options(checked).values() for label in group if label in panel
        }, "the answers arrived"
        assert requests - silent == Counter(), visitor
        assert silent - requests == Counter(), visitor


@pytest.mark.parametrize(
    ("block", "href", "steady"),
    [(1, "/pricing", True), (1, "https://a.example/", False), (0, "https://a.example/", True)],
)
def test_no_promise_where_a_personalised_block_links_to_another_host(
    tmp_path: Path, block: int, href: str, steady: bool
) -> None:
    before, *rest = PERSONA.read_text(encoding="utf-8").split("  headline-")
    rest[block] = rest[block].replace('href: "#demo"', f'href: "{href}"', 1)
    (tmp_path / "persona.yaml").write_text("  headline-".join([before, *rest]), encoding="utf-8")
    sdk = tmp_path / "sdk"
    sdk.mkdir()
    (sdk / "loader.js").touch()
    site_build.build(load(tmp_path / "persona.yaml"), tmp_path / "site", sdk_dir=sdk)
    said = (tmp_path / "site" / "config.js").read_text(encoding="utf-8")
    assert json.loads(said.removeprefix("export default ").removesuffix(";\n"))["steady"] is steady


def test_answers_stay_out_of_attributes_events_and_replays(
    context: BrowserContext, landing: Landing, checked: Checked
) -> None:
    tab = tab_in(context)
    page = tab.page
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for script in (PLANTED, RRWEB, RECORD):
        page.add_init_script(script)
    live(page, landing.url)
    asking = asked_first(page)
    expect(asking.get_by_text("Which CRM does your team use?")).to_be_visible()
    page.wait_for_timeout(1_200)
    for option in ("Salesforce", "21 to 50 people"):
        asking.get_by_role("button", name=option, exact=True).click()
    # What the visitor sees; whatever is checked below was there to be leaked.
    expect(page.locator('ep-slot[name="use_case"]').get_by_text("Salesforce").first).to_be_visible(timeout=PATIENCE)
    dialog = page.locator('ep-slot[name="notice"]').get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Escape")
    for slot in ("use_case", "roi_inputs", "demo_script"):
        element = page.locator(f'ep-slot[name="{slot}"]')
        element.scroll_into_view_if_needed()
        element.locator('[part~="why"]').click()
        expect(element.locator('[part~="because"]')).to_be_visible()
        page.wait_for_timeout(1_100)

    # The page's own scripts may act; they are told nothing, and what reads is refused.
    for name, arguments in READING.items():
        refused = "([name, args]) => edgepersona[name](...args).catch((error) => error.code)"
        assert page.evaluate(refused, [name, arguments]) == "not-exposed", name
    for call in ("track('faq_read')", "answer('timeline', 'this-quarter')", "decide()", "forget('timeline')"):
        assert page.evaluate(f"edgepersona.{call}.then((told) => [told ?? null])") == [None], call
    for item in ("visit:event:shown:use-case-salesforce", "visit:event:shown:use-case-hubspot", "visit:answer:crm"):
        assert page.evaluate(f"edgepersona.forget('{item}').catch((error) => error.code)") == "not-exposed"

    page.evaluate("document.querySelector('[data-ep-open=panel]').click()")
    panel = page.locator("ep-panel").get_by_role("dialog")
    expect(panel).to_contain_text("Salesforce", timeout=PATIENCE)
    panel.get_by_text("What if?", exact=True).click()
    panel.get_by_role("switch", name="Without: your CRM: Salesforce").click()
    panel.get_by_role("button", name="Delete your CRM: Salesforce").click()
    expect(panel).not_to_contain_text("your CRM: Salesforce", timeout=PATIENCE)

    html = render_pages(PERSONA)["en"][""]
    ids, texts = names(checked) - tokens(html), sentences(checked, html)
    assert {"use-case-salesforce", "team_size", "21-50", "sales-ops-scale"} <= ids
    assert {"21 to 50 people", "#roi=reps:35,hours:4,deals:9"} <= texts
    heard: dict[str, Any] = page.evaluate("window.planted()")
    heard["console"] = said
    for what in ("attributes", "events", "channel", "storage", "performance"):
        assert heard[what], f"nothing was heard of {what}"
    # What stands in storage is not among it: any script of the origin can read that, sealed or not is another matter.
    links = {entry for entry in heard["attributes"] if entry.startswith("a href=")}
    everybodys = {entry for entry in heard["attributes"] if entry.startswith("template data-ep=")}
    heard["attributes"] = [entry for entry in heard["attributes"] if entry not in links | everybodys]
    assert leaked(heard, ids, texts) == {}
    assert leaked({"links": links}, ids, {text for text in texts if not text.startswith("#")}) == {}

    recording = without_templates(page.evaluate("recorded"))
    assert len(recording) > 20
    told = json.dumps(recording, ensure_ascii=False)
    assert "A pipeline you can believe" in told, "what everybody sees is in the recording"
    assert "***" in told
    assert leaked({"replay": recording}, ids, texts) == {}


def without_templates(recorded: Any) -> Any:
    """A recording without the page's own templates: every visitor is sent all of them, under their names."""
    if isinstance(recorded, list):
        return [without_templates(one) for one in recorded if not is_template(one)]
    if isinstance(recorded, dict):
        return {key: without_templates(value) for key, value in recorded.items()}
    return recorded


def is_template(recorded: Any) -> bool:
    return isinstance(recorded, dict) and recorded.get("tagName") == "template"


def names(checked: Checked) -> set[str]:
    """The ids that say something about a visitor: blocks, signals, their values, questions, segments, stages."""
    bundle = checked.bundle
    found = {block.id for block in bundle.blocks} | {signal.id for signal in bundle.signals}
    found |= {value for signal in bundle.signals for value in signal.values}
    found |= {segment.id for segment in bundle.segments} | {stage.id for stage in bundle.stages}
    # Words that stand for something else in any page: a slot, a type of link, a kind of event.
    return found - {slot.id for slot in bundle.slots}


def tokens(text: str) -> set[str]:
    return set(re.findall(r"[\w+-]+", text))


def sentences(checked: Checked, html: str) -> set[str]:
    """Every text that only some visitors see, in English, and every address; without what the page says to all."""
    bundle = checked.bundle
    usual = {slot.default for slot in bundle.slots}
    found: set[str] = set()
    for block in bundle.blocks:
        text = block.text.get("en")
        if block.id in usual or text is None:
            continue
        found |= {text["title"], text.get("body", ""), *text.get("points", ())}
        found |= set(text.get("cta", {}).values())
    for question in bundle.questions:
        found |= {question.ask["en"], question.why["en"]}
    for signal in bundle.signals:
        found |= {words["en"] for words in signal.values.values() if "en" in words}
    plain = re.sub(r"&#x27;|&quot;|&amp;", "'", html)
    return {text for text in found if len(text) > 5 and text not in html and text not in plain}


def leaked(heard: Mapping[str, Any], ids: set[str], texts: set[str]) -> dict[str, list[str]]:
    """Where something was found that says more than codes and slot names, and what."""
    found = {}
    for where, what in heard.items():
        told = json.dumps(sorted(what) if isinstance(what, set) else what, ensure_ascii=False)
        hits = sorted(ids & tokens(told)) + sorted(
            text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] in told
        )
        if hits:
            found[where] = hits
    return found
