from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edgepersona.collector.sqlite import SqliteStore

from .collecting import DAY, SCHEMA


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counts.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """A fresh store in which SCHEMA is collected, from seven days before DAY on."""
    made = SqliteStore(str(path))
    made.register([SCHEMA], DAY - 6)
    yield made
    made.close()
