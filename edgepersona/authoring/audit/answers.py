"""The answers file: what papers need and no persona file can tell.

Rules
1. A key that is not known here is refused, with the nearest one; a text has at most 4,000 characters.
2. No key is required by the grammar. Whether an answer is needed follows from the persona file (`gaps.py`): nobody is
   asked who runs the collector of a page that counts nothing.
3. A text of spaces only is no answer.
"""

from __future__ import annotations

import os
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from edgepersona.core.bundle import Bundle

from .. import grammar
from ..errors import Mistakes, did_you_mean, quoted
from ..kinds import Date, Id
from ..source import read
from .taxonomy import CATEGORIES

MAX_BYTES = 200_000
Said = Annotated[str, Meta(min_length=1, max_length=4000)]
Kind = Literal["arm", "block", "ghost", "silence"]
Risk = Literal["shared_device", "scripts", "inference", "pressure", "sensitive", "counting", "children"]


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A map of an answers file."""


class Controller(_Part, frozen=True, kw_only=True):
    """Who decides about the processing (GDPR Article 4(7)): the site, although the data stay on devices."""

    name: Said | None = None
    contact: Said | None = None


class Basis(_Part, frozen=True, kw_only=True):
    """The legal basis of what runs without asking. What asks first rests on consent, which is derived."""

    personalise: Said | None = None


class Hosting(_Part, frozen=True, kw_only=True):
    """Who serves the page's files, and sees requests for them as for any page."""

    by: Said | None = None
    where: Said | None = None


class Owned(_Part, frozen=True, kw_only=True):
    """Who answers for some counters, and until when they may be counted."""

    owner: Said | None = None
    until: Date | None = None


class Counting(_Part, frozen=True, kw_only=True):
    """Where counts go, and who answers for them."""

    operator: Said | None = None
    where: Said | None = None
    released: Annotated[Said | None, Meta(description="How long released totals are kept.")] = None
    owner: Said | None = None
    until: Date | None = None
    kinds: dict[Kind, Owned] = {}


class Assessment(_Part, frozen=True, kw_only=True):
    """Judgements of the impact assessment. What is left out stands in the draft as something to do."""

    necessity: Said | None = None
    alternatives: Said | None = None
    scale: Said | None = None
    risks: dict[Risk, Said] = {}
    consultation: Said | None = None
    residual: Said | None = None
    decision: Said | None = None


class Answers(_Part, frozen=True, kw_only=True):
    """An answers file."""

    answers: Literal[1]
    controller: Controller = field(default_factory=Controller)
    data_protection_officer: Said | None = None
    owner: Annotated[Said | None, Meta(description="Who answers for the persona file.")] = None
    legal_basis: Basis = field(default_factory=Basis)
    account: Annotated[Said | None, Meta(description="The system that account values come from.")] = None
    children: Annotated[Said | None, Meta(description="How children and their parents are protected.")] = None
    hosting: Hosting = field(default_factory=Hosting)
    counting: Counting = field(default_factory=Counting)
    categories: Annotated[dict[Id, str], Meta(description="Signal → a narrower fideslang data category.")] = {}
    dpia: Assessment = field(default_factory=Assessment)

    def at(self, path: str) -> str | None:
        """The answer at a path such as `counting.until`; None if there is none."""
        found: Any = self
        for step in path.split("."):
            found = found.get(step) if isinstance(found, dict) else getattr(found, step)
            if found is None:
                return None
        return str(found) if str(found).strip() else None


NO_ANSWERS = Answers(answers=1)


def load(path: str | os.PathLike[str] | None, bundle: Bundle) -> Answers:
    """An answers file, checked against its persona file; without one nothing is answered. Raises PersonaFileError."""
    if path is None:
        return NO_ANSWERS
    source = read(path, MAX_BYTES)
    mistakes = Mistakes(source.file)
    answers = grammar.read(source, Answers, mistakes, empty_is_missing=True)
    signals = [signal.id for signal in bundle.signals]
    for name, category in answers.categories.items():
        if name not in signals:
            said = f"no such signal: {quoted(name)}{did_you_mean(name, signals)}"
            mistakes.say(source.where("categories", name), said)
        elif category not in CATEGORIES:
            said = f"expected a fideslang data category, found {quoted(category)}{did_you_mean(category, CATEGORIES)}"
            mistakes.say(source.value("categories", name), said)
    mistakes.stop()
    return answers
