"""`inject`: one place in a page changes, everything else stays, and what goes in cannot be anything but text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgepersona.authoring.compile import Checked
from edgepersona.authoring.inject import BEGIN, END, LEFT_OUT, MASK, Injected, inject
from edgepersona.cli import main
from edgepersona.core.errors import LocalError
from tests.end_to_end.pages import PAGE, checked

CONTENT = Path(__file__).parents[2] / "edgepersona" / "browser" / "src" / "elements" / "content.js"
SCRIPT = "/* the loader */"
OURS = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("shop"))


def put(shop: Checked, html: str, **how: object) -> Injected:
    return inject(shop, html, "page.html", script=SCRIPT, **how)  # type: ignore[arg-type]


def test_everything_else_stays_byte_for_byte(shop: Checked) -> None:
    strange = PAGE.replace(
        "<main>", "<!-- <head> <ep-slot name=x> --><MAIN\t id = 'a>b'>\r\n&nbsp<br/><script>'<head>'</script>"
    )
    done = put(shop, strange)
    assert OURS.sub("", done.html) == strange
    assert done.html.index(BEGIN) == strange.index('<meta charset="utf-8">') + len('<meta charset="utf-8">')
    again = put(shop, done.html)
    assert again.html == done.html, "injecting twice is injecting once"


@pytest.mark.parametrize(
    ("page", "before"),
    [
        ("<!doctype html><title>x</title><ep-slot name=hero></ep-slot>", "<!doctype html>"),
        ("<html><head><link rel=x><meta charset=utf-8><p>", "<html><head><link rel=x><meta charset=utf-8>"),
        ("<html><head lang=x>\n<title>x</title></head><meta charset=x>", "<html><head lang=x>"),
        ("<body><p>", ""),
    ],
)
def test_it_goes_where_a_head_begins(shop: Checked, page: str, before: str) -> None:
    assert put(shop, page).html.partition(BEGIN)[0] == before


def test_a_loader_of_ours_is_taken_out_and_what_it_was_told_holds(shop: Checked) -> None:
    loader = (
        '<script src="/kit/loader.js" data-ep-base="/kit/" data-ep-language="de-AT" data-ep-start="now" async></script>'
    )
    page = PAGE.replace("</head>", f"{loader}\n</head>")
    done = put(shop, page)
    assert loader not in done.html
    assert OURS.sub("", done.html) == PAGE.replace("</head>", "\n</head>")
    assert '<script data-ep-base="/kit/" data-ep-language="de" data-ep-start="now">' in done.html
    assert put(shop, done.html).html == done.html
    other = PAGE.replace("</head>", '<script src="/carousel/loader.js"></script></head>')
    assert OURS.sub("", put(shop, other).html) == other, "somebody else's loader stays"


def test_the_policy_names_exactly_the_script_that_stands_in_the_page(shop: Checked) -> None:
    done = put(shop, PAGE, meta=True, collector="https://counts.example")
    scripts = re.findall(r"<script data-ep-base[^>]*>(.*?)</script>", done.html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in done.policy
    assert "connect-src 'self' https://counts.example" in done.policy
    assert done.html.index("http-equiv") < done.html.index("<script")


def test_texts_become_text_in_the_structure_the_elements_build(shop: Checked) -> None:
    done = put(shop, PAGE, expose="ids")
    assert "Riders, welcome &lt;b&gt;back&lt;/b&gt;" in done.html
    table = re.search(r'<script type="application/json">(.*?)</script>', done.html)
    assert table is not None
    assert "<" not in table[1]
    assert set(json.loads(table[1])) == {"id", "parameters", "cells", "exposed"}
    assert '<template data-ep="hero-repair"><article class="block titled" part="block" lang="en"' in done.html
    assert '<h1 class="title" part="title" id="title">Fixed by tomorrow</h1>' in done.html
    assert "offer" not in done.html, "what interrupts is never in the page"
    assert "ask-riding" not in done.html


def test_production_pages_mask_what_is_personal_as_the_elements_do(shop: Checked) -> None:
    source = CONTENT.read_text(encoding="utf-8")
    for name, marks in (("MASK", MASK), ("LEFT_OUT", LEFT_OUT)):
        said = source[source.index(f"export const {name} =") :].split("};")[0].replace("${MASK.class}", MASK["class"])
        found = dict(re.findall(r"\"?([\w-]+)\"?: [\"`]([^\"`]*)[\"`]", said))
        assert found == (marks if name == "MASK" else {k: v for k, v in marks.items() if MASK.get(k) != v})
    titles = re.findall(r"<h1 [^>]*>", put(shop, PAGE).html.split(END)[0])
    assert titles
    assert all("data-hj-suppress" in title and "rr-mask" in title for title in titles)
    links = re.findall(r'<a [^>]*part="cta"[^>]*>', put(shop, PAGE).html.split(END)[0])
    assert links
    assert all("rr-block" in link and "data-sentry-block" in link for link in links), "an address says as much as words"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("just words", "expected an HTML page"),
        (PAGE.replace('name="hero"', 'name="herro"'), "page.html:8:1: no slot called “herro”; did you mean “hero”?"),
        (PAGE.replace(' name="hero"', ""), "page.html:8:1: a slot without a name"),
        (PAGE.replace("</head>", f"{BEGIN}</head>"), f"expected one {BEGIN}"),
        (PAGE.replace("</head>", f"{END}{BEGIN}</head>"), f"expected one {BEGIN}"),
    ],
)
def test_a_page_that_cannot_be_used_is_refused_in_one_line(shop: Checked, page: str, said: str) -> None:
    with pytest.raises(LocalError) as refused:
        put(shop, page)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_base_is_a_path(shop: Checked) -> None:
    for base in ("ep", "/ep", "javascript:alert(1)//", '/"><script>/', "/a b/"):
        with pytest.raises(LocalError, match="the base is a path"):
            put(shop, PAGE, base=base)


@given(
    st.lists(
        st.sampled_from(
            [
                "<head>",
                "<!doctype x>",
                "<![",
                "<!--",
                "-->",
                "<meta charset=x>",
                "<script src=/ep/loader.js>",
                "</script>",
                "<ep-slot name=hero>",
                "<html lang='de'>",
                "<template>",
                "</",
                "<",
                "\x00",
                "é",
                "\r\n",
                "text",
            ]
        )
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_page_is_made_of_it_is_injected_or_refused(shop: Checked, page: str) -> None:
    try:
        done = put(shop, page)
    except LocalError:
        return
    assert done.html.count(BEGIN) == done.html.count(END) == 1
    rest = iter(page)
    assert all(character in rest for character in OURS.sub("", done.html)), "nothing but ours was added"
    assert put(shop, done.html).html == done.html


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], shop: Checked) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.replace("\n", "\r\n").encode())
    page = str(tmp_path / "page.html")
    assert main(["inject", page, "--persona", shop.file, "--out", page, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["headers"]["page"]["Content-Security-Policy"].startswith(
        "default-src 'self'; script-src 'self' 'sha256-"
    )
    assert "'wasm-unsafe-eval'" in said["headers"]["/ep/worker.js"]["Content-Security-Policy"]
    assert OURS.sub("", (tmp_path / "page.html").read_bytes().decode()) == PAGE.replace("\n", "\r\n")
    for wrong in (["--build", str(tmp_path)], ["--language", "nonsense", "--base", "x"]):
        assert main(["inject", page, "--persona", shop.file, "--out", page, *wrong]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    (tmp_path / "latin.html").write_bytes("<p>é".encode("latin-1"))
    assert main(["inject", str(tmp_path / "latin.html"), "--persona", shop.file, "--out", page]) == 2
    assert capsys.readouterr().err.count("\n") == 1
