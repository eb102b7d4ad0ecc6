"""`verify` against real servers on loopback: honest, changed, careless and hostile ones."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from edgepersona.authoring import fetching, integrity, signing, verifying
from edgepersona.authoring.site_build import build
from edgepersona.core.errors import LocalError

from .running import ROOT, edgepersona, refused
from .shop import SHOP, checked

RELEASE = signing.Release(Ed25519PrivateKey.generate(), 7, 5)
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"


class Site(SimpleHTTPRequestHandler):
    """A static host that lists no folders and sends the worker its policy; `odd` may answer otherwise."""

    odd: dict[str, Callable[[SimpleHTTPRequestHandler], None]]
    policy: str | None = POLICY

    def do_GET(self) -> None:
        name = self.path.removeprefix("/ep/")
        odd = self.odd.get(name, self.odd.get("*"))
        if odd is not None:
            odd(self)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        if self.path.endswith("/worker.js") and self.policy is not None:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(top: Path, odd: dict[str, Any] | None = None, kind: type[Site] = Site, **more: Any) -> Iterator[str]:
    """Serve the folder at /ep/ of a free loopback port; yields its address."""
    handler = type("Handler", (kind,), {"odd": odd or {}, **more})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(top)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ep/"
    finally:
        server.shutdown()
        server.server_close()


def says(status: int, body: bytes = b"", **headers: str) -> Callable[[SimpleHTTPRequestHandler], None]:
    def answer(request: SimpleHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A signed build of a few small files, in `reviewed/`, and what is uploaded of it, in `www/ep/`."""
    sdk = tmp_path / "sdk"
    (sdk / "runtime").mkdir(parents=True)
    for name in ("loader.js", "client.js", "panel.js", "worker.js", "runtime/python.mjs", "runtime/python.wasm"):
        (sdk / name).write_text(f"// {name}\n")
    build(checked(SHOP), tmp_path / "reviewed", sdk_dir=sdk, release=RELEASE)
    shutil.copytree(tmp_path / "reviewed", tmp_path / "www" / "ep")
    return tmp_path / "reviewed"


def found(result: verifying.Result) -> list[tuple[str, str]]:
    return [(finding.kind, finding.file) for finding in result.findings]


def live(reviewed: Path) -> Path:
    return reviewed.parent / "www" / "ep"


def test_what_was_reviewed_is_what_is_served(reviewed: Path) -> None:
    with serving(reviewed.parent / "www") as url:
        done = edgepersona("verify", url, "--against", reviewed, "--key", RELEASE.public)
        assert (done.returncode, done.stderr) == (0, "")
        count = len(integrity.names_in(reviewed))
        whose = signing.fingerprint(RELEASE.public)
        assert done.stdout == f"{count} of {count} files are served as reviewed\nsigned by {whose}, build 7\n"
        data = json.loads(edgepersona("verify", url[:-1], "--against", reviewed, "--format", "json").stdout)
        assert (data["url"], data["files"], data["same"]) == (url, count, count)
        assert data["findings"] == data["warnings"] == []
        assert data["signed"]["key"] == RELEASE.public


def test_each_file_that_differs_is_missing_or_extra_is_named(reviewed: Path) -> None:
    folder = live(reviewed)
    (folder / "worker.js").write_text("// another worker\n")
    (folder / "words" / "de.json").unlink()
    (folder / "persona.yaml").write_text(SHOP)  # leaked
    (folder / "extra.js").write_text("// nobody reviewed this\n")
    listed = json.loads((folder / "integrity.json").read_text())
    listed["files"]["extra.js"] = integrity.hash_of((folder / "extra.js").read_bytes())
    (folder / "integrity.json").write_text(json.dumps(listed))
    with serving(reviewed.parent / "www") as url:
        done = edgepersona("verify", url, "--against", reviewed)
        assert done.returncode == 1
        lines = [line.split()[:2] for line in done.stdout.splitlines()]
        for line in (["missing", "words/de.json"], ["extra", "extra.js"], ["extra", "persona.yaml"]):
            assert line in lines
        assert ["differs", "worker.js"] in lines
        assert ["differs", "integrity.json"] in lines
        for path in (reviewed / "worker.js", folder / "worker.js"):
            assert integrity.hash_of(path.read_bytes()) in done.stdout, "both hashes"
        data = json.loads(edgepersona("verify", url, "--against", reviewed, "--format", "json").stdout)
        (worker,) = [entry for entry in data["findings"] if entry["file"] == "worker.js"]
        assert worker == {
            "kind": "differs",
            "file": "worker.js",
            "reviewed": integrity.hash_of((reviewed / "worker.js").read_bytes()),
            "served": integrity.hash_of((folder / "worker.js").read_bytes()),
            "note": None,
        }


class Listing(Site):
    """A host that lists its folders, as many do."""

    def list_directory(self, path: Any) -> None:
        return SimpleHTTPRequestHandler.list_directory(self, path)  # type: ignore[return-value]


