"""The privacy papers: every fact of the file is in them, what nobody can derive is asked for, and nothing is half-written."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from edgepersona.authoring import audit
from edgepersona.authoring.audit import answers, counting, said, taxonomy
from edgepersona.authoring.compile import load
from edgepersona.authoring.errors import PersonaFileError
from edgepersona.collector import release
from edgepersona.core import counters as core_counters
from edgepersona.core import outbox
from edgepersona.core.bundle import VISIT, Bundle
from edgepersona.core.times import DAY, parse_date
from tests.core.personas import BAKERY

from .papers.make import FOLDER, written
from .running import edgepersona, refused
from .shop import SHOP, changed, checked

ROOT = Path(__file__).parent.parent.parent
PARTS = (answers.Controller, answers.Basis, answers.Hosting, answers.Counting, answers.Owned, answers.Assessment)
TODAY = parse_date("2026-11-21") // DAY
EVERYTHING = """\
answers: 1
controller: {name: Petal Ltd, contact: privacy@petal.example}
data_protection_officer: Iris Bloom
owner: Head of shop
legal_basis: {personalise: Legitimate interests in a fitting page}
account: The shop's customer database
children: Parents are asked first
hosting: {by: Hosting Co, where: Ireland}
counting: {operator: Counting Co, where: Finland, released: 25 months, until: 2999-12-31,
  kinds: {silence: {owner: Customer care, until: 2888-01-01}}}
categories: {garden: user.location.imprecise}
dpia: {necessity: Each is needed, risks: {scripts: Rare and mild}}
"""
REQUIRED = (
    "controller.name",
    "controller.contact",
    "data_protection_officer",
    "owner",
    "legal_basis.personalise",
    "account",
    "hosting.by",
    "hosting.where",
    "counting.operator",
    "counting.where",
    "counting.released",
    "counting.until",
)


def answered(bundle: Bundle, text: str = EVERYTHING) -> audit.Answers:
    """The answers of a text."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "answers.yaml"
        file.write_text(text, encoding="utf-8")
        return audit.load_answers(file, bundle)


def facts(text: str = SHOP, answers: str = EVERYTHING) -> audit.Facts:
    bundle = checked(text).bundle
    return audit.derive(bundle, answered(bundle, answers))


def markdown(of: audit.Facts) -> dict[str, str]:
    """Paper → its Markdown, with escapes taken out again."""
    files = audit.files(audit.papers(of))
    return {name[:-3]: re.sub(r"\\([^\w\s]|_)", r"\1", text) for name, text in files.items() if name.endswith(".md")}


def missing(of: audit.Facts) -> list[str]:
    return [gap.key for gap in audit.gaps(of, TODAY)]


@pytest.fixture(scope="module")
def shop() -> audit.Facts:
    return facts()


@pytest.fixture(scope="module")
def papers(shop: audit.Facts) -> dict[str, str]:
    return markdown(shop)


# --- what was read and committed ---------------------------------------------------------------------


def test_the_bakery_s_papers_are_what_was_read_and_committed() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written() == there, "read what changed, then: python -m tests.authoring.papers.make"


def test_the_same_file_gives_the_same_bytes(shop: audit.Facts) -> None:
    assert audit.files(audit.papers(shop)) == audit.files(audit.papers(facts()))


# --- facts ------------------------------------------------------------------------------------------


def test_every_signal_stands_in_the_catalogue_with_all_that_is_known_of_it(
    shop: audit.Facts, papers: dict[str, str]
) -> None:
    catalogue = papers["catalogue"]
    for datum in shop.data:
        section = catalogue.split(f"### {datum.id}\n")[1].split("\n##")[0]
        for fact in (datum.purpose, f"tier {datum.tier}", datum.category, datum.subject, *datum.terms, *datum.purposes):
            assert fact in section, (datum.id, fact)
        for value, words in datum.values:
            assert f"{value} ({words['en']})" in section if words else value in section
        for origin in datum.origins:
            assert f"From {origin.source}: " in section
            assert origin.how in section
            assert origin.store in section
        for use in datum.uses:
            assert all(name in section for name in use.names)
        assert all(use in section for use in datum.data_uses)
    for held in shop.held:
        assert held.what in catalogue
        assert held.kept in catalogue


