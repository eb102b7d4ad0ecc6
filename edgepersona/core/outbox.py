"""The outbox: what this device counted today, the report it becomes, and what was sent.

Rules
1. It exists only while `measure` stands. Withdrawing empties it at once, arm and seed included.
2. The arm is drawn at the first page view after counting was agreed to; before that nothing is counted.
3. One report a UTC day, always, also when nothing happened beyond the visit itself. It is made 10 to 60
   random minutes after the day's first count, or at the next visit; then the day is closed on this device.
4. A report waits at most 7 days. A refused one is dropped and its reason counted; others are tried again
   with full jitter, later if the collector said so. made = acknowledged + waiting + dropped.
5. What was counted may follow from anything that is held. Forgetting any of it begins the day's counts anew, drops what
   waits, and lets go of what sent reports said: the ledger, which says how many there were, is all that stays of them.
6. Randomness comes in as entropy; the outbox draws none.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from . import counters, reports
from .arms import draw
from .bundle import Bundle
from .errors import RemoteError
from .moment import ARMS
from .silence import REASONS
from .stores import LATEST, VERSION
from .times import DAY, HOUR, MINUTE

EARLIEST, LATEST_DELAY = 10 * MINUTE, 60 * MINUTE
EXPIRES = 7 * DAY
LONGEST_WAIT = 6 * HOUR
MOST_WAITING = 8
MOST_SENT = 20
DROPPED = ("expired", "refused", "forgotten")


@dataclass(slots=True)
class Waiting:
    id: str
    day: int
    body: bytes
    tries: int
    next: int
    """Not before this instant, ms."""


@dataclass(slots=True)
class Sent:
    at: int
    day: int
    body: bytes


@dataclass(slots=True)
class Outbox:
    seed: str = ""
    arm: str | None = None
    day: int | None = None
    """The UTC day being counted, since 1970-01-01."""
    closed: int | None = None
    """The last day a report was made for."""
    marks: list[str] = field(default_factory=list)
    due: int | None = None
    waiting: list[Waiting] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    made: int = 0
    acknowledged: int = 0
    dropped: dict[str, int] = field(default_factory=dict)

    @property
    def next(self) -> int | None:
        """When there is something to send, ms."""
        times = [entry.next for entry in self.waiting]
        return min([*times, self.due] if self.due is not None else times, default=None)

    def open(self, bundle: Bundle, entropy: str) -> None:
        """Draw seed and arm, once."""
        if self.arm is None:
            self.seed = hashlib.sha256(f"{entropy}:seed".encode()).hexdigest()[:16]
            self.arm = draw(bundle.site, self.seed, bundle.experiment.control, bundle.experiment.caps_only)

    def count(self, now: int, marks: list[str], entropy: str, bundle: Bundle) -> None:
        """Count what happened and the list names, if the arm is drawn and the day is still open on this device."""
        day = now // DAY
        if self.day is not None and self.day != day:
            self.close(bundle, now, entropy)
        if self.closed is not None and day <= self.closed:
            return
        if self.day is None:
            self.day = day
            self.due = now + EARLIEST + _drawn(entropy, "delay", LATEST_DELAY - EARLIEST)
        if fresh := [mark for mark in dict.fromkeys(marks) if mark not in self.marks]:
            table = frozenset(counter_table(bundle))
            self.marks += [mark for mark in fresh if mark in table]

    def close(self, bundle: Bundle, now: int, entropy: str) -> None:
        """Make the day's report."""
        if self.day is None:
            return
        table = counter_table(bundle)
        identity = hashlib.sha256(f"{entropy}:report:{self.day}".encode()).digest()[:16]
        report = reports.Report(
            bundle.site,
            counters.fingerprint(bundle.site, table),
            self.day,
            identity,
            counters.positions(table, self.marks),
        )
        self.waiting.append(Waiting(identity.hex(), self.day, reports.encode(report), 0, now))
        self.made += 1
        self.closed, self.day, self.due, self.marks = self.day, None, None, []
        while len(self.waiting) > MOST_WAITING:
            self._drop(self.waiting[0], "expired")

    def take(self, bundle: Bundle, now: int, entropy: str) -> Waiting | None:
        """The report to send now, if any; the same one until its answer is known."""
        if self.due is not None and self.due <= now:
            self.close(bundle, now, entropy)
        for entry in list(self.waiting):
            if now - (entry.day + 1) * DAY > EXPIRES:
                self._drop(entry, "expired")
        ready = [entry for entry in self.waiting if entry.next <= now]
        return min(ready, key=lambda entry: entry.day) if ready else None

    def answered(self, identity: str, status: int, retry_after: int | None, now: int, entropy: str) -> None:
        """The collector's HTTP status for a report (0: no answer). `retry_after`: seconds."""
        entry = next((entry for entry in self.waiting if entry.id == identity), None)
        if entry is None:
            return
        if 200 <= status < 300:
            self.waiting.remove(entry)
            self.acknowledged += 1
            self.sent = [*self.sent, Sent(now, entry.day, entry.body)][-MOST_SENT:]
        elif 400 <= status < 500 and status not in (408, 425, 429):
            self._drop(entry, "refused")
        else:
            entry.tries = min(entry.tries + 1, 20)
            jitter = _drawn(entropy, "retry", min(LONGEST_WAIT, MINUTE << entry.tries))
            entry.next = now + max(jitter, min(retry_after or 0, 7 * 86_400) * 1_000)

    def forget(self) -> None:
        """Something that is held was forgotten: nothing that may follow from it is sent any more, or kept."""
        self.marks, self.sent = [], []
        for entry in list(self.waiting):
            self._drop(entry, "forgotten")

    def _drop(self, entry: Waiting, reason: str) -> None:
        self.waiting.remove(entry)
        self.dropped[reason] = self.dropped.get(reason, 0) + 1


