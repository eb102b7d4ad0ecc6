"""Hostile content in a real page: with every policy off, so that none hides a flaw, what the file says is text."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Route, expect

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
      if (one.content?.nodeType) look(one.content);
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


@dataclass(frozen=True)
class Site:
    """A file, its build, and its pages with their first paint, by path."""

    data: dict[str, Any]
    folder: Path
    pages: dict[str, Injected]

    @property
    def html(self) -> dict[str, str]:
        return {path: page.html for path, page in self.pages.items()}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    data = persona()
    used = attack(data)
    assert len(used) >= 14
    assert all(count >= len(TEXTS) for field, count in used.items() if field[:2] != ("consent", "outside")), used
    folder = tmp_path_factory.mktemp("hostile") / "site"
    return Site(data, folder / "ep", served(folder, data))


ANSWER_ALL = """async (count) => {
  dispatchEvent(new CustomEvent("cc:onConsent", { detail: { cookie: { categories: ["analytics"] } } }));
  await Promise.all(Array.from({ length: count }, (_, n) => edgepersona.answer(`a${n}`, "v")));
  await edgepersona.page();
}"""
PANEL = """() => {
  const root = document.querySelector("ep-panel").shadowRoot;
  const texts = (from) => [...root.querySelectorAll(from)].map((one) => one.textContent);
  return { held: texts("[id^=held-]"), purposes: texts("section[aria-labelledby=held] dd"), quotes: texts(".quote"),
    shown: texts("section[aria-labelledby=shown]") };
}"""


def plain(text: str) -> str:
    return " ".join(text.split())


def answers(data: dict[str, Any], language: str) -> set[tuple[str, str]]:
    """Labels and values of what is held after everything was answered."""
    given = [data["signals"][f"a{n}"] for n in range(PLACES)]
    return {(signal["label"][language], signal["values"]["v"][language]) for signal in given}


def as_held(label: str, value: str) -> str:
    return plain(label if label == value else f"{label}: {value}")


def listed(tab: Tab, data: dict[str, Any], language: str) -> None:
    """Everything the file says that reaches the panel stands in it, letter by letter."""
    tab.page.keyboard.press("Escape")
    tab.page.evaluate(ANSWER_ALL, PLACES)
    tab.page.locator("[data-ep-open=panel]").click()
    dialog = tab.page.locator("ep-panel").get_by_role("dialog")
    expect(dialog.locator("#held-0")).to_be_visible(timeout=PATIENCE)
    expect(dialog.locator(".quote")).to_have_count(1)
    seen = {part: {plain(text) for text in texts} for part, texts in tab.page.evaluate(PANEL).items()}
    assert {as_held(*said) for said in answers(data, language)} <= seen["held"]
    purposes = " · ".join(seen["purposes"])
    assert not [text for text in map(plain, TEXTS) if text not in purposes]
    quote = data["consent"]["outside"]["banner"]["measure"]["quote"][language]
    assert any(plain(quote) in one for one in seen["quotes"])
    (shown,) = seen["shown"]
    for n in range(PLACES):
        assert plain(data["blocks"][f"b{n}"]["because"][language]) in shown, n
    tab.call("forget")


def test_every_attack_in_every_text_of_a_page_is_text_and_its_panel_stays_whole(
    tab: Tab, tmp_path: Path, hostile: Site
) -> None:
    honest = served(tmp_path / "honest", persona())
    given = {text for language in LANGUAGES for said in answers(hostile.data, language) for text in said}
    assert given == set(TEXTS), "each is a label or a value that is held in some language"
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

    with site(tmp_path / "honest" / "ep", {path: page.html for path, page in honest.items()}, None) as address:
        known = seen(f"{address}/en")
    assert foreign(known["shape"]) == []
    said.clear()
    with site(hostile.folder, hostile.html, None) as address:
        for language in LANGUAGES:
            found = seen(f"{address}/{language}")
            assert foreign(found["shape"]) == []
            assert found["scripts"] == known["scripts"], "no script but the honest page's"
            assert set(found["links"]) <= set(ADDRESSES)
            listed(tab, hostile.data, language)
            assert tab.page.evaluate("[window.pwned, document.title, Object.prototype.pwned]") == [None, "x", None]
    for part in PARTS:
        missing = [text for text in TEXTS if not any(" ".join(text.split()) in one for one in said[part])]
        assert not missing, (part, missing)
    with site(hostile.folder, hostile.html, hostile.pages["/en"].policy) as address:
        assert foreign(seen(f"{address}/en")["shape"]) == []
    assert dialogs == []
    assert [words for words in tab.complaints if "404" not in words] == []  # but for the icon these pages have none of


PLANT = """async (attacks) => {
  const failed = [];
  for (const [n, text] of attacks.entries()) {
    const name = n % 2 ? text : `ep:${text}`;
    localStorage.setItem(name, text);
    sessionStorage.setItem(name, text);
    if (n < 12) {
      await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => done(target.result.close())));
      await (await caches.open(name)).put(`/${n}?${encodeURIComponent(text)}`, new Response(text));
    }
    document.cookie = `${name.replace(/[=;]/g, "")}=${text.replace(/;/g, "")}`;
  }
  const visit = JSON.parse(sessionStorage.getItem("ep:visit"));
  const own = (map, key) => Object.defineProperty(map, key, { value: [key, 1], enumerable: true, configurable: true });
  for (const text of attacks) own(own(visit, text).answers, text);
  visit.events.push(...attacks.map((text) => [1, text, text]));
  sessionStorage.setItem("ep:visit", JSON.stringify(visit));
  localStorage.setItem("ep:choice", JSON.stringify({ v: 1, by: Object.fromEntries(attacks.map((text) => [text, text])) }));
}"""
INSPECTOR = "document.querySelector('#inspector').textContent"


def fulfilled(body: str, route: Route) -> None:
    route.fulfill(body=body)


def test_the_inspector_shows_what_is_hostile_as_text(tab: Tab, hostile: Site) -> None:
    dialogs: list[str] = []

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    tab.page.on("dialog", opened)
    page = tab.page

    def inspected() -> str:
        page.locator("button.main").click()
        save = page.get_by_role("button", name="Save the inspection")
        expect(save).to_be_enabled(timeout=PATIENCE)
        expect(page.get_by_role("status")).to_contain_text("Inspected at")
        page.locator("details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
        found = page.evaluate(SHAPE, [])
        assert foreign(found["shape"]) == foreign(known["shape"]) == ["form class"], "its own"
        assert (found["links"], found["scripts"]) == (known["links"], known["scripts"])
        assert page.evaluate("[window.pwned, Object.prototype.pwned]") == [None, None]
        return plain(page.evaluate(INSPECTOR))

    with site(hostile.folder, hostile.html, None) as address:
        tab.open(f"{address}/en?utm_campaign=all")
        page.evaluate(ANSWER_ALL, PLACES)
        page.goto(f"{address}/ep/inspect.html")
        known = page.evaluate(SHAPE, [])
        said = inspected()
        for text in [*map(plain, TEXTS), *(as_held(*one) for one in answers(hostile.data, "en"))]:
            assert text in said, text
        page.evaluate(PLANT, TEXTS)
        said = inspected()
        for n, text in enumerate(TEXTS):
            name = plain(text if n % 2 else f"ep:{text}")
            assert name in said, name
            alarm = f"ep:visit, answers.{text}: is held, and the catalogue does not name it"
            assert plain(alarm) in said, text

        # Lists that name what no build does are none.
        listing = json.loads((hostile.folder / "integrity.json").read_text(encoding="utf-8"))
        spoilt = (
            {**listing, "files": {**listing["files"], **dict.fromkeys(TEXTS, listing["files"]["worker.js"])}},
            {**listing, "files": {**listing["files"], "worker.js": TEXTS[0]}},
            {**listing, "signed": dict.fromkeys(("site", "key", "signature"), TEXTS[0])},
        )
        for body in map(json.dumps, spoilt):
            page.route("**/integrity.json", partial(fulfilled, body))
            assert "integrity.json is missing, or is not a list of this build's files" in inspected()
            page.unroute("**/integrity.json")
    assert dialogs == []
