"""The examples of docs/checks.md: the first of each check triggers it in the starter's file, the second does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from edgepersona.authoring import starter
from edgepersona.authoring.checks import CHECKS
from edgepersona.authoring.checks.interruptions import MOST_A_WEEK
from edgepersona.authoring.checks.service_first import MOST_PER_FILE, MOST_PER_RULE

from .shop import found

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in TEXT.split("\n## ")[1:]}
EXAMPLES = {name: re.findall(r"```yaml\n(.*?)```", part, re.DOTALL) for name, part in SECTIONS.items()}


def read(text: str) -> dict[str, Any]:
    loaded = YAML(typ="safe", pure=True).load(text)
    assert isinstance(loaded, dict)
    return loaded


def in_the_starter(example: str) -> str:
    """The starter's file with an example's entries in place of those of the same name; JSON, which is YAML."""
    file = read((Path(starter.__file__).parent / "persona.yaml").read_text(encoding="utf-8"))
    for section, entries in read(example).items():
        merges = isinstance(entries, dict) and isinstance(file.get(section, {}), dict)
        file[section] = {**file.get(section, {}), **entries} if merges else entries
    return json.dumps(file, ensure_ascii=False)


def test_every_check_has_examples() -> None:
    assert set(SECTIONS) == set(CHECKS)
    assert {name for name, examples in EXAMPLES.items() if len(examples) != 2} == {"service-overridden"}


@pytest.mark.parametrize("name", [name for name, examples in EXAMPLES.items() if examples])
def test_the_examples_are_true(name: str) -> None:
    triggers, fine = EXAMPLES[name]
    assert found(in_the_starter(triggers), name)
    assert not found(in_the_starter(fine), name)


def test_the_bounds_are_as_documented() -> None:
    assert f"more than {MOST_PER_RULE:,} for a rule, or {MOST_PER_FILE:,} for a file" in " ".join(TEXT.split())
    assert f"more than {MOST_A_WEEK} times a week" in TEXT
    doc = " ".join(CHECKS["service-not-proved"].doc.split())
    assert f"up to {MOST_PER_RULE:,} a rule and {MOST_PER_FILE:,} a file" in doc
    assert f"more than {MOST_A_WEEK} times a week" in CHECKS["many-interruptions"].summary
