"""Browsers beside Chromium, driven as simply as they allow: go to a page, run a script, wait for something.

Firefox is spoken to over Marionette, which is part of it; WebKit through WebKitWebDriver and its own MiniBrowser, on a
display of Xvfb. Both come from the distribution; where they are missing, `found()` says what is.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

import httpx

PATIENCE = 120
"""Seconds."""
MINI = Path("/usr/lib")
PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
"""Without these Firefox asks its maker's servers at every start."""


class Browser(Protocol):
    """What a test needs of one."""

    def go(self, url: str) -> None:
        """Load a page."""

    def run(self, script: str, *args: Any) -> Any:
        """Run the body of a function in the page; what it returns."""

    def press(self, selector: str) -> None:
        """Click an element, as a person does."""


def wait(browser: Browser, condition: str) -> None:
    """Until an expression holds in the page."""
    for _ in range(PATIENCE * 5):
        if browser.run(f"return !!({condition})"):
            return
        time.sleep(0.2)
    seen = "return [document.documentElement.outerHTML.slice(0, 300), JSON.stringify(window.told ?? null)].join(' ')"
    raise AssertionError(f"never held: {condition}; {browser.run(seen)}")


def found(name: str) -> dict[str, str] | str:
    """The programs a browser needs, by their roles; or, as a text, which of them this machine lacks."""
    wanted = {"firefox": ("firefox-esr", "firefox"), "driver": ("WebKitWebDriver",), "display": ("Xvfb",)}
    roles = ("firefox",) if name == "firefox" else ("driver", "display")
    programs = {role: next((path for one in wanted[role] if (path := shutil.which(one))), "") for role in roles}
    if name == "webkit":
        programs["webkit"] = next((str(path) for path in sorted(MINI.glob("**/webkit2gtk-4.*/MiniBrowser"))), "")
    missing = [role for role, path in programs.items() if not path]
    return f"{name} is not installed ({', '.join(missing)})" if missing else programs


@contextmanager
def opened(name: str, programs: dict[str, str]) -> Iterator[Browser]:
    """A browser with a profile of its own, gone afterwards."""
    how = firefox if name == "firefox" else webkit
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, how(programs, Path(home)) as browser:
        yield browser


@contextmanager
def started(command: list[str], **more: str) -> Iterator[subprocess.Popen[str]]:
    """A program, ended afterwards."""
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env={**os.environ, **more}, **quiet) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


# --- Firefox ----------------------------------------------------------------------------------------


class Marionette:
    """One connection: each message is its length, a colon, and JSON."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.asked = file, 0
        self.read()  # what it is
        self.tell("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": True}}})
        self.tell("WebDriver:SetTimeouts", {"script": PATIENCE * 1_000, "pageLoad": PATIENCE * 1_000})

    def read(self) -> Any:
        digits = b""
        while (one := self.file.read(1)) != b":":
            assert one, "Firefox has gone"
            digits += one
        return json.loads(self.file.read(int(digits)))

    def tell(self, command: str, what: dict[str, Any]) -> Any:
        self.asked += 1
        message = json.dumps([0, self.asked, command, what]).encode()
        self.file.write(b"%d:%b" % (len(message), message))
        self.file.flush()
        _, number, error, answer = self.read()
        assert (number, error) == (self.asked, None), error
        return answer

    def go(self, url: str) -> None:
        self.tell("WebDriver:Navigate", {"url": url})

    def run(self, script: str, *args: Any) -> Any:
        return self.tell("WebDriver:ExecuteScript", {"script": script, "args": list(args)})["value"]

    def press(self, selector: str) -> None:
        found = self.tell("WebDriver:FindElement", {"using": "css selector", "value": selector})["value"]
        self.tell("WebDriver:ElementClick", {"id": next(iter(found.values()))})


@contextmanager
def firefox(programs: dict[str, str], home: Path) -> Iterator[Browser]:
    port = free_port()
    lines = {**PREFERENCES, "marionette.port": port}
    text = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in lines.items())
    (home / "user.js").write_text(text, encoding="utf-8")
    command = [programs["firefox"], "--headless", "--marionette", "--no-remote", "--profile", str(home)]
    with started(command, HOME=str(home)) as process:
        deadline = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, "Firefox did not start"
            try:
                sock = socket.create_connection(("127.0.0.1", port), PATIENCE)
                break
            except OSError:
                assert time.monotonic() < deadline, "Firefox does not listen"
                time.sleep(0.2)
        with sock, sock.makefile("rwb") as file:
            yield Marionette(file)


# --- WebKit -----------------------------------------------------------------------------------------


class WebDriver:
    """A session of WebKitWebDriver."""

    def __init__(self, client: httpx.Client, options: dict[str, Any]) -> None:
        self.client, self.session = client, ""
        self.session = self.post("/session", {"capabilities": {"alwaysMatch": options}})["sessionId"]

    def post(self, path: str, what: dict[str, Any]) -> Any:
        where = f"/session/{self.session}{path}" if self.session else path
        answer = self.client.post(where, json=what)
        assert answer.status_code == 200, answer.text
        return answer.json()["value"]

    def go(self, url: str) -> None:
        self.post("/url", {"url": url})

    def run(self, script: str, *args: Any) -> Any:
        return self.post("/execute/sync", {"script": script, "args": list(args)})

    def press(self, selector: str) -> None:
        found = self.post("/element", {"using": "css selector", "value": selector})
        self.post(f"/element/{next(iter(found.values()))}/click", {})


@contextmanager
def webkit(programs: dict[str, str], home: Path) -> Iterator[Browser]:
    with ExitStack() as stack:
        screen = ["-screen", "0", "1280x900x24", "-nolisten", "tcp", "-displayfd", "1"]
        display = stack.enter_context(started([programs["display"], *screen]))
        assert display.stdout is not None
        number, port = display.stdout.readline().strip(), free_port()
        assert number, "Xvfb did not start"
        where = {"DISPLAY": f":{number}", "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "GDK_BACKEND": "x11"}
        stack.enter_context(started([programs["driver"], f"--port={port}"], **where, **SOFTWARE))
        client = stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE))
        for _ in range(PATIENCE * 5):
            try:
                client.get("/status")
                break
            except httpx.TransportError:
                time.sleep(0.2)
        mini = {"binary": programs["webkit"], "args": ["--automation"]}
        driver = WebDriver(client, {"browserName": "MiniBrowser", "webkitgtk:browserOptions": mini})
        try:
            yield driver
        finally:
            client.delete(f"/session/{driver.session}")  # which ends the browser


SOFTWARE = {"LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "NO_AT_BRIDGE": "1"}
"""There is no graphics card behind Xvfb."""
