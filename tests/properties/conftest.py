"""Counts the reason codes that the generated visits met, and prints them at the end."""

from __future__ import annotations

from collections import Counter

import pytest

MET: Counter[str] = Counter()
"""Reason code → generated visits with it; “visits”: how many there were."""


@pytest.fixture(scope="session")
def met() -> Counter[str]:
    return MET


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MET["visits"]:
        terminalreporter.section(f"reason codes in {MET['visits']} generated visits")
        for reason, times in MET.most_common():
            if reason != "visits":
                terminalreporter.write_line(f"{times / MET['visits']:7.1%}  {reason}")
