"""What stands around the SDK in a browser: a service worker that keeps everything, caches that are not its own, a policy with
names, a private window, another visitor."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from .conftest import PATIENCE, Tab, tab_in
from .pages import ADVERT, built
from .serving import site
from .test_failures import LISTEN
from .test_vault import DUMP, NOTHING

OWN = "delete window.SharedWorker;"
"""A worker that goes with its page."""
KEEPS_ALL = """addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.respondWith((async () => {
  const cache = await caches.open("my-site");
  const held = await cache.match(event.request.url);
  if (held) return held;
  const response = await fetch(event.request);
  await cache.put(event.request.url, response.clone());
  return response;
})()));"""
REGISTER = """async () => {
  const trust = trustedTypes.createPolicy("test", { createScriptURL: (url) => url });
  for (const name of ["memory-0", "memory-1", "memory-2"]) await caches.open(`edgepersona /ep/ ${name}.bin`);
  await navigator.serviceWorker.register(trust.createScriptURL("/sw.js"));
  await navigator.serviceWorker.ready;
  while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 20));
}"""
COPY = """async ([from, to, without]) => {
  await caches.delete(to);
  const [source, target] = await Promise.all([caches.open(from), caches.open(to)]);
  for (const request of await source.keys())
    if (!without || !request.url.includes(without)) await target.put(request.url, await source.match(request));
}"""
KEPT = """async () => {
  const files = async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length)));
  const ours = async () => (await caches.keys()).filter((name) => name.startsWith("edgepersona "));
  while ((await ours()).length > 2 || !(await caches.keys()).some((name) => /memory-[0-9a-f]{8}/.test(name))
    || Math.max(...(await files()).slice(-1)) < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  return caches.keys();
}"""


def complaints(tab: Tab) -> list[str]:
    return [said for said in tab.complaints if "404" not in said]  # but for the icon these pages have none of


def test_a_service_worker_that_keeps_everything_never_mixes_two_builds(tab: Tab, tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    folder, page = built(tmp_path / "old")
    later, _ = built(tmp_path / "new", ("title: Parts for work", "title: All for work"))
    pages = {"/": page.html, "/own/": "<!doctype html><title>Own</title>", "/sw.js": KEEPS_ALL}
    with site(folder, pages, page.policy) as origin:
        tab.page.add_init_script(LISTEN + OWN)
        tab.open(origin + "/own/", live=False)
        tab.page.evaluate(REGISTER)
        tab.open(origin + ADVERT)
        caches = tab.page.evaluate(KEPT)
        assert "my-site" in caches, "what is not ours stays, full as it is"
        assert next(name for name in caches if "memory-" in name) == "edgepersona /ep/ memory-2.bin", "ours go"
        held = tab.page.evaluate(
            "caches.open('my-site').then((cache) => cache.keys()).then((all) => all.map(({ url }) => url))"
        )
        assert {url.partition("/ep/")[2] for url in held} >= {
            "client.js",
            "worker.js",
            "integrity.json",
            "bundle.msgpack",
        }
        tab.page.evaluate(COPY, ["my-site", "as-it-was", ""])
        shutil.copytree(later, folder, dirs_exist_ok=True)

        parts = tab.page.locator("ep-slot[name=parts] [part=title]")
        said = {}
        for gone in ("", "bundle.msgpack", "config.js", "integrity.json", "tables/"):
            tab.page.evaluate(COPY, ["as-it-was", "my-site", gone])
            tab.page.evaluate("sessionStorage.clear()")
            tab.page.goto("about:blank")
            tab.page.goto(origin + ADVERT)
            tab.page.wait_for_selector('[data-ep-state="failed"], [data-ep-python="live"]', timeout=PATIENCE)
            tab.page.evaluate("edgepersona.answer('riding', 'work').catch(() => {})")
            failures = tab.page.evaluate("failures.map(({ code, fix }) => fix && code)")
            said[gone] = failures or parts.all_inner_texts()
            assert tab.page.locator("ep-slot[name=hero] [part=title]").inner_text() == "Fixed by tomorrow"
            if failures:
                assert parts.all_inner_texts() == [], "the page stays as it is"
        assert said == {
            "": ["Parts for work"],
            "bundle.msgpack": ["bundle-failed"],
            "config.js": ["file-changed"],
            "integrity.json": ["file-changed"],
            "tables/": ["Parts for work"],
        }, "the old build as a whole, or one clear error"
        assert {"my-site", "as-it-was"} <= set(tab.page.evaluate("caches.keys()"))


def test_two_visitors_who_start_from_the_same_picture_draw_differently(browser: Browser, tmp_path: Path) -> None:
    """The seed of the comparison's arm, the receipts' nonces, and all that Python is given to draw from."""
    folder, page = built(tmp_path, ("{control: 0.5}", "{control: 0.01}"))
    sent = """window.sent = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message) {
      if (message.request) sent.push(JSON.parse(message.request).entropy);
      return post.call(this, message);
    };"""
    seeds: list[str] = []
    nonces: list[list[str]] = []
    drawn: list[set[str]] = []
    with site(folder, {"/": page.html}, page.policy) as origin:
        for _ in range(2):
            context = browser.new_context(locale="en-GB")
            try:
                first = tab_in(context)
                context.add_init_script(OWN + sent)
                first.open(origin + ADVERT)
                first.page.evaluate(KEPT)
                first.page.close()
                later = tab_in(context)
                later.open(origin + ADVERT)
                assert not any("/runtime/" in request.url for request in later.requests), "from the picture"
                later.call("consent", {"measure": "on", "remember": "on"})
                later.call("page")
                later.call("answer", "riding", "work")
                export = later.call("export")
                seeds.append(export["arm"]["seed"])
                nonces.append(
                    [r["nonce"] for held in export["receipts"].values() for r in held["list"] if "nonce" in r]
                )
                drawn.append(set(later.page.evaluate("sent")))
            finally:
                context.close()
    fixed = hashlib.sha256(f"{'0' * 64}:seed".encode()).hexdigest()[:16]
    assert len({*seeds, fixed}) == 3
    for one, other in (nonces, drawn):
        assert one
        assert set(one).isdisjoint(other)


def test_in_a_private_window_everything_works_and_goes_with_it(browser: Browser, tmp_path: Path) -> None:
    """A context is one, to Chromium: off the record, its storage in memory, gone when its last window is closed."""
    folder, page = built(tmp_path, ("{control: 0.5}", "{control: 0}"))
    with site(folder, {"/": page.html, "/own": "<!doctype html><title>Own</title>"}, page.policy) as origin:
        private = browser.new_context(locale="en-GB")
        tab = tab_in(private)
        tab.page.add_init_script(LISTEN)
        tab.open(origin + ADVERT)
        tab.call("consent", {"remember": "on", "measure": "on"})
        tab.call("answer", "riding", "work")
        tab.page.evaluate(KEPT)
        found = tab.page.evaluate(DUMP)
        assert set(found["local"]) >= {"ep:choice"}
        assert set(found["databases"]) == {"edgepersona"}
        later = tab_in(private)
        later.open(origin + "/")
        assert later.block("parts") == "parts-work", "remembered as long as it is open"
        assert tab.page.evaluate("failures") == []
        assert complaints(tab) == complaints(later) == []
        private.close()
        next_one = browser.new_context(locale="en-GB")
        stranger = tab_in(next_one)
        stranger.page.goto(origin + "/own")
        assert stranger.page.evaluate(DUMP) == NOTHING
        stranger.open(origin + "/")
        assert stranger.block("parts") == "parts-default"
        assert stranger.call("held")["items"] == []
        next_one.close()


def test_under_a_policy_that_names_its_trusted_types(tab: Tab, tmp_path: Path) -> None:
    """With the two names that docs/in-the-page.md gives, and no other."""
    folder, page = built(tmp_path)
    named = f"{page.policy}; trusted-types edgepersona lit-html"
    assert "require-trusted-types-for 'script'" in named
    with site(folder, {"/": page.html}, named) as origin:
        tab.page.add_init_script(LISTEN)
        tab.open(origin + ADVERT)
        tab.call("answer", "riding", "work")
        tab.page.locator("[data-ep-open=panel]").click()
        panel = tab.page.locator("ep-panel").get_by_role("dialog")
        expect(panel).to_contain_text("to work", timeout=PATIENCE)
        assert tab.page.evaluate("failures") == []
        assert complaints(tab) == []
        other = "(name) => { try { trustedTypes.createPolicy(name, {}); return true; } catch { return false; } }"
        assert tab.page.evaluate(other, "another") is False, "the policy is in force"
