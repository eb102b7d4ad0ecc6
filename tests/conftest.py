"""Settings for every test: hypothesis neither times nor randomises, so that a run says the same on any machine.

What a test has to say of the machine it ran on, `config.stash[SAID]`, stands at the end of the run.
"""

import pytest
from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

SAID = pytest.StashKey[list[str]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(SAID, []):
        terminalreporter.write_line(line)
