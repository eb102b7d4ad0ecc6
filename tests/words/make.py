"""Writes the table of the SDK's own words: every message in every language, filled with every kind of value.

    python -m tests.words.make

One file a language, made to be read by somebody who speaks it. `tests/words/test_table.py` compares, so a change of
a message, of a plural rule or of how values are put in shows as a difference here. Rules

1. Each placeable is filled with something short, something long, nothing at all, and a name written from right to
   left; a message inside a message (a reason, an outcome) is filled with that language's own, a span of time with
   each of its units, one and many.
2. A number is shown at 0, 1, 2, 5, 11, 21, 101 and 1000000, which meets every plural form of the ten languages.
3. The marks that isolate a value of the other direction are invisible: here they are written as ⟦ and ⟧.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from edgepersona.authoring import words
from edgepersona.core.phrases import phrase

FOLDER = Path(__file__).parent
PARTS = ("engine", "page", "trust")
NUMBERS = (0, 1, 2, 5, 11, 21, 101, 1_000_000)
RIGHT_TO_LEFT = "גיליון (2)"
SAMPLES = {
    "de": ("CRM", "Wie viele Menschen täglich damit arbeiten, und was „fertig“ bei Ihnen heißt", "22. November 2026"),
    "en": ("CRM", "How many people work with it each day, and what “done” means to you", "22 November 2026"),
    "es": (
        "CRM",
        "Cuántas personas trabajan con ello a diario, y qué significa «listo» para usted",
        "22 de noviembre de 2026",
    ),
    "et": ("CRM", "Kui palju inimesi sellega iga päev töötab ja mida tähendab teile „valmis“", "22. november 2026"),
    "fr": ("CRM", "Combien de personnes s’en servent chaque jour, et ce que « fini » veut dire", "22 novembre 2026"),
    "lv": ("CRM", "Cik cilvēku ar to strādā katru dienu un ko jums nozīmē “gatavs”", "2026. gada 22. novembris"),
    "nb": ("CRM", "Hvor mange som arbeider med det hver dag, og hva «ferdig» betyr for deg", "22. november 2026"),
    "sv": ("CRM", "Hur många som arbetar med det varje dag, och vad ”klart” betyder för dig", "22 november 2026"),
    "tr": ("CRM", "Her gün kaç kişinin bununla çalıştığı ve sizin için “bitti”nin anlamı", "22 Kasım 2026"),
    "uk": ("CRM", "Скільки людей щодня з цим працює і що для вас означає «готово»", "22 листопада 2026 р."),
}
"""Language → a short value, a long one with the language's quotation marks, a date as browsers write it."""

INNER = {
    "what": "outcome-shown",
    "reason": "reason-QUIET",
    "source": "source-answer",
    "group": "panel-group-treated",
    "panel": "panel-title",
    "why": "slot-why",
}
"""Placeables that are always filled with another message."""
DAYS = ("day", "when")
SPANS = (
    *(("days", count) for count in (1, 2, 5, 21)),
    *(("hours", count) for count in (1, 20)),
    *((unit, count) for unit in ("minutes", "seconds") for count in (1, 45)),
)
"""What `{span}` is filled with: (unit, how many), said by the language's own messages."""
LEDGER = {"made": 11, "acknowledged": 5, "waiting": 1, "dropped": 0}
_NAME = re.compile(r"\{(\w+)\}")


def table(language: str) -> str:
    """The whole table of one language."""
    lines = [f"# {language}", "", "⟦ ⟧ isolate a value of the other direction. See make.py.", ""]
    for part in PARTS:
        lines += [f"## {part}", ""]
        for name, kind, text in rendered(language, part):
            lines.append(f"{name}{f' [{kind}]' if kind else ''}: {text}".replace("\u2068", "⟦").replace("\u2069", "⟧"))
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def rendered(language: str, part: str) -> Iterator[tuple[str, str, str]]:
    """Message id, what it was filled with ("" for nothing to fill) and the sentence."""
    templates = words.templates(language, part)
    for message in templates:
        if "." not in message:
            for kind, values in fillings(language, templates, message):
                yield message, kind, phrase(templates, message, values)


def fillings(language: str, templates: Mapping[str, str], message: str) -> Iterator[tuple[str, dict[str, str | int]]]:
    """The ways in which a message is filled: what to call it, and its values."""
    short, long, date = SAMPLES[language]
    names = set(_NAME.findall(templates[message]))
    every = {name: text for part in PARTS for name, text in words.templates(language, part).items()}
    fixed: dict[str, str | int] = {name: every[INNER[name]] for name in names & set(INNER)}
    fixed |= dict.fromkeys(names & set(DAYS), date) | {name: LEDGER[name] for name in names & set(LEDGER)}
    free = sorted(names - set(fixed) - {"count", "span"})
    if "span" in names:
        for unit, count in SPANS:
            yield f"{count} {unit}", {**fixed, "span": phrase(every, f"span-{unit}", {"count": count})}
    elif "count" in names:
        yield from ((str(count), {**fixed, "count": count}) for count in NUMBERS)
    elif free:
        for kind, value in (("short", short), ("long", long), ("empty", ""), ("right to left", RIGHT_TO_LEFT)):
            yield kind, {**fixed, **dict.fromkeys(free, value)}
    else:
        yield "", fixed


def main() -> None:
    """Write every table."""
    for language in words.spoken():
        (FOLDER / f"{language}.txt").write_text(table(language), encoding="utf-8")


if __name__ == "__main__":
    main()
