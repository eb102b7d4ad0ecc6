"""The embedded store: SQLite, WAL, synchronous=FULL, one writing thread.

Rules
1. `ids` holds a report's id beside its site and day, `totals` holds sums: no row ties one to the other, and
   neither table keeps the order of arrival (WITHOUT ROWID, sorted by key).
2. Deleted means overwritten: `secure_delete` is on, and the log is emptied when idle (commits.py).
3. Readers are other connections, and an authorizer forbids them `totals` and `ids` altogether.
4. A closed day accepts nothing: its row in `released_days` and the end of its totals are one transaction.

This module knows nothing of noise, HTTP or statistics.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import closing as closed_at_end
from typing import Any
from urllib.parse import quote

from edgepersona.core.errors import LocalError
from edgepersona.core.reports import Report

from .commits import Writer
from .schemas import Schema, parse
from .store import AHEAD_DAYS, EARLY_DAYS, Closing, Noised, Outcome, StoreError

BUSY_SECONDS = 10.0
"""How long a writer waits for another process (`release` beside `collect`)."""
_FORMAT = "1"
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE schemas (
  site TEXT NOT NULL, schema BLOB NOT NULL, size INTEGER NOT NULL, counters TEXT NOT NULL,
  first INTEGER NOT NULL, retired INTEGER, PRIMARY KEY (site, schema)) STRICT, WITHOUT ROWID;
CREATE TABLE totals (
  site TEXT NOT NULL, schema BLOB NOT NULL, day INTEGER NOT NULL, position INTEGER NOT NULL,
  count INTEGER NOT NULL, PRIMARY KEY (site, schema, day, position)) STRICT, WITHOUT ROWID;
CREATE TABLE ids (
  site TEXT NOT NULL, day INTEGER NOT NULL, id BLOB NOT NULL,
  PRIMARY KEY (site, day, id)) STRICT, WITHOUT ROWID;
CREATE TABLE released (
  site TEXT NOT NULL, schema BLOB NOT NULL, day INTEGER NOT NULL, counter TEXT NOT NULL,
  value INTEGER NOT NULL, PRIMARY KEY (site, schema, day, counter)) STRICT, WITHOUT ROWID;
CREATE TABLE released_days (
  site TEXT NOT NULL, schema BLOB NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL, epsilon REAL NOT NULL,
  scale REAL NOT NULL, minimum INTEGER NOT NULL, PRIMARY KEY (site, schema, day)) STRICT, WITHOUT ROWID;
"""
_OPEN_TO_READERS = {"meta", "schemas", "released", "released_days"}


