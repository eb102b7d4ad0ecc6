"""The command line: `edgepersona VERB`.

Rules
1. Exit 0: fine. 1: findings. 2: wrong usage or unusable input, with one clear line on standard error for each
   mistake and never a traceback. 130: interrupted.
2. Every verb has `--help` with an example and `--format text|json`; results go to standard output, as UTF-8.
3. A verb imports what it needs when it runs: `check` is quick because it loads no server.
"""

from __future__ import annotations

import functools
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from edgepersona.core.errors import LocalError, PersonaError

if TYPE_CHECKING:
    from edgepersona.authoring.audit import Paper
    from edgepersona.authoring.compile import Checked
    from edgepersona.core.moment import Moment

FINE, FINDINGS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="edgepersona",
    help="A landing page that personalises itself on the visitor's own device.",
    epilog="Example: edgepersona check persona.yaml",
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    text = "text"
    json = "json"


class Expose(StrEnum):
    none = "none"
    ids = "ids"


class Profile(StrEnum):
    same_origin = "same-origin"
    proxied = "proxied"
    tables_only = "tables-only"


class Policy(StrEnum):
    header = "header"
    meta = "meta"


class Start(StrEnum):
    need = "need"
    idle = "idle"
    now = "now"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print the result.")]
StoreOption = Annotated[str, typer.Option("--store", help="Where the counts are: sqlite:///counts.db.")]
PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free port.")]
HostOption = Annotated[str, typer.Option("--host", help="The address to listen on.")]
PersonaArgument = Annotated[str, typer.Argument(metavar="PERSONA.YAML", help="The persona file; - is standard input.")]


def main(arguments: list[str] | None = None) -> int:
    """Run a command line. Returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    usage_error = typer.BadParameter.__mro__[2]
    given = sys.argv[1:] if arguments is None else arguments
    if not given:
        return _complain("edgepersona: expected a verb, such as check; see edgepersona --help")
    try:
        status = typer.main.get_command(app).main(given, prog_name="edgepersona", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        if not isinstance(error, usage_error):
            raise
        return _complain(f"edgepersona: {_usage(error, given)}")
    return status if isinstance(status, int) else FINE


def _usage(error: Any, given: list[str]) -> str:
    """A mistake in the command line, as one line with the nearest verb."""
    from edgepersona.authoring.errors import did_you_mean, printable

    said = " ".join(str(error.format_message()).split()).rstrip(".")
    verbs = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    if given[0] not in verbs and not given[0].startswith("-"):
        said = f"no such verb: {given[0]}{did_you_mean(given[0], verbs) or '; one of ' + ', '.join(verbs)}"
    return printable(said[:1].lower() + said[1:])


def _complain(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return UNUSABLE


def _safely[**P](verb: Callable[P, int]) -> Callable[P, int]:
    """What goes wrong in a verb becomes a line on standard error and an exit status."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        from edgepersona.authoring.errors import PersonaFileError, printable

        try:
            status = verb(*args, **kwargs)
            sys.stdout.flush()
            return status
        except BrokenPipeError:  # whoever reads has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FINE
        except KeyboardInterrupt:
            return INTERRUPTED
        except PersonaFileError as error:
            return _complain(*error.lines())
        except PersonaError as error:
            return _complain(f"edgepersona: {printable(str(error))}")
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            return _complain(f"edgepersona: {printable(f'{where}{error.strerror or error}')}")

    return run


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))


# --- writing persona files ---------------------------------------------------------------------------


@app.command(epilog="Example: edgepersona new my-page")
@_safely
def new(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")],
    format: FormatOption = Format.text,
) -> int:
    """Write a starter: a persona file, a landing page, a visit, a scenario and the schema. Nothing is overwritten."""
    from edgepersona.authoring import starter

    written = starter.write(directory)
    if format is Format.json:
        _print_json({"format": 1, "written": [str(path) for path in written]})
    else:
        print(*(f"wrote {path}" for path in written), sep="\n")
        print(f"next: edgepersona check {directory / 'persona.yaml'}")
    return FINE


