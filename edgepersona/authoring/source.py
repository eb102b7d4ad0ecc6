"""Reading YAML that may be hostile: text in, a tree of nodes out, each knowing its line and column.

Rules
1. A file is UTF-8, at most MAX_BYTES, at most MAX_DEPTH deep and MAX_NODES large. Every limit is checked
   before the work it bounds: the size before reading, depth and nodes on the event stream.
2. Plain data only: one document; no anchors, aliases, tags or merge keys; no key twice in one map.
3. Every scalar is text. Whether it stood in quotes is kept, because `12` may be a number and `"12"` may not;
   what a text means is the grammar's business.
4. JSON is read by the same rules, being a subset; `parse_line` reads one JSON value quickly.

This module knows nothing of personas.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from .errors import PersonaFileError, SourceError, printable, quoted

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 100_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ESCAPED_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Node:
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar(Node):
    text: str
    quoted: bool

    @property
    def is_null(self) -> bool:
        """Nothing was written: an empty value, `null` or `~`."""
        return not self.quoted and self.text in ("", "null", "~")


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping(Node):
    entries: dict[str, Entry]


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file's tree."""

    file: str
    root: Node

    def where(self, *path: str | int) -> Node:
        """The node at a path: a key for a map's entry, an item for a list's. As far as the path leads."""
        found: Node = self.root
        inside: Node = self.root
        for step in path:
            if isinstance(inside, Mapping) and isinstance(step, str) and step in inside.entries:
                found, inside = inside.entries[step].key, inside.entries[step].value
            elif isinstance(inside, Sequence) and isinstance(step, int) and step < len(inside.items):
                found = inside = inside.items[step]
            else:
                break
        return found

    def value(self, *path: str | int) -> Node:
        """The node of what stands at a path, past its key; the nearest thing there is, if it leads nowhere."""
        inside: Node = self.root
        for step in path:
            if isinstance(inside, Mapping) and isinstance(step, str) and step in inside.entries:
                inside = inside.entries[step].value
            elif isinstance(inside, Sequence) and isinstance(step, int) and step < len(inside.items):
                inside = inside.items[step]
            else:
                return self.where(*path)
        return inside


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
    return Source(file, _Builder(file, line - 1).build(text))


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
            _clean(key): Entry(Scalar(line, 1, _clean(key), True), _from_json(inner, line, depth + 1))
            for key, inner in value.items()
        }
        return Mapping(line, 1, entries)
    if isinstance(value, list):
        return Sequence(line, 1, tuple(_from_json(inner, line, depth + 1) for inner in value))
    if isinstance(value, str):
        return Scalar(line, 1, _clean(value), not isinstance(value, _Number))
    return Scalar(line, 1, {None: "null", True: "true", False: "false"}[value], False)


def _clean(text: str) -> str:
    """A scalar's text, with the halves of JSON's `\\ud83d\\ude00` joined. Raises ValueError for what is no text."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        try:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise ValueError("half a surrogate pair is not text") from None
    odd = _ESCAPED_CONTROL.search(text)
    if odd:
        raise ValueError(f"expected plain text, found the control character U+{ord(odd[0]):04X}")
    return text


class _Open:
    """A map or list whose end has not come yet."""

    __slots__ = ("column", "entries", "is_map", "items", "key", "line")

    def __init__(self, line: int, column: int, is_map: bool) -> None:
        self.line, self.column, self.is_map = line, column, is_map
        self.entries: dict[str, Entry] = {}
        self.items: list[Node] = []
        self.key: Scalar | None = None


class _Builder:
    """Events → nodes, counting as it goes."""

    def __init__(self, file: str, skipped: int) -> None:
        self.file, self.skipped = file, skipped
        self.nodes = 0
        self.open: list[_Open] = []
        self.root: Node | None = None

    def build(self, text: str) -> Node:
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            for event in _events(text):
                self._take(event)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line, mark.column) if mark else (0, 0)
            what = error.problem or error.context or "something else"
            self._stop(line, column, f"expected YAML: {' '.join(str(what).split())}")
        except (YAMLError, ValueError, OverflowError, IndexError, AttributeError, AssertionError, TypeError):
            # The parser itself stumbled, over an impossible escape, say; the last node is the nearest known place.
            last = self.open[-1] if self.open else None
            line, column = (last.line - 1 - self.skipped, last.column - 1) if last else (0, 0)
            self._stop(line, column, "expected YAML: what follows here cannot be parsed")
        if self.root is None:
            self._stop(0, 0, "expected a map of keys and values, found an empty file")
        return self.root

    def _stop(self, line: int, column: int, message: str) -> NoReturn:
        """Stop at a mark (counted from 0)."""
        place = SourceError(self.file, line + 1 + self.skipped, column + 1, printable(message, 300))
        raise PersonaFileError([place])

    def _take(self, event: Any) -> None:
        kind = type(event).__name__
        if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
            return
        line, column = event.start_mark.line, event.start_mark.column
        if kind == "DocumentStartEvent":
            if self.root is not None:
                self._stop(line, column, "expected one document, found a second one")
            if event.tags or (event.version and tuple(event.version) != (1, 2)):
                self._stop(0, 0, "expected plain YAML 1.2, found a directive")
            return
        if kind == "AliasEvent":
            self._stop(line, column, f"aliases are not allowed, found {quoted('*' + event.anchor)}")
        if kind in ("SequenceEndEvent", "MappingEndEvent"):
            self._close()
            return
        if event.anchor is not None:
            self._stop(line, column, f"anchors are not allowed, found {quoted('&' + event.anchor)}")
        if event.tag is not None:
            self._stop(line, column, f"tags are not allowed, found {quoted(str(event.tag))}")
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(line, column, f"at most {MAX_NODES} values are allowed in a file")
        place = (line + 1 + self.skipped, column + 1)
        if kind == "ScalarEvent":
            self._scalar(event, place)
        else:
            if len(self.open) >= MAX_DEPTH:
                self._stop(line, column, f"at most {MAX_DEPTH} levels of nesting are allowed")
            top = self.open[-1] if self.open else None
            if top and top.is_map and top.key is None:
                self._stop(line, column, "expected a name as a key, found a list or a map")
            self.open.append(_Open(*place, kind == "MappingStartEvent"))

    def _scalar(self, event: Any, place: tuple[int, int]) -> None:
        try:
            text = _clean(event.value)
        except ValueError as error:
            self._stop(event.start_mark.line, event.start_mark.column, str(error))
        scalar = Scalar(*place, text, event.style is not None)
        top = self.open[-1] if self.open else None
        if top is None or not top.is_map or top.key is not None:
            self._add(scalar)
            return
        mark = (event.start_mark.line, event.start_mark.column)
        if text == "<<" and not scalar.quoted:
            self._stop(*mark, "merge keys (<<) are not allowed")
        if text in top.entries:
            first = top.entries[text].key.line
            self._stop(*mark, f"the key {quoted(text)} stands twice, first in line {first}")
        top.key = scalar

    def _close(self) -> None:
        done = self.open.pop()
        if done.is_map:
            self._add(Mapping(done.line, done.column, done.entries))
        else:
            self._add(Sequence(done.line, done.column, tuple(done.items)))

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if top.is_map:
            assert top.key is not None
            top.entries[top.key.text] = Entry(top.key, node)
            top.key = None
        else:
            top.items.append(node)


def _events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yield from yaml.parse(text)
