"""Does a live site serve what was reviewed? File by file.

Rules
1. What was reviewed is a folder that `build` wrote. Where it no longer is what its own list says, that is a finding
   of its own, and its files as they are now are what is compared.
2. Each file is fetched and hashed. The site's own list is believed only when it names what should not be there.
3. What is extra is found where a site tells: in its list, in a listing of its folder, under names that leak.
   A site that hides a file from all three hides it from this.
4. Files and signatures are findings, and so is what keeps the page from running; what merely should be better is
   a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from edgepersona.core.errors import LocalError, RemoteError

from . import signing
from .errors import printable
from .fetching import KEPT, Answer, FetchError, Folder
from .integrity import INTEGRITY, Integrity, Signed, hash_of, hashes_of, parse
from .verify_page import loaders

NO_FILE = "edgepersona-verify-no-such-file"
LEAKS = (
    *(f"{name}.js.map" for name in ("loader", "client", "panel", "worker")),
    *("persona.yaml", "signing.key", "sealing.key", ".env", ".git/HEAD", ".stamp"),
)
"""What a careless upload takes along."""
MOST_EXTRA_BYTES = 64_000_000
MOST_LISTED = 500
MOST_FOLDERS = 20
TYPES = {
    ".js": ("text/javascript", "application/javascript"),
    ".mjs": ("text/javascript", "application/javascript"),
    ".wasm": ("application/wasm",),
}
WORKER = "worker.js"
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"


@dataclass(frozen=True)
class Finding:
    """`kind`: differs, missing, extra, unreadable, type, policy, signature, page, altered (the reviewed file itself).

    `file` is a page's address for kind page. Hashes are None where there is none.
    """

    kind: str
    file: str
    reviewed: str | None = None
    served: str | None = None
    note: str | None = None


@dataclass
class Result:
    """`same`: how many files are as reviewed, `integrity.json` among them."""

    url: str
    files: int
    signed: Signed | None
    same: int = 0
    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def verify(
    url: str,
    folder: Path,
    key: str | None = None,
    pages: Iterable[str] = (),
    progress: Callable[[str], None] = lambda step: None,
) -> Result:
    """Compare a live folder with a reviewed one. `key`: the public key that must have signed, base64.

    `pages`: addresses of live pages whose loader is to be looked at.

    Raises LocalError where there is nothing to compare, FetchError where there is nobody to ask.
    """
    site, reviewed = Folder(url), _reviewed(folder)
    hashes = hashes_of(folder)
    result = Result(site.url, len(hashes) + 1, reviewed.signed)
    for name in sorted(hashes.keys() | reviewed.files.keys()):
        if hashes.get(name) != reviewed.files.get(name):
            note = f"in {folder}: not what {INTEGRITY} beside it says"
            result.findings.append(Finding("altered", name, reviewed.files.get(name), note=note))
    hashes[INTEGRITY] = hash_of((folder / INTEGRITY).read_bytes())
    try:
        nothing = site.get(NO_FILE)
    except FetchError as error:
        raise FetchError(f"{site.url} {error}") from None
    listed: Answer | None = None
    for n, (name, expected) in enumerate(hashes.items(), 1):
        progress(f"{n} of {len(hashes)}: {name}")
        answer = _compare(site, name, expected, (folder / name).stat().st_size, nothing, result)
        if name == INTEGRITY:
            listed = answer
        if name == WORKER and answer is not None and answer.found:
            _policy(site, answer, result)
    progress("looking for what should not be there")
    for name in _suspects(site, listed, hashes):
        _extra(site, name, nothing, result)
    _signature(reviewed, key, result)
    for page in pages:
        progress(f"reading {page}")
        for grave, note in loaders(page, site.url, folder, reviewed):
            (result.findings if grave else result.warnings).append(Finding("page", page, note=note))
    return result


def _reviewed(folder: Path) -> Integrity:
    try:
        return parse((folder / INTEGRITY).read_bytes())
    except FileNotFoundError:
        raise LocalError(f"{folder} was not written by edgepersona build: it has no {INTEGRITY}") from None
    except RemoteError as error:
        raise LocalError(f"{folder}: {error}") from None


def _compare(site: Folder, name: str, expected: str, size: int, nothing: Answer, result: Result) -> Answer | None:
    try:
        answer = site.get(name, max(2 * size, KEPT))
    except FetchError as error:
        result.findings.append(Finding("unreadable", name, expected, None, str(error)))
        return None
    if answer.status in (404, 410) or _is_nothing(answer, nothing):
        result.findings.append(Finding("missing", name, expected, None, None))
    elif not answer.found:
        result.findings.append(Finding("unreadable", name, expected, None, f"HTTP {answer.status}"))
    elif answer.hash != expected:
        note = "more bytes than can be compared" if answer.hash is None else None
        result.findings.append(Finding("differs", name, expected, answer.hash, note))
    else:
        result.same += 1
        wanted = TYPES.get(Path(name).suffix)
        if wanted is not None and answer.kind not in wanted:
            note = f"served as {answer.kind or 'no type at all'}; expected {wanted[0]}"
            result.findings.append(Finding("type", name, note=note))
    return answer


def _is_nothing(answer: Answer, nothing: Answer) -> bool:
    """Some sites answer every address with a page; what they say of a file that cannot be there says so."""
    return nothing.found and answer.found and answer.hash == nothing.hash


def _suspects(site: Folder, listed: Answer | None, known: dict[str, str]) -> Iterator[str]:
    names: dict[str, None] = {}
    if listed is not None and listed.found:
        with suppress(RemoteError):  # that it differs is said already
            names.update(dict.fromkeys(parse(listed.body).files))
    names.update(dict.fromkeys(_listing(site)))
    names.update(dict.fromkeys(LEAKS))
    yield from [name for name in names if name not in known][:MOST_LISTED]


def _listing(site: Folder) -> Iterator[str]:
    """The names in the folder's own listing, where the site gives one, its folders' included."""
    waiting, seen = [""], {""}
    for _ in range(MOST_FOLDERS):
        if not waiting:
            return
        folder = waiting.pop(0)
        try:
            answer = site.get(folder)
        except FetchError:
            continue
        if not answer.found or answer.kind != "text/html":
            continue
        for link in _Links.of(answer.body)[:MOST_LISTED]:
            name = site.below(link, folder)
            if name is None or (name := unquote(name)) in seen or ".." in name.split("/"):
                continue
            seen.add(name)
            if name.endswith("/"):
                waiting.append(name)
            else:
                yield name


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @classmethod
    def of(cls, page: bytes) -> list[str]:
        parser = cls()
        parser.feed(page.decode("utf-8", "replace"))
        return parser.links

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _extra(site: Folder, name: str, nothing: Answer, result: Result) -> None:
    try:
        answer = site.get(name, MOST_EXTRA_BYTES)
    except FetchError:
        return
    if answer.found and not _is_nothing(answer, nothing):
        result.findings.append(Finding("extra", name, None, answer.hash, None))


def _policy(site: Folder, worker: Answer, result: Result) -> None:
    """The worker's own policy: it must let WebAssembly run, and should let nothing out."""
    policies = [policy for line in worker.headers.get_all("Content-Security-Policy", []) for policy in line.split(",")]
    if not policies:
        note = f"no Content-Security-Policy: what the worker may reach is not limited; expected {POLICY}"
        result.warnings.append(Finding("policy", WORKER, note=note))
    for policy in policies:
        said: dict[str, list[str]] = {}
        for directive in policy.split(";"):
            name, *sources = directive.split() or [""]
            said.setdefault(name.lower(), sources)
        scripts = said.get("script-src", said.get("default-src"))
        if scripts is not None and not {"'wasm-unsafe-eval'", "'unsafe-eval'"} & {word.lower() for word in scripts}:
            note = f"its Content-Security-Policy does not let WebAssembly run; expected {POLICY}"
            result.findings.append(Finding("policy", WORKER, note=note))
        reach = said.get("connect-src", said.get("default-src"))
        own = {"'self'", "'none'", site.url.split("/", 3)[0] + "//" + site.url.split("/", 3)[2]}
        if reach is None or any(word.lower() not in own for word in reach):
            note = "its Content-Security-Policy lets the worker reach other origins; expected connect-src 'self'"
            result.warnings.append(Finding("policy", WORKER, note=note))


