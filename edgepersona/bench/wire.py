"""Files on loopback, as a good host would send them, at full speed or as over 4G; and the browser they are sent to.

Rules
1. Every response that can be compressed is: with brotli where a build or a cache holds it, else as it is. Names that
   carry a hash are kept for good, all others asked about each time, which is what docs/hosting.md asks of a host.
2. 4G is 9 Mbit/s for all requests together, and 165 ms for each of them.
3. Bytes are bodies as they went over the wire; what the browser still had counts nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import edgepersona
from edgepersona.core.errors import LocalError

ROOT = Path(edgepersona.__file__).parent.parent
SDK = ROOT / "edgepersona" / "browser" / "_dist"
RATE, DELAY = 9_000_000 / 8, 0.165
"""Bytes a second for all, seconds a request."""
PIECE = 16_384
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".json": "application/json",
}
ASKED, FOREVER = "no-cache", "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class File:
    """A body and its headers. `packed`: the body is brotli."""

    kind: str
    body: bytes
    packed: bool = False
    cache: str = ASKED
    policy: str = ""


Files = dict[str, File]


def file(name: str, body: bytes, *, packed: bool = False, cache: str = ASKED, policy: str = "") -> File:
    """A file as its name says."""
    return File(TYPES.get(Path(name).suffix, "application/octet-stream"), body, packed, cache, policy)


def folder(top: Path, at: str, policy: Mapping[str, str] | None = None) -> Files:
    """Every file of a built folder by its path below `at`, compressed where it lies there so; `policy` by name."""
    found: Files = {}
    for path in sorted(top.rglob("*")):
        if not path.is_file() or path.suffix in (".br", ".gz"):
            continue
        name, beside = path.relative_to(top).as_posix(), path.with_name(f"{path.name}.br")
        body = (beside if beside.is_file() else path).read_bytes()
        cache = FOREVER if name.startswith("runtime/") else ASKED
        sort = (policy or {}).get(name, "")
        found[at + name] = file(name, body, packed=beside.is_file(), cache=cache, policy=sort)
    return found


@dataclass
class Server:
    """Sends files, throttled or not; counts the bytes of bodies."""

    files: Files
    throttled: bool = False
    sent: int = 0
    free: float = field(default=0.0)
    origin: str = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = urlsplit(head.split(b" ", 2)[1].decode("ascii")).path
                if self.throttled:
                    await asyncio.sleep(DELAY)
                found = self.files.get(path)
                body = found.body if found else b""
                tag = f'"{crc32(body):08x}"'
                known = f"if-none-match: {tag}".encode() in head.lower()
                body = b"" if known else body
                lines = [
                    "HTTP/1.1 304 Not Modified" if known else "HTTP/1.1 200 OK" if found else "HTTP/1.1 404 Not Found",
                    f"ETag: {tag}",
                    f"Content-Type: {found.kind if found else 'text/plain'}",
                    f"Content-Length: {len(body)}",
                    f"Cache-Control: {found.cache if found else 'no-store'}",
                    *([f"Content-Security-Policy: {found.policy}"] if found and found.policy else []),
                    *(["Content-Encoding: br", "Vary: Accept-Encoding"] if found and found.packed else []),
                ]
                writer.write("\r\n".join([*lines, "", ""]).encode())
                for start in range(0, len(body), PIECE):
                    await self.send(writer, body[start : start + PIECE])
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def send(self, writer: asyncio.StreamWriter, piece: bytes) -> None:
        if self.throttled:
            self.free = max(self.free, time.monotonic()) + len(piece) / RATE
            await asyncio.sleep(self.free - time.monotonic())
        writer.write(piece)
        self.sent += len(piece)
        await writer.drain()


@contextmanager
def served(server: Server) -> Iterator[Server]:
    """The server at work on a free port of loopback; `server.origin` says where."""
    ready = threading.Event()
    ending: list[Callable[[], object]] = []

    async def work() -> None:
        over, loop = asyncio.Event(), asyncio.get_running_loop()
        ending.append(lambda: loop.call_soon_threadsafe(over.set))
        listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
        server.origin = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        ready.set()
        await over.wait()
        listening.close()  # the browser may keep its connections for long: they end with this loop

    thread = threading.Thread(target=lambda: asyncio.run(work()), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        ending[0]()
        thread.join(10)


def packed(path: Path) -> bytes:
    """A file as brotli makes it at its best. Kept by its hash, for a large one takes half a minute."""
    kept = ROOT / ".cache" / "stock" / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.br"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        code = (
            "const z=require('zlib'),f=require('fs'),c=z.constants,b=f.readFileSync(process.argv[1]);"
            "f.writeFileSync(process.argv[2],z.brotliCompressSync(b,{params:{[c.BROTLI_PARAM_QUALITY]:11,"
            "[c.BROTLI_PARAM_LGWIN]:24,[c.BROTLI_PARAM_SIZE_HINT]:b.length}}))"
        )
        subprocess.run([node(), "-e", code, str(path), str(kept)], check=True)  # noqa: S603 - a file of ours
    return kept.read_bytes()


def node() -> str:
    """Node. Raises LocalError where there is none."""
    found = shutil.which("node")
    if found is None:
        raise LocalError("Node is needed to prepare what is measured: make setup installs one")
    return found


def chromium() -> str | None:
    """A Chromium: EDGEPERSONA_CHROMIUM, then PATH, then None for Playwright's own."""
    named = os.environ.get("EDGEPERSONA_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name)) is not None), None)