def test_a_folder_that_is_listed_hides_nothing(reviewed: Path) -> None:
    (live(reviewed) / "runtime" / "a b.js").write_text("")
    (live(reviewed) / ".hidden").write_text("")
    with serving(reviewed.parent / "www", kind=Listing) as url:
        assert found(verifying.verify(url, reviewed)) == [("extra", ".hidden"), ("extra", "runtime/a b.js")]


def test_a_site_that_answers_everything_is_seen_through(reviewed: Path) -> None:
    gone = says(200, b"<a href=odd.js>home</a>", Content_Type="text/html")
    odd = dict.fromkeys(("", verifying.NO_FILE, *verifying.LEAKS, "odd.js", "panel.js"), gone)
    with serving(reviewed.parent / "www", odd) as url:
        assert found(verifying.verify(url, reviewed)) == [("missing", "panel.js")]


def test_types_and_policies(reviewed: Path) -> None:
    wrong = says(200, (reviewed / "runtime/python.wasm").read_bytes(), Content_Type="application/octet-stream")
    plain = says(200, (reviewed / "loader.js").read_bytes())
    odd = {"runtime/python.wasm": wrong, "loader.js": plain}
    with serving(reviewed.parent / "www", odd, policy="script-src 'self'; connect-src 'self' https:") as url:
        result = verifying.verify(url, reviewed)
        assert found(result) == [("type", "loader.js"), ("type", "runtime/python.wasm"), ("policy", "worker.js")]
        assert [warning.note or "" for warning in result.warnings] == [
            "its Content-Security-Policy lets the worker reach other origins; expected connect-src 'self'"
        ]
    with serving(reviewed.parent / "www", policy=None) as url:
        result = verifying.verify(url, reviewed)
        assert found(result) == []
        assert "no Content-Security-Policy" in (result.warnings[0].note or "")


def test_who_signed(reviewed: Path) -> None:
    other = signing.Release(Ed25519PrivateKey.generate(), 1, 1).public
    with serving(reviewed.parent / "www") as url:
        (finding,) = verifying.verify(url, reviewed, other).findings
        assert (finding.kind, finding.file) == ("signature", "integrity.json")
        assert finding.note == f"signed by {signing.fingerprint(RELEASE.public)}; expected {signing.fingerprint(other)}"
        listed = json.loads((reviewed / "integrity.json").read_text())
        listed["signed"]["build"] = 8
        for folder in (reviewed, live(reviewed)):
            (folder / "integrity.json").write_text(json.dumps(listed))
        assert found(verifying.verify(url, reviewed, RELEASE.public)) == [("signature", "integrity.json")]
        del listed["signed"]
        for folder in (reviewed, live(reviewed)):
            (folder / "integrity.json").write_text(json.dumps(listed))
        assert found(verifying.verify(url, reviewed)) == []
        assert found(verifying.verify(url, reviewed, RELEASE.public)) == [("signature", "integrity.json")]


def test_a_reviewed_folder_that_was_touched_is_said_and_compared_all_the_same(reviewed: Path) -> None:
    (reviewed / "panel.js").write_text("// touched\n")
    with serving(reviewed.parent / "www") as url:
        assert found(verifying.verify(url, reviewed)) == [("altered", "panel.js"), ("differs", "panel.js")]
    (reviewed / "integrity.json").write_text("{}")
    assert "is not a list of files" in refused("verify", "https://a.example/", "--against", reviewed)


def drip(request: SimpleHTTPRequestHandler) -> None:
    """One header byte at a time, for ever: no single wait is long."""
    try:
        request.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        while True:
            request.wfile.write(b"x")
            time.sleep(0.02)
    except OSError:
        pass


