"""Everything the device holds, in one piece that needs nothing else: what the visitor takes along.

Rules
1. What is held, listed for a reader; the stores' own texts; the receipts, spelt out; the file they were decided by.
2. `edgepersona replay` finds all it needs in it: each receipt's grounds are in the stores, the rules in `persona`.
3. `sums` names each part that was changed since: a SHA-256 over the part's canonical bytes, numbers as JavaScript
   writes them, for the page passes this on.
"""

from __future__ import annotations

import base64
from typing import Any

from . import bundle, held, leaving
from .decide import decide
from .printing import printed
from .receipt_forms import listed
from .receipts import sha256
from .state import State
from .stores import plain_trail, write_plain

FORMAT = 1


def exported(state: State, digest: str) -> dict[str, Any]:
    """The export, as plain data. `digest`: of the bundle."""
    leaving.prune(state)
    decision = decide(state.prepared, state.moment())
    s = decision.situation
    who, page, on = leaving.references(state, decision, digest, "page", leaving.held(state))
    parts = {
        "format": FORMAT,
        "bundle": digest,
        "now": state.now,
        "held": held.held(state, s),
        "outbox": held.waiting(state, s),
        "sent": held.sent(state, s),
        "stores": {
            **{name: state.request.stores[name].text for name in ("choice", "plan", "next")},
            **{store: write_plain(plain_trail(trail)) for store, trail in state.trails.items()},
        },
        "arm": {"arm": state.outbox.arm, "seed": state.outbox.seed},
        "receipts": {store: listed(trail.receipts) for store, trail in state.trails.items() if trail.receipts.entries},
        "decision": printed(decision, digest),
        "decided": {"at": state.now, "who": who, "page": page, "on": on},
        "persona": base64.b64encode(bundle.encode(state.prepared.bundle)).decode("ascii"),
    }
    return {**parts, "sums": sums(parts)}


def sums(parts: dict[str, Any]) -> dict[str, str]:
    """The SHA-256 of each part but the sums."""
    return {name: sha256(_whole(part)) for name, part in parts.items() if name != "sums"}


def _whole(value: Any) -> Any:
    """With whole numbers written without a fraction, as JavaScript writes them."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list | tuple) else value
