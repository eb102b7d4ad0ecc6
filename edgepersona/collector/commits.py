"""Group commit: one thread writes, and everything that waits shares its next transaction.

Rules
1. A job runs inside a savepoint: one that fails undoes itself alone, and its future carries the error.
2. A future settles only after the commit. If the commit fails, every job of the batch failed.
3. Bounded: past `MOST_WAITING` jobs a new one is refused at once, so that a slow disk never eats the memory.
4. Idle for a second, the thread empties the write-ahead log, in which single additions would otherwise stay
   legible beside their ids until it is overwritten.

This module knows nothing of reports.
"""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from .store import StoreError

MOST_WAITING = 4_096
MOST_TOGETHER = 256
LINGER = 0.002
"""Seconds to wait for company: far below the minutes a report has waited on its device."""
IDLE = 1.0

type Job[T] = Callable[[sqlite3.Connection], T]


class Writer:
    """Owns the one writing connection. `commits` counts its transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.commits = 0
        self._connection = connection
        self._queue: queue.Queue[tuple[Job[Any], Future[Any]] | None] = queue.Queue(MOST_WAITING)
        self._closed = False
        self._gate = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit[T](self, job: Job[T]) -> Future[T]:
        """The future of a job's result, settled after its commit."""
        future: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise StoreError("the store is closed")
            try:
                self._queue.put_nowait((job, future))
            except queue.Full:
                raise StoreError("the store is behind; try again later") from None
        return future

    def close(self) -> None:
        """Commits what waits, empties the log and closes the connection."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        dirty, last = False, False
        while not last:
            try:
                first = self._queue.get(timeout=IDLE if dirty else None)
            except queue.Empty:
                dirty = not self._empty_log()
                continue
            batch, last = self._gather(first)
            if batch:
                self._commit(batch)
                dirty = True
        self._empty_log()
        self._connection.close()

    def _gather(self, first: tuple[Job[Any], Future[Any]] | None) -> tuple[list[tuple[Job[Any], Future[Any]]], bool]:
        """The jobs that share a transaction, and whether the end was among what waited."""
        batch: list[tuple[Job[Any], Future[Any]]] = []
        until = time.monotonic() + LINGER
        entry = first
        while entry is not None:
            # A job whose asker hung up is not begun; once begun it cannot be cancelled.
            if entry[1].set_running_or_notify_cancel():
                batch.append(entry)
            if len(batch) >= MOST_TOGETHER:
                return batch, False
            try:
                entry = self._queue.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                return batch, False
        return batch, True

    def _commit(self, batch: list[tuple[Job[Any], Future[Any]]]) -> None:
        settled: list[tuple[Future[Any], Any, Exception | None]] = []
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            for job, future in batch:
                connection.execute("SAVEPOINT job")
                try:
                    settled.append((future, job(connection), None))
                except sqlite3.Error:
                    raise
                except Exception as error:  # noqa: BLE001 - the job's own, whatever it is: it travels to whoever asked
                    connection.execute("ROLLBACK TO job")
                    settled.append((future, None, error))
                connection.execute("RELEASE job")
            connection.execute("COMMIT")
            self.commits += 1
        except sqlite3.Error as error:
            if connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            failure = StoreError(f"the store could not commit: {type(error).__name__}")
            settled = [(future, None, failure) for _, future in batch]
        for future, result, problem in settled:
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

    def _empty_log(self) -> bool:
        """Whether it is empty now; it is not while somebody reads, and nobody waits for that."""
        try:
            patience = self._connection.execute("PRAGMA busy_timeout").fetchone()[0]
            self._connection.execute("PRAGMA busy_timeout = 0")
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self._connection.execute(f"PRAGMA busy_timeout = {patience}")
        except sqlite3.Error:
            return False
        return not busy
