"""Wording: the SDK's own sentences, filled with the file's words.

Rules
1. A sentence comes from the bundle, in the page's language; what it lacks is named by its id, never said in another.
2. How a known value is said in an explanation depends on the file alone, so it is said once, when the file is prepared.
"""

from __future__ import annotations

from .bundle import Bundle

Items = dict[tuple[str, str | None], str | None]
"""(signal, value; None: said by its label) → the item of a listing; None where the language lacks words."""


def words(bundle: Bundle, language: str, message: str, **values: str) -> str:
    """One of the SDK's own sentences in a language of the file. The message's id if the bundle lacks it."""
    sentence = bundle.words.get(language, {}).get(message, message)
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence


def items(bundle: Bundle, language: str) -> Items:
    """Everything a built sentence can list in a language."""
    found: Items = {}
    for signal in bundle.signals:
        label = signal.label.get(language)
        found[signal.id, None] = label and words(bundle, language, "because-item-usage", label=label, value=label)
        for value, texts in signal.values.items():
            text = texts.get(language)
            said = label is not None and text is not None
            found[signal.id, value] = (
                words(bundle, language, "because-item", label=label or "", value=text or "") if said else None
            )
    return found
