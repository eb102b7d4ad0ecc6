"""Hostile content: every attack in every free text of the schema is refused in one clear line, or stays text."""

from __future__ import annotations

import copy
import json
from collections import defaultdict
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

from edgepersona.authoring import audit, source, stoptest
from edgepersona.authoring import compile as compiling
from edgepersona.authoring.audit import html, markdown
from edgepersona.authoring.compile import Checked
from edgepersona.authoring.errors import PersonaFileError
from edgepersona.authoring.inject import inject
from edgepersona.authoring.schema import persona_schema
from edgepersona.authoring.simulation import Population, page, result, simulate
from edgepersona.core.times import parse_date
from tests.authoring.test_audit import EVERYTHING, answered
from tests.authoring.test_audit_pages import RENDERER, Read
from tests.authoring.test_schema import data
from tests.end_to_end.pages import PAGE, PERSONA

from .attacks import ATTACKS, RUN
from .fields import Field, Path, free, places, put

FIELDS = sorted(free(persona_schema()))
HREF = ("blocks", "*", "text", "*", "cta", "href")
PLAIN = [text for text in ATTACKS if text.isprintable() and len(text) <= 100 and text.strip() == text]
"""What every field of free words takes."""
CHANGES = (
    ("stages: [{", "stages: [{id: waiting, when: {order: [late]}}, {"),
    ("segments: [{", "segments: [{id: riders, when: {club: [riders]}}, {"),
    ("class: promotion, goal", "class: promotion, when: {wheels: [large]}, goal"),
    ("measure: ask}", "measure: ask, outside: {banner: {measure: {needs: [analytics], quote: {en: Count visits}}}}}"),
)
ANSWERS = EVERYTHING.replace("garden:", "riding:")


def shop() -> str:
    """A file with every field, whose page has a first paint."""
    text = PERSONA
    for old, new in CHANGES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@cache
def unharmed() -> Any:
    return data(source.parse(shop().encode(), "shop.yaml").root)


@cache
def sites() -> tuple[tuple[Field, Path], ...]:
    return tuple((field, path) for field in FIELDS for path in places(unharmed(), field))


