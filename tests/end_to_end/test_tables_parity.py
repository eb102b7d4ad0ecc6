"""The tables of real files, cell by cell: what a page looks up is what the core decides in the browser, in every language."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring.compile import Checked, load
from edgepersona.authoring.inject import inject
from edgepersona.authoring.site_build import build
from edgepersona.authoring.tables import Table, tables
from edgepersona.core import first_view
from edgepersona.core.arms import draw
from tests.core.personas import BAKERY

from .conftest import ROOT, Tab
from .serving import SDK, site
from .test_first_paint import cells_of

ALL = """async ({ language, inPage, inline, cells, addresses, control }) => {
  const { viewOf, keyOf, answerOf, look } = await import("/src/asked.js");
  const table = await (await fetch(`/ep/tables/${language}.json`)).json();
  const booting = !window.worker;
  window.worker ??= new Worker("/ep/worker.js", { type: "module" });
  const reply = () => new Promise((resolve) => (worker.onmessage = ({ data }) => data.beat || resolve(data)));
  if (booting) await reply();
  const ask = async (request) => {
    worker.postMessage({ id: 1, request: JSON.stringify(request) });
    return answerOf((await reply()).response);
  };
  const { now: clock } = Date;
  const sorted = (_, value) => (value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort()) : value);
  const told = (view) => JSON.stringify([...view.slots].filter(([, { kind }]) => kind === "inline").map(([name, entry]) =>
    [name, entry.block, entry.default, entry.reason ?? null, entry.because ?? null, entry.text ?? null, entry.question ?? null]), sorted);
  const wrong = [], held = { control: 0, due: 0, painted: 0 };
  for (const { key, path, now, calls } of cells) {
    const request = (call, stores, entropy = "0".repeat(64)) => ({ now, entropy, stores, call,
      env: { language, url: addresses[key], gpc: false },
      page: { typing: false, media: false, checkout: false, showing: {}, slots: inline, value_seen: path !== "" } });
    let stores = {}, answer;
    for (const call of [...calls, { do: "decide" }]) {
      answer = await ask(request(call, stores));
      stores = { ...stores, ...answer.stores };
    }
    const cell = viewOf(table, key, path, now);
    if (told(answer.view) !== told(cell)) wrong.push([key, path, now, told(answer.view), told(cell)]);
    // What interrupts is no slot of this page, so it only would.
    const due = Object.entries(answer.value.slots).some(([name, { block }]) => block && !inline.includes(name));
    held.due += due;
    if (due !== cell.due) wrong.push([key, path, now, "due", due, cell.due]);
    if (path !== "") continue;

    const shown = Object.fromEntries([...answer.view.slots]
      .filter(([, { kind, block, default: usual, question }]) => kind === "inline" && block && !usual && !question)
      .map(([name, { block }]) => [name, block]));
    history.replaceState(null, "", new URL(addresses[key]).search || "/");
    Date.now = () => now;
    const found = look(inPage, false);
    Date.now = clock;
    held.painted += Object.keys(shown).length;
    if (JSON.stringify(found) !== JSON.stringify([shown, "first-paint"])) wrong.push([key, "looked up", now, found, shown]);
    if (keyOf(inPage.parameters, location) !== key) wrong.push([key, "key", location.search]);

    // A device whose arm is control: nothing is personal, and the table says for which arms its cells hold.
    const choice = JSON.stringify({ v: 1, measure: "on" });
    const { view } = await ask(request({ do: "page" }, { choice }, control));
    const plain = [...view.slots.values()].every(({ block, default: usual }) => block === null || usual);
    if (!view.counted || !plain) wrong.push([key, "control", view.counted, told(view)]);
    held.control += told(view) !== told(cell);
  }
  if (table.arms.includes("control") !== (held.control === 0)) wrong.push(["arms", table.arms, held.control]);
  return [wrong, held];
}"""


def entropy_for(arm: str, checked: Checked) -> str:
    """What a device has to be given to be drawn into an arm."""
    bundle = checked.bundle
    for number in range(1_000):
        entropy = f"{number:064x}"
        seed = hashlib.sha256(f"{entropy}:seed".encode()).hexdigest()[:16]
        if draw(bundle.site, seed, bundle.experiment.control, bundle.experiment.caps_only) == arm:
            return entropy
    raise AssertionError(f"nobody is in {arm}")


def spread(table: Table, place: int, many: int) -> list[dict[str, Any]]:
    """Every cell before an answer; of the others every so-manieth, so that the languages share them out."""
    cells = cells_of(table)
    return [cell for n, cell in enumerate(cells) if "=" not in cell["path"] or n % many == place]


@pytest.mark.parametrize("persona", [ROOT / "web_demo" / "persona.yaml", BAKERY], ids=["demo", "bakery"])
def test_every_language_is_what_the_core_decides(persona: Path, tab: Tab, tmp_path: Path) -> None:
    checked = load(persona)
    build(checked, tmp_path / "ep", sdk_dir=SDK, expose="ids")
    script = (tmp_path / "ep" / "first.js").read_text(encoding="utf-8")
    exports = ("viewOf", "foresight"), ("keyOf, look", "look"), ("answerOf", "device")
    asked = "".join(f'export {{ {name} }} from "./{module}.js";' for name, module in exports)
    command = [
        ROOT / "node_modules" / ".bin" / "esbuild",
        "--bundle",
        "--format=esm",
        f"--outfile={tmp_path}/src/asked.js",
    ]
    subprocess.run(command, input=asked, text=True, check=True, cwd=SDK.parent / "src", capture_output=True)
    inline = [slot.id for slot in checked.bundle.slots if slot.kind == "inline"]
    slots = "".join(f'<ep-slot name="{name}"><p>Everyone</p></ep-slot>' for name in inline)
    made, languages = tables(checked), checked.bundle.languages
    found, total = first_view.parameters(checked.bundle), {"control": 0, "due": 0, "painted": 0}
    with site(tmp_path / "ep", {"/": "<!doctype html><title>cells</title>"}, None, src=tmp_path / "src") as origin:
        tab.page.goto(origin)
        for place, language in enumerate(languages):
            html = (
                f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"></head><body>{slots}</body></html>'
            )
            page = inject(checked, html, "page.html", script=script, expose="ids").html
            (in_page,) = re.findall('<script type="application/json">(.*?)</script>', page, re.DOTALL)
            table = made[language]
            wrong, held = tab.page.evaluate(ALL, {
                "language": language,
                "inPage": json.loads(in_page),
                "inline": inline,
                "cells": spread(table, place, len(languages)),
                "addresses": {key: first_view.address(found, key) for key in table.cells},
                "control": entropy_for("control", checked),
            })  # fmt: skip
            assert wrong == [], language
            total = {what: total[what] + held[what] for what in total}
    assert total["due"] > 0, "both files have something that could interrupt"
    assert total["control"] > 0
    assert total["painted"] > 0
    assert all("404" in said for said in tab.complaints), "the icon alone is missing"
