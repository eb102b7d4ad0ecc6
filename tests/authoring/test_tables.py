"""First-paint tables: how large they may get, what may be in them, and how they depend on dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from edgepersona.authoring import tables as made
from edgepersona.authoring.compile import load
from edgepersona.authoring.tables import EVER, first_paint, packed, tables
from edgepersona.core.prepare import prepare
from edgepersona.core.times import DAY, parse_date
from tests.end_to_end.pages import PERSONA, checked


def test_cells_hold_in_periods_between_the_files_dates(tmp_path: Path) -> None:
    table = tables(checked(tmp_path))["en"]
    after = [parse_date(date) // DAY for date in ("2026-03-01", "2027-01-01", "2027-07-01", "2100-01-01")]
    assert table.ends == (*after, EVER)
    assert [cell and cell.row[0][0] for cell in table.cells["1.0"][""]] == ["hero-repair"] * 2 + ["hero-default"] * 3
    assert [cell and cell.row[0][0] for cell in table.cells["3.0"][""]] == ["hero-bike"] * 3 + ["hero-default"] * 2
    assert [cell and cell.row[0][0] for cell in table.cells["0.1"][""]] == [
        "hero-default",
        *["hero-riders"] * 3,
        "hero-default",
    ]
    inline, _ = first_paint(table, prepare(checked(tmp_path).bundle), frozenset(table.slots))
    assert inline["cells"]["1.0"] == [[after[1], {"hero": "hero-repair"}, 1], [EVER, {}]], "a question comes up later"
    assert inline["cells"]["0.1"] == [[after[0], {}], [after[3], {"hero": "hero-riders"}], [EVER, {}]], "nothing does"
    elsewhere, _ = first_paint(table, prepare(checked(tmp_path).bundle), frozenset({"hero"}))
    assert elsewhere["cells"]["1.0"][0] == [after[1], {"hero": "hero-repair"}], "not where the page has no place for it"


def test_answers_are_in_the_table_as_deep_as_they_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked(tmp_path)
    whole = tables(file)["en"].cells["1.0"]
    assert {"", "+", "riding=work", "riding=work,wheels=small"} <= set(whole)
    assert all(path.count("=") <= 2 for path in whole)
    assert next(cell and cell.due for cell in whole["riding=tours"]), "an offer could interrupt"
    for budget, deepest in ((8 * 8, 2), (8 * 7, 1), (8 * 3, 0)):
        monkeypatch.setattr(made, "MOST_CELLS", budget)
        assert max(path.count("=") for path in tables(file)["en"].cells["1.0"]) == deepest
    monkeypatch.setattr(made, "MOST_KEYS", 7)
    assert list(tables(file)["en"].cells) == ["0.0"], "too many ways to arrive: the plain address alone"


def test_sensitive_answers_are_in_no_table(tmp_path: Path) -> None:
    file = tmp_path / "persona.yaml"
    file.write_text(
        PERSONA.replace("riding: {tier: answer, keep: 30d", "riding: {tier: sensitive, optin: true, keep: 30d")
    )
    paths = {path for cells in tables(load(file))["en"].cells.values() for path in cells}
    assert paths == {"", "+"}


def test_control_sees_the_page_as_it_is_and_the_other_arms_what_everyone_does(tmp_path: Path) -> None:
    table = tables(checked(tmp_path))["en"]
    assert table.arms == ("treated", "caps_only")


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (made.dense(packed(tables(checked(tmp_path))["de"])) for _ in range(2))
    assert one == two
