from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edgepersona.collector.app import create_app
from edgepersona.collector.limits import Limiter
from edgepersona.collector.sqlite import SqliteStore
from edgepersona.core import counters, reports
from edgepersona.core.errors import RemoteError

from .collecting import DAY, HEADERS, NOW, SCHEMA, SITE, body, counter_list, everything, talking_to

EXPOSED = counters.exposed("treated")
UNUSED = 0xFFFF


@pytest.fixture
def client(store: SqliteStore) -> Iterator[httpx.Client]:
    with talking_to(create_app(store, [counter_list()], [], lambda: NOW, Limiter(1e9, 10**9))) as client:
        yield client


def packed(*positions: int) -> bytes:
    return b"".join(p.to_bytes(2, "big") for p in positions)


def made(*, size: int = reports.SIZE, pad: int = 0, **changed: object) -> bytes:
    """A report with fields replaced, padded to `size` bytes with the byte `pad`."""
    fields = {
        "version": reports.VERSION, "mode": "central", "site": SITE, "schema": SCHEMA.fingerprint, "day": DAY,
        "id": bytes(16), "positions": packed(0, *[UNUSED] * 7), **changed,
    }  # fmt: skip
    bare = len(msgpack.packb([*fields.values(), b""]))
    return bytes(msgpack.packb([*fields.values(), bytes([pad]) * (size - bare)]))


HOSTILE = {
    "empty": b"",
    "one byte": b"\x98",
    "truncated": body(1, EXPOSED)[:-1],
    "padded further": body(1, EXPOSED) + b"\0",
    "twice": body(1, EXPOSED) * 2,
    "no msgpack": b"\xc1" * reports.SIZE,
    "a map": msgpack.packb({"site": SITE}) + bytes(reports.SIZE - 11),
    "nested arrays": b"\x91" * reports.SIZE,
    "a huge array": b"\xdd\xff\xff\xff\xff" + bytes(reports.SIZE - 5),
    "a huge map": b"\xdf\xff\xff\xff\xff" + bytes(reports.SIZE - 5),
    "a huge binary": b"\xc6\xff\xff\xff\xff" + bytes(reports.SIZE - 5),
    "an extension": b"\xc7\xfd\x01" + bytes(reports.SIZE - 3),
    "version 0": made(version=0),
    "version 2": made(version=2),
    "version text": made(version="1"),
    "other mode": made(mode="local"),
    "site bytes": made(site=SITE.encode()),
    "site missing": made(site=None),
    "site array": made(site=["acme"]),
    "site too long": made(site="a" * 41),
    "schema short": made(schema=SCHEMA.fingerprint[:-1]),
    "schema text": made(schema="12345678"),
    "day text": made(day=str(DAY)),
    "day float": made(day=float(DAY)),
    "day true": made(day=True),
    "day negative": made(day=-1),
    "day far": made(day=2**31),
    "day farther": made(day=2**64 - 1),
    "id short": made(id=bytes(15)),
    "id long": made(id=bytes(17)),
    "id number": made(id=7),
    "padding not zero": made(pad=1),
    "too many positions": made(positions=packed(*range(9))),
    "too few": made(positions=packed(0)),
    "odd": made(positions=packed(*range(8))[:-1]),
    "descending": made(positions=packed(2, 1, *[UNUSED] * 6)),
    "repeated": made(positions=packed(1, 1, *[UNUSED] * 6)),
    "gap": made(positions=packed(UNUSED, 1, *[UNUSED] * 6)),
    "positions list": made(positions=[0, 1]),
    "invalid utf-8": made().replace(b"\xa4acme", b"\xa4ac\xff\xfe"),
}


def test_the_frame_these_are_made_in_is_a_report() -> None:
    assert reports.decode(made()).positions == (0,)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies_change_nothing(client: httpx.Client, path: Path, name: str) -> None:
    before = everything(path)
    answer = client.post("/v1/report", content=HOSTILE[name], headers=HEADERS)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text
    assert everything(path) == before


def test_mutated_reports_are_either_read_exactly_or_refused(client: httpx.Client, path: Path) -> None:
    """Whatever is acknowledged is what the decoder read and nothing else; all else changes nothing."""
    dice = random.Random(11)
    expected: dict[bytes, tuple[int, ...]] = {}
    for number in range(400):
        mutated = bytearray(body(number, *dice.sample(SCHEMA.counters, 3)))
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            mutated[dice.randrange(len(mutated) if dice.random() < 0.3 else 70)] = dice.randrange(256)
        answer = client.post("/v1/report", content=bytes(mutated), headers=HEADERS)
        assert answer.status_code in (204, 400, 422)
        if answer.status_code == 204:
            read = reports.decode(bytes(mutated))
            expected.setdefault(read.id + bytes([read.day - DAY + 10]), read.positions)
    rows = everything(path)
    assert len(rows["ids"]) == len(expected)
    assert sum(row[-1] for row in rows["totals"]) == sum(len(positions) for positions in expected.values())
    assert 20 < len(expected) < 380


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.binary(min_size=reports.SIZE, max_size=reports.SIZE)))
def test_arbitrary_bytes_are_refused(client: httpx.Client, path: Path, content: bytes) -> None:
    with pytest.raises(RemoteError):
        reports.decode(content)
    before = everything(path)
    assert client.post("/v1/report", content=content, headers=HEADERS).status_code == 400
    assert everything(path) == before


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.text(max_size=9), st.binary(max_size=20)
        ),
        min_size=7,
        max_size=7,
    )
)
def test_arrays_of_anything_are_refused_or_whole(fields: list[object]) -> None:
    bare = len(msgpack.packb([*fields, b""]))
    content = msgpack.packb([*fields, bytes(max(0, reports.SIZE - bare))])
    with pytest.raises(RemoteError):
        reports.decode(content)
