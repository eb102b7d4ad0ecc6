"""What changed between two versions of a file, for a privacy officer to review.

Rules
1. Each change is one row: where, before, after, and how it weighs. `wider`: more data, longer, more leaves, more
   pressure, another purpose or other words of consent: it needs a new decision. `narrower`: the reverse. `neutral`:
   words, looks.
2. Nothing is lost: a part of the file that differs without any row of its own says so, as wider, until somebody looked.
3. Order is the file's, not a set's: same two files, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from edgepersona.core.bundle import Bundle, digest, encode

from . import since_consent, since_data, since_silence
from .page import Block, Code, Heading, Paper, Paragraph, Table
from .weighing import NARROWER, NEUTRAL, WIDER, Change

PARTS = tuple(field.name for field in fields(Bundle) if field.name not in ("format", "site", "words"))
"""What of a bundle a person wrote; the rest (format, site, the SDK's words) is told apart below."""
TITLES = {
    WIDER: "Needs a new decision",
    NARROWER: "Narrower",
    NEUTRAL: "Neutral: words and looks",
}


@dataclass(frozen=True, slots=True)
class Difference:
    site: str
    old: str
    new: str
    """Hashes of the two bundles."""
    changes: tuple[Change, ...]

    @property
    def wider(self) -> tuple[Change, ...]:
        return self.of(WIDER)

    def of(self, weight: str) -> tuple[Change, ...]:
        """The changes that weigh so, in the file's order."""
        return tuple(change for change in self.changes if change.weight == weight)

    def papers(self) -> tuple[Paper, ...]:
        """The difference as a paper."""
        blocks: list[Block] = [
            Paragraph(
                (
                    "What changed at ",
                    Code(self.site),
                    " between bundle ",
                    Code(self.old),
                    " and bundle ",
                    Code(self.new),
                    ".",
                )
            ),
            Paragraph(
                f"{len(self.wider)} of {len(self.changes)} changes need a new decision."
                if self.changes
                else "Nothing changed in what the file says."
            ),
        ]
        for weight, title in TITLES.items():
            found = self.of(weight)
            if found:
                rows = tuple((change.where, change.before, change.after, change.why) for change in found)
                blocks += [Heading(title), Table(title, ("Where", "Before", "After", "What it means"), rows)]
        return (Paper("changes", "Changes to review", "en", tuple(blocks)),)


def difference(old: Bundle, new: Bundle) -> Difference:
    """Every change from one bundle to another."""
    changes = list(_compared(old, new))
    parts = {change.part for change in changes}
    for part in PARTS:
        if part not in parts and getattr(old, part) != getattr(new, part):
            changes.append(
                Change(
                    part,
                    WIDER,
                    part,
                    "as it was",
                    "different",
                    "changed in a way not sorted here: compare the two files",
                )
            )
    if old.site != new.site:
        changes.insert(
            0,
            Change("site", WIDER, "site", old.site, new.site, "another site: none of the papers of the old one holds"),
        )
    if not changes and old != new:
        changes.append(
            Change(
                "words",
                NEUTRAL,
                "words of the SDK",
                "as they were",
                "different",
                "another version of EdgePersona compiled it",
            )
        )
    order = {part: place for place, part in enumerate(("site", *PARTS, "counters", "words"))}
    changes.sort(key=lambda change: order[change.part])
    return Difference(new.site, digest(encode(old)), digest(encode(new)), tuple(changes))


def _compared(old: Bundle, new: Bundle) -> Iterator[Change]:
    yield from since_data.changes(old, new)
    yield from since_silence.changes(old, new)
    yield from since_consent.changes(old, new)
