"""What a page runs is what was signed: in a real browser, good, changed, replayed, unsigned, and without Ed25519."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import BrowserContext, Route, expect

from edgepersona.authoring.compile import load
from edgepersona.authoring.integrity import hash_of
from edgepersona.authoring.signing import Release
from edgepersona.authoring.site_build import build
from tests.vectors.make import PERSONA

from .conftest import PATIENCE, Tab
from .serving import SDK, site
from .test_failures import LISTEN
from .test_story import NOTHING, STORES

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
PUBLIC, STRANGE = Release(KEY, 1, 1).public, Release(OTHER, 1, 1).public
# Where importing a key fails as it does in a browser without Ed25519.
NO_ED25519 = """crypto.subtle.importKey = async () => { throw new DOMException("Unrecognized name", "NotSupportedError"); };
"""


def page(**pins: object) -> str:
    """A page whose loader is pinned; the loader is the same in every build."""
    said = f' integrity="{hash_of((SDK / "loader.js").read_bytes())}"' if pins else ""
    said += "".join(f' data-ep-{name.replace("_", "-")}="{value}"' for name, value in pins.items())
    return (
        f'<!doctype html><html lang=de><title>signed</title><script src="/ep/loader.js" async{said} '
        f'data-ep-base="/ep/" data-ep-start="now" data-ep-deadline="{PATIENCE}"></script>'
        '<h1>Bäckerei</h1><ep-slot name="hero"><p>default</p></ep-slot><ep-panel></ep-panel>'
        '<button data-ep-open="panel">Your data</button>'
    )


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """name → a folder as `build` wrote it: unsigned, or signed with a number and a floor."""
    top = tmp_path_factory.mktemp("builds")
    releases = {
        "unsigned": None,
        "4": Release(KEY, 4, 3),
        "6": Release(KEY, 6, 5),
        "7": Release(KEY, 7, 5),
        "other": Release(OTHER, 7, 5),
    }
    for name, release in releases.items():
        build(load(PERSONA), top / name, sdk_dir=SDK, expose="ids", release=release)
    return {name: top / name for name in releases}


@pytest.fixture
def served(builds: dict[str, Path], tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Build 7 in a folder of its own, with pages that pin more than it does itself; yields the origin and the folder."""
    folder = Path(shutil.copytree(builds["7"], tmp_path / "ep"))
    pages = {
        "/": page(),
        "/pinned": page(key=f"{STRANGE} {PUBLIC}", min_build=7),
        "/strange": page(key=STRANGE),
        "/later": page(key=PUBLIC, min_build=8),
        "/unclear": page(min_build="soon"),
    }
    with site(folder, pages) as origin:
        yield origin, folder


def put(source: Path, folder: Path, *names: str) -> None:
    for name in names:
        shutil.copyfile(source / name, folder / name)


def failure(tab: Tab, url: str) -> str:
    """Load a page that must fail; the one code it told, after looking at what is left: nothing."""
    tab.open(url, live=False)
    tab.page.wait_for_selector('html[data-ep-state="failed"]', timeout=PATIENCE)
    told: list[dict[str, Any]] = tab.page.evaluate("failures")
    assert len(told) == 1
    assert told[0]["fix"]
    expect(tab.page.get_by_text("default", exact=True)).to_be_visible()
    assert tab.block("hero") is None
    assert tab.page.evaluate(STORES) == NOTHING
    assert tab.foreign() == []
    return str(told[0]["code"])


def test_signed_and_served_as_signed(served: tuple[str, Path], builds: dict[str, Path], tab: Tab) -> None:
    origin, folder = served
    tab.page.add_init_script(LISTEN)
    for path in ("/", "/pinned"):
        tab.open(f"{origin}{path}")
        assert tab.page.evaluate("failures") == []
    tab.page.get_by_role("button", name="Your data").click()
    dialog = tab.page.locator("ep-panel").get_by_role("dialog")
    expect(dialog).to_contain_text(PUBLIC, timeout=PATIENCE)
    expect(dialog).to_contain_text("7")
    # An older one that the signed floor still allows is not refused for its age.
    put(builds["6"], folder, "integrity.json", "bundle.msgpack")
    tab.open(f"{origin}/")
    assert tab.page.evaluate("failures") == []


