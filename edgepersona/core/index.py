"""Which blocks a moment could bring up, found without asking the others.

Rules
1. A block is worth more than silence only where one of its positive terms matches and its `when` holds. Both, taken
   apart, make demands: each is a set of (signal, value), one of which must be known. None as a value is a signal
   that has none.
2. A block stands behind the one of its demands that is least likely to be met; of equal ones `when` goes first.
   Blocks behind a value that is not known cost nothing, whatever else their rules say.
3. A block that can never be worth more than silence stands nowhere.

This module knows nothing of moments; it only says where to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .bundle import Block, Bundle, Condition, Signal
from .conditions import ALWAYS

Pair = tuple[str, str | None]
Demand = tuple[Pair, ...]
"""One of these must be known."""
Signals = Mapping[str, Signal]

Places = dict[str, dict[str | None, list[str]]]
"""Signal → value, or None for none → the blocks that stand behind it, by id."""


def places(bundle: Bundle, blocks: Iterable[Block]) -> Places:
    """Where each block stands. `blocks`: those that may be chosen, defaults excepted."""
    signals = {signal.id: signal for signal in bundle.signals}
    found: Places = {}
    for block in blocks:
        helps = tuple((signal, value) for signal, value, weight in block.relevance if block.value * weight > 0)
        demands = [*_demands(block.when or ALWAYS, True, signals), helps]
        for signal, value in _least_likely(_together(demands), signals):
            found.setdefault(signal, {}).setdefault(value, []).append(block.id)
    return found


def _demands(condition: Condition, wanted: bool, signals: Signals) -> list[Demand]:
    """The demands of a condition that is to come out as `wanted`; none for one that may always do so."""
    kind = condition[0]
    if kind == "is":
        signal, accepted = condition[1], condition[2]
        if wanted:
            return [tuple((signal, value) for value in dict.fromkeys(accepted))]
        others = (value for value in signals[signal].all_values if value not in accepted)
        return [(*((signal, value) for value in others), (signal, None))]
    if kind == "not":
        return _demands(condition[1], not wanted, signals)
    parts = [_demands(part, wanted, signals) for part in condition[1]]
    if (kind == "all") is wanted:
        return [demand for part in parts for demand in part]
    if not all(parts):
        return []
    chosen = (_least_likely(part, signals) for part in parts)
    return [tuple(dict.fromkeys(pair for demand in chosen for pair in demand))]


def _together(demands: Iterable[Demand]) -> list[Demand]:
    """Demands of one signal are met by what all of them accept: it has one value at a time."""
    alone: dict[str, Demand] = {}
    others = []
    for demand in demands:
        names = {signal for signal, _ in demand}
        if len(names) == 1:
            name = names.pop()
            alone[name] = tuple(pair for pair in demand if pair in alone.get(name, demand))
        else:
            others.append(demand)
    return [*alone.values(), *others]


def _least_likely(demands: Iterable[Demand], signals: Signals) -> Demand:
    return min(demands, key=lambda demand: sum(_likelihood(signals[signal], value) for signal, value in demand))


def _likelihood(signal: Signal, value: str | None) -> float:
    """A guess, good enough to look in the shorter queue: nothing known and nothing counted are what is met most."""
    usual = value is None or (bool(signal.bins) and value == signal.bins[0][0])
    return 0.5 if usual else 1 / (1 + len(signal.all_values))
