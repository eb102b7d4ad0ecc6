"""Explanations: one sentence for each personalised block, one for each silence.

Rules
1. A sentence names only signals that truly added to the block's utility, and only values the visitor
   gave, did, or arrived with.
2. The file's own `because` is used if every signal it names added something; otherwise the sentence is
   built from the terms that did.
3. A usage value is said by its signal's label; other values by their text in the page's language.
4. What cannot be said in the page's language is not said in another one: the block is withheld.
"""

from __future__ import annotations

from .bundle import Block, Bundle
from .phrases import inserted, phrase
from .prepare import Prepared
from .relevance import Term, terms
from .situation import Situation


def because(s: Situation, block: Block, of: tuple[Term, ...] | None = None) -> str | None:
    """The sentence for a block in the page's language; None if it cannot be explained there."""
    helped = [term for term in (terms(s, block) if of is None else of) if term.adds > 0]
    if not block.because:
        return _built(s, helped)
    pieces = s.prepared.because.get((block.id, s.language))
    if pieces is None:
        return None
    by_signal = {term.signal: term for term in helped}
    around = "".join(words for words, _ in pieces)
    said = []
    for words, signal in pieces:
        said.append(words)
        if signal is not None:
            if signal not in by_signal:
                return _built(s, helped)
            text = value_text(s.prepared, by_signal[signal], s.language)
            if text is None:
                return None
            said.append(inserted(text, around))
    return "".join(said)


def value_text(prepared: Prepared, term: Term, language: str) -> str | None:
    """How a term's value is said: its text, or for usage the signal's label. None if the language lacks it."""
    signal = prepared.signals[term.signal]
    if said_by_label(prepared, term):
        return signal.label.get(language)
    return signal.values[term.value].get(language)


def said_by_label(prepared: Prepared, term: Term) -> bool:
    """Whether a value is a usage bin, which is said by its signal's label."""
    return term.source == "usage" or term.value not in prepared.signals[term.signal].values


def words(bundle: Bundle, language: str, message: str, **values: str | int) -> str:
    """One of the SDK's own sentences in a language of the file. The message's id if the bundle lacks it."""
    return phrase(bundle.words.get(language, {}), message, values)


def reason_text(bundle: Bundle, language: str, reason: str) -> str:
    """What a visitor is told about a silence."""
    return words(bundle, language, f"reason-{reason}")


def _built(s: Situation, helped: list[Term]) -> str | None:
    bundle, items = s.prepared.bundle, []
    for term in helped:
        signal = s.prepared.signals[term.signal]
        label, text = signal.label.get(s.language), value_text(s.prepared, term, s.language)
        if label is None or text is None:
            return None
        message = "because-item-usage" if said_by_label(s.prepared, term) else "because-item"
        items.append(words(bundle, s.language, message, label=label, value=text))
    if not items:  # an interrupt that stays on screen after what lifted it was forgotten
        return ""
    listed = words(bundle, s.language, "list-separator").join(items)
    return words(bundle, s.language, "because", items=listed)
