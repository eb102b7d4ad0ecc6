"""Replaying an export: does the chain hold, and does every decision come out the same, byte for byte?

Rules
1. An export is hostile: bounded, checked piece by piece; what cannot be replayed at all is one clear error.
2. A receipt holds if what it points at is there as it was, its hash follows from that and from the hash before it,
   and the core decides the same again. Otherwise it is named, with what differs.
3. A cut is no mistake: it is reported as what it is.
4. What lies outside the receipts is checked as well: the decision of the moment of the export, printed, and the sum
   of every part.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgpack

from edgepersona.core import bundle as bundles
from edgepersona.core import grounds, receipt_forms
from edgepersona.core.decide import Decision, decide
from edgepersona.core.errors import RemoteError
from edgepersona.core.export import FORMAT, sums
from edgepersona.core.grounds import STORES, NotHeldError
from edgepersona.core.moment import ARMS
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.printing import printed, recorded, summed_up
from edgepersona.core.receipts import Chain, Cut, Part, Receipt, sealed, sha256
from edgepersona.core.stores import Reader, Trail
from edgepersona.core.times import format_instant, parse_instant

from .errors import printable
from .source import read_bytes, unreadable

MOST = 32_000_000
_LAST = parse_instant("9999-12-31T23:59:59Z")
_NO_EXPORT = "an export is JSON or msgpack, as “download my data” saves it"
_PARTS = ("bundle", "now", "stores", "arm", "receipts", "decision", "decided", "persona", "sums")


@dataclass(frozen=True, slots=True)
class Replayed:
    """One receipt, after replaying it."""

    store: str
    number: int
    at: int | None
    problems: tuple[str, ...]
    """What differs; empty: reproduced."""
    decision: dict[str, Any] | None
    """The decision as it came out, printed."""


@dataclass(slots=True)
class Result:
    receipts: list[Replayed] = field(default_factory=list)
    """By store, oldest first."""
    cuts: list[tuple[str, int, int]] = field(default_factory=list)
    """(store, number of the first removed, how many)"""
    elsewhere: list[str] = field(default_factory=list)
    """What was changed outside the receipts."""

    @property
    def reproduced(self) -> int:
        """How many receipts hold."""
        return sum(1 for receipt in self.receipts if not receipt.problems)

    @property
    def mismatches(self) -> list[Replayed]:
        """Receipts that do not hold: each chain in its order, the chain with the earliest first."""
        chains = [[r for r in self.receipts if r.store == store and r.problems] for store in STORES]
        return [r for chain in sorted(filter(None, chains), key=lambda chain: chain[0].at or 0) for r in chain]

    @property
    def fine(self) -> bool:
        """Whether everything holds."""
        return not (self.mismatches or self.elsewhere)


def replay(path: str, others: Iterable[str] = (), expected: str | None = None) -> Result:
    """Replay an exported file. `others`: files with further bundles. `expected`: the digest the export's must have.

    Raises PersonaError for what cannot be replayed at all.
    """
    try:
        return _replay(_export(path), dict(map(_other, others)), expected)
    except RecursionError:
        raise unreadable(printable(path), _NO_EXPORT) from None


def _other(path: str) -> tuple[str, Prepared]:
    """A bundle's digest, and the bundle. Raises PersonaError."""
    data = read_bytes(path, most=bundles.MAX_BYTES)
    try:
        return bundles.digest(data), prepare(bundles.decode(data))
    except RemoteError as error:
        raise unreadable(printable(path), str(error)) from None


def _replay(raw: dict[str, Any], known: dict[str, Prepared], expected: str | None) -> Result:
    data, result = _bundle_of(raw), Result()
    digest = bundles.digest(data)
    if digest != raw["bundle"]:
        result.elsewhere.append(f"persona: its bytes are {digest}, not the bundle the export names")
    if expected is not None and expected != digest:
        result.elsewhere.append(f"persona: the export was made with {digest}, your file is {expected}")
    try:
        prepared = known[digest] = prepare(bundles.decode(data))
    except Exception:  # noqa: BLE001 - a bundle that was tampered with may break anywhere
        result.elsewhere.append("persona: it is not a bundle this version can read, so nothing could be replayed")
        return result
    trails = _trails(prepared, raw)
    for store in STORES:
        if store in raw["receipts"]:
            _replay_store(store, raw, trails, known, result)
    result.elsewhere += _decision_now(raw, trails, prepared)
    result.elsewhere += _sums(raw)
    return result


# --- reading an export -------------------------------------------------------------------------------


