"""The dashboard's page in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from edgepersona.collector.dashboard import create_app
from edgepersona.collector.release import release
from edgepersona.collector.schemas import parse
from edgepersona.collector.sqlite import SqliteStore
from edgepersona.core import counters

from .collecting import DAY, GOAL, SITE, adding, counter_list, put, serving_on_loopback

TOKEN = "a-token-of-our-own-1234"
HOSTILE = "silence:<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("EDGEPERSONA_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield made
        made.close()


@pytest.fixture
def base(path: Path) -> Iterator[str]:
    store = SqliteStore(str(path))
    schema = parse(counter_list(SITE, HOSTILE))
    store.register([schema], DAY - 6)
    counts = {
        counters.exposed("treated"): 10_000,
        counters.exposed("control"): 10_000,
        counters.converted("treated", GOAL): 600,
        counters.converted("control", GOAL): 500,
        HOSTILE: 70,
    }
    for day in range(DAY - 3, DAY + 1):
        put(path, day, counts, schema)
    release(store, now=(DAY + 1) * 86_400, grace_days=0, noise=adding(0))
    store.mark_simulated()
    with serving_on_loopback(create_app(store, TOKEN)) as address:
        yield address
    store.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of phone width that collects what its console complains of."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [c for c in complaints if "401" not in c] == []


def results_of(page: Page) -> str:
    page.get_by_text("Results are shown below.").wait_for()
    return page.locator("main").inner_text()


def test_a_token_in_the_fragment_shows_results_and_leaves_the_address(page: Page, base: str) -> None:
    page.goto(f"{base}/#token={TOKEN}")
    text = results_of(page)
    assert page.url == f"{base}/"
    assert "SIMULATED" in text
    assert "+20% relative" in text
    assert "40,000" in text
    assert "withheld" in text
    assert "too few reports" in text
    assert page.locator("#title").inner_text() == "Among visitors who agreed to counting"


def test_names_are_text_never_markup(page: Page, base: str) -> None:
    page.goto(f"{base}/#token={TOKEN}")
    assert "<img src=x onerror=alert(1)>" in results_of(page)
    assert page.locator("img").count() == 0


def test_a_typed_token_and_a_wrong_one(page: Page, base: str) -> None:
    page.goto(base)
    page.get_by_label("Token").fill("not-the-token-at-all")
    page.get_by_role("button", name="Show results").click()
    page.get_by_text("That token is not the dashboard's.").wait_for()
    assert page.locator("table").count() == 0
    page.get_by_label("Token").fill(TOKEN)
    page.keyboard.press("Enter")
    assert "Site acme" in results_of(page)
    stored = page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
    assert stored == [0, 0, ""]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_scrolls_tables_not_the_page(page: Page, base: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{base}/#token={TOKEN}")
    results_of(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 28)"}[scheme]


def test_every_table_is_named_and_has_row_and_column_headers(page: Page, base: str) -> None:
    page.goto(f"{base}/#token={TOKEN}")
    results_of(page)
    for table in page.locator("table").all():
        assert table.locator("caption").inner_text()
        assert table.locator("thead th[scope=col]").count() > 1
        assert table.locator("tbody tr").count() == table.locator("tbody th[scope=row]").count()
