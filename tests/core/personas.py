"""Small personas and moments for tests: one file that has every kind of thing, and ways to change it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring.compile import load
from edgepersona.core.bundle import SOURCES, Bundle
from edgepersona.core.decide import Decision, decide
from edgepersona.core.moment import Answer, Arrival, Event, Moment, Page, Standing
from edgepersona.core.prepare import prepare
from edgepersona.core.printing import printed
from edgepersona.core.times import parse_instant

NOW = parse_instant("2026-11-21T10:00:00Z")
EXAMPLES = Path(__file__).parent.parent / "vectors" / "examples"
BAKERY = EXAMPLES / "bakery.yaml"


def bakery(tmp_path: Path, *changes: tuple[str, str]) -> Bundle:
    """The bakery's bundle after replacing texts in its file; each must be there."""
    text = BAKERY.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file = tmp_path / "persona.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file).bundle


def moment(now: int = NOW, **facts: Any) -> Moment:
    """A German visitor who allows everything but counting; `answers` may be signal → value."""
    answers = {s: Answer(v, now) if isinstance(v, str) else v for s, v in facts.pop("answers", {}).items()}
    campaigns = facts.pop("campaigns", ())
    facts.setdefault("consent", Standing(frozenset(SOURCES), remember=True, measure=False))
    facts.setdefault("arrivals", (Arrival(now, tuple(campaigns)),))
    return Moment(now=now, language=facts.pop("language", "de"), answers=answers, **facts)


def decided(bundle: Bundle, at: Moment) -> dict[str, Any]:
    """The printed decision."""
    return printed(decide(prepare(bundle), at), "sha256:test")


def reasons(decision: dict[str, Any]) -> dict[str, str]:
    """Withheld block → reason."""
    return {entry["block"]: entry["reason"] for entry in decision["withheld"]}


def approx(value: float) -> Any:
    return pytest.approx(value, abs=1e-9)


__all__ = ["Answer", "Decision", "Event", "Page", "Standing", "approx", "bakery", "decided", "moment", "reasons"]
