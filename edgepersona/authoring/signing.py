"""Keys: who stands for a build, and to whom reports are sealed.

Rules
1. A signature is Ed25519 (RFC 8032) over `integrity.statement`: deterministic, so that a signed build is still the
   same bytes each time.
2. A private key is PEM (PKCS#8), readable by its owner alone, locked by a passphrase where there is one, and never
   overwritten. Nothing here prints one.
3. A key's name is its fingerprint: the first 16 hexadecimal digits of the SHA-256 of its 32 public bytes.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from edgepersona.core.errors import LocalError

from .integrity import MOST_BUILD, Integrity, Signed, is_key, statement

SIGNING, SEALING = "signing", "sealing"
MOST_KEY_BYTES = 10_000
_WANTED = "expected an Ed25519 private key in PEM, as edgepersona keygen writes it"


@dataclass(frozen=True)
class Pair:
    """A key pair that was written. `public`: base64 of 32 bytes, as pages and lists carry it."""

    use: str
    fingerprint: str
    public: str
    files: tuple[Path, Path]


@dataclass(frozen=True)
class Release:
    """What a signed build says of itself. Raises LocalError where the numbers make no sense."""

    key: Ed25519PrivateKey
    build: int
    min_build: int

    def __post_init__(self) -> None:
        if not 1 <= self.min_build <= self.build <= MOST_BUILD:
            raise LocalError("a build's number is a whole number from 1, and the lowest accepted one is not above it")

    @property
    def public(self) -> str:
        """The public key, as pages and lists carry it."""
        return _base64(self.key.public_key().public_bytes_raw())

    def sign(self, site: str, files: dict[str, str]) -> Signed:
        """Stand for a list of files, name → hash."""
        signature = self.key.sign(statement(files, site, self.build, self.min_build, self.public))
        return Signed(site, self.build, self.min_build, self.public, _base64(signature))


def holds(integrity: Integrity) -> bool:
    """Whether the list's signature is one of the key that it names; False for an unsigned list."""
    said = integrity.signed
    if said is None:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(said.key))
        text = statement(integrity.files, said.site, said.build, said.min_build, said.key)
        key.verify(base64.b64decode(said.signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """A public key's short name. `public`: base64 of 32 bytes."""
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def keygen(folder: Path, passphrase: str | None = None) -> list[Pair]:
    """Write a signing pair and a sealing pair into a folder. Raises LocalError if one is there already, OSError."""
    names = [folder / f"{use}.{kind}" for use in (SIGNING, SEALING) for kind in ("key", "pub")]
    for path in names:
        if path.exists() or path.is_symlink():
            raise LocalError(f"{path} is there already; keygen overwrites nothing")
    lock: KeySerializationEncryption = NoEncryption()
    if passphrase is not None:
        lock = BestAvailableEncryption(_bytes(passphrase))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [
        _write(folder, SIGNING, Ed25519PrivateKey.generate(), lock),
        _write(folder, SEALING, X25519PrivateKey.generate(), lock),
    ]


def signing_key(pem: bytes, where: str, passphrase: Callable[[], str]) -> Ed25519PrivateKey:
    """The private key in a PEM; `passphrase` is asked only for a locked one. Raises LocalError."""
    locked = b"ENCRYPTED" in pem
    try:
        key = load_pem_private_key(pem, _bytes(passphrase()) if locked else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise LocalError(f"{where}: {'the passphrase does not fit' if locked else _WANTED}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise LocalError(f"{where}: {_WANTED}")
    return key


def public_key(text: str) -> str:
    """A public key, base64 of 32 bytes, from that text itself or from a file that `keygen` wrote. Raises LocalError."""
    if is_key(text):
        return text
    try:
        with Path(text).open("rb") as file:
            key = load_pem_public_key(file.read(MOST_KEY_BYTES))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise LocalError(f"{text}: expected signing.pub as edgepersona keygen writes it, or the key's 44 characters")
    return _base64(key.public_bytes_raw())


def _write(folder: Path, use: str, key: Ed25519PrivateKey | X25519PrivateKey, lock: KeySerializationEncryption) -> Pair:
    public = _base64(key.public_key().public_bytes_raw())
    pair = Pair(use, fingerprint(public), public, (folder / f"{use}.key", folder / f"{use}.pub"))
    private, shared = pair.files
    _create(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock), 0o600)
    _create(shared, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    return pair


def _create(path: Path, data: bytes, mode: int) -> None:
    """O_EXCL: what appeared there meanwhile, a link included, is left alone."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)


def _bytes(passphrase: str) -> bytes:
    if not passphrase:
        raise LocalError("expected a passphrase of one character at least")
    return passphrase.encode("utf-8", "surrogateescape")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
