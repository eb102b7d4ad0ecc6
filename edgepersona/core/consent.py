"""Consent: who may do what with what is held, as two literal tables.

Rules
1. Three purposes. Each is `unset` until somebody says something; then `on` or `off`.
2. What `unset` means is the file's word for it: `on` stands for on, `ask` and `off` stand for off.
   `remember` and `measure` are never pre-ticked.
3. A purpose the file sets to `off` is not on offer: no word of anybody's turns it on, or is kept for a day when it
   may be. A "no" is kept.
4. The visitor's own word, said in the panel or to a question, wins over every other. The page may pass on what
   its visitor said elsewhere, but cannot switch on what the visitor switched off here.
5. Signals from outside (`outside.py`) narrow, and grant only what the file maps. Global Privacy Control denies
   counting. An audience that is not adults has no counting, no usage tier and no opt-in, whatever was said.
6. Withdrawing is one step from every state. A "no" to remembering stands for 180 days before it is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from . import outside as outsides
from .bundle import SOURCES, Bundle
from .errors import LocalError
from .moment import Standing
from .outside import NOBODY, Outside

WORDS = ("on", "off")
LASTING = ("remember", "measure")
NO_STANDS = 180
"""How long a "no" to remembering stands, days."""
By = Literal["visitor", "page"]

# (what the file says, what was said) → whether the purpose stands
STANDS: dict[tuple[str, str], bool] = {
    ("on", "unset"): True,
    ("on", "on"): True,
    ("on", "off"): False,
    ("ask", "unset"): False,
    ("ask", "on"): True,
    ("ask", "off"): False,
    ("off", "unset"): False,
    ("off", "on"): False,
    ("off", "off"): False,
}

# (what was said of remembering or counting, by whom) → what outside says → what is said from then on.
# `silent` leaves what was said and suspends it: nothing is read, written or deleted until the source speaks.
HEARD: dict[tuple[str, str], dict[str, tuple[str, str]]] = {
    ("unset", "nobody"): {
        "denied": ("unset", "nobody"),
        "silent": ("unset", "nobody"),
        "unasked": ("unset", "nobody"),
        "granted": ("on", "source"),
    },
    ("on", "source"): {
        "denied": ("unset", "nobody"),
        "silent": ("on", "source"),
        "unasked": ("unset", "nobody"),
        "granted": ("on", "source"),
    },
    ("on", "page"): {
        "denied": ("unset", "nobody"),
        "silent": ("on", "page"),
        "unasked": ("on", "page"),
        "granted": ("on", "page"),
    },
    ("off", "page"): dict.fromkeys(("denied", "silent", "unasked", "granted"), ("off", "page")),
    ("on", "visitor"): dict.fromkeys(("denied", "silent", "unasked", "granted"), ("on", "visitor")),
    ("off", "visitor"): dict.fromkeys(("denied", "silent", "unasked", "granted"), ("off", "visitor")),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was said, and nothing else: no identifier, and no time but the day of a "no" and, for a day, two marks."""

    personalise: Mapping[str, str] = field(default_factory=dict)
    """Source tier → on | off; a tier that is missing is unset."""
    remember: str = "unset"
    measure: str = "unset"
    by: Mapping[str, str] = field(default_factory=dict)
    """Tier or purpose → page | source, where it was not the visitor who said it."""
    refused: int | None = None
    """The day, since 1970, on which the visitor said no to remembering."""
    quiet: bool = False
    optin: frozenset[str] = frozenset()
    forgot: int | None = None
    """The mark of the last forgetting of everything, minutes since 1970 (marks.py)."""
    signed_out: int | None = None
    """The same for what the account said."""

    @property
    def empty(self) -> bool:
        """Nothing was said, so nothing needs storing."""
        return self == Choice()

    def said(self, key: str) -> str:
        """on, off or unset: of a tier, or of a purpose."""
        word: str = getattr(self, key) if key in LASTING else self.personalise.get(key, "unset")
        return word

    def speaker(self, key: str) -> str:
        """Who said it: visitor, page, source or nobody."""
        return "nobody" if self.said(key) == "unset" else self.by.get(key, "visitor")


