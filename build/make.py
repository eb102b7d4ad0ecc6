"""How the core becomes files for a browser: `python build/make.py`.

1. The core as a wheel (hatchling), reproducible byte for byte.
2. msgpack's wheel for Pyodide, by hash.
3. Pyodide as it is published, its lock cut down to those two wheels (pyodide-lock).
4. The browser half, bundled (esbuild), with its types.

The result is `edgepersona/browser/_dist/`, which `edgepersona build` copies beside a bundle. Steps whose
inputs have not changed are not run again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "edgepersona" / "browser" / "_dist"
SOURCES = ROOT / "edgepersona" / "browser" / "src"
PYODIDE = ROOT / "node_modules" / "pyodide"
WHEELS = ROOT / ".cache" / "wheels"
LOCKED_WHEELS = ROOT / "build" / "browser-wheels.txt"
RUNTIME_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
EPOCH = "1767225600"
"""2026-01-01: the time written into archives, so that the same sources give the same bytes."""
INPUTS = (
    "build",
    "edgepersona/core",
    "edgepersona/browser/bridge.py",
    "edgepersona/browser/src",
    "package-lock.json",
)


def main() -> None:
    """Build what is missing or out of date."""
    stamp = DIST / ".stamp"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        print("browser files are up to date")
        return
    shutil.rmtree(DIST, ignore_errors=True)
    runtime = DIST / "runtime"
    runtime.mkdir(parents=True)
    download_wheels()
    for name in RUNTIME_FILES:
        shutil.copyfile(PYODIDE / name, runtime / name)
    core = build_core_wheel(runtime)
    msgpack = shutil.copyfile(find_wheel("msgpack"), runtime / find_wheel("msgpack").name)
    write_lock(runtime, [core, Path(msgpack)])
    bundle_scripts()
    shutil.copyfile(SOURCES / "edgepersona.d.ts", DIST / "edgepersona.d.ts")
    stamp.write_text(wanted)
    print(f"browser files: {sum(f.stat().st_size for f in DIST.rglob('*') if f.is_file()):,} bytes in {DIST.name}/")


def fingerprint() -> str:
    """One hash over every input of the build."""
    total = hashlib.sha256()
    for name in INPUTS:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def download_wheels() -> None:
    """The wheels of `browser-wheels.txt`, checked against their hashes by pip."""
    if WHEELS.is_dir() and (WHEELS / "done").exists():
        return
    WHEELS.mkdir(parents=True, exist_ok=True)
    pip = "-m pip download -q --disable-pip-version-check --no-deps --require-hashes"
    target = "--only-binary=:all: --platform=pyemscripten_2026_0_wasm32 --python-version=3.14 --implementation=cp"
    run(
        [
            sys.executable,
            *pip.split(),
            *target.split(),
            "--abi=cp314",
            "--abi=none",
            "-d",
            str(WHEELS),
            "-r",
            str(LOCKED_WHEELS),
        ]
    )
    (WHEELS / "done").touch()


def find_wheel(name: str) -> Path:
    """The downloaded wheel of a package."""
    return next(WHEELS.glob(f"{name}-*.whl"))


def build_core_wheel(into: Path) -> Path:
    """The core's wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    run(command, cwd=ROOT / "build" / "core_wheel", env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH})
    return next(into.glob("edgepersona_core-*.whl"))


def write_lock(runtime: Path, wheels: list[Path]) -> None:
    """Pyodide's lock, holding our two wheels and nothing else."""
    stock = PyodideLockSpec.from_json(PYODIDE / "pyodide-lock.json")
    stock.packages.clear()
    # pyodide-lock matches wheels by the lock's platform, but wheels carry the platform's name from PEP 783.
    runs_on, stock.info.platform = stock.info.platform, f"pyemscripten_{stock.info.abi_version}"
    lock = add_wheels_to_spec(stock, wheels, base_path=runtime)
    lock.info.platform = runs_on
    lock.to_json(runtime / "pyodide-lock.json")


def bundle_scripts() -> None:
    """Loaders, client, panel, preview and worker, minified. `config.js` and the runtime stay beside them, unbundled."""
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    common = ["--bundle", "--minify", "--legal-comments=none", "--charset=utf8", "--target=es2022"]
    modules = ["--format=esm", "--external:./config.js", "--external:./runtime/*", "--external:./panel.js"]
    modules.append("--external:./preview.js")
    for name in ("loader", "first"):
        run([str(esbuild), str(SOURCES / f"{name}.js"), *common, "--format=iife", f"--outfile={DIST / f'{name}.js'}"])
    for name in ("client", "python", "preview", "worker"):
        run([str(esbuild), str(SOURCES / f"{name}.js"), *common, *modules, f"--outfile={DIST / f'{name}.js'}"])
    for name in ("panel", "blocks"):
        run([str(esbuild), str(SOURCES / f"elements/{name}.js"), *common, *modules, f"--outfile={DIST / f'{name}.js'}"])


def run(command: list[str], **how: object) -> None:
    """Run a tool; its own message is the error."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
