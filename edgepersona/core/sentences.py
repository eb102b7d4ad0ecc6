"""A change in words: what would have to be different, and what then. For the visitor, in the page's language.

Rules
1. A sentence states what the silence depends on. It asks for nothing, least of all for consent.
2. What is named comes from the file: labels and values in the page's language, else not at all. No value of the
   visitor's is named, only those that would make the difference.
3. The sentence and the data of a change (changes.py) come from the same record.
"""

from __future__ import annotations

from .bundle import Bundle
from .changes import Told
from .decide import Decision
from .explain import reason_text
from .spans import span
from .suggestions import Change
from .wording import words


def change_text(decision: Decision, reason: str, told: Told | None) -> str:
    """What would change a silence with this reason; where no single change is known, that."""
    if told is None:
        return _say(decision, "change-none")
    then = "change-shown" if told.then is None else "change-then"
    against = "" if told.then is None else reason_text(*_spoken(decision), told.then.reason)
    return f"{_sentence(decision, reason, told)} {_say(decision, then, reason=against)}"


def _sentence(d: Decision, reason: str, told: Told) -> str:
    change, kind = told.change, told.change.kind
    if kind == "wait":
        message = "change-rest" if reason == "FATIGUED" else "change-wait"
        return _say(d, message, span=span(*_spoken(d), (change.until or d.situation.now) - d.situation.now))
    if change.signal is not None:
        values = _listed(d, [_value(d, change, value) for value in told.values])
        item = _say(d, "because-item", label=_label(d, change.signal), value=values) if values else None
        return _say(d, f"change-{kind}", item=item or _label(d, change.signal))
    if kind == "optin":
        return _say(d, "change-optin", item=_listed(d, [_label(d, signal) for signal in change.names]))
    if kind == "consent":
        return _say(d, "change-consent", item=_listed(d, [_say(d, f"source-{tier}") for tier in change.names]))
    if kind == "page":
        return _say(d, "change-value" if change.names == ("value_seen",) else "change-page")
    if kind == "language":
        return _say(d, "change-language", item=change.names[0])
    if kind == "gone":
        return _say(d, "change-gone", item=title(d, change.names[0]) or "…")
    return _say(d, f"change-{kind}")


def title(decision: Decision, block: str) -> str | None:
    """How a block calls itself in the page's language: its title, else what it asks; None if it has no words there."""
    s = decision.situation
    found = s.prepared.blocks[block].text.get(s.language, {}).get("title")
    if found is not None:
        return str(found)
    asked = s.prepared.blocks[block].question
    return next((q.ask.get(s.language) for q in s.prepared.bundle.questions if q.id == asked), None)


def _label(d: Decision, signal: str) -> str:
    label = d.situation.prepared.signals[signal].label
    return label.get(d.situation.language) or signal


def _value(d: Decision, change: Change, value: str) -> str:
    text = d.situation.prepared.signals[change.of].values.get(value, {})
    return text.get(d.situation.language) or value


def _listed(d: Decision, items: list[str]) -> str:
    return _say(d, "list-separator").join(items)


def _say(d: Decision, message: str, **values: str) -> str:
    bundle, language = _spoken(d)
    return words(bundle, language, message, **values)


def _spoken(d: Decision) -> tuple[Bundle, str]:
    return d.situation.prepared.bundle, d.situation.language
