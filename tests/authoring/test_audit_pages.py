"""Papers as text: what a file or an answer holds is shown as it is, in Markdown and in HTML, whatever it looks like."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt

from edgepersona.authoring import audit
from edgepersona.authoring.audit import html, markdown
from edgepersona.authoring.audit.page import Bullets, Code, Heading, Paper, Paragraph, Table, Todo, plain
from edgepersona.core.bundle import OutsideGrant

from .shop import SHOP, checked
from .test_audit import EVERYTHING, answered, facts

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></style></table><svg onload=alert(1)>",
    "\"><a href='javascript:alert(1)'>x</a>",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "[ref]: https://evil.example",
    "https://evil.example/?q=1 www.evil.example <https://evil.example>",
    "| a | b |",
    "a | b \\| c",
    "`code` ``` **bold** __bold__ *it* _it_ ~~gone~~ $x$",
    "# heading",
    "heading with a tail ##",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "> quote",
    "---",
    "===",
    "&lt;b&gt; &#60; &amp; &copy;",
    "{{ 7 * 7 }} ${x} {% x %}",
    "line one\n\n# line two\n    code",
    "\\",
    "ends with a backslash \\",
    "a\u202eb\u2066c\u200bd",
    "  leading and trailing  ",
    ":--- | ---:",
)
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "nav", "ul", "li", "a", "h1", "h2", "h3", "p", "div", "table",
    "thead", "tbody", "tr", "th", "td", "code", "strong", "span",
}  # fmt: skip
NOT_READ = ("style", "title", "nav")
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Read(HTMLParser):
    """What of an HTML text is read: words, elements, links, attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in NOT_READ:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in NOT_READ:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def letters(self) -> str:
        return "".join("".join(self.words).split())


def both(paper: Paper) -> tuple[Read, Read]:
    """A paper as Markdown, rendered by somebody else, and as HTML."""
    return Read(RENDERER.render(markdown.rendered(paper))), Read(html.rendered(paper))


def shape(read: Read) -> list[str]:
    """The elements that hold text. Markdown's tables know no headings of rows."""
    holding = ("p", "li", "td", "th", "h1", "h2", "h3")
    return ["td" if tag == "th" else tag for tag, _ in read.elements if tag in holding]


def attacked(attack: str) -> audit.Facts:
    """The shop with an attack in place of every text of its file and of every answer."""
    bundle = checked(SHOP).bundle

    def spoilt(text: dict[str, str]) -> dict[str, str]:
        return dict.fromkeys(text, attack)

    bundle = replace(
        bundle,
        signals=tuple(
            replace(s, purpose=attack, label=spoilt(s.label), values={v: spoilt(t) for v, t in s.values.items()})
            for s in bundle.signals
        ),
        questions=tuple(replace(q, ask=spoilt(q.ask), why=spoilt(q.why)) for q in bundle.questions),
        campaigns=tuple(replace(c, match=((attack, (attack, attack)),)) for c in bundle.campaigns),
        consent=replace(bundle.consent, outside=(OutsideGrant("banner", "measure", ("analytics",), {"en": attack}),)),
    )
    plainly = msgspec.to_builtins(answered(bundle))
    said: Any = _spoilt(plainly, attack)
    return audit.derive(bundle, msgspec.convert(said, audit.Answers))


def _spoilt(value: Any, attack: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _spoilt(inner, attack, name) for name, inner in value.items()}
    return attack if isinstance(value, str) and key not in ("until", "garden") else value


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_every_text_stays_text(attack: str) -> None:
    for paper in audit.papers(attacked(attack)):
        rendered, page = both(replace(paper, others=()))
        assert rendered.letters == page.letters, paper.name
        assert {tag for tag, _ in page.elements} <= ALLOWED
        assert {tag for tag, _ in rendered.elements} <= ALLOWED | {"blockquote", "h4"}
        for read in (rendered, page):
            for tag, attributes in read.elements:
                assert not [name for name in attributes if name.startswith("on")]
                if tag == "a":
                    to = attributes["href"] or ""
                    assert to.startswith("https://w3id.org/dpv") or re.fullmatch(r"[\w.-]+\.(md|html)", to), to
        if paper.name not in ("index", "rule-sheet", "counters"):
            assert "".join(plain(attack).split()) in page.letters


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("where", ["paragraph", "item", "cell", "heading", "title", "todo", "code"])
def test_an_attack_anywhere_in_a_paper_stays_text(where: str, attack: str) -> None:
    block = {
        "paragraph": Paragraph(attack),
        "item": Bullets((attack, ("a ", attack, " b"))),
        "cell": Table(attack, (attack, attack), ((attack, Code(attack)), (("x", attack), attack))),
        "heading": Heading(attack),
        "title": Paragraph("x"),
        "todo": Todo(attack, "dpia.decision"),
        "code": Paragraph((Code(attack), " ", attack)),
    }[where]
    paper = Paper("x", attack if where == "title" else "x", "en", (block, Paragraph("after")))
    rendered, page = both(paper)
    assert rendered.letters == page.letters
    assert shape(rendered) == shape(page)
    assert "://" not in re.sub(r"\\:", "", markdown.rendered(paper)).replace("`https://", ""), (
        "no reader links it by itself"
    )


def test_what_turns_the_reading_direction_is_made_visible() -> None:
    assert plain("a\u202eb\u2066c\u200bd\n e") == "a\\u202eb\\u2066c\\u200bd e"
    assert plain("soft\u00adhyphen and a zero width\u200djoiner") == "soft\u00adhyphen and a zero width\u200djoiner"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: text for name, text in audit.files(audit.papers(facts())).items() if name.endswith(".html")}


def test_every_page_stands_alone_and_reads_aloud(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        read = Read(text)
        assert text.startswith("<!doctype html>\n<html lang=")
        assert not re.search(r"<script|<link|<img|@import|url\(|javascript:| style=| on\w+=", text), name
        levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
        scopes = [attributes.get("scope") for tag, attributes in read.elements if tag == "th"]
        assert set(scopes) <= {"col", "row"}
        regions = [attributes for tag, attributes in read.elements if tag == "div"]
        assert all(region["aria-label"] and region["tabindex"] == "0" for region in regions)
        for row in re.findall(r"<tr>(.*?)</tr>", text):
            assert row.startswith("<th scope="), name


def test_every_link_leads_to_a_paper_that_is_there(pages: dict[str, str]) -> None:
    files = audit.files(audit.papers(facts()))
    for name, text in files.items():
        links = re.findall(r'href="([^"]+)"', text) if name.endswith(".html") else re.findall(r"\]\(([^)]+)\)", text)
        inner = [to for to in links if "://" not in to]
        assert set(inner) <= set(files), name
        assert all(to.endswith(name.rpartition(".")[2]) for to in inner)
    assert set(re.findall(r'href="([^"]+)"', pages["index.html"])) | {"index.html"} == set(pages)


def test_the_style_s_hash_is_the_page_s_own(pages: dict[str, str]) -> None:
    style = pages["index.html"].split("<style>")[1].split("</style>")[0]
    assert "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() == audit.STYLE_HASH


def test_answers_that_the_papers_hold_are_those_that_were_given() -> None:
    every = " ".join(Read(text).text for text in audit.files(audit.papers(facts())).values())
    for said in re.findall(r": ([A-Z][^,}\n]+)", EVERYTHING):
        assert said in every or said == "Parents are asked first", said