class SqliteStore:
    """The Store (store.py) in one file. `commits` counts the transactions written by this process."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            # Made by us first, so that the file, its log and its index are the owner's alone.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error):
            raise LocalError(f"the store {path} cannot be opened: its folder must exist and be writable") from None
        try:
            _prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise StoreError(f"{path} is not a database that can be used") from None
        except StoreError:
            connection.close()
            raise
        self._writer = Writer(connection)

    @property
    def commits(self) -> int:
        return self._writer.commits

    def close(self) -> None:
        self._writer.close()

    # --- writing

    def register(self, schemas: Iterable[Schema], today: int) -> None:
        wanted = list(schemas)

        def job(connection: sqlite3.Connection) -> None:
            for site in {schema.site for schema in wanted}:
                kept = json.dumps([schema.fingerprint.hex() for schema in wanted if schema.site == site])
                connection.execute(
                    "UPDATE schemas SET retired = ? WHERE site = ? AND retired IS NULL "
                    "AND lower(hex(schema)) NOT IN (SELECT value FROM json_each(?))",
                    (today, site, kept),
                )
            for schema in wanted:
                connection.execute(
                    "INSERT INTO schemas VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT DO UPDATE "
                    "SET retired = NULL, first = min(first, excluded.first), counters = excluded.counters",
                    (
                        schema.site,
                        schema.fingerprint,
                        len(schema.counters),
                        json.dumps(schema.plain()),
                        today - EARLY_DAYS,
                    ),
                )

        self._writer.submit(job).result()

    def submit(self, report: Report) -> Future[Outcome]:
        return self._writer.submit(lambda connection: _add(connection, report))

    def add(self, report: Report) -> Outcome:
        return self.submit(report).result()

    def ready(self) -> None:
        self._write("UPDATE meta SET value = value WHERE key = 'format'")

    def mark_simulated(self) -> None:
        self._write("INSERT OR REPLACE INTO meta VALUES ('simulated', 'yes')")

    def forget_ids(self, before: int) -> int:
        return self._write("DELETE FROM ids WHERE day < ?", before)

    def close_day(self, closing: Closing, noised: Noised) -> dict[str, int] | None:
        return self._writer.submit(lambda connection: _close_day(connection, closing, noised)).result()

    def _write(self, statement: str, *values: int | str) -> int:
        return self._writer.submit(lambda connection: connection.execute(statement, values).rowcount).result()

    # --- reading what is public

    @property
    def simulated(self) -> bool:
        return bool(self._read("SELECT 1 FROM meta WHERE key = 'simulated'"))

    def schemas(self) -> list[Schema]:
        return [
            parse(json.loads(row[0])) for row in self._read("SELECT counters FROM schemas ORDER BY site, first, schema")
        ]

    def closings(self) -> list[Closing]:
        rows = self._read(
            "SELECT site, schema, day, at, epsilon, scale, minimum FROM released_days ORDER BY day, site, schema"
        )
        return [Closing(*row) for row in rows]

    def released(self) -> dict[tuple[str, bytes, int], dict[str, int]]:
        found: dict[tuple[str, bytes, int], dict[str, int]] = {}
        for *day, counter, value in self._read("SELECT site, schema, day, counter, value FROM released"):
            found.setdefault((day[0], day[1], day[2]), {})[counter] = value
        return found

    def due(self, last: int) -> list[tuple[Schema, int]]:
        done = {(closing.site, closing.schema, closing.day) for closing in self.closings()}
        days: list[tuple[Schema, int]] = []
        for raw, first, retired in self._read("SELECT counters, first, retired FROM schemas"):
            schema = parse(json.loads(raw))
            end = last if retired is None else min(last, retired + AHEAD_DAYS)
            days.extend(
                (schema, day) for day in range(first, end + 1) if (schema.site, schema.fingerprint, day) not in done
            )
        return sorted(days, key=lambda due: (due[1], due[0].site, due[0].fingerprint))

    def _read(self, statement: str) -> list[Any]:
        address = f"file:{quote(self._path)}?mode=rw"
        try:
            with closed_at_end(sqlite3.connect(address, timeout=BUSY_SECONDS, uri=True)) as connection:
                connection.set_authorizer(_public_only)
                return connection.execute(statement).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the store could not be read: {type(error).__name__}") from None


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO meta VALUES ('format', ?)", (_FORMAT,))
        row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    if row is None or row[0] != _FORMAT:
        raise StoreError(f"the store was made by another version: format {_FORMAT} is needed")


def _public_only(action: int, table: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and table in _OPEN_TO_READERS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _add(connection: sqlite3.Connection, report: Report) -> Outcome:
    listed = connection.execute(
        "SELECT size FROM schemas WHERE site = ? AND schema = ? AND first <= ?",
        (report.site, report.schema, report.day),
    ).fetchone()
    if listed is None:
        return "unknown-schema"
    if report.positions and max(report.positions) >= listed[0]:
        return "positions-out-of-range"
    key = (report.site, report.day, report.id)
    # Before the closed day: what was added once is acknowledged again, also after its day was released.
    if connection.execute("SELECT 1 FROM ids WHERE site = ? AND day = ? AND id = ?", key).fetchone():
        return "duplicate"
    if _is_closed(connection, report.site, report.schema, report.day):
        return "day-released"
    connection.execute("INSERT INTO ids VALUES (?, ?, ?)", key)
    connection.executemany(
        "INSERT INTO totals VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
        [(report.site, report.schema, report.day, position) for position in report.positions],
    )
    return "added"


def _is_closed(connection: sqlite3.Connection, site: str, schema: bytes, day: int) -> bool:
    found = connection.execute(
        "SELECT 1 FROM released_days WHERE site = ? AND schema = ? AND day = ?", (site, schema, day)
    ).fetchone()
    return found is not None


def _close_day(connection: sqlite3.Connection, closing: Closing, noised: Noised) -> dict[str, int] | None:
    day = (closing.site, closing.schema, closing.day)
    if _is_closed(connection, *day):
        return None
    row = connection.execute("SELECT counters FROM schemas WHERE site = ? AND schema = ?", day[:2]).fetchone()
    if row is None:
        raise StoreError("the counter list to release is not in the store")
    names = parse(json.loads(row[0])).counters
    totals = [0] * len(names)
    for position, count in connection.execute(
        "SELECT position, count FROM totals WHERE site = ? AND schema = ? AND day = ?", day
    ):
        totals[position] = count
    values = dict(zip(names, noised(totals), strict=True))
    published = {name: value for name, value in values.items() if value >= closing.minimum}
    connection.execute(
        "INSERT INTO released_days VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*day, closing.at, closing.epsilon, closing.scale, closing.minimum),
    )
    connection.executemany(
        "INSERT INTO released VALUES (?, ?, ?, ?, ?)",
        [(*day, name, value) for name, value in published.items()],
    )
    connection.execute("DELETE FROM totals WHERE site = ? AND schema = ? AND day = ?", day)
    return published
