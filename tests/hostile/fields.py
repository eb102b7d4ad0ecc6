"""Every place for a free text that a JSON Schema has, found by walking it, and ways to fill those places.

A field is a path: the names of maps and lists on the way, `*` for any key, `[]` for any item, a last `{key}` where the
key itself is free. Nothing here knows what a persona file is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Field = tuple[str, ...]
Path = tuple[str | int, ...]
NARROW = ("enum", "const", "pattern", "format")
KEY = "{key}"


def free(schema: Mapping[str, Any]) -> set[Field]:
    """The fields of a schema whose text may be anything."""
    return set(_free(schema, schema["$defs"], (), frozenset()))


def _free(node: Mapping[str, Any], shared: Mapping[str, Any], path: Field, inside: frozenset[str]) -> Iterator[Field]:
    name = node.get("$ref", "").removeprefix("#/$defs/")
    if name and name not in inside:
        yield from _free(shared[name], shared, path, inside | {name})
    for way in ("anyOf", "oneOf", "allOf"):
        for other in node.get(way, ()):
            yield from _free(other, shared, path, inside)
    if node.get("type") == "string" and not any(word in node for word in NARROW):
        yield path
    for key, inner in node.get("properties", {}).items():
        yield from _free(inner, shared, (*path, key), inside)
    if isinstance(inner := node.get("items"), dict):
        yield from _free(inner, shared, (*path, "[]"), inside)
    if isinstance(inner := node.get("additionalProperties"), dict):
        if not any(word in node.get("propertyNames", {}) for word in NARROW):
            yield (*path, KEY)
        yield from _free(inner, shared, (*path, "*"), inside)


def places(data: Any, field: Field, path: Path = ()) -> Iterator[Path]:
    """Where a field occurs in data, as paths of keys and indices; where a key is meant, the path ends with it."""
    if not field:
        if isinstance(data, str):
            yield path
    elif isinstance(data, dict):
        step, *rest = field
        for key in list(data) if step in ("*", KEY) else [step] if step in data else []:
            yield from [(*path, key)] if step == KEY else places(data[key], tuple(rest), (*path, key))
    elif isinstance(data, list) and field[0] == "[]":
        for index, item in enumerate(data):
            yield from places(item, field[1:], (*path, index))


def put(data: Any, field: Field, path: Path, text: str) -> None:
    """Write a text to a place; a key keeps its value and its order."""
    *way, last = path
    for step in way:
        data = data[step]
    if field[-1] != KEY:
        data[last] = text
        return
    entries = [(text if key == last else key, value) for key, value in data.items()]
    data.clear()
    data.update(entries)
