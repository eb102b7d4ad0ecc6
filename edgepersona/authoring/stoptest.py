"""`stoptest`: does a persona file know when to stop? Three trials and generated visits, for a buyer to read.

Rules
1. Deterministic: the same file, seed and number of trials give the same result, to the letter.
2. Passed means tried and never broken. What a file gives no occasion to try is not applicable, and is said so.
3. A failure comes with a visit file that shows it: `edgepersona decide` gives the same decision for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from edgepersona.core.bundle import digest, encode
from edgepersona.core.prepare import prepare

from . import stop_trials
from .compile import Checked
from .errors import printable
from .stop_trials import BEYOND_MEASURE, Bench, Failure, Progress, Trial
from .stop_visits import Known, as_file
from .stop_walks import generated


@dataclass(frozen=True)
class Result:
    file: str
    site: str
    bundle: str
    seed: int
    trials: tuple[Trial, ...]

    @property
    def failed(self) -> bool:
        return any(trial.outcome == "failed" for trial in self.trials)


def run(checked: Checked, trials: int, seed: int, progress: Progress) -> Result:
    """Try a file. `progress` is told how far it has come. Raises LocalError where the file asks for learning."""
    bench = Bench(Known(checked, prepare(checked.bundle)), progress)
    done = (
        stop_trials.tired(bench, progress),
        stop_trials.ticket(bench, progress),
        stop_trials.colliding(bench, progress),
        generated(bench, trials, seed, progress),
    )
    return Result(checked.file, checked.bundle.site, digest(encode(checked.bundle)), seed, done)


def as_text(result: Result) -> str:
    """A result for a buyer to read."""
    return "".join(f"{line}\n" for line in _text(result))


def _text(result: Result) -> Iterator[str]:
    yield f"Does {result.site} know when to stop? {_verdict(result)}"
    yield f"{printable(result.file)}, {result.bundle}, seed {result.seed}"
    for trial in result.trials:
        yield ""
        yield f"{trial.outcome.upper()}: {trial.name}"
        yield f"  {trial.asks}"
        if trial.tried:
            yield f"  {trial.tried} decisions were made and checked."
        if trial.outcome == "not applicable":
            yield f"  Not applicable: {trial.says[0]}."
            continue
        yield from (f"  - {line}" for line in trial.says)
        if trial.failures:
            first = trial.failures[0]
            yield f"  {len(trial.failures)} decisions broke it. The first: {printable(first.sentence)}."
            yield "  This visit file shows it (edgepersona decide … --visit FILE):"
            yield from (f"    {line}" for line in _file(first).splitlines())


def _verdict(result: Result) -> str:
    """The whole result in one sentence."""
    count = {o: sum(trial.outcome == o for trial in result.trials) for o in ("passed", "failed", "not applicable")}
    if count["failed"]:
        return f"No: {count['failed']} of {len(result.trials)} trials failed."
    if not count["passed"]:
        return "Nobody can tell: nothing in this file could be tried."
    if count["not applicable"]:
        return (
            f"As far as it could be tried: {count['passed']} trials passed, {count['not applicable']} not applicable."
        )
    return f"Yes: all {count['passed']} trials passed."


def _file(failure: Failure) -> str:
    raised = f"# Seen with every block's value multiplied by {BEYOND_MEASURE:g} in the persona file.\n"
    return f"# {printable(failure.sentence)}\n{raised if failure.pumped else ''}{as_file(failure.visit)}"


def as_data(result: Result) -> dict[str, Any]:
    """A result as plain data: {format, site, file, bundle, seed, verdict, failed, trials: [{name, outcome, …}]}."""
    return {
        "format": 1,
        "site": result.site,
        "file": result.file,
        "bundle": result.bundle,
        "seed": result.seed,
        "verdict": _verdict(result),
        "failed": result.failed,
        "trials": [
            {
                "name": trial.name,
                "asks": trial.asks,
                "outcome": trial.outcome,
                "decisions": trial.tried,
                "says": list(trial.says),
                "broken": len(trial.failures),
                "counterexample": _example(trial.failures[0]) if trial.failures else None,
            }
            for trial in result.trials
        ],
    }


def _example(failure: Failure) -> dict[str, Any]:
    return {"says": failure.sentence, "values_raised": failure.pumped, "visit": _file(failure)}
