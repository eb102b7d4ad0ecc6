"""Bundles: the same file is the same bytes, and bytes that are not a bundle are refused."""

from __future__ import annotations

from pathlib import Path

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgepersona.authoring.compile import load
from edgepersona.core.bundle import MAX_BYTES, Bundle, decode, digest, encode
from edgepersona.core.errors import RemoteError

from .personas import BAKERY, bakery

DEMO = Path(__file__).resolve().parent.parent.parent / "web_demo" / "persona.yaml"


@pytest.mark.parametrize("file", [BAKERY, DEMO], ids=["bakery", "demo"])
def test_a_bundle_survives_its_bytes(file: Path) -> None:
    bundle = load(file).bundle
    assert decode(encode(bundle)) == bundle
    assert digest(encode(decode(encode(bundle)))) == digest(encode(bundle))


def test_the_order_of_a_labels_languages_changes_nothing(tmp_path: Path) -> None:
    swapped = ("label: {en: your interest, de: Ihr Interesse}", "label: {de: Ihr Interesse, en: your interest}")
    assert encode(bakery(tmp_path, swapped)) == encode(bakery(tmp_path))
    renamed = ("label: {en: your interest, de: Ihr Interesse}", "label: {en: your wish, de: Ihr Interesse}")
    assert encode(bakery(tmp_path, renamed)) != encode(bakery(tmp_path))


@given(data=st.binary(max_size=200) | st.recursive(st.integers(0, 99) | st.text(), st.lists).map(msgpack.packb))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(RemoteError):
        decode(data)


def test_missing_unknown_and_mistyped_parts_are_refused() -> None:
    bundle = load(BAKERY).bundle
    raw = msgpack.unpackb(encode(bundle))
    for change in ({"format": 2}, {"extra": 1}, {"blocks": [1]}, {"silence": []}, {"signals": [{}]}):
        with pytest.raises(RemoteError):
            decode(msgpack.packb({**raw, **change}))
    for missing in ("site", "blocks", "words"):
        with pytest.raises(RemoteError):
            decode(msgpack.packb({name: part for name, part in raw.items() if name != missing}))
    with pytest.raises(RemoteError):
        decode(b"x" * (MAX_BYTES + 1))
    assert isinstance(decode(encode(bundle)), Bundle)
