"""Scenario files (persona-format.md, "Scenario file"): what a visitor should see, played and compared.

Rules
1. A file that means nothing is a mistake (PersonaFileError), found before anything is played; a decision that is
   not what the file expects is a failure, and a result.
2. A scenario must expect something: one that cannot fail proves nothing.
3. A failure shows expected beside actual, then why: the slot and the blocks concerned, out of the decision itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edgepersona.core import relevance
from edgepersona.core.bundle import Bundle, digest, encode
from edgepersona.core.decide import Decision, decide
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.printing import printed

from . import expectations, grammar, steps, telling
from .compile import Checked
from .errors import Mistakes, PersonaFileError, SourceError, printable
from .expectations import Mismatch
from .source import read
from .steps import Step
from .tree import Mapping, Scalar, Source


@dataclass(frozen=True)
class Scenario:
    """A scenario file that means something."""

    file: str
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Played:
    """One step, decided."""

    step: Step
    mismatches: tuple[Mismatch, ...]
    decision: dict[str, Any]
    """As it is printed."""
    trace: tuple[str, ...]
    """Why it decided so, where that is not as expected."""


@dataclass(frozen=True)
class Result:
    scenario: Scenario
    played: tuple[Played, ...]

    @property
    def passed(self) -> bool:
        return not any(one.mismatches for one in self.played)


def load(checked: Checked, paths: Iterable[str | os.PathLike[str]]) -> list[Scenario]:
    """The scenarios of some files. Raises PersonaFileError with every mistake found in any of them."""
    found: list[Scenario] = []
    errors: list[SourceError] = []
    for path in paths:
        try:
            found.append(scenario(checked, read(path)))
        except PersonaFileError as error:
            errors += error.errors
    if errors:
        raise PersonaFileError(errors)
    return found


def scenario(checked: Checked, source: Source) -> Scenario:
    """The scenario a file's tree stands for. Raises PersonaFileError."""
    mistakes = Mistakes(source.file)
    root = source.root
    if not isinstance(root, Mapping):
        mistakes.say(root, f"expected a scenario, a map of keys and values, found {grammar.found(root)}")
        mistakes.stop()
        raise AssertionError("unreachable")
    name = root.entries["name"].value if "name" in root.entries else None
    if name is not None and (not isinstance(name, Scalar) or name.is_null or len(name.text) > 200):
        mistakes.say(name, f"expected a name, text of 1 to 200 characters, found {grammar.found(name)}")
    played = steps.play(checked, source, mistakes)
    checker = expectations.Checker(checked.bundle, mistakes)
    expected = [step.expect for step in played if step.expect is not None]
    for expect in expected:
        checker.decision(expect)
    if not any(isinstance(expect, Mapping) and expect.entries for expect in expected):
        mistakes.say(root, "expected the key “expect”: a scenario that expects nothing proves nothing")
    mistakes.stop()
    title = name.text if isinstance(name, Scalar) else Path(source.file).stem
    return Scenario(source.file, printable(title), tuple(played))


def run(checked: Checked, scenarios: Iterable[Scenario]) -> Iterator[Result]:
    """Play scenarios, one after the other. Raises LocalError where the file asks for learning."""
    prepared, name = prepare(checked.bundle), digest(encode(checked.bundle))
    for one in scenarios:
        yield Result(one, tuple(_played(prepared, name, step) for step in one.steps))


def _played(prepared: Prepared, name: str, step: Step) -> Played:
    decision = decide(prepared, step.moment)
    form = printed(decision, name)
    wrong = () if step.expect is None else tuple(expectations.mismatches(step.expect, form))
    return Played(step, wrong, form, tuple(_trace(prepared.bundle, decision, form, wrong)) if wrong else ())


# --- why ---------------------------------------------------------------------------------------------