def test_what_the_engine_does_counts_not_what_a_key_is_called() -> None:
    of = facts(changed(("    tier: account\n    keep: visit", "    tier: account\n    keep: 90d")))
    data = {datum.id: datum for datum in of.data}
    assert [o.kept for o in data["ticket"].origins] == [VISIT], "account values never outlive a visit"
    assert "never stored" in data["hayfever"].origins[0].store
    assert not data["hayfever"].counted
    assert data["garden"].origins[0].kept == 30 * DAY
    assert [o.kept for o in data["topic"].origins] == [VISIT]
    forgetful = facts(changed(("remember: ask", "remember: off")))
    assert {o.kept for datum in forgetful.data for o in datum.origins} == {VISIT}
    assert "until next" not in markdown(forgetful)["record-of-processing"].lower()


def test_a_special_answer_is_never_stored_whatever_keep_says() -> None:
    asks = "questions:\n  hay: {signal: hayfever, ask: {en: Hay fever?, de: Heuschnupfen?}}\n"
    of = facts(changed(("questions:\n", asks), ("keep: visit\n    purpose: Leave", "keep: 30d\n    purpose: Leave")))
    origin = next(datum for datum in of.data if datum.id == "hayfever").origins[0]
    assert (origin.source, origin.kept) == ("answer", VISIT)
    assert "never stored" in origin.store
    plain = facts(
        changed(
            ("questions:\n", asks),
            ("keep: visit\n    purpose: Leave", "keep: 30d\n    purpose: Leave"),
            ("    special: true\n", ""),
        )
    )
    assert next(datum for datum in plain.data if datum.id == "hayfever").origins[0].kept == 30 * DAY


def test_an_event_that_is_also_a_goal_is_said_to_be_held_longer() -> None:
    of = facts(changed(("event: guide_read", "event: order")))
    reading = next(datum for datum in of.data if datum.id == "reading")
    assert reading.origins[0].needed == of.retention == 50 * DAY
    assert "held 50 days at most" in markdown(of)["catalogue"]


def test_a_file_that_knows_nothing_has_papers_too() -> None:
    nothing = """\
persona: 1
site: bare
languages: [en]
slots: {hero: {kind: inline, default: hello}}
blocks: {hello: {slot: hero, class: content, text: {en: {title: Hello}}}}
consent: {personalise: off, remember: off, measure: off}
"""
    of = facts(nothing, EVERYTHING.replace("categories: {garden: user.location.imprecise}\n", ""))
    assert of.unasked == ()
    said_of = markdown(of)
    assert "No counter may leave a device of bare" in said_of["counters"]
    assert "Nothing comes from any source." in said_of["record-of-processing"]
    assert all(audit.files(audit.papers(of)).values())


def test_a_tier_that_an_audience_never_has_is_off() -> None:
    of = facts(changed(("audience: adults", "audience: mixed")))
    assert of.switches["usage"] == "off"
    assert of.switches["measure"] == "off"
    assert of.counting.counters == ()
    said_of = markdown(of)
    assert "no opt-in ever stands" in said_of["catalogue"]
    assert "No counter may leave" in said_of["counters"]
    assert "Parents are asked first" in said_of["impact-assessment"]
    assert "Nothing about you is sent." in said_of["trust.en"]


def test_every_counter_stands_with_mode_bound_epsilon_expiry_and_owner(
    shop: audit.Facts, papers: dict[str, str]
) -> None:
    names = outbox.counter_table(shop.bundle)
    rows = [line for line in papers["counters"].split("## Every counter")[1].splitlines() if line.startswith("| `")]
    assert len(rows) == len(names) > 50
    for name, row in zip(names, rows, strict=True):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        silent = name.startswith("silence:")
        assert cells[0] == f"`{name}`"
        assert cells[1]
        assert cells[3:6] == ["central", "0 or 1", "1 a day"]
        assert cells[6:] == (["2888-01-01", "Customer care"] if silent else ["2999-12-31", "Head of shop"])
    assert f"at most {core_counters.MOST_ONES} ones in a report" in papers["counters"]


def test_a_counter_that_may_tell_something_sensitive_is_marked() -> None:
    text = SHOP.replace("    special: true\n", "")
    of = facts(text)
    marked = {counter.name.split(":")[1] for counter in of.counting.counters if counter.sensitive == ("hayfever",)}
    assert marked == {"hero-roses"}
    assert "may tell something about what is sensitive: hayfever" in markdown(of)["counters"]
    assert not any(counter.sensitive for counter in facts().counting.counters)


def test_the_modes_say_what_the_collector_does() -> None:
    assert (counting.EPSILON, counting.MINIMUM, counting.IDS_KEPT) == (
        release.EPSILON,
        release.MINIMUM,
        release.KEEP_IDS_DAYS,
    )
    bundle = checked(SHOP).bundle
    for name, epsilon in (("central", "1 a day"), ("local", "2 a report"), ("split", "0.83 a day (δ = 1e-6)")):
        other = replace(bundle, measure=replace(bundle.measure, mode=name))
        of = audit.derive(other, answered(other))
        assert of.counting.mode.epsilon == epsilon
        assert f"| Mode | `{name}` |" in markdown(of)["counters"]