def _export(path: str) -> dict[str, Any]:
    name = printable(path)

    try:
        raw = json.loads(_text_of(read_bytes(path, most=MOST)), parse_constant=_finite, parse_float=_finite)
    except (ValueError, TypeError, msgpack.UnpackException):
        raise unreadable(name, _NO_EXPORT) from None
    if not isinstance(raw, dict) or "format" not in raw or "bundle" not in raw:
        raise unreadable(name, _NO_EXPORT)
    if raw["format"] != FORMAT:
        raise unreadable(name, f"an export of format {FORMAT} is expected")
    missing = [part for part in _PARTS if part not in raw]
    if missing:
        raise unreadable(name, f"this export has no {', '.join(missing)}: it is not whole, or of an earlier version")
    shapes = {"stores": dict, "arm": dict, "receipts": dict, "decision": dict, "decided": dict, "sums": dict}
    for part, shape in {**shapes, "bundle": str, "persona": str, "now": int}.items():
        if type(raw[part]) is not shape:
            raise unreadable(name, f"{part} in an export is a {'map' if shape is dict else shape.__name__}")
    return raw


def _text_of(data: bytes) -> str | bytes:
    """The JSON text that a file holds. msgpack, which begins as a map does and no text can, says the same as one."""
    if data[:1] and (0x80 <= data[0] <= 0x8F or data[0] in (0xDE, 0xDF)):
        return json.dumps(msgpack.unpackb(data, raw=False, strict_map_key=True))
    return data


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _bundle_of(raw: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(raw["persona"], validate=True)
    except (ValueError, binascii.Error):
        return b""  # which no digest names


def _trails(prepared: Prepared, raw: dict[str, Any]) -> dict[str, Trail]:
    reader = Reader(prepared.bundle)
    texts = {store: raw["stores"].get(store) for store in STORES}
    trails = {store: reader.trail(text if isinstance(text, str) else None) for store, text in texts.items()}
    for store, trail in trails.items():
        chain = raw["receipts"].get(store)
        said = chain.get("said") if isinstance(chain, dict) else None
        try:
            trail.receipts = receipt_forms.chain_of({"said": said, "list": []})
        except RemoteError:  # every receipt that names one of them will say so
            trail.receipts = Chain()
    return trails


# --- receipts ----------------------------------------------------------------------------------------


def _replay_store(
    store: str, raw: dict[str, Any], trails: dict[str, Trail], known: Mapping[str, Prepared], result: Result
) -> None:
    rows = raw["receipts"][store].get("list") if isinstance(raw["receipts"][store], dict) else None
    if not isinstance(rows, list):
        result.elsewhere.append(f"receipts: those of {store} are not a list")
        return
    view, number, before = _view(store, raw, trails), 1, ""
    for row in rows[: 10 * receipt_forms.MOST]:
        entry = receipt_forms.entry_of(row)
        if isinstance(entry, Cut):
            result.cuts.append((store, number, entry.removed))
            number, before = number + entry.removed, entry.hash
            continue
        at = row.get("at") if isinstance(row, dict) else None
        at = at if type(at) is int and 0 <= at <= _LAST else None
        if entry is None or at is None:
            result.receipts.append(Replayed(store, number, at, (f"it is no receipt: {_malformed(row)}",), None))
            before = str(row.get("hash")) if isinstance(row, dict) else ""
        else:
            problems, decision = _replayed(entry, number, before, view, known)
            if row.get("number") != number:
                problems = [*problems, f"number: {number} was expected"]
            result.receipts.append(Replayed(store, number, at, tuple(problems), decision))
            before = entry.hash
        number += 1


def _replayed(
    receipt: Receipt, number: int, before: str, view: grounds.View, known: Mapping[str, Prepared]
) -> tuple[list[str], dict[str, Any] | None]:
    """What differs, and the decision as it came out."""
    try:
        found = grounds.find(view, receipt.on)
    except NotHeldError as error:
        return [f"{error}: what it rests on is not in the export as it was"], None
    sound = sealed(number, before, receipt, found.plain) == receipt.hash
    problems = [] if sound else ["hash: it does not follow from the receipt, what it rests on and the hash before it"]
    prepared = known.get(receipt.who["bundle"])
    if prepared is None:
        unknown = f"bundle: it was decided by {receipt.who['bundle']}; give that file with --bundle"
        return [*problems, unknown], None
    decided = _decided(prepared, receipt, found)
    if decided is None:
        return [*problems, "decision: nothing can be decided on what it says"], None
    return [*_differences(receipt, decided[0]), *problems], decided[1]


def _decided(prepared: Prepared, receipt: Receipt, found: grounds.Grounds) -> tuple[Decision, dict[str, Any]] | None:
    """The decision, made again, and printed. None if what an export says cannot be decided on."""
    try:
        decision = decide(prepared, grounds.moment(receipt.at, receipt.who, receipt.page, found))
        return decision, printed(decision, receipt.who["bundle"])
    except Exception:  # noqa: BLE001 - times beyond the calendar, a bundle that is none: it does not match, and no more
        return None


def _differences(receipt: Receipt, decision: Decision) -> Iterator[str]:
    """What differs between what a receipt says and what came out, one line each."""
    told, came = receipt.outcome, summed_up(decision)
    for slot in dict.fromkeys([*came["slots"], *told["slots"]]):
        was, now = told["slots"].get(slot), came["slots"].get(slot)
        if was != now:
            yield f"slots.{slot}: the receipt says {_shown(was)}, decided again it is {_shown(now)}"
    for part in ("passes", "ghost"):
        if told[part] != came[part]:
            yield f"{part}: the receipt says {_shown(told[part])}, decided again it is {_shown(came[part])}"
    if receipt.decision != sha256(recorded(decision)):
        yield "decision: its bytes are not those that come out when it is decided again"


def _malformed(row: Any) -> str:
    """Which field of a row is not what it has to be."""
    if not isinstance(row, dict):
        return "not a map"
    for name, fits in receipt_forms.RECEIPT.items():
        if name not in row or not fits(row[name]):
            return f"{name} is not as it must be"
    odd = sorted(row.keys() - receipt_forms.RECEIPT.keys() - {"number"})
    return f"it has more than a receipt has: {printable(', '.join(odd))}" if odd else "at is not a time"


# --- what lies outside the receipts ------------------------------------------------------------------


def _decision_now(raw: dict[str, Any], trails: dict[str, Trail], prepared: Prepared) -> Iterator[str]:
    """Whether the decision of the moment of the export comes out as it was printed."""
    zeros = "0" * 64
    rest = {"nonce": zeros[:32], "decision": zeros, "hash": zeros}
    rest["outcome"] = {"passes": "", "slots": {}, "ghost": None}  # type: ignore[assignment]
    entry = receipt_forms.entry_of({**raw["decided"], **rest})
    if not isinstance(entry, Receipt) or entry.at > _LAST:
        yield "decided: it is not what a decision rests on"
        return
    try:
        found = grounds.find(_view("page", raw, trails), entry.on)
    except NotHeldError as error:
        yield f"decided: {error}: what the decision rests on is not in the export as it was"
        return
    decided = _decided(prepared, entry, found)
    again, told = decided[1] if decided is not None else {}, raw["decision"]
    for part in dict.fromkeys([*again, *told]):
        if sums({part: again.get(part)}) != sums({part: told.get(part)}):
            yield f"decision: its {printable(part)} is not what comes out when it is decided again"


def _sums(raw: dict[str, Any]) -> Iterator[str]:
    """Which parts were changed since they were exported."""
    found = sums(raw)
    for part in dict.fromkeys([*found, *raw["sums"]]):
        if found.get(part) != raw["sums"].get(part):
            yield f"{printable(part)}: it was changed since it was exported"


def _view(store: str, raw: dict[str, Any], trails: dict[str, Trail]) -> grounds.View:
    arm, seed = raw["arm"].get("arm"), raw["arm"].get("seed")
    return grounds.view(store, trails, seed if isinstance(seed, str) else "", arm if arm in ARMS else None)


def _shown(value: Any) -> str:
    return printable(json.dumps(value, ensure_ascii=False))


# --- telling -----------------------------------------------------------------------------------------


def as_text(result: Result) -> str:
    """For a reader: cuts, what does not hold, and the count."""
    lines = [
        f"{store}: {removed} {'receipt was' if removed == 1 else 'receipts were'} removed here, from number {number}"
        for store, number, removed in result.cuts
    ]
    for receipt in result.mismatches:
        when = "" if receipt.at is None else f", {format_instant(receipt.at)}"
        lines.append(f"{receipt.store}: receipt {receipt.number}{when} does not match")
        lines += [f"  {problem}" for problem in receipt.problems]
    lines += [f"outside the receipts: {problem}" for problem in result.elsewhere]
    total = len(result.receipts)
    lines.append(f"{result.reproduced} of {total} decisions reproduced byte for byte")
    return "\n".join(lines) + "\n"


def as_data(result: Result) -> dict[str, Any]:
    """The same for programs."""
    return {
        "format": 1,
        "reproduced": result.reproduced,
        "receipts": [_as_data(receipt) for receipt in result.receipts],
        "cuts": [{"store": store, "number": number, "removed": removed} for store, number, removed in result.cuts],
        "mismatches": [
            {"store": r.store, "number": r.number, "at": _when(r.at), "differs": list(r.problems)}
            for r in result.mismatches
        ],
        "elsewhere": result.elsewhere,
    }


def _as_data(receipt: Replayed) -> Part:
    return {
        "store": receipt.store,
        "number": receipt.number,
        "at": _when(receipt.at),
        "reproduced": not receipt.problems,
        "decision": receipt.decision,
    }


def _when(at: int | None) -> str | None:
    return None if at is None else format_instant(at)
