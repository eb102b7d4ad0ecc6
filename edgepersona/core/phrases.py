"""Phrases: a template with {names} in it becomes a sentence.

Rules
1. One pass: what a value holds is never read as a name again. A name without a value stays visible, so
   that a mistake is seen.
2. An empty value is said as a dash, so that no sentence breaks off and no bracket stands empty.
3. A value written in the other direction than its sentence is isolated (UAX 9: U+2068 … U+2069), so that
   brackets and full stops stay where they belong.
4. A number called `count` chooses among a message's plural forms: `id.one`, `id.few` and so on where it has
   them, else `id` itself. The categories are those of CLDR (Language Plural Rules, cardinals) for whole
   numbers; a language that is not listed here counts as English does.

The page's own words are filled by the same rules in `browser/src/words.js`; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

EMPTY = "—"
_NAME = re.compile(r"\{(\w+)\}", re.ASCII)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def phrase(templates: Mapping[str, str], message: str, values: Mapping[str, str | int]) -> str:
    """A message of one language, filled. The message's id if the language lacks it."""
    count = values.get("count")
    form = None
    if isinstance(count, int):
        form = templates.get(f"{message}.{category(templates.get('language', ''), count)}")
    return fill(form or templates.get(message, message), values)


def fill(template: str, values: Mapping[str, str | int]) -> str:
    """A template with its names replaced."""
    leftwards = leftward(template)

    def said(found: re.Match[str]) -> str:
        value = values.get(found[1])
        return found[0] if value is None else inserted(str(value), leftwards)

    return _NAME.sub(said, template)


def leftward(text: str) -> bool:
    """Whether a text is written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def inserted(value: str, leftwards: bool) -> str:
    """A value as it stands in a sentence (rules 2 and 3). `leftwards`: the sentence is written from right to left."""
    rightward, turned = both_ways(value)
    return turned if leftwards else rightward


def both_ways(value: str) -> tuple[str, str]:
    """A value as it stands in a sentence written from left to right, and in one from right to left."""
    text = value.strip() or EMPTY
    isolated = f"\u2068{text}\u2069"
    return (isolated, text) if leftward(text) else (text, isolated)


def category(language: str, count: int) -> str:
    """The plural category of a whole number: one, few, many, zero or other."""
    tens, hundreds = count % 10, count % 100
    millions = count != 0 and count % 1_000_000 == 0
    if language in ("es", "fr") and millions:
        return "many"
    if language == "fr" and count == 0:
        return "one"
    if language == "lv" and (tens == 0 or 11 <= hundreds <= 19):
        return "zero"
    if language == "uk" and (tens == 0 or tens >= 5 or 11 <= hundreds <= 14):
        return "many"
    if language in ("lv", "uk"):
        return "one" if tens == 1 else "few" if language == "uk" else "other"
    return "one" if count == 1 else "other"
