"""A moment: everything a decision may depend on besides the bundle.

Rules
1. A moment is a value, frozen and validated when made; a decision is a function of (bundle, moment).
2. Times are integers, milliseconds UTC. What lies later than `now` happened now; events are sorted stably.
3. Only ids of the bundle appear in it. What the outside says is checked on the way in (`authoring/visits.py`
   for files, `device.py` for browsers), so that no rule downstream has to.

This module knows nothing of files, browsers or rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

ARMS = ("treated", "control", "caps_only")


@dataclass(frozen=True, slots=True)
class Event:
    at: int
    event: str
    block: str | None = None
    """For block outcomes: the block concerned."""


@dataclass(frozen=True, slots=True)
class Answer:
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """The visitor came to a page: which campaigns of the bundle its address matched, in file order."""

    at: int
    campaigns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Consent as it stands: which source tiers may be used, whether to remember, whether to count."""

    personalise: frozenset[str]
    remember: bool
    measure: bool


@dataclass(frozen=True, slots=True)
class Page:
    typing: bool = False
    media: bool = False
    checkout: bool = False
    value_seen: bool = True
    showing: dict[str, str] = field(default_factory=dict)
    """Slot → block now on screen."""
    reading: dict[str, str] = field(default_factory=dict)
    """Inline slot → question now on screen: it is not taken away because it was itself counted as asked."""
    interrupted: int = 0
    """Interrupts this page view has had, by the page's own count: it needs no clock and no store."""


@dataclass(frozen=True, slots=True)
class Moment:
    now: int
    language: str
    """What the visitor asked for (a BCP 47 tag), not yet matched with the file's languages."""
    consent: Standing
    arrivals: tuple[Arrival, ...] = ()
    """Of this visit, oldest first, the current page's last."""
    quiet: bool = False
    arm: str = "treated"
    page: Page = field(default_factory=Page)
    answers: dict[str, Answer] = field(default_factory=dict)
    """By signal."""
    account: dict[str, str] = field(default_factory=dict)
    optin: frozenset[str] = frozenset()
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        if self.arm not in ARMS:
            raise ValueError(f"arm is one of {', '.join(ARMS)}")
        clamp = object.__setattr__
        if any(event.at > self.now for event in self.events):
            clamp(self, "events", tuple(replace(e, at=self.now) if e.at > self.now else e for e in self.events))
        if any(a.at > b.at for a, b in zip(self.events, self.events[1:], strict=False)):
            clamp(self, "events", tuple(sorted(self.events, key=lambda event: event.at)))
        if any(arrival.at > self.now for arrival in self.arrivals):
            clamp(self, "arrivals", tuple(Arrival(min(a.at, self.now), a.campaigns) for a in self.arrivals))
        if any(answer.at > self.now for answer in self.answers.values()):
            clamp(self, "answers", {s: Answer(a.value, min(a.at, self.now)) for s, a in self.answers.items()})
