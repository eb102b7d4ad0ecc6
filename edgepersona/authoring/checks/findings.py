"""The checks themselves. Rule: a docstring is what `check --explain NAME` prints: what is found, why, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from edgepersona.authoring.errors import listed, quoted
from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import Block, Signal
from edgepersona.core.prepare import template

from .reach import Reach

if TYPE_CHECKING:
    from edgepersona.authoring.compile import Checked

Found = Iterator[tuple[Node, str]]

MOST_SEGMENTS = 10
_NEVER_REFRESHES = ("shown", "ignored", "friction", "dismissed", "not_helpful", "complained")


def too_many_segments(checked: Checked, reach: Reach) -> Found:
    """There are more than ten segments.

    Few and sharp segments can be understood, tested and explained; and the counts of each stay large enough to be
    published. Merge the ones that lead to the same blocks.
    """
    segments = checked.bundle.segments
    if len(segments) > MOST_SEGMENTS:
        where = checked.source.value("segments", MOST_SEGMENTS, "id")
        yield where, f"{len(segments)} segments; more than {MOST_SEGMENTS} are hard to explain and to count"


def missing_explanation(checked: Checked, reach: Reach) -> Found:
    """A personalised block cannot be explained in a language it is written in.

    A block that cannot say why it is there is withheld (UNEXPLAINABLE) from visitors of that language. Give its
    `because` that language, or, where the sentence is built, give the signals' labels and values that language.
    """
    signals = {signal.id: signal for signal in checked.bundle.signals}
    for block in reach.judged:
        for language in checked.bundle.languages:
            lacking = _unexplained(block, language, signals) if language in block.text else []
            if lacking:
                key = "because" if block.because else "text"
                what = listed(lacking, most=4)
                yield checked.where("blocks", block.id, key), f"cannot be explained in {quoted(language)}: no {what}"


def _unexplained(block: Block, language: str, signals: dict[str, Signal]) -> list[str]:
    """What is missing to explain a block in a language."""
    terms = [(signal, value) for signal, value, weight in block.relevance if weight > 0]
    if block.because and language not in block.because:
        return ["because in it"]
    named = {name for _, name in template(block.because.get(language, "")) if name is not None}
    lifting = {signal for signal, _ in terms}
    built = not block.because or (bool(named) and not (named == lifting and len(named) == 1))
    lacking = []
    for name, value in terms:
        signal, said = signals[name], built or name in named
        counted = any(value == each for each, _ in signal.bins)  # and then it is said by the label
        if (built or (counted and said)) and language not in signal.label:
            lacking.append(f"label of {name}")
        if said and (value in signal.values or not counted) and language not in signal.values.get(value, {}):
            lacking.append(f"text of {name} {value}")
    return list(dict.fromkeys(lacking))


def unpausable_promotion(checked: Checked, reach: Reach) -> Found:
    """A promotion that no service rule can pause.

    Who has an open complaint should be helped, not sold to. Add a rule to `silence: service_first` that pauses
    promotions, on a signal that says when service comes first. Cannot be silenced.
    """
    rules = checked.bundle.silence.service_first
    pausing = any("promotion" in rule.pauses and reach.can_hold(rule.when) is not False for rule in rules)
    for block in checked.bundle.blocks:
        if block.kind == "promotion" and not pausing:
            yield checked.where("blocks", block.id), "no rule of silence: service_first can pause this promotion"


def unreachable_block(checked: Checked, reach: Reach) -> Found:
    """A block that no visitor can ever see.

    Its dates leave no day, its `when` and `stages` cannot hold together for any combination of values, nothing can
    lift its utility above what silence is worth, or the budget for it is zero. Combinations are tried exhaustively up
    to a bound; beyond it nothing is claimed.
    """
    for block in reach.judged:
        key, why = reach.never(block)
        if why:
            yield checked.where("blocks", block.id, *key), f"no visitor can see this block: {why}"


def no_goal(checked: Checked, reach: Reach) -> Found:
    """A block that is not a default names no goal.

    Personalisation that serves no step of the funnel is only risk. Name the event it should lead to:
    `goal: demo_request`.
    """
    for block in reach.judged:
        if block.goal is None:
            yield checked.where("blocks", block.id), "names no goal: which step does it serve?"


def backward_weight(checked: Checked, reach: Reach) -> Found:
    """A weight of fatigue that turns annoyance into rest.

    Showing, ignoring, dismissing or complaining about something must never make more interruptions possible: a
    weight below zero belongs to clicked and converted only. Cannot be silenced.
    """
    weights = checked.bundle.silence.fatigue.weights
    for name in _NEVER_REFRESHES:
        if weights[name] < 0:
            where = checked.source.value("silence", "fatigue", "weights", name)
            yield where, f"{name} below zero would make a tired visitor count as rested"
