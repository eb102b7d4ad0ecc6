"""One decision: which block each slot shows, and the one reason for every block it does not.

Rules
1. A decision is a function of (prepared bundle, moment). Nothing else is read, nothing is changed.
2. Passes 1 and 2 withhold (silence.py). Pass 3 ranks what is left: service first, then utility, then id;
   a block that is not above silence is BELOW_SILENCE; each block placed takes its room in every budget and
   every `shown` cap that covers it; the rest are OUTRANKED by whoever took the place they needed.
3. Only blocks that a value could bring up are looked at (index.py). All others can be worth no more than silence, and
   hold one reason a group (reasons.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from . import silence
from .candidates import Candidate, Shelf, Worth
from .errors import LocalError
from .explain import because
from .moment import Moment
from .prepare import Prepared
from .reasons import UNWEIGHED, Reasons
from .relevance import Term, terms, utility, weight
from .silence import BELOW_SILENCE, ORDER, PASS_1, UNEXPLAINABLE, Verdict
from .situation import Situation, read

NO_CANDIDATE = Verdict("NO_CANDIDATE")


class Shown(NamedTuple):
    """A block chosen for a slot on its merits."""

    block: str
    utility: float
    because: str
    propensity: float
    terms: tuple[Term, ...]


class Silent(NamedTuple):
    """A slot that shows its default, or nothing, and why."""

    block: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    situation: Situation
    slots: dict[str, Shown | Silent]
    ghost: dict[str, str | None] | None
    reasons: Reasons


def decide(prepared: Prepared, moment: Moment) -> Decision:
    """Decide every slot of the page at one moment. Raises LocalError where the file asks for learning."""
    if prepared.bundle.explore != "off":
        raise LocalError("learning: explore: thompson needs priors, which this version cannot build; use off")
    situation = read(prepared, moment)
    decision = _Deciding(situation).run()
    if moment.arm == "control" and not situation.off:  # the same facts, but for the arm
        treated = _Deciding(replace(situation, moment=replace(moment, arm="treated"))).run()
        return replace(decision, ghost={slot: choice.block for slot, choice in treated.slots.items()})
    return decision


class _Deciding:
    """One run over the three passes."""

    def __init__(self, situation: Situation) -> None:
        self.s = situation
        self.prepared = situation.prepared
        self.reasons = Reasons(situation)
        self.weights: dict[int, float | None] = {}
        """Number of a worth → the sum of its matching weights."""
        self.weighed: set[str] = set()
        """Blocks that more than one value brings up are weighed once."""
        self.ranked: list[tuple[bool, float, str, Candidate]] = []
        """(not service, -utility, block): sorts best first."""
        self.placed: dict[str, str] = {}

    def run(self) -> Decision:
        values, reasons, now = self.s.values, self.reasons, self.s.now
        running = [(a, b) for a, b in self.prepared.spans if (a is None or a <= now) and (b is None or now < b)]
        for signal, by_value in self.prepared.places:
            by_span = by_value.get(values.get(signal))
            if by_span is None:
                continue
            for span in running:
                for pool, groups in by_span.get(span, ()):
                    if reasons.pool(pool) is None:
                        for group, candidates in groups:
                            self.judge(reasons.group(group), candidates)
        if self.s.on_screen:
            self.keep_on_screen()
        self.place()
        slots = {slot: self.choice(slot) for slot in self.prepared.slots}
        return Decision(self.s, slots, None, self.reasons)

    # --- passes 1 and 2 ---

    def judge(self, found: Verdict | None, candidates: tuple[Candidate, ...]) -> None:
        """Weigh blocks of one group. `found`: what withholds the group. What is not recorded has that reason."""
        if found is not None and ORDER[found.reason] < UNWEIGHED:
            return
        for candidate in candidates:
            weight = self.weight(candidate.worth)
            if weight is None or candidate.block.id in self.weighed:
                continue
            self.weighed.add(candidate.block.id)
            verdict = self.unexplainable(candidate) or found or self.reasons.own(candidate)
            if verdict is not None:
                self.reasons.judged[candidate.block.id] = verdict
            else:
                self.rank(candidate, weight)

    def weight(self, worth: Worth) -> float | None:
        known = self.weights
        if worth.number not in known:
            known[worth.number] = weight(self.s.values, worth)
        return known[worth.number]

    def unexplainable(self, candidate: Candidate) -> Verdict | None:
        if self.s.language not in candidate.unsaid:
            return None
        helped = terms(self.s, candidate.worth)
        explained = because(self.s, candidate.block, helped) is not None
        return None if explained or not any(term.adds > 0 for term in helped) else UNEXPLAINABLE

    # --- pass 3 ---

    def rank(self, candidate: Candidate, weight: float) -> None:
        worth, name = candidate.worth, candidate.block.id
        utile = utility(self.s, worth, weight)
        if utile > worth.floor:
            self.ranked.append((not worth.service, -utile, name, candidate))
            return
        self.reasons.judged[name] = BELOW_SILENCE
        rested, asks, floor = worth.value * weight, worth.price, worth.floor
        if asks and round(rested, 9) > floor:
            self.reasons.judged[name] = Verdict(
                "BELOW_SILENCE",
                lambda: self.s.weary.first(self.s.now, lambda f: round(rested - f * asks, 9) > floor),
            )

    def keep_on_screen(self) -> None:
        """An interrupt on screen stays unless a rule other than the interrupt budget and caps on `shown` forbids it."""
        s, judged = self.s, self.reasons.judged
        for slot, name in s.on_screen.items():
            candidate = self.prepared.candidates[name]
            group, pool = candidate.group, candidate.group.pool
            verdict = silence.first(
                *(rule(s, pool.speech) for rule in silence.SPEAKING_RULES if rule is not silence.interrupt_budget),
                *(rule(s, pool) for rule in pool.rules),
                *(rule(s, group) for rule in group.rules),
                self.unexplainable(candidate),
                self.reasons.own(candidate, on_screen=True),
            )
            self.ranked = [entry for entry in self.ranked if entry[2] != name]
            if verdict is None:
                judged.pop(name, None)
                self.placed[slot] = name
            else:
                judged[name] = verdict

    def place(self) -> None:
        budgets, placed = _Budgets(self.s), self.placed
        for name in placed.values():
            budgets.take(self.prepared.candidates[name], already=name in self.s.history.shown_in_view)
        self.ranked.sort()
        for _, _, name, candidate in self.ranked:
            slot = candidate.worth.slot
            taker = placed.get(slot) or (budgets.full(candidate) if candidate.claims else None)
            if taker is not None:
                self.reasons.judged[name] = Verdict("OUTRANKED", None, taker)
            else:
                placed[slot] = name
                if candidate.claims:
                    budgets.take(candidate)

    def choice(self, slot_id: str) -> Shown | Silent:
        default, name = self.prepared.slots[slot_id].default, self.placed.get(slot_id)
        if name is None:
            return Silent(default, self.slot_reason(slot_id))
        if default is not None:
            self.reasons.judged[default] = Verdict("OUTRANKED", None, name)
        candidate = self.prepared.candidates[name]
        helped = terms(self.s, candidate.worth)
        sentence = because(self.s, candidate.block, helped) or ""
        return Shown(name, utility(self.s, candidate.worth, self.weight(candidate.worth)), sentence, 1.0, helped)

    def slot_reason(self, slot: str) -> Verdict:
        """The first reason of pass 1 that withheld any block; else that of the block with the highest utility."""
        shelf, judged = self.prepared.shelves[slot], self.reasons.judged
        if not shelf.speeches:
            return NO_CANDIDATE
        speechless = [
            verdict
            for speech, some in shelf.speeches.items()
            if (verdict := self.reasons.speech(speech)) is not None and not (some[0] in judged and some[-1] in judged)
        ]
        on_screen = judged.get(self.s.on_screen.get(slot, ""))
        if on_screen is not None and on_screen.reason in PASS_1:
            speechless.append(on_screen)
        if not speechless:
            return self.reasons.of(self.best(shelf))
        if len(speechless) == 1:
            return speechless[0]
        reason = min((verdict.reason for verdict in speechless), key=ORDER.__getitem__)
        alike = [verdict for verdict in speechless if verdict.reason == reason]
        return Verdict(reason, lambda: silence.latest(verdict.until() for verdict in alike))

    def best(self, shelf: Shelf) -> str:
        """The block of a slot with the highest utility, before any rule."""
        s, values = self.s, self.s.values
        told = [worth for signal, by_value in shelf.told for worth in by_value.get(values.get(signal), ())]
        telling = [(-utility(s, worth, self.weight(worth)), worth.first) for worth in told]
        apart = {worth.number for worth in told}
        for kin in shelf.kin:
            for worth in kin.members:
                if worth.number not in apart:
                    telling.append((-utility(s, kin.worth, weight(values, kin.worth)), worth.first))
                    break
        return min(telling)[1]


class _Budgets:
    """Room left in the interrupt budget, the questions of the visit and the caps on `shown`."""

    def __init__(self, s: Situation) -> None:
        rules = s.prepared.bundle.silence
        self.s = s
        self.taken = 0
        self.room: dict[str | int, int] = {
            "interrupts": rules.per_page - s.history.interrupts_in_view,
            "questions": rules.questions_per_visit - s.history.questions_in_visit,
        }
        if rules.gap > 0:
            self.room["starts"] = 1
        if not s.moment.consent.remember:
            self.room["loud"] = 1 - s.history.loud_in_visit
        self.takers: dict[str | int, tuple[int, str]] = {}
        """Budget, or number of a cap → (when, by which block) its last place was taken."""

    def claims(self, candidate: Candidate) -> list[str | int]:
        for claim in candidate.claims:
            if isinstance(claim, int) and claim not in self.room:
                self.room[claim] = self.s.cap(claim).room()
        return [claim for claim in candidate.claims if claim in self.room]

    def take(self, candidate: Candidate, already: bool = False) -> None:
        """A block takes its places. `already`: it is on screen and its `shown` has been counted."""
        for claim in self.claims(candidate):
            self.room[claim] -= 0 if already else 1
            self.takers[claim] = self.taken, candidate.block.id
        self.taken += 1

    def full(self, candidate: Candidate) -> str | None:
        """Who last took a place that this block lacks; None if there is room everywhere."""
        lacking = [self.takers[c] for c in self.claims(candidate) if self.room[c] <= 0 and c in self.takers]
        return max(lacking)[1] if lacking else None
