"""Serves the landing page.

Pages are rendered once, at start-up: a template's ``{{ a.b }}`` is the text found under these keys,
HTML-escaped. Texts are those of ``strings/<language>.json``, ``lang``, and
``block.<slot>.title|body|points.<n>|cta|href``: the slot's default block in the page's language, read
from the persona file. So what a visitor sees without any script, and what the SDK falls back to, is
written in one place.

The landing page then gets its first paint: ``edgepersona inject``, as a publisher would run it. Beside it stands the
public trust page that ``edgepersona audit`` writes, in each language.

Below ``/banner/`` stands the same page with a consent banner, vanilla-cookieconsent, and a persona file that maps
what its categories grant: the other file with ``banner/consent.yaml`` in the place of its ``consent:``. A template's
``<!--banner-->…<!--/banner-->`` stands there alone.
"""

import html
import json
import mimetypes
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edgepersona.authoring import audit
from edgepersona.authoring.compile import Checked, load
from edgepersona.authoring.inject import inject

SITE = Path(__file__).with_name("site")
BANNER = Path(__file__).with_name("banner")
LIBRARY = BANNER.parent.parent / "node_modules" / "vanilla-cookieconsent" / "dist"
ASSETS = ("style.css", "page.js", "favicon.svg")
PAGES = {"": "page.html", "privacy": "privacy.html"}  # path below the language: template
ONLY_WITH_BANNER = re.compile("<!--banner-->(.*?)<!--/banner-->", re.DOTALL)
CONSENT = re.compile(r"^consent:\n(?:[ \n].*\n?)+", re.MULTILINE)
PLACEHOLDER = re.compile(r"{{ ([\w.-]+) }}")
WORKER, RUNTIME = "/ep/worker.js", "/ep/runtime/"  # what such a path ends with, or contains
# Python needs WebAssembly. Only the worker's own response allows it: the page's policy stays strict.
WORKER_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

# Module scripts and streamed WebAssembly are refused under any other type, and a system's own table may lack these.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/wasm", ".wasm")
# Best first. A file that is there compressed as well is sent so, where the browser takes it.
ENCODINGS = {"br": ".br", "gzip": ".gz"}


def create_app(
    *,
    sdk_dir: Path,
    persona: Path,
    expose: str = "none",
    collector: str | None = None,
    banner: tuple[Path, Path] | None = None,
) -> Starlette:
    """The landing page as an ASGI application.

    ``sdk_dir`` is what ``edgepersona build`` wrote, served under ``/ep/``, and ``expose`` what it was told;
    ``collector`` is the origin that reports may be sent to, such as ``https://counts.example``. ``banner``: the same
    two for the page with a consent banner.
    """
    routes, script = site_routes("", sdk_dir, persona, expose)
    routes += [asset(SITE / name, f"/{name}") for name in ASSETS]
    trust = trust_pages(load(persona), persona.with_name("answers.yaml"))
    routes += [document(name, text) for name, text in trust.items()]
    if banner is not None:
        routes += site_routes("/banner", *banner, expose)[0]
        routes += [asset(LIBRARY / name, f"/banner/{name}") for name in ("cookieconsent.css", "cookieconsent.esm.js")]
        routes += [asset(path, f"/banner/{path.relative_to(BANNER)}") for path in sorted(BANNER.rglob("*.js*"))]
    return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders, script=script, collector=collector)])


def site_routes(top: str, sdk_dir: Path, persona: Path, expose: str) -> tuple[list[BaseRoute], str]:
    """The pages of one persona file and what was built of it, below ``top``; and the hash of the pages' script."""
    pages = render_pages(persona, top)
    checked, script = load(persona), (sdk_dir / "first.js").read_text(encoding="utf-8")
    for rendered in pages.values():
        landing = inject(checked, rendered[""], PAGES[""], script=script, expose=expose)
        rendered[""] = landing.html
    languages = list(pages)

    def page(name: str, language: str | None = None) -> Route:
        async def endpoint(request: Request) -> Response:
            chosen = language or negotiate(request.headers.get("accept-language", ""), languages)
            headers = {"Content-Language": chosen, "Cache-Control": "no-cache"}
            response = HTMLResponse(pages[chosen][name], headers=headers)
            if language is None:
                response.headers["Vary"] = "Accept-Language"
            return response

        return Route(f"{top}/{language}/{name}" if language else f"{top}/{name}", endpoint)

    routes: list[BaseRoute] = [page(name, language) for name in PAGES for language in (None, *languages)]
    return [*routes, Mount(f"{top}/ep", Built(directory=sdk_dir, check_dir=False))], landing.hash


def with_banner(persona: str) -> str:
    """A persona file's text, mapping the consent banner."""
    text, count = CONSENT.subn((BANNER / "consent.yaml").read_text(encoding="utf-8"), persona)
    assert count == 1
    return text


def asset(file: Path, path: str) -> Route:
    async def endpoint(_: Request) -> Response:
        return FileResponse(file, headers={"Cache-Control": "no-cache"})

    return Route(path, endpoint)


