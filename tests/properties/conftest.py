"""Counts the reason codes that the generated visits met, and prints them at the end."""

from __future__ import annotations

from collections import Counter

import pytest

DIFFER, CAPS, PAUSED = "decisions that differ", "caps exceeded", "paused class shown"
OVER = "budgets, gaps and caps exceeded over sequences"
"""What must be none at all."""
STEPS = "steps of sequences"
MET: Counter[str] = Counter()
"""Reason code → generated visits with it; “visits”: how many there were."""


@pytest.fixture(scope="session")
def met() -> Counter[str]:
    return MET


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MET["visits"]:
        terminalreporter.section(f"{MET['visits']} generated visits")
        for promise in (DIFFER, CAPS, PAUSED, OVER):
            terminalreporter.write_line(f"{promise}: {MET[promise]}")
        terminalreporter.write_line(f"{STEPS}: {MET[STEPS]}")
        terminalreporter.section(f"reason codes in {MET['visits']} generated visits")
        for reason, times in MET.most_common():
            if reason not in ("visits", DIFFER, CAPS, PAUSED, OVER, STEPS):
                terminalreporter.write_line(f"{times / MET['visits']:7.1%}  {reason}")
