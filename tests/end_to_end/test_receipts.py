"""Receipts made in a browser, taken along as a file, and replayed by the command line in CPython."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from edgepersona.authoring.replay import replay
from tests.authoring.running import edgepersona

from .conftest import PATIENCE, Demo, Tab
from .test_story import two_answers


def downloaded(tab: Tab, file: Path) -> dict[str, Any]:
    """“Download my data”, as the panel saves it."""
    tab.page.evaluate("document.querySelector('[data-ep-open=panel]').click()")
    panel = tab.page.locator("ep-panel").get_by_role("dialog")
    expect(panel).to_be_visible(timeout=PATIENCE)
    with tab.page.expect_download() as download:
        panel.get_by_role("button", name="Download my data").click()
    download.value.save_as(file)
    tab.page.keyboard.press("Escape")
    exported: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return exported


def test_decisions_in_the_browser_come_out_again_in_cpython(demo: Demo, tab: Tab, tmp_path: Path) -> None:
    file = tmp_path / "my-data.json"
    tab.open(demo.advert)
    two_answers(tab)
    expect(tab.page.locator('ep-slot[name="notice"]')).to_have_attribute(
        "data-ep-block", "promo-ten-deals", timeout=PATIENCE
    )
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_role("dialog")).to_be_hidden()
    tab.open(demo.advert)
    before = downloaded(tab, file)
    done = edgepersona("replay", file)
    assert done.returncode == 0, done.stdout
    known = [entry for entry in before["receipts"]["visit"]["list"] if "at" in entry]
    assert len(known) >= 4, "two answers, a dismissal, a page view"
    assert done.stdout == f"{len(known)} of {len(known)} decisions reproduced byte for byte\n"

    tab.call("forget", "crm")
    tab.call("consent", {"remember": "on", "measure": "on"})
    tab.open(demo.landing + "/en/")
    tab.call("answer", "crm", "hubspot")
    export = downloaded(tab, file)
    assert "salesforce" not in json.dumps([export["stores"], export["receipts"]]).replace("-salesforce", "")
    done = edgepersona("replay", file, "--format", "json")
    assert done.returncode == 0, done.stdout
    said = json.loads(done.stdout)
    assert said["reproduced"] == len(said["receipts"]) >= 4
    assert said["cuts"][0]["removed"] >= len(known)
    assert said["receipts"][-1]["decision"]["slots"].keys() == export["decision"]["slots"].keys()

    # One byte, in places of every kind: the right receipt is named, and no decision is taken for reproduced.
    data = file.read_bytes()
    store, chain = next((name, chain) for name, chain in export["receipts"].items() if len(chain["list"]) > 1)
    receipt = [entry for entry in chain["list"] if "at" in entry][-1]
    from_here = data.index(receipt["nonce"].encode())
    for mark in (
        b'"nonce": "',
        b'"language": "',
        b'"value_seen": ',
        b'"events": [\n',
        b'"passes": "',
        b'"decision": "',
    ):
        place = data.index(mark, from_here - 40) + len(mark)
        while data[place : place + 1] in b" \n":
            place += 1
        was = data[place : place + 1]
        flipped = b"1" if was != b"1" else b"2"
        changed = tmp_path / "changed.json"
        changed.write_bytes(data[:place] + flipped + data[place + 1 :])
        if b"value_seen" in mark:  # no JSON any more
            assert edgepersona("replay", changed).returncode == 2
            continue
        mismatches = replay(str(changed)).mismatches
        assert [(m.store, m.number) for m in mismatches] == [(store, receipt["number"])], mark
    assert tab.foreign() == []
