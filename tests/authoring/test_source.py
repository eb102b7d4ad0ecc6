"""Reading text that may be hostile: what is refused, where, and what it means when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from edgepersona.authoring import source
from edgepersona.authoring.errors import PersonaFileError
from edgepersona.authoring.tree import Mapping, Node, Scalar, Sequence


def plain(node: Node) -> object:
    """A tree as plain data."""
    if isinstance(node, Mapping):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.text


REFUSED = [
    (b"a: &x 1", "1:4: anchors are not allowed, found “&x”"),
    (b"a: 1\nb: *x", "2:4: aliases are not allowed, found “*x”"),
    (b"a: !!python/object 1", "1:4: tags are not allowed, found “tag:yaml.org,2002:python/object”"),
    (b"a: ! x", "1:4: tags are not allowed, found “!”"),
    (b"<<: {a: 1}", "1:1: merge keys (<<) are not allowed"),
    (b"a: 1\nb: 2\na: 3", "3:1: the key “a” stands twice, first in line 1"),
    (b'1: x\n"1": y', "2:1: the key “1” stands twice, first in line 1"),
    (b"a: 1\n---\nb: 2", "2:1: expected one document, found a second one"),
    (b"%YAML 1.1\n---\na: 1", "1:1: expected plain YAML 1.2, found a directive"),
    (b"", "1:1: expected a map of keys and values, found an empty file"),
    (b"# nothing\n", "1:1: expected a map of keys and values, found an empty file"),
    (b"a: [1", "1:6: expected YAML: "),
    (b"a:\n\t- 1", "2:1: expected YAML: "),
    (b"[a, b]: 1", "1:1: expected a name as a key, found a list or a map"),
    (b"? {a: 1}\n: 2", "1:3: expected a name as a key, found a list or a map"),
    (b"a: 1\r\nb: \xff", "2:4: expected UTF-8, found the byte 0xff"),
    (b"\xff\xfea\x00", "1:1: expected UTF-8, found the byte 0xff"),
    (b"ab: 1\r\ncd: \x00", "2:5: expected plain text, found the control character U+0000"),
    (b"a: \x1b[31m", "1:4: expected plain text, found the control character U+001B"),
    (b'a: "\\0"', "1:4: expected plain text, found the control character U+0000"),
    (b'a: "\\ud83d"', "1:4: half a surrogate pair is not text"),
    (b'a: "\\UFFFFFFFF"', "1:1: expected YAML: what follows here cannot be parsed"),
    (b"[" * 60 + b"]" * 60, "1:41: at most 40 levels of nesting are allowed"),
    (b"\n".join(b" " * n + b"a:" for n in range(60)), "41:41: at most 40 levels of nesting are allowed"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_what_is_not_plain_data_is_refused_at_its_place(data: bytes, message: str) -> None:
    with pytest.raises(PersonaFileError) as refused:
        source.parse(data, "f.yaml")
    assert len(refused.value.errors) == 1
    assert str(refused.value).startswith(f"f.yaml:{message}")


def test_every_scalar_is_text() -> None:
    read = source.parse(b"a: on\nb: no\nc: 1.50\nd: 2026-11-21\ne: 1_000\nf: 0x10\ng: '12'\nh: ~\ni: 12:30:00\n", "f")
    assert plain(read.root) == {
        "a": "on",
        "b": "no",
        "c": "1.50",
        "d": "2026-11-21",
        "e": "1_000",
        "f": "0x10",
        "g": "12",
        "h": "~",
        "i": "12:30:00",
    }
    quoted = read.value("g")
    assert isinstance(quoted, Scalar)
    assert quoted.quoted


def test_a_byte_order_mark_and_windows_line_ends_change_no_place() -> None:
    unix = source.parse("a: 1\nb:\n  c: ü\n".encode(), "f")
    windows = source.parse(b"\xef\xbb\xbf" + "a: 1\r\nb:\r\n  c: ü\r\n".encode(), "f")
    assert windows == unix
    assert (windows.where("b", "c").line, windows.where("b", "c").column) == (3, 3)


def test_places_lead_to_keys_items_and_values() -> None:
    read = source.parse(b"a: {b: [x, y]}", "f")
    assert read.where("a", "b").column == 5
    assert read.value("a", "b").column == 8
    assert read.where("a", "b", 1).column == 12
    assert read.value("a", "missing") == read.where("a")


def test_json_is_read_as_yaml_is() -> None:
    text = b'{"a": [1, true, null, "x"], "b": {"c": "\\ud83c\\udf39"}}'
    as_line, as_file = source.parse_line(text, "f", 7), source.parse(text, "f")
    assert plain(as_line.root) == plain(as_file.root)
    assert plain(as_line.root) == {"a": ["1", "true", "null", "x"], "b": {"c": "🌹"}}
    assert as_line.root.line == 7


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"a": 1, "a": 2}', "7:1: expected one JSON object: the key “a” stands twice"),
        (b'{"a": NaN}', "7:1: expected one JSON object: NaN is not a number"),
        (b'{"a": -Infinity}', "7:1: expected one JSON object: -Infinity is not a number"),
        (b'{"a": }', "7:7: expected one JSON object: Expecting value"),
        (b'{"a": "\\u0000"}', "7:1: expected one JSON object: expected plain text, found the control character U+0000"),
        (b"[" * 100_000, "7:1: expected one JSON object: at most 40 levels"),
        (b'{"a": "\xff"}', "7:8: expected UTF-8, found the byte 0xff"),
    ],
)
def test_a_line_of_json_is_refused_at_its_line(line: bytes, message: str) -> None:
    with pytest.raises(PersonaFileError) as refused:
        source.parse_line(line, "v.jsonl", 7)
    assert str(refused.value).startswith(f"v.jsonl:{message}")


def test_a_file_is_not_read_when_it_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as large:
        large.truncate(100_000_000)
    with pytest.raises(PersonaFileError, match="a file of at most 2000 kB is expected"):
        source.read(file)


def test_what_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path, "nul\0byte"):
        with pytest.raises(PersonaFileError, match="cannot be read: "):
            source.read(path)
