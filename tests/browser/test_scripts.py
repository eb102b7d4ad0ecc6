"""The browser half's own unit tests, which run in Node."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from edgepersona.authoring.compile import load
from edgepersona.core.bundle import encode
from tests.vectors.make import PERSONA

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_unit_tests_in_javascript_pass(tmp_path: Path) -> None:
    (tmp_path / "bundle").write_bytes(encode(load(PERSONA).bundle))
    files = sorted(str(path) for path in (ROOT / "tests" / "browser_js").glob("*.test.js"))
    done = subprocess.run(
        ["node", "--test", *files],
        cwd=ROOT,
        env={**os.environ, "BUNDLE": str(tmp_path / "bundle")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 0" not in done.stdout
    assert "# fail 0" in done.stdout
