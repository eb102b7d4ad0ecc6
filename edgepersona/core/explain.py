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
from .prepare import Prepared
from .relevance import Term, terms
from .situation import Situation
from .wording import words


def because(s: Situation, block: Block, of: tuple[Term, ...] | None = None) -> str | None:
    """The sentence for a block in the page's language; None if it cannot be explained there."""
    helped = [term for term in (terms(s, block) if of is None else of) if term.adds > 0]
    if not block.because:
        return _built(s, helped)
    pieces = s.prepared.because.get((block.id, s.language))
    if pieces is None:
        return None
    by_signal = {term.signal: term for term in helped}
    said = []
    for piece, signal in pieces:
        said.append(piece)
        if signal is not None:
            if signal not in by_signal:
                return _built(s, helped)
            text = value_text(s.prepared, by_signal[signal], s.language)
            if text is None:
                return None
            said.append(text)
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


def reason_text(bundle: Bundle, language: str, reason: str) -> str:
    """What a visitor is told about a silence."""
    return words(bundle, language, f"reason-{reason}")


def _built(s: Situation, helped: list[Term]) -> str | None:
    said, items = s.prepared.items[s.language], []
    for term in helped:
        item = said[term.signal, None if said_by_label(s.prepared, term) else term.value]
        if item is None:
            return None
        items.append(item)
    if not items:  # an interrupt that stays on screen after what lifted it was forgotten
        return ""
    separator = words(s.prepared.bundle, s.language, "list-separator")
    return words(s.prepared.bundle, s.language, "because", items=separator.join(items))
