from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from edgepersona.collector import serving
from edgepersona.collector.app import MOST_BYTES, create_app
from edgepersona.collector.limits import Limiter
from edgepersona.collector.problems import TYPE
from edgepersona.collector.sqlite import SqliteStore
from edgepersona.collector.store import Closing
from edgepersona.core import counters, reports
from edgepersona.core.errors import LocalError

from .collecting import (
    DAY,
    GOAL,
    HEADERS,
    NOW,
    SCHEMA,
    SITE,
    body,
    counter_list,
    everything,
    serving_on_loopback,
    table,
    talking_to,
    totals,
)

ORIGIN = "https://shop.example"
EXPOSED = counters.exposed("treated")
CONVERTED = counters.converted("treated", GOAL)
PLENTY = 1_000_000


@pytest.fixture
def client(store: SqliteStore) -> Iterator[httpx.Client]:
    app = create_app(store, [counter_list()], [ORIGIN], lambda: NOW, Limiter(PLENTY, PLENTY))
    with talking_to(app) as client:
        yield client


def post(client: httpx.Client, content: Any, **headers: str) -> httpx.Response:
    return client.post("/v1/report", content=content, headers={**HEADERS, **headers})


def refused(response: httpx.Response, status: int, reason: str) -> None:
    """The response is a complete problem body for this reason."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert set(found) == {"type", "title", "status", "detail"}
    assert (found["type"], found["status"]) == (TYPE + reason, status)
    assert "Traceback" not in response.text


def counted(client: httpx.Client) -> dict[str, int]:
    """Metric (with its label) → value, of the nonzero ones."""
    lines = client.get("/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name.split('"')[1]: int(value) for name, value in pairs if int(value)}


def test_a_report_is_acknowledged_once_it_is_in_the_file(client: httpx.Client, path: Path) -> None:
    response = post(client, body(1, EXPOSED, CONVERTED))
    assert (response.status_code, response.content) == (204, b"")
    assert totals(path) == {EXPOSED: 1, CONVERTED: 1}


def test_a_replay_is_acknowledged_again_and_counted_once(client: httpx.Client, path: Path) -> None:
    post(client, body(1, EXPOSED))
    before = everything(path)
    assert [post(client, body(1, EXPOSED)).status_code for _ in range(3)] == [204] * 3
    assert everything(path) == before
    assert counted(client) == {"added": 1, "duplicate": 3}


def test_no_answer_sets_a_cookie_or_is_kept(client: httpx.Client) -> None:
    answers = [
        post(client, body(1)),
        post(client, b""),
        *(client.get(p) for p in ("/v1/config", "/healthz", "/readyz")),
    ]
    for answer in answers:
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("day", [DAY - 7, DAY - 1, DAY, DAY + 1])
def test_days_within_the_window(client: httpx.Client, day: int) -> None:
    assert post(client, body(1, EXPOSED, day=day)).status_code == 204


@pytest.mark.parametrize("day", [0, DAY - 8, DAY + 2, 2**31 - 1])
def test_days_outside_the_window(client: httpx.Client, path: Path, day: int) -> None:
    before = everything(path)
    refused(post(client, body(1, EXPOSED, day=day)), 422, "day-out-of-window")
    assert everything(path) == before
    assert counted(client) == {"day-out-of-window": 1}


def test_the_window_moves_with_the_clock(store: SqliteStore) -> None:
    clock = {"now": DAY * 86_400.0}
    with talking_to(create_app(store, [counter_list()], [], lambda: clock["now"])) as client:
        assert post(client, body(1, day=DAY - 7)).status_code == 204
        clock["now"] += 86_399
        assert post(client, body(2, day=DAY - 7)).status_code == 204
        clock["now"] += 1
        refused(post(client, body(3, day=DAY - 7)), 422, "day-out-of-window")


def test_a_released_day_has_a_type_of_its_own(client: httpx.Client, store: SqliteStore, path: Path) -> None:
    post(client, body(1, EXPOSED, day=DAY - 1))
    store.close_day(Closing(SITE, SCHEMA.fingerprint, DAY - 1, 0, 1.0, 8.0, 50), lambda counts: counts)
    before = everything(path)
    refused(post(client, body(2, EXPOSED, day=DAY - 1)), 422, "day-released")
    assert post(client, body(1, EXPOSED, day=DAY - 1)).status_code == 204
    assert everything(path) == before


def test_unknown_sites_lists_and_positions(client: httpx.Client, store: SqliteStore, path: Path) -> None:
    beyond = reports.encode(reports.Report(SITE, SCHEMA.fingerprint, DAY, bytes(16), (len(SCHEMA.counters),)))
    before = everything(path)
    refused(post(client, body(1, site="stranger")), 422, "unknown-site")
    refused(post(client, body(1, schema=b"other!!!")), 422, "unknown-schema")
    refused(post(client, beyond), 422, "positions-out-of-range")
    assert everything(path) == before
    assert counted(client) == {"unknown-site": 1, "unknown-schema": 1, "positions-out-of-range": 1}


def test_a_list_this_collector_was_not_given_is_unknown_even_if_the_store_has_it(store: SqliteStore) -> None:
    other = counter_list("other")
    with talking_to(create_app(store, [other], [], lambda: NOW)) as client:
        refused(post(client, body(1)), 422, "unknown-site")


def test_a_retired_list_is_unknown_for_its_days_are_not_closed_any_more(store: SqliteStore, path: Path) -> None:
    newer = counter_list(SITE, "block:new:-:shown")
    with talking_to(create_app(store, [newer], [], lambda: NOW)) as client:
        refused(post(client, body(1, EXPOSED)), 422, "unknown-schema")
    assert totals(path) == {}


@pytest.mark.parametrize("media_type", ["", "application/json", "text/plain", reports.MEDIA_TYPE + "; charset=utf-8"])
def test_other_media_types(client: httpx.Client, media_type: str) -> None:
    refused(post(client, body(1), **{"Content-Type": media_type}), 415, "media-type")
    assert counted(client) == {"media-type": 1}


def test_encoded_bodies_are_another_media_type(client: httpx.Client) -> None:
    refused(post(client, body(1), **{"Content-Encoding": "gzip"}), 415, "media-type")


def test_wrong_methods_and_paths_are_problems_too(client: httpx.Client) -> None:
    wrong = client.get("/v1/report")
    refused(wrong, 405, "method-not-allowed")
    assert wrong.headers["allow"] == "POST"
    refused(client.post("/healthz"), 405, "method-not-allowed")
    refused(client.delete("/v1/report"), 405, "method-not-allowed")
    refused(client.options("/v1/report"), 405, "method-not-allowed")
    for path in ("/", "/v1", "/v1/report/", "/healthz/", "/docs", "/v1/totals", "/%00", "/../etc/passwd"):
        refused(client.get(path), 404, "not-found")
    assert counted(client) == {"method-not-allowed": 4, "not-found": 8}


@pytest.mark.parametrize("size", [0, 1, reports.SIZE - 1, reports.SIZE + 1, MOST_BYTES])
def test_bodies_that_are_no_report(client: httpx.Client, size: int) -> None:
    refused(post(client, bytes(size)), 400, "malformed")


def test_bodies_over_the_limit(client: httpx.Client, path: Path) -> None:
    refused(post(client, bytes(MOST_BYTES + 1)), 413, "too-large")
    refused(post(client, iter([bytes(4000), bytes(97)])), 413, "too-large")
    assert counted(client) == {"too-large": 2}
    assert totals(path) == {}


def talk(base: str, sent: bytes) -> bytes:
    """What the server says to these bytes before it, or a second of silence, ends the connection."""
    host, port = base.removeprefix("http://").split(":")
    answer = b""
    with socket.create_connection((host, int(port)), timeout=1) as sock:
        try:
            sock.sendall(sent)
            while chunk := sock.recv(65_536):
                answer += chunk
        except OSError:
            pass
    return answer


def head(*lines: str) -> bytes:
    start = ("POST /v1/report HTTP/1.1", "Host: x", f"Content-Type: {reports.MEDIA_TYPE}")
    return "\r\n".join([*start, *lines, "", ""]).encode()


def test_a_stated_length_can_refuse_and_never_admit(client: httpx.Client, path: Path) -> None:
    base = str(client.base_url)
    # Too much announced, none sent: refused without waiting for any.
    for length in ("4097", "4294967296"):
        assert talk(base, head(f"Content-Length: {length}")).startswith(b"HTTP/1.1 413")
    # Nothing but a chunked stream that never ends: refused at the limit, with most of it unsent.
    endless = head("Transfer-Encoding: chunked") + (b"400\r\n" + bytes(1024) + b"\r\n") * 5
    assert talk(base, endless).startswith(b"HTTP/1.1 413")
    # Less announced than sent: the rest is not part of this report.
    assert talk(base, head("Content-Length: 10") + body(1, EXPOSED)).startswith(b"HTTP/1.1 400")
    # More announced than sent: not a report, and not added when the connection ends.
    assert not talk(base, head("Content-Length: 300") + body(2, EXPOSED)).startswith(b"HTTP/1.1 2")
    assert totals(path) == {}


def test_chunked_reports_are_reports(client: httpx.Client, path: Path) -> None:
    whole = body(1, EXPOSED)
    assert post(client, iter([whole[:100], whole[100:]])).status_code == 204
    assert totals(path) == {EXPOSED: 1}


def test_the_body_is_refused_while_it_streams(store: SqliteStore) -> None:
    """Straight through ASGI: after the limit not one more chunk is asked for."""
    app = create_app(store, [counter_list()], [], lambda: NOW)
    asked = 0
    answers: list[Any] = []

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": bytes(1_000), "more_body": True}

    async def send(message: Any) -> None:
        answers.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/v1/report", "query_string": b"", "client": ("192.0.2.1", 1),
        "headers": [(b"content-type", reports.MEDIA_TYPE.encode()), (b"content-length", b"256")],
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    assert answers[0]["status"] == 413
    assert asked == MOST_BYTES // 1_000 + 1


def test_config_names_the_lists_and_the_format(client: httpx.Client) -> None:
    found = client.get("/v1/config").json()
    assert found["schemas"] == [{"site": SITE, "schema": SCHEMA.fingerprint.hex()}]
    assert found["report"] == {"version": reports.VERSION, "media_type": reports.MEDIA_TYPE, "bytes": reports.SIZE}
    assert found["mode"] == "central"
    assert found["keys"] == []


def test_health_is_the_process_and_readiness_the_store(client: httpx.Client, store: SqliteStore) -> None:
    assert client.get("/readyz").json() == {"status": "ok"}
    store.close()
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = post(client, body(1))
    refused(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0


def test_readiness_fails_with_the_store(store: SqliteStore) -> None:
    with talking_to(create_app(store, [counter_list()], [], lambda: NOW)) as client:
        store.close()
        refused(client.get("/readyz"), 503, "unavailable")


def test_an_unexpected_failure_says_nothing_of_itself(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(report: object) -> None:
        raise RuntimeError("a secret in a message")

    monkeypatch.setattr(store, "submit", broken)
    with talking_to(create_app(store, [counter_list()], [], lambda: NOW)) as client:
        answer = post(client, body(1), Connection="close")
        refused(answer, 500, "internal")
        assert "secret" not in answer.text
        assert counted(client) == {"internal": 1}


def test_only_listed_origins_may_read_the_answer(client: httpx.Client) -> None:
    listed = post(client, body(1), Origin=ORIGIN)
    assert listed.headers["access-control-allow-origin"] == ORIGIN
    for origin in ("https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null", "*"):
        answer = post(client, body(1), Origin=origin)
        assert answer.status_code == 204
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["vary"] == "Origin"
    assert post(client, body(1)).headers["vary"] == "Origin"
    assert post(client, b"", Origin=ORIGIN).headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in listed.headers


def preflight(
    client: httpx.Client, origin: str = ORIGIN, method: str = "POST", wants: str = "content-type"
) -> httpx.Response:
    asked = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": wants}
    return client.options("/v1/report", headers=asked)


def test_preflight_for_the_media_type(client: httpx.Client) -> None:
    answer = preflight(client)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert answer.headers["access-control-allow-methods"] == "POST"
    assert answer.headers["access-control-allow-headers"] == "content-type"
    assert answer.headers["vary"].startswith("Origin")
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "asked",
    [{"origin": "https://evil.example"}, {"method": "DELETE"}, {"wants": "content-type, authorization"}],
)
def test_preflights_that_are_not_granted(client: httpx.Client, asked: dict[str, str]) -> None:
    answer = preflight(client, **asked)
    refused(answer, 403, "origin-not-listed")
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert counted(client) == {"origin-not-listed": 1}


@pytest.mark.parametrize("origin", ["*", "null", "https://shop.example/", "shop.example", "https://*.example", ""])
def test_origins_are_whole(store: SqliteStore, origin: str) -> None:
    with pytest.raises(LocalError):
        create_app(store, [counter_list()], [origin])


def test_lists_are_checked_before_anything_is_served(store: SqliteStore) -> None:
    good = counter_list()
    for wrong in (
        None,
        {},
        {**good, "format": 2},
        {**good, "mode": "local"},
        {**good, "site": "No Slug"},
        {**good, "schema": "0" * 16},
        {**good, "counters": []},
        {**good, "counters": [*good["counters"], good["counters"][0]]},
        {**good, "counters": good["counters"][::-1]},
        {**good, "conversions": "demo_request"},
        {**good, "conversions": ["demo_request", "another"]},
        {**good, "guardrails": ["another"]},
        {**good, "arms": ["treated", "control"]},
    ):
        with pytest.raises(LocalError):
            create_app(store, [wrong], [])


def test_too_many_reports_from_one_network(store: SqliteStore, path: Path) -> None:
    now = {"now": NOW}
    with talking_to(create_app(store, [counter_list()], [ORIGIN], lambda: now["now"], Limiter(60, 3))) as client:
        assert [post(client, body(n, EXPOSED)).status_code for n in range(3)] == [204] * 3
        answer = post(client, body(4, EXPOSED), Origin=ORIGIN)
        refused(answer, 429, "rate-limited")
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["access-control-expose-headers"] == "Retry-After"
        assert totals(path) == {EXPOSED: 3}
        assert client.get("/healthz").status_code == 200
        now["now"] += 1
        assert post(client, body(4, EXPOSED)).status_code == 204
        assert counted(client) == {"added": 4, "rate-limited": 1}


def test_two_hundred_at_once_are_counted_exactly(store: SqliteStore, path: Path) -> None:
    async def post_all(base: str) -> list[int]:
        limits = httpx.Limits(max_connections=50)
        async with httpx.AsyncClient(base_url=base, limits=limits, timeout=30) as client:
            posts = (client.post("/v1/report", content=body(n, EXPOSED), headers=HEADERS) for n in range(200))
            return [response.status_code for response in await asyncio.gather(*posts)]

    before = store.commits
    with serving_on_loopback(create_app(store, [counter_list()], [], lambda: NOW, Limiter(PLENTY, PLENTY))) as base:
        assert asyncio.run(post_all(base)) == [204] * 200
    assert totals(path) == {EXPOSED: 200}
    assert table(path, "SELECT count(*) FROM ids") == [(200,)]
    assert store.commits - before < 200


def test_no_address_is_kept_anywhere(store: SqliteStore, path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with talking_to(create_app(store, [counter_list()], [ORIGIN], lambda: NOW, Limiter(60, 2))) as client:
        for number in range(4):
            post(client, body(number, EXPOSED), **{"X-Forwarded-For": "203.0.113.77", "Origin": ORIGIN})
        post(client, b"nonsense")
        answers = [client.get(page).text for page in ("/metrics", "/v1/config", "/healthz", "/readyz")]
    written = b"".join(file.read_bytes() for file in path.parent.iterdir())
    logged = "".join(capfd.readouterr())
    assert EXPOSED.encode() in written
    for needle in ("127.0.0", "203.0.113", "shop.example"):
        assert needle.encode() not in written
        assert needle not in logged
        assert not [answer for answer in answers if needle in answer]


def test_the_server_is_set_up_not_to_log_addresses(store: SqliteStore) -> None:
    config = serving.server(create_app(store, [counter_list()], [])).config
    assert not config.access_log
    assert not config.server_header
    assert not config.proxy_headers


def test_forwarded_addresses_count_only_from_listed_proxies(store: SqliteStore) -> None:
    app = create_app(store, [counter_list()], [], lambda: NOW, Limiter(60, 1))
    with talking_to(app) as client:
        assert post(client, body(1), **{"X-Forwarded-For": "203.0.113.1"}).status_code == 204
        assert post(client, body(2), **{"X-Forwarded-For": "198.51.100.1"}).status_code == 429
    assert serving.server(app, ["192.0.2.1"]).config.forwarded_allow_ips == ["192.0.2.1"]


def test_metrics_are_prometheus_text_with_closed_labels(client: httpx.Client) -> None:
    post(client, body(1))
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in answer.text.splitlines():
        if not line.startswith("# "):
            name, value = line.rsplit(" ", 1)
            assert name.startswith(("edgepersona_reports_total{outcome=", "edgepersona_refusals_total{reason="))
            assert value.isdecimal()
    assert SITE not in answer.text
    assert json.dumps(answer.text)
