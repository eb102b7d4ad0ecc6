"""First-paint tables: the core's own decisions for visits that a build can foresee, ready to be looked up.

Rules
1. Every cell is made by the core that ships: a state like the device's, decided and told as a View. Nothing here
   ranks, filters or explains.
2. A cell foresees a fresh device: nothing remembered, consent as the file has it, no signals from the account. It
   depends on the language, the campaign key, the arm, whether something of value was seen, and on what was answered
   to questions that the cells themselves ask: each was seen before it was answered, in this order, in one visit.
3. Only what stands inline is in a table: what interrupts is Python's, and a cell says whether any could be due.
4. Nothing here knows today's date: a cell is a list over the periods between the dates of the file.
5. Answers are in the tables as deep as they fit the budget. What special or sensitive signals say never is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from edgepersona.core import bundle as bundles
from edgepersona.core import first_view, outside
from edgepersona.core.decide import decide
from edgepersona.core.first_view import Parameters
from edgepersona.core.keeping import read as read_state
from edgepersona.core.kept import from_texts
from edgepersona.core.moment import ARMS, Event, Page
from edgepersona.core.plan import identity
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.request import Request
from edgepersona.core.state import State
from edgepersona.core.stores import NAMES
from edgepersona.core.times import DAY
from edgepersona.core.view import view

from .compile import Checked

MOST_KEYS = 512
"""Ways to arrive; a file with more gets tables for the plain address alone."""
MOST_CELLS = 4_096
"""Cells of one language: keys × answers. Answers are left out, the deepest first, until it holds."""
MOST_TEXT = 64_000
"""Characters of texts that a page carries for its first paint."""
EVER = 0
"""The end of a file's last period."""

Row = tuple[Any, ...]
"""Per inline slot: (block | None, True for a default, the sentence or the reason)."""


@dataclass(frozen=True)
class Cell:
    """What one visit, at one step of it, is shown."""

    row: Row
    due: bool
    """Whether something could interrupt: then Python has to be there."""


@dataclass(frozen=True)
class Table:
    """Every cell of one language."""

    language: str
    id: str
    """What plans made for this table carry, too."""
    parameters: Parameters
    slots: tuple[str, ...]
    """The inline ones, in file order."""
    arms: tuple[str, ...]
    """The arms for which the cells hold."""
    ends: tuple[int, ...]
    """Days (since 1970, UTC) at which a period ends, ascending; the last is EVER."""
    cells: dict[str, dict[str, tuple[Cell | None, ...]]]
    """Key → path → one cell a period, None where nothing is asked then that leads there. A path is `` before anything
    of value was seen, `+` after, then `crm=hubspot` and `crm=hubspot,team_size=1-5`: what was answered, in the order
    in which it was asked."""
    blocks: dict[str, dict[str, Any]] = field(repr=False)
    """Block → what a View says of it in every cell: text, question, whether it waits for a response."""


def tables(checked: Checked, languages: tuple[str, ...] | None = None) -> dict[str, Table]:
    """Language → its table; of all the file's languages, or of some."""
    prepared = prepare(checked.bundle)
    digest = bundles.digest(bundles.encode(checked.bundle))
    found = first_view.parameters(checked.bundle)
    # Where the file lets a banner of the page grant something, only that banner knows: no cell covers anybody.
    keys = () if checked.bundle.consent.outside else first_view.keys(found, MOST_KEYS)
    depth = _depth(prepared, len(keys))
    return {
        language: _table(prepared, digest, language, found, keys, depth)
        for language in languages or checked.bundle.languages
    }


def _depth(prepared: Prepared, keys: int) -> int:
    """How many answers fit the budget: no path is longer than the questions of a visit."""
    bundle = prepared.bundle
    slots = {block.question for block in bundle.blocks if prepared.slots[block.slot].kind == "inline"}
    widths = sorted((len(prepared.signals[q.signal].order) for q in bundle.questions if q.id in slots), reverse=True)
    cells, paths = 2, 1
    for depth, width in enumerate(widths[: bundle.silence.questions_per_visit]):
        paths *= width
        cells += paths
        if cells * keys > MOST_CELLS:
            return depth
    return min(len(widths), bundle.silence.questions_per_visit)


