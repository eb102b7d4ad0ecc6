"""The bundle: one checked persona file, compiled.

Rules
1. A bundle is a value: frozen, complete, free of clocks and paths. Two equal files give equal bytes.
2. Order carries meaning only in tuples (languages, signals, campaigns, stages, segments, slots, bins, caps);
   maps are sorted by key when encoded, so that reordering a label's languages changes nothing.
3. Times are integers: milliseconds, UTC. Durations are milliseconds; `VISIT` stands for "this visit".
4. Conditions are nested tuples, see `conditions.py`.
5. Decoding is strict: a missing, unknown or mistyped field is a RemoteError, never a default.

This module knows nothing of YAML, of decisions, or of where the bytes come from.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from typing import Any

import msgpack

from .errors import RemoteError

FORMAT = 1
VISIT = 0
"""A `keep` or `within` that lasts as long as the visit."""
MAX_BYTES = 4_000_000
DAY_LIMIT = 180 * 86_400_000
"""The longest anything is kept, ms."""

TIERS = ("answer", "campaign", "account", "usage", "sensitive")
SOURCES = ("account", "answer", "usage", "campaign")
"""Where a value can come from, strongest first (decisions.md, pass 3)."""
OUTCOMES = ("shown", "ignored", "dismissed", "clicked", "converted", "not_helpful", "complained")
WEIGHTED = (*OUTCOMES, "friction")

Condition = tuple[Any, ...]
Text = dict[str, str]
"""Language → words."""


@dataclass(frozen=True, slots=True)
class Signal:
    id: str
    tier: str
    keep: int
    purpose: str
    label: Text
    values: dict[str, Text]
    order: tuple[str, ...]
    """The values in the file's order: how a question offers them."""
    optin: bool
    special: bool
    event: str | None
    """The event counted, for a usage signal."""
    within: int | None
    """The window counted in, ms; None: `keep`."""
    bins: tuple[tuple[str, int], ...]
    """(value, least count), ascending by count."""

    @property
    def all_values(self) -> tuple[str, ...]:
        """Every value the signal can have, bins included."""
        return (*self.order, *(name for name, _ in self.bins if name not in self.values))


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    signal: str
    ask: Text
    why: Text
    after: str | None


@dataclass(frozen=True, slots=True)
class Campaign:
    id: str
    match: tuple[tuple[str, tuple[str, ...]], ...]
    """(query parameter, accepted values); all must match."""
    sets: dict[str, str]
    start: int | None
    end: int | None
    """First instant after the campaign: `until` includes its day."""


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Segment:
    id: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Slot:
    id: str
    kind: str
    """inline | interrupt"""
    default: str | None


@dataclass(frozen=True, slots=True)
class Block:
    id: str
    slot: str
    kind: str
    """The block's class: content | promotion | service | question."""
    goal: str | None
    when: Condition | None
    stages: tuple[str, ...] | None
    start: int | None
    end: int | None
    campaign: str | None
    question: str | None
    relevance: tuple[tuple[str, str, float], ...]
    """(signal, value, weight), sorted."""
    value: float
    text: dict[str, dict[str, Any]]
    """Language → {title, body?, points?, cta?: {label, href}}."""
    because: Text


@dataclass(frozen=True, slots=True)
class Cap:
    scope: str
    """class | block | slot"""
    of: str
    """The class, block or slot it covers."""
    outcome: str
    at_most: int
    within: int
    pause: int | None


@dataclass(frozen=True, slots=True)
class Fatigue:
    half_life: int
    stop: float
    weights: dict[str, float]
    pressure: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class ServiceRule:
    when: Condition
    pauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    utility: dict[str, float]
    """Slot kind → what showing nothing is worth."""
    fatigue: Fatigue
    caps: tuple[Cap, ...]
    per_page: int
    gap: int
    questions_per_visit: int
    wait_while: tuple[str, ...]
    service_first: tuple[ServiceRule, ...]


@dataclass(frozen=True, slots=True)
class OutsideGrant:
    """What a consent banner of the page may grant, and in which words it asked for it."""

    source: str
    purpose: str
    needs: tuple[str, ...]
    """The source's terms, all of which the visitor has to have granted."""
    quote: Text


