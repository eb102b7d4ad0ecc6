"""One decision: which block each slot shows, and the one reason for every block it does not.

Rules
1. A decision is a function of (prepared bundle, moment). Nothing else is read, nothing is changed.
2. Passes 1 and 2 withhold (silence.py). Pass 3 ranks what is left: service first, then utility, then id;
   a block that is not above silence is BELOW_SILENCE; each block placed takes its room in every budget and
   every `shown` cap that covers it; the rest are OUTRANKED by whoever took the place they needed.
3. Reasons are recorded where they decide. A whole pool or group that cannot match holds one reason;
   `Reasons.of` looks it up for a single block.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import silence
from .bundle import Block
from .errors import LocalError
from .explain import because
from .moment import Moment
from .prepare import Group, Pool, Prepared
from .relevance import Term, lifted, price, terms, utility
from .silence import GROUP_RULES, ORDER, PASS_1, POOL_RULES, SPEAKING_RULES, Verdict
from .situation import Situation, read

BELOW_SILENCE = Verdict("BELOW_SILENCE")
NOT_ELIGIBLE = Verdict("NOT_ELIGIBLE")
NO_CANDIDATE = Verdict("NO_CANDIDATE")
UNEXPLAINABLE = Verdict("UNEXPLAINABLE")


@dataclass(frozen=True, slots=True)
class Shown:
    """A block chosen for a slot on its merits."""

    block: str
    utility: float
    because: str
    propensity: float
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """A slot that shows its default, or nothing, and why."""

    block: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why blocks are withheld, as coarsely as it was decided."""

    prepared: Prepared
    judged: dict[str, Verdict]
    """Blocks with a reason of their own."""
    groups: dict[int, Verdict]
    """Number of a group → the reason of its other blocks."""
    pools: dict[int, Verdict]
    """Number of a pool → the reason of every other block in it."""

    def of(self, block: str) -> Verdict:
        """Why a block that is in no slot was withheld."""
        verdict = self.judged.get(block)
        if verdict is None:
            verdict = self.groups.get(self.prepared.group_of[block].number)
        return verdict if verdict is not None else self.pools[self.prepared.pool_of[block].number]


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
    if moment.arm == "control" and not situation.off:
        treated = _Deciding(read(prepared, replace(moment, arm="treated"))).run()
        return replace(decision, ghost={slot: choice.block for slot, choice in treated.slots.items()})
    return decision


