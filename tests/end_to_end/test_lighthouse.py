"""What Lighthouse says of the demo and does not depend on the machine; `edgepersona bench lighthouse` has the rest."""

from __future__ import annotations

from edgepersona.bench import lighthouse

from .conftest import Demo


def test_accessibility_and_best_practices_leave_nothing_to_mend(demo: Demo) -> None:
    assert lighthouse.CLI.is_file(), lighthouse.HOW
    seen = lighthouse.audit(demo.advert, "mobile", lighthouse.CATEGORIES[1:])
    assert seen.found == []
    assert seen.scores == {"accessibility": 100, "best-practices": 100}