def _trace(bundle: Bundle, decision: Decision, form: dict[str, Any], wrong: Iterable[Mismatch]) -> Iterator[str]:
    """The part of a decision that what went wrong is about."""
    homes = {block.id: block.slot for block in bundle.blocks}
    blocks = dict.fromkeys(block for one in wrong for block in one.blocks)
    showing = {chosen["block"] for chosen in form["slots"].values()}
    slots = dict.fromkeys(one.slot for one in wrong if one.slot is not None)
    slots |= dict.fromkeys(homes[block] for block in blocks if block in showing)
    yield from telling.about(form)
    for slot in slots:
        yield from telling.slot(bundle, form, slot)
    for entry in form["withheld"]:
        if entry["block"] in blocks or (entry["slot"] in slots and entry["block"] in _near(decision, entry["slot"])):
            yield f"withheld: {telling.held(entry)}"
            yield from _worth(decision, entry["block"])


def _near(decision: Decision, slot: str) -> list[str]:
    """The block of a slot that fits best, before any rule."""
    s = decision.situation
    fits = {
        name: relevance.utility(s, candidate.worth, weight)
        for name, candidate in s.prepared.candidates.items()
        if candidate.worth.slot == slot and (weight := relevance.weight(s.values, candidate.worth)) is not None
    }
    return sorted(fits, key=lambda name: (-fits[name], name))[:1]


def _worth(decision: Decision, name: str) -> Iterator[str]:
    s = decision.situation
    terms = relevance.terms(s, s.prepared.candidates[name].worth) if name in s.prepared.candidates else ()
    for term in terms:
        yield f"  {telling.adds(round(term.adds, 4), term.signal, term.value, term.source)}"
    if name not in s.prepared.defaults:
        worth = s.prepared.candidates[name].worth
        yield f"  utility {round(relevance.utility(s, worth, relevance.weight(s.values, worth)), 4):g}"


# --- results -----------------------------------------------------------------------------------------


def as_text(results: list[Result]) -> str:
    """Results for the person at a terminal."""
    return "".join(f"{line}\n" for line in _text(results))


def _text(results: list[Result]) -> Iterator[str]:
    for result in results:
        one = result.scenario
        yield f"{'pass' if result.passed else 'FAIL'}  {one.name}  ({printable(one.file)})"
        for played in result.played:
            if not played.mismatches:
                continue
            if played.step.number:
                called = f": {printable(played.step.name)}" if played.step.name else ""
                yield f"  step {played.step.number}{called}"
            for wrong in played.mismatches:
                yield f"  {printable(one.file)}:{wrong.place.line}:{wrong.place.column}: {wrong.path}"
                yield f"    expected {wrong.expected}"
                yield f"    actual   {wrong.actual}"
            yield "  because"
            yield from (f"    {line}" for line in played.trace)
    failed = sum(not result.passed for result in results)
    total = f"{len(results)} scenario{'' if len(results) == 1 else 's'}"
    yield f"{total}: {len(results) - failed} passed, {failed} failed" if failed else f"{total}, all passed"


def as_data(results: list[Result]) -> dict[str, Any]:
    """Results as plain data: {format, passed, failed, scenarios: [{file, name, passed, steps: […]}]}."""
    failed = sum(not result.passed for result in results)
    return {
        "format": 1,
        "passed": len(results) - failed,
        "failed": failed,
        "scenarios": [
            {
                "file": result.scenario.file,
                "name": result.scenario.name,
                "passed": result.passed,
                "steps": [_step(played) for played in result.played],
            }
            for result in results
        ],
    }


def _step(played: Played) -> dict[str, Any]:
    """One step: {step, name, now, expects, passed, failures}; where it failed, its decision too."""
    form: dict[str, Any] = {
        "step": played.step.number,
        "name": played.step.name,
        "now": played.decision["now"],
        "expects": played.step.expect is not None,
        "passed": not played.mismatches,
        "failures": [
            {
                "path": wrong.path,
                "line": wrong.place.line,
                "column": wrong.place.column,
                "expected": wrong.expected,
                "actual": wrong.actual,
            }
            for wrong in played.mismatches
        ],
    }
    return {**form, "decision": played.decision} if played.mismatches else form
