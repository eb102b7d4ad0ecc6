"""A YAML document's events → a tree, with every limit and refusal checked on the stream, before anything grows.

Rule: one document of plain maps, lists and texts; see the rules of `source.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from .errors import PersonaFileError, SourceError, printable, quoted
from .tree import MAX_DEPTH, MAX_NODES, Entry, Mapping, Node, Scalar, Sequence, clean


def build(text: str, file: str, skipped: int) -> Node:
    """The root of a document's tree. `skipped`: lines of the file before the text. Raises PersonaFileError."""
    return _Builder(file, skipped).build(text)


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
            text = clean(event.value)
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
