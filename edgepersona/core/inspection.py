"""What is really stored, beside what the file allows to be: for whoever checks a page from inside.

Rules
1. A store is read as every call reads it, and written again. What stood in it and does not come out is a difference:
   neither the catalogue nor a form of ours names it. So nothing has to be listed here that could be forgotten.
2. A difference is `unreadable` (nothing can be told of it), `unknown`, `misplaced` (known, but never put there),
   `unconsented` (its store has nobody's consent), or `overdue`: known and once allowed, but its time is over, and the
   next page view deletes it. Only the last is no alarm.
3. Nothing is changed, and what is listed is what lies there, also where it would be swept at the next call.

What is compared is what the caller found; this module knows no storage.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from . import counters, first_view, held, outbox
from .bundle import OUTCOMES, VISIT
from .consent import Choice
from .fatigue import LOST
from .keeping import longest_kept
from .nesting import loads
from .packing import PACKED
from .plan import MOST_KEYS
from .prepare import Prepared
from .situation import Situation
from .state import State
from .stores import VERSION, Reader, Trail, known_events, plain_trail, write_choice, write_trail
from .wording import words

TRAILS = ("visit", "memory")
CONSENT = {"memory": ("remember",), "outbox": ("measure",), "plan": ("remember", "measure")}
"""Store → the purposes of which one must have been agreed to."""
MOST = 500
"""Differences told of a store."""
LONGEST = 200
"""Characters shown of what differs."""

Found = tuple[str, Any]
"""Where in a store, and what stands there."""


def inspected(state: State, s: Situation, digest: str, left: object = None) -> dict[str, Any]:
    """The catalogue with what is held of each entry, what was sent and waits, and every difference.

    `left`: the text of the note to the next page view, if there is one.
    """
    bundle, texts = state.prepared.bundle, {name: one.text for name, one in state.request.stores.items()}
    texts["left"] = left if isinstance(left, str) else None
    reader = Reader(bundle)
    choice, box = reader.choice(texts["choice"]), outbox.read(reader.outbox(texts["outbox"]))
    trails = {name: reader.trail(texts[name]) for name in TRAILS}
    known = {
        "choice": _data(write_choice(choice)),
        **{name: _data(write_trail(trail)) for name, trail in trails.items()},
        "outbox": _data(outbox.write(box)),
    }
    differences: list[dict[str, Any]] = []

    def tell(store: str, kind: str, found: Iterator[Found]) -> None:
        for path, what in [*found][:MOST]:
            differences.append({"store": store, "kind": kind, "path": path, "what": _text(what)[:LONGEST]})

    for store in ("choice", *TRAILS, "outbox", "plan", "next", "left"):
        text = texts[store]
        if text is None:
            continue
        raw = _data(text)
        if raw is None:
            tell(store, "unreadable", iter([("", None)]))
        elif store in ("plan", "next") and _of_another_build(raw, digest):
            tell(store, "overdue", iter([("id", raw["id"])]))
        else:
            read = known.get(store) if store in known else _noted(state.prepared, store, raw)
            try:
                tell(store, "unknown", _beyond(raw, read or {}))
            except RecursionError:
                tell(store, "unreadable", iter([("", None)]))
        if store in CONSENT and not any(choice.said(purpose) == "on" for purpose in CONSENT[store]):
            tell(store, "unconsented", iter([("", None)]))
    table = set(outbox.counter_table(bundle))
    tell("outbox", "unknown", ((f"marks[{n}]", mark) for n, mark in enumerate(box.marks) if mark not in table))
    for store, trail in trails.items():
        tell(store, "misplaced", _misplaced(state, store, trail))
        if choice.said("remember") == "on" or store == "visit":
            tell(store, "overdue", _overdue(state, store, trail))
    as_found = replace(state, outbox=box)
    return {
        "site": bundle.site,
        "bundle": digest,
        "audience": bundle.audience,
        "languages": list(bundle.languages),
        "catalogue": _catalogue(state, s, trails),
        "switches": _switches(choice),
        "unsealed": {store: texts[store] for store in PACKED},
        "counters": len(table),
        "schema": counters.fingerprint(bundle.site, outbox.counter_table(bundle)).hex(),
        "outbox": held.waiting(as_found, s),
        "sent": held.sent(as_found, s),
        "arm": box.arm,
        "differences": differences,
    }


def _data(text: str | None) -> dict[str, Any] | None:
    """A store's text as a map; None for anything else."""
    try:
        raw = loads(text) if text is not None else None
    except ValueError:
        return None
    return raw if isinstance(raw, dict) else None


def _beyond(raw: Any, known: Any, path: str = "") -> Iterator[Found]:
    """What `raw` holds and `known` does not."""
    if isinstance(raw, dict) and isinstance(known, dict):
        for key, item in raw.items():
            missing: Any = {} if isinstance(item, dict) and item else None
            yield from _beyond(item, known.get(key, missing), f"{path}.{key}" if path else key)
    elif isinstance(raw, list) and isinstance(known, list):
        left = Counter(map(_text, known))
        for n, item in enumerate(raw):
            if left[_text(item)] > 0:
                left[_text(item)] -= 1
            else:
                yield f"{path}[{n}]", item
    elif raw != known:
        yield path, raw


def _text(item: Any) -> str:
    return json.dumps(item, sort_keys=True)


# --- the notes that pages leave themselves ------------------------------------------------------------


def _of_another_build(raw: Mapping[str, Any], digest: str) -> bool:
    told = raw.get("id")
    return isinstance(told, str) and told.partition(" ")[0] != digest.removeprefix("sha256:")[:12]