def document(name: str, text: str) -> Route:
    async def endpoint(_: Request) -> Response:
        return HTMLResponse(text, headers={"Cache-Control": "no-cache"})

    return Route(f"/{name}", endpoint)


def trust_pages(checked: Checked, answers: Path) -> dict[str, str]:
    """File name → HTML of the public trust page, one a language."""
    facts = audit.derive(checked.bundle, audit.load_answers(answers, checked.bundle))
    pages = tuple(paper for paper in audit.papers(facts) if paper.name.startswith("trust."))
    return {name: text for name, text in audit.files(pages).items() if name.endswith(".html")}


class Built(StaticFiles):
    """What ``edgepersona build`` wrote: names with hashes are kept for good, the others looked after each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        accepted = Headers(scope=scope).get("accept-encoding", "")
        taken = {item.partition(";")[0].strip() for item in accepted.split(",") if not item.strip().endswith(";q=0")}
        for encoding, suffix in ENCODINGS.items():
            if encoding in taken and self.lookup_path(path + suffix)[1] is not None:
                response = await super().get_response(path + suffix, scope)
                response.headers["Content-Encoding"] = encoding
                response.headers["Content-Type"] = mimetypes.guess_type(path)[0] or "application/octet-stream"
                break
        else:
            response = await super().get_response(path, scope)
        response.headers["Vary"] = "Accept-Encoding"
        forever = RUNTIME in scope["path"] and response.status_code in (200, 304)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        return response


class SecurityHeaders:
    """Adds the headers every response carries, and the worker's own policy to the worker.

    ``script`` is the hash of the one script that stands in the page: the loader, the same in every page.
    """

    def __init__(self, app: ASGIApp, script: str, collector: str | None) -> None:
        self.app = app
        connect = f"'self' {collector}" if collector else "'self'"
        self.policy = (
            f"default-src 'self'; script-src 'self' {script}; worker-src 'self'; "
            f"style-src 'self' '{audit.STYLE_HASH}'; "
            f"img-src 'self' data:; connect-src {connect}; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'self'; require-trusted-types-for 'script'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = WORKER_POLICY if scope["path"].endswith(WORKER) else self.policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
            await send(message)

        await self.app(scope, receive, secured)


def render_pages(persona: Path, top: str = "") -> dict[str, dict[str, str]]:
    """Language → page name → HTML, languages in the persona file's order: the first is the fallback.

    ``top``: where the pages stand, ``/banner`` for those with a consent banner.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    document = yaml.load(persona)
    templates = {name: (SITE / file).read_text(encoding="utf-8") for name, file in PAGES.items()}
    templates = {name: ONLY_WITH_BANNER.sub(r"\1" if top else "", text) for name, text in templates.items()}
    blocks = document["blocks"]
    defaults = {slot: blocks[rules["default"]] for slot, rules in document["slots"].items() if "default" in rules}
    pages = {}
    for language in document["languages"]:
        texts = json.loads((SITE / "strings" / f"{language}.json").read_text(encoding="utf-8"))
        bar = texts["demobar"]
        texts |= {"lang": language, "top": top}
        texts["other"] = {"top": "" if top else "/banner", "label": bar["without" if top else "with"]}
        texts["block"] = {slot: flat(block["text"][language]) for slot, block in defaults.items()}
        pages[language] = {name: render(template, texts) for name, template in templates.items()}
    return pages


def flat(text: Mapping[str, Any]) -> dict[str, Any]:
    """A block's text with the call to action taken apart: ``cta`` is its label, ``href`` where it leads."""
    cta = text.get("cta", {})
    return {**text, "cta": cta.get("label", ""), "href": cta.get("href", "")}


def render(template: str, texts: Mapping[str, Any]) -> str:
    return PLACEHOLDER.sub(lambda match: html.escape(look_up(texts, match[1])), template)


def look_up(texts: Any, path: str) -> str:
    value = texts
    for key in path.split("."):
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError):
            raise KeyError(f"{path}: nothing called {key!r} in the page's texts") from None
    return str(value)


def negotiate(accept: str, available: Sequence[str]) -> str:
    """The best language by RFC 4647 lookup (section 3.4), else the first that is available.

    Each wanted range is shortened from its end until something matches.
    """
    known = {tag.lower(): tag for tag in available}
    for wanted in preferred(accept):
        subtags = wanted.split("-")
        while subtags:
            if match := known.get("-".join(subtags)):
                return match
            subtags.pop()
            if subtags and len(subtags[-1]) == 1:  # opens an extension, so it goes with what followed
                subtags.pop()
    return available[0]


def preferred(accept: str) -> list[str]:
    """An Accept-Language header's ranges, most wanted first, without ``*`` and those refused (q=0)."""
    ranges: list[tuple[float, str]] = []
    for item in accept.lower().split(","):
        tag, *parameters = (part.strip() for part in item.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        if tag and tag != "*" and quality > 0:
            ranges.append((quality, tag))
    return [tag for _, tag in sorted(ranges, key=lambda entry: -entry[0])]
