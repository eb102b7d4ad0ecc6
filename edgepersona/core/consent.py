"""Consent: who may do what with what is held, as one literal table.

Rules
1. Three purposes. Each is `unset` until the visitor says something; then `on` or `off`.
2. What `unset` means is the file's word for it: `on` stands for on, `ask` and `off` stand for off.
   `remember` and `measure` are never pre-ticked.
3. A purpose the file sets to `off` is not on offer: no word of the visitor's turns it on.
4. Global Privacy Control, and an audience that is not adults, only ever narrow: the first keeps an unset
   `measure` off, the second keeps `measure` and the usage tier off whatever was said.
5. Withdrawing is one step from every state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .bundle import SOURCES, Bundle
from .errors import LocalError
from .moment import Standing

WORDS = ("on", "off")

# (what the file says, what the visitor said) → whether the purpose stands
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


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor said, and nothing else: no identifier, no time."""

    personalise: Mapping[str, str] = field(default_factory=dict)
    """Source tier → on | off; a tier that is missing is unset."""
    remember: str = "unset"
    measure: str = "unset"
    quiet: bool = False
    optin: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Nothing was said, so nothing needs storing."""
        return self == Choice()


def changed(choice: Choice, changes: Mapping[str, object]) -> Choice:
    """The choice after `{personalise|remember|measure: "on"|"off"}`; personalise may be a map by tier.

    Raises LocalError for anything else; then nothing changed.
    """
    for purpose, said in changes.items():
        if purpose == "personalise":
            by_tier = dict.fromkeys(SOURCES, said) if isinstance(said, str) else said
            if not isinstance(by_tier, dict) or not by_tier or not set(by_tier) <= set(SOURCES):
                raise LocalError("consent: personalise is on, off, or a map of tiers to on or off")
            if any(word not in WORDS for word in by_tier.values()):
                raise LocalError("consent: a tier is on or off")
            choice = replace(choice, personalise={**choice.personalise, **by_tier})
        elif purpose in ("remember", "measure") and said in WORDS:
            choice = replace(choice, remember=said) if purpose == "remember" else replace(choice, measure=said)
        else:
            raise LocalError("consent takes personalise, remember and measure, each on or off")
    return choice


def standing(bundle: Bundle, choice: Choice, gpc: bool) -> Standing:
    """What may be done right now."""
    defaults, adults = bundle.consent, bundle.audience == "adults"
    measure = defaults.measure if not (gpc and choice.measure == "unset") else "off"
    return Standing(
        personalise=frozenset(
            tier
            for tier in SOURCES
            if STANDS[defaults.personalise[tier], choice.personalise.get(tier, "unset")] and (adults or tier != "usage")
        ),
        remember=STANDS[defaults.remember, choice.remember],
        measure=adults and STANDS[measure, choice.measure],
    )


def with_quiet(choice: Choice, yes: bool) -> Choice:
    """The choice after "ask me less" was switched."""
    return replace(choice, quiet=yes)


def with_opt_in(choice: Choice, signal: str, yes: bool) -> Choice:
    """The choice after one sensitive signal's opt-in was given or taken back."""
    return replace(choice, optin=choice.optin | {signal} if yes else choice.optin - {signal})
