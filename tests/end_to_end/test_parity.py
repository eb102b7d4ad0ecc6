"""The same core in the browser: byte for byte, however Python was started, and installable into any Pyodide page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from edgepersona.authoring.compile import load
from edgepersona.authoring.site_build import INTEGRITY, build
from tests.vectors.make import PERSONA, VECTORS

from .serving import SDK, site

ROOT = SDK.parent.parent.parent
POLICY = "default-src 'self'; script-src 'self'; worker-src 'self'"
ASK_ALL = """async ([requests, keep]) => {
  const worker = new Worker("/ep/worker.js", { type: "module" });
  const next = () => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.failed ? reject(new Error(data.code)) : data.beat || resolve(data));
    worker.onerror = (event) => reject(new Error(event.message ?? "worker"));
  });
  await next();
  const answers = [];
  for (const [id, request] of requests.entries()) {
    worker.postMessage({ id, request });
    answers.push((await next()).response);
  }
  if (keep) {
    worker.postMessage({ keep: true });
    while (!(await caches.match(new URL(keep, location)))) await new Promise((resolve) => setTimeout(resolve, 50));
    while ((await caches.keys()).length > 2) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  worker.terminate();
  return answers;
}"""
KEPT = """async () => {
  const files = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const bytes = await (await cache.match(request)).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
      files[new URL(request.url).pathname] = "sha384-" + btoa(String.fromCharCode(...digest));
    }
  }
  return files;
}"""
BREAK = """async ([file, how]) => {
  const cache = await caches.open((await caches.keys()).at(-1));
  const url = new URL(file, location).href;
  const bytes = new Uint8Array(await (await cache.match(url)).arrayBuffer());
  if (how === "cut") return cache.put(url, new Response(bytes.subarray(0, 5_000_000)));
  bytes[bytes.length >> 1] ^= 1;
  await cache.put(url, new Response(bytes, { headers: { "content-type": "application/wasm" } }));
}"""
OLDER = """async (names) => { for (const name of names) await caches.open(name); }"""
INSTALL = """async ([core, msgpack, micropip]) => {
  const { loadPyodide } = await import("/pyodide/pyodide.mjs");
  const python = await loadPyodide({ indexURL: "/pyodide/" });
  await python.loadPackage(location.origin + micropip);
  await python.pyimport("micropip").install([location.origin + msgpack, location.origin + core]);
  return python.runPython("import edgepersona.core.decide, edgepersona.core as core; core.__doc__");
}"""


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bakery") / "ep"
    build(load(PERSONA), folder, sdk_dir=SDK)
    return folder


def runtime(folder: Path, role: str) -> str:
    """The address of one of the runtime's files."""
    return "/ep/runtime/" + next(path.name for path in (folder / "runtime").glob(f"{role}-*") if path.suffix != ".gz")


def test_the_served_worker_answers_byte_for_byte(bakery: Path, context: BrowserContext) -> None:
    cases: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]
    requests, wanted = [json.dumps(case["request"]) for case in cases], [case["response"] for case in cases]
    assert len(cases) > 100
    memory, modules = runtime(bakery, "memory").removesuffix(".br"), runtime(bakery, "modules").removesuffix(".br")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.partition("/ep/")[2]))

    def started(page: Page, requests: list[str], keep: str = "") -> tuple[list[str], set[str]]:
        """What a new worker answers, and the files it asked the network for."""
        asked.clear()
        answers = page.evaluate(ASK_ALL, [requests, keep])
        return answers, {path.partition("-")[0].removeprefix("runtime/") for path in asked if "runtime/" in path}

    with site(bakery, {"/": "<!doctype html><title>parity</title>"}, POLICY) as origin:
        page = context.new_page()
        page.goto(origin)
        older = [f"edgepersona /ep/ memory-{n}.bin" for n in range(3)]
        page.evaluate(OLDER, older)

        answers, fetched = started(page, requests, keep=memory)
        assert {"python", "modules"} <= fetched
        for n, (answer, expected) in enumerate(zip(answers, wanted, strict=True)):
            assert answer == expected, f"from modules, case {n}"
        hashes = json.loads((bakery / INTEGRITY).read_text(encoding="utf-8"))["files"]
        kept = page.evaluate(KEPT)
        assert kept == {path: hashes[path.removeprefix("/ep/")] for path in kept}, "byte-identical, and nothing else"
        assert {path.rpartition("/")[2].partition("-")[0] for path in kept} == {"python", "memory"}
        builds = page.evaluate("caches.keys()")
        assert (len(builds), builds[0]) == (2, older[-1]), "two builds are kept"

        answers, fetched = started(page, requests)
        assert fetched == set(), "the second start needs none of it"
        for n, (answer, expected) in enumerate(zip(answers, wanted, strict=True)):
            assert answer == expected, f"from the picture, case {n}"

        for file, how in ((memory, "cut"), (memory, "flip"), (runtime(bakery, "python").removesuffix(".br"), "flip")):
            page.evaluate(BREAK, [file, how])
            answers, fetched = started(page, requests[:3], keep=memory)
            assert answers == wanted[:3], (file, how)
            assert "modules" in fetched, "what does not match is not used"
        assert page.evaluate(KEPT) == kept, "and is replaced"
        assert modules.rpartition("/")[2] not in str(kept)
        page.close()


def test_the_wheel_installs_with_micropip_from_its_own_origin(bakery: Path, context: BrowserContext) -> None:
    wheels = ROOT / ".cache" / "wheels"
    core = next((bakery / "wheels").glob("edgepersona_core-*.whl")).name
    msgpack = next((bakery / "wheels").glob("msgpack-*.whl")).name
    micropip = next(wheels.glob("micropip-*.whl")).name
    folders = {"wheels": wheels, "pyodide": ROOT / "node_modules" / "pyodide"}
    with site(bakery, {"/": "<!doctype html><title>notebook</title>"}, None, **folders) as origin:
        page = context.new_page()
        page.goto(origin)
        paths = [f"/ep/wheels/{core}", f"/ep/wheels/{msgpack}", f"/wheels/{micropip}"]
        said = page.evaluate(INSTALL, paths)
        page.close()
    assert said.startswith("The engine")
