"""“What must always hold” (decisions.md), over devices with several tabs: what they show, store and send."""

from __future__ import annotations

import copy
from collections import Counter
from random import Random

from .drawing import Way, always, drawn
from .engine import engine
from .naive_visitor import IDLE
from .test_properties_over_time import talkative
from .watched import Reloading, Spoken, Withdrawing
from .words import Data

STEPS = 40


def outspoken(rng: Random) -> Data:
    """A talkative persona that every visitor may be spoken to from."""
    file = talkative(rng)
    file |= {"audience": "adults", "consent": {"personalise": "on", "remember": "ask", "measure": "ask"}}
    for signal in file["signals"].values():
        signal.pop("special", None)  # what may never be stored is forgotten with the page
    return file


def lived[D: Reloading](device: D, steps: int) -> D:
    """A device after so many steps."""
    device.begin()
    device.go(steps)
    return device


def spoken(seed: int, steps: int) -> Spoken:
    rng = Random(seed)
    file = outspoken(rng)
    return lived(Spoken(rng, engine(file).prepared, file, tabs=rng.choice([1, 2, 3])), steps)


@always(steps=STEPS, examples=80)
def test_8_no_budget_is_exceeded_on_a_device(way: Way) -> None:
    """“No interrupt budget, gap or cap is ever exceeded, over any sequence of visits, reloads, tabs open at once, or
    clock changes, within what the device may remember: the visit, with `remember` off.”"""
    spoken(way.seed, way.steps)


def test_8_devices_meet_every_limit() -> None:
    """How often a limit left no room; also by what another tab showed, or what lies ahead of the clock."""
    met: Counter[str] = Counter()
    for seed in range(60):
        met += spoken(seed, STEPS // 2).met
    assert {name: met[name] for name, least in LEAST.items() if met[name] < least} == {}


LEAST = {
    "per_page": 50, "gap": 100, "questions_per_visit": 3, "one a visit without remember": 30, "cap": 3, "pause": 5,
    "another tab": 20, "a time ahead": 30, "jumps": 60, "interrupts": 150, "inline": 100,
}  # fmt: skip


def withdrawing(seed: int, steps: int) -> Withdrawing:
    rng, file = drawn(seed)
    return lived(Withdrawing(rng, engine(file).prepared, file, tabs=rng.choice([1, 2, 3])), steps)


@always(steps=STEPS, examples=40)
def test_1_what_is_switched_off_leaves_and_keeps_nothing(way: Way) -> None:
    """“With `measure` off no byte leaves; with `remember` off nothing survives the visit.”

    After every call; and a visit later a tab answers as one of a device that has the switches and nothing else."""
    device = withdrawing(way.seed, way.steps)
    device.ask(0, {"do": "consent", "changes": {"remember": "off", "measure": "off"}})
    fresh = copy.deepcopy(device)
    device.now = fresh.now = device.now + 2 * IDLE  # the clock may have been ahead a little
    fresh.tabs = [{} for _ in fresh.tabs]
    fresh.shared = {"choice": fresh.shared.get("choice")}
    told = []
    for one in (device, fresh):
        one.reload(0)
        asked = [one.ask(0, {"do": name}) for name in ("look", "decide", "held", "outbox", "sent")]
        told.append([{key: part for key, part in answer.items() if key != "stores"} for answer in asked])
    assert told[0] == told[1]


def test_1_devices_hold_and_send_something() -> None:
    """What was held and sent above while it was allowed."""
    met: Counter[str] = Counter()
    for seed in range(30):
        met += withdrawing(seed, STEPS // 2).met
    least = {"counted": 50, "remembered": 50, "sent": 5}
    assert {name: met[name] for name in least if met[name] < least[name]} == {}
