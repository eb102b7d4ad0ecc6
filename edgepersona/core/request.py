"""What a page asks: one request, taken apart and checked before anything is read.

Rules
1. A request is hostile: every field has its type and its bound, and what does not fit is refused whole.
2. A refused call has a code for the page and a message for its developer; neither repeats what was sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from . import outside
from .errors import LocalError, RemoteError
from .kept import Kept
from .moment import Page
from .outside import Outside
from .prepare import Prepared
from .stores import LATEST, NAMES

MOST_TEXT = 8_192
"""Of a language or an address, characters."""


class CallError(LocalError):
    """A call the device refuses. `code` is for the page, the message for its developer."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the page, checked by `device.py`."""

    now: int
    entropy: str
    language: str
    url: str
    gpc: bool
    outside: Outside
    """What consent banners of the page say."""
    page: Page
    startable: frozenset[str] | None
    """Slots in which something may start to interrupt just now; None: all."""
    plans: bool
    """Whether the page can use a plan at its next first paint."""
    counted: bool
    """Whether an arm stood when this page view began: only then it applies to the view, and is counted."""
    stores: dict[str, Kept]
    call: dict[str, object]


def checked(raw: Any) -> Request:
    """A Request from plain data. Raises RemoteError."""
    try:
        env, page, texts, call = raw["env"], raw["page"], raw["stores"], raw["call"]
        entropy, now = raw["entropy"], raw["now"]
        showing, slots = page.get("showing", {}), page.get("slots")
        interrupted = page.get("interrupted", 0)
        fits = (
            type(now) is int
            and 0 <= now < LATEST
            and isinstance(entropy, str)
            and len(entropy) == 64
            and all(isinstance(env[name], str) and len(env[name]) <= MOST_TEXT for name in ("language", "url"))
            and type(interrupted) is int
            and 0 <= interrupted < LATEST
            and isinstance(call, dict)
            and all(text is None or isinstance(text, str | Kept) for text in texts.values())
            and all(isinstance(slot, str) and isinstance(block, str) for slot, block in showing.items())
            and (slots is None or (isinstance(slots, list) and all(isinstance(slot, str) for slot in slots)))
        )
    except (TypeError, KeyError, AttributeError):
        fits = False
    if not fits or "do" not in call:
        raise RemoteError("a request has now, entropy, env, page, stores and call")
    return Request(
        now=now,
        entropy=entropy,
        language=env["language"],
        url=env["url"],
        gpc=env.get("gpc") is True,
        outside=outside.read(env.get("outside")),
        page=Page(
            typing=page.get("typing") is True,
            media=page.get("media") is True,
            checkout=page.get("checkout") is True,
            value_seen=page.get("value_seen") is True,
            interrupted=interrupted,
            showing=dict(showing),
        ),
        startable=frozenset() if page.get("hold") is True else None if slots is None else frozenset(slots),
        plans=env.get("plans") is True,
        counted=page.get("counted") is True,
        stores={name: one if isinstance(one := texts.get(name), Kept) else Kept(one) for name in NAMES},
        call=call,
    )


def with_questions_read(prepared: Prepared, request: Request) -> Request:
    """The request, with the questions that stand in inline slots marked as being read."""
    asks = {
        slot: name
        for slot, name in request.page.showing.items()
        if (block := prepared.blocks.get(name)) is not None
        and (block.slot, block.kind, prepared.slots[block.slot].kind) == (slot, "question", "inline")
    }
    return replace(request, page=replace(request.page, reading=asks)) if asks else request
