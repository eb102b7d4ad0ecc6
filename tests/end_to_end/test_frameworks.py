"""What a framework rendered is left as it was: a page built with React, hydrated by its development build, is content."""

from __future__ import annotations

import subprocess
from pathlib import Path

from playwright.sync_api import expect

from .conftest import PATIENCE, ROOT, Tab
from .pages import ADVERT, PAGE, built
from .serving import site
from .test_failures import SHIFTS
from .test_first_paint import hold, let_go

APP = """
import { createElement as h, useState } from "react";
export function App() {
  const [count, more] = useState(0);
  return h("main", { className: "shop" },
    h("ep-slot", { name: "hero", "data-ep-heading": "h1" }, h("h1", null, "The corner shop"), h("p", null, "Visits: ", count)),
    count !== 2 && h("ep-slot", { name: "parts" }, h("h3", null, "All parts")),
    h("button", { id: "more", onClick: () => more(count + 1) }, "More"));
}"""
SERVER = """
import { createElement } from "react"; import { renderToString } from "react-dom/server"; import { App } from "./app.js";
process.stdout.write(renderToString(createElement(App)));"""
CLIENT = """
import { createElement } from "react"; import { hydrateRoot } from "react-dom/client"; import { App } from "./app.js";
const problems = window.problems = [];
hydrateRoot(document.getElementById("root"), createElement(App), { onRecoverableError: (error) => problems.push(String(error)) });"""
LIGHT = "() => [...document.querySelectorAll('ep-slot')].map((slot) => slot.innerHTML)"


def react(folder: Path) -> str:
    """A real build of the app; returns what the server renders."""
    folder.mkdir()
    for name, text in (("app.js", APP), ("server.js", SERVER), ("client.js", CLIENT)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    esbuild = [
        str(ROOT / "node_modules" / ".bin" / "esbuild"),
        "--bundle",
        '--define:process.env.NODE_ENV="development"',
    ]
    for name, more in (("server", ["--platform=node", "--format=cjs"]), ("client", ["--format=iife"])):
        subprocess.run(
            [*esbuild, *more, f"{name}.js", f"--outfile=out/{name}.cjs"], cwd=folder, check=True, capture_output=True
        )
    (folder / "out" / "client.cjs").rename(folder / "out" / "client.js")
    done = subprocess.run(["node", "out/server.cjs"], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def test_a_page_hydrated_by_react_has_nothing_to_complain_about(tab: Tab, tmp_path: Path) -> None:
    rendered = react(tmp_path / "react")
    head = PAGE[: PAGE.index("<body>")]
    html = f'{head}<body><div id="root">{rendered}</div><script src="/app/client.js" defer></script></body></html>'
    folder, page = built(tmp_path, page=html)
    with site(folder, {"/": page.html}, page.policy, app=tmp_path / "react" / "out") as origin:
        tab.page.add_init_script(SHIFTS)
        held = hold(tab)
        tab.page.goto(origin + ADVERT)
        hero = tab.page.locator("ep-slot[name=hero]")
        expect(hero).to_have_attribute("data-ep-from", "first-paint", timeout=PATIENCE)
        tab.page.wait_for_function(
            "Object.keys(document.querySelector('#more')).some((key) => key.startsWith('__react'))"
        )
        tab.page.wait_for_timeout(300)
        assert tab.page.evaluate(LIGHT) == ["<h1>The corner shop</h1><p>Visits: <!-- -->0</p>", "<h3>All parts</h3>"]
        let_go(held, tab)
        assert tab.page.evaluate("shifts") == []
        tab.call("answer", "riding", "work")
        parts = tab.page.locator("ep-slot[name=parts]")
        expect(parts).to_have_attribute("data-ep-from", "python", timeout=PATIENCE)
        for count in (1, 2, 3):
            tab.page.locator("#more").click()
            assert tab.page.evaluate(LIGHT)[0] == f"<h1>The corner shop</h1><p>Visits: <!-- -->{count}</p>"
            assert hero.get_attribute("data-ep-block") == "hero-repair"
            assert hero.locator("[part=title]").inner_text() == "Fixed by tomorrow"
            if count == 2:
                assert parts.count() == 0, "React took it away"
            else:
                assert tab.page.evaluate(LIGHT)[1] == "<h3>All parts</h3>"
                assert parts.get_attribute("data-ep-block") == "parts-work", "and a slot that comes with it is filled"
                assert parts.locator("[part=title]").inner_text() == "Parts for work"
        assert tab.page.evaluate("problems") == []
        assert [said for said in tab.complaints if "404" not in said] == []
