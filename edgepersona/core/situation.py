"""What the rules ask about: a moment read once against a prepared bundle.

Rules
1. Every fact a rule of pass 1 or 2 needs is worked out here, once per decision, and nowhere else.
2. What is too old to be held (`keep`, the retention of outcomes) is not seen at all.
3. With personalisation off nothing held is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from . import fatigue, languages, signals, timeline
from .caps import CapState
from .conditions import holds, may_hold
from .fatigue import LOST, RESTED, Tiredness
from .moment import Moment
from .prepare import Prepared
from .timeline import ASKED_EVENT


@dataclass(frozen=True, slots=True)
class Situation:
    prepared: Prepared
    moment: Moment
    language: str
    off: bool
    """Personalisation is switched off altogether."""
    values: dict[str, str]
    said: dict[str, signals.Value]
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
    reached: frozenset[str]
    """Events in memory that a goal could name."""
    converted: frozenset[str]
    """Blocks whose own `converted` is in memory."""
    clicked_in_visit: bool
    caps: tuple[CapState, ...]
    binding: tuple[int, ...]
    """The caps that bind now."""
    on_screen: dict[str, str]
    """Slot → the interrupt, or the question being read, now on screen."""
    shown_in_view: frozenset[str]
    """Blocks shown on this page view."""
    interrupts_in_view: int
    last_interrupt: int | None
    loud_in_visit: int
    """Interrupts that are not service, shown in this visit."""
    questions_in_visit: int
    lost: int | None
    """When something held was last found to be unreadable; None if nothing was."""

    @property
    def now(self) -> int:
        return self.moment.now


def read(prepared: Prepared, moment: Moment) -> Situation:
    """Everything the rules may ask at this moment."""
    bundle = prepared.bundle
    language = languages.best(bundle.languages, moment.language)
    off = not moment.consent.personalise
    line = timeline.read(moment)
    said = signals.Said({}, {}) if off else signals.read(bundle, prepared.campaigns, moment, line)
    values = {signal: value.value for signal, value in said.used.items()}
    held = () if off else tuple(_held(prepared, moment, line))
    tired = RESTED if off else _tiredness(prepared, held, values)
    weary = Tiredness(0.0, 0, tired.half_life) if moment.arm == "caps_only" else tired
    every = {signal: frozenset(sources.values()) for signal, sources in said.by_source.items()}
    shown = [h for h in held if h.event == "shown" and h.interrupts is not None]
    interrupts = [h for h in shown if h.interrupts]
    caps = tuple(_cap(prepared, number, held, line.visit, moment.now, weary) for number in range(len(prepared.covered)))
    return Situation(
        prepared=prepared,
        moment=moment,
        language=language,
        off=off,
        values=values,
        said=said.used,
        stage=None if off else next((s.id for s in bundle.stages if holds(s.when, values)), None),
        segment=None if off else next((s.id for s in bundle.segments if holds(s.when, values)), None),
        tired=tired,
        weary=weary,
        fatigue=weary.at(moment.now),
        paused=frozenset(
            kind for rule in bundle.silence.service_first if may_hold(rule.when, every) for kind in rule.pauses
        ),
        opted_in=signals.opt_ins(bundle, moment.optin),
        reached=frozenset(h.event for h in held if h.block is None),
        converted=frozenset(h.block for h in held if h.event == "converted" and h.block is not None),
        clicked_in_visit=any(h.event == "clicked" and h.this_visit for h in held),
        caps=caps,
        binding=tuple(number for number, state in enumerate(caps) if state.times and state.binds(moment.now)),
        on_screen=_on_screen(prepared, moment),
        shown_in_view=frozenset(h.block for h in shown if h.this_view and h.block is not None),
        interrupts_in_view=max(sum(1 for h in interrupts if h.this_view), moment.page.interrupted),
        last_interrupt=interrupts[-1].at if interrupts else None,
        loud_in_visit=sum(1 for h in interrupts if h.this_visit and h.kind != "service"),
        questions_in_visit=sum(
            1
            for h in held
            if h.this_visit and (h.event == ASKED_EVENT or (h.event == "shown" and h.kind == "question"))
        ),
        lost=max((h.at for h in held if h.event == LOST and h.block is None), default=None),
    )


class _Held(NamedTuple):
    """An event that is still held, and where it belongs."""

    at: int
    event: str
    block: str | None
    kind: str | None
    """Its block's class; None for no block, or one the bundle does not know."""
    interrupts: bool | None
    """Whether its block interrupts; None likewise."""
    visit: int
    this_visit: bool
    this_view: bool


def _held(prepared: Prepared, moment: Moment, line: timeline.Timeline) -> Iterator[_Held]:
    for position, event in enumerate(moment.events):
        if moment.now - event.at < prepared.retention:
            block = prepared.blocks.get(event.block) if event.block is not None else None
            yield _Held(
                event.at,
                event.event,
                event.block,
                None if block is None else block.kind,
                None if block is None else prepared.slots[block.slot].kind == "interrupt",
                line.visits[position],
                line.this_visit(position),
                line.view is not None and position >= line.view,
            )


def _cap(prepared: Prepared, number: int, held: tuple[_Held, ...], visit: int, now: int, weary: Tiredness) -> CapState:
    cap, counted = prepared.bundle.silence.caps[number], prepared.counted[number]
    mine = [h for h in held if h.event == cap.outcome and h.block in counted]
    return CapState(cap, tuple(h.at for h in mine), tuple(h.visit for h in mine), visit, now, weary)


def _on_screen(prepared: Prepared, moment: Moment) -> dict[str, str]:
    """In the file's order of slots: who is on screen never depends on the order in which a page told it."""
    shown = {**moment.page.showing, **moment.page.reading}
    return {
        slot.id: block
        for slot in prepared.bundle.slots
        if (block := shown.get(slot.id, "")) in prepared.pool_of
        and (slot.kind == "interrupt" or slot.id in moment.page.reading)
        and prepared.blocks[block].slot == slot.id
    }


def _tiredness(prepared: Prepared, events: tuple[_Held, ...], values: dict[str, str]) -> Tiredness:
    weighing = (h for h in events if h.block not in prepared.defaults and fatigue.tires(h.event, h.kind, h.interrupts))
    return fatigue.tiredness(prepared.bundle.silence.fatigue, weighing, values)
