"""How a tab that was asleep learns that everything was forgotten, or signed out of, elsewhere.

Rules
1. Both leave a mark in choice, which all tabs share: a minute, never the same one twice. A visit bears the marks that
   stood when it was last written, and so does its page.
2. A visit that does not bear the mark that stands was asleep meanwhile: it is dropped whole, or what the account said.
3. A mark goes after a day. By then such a visit is over anyway.
"""

from __future__ import annotations

from dataclasses import replace

from .consent import Choice
from .stores import MARKS, Trail
from .times import DAY, MINUTE


def after(last: int | None, now: int) -> int:
    """The next mark."""
    return max(now // MINUTE, -1 if last is None else last + 1)


def lately(choice: Choice, now: int) -> Choice:
    """The choice with the marks that still matter."""
    if choice.forgot is None and choice.signed_out is None:
        return choice
    return replace(choice, forgot=_late(choice.forgot, now), signed_out=_late(choice.signed_out, now))


def _late(mark: int | None, now: int) -> int | None:
    return None if mark is None or abs(now - mark * MINUTE) >= DAY else mark


def awake(trail: Trail, choice: Choice) -> Trail:
    """A visit as it stands after what it may have slept through."""
    if choice.forgot is not None and trail.forgot != choice.forgot:
        return Trail(damaged=trail.damaged)
    if choice.signed_out is not None and trail.signed_out != choice.signed_out:
        drop_account(trail)
    return trail


def drop_account(*trails: Trail) -> None:
    """Nothing the account said is left."""
    for trail in trails:
        trail.account = {}


def set_on(trail: Trail, choice: Choice) -> None:
    """The marks that stand, on a visit that is written. One that stood before says nothing wrong."""
    for mark in MARKS:
        if getattr(choice, mark) is not None:
            setattr(trail, mark, getattr(choice, mark))
