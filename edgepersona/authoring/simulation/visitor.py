"""One simulated device, living a plan through `core.device.handle`: the protocol a page speaks, with time made up.

Rules
1. All a device knows is in its stores, handed to every call and written back, as a page does. The visit's
   store goes with the visit, the page's with the page view.
2. A visitor meets a block once a page view. What was read inline keeps its place unless the visitor acted.
3. `history` is what happened on the screen, in order: the outcomes as the visitor lived them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, NamedTuple

from edgepersona.core import decide, keeping, request
from edgepersona.core.decide import Decision
from edgepersona.core.device import handle
from edgepersona.core.errors import LocalError
from edgepersona.core.prepare import Prepared
from edgepersona.core.stores import NAMES
from edgepersona.core.times import SECOND

from .plan import PageView, Plan, Visit
from .population import Population

FIRST_LOOK = SECOND // 2
"""From a page's load until something can start on it, ms."""
MOST_MEETINGS = 12
"""Blocks met one after the other on one look; a page has far fewer."""
MOST_LOOKS = 5
"""Looks for a block that waits for the gap to pass, a page view."""


class Happened(NamedTuple):
    at: int
    visit: int
    page: int
    """Number of the page view, over all visits."""
    what: str
    """A block outcome; or answered, converted, quiet, opted_out."""
    name: str
    """The block; the question or goal of the others."""


