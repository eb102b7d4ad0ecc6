"""Conditions: what `when` says, compiled to nested tuples.

Rules
1. Four shapes: ("is", signal, (value, …)), ("all", (c, …)), ("any", (c, …)), ("not", c). `{}` is ("all", ()).
2. A signal without a value matches nothing, so `not` of it holds.
3. `holds` sees one value per signal. `may_hold` sees every value any source gives, and holds if some
   source says so: service rules read the world that way, because missing a complaint is worse than
   missing a sale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from .bundle import Condition

ALWAYS: Condition = ("all", ())


def holds(condition: Condition, values: Mapping[str, str]) -> bool:
    """Whether a condition holds for signal → value."""
    kind, inner = condition[0], condition[1]
    if kind == "is":
        return values.get(inner) in condition[2]
    if kind == "not":
        return not holds(inner, values)
    decides = kind == "any"
    for part in inner:  # a loop, and most parts looked up here, because this is asked for every block that could match
        if (values.get(part[1]) in part[2] if part[0] == "is" else holds(part, values)) is decides:
            return decides
    return not decides


def may_hold(condition: Condition, said: Mapping[str, Collection[str]], wanted: bool = True) -> bool:
    """Whether some source's word makes a condition come out as `wanted`. `said`: signal → values, any source."""
    match condition[0]:
        case "is":
            values = said.get(condition[1], ())
            if wanted:
                return any(value in condition[2] for value in values)
            return not values or any(value not in condition[2] for value in values)
        case "not":
            return may_hold(condition[1], said, not wanted)
        case kind:
            every = (kind == "all") is wanted
            parts = (may_hold(part, said, wanted) for part in condition[1])
            return all(parts) if every else any(parts)


def signals_named(condition: Condition | None) -> Iterator[str]:
    """Every signal a condition mentions, also under `not`."""
    if condition is None:
        return
    if condition[0] == "is":
        yield condition[1]
    elif condition[0] == "not":
        yield from signals_named(condition[1])
    else:
        for part in condition[1]:
            yield from signals_named(part)


def accepted(condition: Condition) -> Iterator[tuple[str, str]]:
    """Every (signal, value) a condition mentions, in its order, also under `not`."""
    if condition[0] == "is":
        yield from ((condition[1], value) for value in condition[2])
    elif condition[0] == "not":
        yield from accepted(condition[1])
    else:
        for part in condition[1]:
            yield from accepted(part)
