from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import httpx

from edgepersona.collector.release import release
from edgepersona.collector.sqlite import SqliteStore
from edgepersona.core import counters

from .collecting import DAY, HEADERS, NOW, body, counter_list, everything, report, table, totals

EXPOSED = counters.exposed("treated")
CRASHING = Path(__file__).with_name("crashing.py")


def start(path: Path, what: str, now: float) -> subprocess.Popen[str]:
    arguments = [f"sqlite:///{path}", what, str(now), json.dumps([counter_list()])]
    return subprocess.Popen([sys.executable, str(CRASHING), *arguments], stdout=subprocess.PIPE, text=True)


def test_what_was_acknowledged_survives_kill_9_exactly_once(path: Path) -> None:
    process = start(path, "collect", NOW)
    assert process.stdout is not None
    base = f"http://127.0.0.1:{int(process.stdout.readline())}"
    acknowledged: list[int] = []
    tried: list[int] = []
    enough = threading.Event()

    def keep_posting(lane: int) -> None:
        with httpx.Client(base_url=base) as client:
            for number in range(lane, 40_000, 8):
                tried.append(number)
                try:
                    answer = client.post("/v1/report", content=body(number, EXPOSED), headers=HEADERS)
                except httpx.TransportError:
                    return
                if answer.status_code == 204:
                    acknowledged.append(number)
                if len(acknowledged) > 400:
                    enough.set()

    lanes = [threading.Thread(target=keep_posting, args=(lane,)) for lane in range(8)]
    for thread in lanes:
        thread.start()
    assert enough.wait(timeout=60)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    for thread in lanes:
        thread.join()
    process.stdout.close()

    store = SqliteStore(str(path))
    kept = {int.from_bytes(row[0], "big") for row in table(path, "SELECT id FROM ids")}
    assert set(acknowledged) <= kept <= set(tried)
    assert totals(path) == {EXPOSED: len(kept)}
    # The device did not hear of some and asks again: counted once all the same.
    outcomes = [store.add(report(number, EXPOSED)) for number in tried]
    assert outcomes.count("added") == len(tried) - len(kept)
    assert totals(path) == {EXPOSED: len(set(tried))}
    store.close()


def test_a_release_killed_before_its_commit_changed_nothing(path: Path, store: SqliteStore) -> None:
    for number in range(60):
        store.add(report(number, EXPOSED))
    tomorrow = NOW + 86_400
    process = start(path, "release", tomorrow)
    assert process.wait(timeout=60) == -signal.SIGKILL
    assert process.stdout is not None
    process.stdout.close()
    rows = everything(path)
    # The days before, on which nobody reported, were closed one by one; this one was not.
    assert len(rows["released_days"]) == 7
    assert DAY not in {row[2] for row in rows["released_days"] + rows["released"]}
    assert totals(path) == {EXPOSED: 60}

    released = release(store, now=tomorrow, grace_days=0)
    assert [day.closing.day for day in released] == [DAY]
    assert totals(path) == {}
