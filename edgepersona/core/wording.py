"""Wording: the SDK's own sentences, filled with the file's words.

Rules
1. A sentence comes from the bundle, in the page's language; what it lacks is named by its id, never said in another.
2. How a known value is said in an explanation depends on the file alone, and so do the words around it: both are
   worked out once, when the file is prepared.
"""

from __future__ import annotations

from typing import NamedTuple

from .bundle import Bundle
from .phrases import both_ways, leftward, phrase


class Said(NamedTuple):
    """How a value is said; None where the language lacks the words."""

    text: str | None
    """The words themselves."""
    item: str | None
    """The same as an item of a listing."""
    rightwards: str = ""
    """The words as they stand in a sentence written from left to right,"""
    leftwards: str = ""
    """and from right to left."""


class Texts(NamedTuple):
    """All that explanations in one language are made of."""

    values: dict[tuple[str, str | None], Said]
    """(signal, value; None: its label, which stands for every value that was counted) → how it is said."""
    separator: str
    """Between the items of a listing."""
    around: tuple[str, ...]
    """The words before, between and after the places where a built sentence has its listing."""
    leftwards: bool
    """Whether those words are written from right to left."""


def words(bundle: Bundle, language: str, message: str, **values: str | int) -> str:
    """One of the SDK's own sentences in a language of the file. The message's id if the bundle lacks it."""
    return phrase(bundle.words.get(language, {}), message, values)


def texts(bundle: Bundle, language: str) -> Texts:
    """Everything an explanation can say of what is known, in a language."""
    found: dict[tuple[str, str | None], Said] = {}
    for signal in bundle.signals:
        label = signal.label.get(language)
        usage = label and words(bundle, language, "because-item-usage", label=label, value=label)
        found[signal.id, None] = by_label = _said(label, usage)
        for value in dict.fromkeys((*signal.values, *signal.all_values)):
            if value in signal.values:
                text = signal.values[value].get(language)
                item = label and text and words(bundle, language, "because-item", label=label, value=text)
                found[signal.id, value] = _said(text, item)
            else:
                found[signal.id, value] = by_label
    around = words(bundle, language, "because")
    return Texts(found, words(bundle, language, "list-separator"), tuple(around.split("{items}")), leftward(around))


def said(known: Texts, signal: str, value: str, source: str) -> Said:
    """How a value is said: by its text; a usage bin by its signal's label."""
    return known.values[signal, None if source == "usage" else value]


def _said(text: str | None, item: str | None) -> Said:
    return Said(text, item) if text is None else Said(text, item, *both_ways(text))
