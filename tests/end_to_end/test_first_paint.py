"""The first paint comes from the tables: without Python, without a flash, within its budget; Python then confirms."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from edgepersona.authoring.tables import EVER, Table, tables
from edgepersona.core import first_view
from edgepersona.core.times import DAY
from tests.browser.test_sizes import VISIT

from .conftest import PATIENCE, ROOT, Demo, Tab, tab_in
from .pages import ADVERT, built, checked
from .serving import SDK, site
from .test_failures import SHIFTS

BUDGET = VISIT["first paint"]
"""Bytes, gzipped: everything needed before the personalised first paint, the texts aside."""

WATCH = """
window.frames_seen = new Set();
window.changes = [];
const seen = () => {
  const slot = document.querySelector("ep-slot");
  if (slot) frames_seen.add(slot.innerText.trim() + "|" + (slot.shadowRoot?.querySelector("[part=title]")?.innerText ?? ""));
  requestAnimationFrame(seen);
};
requestAnimationFrame(seen);
window.watchBlocks = () => {
  for (const slot of document.querySelectorAll("ep-slot")) {
    new MutationObserver((all) => changes.push(...all.map((one) => `${slot.getAttribute("name")} ${one.type} ${one.target.nodeName}`)))
      .observe(slot.shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
  }
};
window.fetchedBefore = async () => {
  const first = () => performance.getEntriesByName("first-contentful-paint")[0];
  while (!first()) await new Promise(requestAnimationFrame); // a slot is filled before it is painted
  const painted = first().startTime;
  return performance.getEntriesByType("resource")
    .filter(({ name, startTime }) => name.includes("/ep/") && startTime < painted).map(({ name }) => name);
};"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The test site; in `src` what the page's scripts look cells up with, to be asked directly."""
    top = tmp_path_factory.mktemp("shop")
    folder, page = built(top)
    exports = ("viewOf", "foresight"), ("keyOf", "look"), ("answerOf", "device")
    asked = "".join(f'export {{ {name} }} from "./{module}.js";' for name, module in exports)
    command = [ROOT / "node_modules" / ".bin" / "esbuild", "--bundle", "--format=esm", f"--outfile={top}/src/asked.js"]
    subprocess.run(command, input=asked, text=True, check=True, cwd=SDK.parent / "src", capture_output=True)
    with site(folder, {"/": page.html, "/plain": page.html}, page.policy, src=top / "src") as origin:
        yield origin


class Held(list[Route]):
    """Requests for the worker that wait, as long as they are not let go."""

    waits = True

    def __call__(self, route: Route) -> None:
        if self.waits:
            self.append(route)
        else:
            route.continue_()


def hold(tab: Tab) -> Held:
    """Python does not come before `let_go`."""
    held = Held()
    tab.page.add_init_script("delete window.SharedWorker")  # a page's own worker is within a test's reach
    tab.page.context.route("**/ep/worker.js", held)
    return held


def let_go(held: Held, tab: Tab) -> None:
    for _ in range(PATIENCE // 50):
        if held:
            break
        tab.page.wait_for_timeout(50)  # what asks for it comes over the network as well
    assert held, "nobody asked for Python"
    held.waits = False
    for route in held:
        route.continue_()
    tab.live()


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))


def test_everything_before_the_first_paint_fits_its_budget(demo: Demo, tab: Tab) -> None:
    """Summed from the network log: what the page itself carries, and whatever else of ours came before the paint."""
    held = hold(tab)
    client: list[Route] = []
    tab.page.route("**/ep/client.js", lambda route: client.append(route))
    tab.page.add_init_script(WATCH + SHIFTS)
    with tab.page.expect_request("**/ep/config.js"):  # asked for beside client.js, which has not come yet
        tab.open(demo.advert, live=False)
    client[0].continue_()
    slot = tab.page.locator("ep-slot[name=headline]")
    expect(slot).to_have_attribute("data-ep-from", "first-paint", timeout=PATIENCE)
    assert tab.page.evaluate("fetchedBefore()") == []
    html = tab.page.request.get(demo.advert).text()
    ours = re.search("<!--edgepersona-->.*<!--/edgepersona-->", html, re.DOTALL)
    assert ours is not None
    needed = re.sub("<template data-ep=.*?</template>", "", ours[0], flags=re.DOTALL)
    assert 1_500 < packed(needed) <= BUDGET
    tab.page.wait_for_timeout(1_500)
    assert [text.split("|")[1] for text in tab.page.evaluate("[...frames_seen]") if text.split("|")[1]] == [
        "Pipeline hygiene without the Friday chase"
    ]
    assert all("A pipeline you can believe" not in text for text in tab.page.evaluate("[...frames_seen]"))
    assert tab.page.evaluate("shifts") == []
    assert len(held) <= 1


