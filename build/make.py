"""How the core becomes files for a browser: `python build/make.py`.

1. The core as a wheel (hatchling), reproducible byte for byte.
2. msgpack's wheel for Pyodide, by hash, and a lock of those two wheels (pyodide-lock): for notebooks.
3. The Python a page gets (`build/runtime/`): interpreter, modules and a picture of memory. `EDGEPERSONA_WASM_OPT=0`
   leaves the interpreter and its glue as Pyodide publishes them.
4. The browser half, bundled (esbuild), with its types. The worker knows the names and hashes of the runtime.
5. Each of these files again, compressed (brotli, gzip), for hosts that serve such files.

The result is `edgepersona/browser/_dist/`, which `edgepersona build` copies beside a bundle. Steps whose
inputs have not changed are not run again.
"""

from __future__ import annotations

import base64
import hashlib
import json
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
CACHE = ROOT / ".cache" / "runtime"
RUNTIME_FILES = {"wasm": "python.wasm", "modules": "modules.zip", "memory": "memory.bin"}
EPOCH = "1767225600"
"""2026-01-01: the time written into archives, so that the same sources give the same bytes."""
INPUTS = (
    "build",
    "edgepersona/core",
    "edgepersona/browser/bridge.py",
    "edgepersona/browser/src",
    "edgepersona/authoring/words",
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
    wheels = DIST / "wheels"
    wheels.mkdir(parents=True)
    download_wheels()
    core = build_core_wheel(wheels)
    msgpack = Path(shutil.copyfile(find_wheel("msgpack"), wheels / find_wheel("msgpack").name))
    write_lock(wheels, [core, msgpack])
    bundle_scripts(build_runtime([core, msgpack]))
    compress([*sorted((DIST / "runtime").iterdir()), *sorted(DIST.glob("*.js"))])
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
    total.update(os.environ.get("EDGEPERSONA_WASM_OPT", "1").encode())
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


def build_runtime(wheels: list[Path]) -> Path:
    """The runtime's files under their plain names. The interpreter changes with Pyodide's version alone: it is kept."""
    whole = os.environ.get("EDGEPERSONA_WASM_OPT") == "0"
    sources = [ROOT / "build" / "runtime" / name for name in ("make.mjs", "prune.mjs")] + [ROOT / "package-lock.json"]
    key = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    made = CACHE / (f"{key}-whole" if whole else key)
    if not made.is_dir():
        shutil.rmtree(CACHE, ignore_errors=True)
    script = ROOT / "build" / "runtime" / "make.mjs"
    run(["node", str(script), str(made), *map(str, wheels), *(["--whole"] if whole else [])], cwd=ROOT)
    return made


def bundle_scripts(made: Path) -> None:
    """Every script of the page, minified. What a file loads by name it knows by hash as well."""
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    common = ["--bundle", "--minify", "--legal-comments=none", "--charset=utf8", "--target=es2022"]
    modules = ["--format=esm", "--external:./config.js", "--external:./panel.js", "--external:node:*"]
    modules.append("--external:./preview.js")
    runtime = DIST / "runtime"
    runtime.mkdir()
    files = {role: hashed(made / name, runtime) for role, name in RUNTIME_FILES.items()}
    build = [str(esbuild), str(SOURCES / "worker.js"), *common, *modules, f"--alias:#glue={made / 'glue.mjs'}"]
    run([*build, f"--define:RUNTIME={json.dumps(files)}", f"--outfile={DIST / 'worker.js'}"])
    # A page shares a worker, and the list that it has checked, with pages of this build alone.
    define = f"--define:BUILD={json.dumps(fingerprint()[:16])}"
    for name in ("loader", "first"):
        run([str(esbuild), str(SOURCES / f"{name}.js"), *common, "--format=iife", f"--outfile={DIST / f'{name}.js'}"])
    for name in ("client", "backstage", "preview"):
        run([str(esbuild), str(SOURCES / f"{name}.js"), *common, *modules, define, f"--outfile={DIST / f'{name}.js'}"])
    inspector = [str(esbuild), str(SOURCES / "inspector" / "inspector.js"), *common, *modules, define]
    run([*inspector, f"--outfile={DIST / 'inspector.js'}"])
    shutil.copyfile(SOURCES / "inspector" / "inspect.html", DIST / "inspect.html")
    for name in ("panel", "blocks"):
        run([str(esbuild), str(SOURCES / f"elements/{name}.js"), *common, *modules, f"--outfile={DIST / f'{name}.js'}"])


def hashed(path: Path, folder: Path) -> dict[str, str]:
    """Copy a file under a name that says what is in it. Returns its name and its hash as a browser writes it."""
    content = path.read_bytes()
    name = f"{path.stem}-{hashlib.sha256(content).hexdigest()[:16]}{path.suffix}"
    (folder / name).write_bytes(content)
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")
    return {"file": name, "integrity": f"sha384-{digest}"}


def compress(files: list[Path]) -> None:
    """Beside each file `.br` and `.gz`; what was compressed before is taken from the cache."""
    kept = CACHE.parent / "compressed"
    kept.mkdir(parents=True, exist_ok=True)
    run(["node", str(ROOT / "build" / "runtime" / "compress.mjs"), str(kept), *map(str, files)])


def run(command: list[str], **how: object) -> None:
    """Run a tool; its own message is the error."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
