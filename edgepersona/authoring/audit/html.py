"""A paper as one HTML file.

Rules
1. Self-contained: no script, nothing fetched, one inline style whose hash `STYLE_HASH` a content policy can name.
2. Everything that comes from a file is escaped; a link leads to another paper or to an address this package knows.
3. It reads on a phone, in the dark, on paper, and aloud: language, headings in order, tables with scopes.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from .markdown import TODO
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

STYLE = """\
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --line: #d0d7de; --link: #0b5cad;
  --note: #fff4d6; --edge: #b35900; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --paper: #0d1117; --line: #30363d;
  --link: #79b8ff; --note: #33290f; --edge: #f0a13a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1rem 0; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; }
h1, h2, h3, p, li { overflow-wrap: anywhere; }
p, ul { max-width: 46rem; margin: 0.6rem 0; }
li + li { margin-top: 0.3rem; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; padding: 0; }
nav li + li { margin: 0; }
nav [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
code { font-size: 0.85em; overflow-wrap: anywhere; }
.todo { background: var(--note); border-left: 0.3rem solid var(--edge); padding: 0.6rem 0.9rem; }
.table { overflow-x: auto; margin: 0.75rem 0; }
.table:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.9rem; min-width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--line);
  max-width: 24rem; }
td { overflow-wrap: break-word; } td.long { min-width: 15rem; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 500; min-width: 7rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) { main { padding: 0.5rem 1rem 3rem; } h1 { font-size: 1.4rem; }
  table { font-size: 0.85rem; } th, td { padding-right: 0.6rem; } td.long { min-width: 11rem; }
  tbody th { min-width: 5.5rem; } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #bbb; --link: #000;
  --note: #fff; --edge: #000; } main { max-width: none; padding: 0; } .table { overflow: visible; }
  table { font-size: 0.75rem; } tr, .todo { break-inside: avoid; } h2, h3 { break-after: avoid; } }
"""
STYLE_HASH = f"sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}"
GENERATOR = '<meta name="generator" content="edgepersona audit">'
"""By this a folder of papers is known."""
LONG = 40
"""A cell with more characters than this is given room."""


def rendered(paper: Paper) -> str:
    """The HTML text of a paper."""
    body = [f"<h1>{_text(paper.title)}</h1>", *map(_block, paper.blocks)]
    if paper.others:
        links = "".join(
            f'<li><a href="{escape(name)}.html" hreflang="{escape(language)}" lang="{escape(language)}"'
            f"{' aria-current="page"' if name == paper.name else ''}>{_text(text)}</a></li>"
            for text, name, language in paper.others
        )
        body.insert(0, f"<nav><ul>{links}</ul></nav>")
    return (
        f'<!doctype html>\n<html lang="{escape(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n{GENERATOR}\n'
        f"<title>{_text(paper.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{_text(text)}</h{level}>"
        case Paragraph(line):
            return f"<p>{_line(line)}</p>"
        case Bullets(items):
            return f"<ul>\n{''.join(f'<li>{_line(item)}</li>\n' for item in items)}</ul>"
        case Table():
            return _table(block)
        case _:
            return (
                f'<p class="todo"><strong>{TODO}</strong> (<code>{escape(block.key)}</code>): {_text(block.text)}</p>'
            )


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in table.head)
    rows = []
    for first, *rest in table.rows:
        cells = "".join(f"<td{_room(cell)}>{_line(cell)}</td>" for cell in rest)
        rows.append(f'<tr><th scope="row">{_line(first)}</th>{cells}</tr>\n')
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{_text(table.name)}"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody></table></div>"
    )


def _room(cell: Line) -> str:
    letters = sum(len(piece if isinstance(piece, str) else piece.text) for piece in pieces(cell))
    return ' class="long"' if letters > LONG else ""


def _line(line: Line) -> str:
    return "".join(map(_piece, pieces(line)))


def _piece(piece: Piece) -> str:
    match piece:
        case Code(text):
            return f"<code>{_text(text)}</code>"
        case Strong(text):
            return f"<strong>{_text(text)}</strong>"
        case Link(text, to):
            return f'<a href="{escape(to if "://" in to else f"{to}.html")}">{_text(text)}</a>'
        case Foreign(text, language):
            return f'<span lang="{escape(language)}">{_text(text)}</span>'
        case str():
            return _text(piece)


def _text(text: str) -> str:
    ends = (" " if text[:1].isspace() else "", " " if text[-1:].isspace() and text.strip() else "")
    return ends[0] + escape(plain(text)) + ends[1]
