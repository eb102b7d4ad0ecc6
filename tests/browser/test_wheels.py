"""The wheels a browser runs: what is in ours, that it is the same bytes each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.end_to_end.serving import SDK

ROOT = Path(__file__).resolve().parent.parent.parent
PYODIDE = Path(sys.executable).with_name("pyodide")


def core_wheel() -> Path:
    return next((SDK / "wheels").glob("edgepersona_core-*.whl"))


def test_the_core_wheel_holds_the_core_and_the_bridge_and_nothing_else() -> None:
    with zipfile.ZipFile(core_wheel()) as wheel:
        modules = {name for name in wheel.namelist() if ".dist-info/" not in name}
    wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / "edgepersona" / "core").glob("*.py")}
    assert modules == wanted | {
        "edgepersona/__init__.py",
        "edgepersona/browser/__init__.py",
        "edgepersona/browser/bridge.py",
    }


def test_the_core_wheel_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / name)],
            cwd=ROOT / "build" / "core_wheel",
            env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"},
            check=True,
            capture_output=True,
        )
    one, two = (next((tmp_path / name).glob("*.whl")).read_bytes() for name in ("one", "two"))
    assert one == two == core_wheel().read_bytes()


def test_pyodides_own_compiler_takes_the_wheel(tmp_path: Path) -> None:
    copy = tmp_path / core_wheel().name
    copy.write_bytes(core_wheel().read_bytes())
    subprocess.run([PYODIDE, "py-compile", "--keep", str(copy)], check=True, capture_output=True)
    compiled = next(path for path in tmp_path.glob("*.whl") if path != copy)
    with zipfile.ZipFile(compiled) as wheel:
        assert any(name.endswith("core/decide.pyc") for name in wheel.namelist())


def test_the_lock_holds_these_two_wheels() -> None:
    lock = json.loads((SDK / "wheels" / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert set(lock["packages"]) == {"edgepersona-core", "msgpack"}
    assert lock["packages"]["edgepersona-core"]["depends"] == ["msgpack"]
    assert all("://" not in package["file_name"] for package in lock["packages"].values())
