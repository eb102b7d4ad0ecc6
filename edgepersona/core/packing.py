"""How memory, outbox and an export as msgpack look outside the core: as bytes.

Rules
1. Outside, such a store is base64 of msgpack; inside, it is a text like every other store. The two say the same.
2. What is read is hostile. What cannot be unpacked becomes an empty text, which `stores.py` takes for damaged.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

import msgpack

from .stores import MOST_TEXT

PACKED = ("memory", "outbox")


def pack(text: str) -> str:
    """A text of JSON as base64 of msgpack."""
    return base64.b64encode(msgpack.packb(json.loads(text), use_bin_type=True)).decode("ascii")


def unpack(packed: str) -> str:
    """The text again; an empty one for whatever is not a packed text of ours."""
    if len(packed) > 2 * MOST_TEXT:
        return ""
    try:
        raw = msgpack.unpackb(base64.b64decode(packed, validate=True), raw=False, strict_map_key=True)
        text = json.dumps(raw)
    except (ValueError, TypeError, RecursionError, binascii.Error, msgpack.UnpackException):
        return ""
    return text if len(text) <= MOST_TEXT else ""


def packed(stores: Mapping[str, str | None]) -> dict[str, str | None]:
    """The stores of an answer, as they go out."""
    return {name: pack(text) if name in PACKED and text is not None else text for name, text in stores.items()}


def unpacked(request: Any) -> Any:
    """A request with its stores as the core reads them; whatever has another form is passed on as it is."""
    stores = request.get("stores") if isinstance(request, dict) else None
    if not isinstance(stores, dict):
        return request
    texts = {name: unpack(text) if name in PACKED and isinstance(text, str) else text for name, text in stores.items()}
    return {**request, "stores": texts}
