"""What the collector and the dashboard refuse, and how they say so: RFC 9457 problem details.

Rules
1. A closed table: each reason has one status and one title. A detail is a fixed sentence of ours and never
   repeats what was sent.
2. An unexpected error is `internal` and says nothing else; what happened goes to the server's own log.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:edgepersona:problem:"

REASONS: dict[str, tuple[int, str]] = {
    "malformed": (400, "Not a report"),
    "unauthorized": (401, "A token is needed"),
    "origin-not-listed": (403, "This origin is not listed"),
    "not-found": (404, "Nothing here"),
    "method-not-allowed": (405, "Another method is needed"),
    "too-slow": (408, "The body took too long"),
    "too-large": (413, "The body is too large"),
    "media-type": (415, "Another media type is needed"),
    "unknown-site": (422, "This site is not collected here"),
    "unknown-schema": (422, "This counter list is not collected here"),
    "day-out-of-window": (422, "This day is not collected now"),
    "day-released": (422, "This day was released already"),
    "positions-out-of-range": (422, "A position is not in the counter list"),
    "rate-limited": (429, "Too many reports from this network"),
    "internal": (500, "Something failed here"),
    "unavailable": (503, "The store cannot take it now"),
}
_BY_STATUS = {400: "malformed", 404: "not-found", 405: "method-not-allowed"}

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
Handler = Callable[[Request, Exception], Awaitable[Response]]


class RefusedError(Exception):
    """A request refused for a reason of the table."""

    def __init__(self, reason: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.headers = dict(headers or {})


def problem(reason: str, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response for a reason: {type, title, status, detail}."""
    status, title = REASONS[reason]
    body = json.dumps({"type": TYPE + reason, "title": title, "status": status, "detail": detail})
    return Response(body, status, {**HEADERS, **(headers or {})}, MEDIA_TYPE)


def handlers(refused: Callable[[str], None]) -> dict[type[Exception], Handler]:
    """Starlette's exception handlers, each telling `refused` the reason it answered with."""

    async def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)
        refused(error.reason)
        return problem(error.reason, error.detail, error.headers)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        reason = _BY_STATUS.get(error.status_code, "internal")
        refused(reason)
        return problem(reason, REASONS[reason][1] + ".", error.headers)

    async def on_anything(request: Request, error: Exception) -> Response:
        refused("internal")
        return problem("internal", "The request was not carried out.")

    return {RefusedError: on_refusal, HTTPException: on_http, Exception: on_anything}