@dataclass(frozen=True, slots=True)
class ConsentDefaults:
    personalise: dict[str, str]
    """Source tier → on | ask | off."""
    remember: str
    measure: str
    outside: tuple[OutsideGrant, ...]


@dataclass(frozen=True, slots=True)
class Experiment:
    control: float
    caps_only: float


@dataclass(frozen=True, slots=True)
class Measure:
    mode: str
    conversions: tuple[str, ...]
    guardrails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    format: int
    site: str
    audience: str
    languages: tuple[str, ...]
    signals: tuple[Signal, ...]
    questions: tuple[Question, ...]
    campaigns: tuple[Campaign, ...]
    stages: tuple[Stage, ...]
    segments: tuple[Segment, ...]
    slots: tuple[Slot, ...]
    blocks: tuple[Block, ...]
    """Sorted by id."""
    silence: Silence
    consent: ConsentDefaults
    experiment: Experiment
    measure: Measure
    explore: str
    words: dict[str, Text]
    """The SDK's own sentences: language → message id → template with {names}."""

    @property
    def goals(self) -> frozenset[str]:
        """Events that are a conversion, or the step a block serves."""
        return frozenset(self.measure.conversions) | {b.goal for b in self.blocks if b.goal is not None}


_PARTS: dict[type[Any], dict[str, type[Any] | tuple[type[Any]]]] = {
    Bundle: {
        "signals": (Signal,),
        "questions": (Question,),
        "campaigns": (Campaign,),
        "stages": (Stage,),
        "segments": (Segment,),
        "slots": (Slot,),
        "blocks": (Block,),
        "silence": Silence,
        "consent": ConsentDefaults,
        "experiment": Experiment,
        "measure": Measure,
    },
    Silence: {"fatigue": Fatigue, "caps": (Cap,), "service_first": (ServiceRule,)},
    ConsentDefaults: {"outside": (OutsideGrant,)},
}
"""Record → its fields that hold records: a class for one record, (class,) for a tuple of them."""


def encode(bundle: Bundle) -> bytes:
    """The canonical msgpack bytes: what is signed, hashed and shipped."""
    packed = msgpack.packb(_plain(bundle), use_bin_type=True)
    assert isinstance(packed, bytes)
    return packed


def digest(data: bytes) -> str:
    """`sha256:` and the hexadecimal SHA-256 of a bundle's canonical bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def decode(data: bytes) -> Bundle:
    """A Bundle from its bytes. Raises RemoteError for anything that is not one."""
    if len(data) > MAX_BYTES:
        raise RemoteError(f"a bundle has at most {MAX_BYTES} bytes")
    try:
        raw = msgpack.unpackb(data, raw=False, strict_map_key=True, use_list=False)
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError):
        raise RemoteError("not a bundle: the bytes are not msgpack") from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise RemoteError(f"not a bundle of format {FORMAT}")
    bundle = _record(Bundle, raw, "bundle")
    assert isinstance(bundle, Bundle)
    return bundle


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in sorted(value.__dataclass_fields__)}
    return value


def _record(cls: type[Any], raw: Any, where: str) -> Any:
    if not isinstance(raw, dict):
        raise RemoteError(f"bundle: {where} is not a map")
    names = {field.name for field in fields(cls)}
    if set(raw) != names:
        odd = sorted(str(name) for name in set(raw) ^ names)
        raise RemoteError(f"bundle: {where} has missing or unknown fields: {', '.join(odd)}")
    parts = _PARTS.get(cls, {})
    return cls(**{name: _part(parts.get(name), raw[name], f"{where}.{name}") for name in names})


def _part(kind: type[Any] | tuple[type[Any]] | None, value: Any, where: str) -> Any:
    if kind is None:
        return value
    if not isinstance(kind, tuple):
        return _record(kind, value, where)
    if not isinstance(value, tuple):
        raise RemoteError(f"bundle: {where} is not a list")
    return tuple(_record(kind[0], item, f"{where}[{n}]") for n, item in enumerate(value))
