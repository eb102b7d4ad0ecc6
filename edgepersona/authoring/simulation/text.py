"""A simulation's result for a terminal. Rule: it prints what `result.py` found, readable at 80 columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from .result import HAPPENED


def show(found: dict[str, Any], out: IO[str]) -> None:
    """Print a result."""
    # Names come from a file: nothing in them is markup.
    console = Console(file=out, markup=False, emoji=False, highlight=False, soft_wrap=False)
    arms = list(found["arms"])
    console.print(found["title"], style="bold")
    console.print(
        f"{found['site']}: {found['visitors']:,} visitors, {found['days']} days from {found['start']}, "
        f"seed {found['seed']}"
    )
    for table in (_compared(found), _interrupted(found, arms), _slots(found, arms), _blocks(found, arms)):
        console.print(table)
    console.print(_assumed(found))
    for note in found["notes"]:
        console.print(f"- {note}")


def percent(share: float) -> str:
    """A share as text: `3.2%`; what is there but rounds to nothing is `<0.1%`."""
    return "<0.1%" if 0 < share < 0.0005 else f"{100 * share:.1f}%"


def rows(found: dict[str, Any]) -> list[tuple[str, list[str], str]]:
    """The comparison: (what, one value an arm, treated minus caps_only or nothing); shares differ by points, pp."""
    lines: list[tuple[str, tuple[str, ...]]] = [
        ("interruptions, all visitors", ("interruptions", "total")),
        ("… of which service", ("interruptions", "service")),
        ("… a visitor and week, mean", ("interruptions", "per_visitor_and_week")),
        ("busiest week of a visitor, mean", ("interruptions", "busiest_week", "mean")),
        ("busiest week, 95th percentile", ("interruptions", "busiest_week", "p95")),
        ("busiest week, worst visitor", ("interruptions", "busiest_week", "worst")),
        *((f"interrupts {what.replace('_', ' ')}", ("interruptions", what)) for what in HAPPENED[1:]),
        ("asked for fewer", ("switched", "quiet")),
        ("switched it off", ("switched", "opted_out")),
        *((f"answered {name}", ("answers", name)) for name in found["arms"]["treated"]["answers"]),
        *((f"reached {name}", ("conversions", name)) for name in found["arms"]["treated"]["conversions"]),
        ("fatigue at page views, median", ("fatigue", "median")),
        ("fatigue, 95th percentile", ("fatigue", "p95")),
        ("fatigue, highest", ("fatigue", "highest")),
        ("page views at or above stop", ("fatigue", "at_stop")),
    ]
    told = []
    for label, path in lines:
        values = [_at(found["arms"][arm], path) for arm in found["arms"]]
        apart = _at(found["difference"], path) if found["difference"] is not None else None
        as_text = percent if path[-1] == "at_stop" else _number
        less = "" if apart is None else _signed(apart, as_text)
        told.append((label, [as_text(value) for value in values], less.replace("%", " pp")))
    return told


def _signed(apart: float, as_text: Callable[[Any], str]) -> str:
    size = as_text(abs(apart))
    return "±0" if size == as_text(type(apart)(0)) else f"{'+' if apart > 0 else '−'}{size}"


def _at(found: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        found = found[name]
    return found


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def _table(title: str, *columns: str, numbers: tuple[str, ...] = ()) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    return table


def _compared(found: dict[str, Any]) -> Table:
    arms = list(found["arms"])
    extra = ["difference"] if found["difference"] is not None else []
    table = _table("Treated beside caps_only" if extra else "Treated", "", *arms, *extra, numbers=(*arms, *extra))
    for label, values, apart in rows(found):
        table.add_row(label, *values, *([apart] if extra else []))
    return table


def _interrupted(found: dict[str, Any], arms: list[str]) -> Table:
    table = _table(
        "Caps and budgets: decisions at which they hold, visitors who met them", "", *arms, numbers=tuple(arms)
    )
    for kind, name, held in (("caps", "cap", "binding"), ("budgets", "budget", "spent")):
        for n, first in enumerate(found["arms"]["treated"][kind]):
            each = [found["arms"][arm][kind][n] for arm in arms]
            table.add_row(first[name], *(f"{percent(one[held])}, {one['visitors']:,} v." for one in each))
    return table


def reasons(said: dict[str, float]) -> str:
    """Reasons with their shares, the most frequent first."""
    ordered = sorted(said.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{reason} {percent(share)}" for reason, share in ordered) or "never"


def _slots(found: dict[str, Any], arms: list[str]) -> Table:
    table = _table("Slots: share of decisions", "slot", "arm", "speaks", "silent or default, why", numbers=("speaks",))
    for slot in found["slots"]:
        for arm in arms:
            one = slot["arms"][arm]
            table.add_row(slot["slot"] if arm == arms[0] else "", arm, percent(one["chosen"]), reasons(one["silent"]))
    return table


def _blocks(found: dict[str, Any], arms: list[str]) -> Table:
    table = _table(
        "Blocks: times shown; share of decisions withheld, by reason",
        "block", "arm", "shown", "withheld", numbers=("shown",),
    )  # fmt: skip
    for block in found["blocks"]:
        for arm in arms:
            one = block["arms"][arm]
            name = block["block"] if arm == arms[0] else ""
            table.add_row(name, arm, f"{one['shown']:,}", reasons(one["withheld"]))
    return table


def _assumed(found: dict[str, Any]) -> Table:
    table = _table("Assumptions (--set SETTING=VALUE)", "setting", "value", "what it is", numbers=("value",))
    for one in found["assumptions"]:
        changed = "" if one["value"] == one["default"] else f" (default {one['default']:g})"
        table.add_row(one["setting"], f"{one['value']:g}", f"{unit_text(one)}{changed}")
    return table


def unit_text(one: dict[str, Any]) -> str:
    """What a setting is, its unit first."""
    return f"{one['unit']}: {one['text']}"