@app.command(epilog="Example: edgepersona schema > persona.schema.json")
@_safely
def schema(format: FormatOption = Format.text) -> int:
    """Print the JSON Schema (draft 2020-12) that editors complete persona files from."""
    from edgepersona.authoring.schema import persona_schema

    print(json.dumps(persona_schema(), ensure_ascii=False, indent=2 if format is Format.text else None))
    return FINE


@app.command(epilog="Examples: edgepersona check persona.yaml; edgepersona check --explain revealing-link")
@_safely
def check(
    persona: Annotated[str | None, typer.Argument(metavar="PERSONA.YAML", help="The persona file.")] = None,
    explain: Annotated[str | None, typer.Option("--explain", metavar="NAME", help="Say what a check is for.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the named checks.")] = False,
    format: FormatOption = Format.text,
) -> int:
    """Check a persona file: its grammar, its references, and the named checks."""
    from edgepersona.authoring import checks
    from edgepersona.authoring.errors import PersonaFileError

    if list_ or explain is not None:
        return _explain(checks.explained(explain), format, brief=list_)
    if persona is None:
        raise typer.BadParameter("expected a persona file, such as persona.yaml")
    from edgepersona.authoring.compile import load

    try:
        with _progress() as progress:
            result = checks.report(load(persona), progress)
    except PersonaFileError as error:
        if format is Format.json:
            _print_json({"format": 1, "errors": [_place(e) for e in error.errors], "findings": []})
        raise
    findings = result.findings
    if format is Format.json:
        found = [{"check": f.check, "severity": f.severity, **_place(f)} for f in findings]
        proofs, worst = [asdict(proof) for proof in result.proofs], asdict(result.interruptions)
        _print_json({"format": 1, "errors": [], "findings": found, "service_first": proofs, "interruptions": worst})
    else:
        print(*findings, *result.proofs, result.interruptions, sep="\n")
        print(f"{len(findings)} findings; edgepersona check --explain NAME says more" if findings else "fine")
    return FINDINGS if findings else FINE


def _explain(found: Iterable[Any], format: Format, brief: bool) -> int:
    about = list(found)
    if format is Format.json:
        _print_json(
            [{"check": c.name, "severity": c.severity, "silenceable": c.silenceable, "doc": c.doc} for c in about]
        )
    elif brief:
        print(*(f"{c.name:<26}{c.severity:<9}{c.summary}" for c in about), sep="\n")
    else:
        can = {True: "can be silenced: checks: {ignore: [NAME]}", False: "cannot be silenced"}
        print(*(f"{c.name} ({c.severity}; {can[c.silenceable]})\n\n{c.doc}" for c in about), sep="\n\n")
    return FINE


def _place(error: Any) -> dict[str, Any]:
    return {"file": error.file, "line": error.line, "column": error.column, "message": error.message}


# --- deciding ----------------------------------------------------------------------------------------


@app.command(epilog="Example: edgepersona decide persona.yaml --visit visit.yaml --format json")
@_safely
def decide(
    persona: PersonaArgument,
    visit: Annotated[
        str | None, typer.Option("--visit", metavar="V.YAML", help="One visit; - is standard input.")
    ] = None,
    visits: Annotated[
        str | None, typer.Option("--visits", metavar="V.JSONL", help="One visit a line in, one decision a line out.")
    ] = None,
    format: Annotated[
        Format | None, typer.Option("--format", help="text explains; json is the default with --visits.")
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="JSON, with the smallest change that would show each withheld block.")
    ] = False,
    trace: Annotated[
        bool,
        typer.Option("--trace", help="JSON, with each withheld block's pass, utility before rules, reason and change."),
    ] = False,
) -> int:
    """Decide what a visitor sees, and say why, and why not, and what would change that."""
    if (visit is None) == (visits is None):
        raise typer.BadParameter("expected one of --visit and --visits")
    from edgepersona.authoring import telling
    from edgepersona.authoring import visits as reading
    from edgepersona.authoring.compile import load
    from edgepersona.core import why
    from edgepersona.core.bundle import digest, encode
    from edgepersona.core.changes import Inquiry
    from edgepersona.core.prepare import prepare
    from edgepersona.core.printing import dumps, printed

    checked = load(persona)
    prepared, name = prepare(checked.bundle), digest(encode(checked.bundle))

    text = format is Format.text or (format is None and visit is not None and not (changes or trace))

    def told(moment: Moment) -> dict[str, Any] | str:
        inquiry = Inquiry(prepared, moment)
        form = printed(inquiry.decision, name)
        traced = why.trace(inquiry) if text or changes or trace else []
        if text:
            return telling.decision(checked.bundle, form, traced)
        more: dict[str, Any] = (
            {"changes": {e["block"]: e["change"] for e in traced if "change" in e}} if changes else {}
        )
        return {**form, **more, **({"trace": traced} if trace else {})}

    if visit is not None:
        found = told(reading.load(checked, visit))
        print(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, indent=2))
        return FINE
    for moment in reading.stream(checked, visits or "-"):
        found = told(moment)
        print(found + "\n" if isinstance(found, str) else dumps(found), flush=True)
    return FINE


