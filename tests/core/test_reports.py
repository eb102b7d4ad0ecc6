"""Reports: one way to write each, and no other bytes are one."""

from __future__ import annotations

import msgpack
import pytest

from edgepersona.core.errors import RemoteError
from edgepersona.core.reports import Report, decode, encode

REPORT = Report("bakery", b"12345678", 20_000, b"x" * 16, (0, 3, 700))


def test_a_report_survives_its_bytes() -> None:
    assert decode(encode(REPORT)) == REPORT


@pytest.mark.parametrize("version", [True, 1.0])
def test_another_way_of_packing_the_same_is_refused(version: object) -> None:
    fields = msgpack.unpackb(encode(REPORT))
    spare = len(msgpack.packb(version)) - 1
    same = msgpack.packb([version, *fields[1:-1], fields[-1][: len(fields[-1]) - spare]])
    assert len(same) == len(encode(REPORT))
    with pytest.raises(RemoteError):
        decode(same)
