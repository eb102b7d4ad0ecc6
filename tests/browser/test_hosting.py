"""Files lie there compressed as well; a host that sends them so sends the same bytes, and one that cannot loses nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from edgepersona.authoring.compile import load
from edgepersona.authoring.site_build import build
from tests.core.personas import BAKERY
from tests.end_to_end.serving import SDK
from web_demo.site import Built

(WASM,) = (path.name for path in (SDK / "runtime").glob("*.wasm"))


@pytest.mark.parametrize(
    ("accepted", "encoding", "suffix"),
    [
        ("gzip, deflate, br, zstd", "br", ".br"),
        ("gzip, deflate", "gzip", ".gz"),
        ("br;q=0, gzip;q=0", None, ""),
        ("", None, ""),
    ],
)
@pytest.mark.parametrize("name", ["client.js", "loader.js", "worker.js", f"runtime/{WASM}"])
def test_the_best_that_a_browser_takes_is_sent(name: str, accepted: str, encoding: str | None, suffix: str) -> None:
    async def asked() -> tuple[httpx.Response, bytes]:
        transport = httpx.ASGITransport(app=Starlette(routes=[Mount("/ep", Built(directory=SDK))]))
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://host") as client,
            client.stream("GET", f"/ep/{name}", headers={"Accept-Encoding": accepted}) as response,
        ):
            return response, b"".join([piece async for piece in response.aiter_raw()])

    response, body = asyncio.run(asked())
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding") == encoding
    assert body == (SDK / (name + suffix)).read_bytes()
    kind = "application/wasm" if name.endswith("wasm") else "text/javascript"
    assert response.headers["Content-Type"].partition(";")[0] == kind
    assert response.headers["Vary"] == "Accept-Encoding"


def test_a_build_without_python_holds_nothing_of_it_compressed_either(tmp_path: Path) -> None:
    names = build(load(BAKERY), tmp_path / "ep", sdk_dir=SDK, profile="tables-only")
    assert "client.js.br" in names
    assert [name for name in names if name.startswith(("worker", "runtime"))] == []
