"""What README shows is what works: its commands, in their order, and its markup in a real page."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import PATIENCE, Tab
from .serving import site

README = (Path(__file__).resolve().parent.parent.parent / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands(containing: str) -> list[list[str]]:
    """The `edgepersona` and `cd` lines of the one block that has a text in it."""
    block = next(block for block in blocks("sh") if containing in block)
    lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    return [words for words in lines if words and words[0] in ("edgepersona", "cd")]


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that README's first commands leave behind."""
    folder = tmp_path_factory.mktemp("new-user")
    for words in commands("edgepersona new"):
        if words[0] == "cd":
            folder = folder / words[1]
            continue
        done = run(words, folder)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    return folder


def test_the_first_commands_end_in_a_folder_to_host(shop: Path) -> None:
    assert {
        "loader.js",
        "client.js",
        "worker.js",
        "runtime",
        "bundle.msgpack",
        "integrity.json",
        "edgepersona.d.ts",
    } <= {path.name for path in (shop / "ep").iterdir()}


def test_the_markup_works_as_shown(shop: Path, tab: Tab) -> None:
    # A small, busy machine needs longer than the five seconds a visitor should wait for Python.
    markup = blocks("html")[0].replace("async>", 'data-ep-deadline="60000" async>')
    page = f"<!doctype html><html lang=en><head><title>README</title></head><body>{markup}</body></html>"
    with site(shop / "ep", {"/": page}, "default-src 'self'; script-src 'self' 'unsafe-inline'") as origin:
        tab.open(f"{origin}/?utm_campaign=repair-week")
        expect(tab.page.locator("ep-slot[name=hero]")).to_contain_text("Fixed by tomorrow", timeout=PATIENCE)
        tab.page.get_by_role("button", name="Your data").last.click()
        expect(tab.page.locator("ep-panel").get_by_role("dialog")).to_contain_text("delayed", timeout=PATIENCE)
        tab.page.goto("about:blank")
    assert [said for said in tab.complaints if "404" not in said] == [], "but for the icon this page has none of"


def test_the_counting_commands_count(shop: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    collect, release, report = commands("edgepersona collect")
    collect[collect.index("--port") + 1] = str(port)
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    collector = subprocess.Popen(collect, cwd=shop, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as ready:
                    assert ready.status in (200, 204)
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("the collector did not start")
        for words in (release, report):
            done = run(words, shop)
            assert done.returncode == 0, done.stderr
        assert "mong visitors who agreed to counting" in done.stdout
    finally:
        collector.terminate()
        collector.wait(20)
