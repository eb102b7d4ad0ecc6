from __future__ import annotations

import os
import sqlite3
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgepersona.collector.commits import IDLE
from edgepersona.collector.schemas import parse
from edgepersona.collector.sqlite import SqliteStore
from edgepersona.collector.store import Closing, StoreError, open_store
from edgepersona.core import counters
from edgepersona.core.errors import LocalError

from .collecting import DAY, GOAL, SCHEMA, SITE, counter_list, everything, report, table, totals

EXPOSED = counters.exposed("treated")
CONVERTED = counters.converted("treated", GOAL)


def closing_of(day: int, minimum: int = 1) -> Closing:
    return Closing(SITE, SCHEMA.fingerprint, day, 0, 1.0, 8.0, minimum)


def test_a_report_is_added_once(store: SqliteStore, path: Path) -> None:
    assert store.add(report(1, EXPOSED, CONVERTED)) == "added"
    assert store.add(report(1, EXPOSED, CONVERTED)) == "duplicate"
    assert store.add(report(2, EXPOSED)) == "added"
    assert totals(path) == {EXPOSED: 2, CONVERTED: 1}


def test_the_same_id_on_another_day_or_site_is_another_report(store: SqliteStore, path: Path) -> None:
    other = parse(counter_list("other"))
    store.register([other], DAY - 6)
    assert store.add(report(1, EXPOSED)) == "added"
    assert store.add(report(1, EXPOSED, day=DAY - 1)) == "added"
    assert store.add(report(1, EXPOSED, site="other", schema=other.fingerprint)) == "added"
    assert table(path, "SELECT site, sum(count) FROM totals GROUP BY site") == [(SITE, 2), ("other", 1)]


def test_a_report_that_says_nothing_still_counts_as_seen(store: SqliteStore, path: Path) -> None:
    assert store.add(report(1)) == "added"
    assert store.add(report(1)) == "duplicate"
    assert totals(path) == {}


@pytest.mark.parametrize(
    ("wrong", "outcome"),
    [
        (report(1, site="nobody"), "unknown-schema"),
        (report(1, schema=b"8 bytes!"), "unknown-schema"),
        (
            type(report(1))(SITE, SCHEMA.fingerprint, DAY, bytes(16), (0, len(SCHEMA.counters))),
            "positions-out-of-range",
        ),
    ],
)
def test_what_does_not_fit_the_list_changes_nothing(
    store: SqliteStore, path: Path, wrong: object, outcome: str
) -> None:
    before = everything(path)
    assert store.add(wrong) == outcome  # type: ignore[arg-type]
    assert everything(path) == before


def test_the_last_position_of_the_list_is_in_range(store: SqliteStore, path: Path) -> None:
    assert store.add(report(1, SCHEMA.counters[-1])) == "added"
    assert totals(path) == {SCHEMA.counters[-1]: 1}


def test_a_closed_day_takes_nothing_new_and_still_knows_what_it_had(store: SqliteStore, path: Path) -> None:
    store.add(report(1, EXPOSED))
    assert store.close_day(closing_of(DAY), lambda counts: counts) == {EXPOSED: 1}
    before = everything(path)
    assert store.add(report(2, EXPOSED)) == "day-released"
    assert store.add(report(1, EXPOSED)) == "duplicate"
    assert everything(path) == before
    assert store.add(report(2, EXPOSED, day=DAY - 1)) == "added"


def test_no_row_ties_an_id_to_a_position(store: SqliteStore, path: Path) -> None:
    store.add(report(1, EXPOSED, CONVERTED))
    for name, rows in everything(path).items():
        columns = {row[1] for row in table(path, f"PRAGMA table_info({name})")}
        assert not {"id", "position"} <= columns, name
        assert not {"id", "count"} <= columns, name
        assert not {"id", "schema"} <= columns, name
        del rows
    assert table(path, "SELECT count(*) FROM ids") == [(1,)]


