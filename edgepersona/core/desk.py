"""What one worker knows of the stores it has seen, so that it need not be told again.

Rules
1. A request names the stores that its page has seen change, with their texts; the others are as the desk has them.
   What the desk never saw, or let go, it asks for (`unknown-stores`): it guesses nothing.
2. choice, memory and outbox are one for all pages; visit, page, plan and next are each page's own.
3. Of what an answer changed, it carries the texts that have to be stored before anything is shown. What can be
   stored later (`later`: receipts alone) is made into a text when somebody asks for it.
4. An answer that is an error changes nothing here either.
"""

from __future__ import annotations

from typing import Any

from .device import answered
from .kept import Kept
from .packing import PACKED, pack, unpack
from .prepare import Prepared
from .stores import NAMES, Trail
from .turn import Answer

SHARED = ("choice", "memory", "outbox")
MOST_PAGES = 64
"""Pages that are known at once; the one that asked longest ago is let go."""

Stores = dict[str, Kept]


class Desk:
    """The stores as one worker knows them."""

    def __init__(self, prepared: Prepared, digest: str) -> None:
        self.prepared = prepared
        self.digest = digest
        self.shared: Stores = {}
        self.pages: dict[int, Stores] = {}

    def answer(self, raw: Any) -> Answer:
        """Answer one request of a page: `of` its number, `stores` what changed. Raises PersonaError as `answered`."""
        page, texts = (raw.get("of"), raw.get("stores")) if isinstance(raw, dict) else (None, None)
        if type(page) is not int or not isinstance(texts, dict):
            return answered(self.prepared, self.digest, None)
        own = self.pages.pop(page, {})
        for name in NAMES:
            if name in texts:
                self._of(own, name)[name] = Kept(_read(name, texts[name]))
        self.pages[page] = own
        while len(self.pages) > MOST_PAGES:
            del self.pages[next(iter(self.pages))]
        held = {**self.shared, **own}
        if not held.keys() >= set(NAMES):
            return {"stores": {}, "error": {"code": "unknown-stores", "message": "the desk has to be told every store"}}
        answer = answered(self.prepared, self.digest, {**raw, "stores": held})
        changed: Stores = answer["stores"]
        for name, one in changed.items():
            self._of(own, name)[name] = one
        texts = {name: _written(name, one) for name, one in changed.items() if not one.aside}
        return {**answer, "stores": texts, "later": [name for name, one in changed.items() if one.aside]}

    def text(self, page: int, name: str) -> str | None:
        """A store's text, as it goes out."""
        one = self._of(self.pages.get(page, {}), name).get(name)
        return None if one is None else _written(name, one)

    def settle(self, page: int) -> None:
        """Do what the last answer to a page did not need: seal the receipts that it left."""
        for one in {**self.shared, **self.pages.get(page, {})}.values():
            if isinstance(one.said, Trail):
                one.said.receipts.seal()

    def _of(self, own: Stores, name: str) -> Stores:
        return self.shared if name in SHARED else own


def _read(name: str, text: Any) -> Any:
    return unpack(text) if name in PACKED and isinstance(text, str) else text


def _written(name: str, one: Kept) -> str | None:
    return pack(one.text) if name in PACKED and one.text is not None else one.text
