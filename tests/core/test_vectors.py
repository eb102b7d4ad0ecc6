"""The parity vectors on CPython; `end_to_end/test_parity.py` runs the same file in the browser."""

from __future__ import annotations

from tests.vectors.make import VECTORS, text


def test_answers_are_those_of_the_vector_file() -> None:
    assert text() == VECTORS.read_text(encoding="utf-8"), "run python -m tests.vectors.make and read the diff"