@app.command(epilog="Example: edgepersona scenario persona.yaml scenarios/*.yaml")
@_safely
def scenario(
    persona: PersonaArgument,
    files: Annotated[list[str], typer.Argument(metavar="FILES…", help="Scenario files.")],
    format: FormatOption = Format.text,
) -> int:
    """Play scenario files: what a visitor should see, moment by moment, beside what they do see, and why."""
    from edgepersona.authoring import scenarios
    from edgepersona.authoring.compile import load

    checked = load(persona)
    results = list(scenarios.run(checked, scenarios.load(checked, files)))
    if format is Format.json:
        _print_json(scenarios.as_data(results))
    else:
        print(scenarios.as_text(results), end="")
    return FINE if all(result.passed for result in results) else FINDINGS


@app.command(epilog="Example: edgepersona stoptest persona.yaml")
@_safely
def stoptest(
    persona: PersonaArgument,
    trials: Annotated[
        int, typer.Option("--trials", min=1, max=1_000_000, help="How many visitors to generate.")
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same visitors.")] = 0,
    format: FormatOption = Format.text,
) -> int:
    """Find out whether a file knows when to stop: three trials and generated visitors, for a buyer to read."""
    from edgepersona.authoring import stoptest as testing
    from edgepersona.authoring.compile import load

    checked = load(persona)
    with _progress() as progress:
        result = testing.run(checked, trials, seed, progress)
    if format is Format.json:
        _print_json(testing.as_data(result))
    else:
        print(testing.as_text(result), end="")
    return FINDINGS if result.failed else FINE


@app.command(epilog="Example: edgepersona replay my-data.json")
@_safely
def replay(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An export, as “download my data” saves it.")],
    persona: Annotated[
        str | None, typer.Option("--persona", metavar="PERSONA.YAML", help="The file it must have been decided by.")
    ] = None,
    bundle: Annotated[
        list[str] | None,
        typer.Option("--bundle", metavar="FILE", help="A build's bundle.msgpack, for older receipts. May be repeated."),
    ] = None,
    format: FormatOption = Format.text,
) -> int:
    """Verify the receipts in an export and decide everything again: the same, byte for byte, or which differs."""
    from edgepersona.authoring import replay as replaying
    from edgepersona.authoring.compile import load
    from edgepersona.core.bundle import digest, encode

    expected = None if persona is None else digest(encode(load(persona).bundle))
    result = replaying.replay(file, bundle or [], expected)
    if format is Format.json:
        _print_json(replaying.as_data(result))
    else:
        print(replaying.as_text(result), end="")
    return FINE if result.fine else FINDINGS


# --- building ----------------------------------------------------------------------------------------


@app.command(epilog="Example: edgepersona build persona.yaml --out site/ep --collector https://counts.example")
@_safely
def build(
    persona: PersonaArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write, to be hosted as it is.")],
    collector: Annotated[str | None, typer.Option("--collector", metavar="URL", help="Where counts are sent.")] = None,
    expose: Annotated[
        Expose, typer.Option("--expose", help="What other scripts may read: ids opens it up.")
    ] = Expose.none,
    start: Annotated[Start, typer.Option("--start", help="When Python starts in the page.")] = Start.need,
    profile: Annotated[
        Profile, typer.Option("--profile", help="How it is hosted; tables-only leaves Python out.")
    ] = Profile.same_origin,
    preview_host: Annotated[
        list[str] | None,
        typer.Option(
            "--preview-host", metavar="HOST", help="Where ?ep-preview=1 works, such as localhost. Repeatable."
        ),
    ] = None,
    sign: Annotated[
        str | None,
        typer.Option("--sign", metavar="KEY", help="signing.key of keygen, or env:NAME for a variable that holds it."),
    ] = None,
    number: Annotated[
        int | None, typer.Option("--build", metavar="N", min=1, help="A signed build's number, higher each time.")
    ] = None,
    min_build: Annotated[
        int | None,
        typer.Option("--min-build", metavar="N", min=1, help="The lowest number still accepted; else the one before."),
    ] = None,
    format: FormatOption = Format.text,
) -> int:
    """Build the folder a page loads: loader, worker, runtime, bundle, tables, words. Same input, same bytes."""
    if collector is not None and re.fullmatch(r"https?://[^\s/?#@\\]+(/[^\s?#\\]*)?", collector) is None:
        raise typer.BadParameter("--collector is an address such as https://counts.example")
    from edgepersona.authoring import checks, site_build
    from edgepersona.authoring.compile import load

    checked = load(persona)
    _buildable(checked)
    release = _release(sign, number, min_build)
    import edgepersona

    sdk = Path(edgepersona.__file__).parent / "browser" / "_dist"
    with _progress() as progress:
        hashes = site_build.build(
            checked,
            out,
            sdk_dir=sdk,
            collector=collector,
            expose=expose.value,
            start=start.value,
            profile=profile.value,
            preview=preview_host or (),
            release=release,
            progress=progress,
        )
        findings = checks.run(checked, progress)
    signed = release and {"key": release.public, "build": release.build, "min_build": release.min_build}
    if format is Format.json:
        _print_json({"format": 1, "out": str(out), "findings": len(findings), "signed": signed})
    else:
        print(f"built {out}")
        if release is None:
            print("not signed: for development; edgepersona keygen makes a key, --sign uses it")
        else:
            print(f"signed: build {release.build}; builds below {release.min_build} are refused")
            print(f'on the loader: integrity="{hashes["loader.js"]}" data-ep-key="{release.public}"')
        if findings:
            print(f"{len(findings)} findings: see edgepersona check {persona}", file=sys.stderr)
    return FINE


@app.command(epilog="Example: edgepersona inject page.html --persona persona.yaml --out page.html")
@_safely
def inject(
    page: Annotated[str, typer.Argument(metavar="PAGE.HTML", help="The page; - is standard input.")],
    persona: Annotated[str, typer.Option("--persona", metavar="PERSONA.YAML", help="The persona file.")],
    out: Annotated[Path, typer.Option("--out", metavar="PAGE.HTML", help="Where to write it; may be the page itself.")],
    build: Annotated[
        Path | None, typer.Option("--build", metavar="DIR", help="The folder that build wrote: what it says holds.")
    ] = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="PATH", help="Where that folder is hosted; /ep/ if nothing says so.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help="The page's language, else what its html tag says.")
    ] = None,
    expose: Annotated[Expose | None, typer.Option("--expose", help="As it was built; none if left out.")] = None,
    policy: Annotated[
        Policy, typer.Option("--policy", help="meta writes the policy into the page, where headers cannot be set.")
    ] = Policy.header,
    format: FormatOption = Format.text,
) -> int:
    """Put first-paint table and loader into a page, and print the policy it needs. Nothing else in it changes."""
    from edgepersona.authoring import inject as injecting
    from edgepersona.authoring.compile import load
    from edgepersona.authoring.source import read_bytes

    if page == "-" == persona:
        raise typer.BadParameter("the page and the persona file cannot both be standard input")
    checked = load(persona)
    built = injecting.built(checked, build)
    html = injecting.decoded(read_bytes(page, most=injecting.MOST_PAGE), page)
    done = injecting.inject(
        checked,
        html,
        page,
        script=built.script,
        base=base,
        language=language,
        expose=built.expose if expose is None else expose.value,
        collector=built.collector,
        meta=policy is Policy.meta,
    )
    out.write_bytes(done.html.encode())
    headers = {"page": done.policy, f"{done.base}worker.js": injecting.WORKER_POLICY}
    if format is Format.json:
        _print_json(
            {
                "format": 1,
                "out": str(out),
                "language": done.language,
                "base": done.base,
                "script": done.hash,
                "headers": {what: {"Content-Security-Policy": said} for what, said in headers.items()},
                "bytes": done.sizes,
            }
        )
    else:
        print(f"wrote {out}: {done.language}, {', '.join(f'{size:,} bytes of {n}' for n, size in done.sizes.items())}")
        for what, said in headers.items():
            where = "in the page" if policy is Policy.meta and what == "page" else f"send {what} with"
            print(f"{where}\n  Content-Security-Policy: {said}")
    return FINE


