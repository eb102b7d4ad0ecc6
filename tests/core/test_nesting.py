"""JSON from outside is parsed no deeper than ours is."""

from __future__ import annotations

import json
import sys

import pytest

from edgepersona.core.nesting import DEEPEST, loads


@pytest.mark.parametrize("raw", [{}, {"a": [{"b": {}}, [], "ж"]}, [1, "two", None], 3, {"[": "]}{", '\\"[': "\\\\"}])
def test_what_is_ours_is_read(raw: object) -> None:
    assert loads(json.dumps(raw)) == raw


def test_it_ends_at_a_depth() -> None:
    assert loads("[" * DEEPEST + "]" * DEEPEST)
    for text in (
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        "[" * 20_000,
        '{"a":' * 20_000,
        "[{" * 99,
        '["[',
        '"' + '\\"' * 130_000,
        "x",
    ):
        with pytest.raises(ValueError, match=r"nested too deeply|Expecting value|Unterminated"):
            loads(text)


def test_it_is_known_before_it_is_parsed() -> None:
    limit = sys.getrecursionlimit()
    deep = "[" * (4 * limit) + "]" * (4 * limit)
    with pytest.raises(ValueError, match="nested too deeply"):
        loads(deep)