def changed(choice: Choice, changes: Mapping[str, object], today: int, by: By = "visitor") -> Choice:
    """The choice after `{personalise|remember|measure: "on"|"off"}`; personalise may be a map by tier.

    `today`: days since 1970. Raises LocalError for anything else, and where rule 4 forbids it; then nothing changed.
    """
    words: dict[str, object] = {}
    for purpose, said in changes.items():
        if purpose == "personalise":
            by_tier = dict.fromkeys(SOURCES, said) if isinstance(said, str) else said
            if not isinstance(by_tier, dict) or not by_tier or not set(by_tier) <= set(SOURCES):
                raise LocalError("consent: personalise is on, off, or a map of tiers to on or off")
            words |= by_tier
        elif purpose in LASTING:
            words[purpose] = said
        else:
            raise LocalError("consent takes personalise, remember and measure, each on or off")
    if any(word not in WORDS for word in words.values()):
        raise LocalError("consent takes personalise, remember and measure, each on or off")
    for key, word in words.items():
        assert isinstance(word, str)
        if by == "page" and choice.said(key) == "off" and choice.speaker(key) == "visitor" and word == "on":
            raise LocalError("consent: the visitor switched this off here, and only they can switch it on again")
        if by == "page" and choice.said(key) == word:
            continue  # said already, perhaps by the visitor
        choice = _with(choice, key, word, by)
        if key == "remember" and by == "visitor":
            choice = replace(choice, refused=today if word == "off" else None)
    return choice


def _with(choice: Choice, key: str, word: str, by: str) -> Choice:
    others = {name: who for name, who in choice.by.items() if name != key}
    noted = others if by in ("visitor", "nobody") else {**others, key: by}
    if key == "remember":
        return replace(choice, remember=word, by=noted)
    if key == "measure":
        return replace(choice, measure=word, by=noted)
    tiers = {tier: said for tier, said in choice.personalise.items() if tier != key}
    return replace(choice, personalise=tiers if word == "unset" else {**tiers, key: word}, by=noted)


def heard(bundle: Bundle, choice: Choice, gpc: bool, outside: Outside = NOBODY) -> Choice:
    """The choice after listening to the sources outside, by HEARD."""
    for purpose in LASTING:
        word = outsides.word(bundle, purpose, outside)
        if purpose == "measure" and gpc:
            word = "denied"
        said, by = HEARD[choice.said(purpose), choice.speaker(purpose)][word]
        if said != choice.said(purpose):
            choice = _with(choice, purpose, said, by)
    return choice


def suspended(bundle: Bundle, choice: Choice, outside: Outside = NOBODY) -> frozenset[str]:
    """The purposes that somebody else than the visitor switched on, while a source that covers them is silent."""
    return frozenset(
        purpose
        for purpose in LASTING
        if choice.said(purpose) == "on"
        and choice.speaker(purpose) != "visitor"
        and outsides.word(bundle, purpose, outside) == "silent"
    )


def memory_only(bundle: Bundle, choice: Choice, outside: Outside = NOBODY) -> bool:
    """Whether nothing may be stored yet: a source has not spoken, and the visitor has not said anything either."""
    return outsides.waits(bundle, outside) and choice.speaker("remember") != "visitor"


def default(bundle: Bundle, key: str) -> str:
    """What `unset` means for a tier or purpose, on | ask | off; off is not on offer."""
    if key in ("measure", "usage") and bundle.audience != "adults":
        return "off"
    word: str = getattr(bundle.consent, key) if key in LASTING else bundle.consent.personalise[key]
    return word


def offered(bundle: Bundle, choice: Choice) -> Choice:
    """The choice without what is switched on in it and not on offer: as it may be kept."""
    for key in (*SOURCES, *LASTING):
        if choice.said(key) == "on" and default(bundle, key) == "off":
            choice = _with(choice, key, "unset", "nobody")
    return choice if bundle.audience == "adults" else replace(choice, optin=frozenset())


def standing(bundle: Bundle, choice: Choice, gpc: bool, outside: Outside = NOBODY) -> Standing:
    """What may be done right now."""
    choice = heard(bundle, choice, gpc, outside)
    waiting = suspended(bundle, choice, outside)
    told = {"denied": "off", "granted": "on"}.get(outsides.word(bundle, "personalise", outside))

    def said(tier: str) -> str:
        word = choice.said(tier)
        if choice.speaker(tier) == "visitor" or told is None or (told == "on" and word == "off"):
            return word
        return told

    return Standing(
        personalise=frozenset(tier for tier in SOURCES if STANDS[default(bundle, tier), said(tier)]),
        remember=STANDS[default(bundle, "remember"), choice.remember] and "remember" not in waiting,
        measure=STANDS[default(bundle, "measure"), choice.measure] and "measure" not in waiting,
    )


def may_ask_to_remember(bundle: Bundle, choice: Choice, today: int) -> bool:
    """Whether remembering may be asked about: it is on offer, not decided, and no "no" stands."""
    if bundle.consent.remember != "ask" or choice.remember == "on":
        return False
    if choice.remember == "unset":
        return True
    return choice.refused is not None and today - choice.refused >= NO_STANDS


def with_quiet(choice: Choice, yes: bool) -> Choice:
    """The choice after "ask me less" was switched."""
    return replace(choice, quiet=yes)


def with_opt_in(choice: Choice, signal: str, yes: bool) -> Choice:
    """The choice after one sensitive signal's opt-in was given or taken back."""
    return replace(choice, optin=choice.optin | {signal} if yes else choice.optin - {signal})
