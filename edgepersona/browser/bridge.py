"""The one door between Python and JavaScript: text in, text out.

Rules
1. `start` takes the bundle's bytes once; `handle` answers requests, each complete in itself; `ask` those that leave
   out what the desk has seen (core/desk.py), `settle` does afterwards what an answer need not wait for, and `text`
   gives what is to be stored later.
2. Only strings and bytes cross. Nothing of JavaScript is imported, so the same door works in CPython.
3. Stores that are sealed outside cross as packed bytes (core/packing.py).
4. No exception crosses either: a fault of ours becomes an error code, and the page stays as it is.
5. A picture of memory that many visitors start from holds no random stream: `restored` seeds anew what there is.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from edgepersona.core import bundle as bundles
from edgepersona.core.desk import Desk
from edgepersona.core.device import handle as answer
from edgepersona.core.errors import PersonaError
from edgepersona.core.packing import packed, unpacked
from edgepersona.core.prepare import prepare
from edgepersona.core.printing import dumps

MOST_REQUEST = 2_000_000
_desk: Desk | None = None


def start(data: Any) -> str:
    """Load the bundle: bytes, or a JavaScript buffer. Returns its digest; raises RemoteError if it is none."""
    global _desk
    raw = bytes(data.to_bytes() if hasattr(data, "to_bytes") else data)
    _desk = Desk(prepare(bundles.decode(raw)), bundles.digest(raw))
    gc.freeze()  # what is there from now on until the end need not be gone through again and again
    return _desk.digest


def handle(text: str) -> str:
    """Answer one request that holds all stores: JSON text in, JSON text out."""

    def whole(desk: Desk, request: Any) -> dict[str, Any]:
        answered = answer(desk.prepared, desk.digest, unpacked(request))
        return {**answered, "stores": packed(answered["stores"])}

    return _answered(text, whole)


def ask(text: str) -> str:
    """Answer one request that leaves out what the desk knows: JSON text in, JSON text out."""
    return _answered(text, Desk.answer)


def text(where: str) -> str:
    """What is to be stored of `[page, store]`: JSON text in, JSON text out."""
    return _answered(where, lambda desk, asked: {"text": desk.text(*asked)})


def settle(page: str) -> str:
    """To be called when an answer has been given: does for that page, by its number, what could wait."""

    def settled(desk: Desk, number: Any) -> dict[str, Any]:
        desk.settle(number)
        return {}

    return _answered(page, settled)


def _answered(text: str, how: Callable[[Desk, Any], dict[str, Any]]) -> str:
    if _desk is None:
        return _text({"stores": {}, "error": {"code": "not-started", "message": "no bundle has been loaded"}})
    try:
        request = json.loads(text) if len(text) <= MOST_REQUEST else None
    except (ValueError, RecursionError):
        request = None
    try:
        return _text(how(_desk, request))
    except PersonaError as error:
        return _text({"stores": {}, "error": {"code": "bad-request", "message": str(error)}})
    except Exception as error:  # noqa: BLE001 - nothing of the visitor's may reach a console by way of a traceback
        return _text({"stores": {}, "error": {"code": "fault", "message": type(error).__name__}})


def restored(_: bytes = b"") -> str:
    """Called where Python starts from a picture of memory: nobody draws from the stream the picture was taken with."""
    generator = sys.modules.get("random")
    if generator is not None:
        generator.seed(os.urandom(32))
    return ""


def _text(answer: dict[str, Any]) -> str:
    """JSON that UTF-8 can carry: half a surrogate pair, which JavaScript's texts may hold, crosses as an escape."""
    text = dumps(answer)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer, allow_nan=False)
    return text
