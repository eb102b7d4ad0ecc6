"""A device: one request of the page in, one answer out. Everything the browser half may ask.

Rules
1. No state between requests: it all travels in the stores, so tabs share it and a killed worker loses nothing.
2. A request is hostile: checked here, field by field, before anything is read. A refused call changes nothing.
"""

from __future__ import annotations

from typing import Any

from . import acting, reading
from .errors import PersonaError
from .keeping import read
from .kept import Kept
from .prepare import Prepared
from .request import CallError, checked, with_questions_read
from .turn import Answer, Turn

CALLS = {**acting.CALLS, **reading.CALLS}


def answered(prepared: Prepared, digest: str, raw: Any) -> Answer:
    """Answer one request. Its stores are texts or Kepts; the answer's are Kepts. Never raises for what either holds."""
    try:
        request = checked(raw)
        state = read(prepared, with_questions_read(prepared, request))
        name = request.call["do"]
        call = CALLS.get(name) if isinstance(name, str) else None
        if call is None:
            raise CallError("unknown-call", f"a call is one of {', '.join(CALLS)}")
        answer = call(Turn(state, digest), request.call)
        return {**answer, "memory_only": True} if state.memory_only else answer
    except CallError as error:
        return {"stores": {}, "error": {"code": error.code, "message": str(error)}}
    except PersonaError as error:
        return {"stores": {}, "error": {"code": "bad-request", "message": str(error)}}


def handle(prepared: Prepared, digest: str, raw: Any) -> Answer:
    """Answer one request: plain data in, plain data out."""
    answer = answered(prepared, digest, raw)
    stores: dict[str, Kept] = answer["stores"]
    return {**answer, "stores": {name: one.text for name, one in stores.items()}}