def test_what_was_not_signed_is_refused(served: tuple[str, Path], builds: dict[str, Path], tab: Tab) -> None:
    origin, folder = served
    tab.page.add_init_script(LISTEN)
    assert failure(tab, f"{origin}/strange") == "bundle-signature"
    assert failure(tab, f"{origin}/later") == "bundle-too-old"
    assert failure(tab, f"{origin}/unclear") == "bundle-too-old"

    bundle = (folder / "bundle.msgpack").read_bytes()
    (folder / "bundle.msgpack").write_bytes(bundle[:-1] + bytes([bundle[-1] ^ 1]))
    assert failure(tab, f"{origin}/") == "bundle-signature"

    # The list follows the bundle, but nobody signed it.
    listed = json.loads((folder / "integrity.json").read_text())
    listed["files"]["bundle.msgpack"] = hash_of((folder / "bundle.msgpack").read_bytes())
    (folder / "integrity.json").write_text(json.dumps(listed))
    assert failure(tab, f"{origin}/") == "bundle-signature"

    put(builds["unsigned"], folder, "integrity.json", "bundle.msgpack")
    assert failure(tab, f"{origin}/") == "bundle-unsigned"
    (folder / "integrity.json").unlink()
    assert failure(tab, f"{origin}/") == "bundle-unsigned"


def test_a_replayed_build_below_the_floor_is_refused(
    served: tuple[str, Path], builds: dict[str, Path], tab: Tab
) -> None:
    origin, folder = served
    tab.page.add_init_script(LISTEN)
    put(builds["4"], folder, "integrity.json", "bundle.msgpack")
    assert failure(tab, f"{origin}/") == "bundle-too-old"


def test_a_whole_folder_by_another_hand_is_refused_by_the_page(builds: dict[str, Path], tab: Tab) -> None:
    tab.page.add_init_script(LISTEN)
    for name, code in (("other", "bundle-signature"), ("unsigned", "bundle-unsigned")):
        with site(builds[name], {"/": page(key=PUBLIC)}) as origin:
            tab.requests.clear()
            assert failure(tab, f"{origin}/") == code
            tab.page.goto("about:blank")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("worker.js", "file-changed"),
        ("config.js", "file-changed"),
        ("words/de.json", "words-failed"),
        ("runtime/python-*.wasm", "boot-failed"),
    ],
)
def test_every_file_that_runs_or_speaks_is_compared(
    builds: dict[str, Path], tmp_path: Path, context: BrowserContext, tab: Tab, name: str, code: str
) -> None:
    folder = Path(shutil.copytree(builds["unsigned"], tmp_path / "ep"))
    (file,) = folder.glob(name)
    # An interpreter with one more custom section would run as well as the one that was built.
    file.write_bytes(file.read_bytes() + (b"\x00\x05\x04more" if file.suffix == ".wasm" else b"\n"))
    tab.page.add_init_script(LISTEN)
    with site(folder, {"/": page(language="de")}) as origin:
        assert failure(tab, f"{origin}/") == code


def test_without_ed25519_the_named_bundle_is_taken_and_told(
    served: tuple[str, Path], builds: dict[str, Path], context: BrowserContext, tab: Tab
) -> None:
    origin, folder = served

    def patched(route: Route) -> None:
        if route.request.resource_type == "script":
            body = NO_ED25519 + (folder / "worker.js").read_text(encoding="utf-8")
            route.fulfill(status=200, content_type="text/javascript", body=body)
        else:
            route.continue_()

    context.route("**/ep/worker.js*", patched)
    # A shared worker outlives the page, and what it has checked stays checked; here each page checks anew.
    tab.page.add_init_script(LISTEN + "delete window.SharedWorker;")
    tab.open(f"{origin}/")
    assert [told["code"] for told in tab.page.evaluate("failures")] == ["signature-unchecked"]
    assert failure(tab, f"{origin}/pinned") == "signature-unchecked", "config.js is not what this page relies on"
    listed = json.loads((folder / "integrity.json").read_text())
    (folder / "bundle.msgpack").write_bytes(b"\xc0")
    listed["files"]["bundle.msgpack"] = hash_of(b"\xc0")
    (folder / "integrity.json").write_text(json.dumps(listed))
    assert failure(tab, f"{origin}/") == "bundle-signature"
