"""Which blocks a moment could bring up, found without asking the others.

Rules
1. A block is worth more than silence only where one of its positive terms matches and its `when` holds. Both, taken
   apart, make demands: each is a set of (signal, value), one of which must be known. None as a value is a signal
   that has none.
2. A block stands behind one of its demands: the one whose values the fewest other blocks ask for. Blocks behind a
   value that is not known cost nothing, whatever else their rules say.
3. A block that can never be worth more than silence stands nowhere.

This module knows nothing of moments; it only says where to look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from .bundle import Block, Bundle, Condition
from .conditions import ALWAYS

Pair = tuple[str, str | None]
Demand = tuple[Pair, ...]
"""One of these must be known."""
Cost = Callable[[Demand], tuple[int, int]]

Places = dict[str, dict[str | None, tuple[str, ...]]]
"""Signal → value, or None for none → the blocks that stand behind it, by id."""


def places(bundle: Bundle, blocks: Iterable[Block]) -> Places:
    """Where each block stands. `blocks`: those that may be chosen, defaults excepted."""
    values = {signal.id: signal.all_values for signal in bundle.signals}
    some = list(blocks)
    asked: Counter[Pair] = Counter()
    for block in some:
        asked.update({pair for demand in _demands(block, values, _by_size) for pair in demand})

    def by_rivals(demand: Demand) -> tuple[int, int]:
        return max((asked[pair] for pair in demand), default=0), len(demand)

    found: dict[str, dict[str | None, list[str]]] = {}
    for block in some:
        for signal, value in min(_demands(block, values, by_rivals), key=by_rivals):
            found.setdefault(signal, {}).setdefault(value, []).append(block.id)
    return {
        signal: {value: tuple(ids) for value, ids in by_value.items()} for signal, by_value in sorted(found.items())
    }


def _demands(block: Block, values: Mapping[str, tuple[str, ...]], cost: Cost) -> list[Demand]:
    """Everything that must be known before the block could be worth more than silence."""
    helps = tuple((signal, value) for signal, value, weight in block.relevance if block.value * weight > 0)
    return [helps, *_of(block.when or ALWAYS, True, values, cost)]


def _of(condition: Condition, wanted: bool, values: Mapping[str, tuple[str, ...]], cost: Cost) -> list[Demand]:
    """The demands of a condition that is to come out as `wanted`; none for one that may always do so."""
    kind = condition[0]
    if kind == "is":
        signal, accepted = condition[1], condition[2]
        if wanted:
            return [tuple((signal, value) for value in dict.fromkeys(accepted))]
        return [(*((signal, value) for value in values[signal] if value not in accepted), (signal, None))]
    if kind == "not":
        return _of(condition[1], not wanted, values, cost)
    parts = [_of(part, wanted, values, cost) for part in condition[1]]
    if (kind == "all") is wanted:
        return [demand for part in parts for demand in part]
    if not all(parts):
        return []
    cheapest = (min(part, key=cost) for part in parts)
    return [tuple(dict.fromkeys(pair for demand in cheapest for pair in demand))]


def _by_size(demand: Demand) -> tuple[int, int]:
    return len(demand), 0
