"""The real command line in a process of its own, bounded in time and memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

MEMORY = 700_000_000
"""Address space, not memory in use: a healthy check needs a third of it."""
SECONDS = 20
ROOT = Path(__file__).parent.parent.parent


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def command(*arguments: str | Path) -> list[str]:
    """The command line as an argument list."""
    return [sys.executable, "-m", "edgepersona.cli", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1"}


def edgepersona(
    *arguments: str | Path, stdin: bytes | None = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end. Every exit but 0, 1 and 2, and every traceback, is a failure of the test."""
    done = subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        timeout=SECONDS + 10,
        env=environment(),
        cwd=cwd,
        preexec_fn=_bound,
        check=False,
    )
    assert done.returncode in (0, 1, 2), (done.returncode, done.stderr[-2000:])
    assert b"Traceback" not in done.stderr, done.stderr[-2000:]
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(*arguments: str | Path, stdin: bytes | None = b"", cwd: Path | None = None) -> str:
    """Run a verb that must refuse with exit 2, nothing on standard output and one line on standard error."""
    done = edgepersona(*arguments, stdin=stdin, cwd=cwd)
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert len(lines[0]) < 600
    assert lines[0].isprintable(), lines[0]
    return lines[0]
