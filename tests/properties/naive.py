"""A second, naive evaluator of decisions, written from decisions.md and persona-format.md alone.

Rules
1. It knows nothing of the engine and shares no code with it; what both get wrong, both read wrong.
2. Each rule stands under its name, beside the words it comes from. Nothing is grouped, cached or skipped.
3. `until` assumes that nothing happens and that what is known stays known (`keep` is a maximum, never a promise):
   only dates, windows, pauses, gaps, a visit without activity and fatigue's decay end by themselves.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from .naive_basics import first_second, said
from .naive_rules import Rules, verdict

PASS_1 = ["PERSONALISATION_OFF", "CONTROL_ARM", "PAGE_BUSY", "QUIET", "INTERRUPT_BUDGET", "FATIGUED"]
PASS_2 = [
    "SERVICE_FIRST", "NOT_STARTED", "ENDED", "WRONG_STAGE", "NEEDS_OPT_IN", "NOT_ELIGIBLE", "NO_TRANSLATION",
    "UNEXPLAINABLE", "ALREADY_ANSWERED", "ALREADY_CONVERTED", "FREQUENCY_CAP", "PAUSED",
]  # fmt: skip
PASS_3 = ["BELOW_SILENCE", "OUTRANKED"]
REASONS = [*PASS_1, *PASS_2, *PASS_3, "NO_CANDIDATE"]


def evaluate(persona: dict[str, Any], visit: dict[str, Any]) -> dict[str, Any]:
    """The decision's JSON without `bundle` and the texts (`text`, `because`).

    persona, visit: the files as plain data, every scalar text. Both must be valid."""
    return _Evaluation(persona, visit).decision()


class _Evaluation(Rules):
    def decision(self) -> dict[str, Any]:
        self.decide()
        personalise = self.visitor.personalise()
        ghost: dict[str, str | None] = {}
        if personalise and self.arm == "control":
            ghost = {slot: self.chosen.get(slot, self.default(slot)) for slot in self.slots}
            self.chosen = {}
            self.verdicts = {block: verdict("CONTROL_ARM") for block in self.blocks}
        elif not personalise:
            self.chosen = {}
            self.verdicts = {block: verdict("PERSONALISATION_OFF") for block in self.blocks}
        printed: dict[str, Any] = {
            "format": 1,
            "now": said(self.now),
            "language": self.language,
            "arm": self.arm,
            "stage": self.stage if personalise else None,
            "segment": self.visitor.first("segments") if personalise else None,
            "fatigue": round(self.visitor.fatigue(self.now), 4),
            "slots": {slot: self.printed_slot(slot) for slot in self.slots},
        }
        if ghost:
            printed["ghost"] = ghost
        shown = {slot.get("block") for slot in printed["slots"].values()}
        printed["withheld"] = [
            {"block": block, "slot": self.blocks[block]["slot"], **reason(self.verdicts[block])}
            for block in sorted(self.blocks)
            if block not in shown
        ]
        return printed

    # --- pass 3 ---

    def decide(self) -> None:
        """Fills `chosen` and the verdicts of all others, as for a treated visitor."""
        for block in self.blocks:
            if not self.is_default(block):
                found = self.pass_1(block) or self.pass_2(block)
                if found is not None:
                    self.verdicts[block] = found
        taken: list[str] = []  # blocks that took a place in this decision, in order
        ranked = sorted(
            (block for block in self.blocks if block not in self.verdicts and not self.is_default(block)),
            key=lambda block: (self.kind(block) != "service", -self.utility(block, self.now), block),
        )
        for slot in self.slots:  # “An interrupt on screen stays unless a rule of pass 1 or 2 forbids it”
            for block in [b for b in ranked if self.blocks[b]["slot"] == slot and self.on_screen(b)]:
                self.chosen[slot] = block
                if block not in self.shown_on_this_view():
                    taken.append(block)
        for block in ranked:
            slot = self.blocks[block]["slot"]
            if self.chosen.get(slot) == block:
                continue
            if self.below_silence(block, self.now):
                until = first_second(partial(self.below_silence, block), self.now)
                self.verdicts[block] = verdict("BELOW_SILENCE", until)
            elif slot in self.chosen:
                self.verdicts[block] = verdict("OUTRANKED", by=self.chosen[slot])
            elif self.in_the_way(block, taken):
                last = max(self.in_the_way(block, taken), key=taken.index)
                self.verdicts[block] = verdict("OUTRANKED", by=last)
            else:
                self.chosen[slot] = block
                taken.append(block)
        for slot, block in self.chosen.items():
            default = self.default(slot)
            if default is not None:
                self.verdicts[default] = verdict("OUTRANKED", by=block)

    def in_the_way(self, block: str, taken: list[str]) -> list[str]:
        """“Each block chosen takes its place in every budget and every `shown` cap that covers it; a block
        left without room is `OUTRANKED` by the last that took a place.”"""
        found: list[str] = []
        rivals = [other for other in taken if self.interrupts_page(other)]
        if self.interrupts_page(block):
            used, most = self.per_page()
            if used + len(rivals) >= most or self.gap() > 0:
                found += rivals
        rivals = [other for other in taken if self.kind(other) == "question"]
        if self.kind(block) == "question":
            used, most = self.questions_per_visit()
            found += rivals if used + len(rivals) >= most else []
        rivals = [other for other in taken if self.unasked(other)]
        if self.unasked(block) and not self.visitor.remembers():
            used, most = self.once_a_visit()
            found += rivals if used + len(rivals) >= most else []
        for cap in self.silence.get("caps") or []:
            if cap["outcome"] == "shown" and self.covers(cap, block):
                rivals = [other for other in taken if self.covers(cap, other)]
                full = self.in_window(cap, self.now) + len(rivals) >= self.limit(cap, self.now)
                found += rivals if full else []
        return found

    # --- printing ---

    def printed_slot(self, slot: str) -> dict[str, Any]:
        block = self.chosen.get(slot)
        if block is None:
            default = self.default(slot)
            return {"block": default, **({"default": True} if default else {}), **reason(self.slot_verdict(slot))}
        terms = [
            {"signal": t["signal"], "value": t["value"], "tier": t["tier"], "adds": round(t["adds"], 4)}
            for t in self.terms[block]
        ]
        return {
            "block": block,
            "utility": round(self.utility(block, self.now), 4),
            "propensity": 1.0,
            "terms": terms,
        }

    def slot_verdict(self, slot: str) -> dict[str, Any]:
        """“the first reason of pass 1 that withheld any of its blocks, else that of its block with the highest
        utility before rules (ties: id ascending), else NO_CANDIDATE”."""
        blocks = [b for b in self.blocks if self.blocks[b]["slot"] == slot and not self.is_default(b)]
        for name in PASS_1:
            found = [self.verdicts[b] for b in blocks if self.verdicts[b]["reason"] == name]
            if found:
                untils = [one["until"] for one in found]
                return verdict(name, None if None in untils else max(untils))
        if not blocks:
            return verdict("NO_CANDIDATE")
        best = min(blocks, key=lambda block: (-self.utility(block, self.now), block))
        return self.verdicts[best]


def reason(found: dict[str, Any]) -> dict[str, Any]:
    """`OUTRANKED` adds `by`; `until` is rounded up to the second."""
    until = found["until"]
    return {
        "reason": found["reason"],
        **({"by": found["by"]} if found["by"] else {}),
        "until": None if until is None else said(-(-until // 1000) * 1000),
    }
