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
from edgepersona.authoring.inject import Injected
from edgepersona.authoring.integrity import hash_of
from edgepersona.authoring.signing import Release
from edgepersona.authoring.site_build import build
from tests.vectors.make import PERSONA

from .conftest import PATIENCE, Tab
from .pages import ADVERT, built
from .serving import SDK, site
from .test_failures import LISTEN
from .test_going_back import LITTLE
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
        ("client.js", "file-changed"),
        ("backstage.js", "file-changed"),
        ("blocks.js", "file-changed"),
        ("words/de.json", "words-failed"),
        ("runtime/python-*.wasm", "boot-failed"),
        ("runtime/modules-*.zip", "boot-failed"),
    ],
)
def test_every_file_that_runs_or_speaks_is_compared(
    builds: dict[str, Path], tmp_path: Path, context: BrowserContext, tab: Tab, name: str, code: str
) -> None:
    folder = Path(shutil.copytree(builds["unsigned"], tmp_path / "ep"))
    (file,) = folder.glob(name)
    # An interpreter with one more custom section would run as well as the one that was built.
    more = {".wasm": b"\x00\x05\x04more", ".zip": b""}.get(file.suffix, b"\n")
    changed = file.read_bytes() + more
    file.write_bytes(changed if more else changed[:-2] + b"\x01\x00\n")  # an archive with a comment is the same archive
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


WITHOUT_PYTHON = (
    # what differs, what a visitor does, what is told
    ("tables/en.json", "looks", "tables-failed"),
    ("blocks.js", "looks", "client-failed"),
    ("words/en.json", "looks", "words-failed"),
    ("panel.js", "opens the panel", "panel-failed"),
    ("preview.js", "previews", "client-failed"),
    ("integrity.json", "looks", "tables-failed"),
    ("integrity.json", "opens the panel", "panel-failed"),
)
NO_LIST = {"looks": '{"format": 1, "files": {}}', "opens the panel": '{"format": 2}'}
QUIET = "/?club=riders"
"""An arrival at which nothing more is to be shown later: tables are not fetched."""
TOLD = """async () => {
  const patience = performance.now() + 20_000;
  const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));
  while (!failures.length && performance.now() < patience) await pause(50);
  document.querySelector("main").click(); // whatever happens next, it is told once
  await pause(300);
  return failures.map(({ code }) => code);
}"""


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Injected]]:
    top = tmp_path_factory.mktemp("shops")
    profiles = ("same-origin", "tables-only")
    for profile in profiles:
        (top / profile).mkdir()
    return {name: built(top / name, profile=name, preview=["127.0.0.1"]) for name in profiles}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("profile", "name", "act", "code"),
    [
        *(("same-origin", *case) for case in WITHOUT_PYTHON),
        *(("tables-only", *case) for case in WITHOUT_PYTHON),
        ("tables-only", "backstage.js", "answers", "client-failed"),
    ],
)
def test_every_file_is_compared_where_there_is_no_python(
    shops: dict[str, tuple[Path, Injected]], tab: Tab, profile: str, name: str, act: str, code: str
) -> None:
    """Before Python is wanted, and where it never is: each file would do as it is served, but is not the listed one."""
    folder, injected = shops[profile]
    served = NO_LIST[act] if name == "integrity.json" else (folder / name).read_text(encoding="utf-8") + "\n"
    tab.page.add_init_script(LISTEN + LITTLE)
    with site(folder, {"/": injected.html, f"/ep/{name}": served}, injected.policy) as origin:
        tab.open(origin + {"previews": ADVERT + "&ep-preview=1", "opens the panel": QUIET}.get(act, ADVERT), live=False)
        hero, ask = (tab.page.locator(f"ep-slot[name={slot}]") for slot in ("hero", "ask"))
        if act == "opens the panel":
            tab.page.get_by_role("button", name="Your data").click()
        elif act == "answers":
            ask.get_by_role("button", name="to work", exact=True).click()
        assert tab.page.evaluate(TOLD) == [code]
        assert tab.page.get_by_role("dialog").count() == 0
        assert not tab.page.evaluate("document.documentElement.hasAttribute('data-ep-preview')")
        expect(hero).to_have_attribute("data-ep-from", "first-paint")
        expect(hero.locator("[part=title]")).to_be_visible()
        if act == "looks":
            expect(ask.get_by_role("heading", name="Nothing to ask")).to_be_visible()
        assert tab.foreign() == []


def test_the_panel_is_compared_with_the_list_that_python_checked(builds: dict[str, Path], tab: Tab) -> None:
    changed = (builds["unsigned"] / "panel.js").read_text(encoding="utf-8") + "\n"
    tab.page.add_init_script(LISTEN)
    with site(builds["unsigned"], {"/": page(), "/ep/panel.js": changed}) as origin:
        tab.open(f"{origin}/")
        tab.page.get_by_role("button", name="Your data").click()
        told = tab.page.evaluate(
            "async () => { while (!failures[0]) await new Promise(requestAnimationFrame); return failures; }"
        )
        assert [one["code"] for one in told] == ["panel-failed"]
        assert tab.page.get_by_role("dialog").count() == 0
