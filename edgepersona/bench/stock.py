"""Pyodide as it is published, doing the work that a page of ours asks of Python.

Rules
1. Stock loads `pyodide.mjs`, the core's wheel and msgpack's, imports the core and starts it with the same bundle.
2. Its files are compressed as hard as brotli can, kept for good by the browser, and asked for as early as they can be.
"""

from __future__ import annotations

from typing import Any

from edgepersona.core.errors import LocalError

from . import wire
from .wire import ROOT, SDK

POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
STOCK = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
WORKER = "/stock/worker.js"
REQUEST: dict[str, Any] = {
    "now": 1_767_225_600_000,
    "entropy": "0" * 64,
    "env": {"language": "en", "url": "https://example.com/", "gpc": False},
    "page": {},
    "stores": {"choice": None, "visit": None, "memory": None, "outbox": None, "page": None},
    "call": {"do": "page"},
}
SCRIPT = """
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


def files() -> wire.Files:
    """What it consists of, by path; the bundle is where a build puts it. Raises LocalError without Pyodide."""
    packages = ROOT / "node_modules" / "pyodide"
    if not packages.is_dir():
        raise LocalError("Pyodide as it is published is not there: make setup installs it beside the source")
    found = {
        f"/stock/{name}": wire.file(name, wire.packed(packages / name), packed=True, cache=wire.FOREVER)
        for name in STOCK
    }
    for path in (SDK / "wheels").iterdir():
        found[f"/stock/{path.name}"] = wire.file(path.name, path.read_bytes(), cache=wire.FOREVER)
    return found | {WORKER: wire.file("worker.js", SCRIPT.encode())}