def test_tables_are_strict_and_keep_no_order_of_arrival(path: Path, store: SqliteStore) -> None:
    made = table(
        path, "SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'"
    )
    assert {name for name, _, _ in made} == {"meta", "schemas", "totals", "ids", "released", "released_days"}
    assert all(strict == 1 and without_rowid == 1 for _, strict, without_rowid in made)


def test_durability_settings_are_on(store: SqliteStore, path: Path) -> None:
    asked = ("journal_mode", "synchronous", "secure_delete")
    found = store._writer.submit(lambda c: [c.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]).result()
    assert found == ["wal", 2, 1]
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_readers_cannot_reach_what_is_not_released(store: SqliteStore) -> None:
    store.add(report(1, EXPOSED))
    for statement in (
        "SELECT * FROM totals",
        "SELECT count(*) FROM ids",
        "SELECT (SELECT max(count) FROM totals)",
        "DELETE FROM released",
        "ATTACH 'x' AS y",
    ):
        with pytest.raises(StoreError):
            store._read(statement)
    assert store.released() == {}


def test_ids_are_forgotten_by_day(store: SqliteStore, path: Path) -> None:
    for day in (DAY - 7, DAY - 1, DAY):
        store.add(report(day, EXPOSED, day=day))
    assert store.forget_ids(DAY - 1) == 1
    assert table(path, "SELECT day FROM ids ORDER BY day") == [(DAY - 1,), (DAY,)]