def endless(request: SimpleHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    try:
        while True:
            request.wfile.write(b"x" * 65_536)
    except OSError:
        pass


def test_an_answer_that_never_ends_is_left(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_SECONDS", 1)
    with (
        serving(reviewed.parent / "www", {"drip": drip}) as url,
        pytest.raises(fetching.FetchError, match="than 1 sec"),
    ):
        fetching.fetch(f"{url}drip")


def test_a_hostile_site_costs_little(reviewed: Path) -> None:
    with serving(reviewed.parent / "www") as elsewhere:
        odd = {
            "client.js": says(302, Location=f"{elsewhere}client.js"),
            "config.js": endless,
            "counters.json": says(302, Location="counters.json"),
            "loader.js": says(200, b"x", Content_Encoding="gzip"),
            "panel.js": says(503),
            "worker.js": says(301, Location="/ep/runtime/../worker-2.js"),
            "integrity.json": says(200, b"[" * 100_000),
            "words/en.json": lambda request: request.wfile.write(b"\xff nonsense\r\n\r\n"),
        }
        shutil.copyfile(reviewed / "worker.js", live(reviewed) / "worker-2.js")
        with serving(reviewed.parent / "www", odd) as url:
            result = verifying.verify(url, reviewed)
    notes = {finding.file: (finding.kind, finding.note) for finding in result.findings}
    assert notes == {
        "client.js": ("unreadable", "redirects to another origin"),
        "config.js": ("differs", "more bytes than can be compared"),
        "counters.json": ("unreadable", "HTTP 302"),
        "integrity.json": ("differs", None),
        "loader.js": ("unreadable", "sent compressed to a request that asked for the plain file"),
        "panel.js": ("unreadable", "HTTP 503"),
        "words/en.json": ("unreadable", notes["words/en.json"][1]),
    }
    assert all(line.isprintable() for line in verifying.as_text(result).splitlines())


def test_nobody_there_is_one_line(reviewed: Path) -> None:
    with serving(reviewed.parent / "www") as url:
        pass
    assert refused("verify", url, "--against", reviewed).startswith(f"edgepersona: {url} cannot be reached: ")


@pytest.mark.parametrize(
    "url",
    ["http://a.example/", "ftp://a.example/", "https://", "https://u@a.example/", "https://a.example/?x", "https://[/"],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(LocalError, match=r"^expected (an|the address)"):
        fetching.Folder(url)


def test_a_link_leads_below_the_folder_or_nowhere() -> None:
    folder = fetching.Folder("https://a.example/x/ep")
    assert folder.url == "https://a.example/x/ep/"
    for link, name in (
        ("a.js", "words/a.js"),
        ("./b/", "words/b/"),
        ("/x/ep/c", "c"),
        ("https://a.example/x/ep/d?", "d"),
    ):
        assert folder.below(link, "words/") == name
    for link in (
        "../../",
        "../../y",
        "/x/",
        "//b.example/x/ep/a",
        "http://a.example/x/ep/a",
        "https://[",
        "javascript:0",
    ):
        assert folder.below(link, "words/") is None


def test_the_commands_of_the_page_about_trust_work_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGEPERSONA_PASSPHRASE", "correct horse")
    (tmp_path / "persona.yaml").write_text(SHOP, encoding="utf-8")
    text = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    shown = [line for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S) for line in block.splitlines()]
    assert [line.split()[1] for line in shown] == ["keygen", "build", "verify"]
    with serving(tmp_path) as url:
        for line in shown:
            words = [url if word.startswith("https:") else word for word in shlex.split(line)[1:]]
            done = edgepersona(*words, cwd=tmp_path)
            assert (done.returncode, done.stderr) == (0, ""), words
    assert "signed by" in done.stdout


@pytest.mark.parametrize(
    ("loader", "said"),
    [
        ('<script src="/ep/loader.js" integrity="{hash}" data-ep-key="{key}" async></script>', []),
        ('<script src="loader.js" data-ep-base="./" integrity="{hash}" data-ep-key="x {key}"></script>', []),
        ('<script data-ep-base="/ep/" data-ep-key="{key}">\n// loader.js\n</script>', []),
        ('<script src="/ep/loader.js"></script>', ["warning", "warning"]),
        ('<script data-ep-base="/ep/" data-ep-key="{key}">// loader.js;alert()</script>', ["page"]),
        ('<script src="/ep/loader.js" integrity="{hash}" data-ep-key="x"></script>', ["page"]),
        ('<script src="/ep/loader.js" integrity="{hash} sha384-x" data-ep-key="{key}"></script>', ["page"]),
        ('<script src="/ep/panel.js" data-ep-base="/ep/" data-ep-key="{key}"></script>', ["page"]),
        ('<script data-ep-base="https://b.example/ep/" data-ep-key="{key}">// loader.js</script>', ["page"]),
        ('<script src="/other.js">// loader.js</script><p data-ep-base="/ep/">', ["page"]),
    ],
)
def test_a_page_is_asked_what_it_loads_and_pins(reviewed: Path, loader: str, said: list[str]) -> None:
    hash = integrity.hash_of((reviewed / "loader.js").read_bytes())
    page = "<!doctype html><script>let other</script>" + loader.format(hash=hash, key=RELEASE.public)
    with serving(reviewed.parent / "www", {"page.html": says(200, page.encode(), Content_Type="text/html")}) as url:
        result = verifying.verify(url, reviewed, pages=[f"{url}page.html"])
    assert [finding.kind for finding in result.findings] + ["warning"] * len(result.warnings) == said


def test_a_page_that_is_not_there_is_one_line(reviewed: Path) -> None:
    with serving(reviewed.parent / "www") as url:
        said = refused("verify", url, "--against", reviewed, "--page", f"{url}nowhere.html")
        assert said == f"edgepersona: {url}nowhere.html cannot be read: HTTP 404"
        assert "expected an https address" in refused(
            "verify", url, "--against", reviewed, "--page", "http://a.example/"
        )
