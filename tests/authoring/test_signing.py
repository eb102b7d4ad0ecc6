"""Keys and signed builds: who may sign, what is signed, and that every byte of it counts."""

from __future__ import annotations

import base64
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from edgepersona.authoring import integrity, signing
from edgepersona.authoring.site_build import build
from edgepersona.core.errors import LocalError, RemoteError

from .running import edgepersona, refused
from .shop import SHOP, checked

SECRET = "correct horse"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "persona.yaml").write_text(SHOP, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A browser half of a few bytes."""
    top = tmp_path_factory.mktemp("sdk")
    (top / "runtime").mkdir()
    for name in ("loader.js", "client.js", "panel.js", "worker.js", "runtime/python.wasm"):
        (top / name).write_text(f"// {name}\n")
    return top


def test_keygen_writes_two_pairs_that_only_their_owner_can_read(tmp_path: Path) -> None:
    done = edgepersona("keygen", "--out", "keys", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert "PRIVATE" not in done.stdout
    for use, kind in (("signing", Ed25519PrivateKey), ("sealing", X25519PrivateKey)):
        private, public = (tmp_path / path for path in said[use]["files"])
        assert stat.S_IMODE(private.stat().st_mode) == 0o600
        key = load_pem_private_key(private.read_bytes(), None)
        assert isinstance(key, kind)
        assert load_pem_public_key(public.read_bytes()).public_bytes_raw() == base64.b64decode(said[use]["public"])  # type: ignore[union-attr]
        assert key.public_key().public_bytes_raw() == base64.b64decode(said[use]["public"])
        assert signing.fingerprint(said[use]["public"]) == said[use]["fingerprint"]
    text = edgepersona("keygen", "--out", "more", cwd=tmp_path).stdout
    assert "signing.key" in text
    assert "PRIVATE" not in text


def test_keygen_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "sealing.pub").symlink_to(tmp_path / "nowhere")
    assert "sealing.pub is there already" in refused("keygen", "--out", tmp_path)
    assert os.listdir(tmp_path) == ["sealing.pub"]
    with pytest.raises(FileExistsError):  # nor what appears there between looking and writing
        signing._create(tmp_path / "sealing.pub", b"", 0o600)


def test_a_locked_key_asks_for_its_passphrase(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "EDGEPERSONA_PASSPHRASE" in refused("keygen", "--out", "keys", "--passphrase", cwd=folder)
    monkeypatch.setenv("EDGEPERSONA_PASSPHRASE", SECRET)
    assert edgepersona("keygen", "--out", "keys", "--passphrase", cwd=folder).returncode == 0
    assert b"ENCRYPTED" in (folder / "keys" / "signing.key").read_bytes()
    arguments = ("build", "persona.yaml", "--out", "ep", "--sign", "keys/signing.key", "--build", "1")
    assert edgepersona(*arguments, cwd=folder).returncode == 0
    monkeypatch.setenv("EDGEPERSONA_PASSPHRASE", "wrong")
    assert "the passphrase does not fit" in refused(*arguments, cwd=folder)
    monkeypatch.delenv("EDGEPERSONA_PASSPHRASE")
    assert "expected the passphrase" in refused(*arguments, cwd=folder)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--build", "1"), "belong to a signed build"),
        (("--min-build", "1"), "belong to a signed build"),
        (("--sign", "keys/signing.key"), "expected --build"),
        (("--sign", "keys/signing.key", "--build", "0"), "--build"),
        (("--sign", "keys/signing.key", "--build", "3", "--min-build", "4"), "is not above it"),
        (("--sign", "keys/signing.key", "--build", str(2**53)), "whole number"),
        (("--sign", "keys/signing.pub", "--build", "1"), "expected an Ed25519 private key"),
        (("--sign", "keys/sealing.key", "--build", "1"), "expected an Ed25519 private key"),
        (("--sign", "persona.yaml", "--build", "1"), "expected an Ed25519 private key"),
        (("--sign", "missing.key", "--build", "1"), "missing.key: No such file"),
        (("--sign", "env:NO_SUCH_KEY", "--build", "1"), "NO_SUCH_KEY is empty or not set"),
    ],
)
def test_what_cannot_sign_is_said_in_one_line(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    signing.keygen(folder / "keys")
    assert message in refused("build", "persona.yaml", "--out", "ep", *arguments, cwd=folder)
    assert not (folder / "ep").exists()


def test_a_build_says_whether_it_is_signed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (pair, _) = signing.keygen(folder / "keys")
    done = edgepersona("build", "persona.yaml", "--out", "ep", cwd=folder)
    assert "not signed: for development" in done.stdout
    assert "signed" not in json.loads((folder / "ep" / "integrity.json").read_text())
    monkeypatch.setenv("CI_KEY", (folder / "keys" / "signing.key").read_text())
    arguments = ("build", "persona.yaml", "--out", "ep", "--sign", "env:CI_KEY", "--build", "12")
    done = edgepersona(*arguments, cwd=folder)
    assert "signed: build 12; builds below 11 are refused" in done.stdout
    assert f'data-ep-key="{pair.public}"' in done.stdout
    done = edgepersona(*arguments, "--min-build", "3", "--format", "json", cwd=folder)
    assert json.loads(done.stdout)["signed"] == {"key": pair.public, "build": 12, "min_build": 3}
    listed = integrity.parse((folder / "ep" / "integrity.json").read_bytes())
    assert signing.holds(listed)
    assert listed.files == integrity.hashes_of(folder / "ep"), "it names every file but itself"


def test_the_signature_is_over_a_text_that_anyone_can_write_down(sdk: Path, tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    build(checked(SHOP), tmp_path / "ep", sdk_dir=sdk, release=signing.Release(key, 7, 5))
    raw = json.loads((tmp_path / "ep" / "integrity.json").read_text())
    signed = raw["signed"]
    text = f"edgepersona integrity 1\nsite flower-shop\nbuild 7\nmin-build 5\nkey {signed['key']}\n"
    text += "".join(f"{value} {name}\n" for name, value in sorted(raw["files"].items()))
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(signed["key"]))
    public.verify(base64.b64decode(signed["signature"]), text.encode())
    config = (tmp_path / "ep" / "config.js").read_text().removeprefix("export default ").rstrip(";\n")
    assert json.loads(config)["trust"] == {
        "key": signed["key"],
        "min_build": 5,
        "bundle": integrity.hash_of((tmp_path / "ep" / "bundle.msgpack").read_bytes()),
    }


def test_a_file_without_a_plain_name_is_not_built(sdk: Path, tmp_path: Path) -> None:
    (sdk / "a b.js").write_text("")
    try:
        with pytest.raises(LocalError, match=r"a b\.js: a file of a build has a plain name"):
            build(checked(SHOP), tmp_path / "ep", sdk_dir=sdk)
    finally:
        (sdk / "a b.js").unlink()
    assert not (tmp_path / "ep").exists()


LIST = integrity.Integrity({"a.js": integrity.hash_of(b"a"), "b/c.js": integrity.hash_of(b"c")}, None)
RELEASE = signing.Release(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), 7, 5)
SIGNED = replace(LIST, signed=RELEASE.sign("shop", LIST.files))


@given(st.integers(0, len(SIGNED.encode()) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused_or_changes_nothing(at: int, flip: int) -> None:
    data = bytearray(SIGNED.encode())
    data[at] ^= flip
    try:
        read = integrity.parse(bytes(data))
    except RemoteError:
        return
    if signing.holds(read):  # white space, or bits of a base64 text that stand for nothing
        assert read.files == SIGNED.files
        assert read.signed is not None
        assert replace(read.signed, signature="") == replace(RELEASE.sign("shop", LIST.files), signature="")


def test_what_is_signed_cannot_be_moved(sdk: Path) -> None:
    assert SIGNED.signed is not None
    assert signing.holds(SIGNED)
    assert not signing.holds(LIST)
    other = signing.Release(Ed25519PrivateKey.generate(), 7, 5)
    for changed in (
        replace(SIGNED.signed, site="shop2"),
        replace(SIGNED.signed, build=8),
        replace(SIGNED.signed, min_build=4),
        replace(SIGNED.signed, key=other.public),
        replace(SIGNED.signed, signature=other.sign("shop", LIST.files).signature),
    ):
        assert not signing.holds(replace(SIGNED, signed=changed))
    assert not signing.holds(replace(SIGNED, files={**SIGNED.files, "d.js": integrity.hash_of(b"d")}))
    assert not signing.holds(replace(SIGNED, files={"a.js": SIGNED.files["a.js"]}))


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"more": 1},
        {"files": {}},
        {"files": []},
        {"files": {"../a": integrity.hash_of(b"")}},
        {"files": {"a\n": integrity.hash_of(b"")}},
        {"files": {"integrity.json": integrity.hash_of(b"")}},
        {"files": {"a": "sha384-"}},
        {"files": {"a": None}},
        {"signed": None},
        {"signed": {}},
        *({"signed": {**vars(SIGNED.signed), **more}} for more in ({"build": True}, {"build": 0}, {"site": "S"})),
        *({"signed": {**vars(SIGNED.signed), **more}} for more in ({"key": "x"}, {"signature": 1}, {"odd": 1})),
    ],
    ids=str,
)
def test_a_list_is_read_strictly(change: dict[str, object]) -> None:
    raw = {**json.loads(SIGNED.encode()), **change}
    with pytest.raises(RemoteError, match=r"integrity\.json"):
        integrity.parse(json.dumps(raw).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 5_000, b" " * 1_000_001])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(RemoteError, match=r"integrity\.json"):
        integrity.parse(data)


def test_a_public_key_comes_as_a_file_or_as_its_text(tmp_path: Path) -> None:
    pair, sealing = signing.keygen(tmp_path)
    assert signing.public_key(pair.public) == signing.public_key(str(pair.files[1])) == pair.public
    for wrong in (sealing.files[1], pair.files[0]):
        with pytest.raises(LocalError, match=r"expected signing\.pub"):
            signing.public_key(str(wrong))
