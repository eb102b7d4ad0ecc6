"""Signals from outside: what a consent banner of the page says, as far as it may be believed.

Rules
1. A signal from outside may always narrow: what it denies is off. NARROWS says which of a source's own terms
   stand for which purpose.
2. It grants only through a mapping in the file, which quotes the words the visitor agreed to there.
3. A source that is expected and has not answered grants nothing, and until it does nothing is stored.
   Expected is one the file maps, and one that the page has.
4. What is said wrongly is said as a denial.

Sources
- `tcf`: the page's `__tcfapi`, IAB Transparency and Consent Framework 2; terms are purpose numbers.
- `google`: Google Consent Mode v2 in the page's `dataLayer`; terms are its consent types.
- `banner`: vanilla-cookieconsent; terms are its categories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .bundle import Bundle, OutsideGrant

SOURCES = ("tcf", "google", "banner")
PURPOSES = ("personalise", "remember", "measure")

# (source, purpose) → the source's terms that all have to be granted, or the purpose is off
NARROWS: dict[tuple[str, str], frozenset[str]] = {
    ("tcf", "personalise"): frozenset({"6"}),  # use profiles to select personalised content
    ("tcf", "remember"): frozenset({"1"}),  # store and/or access information on a device
    ("tcf", "measure"): frozenset({"1", "8"}),  # ... and measure content performance
    ("google", "remember"): frozenset({"functionality_storage", "personalization_storage"}),
    ("google", "measure"): frozenset({"analytics_storage"}),
}
TERMS: dict[str, tuple[str, ...]] = {
    "tcf": tuple(str(number) for number in range(1, 12)),
    "google": (
        "ad_storage",
        "ad_user_data",
        "ad_personalization",
        "analytics_storage",
        "functionality_storage",
        "personalization_storage",
        "security_storage",
    ),
}
"""The terms of the sources that have a fixed set: the framework's policies, and the consent mode's types."""
MOST_TERMS = 64
LONGEST_TERM = 64


@dataclass(frozen=True, slots=True)
class Heard:
    """What one source said: the terms it granted and those it denied; a term in neither was not asked about."""

    granted: frozenset[str] = frozenset()
    denied: frozenset[str] | None = frozenset()
    """None: everything that was not granted."""
    answered: bool = True

    def denies(self, terms: Iterable[str]) -> bool:
        """Whether any of these terms was denied."""
        return self.answered and any(
            term not in self.granted if self.denied is None else term in self.denied for term in terms
        )

    def grants(self, terms: Iterable[str]) -> bool:
        """Whether all of these terms were granted."""
        return self.answered and self.granted.issuperset(terms)


Outside = Mapping[str, Heard]
"""Source → what it said. A source that the page does not have is missing."""
NOBODY: Outside = {}
SILENT = Heard(answered=False)
REFUSED = Heard(denied=None)


def read(raw: Any) -> Outside:
    """What the page relays: {source: {"answered": bool, "granted": [terms], "denied": [terms]}}; never raises.

    Without `denied`, whatever is not granted is denied.
    """
    if not isinstance(raw, dict):
        return NOBODY if raw is None else dict.fromkeys(SOURCES, REFUSED)
    return {source: _heard(raw[source]) for source in SOURCES if raw.get(source) is not None}


def _heard(raw: Any) -> Heard:
    if not isinstance(raw, dict) or type(raw.get("answered")) is not bool:
        return REFUSED
    if not raw["answered"]:
        return SILENT
    granted, denied = _terms(raw.get("granted")), _terms(raw.get("denied"))
    return REFUSED if granted is None else Heard(granted, denied)


def _terms(raw: Any) -> frozenset[str] | None:
    """The terms of a list; None for anything else, which then grants nothing and denies all."""
    if not isinstance(raw, list) or len(raw) > MOST_TERMS:
        return None
    fits = all(isinstance(term, str) and len(term) <= LONGEST_TERM for term in raw)
    return frozenset(raw) if fits else None


def expected(bundle: Bundle, outside: Outside) -> dict[str, Heard]:
    """Every source that has a say: those the file maps, and those the page has."""
    mapped = {grant.source for grant in bundle.consent.outside}
    return {source: outside.get(source, SILENT) for source in SOURCES if source in mapped or source in outside}


def waits(bundle: Bundle, outside: Outside) -> bool:
    """Whether some source that has a say has not spoken yet."""
    return any(not heard.answered for heard in expected(bundle, outside).values())


def word(bundle: Bundle, purpose: str, outside: Outside) -> str:
    """What all sources together say of a purpose: denied, silent, granted or unasked.

    One that denies it is enough; so is one that has yet to speak about what it covers.
    """
    sources = expected(bundle, outside)
    if not sources:
        return "unasked"
    grants = {grant.source: grant.needs for grant in bundle.consent.outside if grant.purpose == purpose}
    covered = {source: {*NARROWS.get((source, purpose), ()), *grants.get(source, ())} for source in sources}
    if any(heard.denies(covered[source]) for source, heard in sources.items()):
        return "denied"
    if any(covered[source] and not heard.answered for source, heard in sources.items()):
        return "silent"
    return "granted" if any(sources[source].grants(needs) for source, needs in grants.items()) else "unasked"


def granting(bundle: Bundle, purpose: str, outside: Outside) -> OutsideGrant | None:
    """The mapping by which a purpose is granted; None if it is not."""
    for grant in bundle.consent.outside:
        if grant.purpose == purpose and expected(bundle, outside)[grant.source].grants(grant.needs):
            return grant
    return None