def test_an_answer_is_served_before_python_which_then_changes_nothing(shop: str, tab: Tab) -> None:
    held = hold(tab)
    tab.page.add_init_script(WATCH + SHIFTS)
    tab.open(shop + ADVERT, live=False)
    hero, ask, parts = (tab.page.locator(f"ep-slot[name={name}]") for name in ("hero", "ask", "parts"))
    expect(hero).to_have_attribute("data-ep-from", "first-paint", timeout=PATIENCE)
    hero.locator("[part=why]").click()
    expect(hero.locator("[part=because-text]")).to_have_text("You came for a repair.", timeout=PATIENCE)
    expect(ask).to_have_attribute("data-ep-block", "ask-riding", timeout=PATIENCE)
    ask.get_by_role("button", name="to work", exact=True).click()
    expect(parts).to_have_attribute("data-ep-block", "parts-work", timeout=PATIENCE)
    expect(parts).to_have_attribute("data-ep-from", "first-paint")
    expect(ask).to_have_attribute("data-ep-block", "ask-wheels", timeout=PATIENCE)
    expect(ask.get_by_role("status")).to_contain_text("Thank you")
    assert tab.page.get_attribute("html", "data-ep-python") is None
    before = {slot: block for slot, block in tab.blocks().items() if slot != "notice"}
    tab.page.evaluate("watchBlocks(); shifts.length = 0")
    let_go(held, tab)
    inline = [said for said in tab.page.evaluate("changes") if not said.startswith("notice")]
    assert inline == [], "confirming changes nothing"
    assert {**tab.blocks(), **before} == tab.blocks()
    answers = [(item["signal"], item["value"]) for item in tab.call("held")["items"] if item["kind"] == "answer"]
    assert answers == [("riding", "work")]
    assert tab.page.evaluate("shifts") == []
    assert tab.complaints == []


def test_what_the_last_visit_left_is_painted_first(shop: str, context: BrowserContext, tab: Tab) -> None:
    tab.open(shop + ADVERT)
    tab.call("consent", {"remember": "on"})
    tab.call("answer", "riding", "work")
    tab.call("answer", "wheels", "small")
    left = tab.page.evaluate("localStorage.getItem('ep:plan')")
    assert json.loads(left)["cells"]["0.0"] == {"parts": "parts-small"}
    assert not re.search('riding|wheels|work|"small', left), "block ids only"
    later = tab_in(context)
    held = hold(later)
    later.page.add_init_script(WATCH)
    later.open(shop + "/plain", live=False)
    parts = later.page.locator("ep-slot[name=parts]")
    expect(parts).to_have_attribute("data-ep-from", "memory", timeout=PATIENCE)
    expect(parts).to_have_attribute("data-ep-block", "parts-small")
    assert later.page.evaluate("fetchedBefore()") == []
    parts.locator("[part=why]").click()
    expect(parts.locator("[part=because-text]")).to_be_visible(timeout=PATIENCE)
    expect(parts.locator("[part=because-text]")).not_to_contain_text("small ones")
    let_go(held, later)
    expect(parts.locator("[part=because-text]")).to_contain_text("small ones", timeout=PATIENCE)
    expect(parts).to_have_attribute("data-ep-from", "memory")
    later.call("forget", "wheels")
    assert json.loads(later.page.evaluate("localStorage.getItem('ep:plan')"))["cells"]["0.0"] == {"parts": "parts-work"}
    later.call("forget")
    assert later.page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)]") == [["ep:choice"], []]


def test_the_next_page_of_a_visit_is_painted_from_what_the_visit_left(shop: str, tab: Tab) -> None:
    tab.open(shop + ADVERT)
    tab.call("answer", "riding", "work")
    held = hold(tab)
    tab.open(shop + "/plain", live=False)
    expect(tab.page.locator("ep-slot[name=parts]")).to_have_attribute("data-ep-from", "memory", timeout=PATIENCE)
    assert tab.block("hero") == "hero-repair", "the advert of this visit still counts"
    assert tab.page.evaluate("Object.keys(localStorage)") == []
    tab.page.evaluate("sessionStorage.clear()")
    tab.open(shop + "/plain", live=False)
    expect(tab.page.locator("html")).to_have_attribute("data-ep-state", "ready", timeout=PATIENCE)
    assert tab.block("hero") is None
    del held


