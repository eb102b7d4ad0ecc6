"""A page, its address, its storage and its other tabs against it: what they say is bounded, and switches nothing on."""

from __future__ import annotations

from pathlib import Path

import pytest

from edgepersona.authoring.inject import Injected

from .conftest import PATIENCE, Tab
from .pages import built
from .serving import site
from .stored import stored

CLOBBERED = "".join(
    f'<img name="{name}" alt="">'
    for name in (
        "body", "documentElement", "currentScript", "querySelectorAll", "activeElement", "cookie", "hidden", "createElement",
        "dispatchEvent", "readyState", "prerendering",
    )
) + "".join(
    f'<a id="{name}" name="x" href="javascript:pwned()">x</a>'
    for name in ("edgepersona", "config", "dataLayer", "__tcfapi", "CookieConsent", "SharedWorkerName", "first")
)  # fmt: skip
POLLUTED = """
for (const name of ["remember", "measure", "personalise", "expose", "granted", "answered"])
  Object.defineProperty(Object.prototype, name, { value: "on", configurable: true, writable: true });
sessionStorage.setItem("ep:visit", '{"v": 0, "__proto__": {"answers": {"riding": "tours"}}}');
localStorage.setItem("ep:plan", '{"v": 0, "id": "x", "cells": {"0.0": {"hero": "hero-riders"}}}');
"""
NOISE = """async () => {
  const huge = "look".repeat(1_000_000);
  const said = [null, 1, huge, {}, { do: "consent", changes: { measure: "on" } }, ["forget"], { __proto__: null, v: 0 }, "older"];
  for (const name of ["edgepersona", "ep:stores"]) {
    const channel = new BroadcastChannel(name);
    for (const one of said) channel.postMessage(one);
  }
  for (const one of said) postMessage(one, "*");
  await new Promise((resolve) => setTimeout(resolve, 500));
}"""
ADVERT = (
    "/?utm_campaign=repair-week&__proto__=x&constructor=y&utm_campaign[]=spring-bikes&club=%00riders&" + "a=b&" * 80
)


@pytest.fixture
def shop(tmp_path: Path) -> tuple[Path, Injected]:
    return built(tmp_path)


def test_names_prototypes_storage_and_messages_switch_nothing_on(tab: Tab, shop: tuple[Path, Injected]) -> None:
    folder, page = shop
    html = page.html.replace("<body>", f"<body>{CLOBBERED}", 1)
    assert html != page.html
    with site(folder, {"/": html, "/quiet": "<!doctype html><title>x</title><p>x"}, page.policy) as origin:
        tab.page.goto(origin + "/quiet")
        tab.page.evaluate(POLLUTED)
        tab.page.add_init_script(POLLUTED.partition("sessionStorage")[0])
        tab.page.goto(origin + ADVERT)
        tab.page.wait_for_selector("html[data-ep-python=live]", state="attached", timeout=PATIENCE)
        assert tab.page.locator("ep-slot[name=hero] [part=title]").inner_text(timeout=8_000) == "Fixed by tomorrow"
        tab.page.evaluate(NOISE)
        assert tab.page.locator("ep-slot[name=hero] [part=title]").inner_text() == "Fixed by tomorrow"
        tab.page.evaluate("edgepersona.answer('riding', 'work')")
        tab.page.wait_for_timeout(500)
        assert tab.page.evaluate("window.pwned") is None
        assert tab.page.evaluate("indexedDB.databases()") == [], "nobody agreed to remembering"
        assert tab.foreign() == []
        assert "hero-riders" not in str(stored(tab.page))
        assert [text for text in tab.complaints if "favicon" not in text and "404" not in text] == []
