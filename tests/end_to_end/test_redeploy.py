"""A build is replaced under a tab that is open and has no Python yet: what it then asks for is of another build."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from edgepersona.authoring.integrity import hashes_of
from edgepersona.authoring.site_build import build

from .conftest import PATIENCE, tab_in
from .pages import ADVERT, built, checked
from .serving import SDK, Watched, site
from .test_failures import LISTEN
from .test_starting import SHORT

CHANGED = ("title: Parts for work", "title: All for work")
TOLD = "() => failures.map(({ code }) => code)"


def test_a_build_replaced_under_a_tab_without_python(context: BrowserContext, tmp_path: Path) -> None:
    """Its tables still answer; Python is refused, which is said once where the visitor is; the next page view is whole."""
    (tmp_path / "new").mkdir()
    folder, page = built(tmp_path)
    new, newer = built(tmp_path / "new", CHANGED)
    ep = Watched(folder)
    with site(folder, {"/": page.html, "/after": newer.html}, page.policy, ep=ep) as origin:
        answering, asking = tab_in(context), tab_in(context)
        for tab in (answering, asking):
            tab.page.add_init_script(LISTEN + SHORT["data saver"])
            tab.open(origin + ADVERT, live=False)
            expect(tab.page.locator("ep-slot[name=ask]")).to_have_attribute(
                "data-ep-block", "ask-riding", timeout=PATIENCE
            )
        assert ep.python() == []
        (folder / "runtime" / "python-before.wasm").touch()
        build(checked(tmp_path / "new", CHANGED), folder, sdk_dir=SDK, expose="ids", deadline=300_000)
        assert not (folder / "runtime" / "python-before.wasm").exists(), "the folder is the new build, and nothing else"
        assert hashes_of(folder) == hashes_of(new)

        ask, parts = (answering.page.locator(f"ep-slot[name={name}]") for name in ("ask", "parts"))
        ask.get_by_role("button", name="to work", exact=True).click()
        asking.page.locator("ep-slot[name=hero] [part=why]").click()
        for tab in (answering, asking):
            tab.page.wait_for_selector('html[data-ep-state="failed"]', timeout=PATIENCE)
        expect(ask.get_by_role("status")).to_have_text("That did not work. Please try again.")
        expect(parts.locator("[part=title]")).to_have_text("Parts for work")
        why = asking.page.locator("ep-slot[name=hero] [part=because-text]")
        expect(why).to_have_text("You came for a repair.", timeout=PATIENCE)
        for tab in (answering, asking):
            assert tab.block("hero") == "hero-repair", "the page stays as it is"
            assert tab.page.evaluate("edgepersona.track('booking').catch(({ code }) => code)") == "file-changed"
            assert tab.page.evaluate(TOLD) == ["file-changed"]
            assert tab.page.evaluate("({ ...sessionStorage })") == {}, "what was refused is not held"

            tab.open(f"{origin}/after{ADVERT[1:]}", live=False)
            tab.page.locator("ep-slot[name=ask]").get_by_role("button", name="to work", exact=True).click()
            tab.live()
            expect(tab.page.locator("ep-slot[name=parts] [part=title]")).to_have_text("All for work")
            assert tab.page.evaluate(TOLD) == []
