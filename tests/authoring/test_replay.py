"""`edgepersona replay`, as whoever was handed an export meets it."""

from __future__ import annotations

import base64
import contextlib
import io
import json
from pathlib import Path
from typing import Any

import msgpack
import pytest

from edgepersona.authoring import replay
from edgepersona.authoring.errors import PersonaFileError
from edgepersona.cli import main
from edgepersona.core import bundle as bundles
from edgepersona.core.prepare import prepare
from tests.core.personas import BAKERY, bakery
from tests.core.test_receipts import Device

from .running import edgepersona, refused

NEWER = ("title: Flour by the pallet", "title: Flour by the sack")


def export_of(device: Device) -> dict[str, Any]:
    """An export with seven receipts left of eight."""
    device("outcome", block="offer-pallet", outcome="dismissed")
    for _ in range(3):
        device("look")
    device("answer", question="volume", value="large")
    device("forget", what="volume")
    device("look")
    exported: dict[str, Any] = json.loads(json.dumps(device("export")["value"]))
    return exported


@pytest.fixture
def export(tmp_path: Path) -> dict[str, Any]:
    return export_of(Device(prepare(bakery(tmp_path))))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my-data.json"


def replayed(file: Path, export: Any, *arguments: str | Path) -> tuple[int, str]:
    """Exit status and standard output."""
    file.write_text(json.dumps(export, indent=2), encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = main(["replay", str(file), *map(str, arguments)])
    return status, said.getvalue()


def no_export(file: Path) -> str:
    """Why a file cannot be replayed at all: one line."""
    with pytest.raises(PersonaFileError) as refusal:
        replay.replay(str(file))
    (line,) = refusal.value.lines()
    return str(line)


def test_it_says_what_was_reproduced_and_what_was_removed(file: Path, export: dict[str, Any]) -> None:
    assert replayed(file, export) == (
        0,
        "visit: 1 receipt was removed here, from number 5\n6 of 6 decisions reproduced byte for byte\n",
    )
    status, text = replayed(file, export, "--format", "json")
    said = json.loads(text)
    assert (status, said["reproduced"], said["cuts"]) == (0, 6, [{"store": "visit", "number": 5, "removed": 1}])
    assert [r["number"] for r in said["receipts"]] == [1, 2, 3, 4, 6, 7]
    assert said["receipts"][-1]["decision"]["slots"].keys() == {"hero", "notice"}


def test_msgpack_says_the_same_and_is_read_as_strictly(file: Path, tmp_path: Path) -> None:
    device = Device(prepare(bakery(tmp_path)))
    export = export_of(device)
    at = device.now
    packed = base64.b64decode(device("export", form="msgpack")["value"])
    file.write_bytes(packed)
    device.now = at
    assert msgpack.unpackb(packed) == json.loads(json.dumps(device("export")["value"]))
    told = replay.as_text(replay.replay(str(file)))
    assert told == replayed(file, export)[1]
    assert device("export", form="pickle")["error"]["code"] == "bad-request"

    changed = msgpack.unpackb(packed)
    changed["receipts"]["visit"]["list"][2]["outcome"]["slots"]["notice"] = ["offer-pallet", 1]
    file.write_bytes(msgpack.packb(changed))
    assert not replay.replay(str(file)).fine
    hostile: list[bytes] = [
        packed[:-1],
        packed + b"\xc0",
        b"\x81\xa1a" + b"\x91" * 100_000,
        b"\xdf\xff\xff\xff\xff",
        msgpack.packb({**changed, "held": float("nan")}),
        msgpack.packb({**changed, "held": b"bytes"}),
        msgpack.packb({**changed, "held": msgpack.Timestamp(1)}),
        msgpack.packb({1: 2}),
    ]
    for data in hostile:
        file.write_bytes(data)
        assert "JSON or msgpack" in no_export(file) or "is not whole" in no_export(file)


def test_the_first_that_differs_is_named_with_what_differs(file: Path, export: dict[str, Any]) -> None:
    receipt = export["receipts"]["visit"]["list"][2]
    receipt["outcome"]["slots"]["notice"] = ["offer-pallet", 1]
    status, text = replayed(file, export)
    lines = text.splitlines()
    assert status == 1
    assert lines[1] == "visit: receipt 3, 2026-11-21T10:00:03Z does not match"
    assert lines[2] == ('  slots.notice: the receipt says ["offer-pallet", 1], decided again it is [null, "PAGE_BUSY"]')
    assert "hash: it does not follow" in lines[3]
    assert lines[-1] == "5 of 6 decisions reproduced byte for byte"
    said = json.loads(replayed(file, export, "--format", "json")[1])
    assert [(m["number"], m["at"]) for m in said["mismatches"]] == [(3, "2026-11-21T10:00:03Z")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("stores.visit", "visit: receipt 1, 2026-11-21T10:00:01Z does not match\n  events:"),
        ("a receipt removed", "visit: receipt 3, 2026-11-21T10:00:04Z does not match"),
        ("the hash at the cut", "visit: receipt 6, 2026-11-21T10:00:06Z does not match"),
        ("the count of the cut", "visit: receipt 7, 2026-11-21T10:00:06Z does not match"),
        ("a field gone", "visit: receipt 2, 2026-11-21T10:00:02Z does not match\n  it is no receipt: nonce"),
        ("a row that is none", "visit: receipt 2 does not match\n  it is no receipt: not a map"),
        ("no list", "outside the receipts: receipts: those of visit are not a list"),
        ("passes", "visit: receipt 2, 2026-11-21T10:00:02Z does not match\n  passes: the receipt says"),
        ("held", "outside the receipts: held: it was changed since it was exported"),
        ("decision", "outside the receipts: decision: its fatigue is not what comes out when it is decided again"),
        ("decided", "outside the receipts: decided: it is not what a decision rests on"),
        ("persona", "outside the receipts: persona: its bytes are sha256:"),
        ("bundle", "outside the receipts: persona: its bytes are sha256:"),
        ("sums", "outside the receipts: held: it was changed since it was exported"),
    ],
)
def test_whatever_was_changed_is_named(file: Path, export: dict[str, Any], change: str, said: str) -> None:
    entries = export["receipts"]["visit"]["list"]
    changes: dict[str, Any] = {
        "stores.visit": lambda: export["stores"].update(
            visit=export["stores"]["visit"].replace("dismissed", "clicked")
        ),
        "a receipt removed": lambda: entries.pop(2),
        "the hash at the cut": lambda: entries[4].update(hash="0" * 64),
        "the count of the cut": lambda: entries[4].update(removed=2),
        "a field gone": lambda: entries[1].pop("nonce"),
        "a row that is none": lambda: entries.__setitem__(1, 7),
        "passes": lambda: entries[1]["outcome"].update(passes="12"),
        "no list": lambda: export["receipts"].update(visit={"list": 7}),
        "held": lambda: export["held"].update(lost=9),
        "decision": lambda: export["decision"].update(fatigue=0.123),
        "decided": lambda: export["decided"].update(at="now"),
        "persona": lambda: export.update(persona=export["persona"][:-8] + "AAAAAAAA"),
        "bundle": lambda: export.update(bundle="sha256:" + "0" * 64),
        "sums": lambda: export["sums"].update(held="0" * 64),
    }
    changes[change]()
    status, text = replayed(file, export)
    assert status == 1
    assert said in text


