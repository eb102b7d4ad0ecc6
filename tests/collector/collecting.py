"""What the collector's tests share: a small counter list, reports for it, and applications that really listen."""

from __future__ import annotations

import itertools
import math
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from edgepersona.collector import serving
from edgepersona.collector.noise import Mechanism
from edgepersona.collector.schemas import Schema, parse
from edgepersona.core import counters, reports

SITE = "acme"
DAY = 20_000
NOW = (DAY + 0.5) * 86_400
ARMS = ("treated", "control", "caps_only")
GOAL, GUARD = "demo_request", "dismissed"
OUTCOMES = ("shown", "clicked", "dismissed", "converted")
HEADERS = {"Content-Type": reports.MEDIA_TYPE}


def counter_list(site: str = SITE, *extra: str) -> dict[str, Any]:
    """The JSON of a counters.json: three arms, a goal, a guardrail, two reasons, one block."""
    names: list[str] = []
    for arm in ARMS:
        names += [counters.exposed(arm), counters.converted(arm, GOAL), counters.guardrail(arm, GUARD)]
    names += [counters.silence("FATIGUE"), counters.silence("QUIET")]
    names += [counters.outcome("uc", segment, what) for segment in ("ops", None) for what in OUTCOMES]
    names += [counters.ghost("uc"), *extra]
    return {
        "format": 1,
        "site": site,
        "schema": counters.fingerprint(site, names).hex(),
        "bundle": "sha256:" + "0" * 64,
        "mode": "central",
        "arms": list(ARMS),
        "conversions": [GOAL],
        "guardrails": [GUARD],
        "counters": names,
    }


SCHEMA: Schema = parse(counter_list())


def report(
    number: int, *names: str, day: int = DAY, site: str = SITE, schema: bytes = SCHEMA.fingerprint
) -> reports.Report:
    """The report of id `number` that says these counters."""
    positions = counters.positions(SCHEMA.counters, names)
    return reports.Report(site, schema, day, number.to_bytes(16, "big"), positions)


def body(number: int, *names: str, day: int = DAY, site: str = SITE, schema: bytes = SCHEMA.fingerprint) -> bytes:
    return reports.encode(report(number, *names, day=day, site=site, schema=schema))


def table(path: Path, statement: str) -> list[Any]:
    """Rows straight from the file, past the store: what is really on the disk."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def totals(path: Path) -> dict[str, int]:
    """Counter → raw total over all days of SCHEMA."""
    rows = table(path, "SELECT position, sum(count) FROM totals GROUP BY position")
    return {SCHEMA.counters[position]: count for position, count in rows}


def everything(path: Path) -> dict[str, list[Any]]:
    """Every row of every table."""
    names = [row[0] for row in table(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: table(path, f"SELECT * FROM {name}") for name in names}


@contextmanager
def serving_on_loopback(app: Starlette) -> Iterator[str]:
    """The address of an application that uvicorn serves, as `serve` would, in a thread."""
    sock = serving.listen()
    server = serving.server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        sock.close()


@contextmanager
def talking_to(app: Starlette) -> Iterator[httpx.Client]:
    with serving_on_loopback(app) as base, httpx.Client(base_url=base) as client:
        yield client


def put(path: Path, day: int, counts: dict[str, int], schema: Schema = SCHEMA) -> None:
    """Raw totals of a day, as many reports would have left them."""
    rows = [(schema.site, schema.fingerprint, day, schema.counters.index(name), n) for name, n in counts.items()]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("INSERT INTO totals VALUES (?, ?, ?, ?, ?)", rows)


def adding(*noise: int) -> Callable[[float, int], tuple[Mechanism, float]]:
    """A mechanism for `release(noise=…)` that adds this to the counters in turn instead of drawing."""

    def make(scale: float, most_ones: int) -> tuple[Mechanism, float]:
        turns = itertools.cycle(noise)
        return lambda counts: [count + next(turns) for count in counts], most_ones / scale

    return make


def seeded(dice: random.Random) -> Callable[[float, int], tuple[Mechanism, float]]:
    """A mechanism for `release(noise=…)` with the right distribution from dice that can be thrown again."""

    def make(scale: float, most_ones: int) -> tuple[Mechanism, float]:
        return lambda counts: [count + two_sided_geometric(dice, scale) for count in counts], most_ones / scale

    return make


def two_sided_geometric(dice: random.Random, scale: float) -> int:
    """One draw of the discrete Laplace distribution: the difference of two geometric ones."""
    return geometric(dice, scale) - geometric(dice, scale)


def geometric(dice: random.Random, scale: float) -> int:
    return int(math.log(1 - dice.random()) * -scale)