def _release(sign: str | None, number: int | None, min_build: int | None) -> Any:
    """The signing.Release that was asked for, or None."""
    if sign is None:
        if number is not None or min_build is not None:
            raise typer.BadParameter("--build and --min-build belong to a signed build: expected --sign signing.key")
        return None
    if number is None:
        raise typer.BadParameter("expected --build: a signed build has a number, higher than the last one's")
    from edgepersona.authoring import signing

    if sign.startswith("env:"):
        pem = os.environ.get(sign[4:], "").encode("utf-8", "surrogateescape")
        if not pem:
            raise LocalError(f"the variable {sign[4:]} is empty or not set; expected the text of signing.key in it")
    else:
        with Path(sign).open("rb") as file:
            pem = file.read(signing.MOST_KEY_BYTES)
    key = signing.signing_key(pem, sign, lambda: _passphrase("the signing key is locked"))
    return signing.Release(key, number, max(1, number - 1) if min_build is None else min_build)


def _passphrase(why: str, again: bool = False) -> str:
    """From $EDGEPERSONA_PASSPHRASE, else asked for on a terminal without showing it."""
    given = os.environ.get("EDGEPERSONA_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise LocalError(f"{why}: expected the passphrase in EDGEPERSONA_PASSPHRASE")
    from getpass import getpass

    said = getpass("Passphrase: ")
    if again and getpass("Again: ") != said:
        raise LocalError("the two passphrases differ")
    return said


@app.command(
    epilog="Examples: edgepersona audit persona.yaml --answers answers.yaml --out papers; edgepersona audit "
    "persona.yaml --since old.yaml"
)
@_safely
def audit(
    persona: PersonaArgument,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="A.YAML", help="What no persona file can tell: see docs/audit.md."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to write Markdown and HTML; else Markdown is printed."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="OLD.YAML", help="Only what changed since this version, to review.")
    ] = None,
    format: FormatOption = Format.text,
) -> int:
    """Write the privacy papers: catalogue, record of processing, DPIA draft, rule sheet, counters, trust page and more.

    Exit 1: an answer is missing, and nothing was written; with --since: something changed that needs a new decision.
    """
    from edgepersona.authoring import audit as auditing
    from edgepersona.authoring.compile import load
    from edgepersona.core.times import DAY

    if out is not None:
        auditing.writable(out)
    checked = load(persona)
    if since is not None:
        if answers is not None:
            raise typer.BadParameter("--since compares two persona files and takes no --answers")
        changed = auditing.difference(load(since).bundle, checked.bundle)
        data = {"format": 1, **asdict(changed)}
        _papers(changed.papers(), data, out, format)
        return FINDINGS if changed.wider else FINE
    _buildable(checked)
    facts = auditing.derive(checked.bundle, auditing.load_answers(answers, checked.bundle))
    missing = auditing.gaps(facts, int(time.time() * 1_000) // DAY)
    if missing:
        if format is Format.json:
            _print_json({"format": 1, "missing": [asdict(gap) for gap in missing]})
        else:
            print(auditing.asked(missing))
        return FINDINGS
    with _progress() as progress:
        progress("writing the papers")
        written = auditing.papers(facts)
    _papers(written, {**auditing.as_data(facts), "missing": []}, out, format)
    return FINE


def _papers(papers: tuple[Paper, ...], data: dict[str, Any], out: Path | None, format: Format) -> None:
    from edgepersona.authoring import audit as auditing

    texts = auditing.files(papers)
    written = [] if out is None else auditing.write(out, texts)
    if format is Format.json:
        _print_json({**data, "written": [str(path) for path in written]})
    elif out is None:
        print(*(texts[f"{paper.name}.md"] for paper in papers), sep="\n", end="")
    else:
        print(*(f"wrote {path}" for path in written), sep="\n")
        print(f"a strict content policy needs: style-src '{auditing.STYLE_HASH}'")


@app.command(epilog="Example: edgepersona keygen --out keys --passphrase")
@_safely
def keygen(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write; nothing is overwritten.")],
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Lock the private keys; asked for, or $EDGEPERSONA_PASSPHRASE.")
    ] = False,
    format: FormatOption = Format.text,
) -> int:
    """Make two key pairs: one to sign builds with, one that reports can be sealed to."""
    from edgepersona.authoring import signing

    pairs = signing.keygen(out, _passphrase("--passphrase", again=True) if passphrase else None)
    if format is Format.json:
        said = {
            pair.use: {
                "fingerprint": pair.fingerprint,
                "public": pair.public,
                "files": [str(path) for path in pair.files],
            }
            for pair in pairs
        }
        _print_json({"format": 1, **said})
    else:
        for pair in pairs:
            print(f"{pair.use:<8}{pair.fingerprint}  {pair.public}  {pair.files[0]}, {pair.files[1]}")
        print(f"keep *.key secret; next: edgepersona build persona.yaml --out ep --sign {pairs[0].files[0]} --build 1")
    return FINE


