"""The check whether one refusal can make room for more interrupts than there were. Docstrings as in `findings.py`.

Rules
1. Each block chosen takes its place in every cap on `shown`, and a question in the budget of its visit; the next best
   that lacks one is outranked. So what is withheld by its own history leaves its place to others.
2. One for one is the rule. More than one for one takes a block that shares a cap with one in another slot and its slot
   with one beyond that cap, where several interrupts may start at once. One for none takes an inline block that shares
   a cap with one that interrupts.
3. A refusal withholds the one without the others only by a cap of the block, or of its slot where the others stand
   elsewhere: fatigue and caps of the class withhold the lesser ones first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from edgepersona.authoring.errors import quoted
from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import Block, Cap
from edgepersona.core.candidates import covers

from .reach import Reach

if TYPE_CHECKING:
    from edgepersona.authoring.compile import Checked

Found = Iterator[tuple[Node, str]]

_REFUSALS = ("ignored", "dismissed", "not_helpful", "complained")


def shared_cap(checked: Checked, reach: Reach) -> Found:
    """A cap on `shown`, or the questions of a visit, whose place one refused block can leave to an interrupt more.

    Each block chosen takes its place in every cap on `shown` that covers it. A block that a cap of its own withholds
    after a refusal takes none: the place goes to the next best under the shared cap, in another slot, and its slot to
    another block beyond that cap. Where several interrupts may start at once (`gap: 0s`, `per_page` above 1), one
    refusal then makes two interrupts of one; and if the refused block was inline, one of none. No budget, gap or cap is
    exceeded by it, but who refuses should not be interrupted more. Let the cap on refusals cover the whole class, as
    the shared cap does; or let the shared cap name a slot; or set a `gap`, where only interrupts share it.
    """
    silence = reach.bundle.silence
    for n, cap in enumerate(silence.caps):
        if cap.outcome == "shown":
            why = _room(reach, lambda block, cap=cap: covers(cap, block))  # type: ignore[misc]
            if why:
                yield checked.source.where("silence", "caps", n), f"{why} under this cap"
    why = _room(reach, lambda block: block.kind == "question") if silence.questions_per_visit else ""
    if why:
        yield checked.where("silence", "interrupts"), f"{why} among the questions of a visit (questions_per_visit)"


def _room(reach: Reach, shares: Callable[[Block], bool]) -> str:
    """How a refusal can make room under what some blocks share; empty if not that directly."""
    silence = reach.bundle.silence
    seen = [block for block in reach.judged if not reach.never(block)[1]]
    sharing = [block for block in seen if shares(block)]
    at_once = silence.gap == 0 and silence.per_page > 1
    for refused in sharing:
        inline = not reach.interrupts(refused)
        if not inline and not at_once:
            continue
        others = [b for b in sharing if reach.interrupts(b) and b.slot != refused.slot]
        beside = [b for b in seen if b.slot == refused.slot and not shares(b)]
        for n, cap in enumerate(silence.caps):
            if not _withholds(cap, refused):
                continue
            heir = next((block for block in others if not covers(cap, block)), None)
            successor = next((block for block in beside if not covers(cap, block)), None)
            if heir is None or (not inline and successor is None):
                continue
            alone = f"{quoted(refused.id)} can be withheld alone after a refusal (by cap {n + 1} of silence: caps)"
            if inline:
                return f"{alone}, and so let {quoted(heir.id)} interrupt, which takes its place"
            assert successor is not None
            return (
                f"{alone}, and so make two interrupts of one: {quoted(successor.id)} in its slot, and"
                f" {quoted(heir.id)}, which takes its place"
            )
    return ""


def _withholds(cap: Cap, block: Block) -> bool:
    """Whether one more refusal can fill a cap over a block: it counts, or it tires, and tiredness tightens."""
    return covers(cap, block) and (cap.outcome in _REFUSALS or cap.at_most > 1)
