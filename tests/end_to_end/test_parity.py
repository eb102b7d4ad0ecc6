"""The same core in the browser: byte for byte, and installable from its own origin into any Pyodide page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from edgepersona.authoring.compile import load
from edgepersona.authoring.site_build import build
from tests.vectors.make import PERSONA, VECTORS

from .serving import SDK, site

ASK_ALL = """async (requests) => {
  const worker = new Worker("/ep/worker.js", { type: "module" });
  const next = () => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.failed ? reject(new Error(data.code)) : resolve(data));
    worker.onerror = (event) => reject(new Error(event.message ?? "worker"));
  });
  await next();
  const answers = [];
  for (const [id, request] of requests.entries()) {
    worker.postMessage({ id, request });
    answers.push((await next()).response);
  }
  worker.terminate();
  return answers;
}"""

INSTALL = """async ([core, msgpack, micropip]) => {
  const { loadPyodide } = await import("/ep/runtime/pyodide.mjs");
  const python = await loadPyodide({ indexURL: "/ep/runtime/" });
  await python.loadPackage(location.origin + micropip);
  await python.pyimport("micropip").install([location.origin + msgpack, location.origin + core]);
  return python.runPython("import edgepersona.core.decide, edgepersona.core as core; core.__doc__");
}"""


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bakery") / "ep"
    build(load(PERSONA), folder, sdk_dir=SDK)
    return folder


def test_the_served_worker_answers_byte_for_byte(bakery: Path, context: BrowserContext) -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]
    policy = "default-src 'self'; script-src 'self'; worker-src 'self'"
    with site(bakery, {"/": "<!doctype html><title>parity</title>"}, policy) as origin:
        page = context.new_page()
        page.goto(origin)
        answers = page.evaluate(ASK_ALL, [json.dumps(case["request"]) for case in vectors])
        page.close()
    assert len(answers) == len(vectors) > 100
    for n, (case, answer) in enumerate(zip(vectors, answers, strict=True)):
        assert answer == case["response"], f"case {n}"


def test_the_wheel_installs_with_micropip_from_its_own_origin(bakery: Path, context: BrowserContext) -> None:
    wheels = SDK.parent.parent.parent / ".cache" / "wheels"
    core = next((bakery / "runtime").glob("edgepersona_core-*.whl")).name
    msgpack = next((bakery / "runtime").glob("msgpack-*.whl")).name
    micropip = next(wheels.glob("micropip-*.whl")).name
    with site(bakery, {"/": "<!doctype html><title>notebook</title>"}, None, wheels=wheels) as origin:
        page = context.new_page()
        page.goto(origin)
        paths = [f"/ep/runtime/{core}", f"/ep/runtime/{msgpack}", f"/wheels/{micropip}"]
        said = page.evaluate(INSTALL, paths)
        page.close()
    assert said.startswith("The engine")
