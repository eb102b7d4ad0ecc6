"""`make screenshots`: the demo as a visitor sees it, into docs/screenshots/ (those the documentation shows) and
web_demo/.run/screenshots/ (every state, desktop and phone, light and dark, for whoever wants to look).

The panel from right to left is that of a small file in Arabic, `arabic.yaml`: the demo has no such language.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import load
from edgepersona.collector import serving

from .demo import DEADLINE, HERE, RUN, SDK, origin, running, start

SHOWN = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
ALL = RUN / "screenshots"
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
PATIENCE = 60_000
ARABIC = """<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>مخبز</title>
<script src="/ep/loader.js" data-ep-base="/ep/" data-ep-language="ar" async></script>
<main><h1>مخبز</h1><ep-slot name="hero"><h2>خبز كل يوم</h2></ep-slot>
<button data-ep-open="panel">بياناتك</button></main>"""
SECTION = {"desktop-light": "choices", "desktop-dark": "shown", "phone-light": "held", "phone-dark": "choices"}
"""Which part of the panel the documentation shows."""


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
        right_to_left(browser)
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
    panel(page, name)
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 0)")
    page.locator("#as-customer").check(force=True)
    page.wait_for_selector("ep-slot[name=headline][data-ep-block=headline-service]")
    page.wait_for_timeout(500)
    page.screenshot(path=ALL / f"{name}-7-complaint.png")
    inspector(page, name)


def panel(page: Page, name: str) -> None:
    """The panel from its top to its end, and what it offers where a block feels wrong."""
    page.screenshot(path=ALL / f"{name}-6-panel.png")
    dialog = page.locator("ep-panel").get_by_role("dialog")
    for section in ("choices", "held", "shown", "sent", "yours"):
        dialog.locator(f"#{section}").evaluate("(one) => one.scrollIntoView()")
        page.screenshot(path=ALL / f"{name}-6-panel-{section}.png")
        if SECTION[name] == section:
            shown(page, f"panel-{name}")
    use_case = dialog.locator("section[aria-labelledby=shown] .item").filter(has=page.locator("#slot-use_case"))
    use_case.get_by_role("button", name="Feels wrong").click()
    use_case.locator(".notice").wait_for()
    use_case.evaluate("(one) => one.scrollIntoView()")
    page.screenshot(path=ALL / f"{name}-6-panel-wrong.png")
    if name == "desktop-light":
        shown(page, "panel-feels-wrong")


def shown(page: Page, name: str) -> None:
    """A picture for the documentation: small, and of the panel alone where there is more."""
    size = page.viewport_size or {"width": 0, "height": 0}
    left = size["width"] - 600 if size["width"] > 600 and name.startswith("panel") else 0
    clip = {"x": left, "y": 0, "width": size["width"] - left, "height": size["height"]}
    page.screenshot(path=SHOWN / f"{name}.png", scale="css", clip=clip)  # type: ignore[arg-type]


def inspector(page: Page, name: str) -> None:
    """What the privacy team sees of this very tab."""
    page.goto(page.url.split("/en/")[0] + "/ep/inspect.html")
    page.locator("button.main").click()
    page.locator("button:enabled").filter(has_text="Save the inspection").wait_for()
    page.screenshot(path=ALL / f"{name}-8-inspector.png")
    page.screenshot(path=ALL / f"{name}-8-inspector-whole.png", full_page=True)
    if name == "desktop-light":
        shown(page, "inspector")


def right_to_left(browser: Browser) -> None:
    """The panel of a file in Arabic, on a phone."""
    site_build.build(load(HERE / "arabic.yaml"), RUN / "arabic", sdk_dir=SDK, expose="ids", deadline=DEADLINE)

    async def page_of(_: Request) -> HTMLResponse:
        return HTMLResponse(ARABIC)

    listening = serving.listen()
    routes = [Route("/ar/", page_of), Mount("/ep", StaticFiles(directory=RUN / "arabic"))]
    server, thread = start(Starlette(routes=routes), listening)
    with opened(browser, origin(listening), "phone", "light", "ar") as page:
        page.evaluate("edgepersona.answer('volume', 'large')")
        page.locator("[data-ep-open=panel]").click()
        dialog = page.locator("ep-panel").get_by_role("dialog")
        dialog.locator("#held-0").wait_for()
        page.screenshot(path=ALL / "phone-light-ar-panel.png")
        dialog.locator("#held").evaluate("(one) => one.scrollIntoView()")
        page.screenshot(path=ALL / "phone-light-ar-panel-held.png")
        shown(page, "panel-right-to-left")
    server.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    main()
