"""`make screenshots`: the demo as a visitor sees it, into docs/screenshots/ (those the documentation shows) and
web_demo/.run/screenshots/ (every state, desktop and phone, light and dark, for whoever wants to look)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from edgepersona.collector import serving

from .demo import RUN, running

SHOWN = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
ALL = RUN / "screenshots"
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
PATIENCE = 60_000


def main() -> None:
    """Take them all."""
    with running([serving.listen() for _ in range(3)], 300) as addresses, sync_playwright() as playwright:
        SHOWN.mkdir(parents=True, exist_ok=True)
        ALL.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(executable_path=os.environ.get("EDGEPERSONA_CHROMIUM"), args=FLAGS)
        for size in SIZES:
            for scheme in ("light", "dark"):
                with opened(browser, addresses["landing"], size, scheme) as page:
                    tell(page, f"{size}-{scheme}")
        with opened(browser, addresses["landing"], "desktop", "light", "de") as page:
            page.screenshot(path=ALL / "desktop-light-de.png", full_page=True)
        browser.close()


@contextmanager
def opened(browser: Browser, origin: str, size: str, scheme: str, language: str = "en") -> Iterator[Page]:
    """The landing page after the advert, Python live."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=2 if size == "phone" else 1,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{origin}/{language}/?utm_campaign=sales-ops-hygiene")
    page.wait_for_selector('html[data-ep-python="live"]')
    yield page
    context.close()


def tell(page: Page, name: str) -> None:
    """The story, a picture at each step."""
    page.screenshot(path=ALL / f"{name}-1-arrived.png")
    slot = page.locator("ep-slot[name=question]")
    for block, option in (("ask-crm", "Salesforce"), ("ask-team-size", "21 to 50 people")):
        page.wait_for_selector(f"ep-slot[name=question][data-ep-block={block}]")
        slot.scroll_into_view_if_needed()
        page.screenshot(path=ALL / f"{name}-2-{block}.png")
        slot.get_by_role("button", name=option, exact=True).click()
    page.wait_for_selector("ep-slot[name=notice][data-ep-block]", state="attached")
    page.wait_for_timeout(500)
    page.screenshot(path=ALL / f"{name}-3-interrupt.png")
    page.keyboard.press("Escape")
    use_case = page.locator("ep-slot[name=use_case]")
    use_case.locator('[part~="why"]').click()
    page.evaluate("document.querySelector('#use-case').scrollIntoView()")
    page.wait_for_timeout(300)
    page.screenshot(path=ALL / f"{name}-4-adapted.png")
    if name.startswith("desktop"):
        page.screenshot(path=SHOWN / f"adapted-{name.removeprefix('desktop-')}.png")
    page.screenshot(path=ALL / f"{name}-5-whole.png", full_page=True)
    page.locator("[data-ep-open=panel]").click()
    page.locator("ep-panel").get_by_role("dialog").wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=ALL / f"{name}-6-panel.png")
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 0)")
    page.locator("#as-customer").check(force=True)
    page.wait_for_selector("ep-slot[name=headline][data-ep-block=headline-service]")
    page.wait_for_timeout(500)
    page.screenshot(path=ALL / f"{name}-7-complaint.png")


if __name__ == "__main__":
    main()
