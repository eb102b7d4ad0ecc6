"""Small sites for tests: a built persona under /ep/, pages beside it, on loopback."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edgepersona.collector import serving

SDK = Path(__file__).resolve().parent.parent.parent / "edgepersona" / "browser" / "_dist"
STRICT = "default-src 'self'; script-src 'self'; worker-src 'self'; require-trusted-types-for 'script'"
WORKER = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"


class Policies:
    """Adds the page's policy to every response, and the worker's own to the worker's."""

    def __init__(self, app: ASGIApp, policy: str | None) -> None:
        self.app, self.policy = app, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start" and self.policy is not None:
                policy = WORKER if scope["path"].endswith("/worker.js") else self.policy
                message["headers"].append((b"content-security-policy", policy.encode()))
            await send(message)

        await self.app(scope, receive, with_policy)


class Watched:
    """A folder whose requests are listed; while it is `shut`, those for Python's own files wait."""

    def __init__(self, folder: Path) -> None:
        self.files, self.asked, self.shut = StaticFiles(directory=folder), list[str](), False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        while self.shut and "/runtime/" in scope["path"]:
            await asyncio.sleep(0.05)
        await self.files(scope, receive, send)

    def python(self) -> list[str]:
        """What was asked of Python's files, its worker included."""
        return [path for path in self.asked if "/runtime/" in path or path.endswith("/worker.js")]


@contextmanager
def site(folder: Path, pages: Mapping[str, str], policy: str | None = STRICT, **more: Path | ASGIApp) -> Iterator[str]:
    """Serve `folder` at /ep/, `pages` and further folders or applications by name; yields the origin.

    Pages are path → HTML; a path that ends in .js is a script.
    """

    def page(path: str, text: str) -> Route:
        async def endpoint(_: object) -> Response:
            return Response(text, media_type="text/javascript") if path.endswith(".js") else HTMLResponse(text)

        return endpoint  # type: ignore[return-value]

    routes: list[Route | Mount] = [Route(path, page(path, text)) for path, text in pages.items()]
    for name, top in {"ep": folder, **more}.items():
        routes.append(Mount(f"/{name}", StaticFiles(directory=top) if isinstance(top, Path) else top))
    sock = serving.listen()
    server = serving.server(Policies(Starlette(routes=routes), policy))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
