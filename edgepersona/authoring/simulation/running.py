"""Running a population: every visitor drawn once and lived in each arm, in a few processes.

Rules
1. The arm is forced by the file's own `experiment`: a copy of the bundle whose shares send every device to one
   arm, and whose `measure` stands unless refused, because a device draws its arm only once it may be counted.
   The core then does what it does in that arm; it is not told that this is a simulation.
2. So a visitor who would not agree to being counted, and would be treated on a real page, is compared too:
   both columns hold the same people. Who would be counted is tallied apart.
3. An audience that is not adults is never measured, so it has no caps_only arm, here as on the page.
4. Visitors are independent, drawn from (seed, number), and tallied in order: processes only share the work.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from edgepersona.authoring.compile import Checked
from edgepersona.core import bundle as core
from edgepersona.core.bundle import Bundle, Experiment
from edgepersona.core.errors import LocalError
from edgepersona.core.prepare import prepare
from edgepersona.core.times import DAY

from .plan import draw
from .population import Population
from .tally import Counting, Tally
from .visitor import Visitor

ARMS = ("treated", "caps_only")
CHUNK = 20
ALONE = 60
"""Up to so many visitors a second process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What ran, and what was counted."""

    bundle: Bundle
    digest: str
    population: Population
    visitors: int
    seed: int
    days: int
    start: int
    tallies: dict[str, Tally]
    """By arm; `caps_only` is missing for an audience that is not measured."""


@dataclass(frozen=True, slots=True)
class Job:
    """All a process needs."""

    bundle: bytes
    population: Population
    seed: int
    opens: int
    closes: int


def in_arm(bundle: Bundle, arm: str) -> Bundle:
    """The bundle of a page on which every device is in one arm: treated or caps_only."""
    shares = Experiment(control=0.0, caps_only=1.0 if arm == "caps_only" else 0.0)
    return replace(bundle, experiment=shares, consent=replace(bundle.consent, measure="on"))


def simulate(
    checked: Checked,
    population: Population,
    *,
    visitors: int,
    seed: int,
    days: int,
    start: int,
    progress: Callable[[str], None] = lambda step: None,
    processes: int | None = None,
) -> Simulation:
    """Simulate a population. `start`: the first millisecond, UTC. `processes`: how many share the work at most.

    Raises LocalError for a file that no device can decide yet.
    """
    bundle = checked.bundle
    if bundle.explore != "off":
        raise LocalError("learning: explore: thompson needs priors, which this version cannot build; use off")
    data = core.encode(bundle)
    job = Job(data, population, seed, start, start + days * DAY)
    arms = ARMS if bundle.audience == "adults" else ARMS[:1]
    tallies = {arm: Tally() for arm in arms}
    chunks = [range(first, min(first + CHUNK, visitors)) for first in range(0, visitors, CHUNK)]
    most = processes or os.cpu_count() or 1
    workers = 1 if visitors <= ALONE else min(most, len(chunks))
    for chunk, counted in zip(chunks, _counted(job, chunks, workers), strict=True):
        for arm, tally in counted.items():
            tallies[arm].add(tally)
        progress(f"simulated visitors: {chunk.stop:,} of {visitors:,}")
    return Simulation(bundle, core.digest(data), population, visitors, seed, days, start, tallies)


def _counted(job: Job, chunks: list[range], workers: int) -> Iterator[dict[str, Tally]]:
    if workers == 1:
        lives = Lives(job)
        yield from (lives.count(chunk) for chunk in chunks)
        return
    context = multiprocessing.get_context("spawn")  # the same everywhere; a fork would copy a running terminal
    with ProcessPoolExecutor(workers, context, _begin, (job,)) as pool:
        try:
            yield from pool.map(_count, chunks)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class Lives:
    """Draws and lives the visitors of one job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        bundle = core.decode(job.bundle)
        arms = ARMS if bundle.audience == "adults" else ARMS[:1]
        bundles = {arm: in_arm(bundle, arm) for arm in arms}
        self.arms = {arm: (prepare(each), core.digest(core.encode(each))) for arm, each in bundles.items()}

    def count(self, numbers: range) -> dict[str, Tally]:
        """Some visitors, by number, in each arm."""
        tallies = {arm: Tally() for arm in self.arms}
        for number in numbers:
            for arm, tally in tallies.items():
                self.live(number, arm, tally)
        return tallies

    def live(self, number: int, arm: str, tally: Tally) -> Visitor:
        """One visitor in one arm, after all visits."""
        job, (prepared, digest) = self.job, self.arms[arm]
        plan = draw(prepared, job.population, seed_of(job.seed, number), job.opens, job.closes)
        counting = Counting(tally)
        visitor = Visitor(prepared, digest, job.population, plan, counting.look)
        visitor.live()
        counting.leave(visitor)
        return visitor


def seed_of(seed: int, number: int) -> int:
    """The seed of one visitor of a population."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest()[:8], "big")


_lives: list[Lives] = []


def _begin(job: Job) -> None:
    """A process starts: the interrupt key is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _lives[:] = [Lives(job)]


def _count(numbers: range) -> dict[str, Tally]:
    return _lives[0].count(numbers)
