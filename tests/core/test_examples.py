"""The published example: a persona file, a visit, and the decision they must give, key by key."""

from __future__ import annotations

import json
from typing import Any

from edgepersona.authoring.compile import load
from edgepersona.authoring.visits import load as load_visit
from edgepersona.core.decide import decide
from edgepersona.core.prepare import prepare
from edgepersona.core.printing import printed

from .personas import BAKERY, EXAMPLES


def test_the_bakery_decides_as_published() -> None:
    wanted = json.loads((EXAMPLES / "bakery-decision.json").read_text(encoding="utf-8"))
    checked = load(BAKERY)
    moment = load_visit(checked, EXAMPLES / "bakery-visit.yaml")
    assert_holds(wanted, printed(decide(prepare(checked.bundle), moment), "sha256:test"))


def assert_holds(wanted: Any, found: Any, path: str = "decision") -> None:
    if isinstance(wanted, dict):
        assert isinstance(found, dict), path
        assert [key for key in found if key in wanted] == list(wanted), f"{path}: the order of keys"
        for key in wanted:
            assert_holds(wanted[key], found[key], f"{path}.{key}")
    elif isinstance(wanted, list):
        assert len(wanted) == len(found), path
        for n, item in enumerate(wanted):
            assert_holds(item, found[n], f"{path}[{n}]")
    else:
        assert wanted == found, path