class Visitor:
    """A device. `watch` sees every look: the visitor, and what is decided at it."""

    def __init__(
        self,
        prepared: Prepared,
        digest: str,
        population: Population,
        plan: Plan,
        watch: Callable[[Visitor, Decision], None] | None = None,
    ) -> None:
        self.prepared, self.digest, self.population, self.plan, self.watch = prepared, digest, population, plan, watch
        self.entropy = random.Random(plan.seed)  # noqa: S311 - a reproducible population, not a secret
        self.stores: dict[str, str | None] = dict.fromkeys(NAMES)
        self.view: dict[str, Any] = {}
        self.now, self.visit, self.page = 0, 0, 0
        self.url = "/"
        self.facts: dict[str, bool] = {}
        self.showing: dict[str, str] = {}
        self.read: dict[str, str] = {}
        """Inline slot → what was read in it on this page view."""
        self.met: set[str] = set()
        self.acted = False
        self.reached: set[str] = set()
        self.history: list[Happened] = []

    def live(self) -> None:
        """The whole plan."""
        for number, visit in enumerate(self.plan.visits):
            self.begin(number, visit)
            for page in visit.pages:
                self.look_around(page, last=page is visit.pages[-1], want=visit.want)

    def begin(self, number: int, visit: Visit) -> None:
        """Arrive: a new tab, and on the first visit the switches, before anything is shown."""
        self.now, self.visit, self.url = max(visit.at, self.now), number, visit.url
        self.stores |= {"visit": None, "page": None}
        self.facts, self.showing = {"hold": True}, {}
        if number == 0:
            if self.plan.consents:
                self.call("consent", changes=self.plan.consents)
            if self.plan.opted_in:
                for signal in self.prepared.bundle.signals:
                    if signal.tier == "sensitive":
                        self.call("optIn", signal=signal.id, yes=True)

    def look_around(self, page: PageView, last: bool, want: float) -> None:
        """One page view, from its load until the visitor leaves it."""
        leaves = self.now + page.stay
        self.page += 1
        self.stores["page"] = None
        self.showing, self.read, self.met, self.facts = {}, {}, set(), {"hold": True}
        self.call("page")
        for signal, value in self.plan.account.items():
            self.call("signal", signal=signal, value=value)
        self.now += FIRST_LOOK
        self.look(page)
        if page.sees_value:
            self.now += page.stay // 3
            self.facts = {"value_seen": True}
            for event in page.events:
                self.call("track", event=event)
            if page.busy is not None:
                self.facts[page.busy] = True
                self.look(page)
                self.facts = {"value_seen": True}
            self.look(page)
        for _ in range(MOST_LOOKS):
            again = self.view["again"]
            if again is None or again >= leaves:
                break
            self.now = max(self.now, again)
            self.look(page)
        if last and self.convert(want):
            self.look(page)
        self.now, self.facts = max(self.now, leaves), {"hold": True}  # nothing starts on a page that is left
        for slot, block in list(self.showing.items()):
            if self.prepared.slots[slot].kind == "interrupt":
                self.outcome(slot, block, "ignored")

    # --- the protocol ---

    def call(self, do: str, **call: Any) -> Any:
        """One request, as a page makes it; returns the call's value. Raises LocalError where the core refuses."""
        answer = handle(self.prepared, self.digest, self.request(do, call))
        if "error" in answer:
            raise LocalError(f"a simulated visitor was refused: {answer['error']['message']}")
        self.stores |= answer["stores"]
        self.view = answer["view"]
        for slot, block in list(self.showing.items()):
            if self.view["slots"][slot]["block"] != block:
                del self.showing[slot]
        for slot, entry in self.view["slots"].items():
            block = entry["block"]
            if entry["kind"] == "interrupt" and block is not None and self.showing.get(slot) != block:
                self.showing[slot] = block  # an interrupt that starts is on the screen at once, and met anew
                self.met.discard(block)
                self.note("shown", block)
        return answer["value"]

    def request(self, do: str, call: dict[str, Any]) -> dict[str, Any]:
        return {
            "now": self.now,
            "entropy": f"{self.entropy.getrandbits(256):064x}",
            "env": {"language": self.plan.language, "url": self.url, "gpc": False},
            "page": {**self.facts, "showing": dict(self.showing), "counted": self.view.get("counted") is True},
            "stores": self.stores,
            "call": {"do": do, **call},
        }

    def decision(self) -> Decision:
        """What the core decides at this moment; nothing is called and nothing changes."""
        asked = request.with_questions_read(self.prepared, request.checked(self.request("look", {})))
        return decide.decide(self.prepared, keeping.read(self.prepared, asked).moment())

    def look(self, page: PageView) -> None:
        """The page asks again, and the visitor meets what is there."""
        self.facts.pop("hold", None)
        if self.watch is not None:
            self.watch(self, self.decision())
        self.call("look")
        for _ in range(MOST_MEETINGS):
            new = next((slot for slot in self.view["slots"] if self.is_new(slot)), None)
            if new is None:
                return
            self.meet(new, page)

    def outcome(self, slot: str, block: str, what: str) -> None:
        """Something happened to a block on the screen."""
        if what in ("dismissed", "not_helpful", "complained", "clicked", "ignored"):
            self.showing.pop(slot, None)
        self.call("outcome", slot=slot, block=block, outcome=what)
        self.acted = what == "dismissed"
        if not (what == "shown" and self.prepared.slots[slot].kind == "interrupt"):
            self.note(what, block)

    def note(self, what: str, name: str) -> None:
        self.history.append(Happened(self.now, self.visit, self.page, what, name))

    # --- the visitor ---

    def is_new(self, slot: str) -> bool:
        entry = self.view["slots"][slot]
        if entry["block"] is None or entry["default"] or entry["block"] in self.met:
            return False
        if entry["kind"] == "interrupt":
            return True
        return self.facts.get("value_seen", False) and (slot not in self.read or self.acted)

    def meet(self, slot: str, page: PageView) -> None:
        """See a block for the first time on this page view, and react."""
        entry = self.view["slots"][slot]
        block, question, interrupts = entry["block"], entry["question"], entry["kind"] == "interrupt"
        luck = random.Random(f"{page.luck}:{block}")  # noqa: S311
        answers, reacts, follows = luck.random(), luck.random(), luck.random()
        self.met.add(block)
        self.now += luck.randrange(2, 8) * SECOND
        if not interrupts:
            self.read[slot] = block
        if question is not None:
            self.showing[slot] = block
        self.outcome(slot, block, "shown")
        self.acted = False
        if question is not None and answers < self.population.answers and self.can_answer(question):
            self.showing.pop(slot, None)
            self.call("answer", question=question["id"], value=self.plan.truth[question["id"]])
            self.acted = True
            self.note("answered", question["id"])
        elif interrupts:
            self.react(slot, block, entry, reacts, follows)
        elif question is None and reacts < self.population.clicks and entry["text"].get("cta"):
            self.outcome(slot, block, "clicked")

    def can_answer(self, question: dict[str, Any]) -> bool:
        """Whether this visitor's answer is on offer, and an answer may be given at all."""
        asked = next(q for q in self.prepared.bundle.questions if q.id == question["id"])
        signal = self.prepared.signals[asked.signal]
        offered = any(option["value"] == self.plan.truth[asked.id] for option in question["options"])
        return offered and "answer" in self.plan.allowed and (signal.tier != "sensitive" or self.plan.opted_in)

    def react(self, slot: str, block: str, entry: dict[str, Any], reacts: float, follows: float) -> None:
        """One of the four reactions to an interrupt; else it stays, ignored, until the page is left."""
        p = self.population
        below, rest = 0.0, 1.0 - p.dismisses
        for what, share in (
            ("dismissed", p.dismisses),
            ("not_helpful", p.not_helpful * rest),
            ("complained", p.complains * rest),
            ("clicked", p.accepts * rest if entry["text"].get("cta") else 0.0),
        ):
            below += share
            if reacts < below:
                self.outcome(slot, block, what)
                break
        else:
            return
        if what == "dismissed" and follows < p.opts_out:
            self.call("consent", changes={"personalise": "off"})
            self.note("opted_out", block)
        elif what == "dismissed" and follows < p.opts_out + p.asks_quiet:
            self.call("quiet", yes=True)
            self.note("quiet", block)

    def convert(self, want: float) -> bool:
        """Reach the file's conversions, each once a visitor; whether any was reached."""
        fits = sum(1 for e in self.view["slots"].values() if e["kind"] == "inline" and e["block"] and not e["default"])
        if want >= self.population.converts + self.population.fitting * fits:
            return False
        goals = [goal for goal in self.prepared.bundle.measure.conversions if goal not in self.reached]
        for goal in goals:
            self.reached.add(goal)
            self.call("track", event=goal)
            self.note("converted", goal)
        return bool(goals)
