"""What the rules ask about: a moment read once against a prepared bundle.

Rules
1. Every fact a rule of pass 1 or 2 needs is worked out here, once per decision, and nowhere else.
2. What is too old to be held (`keep`, the retention of outcomes) is not seen at all.
3. With personalisation off nothing held is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from . import fatigue, languages, signals, timeline
from .bundle import OUTCOMES, Segment, Stage
from .caps import CapState
from .conditions import holds, may_hold
from .fatigue import LOST, RESTED, Tiredness
from .moment import Moment, Page
from .prepare import Prepared


@dataclass(slots=True)
class Situation:
    """Made for every decision, and not changed: freezing it would take longer than most of the rules."""

    prepared: Prepared
    moment: Moment
    now: int
    language: str
    off: bool
    """Personalisation is switched off altogether."""
    values: dict[str, str]
    """Signal → the value in use."""
    sources: dict[str, str]
    """Signal → where its value is from."""
    stage: str | None
    segment: str | None
    tired: Tiredness
    """As it stands; what is printed."""
    weary: Tiredness
    """As the rules see it: rested in the caps_only arm."""
    fatigue: float
    """F as the rules see it."""
    paused: frozenset[str]
    """Classes a service rule pauses."""
    opted_in: frozenset[str]
    visit_ends: int
    """When this visit is over, if nothing happens."""
    busy: bool
    """The visitor is at something that interrupts wait for."""
    history: History
    caps: dict[int, CapState]
    """The caps that something has been counted for."""
    binding: tuple[int, ...]
    """The caps that bind now."""
    on_screen: dict[str, str]
    """Slot → the interrupt, or the question being read, now on screen."""

    def cap(self, number: int) -> CapState:
        """One cap as it stands."""
        state = self.caps.get(number)
        if state is None:
            state = CapState(
                self.prepared.bundle.silence.caps[number], [], [], 0, self.visit_ends, self.now, self.weary
            )
        return state


@dataclass(slots=True)
class History:
    """What is held of what happened, as the rules ask for it."""

    reached: set[str] = field(default_factory=set)
    """Events in memory that a goal could name."""
    converted: set[str] = field(default_factory=set)
    """Blocks whose own `converted` is in memory."""
    clicked_in_visit: bool = False
    shown_in_view: set[str] = field(default_factory=set)
    """Blocks shown on this page view."""
    interrupts_in_view: int = 0
    last_interrupt: int | None = None
    loud_in_visit: int = 0
    """Interrupts that are not service, shown in this visit."""
    questions_in_visit: int = 0
    lost: int | None = None
    """When something held was last found to be unreadable; None if nothing was."""
    weighing: list[tuple[int, str]] = field(default_factory=list)
    """(when, what) of everything that tires or refreshes."""
    counted: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)
    """Cap → when each event that fills it happened, and in which visit."""


def read(prepared: Prepared, moment: Moment) -> Situation:
    """Everything the rules may ask at this moment."""
    bundle, now = prepared.bundle, moment.now
    off = not moment.consent.personalise
    line = timeline.read(moment)
    said = signals.Said({}, {}, {}) if off else signals.read(prepared, moment, line)
    values = said.values
    history = History() if off else _history(prepared, moment, line)
    tired = RESTED if off else fatigue.tiredness(bundle.silence.fatigue, history.weighing, values)
    weary = Tiredness(0.0, 0, tired.half_life) if moment.arm == "caps_only" else tired
    caps = {
        number: CapState(bundle.silence.caps[number], times, visits, line.visit, line.visit_ends, now, weary)
        for number, (times, visits) in sorted(history.counted.items())
    }
    return Situation(
        prepared=prepared,
        moment=moment,
        now=now,
        language=languages.best(bundle.languages, moment.language),
        off=off,
        values=values,
        sources=said.sources,
        stage=None if off else _first(bundle.stages, values),
        segment=None if off else _first(bundle.segments, values),
        tired=tired,
        weary=weary,
        fatigue=weary.at(now),
        paused=_paused(prepared, said),
        opted_in=signals.opt_ins(bundle, moment.optin),
        visit_ends=line.visit_ends,
        busy=_busy(moment.page, bundle.silence.wait_while),
        history=history,
        caps=caps,
        binding=tuple(number for number, state in caps.items() if state.binds(now)),
        on_screen=_on_screen(prepared, moment),
    )


def _history(prepared: Prepared, moment: Moment, line: timeline.Timeline) -> History:
    """One walk over what is held, oldest first."""
    found = History()
    oldest = moment.now - prepared.retention
    for position, event in enumerate(moment.events):
        at, what, block = event.at, event.event, event.block
        if at <= oldest:
            continue
        if block is None:
            found.reached.add(what)
            if what == fatigue.FRICTION:
                found.weighing.append((at, what))
            elif what == LOST:
                found.lost = at
            elif what == timeline.ASKED_EVENT:
                found.questions_in_visit += line.this_visit(position)
            continue
        known = prepared.known.get(block)
        if what in (OUTCOMES if known is None else known.tiring):
            found.weighing.append((at, what))
        here = line.this_visit(position)
        if what == "converted":
            found.converted.add(block)
        elif what == "clicked":
            found.clicked_in_visit |= here
        if known is None:
            continue
        for number in known.caps.get(what, ()):
            times, visits = found.counted.setdefault(number, ([], []))
            times.append(at)
            visits.append(line.visits[position])
        if what == "shown":
            in_view = line.view is not None and position >= line.view
            if in_view:
                found.shown_in_view.add(block)
            if known.interrupts:
                found.interrupts_in_view += in_view
                found.last_interrupt = at
                found.loud_in_visit += here and known.kind != "service"
            found.questions_in_visit += here and known.kind == "question"
    found.interrupts_in_view = max(found.interrupts_in_view, moment.page.interrupted)
    return found


def _first(named: tuple[Stage, ...] | tuple[Segment, ...], values: dict[str, str]) -> str | None:
    for one in named:
        if holds(one.when, values):
            return one.id
    return None


def _busy(page: Page, waits_for: tuple[str, ...]) -> bool:
    at = [what for what in ("typing", "media", "checkout") if getattr(page, what)]
    return not set(waits_for).isdisjoint(at) if at else False


def _paused(prepared: Prepared, said: signals.Said) -> frozenset[str]:
    """A service rule holds if any source says so."""
    if not said.by_source:
        return prepared.paused
    every = {name: by_source.values() for name, by_source in said.by_source.items()}
    rules = prepared.bundle.silence.service_first
    return frozenset(kind for rule in rules if may_hold(rule.when, every) for kind in rule.pauses)


def _on_screen(prepared: Prepared, moment: Moment) -> dict[str, str]:
    """In the file's order of slots: who is on screen never depends on the order in which a page told it."""
    if not moment.page.showing and not moment.page.reading:
        return {}
    shown = {**moment.page.showing, **moment.page.reading}
    return {
        slot.id: block
        for slot in prepared.bundle.slots
        if (block := shown.get(slot.id, "")) in prepared.candidates
        and (slot.kind == "interrupt" or slot.id in moment.page.reading)
        and prepared.blocks[block].slot == slot.id
    }
