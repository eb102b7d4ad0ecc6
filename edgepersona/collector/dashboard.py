"""The dashboard: released results behind a token, as an application of its own on a port of its own.

Rules
1. It is handed the released half of a store (`Released`): no total can be reached from here.
2. The API takes the token as a bearer token only, compared in constant time. The page itself holds no data
   and no secret, so whoever reaches the port gets it; the token never enters an address that is sent.
3. The page runs under a policy without inline script, inline style, other origins or framing.

This module knows nothing of how results come about.
"""

from __future__ import annotations

import hmac
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from edgepersona.core.errors import LocalError

from .problems import HEADERS, RefusedError, handlers
from .statistics import results
from .store import Released, StoreError

SHORTEST_TOKEN = 16
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_PAGE_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FILES = {
    "/": ("dashboard.html", "text/html"),
    "/dashboard.js": ("dashboard.js", "text/javascript"),
    "/dashboard.css": ("dashboard.css", "text/css"),
}


def create_app(store: Released, token: str) -> Starlette:
    """The dashboard's application. Raises LocalError for a token that is short or not printable ASCII."""
    if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise LocalError(f"a token has at least {SHORTEST_TOKEN} printable ASCII characters, no spaces")
    expected = f"Bearer {token}".encode()

    async def api(request: Request) -> Response:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, expected):
            raise RefusedError("unauthorized", "Send the dashboard's bearer token.", {"WWW-Authenticate": "Bearer"})
        try:
            return JSONResponse(await run_in_threadpool(results, store), headers=_PAGE_HEADERS)
        except StoreError:
            raise RefusedError("unavailable", "The results could not be read.") from None

    app = Starlette(
        routes=[Route("/api/results", api), *(_file(path, *shown) for path, shown in _FILES.items())],
        exception_handlers=handlers(lambda reason: None),
    )
    app.router.redirect_slashes = False
    return app


def _file(path: str, name: str, media_type: str) -> Route:
    content = files(__package__).joinpath("pages", name).read_bytes()

    async def endpoint(request: Request) -> Response:
        return Response(content, headers=_PAGE_HEADERS, media_type=media_type)

    return Route(path, endpoint)
