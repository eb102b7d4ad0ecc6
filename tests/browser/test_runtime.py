"""The runtime a page gets: the same bytes each time, and only what is needed in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from tests.end_to_end.serving import SDK

ROOT = SDK.parent.parent.parent
MADE = ROOT / ".cache" / "runtime"


def built(role: str) -> Path:
    return next(path for path in (SDK / "runtime").glob(f"{role}-*") if path.suffix not in (".br", ".gz"))


def test_modules_and_picture_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("glue.mjs", "python.wasm"):
        shutil.copy(next(MADE.glob(f"*/{name}")), tmp_path)
    wheels = sorted((SDK / "wheels").glob("*.whl"))
    # Another machine, as far as Python could tell.
    elsewhere = {
        **os.environ,
        "TZ": "Pacific/Chatham",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
    }
    command = ["node", str(ROOT / "build" / "runtime" / "make.mjs"), str(tmp_path), *map(str, wheels)]
    subprocess.run(command, cwd=tmp_path, env=elsewhere, check=True, capture_output=True)
    assert (tmp_path / "modules.zip").read_bytes() == built("modules").read_bytes()
    assert (tmp_path / "memory.bin").read_bytes() == built("memory").read_bytes()


def test_the_archive_holds_the_core_and_nothing_of_pyodide() -> None:
    with zipfile.ZipFile(built("modules")) as archive:
        names = set(archive.namelist())
        assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist()), "brotli does it better"
    core = {path.with_suffix(".pyc").relative_to(ROOT).as_posix() for path in (ROOT / "edgepersona/core").glob("*.py")}
    assert core <= names
    tops = {name.partition("/")[0].removesuffix(".pyc") for name in names}
    assert not tops & {"pyodide", "_pyodide", "asyncio", "ssl", "subprocess", "zipfile", "random", "tempfile", "socket"}
    assert len(names) < 130


def test_nothing_of_this_machine_is_in_the_picture() -> None:
    picture = built("memory").read_bytes()
    for word in (str(ROOT), "node_modules"):
        assert word.encode() not in picture, word