def _signature(reviewed: Integrity, key: str | None, result: Result) -> None:
    """Who stands for what was reviewed; what is served is compared with that byte by byte."""
    signed = reviewed.signed
    if signed is not None and not signing.holds(reviewed):
        note = "the signature does not belong to this list and key"
    elif key is not None and (signed is None or signed.key != key):
        whose = "nobody" if signed is None else signing.fingerprint(signed.key)
        note = f"signed by {whose}; expected {signing.fingerprint(key)}"
    else:
        return
    result.findings.append(Finding("signature", INTEGRITY, note=note))


def as_data(result: Result) -> dict[str, Any]:
    """A result as other programs read it."""
    signed = result.signed
    return {
        "format": 1,
        "url": result.url,
        "files": result.files,
        "same": result.same,
        "findings": [asdict(finding) for finding in result.findings],
        "warnings": [asdict(warning) for warning in result.warnings],
        "signed": signed
        and {
            "site": signed.site,
            "build": signed.build,
            "min_build": signed.min_build,
            "key": signed.key,
            "fingerprint": signing.fingerprint(signed.key),
        },
    }


def as_text(result: Result) -> str:
    """A result as a person reads it: a finding a line, both hashes below it, then the sum."""
    lines: list[str] = []
    for kind, finding in [(f.kind, f) for f in result.findings] + [("warning", w) for w in result.warnings]:
        note = "" if finding.note is None else f": {printable(finding.note, 300)}"
        lines.append(f"{kind:<11}{printable(finding.file, 200)}{note}")
        if kind in ("differs", "extra"):
            said = (("reviewed", finding.reviewed), ("served", finding.served))
            lines += [f"{'':<11}{word:<9}{value}" for word, value in said if value is not None]
    lines.append(f"{result.same} of {result.files} files are served as reviewed")
    if result.signed is None:
        lines.append("what was reviewed is not signed")
    else:
        lines.append(f"signed by {signing.fingerprint(result.signed.key)}, build {result.signed.build}")
    return "\n".join(lines) + "\n"
