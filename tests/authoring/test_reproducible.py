"""The same file gives the same bytes: again, elsewhere, in another language's shell, and on another Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from edgepersona.authoring import signing
from tests.conftest import SAID

from .running import ROOT
from .shop import SHOP

SECOND = ROOT / ".cache" / "second-python"
"""What build/second_python.sh sets up where the machine has another Python that the project supports."""
PYTHONS = [sys.executable, *([str(SECOND / "bin" / "python")] if (SECOND / ".done").is_file() else [])]
VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def built(python: str, folder: Path, key: Path, **environment: str) -> dict[str, bytes]:
    """A signed build by that Python, started in that folder: name → bytes."""
    folder.mkdir()
    (folder / "persona.yaml").write_text(SHOP, encoding="utf-8")
    command = [python, "-m", "edgepersona.cli", "build", "persona.yaml", "--out", "ep"]
    done = subprocess.run(
        [*command, "--sign", str(key), "--build", "7", "--collector", "https://counts.example"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    site = folder / "ep"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_the_same_file_gives_the_same_bytes(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    signing.keygen(tmp_path / "keys")
    key = tmp_path / "keys" / "signing.key"
    first = built(sys.executable, tmp_path / "one", key, PYTHONHASHSEED="1", TZ="UTC", LANG="C")
    assert {"bundle.msgpack", "config.js", "integrity.json", "words/de.json"} <= first.keys()
    versions = []
    for n, python in enumerate(PYTHONS):
        again = built(python, tmp_path / f"two{n}", key, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LANG="tr_TR.UTF-8")
        assert [name for name in first.keys() | again.keys() if first.get(name) != again.get(name)] == []
        versions.append(subprocess.check_output([python, "-c", VERSION], text=True).strip())
    assert len(set(versions)) == len(PYTHONS)
    said = f"built the same bytes on Python {' and '.join(versions)}"
    alone = "" if len(versions) > 1 else "; this machine has no second Python that the project supports"
    pytestconfig.stash.setdefault(SAID, []).append(said + alone)
