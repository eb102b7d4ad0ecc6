"""The privacy papers of generated files: nothing of a file is left out, and no difference between two goes unsaid."""

from __future__ import annotations

import re

from hypothesis import given

from edgepersona.authoring import audit
from edgepersona.authoring import source as reading
from edgepersona.authoring.audit.answers import NO_ANSWERS
from edgepersona.authoring.compile import check
from edgepersona.core.bundle import Bundle
from edgepersona.core.outbox import counter_table

from .drawing import SEEDS, drawn, seeded
from .words import written


def bundle(seed: int) -> Bundle:
    return check(reading.parse(written(drawn(seed)[1]).encode(), "persona.yaml")).bundle


@seeded
@given(SEEDS)
def test_every_signal_and_every_counter_of_any_file_is_in_its_papers(seed: int) -> None:
    of = bundle(seed)
    facts = audit.derive(of, NO_ANSWERS)
    files = audit.files(audit.papers(facts))
    for signal in of.signals:
        for name in ("catalogue.md", "buying-committee.md"):
            assert f"| `{signal.id}` |" in files[name]
        assert f"### {signal.id}\n" in files["catalogue.md"].replace("\\", "")
        for language in of.languages:
            label = signal.label.get(language)
            assert label is None or label in re.sub(r"\\(.)", r"\1", files[f"trust.{language}.md"])
    counted = re.findall(r"^\| `([^`]+:[^`]+)` \|", files["counters.md"], re.M)
    leaves = of.audience == "adults" and of.consent.measure != "off"
    assert counted == (list(counter_table(of)) if leaves else [])
    special = {signal.id for signal in of.signals if signal.special}
    assert not [counter.name for counter in facts.counting.counters if special & set(counter.tells)]
    longest = max([of_.kept for datum in facts.data for of_ in datum.origins], default=0)
    assert longest <= 180 * 86_400_000


@seeded
@given(SEEDS, SEEDS)
def test_two_files_that_differ_have_changes_and_one_has_none(one: int, other: int) -> None:
    old, new = bundle(one), bundle(other)
    assert audit.difference(old, old).changes == ()
    there, back = audit.difference(old, new), audit.difference(new, old)
    if old != new:
        assert there.changes
        assert {change.part for change in there.changes} == {change.part for change in back.changes}
    gone = {signal.id for signal in old.signals} - {signal.id for signal in new.signals}
    told = {change.where for change in there.changes}
    assert {f"signal {name}" for name in gone} <= told
