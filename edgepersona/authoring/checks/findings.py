"""The checks themselves. Rule: a docstring is what `check --explain NAME` prints: what is found, why, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from edgepersona.authoring.errors import listed, quoted
from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import VISIT, Block, Signal
from edgepersona.core.prepare import covers, template

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
    for block in _personalised(checked, reach):
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
        signal = signals[name]
        usage = signal.event is not None and value not in signal.values
        if (built or (usage and name in named)) and language not in signal.label:
            lacking.append(f"label of {name}")
        if (built or name in named) and not usage and language not in signal.values.get(value, {}):
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
    for block in _personalised(checked, reach):
        key, why = _never(checked, block, reach)
        if why:
            yield checked.where("blocks", block.id, *key), f"no visitor can see this block: {why}"


def _never(checked: Checked, block: Block, reach: Reach) -> tuple[tuple[str, ...], str]:
    silence, interrupts = checked.bundle.silence, reach.slots[block.slot].kind == "interrupt"
    own = [campaign for campaign in checked.bundle.campaigns if campaign.id == block.campaign]
    starts = [start for start in (block.start, *(campaign.start for campaign in own)) if start is not None]
    ends = [end for end in (block.end, *(campaign.end for campaign in own)) if end is not None]
    if starts and ends and min(ends) <= max(starts):
        return ("until" if block.end is not None else "campaign",), "it ends before it begins"
    if interrupts and block.kind == "promotion" and checked.bundle.audience != "adults":
        return ("class",), "promotions do not interrupt an audience that is not adults"
    if (interrupts and silence.per_page == 0) or (block.kind == "question" and silence.questions_per_visit == 0):
        return (), "silence: interrupts leaves no room for it"
    if silence.fatigue.stop == 0 and block.kind != "service" and (interrupts or block.kind != "content"):
        return (), "silence: fatigue: stop is 0, so everyone counts as tired"
    view = reach.view(block)
    if view is None or view.seen:
        return (), ""
    if not view.eligible:
        key = "when" if block.when is not None else "stages"
        return (key,), "no combination of values satisfies its when, its stages and the service rules"
    if not block.relevance:
        return (), "it has no relevance, so it is worth nothing, and silence wins"
    return ("relevance",), f"it is worth at most {view.best:g}, and saying nothing is worth {view.floor:g}"


def no_goal(checked: Checked, reach: Reach) -> Found:
    """A block that is not a default names no goal.

    Personalisation that serves no step of the funnel is only risk. Name the event it should lead to:
    `goal: demo_request`.
    """
    for block in _personalised(checked, reach):
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


def idle_cap(checked: Checked, reach: Reach) -> Found:
    """A cap that can never bind.

    It covers no block that could be withheld, or another cap of the same thing and outcome is at least as strict over
    at least as long a window. Remove it, or correct what it names: a cap that does nothing looks like protection.
    """
    caps = checked.bundle.silence.caps
    judged = list(_personalised(checked, reach))
    for n, cap in enumerate(caps):
        where = checked.source.where("silence", "caps", n)
        if not any(covers(cap, block) for block in judged):
            yield where, f"no block that could be withheld is of {cap.scope} {quoted(cap.of)}"
        elif cap.pause is None and cap.within != VISIT:
            for m, other in enumerate(caps):
                same = (other.scope, other.of, other.outcome, other.pause) == (cap.scope, cap.of, cap.outcome, None)
                stricter = other.at_most <= cap.at_most and other.within >= cap.within
                if (
                    m != n
                    and same
                    and stricter
                    and ((other.at_most, other.within) != (cap.at_most, cap.within) or m < n)
                ):
                    yield where, f"cap {m + 1} of this list is full whenever this one is"
                    break


def _personalised(checked: Checked, reach: Reach) -> Iterator[Block]:
    """Every block that is not a default."""
    return (block for block in checked.bundle.blocks if block.id not in reach.defaults)
