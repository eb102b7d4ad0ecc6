"""The privacy team's inspector, in a browser: silent about what belongs there, and naming whatever does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import BrowserContext, Page, expect

from edgepersona.authoring import signing, site_build
from edgepersona.authoring.compile import load
from edgepersona.authoring.integrity import Integrity, Signed, parse
from tests.core.personas import BAKERY

from .conftest import PATIENCE, Tab, tab_in
from .serving import SDK, site
from .stored import OPENED
from .test_accessibility import violations

PAGE = """<!doctype html><html lang="en"><head><title>Bakery</title><script src="/ep/loader.js" data-ep-base="/ep/" async></script>
</head><body><ep-slot name="hero"><h1>Bread</h1></ep-slot><ep-slot name="notice"></ep-slot></body></html>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("inspected") / "ep"
    release = signing.Release(Ed25519PrivateKey.generate(), build=12, min_build=11)
    site_build.build(load(BAKERY), out, sdk_dir=SDK, release=release, deadline=300_000)
    return out


@pytest.fixture
def bakery(folder: Path) -> Iterator[str]:
    with site(
        folder, {"/": PAGE, "/frame": '<!doctype html><title>F</title><iframe src="/ep/inspect.html"></iframe>'}
    ) as url:
        yield url


def inspected(page: Page) -> dict[str, Any]:
    """Press the button, and save what was found."""
    page.locator("button.main").click()
    page.get_by_role("button", name="Save the inspection").and_(page.locator(":enabled")).wait_for(timeout=PATIENCE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the inspection").click()
    saved: dict[str, Any] = json.loads(download.value.path().read_text(encoding="utf-8"))
    return saved


def alarms(seen: dict[str, Any]) -> list[str]:
    return [finding["text"] for finding in seen["findings"] if finding["alarm"]]


def snapshot(page: Page) -> Any:
    return page.evaluate(
        f"""async () => {{ if (!(await indexedDB.databases()).length) return JSON.stringify([localStorage, sessionStorage]);
        {OPENED}
        const records = database.transaction(["keys", "records"]);
        const held = await Promise.all(["keys", "records"].map((name) => done(records.objectStore(name).getAllKeys())));
        database.close();
        return JSON.stringify([localStorage, sessionStorage, held, await caches.keys()]); }}"""
    )


def test_a_clean_origin_a_planted_entry_and_a_window_of_its_own(bakery: str, context: BrowserContext) -> None:
    tab = tab_in(context)
    page = tab.page
    page.goto(bakery + "/ep/inspect.html")
    page.locator("button.main").evaluate("(button) => button.click()")
    expect(page.locator("button.main")).to_have_text("Inspect this device")
    assert page.get_by_role("status").text_content() == "", "a script's click is not a person's"
    seen = inspected(page)
    expect(page.get_by_role("alert")).to_contain_text("No difference")
    assert alarms(seen) == []
    assert [entry for entry in seen["storage"] if entry["area"] != "CacheStorage"] == [], (
        "nothing is held, nothing made"
    )
    assert {row["state"] for row in seen["files"]} == {"same"}
    assert {row["name"] for row in seen["files"]} >= {"inspect.html", "inspector.js", "bundle.msgpack", "worker.js"}
    signed = seen["signature"]
    assert (signed["state"], signed["pinned"], signed["build"], signed["min_build"]) == ("valid", True, 12, 11)
    assert signed["fingerprint"] == signing.fingerprint(signed["key"])

    # A page of the site, opened from here: what it requests is listed, and what it holds is in the catalogue.
    page.get_by_label("A page of this site").fill("/?utm_campaign=flour-spring")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Open and observe it").click()
    other = Tab(opened.value)
    other.live()
    other.call("answer", "volume", "large")
    other.call("consent", {"remember": "on", "measure": "on"})
    other.call("page")
    page.bring_to_front()
    inspected(page)
    # What the page itself still had to do: Python is put by for the next visit when nothing else happens.
    other.page.wait_for_function("() => caches.keys().then((names) => names.length > 0)", timeout=PATIENCE)
    page.wait_for_timeout(1_000)
    before = snapshot(other.page)
    seen = inspected(page)
    assert alarms(seen) == []
    assert snapshot(other.page) == before, "looking changes nothing"
    held = {item["id"] for entry in seen["core"]["catalogue"] for item in entry["items"]}
    assert {"memory:answer:volume", "visit:campaign:flour"} <= held
    assert {one["name"] for one in seen["storage"] if one["whose"] == "ours"} >= {
        "ep:choice", "ep:visit", "edgepersona/keys/memory", "edgepersona/records/memory", "edgepersona/records/outbox",
    }  # fmt: skip
    assert "large" in seen["core"]["unsealed"]["memory"]
    requested = {one["where"] for one in seen["network"]}
    assert requested == {"this site", "this build"}
    assert any(one["url"].endswith("/ep/client.js") for one in seen["network"])
    assert tab.foreign() == []

    # Planted, by whomever: under our name, in our stores, in our database, in our cache.
    other.page.evaluate(
        f"""async () => {{
        localStorage.setItem("ep:profile", "x"); localStorage.setItem("theirs", "secret"); document.cookie = "session=1";
        const visit = JSON.parse(sessionStorage.getItem("ep:visit"));
        sessionStorage.setItem("ep:visit", JSON.stringify({{ ...visit, answers: {{ shoe_size: ["44", 1] }} }}));
        {OPENED}
        const writing = database.transaction("records", "readwrite");
        writing.objectStore("records").put({{ age: 44 }}, "profile");
        await done(writing); database.close();
        const cache = await caches.open("edgepersona /ep/ more"); await cache.put("/ep/profile", new Response("x"));
        }}"""
    )
    seen = inspected(page)
    said = "\n".join(alarms(seen))
    assert len(alarms(seen)) == 4, said
    for name in (
        "localStorage ep:profile",
        "edgepersona/records/profile",
        "/ep/profile bears",
        "ep:visit, answers.shoe_size",
    ):
        assert name in said, said
    expect(page.get_by_role("alert").get_by_role("heading")).to_contain_text("4 alarms")
    theirs = [one for one in seen["storage"] if one["name"] in ("theirs", "session")]
    assert {(one["whose"], one.get("text")) for one in theirs} == {("others", None)}, "others' values are not read"
    assert "secret" not in json.dumps(seen)
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
        assert violations(tab) == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    assert [text for text in tab.complaints if "404" not in text] == [], "but for the site's icon"

    # In another page's frame nothing is read.
    page.goto(bakery + "/frame")
    expect(page.frame_locator("iframe").get_by_text("Open this page by itself")).to_be_visible()
    assert page.frame_locator("iframe").get_by_role("button").count() == 0


def test_a_changed_byte_a_missing_file_and_a_wrong_signature_are_named(
    folder: Path, tmp_path: Path, context: BrowserContext
) -> None:
    served = tmp_path / "ep"
    shutil.copytree(folder, served)
    page = tab_in(context).page
    with site(served, {"/": PAGE}) as url:
        page.goto(url + "/ep/inspect.html")
        panel = served / "panel.js"
        panel.write_bytes(panel.read_bytes().replace(b"dialog", b"dialoG", 1))
        (served / "words" / "de.json").unlink()
        seen = inspected(page)
        assert alarms(seen) == [
            "panel.js is not what integrity.json lists",
            "words/de.json is listed in integrity.json and not served",
        ]
        expect(page.get_by_role("alert")).to_contain_text("panel.js is not what integrity.json lists")
        assert seen["core"], "what is not run yet does not keep the core from answering"

        # Somebody else's number in the list: the signature no longer holds, and the core does not start on it.
        listed = parse((served / "integrity.json").read_bytes())
        assert listed.signed is not None
        forged = Signed(**{**{name: getattr(listed.signed, name) for name in Signed.__dataclass_fields__}, "build": 99})
        (served / "integrity.json").write_bytes(Integrity(listed.files, forged).encode())
        page.reload()
        seen = inspected(page)
        assert seen["signature"]["state"] == "invalid"
        assert any("The signature is wrong" in text for text in alarms(seen)), alarms(seen)

        # A complete, working list by somebody else.
        release = signing.Release(Ed25519PrivateKey.generate(), build=12, min_build=11)
        own = Integrity(listed.files, release.sign("bakery-supplies", listed.files))
        (served / "integrity.json").write_bytes(own.encode())
        seen = inspected(page)
        assert (seen["signature"]["state"], seen["signature"]["pinned"]) == ("valid", False)
        assert any("by another key" in text for text in alarms(seen)), alarms(seen)
        (served / "integrity.json").unlink()
        assert any("integrity.json is missing" in text for text in alarms(inspected(page)))
