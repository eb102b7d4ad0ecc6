"""Hostile content in a real page: with every policy off, so that none hides a flaw, what the file says is text."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Dialog, expect

from edgepersona.authoring.compile import load
from edgepersona.authoring.inject import Injected, inject
from edgepersona.authoring.links import problem
from edgepersona.authoring.schema import persona_schema
from edgepersona.authoring.site_build import build
from tests.hostile.attacks import ATTACKS
from tests.hostile.fields import KEY, Field, free, places, put
from tests.hostile.test_content import unreadable

from .conftest import PATIENCE, Tab
from .serving import SDK, site

LANGUAGES = ("en", "de", "fr")
TEXTS = [attack for attack in ATTACKS if len(attack) <= 100 and "{" not in attack and not unreadable(attack)]
PLACES = -(-len(TEXTS) // len(LANGUAGES))
"""Slots of a page; each language shows other attacks in them."""
ADDRESSES = [text for text in TEXTS if problem(text) is None]
PARTS = ("title", "body", "point", "cta", "because-text", "ask", "reason", "option")
"""Where a slot shows the texts."""
SHAPE = """(parts) => {
  const shape = new Set(), links = [], texts = Object.fromEntries(parts.map((part) => [part, []]));
  const look = (root) => {
    for (const one of root.querySelectorAll("*")) {
      shape.add([one.localName, ...one.getAttributeNames().sort()].join(" "));
      if (one.hasAttribute("href")) links.push(one.getAttribute("href"));
      for (const part of parts) if (one.part.contains(part)) texts[part].push(one.textContent);
      if (one.shadowRoot) look(one.shadowRoot);
      if (one.content) look(one.content);
    }
  };
  look(document);
  return { shape: [...shape].sort(), links, texts, scripts: document.querySelectorAll("script").length };
}"""
STRANGE = {
    "animate", "audio", "b", "base", "body", "embed", "foreignobject", "form", "iframe", "img", "link", "marquee", "math",
    "object", "source", "svg", "video", "xmp",
}  # fmt: skip
"""Elements that attacks would make and pages do not, but for one body."""


def foreign(shape: list[str]) -> list[str]:
    """What of a page's elements only an attack would have made."""
    parts = [part.split() for part in shape]
    return [
        " ".join([name, *attributes])
        for name, *attributes in parts
        if (name in STRANGE and (name, *attributes) != ("body",))
        or any(
            one.startswith("on") or one in ("action", "formaction", "srcdoc", "style", "xlink:href")
            for one in attributes
        )
    ]


