"""Conditions as files write them.

Rules
1. A map of signal → accepted values means all of these; `any`, `all` and `not` nest, alone or beside signals.
   `{}` always holds.
2. Reading gives the tuples of `core/conditions.py`, in an order of their own, so that two ways of writing
   the same conjunction give the same bundle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from edgepersona.core.bundle import Condition
from edgepersona.core.conditions import ALWAYS

from .errors import quoted
from .tree import Entry, Mapping, Node, Scalar, Sequence

Say = Callable[[Node, str], None]
"""Notes a mistake: (where, message)."""

JOINED = ("any", "all")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}")

SCHEMA: dict[str, Any] = {
    "title": "Condition",
    "description": "Signal → accepted values, all of which must match. {} always holds.",
    "type": "object",
    "properties": {
        "any": {
            "description": "At least one of these holds.",
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/Condition"},
        },
        "all": {
            "description": "All of these hold.",
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/Condition"},
        },
        "not": {"description": "This does not hold.", "$ref": "#/$defs/Condition"},
    },
    "additionalProperties": {
        "description": "The accepted values of a signal.",
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string", "pattern": f"^{_ID.pattern}$"},
    },
}


def read(node: Node, say: Say) -> Condition:
    """The condition a node stands for. Mistakes are said, and read as `{}`."""
    if not isinstance(node, Mapping):
        say(node, "expected a condition: signal: [values], any: […], all: […] or not: {…}; {} always holds")
        return ALWAYS
    return _joined("all", [_part(name, entry, say) for name, entry in node.entries.items()])


def mentions(node: Node) -> Iterator[tuple[Scalar, tuple[Scalar, ...]]]:
    """Every (signal, accepted values) in a condition's node, wherever it nests. Mistakes are passed over."""
    if not isinstance(node, Mapping):
        return
    for name, entry in node.entries.items():
        if name in JOINED:
            for item in entry.value.items if isinstance(entry.value, Sequence) else ():
                yield from mentions(item)
        elif name == "not":
            yield from mentions(entry.value)
        elif isinstance(entry.value, Sequence):
            yield entry.key, tuple(item for item in entry.value.items if isinstance(item, Scalar))


def _joined(name: str, parts: list[Condition]) -> Condition:
    """In an order of their own, and without a shell around a single one."""
    return parts[0] if len(parts) == 1 else (name, tuple(sorted(parts, key=repr)))


def _part(name: str, entry: Entry, say: Say) -> Condition:
    if name in JOINED:
        if not isinstance(entry.value, Sequence) or not entry.value.items:
            say(entry.value, f"expected a list of conditions under {name}, such as {name}: [{{signal: [value]}}]")
            return ALWAYS
        return _joined(name, [read(item, say) for item in entry.value.items])
    if name == "not":
        return ("not", read(entry.value, say))
    if not isinstance(entry.value, Sequence) or not entry.value.items:
        one = entry.value
        hint = f": write [{one.text}]" if isinstance(one, Scalar) and _ID.fullmatch(one.text) else ""
        say(entry.value, f"expected a list of the accepted values of {quoted(name)}{hint}")
        return ALWAYS
    values: list[str] = []
    for item in entry.value.items:
        if not isinstance(item, Scalar) or item.is_null:
            say(item, f"expected a value of {quoted(name)}")
        elif item.text in values:
            say(item, f"{quoted(item.text)} stands twice in this list")
        else:
            values.append(item.text)
    return ("is", name, tuple(sorted(values)))
