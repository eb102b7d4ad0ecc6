"""Every counter that may leave a device, and on what terms.

Rules
1. The list is the one devices count by (`core/counters.py`); nothing is grouped away.
2. Where the file counts nothing, or its audience is not adults, no counter may leave, and the list is empty.
3. What a mode promises is measurement.md's; the collector's own figures are compared with these in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edgepersona.core import counters
from edgepersona.core.bundle import Bundle
from edgepersona.core.conditions import signals_named
from edgepersona.core.outbox import counter_table
from edgepersona.core.phrases import phrase
from edgepersona.core.silence import PASS_1, PASS_2

from .answers import Answers
from .said import ENGLISH, OUTCOMES

EPSILON = 1.0
MINIMUM = 50
IDS_KEPT = 8
KINDS = {
    "arm": "compare treated visitors with the control group: who was there, which goals were reached, which "
    "guardrails tripped",
    "block": "learn whether a block is seen, followed, dismissed and reaches its goal, by segment",
    "ghost": "know what the control group would have seen, so that the comparison is fair",
    "silence": "know why the page stayed silent, and what silence was worth",
}
"""Kind of counter → what it is for."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of counting, and what it costs in privacy."""

    name: str
    trusted: str
    bound: str
    epsilon: str
    """Short, for a table."""
    noise: str


_BOUND = f"0 or 1; at most {counters.MOST_ONES} ones in a report, one report per device, site and UTC day"
MODES = {
    "central": Mode(
        "central",
        "the operator of the collector, for the instant of adding a report to the totals",
        _BOUND,
        f"{EPSILON:g} a day",
        f"Discrete Laplace noise of scale {counters.MOST_ONES / EPSILON:g} is added to each total at release, so a "
        f"device’s whole report costs ε = {EPSILON:g} a day; what is below {MINIMUM} after that is never published.",
    ),
    "local": Mode(
        "local",
        "nobody",
        "one question a report, at most 3 report-days in any 7",
        "2 a report",
        "The answer is randomised on the device before it leaves: ε = 2 a report.",
    ),
    "split": Mode(
        "split",
        "that two operators do not collude",
        _BOUND,
        "0.83 a day (δ = 1e-6)",
        "Each of two operators gets one share that says nothing by itself, and adds discrete Gaussian noise of σ = "
        "14.14 to each total at release.",
    ),
}


@dataclass(frozen=True, slots=True)
class Counter:
    position: int
    name: str
    kind: str
    says: str
    tells: tuple[str, ...]
    """Signals that a one here may tell something about."""
    sensitive: tuple[str, ...]
    """Those of them that are sensitive."""
    owner: str | None
    until: str | None
    """The last day it may be counted, as the answers file writes it."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What leaves. Without counters nothing does, and `why_not` says why."""

    mode: Mode
    counters: tuple[Counter, ...]
    why_not: str | None
    tells: tuple[str, ...]
    """Signals that some counter may tell something about."""


def counting(bundle: Bundle, answers: Answers) -> Counting:
    """The counters of a file, with those who answer for them."""
    why_not = None
    if bundle.audience != "adults":
        why_not = f"the audience is {bundle.audience}, and only adults are counted"
    elif bundle.consent.measure == "off":
        why_not = "the file does not offer counting (measure: off)"
    counted = () if why_not else tuple(_counters(bundle, answers))
    told = {signal for counter in counted for signal in counter.tells}
    tells = tuple(signal.id for signal in bundle.signals if signal.id in told)
    return Counting(MODES[bundle.measure.mode], counted, why_not, tells)


def _counters(bundle: Bundle, answers: Answers) -> Iterator[Counter]:
    told = _Told(bundle)
    for position, name in enumerate(counter_table(bundle)):
        kind, *rest = name.split(":")
        told_by = told.signals(kind, rest)
        tells = [signal for signal in bundle.signals if signal.id in told_by]
        yield Counter(
            position,
            name,
            kind,
            _says(kind, rest),
            tuple(signal.id for signal in tells),
            tuple(signal.id for signal in tells if signal.tier == "sensitive"),
            answers.at(f"counting.kinds.{kind}.owner") or answers.at("counting.owner") or answers.at("owner"),
            answers.at(f"counting.kinds.{kind}.until") or answers.at("counting.until"),
        )


class _Told:
    """Which signals a counter may tell about: those its block or segment depends on."""

    def __init__(self, bundle: Bundle) -> None:
        stages = {stage.id: set(signals_named(stage.when)) for stage in bundle.stages}
        questions = {question.id: question.signal for question in bundle.questions}
        self.segments = {segment.id: set(signals_named(segment.when)) for segment in bundle.segments}
        self.blocks = {
            block.id: {
                *signals_named(block.when),
                *(signal for signal, _, _ in block.relevance),
                *(name for stage in block.stages or () for name in stages.get(stage, ())),
                *((questions[block.question],) if block.question is not None else ()),
            }
            for block in bundle.blocks
        }

    def signals(self, kind: str, rest: list[str]) -> set[str]:
        if kind in ("block", "ghost"):
            return self.blocks[rest[0]] | (self.segments.get(rest[1], set()) if kind == "block" else set())
        return set()


def _says(kind: str, rest: list[str]) -> str:
    """A counter in words: what a one in it means."""
    if kind == "silence":
        reason = phrase(ENGLISH, f"reason-{rest[0]}", {})
        passed = (
            "may not speak" if rest[0] in PASS_1 else "not this, not now" if rest[0] in PASS_2 else "nothing better"
        )
        return f"a place stayed silent ({passed}): “{reason}”"
    if kind == "ghost":
        return f"control group: {rest[0]} would have been shown"
    if kind == "block":
        return f"{rest[0]}: {OUTCOMES[rest[2]]}; " + (
            "in no segment" if rest[1] == counters.NO_SEGMENT else f"segment {rest[1]}"
        )
    if rest[1] == "exposed":
        return f"arm {rest[0]}: this device was here"
    return f"arm {rest[0]}: {'goal reached' if rest[1] == 'converted' else 'happened at least once'}: {rest[2]}"
