"""The SDK's own sentences, in Fluent: one folder a language, one file a part.

Rules
1. A message is text with plain placeables, `{ $name }` or a quoted `{ ", " }`; no selectors, terms or attributes.
   So it compiles to a template with `{name}`, and a device needs no Fluent to say it.
2. Every language has the same messages with the same names in them; the tests see to it.
3. A language without words of its own, or without a part, speaks English.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

FALLBACK = "en"
ALIASES = {"no": "nb", "nn": "nb"}
"""Tags that another language's words serve."""

_FOLDER = Path(__file__).parent


def spoken() -> tuple[str, ...]:
    """The languages that have words of their own."""
    return tuple(sorted(folder.name for folder in _FOLDER.iterdir() if (folder / "engine.ftl").is_file()))


def load(languages: Iterable[str], part: str = "engine") -> dict[str, dict[str, str]]:
    """Language → message id → template with {names}, for BCP 47 tags. `part`: engine, or page for the panel."""
    return {language: dict(templates(_nearest(language, part), part)) for language in languages}


@cache
def templates(language: str, part: str) -> dict[str, str]:
    """Message id → template, of one file. Raises ValueError where it breaks rule 1."""
    from fluent.syntax import FluentParser, ast

    path = _FOLDER / language / f"{part}.ftl"
    found: dict[str, str] = {}
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        if isinstance(entry, ast.BaseComment):
            continue
        if not isinstance(entry, ast.Message) or entry.value is None or entry.attributes:
            raise ValueError(f"{language}/{part}.ftl: expected plain messages, found {type(entry).__name__}")
        if entry.id.name in found:
            raise ValueError(f"{language}/{part}.ftl: {entry.id.name} stands twice")
        pieces = []
        for element in entry.value.elements:
            expression = element.expression if isinstance(element, ast.Placeable) else None
            if isinstance(element, ast.TextElement):
                pieces.append(element.value)
            elif isinstance(expression, ast.VariableReference):
                pieces.append("{" + expression.id.name + "}")
            elif isinstance(expression, ast.StringLiteral):
                pieces.append(expression.parse()["value"])
            else:
                raise ValueError(f"{language}/{part}.ftl: {entry.id.name} is not plain")
        found[entry.id.name] = "".join(pieces)
    return found


def _nearest(language: str, part: str) -> str:
    parts = language.lower().split("-")
    while parts:
        tag = "-".join(parts)
        tag = ALIASES.get(tag, tag)
        if (_FOLDER / tag / f"{part}.ftl").is_file():
            return tag
        parts.pop()
    return FALLBACK
