"""A slower processor for a browser's pages: their processes are stopped and continued, a few milliseconds at a time.

Rules
1. Chromium's own throttling does not reach workers, which is where Python runs; stopping a process reaches all of it.
2. Only renderers of browsers whose command line has the mark given, say their profile's, are touched. They are found
   again all the time, because a new page may come with a new process, and none stays stopped. They are stopped in
   proportion to how long they really ran: on a busy machine nobody wakes up on time.
3. It runs beside what is measured, in a process of its own: `python -m edgepersona.bench.slow MARK TIMES`, until its
   standard input closes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

RUN = 0.004
"""Seconds a renderer runs at a stretch."""
LOOK = 0.05
"""Seconds after which they are looked for again."""
PROC = Path("/proc")


def possible() -> bool:
    """Whether this system says which processes there are, the way Linux does."""
    return (PROC / "self" / "stat").is_file()


@contextmanager
def slowed(mark: str, times: int) -> Iterator[None]:
    """Meanwhile, the renderers of browsers with this mark have one of `times` parts of the time."""
    command = [sys.executable, "-m", "edgepersona.bench.slow", mark, str(times)]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ourselves
    assert worker.stdout is not None
    worker.stdout.readline()  # it is at work
    try:
        yield
    finally:
        worker.communicate()


def renderers(mark: str) -> list[int]:
    """The pages' processes of browsers whose command line has the mark, by their ids."""
    commands: dict[int, bytes] = {}  # Chromium writes its own with spaces, others with zeros
    parents: dict[int, int] = {}
    for path in PROC.iterdir():
        if path.name.isdecimal():
            with suppress(OSError):
                commands[int(path.name)] = (path / "cmdline").read_bytes().replace(b"\0", b" ") + b" "
                parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
    ours = {one for one, words in commands.items() if mark.encode() in words and one != os.getpid()}

    def started(one: int) -> bool:
        while one in parents and one not in ours:
            one = parents[one]
        return one in ours

    return [one for one, words in commands.items() if b" --type=renderer " in words and started(one)]


def main(mark: str, times: int) -> None:
    """Until standard input closes."""
    over = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    found = renderers(mark)
    looked = time.monotonic()
    print("at work", flush=True)
    try:
        while not over.is_set():
            begun = time.monotonic()
            time.sleep(RUN)
            _tell(found, signal.SIGSTOP)
            stopped = time.monotonic()
            if stopped - looked > LOOK:
                found, looked = renderers(mark), stopped
                _tell(found, signal.SIGSTOP)
            time.sleep(max(0.0, (stopped - begun) * (times - 1) - (time.monotonic() - stopped)))
            _tell(found, signal.SIGCONT)
    finally:
        _tell(found, signal.SIGCONT)


def _tell(processes: list[int], what: signal.Signals) -> None:
    for one in processes:
        with suppress(ProcessLookupError):
            os.kill(one, what)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
