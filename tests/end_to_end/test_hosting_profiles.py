"""`proxied`: the folder lies on another host, and a proxy brings it to the page's own origin under a path of its own."""

from __future__ import annotations

from pathlib import Path

import httpx
from playwright.sync_api import expect
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from edgepersona.authoring.inject import inject

from .conftest import Tab
from .pages import ADVERT, PAGE, built, checked
from .serving import site
from .test_pages_as_they_are import complaints


def proxy(elsewhere: str, asked: set[str]) -> ASGIApp:
    """Hands each request on to another host, and its answer back as it is."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        name = Request(scope).url.path.partition("/assets/")[2]
        asked.add(name)
        async with httpx.AsyncClient() as client:
            found = await client.get(f"{elsewhere}/ep/{name}", headers={"Accept-Encoding": "identity"})
        kind = {"Content-Type": found.headers.get("Content-Type", "text/plain")}
        await Response(found.content, found.status_code, kind)(scope, receive, send)

    return app


def test_a_folder_on_another_host_works_through_a_proxy(tab: Tab, tmp_path: Path) -> None:
    folder, _ = built(tmp_path, profile="proxied")
    script = (folder / "first.js").read_text(encoding="utf-8")
    page = inject(checked(tmp_path), PAGE, "page.html", script=script, base="/assets/", expose="ids")
    empty = tmp_path / "empty"
    empty.mkdir()
    asked: set[str] = set()
    with (
        site(folder, {}, None) as elsewhere,
        site(empty, {"/": page.html}, page.policy, assets=proxy(elsewhere, asked)) as origin,
    ):
        tab.open(origin + ADVERT)
        expect(tab.page.locator("ep-slot[name=hero]")).to_have_attribute("data-ep-block", "hero-repair")
        tab.call("answer", "riding", "work")
        expect(tab.page.locator("ep-slot[name=parts]")).to_have_attribute("data-ep-block", "parts-work")
        assert tab.foreign() == [], "the browser speaks to the page's own origin alone"
        paths = {request.url.removeprefix(origin) for request in tab.requests}
        assert any(name.startswith("runtime/python-") for name in asked)
        assert not any(path.startswith("/ep/") for path in paths)
        assert complaints(tab) == []