def test_receipts_of_an_earlier_build_want_its_bundle(tmp_path: Path, file: Path) -> None:
    older, newer = bakery(tmp_path), bakery(tmp_path, NEWER)
    device = Device(prepare(older))
    device("outcome", block="offer-pallet", outcome="dismissed")
    device.prepared, device.digest = prepare(newer), bundles.digest(bundles.encode(newer))
    device("look")
    export = device("export")["value"]
    status, text = replayed(file, export)
    digest = bundles.digest(bundles.encode(older))
    assert status == 1
    assert f"receipt 1, 2026-11-21T10:00:01Z does not match\n  bundle: it was decided by {digest}" in text
    build = tmp_path / "bundle.msgpack"
    build.write_bytes(bundles.encode(older))
    assert replayed(file, export, "--bundle", build) == (0, "2 of 2 decisions reproduced byte for byte\n")
    build.write_bytes(b"\xff\xff")
    assert "not a bundle" in refused("replay", file, "--bundle", build)


def test_it_can_be_held_against_the_persona_file(file: Path, export: dict[str, Any], tmp_path: Path) -> None:
    assert replayed(file, export, "--persona", BAKERY)[0] == 0
    bakery(tmp_path, NEWER)
    status, text = replayed(file, export, "--persona", tmp_path / "persona.yaml")
    assert status == 1
    assert "outside the receipts: persona: the export was made with sha256:" in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "an export is JSON"),
        (b"\xff\xfe\x00", "an export is JSON"),
        (b'{"format": 1, "bundle": "sha256:', "an export is JSON"),
        (b"[" * 100_000, "an export is JSON"),
        (b'{"format": 1, "bundle": ' + b"[" * 3_000 + b"]" * 3_000 + b"}", "export"),
        (b'{"format": 1, "bundle": "x", "now": NaN}', "an export is JSON"),
        (b'{"format": 1, "bundle": "x", "now": 1e999}', "an export is JSON"),
        (b"[]", "an export is JSON"),
        (b'{"format": 2, "bundle": "x"}', "format 1"),
        (b'{"format": 1, "bundle": "x", "now": 7}', "has no stores, arm, receipts"),
        (b'{"persona": 1}', "an export is JSON"),
    ],
)
def test_what_is_no_export_is_one_clear_line(file: Path, data: bytes, said: str) -> None:
    file.write_bytes(data)
    assert said in no_export(file)


def test_a_file_that_is_far_too_large_is_not_read(file: Path) -> None:
    with file.open("wb") as large:
        large.truncate(100_000_000)
    assert "a file of at most" in refused("replay", file)
    assert "cannot be read" in no_export(file.parent / "missing.json")


@pytest.mark.parametrize(
    "part", ["stores", "arm", "receipts", "decision", "decided", "persona", "sums", "now", "bundle"]
)
def test_a_part_of_another_kind_is_one_clear_line(file: Path, export: dict[str, Any], part: str) -> None:
    for value in (None, [[]], 7.5):
        file.write_text(json.dumps({**export, part: value}), encoding="utf-8")
        assert f"{part} in an export is a" in no_export(file)


def test_deep_and_endless_numbers_in_any_part_end_in_an_answer(file: Path, export: dict[str, Any]) -> None:
    text = json.dumps(export)
    for part in ("decision", "stores", "receipts", "decided", "arm"):
        for odd in ("[" * 900 + "]" * 900, "9" * 4_000):
            file.write_text(text.replace(f'"{part}": {{', f'"{part}": {{"odd": {odd}, ', 1), encoding="utf-8")
            assert main(["replay", str(file)]) in (1, 2)
    assert edgepersona("replay", file).returncode == 1
