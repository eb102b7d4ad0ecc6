"""A thousand generated visits: visitors whom something fits, histories that make rules bind, shown and decided again.

Rules
1. What a decision shows is fed back as shown before the next one, so budgets, gaps and caps are met in time.
2. Histories cluster: refusals in a row, caps filled to the brim, an interrupt just shown. Drawn evenly, hardly a
   rule would ever apply.
3. A trial is drawn from the seed and its own number: the same seed gives the same visits, each by itself.
"""

from __future__ import annotations

import copy
from collections import Counter
from itertools import islice
from random import Random

from edgepersona.core.candidates import covers
from edgepersona.core.decide import Decision, decide
from edgepersona.core.times import DAY, HOUR, MINUTE, SECOND

from .stop_facts import RULES, Facts
from .stop_trials import Bench, Failure, Progress, Trial
from .stop_visits import Visit, alternatives, said

LOOKS = 4
REFUSALS = ("dismissed", "dismissed", "ignored", "not_helpful", "complained")


def generated(bench: Bench, trials: int, seed: int, progress: Progress) -> Trial:
    """Generated visitors, each looked at several times, under every rule at once."""
    met, failures, tried, shown = Counter[str](), list[Failure](), 0, 0
    # Twice in the list: what asks for something, because that is what must stop.
    fitting = [*bench.visits, *(block.id for block in bench.asking if block.id in bench.visits)]
    for number in range(trials):
        if number % 25 == 0:
            progress(f"visitor {number} of {trials}")
        walk = _Walk(bench, Random(f"{bench.bundle.site}:{seed}:{number}"), fitting, met)  # noqa: S311
        walk.go()
        tried, shown = tried + walk.decisions, shown + walk.shown
        failures += walk.failures
    says = [f"{trials} visitors, {shown} blocks shown to them on their merits and fed back"]
    says += [f"{what}: applied {met[rule]} times" for rule, what in RULES.items() if met[rule]]
    never = [what for rule, what in RULES.items() if not met[rule]]
    says += [f"never put to the test, because this file gave no occasion: {'; '.join(never)}"] if never else []
    says.append(f"one more dismissal, and no more interrupts than before: compared {met['dismissal']} times")
    outcome = "failed" if failures else "passed"
    if not shown and not failures:
        outcome, says = "not applicable", ["no visitor could be made to see anything but defaults: nothing was tested"]
    asks = "Does every rule of silence hold for visitors nobody thought of, over time?"
    return Trial("Generated visitors", asks, outcome, tried, tuple(says), tuple(failures))