@app.command(epilog="Example: edgepersona verify https://www.example.com/ep/ --against ep --key keys/signing.pub")
@_safely
def verify(
    url: Annotated[str, typer.Argument(metavar="URL", help="The live folder: where loader.js is.")],
    against: Annotated[Path, typer.Option("--against", metavar="DIR", help="The folder that was reviewed.")],
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="Who must have signed: signing.pub, or its text.")
    ] = None,
    page: Annotated[
        list[str] | None, typer.Option("--page", metavar="URL", help="A live page whose loader to look at as well.")
    ] = None,
    format: FormatOption = Format.text,
) -> int:
    """Find out whether a live site serves what was reviewed: each file that differs, is missing or extra."""
    from edgepersona.authoring import signing, verifying

    expected = None if key is None else signing.public_key(key)
    with _progress() as progress:
        result = verifying.verify(url, against, expected, page or (), progress)
    if format is Format.json:
        _print_json(verifying.as_data(result))
    else:
        print(verifying.as_text(result), end="")
    return FINDINGS if result.findings else FINE


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Where to say how far long work has come: on a terminal, and nowhere else."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield status.update


def _buildable(checked: Checked) -> None:
    """A mode of counting is never changed silently."""
    mode = checked.bundle.measure.mode
    if mode != "central":
        raise LocalError(f"this version counts in mode central only; {checked.file} asks for mode {mode}")
    if checked.bundle.explore != "off":
        raise LocalError(f"this version cannot learn yet; {checked.file} asks for explore: {checked.bundle.explore}")