def _noted(prepared: Prepared, store: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """As much of a plan, or of a note to the next page view, as has the form of one and names what the file names."""
    if store == "left":
        numbers = {n: raw[n] for n in ("away", "forgot") if n in raw and (raw[n] is None or type(raw[n]) is int)}
        acts = raw.get("acts")
        return {**numbers, "acts": [act for act in acts if _is_act(prepared, act)] if isinstance(acts, list) else None}
    keys = set(first_view.keys(first_view.parameters(prepared.bundle), MOST_KEYS))
    cells = raw.get("cells")
    forms = {"v": raw.get("v") == VERSION, "id": True, "until": type(raw.get("until")) is int, "fresh": True}
    forms["fresh"] = isinstance(raw.get("fresh"), bool)
    return {
        **{name: raw[name] for name, fits in forms.items() if fits and name in raw},
        "cells": {
            key: {slot: block for slot, block in row.items() if _stands_in(prepared, slot, block)}
            for key, row in cells.items()
            if key in keys and isinstance(row, dict)
        }
        if isinstance(cells, dict)
        else None,
    }


def _stands_in(prepared: Prepared, slot: object, block: object) -> bool:
    found = prepared.blocks.get(block) if isinstance(block, str) else None
    return found is not None and found.slot == slot


def _is_act(prepared: Prepared, act: Any) -> bool:
    if not isinstance(act, dict):
        return False
    if set(act) == {"slot", "block", "outcome"}:
        return _stands_in(prepared, act["slot"], act["block"]) and act["outcome"] in OUTCOMES
    question = next((q for q in prepared.bundle.questions if q.id == act.get("question")), None)
    if question is None or set(act) != {"question", "value"}:
        return False
    signal = prepared.signals[question.signal]
    return not signal.special and act["value"] in signal.all_values


# --- where things may stand, and for how long ---------------------------------------------------------


def _misplaced(state: State, store: str, trail: Trail) -> Iterator[Found]:
    """What is known, and never put into this store."""
    signals, lasting = state.prepared.signals, store == "memory"
    for kind, said in (("answers", trail.answers), ("account", trail.account)):
        for name, answer in said.items():
            signal = signals[name]
            if signal.special or (lasting and (kind == "account" or signal.keep == VISIT)):
                yield f"{kind}.{name}", answer.value
    for n, event in enumerate(trail.events):
        if event.block in state.prepared.special or (lasting and not state.lasting(event)):
            yield f"events[{n}]", [event.event, event.block]
    if lasting:
        yield from ((f"arrived[{n}]", list(arrival.campaigns)) for n, arrival in enumerate(trail.arrivals))


def _overdue(state: State, store: str, trail: Trail) -> Iterator[Found]:
    """What the next page view deletes."""
    stays = state.trails[store]
    if store == "memory" and "remember" in state.suspended:  # a banner that has yet to speak: nothing is deleted
        return
    if stays.empty and not trail.empty:
        yield "", None
    else:
        yield from _beyond(plain_trail(trail) or {}, plain_trail(stays) or {})


# --- the catalogue -----------------------------------------------------------------------------------


def _catalogue(state: State, s: Situation, trails: Mapping[str, Trail]) -> list[dict[str, Any]]:
    """Every entry that something may be held under, each with what is."""
    prepared, language = state.prepared, s.language
    found: dict[str, list[dict[str, Any]]] = {}
    for store, trail in trails.items():
        for item in held.items(state, s, store, trail):
            found.setdefault(_entry_of(item), []).append(item)
    entries: list[dict[str, Any]] = [
        {
            "id": signal.id,
            "tier": signal.tier,
            "special": signal.special,
            "purpose": signal.purpose,
            "keep": None if signal.keep == VISIT else signal.keep,
        }
        for signal in prepared.bundle.signals
    ]
    entries.extend(_implicit(prepared, language))
    return [{**entry, "items": found.pop(str(entry["id"]), [])} for entry in entries]


def _implicit(prepared: Prepared, language: str) -> Iterator[dict[str, Any]]:
    """What every file's catalogue has without naming it: in brackets."""
    silence, receipts = (words(prepared.bundle, language, f"purpose-{name}") for name in ("silence", "receipts"))
    entries = {
        "campaigns": ("campaign", VISIT, "for the signals that the campaign sets"),
        "receipts": ("usage", prepared.retention, receipts),
        "outcomes": ("usage", prepared.retention, silence),
    }
    counted = {signal.event for signal in prepared.bundle.signals}
    for name in sorted((known_events(prepared.bundle) | {LOST}).difference(counted)):
        entries[name] = ("usage", longest_kept(prepared, name, None), silence)
    for name, (tier, keep, purpose) in entries.items():
        yield {"id": f"({name})", "tier": tier, "special": False, "purpose": purpose, "keep": keep or None}


def _entry_of(item: Mapping[str, Any]) -> str:
    """The catalogue's entry of something held; what the file does not name itself stands in brackets."""
    if item["signal"] is not None:
        return str(item["signal"])
    if item["kind"] != "event":
        return "(campaigns)" if item["kind"] == "campaign" else "(receipts)"
    _, _, event, *block = item["id"].split(":")
    return "(outcomes)" if block else f"({event})"


def _switches(choice: Choice) -> dict[str, Any]:
    """What was said, by whom."""
    said = {key: choice.said(key) for key in ("account", "answer", "usage", "campaign", "remember", "measure")}
    return {
        **{key: {"said": word, "by": choice.speaker(key)} for key, word in said.items() if word != "unset"},
        **({"quiet": True} if choice.quiet else {}),
        **({"optin": sorted(choice.optin)} if choice.optin else {}),
    }
