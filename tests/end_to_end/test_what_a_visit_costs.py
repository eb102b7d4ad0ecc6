"""What a short visit downloads, from the network log: gzipped bytes of every file of ours, and of what is in the page.

The texts are left out, as they are of the first paint's budget: they are the page's own words, whoever brings them.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import expect

from edgepersona.authoring.compile import load
from edgepersona.authoring.signing import Release
from edgepersona.authoring.site_build import build
from edgepersona.collector import serving
from tests.browser.test_sizes import VISIT
from web_demo.demo import PERSONA, start
from web_demo.site import create_app

from .conftest import PATIENCE, Tab
from .serving import SDK
from .test_going_back import LITTLE

COLLECTOR = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's page and file, built as its demo is, but for `start`: Python comes when it is needed."""
    folder = tmp_path_factory.mktemp("landing") / "ep"
    release = Release(Ed25519PrivateKey.generate(), 1, 1)
    build(load(PERSONA), folder, sdk_dir=SDK, collector=COLLECTOR, expose="ids", release=release)
    sock = serving.listen()
    app = create_app(sdk_dir=folder, persona=PERSONA, expose="ids", collector=COLLECTOR)
    server, thread = start(app, sock)
    yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


class Downloads:
    """Files of ours whose bytes came over the network; what a cache had, or a server said is the same, costs nothing."""

    def __init__(self, tab: Tab) -> None:
        self.tab, self.asked, self.free = tab, dict[str, str](), set[str]()
        log = tab.page.context.new_cdp_session(tab.page)
        log.send("Network.enable")
        log.on("Network.requestServedFromCache", lambda event: self.free.add(event["requestId"]))
        log.on("Network.responseReceivedExtraInfo", self.answered)
        log.on("Network.responseReceived", self.received)

    def answered(self, event: dict[str, Any]) -> None:
        """What came over the network: the page itself is told 200 where the cache's copy was confirmed."""
        if event["statusCode"] == 304:
            self.free.add(event["requestId"])

    def received(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache"):
            self.free.add(event["requestId"])
        if "/ep/" in response["url"]:
            self.asked[event["requestId"]] = response["url"]

    @property
    def addresses(self) -> list[str]:
        return [address for request, address in self.asked.items() if request not in self.free]

    @property
    def names(self) -> list[str]:
        return sorted(address.partition("/ep/")[2] for address in self.addresses)

    def total(self) -> int:
        """Bytes: of these files, and of what the page carries for us."""
        request = self.tab.page.request
        html = re.search("<!--edgepersona-->.*<!--/edgepersona-->", request.get(self.tab.page.url).text(), re.DOTALL)
        assert html is not None
        parts = [re.sub("<template data-ep=.*?</template>", "", html[0], flags=re.DOTALL).encode()]
        parts += [request.get(address).body() for address in self.addresses]
        return sum(len(gzip.compress(part, 9, mtime=0)) for part in parts)


def arrive(tab: Tab, url: str) -> Downloads:
    """Open a page in which no time passes until it is told to."""
    downloads = Downloads(tab)
    tab.page.add_init_script(LITTLE)
    tab.page.clock.install(time="2026-11-20T12:00:00Z")
    tab.page.clock.pause_at("2026-11-20T12:00:01Z")
    with tab.page.expect_event("requestfinished", lambda request: request.url.endswith("/ep/client.js")):
        tab.open(url, live=False)
    tab.page.wait_for_load_state("networkidle")
    return downloads


def test_a_short_visit_costs_what_its_budget_says(landing: str, tab: Tab) -> None:
    """On a device to which Python is not given unasked: before anything was looked at, and after looking for a while."""
    downloads = arrive(tab, f"{landing}/en/?utm_campaign=sales-ops-hygiene")
    assert downloads.names == ["client.js", "config.js"]
    assert downloads.total() <= VISIT["bounce"], "who leaves before a second of looking"
    tab.page.clock.run_for(9_000)
    question = tab.page.locator("ep-slot").locator("[part=option]").first
    expect(question).to_be_visible(timeout=PATIENCE)
    tab.page.wait_for_load_state("networkidle")
    more = ["blocks.js", "client.js", "config.js", "integrity.json", "tables/en.json", "words/en.json"]
    assert downloads.names == more
    assert VISIT["seen"] * 0.9 < downloads.total() <= VISIT["seen"]


def test_looking_costs_nothing_where_nothing_more_is_to_be_shown(landing: str, tab: Tab) -> None:
    downloads = arrive(tab, f"{landing}/en/")
    tab.page.clock.run_for(9_000)
    tab.page.get_by_role("heading", level=1).click()
    tab.page.clock.run_for(9_000)
    tab.page.wait_for_load_state("networkidle")
    assert downloads.names == ["client.js", "config.js"]
    assert downloads.total() <= VISIT["bounce"]
