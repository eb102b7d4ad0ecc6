"""What a paper is made of, before it is Markdown or HTML.

Rules
1. A paper is a value: headings, paragraphs, lists, tables, and marks where a person has to decide. No markup.
2. Text is text. Both renderings escape it; what comes from a file is made printable and one line first (`plain`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import printable

_JOINERS = frozenset("\u00ad\u200c\u200d\u2068\u2069")
"""Format characters that words need: soft hyphen, joiners, and the isolates that phrases put around a value."""


@dataclass(frozen=True, slots=True)
class Code:
    """An id, key or hash."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another paper, or to an address this package knows. Never one from a file."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than the paper's."""

    text: str
    language: str


Piece = str | Code | Strong | Link | Foreign
Line = Piece | tuple[Piece, ...]
"""A line of text, in one piece or several that stand side by side as they are."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row names the row. `name`: what a screen reader calls the table."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Todo:
    """Something only a person can decide: what, and the key of the answers file that takes it."""

    text: str
    key: str


Block = Heading | Paragraph | Bullets | Table | Todo


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `name` is its file name without ending; `others`: (text, file name, language) to switch to."""

    name: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    others: tuple[tuple[str, str, str], ...] = field(default=())


def plain(text: str) -> str:
    """Text on one line, with what is invisible or turns the reading direction made visible."""
    line = " ".join(text.split())
    return "".join(
        char if char in _JOINERS or unicodedata.category(char)[0] != "C" else printable(char) for char in line
    )


def pieces(line: Line) -> Iterator[Piece]:
    """The pieces of a line."""
    yield from line if isinstance(line, tuple) else (line,)


def joined(lines: list[Piece], between: str = ", ") -> tuple[Piece, ...]:
    """Pieces with something between them."""
    return tuple(piece for number, one in enumerate(lines) for piece in ((between, one) if number else (one,)))
