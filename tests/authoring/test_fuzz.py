"""Whatever the bytes: a file is checked, or refused with places and lines, and never anything else."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edgepersona.authoring import checks, visits
from edgepersona.authoring.compile import Checked, check
from edgepersona.authoring.errors import PersonaFileError
from edgepersona.authoring.source import parse, parse_line
from edgepersona.core.bundle import decode, encode
from tests.core.personas import BAKERY, EXAMPLES

from .shop import SHOP, checked

FILES = (SHOP, BAKERY.read_text(encoding="utf-8"))
VISIT = (EXAMPLES / "bakery-visit.yaml").read_text(encoding="utf-8")
SPICE = (
    *(
        "[",
        "]",
        "{",
        "}",
        ":",
        ": ",
        ",",
        "- ",
        "\n",
        "\n  ",
        " ",
        "&a ",
        "*a",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "'",
        '"',
        "\\",
        "#",
        "?",
    ),
    *(
        "~",
        "null",
        "<<: ",
        ".nan",
        ".inf",
        "-0.0",
        "1e999",
        "any: ",
        "not: ",
        "{}",
        "[]",
        "\r",
        "\t",
        "\u2028",
        "\ufeff",
        "\u202e",
        "é",
    ),
    *(
        "'\\",
        '"\\ud800"',
        '"\\x00"',
        "%YAML 1.1\n",
        "---\n",
        "...\n",
        "2026-02-30",
        "visit",
        "on",
        "any",
        "0d",
        "{title: x}",
    ),
)
SLOW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def clean(line: str) -> bool:
    """One line, without anything a terminal would obey."""
    return not any(unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") for char in line)


def mistakes(read: Callable[[], object]) -> PersonaFileError | None:
    """The mistakes that a reading ended with, if it did; anything else it may raise fails the test."""
    try:
        read()
    except PersonaFileError as error:
        return error
    return None


def survives(data: bytes) -> None:
    """A file is checked and its bundle survives its bytes; or it is refused, a line for each mistake."""
    found: list[Checked] = []
    error = mistakes(lambda: found.append(check(parse(data, "persona.yaml"))))
    if error is not None:
        assert error.errors
        assert all(clean(line) and line.startswith("persona.yaml:") for line in error.lines())
        assert all(mistake.line >= 1 and mistake.column >= 1 for mistake in error.errors)
        return
    assert decode(encode(found[0].bundle)) == found[0].bundle
    assert all(clean(str(finding)) for finding in checks.run(found[0]))


@SLOW
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    survives(data)


@SLOW
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    survives(("persona: 1\n" + text).encode("utf-8", "surrogatepass"))


@SLOW
@given(st.lists(st.sampled_from(SPICE), max_size=60))
def test_any_string_of_what_yaml_is_made_of(parts: list[str]) -> None:
    survives("".join(parts).encode())


def mutated(text: str, choose: random.Random) -> str:
    for _ in range(choose.randint(1, 4)):
        start = choose.randrange(len(text))
        end = min(len(text), start + choose.choice((0, 0, 1, 1, 3, 12)))
        other = choose.randrange(len(text) - 20)
        middle = choose.choice((choose.choice(SPICE), text[other : other + choose.randint(1, 20)], ""))
        text = text[:start] + middle + text[end:]
    return text


@SLOW
@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_any_change_to_a_good_file(text: str, choose: random.Random) -> None:
    survives(mutated(text, choose).encode("utf-8", "surrogatepass"))


@SLOW
@given(st.randoms(use_true_random=False), st.booleans())
def test_any_change_to_a_good_visit(choose: random.Random, as_line: bool) -> None:
    persona = checked(FILES[1])
    text = mutated(VISIT, choose).encode("utf-8", "surrogatepass")
    error = mistakes(lambda: visits.moment(persona, parse_line(text, "v", 1) if as_line else parse(text, "v")))
    assert error is None or all(clean(line) for line in error.lines())
