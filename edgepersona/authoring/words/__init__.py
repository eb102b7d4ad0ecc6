"""The SDK's own sentences, in Fluent: one folder a language, one file a part.

Rules
1. A message is text with plain placeables, `{ $name }` or a quoted `{ ", " }`; no terms or attributes. So it
   compiles to a template with `{name}`, and a device needs no Fluent to say it.
2. Where a number changes the words, the whole message is one choice on `$count`, with exactly the forms that
   whole numbers need in its language. Each form compiles to a template of its own: `id.one`, `id.few` …; the
   default, `other`, to `id`. `core/phrases.py` and `browser/src/words.js` choose.
3. Every language has the same messages with the same names in them; the tests see to it. `language` says which
   one the words are in.
4. A language without words of its own, or without a part, speaks English.

Every message in every language, filled, stands in `tests/words/`: read the diff there after a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from edgepersona.core.phrases import category

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
    """Message id → template, of one file. Raises ValueError where it breaks rule 1 or 2."""
    from fluent.syntax import FluentParser, ast

    path = _FOLDER / language / f"{part}.ftl"
    found: dict[str, str] = {}
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        if isinstance(entry, ast.BaseComment):
            continue
        if not isinstance(entry, ast.Message) or entry.value is None or entry.attributes:
            raise ValueError(f"{language}/{part}.ftl: expected plain messages, found {type(entry).__name__}")
        name = entry.id.name
        if name in found:
            raise ValueError(f"{language}/{part}.ftl: {name} stands twice")
        try:
            found |= _forms(name, entry.value, language)
        except ValueError as error:
            raise ValueError(f"{language}/{part}.ftl: {name} {error}") from None
    return found


def _forms(name: str, pattern: Any, language: str) -> dict[str, str]:
    """The templates of one message: itself, and its other plural forms if it has some."""
    from fluent.syntax import ast

    first = pattern.elements[0]
    choice = first.expression if len(pattern.elements) == 1 and isinstance(first, ast.Placeable) else None
    if not isinstance(choice, ast.SelectExpression):
        return {name: _template(pattern)}
    if not isinstance(choice.selector, ast.VariableReference) or choice.selector.id.name != "count":
        raise ValueError("chooses by something else than $count")
    forms = {str(getattr(variant.key, "name", "")): variant for variant in choice.variants}
    wanted = {category(language, count) for count in (*range(200), 1_000_000)} | {"other"}
    if set(forms) != wanted or not forms["other"].default:
        raise ValueError(f"needs the forms {', '.join(sorted(wanted))}, and other as the default")
    return {name if form == "other" else f"{name}.{form}": _template(v.value) for form, v in forms.items()}


def _template(pattern: Any) -> str:
    from fluent.syntax import ast

    pieces = []
    for element in pattern.elements:
        expression = element.expression if isinstance(element, ast.Placeable) else None
        if isinstance(element, ast.TextElement):
            pieces.append(element.value)
        elif isinstance(expression, ast.VariableReference):
            pieces.append("{" + expression.id.name + "}")
        elif isinstance(expression, ast.StringLiteral):
            pieces.append(expression.parse()["value"])
        else:
            raise ValueError("is not plain")
    return "".join(pieces)


def _nearest(language: str, part: str) -> str:
    parts = language.lower().split("-")
    while parts:
        tag = "-".join(parts)
        tag = ALIASES.get(tag, tag)
        if (_FOLDER / tag / f"{part}.ftl").is_file():
            return tag
        parts.pop()
    return FALLBACK
