"""How often a visitor can be interrupted in a week at most: an upper bound, and what it assumes.

Rules
1. The visitor is the most interrupted there can be: rested and unknown at the start, on the page all week, never busy,
   never quiet, with every value that lifts a block, a new visit whenever that helps. What happened before, or
   displeases on the way, only ever makes it quieter, so no week of any visitor has more.
2. “Never reacts” tires by what is shown to them alone. “Whatever they do” may click at will: a click refreshes, so
   fatigue is no bound, and neither is it in the caps_only arm.
3. Started as early as fatigue and gap allow is the most: of two schedules with equally many starts, the earlier one
   has less fatigue left and a gap that ended sooner, so whatever the later one can start next, it can too.
4. A cap on `shown` lets at most `at_most` start in a window, so at most that times the windows begun in a week; with
   `pause`, one more for each pause that ends within the window. Blocks are counted under one cap each; a sum of caps
   that covers all blocks is a bound.
5. What is older than the retention is forgotten: fatigue holds no longer than that.
6. Service is counted apart: it is what comes first, and no fatigue stops it.
7. Of a block that tells a special signal nothing is stored: a reload forgets that it was shown. It has no bound, is in
   none of the numbers, and what is shown of it makes the others only rarer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp2, log2
from typing import TYPE_CHECKING

from edgepersona.authoring.errors import listed
from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import VISIT, Block, Cap
from edgepersona.core.candidates import covers
from edgepersona.core.prepare import retention
from edgepersona.core.times import DAY, SECOND

from .capping import span
from .reach import Reach

if TYPE_CHECKING:
    from edgepersona.authoring.compile import Checked

    from .study import Study

Found = Iterator[tuple[Node, str]]

WEEK = 7 * DAY
MOST_A_WEEK = 35
"""Five a day, for a visitor who never reacts. The default fatigue alone stays well below it."""
MOST_STARTS = 20_000
"""So many starts are followed one by one; beyond, the bound is what the gap allows."""
_SLACK = 1e-6
"""More than rounding to nine decimals, start after start, can take from fatigue."""


@dataclass(frozen=True)
class WorstCase:
    """Interruptions of one visitor, at most: in a week of a device that may remember, service blocks apart."""

    passive: int
    """For a visitor who never reacts."""
    any_visitor: int
    """Whatever the visitor does, and in the caps_only arm."""
    service: int
    """By service blocks."""
    per_visit: int
    """In one visit, where nothing may be remembered and so nothing is known of a week."""
    caps_only: int | None
    """For a visitor who never reacts, in the caps_only arm; None where the file draws nobody into it."""
    without_bound: tuple[str, ...]
    """Blocks that interrupt and are in none of these numbers, because nothing about them may be stored."""

    def __str__(self) -> str:
        lines = [
            f"interruptions a week, at most: {self.passive:,} for a visitor who never reacts, {self.any_visitor:,}"
            f" whatever they do, {self.service:,} by service; without remembering, {self.per_visit} a visit besides"
            " service"
        ]
        if self.caps_only is not None and self.caps_only > self.passive:
            lines.append(
                "interruptions a week in the caps_only arm, which never tires, at most:"
                f" {self.caps_only:,} for a visitor who never reacts"
            )
        if self.without_bound:
            lines.append(
                f"no bound, and not counted above: {listed(self.without_bound, most=8)}; telling a special signal,"
                " nothing about them is stored, and a reload forgets that they were shown"
            )
        return "\n".join(lines)


def many_interruptions(checked: Checked, study: Study) -> Found:
    """A visitor who never reacts can be interrupted more than 35 times a week.

    `check` always says how often a visitor can be interrupted in a week at most. The number is that of the most
    interrupted visitor there can be: on the page all week, one page view after the other, all values lifting, never
    busy; who sees what interrupts and neither likes nor minds it. Service is counted apart. More than five a day means
    that fatigue and caps hardly bind: add a cap on `shown` for the class or the slot, raise the weight of `shown`,
    lengthen `half_life`, or lower `stop`. In the caps_only arm, if the file draws anybody into it, nothing tires:
    there only caps on `shown` help.
    """
    worst = study.interruptions
    if worst.passive > MOST_A_WEEK:
        where = checked.where("silence", "fatigue")
        many = f"up to {worst.passive:,} interruptions a week for a visitor who never reacts"
        yield where, f"{many}; more than {MOST_A_WEEK}"
    if worst.caps_only is not None and worst.caps_only > MOST_A_WEEK:
        where = checked.where("experiment", "caps_only")
        many = f"up to {worst.caps_only:,} interruptions a week in this arm for a visitor who never reacts"
        yield where, f"{many}; more than {MOST_A_WEEK}, and only caps on shown can bind them"


def uncapped_service(checked: Checked, study: Study) -> Found:
    """A service block that interrupts, and nothing but the gap bounds how often.

    No fatigue stops service, because it is what comes first; so only a cap on `shown` over hours or days does. Without
    one, whoever stays on the page is told the same each time the gap is over: thousands of times a week. (A window of
    `visit` bounds no week: visits can be short.) Cap the block, loosely enough that it comes through:
    `{block: ID, outcome: shown, at_most: 2, within: 1d}`; what must always be there belongs into an inline slot too.
    """
    gap = study.bundle.silence.gap
    pace = f"the gap ({span(gap)})" if gap else "per_page"
    for block in _seen(study):
        if block.kind == "service" and block.id not in study.special and _capped(study, [block]) >= _timed(study):
            many = f"service that interrupts up to {_timed(study):,} times a week"
            mend = f"cap it, as in {{block: {block.id}, outcome: shown, at_most: 2, within: 1d}}"
            yield checked.where("blocks", block.id), f"{many}: no fatigue stops it, only {pace} bounds it; {mend}"


def unremembered_interrupt(checked: Checked, study: Study) -> Found:
    """A block that interrupts tells a special signal, so that no cap, gap or fatigue outlives a reload.

    What is `special` is never stored, and nor is that a block was shown or refused whose `when`, `relevance`,
    `stages` or question names such a signal: it would tell the signal. It is held as long as the page is open. After
    a reload, and in another tab, the block may interrupt anew, whatever `caps`, `pause`, `gap`, `per_page`,
    `questions_per_visit` and fatigue say. Show it in an inline slot, where it takes no attention, or do not let it
    name the signal.
    """
    for block in _seen(study):
        named = study.special.get(block.id)
        if named and block.kind != "service":
            why = f"interrupts, and tells {listed(named)}, of which nothing is stored"
            forgotten = "no cap, pause, gap or fatigue holds after a reload or in another tab"
            mend = "show it inline, or interrupt without that signal"
            yield checked.where("blocks", block.id), f"{why}: {forgotten}; {mend}"


def worst_case(reach: Reach) -> WorstCase:
    """The bounds for a bundle."""
    seen = list(_seen(reach))
    held = [block for block in seen if block.id not in reach.special]
    loud = [block for block in held if block.kind != "service"]
    service = [block for block in held if block.kind == "service"]
    timed = _timed(reach)
    anyhow = min(timed, _capped(reach, loud))
    return WorstCase(
        passive=min(anyhow, _tiring(reach, loud, timed)),
        any_visitor=anyhow,
        service=min(timed, _capped(reach, service)),
        per_visit=min(1, len(loud), reach.bundle.silence.per_page),
        caps_only=anyhow if reach.bundle.experiment.caps_only else None,
        without_bound=tuple(block.id for block in seen if block.id in reach.special),
    )


def _seen(reach: Reach) -> Iterator[Block]:
    """The blocks that can interrupt somebody."""
    return (block for block in reach.judged if reach.interrupts(block) and not reach.never(block)[1])


def _timed(reach: Reach) -> int:
    """What the gap, or one page view a second, allows in a week."""
    gap = reach.bundle.silence.gap
    return -(-WEEK // gap) if gap else reach.bundle.silence.per_page * (WEEK // SECOND)


def _capped(reach: Reach, blocks: list[Block]) -> int:
    """What caps on `shown` allow in a week, as a whole number or more than any."""
    lowest = {cap: _allowed(cap) for cap in reach.bundle.silence.caps if cap.outcome == "shown"}
    cheapest: set[Cap | None] = set()
    for block in blocks:
        over = [cap for cap in lowest if covers(cap, block)]
        cheapest.add(min(over, key=lambda cap: lowest[cap], default=None))
    sums = [sum(lowest[cap] if cap is not None else _timed(reach) for cap in cheapest)]
    sums += [most for cap, most in lowest.items() if blocks and all(covers(cap, block) for block in blocks)]
    return min(sums)


def _allowed(cap: Cap) -> int:
    """How many a cap on `shown` lets start in a week."""
    if cap.within == VISIT:  # visits can be as short as they like
        return WEEK
    window = min(cap.within, WEEK)
    reopened = 0 if cap.pause is None else -(-window // cap.pause) - 1
    return (cap.at_most + reopened) * -(-WEEK // window)


def _tiring(reach: Reach, blocks: list[Block], timed: int) -> int:
    """What fatigue allows in a week a visitor whom nothing refreshes."""
    rules = reach.bundle.silence.fatigue
    weight, limit = rules.weights["shown"], max((_bearable(reach, block) for block in blocks), default=0.0)
    if limit <= 0.0:
        return 0
    if weight <= 0.0 or limit > 1.0 - _SLACK:
        return timed
    level_at_limit = -log2(1.0 - limit - _SLACK)
    gap, held = reach.bundle.silence.gap, retention(reach.bundle)
    at_once = 1 if gap else min(reach.bundle.silence.per_page, len({block.slot for block in blocks}))
    past: deque[float] = deque()
    now, level, starts = 0.0, 0.0, 0
    while now < WEEK:
        if level < level_at_limit:
            starts += at_once
            if starts > MOST_STARTS:
                return timed
            past.append(now)
            level += weight * at_once
            then = now + gap
        else:
            then = now + rules.half_life * log2(level / level_at_limit) + 1e-3
        if past and past[0] + held < then and level >= level_at_limit:
            then = past[0] + held
        level *= exp2((now - then) / rules.half_life)
        now = then
        while past and past[0] + held <= now:
            past.popleft()
            level -= weight * at_once * exp2(-held / rules.half_life)
    return starts


def _bearable(reach: Reach, block: Block) -> float:
    """From which fatigue on a block is not shown: `stop`, or where its price outweighs what it can be worth."""
    silence, view = reach.bundle.silence, reach.view(block)
    price = silence.utility["interrupt"]
    if view is None or price == 0.0:
        return silence.fatigue.stop
    return min(silence.fatigue.stop, (view.best - view.floor) / price)
