"""The one door between Python and JavaScript: text in, text out.

Rules
1. `start` takes the bundle's bytes once; `handle` answers requests, each complete in itself.
2. Only strings and bytes cross. Nothing of JavaScript is imported, so the same door works in CPython.
3. Stores that are sealed outside cross as packed bytes (core/packing.py).
4. No exception crosses either: a fault of ours becomes an error code, and the page stays as it is.
5. A picture of memory that many visitors start from holds no random stream: `restored` seeds anew what there is.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from edgepersona.core import bundle as bundles
from edgepersona.core.device import handle as answer
from edgepersona.core.errors import PersonaError
from edgepersona.core.packing import packed, unpacked
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.printing import dumps

MOST_REQUEST = 2_000_000
_prepared: Prepared | None = None
_digest = ""


def start(data: Any) -> str:
    """Load the bundle: bytes, or a JavaScript buffer. Returns its digest; raises RemoteError if it is none."""
    global _prepared, _digest
    raw = bytes(data.to_bytes() if hasattr(data, "to_bytes") else data)
    _prepared, _digest = prepare(bundles.decode(raw)), bundles.digest(raw)
    return _digest


def handle(text: str) -> str:
    """Answer one request: JSON text in, JSON text out."""
    if _prepared is None:
        return _text({"stores": {}, "error": {"code": "not-started", "message": "no bundle has been loaded"}})
    try:
        request = json.loads(text) if len(text) <= MOST_REQUEST else None
    except (ValueError, RecursionError):
        request = None
    try:
        answered = answer(_prepared, _digest, unpacked(request))
        return _text({**answered, "stores": packed(answered["stores"])})
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
