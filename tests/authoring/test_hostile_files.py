"""Hostile files through the real command line: exit 2, one clear line, in bounded time and memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .running import refused
from .shop import SHOP


def bomb() -> bytes:
    """Ten to the ninth values, if aliases were followed."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines).encode()


def shop(old: str, new: str) -> bytes:
    assert SHOP.count(old) == 1
    return SHOP.replace(old, new).encode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "an alias bomb": (bomb, "1:5: anchors are not allowed"),
    "lists in lists": (lambda: b"a: " + b"[" * 500_000, "1:43: at most 40 levels of nesting"),
    "maps in maps": (lambda: b'{"a":' * 300_000, "1:201: at most 40 levels of nesting"),
    "blocks in blocks": (lambda: b"- " * 500_000, "1:81: at most 40 levels of nesting"),
    "a million keys": (lambda: b"".join(b"%d:\n" % n for n in range(250_000)), "50001:1: at most 100000 values"),
    "a million keys in one line": (
        lambda: b"{" + b",".join(b"%d: 1" % n for n in range(190_000)) + b"}",
        "at most 100000 values",
    ),
    "over two megabytes": (lambda: b"# x\n" * 1_000_000, "1:1: cannot be read: a file of at most 2000 kB is expected"),
    "one endless line": (lambda: b"a: " + b"x" * 1_990_000, "1:1: expected persona: 1"),
    "one endless key": (lambda: b"x" * 1_900_000 + b": 1", "1:1900001: expected YAML: "),
    "only comments": (lambda: b"#\n" * 900_000, "1:1: expected a map of keys and values, found an empty file"),
    "only spaces": (lambda: b" " * 1_900_000, "1:1: expected a map"),
    "quotes that never end": (lambda: b'a: "' + b"x\n\n" * 600_000, "expected YAML: "),
    "not a number": (lambda: shop("value: 1.2", "value: .nan"), "expected a number above 0"),
    "infinity": (lambda: shop("stop: 0.6", "stop: .inf"), "expected a number from 0 to 1"),
    "a number beyond all bounds": (lambda: shop("value: 1.2", "value: 1" + "0" * 5000), "expected a number above 0"),
    "a whole number beyond all bounds": (
        lambda: shop("at_most: 9", "at_most: " + "9" * 50_000),
        "expected a whole number",
    ),
    "not UTF-8": (lambda: SHOP.encode() + b"\xff", "124:1: expected UTF-8, found the byte 0xff"),
    "UTF-16": (lambda: SHOP.encode("utf-16"), "1:1: expected UTF-8"),
    "NUL": (lambda: SHOP.encode() + b"\x00", "124:1: expected plain text, found the control character U+0000"),
    "an escape sequence": (lambda: SHOP.encode() + b"# \x1b]0;x\x07", "124:3: expected plain text"),
    "a tag": (lambda: b"!!python/object/apply:os.system [id]", "1:1: tags are not allowed"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100, "1:1: expected UTF-8"),
    "nothing": (lambda: b"", "1:1: expected a map"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(tmp_path: Path, name: str) -> None:
    make, message = HOSTILE[name]
    file = tmp_path / "persona.yaml"
    file.write_bytes(make())
    line = refused("check", "persona.yaml", cwd=tmp_path)
    assert line.startswith("persona.yaml:")
    assert message in line


def test_a_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "persona.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(100_000_000)
    assert "a file of at most 2000 kB is expected" in refused("check", file)


def test_endless_input_is_refused() -> None:
    assert "a file of at most 2000 kB is expected" in refused("check", "/dev/zero")


def test_a_long_list_of_mistakes_ends(tmp_path: Path) -> None:
    from .running import edgepersona

    file = tmp_path / "persona.yaml"
    file.write_text(SHOP + "".join(f"key{n}: 1\n" for n in range(40_000)))
    done = edgepersona("check", file)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 21


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"now": NaN}', "NaN is not a number"),
        (b'{"now": "2026-11-21T10:00:00Z", "now": "2026-11-21T10:00:00Z"}', "the key “now” stands twice"),
        (b"[" * 900_000, "at most 40 levels of nesting"),
        (b'{"a":' * 150_000, "at most 40 levels of nesting"),
        (b'"' + b"x" * 1_200_000, "expected a line of at most 1000 kB"),
        (b"\xff\xfe", "expected UTF-8"),
        (b"null", "expected a visit, a map of keys and values, found "),
        (b'{"now": "9999-12-31T23:59:59-23:59"}', "expected a time from 1970 to 8999"),
        (b'{"now": ' + b"1" * 100_000 + b"}", "expected a time"),
    ],
)
def test_a_hostile_visit_is_refused(tmp_path: Path, line: bytes, message: str) -> None:
    (tmp_path / "persona.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "visits.jsonl").write_bytes(b"\n" + line + b"\n")
    said = refused("decide", "persona.yaml", "--visits", "visits.jsonl", cwd=tmp_path)
    assert said.startswith("visits.jsonl:2:")
    assert message in said
