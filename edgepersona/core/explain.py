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
from .candidates import Term
from .phrases import inserted
from .prepare import Prepared
from .situation import Situation
from .wording import said, words


def because(s: Situation, block: Block, terms: tuple[Term, ...]) -> str | None:
    """The sentence for a block in the page's language; None if it cannot be explained there. `terms`: what matches."""
    if not block.because:
        return _built(s, terms)
    own = s.prepared.because[block.id].get(s.language)
    if own is None:
        return None
    known = s.prepared.texts[s.language]
    sentence = ""
    for piece, signal in own.pieces:
        sentence += piece
        if signal is not None:
            for term in terms:
                if term.signal == signal and term.adds > 0:
                    break
            else:
                return _built(s, terms)
            value = said(known, signal, term.value, term.source)
            if value.text is None:
                return None
            sentence += value.leftwards if own.leftwards else value.rightwards
    return sentence


def value_text(prepared: Prepared, term: Term, language: str) -> str | None:
    """How a term's value is said: its text, or for usage the signal's label. None if the language lacks it."""
    return said(prepared.texts[language], term.signal, term.value, term.source).text


def reason_text(bundle: Bundle, language: str, reason: str) -> str:
    """What a visitor is told about a silence."""
    return words(bundle, language, f"reason-{reason}")


def _built(s: Situation, terms: tuple[Term, ...]) -> str | None:
    known, items = s.prepared.texts[s.language], []
    for term in terms:
        if term.adds > 0:
            item = said(known, term.signal, term.value, term.source).item
            if item is None:
                return None
            items.append(item)
    if not items:  # an interrupt that stays on screen after what lifted it was forgotten
        return ""
    return inserted(known.separator.join(items), known.leftwards).join(known.around)
