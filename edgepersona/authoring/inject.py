"""`inject`: a page gets its first-paint table, its texts and the loader, and says which policy they need.

Rules
1. What a page's author wrote stays, byte for byte: text is put in at one place found by a parser, right after the
   page's character set, so that it runs before any style sheet holds it up. Only a loader of ours is taken out.
2. Injecting twice is injecting once: what an earlier run put in is replaced.
3. The script is the same for every page and every file of one version, so its hash in a policy rarely changes;
   what differs stands beside it as data, which no policy asks about.
4. Texts are templates of whole blocks, escaped here; the loader clones them and parses nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import edgepersona
from edgepersona.core import bundle as bundles
from edgepersona.core.errors import LocalError
from edgepersona.core.languages import best
from edgepersona.core.prepare import prepare

from .compile import Checked
from .errors import did_you_mean, quoted
from .tables import Table, dense, first_paint, tables
from .words import load as words

BEGIN, END = "<!--edgepersona-->", "<!--/edgepersona-->"
MOST_PAGE = 8_000_000
WORKER_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""Python needs WebAssembly; only its worker's own response has to allow that."""
CARRIED = ("data-ep-start", "data-ep-deadline", "data-ep-key", "data-ep-min-build")
MASK = {
    "class": "rr-mask fs-mask nr-mask amp-mask mp-mask ph-mask sentry-mask",
    "data-private": "",
    "data-hj-suppress": "",
    "data-sl": "mask",
    "data-clarity-mask": "true",
    "data-dd-privacy": "mask",
    "data-sentry-mask": "",
    "data-matomo-mask": "",
    "data-cs-mask": "",
    "data-dtrum-mask": "",
    "data-heap-redact-text": "true",
}
LEFT_OUT = {
    **MASK,
    "class": f"{MASK['class']} rr-block fs-exclude nr-block amp-block mp-block ph-no-capture sentry-block",
    "data-dd-privacy": "hidden",
    "data-sentry-block": "",
    "data-heap-redact-attributes": "href",
}
"""As in browser/src/elements/content.js; a test compares them."""
_RTL = re.compile(r"(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Injected:
    """A page with its first paint, and what to serve it with."""

    html: str
    language: str
    base: str
    hash: str
    """`'sha256-…'`, as a policy writes it."""
    policy: str
    """A strict policy under which everything works; the page's own may say more."""
    sizes: dict[str, int]
    """Characters put in: script, table, texts."""


def inject(
    checked: Checked,
    html: str,
    name: str,
    *,
    script: str,
    base: str | None = None,
    language: str | None = None,
    expose: str = "none",
    collector: str | None = None,
    meta: bool = False,
) -> Injected:
    """Put the first paint into a page. `name` is the page's, for messages; `script` is the build's `first.js`.

    `base` is where the build is hosted, else what the page's loader says, else `/ep/`. `language` is the page's, else
    what its `<html lang>` is among the file's. Raises LocalError with one clear line.
    """
    script = script.strip()
    page = _Page(checked, name)
    page.read(html)
    base = base or page.base or "/ep/"
    if re.fullmatch(r"(?:https?:/)?/[^\s\"'<>]*/", base) is None:
        raise LocalError(f"{name}: the base is a path that ends in a slash, such as /ep/, not {quoted(base)}")
    bundle = checked.bundle
    language = best(bundle.languages, language or page.language or bundle.languages[0])
    table = tables(checked, (language,))[language]
    inline = frozenset(slot.id for slot in bundle.slots if slot.kind == "inline")
    present = page.slots or dict.fromkeys(inline, "h3")
    cells, texts = first_paint(table, prepare(bundle), frozenset(present))
    if expose == "ids":
        cells["exposed"] = 1
    written = {
        "script": script,
        "table": dense(cells).replace("<", "\\u003c"),
        "texts": _templates(table, texts, present, {b.id: b.slot for b in bundle.blocks}, masked=expose != "ids"),
    }
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    connect = f"; connect-src 'self' {collector}" if collector else ""
    policy = (
        f"default-src 'self'; script-src 'self' 'sha256-{digest}'; worker-src 'self'{connect}; base-uri 'none'; "
        "object-src 'none'; require-trusted-types-for 'script'"
    )
    attributes = {"data-ep-base": base, "data-ep-language": language, **page.carried}
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    parts = (
        BEGIN,
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">' if meta else "",
        written["texts"],
        f'<script type="application/json">{written["table"]}</script>',
        f"<script{said}>{script}</script>",
        END,
    )
    return Injected(
        html=page.with_text("".join(parts)),
        language=language,
        base=base,
        hash=f"'sha256-{digest}'",
        policy=policy,
        sizes={part: len(text.encode()) for part, text in written.items()},
    )


def decoded(data: bytes, name: str) -> str:
    """A page's text, every line end as it is. Raises LocalError for what is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LocalError(f"{name}:{line}: expected UTF-8, found the byte 0x{data[error.start]:02x}") from None


@dataclass(frozen=True)
class Built:
    """What a build says that a page has to agree with."""

    script: str
    expose: str = "none"
    collector: str | None = None


def built(checked: Checked, folder: Path | None) -> Built:
    """What a build says; without a folder, the SDK's own script. Raises LocalError where it is another file's build."""
    sdk = folder or Path(edgepersona.__file__).parent / "browser" / "_dist"
    try:
        script = (sdk / "first.js").read_text(encoding="utf-8")
        said = (sdk / "config.js").read_text(encoding="utf-8") if folder else None
    except OSError:
        raise LocalError(
            f"{folder}: expected a folder that edgepersona build wrote"
            if folder
            else "the browser files are missing: run make setup, which builds them"
        ) from None
    if said is None:
        return Built(script)
    config = json.loads(said.removeprefix("export default ").removesuffix(";\n"))
    if config["bundle"] != bundles.digest(bundles.encode(checked.bundle)):
        raise LocalError(f"{folder} was built from another state of {checked.file}: build it again first")
    return Built(script, config["expose"], config["collector"])


# --- the page ----------------------------------------------------------------------------------------


class _Ours(HTMLParser):
    """What an earlier run told the loader."""

    told: dict[str, str | None]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and any(name == "data-ep-base" for name, _ in attrs):
            self.told = dict(attrs)


class _Page(HTMLParser):
    """What a page says about itself, and where text may go in."""

    def __init__(self, checked: Checked, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.known = {slot.id: slot for slot in checked.bundle.slots}
        self.language: str | None = None
        self.base: str | None = None
        self.slots: dict[str, str] = {}
        """The inline slots that are in the page → the level of their headings."""
        self.carried: dict[str, str] = {}
        """What the page's loader was told."""
        self.text = ""
        self.starts: list[int] = []
        """Where each line starts."""
        self.place: int | None = None
        self.settled = False
        self.opened: int | None = None
        self.cut: tuple[int, int] | None = None
        """The page's own loader: from, to."""

    def read(self, html: str) -> None:
        if len(html) > MOST_PAGE:
            raise LocalError(f"{self.name}: a page has at most {MOST_PAGE:,} characters")
        self.text = self.without_ours(html)
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        try:
            self.feed(self.text)
            self.close()
        except (AssertionError, ValueError):  # the parser's own, on a declaration that is none
            raise LocalError(f"{self.name}:{self.getpos()[0]}: expected HTML, found a damaged declaration") from None
        if self.place is None:
            raise LocalError(f"{self.name}: expected an HTML page, found no tag that one begins with")

    def with_text(self, put: str) -> str:
        """The page with `put` in it, and without a loader of its own."""
        assert self.place is not None
        text, place = self.text, self.place
        if self.cut is not None:
            start, end = self.cut
            text = text[:start] + text[end:]
            place -= max(0, min(place, end) - start)
        return text[:place] + put + text[place:]

    def without_ours(self, html: str) -> str:
        """The page without what an earlier run put in; what it told the loader still holds."""
        begin, end = html.find(BEGIN), html.find(END)
        if begin < 0 and end < 0:
            return html
        if begin < 0 or end < begin or html.count(BEGIN) != 1 or html.count(END) != 1:
            raise LocalError(f"{self.name}: expected one {BEGIN} and one {END} after it; take out what is left of them")
        ours = _Ours()
        ours.told = {}
        ours.feed(html[begin:end])
        self.told(ours.told)
        return html[:begin] + html[end + len(END) :]

    def told(self, attributes: Mapping[str, str | None]) -> None:
        self.base = attributes.get("data-ep-base") or self.base
        self.language = attributes.get("data-ep-language") or self.language
        self.carried |= {key: value for key in CARRIED if (value := attributes.get(key))}

    def here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(reversed(attrs))  # the first of a repeated attribute counts
        start, end = self.here(), self.here() + len(self.get_starttag_text() or "")
        if tag == "html":
            self.language = self.language or attributes.get("lang")
        elif tag == "ep-slot":
            self.slot(attributes)
        elif tag == "script" and _is_loader(attributes):
            self.opened = start
            self.base = self.base or (attributes.get("src") or "").removesuffix("loader.js")
            self.told(attributes)
        if not self.settled:
            self.settle(tag, "charset" in attributes, start, end)

    def settle(self, tag: str, charset: bool, start: int, end: int) -> None:
        """Where text goes in: after the character set, else at the head's start, else before whatever comes first."""
        if tag == "head" or (tag == "meta" and charset):
            self.place = end
        elif tag != "html" and self.place is None:
            self.place = start
        self.settled = tag == "body" or (tag == "meta" and charset)

    def handle_endtag(self, tag: str) -> None:
        self.settled = self.settled or tag == "head"
        if tag == "script" and self.opened is not None:
            self.cut, self.opened = (self.opened, self.text.index(">", self.here()) + 1), None

    def slot(self, attributes: Mapping[str, str | None]) -> None:
        name, (line, column) = attributes.get("name") or "", self.getpos()
        found = self.known.get(name)
        if found is None:
            said = f"no slot called {quoted(name)}{did_you_mean(name, self.known)}" if name else "a slot without a name"
            raise LocalError(f"{self.name}:{line}:{column + 1}: {said}; the file has {', '.join(self.known)}")
        if found.kind == "inline":
            heading = attributes.get("data-ep-heading") or ""
            self.slots.setdefault(found.id, heading if re.fullmatch("h[1-6]", heading) else "h3")


def _is_loader(attributes: Mapping[str, str | None]) -> bool:
    src = attributes.get("src") or ""
    ours = any(name.startswith("data-ep-") for name in attributes)
    return src.rpartition("/")[2] == "loader.js" and (ours or src.endswith("/ep/loader.js"))


# --- the texts ---------------------------------------------------------------------------------------


def _templates(
    table: Table, texts: Mapping[str, Any], slots: Mapping[str, str], slot_of: Mapping[str, str], masked: bool
) -> str:
    """One template a block, as `elements/content.js` would build it, and one for the page's note."""
    said = words((table.language,), "page")[table.language]
    made = _Maker(masked)
    note = made.element(
        "p",
        "note",
        f"{escape(said['slot-note'])} · ",
        made.button("why", said["slot-note-why"]),
        " · ",
        made.button("off", said["slot-note-off"]),
        marks=None,
    )
    blocks = [
        (name, made.block(text, slots[slot_of[name]], table.language, said["slot-why"])) for name, text in texts.items()
    ]
    return "".join(f'<template data-ep="{escape(name)}">{html}</template>' for name, html in (("", note), *blocks))


class _Maker:
    def __init__(self, masked: bool) -> None:
        self.masked = masked

    def element(
        self, tag: str, part: str, *children: str, more: str = "", marks: Mapping[str, str] | None = MASK
    ) -> str:
        """An element; `marks` of the replay tools, None where its words are everybody's."""
        said = dict(marks or {}) if self.masked else {}
        classes = f"{part} {said.pop('class', '')}".strip()
        marked = "".join(f' {name}="{value}"' if value else f" {name}" for name, value in said.items())
        return f'<{tag} class="{classes}" part="{part}"{more}{marked}>{"".join(children)}</{tag}>'

    def button(self, part: str, word: str) -> str:
        return f'<button type="button" class="link" part="{part}">{escape(word)}</button>'

    def block(self, text: Mapping[str, Any], heading: str, language: str, why: str) -> str:
        direction = "rtl" if _RTL.match(language) else "ltr"
        cta = text.get("cta")
        points = [self.element("li", "point", escape(point)) for point in text.get("points", ())]
        foot = ""
        if cta:
            foot = self.element("a", "cta", escape(cta["label"]), more=f' href="{escape(cta["href"])}"', marks=LEFT_OUT)
        return (
            f'<article class="block titled" part="block" lang="{escape(language)}" dir="{direction}" tabindex="-1">'
            + self.element(heading, "title", escape(text["title"]), more=' id="title"')
            + (self.element("p", "body", escape(text["body"])) if "body" in text else "")
            + (self.element("ul", "points", *points) if points else "")
            + f'<div class="foot">{foot}<p class="aside">{self.button("why", why)}</p></div></article>'
        )
