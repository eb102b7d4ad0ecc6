"""Reading YAML that may be hostile: text in, a tree of nodes out, each knowing its line and column.

Rules
1. A file is UTF-8, at most MAX_BYTES, at most MAX_DEPTH deep and MAX_NODES large. Every limit is checked
   before the work it bounds: the size before reading, depth and nodes on the event stream.
2. Plain data only: one document; no anchors, aliases, tags or merge keys; no key twice in one map.
3. JSON is read by the same rules, being a subset; `parse_line` reads one JSON value quickly.

This module knows nothing of personas.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from typing import Any, NoReturn

from . import events
from .errors import PersonaFileError, SourceError, printable, quoted
from .tree import MAX_DEPTH, Entry, Mapping, Node, Scalar, Sequence, Source, clean

MAX_BYTES = 2_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def read(path: str | os.PathLike[str], most: int = MAX_BYTES) -> Source:
    """A YAML file's tree. `-` is standard input. Raises PersonaFileError."""
    name = printable(os.fspath(path))
    return parse(read_bytes(path, most), "standard input" if name == "-" else name)


def read_bytes(path: str | os.PathLike[str], most: int = MAX_BYTES) -> bytes:
    """A file's bytes, never more than `most`. Raises PersonaFileError."""
    name = printable(os.fspath(path))
    if os.fspath(path) == "-":
        data = sys.stdin.buffer.read(most + 1)
    else:
        try:
            with open(path, "rb") as file:
                about = os.fstat(file.fileno())
                large = stat.S_ISREG(about.st_mode) and about.st_size > most
                data = b"" if large else file.read(most + 1)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
            raise unreadable(name, why) from None
        if large:
            raise unreadable(name, f"a file of at most {most // 1000} kB is expected")
    if len(data) > most:
        raise unreadable(name, f"a file of at most {most // 1000} kB is expected")
    return data


def unreadable(file: str, why: str) -> PersonaFileError:
    """The error for a file that cannot be read at all: it points at the file's start."""
    return PersonaFileError([SourceError(file, 1, 1, f"cannot be read: {why[:1].lower()}{why[1:]}")])


def decode(data: bytes, file: str, line: int = 1) -> str:
    """Bytes → text with plain line ends, `line` being the number of the first. Raises PersonaFileError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        head = data[: error.start].decode("utf-8", "replace")
        _stop_in(file, head, line, f"expected UTF-8, found the byte 0x{data[error.start]:02x}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = _CONTROL.search(text)
    if odd:
        name = f"U+{ord(odd[0]):04X}"
        _stop_in(file, text[: odd.start()], line, f"expected plain text, found the control character {name}")
    return text


def parse(data: bytes, file: str, line: int = 1) -> Source:
    """A YAML document's tree. `line`: the number of its first line. Raises PersonaFileError."""
    text = decode(data, file, line)
    return Source(file, events.build(text, file, line - 1))


def parse_line(data: bytes, file: str, line: int) -> Source:
    """One line of JSON. Columns are exact only where the line is refused. Raises PersonaFileError."""
    text = decode(data, file, line)
    try:
        raw = json.loads(
            text, object_pairs_hook=_pairs, parse_constant=_no_constant, parse_int=_Number, parse_float=_Number
        )
        return Source(file, _from_json(raw, line, 1))
    except (ValueError, RecursionError) as error:
        column = error.colno if isinstance(error, json.JSONDecodeError) else 1
        why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        if isinstance(error, RecursionError):
            why = f"at most {MAX_DEPTH} levels of nesting are allowed"
        raise PersonaFileError([SourceError(file, line, column, f"expected one JSON object: {why}")]) from None


def _stop_in(file: str, before: str, line: int, message: str) -> NoReturn:
    """Stop at the place that comes after `before`."""
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    column = len(before) - (before.rfind("\n") + 1) + 1
    raise PersonaFileError([SourceError(file, line + before.count("\n"), column, message)])


class _Number(str):
    """A JSON number as it was written."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {quoted(key)} stands twice")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _from_json(value: Any, line: int, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise ValueError(f"at most {MAX_DEPTH} levels of nesting are allowed")
    if isinstance(value, dict):
        entries = {
            clean(key): Entry(Scalar(line, 1, clean(key), True), _from_json(inner, line, depth + 1))
            for key, inner in value.items()
        }
        return Mapping(line, 1, entries)
    if isinstance(value, list):
        return Sequence(line, 1, tuple(_from_json(inner, line, depth + 1) for inner in value))
    if isinstance(value, str):
        return Scalar(line, 1, clean(value), not isinstance(value, _Number))
    return Scalar(line, 1, {None: "null", True: "true", False: "false"}[value], False)
