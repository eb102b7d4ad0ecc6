"""The checks that hold caps against each other and against the budgets. Docstrings as in `findings.py`.

Rules
1. A cap without `pause` withholds while its window holds `at_most` events; one with `pause` for that long after each
   event that left its window full. Both tighten with fatigue alike, so what is said here holds at any fatigue.
2. A cap is said to be idle only where something else withholds all it would withhold, at every moment it would.
3. A window of `visit` has no length: it is compared with another of `visit` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from edgepersona.authoring.errors import quoted
from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import VISIT, Block, Cap
from edgepersona.core.candidates import covers
from edgepersona.core.caps import limit

from .reach import Reach

if TYPE_CHECKING:
    from edgepersona.authoring.compile import Checked

Found = Iterator[tuple[Node, str]]


def idle_cap(checked: Checked, reach: Reach) -> Found:
    """A cap that can never bind.

    It covers no block that could be withheld; or it counts what never happens to the blocks it covers; or the gap, the
    budget of questions or another cap withholds whatever it would withhold, for at least as long. Remove it, or
    correct what it names: a cap that does nothing looks like protection.
    """
    for n, cap in enumerate(checked.bundle.silence.caps):
        why = why_idle(reach, n, cap)
        if why:
            yield checked.source.where("silence", "caps", n), why


def contradictory_caps(checked: Checked, reach: Reach) -> Found:
    """Two caps that cannot both be meant, or one that lets through more than it says.

    Two caps on the same thing, outcome and window contradict each other if they give two numbers for one consequence
    (at most 2, at most 5), or two consequences for one number (pause a day, pause a week; with `pause`, without). A
    larger number with a longer pause is no contradiction: it escalates. A cap on `shown` contradicts itself if its
    pause ends while its window is still full: then more is shown within the window than `at_most`. Keep the one that
    is meant, or make the pause at least as long as the window. What is merely looser over a shorter window is not
    contradictory but idle, see `idle-cap`.
    """
    caps = checked.bundle.silence.caps
    for n, cap in enumerate(caps):
        where = checked.source.where("silence", "caps", n)
        rival = next((m for m in range(n) if _contradict(caps[m], cap)), None)
        if rival is not None:
            yield where, f"cap {rival + 1} of this list says {_said(caps[rival])} of the same; this one {_said(cap)}"
        elif _reopens(reach, cap) and not why_idle(reach, n, cap):
            yield (
                where,
                (
                    f"its pause ends while its window is still full, so more than {cap.at_most} can be shown within it:"
                    " make the pause at least as long as the window"
                ),
            )


def counted(reach: Reach, cap: Cap) -> list[Block]:
    """The blocks whose outcomes fill a cap, and that it withholds: nothing of a default is noted."""
    return [block for block in reach.judged if covers(cap, block)]


def why_idle(reach: Reach, n: int, cap: Cap) -> str:
    """Why a cap can never bind; empty if it might."""
    caps, blocks = reach.bundle.silence.caps, counted(reach, cap)
    if not blocks:
        return f"no block that could be withheld is of {cap.scope} {quoted(cap.of)}"
    if cap.outcome == "converted" and all(block.goal is None for block in blocks):
        return "no block it covers names a goal, so none of them is ever converted"
    if cap.outcome == "ignored" and not any(reach.interrupts(block) for block in blocks):
        return "no block it covers interrupts, and only what interrupts can be ignored"
    if cap.outcome == "shown" and cap.pause is None:
        budget = _budgeted(reach, cap, blocks)
        if budget:
            return budget
    for m, other in enumerate(caps):
        if m == n or _contradict(cap, other) or not _outdone(reach, cap, other):
            continue
        if m < n or not _outdone(reach, other, cap):  # of two alike the first stays
            return f"cap {m + 1} of this list withholds all that this one would, whenever it would"
    return ""


def _budgeted(reach: Reach, cap: Cap, blocks: list[Block]) -> str:
    """How the budgets of `interrupts` keep a cap on `shown` from ever being full; empty if they may not."""
    silence = reach.bundle.silence
    spared = any(not _stopped(reach, block) for block in blocks)
    least = 1 if spared else max(1, limit(cap, silence.fatigue.stop))
    """What it is full at for the most tired visitor who is still spoken to."""
    if cap.within == VISIT and all(block.kind == "question" for block in blocks):
        if silence.questions_per_visit <= least:
            return f"a visit has at most {silence.questions_per_visit} questions anyway (questions_per_visit)"
    elif cap.within != VISIT and silence.gap > 0 and all(reach.interrupts(block) for block in blocks):
        earlier = -(-cap.within // silence.gap) - 1
        if earlier < least:
            return f"the gap lets at most {earlier + 1} start within its window anyway"
    return ""


def _stopped(reach: Reach, block: Block) -> bool:
    """Whether `stop` silences a block."""
    return block.kind != "service" and (reach.interrupts(block) or block.kind != "content")


def _outdone(reach: Reach, cap: Cap, other: Cap) -> bool:
    """Whether another cap withholds all that a cap withholds, whenever it does."""
    if cap.outcome != other.outcome or other.at_most > cap.at_most:
        return False
    if not {block.id for block in counted(reach, cap)} <= {block.id for block in counted(reach, other)}:
        return False
    visits = cap.within == VISIT, other.within == VISIT
    wider = all(visits) or (not any(visits) and other.within >= cap.within)
    if other.pause is not None:
        fills = wider or other.at_most == 1
        lasts = cap.pause if cap.pause is not None else cap.within
        return fills and (cap.pause is not None or not visits[0]) and other.pause >= lasts
    if cap.pause is None:
        return wider
    if visits[1]:
        return False
    return other.within >= cap.pause + (0 if other.at_most == 1 else cap.within) and (
        other.at_most == 1 or not visits[0]
    )


def _contradict(one: Cap, other: Cap) -> bool:
    """Whether two caps give two answers to one question."""
    if (one.scope, one.of, one.outcome, one.within) != (other.scope, other.of, other.outcome, other.within):
        return False
    return (one.at_most == other.at_most) != (one.pause == other.pause)


def _reopens(reach: Reach, cap: Cap) -> bool:
    """Whether the pause of a cap on `shown` can end while its window still holds as many as it is full at."""
    if cap.outcome != "shown" or cap.pause is None or cap.within == VISIT:
        return False
    blocks = counted(reach, cap)
    gap = reach.bundle.silence.gap if blocks and all(reach.interrupts(block) for block in blocks) else 0
    return (cap.at_most - 1) * gap + max(cap.pause, gap) < cap.within


def _said(cap: Cap) -> str:
    """A cap's consequence, as a message says it."""
    return f"at most {cap.at_most}" + ("" if cap.pause is None else f", then pause {span(cap.pause)}")


def span(ms: int) -> str:
    """A duration as a file writes it."""
    for unit, length in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000)):
        if ms % length == 0:
            return f"{ms // length}{unit}"
    return f"{ms // 1_000}s"
