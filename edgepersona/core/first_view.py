"""The first view of a page: what can be looked up before anything has run.

Rules
1. A key says which accepted value each campaign parameter of an address has: `2`, or `0.1` where a file names two
   parameters; 0 is none of them. A page finds its key by looking values up; which campaigns match is the core's to say.
2. What a first view may show at once is what stands inline and asks nothing. Questions wait for the rest of the page,
   and what interrupts is never shown unasked.
"""

from __future__ import annotations

from itertools import product
from math import prod
from urllib.parse import urlencode

from .bundle import Bundle
from .decide import Decision, Shown

NO_CAMPAIGN_ADDRESS = "https://page.invalid/"

Parameters = tuple[tuple[str, tuple[str, ...]], ...]


def parameters(bundle: Bundle) -> Parameters:
    """Each query parameter the campaigns name, with every value they accept; in file order."""
    found: dict[str, dict[str, None]] = {}
    for campaign in bundle.campaigns:
        for name, accepted in campaign.match:
            found.setdefault(name, {}).update(dict.fromkeys(accepted))
    return tuple((name, tuple(values)) for name, values in found.items())


def keys(found: Parameters, most: int) -> tuple[str, ...]:
    """Every key, the one without a campaign first; that one alone if there are more than `most`."""
    if prod(len(values) + 1 for _, values in found) > most:
        return (nothing(found),)
    places = (range(len(values) + 1) for _, values in found)
    return tuple(".".join(str(place) for place in key) for key in product(*places))


def nothing(found: Parameters) -> str:
    """The key of an address without any campaign."""
    return ".".join("0" for _ in found)


def address(found: Parameters, key: str) -> str:
    """An address that has this key."""
    places = [int(place) for place in key.split(".") if place]
    query = [(name, values[place - 1]) for (name, values), place in zip(found, places, strict=True) if place]
    return f"{NO_CAMPAIGN_ADDRESS}?{urlencode(query)}"


def personal(decision: Decision) -> dict[str, str]:
    """Slot → block, of what a first view may show at once in a default's place."""
    s = decision.situation
    return {
        slot: choice.block
        for slot, choice in decision.slots.items()
        if isinstance(choice, Shown)
        and s.prepared.slots[slot].kind == "inline"
        and s.prepared.blocks[choice.block].question is None
    }


def dates(bundle: Bundle) -> tuple[int, ...]:
    """Every instant at which the file itself changes what it says, ms; ascending."""
    spans = [(c.start, c.end) for c in bundle.campaigns] + [(b.start, b.end) for b in bundle.blocks]
    return tuple(sorted({instant for span in spans for instant in span if instant is not None}))