class _Deciding:
    """One run over the three passes."""

    def __init__(self, situation: Situation) -> None:
        self.s = situation
        self.prepared = situation.prepared
        self.weights = lifted(situation)
        self.reasons = Reasons(self.prepared, {}, {}, {})
        self.candidates: list[tuple[bool, float, str]] = []
        """(not service, -utility, block): sorts best first."""
        self.placed: dict[str, str] = {}
        self.explained: dict[str, tuple[tuple[Term, ...], str | None]] = {}
        self.spoken: dict[tuple[bool, str, bool], Verdict | None] = {}
        self.noteworthy: dict[int, list[Block]] = {}
        """Group number → its blocks that a value, their own history or a cap tells apart from the rest."""
        told_apart = self.weights.keys() | situation.converted
        for number in situation.binding:
            told_apart |= self.prepared.covered[number]
        for name in sorted(told_apart & self.prepared.group_of.keys()):
            self.noteworthy.setdefault(self.prepared.group_of[name].number, []).append(self.prepared.blocks[name])

    def run(self) -> Decision:
        for pool in self.prepared.pools:
            self.judge_pool(pool)
        self.keep_on_screen()
        self.place()
        slots = {slot: self.choice(slot) for slot in self.prepared.slots}
        return Decision(self.s, slots, None, self.reasons)

    # --- passes 1 and 2 ---

    def judge_pool(self, pool: Pool) -> None:
        verdict = self.may_speak(pool)
        if verdict is None:
            verdict = next((found for rule in POOL_RULES if (found := rule(self.s, pool)) is not None), None)
        if verdict is not None:
            self.reasons.pools[pool.number] = verdict
            return
        self.reasons.pools[pool.number] = NOT_ELIGIBLE
        for group in pool.open:
            self.judge_group(group)
        for signal, by_value in pool.gated.items():
            for group in by_value.get(self.s.values.get(signal, ""), ()):
                self.judge_group(group)

    def may_speak(self, pool: Pool) -> Verdict | None:
        """Pass 1, which asks three things of a pool and is the same for all that answer alike."""
        key = (pool.interrupts, pool.kind, pool.after_value)
        if key not in self.spoken:
            verdicts = (rule(self.s, pool) for rule in SPEAKING_RULES)
            self.spoken[key] = next((verdict for verdict in verdicts if verdict is not None), None)
        return self.spoken[key]

    def judge_group(self, group: Group) -> None:
        found = next((verdict for rule in GROUP_RULES if (verdict := rule(self.s, group)) is not None), None)
        self.reasons.groups[group.number] = found or BELOW_SILENCE
        if found is not None and ORDER[found.reason] < ORDER["UNEXPLAINABLE"]:
            return
        for block in self.noteworthy.get(group.number, ()):
            verdict = silence.first(found, self.own_verdict(block))
            if verdict is not None:
                self.reasons.judged[block.id] = verdict
            elif block.id in self.weights:
                self.rank(block)

    def own_verdict(self, block: Block, on_screen: bool = False) -> Verdict | None:
        if block.id in self.weights:
            helped, sentence = self.explain(block)
            if sentence is None and any(term.adds > 0 for term in helped):
                return UNEXPLAINABLE
        return silence.block_converted(self.s, block) or silence.capped(self.s, block, on_screen)

    def explain(self, block: Block) -> tuple[tuple[Term, ...], str | None]:
        if block.id not in self.explained:
            helped = terms(self.s, block)
            self.explained[block.id] = helped, because(self.s, block, helped)
        return self.explained[block.id]

    # --- pass 3 ---

    def rank(self, block: Block) -> None:
        worth = utility(self.s, block, self.weights[block.id])
        kind = self.prepared.slots[block.slot].kind
        floor = self.prepared.bundle.silence.utility[kind]
        if worth > floor:
            self.candidates.append((block.kind != "service", -worth, block.id))
            return
        self.reasons.judged[block.id] = BELOW_SILENCE
        asks = price(self.s, kind, block.kind)
        if asks and round(block.value * self.weights[block.id], 9) > floor:
            rested = block.value * self.weights[block.id]
            self.reasons.judged[block.id] = Verdict(
                "BELOW_SILENCE",
                lambda: self.s.weary.first(self.s.now, lambda f: round(rested - f * asks, 9) > floor),
            )

    def keep_on_screen(self) -> None:
        """An interrupt on screen stays unless a rule other than the interrupt budget and caps on `shown` forbids it."""
        for slot, name in self.s.on_screen.items():
            block, pool, group = (
                self.prepared.blocks[name],
                self.prepared.pool_of[name],
                self.prepared.group_of[name],
            )
            rules = (r(self.s, pool) for r in (*SPEAKING_RULES, *POOL_RULES) if r is not silence.interrupt_budget)
            verdict = silence.first(
                *rules,
                *(rule(self.s, group) for rule in GROUP_RULES),
                self.own_verdict(block, on_screen=True),
            )
            self.candidates = [entry for entry in self.candidates if entry[2] != name]
            if verdict is None:
                self.reasons.judged.pop(name, None)
                self.placed[slot] = name
            else:
                self.reasons.judged[name] = verdict

    def place(self) -> None:
        budgets = _Budgets(self.s)
        for name in self.placed.values():
            budgets.take(self.prepared.blocks[name], already=name in self.s.shown_in_view)
        for _, _, name in sorted(self.candidates):
            block = self.prepared.blocks[name]
            if block.slot in self.placed:
                self.reasons.judged[name] = Verdict("OUTRANKED", by=self.placed[block.slot])
            elif (taker := budgets.full(block)) is not None:
                self.reasons.judged[name] = Verdict("OUTRANKED", by=taker)
            else:
                self.placed[block.slot] = name
                budgets.take(block)

    def choice(self, slot_id: str) -> Shown | Silent:
        slot = self.prepared.slots[slot_id]
        if slot_id in self.placed:
            if slot.default is not None:
                self.reasons.judged[slot.default] = Verdict("OUTRANKED", by=self.placed[slot_id])
            block = self.prepared.blocks[self.placed[slot_id]]
            helped, sentence = self.explain(block)
            worth = utility(self.s, block, self.weights.get(block.id, 0.0))
            return Shown(block.id, worth, sentence or "", 1.0, helped)
        return Silent(slot.default, self.slot_reason(slot_id))

    def slot_reason(self, slot: str) -> Verdict:
        """The first reason of pass 1 that withheld any block; else that of the block with the highest utility."""
        ids, judged = self.prepared.ranked_ids[slot], self.reasons.judged
        if not ids:
            return NO_CANDIDATE
        speechless = [
            verdict
            for pool in self.prepared.pools_of[slot]
            if (verdict := self.reasons.pools[pool.number]).reason in PASS_1
            and any(block.id not in judged for block in pool.blocks)
        ]
        on_screen = self.s.on_screen.get(slot, "")
        if on_screen in judged and judged[on_screen].reason in PASS_1:
            speechless.append(judged[on_screen])
        if speechless:
            reason = min((verdict.reason for verdict in speechless), key=ORDER.__getitem__)
            alike = [verdict for verdict in speechless if verdict.reason == reason]
            return Verdict(reason, lambda: silence.latest(verdict.until() for verdict in alike))
        blocks = self.prepared.blocks
        telling = [name for name in self.weights if blocks[name].slot == slot and name not in self.prepared.defaults]
        # Blocks that nothing lifts differ only in the price of attention: the first of each kind speaks for all.
        for service in (False, True):
            rest = (n for n in ids if n not in self.weights and (blocks[n].kind == "service") is service)
            telling += [name for name in (next(rest, None),) if name is not None]
        best = min(telling, key=lambda name: (-utility(self.s, blocks[name], self.weights.get(name, 0.0)), name))
        return self.reasons.of(best)


