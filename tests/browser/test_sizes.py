"""Sizes are promises: what a visit downloads before Python, gzipped, and what each file may weigh."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess

import pytest

from tests.end_to_end.serving import SDK

BUDGET = {
    "loader.js": 1_300,
    "first.js": 2_200,
    "client.js": 12_800,
    "backstage.js": 8_000,
    "blocks.js": 4_400,
    "panel.js": 15_800,
    "preview.js": 22_500,
    "worker.js": 40_500,
}
"""Bytes, gzip level 9."""
RUNTIME = {"modules": 360_000, "python": 2_600_000}
"""Bytes, brotli: what is downloaded before Python is live, the first time."""
LATER = {"memory": 2_800_000}
"""Bytes, brotli: what is downloaded when nobody waits, so that the next time costs nothing."""


@pytest.mark.parametrize("name", BUDGET)
def test_a_file_keeps_to_its_budget(name: str) -> None:
    size = len(gzip.compress((SDK / name).read_bytes(), 9, mtime=0))
    assert BUDGET[name] * 0.5 < size <= BUDGET[name], f"{name}: {size} bytes"


@pytest.mark.parametrize(("role", "most"), [*RUNTIME.items(), *LATER.items()])
def test_the_runtime_keeps_to_its_budget(role: str, most: int) -> None:
    (file,) = (SDK / "runtime").glob(f"{role}-*.br")
    assert most * 0.5 < file.stat().st_size <= most, f"{role}: {file.stat().st_size} bytes"


def test_what_is_compressed_is_the_file_beside_it() -> None:
    plain = [path for path in (SDK / "runtime").iterdir() if path.suffix not in (".br", ".gz")]
    assert {path.name.partition("-")[0] for path in plain} == {*RUNTIME, *LATER}
    for path in plain:
        compressed = path.with_name(path.name + ".gz")
        assert gzip.decompress(compressed.read_bytes()) == path.read_bytes(), path.name
        assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(path.stem.partition("-")[2]), path.name
    script = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync({})))"
    for path in plain:
        code = script.format(json.dumps(f"{path}.br"))
        unpacked = subprocess.run(["node", "-e", code], capture_output=True, check=True).stdout
        assert unpacked == path.read_bytes(), path.name


def test_no_file_of_ours_names_another_origin() -> None:
    for name in BUDGET:
        text = (SDK / name).read_text(encoding="utf-8")
        assert "https://" not in text.replace("https://lit.dev/msg/", ""), name
