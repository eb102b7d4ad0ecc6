"""The table of the SDK's words: it is what was read and committed, no filling spoils a sentence, and the page says
what Python says."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from edgepersona.authoring import words
from edgepersona.core.phrases import category, phrase
from tests.words.make import FOLDER, PARTS, SPANS, fillings, rendered, table

ROOT = Path(__file__).resolve().parent.parent.parent
SPOILT = {
    "two spaces": re.compile(r"  "),
    "an empty bracket or quotation": re.compile(r"\(\s*\)|“\s*”|„\s*“|«\s*»|”\s*”"),
    "a space before a stop": re.compile(r" [.,)]"),
    "nothing after a colon": re.compile(r":$"),
    "an unfilled name": re.compile(r"[{}]"),
    "a typewriter's quotation mark": re.compile(r"""["']"""),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
}
LONGEST_BUTTON = 32
NARROW = re.compile(
    r"slot-(?!notice|thanks|noted|off$|trouble)|panel-(delete(?!-ask|-item|d)|download|retry|withdraw|close)"
)

RENDER = """
import { format } from "./edgepersona/browser/src/words.js";
const { cases, numbers } = JSON.parse(await new Response(process.stdin).text());
const said = cases.map(([templates, id, values]) => format(new Map(Object.entries(templates)), id, values));
const rules = Object.fromEntries(Object.entries(numbers).map(([language, list]) => {
  const rule = new Intl.PluralRules(language);
  return [language, list.map((number) => rule.select(number))];
}));
console.log(JSON.stringify({ said, rules }));
"""


@pytest.mark.parametrize("language", words.spoken())
def test_the_table_is_what_was_committed(language: str) -> None:
    committed = (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    assert table(language) == committed, "read what changed, then: python -m tests.words.make"


@pytest.mark.parametrize("language", words.spoken())
def test_no_filling_spoils_a_sentence(language: str) -> None:
    spoilt = [
        (message, kind, what)
        for part in PARTS
        for message, kind, text in rendered(language, part)
        for what, sign in SPOILT.items()
        if message != "list-separator" and sign.search(text)
    ]
    assert spoilt == []


@pytest.mark.parametrize("language", words.spoken())
def test_a_span_of_time_is_read_as_it_is_said(language: str) -> None:
    templates = words.templates(language, "engine")
    spans = {phrase(templates, f"span-{unit}", {"count": count}) for unit, count in SPANS}
    assert len(spans) == len(SPANS)
    for message in ("change-wait", "change-rest"):
        filled = [values["span"] for _, values in fillings(language, templates, message)]
        assert set(filled) == spans
        assert all(str(span) in phrase(templates, message, {"span": span}) for span in filled)


@pytest.mark.parametrize("language", words.spoken())
def test_what_stands_on_a_button_is_short(language: str) -> None:
    long = {name: text for name, text in words.templates(language, "page").items() if NARROW.match(name)}
    assert len(long) > 12
    assert [text for text in long.values() if len(text) > LONGEST_BUTTON] == []


def test_french_stops_stand_after_a_space_that_does_not_break() -> None:
    for part in PARTS:
        for text in words.templates("fr", part).values():
            assert not re.search(r"[^\u00a0]:|[^\u202f][;?!]", text), text


def test_the_page_says_what_python_says_and_counts_as_browsers_do() -> None:
    numbers = [*range(1_200), 10_000, 99_999, 1_000_000, 1_000_001, 2_000_000, 21_000_011]
    cases, ours = [], []
    for language in words.spoken():
        for part in PARTS:
            templates = words.templates(language, part)
            for message in templates:
                for _, values in fillings(language, templates, message):
                    cases.append((templates, message, values))
                    ours.append(phrase(templates, message, values))
    asked = json.dumps({"cases": cases, "numbers": dict.fromkeys(words.spoken(), numbers)})
    done = subprocess.run(
        ["node", "--input-type=module", "-e", RENDER],
        cwd=ROOT,
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    theirs = json.loads(done.stdout)
    assert theirs["said"] == ours
    for language in words.spoken():
        assert theirs["rules"][language] == [category(language, number) for number in numbers], language


def test_a_value_is_put_in_once_and_kept_apart() -> None:
    templates = {"pair": "{a} ({b})", "n": "{count} other", "n.one": "{count} one", "rtl": "שלום {a}."}
    assert phrase(templates, "pair", {"a": "{b}", "b": "{a}"}) == "{b} ({a})"
    assert phrase(templates, "pair", {"a": " ", "b": "שם"}) == "— (\u2068שם\u2069)"
    assert phrase(templates, "rtl", {"a": "C++"}) == "שלום \u2068C++\u2069."
    assert phrase(templates, "pair", {"a": "x"}) == "x ({b})"
    assert [phrase(templates, "n", {"count": n}) for n in (1, 2)] == ["1 one", "2 other"]
    assert phrase(templates, "unknown", {}) == "unknown"