def _table(
    prepared: Prepared, digest: str, language: str, found: Parameters, keys: tuple[str, ...], depth: int
) -> Table:
    days = tuple(instant // DAY for instant in first_view.dates(prepared.bundle))
    # A period is decided at an instant within it; the device's clock says which period it is.
    instants = [days[0] * DAY - DAY, *(day * DAY for day in days)] if days else [DAY]
    slots = tuple(slot.id for slot in prepared.bundle.slots if slot.kind == "inline")
    maker = _Maker(prepared, language, slots)
    cells: dict[str, dict[str, tuple[Cell | None, ...]]] = {}
    arms = set(ARMS)
    for key in keys:
        address = first_view.address(found, key)
        periods = [dict(maker.cells(address, instant, depth)) for instant in instants]
        paths = dict.fromkeys(path for period in periods for path in period)
        cells[key] = {path: tuple(period.get(path) for period in periods) for path in paths}
        for instant, period in zip(instants, periods, strict=True):
            alike = {arm for arm in ARMS if maker.cell(maker.state(address, instant, arm)) == period[""]}
            arms &= alike
    return Table(
        language=language,
        id=identity(digest, language),
        parameters=found,
        slots=slots,
        arms=tuple(arm for arm in ARMS if arm in arms),
        ends=(*days, EVER),
        cells=cells,
        blocks=maker.blocks,
    )


class _Maker:
    """Plays visits and notes what they are shown."""

    def __init__(self, prepared: Prepared, language: str, slots: tuple[str, ...]) -> None:
        self.prepared, self.language, self.slots = prepared, language, slots
        self.blocks: dict[str, dict[str, Any]] = {}

    def cells(self, address: str, now: int, depth: int) -> Iterator[tuple[str, Cell]]:
        """Every path from this arrival on, with its cell."""
        fresh = self.state(address, now)
        yield "", self.cell(fresh)
        yield from self.walk(self.seen(fresh), "+", depth)

    def walk(self, state: State, path: str, depth: int) -> Iterator[tuple[str, Cell]]:
        cell = self.cell(state)
        yield path, cell
        for block in (name for name, usual, _ in cell.row if name is not None and not usual) if depth else ():
            question = self.prepared.blocks[block].question
            if question is None:
                continue
            signal = self.prepared.signals[next(q.signal for q in self.prepared.bundle.questions if q.id == question)]
            if signal.tier == "sensitive" or signal.special:
                continue
            for value in signal.order:
                after = self.copy(state)
                after.record(Event(state.now, "shown", block))
                after.answer(signal, value)
                said = f"{question}={value}"
                yield from self.walk(after, said if path == "+" else f"{path},{said}", depth - 1)

    def state(self, address: str, now: int, arm: str = "treated") -> State:
        """A device that knows nothing, at the beginning of a page view."""
        request = Request(
            now=now,
            entropy="0" * 64,
            language=self.language,
            url=address,
            gpc=False,
            page=Page(value_seen=False),
            startable=None,
            outside=outside.read(None),
            plans=False,
            counted=False,
            stores=from_texts(dict.fromkeys(NAMES)),
            call={"do": "page"},
        )
        state = read_state(self.prepared, request)
        state.page_view()
        state.counted, state.outbox.arm = True, arm
        return state

    def seen(self, state: State) -> State:
        after = self.copy(state)
        after.request = replace(state.request, page=Page(value_seen=True))
        return after

    def copy(self, state: State) -> State:
        visit = state.visit
        events, arrivals = list(visit.events), list(visit.arrivals)
        return replace(state, visit=replace(visit, answers=dict(visit.answers), events=events, arrivals=arrivals))

    def cell(self, state: State) -> Cell:
        """The View at this moment, as a cell."""
        decision = decide(self.prepared, state.moment())
        slots = view(decision, None, False)["slots"]
        row = []
        for name in self.slots:
            told = slots[name]
            if not told["default"] and told["block"] is not None:
                said = {part: told[part] for part in ("text", "question", "waits") if told[part]}
                self.blocks.setdefault(told["block"], said)
            row.append((told["block"], told["default"], told["because"] or told["reason"]))
        return Cell(tuple(row), any(told["kind"] == "interrupt" and told["block"] for told in slots.values()))


def dense(value: Any) -> str:
    """JSON without a spare character."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


# --- as files ----------------------------------------------------------------------------------------


def packed(table: Table) -> dict[str, Any]:
    """The table as a page's scripts read it: what is equal stands once."""
    entries: dict[str, int] = {}
    rows: dict[str, int] = {}
    trees: dict[str, int] = {}

    def number(known: dict[str, int], value: Any) -> int:
        return known.setdefault(dense(value), len(known))

    def row(cell: Cell | None) -> int | None:
        return (
            None
            if cell is None
            else number(rows, [int(cell.due), *(number(entries, list(entry)) for entry in cell.row)])
        )

    cells = {
        key: number(trees, {path: _same([row(cell) for cell in periods]) for path, periods in paths.items()})
        for key, paths in table.cells.items()
    }
    return {
        **_head(table),
        "language": table.language,
        "arms": list(table.arms),
        "slots": list(table.slots),
        "ends": list(table.ends),
        "blocks": table.blocks,
        "entries": [json.loads(text) for text in entries],
        "rows": [json.loads(text) for text in rows],
        "trees": [json.loads(text) for text in trees],
        "cells": cells,
    }


def first_paint(table: Table, prepared: Prepared, present: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a page carries inline: (its table, its texts), for the slots that are in it.

    The table has, per key, a list of (the day it ends, slot → block), and a 1 behind them where there is more to show
    once something was seen: else nobody needs to fetch the other cells for that. The texts are those of every block
    that a table or a plan may put there; if they are more than a page should carry, those of the table alone.
    """
    cells: dict[str, list[Any]] = {}
    needed: set[str] = set()

    def standing(cell: Cell) -> dict[str, str]:
        named = zip(table.slots, cell.row, strict=True)
        return {slot: name for slot, (name, usual, _) in named if slot in present and name is not None and not usual}

    for key, paths in table.cells.items():
        spans: list[list[Any]] = []
        for end, cell, seen in zip(table.ends, paths[""], paths["+"], strict=True):
            assert cell is not None
            assert seen is not None
            shown = {slot: name for slot, name in standing(cell).items() if prepared.blocks[name].question is None}
            needed |= set(shown.values())
            span = [shown, *([1] if seen.due or standing(seen) != shown else [])]
            if spans and spans[-1][1:] == span:
                spans[-1][0] = end
            else:
                spans.append([end, *span])
        cells[key] = spans
    texts = {name: table.blocks[name]["text"] for name in sorted(needed)}
    planned = {
        block.id: block.text[table.language]
        for block in prepared.bundle.blocks
        if block.slot in present
        and block.slot in table.slots
        and block.question is None
        and block.id not in prepared.defaults
        and block.id not in prepared.special
        and table.language in block.text
    }
    if len(dense(planned)) <= MOST_TEXT:
        texts = planned
    return {**_head(table), "cells": cells}, texts


def _head(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "parameters": [[name, *values] for name, values in table.parameters],
    }


def _same(numbers: list[int | None]) -> list[int | None] | int | None:
    """One number where every period has the same."""
    return numbers[0] if len(set(numbers)) == 1 else numbers
