"""What `new` writes works as it is."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from edgepersona.authoring import audit, checks, scenarios, starter, visits
from edgepersona.authoring.compile import load
from edgepersona.authoring.schema import persona_schema
from edgepersona.authoring.source import read
from edgepersona.authoring.tree import Mapping
from edgepersona.core.decide import Shown, decide
from edgepersona.core.errors import LocalError
from edgepersona.core.prepare import prepare


def test_the_starter_is_clean_and_its_visit_shows_something(tmp_path: Path) -> None:
    written = starter.write(tmp_path / "page")
    names = [
        "answers.yaml",
        "index.html",
        "persona.schema.json",
        "persona.yaml",
        "scenarios/delayed-order.yaml",
        "visit.yaml",
    ]
    assert sorted(path.relative_to(tmp_path / "page").as_posix() for path in written) == names
    checked = load(tmp_path / "page" / "persona.yaml")
    assert checks.run(checked) == []
    assert len(checked.bundle.languages) == 2
    decision = decide(prepare(checked.bundle), visits.load(checked, tmp_path / "page" / "visit.yaml"))
    assert all(isinstance(chosen, Shown) for chosen in decision.slots.values())
    assert json.loads((tmp_path / "page" / "persona.schema.json").read_text(encoding="utf-8")) == persona_schema()


def test_the_scenario_of_the_starter_passes(tmp_path: Path) -> None:
    starter.write(tmp_path)
    checked = load(tmp_path / "persona.yaml")
    played = list(scenarios.run(checked, scenarios.load(checked, sorted((tmp_path / "scenarios").iterdir()))))
    assert [result.passed for result in played] == [True]
    assert len(played[0].played) == 4


def test_the_page_has_every_slot_of_the_file(tmp_path: Path) -> None:
    starter.write(tmp_path)
    names: list[str | None] = []

    class Slots(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "ep-slot":
                names.append(dict(attrs).get("name"))

    Slots().feed((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert names == [slot.id for slot in load(tmp_path / "persona.yaml").bundle.slots]


@pytest.mark.parametrize("name", ["persona.yaml", "index.html", "visit.yaml", "persona.schema.json"])
def test_nothing_is_overwritten_and_nothing_half_written(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(LocalError, match="is there already"):
        starter.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_scenario_of_ones_own_is_kept(tmp_path: Path) -> None:
    mine = tmp_path / "scenarios" / "delayed-order.yaml"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(LocalError, match=r"delayed-order\.yaml is there already"):
        starter.write(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "mine"


def test_the_questions_of_the_papers_are_those_that_the_file_gives_rise_to(tmp_path: Path) -> None:
    starter.write(tmp_path)
    bundle = load(tmp_path / "persona.yaml").bundle
    asked = [
        gap.key for gap in audit.gaps(audit.derive(bundle, audit.load_answers(tmp_path / "answers.yaml", bundle)), 0)
    ]
    there = read(tmp_path / "answers.yaml").root
    assert isinstance(there, Mapping)
    left = [
        f"{name}.{inner}" if isinstance(entry.value, Mapping) else name
        for name, entry in there.entries.items()
        for inner in (entry.value.entries if isinstance(entry.value, Mapping) else ("",))
    ]
    assert asked == left[1:], "all but answers: 1"


def test_other_scenarios_may_be_there(tmp_path: Path) -> None:
    mine = tmp_path / "scenarios" / "mine.yaml"
    mine.parent.mkdir()
    mine.write_text("mine")
    starter.write(tmp_path)
    assert mine.read_text() == "mine"


def test_a_file_in_the_place_of_a_folder_is_kept(tmp_path: Path) -> None:
    (tmp_path / "scenarios").write_text("mine")
    with pytest.raises(LocalError, match="file exists and is no folder"):
        starter.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["scenarios"]
