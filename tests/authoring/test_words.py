"""The SDK's sentences: ten languages that say the same things."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edgepersona.authoring import words
from edgepersona.core.silence import REASONS

LANGUAGES = ("de", "en", "es", "et", "fr", "lv", "nb", "sv", "tr", "uk")
FOLDER = Path(words.__file__).parent
PARTS = sorted({path.stem for path in FOLDER.glob("*/*.ftl")})


def placeholders(template: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", template))


def test_ten_languages_have_words_of_their_own() -> None:
    assert words.spoken() == LANGUAGES


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str, part: str) -> None:
    english = words.templates("en", part)
    own = words.templates(language, part)
    assert {name for name in own if "." not in name} == {name for name in english if "." not in name}
    for name, text in own.items():  # a plural form is named `message.form`
        assert placeholders(text) == placeholders(english[name.partition(".")[0]]), name
    assert own["language"] == language


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_sentence_was_left_in_english(language: str, part: str) -> None:
    english, own = words.templates("en", part), words.templates(language, part)
    long = [name for name, text in english.items() if len(text.split()) > 3 and "." not in name]
    assert [name for name in long if own[name] == english[name]] == []


def test_every_reason_has_a_sentence() -> None:
    assert {f"reason-{reason}" for reason in REASONS} <= set(words.templates("en", "engine"))


def test_a_language_without_words_speaks_english_and_regions_speak_their_language() -> None:
    loaded = words.load(["de-AT", "no", "nn-NO", "pt-BR"])
    assert loaded["de-AT"] == words.templates("de", "engine")
    assert loaded["no"] == loaded["nn-NO"] == words.templates("nb", "engine")
    assert loaded["pt-BR"] == words.templates("en", "engine")


def test_spaces_that_matter_are_kept() -> None:
    assert words.templates("en", "engine")["list-separator"] == ", "


def test_what_is_not_plain_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xx").mkdir()
    monkeypatch.setattr(words, "_FOLDER", tmp_path)
    fine = "a = { $count ->\n    [one] { $count } x\n   *[other] { $count } y\n }\nb = c\n"
    (tmp_path / "xx" / "engine.ftl").write_text(fine)
    assert words.templates("xx", "engine") == {"a.one": "{count} x", "a": "{count} y", "b": "c"}
    chosen = "a = { $count ->\n"
    odd = (
        "a = { $n ->\n    [one] x\n   *[other] y\n }\n",
        chosen + "   *[other] y\n }\n",
        chosen + "    [one] x\n    [few] y\n   *[other] y\n }\n",
        chosen + "   *[one] x\n    [other] y\n }\n",
        chosen + "    [one] { $count ->\n   *[other] z\n }\n   *[other] y\n }\n",
        "a = about { $count ->\n    [one] x\n   *[other] y\n }\n",
    )
    for bad in (*odd, "-term = x\n", "a = x\n .b = y\n", "a = x\na = y\n", "rubbish\n"):
        (tmp_path / "xx" / "engine.ftl").write_text(bad)
        words.templates.cache_clear()
        with pytest.raises(ValueError, match=r"xx/engine\.ftl"):
            words.templates("xx", "engine")
    words.templates.cache_clear()