# --- counting ----------------------------------------------------------------------------------------


@app.command(epilog="Example: edgepersona collect --store sqlite:///counts.db --port 8090 --counters ep/counters.json")
@_safely
def collect(
    store: StoreOption,
    counters: Annotated[
        list[str] | None,
        typer.Option("--counters", metavar="FILE", help="counters.json of a build; else what the store knows."),
    ] = None,
    port: PortOption = 0,
    host: HostOption = "127.0.0.1",
    origin: Annotated[list[str] | None, typer.Option("--origin", metavar="URL", help="A page's origin.")] = None,
    format: FormatOption = Format.text,
) -> int:
    """Run the collector until interrupted."""
    from edgepersona.collector import app as collector
    from edgepersona.collector.store import open_store

    lists = [_json_file(path) for path in counters or []]
    opened = open_store(store)
    try:
        if not lists:  # the newest list of each site
            lists = list({schema.site: schema.plain() for schema in opened.schemas()}.values())
        if not lists:
            raise LocalError("the store knows no counter list yet; name one with --counters ep/counters.json")
        return _serve(
            collector.create_app(opened, schemas=lists, origins=origin or []), host, port, format, "collector"
        )
    finally:
        opened.close()


@app.command(epilog="Example: edgepersona release --store sqlite:///counts.db")
@_safely
def release(
    store: StoreOption,
    grace: Annotated[str, typer.Option("--grace", help="How long after its end a day closes, such as 7d.")] = "7d",
    format: FormatOption = Format.text,
) -> int:
    """Close the days that are over and release their totals, noised."""
    found = re.fullmatch(r"(0|[1-9][0-9]{0,3})d", grace)
    if found is None:
        raise typer.BadParameter("--grace is a number of days, such as 7d")
    from edgepersona.collector.release import release as released
    from edgepersona.collector.store import open_store
    from edgepersona.core.times import DAY, format_day

    opened = open_store(store)
    try:
        days = released(opened, now=time.time(), grace_days=int(found[1]))
    finally:
        opened.close()
    rows = [
        {
            "site": day.closing.site,
            "day": format_day(day.closing.day * DAY),
            "epsilon": day.closing.epsilon,
            "published": len(day.values),
            "withheld": day.withheld,
        }
        for day in days
    ]
    if format is Format.json:
        _print_json({"format": 1, "released": rows})
    else:
        for row in rows:
            print(f"{row['site']} {row['day']}: {row['published']} counts published, {row['withheld']} withheld")
        print("nothing to release" if not rows else f"{len(rows)} days released")
    return FINE


