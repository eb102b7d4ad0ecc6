"""A paper as Markdown (CommonMark with the tables of GitHub Flavored Markdown).

Rules
1. Whatever stands in a file is shown as it is: every character that could mean something is escaped, and so is what a
   reader would turn into a link, a list or a heading by itself.
2. Same paper, same bytes. No raw HTML.
"""

from __future__ import annotations

import re

from .page import (
    Block,
    Bullets,
    Code,
    Foreign,
    Heading,
    Line,
    Link,
    Paper,
    Paragraph,
    Piece,
    Strong,
    Table,
    pieces,
    plain,
)

_SPECIAL = re.compile(r"[\\`*_\[\]<>|&~$@^{}]|(?<!\S)#|:(?=//)|(?<=www)\.|(?<=WWW)\.", re.ASCII)
_AT_START = re.compile(r"(?:[+=-]|[0-9]{1,9}(?=[.)]))", re.ASCII)
_SAFE_CODE = re.compile(r"[A-Za-z0-9_.+:/#?=-]+", re.ASCII)
TODO = "TODO"
"""What a reader searches a draft for."""


def rendered(paper: Paper) -> str:
    """The Markdown text of a paper."""
    parts = [f"# {_text(paper.title)}"]
    if paper.others:
        parts.append(" · ".join(f"[{_text(text)}]({name}.md)" for text, name, _ in paper.others))
    parts += [_block(block) for block in paper.blocks]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_text(text)}"
        case Paragraph(line):
            return _start(_line(line))
        case Bullets(items):
            return "\n".join(f"- {_start(_line(item))}" for item in items)
        case Table():
            return _table(block)
        case _:
            return f"> **{TODO}** (`{block.key}`): {_text(block.text)}"


def _table(table: Table) -> str:
    lines = [table.head, ("---",) * len(table.head)]
    head = [f"| {' | '.join(map(_text, lines[0]))} |", f"| {' | '.join(lines[1])} |"]
    return "\n".join([*head, *(f"| {' | '.join(_line(cell) or ' ' for cell in row)} |" for row in table.rows)])


def _line(line: Line) -> str:
    return "".join(map(_piece, pieces(line)))


def _piece(piece: Piece) -> str:
    match piece:
        case Code(text):
            return f"`{text}`" if _SAFE_CODE.fullmatch(text) else _text(text)
        case Strong(text):
            return f"**{_text(text)}**"
        case Link(text, to):
            return f"[{_text(text)}]({to if '://' in to else f'{to}.md'})"
        case Foreign(text):
            return _text(text)
        case str():
            return _text(piece)


def _text(text: str) -> str:
    """Text with all that means something escaped; spaces at its ends, which part pieces, stay."""
    ends = (" " if text[:1].isspace() else "", " " if text[-1:].isspace() and text.strip() else "")
    return ends[0] + _SPECIAL.sub(r"\\\g<0>", plain(text)) + ends[1]


def _start(text: str) -> str:
    """What begins a block must not look like the beginning of a list or a heading."""
    found = _AT_START.match(text)
    if found is None:
        return text
    end = found.end()
    return f"{text[:end]}\\{text[end:]}" if text[0].isdigit() else f"\\{text}"
