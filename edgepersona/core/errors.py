"""Errors, by whose fault it was.

Rules
1. The type says who must act: `LocalError` is the caller's mistake (the page, the command line),
   `RemoteError` is bad bytes from outside (a bundle, a store, a report).
2. A message is one line, names what was expected, and never repeats a visitor's value.
"""


class PersonaError(Exception):
    """Anything the engine refuses. Never raised itself."""


class LocalError(PersonaError):
    """The caller broke the contract: an unknown name, a wrong type, a call at the wrong time."""


class RemoteError(PersonaError):
    """Bytes from outside are not what they claim to be. The state before them is untouched."""