def test_the_rule_sheet_sorts_every_switch_and_signal(shop: audit.Facts, papers: dict[str, str]) -> None:
    allowed, rest = papers["rule-sheet"].split("## Needs an opt-in")
    asks, forbidden = rest.split("## Forbidden")
    assert "`topic`" in allowed
    assert "`garden`" in allowed
    assert "`reading`" in asks
    assert "`hayfever`, which is sensitive" in asks
    assert "in the words “Count visits”" in asks
    assert "remember anything beyond the visit" in asks
    assert "store or count hayfever" in forbidden
    assert "promotion and question while ticket is open" in forbidden
    assert len([line for line in allowed.splitlines() if line.startswith("- Within the cap")]) == 3
    off = markdown(
        facts(changed(("personalise: {answer: on, campaign: on, account: on, usage: ask}", "personalise: off")))
    )
    assert "To use what the visitor answered." in off["rule-sheet"].split("## Forbidden")[1]


def test_the_buying_committee_s_questions_are_answered(shop: audit.Facts, papers: dict[str, str]) -> None:
    text = papers["buying-committee"]
    for question in ("come from", "kept?", "train a model", "tenants", "opting out", "defaults", "leaves the device"):
        assert question in text
    for answer in ("The shop's customer database", "Hosting Co", "Ireland", "Counting Co", "Finland", "25 months", "rules only",
                   "Count visits", shop.digest):  # fmt: skip
        assert answer in text
    for datum in shop.data:
        assert f"| `{datum.id}` |" in text


def test_the_impact_assessment_shows_what_a_person_has_to_decide(shop: audit.Facts, papers: dict[str, str]) -> None:
    text = papers["impact-assessment"]
    assert "Answers are treated as personal data" in text
    assert "The site is the controller although the data stay" in text
    assert "Each is needed" in text
    assert "Rare and mild" in text
    todo = re.findall(r"\*\*TODO\*\* \(`([\w.]+)`\)", text)
    assert "dpia.residual" in todo
    assert not {"dpia.necessity", "dpia.risks.scripts"} & set(todo)
    assert all(key in papers["index"] for key in todo)


def test_the_trust_page_speaks_every_language_of_the_file() -> None:
    of = facts()
    pages = {paper.name: paper for paper in audit.papers(of) if paper.name.startswith("trust.")}
    assert list(pages) == ["trust.en", "trust.de"]
    said_of = markdown(of)
    assert "Ihr Garten | Ihre Antwort" in said_of["trust.de"]
    assert "30 Tage" in said_of["trust.de"]
    assert "Petal Ltd" in said_of["trust.de"]
    assert "[English](trust.en.md) · [Deutsch](trust.de.md)" in said_of["trust.de"]


def test_a_language_without_words_of_its_own_is_spoken_to_in_english_and_marked() -> None:
    bundle = replace(checked(SHOP).bundle, languages=("pt-BR", "no", "de-AT", "de-CH"))
    of = audit.derive(bundle, answered(bundle))
    pages = {paper.name: paper for paper in audit.papers(of) if paper.name.startswith("trust.")}
    assert [paper.language for paper in pages.values()] == ["en", "no", "de-AT", "de-CH"]
    assert [text for text, _, _ in pages["trust.no"].others] == ["pt-BR", "Norsk", "de-AT", "de-CH"]
    html = audit.files((pages["trust.de-AT"],))["trust.de-AT.html"]
    assert '<html lang="de-AT">' in html
    assert '<span lang="pt-BR">' in html


# --- vocabularies -----------------------------------------------------------------------------------


