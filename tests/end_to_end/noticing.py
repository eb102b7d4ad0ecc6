"""A small site for the tests of what a page notices: the starter's file, loosened, and pages to scroll, type and play in."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import edgepersona.authoring.starter as starter
from edgepersona.authoring.compile import load
from edgepersona.authoring.site_build import build

from .conftest import Tab
from .serving import SDK, site

STARTER = Path(starter.__file__).with_name("persona.yaml").read_text(encoding="utf-8")
ASKS = """
  story:
    slot: story
    class: content
    relevance: {need: {repair: 1}}
    text: {en: {title: How we repair}, de: {title: Wie wir reparieren}}
  ask-inline:
    slot: ask
    class: question
    question: riding
    relevance: {need: {repair: 1}}
    text: {en: {title: Tell us}, de: {title: Sagen Sie es uns}}

silence:"""
CHANGES = (
    (
        "  notice: {kind: interrupt}",
        "  story: {kind: inline, default: story-default}\n  ask: {kind: inline}\n  notice: {kind: interrupt}",
    ),
    (
        "\nsilence:",
        "\n  story-default: {slot: story, class: content, text: {en: {title: Us}, de: {title: Wir}}}" + ASKS,
    ),
)

PAGE = """<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/files/page.css"><script src="/ep/loader.js" data-ep-base="/ep/" async></script></head>
<body><p id="text">Some words that stand here.</p><input id="number" type="number"><input id="field">
<audio id="sound" src="/files/sound.wav"></audio><button id="play">Play</button>
<a id="away" href="/other">Another page</a> <a id="blank" href="/other" target="_blank">Another tab</a>
<div class="far"></div><ep-slot name="hero"><h2>Default</h2></ep-slot>
<div class="far"></div><ep-slot name="ask"></ep-slot>
<div class="far"></div><ep-slot name="story" class="tall"><h2>Default</h2></ep-slot><div class="far"></div>
<ep-slot name="notice"></ep-slot><script src="/files/page.js"></script></body></html>"""
STYLE = """body { margin: 0; } .far { height: 1500px; } ep-slot[name=hero] { display: block; height: 400px; overflow: hidden; }
.tall { display: block; height: 3000px; } .tall::part(block) { height: 3000px; } ep-slot[name=hero]::part(block) { height: 400px; box-sizing: border-box; }"""
SCRIPT = """window.shown = [];
document.addEventListener("ep:shown", ({ detail }) => window.shown.push(detail.slot));
document.getElementById("play").addEventListener("click", () => document.getElementById("sound").play());"""
OTHER = '<!doctype html><html lang="en"><head><title>Other</title><link rel="icon" href="data:,"></head><body><p>Elsewhere.</p></body></html>'


def persona(folder: Path, *changes: tuple[str, str]) -> Path:
    """The file, with further changes: pairs of what stands there and what shall."""
    text = STARTER
    for old, new in (*CHANGES, *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "persona.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def shop(folder: Path, *changes: tuple[str, str], deadline: int = 60_000) -> Iterator[str]:
    """The site, served; yields the address of its page with a campaign in it."""
    build(load(persona(folder, *changes)), folder / "ep", sdk_dir=SDK, expose="ids", start="now", deadline=deadline)
    files = folder / "files"
    files.mkdir()
    (files / "page.css").write_text(STYLE, encoding="utf-8")
    (files / "page.js").write_text(SCRIPT, encoding="utf-8")
    with wave.open(str(files / "sound.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(bytes(16_000 * 60))
    policy = (
        "default-src 'self'; script-src 'self'; worker-src 'self'; img-src data:; require-trusted-types-for 'script'"
    )
    with site(folder / "ep", {"/": PAGE, "/other": OTHER}, policy, files=files) as origin:
        yield f"{origin}/?utm_campaign=repair-week"


def events(tab: Tab, *stores: str) -> list[tuple[int, str, str | None]]:
    """What the stores hold of events, oldest first: (ms, event, block)."""
    held: dict[str, Any] = tab.call("export")["stores"]
    found = []
    for store in stores or ("visit", "memory"):
        for at, event, *block in json.loads(held[store] or "{}").get("events", []):
            found.append((at, event, block[0] if block else None))
    return sorted(found, key=lambda entry: entry[0])


def count(tab: Tab, event: str, block: str | None = None) -> int:
    return sum(1 for _, name, of in events(tab) if (name, of) == (event, block))
