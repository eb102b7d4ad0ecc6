"""Settings for every test: hypothesis neither times nor randomises, so that a run says the same on any machine."""

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")