def published(name: str) -> dict[str, set[str]]:
    """A committed list of published keys, by section."""
    text = (Path(__file__).parent / "taxonomies" / name).read_text(encoding="utf-8")
    parts = re.split(r"^(\S+):$", "\n".join(line for line in text.splitlines() if line[:1] != "#"), flags=re.M)
    return {section: set(keys.split()) for section, keys in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_fideslang_key_is_published() -> None:
    known = published("fideslang.txt")
    assert known["data_categories"] == taxonomy.CATEGORIES
    assert {*taxonomy.CATEGORY.values(), *taxonomy.HELD_CATEGORY.values()} <= known["data_categories"]
    assert set(taxonomy.USE.values()) <= known["data_uses"]
    assert set(taxonomy.SUBJECTS.values()) <= known["data_subjects"]


def test_every_dpv_term_is_published() -> None:
    known = {namespace + name for namespace, names in published("dpv.txt").items() for name in names}
    assert len(known) > 1_000
    assert {taxonomy.iri(term) for term in taxonomy.terms()} <= known
    assert taxonomy.iri("dpv:Store") == "https://w3id.org/dpv#Store"


# --- what is missing --------------------------------------------------------------------------------


def test_with_every_answer_nothing_is_missing(shop: audit.Facts) -> None:
    assert missing(shop) == []


@pytest.mark.parametrize("key", REQUIRED)
def test_each_answer_that_is_left_out_is_asked_for(key: str) -> None:
    section, _, name = key.rpartition(".")
    value = answered(checked(SHOP).bundle).at(key)
    without = EVERYTHING.replace(f"{name}: {value}", f"{name}: null")
    assert without != EVERYTHING, (section, name)
    found = audit.gaps(facts(SHOP, without), TODAY)
    assert [gap.key for gap in found] == [key]
    assert found[0].papers
    assert len(found[0].write) > 20


def test_only_what_the_file_gives_rise_to_is_asked() -> None:
    nothing = "answers: 1\n"
    assert missing(facts(SHOP, nothing)) == list(REQUIRED)
    uncounted = missing(facts(changed(("measure: ask,", "measure: off,")), nothing))
    assert not [key for key in uncounted if key.startswith("counting")]
    asks = changed(("{answer: on, campaign: on, account: on, usage: ask}", "ask"))
    assert "legal_basis.personalise" not in missing(facts(asks, nothing))
    assert "children" in missing(facts(changed(("audience: adults", "audience: children")), nothing))
    assert "account" not in missing(facts(BAKERY.read_text(encoding="utf-8"), nothing))


def test_counters_that_ran_out_have_to_be_decided_anew() -> None:
    old = EVERYTHING.replace("2999-12-31", "2026-11-20")
    found = audit.gaps(facts(SHOP, old), TODAY)
    assert {gap.key for gap in found} == {"counting.until"}
    assert "2026-11-20 has passed" in found[0].write
    assert missing(facts(SHOP, EVERYTHING.replace("2999-12-31", "2026-11-21"))) == []
    own = EVERYTHING.replace("2888-01-01", "2020-01-01")
    assert missing(facts(SHOP, own)) == ["counting.kinds.silence.until"]


# --- the command line -------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "persona.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "answers.yaml").write_text(EVERYTHING, encoding="utf-8")
    return tmp_path


def test_without_answers_it_fails_lists_them_and_writes_nothing(folder: Path) -> None:
    done = edgepersona("audit", "persona.yaml", "--out", "papers", cwd=folder)
    assert done.returncode == 1
    assert f"{len(REQUIRED)} answers missing, so nothing was written" in done.stdout
    assert all(f"  {key}: " in done.stdout for key in REQUIRED)
    assert not (folder / "papers").exists()
    found = json.loads(edgepersona("audit", "persona.yaml", "--format", "json", cwd=folder).stdout)
    assert [gap["key"] for gap in found["missing"]] == list(REQUIRED)


def test_with_them_it_writes_every_paper_twice_and_again_the_same(folder: Path) -> None:
    arguments = ("audit", "persona.yaml", "--answers", "answers.yaml", "--out", "papers")
    done = edgepersona(*arguments, cwd=folder)
    assert done.returncode == 0, done.stdout
    there = {path.name: path.read_bytes() for path in (folder / "papers").iterdir()}
    assert {name.rpartition(".")[0] for name in there} == {
        "index", "catalogue", "record-of-processing", "impact-assessment", "rule-sheet", "buying-committee", "counters",
        "trust.en", "trust.de",
    }  # fmt: skip
    assert len(there) == 18
    assert audit.STYLE_HASH in done.stdout
    assert edgepersona(*arguments, cwd=folder).returncode == 0
    assert {path.name: path.read_bytes() for path in (folder / "papers").iterdir()} == there
    assert sorted(path.name for path in folder.iterdir()) == ["answers.yaml", "papers", "persona.yaml"]


def test_without_a_folder_the_papers_are_printed(folder: Path) -> None:
    done = edgepersona("audit", "persona.yaml", "--answers", "answers.yaml", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.startswith("# Privacy papers\n")
    assert "\n# Data catalogue\n" in done.stdout
    found = json.loads(
        edgepersona("audit", "persona.yaml", "--answers", "answers.yaml", "--format", "json", cwd=folder).stdout
    )
    assert found["missing"] == []
    assert [datum["id"] for datum in found["data"]] == ["topic", "garden", "reading", "ticket", "hayfever"]
    assert found["counting"]["mode"]["epsilon"] == "1 a day"
    assert found["counting"]["counters"][0]["owner"] == "Head of shop"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("owner: Head", "ownr: Head", "answers.yaml:4:1: unknown key “ownr”"),
        ("answers: 1\n", "", "expected the key “answers”"),
        ("answers: 1", "answers: 2", "answers.yaml:1:10: expected 1, found “2”"),
        ("{garden: user.location.imprecise}", "{gardn: user.location.imprecise}", "no such signal: “gardn”; did you mean “garden”?"),
        ("user.location.imprecise", "user.location.rough", "expected a fideslang data category, found “user.location.rough”"),
        ("2999-12-31", "soon", "expected a date such as 2027-03-31"),
        ("kinds: {silence", "kinds: {quiet", "one of arm, block, ghost, silence"),
        ("Each is needed", "x" * 4001, "text of 1 to 4000 characters"),
    ],
)  # fmt: skip
def test_an_answers_file_that_is_none_is_refused(old: str, new: str, message: str) -> None:
    assert EVERYTHING.count(old) == 1
    with pytest.raises(PersonaFileError) as caught:
        answered(checked(SHOP).bundle, EVERYTHING.replace(old, new))
    assert message in str(caught.value)


