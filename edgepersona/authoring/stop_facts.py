"""What must be silent at a moment, worked out beside the engine: the second opinion of `stoptest`.

Rules
1. It reads the bundle and the moment, and takes none of the engine's verdicts: fatigue, budgets, gaps, caps and
   pauses are reckoned here once more. Shared with the engine are only the readings of clock and sources
   (timeline.py, signals.py, conditions.py).
2. `complaints` says what a decision shows although a rule forbids it, one sentence each.
3. What applied is counted, so that a rule nobody met is not taken for a rule that held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil, exp2

from edgepersona.core import campaigns, signals, timeline
from edgepersona.core.bundle import VISIT, Block, Cap
from edgepersona.core.candidates import covers
from edgepersona.core.conditions import ALWAYS, holds, may_hold
from edgepersona.core.decide import Decision, Shown
from edgepersona.core.languages import best
from edgepersona.core.moment import Event, Moment
from edgepersona.core.prepare import Prepared
from edgepersona.core.silence import REASONS

RULES = {
    "off": "with personalisation off, or in the control group, defaults only",
    "tired": "nothing but service interrupts a tired visitor, and no offer or question is made",
    "service": "while a service rule holds, no block of a paused class anywhere",
    "quiet": "nothing but service interrupts a visitor who asked for fewer",
    "busy": "nothing interrupts a visitor who is typing, listening or paying",
    "page": "no more interrupts on a page than the file allows",
    "gap": "no interrupt within the gap after the last",
    "visit": "no more questions, and unremembered interrupts, than a visit may have",
    "cap": "no cap exceeded, and no pause cut short",
    "fit": "nothing shown out of its dates, stage, language or opt-in, or to whom it is not for",
    "reason": "a reason for every silence",
}
"""Rule → what it asks, for the reader of a result."""


class Facts:
    """What holds at one moment."""

    def __init__(self, prepared: Prepared, moment: Moment) -> None:
        self.prepared, self.moment, self.now = prepared, moment, moment.now
        bundle = prepared.bundle
        self.rules = bundle.silence
        self.line = timeline.read(moment)
        self.off = not moment.consent.personalise
        said = signals.read(prepared, moment, self.line)
        self.values = {} if self.off else said.values
        self.told = {} if self.off else said.sources
        self.held = [(n, e) for n, e in enumerate(moment.events) if self.now - e.at < prepared.retention]
        every = {signal: frozenset(of.values()) for signal, of in said.by_source.items()}
        self.paused = {kind for rule in self.rules.service_first if may_hold(rule.when, every) for kind in rule.pauses}
        self.tiredness = self._tiredness()
        self.fatigue = 0.0 if moment.arm == "caps_only" else self.tiredness
        """As the rules see it."""
        self.tired = self.fatigue >= self.rules.fatigue.stop
        self.opted_in = signals.opt_ins(bundle, moment.optin)

    def _tiredness(self) -> float:
        rules, level, since = self.rules.fatigue, 0.0, 0
        for _, event in self.held:
            if self._tires(event):
                decayed = level * exp2((since - event.at) / rules.half_life)
                level, since = round(max(0.0, decayed + rules.weights[event.event]), 9), event.at
        pressure = sum(weight for signal, value, weight in rules.pressure if self.values.get(signal) == value)
        return round(1.0 - exp2(-(level * exp2((since - self.now) / rules.half_life) + pressure)), 9)

    def _tires(self, event: Event) -> bool:
        if event.block is None:
            return event.event == "friction"
        if event.block in self.prepared.defaults:
            return False
        block = self.prepared.blocks[event.block]
        wants = self.interrupts(block) or block.kind in ("promotion", "question")
        return wants or event.event not in ("shown", "ignored")

    def interrupts(self, block: Block) -> bool:
        return self.prepared.slots[block.slot].kind == "interrupt"

    def loud(self, block: Block) -> bool:
        """Whether it interrupts and is not service."""
        return self.interrupts(block) and block.kind != "service"

    def wants_something(self, block: Block) -> bool:
        """Whether it is of the kind that a tired visitor is spared."""
        return self.loud(block) or block.kind in ("promotion", "question")

    def shown(self) -> Iterator[tuple[int, Block]]:
        """The blocks shown before, as far as it is still held: (position of the event, block)."""
        for n, event in self.held:
            if event.event == "shown" and event.block is not None:
                yield n, self.prepared.blocks[event.block]

    # --- what a decision shows although it may not ---

    def complaints(self, decision: Decision, met: Counter[str]) -> list[str]:
        """Sentences; none for a decision that keeps every rule. `met`: rule → how often it applied."""
        chosen = [self.prepared.blocks[c.block] for c in decision.slots.values() if isinstance(c, Shown)]
        chosen = [block for block in chosen if block.id not in self.prepared.defaults]
        found = list(self._unreasoned(decision))
        met["reason"] += 1
        if self.off or self.moment.arm == "control":
            met["off"] += 1
            return found + [f"{block.id} is shown although personalisation is off" for block in chosen]
        for block in chosen:
            found += [f"{block.slot} shows {block.id}, {why}" for why in self._forbidden(block)]
        new = [b for b in chosen if not (self.interrupts(b) and self.moment.page.showing.get(b.slot) == b.id)]
        found += self._exceeded(new, met)
        page = self.moment.page
        met["tired"] += self.tired
        met["service"] += bool(self.paused)
        met["quiet"] += self.moment.quiet
        met["busy"] += any(getattr(page, what) for what in self.rules.wait_while)
        met["fit"] += 1
        return found

    def _unreasoned(self, decision: Decision) -> Iterator[str]:
        for slot, choice in decision.slots.items():
            if not isinstance(choice, Shown) and choice.verdict.reason not in REASONS:
                yield f"{slot} is silent without a reason"
        showing = {choice.block for choice in decision.slots.values()}
        for block in self.prepared.bundle.blocks:
            if block.id not in showing and decision.reasons.of(block.id).reason not in REASONS:
                yield f"{block.id} is withheld without a reason"

    def _forbidden(self, block: Block) -> Iterator[str]:
        """Why a block may not be on screen, whether it comes or stays."""
        page, bundle = self.moment.page, self.prepared.bundle
        if self.tired and self.wants_something(block):
            yield f"of class {block.kind}, although the visitor is tired (fatigue {self.fatigue:.4f})"
        if block.kind in self.paused:
            yield f"of class {block.kind}, although a service rule pauses that class"
        if self.moment.quiet and self.loud(block):
            yield "although the visitor asked for fewer interruptions"
        busy = [what for what in self.rules.wait_while if getattr(page, what)]
        if busy and self.interrupts(block):
            yield f"although the visitor is busy ({', '.join(busy)})"
        campaign = self.prepared.campaigns[block.campaign] if block.campaign is not None else None
        late = (block.start is not None and self.now < block.start) or (block.end is not None and self.now >= block.end)
        if late or (campaign is not None and not campaigns.running(campaign, self.now)):
            yield "outside its dates"
        stage = next((stage.id for stage in bundle.stages if holds(stage.when, self.values)), None)
        if block.stages is not None and stage not in block.stages:
            yield f"although the visitor's stage is {stage}"
        if not self.prepared.candidates[block.id].group.pool.sensitive <= self.opted_in:
            yield "which rests on a sensitive signal without opt-in"
        if not holds(block.when or ALWAYS, self.values):
            yield "although its condition does not hold"
        if block.kind == "promotion" and self.interrupts(block) and bundle.audience != "adults":
            yield "a promotion that interrupts, although the audience is not adults"
        if best(bundle.languages, self.moment.language) not in block.text:
            yield "which has no text in the page's language"
        question = next((q for q in bundle.questions if q.id == block.question), None)
        if question is not None and self.told.get(question.signal) in ("account", "answer"):
            yield "a question that was answered before"
        done = {(None, block.goal), (block.id, "converted")}
        if any((e.block, e.event) in done for _, e in self.held):
            yield "although the visitor did what it asks for"

    def _exceeded(self, new: list[Block], met: Counter[str]) -> Iterator[str]:
        """Which budgets, gaps and caps are exceeded once these blocks are shown too."""
        before = list(self.shown())
        starting = [block.id for block in new if self.interrupts(block)]
        interrupts = [n for n, block in before if self.interrupts(block)]
        here = [n for n in interrupts if self.line.view is not None and n >= self.line.view]
        met["page"] += len(here) >= self.rules.per_page
        if starting and len(here) + len(starting) > self.rules.per_page:
            yield f"{', '.join(starting)} would be one interrupt too many for a page ({self.rules.per_page})"
        recent = [n for n in interrupts if self.now - self.moment.events[n].at < self.rules.gap]
        met["gap"] += bool(recent)
        if starting and (recent or (self.rules.gap and len(starting) > 1)):
            yield f"{', '.join(starting)} starts within the gap of {self.rules.gap // 1000} s after another interrupt"
        mine = [block for n, block in before if self.line.this_visit(n)]
        asked, asking = (sum(block.kind == "question" for block in of) for of in (mine, new))
        loud, starts = (sum(self.loud(block) for block in of) for of in (mine, new))
        unremembered = not self.moment.consent.remember
        met["visit"] += asked >= self.rules.questions_per_visit or (unremembered and loud >= 1)
        if asking and asked + asking > self.rules.questions_per_visit:
            yield f"question {asked + asking} of a visit for {self.rules.questions_per_visit}"
        if unremembered and starts and loud + starts > 1:
            yield f"interrupt {loud + starts} of a visit that may not be remembered, which has room for one"
        for cap in self.rules.caps:
            yield from self._capped(cap, [block for block in new if covers(cap, block)], met)

    def _capped(self, cap: Cap, new: list[Block], met: Counter[str]) -> Iterator[str]:
        limit = max(1, ceil(round(cap.at_most * (1.0 - self.fatigue), 9)))
        events = [
            (n, e)
            for n, e in self.held
            if e.event == cap.outcome and e.block is not None and covers(cap, self.prepared.blocks[e.block])
        ]
        inside = [n for n, _ in events if self._within(cap, n, self.now, self.line.visit)]
        if cap.pause is None:
            full = len(inside) >= limit
        else:
            full = any(
                self.now < event.at + cap.pause
                and sum(self._within(cap, m, event.at, self.line.visits[n]) for m, _ in events[: place + 1]) >= limit
                for place, (n, event) in enumerate(events)
            )
        met["cap"] += full
        room = 0 if full else max(1, limit - len(inside)) if cap.outcome == "shown" else len(new)
        if len(new) > room:
            kind = "a pause runs" if cap.pause is not None and full else f"at most {limit} {cap.outcome}"
            yield f"{', '.join(block.id for block in new)}, although {kind} for {cap.scope} {cap.of}"

    def _within(self, cap: Cap, position: int, now: int, visit: int) -> bool:
        if cap.within == VISIT:
            return self.line.visits[position] == visit
        return now - self.moment.events[position].at < cap.within
