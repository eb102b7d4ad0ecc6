"""What a device holds during one call, and how that changes. `keeping.py` reads it from the stores and writes it back.

Rules
1. With `remember`, what may outlive the visit lives in memory and only there; without it, everything
   lives in the visit. Block outcomes outlive the visit where remembering is allowed; usage events and
   answers do if their signal's `keep` says so.
2. Answers to special signals live in `page` alone, which is never stored.
3. Forgetting everything and signing out leave a mark in choice for a day. A visit (and its page) that does not bear
   it was asleep meanwhile: it is dropped, or what the account said in it (marks.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from . import campaigns, consent, leaving, marks
from .bundle import VISIT, Signal
from .consent import Choice
from .kept import Ground
from .moment import Answer, Arrival, Event, Moment, Standing
from .outbox import Outbox
from .prepare import Prepared
from .request import Request
from .stores import Trail
from .timeline import ASKED_EVENT, IDLE, PAGE_VIEW_EVENT, VISIT_EVENT, in_order


@dataclass(slots=True)
class State:
    prepared: Prepared
    request: Request
    counted: bool
    """Whether this page view has an arm and is counted."""
    choice: Choice
    visit: Trail
    memory: Trail
    private: Trail
    """The page store."""
    outbox: Outbox
    lost: int
    marks: list[str] = field(default_factory=list)
    """What this call counted."""
    ground: Ground | None = None
    """What receipts rest on, where all stores were written on the same."""
    _stands: tuple[Choice, Standing] | None = None

    @property
    def now(self) -> int:
        return self.request.now

    @property
    def standing(self) -> Standing:
        if self._stands is None or self._stands[0] is not self.choice:
            request, choice = self.request, self.choice
            self._stands = choice, consent.standing(self.prepared.bundle, choice, request.gpc, request.outside)
        return self._stands[1]

    @property
    def suspended(self) -> frozenset[str]:
        """Purposes whose stores are neither read, written nor deleted for now."""
        return consent.suspended(self.prepared.bundle, self.choice, self.request.outside)

    @property
    def memory_only(self) -> bool:
        """Whether the visit, too, may not be stored yet."""
        return consent.memory_only(self.prepared.bundle, self.choice, self.request.outside)

    @property
    def trails(self) -> dict[str, Trail]:
        """By store, the longest-lived first."""
        return {"memory": self.memory, "visit": self.visit, "page": self.private}

    # --- reading ---

    def moment(self) -> Moment:
        """The moment to decide at."""
        arrivals = list(self.visit.arrivals)
        if self.visit.empty:
            arrivals.append(self._arrival())
        return Moment(
            now=self.now,
            language=self.request.language,
            consent=self.standing,
            arrivals=tuple(arrivals),
            quiet=self.choice.quiet,
            arm=self.arm,
            page=self.request.page,
            answers={**self.memory.answers, **self.visit.answers, **self.private.answers},
            account={s: said.value for s, said in {**self.visit.account, **self.private.account}.items()},
            optin=self.choice.optin,
            events=tuple(sorted((*self.memory.events, *self.visit.events, *self.private.events), key=in_order)),
        )

    @property
    def arm(self) -> str:
        """The arm of this page view: one drawn since it began does not change what is being read."""
        return (self.outbox.arm if self.counted else None) or "treated"

    # --- changing ---

    def page_view(self) -> None:
        """A new page view: noted only where something held needs it."""
        if not self.visit.empty:
            arrival = self._arrival()
            if arrival.campaigns:
                self.visit.arrivals.append(arrival)
            self._put(Event(self.now, PAGE_VIEW_EVENT))
        elif self.standing.remember and self._counted(VISIT_EVENT):
            self.open_visit()

    def open_visit(self) -> None:
        """The visit's store begins with the first thing that needs it."""
        if not self.visit.empty:
            return
        self.visit.arrivals.append(self._arrival())
        # Else another tab is in the same visit, or nobody may count it.
        if (not self.memory.events or self.now - self.memory.last >= IDLE) and not self._unwanted(VISIT_EVENT):
            self._put(Event(self.now, VISIT_EVENT))
        self._put(Event(self.now, PAGE_VIEW_EVENT))

    def record(self, event: Event) -> None:
        """Hold an event, if consent and the catalogue allow it."""
        if event.block in self.prepared.special:
            self.private.events.append(event)
        elif self.standing.personalise:
            self.open_visit()
            self._put(event)

    def answer(self, signal: Signal, value: str | None) -> None:
        """Set or take back an answer, wherever it lives; having asked to remember it goes, or moves, with it."""
        before = [a for trail in self.trails.values() if (a := trail.answers.pop(signal.id, None)) is not None]
        for answer in before if value is not None else ():
            leaving.replaced(self, "answer", signal.id, answer)
        given = {answer.at for answer in before}
        asked = [event for event in self.visit.events if event.event == ASKED_EVENT and event.at in given]
        self.visit.events = [event for event in self.visit.events if event not in asked]
        if value is None:
            return
        if asked:
            self._put(Event(self.now, ASKED_EVENT))
        if signal.special:
            self.private.answers[signal.id] = Answer(value, self.now)
            return
        self.open_visit()
        lasting = self.standing.remember and signal.keep != VISIT
        (self.memory if lasting else self.visit).answers[signal.id] = Answer(value, self.now)

    def account(self, signal: Signal, value: str | None) -> None:
        """Set or take back what the account says; it never outlives the visit."""
        before = [a for trail in self.trails.values() if (a := trail.account.pop(signal.id, None)) is not None]
        for said in before if value is not None else ():
            leaving.replaced(self, "account", signal.id, said)
        if value is not None and signal.special:
            self.private.account[signal.id] = Answer(value, self.now)
        elif value is not None:
            self.open_visit()
            self.visit.account[signal.id] = Answer(value, self.now)

    def remember(self) -> None:
        """After a change of consent: move what may outlive the visit into memory, or back out of it."""
        if self.standing.remember:
            source, target = self.visit, self.memory
            answers = {s: a for s, a in source.answers.items() if self.prepared.signals[s].keep != VISIT}
            events = [event for event in source.events if self.lasting(event)]
        else:
            source, target = self.memory, self.visit
            begun = self.visit.arrivals[0].at if self.visit.arrivals else self.now
            answers = {s: a for s, a in source.answers.items() if a.at >= begun}
            events = [event for event in source.events if event.at >= begun]
        target.answers = {**answers, **target.answers}
        target.events = sorted([*target.events, *events], key=lambda event: event.at)
        target.last = max(target.last, source.last)
        if source is self.memory:
            self.memory = Trail()
        else:
            source.answers = {s: a for s, a in source.answers.items() if s not in answers}
            source.events = [event for event in source.events if not self.lasting(event)]

    def forget_everything(self) -> None:
        """Every store. Of the switches only what was switched off stays: deleting must not switch anything on."""
        said = self.choice
        off = {tier: word for tier, word in said.personalise.items() if word == "off"}
        kept = Choice(personalise=off, quiet=said.quiet, by={k: who for k, who in said.by.items() if k in off})
        if said.refused is not None:
            kept = replace(kept, remember=said.remember, refused=said.refused)
        self.choice, self.outbox = replace(kept, forgot=marks.after(said.forgot, self.now)), Outbox()
        self.visit, self.memory, self.private = Trail(), Trail(), Trail()
        self.marks = []

    def sign_out(self, heard: bool) -> None:
        """Drop what the account said. Tabs that are asleep find the mark; a tab that heard of it leaves no other."""
        if not heard:
            self.choice = replace(self.choice, signed_out=marks.after(self.choice.signed_out, self.now))
        marks.drop_account(self.visit, self.memory, self.private)

    # --- where things live ---

    def _arrival(self) -> Arrival:
        """This page's arrival; no campaign is looked for where that tier is off."""
        allowed = "campaign" in self.standing.personalise
        return Arrival(self.now, campaigns.matching(self.prepared.bundle, self.request.url) if allowed else ())

    def _put(self, event: Event) -> None:
        trail = self.memory if self.standing.remember and self.lasting(event) else self.visit
        trail.events.append(event)

    def _counted(self, event: str) -> bool:
        return "usage" in self.standing.personalise and any(s.event == event for s in self.prepared.bundle.signals)

    def _unwanted(self, event: str) -> bool:
        """Whether an event is of use to usage signals alone, and that tier is off."""
        return "usage" not in self.standing.personalise and any(s.event == event for s in self.prepared.bundle.signals)

    def lasting(self, event: Event) -> bool:
        """Whether an event may outlive the visit: page views are this tab's, usage events have their `keep`."""
        if event.event in (PAGE_VIEW_EVENT, ASKED_EVENT):
            return False
        keeps = [s.keep for s in self.prepared.bundle.signals if s.event == event.event]
        return event.block is not None or (not keeps and event.event != VISIT_EVENT) or any(k != VISIT for k in keeps)