WRITTEN = {
    *((name,) for name in ("h1", "h2", "h3", "h4", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code")),
    ("strong",), ("blockquote",), ("a", "href"),
}  # fmt: skip
"""What Markdown papers are made of."""
Said = dict[Field, dict[str, str]]
"""Field → attack → the line that refused it, or nothing if it was taken."""


def unreadable(text: str) -> bool:
    """Whether no file holds this text, whatever it is about."""
    try:
        source.parse(json.dumps([text]).encode(), "list.yaml")
    except PersonaFileError as error:
        (line,) = error.lines()
        assert line.isprintable()
        assert len(line) < 600
        return True
    return False


READABLE = [attack for attack in ATTACKS if not unreadable(attack)]


def attacked(turn: int) -> tuple[Checked, Said]:
    """The shop with another attack in each of its places, but for those whose attack was refused there."""
    said: Said = defaultdict(dict)
    spread = {site: READABLE[(number + turn) % len(READABLE)] for number, site in enumerate(sites())}
    assert len(set(spread.values())) == len(spread), "so that a line names one place"
    while True:
        data = copy.deepcopy(unharmed())
        for (field, path), attack in sorted(spread.items(), key=lambda one: -len(one[0][1])):
            put(data, field, path, attack)  # keys after what they lead to
        lines = json.dumps(data, indent=0).encode()
        try:
            checked = compiling.check(source.parse(lines, "shop.yaml"))
        except PersonaFileError as error:
            refused = [(line, lines.decode().split("\n")[int(line.split(":")[1]) - 1]) for line in error.lines()]
            wrong = {site: line for line, at in refused for site, attack in spread.items() if json.dumps(attack) in at}
            assert wrong, "each line that refuses names the place of an attack, or follows from one that does"
            for line, _ in refused:
                assert line.startswith("shop.yaml:")
                assert line.isprintable()
                assert len(line) < 600
            for site, line in wrong.items():
                said[site[0]][spread.pop(site)] = line
            continue
        for (field, _), attack in spread.items():
            said[field][attack] = ""
        return checked, said


class Shape(HTMLParser):
    """What a page is made of but for its words: elements, and the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: set[tuple[str, ...]] = set()
        self.links: set[str] = set()
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.add((tag, *sorted(name for name, _ in attrs)))
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action")}

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.parts.add(("!--", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.add(("!", decl))

    def handle_pi(self, data: str) -> None:
        self.parts.add(("?", data))

    def unknown_decl(self, data: str) -> None:
        self.parts.add(("!", data))


def written(checked: Checked) -> dict[str, str]:
    """What the tools write of a file as HTML."""
    pages = {"page": inject(checked, PAGE, "page.html", script="/**/", expose="ids").html}
    facts = audit.derive(checked.bundle, answered(checked.bundle, ANSWERS))
    return pages | {paper.name: html.rendered(paper) for paper in audit.papers(facts)}


def painted(checked: Checked) -> list[str]:
    """The titles of the first paint."""
    blocks = {block.id: block.text["en"]["title"] for block in checked.bundle.blocks}
    return [blocks[name] for name in ("hero-repair", "hero-bike", "hero-riders")]


@cache
def plain() -> tuple[Shape, Shape]:
    """What an honest file's papers and its page are made of."""
    files = written(compiling.check(source.parse(shop().encode(), "shop.yaml")))
    page = files.pop("page")
    return Shape("".join(files.values())), Shape(page)


def test_every_attack_in_every_field_is_refused_in_one_line_or_stays_text() -> None:
    heard: Said = defaultdict(dict)
    for turn in range(len(READABLE)):
        checked, said = attacked(turn)
        for field, lines in said.items():
            heard[field].update(lines)
        for name, text in written(checked).items():
            shape, known = Shape(text), plain()[name == "page"]
            assert shape.parts <= known.parts, (turn, name)
            assert all(link[:1] in "/#" and link[:2] != "//" for link in shape.links - known.links), (turn, name)
            if name == "page":
                assert set(painted(checked)) <= set(shape.words), "as they were written"
    assert set(ATTACKS) - set(READABLE) == {attack for attack in ATTACKS if set(attack) & set("\0\1\x0c\r\x1b\ud83d")}
    for field in FIELDS:
        assert set(heard[field]) == set(READABLE), field
        taken = {attack for attack, line in heard[field].items() if not line}
        if field == HREF:
            assert taken == {f"/a'onmouseover='{RUN}'b='", f'#"onfocus="{RUN}"autofocus="'}
        elif field[-1] == "{key}" and field[0] != "campaigns":
            assert not taken, field
        else:
            refused = set(PLAIN) - taken
            assert not refused or field[2] == "because", field
            assert all("{" in attack or "}" in attack for attack in refused), "what stands in braces is a signal"


@cache
def linked() -> set[str | None]:
    """Where an honest file's papers lead."""
    checked = compiling.check(source.parse(shop().encode(), "shop.yaml"))
    papers = audit.papers(audit.derive(checked.bundle, answered(checked.bundle, ANSWERS)))
    texts = [RENDERER.render(markdown.rendered(paper)) for paper in papers]
    return {attributes["href"] for text in texts for tag, attributes in Read(text).elements if tag == "a"}


def test_what_is_written_as_markdown_says_the_same_to_a_reader_of_somebody_else() -> None:
    """Each attack in another field at each turn, rendered with raw HTML, tables and links allowed."""
    met: set[str] = set()
    for turn in range(0, len(READABLE), 7):
        checked, said = attacked(turn)
        facts = audit.derive(checked.bundle, answered(checked.bundle, ANSWERS))
        for paper in audit.papers(facts):
            paper = replace(paper, others=())
            rendered, page = Read(RENDERER.render(markdown.rendered(paper))), Read(html.rendered(paper))
            assert rendered.letters == page.letters, (turn, paper.name)
            made = {(tag, *attributes) for tag, attributes in rendered.elements}
            assert made <= WRITTEN, (turn, paper.name)
            assert {attributes["href"] for tag, attributes in rendered.elements if tag == "a"} <= linked()
            rows = [[tag for tag, _ in read.elements].count("tr") for read in (rendered, page)]
            assert rows[0] == rows[1], "no cell ends its row"
            met |= {
                attack for lines in said.values() for attack, line in lines.items() if not line and attack in page.text
            }
    assert len(met) > len(READABLE) // 2, "attacks do stand in the papers"


def test_simulated_and_tried_it_stays_text() -> None:
    for turn in (0, 40, 80):
        checked, _ = attacked(turn)
        found = result(
            simulate(checked, Population(), visitors=3, seed=1, days=2, start=parse_date("2026-11-21"), processes=1)
        )
        parts = {part[0] for part in Shape(page(found)).parts}
        assert parts.isdisjoint({"script", "iframe", "img", "object", "embed", "form", "base", "link", "a", "!--", "?"})
        said = stoptest.as_text(stoptest.run(checked, 3, 0, lambda step: None))
        assert all(line.isprintable() for line in said.split("\n"))


def test_a_new_text_of_the_schema_is_attacked_by_itself() -> None:
    schema = json.loads(json.dumps(persona_schema()))
    shared = schema["$defs"]
    text = {"type": "string", "maxLength": 10}
    shared["Block"]["properties"]["hint"] = text
    shared["Cta"]["properties"]["more"] = {"type": "array", "items": {"anyOf": [{"type": "number"}, text]}}
    shared["Slot"]["properties"]["names"] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Fake"}}
    shared["Fake"] = {"type": "object", "properties": {"id": {"type": "string", "pattern": "^x$"}, "said": text}}
    assert free(schema) - set(FIELDS) == {
        ("blocks", "*", "hint"),
        ("blocks", "*", "text", "*", "cta", "more", "[]"),
        ("slots", "*", "names", "{key}"),
        ("slots", "*", "names", "*", "said"),
    }
    assert {field for field, _ in sites()} == set(FIELDS), "the file that is attacked has every field"


def test_the_attacks_are_many_and_do_something() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) >= 60
    assert sum(RUN in attack for attack in ATTACKS) >= 60
