"""Does a live page start what was reviewed? Its loader, and what it pins.

Rules
1. A loader is a script with `data-ep-base`, or one whose address is the reviewed folder's `loader.js`.
2. One that is loaded must come from that folder, and is as reviewed if its `integrity` says so. One that stands in
   the page must be, but for white space around it, a script of the reviewed folder, byte for byte.
3. What a page could pin and does not is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from . import signing
from .fetching import FetchError, fetch
from .integrity import Integrity

LOADER = "loader.js"
MOST_PAGE = 8_000_000


def loaders(url: str, folder_url: str, folder: Path, reviewed: Integrity) -> Iterator[tuple[bool, str]]:
    """What is wrong with a live page's loaders: (whether it is a finding rather than a warning, one line).

    Raises FetchError where the page cannot be had, LocalError for an address that is none.
    """
    try:
        answer = fetch(url, MOST_PAGE)
    except FetchError as error:
        raise FetchError(f"{url} {error}") from None
    if not answer.found:
        raise FetchError(f"{url} cannot be read: HTTP {answer.status}")
    page = _Scripts()
    page.feed(answer.body.decode("utf-8", "replace"))
    ours = [script for script in page.scripts if _is_loader(script, url, folder_url)]
    if not ours:
        yield True, "no loader: neither a script with data-ep-base nor loader.js of the reviewed folder"
    for attributes, text in ours:
        yield from _loader(attributes, text, url, folder_url, folder, reviewed)


def _loader(
    attributes: dict[str, str], text: str, url: str, folder_url: str, folder: Path, reviewed: Integrity
) -> Iterator[tuple[bool, str]]:
    src = attributes.get("src")
    base = urljoin(url, attributes.get("data-ep-base", src or "."))
    if urljoin(base, ".") != folder_url:
        yield True, f"the loader takes its files from {urljoin(base, '.')}, not from {folder_url}"
    if src is None:
        if text.strip() not in (path.read_text(encoding="utf-8").strip() for path in folder.glob("*.js")):
            yield True, "the script in the page is none of the reviewed folder's"
    elif urljoin(url, src) != folder_url + LOADER:
        yield True, f"the loader is {urljoin(url, src)}, not {folder_url + LOADER}"
    elif "integrity" not in attributes:
        yield False, f'the loader has no integrity="{reviewed.files.get(LOADER)}"'
    elif attributes["integrity"].split() != [reviewed.files.get(LOADER)]:
        yield True, f"the loader's integrity is not the reviewed one, {reviewed.files.get(LOADER)}"
    if reviewed.signed is not None:
        keys = attributes.get("data-ep-key", "").split()
        if not keys:
            yield False, f'the loader pins no key: data-ep-key="{reviewed.signed.key}"'
        elif reviewed.signed.key not in keys:
            whose = signing.fingerprint(reviewed.signed.key)
            yield True, f"the loader does not pin the key that signed, {whose}: it refuses this build"


def _is_loader(script: tuple[dict[str, str], str], url: str, folder_url: str) -> bool:
    attributes, _ = script
    return "data-ep-base" in attributes or urljoin(url, attributes.get("src", "")) == folder_url + LOADER


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str], str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag == "script"
        if self._open:
            self.scripts.append(({name: value or "" for name, value in reversed(attrs)}, ""))

    def handle_data(self, data: str) -> None:
        if self._open:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)

    def handle_endtag(self, tag: str) -> None:
        self._open = False
