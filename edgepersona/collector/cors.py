"""Cross-origin sharing for the report endpoint: the listed origins, without credentials.

Rules
1. An origin is compared whole. There is no wildcard, no pattern, and never
   `Access-Control-Allow-Credentials`.
2. Every answer under /v1/ varies by Origin, whether or not one was sent, so that no cache mixes them up.
3. `Retry-After` is exposed, for the device honours it.

Source: the Fetch standard, "CORS protocol".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edgepersona.core.errors import LocalError

from .problems import HEADERS, problem

_ORIGIN = re.compile(r"https?://(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?")
_METHODS = {"/v1/report": "POST", "/v1/config": "GET"}
_PREFLIGHT_VARY = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"


def checked_origins(origins: Iterable[str]) -> frozenset[str]:
    """The origins, each scheme://host[:port] in lower case. Raises LocalError."""
    listed = frozenset(origins)
    for origin in listed:
        if _ORIGIN.fullmatch(origin) is None:
            raise LocalError("an origin is https://host or https://host:port, in lower case, without a path")
    return listed


class Cors:
    """ASGI middleware; `refused` is told of preflights that were not granted."""

    def __init__(self, app: ASGIApp, origins: frozenset[str], refused: Callable[[str], None]) -> None:
        self._app = app
        self._origins = origins
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in _METHODS:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        allowed = origin if origin in self._origins else None
        if scope["method"] == "OPTIONS" and origin and "access-control-request-method" in headers:
            await self._preflight(scope["path"], allowed, headers)(scope, receive, send)
            return

        async def shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.add_vary_header("Origin")
                if allowed:
                    answer["Access-Control-Allow-Origin"] = allowed
                    answer["Access-Control-Expose-Headers"] = "Retry-After"
            await send(message)

        await self._app(scope, receive, shared)

    def _preflight(self, path: str, allowed: str | None, headers: Headers) -> Response:
        vary = {"Vary": _PREFLIGHT_VARY}
        asked = {name.strip().lower() for name in headers.get("access-control-request-headers", "").split(",")}
        method = headers["access-control-request-method"]
        if allowed is None or method != _METHODS[path] or not asked <= {"", "content-type"}:
            self._refused("origin-not-listed")
            return problem("origin-not-listed", "Only listed origins may post reports from a page.", vary)
        return Response(
            status_code=204,
            headers={
                **HEADERS,
                **vary,
                "Access-Control-Allow-Origin": allowed,
                "Access-Control-Allow-Methods": method,
                "Access-Control-Allow-Headers": "content-type",
                "Access-Control-Max-Age": "7200",
            },
        )
