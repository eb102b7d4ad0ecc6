"""Service first, proved: while a service rule holds, no block of a class it pauses is chosen.

Rules
1. Nothing is concluded from how the engine is written: the engine itself decides every combination of the values
   that the rule and the paused block's `when` and `stages` ask for, in both arms that see blocks, also with the block
   on screen already.
2. Everything else favours the paused block: it stands alone, its value is beyond measure, its dates, goal and words
   are no obstacle, nobody is tired, nothing is capped or counted, the page is free, every opt-in stands.
3. A signal of the rule gets every value from every source, and no value, independently of the others: more than any
   visitor can do. A block's other signals get each value once; a value that no condition asks for stands for none.
4. Values that no condition tells apart stand for one another. What is still more than the bound is not proved, and
   said to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import VISIT, Block, Bundle, Campaign, Condition, ServiceRule, Signal
from edgepersona.core.conditions import holds, may_hold
from edgepersona.core.decide import Decision, Shown, decide
from edgepersona.core.moment import Answer, Arrival, Event, Moment, Page, Standing
from edgepersona.core.prepare import prepare

from .reach import tests

if TYPE_CHECKING:
    from edgepersona.authoring.compile import Checked

    from .study import Study

Found = Iterator[tuple[Node, str]]

MOST_PER_RULE = 20_000
MOST_PER_FILE = 60_000

Progress = Callable[[str], None]

_FAVOUR = "\x00favour"
"""A signal that no file can name: it lifts the block under proof."""
_NOW = 1_700_000_000_000
_TIERS = frozenset(("account", "answer", "usage", "campaign"))


@dataclass(frozen=True)
class Proof:
    """What was found out about one service rule."""

    rule: int
    """Its number in the list, from 1."""
    pauses: tuple[str, ...]
    status: str
    """proved | not proved | refuted"""
    combinations: int
    """Combinations of values there are; tried, unless not proved."""
    holding: int
    """In how many of them the rule holds."""
    due: int
    """In how many of those something it pauses would have been chosen without any service rule."""
    why: str
    """Why it is not proved, or how it is refuted."""

    def __str__(self) -> str:
        start = f"service first, rule {self.rule}: {self.status}"
        if self.status != "proved":
            return f"{start}: {self.why}"
        if not self.combinations:
            return f"{start}: the file has no block of a class it pauses"
        return (
            f"{start} over {self.combinations:,} combinations of values; it holds in {self.holding:,}, and in"
            f" {self.due:,} of these a block it pauses would have been chosen without it"
        )


class Said(NamedTuple):
    """What each source says about a signal; None: nothing."""

    account: str | None = None
    answer: str | None = None
    usage: str | None = None
    campaign: str | None = None


class Shape(NamedTuple):
    """What tells blocks of one paused class apart before a service rule is asked."""

    slot: str
    kind: str
    when: Condition | None
    stages: tuple[str, ...] | None
    question: str | None


World = dict[str, Said]


def service_overridden(checked: Checked, study: Study) -> Found:
    """A block is shown although a service rule pauses its class.

    For every service rule the engine itself decides every combination of the values that the rule and the paused
    blocks ask for, in the paused block's favour, in every arm. One of them let a paused block through: that is a fault
    of the engine, never of the file. Do not publish; report it with the combination named. Cannot be silenced.
    """
    yield from _with_status(checked, study, "refuted")


def service_not_proved(checked: Checked, study: Study) -> Found:
    """That nothing overrides a service rule could not be proved: there are too many combinations of values.

    Every combination of the values that the rule and the paused blocks' `when` and `stages` ask for is tried, each
    source by itself, up to 20,000 a rule and 60,000 a file. Beyond that nothing is claimed: the rule probably holds,
    but nobody has seen it. Let the rule ask for one or two signals that say when service comes first, or let the
    blocks it pauses ask for fewer.
    """
    yield from _with_status(checked, study, "not proved")


def _with_status(checked: Checked, study: Study, status: str) -> Found:
    for proof in study.proofs:
        if proof.status == status:
            yield checked.source.where("silence", "service_first", proof.rule - 1), f"{status}: {proof.why}"


def proofs(bundle: Bundle, progress: Progress) -> tuple[Proof, ...]:
    """A proof, or the want of one, for every service rule of a file, in its order."""
    prover = _Prover(bundle, progress)
    return tuple(prover.proof(number, rule) for number, rule in enumerate(bundle.silence.service_first, 1))


class _Prover:
    def __init__(self, bundle: Bundle, progress: Progress) -> None:
        self.bundle, self.progress = bundle, progress
        self.budget = MOST_PER_FILE
        self.signals = {signal.id: signal for signal in bundle.signals}
        self.questions = {question.id: question.signal for question in bundle.questions}
        self.slots = {slot.id: slot for slot in bundle.slots}
        defaults = {slot.default for slot in bundle.slots}
        self.shapes: dict[Shape, Block] = {}
        """One block of each shape: the others of it differ in nothing that is asked here."""
        for block in bundle.blocks:
            if block.id not in defaults:
                self.shapes.setdefault(Shape(block.slot, block.kind, block.when, block.stages, block.question), block)

    def proof(self, number: int, rule: ServiceRule) -> Proof:
        paused = [block for block in self.shapes.values() if block.kind in rule.pauses]
        spaces = [_Space(self, rule, block) for block in paused]
        size = sum(space.size for space in spaces)
        if size > min(MOST_PER_RULE, self.budget):
            largest = max(spaces, key=lambda space: space.size)
            why = f"{size:,} combinations are more than are tried ({self._bound():,}); {largest.told()}"
            return Proof(number, rule.pauses, "not proved", size, 0, 0, why)
        self.budget -= size
        holding = due = done = 0
        for space in spaces:
            case = _Case(self.bundle, space)
            for world in space.worlds():
                if done % 500 == 0:
                    self.progress(f"service rule {number}: {done:,} of {size:,} combinations")
                done += 1
                if not rule_holds(rule.when, world):
                    continue
                holding += 1
                due += case.due(world)
                against = case.against(world)
                if against is not None:
                    return Proof(number, rule.pauses, "refuted", size, holding, due, f"{against} with {_told(world)}")
        return Proof(number, rule.pauses, "proved", size, holding, due, "")

    def _bound(self) -> int:
        return min(MOST_PER_RULE, self.budget)


def rule_holds(when: Condition, world: World) -> bool:
    """Whether a rule holds if any source says so, taken at its word: one source is picked for each signal."""
    every = {signal: {value for value in said if value is not None} for signal, said in world.items()}
    known = {signal: values for signal, values in every.items() if values}
    picks = product(*(sorted(values) for values in known.values()))
    return may_hold(when, known) or any(holds(when, dict(zip(known, pick, strict=True))) for pick in picks)


class _Space:
    """All combinations of values that matter to one rule and one shape of block."""

    def __init__(self, prover: _Prover, rule: ServiceRule, block: Block) -> None:
        self.bundle, self.block = prover.bundle, block
        self.asked: dict[str, list[tuple[str, ...]]] = {}
        """Signal → the lists of values that some condition accepts."""
        for signal, values in tests(rule.when):
            self.asked.setdefault(signal, []).append(values)
        own = prover.questions.get(block.question or "")
        conditions = [block.when] if block.when is not None else []
        if block.stages is not None:
            conditions += [stage.when for stage in self.bundle.stages]
        self.ruling = set(self.asked)
        """Signals whose every source matters: the rule's, and the one a question asks for."""
        for condition in conditions:
            for signal, values in tests(condition):
                self.asked.setdefault(signal, []).append(values)
                self.ruling |= {signal} & {own}
        self.signals = {name: prover.signals[name] for name in self.asked}
        runs = (True, False) if any(self._counts_from_zero(name) for name in self.ruling) else (True,)
        self.runs = [{name: self._options(name, usage) for name in self.asked} for usage in runs]
        """With usage allowed, and, where a count of zero is a value, without."""
        self.size = sum(prod(map(len, options.values())) for options in self.runs)

    def worlds(self) -> Iterator[World]:
        for options in self.runs:
            for chosen in product(*options.values()):
                yield dict(zip(options, chosen, strict=True))

    def told(self) -> str:
        """What makes it large, for a message."""
        most = sorted(self.runs[0].items(), key=lambda pair: -len(pair[1]))[:4]
        return f"most of them for “{self.block.id}”: " + ", ".join(f"{name} × {len(of)}" for name, of in most)

    def _options(self, name: str, usage: bool) -> list[Said]:
        signal = self.signals[name]
        adults = self.bundle.audience == "adults"
        if signal.tier == "sensitive" and not adults:
            return [Said()]
        told = self._apart(name, signal.all_values)
        if name not in self.ruling:
            asked = [value for value in told if any(value in accepted for accepted in self.asked[name])]
            return [Said(), *(Said(account=value) for value in asked)]
        plain = signal.tier != "sensitive"
        bins = [value for value, _ in signal.bins] if plain and usage and adults else []
        counted: list[str | None] = [*self._apart(name, bins)]
        if bins and bins[0] not in counted:  # a count of zero yields to a campaign, so it is tried by itself
            counted.append(bins[0])
        if not (usage and self._counts_from_zero(name)):
            counted.append(None)
        set_by = {campaign.sets[name] for campaign in self.bundle.campaigns if name in campaign.sets} if plain else ()
        arrived = [None, *self._apart(name, [value for value in signal.all_values if value in set_by])]
        return [Said(*said) for said in product([None, *told], [None, *told], counted, arrived)]

    def _apart(self, name: str, values: Iterable[str]) -> list[str]:
        """Of values that no condition tells apart, the first."""
        first: dict[tuple[bool, ...], str] = {}
        for value in values:
            first.setdefault(tuple(value in accepted for accepted in self.asked[name]), value)
        return list(first.values())

    def _counts_from_zero(self, name: str) -> bool:
        signal = self.signals[name]
        return self.bundle.audience == "adults" and bool(signal.bins) and signal.bins[0][1] == 0


class _Case:
    """One block, favoured in everything, beside the file's service rules and without them."""

    def __init__(self, bundle: Bundle, space: _Space) -> None:
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
        usage = all(world[name].usage is not None for name in self.counts if self.space._counts_from_zero(name))
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


def _campaigns(space: _Space) -> Iterator[Campaign]:
    said = {(name, each.campaign) for name, of in space.runs[0].items() for each in of if each.campaign is not None}
    for name, value in sorted(said):
        yield Campaign(_campaign(name, value), (), {name: value}, None, None)


def _told(world: World) -> str:
    """A world in words."""
    words = [
        f"{name} {value} ({source})"
        for name, said in world.items()
        for source, value in zip(Said._fields, said, strict=True)
        if value is not None
    ]
    return ", ".join(words) or "no value of anything"