PARSED = """addEventListener("DOMContentLoaded", () => {
  window.parsed = document.querySelector("ep-slot[name=parts]")?.dataset.epBlock ?? null;
});"""


def test_a_tab_that_was_away_paints_nothing_of_before(shop: str, context: BrowserContext, tab: Tab) -> None:
    """It was on a page without the SDK, so it heard nothing; its own `ep:next` is of before."""
    tab.page.add_init_script(PARSED)
    other = tab_in(context)
    other.open(shop + "/plain", live=False)
    acts: tuple[tuple[Any, ...], ...] = (("forget", "riding"), ("signOut",), ("forget",))
    for act in (None, *acts, ("consent", {"personalise": "off"})):
        tab.open(shop + "/plain", live=False)
        tab.call("consent", {"remember": "on"})
        tab.call("answer", "riding", "work")
        tab.page.goto(shop + "/src/asked.js")
        if act:
            other.call(*act)
        assert tab.page.evaluate("sessionStorage['ep:next']"), "it is there"
        tab.page.goto(shop + "/plain")
        assert tab.page.evaluate("parsed") == (None if act else "parts-work"), act
    expect(tab.page.locator("html")).to_have_attribute("data-ep-state", "off", timeout=PATIENCE)
    assert tab.complaints == other.complaints == []


def test_nothing_is_painted_where_it_is_in_doubt(shop: str, tab: Tab) -> None:
    hold(tab)
    cases: list[dict[str, Any]] = [
        {"ep:choice": {"v": 1, "remember": "on"}},
        {"ep:choice": {"v": 1, "measure": "on"}},
        {"ep:choice": {"v": 1, "personalise": {"campaign": "off"}}},
        {"ep:choice": {"v": 1, "optin": ["x"]}},
        {
            "ep:choice": {"v": 1, "remember": "on"},
            "ep:plan": {"id": "another build", "cells": {"1.0": {"hero": "hero-repair"}}, "until": 9e15},
        },
        {
            "ep:choice": {"v": 1, "remember": "on"},
            "ep:plan": {"id": "ID", "cells": {"1.0": {"hero": "hero-repair"}}, "until": 1},
        },
        {
            "ep:choice": {"v": 1, "remember": "on"},
            "ep:plan": {"id": "ID", "cells": {"1.0": {"hero": "__proto__"}}, "until": 9e15},
        },
        {
            "ep:choice": {"v": 1, "remember": "on"},
            "ep:plan": {"id": "ID", "cells": {"1.0": {"hero": {"x": 1}}}, "until": 9e15},
        },
    ]
    tab.open(shop + "/plain", live=False)
    identity = json.loads(tab.page.evaluate("document.querySelector('script[type=\"application/json\"]').textContent"))[
        "id"
    ]
    for case in cases:
        stored = {name: json.dumps(value).replace('"ID"', json.dumps(identity)) for name, value in case.items()}
        tab.page.evaluate(
            "(all) => { localStorage.clear(); for (const [k, v] of Object.entries(all)) localStorage.setItem(k, v) }",
            stored,
        )
        tab.page.goto(shop + ADVERT)
        assert tab.block("hero") is None, case
        assert tab.page.locator("ep-slot[name=hero] h1").first.inner_text() == "The corner shop"
    tab.page.evaluate("localStorage.clear()")
    tab.page.goto(shop + ADVERT)
    assert tab.block("hero") == "hero-repair"
    assert tab.complaints == []


