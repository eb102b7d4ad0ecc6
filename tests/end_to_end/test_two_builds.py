"""Two builds at once: a tab that was open before a new build was put in place, and one that came after it. Both read and write
the same stores, each by its own file and its own worker."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from .conftest import Tab, tab_in
from .pages import ADVERT, built
from .serving import site
from .stored import stored

NEWER = (
    ("audience: adults", "audience: mixed"),
    ("values: {work: {en: to work, de: zur Arbeit}, ", "values: {"),
    ("relevance: {riding: {work: 1, tours: 1}}", "relevance: {riding: {tours: 1}}"),
    ("relevance: {riding: {work: 2}}", "relevance: {riding: {tours: 2}}"),
)
"""For a mixed audience, so without counting; and one answer is not among the choices any more."""


def standing(tab: Tab) -> dict[str, str]:
    consent = tab.call("held")["consent"]
    return {name: consent[name]["state"] for name in ("remember", "measure")}


def said(tab: Tab) -> dict[str, Any]:
    text = tab.page.evaluate("localStorage['ep:choice'] ?? '{}'")
    return {name: word for name, word in json.loads(text).items() if name not in ("v", "by", "forgot")}


def answers(tab: Tab) -> set[str]:
    return {item["value"] for item in tab.call("held")["items"] if item["kind"] == "answer"}


def test_a_tab_of_the_build_before_and_one_of_the_new_agree_on_less(context: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    folder, page = built(tmp_path / "old")
    newer, other = built(tmp_path / "new", *NEWER)
    old, new = tab_in(context), tab_in(context)
    with site(folder, {"/": page.html, "/new": other.html}, page.policy) as origin:
        old.open(origin + ADVERT)
        old.call("consent", {"remember": "on", "measure": "on"})
        old.call("page")
        old.call("answer", "wheels", "small")
        old.call("answer", "riding", "work")
        assert standing(old) == {"remember": "on", "measure": "on"}
        assert stored(old.page)["outbox"]
        shutil.rmtree(folder)
        shutil.copytree(newer, folder)

        # The new one keeps the consent it has a use of, and what it still knows; counting is over, here as there.
        new.open(f"{origin}/new{ADVERT[1:]}")
        assert standing(new) == {"remember": "on", "measure": "off"}
        assert answers(new) == {"small"}
        assert said(new) == {"remember": "on"}
        assert stored(new.page)["outbox"] is None
        old.call("decide")
        assert standing(old) == {"remember": "on", "measure": "off"}, "nothing is switched on by being older"
        assert answers(old) == {"small"}
        assert said(old) == {"remember": "on"}

        # What either is told holds for both; and where only one of them may have it, for neither.
        old.call("answer", "riding", "work")
        assert answers(old) == {"small", "work"}
        assert answers(new) == {"small"}
        new.call("answer", "riding", "tours")
        assert answers(old) == answers(new) == {"small", "tours"}
        old.call("consent", {"measure": "on"})
        new.call("decide")
        assert said(new) == {"remember": "on"}
        assert standing(old) == standing(new) == {"remember": "on", "measure": "off"}
        new.call("consent", {"personalise": "off"})
        assert set(said(old)["personalise"].values()) == {"off"}
        assert old.page.evaluate("edgepersona.decide().then(() => document.documentElement.dataset.epState)") == "off"
        old.call("consent", {"personalise": "on", "remember": "off"})
        assert standing(new)["remember"] == "off"
        assert stored(new.page)["memory"] is None
        new.call("answer", "wheels", "large")
        old.call("forget")
        new.page.wait_for_function("() => edgepersona.held().then(({ items }) => items.length === 0)")
        assert [stored(new.page)[name] for name in ("visit", "memory", "outbox")] == [None] * 3
        assert [text for tab in (old, new) for text in tab.complaints if "404" not in text] == []
        assert old.foreign() == new.foreign() == []
