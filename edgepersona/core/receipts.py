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


@dataclass(slots=True)
class Chain:
    """The receipts of one store, oldest first."""

    entries: list[Receipt | Cut] = field(default_factory=list)
    former: list[Said] = field(default_factory=list)
    """What was said before it was changed, where a receipt names it."""

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

    @property
    def next(self) -> tuple[int, str]:
        """The number of the next receipt, and the hash before it."""
        return len(self.receipts) + self.removed + 1, self.entries[-1].hash if self.entries else ""

    def continues(self, before: Chain) -> bool:
        """Whether it is the other one, or that with receipts added."""
        return self.former == before.former and self.entries[: len(before.entries)] == before.entries

    def keep(self, stays: Callable[[Receipt], bool]) -> None:
        """Remove the receipts that may not stay, and what was kept for them alone."""
        entries: list[Receipt | Cut] = []
        for entry in self.entries:
            if isinstance(entry, Receipt) and stays(entry):
                entries.append(entry)
                continue
            removed = entry.removed if isinstance(entry, Cut) else 1
            if entries and isinstance(entries[-1], Cut):
                removed += entries.pop().removed  # type: ignore[union-attr]
            entries.append(Cut(removed, entry.hash))
        self.entries = entries
        named = {(kind, signal, at) for receipt in self.receipts for kind, signal, at in receipt.on["said"]}
        self.former = [(kind, s, a) for kind, s, a in self.former if (kind, s, a.at) in named]


def canonical(value: Any) -> bytes:
    """Plain data as the bytes that are hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def sha256(value: Any) -> str:
    """The SHA-256 of plain data's canonical bytes, hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def sealed(number: int, before: str, receipt: Receipt, rests_on: Part) -> str:
    """The hash a receipt must carry. `rests_on`: `receipt.on`, filled in."""
    r = receipt
    return sha256([before, number, r.nonce, r.at, r.who, r.page, rests_on, r.outcome, r.decision])
