"""One call's turn on one State: what is decided, what it leaves behind, what the page is told.

Rules
1. Every answer carries a view. An answer's stores are those that the call changed.
2. An interrupt that starts takes its place in the same turn, in the stores all tabs share: ten tabs start one.
3. What a decision shows or withholds is counted here, once the arm is drawn.
"""

from __future__ import annotations

from typing import Any

from . import counters, leaving, plan, view
from . import situation as situations
from .asking import ask_to_remember
from .decide import Decision, Silent, decide
from .keeping import written
from .kept import Kept
from .moment import Event
from .situation import Situation
from .state import State

Answer = dict[str, Any]


class Turn:
    """One call's work."""

    def __init__(self, state: State, digest: str) -> None:
        self.state = state
        self.digest = digest
        self.prepared = state.prepared

    def decide(self) -> Decision:
        """The decision on the State as it is now."""
        return decide(self.prepared, self.state.moment())

    def situation(self) -> Situation:
        """The facts it would be made from."""
        return situations.read(self.prepared, self.state.moment())

    def shown(self, answered: bool = False) -> Answer:
        """Decide, count what the decision means, write the stores, and say what to show."""
        state, decision = self.state, self.decide()
        held = leaving.held(state)
        waiting = self._start(decision)
        ask = answered and ask_to_remember(state, decision)
        leaving.leave(state, decision, self.digest, held)
        marks = [counters.exposed(decision.situation.moment.arm), *state.marks]
        marks += [counters.silence(c.verdict.reason) for c in decision.slots.values() if isinstance(c, Silent)]
        ghosts = (decision.ghost or {}).values()
        marks += [counters.ghost(b) for b in ghosts if b is not None and b not in self.prepared.special]
        if state.standing.measure and state.counted:
            state.outbox.count(state.now, marks, state.request.entropy, self.prepared.bundle)
        return {
            "stores": self.stores(),
            "value": None,
            "view": view.view(decision, state.outbox.next, state.counted, waiting, ask="remember" if ask else None),
        }

    def stores(self) -> dict[str, Kept]:
        """The stores that this call changed."""
        changed = written(self.state)
        if any(not one.aside for one in changed.values()) or self.state.request.call["do"] == "page":
            return {**changed, **plan.changed(self.state, self.digest)}
        return changed

    def _start(self, decision: Decision) -> frozenset[str]:
        """Interrupts that start take their place now, in the stores all tabs share: ten tabs start one.

        Returns the slots whose interrupt has to wait, because the page cannot show it just now.
        """
        state, waiting = self.state, set()
        for slot, block in self._starting(decision).items():
            if state.request.startable is not None and slot not in state.request.startable:
                waiting.add(slot)
            else:
                state.record(Event(state.now, "shown", block))
        return frozenset(waiting)

    def _starting(self, decision: Decision) -> dict[str, str]:
        """Slot → block of what is to interrupt and is not on screen."""
        showing, slots = self.state.request.page.showing, self.prepared.slots
        return {
            slot: choice.block
            for slot, choice in decision.slots.items()
            if choice.block is not None and slots[slot].kind == "interrupt" and showing.get(slot) != choice.block
        }

    def told(self, value: Any) -> Answer:
        """A reading call's answer: nothing happened, so nothing is counted, and nothing starts to interrupt."""
        decision = self.decide()
        waiting = frozenset(self._starting(decision))
        return {
            "stores": self.stores(),
            "value": value,
            "view": view.view(decision, self.state.outbox.next, self.state.counted, waiting),
        }