PARITY = """async ({ language, cells, requests, addresses }) => {
  const { viewOf, keyOf, answerOf } = await import("/src/asked.js");
  const table = await (await fetch(`/ep/tables/${language}.json`)).json();
  const inPage = JSON.parse(document.querySelector('script[type="application/json"]').textContent);
  const trust = trustedTypes.createPolicy("test", { createScriptURL: (url) => url });
  const worker = new Worker(trust.createScriptURL("/ep/worker.js"), { type: "module" });
  const reply = () => new Promise((resolve) => (worker.onmessage = ({ data }) => data.beat || resolve(data)));
  await reply();
  const ask = async (request) => {
    worker.postMessage({ id: 1, request: JSON.stringify(request) });
    return answerOf((await reply()).response);
  };
  const sorted = (_, value) => (value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort()) : value);
  const told = (view) => JSON.stringify([...view.slots].filter(([, { kind }]) => kind === "inline").map(([name, entry]) =>
    [name, entry.block, entry.default, entry.reason ?? null, entry.because ?? null, entry.text ?? null, entry.question ?? null]), sorted);
  const wrong = [];
  for (const { key, path, now, calls } of cells) {
    let stores = {}, answer;
    for (const call of calls) {
      answer = await ask({ ...requests, now, env: { ...requests.env, language, url: addresses[key] },
        page: { ...requests.page, value_seen: path !== "" }, stores, call });
      stores = { ...stores, ...answer.stores };
    }
    const cell = viewOf(table, key, path, now);
    if (told(answer.view) !== told(cell)) wrong.push([key, path, now, told(answer.view), told(cell)]);
    if (path === "") {
      const shown = Object.fromEntries([...answer.view.slots]
        .filter(([, { kind, block, default: usual, question }]) => kind === "inline" && block && !usual && !question).map(([name, { block }]) => [name, block]));
      const row = inPage.cells[key].find(([end]) => !end || now < end * 864e5)[1];
      if (language === "en" && JSON.stringify(row) !== JSON.stringify(shown)) wrong.push([key, "in the page", now, row, shown]);
    }
  }
  for (const [url, expected] of Object.entries(addresses.hostile ?? {})) {
    const key = keyOf(table.parameters, new URL(url));
    const { view } = await ask({ ...requests, now: Date.now(), env: { ...requests.env, language, url: new URL(url).href }, stores: {}, call: { do: "page" } });
    if (key !== expected) wrong.push([url, key, expected]);
    if (view && told(view) !== told(viewOf(table, key, "", Date.now()))) wrong.push([url, key, expected, told(view)]);
  }
  worker.terminate();
  return wrong;
}"""
HOSTILE = {
    "?utm_campaign=repair-week&utm_campaign=spring-bikes": "1.0",
    "?utm_campaign=&utm_campaign=repair-week": "0.0",
    "?utm_campaign=repair+%26+more": "2.0",
    "?utm_campaign=repair%20%26%20more&club=riders": "2.1",
    "?utm%5Fcampaign=spring%2Dbikes": "3.0",
    "?UTM_CAMPAIGN=spring-bikes": "0.0",
    "?utm_campaign=utm_campaign": "0.0",
    "?utm_campaign=%FF%FE&club=%E0%A4": "0.0",
    "?utm_campaign=__proto__&club=constructor": "0.0",
    "??utm_campaign=spring-bikes": "0.0",
    "?a;utm_campaign=spring-bikes": "0.0",
    "?" + "x&" * 99 + "utm_campaign=spring-bikes": "3.0",
    "?" + "x&" * 100 + "utm_campaign=spring-bikes": "0.0",
    "?utm_campaign=spring-bikes&x=" + "y" * 8_200: "0.0",
    "#?utm_campaign=spring-bikes": "0.0",
}


def cells_of(table: Table) -> list[dict[str, Any]]:
    """Every cell, with the calls that lead there."""
    cells = []
    for key, paths in table.cells.items():
        for path, periods in paths.items():
            for end, cell in zip(table.ends, periods, strict=True):
                if cell is None:
                    continue
                now = (max(table.ends) + 1) * DAY if end == EVER else end * DAY - 1
                calls: list[dict[str, str]] = [{"do": "page"}]
                for said in path.split(",") if path not in ("", "+") else ():
                    question, value = said.split("=")
                    calls.append({"do": "outcome", "block": f"ask-{question}", "outcome": "shown"})
                    calls.append({"do": "answer", "question": question, "value": value})
                cells.append({"key": key, "path": path, "now": now, "calls": calls})
    return cells


def test_every_cell_is_what_the_core_decides_in_the_browser(shop: str, tab: Tab, tmp_path: Path) -> None:
    file = checked(tmp_path)
    found = first_view.parameters(file.bundle)
    tab.open(shop + "/plain", live=False)
    request = {
        "entropy": "0" * 64,
        "env": {"language": "en", "url": "", "gpc": False},
        "page": {"typing": False, "media": False, "checkout": False, "showing": {}, "slots": ["hero", "ask", "parts"]},
    }
    for language, table in tables(file).items():
        cells = cells_of(table)
        assert len(cells) > 100
        assert {cell["path"].count("=") for cell in cells} == {0, 1, 2}
        addresses: dict[str, Any] = {key: first_view.address(found, key) for key in table.cells}
        addresses["hostile"] = {shop + "/" + query: key for query, key in HOSTILE.items()}
        sent = {"language": language, "cells": cells, "requests": request, "addresses": addresses}
        assert tab.page.evaluate(PARITY, sent) == []
