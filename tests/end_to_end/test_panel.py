"""The privacy panel: every state in every language without a fault of accessibility, and what can be done in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import load
from edgepersona.authoring.words import spoken
from edgepersona.bench import lighthouse
from tests.authoring.running import edgepersona
from tests.words.make import SAMPLES

from .conftest import PATIENCE, Tab, tab_in
from .serving import SDK, site
from .test_accessibility import AXE

ARABIC = "النظام الذي تعمل به كل يوم، وما الذي تعنيه كلمة «جاهز» عندك"
LONG = {language: sample[1] for language, sample in SAMPLES.items()} | {"ar": ARABIC}
LANGUAGES = (*spoken(), "ar")
"""The ten that have words of their own, and one that is read from right to left and has none."""
BANNER = "window.banner = () => dispatchEvent(new CustomEvent('cc:onConsent', {detail: {cookie: {categories: ['functional']}}}))"
AUDIT = """() => {
  const root = document.querySelector("ep-panel").shadowRoot;
  const [dialog, scroll] = [root.querySelector("dialog"), root.querySelector(".scroll")];
  const cut = [...root.querySelectorAll("dialog, .scroll, h2, h3, h4, p, li, dd, label, button, summary, code, output")]
    .filter((one) => one.checkVisibility())
    .filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < -1 || right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline";
    })
    .map((one) => `${one.localName}: ${one.textContent.trim().slice(0, 60)}`);
  // A short name is never broken within a word.
  for (const one of root.querySelectorAll(".item-head button")) {
    const text = document.createRange();
    text.selectNodeContents(one);
    if (text.getClientRects().length > one.textContent.trim().split(/\\s+/).length) cut.push(`broken: ${one.textContent}`);
  }
  const unnamed = [...root.querySelectorAll("*")].flatMap((one) => [...one.childNodes])
    .filter((node) => node.nodeType === 3 && /^(panel|slot)-[a-z-]+$/.test(node.data.trim())).map((node) => node.data);
  return { cut, unnamed };
}"""


def in_each(text: str = "") -> dict[str, str]:
    return {language: f"{text}{LONG[language]}" for language in LANGUAGES}


def persona(outside: bool) -> str:
    """A file that has every kind of thing, in every language; JSON is YAML."""
    consent: dict[str, Any] = {"personalise": "on", "remember": "ask", "measure": "ask"}
    if outside:
        consent["outside"] = {"banner": {"remember": {"needs": ["functional"], "quote": in_each()}}}
    signals = {
        "topic": {"tier": "campaign", "values": {"forecast": in_each()}},
        "crm": {"tier": "answer", "keep": "30d", "values": {"one": in_each("1 "), "two": in_each("2 ")}},
        "faq": {"tier": "usage", "counts": {"event": "faq_read"}, "bins": {"some": 1}},
        "budget": {"tier": "sensitive", "optin": True, "values": {"small": in_each()}},
    }

    def block(slot: str, **more: Any) -> dict[str, Any]:
        return {"slot": slot, "class": "content", "text": {of: {"title": LONG[of]} for of in LANGUAGES}, **more}

    return json.dumps(
        {
            "persona": 1,
            "site": "everywhere",
            "audience": "adults",
            "languages": list(LANGUAGES),
            "signals": {
                name: {"keep": "visit", "purpose": "Fit the page", "label": in_each(), **signal}
                for name, signal in signals.items()
            },
            "questions": {"crm": {"signal": "crm", "ask": in_each(), "why": in_each()}},
            "campaigns": {"forecast": {"match": {"utm_campaign": ["forecast"]}, "sets": {"topic": "forecast"}}},
            "stages": [{"id": "everybody", "when": {}}],
            "segments": [{"id": "everybody", "when": {}}],
            "slots": {
                "hero": {"kind": "inline", "default": "usual"},
                "more": {"kind": "inline", "default": "usual-more"},
                "notice": {"kind": "interrupt"},
            },
            "blocks": {
                "usual": block("hero"),
                "usual-more": block("more"),
                "more": block("more", goal="demo", relevance={"topic": {"forecast": 1}}),
                "fits": block("hero", goal="demo", relevance={"topic": {"forecast": 1}, "crm": {"one": 2, "two": 2}}),
                "other": block("hero", goal="demo", relevance={"budget": {"small": 1}, "faq": {"some": 1}}),
                "promo": block("notice", **{"class": "promotion"}, goal="demo", relevance={"budget": {"small": 3}}),
            },
            "silence": {"utility": {"inline": 0, "interrupt": 1}},
            "consent": consent,
            "experiment": {"control": 0},
            "measure": {"mode": "central", "conversions": ["demo"], "guardrails": ["dismissed"]},
        },
        ensure_ascii=False,
    )


def page(language: str) -> str:
    return (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"><title>{language}</title>'
        f'<meta name="color-scheme" content="light dark"><script src="/ep/loader.js" async data-ep-base="/ep/" '
        f'data-ep-language="{language}" data-ep-start="now"></script><main><h1>Page</h1><ep-slot name="hero">'
        '<h2>Usual</h2></ep-slot><ep-slot name="more"></ep-slot><ep-slot name="notice"></ep-slot><button data-ep-open="panel"><br>Open<br><br></button></main>'
    )


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    top = tmp_path_factory.mktemp("panel")
    pages = {f"/{language}": page(language) for language in LANGUAGES}
    pages["/opened"] = page("en").replace("<main>", '<script src="/open.js"></script><main>') + (
        '<meta name="viewport" content="width=device-width">'
    )
    pages["/open.js"] = (
        'document.addEventListener("ep:ready", () => document.querySelector("[data-ep-open]").click(), { once: true });'
    )
    found = {}
    for name in ("banner", "plain"):
        (top / f"{name}.yaml").write_text(persona(name == "banner"), encoding="utf-8")
        site_build.build(load(top / f"{name}.yaml"), top / name, sdk_dir=SDK, expose="ids", deadline=300_000)
    with site(top / "banner", pages) as found["banner"], site(top / "plain", pages) as found["plain"]:
        yield found


def panel_of(tab: Tab) -> Locator:
    tab.page.locator("[data-ep-open=panel]").click()
    dialog = tab.page.locator("ep-panel").get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    expect(dialog.locator("#yours")).to_be_visible(timeout=PATIENCE)
    return dialog


def faults(tab: Tab) -> list[str]:
    """What axe-core finds in the panel, what is cut off or sticks out, and words that are missing."""
    tab.page.evaluate(f"window.axe ?? (() => {{ {AXE} }})(); undefined")
    found = tab.page.evaluate("axe.run('ep-panel', { resultTypes: ['violations'] })")["violations"]
    seen = tab.page.evaluate(AUDIT)
    return (
        [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]] + seen["cut"] + seen["unnamed"]
    )


def test_every_state_in_every_language(sites: dict[str, str], browser: Browser) -> None:
    """200 % zoom of a window of 1280 × 900 is one of 640 × 450; 320 is the narrowest there is."""
    context = browser.new_context(viewport={"width": 640, "height": 450})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(BANNER)
    broken = browser.new_context(viewport={"width": 320, "height": 640})
    broken.set_default_timeout(PATIENCE)
    broken.route("**/worker.js*", lambda route: route.abort())
    tab, asleep = tab_in(context), tab_in(broken)
    for number, language in enumerate(LANGUAGES):
        dark = "dark" if number % 2 else "light"
        tab.page.set_viewport_size({"width": 320 if number % 3 == 1 else 640, "height": 450})
        tab.page.emulate_media(color_scheme=dark, reduced_motion="reduce")  # type: ignore[arg-type]
        tab.open(f"{sites['banner']}/{language}?utm_campaign=forecast")
        tab.page.evaluate("banner()")
        tab.call("consent", {"measure": "on"})
        tab.call("page")
        tab.call("answer", "crm", "one")
        tab.call("track", "faq_read")
        dialog = panel_of(tab)
        assert dialog.evaluate("(one) => getComputedStyle(one).direction") == ("rtl" if language == "ar" else "ltr")
        assert dialog.evaluate("(one) => one.getAnimations().length") == 0, "no motion where less is asked for"
        expect(dialog.locator(".quote")).to_contain_text(LONG[language])
        hero = dialog.locator("section[aria-labelledby=shown] .item").first
        hero.locator(".acts button").nth(1).click()
        expect(hero.locator(".notice").get_by_role("button")).to_have_count(3)
        dialog.locator("#ask").click()
        expect(dialog.locator("#yes")).to_be_focused()
        dialog.locator("details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
        expect(dialog.locator(".acts button")).to_have_count(2)
        assert faults(tab) == [], f"{language}: everything open"

        dialog.locator("#without-0").click()
        expect(dialog.locator("#supposed")).not_to_be_empty()
        expect(dialog.locator(".supposed")).to_be_visible()
        assert faults(tab) == [], f"{language}: what if"

        dialog.locator("#yes").click()
        expect(dialog.locator(".toast")).not_to_be_empty()
        assert faults(tab) == [], f"{language}: empty"
        tab.page.keyboard.press("Escape")

        asleep.page.emulate_media(color_scheme=dark, reduced_motion="reduce")  # type: ignore[arg-type]
        asleep.open(f"{sites['plain']}/{language}", live=False)
        asleep.page.wait_for_selector('html[data-ep-state="failed"]')
        expect(panel_of(asleep).locator(".notice")).to_be_visible()
        assert faults(asleep) == [], f"{language}: without Python"
    context.close()
    broken.close()


def test_from_right_to_left(sites: dict[str, str], tab: Tab) -> None:
    """The sheet stands on the other side; each text runs in its own direction, and says which language it is in."""
    tab.page.emulate_media(reduced_motion="reduce")
    tab.open(f"{sites['plain']}/ar?utm_campaign=forecast")
    tab.call("answer", "crm", "one")
    dialog = panel_of(tab)
    assert dialog.evaluate("(one) => [one.lang, one.dir, one.getBoundingClientRect().left]") == ["en", "rtl", 0]
    close, title = dialog.locator(".close").bounding_box(), dialog.locator("h2").bounding_box()
    assert close is not None
    assert title is not None
    assert close["x"] < title["x"]
    held = dialog.locator("#held-0")
    assert held.get_attribute("lang") == "ar"
    looks = "(one) => [getComputedStyle(one).unicodeBidi, getComputedStyle(one).textAlign]"
    assert held.evaluate(looks) == dialog.locator("h2").evaluate(looks) == ["plaintext", "right"]


def test_what_feels_wrong_is_counted_and_can_be_deleted_there(sites: dict[str, str], tab: Tab, tmp_path: Path) -> None:
    tab.open(f"{sites['plain']}/en?utm_campaign=forecast")
    tab.call("answer", "crm", "one")
    dialog = panel_of(tab)
    hero = dialog.locator("section[aria-labelledby=shown] .item").first

    # By keyboard: it is said, and what the block rests on is offered, each piece by its name.
    wrong = hero.get_by_role("button", name="Feels wrong")
    wrong.focus()
    tab.page.keyboard.press("Enter")
    expect(dialog.locator(".toast")).to_have_text("Thank you, that is noted.")
    expect(dialog.get_by_text("Complained about:")).to_have_count(1)
    assert tab.block("hero") == "fits", "a complaint alone takes nothing away"
    delete = hero.locator(".notice").get_by_role("button", name="Delete:")
    expect(delete).to_have_count(2)
    delete.filter(has_text="1 How many").click()
    expect(delete).to_have_count(1)
    assert "crm" not in {item["signal"] for item in tab.call("held")["items"]}
    delete.click()
    expect(hero.locator(".notice")).to_have_count(0)
    assert tab.block("hero") == "usual", "nothing is left that it rested on"
    outcomes = [item["id"] for item in tab.call("held")["items"] if item["kind"] == "event"]
    assert "visit:event:complained:fits" in outcomes
    tab.page.keyboard.press("Escape")

    # Not relevant: an outcome of its own; and nothing is asked twice.
    tab.call("answer", "crm", "two")
    dialog = panel_of(tab)
    hero.get_by_role("button", name="Not relevant to me").click()
    expect(dialog.get_by_text("Marked as not helpful:")).to_have_count(1)
    expect(hero.locator(".acts")).to_have_count(0)

    # Both forms of the data, and both can be replayed.
    for name, form in (("Download my data", "json"), ("Download as msgpack", "msgpack")):
        with tab.page.expect_download() as download:
            dialog.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == f"my-data.{form}"
        download.value.save_as(tmp_path / form)
        done = edgepersona("replay", tmp_path / form)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "decisions reproduced byte for byte" in done.stdout
    assert (tmp_path / "msgpack").stat().st_size < (tmp_path / "json").stat().st_size
    assert tab.foreign() == []


def test_it_moves_only_where_motion_is_welcome_and_the_keyboard_stays_inside(
    sites: dict[str, str], context: BrowserContext
) -> None:
    tab = tab_in(context)
    tab.page.emulate_media(reduced_motion="no-preference")
    tab.open(f"{sites['plain']}/en")
    tab.call("answer", "crm", "one")
    dialog = panel_of(tab)
    assert dialog.evaluate("(one) => getComputedStyle(one).animationName") == "arrive"
    reached: dict[int, str] = {}
    for _ in range(60):
        tab.page.keyboard.press("Tab")
        here = tab.page.evaluate(
            """() => { const root = document.querySelector("ep-panel").shadowRoot, one = root.activeElement;
              if (!one) return document.activeElement === document.body ? null : "the page";
              const place = [...root.querySelectorAll("*")].indexOf(one);
              return [place, one.id || one.textContent.trim(), getComputedStyle(one).outlineStyle !== "none"]; }"""
        )
        assert here != "the page", "what is behind is out of reach"
        if here is None or here[0] in reached:
            break
        assert here[2], f"{here[1]}: where the focus is can be seen"
        reached[here[0]] = here[1]
    names = set(reached.values())
    assert {"personalise", "remember", "measure", "quiet", "delete-0", "ask", "Download my data"} <= names, names
    assert {"Not relevant to me", "Feels wrong", "Download as msgpack"} <= names


def test_lighthouse_finds_nothing_in_the_open_panel_and_the_inspector(sites: dict[str, str]) -> None:
    for address in ("/opened?utm_campaign=forecast", "/ep/inspect.html"):
        seen = lighthouse.audit(sites["plain"] + address, "mobile", ["accessibility"])
        assert (seen.found, seen.scores) == ([], {"accessibility": lighthouse.WHOLE}), address