@app.command(epilog="Example: edgepersona report --store sqlite:///counts.db --format json")
@_safely
def report(store: StoreOption, format: FormatOption = Format.text) -> int:
    """Print what was released: uplift, guardrails, and what silence was worth."""
    from edgepersona.collector.report import as_text
    from edgepersona.collector.statistics import results
    from edgepersona.collector.store import open_store

    opened = open_store(store)
    try:
        found = results(opened)
    finally:
        opened.close()
    if format is Format.json:
        _print_json(found)
    else:
        print(as_text(found), end="")
    return FINE


@app.command(epilog="Example: EDGEPERSONA_TOKEN=… edgepersona dashboard --store sqlite:///counts.db --port 8091")
@_safely
def dashboard(
    store: StoreOption, port: PortOption = 0, host: HostOption = "127.0.0.1", format: FormatOption = Format.text
) -> int:
    """Run the dashboard until interrupted. Its token is $EDGEPERSONA_TOKEN, else a fresh one that is printed."""
    import secrets

    from edgepersona.collector import dashboard as pages
    from edgepersona.collector.store import open_store

    given = os.environ.get("EDGEPERSONA_TOKEN")
    token = given or secrets.token_urlsafe(24)
    opened = open_store(store)
    try:
        return _serve(
            pages.create_app(opened, token), host, port, format, "dashboard", {} if given else {"token": token}
        )
    finally:
        opened.close()


def _json_file(path: str) -> Any:
    from edgepersona.authoring.source import decode, read_bytes

    try:
        return json.loads(decode(read_bytes(path, most=8_000_000), path))
    except (ValueError, RecursionError):
        raise LocalError(f"{path}: expected JSON, as edgepersona build writes it") from None


def _serve(served: Any, host: str, port: int, format: Format, what: str, more: dict[str, str] | None = None) -> int:
    from edgepersona.collector.serving import listen, serve

    try:
        listening = listen(host, port)
    except OSError as error:
        raise LocalError(f"cannot listen on {host} port {port}: {error.strerror or error}") from None
    name = f"[{host}]" if ":" in host else host
    said = {"url": f"http://{name}:{listening.getsockname()[1]}/", **(more or {})}
    if format is Format.json:
        print(json.dumps(said), flush=True)
    else:
        print(*(f"{what} {key}: {value}" for key, value in said.items()), sep="\n", flush=True)
    serve(served, listening)
    return FINE


# --- simulating --------------------------------------------------------------------------------------


