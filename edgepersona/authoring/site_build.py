"""From a checked file to a folder that any static host can serve.

Rules
1. Same input, same bytes: nothing here knows a clock, a path or an order that is not the file's.
2. The folder is complete or it is not there: everything is written beside it and moved into place at once.
3. A folder that this build did not write is never overwritten.
4. `integrity.json` names every other file with its SHA-384, signed where there is a key to sign with.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from edgepersona.core import bundle as bundles
from edgepersona.core import counters, outbox
from edgepersona.core.errors import LocalError
from edgepersona.core.moment import ARMS

from . import links, tables
from .compile import Checked
from .integrity import INTEGRITY, Integrity, hash_of, hashes_of, is_name
from .words import load as words

if TYPE_CHECKING:  # an unsigned build needs no cryptography
    from .signing import Release

DEADLINE = 5_000
"""How long the page waits for Python before it stays as it is, ms."""
EXPOSE = ("none", "ids")
START = ("need", "idle", "now")
PROFILES = ("same-origin", "proxied", "tables-only")
PYTHON = ("runtime", "worker.js*", "inspector.js*", "inspect.html*")
"""What a build without Python leaves out."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]", re.ASCII)
"""As a browser writes `location.hostname`."""


def build(
    checked: Checked,
    out: Path,
    *,
    sdk_dir: Path,
    collector: str | None = None,
    expose: str = "none",
    start: str = "need",
    deadline: int = DEADLINE,
    preview: Sequence[str] = (),
    release: Release | None = None,
    profile: str = "same-origin",
    progress: Callable[[str], None] = lambda step: None,
) -> dict[str, str]:
    """Write the folder; returns file → `sha384-…`. Raises LocalError with one clear line; then `out` is as it was.

    `sdk_dir` holds the browser files that `make setup` builds. `collector` is the origin reports go to; `preview` names
    the hosts on which `?ep-preview=1` works. `profile` says how the folder is hosted: on the page's own origin, on
    another that a proxy brings there, or without Python at all. Without a `release` the build is unsigned: for
    development.
    """
    for what, given, known in (("expose", expose, EXPOSE), ("start", start, START), ("profile", profile, PROFILES)):
        if given not in known:
            raise LocalError(f"{what} is one of {', '.join(known)}")
    for host in preview:
        if _HOST.fullmatch(host) is None:
            raise LocalError("a preview host is a name or address without port, such as staging.example.com")
    without = PYTHON if profile == "tables-only" else ()
    if collector is not None:
        collector = _origin(collector)
    if not (sdk_dir / "loader.js").is_file():
        raise LocalError("the browser files are missing: run make setup, which builds them")
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / INTEGRITY).is_file())):
        raise LocalError(f"{out} is there already and was not written by edgepersona build; name another folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
        fresh = Path(scratch) / "site"
        progress("copying the runtime")
        shutil.copytree(sdk_dir, fresh, ignore=shutil.ignore_patterns(".*", *without))
        progress("compiling the file")
        for name, content in _files(checked, collector, expose, start, deadline, profile, preview, release):
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_bytes(content)
        progress("hashing every file")
        hashes = hashes_of(fresh)
        if odd := [name for name in hashes if not is_name(name)]:
            raise LocalError(f"{odd[0]}: a file of a build has a plain name of ASCII letters, digits and ._+-")
        signed = None if release is None else release.sign(checked.bundle.site, hashes)
        (fresh / INTEGRITY).write_bytes(Integrity(hashes, signed).encode())
        if out.exists():
            os.replace(out, Path(scratch) / "before")
        os.replace(fresh, out)
    return hashes


def counter_list(checked: Checked) -> dict[str, Any]:
    """What the collector needs to know of a file: its counters, in the order of their positions."""
    bundle = checked.bundle
    table = outbox.counter_table(bundle)
    return {
        "format": 1,
        "site": bundle.site,
        "schema": counters.fingerprint(bundle.site, table).hex(),
        "bundle": bundles.digest(bundles.encode(bundle)),
        "mode": bundle.measure.mode,
        "arms": list(ARMS),
        "conversions": list(bundle.measure.conversions),
        "guardrails": list(bundle.measure.guardrails),
        "counters": list(table),
    }


def _files(
    checked: Checked,
    collector: str | None,
    expose: str,
    start: str,
    deadline: int,
    profile: str,
    preview: Sequence[str],
    release: Release | None,
) -> Iterator[tuple[str, bytes]]:
    bundle = checked.bundle
    data = bundles.encode(bundle)
    config = {
        "site": bundle.site,
        "collector": collector,
        "expose": expose,
        "start": start,
        "deadline": deadline,
        "profile": profile,
        "preview": sorted(set(preview)),
        "steady": _steady(checked),
        "languages": list(bundle.languages),
        "bundle": bundles.digest(data),
        "trust": release and {"key": release.public, "min_build": release.min_build, "bundle": hash_of(data)},
    }
    if profile != "tables-only":
        yield "bundle.msgpack", data
    yield "config.js", b"export default " + _json(config).rstrip() + b";\n"
    yield "counters.json", _json(counter_list(checked))
    for language, messages in words(bundle.languages, "page").items():
        yield f"words/{language}.json", _json(messages)
    for language, table in tables.tables(checked).items():
        yield f"tables/{language}.json", tables.dense(tables.packed(table)).encode()


def _steady(checked: Checked) -> bool:
    """Whether nothing that is shown makes the page ask the network: no block beside the defaults links to another host.

    Blocks are text; but browsers look up the names of hosts that are linked to before anybody follows the link.
    """
    usual = {slot.default for slot in checked.bundle.slots}
    return all(
        links.stays_here(text["cta"]["href"]) or text["cta"]["href"].startswith("/")
        for block in checked.bundle.blocks
        if block.id not in usual
        for text in block.text.values()
        if "cta" in text
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme not in ("https", "http") or not parts.netloc or (parts.scheme == "http" and not loopback):
        raise LocalError("collector is an https address (http only on this machine), such as https://count.example.com")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise LocalError("collector is an origin: scheme, host and port, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
