"""Silence: when a block may not be shown. Pass 1 asks whether the page may speak at all, pass 2 whether
this may be said to this visitor now.

Rules
1. The tables below are the order of the rules; the first row that holds decides, and names the reason. What a rule
   asks of the file alone is asked when the bundle is prepared (CONCERNS).
2. A rule answers with a Verdict or None. It sees a Situation and what blocks have in common, nothing else.
3. Defaults are never asked: they are what silence looks like.
4. A block on screen in an interrupt slot stays unless a rule forbids it; the interrupt budget and caps on
   `shown` do not count for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from .conditions import ALWAYS, holds
from .times import SECOND

if TYPE_CHECKING:  # they are prepared with the tables below
    from .candidates import Candidate, Group, Pool, Speech
    from .situation import Situation

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


type Rule[T] = Callable[[Situation, T], Verdict | None]

PERSONALISATION_OFF, CONTROL_ARM = Verdict("PERSONALISATION_OFF"), Verdict("CONTROL_ARM")
PAGE_BUSY, QUIET = Verdict("PAGE_BUSY"), Verdict("QUIET")
SERVICE_FIRST, ENDED, WRONG_STAGE = Verdict("SERVICE_FIRST"), Verdict("ENDED"), Verdict("WRONG_STAGE")
NEEDS_OPT_IN, NOT_ELIGIBLE, NO_TRANSLATION = (
    Verdict("NEEDS_OPT_IN"),
    Verdict("NOT_ELIGIBLE"),
    Verdict("NO_TRANSLATION"),
)
UNEXPLAINABLE, ALREADY_ANSWERED = Verdict("UNEXPLAINABLE"), Verdict("ALREADY_ANSWERED")
ALREADY_CONVERTED, BELOW_SILENCE = Verdict("ALREADY_CONVERTED"), Verdict("BELOW_SILENCE")


# --- what holds for a whole pool: pass 1, and pass 2 up to eligibility -------------------------------


def personalisation_off(s: Situation, speech: Speech) -> Verdict | None:
    return PERSONALISATION_OFF if s.off else None


def control_arm(s: Situation, speech: Speech) -> Verdict | None:
    return CONTROL_ARM if s.moment.arm == "control" else None


def page_busy(s: Situation, speech: Speech) -> Verdict | None:
    if speech.interrupts and s.busy:
        return PAGE_BUSY
    valued = not speech.after_value or s.moment.page.value_seen or s.history.clicked_in_visit
    return None if valued else PAGE_BUSY


def quiet(s: Situation, speech: Speech) -> Verdict | None:
    return QUIET if s.moment.quiet and speech.interrupts and speech.kind != "service" else None


def interrupt_budget(s: Situation, speech: Speech) -> Verdict | None:
    silence, history = s.prepared.bundle.silence, s.history
    spent: list[int | None] = []
    """When each budget without room has room again."""
    if speech.kind == "question" and history.questions_in_visit >= silence.questions_per_visit:
        spent.append(s.visit_ends if silence.questions_per_visit else None)
    if speech.interrupts:
        if history.interrupts_in_view >= silence.per_page:
            spent.append(None)
        if speech.kind != "service" and not s.moment.consent.remember and history.loud_in_visit >= 1:
            spent.append(s.visit_ends)
        if history.last_interrupt is not None and s.now - history.last_interrupt < silence.gap:
            spent.append(history.last_interrupt + silence.gap)
    return Verdict("INTERRUPT_BUDGET", latest(spent)) if spent else None


def fatigued(s: Situation, speech: Speech) -> Verdict | None:
    stop = s.prepared.bundle.silence.fatigue.stop
    spares = speech.kind in ("service", "content") if not speech.interrupts else speech.kind == "service"
    if spares:
        return None
    lost = s.history.lost
    if lost is not None:  # what could not be read any more may have been refusals
        return Verdict("FATIGUED", lost + s.prepared.retention)
    if s.fatigue < stop:
        return None
    return Verdict("FATIGUED", lambda: s.weary.first(s.now, lambda fatigue: fatigue < stop))


def service_first(s: Situation, pool: Pool) -> Verdict | None:
    return SERVICE_FIRST if pool.speech.kind in s.paused else None


def not_started(s: Situation, pool: Pool) -> Verdict | None:
    start = pool.span[0]
    return Verdict("NOT_STARTED", start) if start is not None and s.now < start else None


def ended(s: Situation, pool: Pool) -> Verdict | None:
    end = pool.span[1]
    return ENDED if end is not None and s.now >= end else None


def wrong_stage(s: Situation, pool: Pool) -> Verdict | None:
    return WRONG_STAGE if pool.stages is not None and s.stage not in pool.stages else None


def needs_opt_in(s: Situation, pool: Pool) -> Verdict | None:
    return None if pool.sensitive <= s.opted_in else NEEDS_OPT_IN


def not_for_audience(s: Situation, pool: Pool) -> Verdict | None:
    adults = s.prepared.bundle.audience == "adults"
    return NOT_ELIGIBLE if pool.speech.interrupts and pool.speech.kind == "promotion" and not adults else None


SPEAKING_RULES: tuple[Rule[Speech], ...] = (
    personalisation_off,
    control_arm,
    page_busy,
    quiet,
    interrupt_budget,
    fatigued,
)
POOL_RULES: tuple[Rule[Pool], ...] = (
    service_first,
    not_started,
    ended,
    wrong_stage,
    needs_opt_in,
    not_for_audience,
)

# --- what holds for a group -------------------------------------------------------------------------


def not_eligible(s: Situation, group: Group) -> Verdict | None:
    return None if holds(group.when, s.values) else NOT_ELIGIBLE


def no_translation(s: Situation, group: Group) -> Verdict | None:
    return NO_TRANSLATION if s.language in group.untranslated else None


def already_answered(s: Situation, group: Group) -> Verdict | None:
    told = group.asks is not None and s.sources.get(group.asks) in ("account", "answer")
    return ALREADY_ANSWERED if told else None


def goal_reached(s: Situation, group: Group) -> Verdict | None:
    return ALREADY_CONVERTED if group.goal in s.history.reached else None


GROUP_RULES: tuple[Rule[Group], ...] = (
    not_eligible,
    no_translation,
    already_answered,
    goal_reached,
)

CONCERNS: dict[Callable[..., Verdict | None], Callable[[Any], bool]] = {
    page_busy: lambda speech: speech.interrupts or speech.after_value,
    quiet: lambda speech: speech.interrupts and speech.kind != "service",
    interrupt_budget: lambda speech: speech.interrupts or speech.kind == "question",
    fatigued: lambda speech: (
        speech.kind in ("promotion", "question") or (speech.interrupts and speech.kind == "content")
    ),
    not_started: lambda pool: pool.span[0] is not None,
    ended: lambda pool: pool.span[1] is not None,
    wrong_stage: lambda pool: pool.stages is not None,
    needs_opt_in: lambda pool: bool(pool.sensitive),
    not_for_audience: lambda pool: pool.speech.interrupts and pool.speech.kind == "promotion",
    service_first: lambda pool: pool.pausable,
    not_eligible: lambda group: group.when != ALWAYS,
    no_translation: lambda group: bool(group.untranslated),
    already_answered: lambda group: group.asks is not None,
    goal_reached: lambda group: group.goal is not None,
}
"""Rule → what it can hold for at all; rules that are not named here can hold for anything."""


def concerning[T](table: Iterable[Rule[T]], asked: T) -> tuple[Rule[T], ...]:
    """The rules of a table that can hold for something at some moment, in their order."""
    return tuple(rule for rule in table if rule not in CONCERNS or CONCERNS[rule](asked))


# --- what holds for one block -----------------------------------------------------------------------


def block_converted(s: Situation, candidate: Candidate) -> Verdict | None:
    return ALREADY_CONVERTED if candidate.block.id in s.history.converted else None


def capped(s: Situation, candidate: Candidate, on_screen: bool = False) -> Verdict | None:
    """FREQUENCY_CAP before PAUSED; of several caps with one reason, the latest `until` (None outlasts all)."""
    binding = [
        s.caps[n] for n in s.binding if n in candidate.caps and not (on_screen and s.caps[n].cap.outcome == "shown")
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
