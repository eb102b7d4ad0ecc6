"""The calls that read, and those of the sender: nothing happens on the page by them.

Rules
1. A reading call answers with a value beside the view. Nothing is counted, no receipt is left, nothing starts to
   interrupt.
2. What is only supposed carries no view of its own: the page stays as it is.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from . import held as holding
from . import inspection
from . import suppose as supposing
from . import why as reasons
from .changes import Inquiry
from .export import exported
from .keeping import read
from .moment import Moment
from .packing import pack
from .printing import printed
from .request import CallError
from .turn import Answer, Turn

# --- what may be read ---


def decision(turn: Turn, call: Mapping[str, Any]) -> Answer:
    return turn.told(printed(turn.decide(), turn.digest))


def why(turn: Turn, call: Mapping[str, Any]) -> Answer:
    slot = call.get("slot")
    if not isinstance(slot, str) or slot not in turn.prepared.slots:
        raise CallError("unknown-slot", "why takes a slot of the file")
    inquiry = Inquiry(turn.prepared, turn.state.moment(), lambda instant: _later(turn, instant))
    return turn.told(reasons.slot(inquiry, slot))


def _later(turn: Turn, instant: int) -> Moment:
    """This device at a later instant, if nothing happens on it until then."""
    return read(turn.prepared, replace(turn.state.request, now=instant)).moment()


def suppose(turn: Turn, call: Mapping[str, Any]) -> Answer:
    """Nothing of a supposition is written, and the page shows what it showed."""
    return {"stores": {}, "value": supposing.supposed(turn.prepared, turn.digest, turn.state.request, call)}


def choices(turn: Turn, call: Mapping[str, Any]) -> Answer:
    return {"stores": {}, "value": supposing.choices(turn.prepared, turn.situation().language)}


def held(turn: Turn, call: Mapping[str, Any]) -> Answer:
    return turn.told(holding.held(turn.state, turn.situation()))


def outbox(turn: Turn, call: Mapping[str, Any]) -> Answer:
    return turn.told(holding.waiting(turn.state, turn.situation()))


def sent(turn: Turn, call: Mapping[str, Any]) -> Answer:
    return turn.told(holding.sent(turn.state, turn.situation()))


def export(turn: Turn, call: Mapping[str, Any]) -> Answer:
    form = call.get("form", "json")
    if form not in ("json", "msgpack"):
        raise CallError("bad-request", "export takes the form json or msgpack")
    data = exported(turn.state, turn.digest)
    return turn.told(pack(json.dumps(data)) if form == "msgpack" else data)


def inspect(turn: Turn, call: Mapping[str, Any]) -> Answer:
    """What lies in the stores as it lies there: nothing is swept, written or shown."""
    seen = inspection.inspected(turn.state, turn.situation(), turn.digest, call.get("left"))
    return {"stores": {}, "value": seen}


# --- sending ---


def send(turn: Turn, call: Mapping[str, Any]) -> Answer:
    state = turn.state
    entry = (
        state.outbox.take(turn.prepared.bundle, state.now, state.request.entropy) if state.standing.measure else None
    )
    value = entry and {"id": entry.id, "body": base64.b64encode(entry.body).decode("ascii")}
    return turn.told(value)


def posted(turn: Turn, call: Mapping[str, Any]) -> Answer:
    identity, status, after = call.get("id"), call.get("status"), call.get("retry_after")
    if not isinstance(identity, str) or type(status) is not int:
        raise CallError("bad-request", "posted takes a report's id and the status it met")
    wait = after if type(after) is int and after >= 0 else None
    turn.state.outbox.answered(identity, status, wait, turn.state.now, turn.state.request.entropy)
    return turn.told(None)


CALLS: dict[str, Callable[[Turn, Mapping[str, Any]], Answer]] = {
    "decide": decision,
    "why": why,
    "suppose": suppose,
    "choices": choices,
    "held": held,
    "outbox": outbox,
    "sent": sent,
    "export": export,
    "inspect": inspect,
    "send": send,
    "posted": posted,
}
