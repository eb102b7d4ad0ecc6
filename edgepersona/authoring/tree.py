"""What reading a file gives: a tree of maps, lists and texts, each knowing its line and column (from 1).

Every scalar is text. Whether it stood in quotes is kept, because `12` may be a number and `"12"` may not; what
a text means is the grammar's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_DEPTH = 40
MAX_NODES = 100_000

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


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


def clean(text: str) -> str:
    """A scalar's text, with the halves of JSON's `\\ud83d\\ude00` joined. Raises ValueError for what is no text."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        try:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise ValueError("half a surrogate pair is not text") from None
    odd = _CONTROL.search(text)
    if odd:
        raise ValueError(f"expected plain text, found the control character U+{ord(odd[0]):04X}")
    return text
