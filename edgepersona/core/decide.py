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

from dataclasses import replace
from math import inf
from operator import itemgetter
from typing import NamedTuple

from . import silence
from .bundle import Slot
from .candidates import Candidate, Term, Worth
from .errors import LocalError
from .explain import because
from .moment import Moment
from .prepare import Prepared
from .reasons import BEFORE_WEIGHING, Reasons
from .relevance import terms, utility, weight
from .shelves import Shelf
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


class Decision(NamedTuple):
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
        return decision._replace(ghost={slot: choice.block for slot, choice in treated.slots.items()})
    return decision


class _Deciding:
    """One run over the three passes."""

    def __init__(self, situation: Situation) -> None:
        self.s = situation
        self.prepared = situation.prepared
        self.reasons = Reasons(situation)
        self.ranked: list[tuple[bool, float, str, Candidate]] = []
        """(not service, -utility, block): sorts best first."""
        self.placed: dict[str, tuple[Candidate, float]] = {}
        """Slot → who stands there, and its utility."""

    def run(self) -> Decision:
        self.judge(self.brought_up())
        if self.s.on_screen:
            self.keep_on_screen()
        self.place()
        slots = {slot.id: self.choice(slot) for slot in self.prepared.slots.values()}
        return Decision(self.s, slots, None, self.reasons)

    # --- passes 1 and 2 ---

    def brought_up(self) -> list[tuple[Verdict | None, tuple[Candidate, ...]]]:
        """The blocks to weigh, group by group, with what withholds the group although they are weighed."""
        values, now, reasons = self.s.values, self.s.now, self.reasons
        pools, groups = reasons.pools, reasons.groups
        running = [(a, b) for a, b in self.prepared.spans if (a is None or a <= now) and (b is None or now < b)]
        found = []
        for signal, by_value in self.prepared.places:
            by_span = by_value.get(values.get(signal))
            if by_span is None:
                continue
            for span in running:
                for pool, members in by_span.get(span, ()):
                    number = pool.number
                    if (pools[number] if number in pools else reasons.pool(pool)) is None:
                        for group, candidates in members:
                            number = group.number
                            verdict = groups[number] if number in groups else reasons.group(group)
                            if verdict is None or verdict.reason not in BEFORE_WEIGHING:
                                found.append((verdict, candidates))
        return found

    def judge(self, groups: list[tuple[Verdict | None, tuple[Candidate, ...]]]) -> None:
        """Weigh blocks: withhold them, or rank them."""
        s, values, language, judged = self.s, self.s.values, self.s.language, self.reasons.judged
        marked = bool(s.history.converted or s.binding)
        weighed: set[str] = set()  # more than one value can bring up a block
        for withheld, candidates in groups:
            for candidate in candidates:
                name, worth = candidate.block.id, candidate.worth
                fits = weight(values, worth) if name not in weighed else None
                if fits is None:
                    continue
                weighed.add(name)
                verdict = self.unexplainable(candidate) if language in candidate.unsaid else None
                verdict = verdict or withheld or (self.reasons.own(candidate) if marked else None)
                if verdict is not None:
                    judged[name] = verdict
                elif (utile := utility(s, worth, fits)) > worth.floor:
                    self.ranked.append((not worth.service, -utile, name, candidate))
                else:
                    judged[name] = self.below_silence(worth, fits)

    def unexplainable(self, candidate: Candidate) -> Verdict | None:
        """Asked in languages in which some term could lack words."""
        helped = terms(self.s, candidate.worth)
        explained = because(self.s, candidate.block, helped) is not None
        return None if explained or not any(term.adds > 0 for term in helped) else UNEXPLAINABLE

    def below_silence(self, worth: Worth, fits: float) -> Verdict:
        """It ends by itself only where rest would make the block worth more than silence."""
        s, rested, asks, floor = self.s, worth.value * fits, worth.price, worth.floor
        if not asks or round(rested, 9) <= floor:
            return BELOW_SILENCE
        return Verdict("BELOW_SILENCE", lambda: s.weary.first(s.now, lambda f: round(rested - f * asks, 9) > floor))

    # --- pass 3 ---

    def keep_on_screen(self) -> None:
        """An interrupt on screen stays unless a rule other than the interrupt budget and caps on `shown` forbids it."""
        s, judged = self.s, self.reasons.judged
        for name in s.on_screen.values():
            candidate = self.prepared.candidates[name]
            group, pool = candidate.group, candidate.group.pool
            verdict = silence.first(
                *(rule(s, pool.speech) for rule in silence.SPEAKING_RULES if rule is not silence.interrupt_budget),
                *(rule(s, pool) for rule in pool.rules),
                *(rule(s, group) for rule in group.rules),
                self.unexplainable(candidate) if s.language in candidate.unsaid else None,
                self.reasons.own(candidate, on_screen=True),
            )
            self.ranked = [entry for entry in self.ranked if entry[2] != name]
            if verdict is None:
                judged.pop(name, None)
                fits = weight(s.values, candidate.worth)
                self.placed[candidate.worth.slot] = candidate, utility(s, candidate.worth, fits)
            else:
                judged[name] = verdict

    def place(self) -> None:
        budgets, placed, judged = _Budgets(self.s), self.placed, self.reasons.judged
        for candidate, _ in placed.values():
            budgets.take(candidate, already=candidate.block.id in self.s.history.shown_in_view)
        self.ranked.sort()
        for _, minus, name, candidate in self.ranked:
            slot = candidate.worth.slot
            if slot in placed:
                judged[name] = placed[slot][0].outranks
            elif not candidate.claims:
                placed[slot] = candidate, -minus
            elif (taker := budgets.full(candidate)) is not None:
                judged[name] = taker.outranks
            else:
                placed[slot] = candidate, -minus
                budgets.take(candidate)

    def choice(self, slot: Slot) -> Shown | Silent:
        if slot.id not in self.placed:
            return Silent(slot.default, self.slot_reason(slot.id))
        candidate, utile = self.placed[slot.id]
        if slot.default is not None:
            self.reasons.judged[slot.default] = candidate.outranks
        helped = terms(self.s, candidate.worth)
        return Shown(candidate.block.id, utile, because(self.s, candidate.block, helped) or "", 1.0, helped)

    def slot_reason(self, slot: str) -> Verdict:
        """The first reason of pass 1 that withheld any block; else that of the block with the highest utility."""
        shelf, judged = self.prepared.shelves[slot], self.reasons.judged
        if not shelf.speeches:
            return NO_CANDIDATE
        speeches = shelf.speeches.items() if self.reasons.hushed else ()
        speechless = [
            verdict
            for speech, some in speeches
            if (verdict := self.reasons.speech(speech)) is not None and not (some[0] in judged and some[-1] in judged)
        ]
        on_screen = judged.get(self.s.on_screen.get(slot, ""))
        if on_screen is not None and on_screen.reason in PASS_1:
            speechless.append(on_screen)
        if not speechless:
            return self.reasons.of(best(self.s, shelf))
        if len(speechless) == 1:
            return speechless[0]
        reason = min((verdict.reason for verdict in speechless), key=ORDER.__getitem__)
        alike = [verdict for verdict in speechless if verdict.reason == reason]
        return Verdict(reason, lambda: silence.latest(verdict.until() for verdict in alike))


