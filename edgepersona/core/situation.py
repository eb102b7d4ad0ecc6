"""What the rules ask about: a moment read once against a prepared bundle.

Rules
1. Every fact a rule of pass 1 or 2 needs is worked out here, once per decision, and nowhere else.
2. What is too old to be held (`keep`, the retention of outcomes) is not seen at all.
3. With personalisation off nothing held is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import fatigue, languages, signals, timeline
from .bundle import VISIT
from .caps import CapState
from .conditions import holds, may_hold
from .fatigue import RESTED, Tiredness
from .moment import Event, Moment
from .prepare import Prepared


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
    caps: tuple[CapState, ...]
    on_screen: dict[str, str]
    """Slot → the interrupt, or the question being read, now on screen."""
    shown_in_view: frozenset[str]
    """Blocks shown on this page view."""
    interrupts_in_view: int
    last_interrupt: int | None
    loud_in_visit: int
    """Interrupts that are not service, shown in this visit."""
    questions_in_visit: int

    @property
    def now(self) -> int:
        return self.moment.now


def read(prepared: Prepared, moment: Moment) -> Situation:
    """Everything the rules may ask at this moment."""
    bundle = prepared.bundle
    language = languages.best(bundle.languages, moment.language)
    off = not moment.consent.personalise
    visit_start = timeline.visit_start(moment)
    said = signals.Said({}, {}) if off else signals.read(bundle, prepared.campaigns, moment, visit_start)
    values = {signal: value.value for signal, value in said.used.items()}
    held = () if off else tuple(e for e in moment.events if moment.now - e.at < prepared.retention)
    tired = RESTED if off else _tiredness(prepared, held, values)
    weary = Tiredness(0.0, 0, tired.half_life) if moment.arm == "caps_only" else tired
    every = {signal: frozenset(sources.values()) for signal, sources in said.by_source.items()}
    visit_held = tuple(e for e in held if e.at >= visit_start)
    shown = [e for e in held if e.event == "shown" and e.block in prepared.blocks]
    opening = timeline.view_start(moment)
    view = moment.events[opening:] if opening is not None and not off else ()
    shown_in_view = [e for e in view if e.event == "shown" and e.block in prepared.blocks]
    interrupts = [e for e in shown if _slot_kind(prepared, e) == "interrupt"]
    visit = [e for e in shown if e.at >= visit_start]
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
        opted_in=signals.opted_in(bundle, moment),
        reached=frozenset(e.event for e in held if e.block is None),
        converted=frozenset(e.block for e in held if e.event == "converted" and e.block is not None),
        caps=tuple(
            CapState(
                cap,
                tuple(
                    e.at
                    for e in (visit_held if cap.within == VISIT else held)
                    if e.event == cap.outcome and e.block in covered
                ),
                moment.now,
                weary,
            )
            for cap, covered in zip(bundle.silence.caps, prepared.covered, strict=True)
        ),
        on_screen={
            slot: block
            for slot, block in {**moment.page.showing, **moment.page.reading}.items()
            if slot in prepared.slots
            and (prepared.slots[slot].kind == "interrupt" or slot in moment.page.reading)
            and block in prepared.pool_of
            and prepared.blocks[block].slot == slot
        },
        shown_in_view=frozenset(e.block for e in shown_in_view if e.block is not None),
        interrupts_in_view=sum(1 for e in shown_in_view if _slot_kind(prepared, e) == "interrupt"),
        last_interrupt=interrupts[-1].at if interrupts else None,
        loud_in_visit=sum(
            1 for e in visit if _slot_kind(prepared, e) == "interrupt" and _block_kind(prepared, e) != "service"
        ),
        questions_in_visit=sum(1 for e in visit if _block_kind(prepared, e) == "question"),
    )


def _tiredness(prepared: Prepared, events: tuple[Event, ...], values: dict[str, str]) -> Tiredness:
    def weighs(event: Event) -> bool:
        block = prepared.blocks.get(event.block or "")
        kind = prepared.slots[block.slot].kind if block is not None else None
        return fatigue.tires(event.event, block, kind, event.block in prepared.defaults)

    return fatigue.tiredness(prepared.bundle.silence.fatigue, events, weighs, values)


def _slot_kind(prepared: Prepared, event: Event) -> str:
    return prepared.slots[prepared.blocks[event.block or ""].slot].kind


def _block_kind(prepared: Prepared, event: Event) -> str:
    return prepared.blocks[event.block or ""].kind
