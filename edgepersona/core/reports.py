"""What leaves a device: one report, the same size whatever it says.

Rules
1. A report is msgpack, padded with zeros to exactly `SIZE` bytes, and carries no identifier of a device:
   its id is drawn for the report, so that the collector can drop a retry.
2. Version 1 is mode `central`: positions in the clear inside the transport's encryption.
3. Decoding is strict and total: any other bytes are a RemoteError, with nothing half-read.

This module knows nothing of transport, storage, or which counters exist.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgpack

from .counters import MOST_ONES
from .errors import RemoteError

VERSION = 1
SIZE = 256
MEDIA_TYPE = "application/vnd.edgepersona.report"
_UNUSED = 0xFFFF


@dataclass(frozen=True, slots=True)
class Report:
    site: str
    schema: bytes
    """Fingerprint of the counter list, 8 bytes."""
    day: int
    """UTC day, counted from 1970-01-01."""
    id: bytes
    """16 random bytes, the same over retries."""
    positions: tuple[int, ...]
    """Ascending, distinct, at most MOST_ONES, each below 0xFFFF."""


def encode(report: Report) -> bytes:
    """The SIZE bytes to send. Positions fill a fixed field, so their number shows nowhere."""
    ones = (*report.positions, *[_UNUSED] * (MOST_ONES - len(report.positions)))
    packed = b"".join(position.to_bytes(2, "big") for position in ones)
    head = [VERSION, "central", report.site, report.schema, report.day, report.id, packed]
    bare = len(msgpack.packb([*head, b""], use_bin_type=True))
    padding = SIZE - bare - (1 if SIZE - bare > 0xFF else 0)
    body = msgpack.packb([*head, bytes(padding)], use_bin_type=True)
    assert isinstance(body, bytes)
    assert len(body) == SIZE
    return body


def decode(body: bytes) -> Report:
    """A Report from its bytes. Raises RemoteError, saying what was expected."""
    if len(body) != SIZE:
        raise RemoteError(f"a report has {SIZE} bytes")
    try:
        raw = msgpack.unpackb(body, raw=False, use_list=False, max_map_len=0, max_array_len=8, max_str_len=40)
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError):
        raise RemoteError("a report is one msgpack array") from None
    if not isinstance(raw, tuple) or len(raw) != 8 or raw[:2] != (VERSION, "central"):
        raise RemoteError(f"a report is version {VERSION}, mode central")
    site, schema, day, identity, packed, padding = raw[2:]
    if not isinstance(site, str) or type(day) is not int or not 0 <= day < 2**31:
        raise RemoteError("a report names its site and its day")
    for name, value, size in (
        ("schema", schema, 8),
        ("id", identity, 16),
        ("positions", packed, 2 * MOST_ONES),
    ):
        if not isinstance(value, bytes) or len(value) != size:
            raise RemoteError(f"a report's {name} has {size} bytes")
    if not isinstance(padding, bytes) or any(padding):
        raise RemoteError("a report is padded with zeros")
    ones = [int.from_bytes(packed[n : n + 2], "big") for n in range(0, 2 * MOST_ONES, 2)]
    used = [one for one in ones if one != _UNUSED]
    if used != sorted(set(used)) or ones[: len(used)] != used:
        raise RemoteError("a report's positions ascend and are distinct")
    report = Report(site, schema, day, identity, tuple(used))
    if encode(report) != body:  # another way of packing the same: true for 1, a longer form of a number
        raise RemoteError("a report is packed in its shortest form")
    return report
