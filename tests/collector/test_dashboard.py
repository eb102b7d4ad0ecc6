from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from edgepersona.collector.dashboard import create_app
from edgepersona.collector.release import release
from edgepersona.collector.sqlite import SqliteStore
from edgepersona.collector.statistics import results
from edgepersona.core import counters
from edgepersona.core.errors import LocalError

from .collecting import DAY, adding, put, talking_to

TOKEN = "a-token-of-our-own-1234"


@pytest.fixture
def client(store: SqliteStore) -> Iterator[httpx.Client]:
    with talking_to(create_app(store, TOKEN)) as client:
        yield client


def test_the_token_opens_the_results(client: httpx.Client, store: SqliteStore, path: Path) -> None:
    put(path, DAY, {counters.exposed("treated"): 500})
    put(path, DAY + 1, {counters.exposed("control"): 700})
    release(store, now=(DAY + 1) * 86_400, grace_days=0, noise=adding(0))
    answer = client.get("/api/results", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.json() == results(store)
    arms = {arm["arm"]: arm["exposed"]["count"] for arm in answer.json()["sites"][0]["arms"]}
    assert arms == {"treated": 500, "control": None, "caps_only": None}


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"bearer {TOKEN}",
        TOKEN,
        f"Basic {TOKEN}",
    ],
)
def test_nothing_else_does(client: httpx.Client, header: str | None) -> None:
    answer = client.get("/api/results", headers={} if header is None else {"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 401
    assert "sites" not in answer.text


def test_header_bytes_that_are_no_ascii_are_refused(client: httpx.Client) -> None:
    answer = client.get("/api/results", headers={b"Authorization": b"Bearer \xff\xfe"})
    assert answer.status_code == 401


def test_the_token_is_not_taken_from_the_address(client: httpx.Client) -> None:
    assert client.get("/api/results", params={"token": TOKEN}).status_code == 401


def test_page_and_files_are_whole_and_under_a_strict_policy(client: httpx.Client) -> None:
    for path, media_type in (("/", "text/html"), ("/dashboard.js", "text/javascript"), ("/dashboard.css", "text/css")):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers
        assert TOKEN not in answer.text
        assert "innerHTML" not in answer.text
        assert "http://" not in answer.text
        assert "https://" not in answer.text
    page = client.get("/").text
    assert "style=" not in page
    assert "onclick" not in page


def test_the_collector_is_not_here_and_the_other_way_round(client: httpx.Client) -> None:
    for path in ("/v1/report", "/v1/config", "/metrics", "/dashboard.html", "/pages/dashboard.js", "/api/results/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.post("/api/results").status_code == 405


@pytest.mark.parametrize(
    "token", ["", "short", "x" * 15, "with a space in the middle", "ümlaut-is-not-ascii-1", "tab\tis-not-printable"]
)
def test_weak_tokens_are_refused(store: SqliteStore, token: str) -> None:
    with pytest.raises(LocalError):
        create_app(store, token)


def test_an_unreadable_store_is_a_problem(client: httpx.Client, path: Path) -> None:
    path.unlink()
    answer = client.get("/api/results", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 503
    assert "sqlite" not in answer.text.lower()
    assert str(path) not in answer.text
