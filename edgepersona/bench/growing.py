"""A file grown by blocks of campaigns that the visitor did not come by, in every shape such a block may have.

Rules
1. Each copy keeps its original's slot, class, goal, text and value, and cannot match: its campaign is over, it asks
   for a value that only another campaign sets (alone, in `any`, in `all` beside `not`), or it fits nothing else.
2. Half of them still name what the original's relevance names, so that what is known touches them.
"""

from __future__ import annotations

from dataclasses import replace

from edgepersona.core.bundle import Block, Bundle, Campaign, Condition, Signal
from edgepersona.core.errors import LocalError

SHAPES = ("over", "asked", "fits", "any", "nested", "asked and fits")


def grown(bundle: Bundle, times: int, shapes: tuple[str, ...] = SHAPES, now: int = 0) -> Bundle:
    """The bundle with `times` copies of each of its blocks, defaults excepted, in other campaigns."""
    set_by = next((s for s in bundle.signals if any(s.id in c.sets for c in bundle.campaigns)), None)
    if set_by is None:
        raise LocalError("bench: the file has no campaign that sets a signal, so it cannot be grown by others")
    defaults = {slot.default for slot in bundle.slots}
    others = [f"other-{n:03d}" for n in range(times)]
    words = next(iter(set_by.values.values()))
    signal = replace(set_by, values={**set_by.values, **dict.fromkeys(others, words)}, order=(*set_by.order, *others))
    campaigns = [
        Campaign(name, (("utm_campaign", (name,)),), {signal.id: name}, now - 2 - n, now - 1 - n)
        for n, name in enumerate(others)
    ]
    copies = [
        _copy(block, signal, name, shapes[(number + n) % len(shapes)])
        for n, name in enumerate(others)
        for number, block in enumerate(b for b in bundle.blocks if b.id not in defaults)
    ]
    return replace(
        bundle,
        signals=tuple(signal if s.id == signal.id else s for s in bundle.signals),
        campaigns=(*bundle.campaigns, *campaigns),
        blocks=tuple(sorted((*bundle.blocks, *copies), key=lambda block: block.id)),
    )


def _copy(block: Block, signal: Signal, other: str, shape: str) -> Block:
    copy = replace(block, id=f"{block.id}.{other}")
    mine: Condition = ("is", signal.id, (other,))
    fits = (signal.id, other, 3.0)
    before = tuple(value for value in signal.order if not value.startswith("other-"))
    if shape == "over":
        return replace(copy, campaign=other)
    if shape == "asked":
        return replace(copy, when=mine)
    if shape == "fits":
        return replace(copy, when=None, relevance=(fits,))
    if shape == "any":
        return replace(copy, when=("any", (mine, ("is", signal.id, (f"{other}",)))), relevance=(fits,))
    if shape == "nested":
        wanted = ("all", (("not", ("is", signal.id, before)), ("any", (mine, ("all", (mine, mine))))))
        return replace(copy, when=wanted)
    kept = tuple(term for term in block.relevance if term[0] != signal.id)
    return replace(copy, when=mine, relevance=tuple(sorted((*kept, fits))))
