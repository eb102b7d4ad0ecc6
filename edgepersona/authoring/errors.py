"""What went wrong in a file, and where.

Rules
1. One mistake is one line: `persona.yaml:12:5: expected …; did you mean “…”?`.
2. Lines and columns count from 1. What is quoted from a file is cut and made printable first.
3. A reading collects its mistakes; only what makes reading on pointless stops it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from edgepersona.core.errors import LocalError

MOST_NOTED = 50
"""A reading stops after so many mistakes: what follows is hardly a persona file."""
MOST_SHOWN = 20
_QUOTED = 48
_UNPRINTABLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))


@dataclass(frozen=True, order=True)
class SourceError(LocalError):
    """One mistake in a file."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class PersonaFileError(LocalError):
    """A file that cannot be used. `errors`: every mistake found, in file order, at least one."""

    def __init__(self, errors: Iterable[SourceError]) -> None:
        self.errors: tuple[SourceError, ...] = tuple(sorted(set(errors)))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> Iterator[str]:
        """One line a mistake, at most MOST_SHOWN of them, then how many more there are."""
        for error in self.errors[:MOST_SHOWN]:
            yield str(error)
        if len(self.errors) > MOST_SHOWN:
            yield f"{self.errors[0].file}: and {len(self.errors) - MOST_SHOWN} more like these"


class Place(Protocol):
    """Anything that knows where it stands."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class Mistakes:
    """The mistakes of one reading of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.errors: list[SourceError] = []
        self._places: set[tuple[int, int]] = set()

    def say(self, place: Place, message: str) -> None:
        """Note a mistake; of several at one place the first. Raises PersonaFileError when there are too many."""
        if (place.line, place.column) in self._places:
            return
        self._places.add((place.line, place.column))
        self.errors.append(SourceError(self.file, place.line, place.column, message))
        if len(self.errors) >= MOST_NOTED:
            self.stop()

    def stop(self) -> None:
        """Raise PersonaFileError if anything was noted."""
        if self.errors:
            raise PersonaFileError(self.errors)


def printable(text: str, most: int | None = None) -> str:
    """Text from outside, safe for a terminal: one line, no control or direction characters, cut at `most`."""
    cut = text if most is None or len(text) <= most else text[: most - 1] + "…"
    return "".join(_escaped(char) if unicodedata.category(char) in _UNPRINTABLE else char for char in cut)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def quoted(text: str) -> str:
    """Text from a file as a message shows it: “…”."""
    return f"“{printable(text, _QUOTED)}”"


def listed(names: Sequence[str], most: int = 24) -> str:
    """`a, b, c`, with a count in place of a very long rest."""
    shown = ", ".join(printable(name, _QUOTED) for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def nearest(wrong: str, names: Iterable[str]) -> str | None:
    """The one of `names` that was probably meant; None if none is near."""
    lowered = {name.lower(): name for name in reversed(list(names))}
    near = get_close_matches(wrong.lower()[:80], list(lowered), n=1, cutoff=0.6)
    return lowered[near[0]] if near else None


def did_you_mean(wrong: str, names: Iterable[str]) -> str:
    """`; did you mean “…”?` for the nearest of `names`, or nothing if none is near."""
    near = nearest(wrong, names)
    return "" if near is None else f"; did you mean {quoted(near)}?"
