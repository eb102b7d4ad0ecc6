"""Each property of “What must always hold” is worth something: with a rule broken on purpose, it fails.

Rules
1. A property is run as the suite runs it, on the same examples; it has to hold before the rule is broken.
2. The breaks are in `breaks.py`. `docs/properties.md` has them as a table, which is compared here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .breaks import BREAKS, table
from .drawing import Way, always, noticed

PAGE = Path(__file__).parent.parent.parent / "docs" / "properties.md"


@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_rule_is_noticed(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prop, *replacements = BREAKS[broken]
    for where, name, replacement in replacements:
        monkeypatch.setattr(where, name, replacement)
    assert noticed(prop), f"{prop.__name__} holds although {broken}"


def test_the_page_lists_what_is_broken_and_what_notices() -> None:
    assert table() in PAGE.read_text(encoding="utf-8"), "docs/properties.md: the table is to be\n" + table()


def test_breaking_is_seen_on_the_examples_of_the_suite() -> None:
    """What runs to the first failure runs on the same examples as what the suite collects."""
    ways: list[Way] = []

    @always(examples=20)
    def prop(way: Way) -> None:
        ways.append(way)

    prop()
    seen = ways.copy()
    ways.clear()
    assert noticed(prop) is None
    assert ways == seen
    assert len(set(ways)) >= 15
