"""Simulated populations: the same numbers for the same seed, the assumptions honoured, no limit of the file exceeded."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import fields
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from edgepersona.authoring.compile import Checked, load
from edgepersona.authoring.simulation import Population, described, page, result, settings, show, simulate
from edgepersona.authoring.simulation.plan import draw
from edgepersona.authoring.simulation.running import Job, Lives
from edgepersona.authoring.simulation.tally import Tally, busiest
from edgepersona.authoring.simulation.visitor import Visitor
from edgepersona.core import bundle as core
from edgepersona.core.prepare import prepare
from edgepersona.core.times import DAY, SECOND, parse_date
from tests.core.personas import BAKERY

from .running import edgepersona, refused
from .shop import SHOP, changed, checked

SIMULATION = Path(__file__).parent.parent.parent / "docs" / "simulation.md"
START = parse_date("2026-11-21")
RESTLESS = {"returns": 0.7, "return_days": 0.4, "pages": 1.8}
"""Visitors who come back so often that every limit is met."""


@pytest.fixture(scope="module")
def bakery() -> Checked:
    return load(BAKERY)


@pytest.fixture(scope="module")
def found(bakery: Checked) -> dict[str, Any]:
    return run(bakery)


def run(persona: Checked, visitors: int = 20, seed: int = 3, processes: int = 1, **assumed: float) -> dict[str, Any]:
    population = Population(**assumed)
    return result(
        simulate(persona, population, visitors=visitors, seed=seed, days=14, start=START, processes=processes)
    )


def lives(persona: Checked, arm: str, visitors: int, **assumed: float) -> list[Visitor]:
    """Visitors of a population, after all their visits."""
    job = Job(core.encode(persona.bundle), Population(**assumed), 5, START, START + 14 * DAY)
    driven = Lives(job)
    return [driven.live(number, arm, Tally()) for number in range(visitors)]


def withheld(found: dict[str, Any], reason: str, arm: str = "treated") -> float:
    """The sum over blocks of the share of decisions a reason withheld them at."""
    return sum(block["arms"][arm]["withheld"].get(reason, 0.0) for block in found["blocks"])


# --- the same luck ----------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(bakery: Checked, found: dict[str, Any]) -> None:
    assert run(bakery) == found
    assert run(bakery, seed=4)["arms"] != found["arms"]


def test_processes_share_the_work_and_change_nothing(bakery: Checked) -> None:
    assert run(bakery, visitors=64, processes=2, returns=0) == run(bakery, visitors=64, returns=0)


def test_both_arms_have_the_same_visitors_and_the_arm_is_the_core_s_own(bakery: Checked) -> None:
    for treated, other in zip(*(lives(bakery, arm, 8) for arm in ("treated", "caps_only")), strict=True):
        assert treated.plan.visits == other.plan.visits
        assert json.loads(treated.stores["outbox"] or "")["arm"] == "treated"
        assert json.loads(other.stores["outbox"] or "")["arm"] == "caps_only"


# --- what was assumed -------------------------------------------------------------------------------


def test_every_assumption_is_told_with_the_result(found: dict[str, Any]) -> None:
    told = {one["setting"]: one for one in found["assumptions"]}
    assert list(told) == [field.name for field in fields(Population)]
    assert all(one["text"] and one["unit"] and one["value"] == one["default"] for one in told.values())


def test_the_document_and_the_help_list_every_assumption_with_its_default() -> None:
    listed = re.findall(
        r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", SIMULATION.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert listed == list(described())
    assert [name for name, *_ in listed] == [field.name for field in fields(Population)]
    told = " ".join(edgepersona("simulate", "--help").stdout.split())
    for name, default, range_, text in listed:
        assert f"{name}={default} - {range_}: {text}" in told
        assert settings([f"{name}={default}"]) == Population()


def test_some_answers_and_account_values_are_likelier_than_others() -> None:
    prepared = prepare(checked(SHOP).bundle)

    def drawn(setting: str, ratio: float) -> dict[str, list[str]]:
        """By signal, the values of many visitors, the most frequent first."""
        population = Population(signed_in=1, trouble=0, returns=0, **{setting: ratio})
        said: dict[str, Counter[str]] = {}
        for seed in range(300):
            plan = draw(prepared, population, seed, START, START + DAY)
            of = plan.account if setting == "account_ratio" else plan.truth
            for name, value in of.items():
                said.setdefault(name, Counter())[value] += 1
        return {name: [value for value, _ in counted.most_common()] for name, counted in said.items()}

    for setting in ("answer_ratio", "account_ratio"):
        evenly, first, falling = (drawn(setting, ratio) for ratio in (1, 0, 0.3))
        assert evenly.keys() == first.keys() == falling.keys() != set()
        for name, values in falling.items():
            assert set(values) == set(evenly[name])
            assert first[name] == values[:1]
            signal = next((q.signal for q in prepared.bundle.questions if q.id == name), name)
            assert values == [value for value in prepared.signals[signal].order if value in values]


def test_dismissing_tires(bakery: Checked) -> None:
    never, always = run(bakery, dismisses=0, **RESTLESS), run(bakery, dismisses=1, **RESTLESS)
    assert withheld(always, "FATIGUED") > withheld(never, "FATIGUED")
    assert never["arms"]["treated"]["interruptions"]["dismissed"] == 0
    seen = always["arms"]["treated"]["interruptions"]
    assert seen["ignored"] == seen["clicked"] == seen["not_helpful"] == seen["complained"] == 0
    assert seen["dismissed"] > 0


def test_nobody_answers_where_nobody_is_assumed_to(bakery: Checked, found: dict[str, Any]) -> None:
    assert run(bakery, answers=0)["arms"]["treated"]["answers"] == {"volume": 0}
    assert found["arms"]["treated"]["answers"]["volume"] > 0


def test_visits_pages_and_conversions_follow_their_shares(bakery: Checked) -> None:
    once = run(bakery, returns=0, pages=1, converts=1, measure=1)["arms"]["treated"]
    assert (once["visits"], once["page_views"], once["visitors_counted"]) == (20, 20, 20)
    assert once["conversions"] == {"order": 20}
    often = run(bakery, returns=0.6, return_days=0.5, pages=5, converts=0, measure=0)["arms"]["treated"]
    assert often["visits"] > 30
    assert often["page_views"] > 2.5 * often["visits"]
    assert (often["conversions"], often["visitors_counted"]) == ({"order": 0}, 0)


def test_what_the_visitor_switches_off_stays_off(bakery: Checked) -> None:
    off = run(bakery, dismisses=1, opts_out=1, **RESTLESS)
    assert withheld(off, "PERSONALISATION_OFF") > 0
    switched = off["arms"]["treated"]["switched"]
    assert switched["opted_out"] == off["arms"]["treated"]["interruptions"]["dismissed"] <= 20
    quiet = run(bakery, dismisses=1, opts_out=0, asks_quiet=1, answers=0, **RESTLESS)
    assert withheld(quiet, "QUIET") > 0
    assert quiet["arms"]["treated"]["interruptions"]["busiest_week"]["worst"] == 1


def test_the_file_decides_what_can_happen() -> None:
    troubled = run(checked(SHOP), signed_in=1, trouble=1)
    assert withheld(troubled, "SERVICE_FIRST") > 0
    assert troubled["arms"]["treated"]["interruptions"]["service"] > 0
    calm = run(checked(SHOP), signed_in=1, trouble=0)
    assert withheld(calm, "SERVICE_FIRST") == 0
    assert calm["arms"]["treated"]["interruptions"]["service"] == 0
    unread = run(checked(SHOP), visitors=10, reads=0, usage=1)
    read = run(checked(SHOP), visitors=10, reads=0.8, usage=1, pages=3)
    assert withheld(unread, "FATIGUED") < withheld(read, "FATIGUED"), "reading a lot presses on this file's fatigue"


def test_a_busy_page_is_not_interrupted() -> None:
    assert withheld(run(checked(SHOP), busy=1), "PAGE_BUSY") > withheld(run(checked(SHOP), busy=0), "PAGE_BUSY")


# --- what must hold ---------------------------------------------------------------------------------


@pytest.mark.parametrize("arm", ["treated", "caps_only"])
def test_no_budget_gap_or_cap_is_ever_exceeded(arm: str) -> None:
    text = changed(("{per_page: 1, gap: 30s", "{per_page: 2, gap: 20s"))
    persona = checked(text)
    assumed = {"remember": 1, "campaign": 1, "campaign_again": 1, "returns": 0.9, "return_days": 0.1}
    interruptions = 0
    for visitor in lives(persona, arm, 16, stay=120, opts_out=0, asks_quiet=0, **assumed):
        blocks, slots = visitor.prepared.blocks, visitor.prepared.slots
        shown = [h for h in visitor.history if h.what == "shown"]
        loud = [h for h in shown if slots[blocks[h.name].slot].kind == "interrupt"]
        interruptions += len(loud)
        for number in {h.page for h in loud}:
            assert sum(h.page == number for h in loud) <= 2
        assert all(b.at - a.at >= 20 * SECOND for a, b in pairwise(loud))
        for visit in {h.visit for h in shown}:
            assert sum(h.visit == visit and blocks[h.name].kind == "question" for h in shown) <= 2
        assert busiest([h.at for h in loud if blocks[h.name].kind == "promotion"], DAY) <= 2
        assert busiest([h.at for h in loud if h.name != "hero-roses"], 7 * DAY) <= 9
        for dismissed in (h.at for h in visitor.history if (h.what, h.name) == ("dismissed", "offer")):
            assert not any(dismissed < h.at < dismissed + 7 * DAY for h in shown if h.name == "offer")
    assert interruptions > 30, "too few interruptions to test anything"


def test_treated_interrupts_no_more_than_caps_only() -> None:
    """Knowing when to stop withholds; what it put off can come later, which may add a few in a hundred."""
    for persona in (load(BAKERY), checked(SHOP)):
        found = run(persona, visitors=24, **RESTLESS)
        treated, other = (found["arms"][arm]["interruptions"]["total"] for arm in ("treated", "caps_only"))
        assert 0 < treated <= 1.02 * other
        assert found["difference"]["interruptions"]["total"] == treated - other
        assert withheld(found, "FATIGUED", "caps_only") == 0 < withheld(found, "FATIGUED")


def test_every_decision_gives_each_block_one_reason_or_a_place(found: dict[str, Any]) -> None:
    for part, said in (("blocks", "withheld"), ("slots", "silent")):
        for one in found[part]:
            for arm in one["arms"].values():
                assert sum(arm[said].values()) + arm["chosen"] == pytest.approx(1, abs=0.002)


def test_visitors_are_all_in_the_histogram(found: dict[str, Any]) -> None:
    for arm in found["arms"].values():
        week = arm["interruptions"]["busiest_week"]
        by_week = arm["interruptions"]["visitors_by_busiest_week"]
        assert sum(one["visitors"] for one in by_week) == 20
        assert week["mean"] <= week["p95"] <= week["worst"] == by_week[-1]["interruptions"]
        assert sum(one["share"] for one in arm["fatigue"]["bins"]) == pytest.approx(1, abs=0.002)


def test_the_busiest_week_is_any_seven_days_in_a_row() -> None:
    assert busiest([]) == 0
    assert busiest([0, 6 * DAY, 7 * DAY, 8 * DAY]) == 3
    assert busiest([0, 7 * DAY, 14 * DAY]) == 1


def test_an_audience_that_is_not_measured_has_nothing_to_compare() -> None:
    text = changed(("audience: adults", "audience: mixed"))
    found = run(checked(text), visitors=10)
    assert list(found["arms"]) == ["treated"]
    assert found["difference"] is None
    assert any("never in caps_only" in note or "ever in caps_only" in note for note in found["notes"])
    assert "caps_only</th>" not in page(found)


# --- how it is told ---------------------------------------------------------------------------------


class _Strict(HTMLParser):
    """Every element closed, in order; notes the names and addresses met."""

    VOID = ("meta", "rect", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.addresses += [name for name, _ in attrs if name in ("src", "href", "srcset", "action", "style", "data")]
        self.addresses += [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)


def test_the_html_file_is_whole_and_fetches_nothing(found: dict[str, Any]) -> None:
    text = page(found)
    assert "http" not in text
    assert "url(" not in text
    assert "@import" not in text
    parser = _Strict()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    assert parser.addresses == []
    assert not parser.names & {"script", "link", "img", "iframe", "object", "embed", "image", "use"}
    assert text.count('role="img" aria-label=') == 4
    assert "SIMULATED" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    for block in found["blocks"]:
        assert f'<th scope="row">{block["block"]}</th>' in text


def test_the_text_fits_eighty_columns_and_says_what_it_is(found: dict[str, Any]) -> None:
    out = io.StringIO()
    show(found, out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("SIMULATED")
    assert max(map(len, lines)) <= 80
    assert "caps_only" in out.getvalue()
    for one in found["assumptions"]:
        assert re.search(rf"^ {one['setting']} ", out.getvalue(), re.MULTILINE)


# --- the verb ---------------------------------------------------------------------------------------


def test_the_verb_prints_json_and_writes_only_the_file_that_was_named(tmp_path: Path) -> None:
    (tmp_path / "persona.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "out.html").write_text("an older one", encoding="utf-8")
    done = edgepersona(
        *("simulate", "persona.yaml", "--visitors", "5", "--seed", "9", "--days", "3", "--start", "2026-11-21"),
        *("--set", "dismisses=0.25", "--set", "answers=1", "--html", "out.html", "--format", "json"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["visitors"], found["seed"], found["days"], found["start"]) == (5, 9, 3, "2026-11-21")
    assert {one["setting"]: one["value"] for one in found["assumptions"]}["dismisses"] == 0.25
    assert page(found) == (tmp_path / "out.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.html", "persona.yaml"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "dismis=1"], "no such setting: “dismis”; did you mean “dismisses”?"),
        (["--set", "dismisses"], "--set takes a setting and its value, such as dismisses=0.3"),
        (["--set", "stay=0"], "stay is a number of seconds from 5 to 600, found 0"),
        (["--html", "nowhere/out.html"], "nowhere/out.html: No such file or directory"),
        (["--html", "."], ".: Is a directory"),
        (["--html", "persona.yaml"], "persona.yaml is the persona file"),
        (["--start", "soon"], "--start: a date is YYYY-MM-DD"),
        (["--visitors", "0"], "'--visitors'"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_two(arguments: list[str], message: str, tmp_path: Path) -> None:
    (tmp_path / "persona.yaml").write_text(SHOP, encoding="utf-8")
    given = [] if "--visitors" in arguments else ["--visitors", "5"]
    assert message in refused("simulate", "persona.yaml", *given, *arguments, cwd=tmp_path)
    assert (tmp_path / "persona.yaml").read_text(encoding="utf-8") == SHOP


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["answers=2"], "answers is a share from 0 to 1, found 2"),
        (["answers=-0.1"], "answers is a share from 0 to 1"),
        (["answers=nan"], "answers is a share from 0 to 1, found “nan”"),
        (["answers=inf"], "answers is a share from 0 to 1, found inf"),
        (["answers=often"], "answers is a share from 0 to 1, found “often”"),
        (["answers=1_0"], "answers is a share from 0 to 1"),
        (["answers=1", "answers=0"], "answers is set twice"),
        (["accepts=0.9", "complains=0.9"], "at most 1 together, found 1.84"),
        (["zzz=1"], "no such setting: “zzz”; one of campaign, "),
    ],
)
def test_settings_are_checked(given: list[str], message: str) -> None:
    with pytest.raises(Exception, match=re.escape(message)):
        settings(given)