def test_concurrent_adds_share_transactions_and_lose_nothing(store: SqliteStore, path: Path) -> None:
    before = store.commits
    with ThreadPoolExecutor(32) as pool:
        outcomes = list(pool.map(lambda n: store.add(report(n // 2, EXPOSED)), range(400)))
    assert sorted(outcomes) == ["added"] * 200 + ["duplicate"] * 200
    assert totals(path) == {EXPOSED: 200}
    assert store.commits - before < 200


def test_one_failing_job_spoils_no_other(store: SqliteStore, path: Path) -> None:
    def half_done(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM schemas")
        raise KeyError("mine")

    first = store.submit(report(1, EXPOSED))
    failing = store._writer.submit(half_done)
    second = store.submit(report(2, EXPOSED))
    assert first.result() == "added"
    assert isinstance(failing.exception(), KeyError)
    assert second.result() == "added"
    assert store.schemas() == [SCHEMA]
    assert totals(path) == {EXPOSED: 2}


def test_a_failing_database_fails_everyone_in_the_batch_and_the_next_works(store: SqliteStore, path: Path) -> None:
    bad = store._writer.submit(lambda connection: connection.execute("INSERT INTO nowhere VALUES (1)"))
    good = store.submit(report(1, EXPOSED))
    assert isinstance(bad.exception(), StoreError)
    failed = good.exception()
    assert failed is None or isinstance(failed, StoreError)
    assert totals(path) == ({EXPOSED: 1} if failed is None else {})
    assert store.add(report(2, EXPOSED)) == "added"


def test_single_additions_do_not_stay_legible_in_the_log(store: SqliteStore, path: Path) -> None:
    store.add(report(1, EXPOSED))
    log = Path(f"{path}-wal")
    assert log.stat().st_size > 0
    until = time.monotonic() + IDLE + 5
    while log.stat().st_size and time.monotonic() < until:
        time.sleep(0.05)
    assert log.stat().st_size == 0


def test_a_closed_store_says_so_and_closes_twice(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.add(report(1))


def test_what_was_submitted_before_closing_is_committed(path: Path) -> None:
    store = SqliteStore(str(path))
    store.register([SCHEMA], DAY - 6)
    futures = [store.submit(report(n, EXPOSED)) for n in range(600)]
    store.close()
    assert {future.result(timeout=0) for future in futures} == {"added"}
    assert totals(path) == {EXPOSED: 600}


def test_reopening_finds_everything(path: Path) -> None:
    first = open_store(f"sqlite:///{path}")
    first.register([SCHEMA], DAY - 6)
    first.mark_simulated()
    first.add(report(1, EXPOSED))
    first.close()
    again = open_store(f"sqlite:///{path}")
    assert again.add(report(1, EXPOSED)) == "duplicate"
    assert again.schemas() == [SCHEMA]
    assert again.simulated
    again.close()


def test_real_until_marked_simulated(store: SqliteStore) -> None:
    assert not store.simulated
    store.mark_simulated()
    store.mark_simulated()
    assert store.simulated


def test_relative_and_absolute_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///here.db").close()
    open_store(f"sqlite:///{tmp_path}/there.db").close()
    assert {p.name for p in tmp_path.iterdir()} == {"here.db", "there.db"}


@pytest.mark.parametrize(
    "url",
    [
        "", "counts.db", "postgresql://host/db", "sqlite:counts.db", "sqlite://counts.db", "sqlite://", "sqlite:///",
        "sqlite:///:memory:", "sqlite:///a.db?mode=ro", "sqlite:////no/such/folder/a.db", "SQLITE:///a.db",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_in_one_line(url: str) -> None:
    with pytest.raises(LocalError) as error:
        open_store(url)
    assert "\n" not in str(error.value)
    assert "store" in str(error.value)


def test_foreign_files_are_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"not a database at all, but long enough to look at" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_database_of_another_format_is_refused(path: Path, store: SqliteStore) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '9' WHERE key = 'format'")
    with pytest.raises(StoreError, match="format 1"):
        open_store(f"sqlite:///{path}")


def test_due_days_follow_the_calendar_not_the_reports(store: SqliteStore) -> None:
    assert store.due(DAY - 8) == []
    assert store.due(DAY - 6) == [(SCHEMA, DAY - 7), (SCHEMA, DAY - 6)]
    store.add(report(1, EXPOSED, day=DAY - 6))
    assert store.due(DAY - 6) == [(SCHEMA, DAY - 7), (SCHEMA, DAY - 6)]
    store.close_day(closing_of(DAY - 7), lambda counts: counts)
    assert store.due(DAY - 6) == [(SCHEMA, DAY - 6)]


def test_a_retired_list_is_due_as_long_as_reports_could_come(store: SqliteStore) -> None:
    newer = parse(counter_list(SITE, "block:new:-:shown"))
    store.register([newer], DAY + 3)
    days = [day for schema, day in store.due(DAY + 30) if schema == SCHEMA]
    assert days == list(range(DAY - 7, DAY + 3 + 1 + 1))
    store.register([parse(counter_list("elsewhere"))], DAY + 9)
    assert max(day for schema, day in store.due(DAY + 30) if schema == newer) == DAY + 30
    store.register([SCHEMA, newer], DAY + 9)
    assert max(day for schema, day in store.due(DAY + 30) if schema == SCHEMA) == DAY + 30


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.sets(st.integers(0, 20), max_size=8)), max_size=30))
def test_totals_are_the_sum_of_first_sightings(
    tmp_path_factory: pytest.TempPathFactory, sent: list[tuple[int, set[int]]]
) -> None:
    path = tmp_path_factory.mktemp("store") / "counts.db"
    store = SqliteStore(str(path))
    store.register([SCHEMA], DAY - 6)
    expected: dict[str, int] = {}
    seen: set[int] = set()
    for number, chosen in sent:
        names = [SCHEMA.counters[n] for n in chosen if n < len(SCHEMA.counters)]
        assert store.add(report(number, *names)) == ("duplicate" if number in seen else "added")
        if number not in seen:
            for name in names:
                expected[name] = expected.get(name, 0) + 1
        seen.add(number)
    store.close()
    assert totals(path) == expected


def test_a_list_collects_from_the_day_before_it_was_made_known(store: SqliteStore) -> None:
    newer = parse(counter_list(SITE, "block:new:-:shown"))
    store.register([newer], DAY)
    early, late = (report(n, EXPOSED, day=day, schema=newer.fingerprint) for n, day in ((1, DAY - 2), (2, DAY - 1)))
    assert store.add(early) == "unknown-schema"
    assert store.add(late) == "added"
    assert [day for schema, day in store.due(DAY - 1) if schema == newer] == [DAY - 1]
