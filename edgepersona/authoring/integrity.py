"""`integrity.json`: every file of a build with its hash, and who stands for it.

Rules
1. The list names every file of the folder but itself, by SHA-384 as a browser's `integrity` attribute writes it.
2. What is signed is a plain text, `statement`, that anyone can write down from the list: it covers the list, so
   every byte of the build, and the site, the build's number, the lowest number still accepted, and the key.
3. What comes from outside is read strictly: nothing in it stands outside what the signature covers.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from edgepersona.core.errors import RemoteError

INTEGRITY = "integrity.json"
FORMAT = 1
MOST_BYTES = 1_000_000
MOST_BUILD = 2**53 - 1
"""The largest whole number that JavaScript reads exactly."""
_PART = r"[A-Za-z0-9_+-][A-Za-z0-9_.+-]*"
_NAME = re.compile(rf"{_PART}(?:/{_PART})*")
_HASH = re.compile(r"sha384-[A-Za-z0-9+/]{64}")
_SITE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_KEY = re.compile(r"[A-Za-z0-9+/]{43}=")
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{86}==")


@dataclass(frozen=True)
class Signed:
    """Who stands for a list: `key` and `signature` are base64 of 32 and 64 bytes (Ed25519, RFC 8032)."""

    site: str
    build: int
    min_build: int
    key: str
    signature: str


@dataclass(frozen=True)
class Integrity:
    """`files`: name → `sha384-…`. `signed`: None for a build nobody stands for."""

    files: dict[str, str]
    signed: Signed | None

    def encode(self) -> bytes:
        """The bytes of `integrity.json`."""
        plain: dict[str, Any] = {"format": FORMAT}
        if self.signed is not None:
            plain["signed"] = asdict(self.signed)
        plain["files"] = {name: self.files[name] for name in sorted(self.files)}
        return (json.dumps(plain, indent=1) + "\n").encode()


def statement(files: dict[str, str], site: str, build: int, min_build: int, key: str) -> bytes:
    """The text a signature is over: five lines, then one line a file, by name; each ends with a line feed."""
    lines = ["edgepersona integrity 1", f"site {site}", f"build {build}", f"min-build {min_build}", f"key {key}"]
    lines += [f"{files[name]} {name}" for name in sorted(files)]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def hash_of(data: bytes) -> str:
    """SHA-384 of bytes as a browser's `integrity` attribute writes it."""
    return base64_hash(hashlib.sha384(data).digest())


def base64_hash(digest: bytes) -> str:
    """A SHA-384 digest as a browser's `integrity` attribute writes it."""
    return "sha384-" + base64.b64encode(digest).decode("ascii")


def is_name(text: str) -> bool:
    """Whether a file of a build can have this name: plain ASCII, parts joined by /, none of them hidden or `..`."""
    return _NAME.fullmatch(text) is not None


def names_in(folder: Path) -> list[str]:
    """The names of all files in a folder, `integrity.json` among them, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def hashes_of(folder: Path) -> dict[str, str]:
    """name → hash, of every file in a folder but `integrity.json`."""
    return {name: hash_of((folder / name).read_bytes()) for name in names_in(folder) if name != INTEGRITY}


def parse(data: bytes) -> Integrity:
    """An Integrity from the bytes of `integrity.json`. Raises RemoteError for anything that is not one."""
    try:
        raw = json.loads(data) if len(data) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT or not set(raw) <= {"format", "files", "signed"}:
        raise RemoteError(f"{INTEGRITY} is not a list of files of format {FORMAT}")
    files = raw.get("files")
    if not isinstance(files, dict) or not files:
        raise RemoteError(f"{INTEGRITY} names no files")
    for name, value in files.items():
        if not is_name(name) or name == INTEGRITY or not _fits(_HASH, value):
            raise RemoteError(f"{INTEGRITY}: expected file names with their sha384- hashes")
    return Integrity(files, _signed(raw["signed"]) if "signed" in raw else None)


def is_key(text: str) -> bool:
    """Whether a text is a public key as the list and a page write it."""
    return _fits(_KEY, text)


def _signed(raw: Any) -> Signed:
    fits = (
        isinstance(raw, dict)
        and set(raw) == set(Signed.__dataclass_fields__)
        and _fits(_SITE, raw["site"])
        and _fits(_KEY, raw["key"])
        and _fits(_SIGNATURE, raw["signature"])
        and all(type(raw[name]) is int and 1 <= raw[name] <= MOST_BUILD for name in ("build", "min_build"))
    )
    if not fits:
        raise RemoteError(f"{INTEGRITY}: expected signed to hold site, build, min_build, key and signature")
    return Signed(**raw)


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
