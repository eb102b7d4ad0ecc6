"""Files of a live site, fetched by somebody who does not trust it.

Rules
1. https; http only on this machine. A redirect is followed within the same origin, three times at most.
2. Everything is bounded: bytes, seconds for a whole answer, and what is kept of it. Nothing is executed or written.
3. An answer that is no answer (no connection, a bad certificate, too slow) is a `FetchError`, in one line.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from edgepersona.core.errors import LocalError, RemoteError

from .integrity import base64_hash

SECONDS = 20
"""The longest silence, and with MOST_SECONDS the longest answer."""
MOST_SECONDS = 120
KEPT = 1_000_000
"""Bytes of an answer that are kept to be read; of the rest there is a hash."""
_CHUNK = 65_536


class FetchError(RemoteError):
    """The site gave no answer that could be used."""


@dataclass(frozen=True)
class Answer:
    """`hash` is None where there was more than was asked for; `body` holds the first bytes, at most KEPT."""

    status: int
    headers: Message = field(repr=False)
    hash: str | None
    body: bytes = field(repr=False)

    @property
    def found(self) -> bool:
        """Whether there is such a file."""
        return self.status == 200

    @property
    def kind(self) -> str:
        """The media type, in small letters, without parameters."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""


def fetch(url: str, most: int = KEPT) -> Answer:
    """What an address answers, of at most `most` bytes. Raises LocalError for an address that is none, FetchError."""
    local = _checked(url)
    return _within(MOST_SECONDS, lambda: _fetch(url, local, most))


class Folder:
    """A folder of a live site. Raises LocalError for an address that is none."""

    def __init__(self, url: str) -> None:
        _checked(url)
        parts = urlsplit(url)
        if parts.query or parts.fragment:
            raise LocalError("expected the address of the folder, such as https://www.example.com/ep/")
        self.origin = _origin(url)
        self.url = f"{parts.scheme}://{parts.netloc}{quote(parts.path, safe='/%')}".rstrip("/") + "/"

    def get(self, name: str, most: int = KEPT) -> Answer:
        """The file `name`, or "" for the folder itself; of at most `most` bytes. Raises FetchError."""
        return fetch(self.url + quote(name), most)

    def below(self, link: str, folder: str) -> str | None:
        """The name that a link in a listing of `folder` stands for, if it leads below this folder."""
        try:
            full = urljoin(self.url + quote(folder), link)
            same = _origin(full) == self.origin
        except ValueError:
            return None
        path, top = urlsplit(full).path, urlsplit(self.url).path
        return path[len(top) :] if same and path.startswith(top) and len(path) > len(top) else None


def _checked(url: str) -> bool:
    """Whether the address is on this machine. Raises LocalError for one that may not be asked."""
    try:
        parts = urlsplit(url)
        local = _is_local(parts.hostname or "")
        parts.port  # noqa: B018 - a port that is none raises here
    except ValueError:
        raise LocalError("expected an address such as https://www.example.com/ep/") from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise LocalError("expected the address of the folder, such as https://www.example.com/ep/")
    if parts.username is not None or (parts.scheme == "http" and not local):
        raise LocalError("expected an https address without a user name (http only on this machine)")
    return local


def _fetch(url: str, local: bool, most: int) -> Answer:
    headers = {"User-Agent": "edgepersona-verify", "Accept-Encoding": "identity"}
    request = Request(url, headers=headers)  # noqa: S310 - the scheme was checked
    opener = build_opener(_SameOrigin, *([ProxyHandler({})] if local else []))
    started = time.monotonic()
    try:
        try:
            response = opener.open(request, timeout=SECONDS)
        except HTTPError as refused:
            response = refused
        with response:
            if response.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise FetchError("sent compressed to a request that asked for the plain file")
            hashed, kept, size = hashlib.sha384(), b"", 0
            while size <= most and (chunk := response.read1(_CHUNK)):
                hashed.update(chunk)
                kept += chunk[: KEPT - len(kept)]
                size += len(chunk)
                if time.monotonic() - started > MOST_SECONDS:
                    raise FetchError(f"took longer than {MOST_SECONDS} seconds")
            whole = base64_hash(hashed.digest()) if size <= most else None
            return Answer(response.status or 0, response.headers, whole, kept)
    except URLError as error:
        raise FetchError(f"cannot be reached: {getattr(error.reason, 'strerror', None) or error.reason}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(f"cannot be read: {error or type(error).__name__}") from None


class _SameOrigin(HTTPRedirectHandler):
    max_redirections = 3

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        if _origin(newurl) != _origin(req.full_url):
            fp.close()
            raise FetchError("redirects to another origin")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _within[T](seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns or raises, if it is done in time: a site that drips headers would hold it up for ever."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError:
        raise FetchError(f"took longer than {seconds:g} seconds") from None


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
