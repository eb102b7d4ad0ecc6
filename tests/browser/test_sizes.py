"""Sizes are promises: what each file may weigh, what a visit downloads, and that the documents say what is so.

`budgets.json` holds them, in bytes: of scripts gzipped at level 9, of the runtime's files as brotli packs them, and of
visits what comes before the first paint, before a second of looking, before Python is wanted, and before it is live for
the first time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.serving import SDK

ROOT = SDK.parent.parent.parent
BUDGETS = json.loads(Path(__file__).with_name("budgets.json").read_text(encoding="utf-8"))
SCRIPTS, RUNTIME, VISIT = BUDGETS["gzip"], BUDGETS["brotli"], BUDGETS["visit"]
PLAIN = sorted(path for path in (*SDK.glob("*.js"), *(SDK / "runtime").iterdir()) if path.suffix not in (".br", ".gz"))
FIRST = ("python", "modules")
"""What is downloaded before Python is live the first time; the picture comes when nobody waits."""


def size(role: str, packed: str = "") -> int:
    """Bytes of one of the runtime's files, `packed` .br, .gz or not."""
    (file,) = (path for path in PLAIN if path.name.startswith(f"{role}-"))
    return file.with_name(file.name + packed).stat().st_size


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_file_keeps_to_its_budget(name: str) -> None:
    packed = len(gzip.compress((SDK / name).read_bytes(), 9, mtime=0))
    assert SCRIPTS[name] * 0.5 < packed <= SCRIPTS[name], f"{name}: {packed} bytes"


@pytest.mark.parametrize("role", RUNTIME)
def test_the_runtime_keeps_to_its_budget(role: str) -> None:
    assert RUNTIME[role] * 0.5 < size(role, ".br") <= RUNTIME[role], f"{role}: {size(role, '.br')} bytes"


def test_python_is_live_within_its_budget() -> None:
    scripts = ("client.js", "backstage.js", "blocks.js", "worker.js")
    total = sum(size(role, ".br") for role in FIRST) + sum((SDK / f"{name}.br").stat().st_size for name in scripts)
    assert total <= VISIT["python live"], f"{total} bytes"


def test_every_file_has_a_budget() -> None:
    assert {path.name for path in PLAIN if path.suffix == ".js"} == set(SCRIPTS)
    assert {path.name.partition("-")[0] for path in PLAIN if path.suffix != ".js"} == set(RUNTIME)


def test_what_is_compressed_is_the_file_beside_it() -> None:
    for path in PLAIN:
        compressed = path.with_name(path.name + ".gz")
        assert gzip.decompress(compressed.read_bytes()) == path.read_bytes(), path.name
        if path.suffix != ".js":
            assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(path.stem.partition("-")[2]), path.name
    code = (
        "const f=require('fs'),z=require('zlib');for(const p of process.argv.slice(1))"
        "if(!z.brotliDecompressSync(f.readFileSync(p+'.br')).equals(f.readFileSync(p)))process.exit(console.log(p)??1)"
    )
    done = subprocess.run(["node", "-e", code, *map(str, PLAIN)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def megabytes(total: int) -> str:
    """As the documents write it: 2.6, 0.3, 10."""
    return f"{total / 1e6:.1f}" if total < 9_500_000 else f"{total / 1e6:.0f}"


def test_the_documents_say_what_is_so() -> None:
    """Each figure of a size in README and docs: the promise as it is in the budgets, what was measured as it is now."""
    worker = round((SDK / "worker.js.br").stat().st_size / 1_000)
    plain, brotli, gzipped = (megabytes(sum(size(role, packed) for role in FIRST)) for packed in ("", ".br", ".gz"))
    said = {
        "README.md": [f"in {VISIT['first paint']:,} bytes and without a request"],
        "docs/first-paint.md": [
            f"is at most {VISIT['first paint']:,} bytes gzipped",
            f"costs under {VISIT['bounce']:,} bytes",
            f"under {VISIT['seen']:,} bytes for the demo",
        ],
        "docs/runtime.md": [
            f"| {worker} kB |",
            *(f"`runtime/{role}-….{kind}` | [^|]+ | {megabytes(size(role, '.br'))} MB |" for role, kind in
              (("python", "wasm"), ("modules", "zip"), ("memory", "bin"))),
            f"9.6 MB of WebAssembly {megabytes(size('python'))}",
        ],
        "docs/hosting.md": [
            f"{brotli} MB instead of {plain} until Python is live",
            f"gzip makes it {gzipped} MB",
            f"uncompressed {plain} MB",
        ],
    }  # fmt: skip
    for name, sentences in said.items():
        text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
        for sentence in sentences:
            pattern = re.escape(sentence).replace(re.escape("[^|]+"), "[^|]+")
            assert re.search(pattern, text), f"{name} does not say: {sentence}"


def test_no_file_of_ours_names_another_origin() -> None:
    for name in SCRIPTS:
        text = (SDK / name).read_text(encoding="utf-8")
        assert "https://" not in text.replace("https://lit.dev/msg/", ""), name