def counter_table(bundle: Bundle) -> tuple[str, ...]:
    """The bundle's counters, in the order of their positions."""
    return counters.table(bundle, REASONS)


def read(raw: dict[str, Any]) -> Outbox:
    """An outbox from its store; a damaged one starts anew, with no arm and nothing waiting."""
    try:
        box = Outbox(
            seed=_text(raw.get("seed", "")),
            arm=raw["arm"] if raw.get("arm") in ARMS else None,
            day=_whole(raw["day"]) if "day" in raw else None,
            closed=_whole(raw["closed"]) if "closed" in raw else None,
            marks=[_text(mark) for mark in raw.get("marks", [])],
            due=_whole(raw["due"]) if "due" in raw else None,
            waiting=[
                Waiting(_text(w[0]), _whole(w[1]), _body(w[2]), _whole(w[3]), _whole(w[4]))
                for w in raw.get("waiting", [])
            ],
            sent=[Sent(_whole(s[0]), _whole(s[1]), _body(s[2])) for s in raw.get("sent", [])],
            made=_whole(raw.get("made", 0)),
            acknowledged=_whole(raw.get("acknowledged", 0)),
            dropped={reason: _whole(raw["dropped"][reason]) for reason in DROPPED if reason in raw.get("dropped", {})},
        )
    except (ValueError, TypeError, KeyError, IndexError, RemoteError, binascii.Error):
        return Outbox()
    return box if (box.day is None) == (box.due is None) else Outbox()


def write(box: Outbox) -> str | None:
    """The outbox store's text; None while there is nothing in it."""
    if box == Outbox():
        return None
    raw: dict[str, Any] = {"v": VERSION, "seed": box.seed, "arm": box.arm}
    for name in ("day", "closed", "due"):
        if getattr(box, name) is not None:
            raw[name] = getattr(box, name)
    raw["marks"] = box.marks
    raw["waiting"] = [[w.id, w.day, _b64(w.body), w.tries, w.next] for w in box.waiting]
    raw["sent"] = [[s.at, s.day, _b64(s.body)] for s in box.sent]
    raw |= {"made": box.made, "acknowledged": box.acknowledged, "dropped": dict(sorted(box.dropped.items()))}
    return json.dumps(raw)


def _drawn(entropy: str, what: str, below: int) -> int:
    """A number in [0, below), from the request's entropy."""
    return int.from_bytes(hashlib.sha256(f"{entropy}:{what}".encode()).digest()[:8], "big") * below >> 64


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or len(raw) > 300:
        raise ValueError("a short text")
    return raw


def _whole(raw: Any) -> int:
    if type(raw) is not int or not 0 <= raw < LATEST:
        raise ValueError("a whole number")
    return raw


def _body(raw: Any) -> bytes:
    body = base64.b64decode(_text_of_body(raw), validate=True)
    reports.decode(body)
    return body


def _text_of_body(raw: Any) -> str:
    if not isinstance(raw, str) or len(raw) > 2 * reports.SIZE:
        raise ValueError("a report's body")
    return raw


def _b64(body: bytes) -> str:
    return base64.b64encode(body).decode("ascii")
