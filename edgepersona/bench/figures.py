"""Figures: how things are timed, compared and printed.

Rules
1. Contenders take turns in one process, repeat by repeat, so that what else the machine does falls on all alike.
2. A figure is the median of the repeats, with the least and the most beside it. A ratio is taken within each repeat.
3. A target is a target: met or not, said in the same words either way. What cannot be measured is said, not left out.
"""

from __future__ import annotations

import gc
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from statistics import median
from time import process_time
from typing import Any

FORMAT = 1
REPEATS = 7


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its spread."""

    name: str
    unit: str
    middle: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.name:<58}{self.middle:>10.3f} {self.unit:<3} ({self.least:.3f} to {self.most:.3f})"


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be at most. `reached` is None where it could not be measured."""

    name: str
    at_most: float
    unit: str
    reached: Figure | None

    @property
    def met(self) -> bool | None:
        return None if self.reached is None else self.reached.middle <= self.at_most

    def __str__(self) -> str:
        if self.reached is None:
            return f"not measured  {self.name}: at most {self.at_most:g} {self.unit}"
        spread = f"{self.reached.middle:.3f}, {self.reached.least:.3f} to {self.reached.most:.3f}"
        return f"{'met' if self.met else 'NOT MET':<14}{self.name}: at most {self.at_most:g} {self.unit} ({spread})"


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures side by side: `rows` are (label, one value for each of `names`)."""

    title: str
    about: str
    unit: str
    names: list[str]
    rows: list[tuple[Any, ...]]


@dataclass(slots=True)
class Report:
    """One run. `charts` are for the HTML file; they hold nothing that the figures do not."""

    name: str
    about: str
    figures: list[Figure] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    charts: list[Chart] = field(default_factory=list)

    @property
    def missed(self) -> bool:
        return any(target.met is False for target in self.targets)


def of(name: str, unit: str, values: Iterable[float]) -> Figure:
    """The figure of some repeats."""
    some = list(values)
    return Figure(name, unit, median(some), min(some), max(some))


def timed(contenders: Mapping[str, Callable[[], int]], repeats: int) -> dict[str, list[float]]:
    """Microseconds a piece, repeat by repeat. A contender does its work and returns how many pieces it did."""
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for run in contenders.values():
        run()
    collecting = gc.isenabled()
    try:
        for _ in range(repeats):
            for name, run in contenders.items():
                gc.collect()
                gc.disable()
                begun = process_time()
                pieces = run()
                found[name].append((process_time() - begun) * 1e6 / pieces)
                gc.enable()
    finally:
        if collecting:
            gc.enable()
    return found


def ratio(name: str, one: Iterable[float], other: Iterable[float]) -> Figure:
    """One series against another, repeat by repeat."""
    return of(name, "x", [a / b for a, b in zip(one, other, strict=True)])


def version(package: str) -> str | None:
    """An installed package's version."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def machine() -> dict[str, str]:
    """Where this was measured."""
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count() or 1),
        "load": load,
    }


def as_data(report: Report) -> dict[str, Any]:
    """A report as plain data."""
    return {
        "format": FORMAT,
        "bench": report.name,
        "about": report.about,
        "machine": machine(),
        "versions": report.versions,
        "figures": [asdict(figure) for figure in report.figures],
        "targets": [{**asdict(target), "met": target.met} for target in report.targets],
        "notes": report.notes,
    }


def show(report: Report) -> None:
    """A report for the person at a terminal."""
    where = machine()
    lines = [
        f"{report.name}: {report.about}",
        f"{where['python']}, {where['system']}, {where['cores']} cores, load {where['load']}"
        + "".join(f", {name} {number}" for name, number in report.versions.items()),
        "",
        *map(str, report.figures),
        "",
        *map(str, report.targets),
        *(["", *report.notes] if report.notes else []),
    ]
    print(*lines, sep="\n", file=sys.stdout)