def each(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def persona() -> dict[str, Any]:
    """A file with a place for every attack in every text that is shown. Everything its advert brings is held."""
    numbers = range(PLACES)
    link = {"label": "x", "href": "/x"}
    words = {language: {"title": "x", "body": "x", "points": ["x", "x"], "cta": dict(link)} for language in LANGUAGES}
    copied = json.dumps(words)
    signals: dict[str, Any] = {
        f"c{n}": {"tier": "campaign", "keep": "visit", "purpose": "x", "label": each("x"), "values": {"v": each("x")}}
        for n in range(len(TEXTS))
    }
    signals |= {
        f"a{n}": {"tier": "answer", "keep": "visit", "purpose": "x", "label": each("x"), "values": {"v": each("x"), "w": each("x")}}
        for n in numbers
    }  # fmt: skip
    blocks: dict[str, Any] = {}
    for n in numbers:
        blocks[f"b{n}"] = {
            "slot": f"s{n}", "class": "content", "relevance": {f"c{n}": {"v": 2}}, "because": each("x"), "text": json.loads(copied),
        }  # fmt: skip
        blocks[f"q{n}"] = {
            "slot": f"t{n}", "class": "question", "question": f"a{n}", "relevance": {"c0": {"v": 2}}, "text": {language: {"title": "x"} for language in LANGUAGES},
        }  # fmt: skip
    never = {"a0": ["w"]}
    return {
        "persona": 1, "site": "hostile", "languages": list(LANGUAGES), "signals": signals,
        "questions": {f"a{n}": {"signal": f"a{n}", "ask": each("x"), "why": each("x")} for n in numbers},
        "campaigns": {
            "advert": {"match": {"utm_campaign": ["all"]}, "sets": {f"c{n}": "v" for n in range(len(TEXTS))}},
            "attacks": {"match": {"utm_term": [f"x{n}" for n in range(len(TEXTS))][:100]}, "sets": {"c0": "v"}},
            "keys": {"match": {f"x{n}": ["x"] for n in range(len(TEXTS))}, "sets": {"c0": "v"}},
        },
        "stages": [{"id": "other", "when": never}, {"id": "new", "when": {}}],
        "segments": [{"id": "other", "when": never}, {"id": "everybody", "when": {}}],
        "slots": {name: slot for n in numbers for name, slot in ((f"s{n}", {"kind": "inline"}), (f"t{n}", {"kind": "inline"}))},
        "blocks": blocks,
        "silence": {"interrupts": {"questions_per_visit": 1000}, "service_first": [{"when": never, "pauses": ["promotion"]}]},
        "consent": {"personalise": "on", "outside": {"banner": {"measure": {"needs": ["analytics"], "quote": each("x")}}}},
    }  # fmt: skip


def attack(data: dict[str, Any]) -> dict[Field, int]:
    """Fill every place, each with the next attack; but for keys that any file is refused for. Field → places."""
    used: dict[Field, int] = defaultdict(int)
    for field in sorted(free(persona_schema())):
        texts = ADDRESSES if field[-1] == "href" else TEXTS
        if field[-1] == KEY and field[0] != "campaigns":
            continue
        for number, path in enumerate(sorted(places(data, field), key=lambda path: path[::-1])):
            if path[1] != "advert":
                put(data, field, path, texts[number % len(texts)])
            used[field] = number + 1
    return used


PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>x</title>
<script src="/ep/loader.js" data-ep-base="/ep/" async></script></head><body><main>
{slots}</main><button data-ep-open="panel">Your data</button></body></html>"""


def served(folder: Path, data: dict[str, Any]) -> dict[str, Injected]:
    """Build it; the pages with their first paint, by language."""
    folder.mkdir()
    (folder / "persona.yaml").write_text(json.dumps(data, indent=0), encoding="utf-8")
    checked = load(folder / "persona.yaml")
    build(checked, folder / "ep", sdk_dir=SDK, expose="ids", deadline=300_000)
    script = (folder / "ep" / "first.js").read_text(encoding="utf-8")
    slots = "".join(f'<ep-slot name="{name}"></ep-slot>\n' for name in data["slots"])
    return {
        f"/{language}": inject(
            checked, PAGE.format(language=language, slots=slots), "page.html", script=script, expose="ids"
        )
        for language in LANGUAGES
    }


def test_every_attack_in_every_text_of_a_page_is_text_and_its_panel_stays_whole(tab: Tab, tmp_path: Path) -> None:
    honest, hostile = persona(), persona()
    used = attack(hostile)
    assert len(used) >= 14
    assert all(count >= len(TEXTS) for field, count in used.items() if field[:2] != ("consent", "outside")), used
    pages = {name: served(tmp_path / name, data) for name, data in (("honest", honest), ("hostile", hostile))}
    dialogs: list[str] = []

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    tab.page.on("dialog", opened)
    said: dict[str, set[str]] = defaultdict(set)

    def seen(address: str) -> Any:
        tab.open(f"{address}?utm_campaign=all")
        tab.page.locator("[data-ep-open=panel]").click()
        dialog = tab.page.locator("ep-panel").get_by_role("dialog")
        expect(dialog.locator("#yours")).to_be_visible(timeout=PATIENCE)
        tab.page.evaluate("document.querySelectorAll('ep-slot [part=why]').forEach((one) => one.click())")
        found = tab.page.evaluate(SHAPE, [*PARTS])
        assert tab.page.evaluate("[window.pwned, document.title, Object.prototype.pwned]") == [None, "x", None]
        assert tab.page.url.startswith(address)
        for part, texts in found["texts"].items():
            said[part].update(" ".join(text.split()) for text in texts)
        return found

    with site(tmp_path / "honest" / "ep", {path: page.html for path, page in pages["honest"].items()}, None) as address:
        known = seen(f"{address}/en")
    assert foreign(known["shape"]) == []
    said.clear()
    html = {path: page.html for path, page in pages["hostile"].items()}
    with site(tmp_path / "hostile" / "ep", html, None) as address:
        for language in LANGUAGES:
            found = seen(f"{address}/{language}")
            assert foreign(found["shape"]) == []
            assert found["scripts"] == known["scripts"], "no script but the honest page's"
            assert set(found["links"]) <= set(ADDRESSES)
    for part in PARTS:
        missing = [text for text in TEXTS if not any(" ".join(text.split()) in one for one in said[part])]
        assert not missing, (part, missing)
    with site(tmp_path / "hostile" / "ep", html, pages["hostile"]["/en"].policy) as address:
        assert foreign(seen(f"{address}/en")["shape"]) == []
    assert dialogs == []
    assert [words for words in tab.complaints if "404" not in words] == []  # but for the icon these pages have none of
