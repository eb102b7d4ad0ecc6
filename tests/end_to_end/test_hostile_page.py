"""A page, its address, its storage and its other tabs against it: what they say is bounded, and switches nothing on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

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

PAINTED = """window.painted = [];
new MutationObserver((all) => all.forEach(({ target }) => painted.push(target.dataset.epFrom)))
  .observe(document, { subtree: true, attributeFilter: ["data-ep-from"] });"""
UNREADABLE = ("", "{", "null", "[1]", '"on"', '{"v":2,"remember":"on"}', '{"__proto__":{"v":1,"measure":"on"}}')
"""Choices that may have said anything."""
ODD = {
    '{"v":1,"personalise":{"campaign":["on"],"answer":{"toString":1},"__proto__":{"usage":"on"}},"measure":["on"]}': {
        "v": 1, "personalise": {"answer": "off", "campaign": "off"}, "measure": "off",
    },
    '{"v":1,"__proto__":{"measure":"on","remember":"on"},"constructor":{"prototype":{"remember":"on"}},"optin":"all"}': None,
    '{"v":1,"personalise":null,"remember":{"on":1},"by":7,"quiet":[]}': {
        "v": 1, "personalise": dict.fromkeys(("account", "answer", "usage", "campaign"), "off"), "remember": "off", "quiet": True,
    },
}  # fmt: skip
"""Choices of which a part can be read → what is made of them."""


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


def test_a_choice_that_is_damaged_switches_off_what_it_may_have_and_the_panel_mends_it(
    tab: Tab, shop: tuple[Path, Injected]
) -> None:
    folder, page = shop
    arrival = "/?utm_campaign=repair-week"
    tab.page.add_init_script(PAINTED)
    with site(folder, {"/": page.html, "/quiet": "<!doctype html><title>x</title><p>x"}, page.policy) as origin:

        def opened(choice: str, state: str) -> None:
            tab.page.goto(origin + "/quiet")
            tab.page.evaluate("(text) => { sessionStorage.clear(); localStorage['ep:choice'] = text; }", choice)
            tab.page.goto(origin + arrival)
            tab.page.evaluate("edgepersona.page()")
            tab.page.wait_for_selector(f"html[data-ep-state={state}]", state="attached", timeout=PATIENCE)
            assert "first-paint" not in tab.page.evaluate("painted"), f"it may have said no: {choice}"

        for text in UNREADABLE:
            opened(text, "off")
            assert tab.block("hero") == "hero-default", text
            said = json.loads(tab.page.evaluate("localStorage['ep:choice']"))
            assert set(said.pop("personalise").values()) == {"off"}, text
            assert said == {"v": 1}, text
        for text, made in ODD.items():
            off = made is not None and len(made["personalise"]) == 4  # type: ignore[call-overload, arg-type]
            opened(text, "off" if off else "ready")
            assert tab.block("hero") == ("hero-default" if made else "hero-repair"), text
            left = tab.page.evaluate("localStorage['ep:choice'] ?? null")
            assert (left and json.loads(left)) == made, text
        assert tab.page.evaluate("indexedDB.databases()") == [], "nobody agreed to anything"

        # The panel shows it as it stands, and one click each makes it whole.
        tab.page.locator("[data-ep-open=panel]").click()
        panel = tab.page.locator("ep-panel").get_by_role("dialog")
        expect(panel.get_by_label("The advert or link I followed")).not_to_be_checked(timeout=PATIENCE)
        panel.get_by_label("Adapt this page for me").click()
        expect(panel.get_by_label("The advert or link I followed")).to_be_checked()
        tab.page.keyboard.press("Escape")
        expect(tab.page.locator("ep-slot[name=hero] [part=title]")).to_have_text("Fixed by tomorrow")
        tab.page.goto(origin + arrival)
        assert tab.call("held")["lost"] == 0
        tab.call("forget")
        tab.page.goto(origin + arrival)
        assert "first-paint" in tab.page.evaluate("painted"), "as on the first day"
        assert [text for text in tab.complaints if "404" not in text] == []
        assert tab.foreign() == []
