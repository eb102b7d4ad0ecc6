"""Wording: the SDK's own sentences, filled with the file's words.

Rules
1. A sentence comes from the bundle, in the page's language; what it lacks is named by its id, never said in another.
2. How a known value is said in an explanation depends on the file alone, so it is said once, when the file is prepared.
"""

from __future__ import annotations

from .bundle import Bundle
from .phrases import phrase

Said = tuple[str | None, str | None]
"""(the words themselves, the same as an item of a listing); None where the language lacks them."""
Texts = dict[tuple[str, str | None], Said]
"""(signal, value; None: said by its label) → how it is said."""


def words(bundle: Bundle, language: str, message: str, **values: str | int) -> str:
    """One of the SDK's own sentences in a language of the file. The message's id if the bundle lacks it."""
    return phrase(bundle.words.get(language, {}), message, values)


def texts(bundle: Bundle, language: str) -> Texts:
    """Everything a sentence can say of what is known, in a language."""
    found: Texts = {}
    for signal in bundle.signals:
        label = signal.label.get(language)
        found[signal.id, None] = (
            label,
            label and words(bundle, language, "because-item-usage", label=label, value=label),
        )
        for value, said in signal.values.items():
            text = said.get(language)
            item = label and text and words(bundle, language, "because-item", label=label, value=text)
            found[signal.id, value] = text, item
    return found


def said(known: Texts, signal: str, value: str, source: str) -> Said:
    """How a value is said: by its text; a usage bin by its signal's label."""
    key: tuple[str, str | None] = signal, value
    return known[signal, None] if source == "usage" or key not in known else known[key]
