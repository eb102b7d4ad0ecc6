"""The command line as people and scripts meet it, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from edgepersona.authoring.checks import CHECKS
from edgepersona.cli import main
from tests.core.personas import BAKERY, EXAMPLES
from tests.core.test_examples import assert_holds

from .running import command, edgepersona, environment, refused
from .shop import SHOP, changed, place

VERBS = (
    "new",
    "schema",
    "check",
    "decide",
    "scenario",
    "stoptest",
    "replay",
    "simulate",
    "build",
    "audit",
    "keygen",
    "verify",
    "collect",
    "release",
    "report",
    "dashboard",
    "bench",
)
VISIT = EXAMPLES / "bakery-visit.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "persona.yaml").write_text(SHOP, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    said = capsys.readouterr().out
    assert "Example" in said
    assert f"edgepersona {verb}" in said
    assert "--format" in said


def test_the_help_lists_every_verb() -> None:
    done = edgepersona("--help")
    assert done.returncode == 0
    assert all(verb in done.stdout for verb in VERBS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "edgepersona: expected a verb"),
        (["chek"], "edgepersona: no such verb: chek; did you mean “check”?"),
        (["--nonsense"], "edgepersona: no such option: --nonsense"),
        (["check", "--nonsense"], "edgepersona: no such option: --nonsense"),
        (["check"], "expected a persona file"),
        (["check", "--format", "xml", "persona.yaml"], "invalid value for '--format'"),
        (["check", "missing.yaml"], "missing.yaml:1:1: cannot be read: no such file or directory"),
        (["check", "."], ".:1:1: cannot be read: is a directory"),
        (["check", "persona.yaml", "more.yaml"], "edgepersona: got unexpected extra argument"),
        (["check", "--explain", "nogoal"], "no such check: nogoal; one of"),
        (["decide", "persona.yaml"], "expected one of --visit and --visits"),
        (["decide", "persona.yaml", "--visit", "a", "--visits", "b"], "expected one of --visit and --visits"),
        (["decide", "persona.yaml", "--visit", "missing.yaml"], "missing.yaml:1:1: cannot be read"),
        (["decide", "persona.yaml", "--visits", "missing.jsonl"], "missing.jsonl:1:1: cannot be read"),
        (["decide", "persona.yaml", "--visit"], "requires an argument"),
        (["build", "persona.yaml"], "missing option '--out'"),
        (["build", "persona.yaml", "--out", "x", "--collector", "javascript:1"], "--collector is an address"),
        (["keygen"], "missing option '--out'"),
        (["verify", "https://a.example/ep/"], "missing option '--against'"),
        (["verify", "http://a.example/", "--against", "."], "expected an https address"),
        (["verify", "a.example/ep", "--against", "."], "expected the address of the folder"),
        (["verify", "https://a.example:x/", "--against", "."], "expected an address such as"),
        (["verify", "https://a.example/", "--against", "."], ". was not written by edgepersona build"),
        (["verify", "https://a.example/", "--against", ".", "--key", "persona.yaml"], "expected signing.pub"),
        (["new"], "missing argument"),
        (["new", "persona.yaml"], "persona.yaml: file exists"),
        (["release", "--store", "nonsense"], "a store is sqlite:///file.db"),
        (["release", "--store", "sqlite:///c.db", "--grace", "soon"], "--grace is a number of days"),
        (["report", "--store", "sqlite:////nowhere/at/all.db"], "edgepersona: "),
        (["collect", "--store", "sqlite:///c.db"], "the store knows no counter list yet"),
        (["collect", "--store", "sqlite:///c.db", "--counters", "missing.json"], "missing.json:1:1: cannot be read"),
        (["collect", "--store", "sqlite:///c.db", "--counters", "persona.yaml"], "persona.yaml: expected JSON"),
        (["dashboard", "--store", "sqlite:///c.db", "--port", "99999"], "invalid value for '--port'"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_and_exit_two(
    folder: Path,
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.argv", ["edgepersona"])
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert message.lower() in said.err.lower()


def test_an_unknown_verb_is_refused_without_a_traceback() -> None:
    assert refused("chek") == "edgepersona: no such verb: chek; did you mean “check”?"
    assert refused("decide", "x", "--nonsense").startswith("edgepersona: no such option: --nonsense")


def test_a_file_that_may_not_be_read_is_said_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "persona.yaml"
    assert main(["check", str(file)]) == 0
    file.chmod(0)
    capsys.readouterr()
    root = os.geteuid() == 0
    if root:  # who may read everything, so someone else has to try
        os.seteuid(65534)
    try:
        status = main(["check", str(file)])
    finally:
        if root:
            os.seteuid(0)
    assert (status, capsys.readouterr().err) == (2, f"{file}:1:1: cannot be read: permission denied\n")


def test_a_clean_file_is_fine(folder: Path) -> None:
    done = edgepersona("check", "persona.yaml", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    proof, worst, last = done.stdout.splitlines()
    assert proof.startswith("service first, rule 1: proved over 18 combinations of values; it holds in 10, and in ")
    assert worst.startswith("interruptions a week, at most: 9 for a visitor who never reacts, 9 whatever they do, ")
    assert last == "fine"
    done = edgepersona("check", "persona.yaml", "--format", "json", cwd=folder)
    found = json.loads(done.stdout)
    assert {key: found[key] for key in ("format", "errors", "findings")} == {"format": 1, "errors": [], "findings": []}
    (proof,) = found["service_first"]
    assert proof | {"due": 10} == {
        "rule": 1, "pauses": ["promotion", "question"], "status": "proved", "why": "",
        "combinations": 18, "holding": 10, "due": 10,
    }  # fmt: skip
    bounds = {"passive": 9, "any_visitor": 9, "service": 9, "per_visit": 1, "caps_only": 9, "without_bound": []}
    assert found["interruptions"] == bounds


def test_findings_are_exit_one(folder: Path) -> None:
    text = changed(("    goal: solved\n", ""))
    (folder / "persona.yaml").write_text(text, encoding="utf-8")
    at = place(text, "help:\n")
    done = edgepersona("check", "persona.yaml", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"persona.yaml:{at}: no-goal: names no goal: which step does it serve?\n")
    done = edgepersona("check", "persona.yaml", "--format", "json", cwd=folder)
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["check"], f"{finding['line']}:{finding['column']}") == ("no-goal", at)


def test_three_mistakes_are_three_lines(folder: Path) -> None:
    text = changed(("keep: 30d", "keep: 30"), ("default: hero-all", "default: hero-al"), ("stop: 0.6", "stop: .nan"))
    (folder / "persona.yaml").write_text(text, encoding="utf-8")
    done = edgepersona("check", "persona.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 3
    done = edgepersona("check", "persona.yaml", "--format", "json", cwd=folder)
    assert done.returncode == 2
    assert [error["line"] for error in json.loads(done.stdout)["errors"]] == [
        int(place(text, part).split(":")[0]) for part in ("keep: 30\n", "hero-al}", ".nan")
    ]


def test_a_file_from_standard_input() -> None:
    assert edgepersona("check", "-", stdin=SHOP.encode()).returncode == 0
    assert refused("check", "-", stdin=b"persona: 2").startswith("standard input:1:10: ")


def test_checks_are_listed_and_explained() -> None:
    listed = edgepersona("check", "--list")
    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(CHECKS)
    explained = edgepersona("check", "--explain", "revealing-link")
    assert explained.returncode == 0
    assert CHECKS["revealing-link"].doc in explained.stdout


def test_the_schema_is_json() -> None:
    for format in ("text", "json"):
        done = edgepersona("schema", "--format", format)
        assert done.returncode == 0
        assert json.loads(done.stdout)["$schema"].endswith("2020-12/schema")


def test_new_writes_a_starter_that_checks_clean(tmp_path: Path) -> None:
    assert edgepersona("new", "page", cwd=tmp_path).returncode == 0
    assert edgepersona("check", "page/persona.yaml", cwd=tmp_path).returncode == 0
    assert "is there already" in refused("new", "page", cwd=tmp_path)


def test_a_decision_as_published() -> None:
    done = edgepersona("decide", BAKERY, "--visit", VISIT, "--format", "json")
    assert done.returncode == 0
    assert_holds(json.loads((EXAMPLES / "bakery-decision.json").read_text()), json.loads(done.stdout))


def test_a_decision_in_words() -> None:
    done = edgepersona("decide", BAKERY, "--visit", VISIT)
    assert done.returncode == 0
    assert "hero: hero-flour “Mehl palettenweise”\n  Sie kamen wegen Mehl.\n" in done.stdout
    assert "ask-volume (notice): ALREADY_ANSWERED: Das haben Sie schon beantwortet." in done.stdout


def test_what_would_change_a_decision(tmp_path: Path) -> None:
    """In words always; as data only where it is asked for, so that the published form stays as it is."""
    text = VISIT.read_text(encoding="utf-8").replace("answers: {volume: large}", "answers: {}")
    (tmp_path / "visit.yaml").write_text(text, encoding="utf-8")
    said = edgepersona("decide", BAKERY, "--visit", tmp_path / "visit.yaml").stdout
    assert "offer-pallet (notice): BELOW_SILENCE: Das wäre für Sie im Moment nicht nützlich genug." in said
    assert "    Das hängt von Ihrer Antwort ab: Ihre Tagesmenge (ab 50 kg). Dann würden Sie es sehen.\n" in said
    plain, more = (
        json.loads(edgepersona("decide", BAKERY, "--visit", tmp_path / "visit.yaml", *flags).stdout)
        for flags in (("--format", "json"), ("--changes", "--trace"))
    )
    assert {key: more[key] for key in plain} == plain
    assert [*more][len(plain) :] == ["changes", "trace"]
    offer = next(entry for entry in more["trace"] if entry["block"] == "offer-pallet")
    assert (offer["pass"], offer["reason"], offer["utility"]) == (3, "BELOW_SILENCE", 0.5771)
    assert offer["change"] == more["changes"]["offer-pallet"]
    assert (offer["change"]["kind"], offer["change"]["values"]) == ("answer", ["large"])
    line = json.dumps({"now": "2026-11-21T10:00:00Z"}).encode()
    streamed = edgepersona("decide", BAKERY, "--visits", "-", "--changes", stdin=line).stdout
    assert json.loads(streamed)["changes"]["offer-pallet"]["kind"] == "answer"


def test_a_build_names_its_preview_hosts(tmp_path: Path) -> None:
    out = tmp_path / "ep"
    done = edgepersona("build", BAKERY, "--out", out, "--preview-host", "localhost", "--preview-host", "b.example")
    assert done.returncode == 0, done.stderr
    config = (out / "config.js").read_text(encoding="utf-8")
    assert json.loads(config.removeprefix("export default ").rstrip(";\n"))["preview"] == ["b.example", "localhost"]
    assert (out / "preview.js").is_file()
    for wrong in ("localhost:80", "https://b.example", "B.example", "*", ""):
        assert "a preview host is a name" in refused("build", BAKERY, "--out", out, "--preview-host", wrong)


def test_one_visit_a_line_in_one_decision_a_line_out(tmp_path: Path) -> None:
    visits = [{"now": "2026-11-21T10:00:00Z", "language": language} for language in ("de", "en", "fr")]
    text = "".join(json.dumps(visit) + "\n" for visit in visits)
    done = edgepersona("decide", BAKERY, "--visits", "-", stdin=text.encode())
    assert done.returncode == 0
    assert [json.loads(line)["language"] for line in done.stdout.splitlines()] == ["de", "en", "en"]


def test_a_bad_line_ends_the_stream_with_its_number() -> None:
    text = '{"now": "2026-11-21T10:00:00Z"}\n{"now": "then"}\n{"now": "2026-11-21T10:00:00Z"}\n'
    done = edgepersona("decide", BAKERY, "--visits", "-", stdin=text.encode())
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.startswith("standard input:2:9: expected a time")


def test_decisions_come_as_visits_come() -> None:
    """A stream is answered line by line, not at its end."""
    with subprocess.Popen(
        command("decide", BAKERY, "--visits", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(3):
            running.stdin.write(b'{"now": "2026-11-21T10:00:00Z"}\n')
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["format"] == 1
        running.stdin.close()
        assert running.wait(20) == 0


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "visits.jsonl").write_text('{"now": "2026-11-21T10:00:00Z"}\n' * 2000)
    with subprocess.Popen(
        command("decide", BAKERY, "--visits", tmp_path / "visits.jsonl"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(20) == 0


def heed_ctrl_c() -> None:
    """A job in the background of a script ignores it, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_is_130_without_a_word() -> None:
    with subprocess.Popen(
        command("decide", BAKERY, "--visits", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=heed_ctrl_c,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(b'{"now": "2026-11-21T10:00:00Z"}\n')
        running.stdin.flush()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 130
        assert running.stderr.read() == b""


def counters() -> dict[str, Any]:
    from edgepersona.core import counters as core
    from edgepersona.core.moment import ARMS

    from .shop import checked

    bundle = checked(SHOP).bundle
    entries = core.table(bundle, ["QUIET"])
    return {
        "format": 1,
        "site": bundle.site,
        "schema": core.fingerprint(bundle.site, entries).hex(),
        "bundle": "sha256:0",
        "mode": "central",
        "arms": list(ARMS),
        "conversions": list(bundle.measure.conversions),
        "guardrails": list(bundle.measure.guardrails),
        "counters": list(entries),
    }


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    (tmp_path / "counters.json").write_text(json.dumps(counters()))
    arguments = ("collect", "--store", "sqlite:///counts.db", "--counters", "counters.json", "--format", "json")
    how: dict[str, Any] = {"stdout": subprocess.PIPE, "env": environment(), "cwd": tmp_path, "preexec_fn": heed_ctrl_c}
    with subprocess.Popen(command(*arguments), **how) as running:
        assert running.stdout is not None
        yield running, json.loads(running.stdout.readline())["url"]
        if running.poll() is None:
            running.terminate()


def test_collecting_releasing_and_reporting(tmp_path: Path, collector: tuple[subprocess.Popen[bytes], str]) -> None:
    running, url = collector
    with urlopen(url + "healthz", timeout=10) as answer:
        assert answer.status == 200
    with urlopen(url + "v1/config", timeout=10) as answer:
        assert counters()["schema"] in answer.read().decode()
    running.send_signal(signal.SIGINT)
    assert running.wait(20) == 130
    released = edgepersona("release", "--store", "sqlite:///counts.db", "--format", "json", cwd=tmp_path)
    assert json.loads(released.stdout) == {"format": 1, "released": []}
    report = edgepersona("report", "--store", "sqlite:///counts.db", cwd=tmp_path)
    assert (report.returncode, "flower-shop" in report.stdout) == (0, True)
    plain = edgepersona("report", "--store", "sqlite:///counts.db", "--format", "json", cwd=tmp_path)
    assert json.loads(plain.stdout)["sites"][0]["site"] == "flower-shop"


@pytest.mark.parametrize("given", [None, "a-token-that-is-long-enough"])
def test_the_dashboard_and_its_token(tmp_path: Path, given: str | None) -> None:
    told = {**environment(), **({"EDGEPERSONA_TOKEN": given} if given else {})}
    arguments = command("dashboard", "--store", "sqlite:///counts.db", "--format", "json")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, env=told, cwd=tmp_path) as running:
        assert running.stdout is not None
        said = json.loads(running.stdout.readline())
        token = given or said["token"]
        assert ("token" in said) is (given is None)
        request = Request(said["url"] + "api/results", headers={"Authorization": f"Bearer {token}"})
        with urlopen(request, timeout=10) as answer:
            assert json.load(answer)["sites"] == []
        running.terminate()


def test_a_mode_of_counting_is_not_changed_silently(folder: Path) -> None:
    (folder / "persona.yaml").write_text(changed(("mode: central", "mode: split")), encoding="utf-8")
    assert edgepersona("check", "persona.yaml", cwd=folder).returncode == 0
    assert "asks for mode split" in refused("build", "persona.yaml", "--out", "site", cwd=folder)


def test_only_what_a_verb_needs_is_loaded(folder: Path) -> None:
    """check is quick because it loads no server, no statistics and no browser."""
    script = (
        "import sys; from edgepersona.cli import main; main(['check', 'persona.yaml']);"
        "print([name for name in ('starlette', 'uvicorn', 'opendp', 'httpx', 'rich', 'sqlite3') if name in sys.modules])"
    )
    done = subprocess.run(
        [command()[0], "-c", script], capture_output=True, text=True, env=environment(), cwd=folder, check=True
    )
    assert done.stdout.endswith("fine\n[]\n")