class _Walk:
    """One visitor."""

    def __init__(self, bench: Bench, rng: Random, fitting: list[str], met: Counter[str]) -> None:
        self.bench, self.rng, self.met = bench, rng, met
        self.known, self.bundle = bench.known, bench.bundle
        self.block = rng.choice(fitting) if fitting else None
        """Whom it fits."""
        self.visit: Visit = copy.deepcopy(bench.visits[self.block]) if self.block else self.known.plain()
        self.now = self.known.moment(self.visit).now
        self.visit["events"] = []
        self.visit["page"] = {"showing": {}}
        self.ids = [block.id for block in self.bundle.blocks]
        self.failures: list[Failure] = []
        self.decisions = self.shown = 0

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def go(self) -> None:
        self.person()
        self.history()
        self.happen("page_view")
        for _ in range(LOOKS):
            if self.failures:
                return
            before = copy.deepcopy(self.visit)
            decision = self.look()
            self.compare(before, decision)
            self.react()
            self.wait()

    def happen(self, event: str, block: str | None = None, back: int = 0) -> None:
        self.visit["events"].append(
            {"at": said(self.now - back), "event": event, **({"block": block} if block is not None else {})}
        )

    # --- who it is, and what was before ---

    def person(self) -> None:
        rng, visit = self.rng, self.visit
        for signal, values in self.known.values.items():
            if values and self.chance(0.08):
                self.known.give(visit, {signal: rng.choice(values)})
        if self.known.addresses and self.chance(0.6):
            visit["url"] = rng.choice(self.known.addresses)
        text = self.bench.prepared.blocks[self.block].text if self.block else {}
        lacking = [language for language in self.bundle.languages if language not in text]
        if self.chance(0.3):
            visit["language"] = rng.choice([*(lacking or self.bundle.languages), "tlh"])
        if self.chance(0.2):
            visit["optin"] = [signal for signal in visit["optin"] if self.chance(0.2)]
        visit["consent"]["remember"] = "off" if self.chance(0.2) else "on"
        if self.chance(0.1):
            visit["consent"]["personalise"] = {tier: "off" for tier in ("account", "usage") if self.chance(0.5)}
        visit["arm"] = rng.choices(["treated", "caps_only", "control"], [20, 2, 1])[0]
        visit["quiet"] = self.chance(0.06)
        if self.chance(0.06):
            visit["page"][rng.choice(["typing", "media", "checkout"])] = True
        if self.chance(0.1):
            visit["page"]["value_seen"] = False
        if self.bundle.silence.service_first and self.chance(0.2):
            self.trouble()

    def trouble(self) -> None:
        rule = self.rng.choice(self.bundle.silence.service_first)
        ways = list(islice(alternatives(rule.when, self.known.values), 12))
        if ways:
            self.known.give(self.visit, self.rng.choice(ways))

    def history(self) -> None:
        for _ in range(self.rng.choice([0, 1, 1, 2, 3])):
            self.rng.choice([self.refused, self.refused, self.filled, self.just_shown, self.reached])()
        self.visit["events"].sort(key=_at)

    def refused(self) -> None:
        back = self.rng.choice([10 * MINUTE, 2 * HOUR, DAY, 3 * DAY, self.bundle.silence.fatigue.half_life])
        for n in range(self.rng.choice([1, 2, 3, 5])):
            block = self.rng.choice(self.ids)
            self.happen("shown", block, back - n * SECOND)
            self.happen(self.rng.choice(REFUSALS), block, back - n * SECOND)

    def filled(self) -> None:
        """A cap filled to the brim, or nearly, within its window."""
        if not self.bundle.silence.caps:
            return
        cap = self.rng.choice(self.bundle.silence.caps)
        blocks = [block.id for block in self.bundle.blocks if covers(cap, block)]
        span = cap.within or 20 * MINUTE
        back = int(span * self.rng.choice([0.02, 0.3, 0.95]))
        for n in range(cap.at_most - self.rng.choice([0, 0, 1])):
            if blocks:
                self.happen(cap.outcome, self.rng.choice(blocks), max(0, back - n * SECOND))

    def just_shown(self) -> None:
        if self.bench.calls:
            back = self.rng.choice([1, self.bundle.silence.gap // 2, self.bundle.silence.gap, 5 * MINUTE])
            if self.chance(0.5):
                self.happen("page_view", back=back)
            self.happen("shown", self.rng.choice(self.bench.calls).id, back)

    def reached(self) -> None:
        goals = [block.goal for block in self.bundle.blocks if block.goal is not None]
        if goals and self.chance(0.3):
            self.happen(self.rng.choice(goals), back=self.rng.choice([HOUR, 5 * DAY]))

    # --- what happens ---

    def decide(self, visit: Visit) -> Decision:
        """A decision, held against the rules."""
        self.decisions += 1
        moment = self.known.moment(visit)
        decision = decide(self.bench.prepared, moment)
        for why in Facts(self.bench.prepared, moment).complaints(decision, self.met):
            self.failures.append(Failure(why, copy.deepcopy(visit)))
        return decision

    def look(self) -> Decision:
        decision = self.decide(self.visit)
        showing = self.visit["page"]["showing"]
        for slot in self.bundle.slots:
            block = next((block for block in self.bench.showing(decision) if block.slot == slot.id), None)
            before = showing.pop(slot.id, None)
            if block is not None and block.id not in self.bench.prepared.defaults:
                showing[slot.id] = block.id
                if before != block.id:
                    self.shown += 1
                    self.happen("shown", block.id)
        return decision

    def compare(self, visit: Visit, decision: Decision) -> None:
        """The same moment with one more dismissal, and with personalisation off."""
        block = self.rng.choice(self.ids)
        dismissal = {"at": visit["now"], "event": "dismissed", "block": block}
        more = {**visit, "events": [*visit["events"], dismissal]}
        counts = [sum(map(self.bench.interrupts, self.bench.showing(d))) for d in (decision, self.decide(more))]
        self.met["dismissal"] += 1
        if counts[1] > counts[0]:
            why = f"{counts[1]} interrupts instead of {counts[0]} because {block} was dismissed once more"
            self.failures.append(Failure(why, more))
        if self.chance(0.25):
            off = {**visit, "consent": {**visit["consent"], "personalise": "off"}}
            self.decide(off)

    def react(self) -> None:
        showing = self.visit["page"]["showing"]
        for slot, block in list(showing.items()):
            if self.chance(0.4):
                self.happen(self.rng.choice(["dismissed", "dismissed", "ignored", "clicked"]), block)
                del showing[slot]

    def wait(self) -> None:
        gap = self.bundle.silence.gap
        self.now += self.rng.choice([SECOND, gap // 2 or SECOND, gap or SECOND, 5 * MINUTE, 31 * MINUTE, DAY])
        self.visit["now"] = said(self.now)
        if self.chance(0.5):
            self.visit["page"] = {"showing": {}}
            self.happen("page_view")


def _at(event: dict[str, str]) -> str:
    return event["at"].replace("Z", ".000Z") if len(event["at"]) == 20 else event["at"]
