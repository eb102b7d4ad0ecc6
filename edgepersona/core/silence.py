"""Silence: when a block may not be shown. Pass 1 asks whether the page may speak at all, pass 2 whether
this may be said to this visitor now.

Rules
1. The two tables below are the order of the rules; the first row that holds decides, and names the reason.
2. A rule answers with a Verdict or None. It sees a Situation and a pool, group or block, nothing else.
3. Defaults are never asked: they are what silence looks like.
4. A block on screen in an interrupt slot stays unless a rule forbids it; the interrupt budget and caps on
   `shown` do not count for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .bundle import Block
from .campaigns import running
from .conditions import holds
from .prepare import Group, Pool
from .situation import Situation
from .times import SECOND

PASS_1 = ("PERSONALISATION_OFF", "CONTROL_ARM", "PAGE_BUSY", "QUIET", "INTERRUPT_BUDGET", "FATIGUED")
PASS_2 = (
    "SERVICE_FIRST",
    "NOT_STARTED",
    "ENDED",
    "WRONG_STAGE",
    "NEEDS_OPT_IN",
    "NOT_ELIGIBLE",
    "NO_TRANSLATION",
    "UNEXPLAINABLE",
    "ALREADY_ANSWERED",
    "ALREADY_CONVERTED",
    "FREQUENCY_CAP",
    "PAUSED",
)
PASS_3 = ("BELOW_SILENCE", "OUTRANKED")
REASONS = (*PASS_1, *PASS_2, *PASS_3, "NO_CANDIDATE")
ORDER = {reason: place for place, reason in enumerate(REASONS)}

Lapse = int | None | Callable[[], int | None]


class Verdict(NamedTuple):
    """Why a block is withheld. `lapse`: when this reason ends by itself (ms), or how to find out."""

    reason: str
    lapse: Lapse = None
    by: str | None = None

    def until(self) -> int | None:
        """The first whole second at which the reason no longer holds if nothing happens; None if unknown."""
        instant = self.lapse() if callable(self.lapse) else self.lapse
        return None if instant is None else -(-instant // SECOND) * SECOND


# --- what holds for a whole pool: pass 1, and pass 2 up to eligibility -------------------------------


def personalisation_off(s: Situation, pool: Pool) -> Verdict | None:
    return Verdict("PERSONALISATION_OFF") if s.off else None


def control_arm(s: Situation, pool: Pool) -> Verdict | None:
    return Verdict("CONTROL_ARM") if s.moment.arm == "control" else None


def page_busy(s: Situation, pool: Pool) -> Verdict | None:
    page = s.moment.page
    if pool.interrupts and any(getattr(page, what) for what in s.prepared.bundle.silence.wait_while):
        return Verdict("PAGE_BUSY")
    valued = page.value_seen or s.clicked_in_visit
    return Verdict("PAGE_BUSY") if pool.after_value and not valued else None


def quiet(s: Situation, pool: Pool) -> Verdict | None:
    return Verdict("QUIET") if s.moment.quiet and pool.interrupts and pool.kind != "service" else None


def interrupt_budget(s: Situation, pool: Pool) -> Verdict | None:
    silence = s.prepared.bundle.silence
    if pool.kind == "question" and s.questions_in_visit >= silence.questions_per_visit:
        return Verdict("INTERRUPT_BUDGET")
    if not pool.interrupts:
        return None
    if s.interrupts_in_view >= silence.per_page:
        return Verdict("INTERRUPT_BUDGET")
    if pool.kind != "service" and not s.moment.consent.remember and s.loud_in_visit >= 1:
        return Verdict("INTERRUPT_BUDGET")
    if s.last_interrupt is not None and s.now - s.last_interrupt < silence.gap:
        return Verdict("INTERRUPT_BUDGET", s.last_interrupt + silence.gap)
    return None


def fatigued(s: Situation, pool: Pool) -> Verdict | None:
    stop = s.prepared.bundle.silence.fatigue.stop
    spares = pool.kind in ("service", "content") if not pool.interrupts else pool.kind == "service"
    if spares:
        return None
    if s.lost is not None:  # what could not be read any more may have been refusals
        return Verdict("FATIGUED", s.lost + s.prepared.retention)
    if s.fatigue < stop:
        return None
    return Verdict("FATIGUED", lambda: s.weary.first(s.now, lambda fatigue: fatigue < stop))


def service_first(s: Situation, pool: Pool) -> Verdict | None:
    return Verdict("SERVICE_FIRST") if pool.kind in s.paused else None


def not_started(s: Situation, pool: Pool) -> Verdict | None:
    starts = [pool.start, pool.campaign.start if pool.campaign is not None else None]
    ahead = [start for start in starts if start is not None and s.now < start]
    return Verdict("NOT_STARTED", max(ahead)) if ahead else None


def ended(s: Situation, pool: Pool) -> Verdict | None:
    over = pool.end is not None and s.now >= pool.end
    return Verdict("ENDED") if over or (pool.campaign is not None and not running(pool.campaign, s.now)) else None


def wrong_stage(s: Situation, pool: Pool) -> Verdict | None:
    return Verdict("WRONG_STAGE") if pool.stages is not None and s.stage not in pool.stages else None


def needs_opt_in(s: Situation, pool: Pool) -> Verdict | None:
    return None if pool.sensitive <= s.opted_in else Verdict("NEEDS_OPT_IN")


def not_for_audience(s: Situation, pool: Pool) -> Verdict | None:
    adults = s.prepared.bundle.audience == "adults"
    return Verdict("NOT_ELIGIBLE") if pool.interrupts and pool.kind == "promotion" and not adults else None


SPEAKING_RULES = (personalisation_off, control_arm, page_busy, quiet, interrupt_budget, fatigued)
POOL_RULES = (
    service_first,
    not_started,
    ended,
    wrong_stage,
    needs_opt_in,
    not_for_audience,
)

# --- what holds for a group -------------------------------------------------------------------------


def not_eligible(s: Situation, group: Group) -> Verdict | None:
    return None if holds(group.when, s.values) else Verdict("NOT_ELIGIBLE")


def no_translation(s: Situation, group: Group) -> Verdict | None:
    return None if s.language in group.languages else Verdict("NO_TRANSLATION")


def already_answered(s: Situation, group: Group) -> Verdict | None:
    if group.question is None:
        return None
    value = s.said.get(group.question.signal)
    return Verdict("ALREADY_ANSWERED") if value is not None and value.source in ("account", "answer") else None


def goal_reached(s: Situation, group: Group) -> Verdict | None:
    return Verdict("ALREADY_CONVERTED") if group.goal in s.reached else None


GROUP_RULES = (not_eligible, no_translation, already_answered, goal_reached)

# --- what holds for one block -----------------------------------------------------------------------


def block_converted(s: Situation, block: Block) -> Verdict | None:
    return Verdict("ALREADY_CONVERTED") if block.id in s.converted else None


def capped(s: Situation, block: Block, on_screen: bool = False) -> Verdict | None:
    """FREQUENCY_CAP before PAUSED; of several caps with one reason, the latest `until` (None outlasts all)."""
    binding = [
        s.caps[n]
        for n in s.binding
        if n in s.prepared.caps_of[block.id] and not (on_screen and s.caps[n].cap.outcome == "shown")
    ]
    if not binding:
        return None
    full = [state for state in binding if state.cap.pause is None]

    return Verdict("FREQUENCY_CAP" if full else "PAUSED", lambda: latest(state.lapses() for state in full or binding))


def latest(instants: Iterable[int | None]) -> int | None:
    """The last of several ends; None, which is no known end, outlasts all."""
    known = list(instants)
    return None if None in known else max(instant for instant in known if instant is not None)


def first(*verdicts: Verdict | None) -> Verdict | None:
    """The one whose rule comes first; None if none holds."""
    found = [verdict for verdict in verdicts if verdict is not None]
    return min(found, key=lambda verdict: ORDER[verdict.reason]) if found else None
