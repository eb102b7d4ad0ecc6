"""A store as it stands: its text and what that says, each worked out at most once.

Rules
1. A Kept stands for its text, and never changes: reading it gives copies, writing makes another. Whoever holds only
   the text gets the same answers.
2. Its text is made when somebody wants to store it. What differs from the last one in receipts alone is `aside`: no
   rule asks for it, so an answer need not wait until it is stored.
3. A Ground is what receipts rest on, found again unchanged: as long as the stores share one, nothing that it says has
   to be looked up again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import outbox, stores
from .bundle import Bundle
from .consent import Choice
from .grounds import View
from .outbox import Outbox
from .stores import Reader, Trail


@dataclass(slots=True, eq=False)
class Ground:
    """One state of everything that receipts point at."""

    views: dict[str, View] = field(default_factory=dict)
    """Store → what its receipts may rest on."""


@dataclass(slots=True, eq=False)
class Kept:
    """One store."""

    written: str | None = None
    make: Callable[[], str | None] | None = None
    """Makes the text, where nobody has asked for it so far."""
    aside: bool = False
    ground: Ground | None = None
    said: Any = None
    of: Bundle | None = None
    """Whose words `said` is in."""
    lost: int = 0
    sound: bool = False
    """Whether it would be written as it stands."""

    @property
    def text(self) -> str | None:
        """The store's text; None where it does not exist."""
        if self.make is not None:
            self.written, self.make = self.make(), None
        return self.written

    def choice(self, bundle: Bundle) -> Choice:
        """What a choice store says."""
        choice: Choice = self._read(bundle, Reader.choice, stores.write_choice)
        return choice

    def trail(self, bundle: Bundle) -> Trail:
        """What a visit, memory or page store says: a copy, which knows what it is one of."""
        trail: Trail = self._read(bundle, Reader.trail, lambda trail: stores.write_trail(copied(trail)))
        return copied(trail)

    def outbox(self, bundle: Bundle) -> Outbox:
        """What an outbox store says: a copy."""
        box: Outbox = self._read(bundle, lambda reader, text: outbox.read(reader.outbox(text)), outbox.write)
        waiting = [replace(report) for report in box.waiting]
        return replace(box, marks=list(box.marks), waiting=waiting, dropped=dict(box.dropped))

    def _read(
        self, bundle: Bundle, read: Callable[[Reader, str | None], Any], write: Callable[[Any], str | None]
    ) -> Any:
        if self.of is not bundle:
            reader = Reader(bundle)
            self.said, self.of = read(reader, self.text), bundle
            self.lost, self.sound = reader.lost, write(self.said) == self.text
        return self.said


def copied(trail: Trail) -> Trail:
    """A copy that can be changed without the other."""
    return Trail(
        answers=dict(trail.answers),
        account=dict(trail.account),
        arrivals=list(trail.arrivals),
        events=list(trail.events),
        last=trail.last,
        forgot=trail.forgot,
        signed_out=trail.signed_out,
        receipts=trail.receipts.copy(),
        was=trail if trail.whole else None,
        damaged=trail.damaged,
    )


def same(one: Trail, other: Trail) -> bool:
    """Whether two trails hold the same, receipts left aside: a receipt alone is no activity."""
    return (
        one.last == other.last
        and one.events == other.events
        and one.answers == other.answers
        and one.account == other.account
        and one.arrivals == other.arrivals
        and (one.forgot, one.signed_out) == (other.forgot, other.signed_out)
    )


def from_texts(texts: Mapping[str, str | None]) -> dict[str, Kept]:
    """Stores that nobody has read so far."""
    return {name: Kept(text) for name, text in texts.items()}


def of_trail(trail: Trail, before: Kept, bundle: Bundle) -> Kept:
    """The Kept of a trail as it is written: `before`, where it says the same. A new one has the trail for its own."""
    if trail.empty:
        return Kept() if before.text is not None else before
    was = trail.was
    alike = was is not None and before.sound and same(trail, was)
    longer = alike and was is not None and trail.receipts.continues(was.receipts)
    if longer and was is not None and trail.receipts.made == was.receipts.made:
        return before
    after = Kept(make=lambda: stores.write_trail(trail), said=trail, of=bundle, aside=longer, sound=True)
    trail.whole, trail.was, trail.damaged = True, None, False
    return after if after.aside or after.text != before.text else before


def of_said[T](said: T, before: Kept, write: Callable[[T], str | None]) -> Kept:
    """The same of a choice or an outbox."""
    if before.sound and before.said == said:
        return before
    after = Kept(write(said))
    return after if after.text != before.text else before