def best(s: Situation, shelf: Shelf) -> str:
    """The block of a slot with the highest utility, before any rule."""
    values, told, apart = s.values, [], set()
    for signal, by_value in shelf.told:
        for worth in by_value.get(values.get(signal), ()):
            told.append((-utility(s, worth, weight(values, worth)), worth.first))
            apart.add(worth.number)
    for kin in shelf.kin:
        for worth in kin.members:
            if worth.number not in apart:
                told.append((-utility(s, kin.worth, weight(values, kin.worth)), worth.first))
                break
    return min(told)[1]


class _Budgets:
    """Room left in the interrupt budget, the questions of the visit and the caps on `shown`."""

    def __init__(self, s: Situation) -> None:
        self.s = s
        self.taken = 0
        self.room: dict[str | int, float] = {}
        """Budget, or number of a cap → how many more places it has; of those in which one was taken."""
        self.takers: dict[str | int, tuple[int, Candidate]] = {}
        """The same → (when, by which block) its last place was taken."""

    def take(self, candidate: Candidate, already: bool = False) -> None:
        """A block takes its places. `already`: it is on screen and its `shown` has been counted."""
        for claim in candidate.claims:
            room = self.room[claim] if claim in self.room else self.free(claim)
            self.room[claim] = room if already else room - 1
            self.takers[claim] = self.taken, candidate
        self.taken += 1

    def full(self, candidate: Candidate) -> Candidate | None:
        """Who last took a place that this block lacks; None if there is room everywhere."""
        lacking = [self.takers[claim] for claim in candidate.claims if self.room.get(claim, 1) <= 0]
        return max(lacking, key=itemgetter(0))[1] if lacking else None

    def free(self, claim: str | int) -> float:
        """How many places there are before any is taken; inf: as many as one likes."""
        rules, history = self.s.prepared.bundle.silence, self.s.history
        if isinstance(claim, int):
            return self.s.cap(claim).room()
        if claim == "interrupts":
            return rules.per_page - history.interrupts_in_view
        if claim == "questions":
            return rules.questions_per_visit - history.questions_in_visit
        if claim == "starts":
            return 1 if rules.gap > 0 else inf
        return inf if self.s.moment.consent.remember else 1 - history.loud_in_visit