class _Assuming(TyperCommand):
    """A command whose help ends with every assumption; they are read when somebody asks (rule 3)."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from edgepersona.authoring.simulation import described

        listed = (f"{name}={default} - {range_}: {text}" for name, default, range_, text in described())
        self.epilog = "\n\n".join([self.epilog or "", "Assumptions, with their defaults:", *listed])
        super().format_help(ctx, formatter)


@app.command(
    cls=_Assuming,
    epilog="Example: edgepersona simulate persona.yaml --visitors 1000 --set dismisses=0.3 --html simulated.html",
)
@_safely
def simulate(
    persona: PersonaArgument,
    visitors: Annotated[int, typer.Option("--visitors", metavar="N", min=1, max=1_000_000, help="How many.")],
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same numbers.")] = 1,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=180, help="How many days.")] = 14,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help="The first day, UTC; today if left out.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="An assumption of those below. May be repeated."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Charts as one HTML file; replaced if it is there.")
    ] = None,
    format: FormatOption = Format.text,
) -> int:
    """Send simulated visitors through the same core: what is shown, withheld and why, treated beside caps_only."""
    from edgepersona.authoring import simulation
    from edgepersona.authoring.compile import load
    from edgepersona.core.times import DAY, parse_date

    population = simulation.settings(set_ or [])
    try:
        first = int(time.time() * 1_000) // DAY * DAY if start is None else parse_date(start)
    except ValueError as error:
        raise typer.BadParameter(f"--start: {error}") from None
    if html is not None:
        simulation.writable(html, persona)
    checked = load(persona)
    with _progress() as progress:
        ran = simulation.simulate(
            checked, population, visitors=visitors, seed=seed, days=days, start=first, progress=progress
        )
    found = simulation.result(ran)
    if html is not None:
        simulation.write(html, simulation.page(found))
    if format is Format.json:
        _print_json(found)
    else:
        simulation.show(found, sys.stdout)
        if html is not None:
            print(f"wrote {html}", file=sys.stderr)
    return FINE


# --- measuring ---------------------------------------------------------------------------------------


class Bench(StrEnum):
    decide = "decide"
    browser = "browser"
    boot = "boot"
    page = "page"
    lighthouse = "lighthouse"


@app.command(epilog="Examples: edgepersona bench decide; edgepersona bench page --html page.html")
@_safely
def bench(
    what: Annotated[
        Bench,
        typer.Argument(
            metavar="WHAT",
            help="decide: in CPython. browser: in the page. boot: until Python is live, beside stock Pyodide. "
            "page: what a page pays and how soon a block fits, beside two peers. lighthouse: the demo's scores.",
        ),
    ],
    persona: Annotated[
        str | None,
        typer.Argument(
            metavar="PERSONA.YAML",
            help="Else the demo's, or in a browser one of 100 blocks.",
        ),
    ] = None,
    repeats: Annotated[int, typer.Option("--repeats", min=5, max=1000, help="How often each is measured.")] = 7,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Charts as one HTML file; replaced if it is there.")
    ] = None,
    format: FormatOption = Format.text,
) -> int:
    """Measure it: how long decisions take, beside a peer where one is installed, and whether the targets are met."""
    from edgepersona import bench as measuring
    from edgepersona.authoring import simulation
    from edgepersona.authoring.compile import load
    from edgepersona.bench import chart, figures

    if html is not None:
        simulation.writable(html, persona or "")
    with _progress() as progress:
        if what is Bench.decide:
            from edgepersona.bench import decide as deciding

            report = deciding.run(load(persona or measuring.demo()).bundle, repeats, progress)
        elif what is Bench.boot:
            from edgepersona.bench import boot

            report = boot.report(boot.run(repeats, progress))
        elif what is Bench.page:
            from edgepersona.bench import page

            report = page.run(repeats, progress)
        elif what is Bench.lighthouse:
            from edgepersona.bench import lighthouse

            report = lighthouse.run(repeats, progress)
        else:
            from edgepersona.bench import browser

            report = browser.run(load(persona) if persona is not None else None, repeats, progress)
    if format is Format.json:
        _print_json(figures.as_data(report))
    else:
        figures.show(report)
    if html is not None:
        simulation.write(html, chart.page(report))
        print(f"wrote {html}", file=sys.stderr)
    return FINDINGS if report.missed else FINE


if __name__ == "__main__":
    sys.exit(main())
