"""What a store must do, whatever database is under it.

Rules
1. `add` and `submit` settle only once the report's id and its additions are durable together, or neither is.
2. Nothing ties a report's id to its positions, and nobody can ask for a total that has not been released:
   the only reader of totals is `close_day`, which deletes them in the transaction that publishes.
3. Which days are due never depends on what was reported: a day without a single report is closed as well,
   for a list of closed days that skips it would tell that there was none.

This module knows nothing of SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Literal, Protocol

from edgepersona.core.errors import LocalError, PersonaError
from edgepersona.core.reports import Report

from .schemas import Schema

EARLY_DAYS = 1
"""A list is collected from the day before it was made known: a page may have had it since then, not longer."""
LATE_DAYS = 7
"""A report lives this long on a device: one for an earlier day cannot come any more."""
AHEAD_DAYS = 1
"""A device's clock may already be in tomorrow."""
DAY_SECONDS = 86_400

Outcome = Literal["added", "duplicate", "unknown-schema", "positions-out-of-range", "day-released"]
Noised = Callable[[Sequence[int]], Sequence[int]]


class StoreError(PersonaError):
    """The store could not do it: disk full, locked, closed. What was asked did not happen."""


@dataclass(frozen=True, slots=True)
class Closing:
    """One released day of one counter list, and how it was noised."""

    site: str
    schema: bytes
    day: int
    """UTC day, counted from 1970-01-01."""
    at: int
    """When it was released: seconds since 1970, UTC."""
    epsilon: float
    """What one report may have cost its sender."""
    scale: float
    """Of the discrete Laplace noise on every counter."""
    minimum: int
    """Noised counts below it were not published."""


class Released(Protocol):
    """What the dashboard and the report may read: nothing that was not released."""

    @property
    def simulated(self) -> bool:
        """Whether these counts come from simulated visitors. Once true, always true."""

    def schemas(self) -> list[Schema]:
        """Every counter list ever registered, by site and age."""

    def closings(self) -> list[Closing]:
        """Every released day, oldest first."""

    def released(self) -> dict[tuple[str, bytes, int], dict[str, int]]:
        """(site, schema, day) → counter → noised value, of published counters only."""


class Store(Released, Protocol):
    def register(self, schemas: Iterable[Schema], today: int) -> None:
        """Makes known what is collected, from EARLY_DAYS before `today` on. A site's other lists retire."""

    def submit(self, report: Report) -> Future[Outcome]:
        """Asks for a report to be added; settles after the commit. StoreError: nothing was added."""

    def add(self, report: Report) -> Outcome:
        """Adds a report and waits for the commit."""

    def ready(self) -> None:
        """Writes something and commits it. Raises StoreError."""

    def due(self, last: int) -> list[tuple[Schema, int]]:
        """(schema, day) of every day up to `last` that is not released yet, oldest first."""

    def close_day(self, closing: Closing, noised: Noised) -> dict[str, int] | None:
        """Publishes what of `noised(totals)` reaches the minimum, deletes the totals, all in one transaction.

        Returns counter → published value; None if the day was released already, and then nothing changes.
        """

    def forget_ids(self, before: int) -> int:
        """Deletes the report ids of days before `before`; returns how many."""

    def mark_simulated(self) -> None:
        """States, for good, that these counts come from simulated visitors."""

    def close(self) -> None:
        """Finishes what was submitted and lets go of the database."""


def open_store(url: str) -> Store:
    """The store at `sqlite:///relative.db` or `sqlite:////absolute/path.db`, made if it is not there.

    Raises LocalError for an address it cannot use, StoreError for a database it cannot use.
    """
    from .sqlite import SqliteStore

    scheme, separator, rest = url.partition("://")
    if not separator or scheme != "sqlite":
        raise LocalError(
            "a store is sqlite:///file.db (four slashes before an absolute path); no other kind is supported"
        )
    path = rest.removeprefix("/")
    if not rest.startswith("/") or not path or path.endswith("/") or path == ":memory:" or "?" in path or "\0" in path:
        raise LocalError("a store's address is sqlite:/// and the path of a file")
    return SqliteStore(path)