class _Budgets:
    """Room left in the interrupt budget, the questions of the visit and the caps on `shown`."""

    def __init__(self, s: Situation) -> None:
        rules = s.prepared.bundle.silence
        self.s = s
        self.taken = 0
        self.room: dict[str, int] = {"interrupts": rules.per_page - s.interrupts_in_view}
        self.room["questions"] = rules.questions_per_visit - s.questions_in_visit
        if rules.gap > 0:
            self.room["starts"] = 1
        if not s.moment.consent.remember:
            self.room["loud"] = 1 - s.loud_in_visit
        self.takers: dict[str, tuple[int, str]] = {}
        """Budget → (when, by which block) its last place was taken."""

    def claims(self, block: Block) -> list[str]:
        claims = []
        if self.s.prepared.slots[block.slot].kind == "interrupt":
            claims += ["interrupts", "starts"] + (["loud"] if block.kind != "service" else [])
        if block.kind == "question":
            claims.append("questions")
        for n in self.s.prepared.caps_of[block.id]:
            if self.s.caps[n].cap.outcome == "shown":
                claims.append(f"cap {n}")
                self.room.setdefault(f"cap {n}", self.s.caps[n].room())
        return [claim for claim in claims if claim in self.room]

    def take(self, block: Block, already: bool = False) -> None:
        """A block takes its places. `already`: it is on screen and its `shown` has been counted."""
        for claim in self.claims(block):
            self.room[claim] -= 0 if already else 1
            self.takers[claim] = self.taken, block.id
        self.taken += 1

    def full(self, block: Block) -> str | None:
        """Who last took a place that this block lacks; None if there is room everywhere."""
        lacking = [self.takers[c] for c in self.claims(block) if self.room[c] <= 0 and c in self.takers]
        return max(lacking)[1] if lacking else None
