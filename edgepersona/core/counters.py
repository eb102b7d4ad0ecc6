"""The closed list of what may be counted, and how a day on a device becomes one report's positions.

Rules
1. The list is a function of the bundle. A report carries positions in it, so a string that is not in
   the list cannot be sent.
2. Contribution bounds: one report per device, site and UTC day; each counter 0 or 1; at most
   `MOST_ONES` ones. Where more happened, arms, conversions and guardrails go first, so that the
   comparison the experiment exists for is never crowded out; then what happened to blocks, then ghosts,
   then silences, each in the order in which they happened.
3. Nothing about a special signal is in the list: segments and blocks that tell one are left out.

This module knows nothing of storage, of time, or of how a report travels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from .bundle import Block, Bundle, Condition
from .conditions import signals_named
from .moment import ARMS

MOST_ONES = 8
NO_SEGMENT = "-"


def exposed(arm: str) -> str:
    """The counter of devices seen in an arm."""
    return f"arm:{arm}:exposed"


def converted(arm: str, goal: str) -> str:
    """The counter of devices in an arm that reached a conversion."""
    return f"arm:{arm}:converted:{goal}"


def guardrail(arm: str, name: str) -> str:
    """The counter of devices in an arm that tripped a guardrail."""
    return f"arm:{arm}:guardrail:{name}"


def silence(reason: str) -> str:
    """The counter of devices on which some slot stayed silent for a reason."""
    return f"silence:{reason}"


def outcome(block: str, segment: str | None, what: str) -> str:
    """The counter of one block's outcome in one segment."""
    return f"block:{block}:{segment or NO_SEGMENT}:{what}"


def ghost(block: str) -> str:
    """The counter of control devices that would have seen a block."""
    return f"ghost:{block}"


def table(bundle: Bundle, reasons: Iterable[str]) -> tuple[str, ...]:
    """Every counter of a bundle, in the order of its positions. `reasons`: the reason codes in use."""
    return tuple(_entries(bundle, reasons))


def fingerprint(site: str, entries: Iterable[str]) -> bytes:
    """Eight bytes that name a site's list: a report made for another list is refused."""
    return hashlib.sha256("\n".join((site, *entries)).encode()).digest()[:8]


_FIRST = {"arm": 0, "block": 1, "ghost": 2, "silence": 3}


def positions(entries: tuple[str, ...], happened: Iterable[str]) -> tuple[int, ...]:
    """The positions to report for what happened in a day: ascending, distinct, at most MOST_ONES."""
    index = {name: position for position, name in enumerate(entries)}
    known = [name for name in dict.fromkeys(happened) if name in index]
    kept = sorted(known, key=lambda name: _FIRST[name.partition(":")[0]])[:MOST_ONES]
    return tuple(sorted(index[name] for name in kept))


def countable(bundle: Bundle, condition: Condition) -> bool:
    """Whether a segment with this condition may be counted: it names no special signal."""
    special = {signal.id for signal in bundle.signals if signal.special}
    return special.isdisjoint(signals_named(condition))


def countable_block(bundle: Bundle, block: Block) -> bool:
    """Whether a block may be counted: that it was shown tells no special signal."""
    return not special_told(bundle, block)


def special_told(bundle: Bundle, block: Block) -> list[str]:
    """The special signals that could be told from a block's being shown, in the file's order."""
    told = {*signals_named(block.when), *(signal for signal, _, _ in block.relevance)}
    told |= {question.signal for question in bundle.questions if question.id == block.question}
    for stage in bundle.stages:
        if block.stages is not None and stage.id in block.stages:
            told |= set(signals_named(stage.when))
    return [signal.id for signal in bundle.signals if signal.special and signal.id in told]


def _entries(bundle: Bundle, reasons: Iterable[str]) -> Iterator[str]:
    for arm in ARMS:
        yield exposed(arm)
        for goal in bundle.measure.conversions:
            yield converted(arm, goal)
        for name in bundle.measure.guardrails:
            yield guardrail(arm, name)
    for reason in reasons:
        yield silence(reason)
    segments = [s.id for s in bundle.segments if countable(bundle, s.when)]
    blocks = [block for block in bundle.blocks if countable_block(bundle, block)]
    for block in blocks:
        for segment in (*segments, None):
            for what in _possible(bundle, block):
                yield outcome(block.id, segment, what)
    for block in blocks:
        yield ghost(block.id)


def _possible(bundle: Bundle, block: Block) -> Iterator[str]:
    """What can happen to a block: a counter that only noise could fill would only mislead."""
    yield "shown"
    if any("cta" in text for text in block.text.values()):
        yield "clicked"
    if any(slot.id == block.slot and slot.kind == "interrupt" for slot in bundle.slots):
        yield "dismissed"
    if block.goal is not None:
        yield "converted"
