"""Visits that make a persona file speak, for `stoptest` to silence.

Rules
1. A visit is data in the form of a visit file, read by `visits.py` like any other: what fails can be kept as a
   file and decided again.
2. `Known.visit` makes the visitor whom a block fits best: its condition and stage hold, every value that lifts
   it is given. Nothing is guessed about the engine; whether the block then shows is seen by deciding.
3. Everything drawn comes from one seeded generator.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice, product
from typing import Any
from urllib.parse import urlencode

from edgepersona.core import times
from edgepersona.core.bundle import Block, Campaign, Condition
from edgepersona.core.conditions import ALWAYS
from edgepersona.core.decide import Decision, Shown, decide
from edgepersona.core.moment import Moment
from edgepersona.core.prepare import Prepared
from edgepersona.core.times import DAY, HOUR

from . import source, visits
from .compile import Checked

Visit = dict[str, Any]
Values = dict[str, str | None]
"""Signal → the value it must have, None: it must have none."""

START = times.parse_instant("2026-11-21T10:00:00Z")
_MOST = 48


def alternatives(condition: Condition, values: dict[str, tuple[str, ...]], wanted: bool = True) -> Iterator[Values]:
    """Ways to make a condition come out as `wanted`, simple ones first, not all of them. `values`: of each signal."""
    match condition[0]:
        case "is":
            if wanted:
                yield from ({condition[1]: value} for value in condition[2])
            else:
                others = (value for value in values.get(condition[1], ()) if value not in condition[2])
                yield from ({condition[1]: value} for value in chain((None,), others))
        case "not":
            yield from alternatives(condition[1], values, not wanted)
        case kind:
            parts = [list(islice(alternatives(part, values, wanted), _MOST)) for part in condition[1]]
            if (kind == "all") is wanted:
                ways = (agreed(way) for way in islice(product(*parts), 20 * _MOST))
                yield from (way for way in ways if way is not None)
            else:
                yield from chain.from_iterable(parts)


def agreed(several: tuple[Values, ...]) -> Values | None:
    """All of several demands at once; None if they contradict each other."""
    merged: Values = {}
    for values in several:
        for signal, value in values.items():
            if merged.setdefault(signal, value) != value:
                return None
    return merged


class Known:
    """A persona file and the visitors who fit it."""

    def __init__(self, checked: Checked, prepared: Prepared) -> None:
        self.checked, self.prepared, self.bundle = checked, prepared, prepared.bundle
        self.values = {signal.id: signal.all_values for signal in self.bundle.signals}
        self.sensitive = [signal.id for signal in self.bundle.signals if signal.tier == "sensitive"]
        self.by_account = {signal.id for signal in self.bundle.signals if signal.tier in ("account", "sensitive")}
        self.addresses = [self.address(campaign) for campaign in self.bundle.campaigns if campaign.match]

    def address(self, campaign: Campaign) -> str:
        """A link that belongs to a campaign."""
        return f"https://{self.bundle.site}.example/?{urlencode([(name, of[0]) for name, of in campaign.match])}"

    def moment(self, visit: Visit) -> Moment:
        return visits.moment(self.checked, source.parse_line(json.dumps(visit).encode(), "visit", 1))

    def decide(self, visit: Visit, prepared: Prepared | None = None) -> Decision:
        return decide(prepared or self.prepared, self.moment(visit))

    def plain(self, now: int = START) -> Visit:
        """A visitor who agreed to everything and of whom nothing is known."""
        return {
            "now": said(now),
            "language": self.bundle.languages[0],
            "consent": {"personalise": "on", "remember": "on", "measure": "off"},
            "arm": "treated",
            "answers": {},
            "account": {},
            "optin": list(self.sensitive),
            "events": [{"at": said(now - 60_000), "event": "page_view"}],
        }

    def give(self, visit: Visit, values: Values) -> None:
        """Make signals have values, told by the account where that is their tier and by the visitor elsewhere."""
        for signal, value in values.items():
            for place in ("answers", "account"):
                visit[place].pop(signal, None)
            if value is not None:
                visit["account" if signal in self.by_account else "answers"][signal] = value

    def visit(self, block: Block) -> Visit | None:
        """A visit at which a block shows; else one at which it lost to a better one; None if none was found."""
        second = None
        for values, now in self._fitting(block):
            visit = self.plain(now)
            self.give(visit, values)
            decision = self.decide(visit)
            choice = decision.slots[block.slot]
            if isinstance(choice, Shown) and choice.block == block.id:
                return visit
            if second is None and choice.block != block.id and decision.reasons.of(block.id).reason == "OUTRANKED":
                second = visit
        return second

    def _fitting(self, block: Block) -> Iterator[tuple[Values, int]]:
        stages = [stage for stage in self.bundle.stages if block.stages is None or stage.id in block.stages]
        ways = list(islice(alternatives(block.when or ALWAYS, self.values), _MOST))
        question = next((q.signal for q in self.bundle.questions if q.id == block.question), None)
        best: dict[str, tuple[float, str]] = {}
        for signal, value, weight in block.relevance:
            if weight > 0 and signal != question:
                best[signal] = max(best.get(signal, (0.0, "")), (weight, value))
        staged: list[Values] = [
            {},
            *chain.from_iterable(islice(alternatives(s.when, self.values), _MOST) for s in stages),
        ]
        unasked: Values = {question: None} if question is not None else {}
        for when, stage in islice(product(ways, staged), 4 * _MOST):
            merged = agreed((when, stage, unasked))
            if merged is not None:
                fitting: Values = {signal: value for signal, (_, value) in best.items()}
                for now in self._instants(block):
                    yield {**fitting, **merged}, now

    def _instants(self, block: Block) -> list[int]:
        """A time at which a block may be shown: the usual one, or the first or last within its dates."""
        dated = [(block.start, block.end)]
        if block.campaign is not None:
            campaign = self.prepared.campaigns[block.campaign]
            dated.append((campaign.start, campaign.end))
        low = max((start for start, _ in dated if start is not None), default=0)
        high = min((end for _, end in dated if end is not None), default=START + 10_000 * DAY)
        if low <= START - HOUR and high > START + 30 * DAY:
            return [START]
        return [max(low + 2 * HOUR, min(START, high - HOUR))]


def said(ms: int) -> str:
    """An instant, with its milliseconds where it has some."""
    text = times.format_instant(ms)
    return text if ms % 1000 == 0 else f"{text[:-1]}.{ms % 1000:03d}Z"


def as_file(visit: Visit) -> str:
    """A visit as the text of a visit file."""
    lines = []
    for key, value in visit.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{key}:", *(f"  - {json.dumps(item, ensure_ascii=False)}" for item in value)]
        else:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return "".join(f"{line}\n" for line in lines)
