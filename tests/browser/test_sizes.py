"""Sizes are promises: what a visit downloads before Python, gzipped, and what each file may weigh."""

from __future__ import annotations

import gzip

import pytest

from tests.end_to_end.serving import SDK

BUDGET = {
    "loader.js": 1_300,
    "first.js": 2_200,
    "client.js": 12_800,
    "python.js": 7_500,
    "blocks.js": 4_400,
    "panel.js": 15_800,
    "preview.js": 20_500,
    "worker.js": 1_700,
}
"""Bytes, gzip level 9."""


@pytest.mark.parametrize("name", BUDGET)
def test_a_file_keeps_to_its_budget(name: str) -> None:
    size = len(gzip.compress((SDK / name).read_bytes(), 9, mtime=0))
    assert BUDGET[name] * 0.5 < size <= BUDGET[name], f"{name}: {size} bytes"


def test_no_file_of_ours_names_another_origin() -> None:
    for name in BUDGET:
        text = (SDK / name).read_text(encoding="utf-8")
        assert "https://" not in text.replace("https://lit.dev/msg/", ""), name
