"""Named checks: what the grammar allows and a careful reviewer would not.

Rules
1. A check is one small generator in `CHECKS`, named for what it finds. Its docstring is its documentation.
2. A check claims only what it can show. Where an answer would take too long it says nothing; a proof says that it is
   none.
3. A file silences a check by name (`checks: {ignore: [no-goal]}`), where that is safe; silencing nothing is found too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from edgepersona.authoring.compile import Checked
from edgepersona.authoring.errors import did_you_mean, listed, printable, quoted
from edgepersona.authoring.tree import Node
from edgepersona.core.errors import LocalError

from . import capping, interruptions, outranking, privacy, service_first, shared_caps
from . import findings as finding
from .service_first import Progress
from .study import Study

Found = Iterator[tuple[Node, str]]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing a check found, and where."""

    file: str
    line: int
    column: int
    check: str
    severity: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.check}: {self.message}"


@dataclass(frozen=True)
class Check:
    name: str
    severity: str
    """error | warning | unproved; all are findings."""
    silenceable: bool
    run: Callable[[Checked, Study], Found]

    @property
    def doc(self) -> str:
        """What it finds, why that matters, and what to do."""
        return inspect.cleandoc(self.run.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of `doc`."""
        return self.doc.splitlines()[0]


def silenced_nothing(checked: Checked, study: Study) -> Found:
    """A check is silenced that found nothing, or that cannot be silenced.

    A line that silences nothing hides the next real finding. Remove it.
    """
    return
    yield


CHECKS = {
    check.name: check
    for check in (
        Check("too-many-segments", "warning", True, finding.too_many_segments),
        Check("missing-explanation", "warning", True, finding.missing_explanation),
        Check("sensitive-without-opt-in", "error", False, privacy.sensitive_without_opt_in),
        Check("unpausable-promotion", "error", False, finding.unpausable_promotion),
        Check("unreachable-block", "warning", True, finding.unreachable_block),
        Check("no-goal", "warning", True, finding.no_goal),
        Check("revealing-link", "warning", True, privacy.revealing_link),
        Check("detail-not-given", "warning", True, privacy.detail_not_given),
        Check("personal-price", "warning", True, privacy.personal_price),
        Check("backward-weight", "error", False, finding.backward_weight),
        Check("idle-cap", "warning", True, capping.idle_cap),
        Check("contradictory-caps", "warning", True, capping.contradictory_caps),
        Check("always-outranked", "warning", True, outranking.always_outranked),
        Check("many-interruptions", "warning", True, interruptions.many_interruptions),
        Check("uncapped-service", "warning", True, interruptions.uncapped_service),
        Check("unremembered-interrupt", "warning", True, interruptions.unremembered_interrupt),
        Check("shared-cap", "warning", True, shared_caps.shared_cap),
        Check("service-overridden", "error", False, service_first.service_overridden),
        Check("service-not-proved", "unproved", True, service_first.service_not_proved),
        Check("silenced-nothing", "warning", False, silenced_nothing),
    )
}


@dataclass(frozen=True)
class Report:
    """What `check` says of a file."""

    findings: tuple[Finding, ...]
    """In file order."""
    proofs: tuple[service_first.Proof, ...]
    interruptions: interruptions.WorstCase


def report(checked: Checked, progress: Progress = lambda step: None) -> Report:
    """Everything the named checks find in a file, what is proved of it, and how often it can interrupt."""
    study = Study(checked.bundle, progress)
    return Report(tuple(_findings(checked, study)), study.proofs, study.interruptions)


def run(checked: Checked, progress: Progress = lambda step: None) -> list[Finding]:
    """Everything the named checks find in a file, in file order."""
    return _findings(checked, Study(checked.bundle, progress))


def _findings(checked: Checked, study: Study) -> list[Finding]:
    found: list[Finding] = []
    idle = set()
    ignored = checked.persona.checks.ignore
    for check in CHECKS.values():
        places = list(check.run(checked, study))
        if check.name in ignored and check.silenceable:
            if not places:
                idle.add(check.name)
            continue
        found += [_finding(checked, check, node, message) for node, message in places]
    for n, name in enumerate(ignored):
        why = "found nothing here" if name in idle else None if CHECKS[name].silenceable else "cannot be silenced"
        if why is not None:
            place = checked.source.where("checks", "ignore", n)
            message = f"{quoted(name)} {why}; remove it from checks: ignore"
            found.append(_finding(checked, CHECKS["silenced-nothing"], place, message))
    return sorted(found)


def explained(name: str | None) -> Iterable[Check]:
    """One check by name, or all of them. Raises LocalError for a name that is none."""
    if name is None:
        return CHECKS.values()
    if name not in CHECKS:
        raise LocalError(
            f"no such check: {printable(name, 60)}; one of {listed(list(CHECKS))}{did_you_mean(name, CHECKS)}"
        )
    return [CHECKS[name]]


def _finding(checked: Checked, check: Check, node: Node, message: str) -> Finding:
    return Finding(checked.file, node.line, node.column, check.name, check.severity, message)
