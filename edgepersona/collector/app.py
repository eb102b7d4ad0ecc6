"""The collector over HTTP: takes reports, and says whether it can.

Rules
1. 204 means durable: it is sent after the commit that holds the report's id and its additions. A replay is
   acknowledged again and changes nothing.
2. Everything else is refused with a problem body (problems.py), changes nothing and is counted by reason.
   A body is refused at its first byte over `MOST_BYTES`, without being kept.
3. No address is stored, logged or exported: the rate limit (limits.py) is all that ever sees one.

This module knows nothing of SQL, of noise, or of what the counters mean.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from edgepersona.core.errors import RemoteError
from edgepersona.core.reports import MEDIA_TYPE, SIZE, VERSION, Report, decode

from . import schemas as counter_lists
from .cors import Cors, checked_origins
from .limits import Limiter
from .problems import HEADERS, REASONS, RefusedError, handlers
from .store import AHEAD_DAYS, DAY_SECONDS, LATE_DAYS, Store, StoreError

MOST_BYTES = 4_096
BODY_SECONDS = 10.0
RETRY_SECONDS = 30
_DETAILS = {
    "unknown-schema": "The report was made for a counter list that is not collected here.",
    "positions-out-of-range": "The report names a position outside its counter list.",
    "day-released": "The totals of the report's day were released; nothing can be added to them.",
}


def create_app(
    store: Store,
    schemas: Sequence[object],
    origins: Iterable[str],
    clock: Callable[[], float] = time.time,
    limiter: Limiter | None = None,
) -> Starlette:
    """The collector's application. It registers the schemas; it does not close the store.

    `schemas`: parsed counters.json files. `origins`: the pages' origins. `clock`: seconds since 1970, UTC.
    Raises LocalError for a schema or an origin that is not one.
    """
    collector = _Collector(store, schemas, clock, limiter or Limiter())
    counted = collector.refusals.update
    app = Starlette(
        routes=[
            Route("/v1/report", collector.report, methods=["POST"]),
            Route("/v1/config", collector.config),
            Route("/healthz", collector.healthy),
            Route("/readyz", collector.ready),
            Route("/metrics", collector.metrics),
        ],
        middleware=[Middleware(Cors, origins=checked_origins(origins), refused=lambda reason: counted([reason]))],
        exception_handlers=handlers(lambda reason: counted([reason])),
    )
    app.router.redirect_slashes = False
    return app


class _Collector:
    def __init__(self, store: Store, raw: Sequence[object], clock: Callable[[], float], limiter: Limiter) -> None:
        self._store = store
        self._clock = clock
        self._limiter = limiter
        self._schemas = [counter_lists.parse(schema) for schema in raw]
        self._known = {(schema.site, schema.fingerprint) for schema in self._schemas}
        self._sites = {schema.site for schema in self._schemas}
        self._probed = (-math.inf, True)
        self.acknowledged: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        store.register(self._schemas, self._today())

    async def report(self, request: Request) -> Response:
        wait = self._limiter.wait(request.client.host if request.client else None, self._clock())
        if wait:
            retry = {"Retry-After": str(math.ceil(wait))}
            raise RefusedError("rate-limited", "Too many reports came from this network; try again later.", retry)
        if request.headers.getlist("content-type") != [MEDIA_TYPE] or "content-encoding" in request.headers:
            raise RefusedError("media-type", f"A report is {MEDIA_TYPE}, without a content encoding.")
        try:
            report = decode(await _body(request))
        except RemoteError as error:
            raise RefusedError("malformed", f"{error}.") from None
        self._check(report)
        try:
            outcome = await asyncio.wrap_future(self._store.submit(report))
        except StoreError:
            raise _unavailable() from None
        if outcome not in ("added", "duplicate"):
            raise RefusedError(outcome, _DETAILS[outcome])
        self.acknowledged[outcome] += 1
        return Response(status_code=204, headers=HEADERS)

    def _check(self, report: Report) -> None:
        if report.site not in self._sites:
            raise RefusedError("unknown-site", "The report names a site that is not collected here.")
        if (report.site, report.schema) not in self._known:
            raise RefusedError("unknown-schema", _DETAILS["unknown-schema"])
        today = self._today()
        if not today - LATE_DAYS <= report.day <= today + AHEAD_DAYS:
            raise RefusedError("day-out-of-window", f"A report is for one of the last {LATE_DAYS} days.")

    async def config(self, request: Request) -> Response:
        """What a page or a reviewer may know: which lists are collected, and how a report must look."""
        listed = [{"site": schema.site, "schema": schema.fingerprint.hex()} for schema in self._schemas]
        return _json(
            {
                "format": 1,
                "mode": counter_lists.MODE,
                "report": {"version": VERSION, "media_type": MEDIA_TYPE, "bytes": SIZE},
                "keys": [],
                "schemas": listed,
            }
        )

    async def healthy(self, request: Request) -> Response:
        return _json({"status": "ok"})

    async def ready(self, request: Request) -> Response:
        """Whether the store can be written; asked of the disk at most once a second."""
        at, writable = self._probed
        if not 0 <= time.monotonic() - at < 1:
            try:
                await asyncio.to_thread(self._store.ready)
                writable = True
            except StoreError:
                writable = False
            self._probed = (time.monotonic(), writable)
        if not writable:
            raise _unavailable()
        return _json({"status": "ok"})

    async def metrics(self, request: Request) -> Response:
        lines = [
            "# HELP edgepersona_reports_total Reports acknowledged by this process.",
            "# TYPE edgepersona_reports_total counter",
            *(f'edgepersona_reports_total{{outcome="{o}"}} {self.acknowledged[o]}' for o in ("added", "duplicate")),
            "# HELP edgepersona_refusals_total Requests refused by this process.",
            "# TYPE edgepersona_refusals_total counter",
            *(f'edgepersona_refusals_total{{reason="{reason}"}} {self.refusals[reason]}' for reason in REASONS),
        ]
        return PlainTextResponse("\n".join(lines) + "\n", headers=HEADERS, media_type="text/plain; version=0.0.4")

    def _today(self) -> int:
        return int(self._clock() // DAY_SECONDS)


async def _body(request: Request) -> bytes:
    """The body, at most MOST_BYTES. What the client says its length is may refuse it, never admit it."""
    too_large = RefusedError("too-large", f"A body has at most {MOST_BYTES} bytes.", {"Connection": "close"})
    stated = request.headers.get("content-length", "0")
    if not stated.isdecimal() or len(stated) > 9 or int(stated) > MOST_BYTES:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                if len(body) + len(chunk) > MOST_BYTES:
                    raise too_large
                body += chunk
    except TimeoutError:
        detail = f"A body comes within {BODY_SECONDS:.0f} seconds."
        raise RefusedError("too-slow", detail, {"Connection": "close"}) from None
    except ClientDisconnect:
        raise RefusedError("malformed", "The body ended early.") from None
    return bytes(body)


def _unavailable() -> RefusedError:
    return RefusedError("unavailable", "Nothing was added; try again later.", {"Retry-After": str(RETRY_SECONDS)})


def _json(value: Any) -> Response:
    return JSONResponse(value, headers=HEADERS)
