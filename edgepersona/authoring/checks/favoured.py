"""One block of a paused class, favoured in everything but the service rules, and decided by the engine itself.

Rules
1. The block stands alone; its value is beyond measure; its dates, goal and words are no obstacle; nobody is tired,
   nothing is capped or counted, the page is free, every opt-in stands. Its `when` and its stages stay as they are.
2. Every source of a signal can speak by itself: each signal counts an event of its own, each value has a campaign.
3. No id made up here can stand in a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from edgepersona.core.bundle import VISIT, Bundle, Campaign, ServiceRule, Signal
from edgepersona.core.decide import Decision, Shown, decide
from edgepersona.core.moment import Answer, Arrival, Event, Moment, Page, Standing
from edgepersona.core.prepare import prepare

from .combinations import Space, World

_FAVOUR = "\x00favour"
"""A signal that lifts the block."""
_NOW = 1_700_000_000_000
_TIERS = frozenset(("account", "answer", "usage", "campaign"))


class Case:
    """One block, favoured in everything, beside the file's service rules and without them."""

    def __init__(self, bundle: Bundle, space: Space) -> None:
        self.block, self.space = space.block, space
        self.kind = next(slot.kind for slot in bundle.slots if slot.id == space.block.slot)
        self.counts = {name: _bins(signal) for name, signal in space.signals.items() if name in space.ruling}
        self.ruled = prepare(self._favoured(bundle, bundle.silence.service_first))
        self.free = prepare(self._favoured(bundle, ()))

    def due(self, world: World) -> bool:
        """Whether the block would be chosen were there no service rule."""
        return self._chosen(decide(self.free, self._moment(world, "treated")))

    def against(self, world: World) -> str | None:
        """How the block comes to be shown although the rule holds; None if it does not."""
        for arm in ("treated", "caps_only"):
            for on_screen in (False, True):
                if self._chosen(decide(self.ruled, self._moment(world, arm, on_screen))):
                    where = " stays on screen" if on_screen else " is chosen"
                    return f"“{self.block.id}”{where} in arm {arm}"
        return None

    def _chosen(self, decision: Decision) -> bool:
        choice = decision.slots[self.block.slot]
        return isinstance(choice, Shown) and choice.block == self.block.id

    def _moment(self, world: World, arm: str, on_screen: bool = False) -> Moment:
        usage = all(world[name].usage is not None for name in self.counts if self.space.counts_from_zero(name))
        standing = {self.block.slot: self.block.id} if on_screen else {}
        interrupts = self.kind == "interrupt"
        return Moment(
            now=_NOW,
            language=self.ruled.bundle.languages[0],
            consent=Standing(_TIERS if usage else _TIERS - {"usage"}, remember=True, measure=False),
            arrivals=(
                Arrival(_NOW, tuple(_campaign(n, s.campaign) for n, s in world.items() if s.campaign is not None)),
            ),
            arm=arm,
            page=Page(showing=standing) if interrupts else Page(reading=standing if self.block.question else {}),
            answers={name: Answer(said.answer, _NOW) for name, said in world.items() if said.answer is not None},
            account={n: said.account for n, said in world.items() if said.account is not None} | {_FAVOUR: "yes"},
            optin=frozenset(s.id for s in self.ruled.bundle.signals if s.tier == "sensitive"),
            events=tuple(event for name, said in world.items() for event in self._counted(name, said.usage)),
        )

    def _counted(self, name: str, value: str | None) -> tuple[Event, ...]:
        """The events that bring a count into a bin."""
        return () if value is None else (Event(_NOW, _event(name)),) * dict(self.counts[name])[value]

    def _favoured(self, bundle: Bundle, rules: tuple[ServiceRule, ...]) -> Bundle:
        block, silence = self.block, bundle.silence
        best = replace(
            block,
            goal=None,
            start=None,
            end=None,
            campaign=None,
            relevance=((_FAVOUR, "yes", 1.0),),
            value=1e6,
            because=dict.fromkeys(bundle.languages, "…"),
        )
        slots = tuple(slot for slot in bundle.slots if slot.id == block.slot)
        defaults = tuple(other for other in bundle.blocks if other.id in {slot.default for slot in slots})
        favour = Signal(_FAVOUR, "account", VISIT, "", {}, {"yes": {}}, ("yes",), False, False, None, None, ())
        return replace(
            bundle,
            signals=(*(self._signal(signal) for signal in bundle.signals), favour),
            campaigns=tuple(_campaigns(self.space)),
            segments=(),
            slots=slots,
            blocks=tuple(sorted((best, *defaults), key=lambda each: each.id)),
            silence=replace(
                silence,
                utility=dict.fromkeys(silence.utility, 0.0),
                fatigue=replace(
                    silence.fatigue, stop=1.0, weights=dict.fromkeys(silence.fatigue.weights, 0.0), pressure=()
                ),
                caps=(),
                per_page=1_000,
                gap=0,
                questions_per_visit=1_000,
                wait_while=(),
                service_first=rules,
            ),
        )

    def _signal(self, signal: Signal) -> Signal:
        """A signal that every source can speak about by itself."""
        if signal.id not in self.counts:
            return replace(signal, event=None, within=None, bins=())
        event = _event(signal.id) if signal.event is not None else None
        return replace(signal, event=event, within=None, bins=self.counts[signal.id])


def _bins(signal: Signal) -> tuple[tuple[str, int], ...]:
    """The bins at the smallest counts that keep their order, and zero where it was zero."""
    start = 0 if signal.bins and signal.bins[0][1] == 0 else 1
    return tuple((value, start + n) for n, (value, _) in enumerate(signal.bins))


def _event(name: str) -> str:
    return f"\x00{name}"


def _campaign(name: str, value: str | None) -> str:
    return f"{name}={value}"


def _campaigns(space: Space) -> Iterator[Campaign]:
    said = {(name, each.campaign) for name, of in space.runs[0].items() for each in of if each.campaign is not None}
    for name, value in sorted(said):
        yield Campaign(_campaign(name, value), (), {name: value}, None, None)
