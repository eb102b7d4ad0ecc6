"""How long it takes until Python answers in a page, beside Pyodide as it is published doing the same work.

Rules
1. Both import the same core, load the same bundle and answer the same request; the clock runs in the page, from just
   before a worker is made until the answer is there. Stock loads `pyodide.mjs`, the core's wheel and msgpack's.
2. Three kinds of visit: cold (a new profile), repeat (the browser was closed and opened again), next (another page,
   right after). Stock keeps nothing but the browser's own cache.
3. Both come from one server on loopback, brotli-compressed, kept for good by the browser; once at full speed, once as
   over 4G: 9 Mbit/s for all requests together, 165 ms for each. They take turns, run by run.
4. Bytes are bodies as they went over the wire until the answer was there.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import edgepersona
from edgepersona.authoring import site_build
from edgepersona.authoring.compile import load
from edgepersona.core.errors import LocalError

from . import demo, figures
from .figures import Report, Target

ROOT = Path(edgepersona.__file__).parent.parent
SDK = ROOT / "edgepersona" / "browser" / "_dist"
STOCK = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
RATE, DELAY = 9_000_000 / 8, 0.165
"""Bytes a second for all, seconds a request."""
PIECE = 16_384
PATIENCE = 180_000
TARGETS = {"cold": 0.27, "repeat": 0.20, "next": 0.02}
TARGETS_4G, TARGET_BYTES = {"cold, 4G": 0.55}, 3_400_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json"}
REQUEST = {
    "now": 1_767_225_600_000,
    "entropy": "0" * 64,
    "env": {"language": "en", "url": "https://example.com/", "gpc": False},
    "page": {},
    "stores": {"choice": None, "visit": None, "memory": None, "outbox": None, "page": None},
    "call": {"do": "page"},
}
STOCK_WORKER = """
import { loadPyodide } from "./pyodide.mjs";
const here = new URL("./", import.meta.url).href;
const bytes = fetch("/ep/bundle.msgpack").then((response) => response.arrayBuffer());
const lockFileURL = `${here}pyodide-lock.json`;
const python = await loadPyodide({ indexURL: here, lockFileURL, packages: ["edgepersona-core"] });
const bridge = python.pyimport("edgepersona.browser.bridge");
bridge.start(python.toPy(new Uint8Array(await bytes)));
self.onmessage = ({ data }) => self.postMessage({ id: data.id, response: bridge.handle(data.request) });
self.postMessage({ booted: true });
"""
ASK = """async ([kind, file, name, request, keep]) => {
  const begun = performance.now();
  let port;
  if (kind === "stock") port = new Worker(file, { type: "module" });
  else {
    port = new SharedWorker(file, { type: "module", name, extendedLifetime: true }).port;
  }
  const answer = await new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => {
      if (data.failed) reject(new Error(data.code));
      if (data.booted) port.postMessage({ id: 1, request });
      if (data.response) resolve(data.response);
    };
  });
  const took = performance.now() - begun;
  if (keep) {
    port.postMessage({ keep: true });
    while (!(await caches.match(new URL(keep, location)))) await new Promise((done) => setTimeout(done, 50));
  }
  return [took, answer];
}"""


@dataclass
class Server:
    """Files on loopback, throttled or not; counts the bytes of bodies."""

    files: dict[str, tuple[str, bytes, bool]]
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
                kind, body, packed = self.files.get(path, ("", b"", False))
                tag = f'"{crc32(body):08x}"'
                known = f"if-none-match: {tag}".encode() in head.lower()
                body = b"" if known else body
                lines = [
                    "HTTP/1.1 304 Not Modified" if known else "HTTP/1.1 200 OK" if kind else "HTTP/1.1 404 Not Found",
                    f"ETag: {tag}",
                    f"Content-Type: {kind or 'text/plain'}",
                    f"Content-Length: {len(body)}",
                    "Cache-Control: public, max-age=31536000, immutable",
                    "Content-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'",
                    *(["Content-Encoding: br", "Vary: Accept-Encoding"] if packed else []),
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


def run(repeats: int = 5, progress: Callable[[str], None] = lambda step: None) -> dict[str, Any]:
    """Measure; returns plain data. Needs Playwright, a Chromium, Node and the source's node_modules. Raises LocalError.

    Takes about a minute a repeat.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise LocalError("Playwright is not installed, so there is no browser to measure in") from None
    took: dict[str, dict[str, list[float]]] = {}
    wire: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        progress("building")
        files, ours = _site(Path(scratch))
        with sync_playwright() as playwright:
            for turn in range(repeats):
                for throttled in (False, True):
                    for kind in ("stock", "ours") if turn % 2 else ("ours", "stock"):
                        progress(f"{turn + 1} of {repeats}: {kind}{', 4G' if throttled else ''}")
                        with _served(Server(files, throttled)) as server:
                            found = _visits(playwright, server, kind, ours, Path(scratch) / f"{turn}{throttled}{kind}")
                        for visit, (ms, size) in found.items():
                            key = f"{visit}, 4G" if throttled else visit
                            took.setdefault(key, {}).setdefault(kind, []).append(ms)
                            wire.setdefault(key, {}).setdefault(kind, []).append(size)
    return _result(took, wire, repeats)


