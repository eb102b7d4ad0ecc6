"""The demo as a user starts it, and a real Chromium to look at it with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
# Without these Chromium asks its maker's servers at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
"""How long a step may take on a small, busy machine, ms."""


@dataclass
class Demo:
    landing: str
    collector: str
    dashboard: str
    token: str

    @property
    def advert(self) -> str:
        return f"{self.landing}/en/?utm_campaign=sales-ops-hygiene"


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """`make demo DEMO_ARGS="--once --port 0"`, without the set-up that the tests themselves came through."""
    command = [sys.executable, "-m", "web_demo.demo", "--once", "--port", "0", "--visitors", "600"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the demo did not start"
    yield Demo(**json.loads(line))
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["EDGEPERSONA_CHROMIUM"] or None, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Tab:
    """A page, with everything it asked the network for and everything it complained about."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, url: str, live: bool = True) -> None:
        """Load a page; `live`: wait until Python has answered."""
        self.page.goto(url)
        if live:
            self.live()

    def live(self) -> None:
        self.page.wait_for_selector('html[data-ep-state="ready"][data-ep-python="live"]', timeout=PATIENCE)

    def call(self, name: str, *args: Any) -> Any:
        """`window.edgepersona.name(...)`, awaited."""
        return self.page.evaluate("([name, args]) => window.edgepersona[name](...args)", [name, list(args)])

    def block(self, slot: str) -> str | None:
        return self.page.get_attribute(f'ep-slot[name="{slot}"]', "data-ep-block")

    def blocks(self) -> dict[str, str | None]:
        return self.page.evaluate(
            "() => Object.fromEntries([...document.querySelectorAll('ep-slot')]"
            ".map((slot) => [slot.getAttribute('name'), slot.dataset.epBlock ?? null]))"
        )

    def acknowledged(self) -> dict[str, Any]:
        """The first report that was acknowledged, waiting for it if need be."""
        for _ in range(PATIENCE // 100):
            sent = self.call("sent")["sent"]
            if sent:
                return dict(sent[0])
            self.page.wait_for_timeout(100)
        raise AssertionError("no report was acknowledged")

    def foreign(self) -> list[str]:
        """Requests that carry anything out: other methods than GET, or another origin than the page's."""
        own = self.page.evaluate("location.origin")
        return [f"{r.method} {r.url}" for r in self.requests if r.method != "GET" or not r.url.startswith(own)]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(PATIENCE)
    yield fresh
    fresh.close()


def tab_in(context: BrowserContext) -> Tab:
    """A new tab whose network and console are recorded; workers' requests included."""
    tab = Tab(context.new_page())
    context.on("request", lambda request: tab.requests.append(request))

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            tab.complaints.append(message.text)

    tab.page.on("console", heard)
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    return tab


@pytest.fixture
def tab(context: BrowserContext) -> Tab:
    return tab_in(context)
