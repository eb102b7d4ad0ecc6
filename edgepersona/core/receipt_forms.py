"""The two forms of a chain of receipts: as stored, compactly, and as exported, spelt out.

Rules
1. At most MOST receipts and MOST_TEXT characters a chain; the oldest go first, and leave a cut like any other.
2. What is read is hostile: a chain that is not well-formed is refused whole, naming the entry.
3. What is written and read again is the same, byte for byte; numbers survive JavaScript unchanged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any

from .bundle import SOURCES
from .errors import RemoteError
from .moment import Answer
from .receipts import Chain, Cut, Part, Receipt, Said

MOST = 64
MOST_TEXT = 49_152
_MOST_NAMED = 1_000
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NONCE = re.compile(r"[0-9a-f]{32}", re.ASCII)
_DIGEST = re.compile(r"sha256:[0-9a-z]{1,64}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}", re.ASCII)
_LATEST = 2**53


class NoReceiptError(RemoteError):
    """An entry of a chain is neither a receipt nor a cut. `place`: which, from 0."""

    def __init__(self, place: int) -> None:
        super().__init__(f"entry {place + 1} is no receipt")
        self.place = place


# --- as stored: parts that repeat are written once ---------------------------------------------------


def write(chain: Chain) -> str | None:
    """A chain as JSON text, within its bounds; None while it is empty. Shortens the chain itself."""
    _drop_oldest(chain, len(chain.receipts) - MOST)
    while chain.entries:
        text = json.dumps(_packed(chain))
        if len(text) <= MOST_TEXT:
            return text
        if not chain.receipts:  # cuts alone are never this long
            return None
        _drop_oldest(chain, 1)
    return None


def _drop_oldest(chain: Chain, many: int) -> None:
    if many > 0:
        place = count()
        chain.keep(lambda receipt: next(place) >= many)


def read(raw: Any) -> Chain:
    """A chain from what `write` gave. Raises RemoteError."""
    try:
        parts, rows = raw["parts"], raw["list"]
        fits = set(raw) <= {"parts", "list", "said"} and isinstance(parts, list) and isinstance(rows, list)
    except (TypeError, KeyError):
        fits = False
    if not fits or len(rows) > 2 * MOST + 1 or len(parts) > 4 * MOST:
        raise RemoteError("receipts are parts and a list of them")
    former = chain_of({"said": raw.get("said", []), "list": []}).former
    entries: list[Receipt | Cut] = []
    known: set[tuple[str, int]] = set()
    for place, row in enumerate(rows):
        entry = entry_of(row) if isinstance(row, list) and len(row) == 2 else _unpacked(parts, row, known)
        if entry is None:
            raise NoReceiptError(place)
        entries.append(entry)
    return Chain(entries, former)


def _packed(chain: Chain) -> Part:
    places: dict[str, int] = {}
    known: dict[int, int] = {}
    """By identity: what was read from one place is one object."""
    parts: list[Part] = []

    def place(part: Part) -> int:
        if id(part) not in known:
            known[id(part)] = places.setdefault(json.dumps(part, sort_keys=True), len(parts))
            if known[id(part)] == len(parts):
                parts.append(part)
        return known[id(part)]

    rows = [
        [e.at, e.nonce, *map(place, (e.who, e.page, e.on, e.outcome)), e.decision, e.hash]
        if isinstance(e, Receipt)
        else [e.removed, e.hash]
        for e in chain.entries
    ]
    said = {"said": _listed_said(chain)} if chain.former else {}
    return {"parts": parts, **said, "list": rows}


def _unpacked(parts: list[Any], row: Any, known: set[tuple[str, int]]) -> Receipt | None:
    """A receipt from its row. `known`: parts that were found to fit, each looked at once."""
    if not isinstance(row, list) or len(row) != len(FIELDS):
        return None
    at, nonce, *places, decision, digest = row
    for name, n in zip(_PARTS, places, strict=True):
        if type(n) is not int or not 0 <= n < len(parts):
            return None
        if (name, n) not in known and not _is(parts[n], _PARTS[name]):
            return None
        known.add((name, n))
    if not (_number(at) and _nonce(nonce) and _hash(decision) and _hash(digest)):
        return None
    who, page, on, outcome = (parts[n] for n in places)
    return Receipt(at, nonce, who, page, on, outcome, decision, digest)


# --- as exported: every receipt spelt out ------------------------------------------------------------

FIELDS = ("at", "nonce", "who", "page", "on", "outcome", "decision", "hash")


def listed(chain: Chain) -> Part:
    """A chain as plain data that reads well, each receipt with its number."""
    numbers = {id(receipt): number for number, _, receipt in chain.numbered()}
    return {
        "said": _listed_said(chain),
        "list": [
            {"number": numbers[id(e)], **{name: getattr(e, name) for name in FIELDS}}
            if isinstance(e, Receipt)
            else {"removed": e.removed, "hash": e.hash}
            for e in chain.entries
        ],
    }


def chain_of(raw: Any) -> Chain:
    """A chain from what `listed` gave. Raises RemoteError; NoReceiptError for an entry."""
    rows, said = (raw.get("list"), raw.get("said")) if isinstance(raw, dict) else (None, None)
    if not isinstance(rows, list) or not isinstance(said, list) or max(len(said), len(rows)) > _MOST_NAMED:
        raise RemoteError("receipts are a list, and what was said")
    entries: list[Receipt | Cut] = []
    for place, row in enumerate(rows):
        entry = entry_of(row)
        if entry is None:
            raise NoReceiptError(place)
        entries.append(entry)
    former: list[Said] = []
    for row in said:
        if not (isinstance(row, list) and len(row) == 4 and _is_said([row[0], row[1], row[3]]) and _name(row[2])):
            raise RemoteError("what was said is listed as kind, signal, value and time")
        former.append((row[0], row[1], Answer(row[2], row[3])))
    return Chain(entries, former)


def _listed_said(chain: Chain) -> list[list[Any]]:
    return [[kind, signal, said.value, said.at] for kind, signal, said in chain.former]


# --- the form of an entry ----------------------------------------------------------------------------


def entry_of(row: Any) -> Receipt | Cut | None:
    """A receipt or a cut from what `listed` gave for it; None for anything else."""
    if isinstance(row, list) and len(row) == 2:
        row = {"removed": row[0], "hash": row[1]}
    if not isinstance(row, dict):
        return None
    if "removed" in row:
        fits = _is(row, _CUT) and row["removed"] > 0
        return Cut(row["removed"], row["hash"]) if fits else None
    fields = {name: value for name, value in row.items() if name != "number"}
    return Receipt(**fields) if _is(fields, RECEIPT) else None


def _is(raw: Any, form: dict[str, Callable[[Any], bool]]) -> bool:
    return isinstance(raw, dict) and raw.keys() == form.keys() and all(form[name](raw[name]) for name in form)


def _name(raw: Any) -> bool:
    return isinstance(raw, str) and _NAME.fullmatch(raw) is not None


def _text(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda raw: isinstance(raw, str) and pattern.fullmatch(raw) is not None


def _flag(raw: Any) -> bool:
    return type(raw) is bool


def _number(raw: Any) -> bool:
    return type(raw) is int and 0 <= raw < _LATEST


def _list_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda raw: isinstance(raw, list) and len(raw) <= _MOST_NAMED and all(map(fits, raw))


def _map_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda raw: (
        isinstance(raw, dict) and len(raw) <= _MOST_NAMED and all(_name(key) and fits(raw[key]) for key in raw)
    )


def _is_said(raw: Any) -> bool:
    named = isinstance(raw, list) and len(raw) == 3 and raw[0] in ("answer", "account")
    return named and _name(raw[1]) and _number(raw[2])


def _counted(raw: Any) -> bool:
    return isinstance(raw, list) and len(raw) == 2 and _number(raw[0]) and _hash(raw[1])


def _slot(raw: Any) -> bool:
    """[block, propensity] for a block on its merits, [default or null, reason] for silence."""
    return (
        isinstance(raw, list)
        and len(raw) == 2
        and (raw[0] is None or _name(raw[0]))
        and (_name(raw[1]) or (isinstance(raw[1], int | float) and 0 <= raw[1] <= 1))
    )


_names = _list_of(_name)
_hash = _text(_HEX)
_nonce = _text(_NONCE)
_CUT = {"removed": _number, "hash": lambda raw: raw == "" or _hash(raw)}
_WHO = {
    "bundle": _text(_DIGEST),
    "language": _text(re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)),
    "personalise": _list_of(lambda raw: raw in SOURCES),
    "remember": _flag,
    "measure": _flag,
    "quiet": _flag,
    "optin": _names,
}
_PAGE = {
    **dict.fromkeys(("typing", "media", "checkout", "value_seen"), _flag),
    **dict.fromkeys(("showing", "reading"), _map_of(_name)),
    "interrupted": _number,
}
_FRAME: dict[str, Callable[[Any], bool]] = {
    "arrivals": _list_of(lambda raw: isinstance(raw, list) and len(raw) == 2 and _number(raw[0]) and _names(raw[1])),
    "events": _list_of(lambda raw: isinstance(raw, list) and len(raw) == 2 and _number(raw[0]) and _name(raw[1])),
}
_ON = {
    "events": _counted,
    "arrivals": lambda raw: raw is None or _counted(raw),
    "frame": lambda raw: raw is None or _is(raw, _FRAME),
    "said": _list_of(_is_said),
    "values": lambda raw: raw is None or _hash(raw),
    "seed": lambda raw: raw is None or _hash(raw),
}
_OUTCOME = {
    "passes": lambda raw: isinstance(raw, str) and len(raw) <= _MOST_NAMED and set(raw) <= set("123"),
    "slots": _map_of(_slot),
    "ghost": lambda raw: raw is None or _map_of(lambda block: block is None or _name(block))(raw),
}
_PARTS = {"who": _WHO, "page": _PAGE, "on": _ON, "outcome": _OUTCOME}
RECEIPT: dict[str, Callable[[Any], bool]] = {
    "at": _number,
    "nonce": _nonce,
    **{name: lambda raw, form=form: _is(raw, form) for name, form in _PARTS.items()},  # type: ignore[misc]
    "decision": _hash,
    "hash": _hash,
}
"""Field → whether a value fits it."""