def _visits(playwright: Any, server: Server, kind: str, ours: list[str], profile: Path) -> dict[str, tuple[float, int]]:
    """Milliseconds and bytes of each kind of visit, in one profile."""
    found: dict[str, tuple[float, int]] = {}
    file, name, memory = ours
    asked = ["/stock/worker.js" if kind == "stock" else file, name, json.dumps(REQUEST)]
    keep = memory if kind == "ours" else ""

    def visit(context: Any, keep: str = "") -> tuple[float, int]:
        page = context.pages[0] if context.pages else context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(server.origin)
        before = server.sent
        ms, answer = page.evaluate(ASK, [kind, *asked, ""])
        size = server.sent - before
        assert json.loads(answer).get("view"), answer[:200]
        if keep:
            page.evaluate(ASK, [kind, *asked, keep])
        return ms, size

    def opened() -> Any:
        return playwright.chromium.launch_persistent_context(profile, executable_path=_chromium(), args=FLAGS)

    with opened() as context:
        found["cold"] = visit(context, keep)
    with opened() as context:
        found["repeat"] = visit(context)
        found["next"] = visit(context)
    shutil.rmtree(profile, ignore_errors=True)
    return found


def _site(scratch: Path) -> tuple[dict[str, tuple[str, bytes, bool]], list[str]]:
    """Every file both ways, by its path; and our worker's address, name and the kept picture's address."""
    checked = load(demo())
    folder = scratch / "ep"
    site_build.build(checked, folder, sdk_dir=SDK)
    files = {"/": ("text/html", b"<!doctype html><title>boot</title>", False)}
    runtime = {path.name.partition("-")[0]: path.name for path in (folder / "runtime").glob("*.br")}
    for packed in runtime.values():
        _add(files, f"/ep/runtime/{packed.removesuffix('.br')}", (folder / "runtime" / packed).read_bytes(), True)
    for plain in ("bundle.msgpack", "integrity.json", "client.js", "config.js"):
        _add(files, f"/ep/{plain}", (folder / plain).read_bytes(), False)
    _add(files, "/ep/worker.js", _packed(folder / "worker.js"), True)
    packages = ROOT / "node_modules" / "pyodide"
    if not packages.is_dir():
        raise LocalError("Pyodide as it is published is not there: make setup installs it beside the source")
    for name in STOCK:
        _add(files, f"/stock/{name}", _packed(packages / name), True)
    for path in (SDK / "wheels").iterdir():
        _add(files, f"/stock/{path.name}", path.read_bytes(), False)
    _add(files, "/stock/worker.js", STOCK_WORKER.encode(), False)
    return files, ["/ep/worker.js", "bench", f"/ep/runtime/{runtime['memory'].removesuffix('.br')}"]


def _add(files: dict[str, tuple[str, bytes, bool]], path: str, body: bytes, packed: bool) -> None:
    files[path] = (TYPES.get(Path(path).suffix, "application/octet-stream"), body, packed)


def _packed(path: Path) -> bytes:
    """A file of Pyodide's as brotli makes it at its best; done once, for it takes half a minute."""
    kept = ROOT / ".cache" / "stock" / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.br"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        code = (
            "const z=require('zlib'),f=require('fs'),c=z.constants,b=f.readFileSync(process.argv[1]);"
            "f.writeFileSync(process.argv[2],z.brotliCompressSync(b,{params:{[c.BROTLI_PARAM_QUALITY]:11,"
            "[c.BROTLI_PARAM_LGWIN]:24,[c.BROTLI_PARAM_SIZE_HINT]:b.length}}))"
        )
        node = shutil.which("node")
        if node is None:
            raise LocalError("Node is needed to compress Pyodide as a good host would: make setup installs one")
        subprocess.run([node, "-e", code, str(path), str(kept)], check=True)  # noqa: S603 - a file of ours
    return kept.read_bytes()


def _chromium() -> str | None:
    named = os.environ.get("EDGEPERSONA_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


@contextmanager
def _served(server: Server) -> Iterator[Server]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    begun = asyncio.start_server(server.answer, "127.0.0.1", 0)
    listening = asyncio.run_coroutine_threadsafe(begun, loop).result()
    server.origin = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def _result(
    took: dict[str, dict[str, list[float]]], wire: dict[str, dict[str, list[float]]], repeats: int
) -> dict[str, Any]:
    visits: dict[str, Any] = {}
    for key, both in took.items():
        ratios = [one / other for one, other in zip(both["ours"], both["stock"], strict=True)]
        visits[key] = {
            kind: {"ms": [round(ms, 1) for ms in both[kind]], "bytes": round(median(wire[key][kind]))} for kind in both
        } | {"ratio": round(median(ratios), 4), "ratios": [round(ratio, 4) for ratio in ratios]}
    wanted = [
        *((f"{key}, ours over stock", most, visits[key]["ratio"]) for key, most in {**TARGETS, **TARGETS_4G}.items()),
        ("cold, brotli bytes", TARGET_BYTES, visits["cold"]["ours"]["bytes"]),
        ("repeat, brotli bytes", 0, visits["repeat"]["ours"]["bytes"]),
    ]
    targets = [
        {"name": name, "at_most": most, "reached": reached, "met": reached <= most} for name, most, reached in wanted
    ]
    return {"format": 1, "bench": "boot", "repeats": repeats, "visits": visits, "targets": targets}


def report(found: dict[str, Any]) -> Report:
    """What `run` found, for the command line."""
    made = Report("boot", f"until Python answers, {found['repeats']} repeats")
    for key, visit in found["visits"].items():
        made.figures += [figures.of(f"{key}: {kind}", "ms", visit[kind]["ms"]) for kind in ("stock", "ours")]
    for target in found["targets"]:
        ratios = found["visits"].get(target["name"].removesuffix(", ours over stock"), {}).get("ratios")
        reached = figures.of(target["name"], "", ratios or [target["reached"]])
        made.targets.append(Target(target["name"], target["at_most"], "", reached))
    return made


if __name__ == "__main__":
    json.dump(run(progress=lambda step: print(step, file=sys.stderr)), sys.stdout, indent=1)