def test_the_answers_that_the_docs_show_are_all_there_are() -> None:
    docs = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    shown = docs.split("```yaml\n")[1].split("```")[0]
    bundle = load(BAKERY).bundle
    given = answered(bundle, shown)
    assert [gap.key for gap in audit.gaps(audit.derive(bundle, given), TODAY)] == []
    names = {field.encode_name for cls in (audit.Answers, *PARTS) for field in msgspec.structs.fields(cls)}
    assert {name for name in names if not re.search(rf"\b{name}\b", shown)} == set()
    assert all(re.search(rf"\b{risk}\b", shown) for risk in get_args(answers.Risk))


def test_what_cannot_be_built_is_not_audited(folder: Path) -> None:
    (folder / "persona.yaml").write_text(changed(("mode: central", "mode: split")), encoding="utf-8")
    assert "counts in mode central only" in refused("audit", "persona.yaml", cwd=folder)
    (folder / "answers.yaml").write_text("answers: 1\nowners: me\n", encoding="utf-8")
    assert refused("audit", BAKERY, "--answers", "answers.yaml", cwd=folder).startswith("answers.yaml:2:1: unknown key")
    assert "a file of at most 200 kB" in refused("audit", BAKERY, "--answers", "/dev/zero")


@pytest.mark.parametrize("name", ["notes.md", "index.html", "photo.png"])
def test_a_folder_of_somebody_else_is_left_alone(folder: Path, name: str) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / name).write_text("<title>mine</title>", encoding="utf-8")
    line = refused("audit", "persona.yaml", "--answers", "answers.yaml", "--out", "mine", cwd=folder)
    assert f"holds {name}, which audit did not write" in line
    assert [path.name for path in (folder / "mine").iterdir()] == [name]
    assert "expected a folder" in refused("audit", "persona.yaml", "--out", "answers.yaml", cwd=folder)


def test_the_demo_passes_with_its_answers() -> None:
    bundle = load(ROOT / "web_demo" / "persona.yaml").bundle
    of = audit.derive(bundle, audit.load_answers(ROOT / "web_demo" / "answers.yaml", bundle))
    assert missing(of) == []
    names = [paper.name for paper in audit.papers(of) if paper.name.startswith("trust.")]
    assert names == [f"trust.{language}" for language in bundle.languages]


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (said.span(VISIT), "this visit"),
        (said.span(DAY), "1 day"),
        (said.span(36 * 3_600_000), "36 hours"),
        (said.gap(0), "no time"),
        (said.listed(["a"]), "a"),
        (said.listed(["a", "b", "c"]), "a, b and c"),
        (said.listed([]), "nothing"),
        (said.condition(("all", ())), "always"),
        (said.condition(("not", ("is", "a", ("b",)))), "not (a is b)"),
        (said.condition(("any", (("is", "a", ("b", "c")), ("all", (("is", "d", ("e",)),))))), "a is b or c or (d is e)"),
        (said.dates(None, None), "without an end"),
        (said.dates(0, DAY), "from 1970-01-01 until 1970-01-01"),
    ],
)  # fmt: skip
def test_times_and_conditions_are_said_plainly(value: Any, text: str) -> None:
    assert value == text
