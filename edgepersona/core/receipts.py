"""Receipts: a chain of what was decided, and on what, that shows where it was cut or changed.

Rules
1. A receipt points at what it rests on and repeats no value: how many of the events held, which arrivals, which
   answers by signal and time. What stands in the stores is found there (`grounds.py`); an answer that was changed
   since is kept once, beside the chain, for as long as a receipt names it.
2. Its hash is the SHA-256 of canonical bytes: [the hash before it, its number, its fields with what it points at
   filled in], as JSON in ASCII, keys sorted, no spaces, whole numbers without a fraction.
3. Each carries a nonce of 128 random bits that goes into its hash and goes with it: the hash that stays behind at
   a cut confirms no guess of what was removed.
4. A cut says how many receipts were removed and the last one's hash, so that the rest still verifies.
5. No answer waits for a hash: a receipt may be added with how it is sealed, and is sealed before anybody looks.

This module knows nothing of stores and of how a decision is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .moment import Answer

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One decision. The parts are plain data; `receipt_forms.py` says what each holds."""

    at: int
    nonce: str
    who: Part
    """Under which file and which of the visitor's switches."""
    page: Part
    """The page's facts that the rules read."""
    on: Part
    """What it rests on, by reference."""
    outcome: Part
    """The passes taken, one digit a slot in the file's order, and each slot's block or reason."""
    decision: str
    """SHA-256 of the decision's canonical bytes (`printing.recorded`)."""
    hash: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Receipts were removed here."""

    removed: int
    hash: str
    """Of the last one removed; empty where the chain itself was lost."""


Said = tuple[str, str, Answer]
"""(answer | account, signal, what was said)"""
Sealing = Callable[[int, str], Receipt]
"""(the receipt's number, the hash before it) → the receipt"""


@dataclass(slots=True)
class Chain:
    """The receipts of one store, oldest first."""

    sealed: list[Receipt | Cut] = field(default_factory=list)
    former: list[Said] = field(default_factory=list)
    """What was said before it was changed, where a receipt names it."""
    made: int = field(default=-1, compare=False)
    """How many receipts there have been, those that were removed included; worked out where it is not given."""
    oldest: int | None = field(default=None, compare=False)
    """When the earliest of them was made, ms."""
    unsealed: list[Sealing] = field(default_factory=list)
    """The last ones, where nobody has looked since."""

    def __post_init__(self) -> None:
        if self.made < 0:
            self.made = len(self.receipts) + self.removed
            self.oldest = min((receipt.at for receipt in self.receipts), default=None)

    @property
    def entries(self) -> list[Receipt | Cut]:
        """All of them."""
        self.seal()
        return self.sealed

    def seal(self) -> None:
        """Seal what is not sealed so far."""
        while self.unsealed:
            number = self.made - len(self.unsealed) + 1
            self.sealed.append(self.unsealed.pop(0)(number, self.sealed[-1].hash if self.sealed else ""))

    def copy(self) -> Chain:
        """A chain that can be changed without this one."""
        return Chain(self.entries.copy(), self.former.copy(), self.made, self.oldest)

    def add(self, at: int, sealing: Sealing) -> None:
        """Make the chain longer by a receipt made at `at`, ms."""
        self.oldest = at if self.oldest is None else min(self.oldest, at)
        self.made += 1
        self.unsealed.append(sealing)

    @property
    def receipts(self) -> list[Receipt]:
        """Without the cuts."""
        return [entry for entry in self.entries if isinstance(entry, Receipt)]

    @property
    def removed(self) -> int:
        """How many are missing."""
        return sum(entry.removed for entry in self.entries if isinstance(entry, Cut))

    def numbered(self) -> list[tuple[int, str, Receipt]]:
        """Each receipt with its number, counted from 1 with the removed ones, and the hash before it."""
        found, number, before = [], 1, ""
        for entry in self.entries:
            if isinstance(entry, Receipt):
                found.append((number, before, entry))
                number += 1
            else:
                number += entry.removed
            before = entry.hash
        return found

    def continues(self, before: Chain) -> bool:
        """Whether it is the other one, or that with receipts added."""
        held = before.entries
        return self.former == before.former and self.sealed[: len(held)] == held

    def keep(self, stays: Callable[[Receipt], bool]) -> None:
        """Remove the receipts that may not stay, and what was kept for them alone."""
        entries: list[Receipt | Cut] = []
        removed, last = 0, ""
        for entry in self.entries:
            if isinstance(entry, Cut):
                removed, last = removed + entry.removed, entry.hash
            elif not stays(entry):
                removed, last = removed + 1, entry.hash
            else:
                if removed:
                    entries.append(Cut(removed, last))
                    removed = 0
                entries.append(entry)
        if removed:
            entries.append(Cut(removed, last))
        self.sealed = entries
        self.oldest = min((receipt.at for receipt in self.receipts), default=None)
        if self.former:
            named = {(kind, signal, at) for receipt in self.receipts for kind, signal, at in receipt.on["said"]}
            self.former = [(kind, s, a) for kind, s, a in self.former if (kind, s, a.at) in named]


_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> bytes:
    """Plain data as the bytes that are hashed."""
    return _encoded(value).encode("ascii")


def sha256(value: Any) -> str:
    """The SHA-256 of plain data's canonical bytes, hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def sealed(number: int, before: str, receipt: Receipt, rests_on: Part) -> str:
    """The hash a receipt must carry. `rests_on`: `receipt.on`, filled in."""
    r = receipt
    return sha256([before, number, r.nonce, r.at, r.who, r.page, rests_on, r.outcome, r.decision])
