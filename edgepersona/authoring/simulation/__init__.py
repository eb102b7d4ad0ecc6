"""A population of simulated visitors, driven through the same core as a browser drives.

Rules
1. What visitors do is assumed (`population.py`) and printed beside every result; nothing here is a measurement.
2. A visitor is drawn first (`plan.py`) and then lived once in each arm (`visitor.py`): the same luck, twice.
3. The core decides; this folder counts (`tally.py`) and tells (`result.py`, `text.py`, `charts.py`).
4. The same file, seed, start, days and settings give the same numbers, however many processes share the work.
"""

from __future__ import annotations

from .charts import page
from .files import writable, write
from .population import Population, described, settings
from .result import result
from .running import Simulation, simulate
from .text import show

__all__ = [
    "Population",
    "Simulation",
    "described",
    "page",
    "result",
    "settings",
    "show",
    "simulate",
    "writable",
    "write",
]
