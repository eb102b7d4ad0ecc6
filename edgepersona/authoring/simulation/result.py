"""What a simulation found, as plain data: what `--format json` prints, and what the text and the charts are made of.

Rules
1. Every number is worked out from the tallies here, and nowhere else; shares are of decisions unless named.
2. The assumptions stand in the result: a figure without them means nothing.
3. A percentile is a value that was met (nearest rank), never one between two visitors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from edgepersona.core.bundle import VISIT, Cap
from edgepersona.core.silence import ORDER
from edgepersona.core.times import DAY, HOUR, MINUTE, SECOND, format_day

from .running import ARMS, Simulation
from .tally import CHOSEN, Tally

TITLE = "SIMULATED: these visitors are made up. The figures follow from the assumptions below and from the file."
NOTES = (
    "Each visitor is drawn once and lived in each arm with the same luck: a difference comes from the arm alone.",
    "In the caps_only arm fatigue counts as 0: caps, budgets and service first still hold.",
    "A decision is one look of the page: when it opens, when value was seen, when a gap has passed.",
    "An interruption is a block shown in an interrupt slot, service included. The busiest week is the most of them "
    "that one visitor met in any seven days in a row.",
    "On a page only visitors who agree to being counted are ever in caps_only; here all are lived in both arms.",
)
UNMEASURED = "This audience is not measured, so no device of it is ever in caps_only: there is nothing to compare."
HAPPENED = ("shown", "ignored", "dismissed", "clicked", "not_helpful", "complained")
FATIGUE_STEP = 10
"""Bins of F from 0 to 1."""


def result(simulation: Simulation) -> dict[str, Any]:
    """Everything a simulation found."""
    bundle, tallies = simulation.bundle, simulation.tallies
    arms = {arm: _arm(simulation, tally) for arm, tally in tallies.items()}
    defaults = {slot.default for slot in bundle.slots}
    return {
        "format": 1,
        "simulated": True,
        "title": TITLE,
        "site": bundle.site,
        "bundle": simulation.digest,
        "visitors": simulation.visitors,
        "seed": simulation.seed,
        "start": format_day(simulation.start),
        "days": simulation.days,
        "notes": [*(NOTES if "caps_only" in tallies else (*NOTES[2:4], UNMEASURED))],
        "arms": arms,
        "difference": _difference(arms) if "caps_only" in arms else None,
        "blocks": [
            {
                "block": block.id,
                "slot": block.slot,
                "class": block.kind,
                "arms": {arm: _block(tally, block.id) for arm, tally in tallies.items()},
            }
            for block in bundle.blocks
            if block.id not in defaults
        ],
        "slots": [
            {
                "slot": slot.id,
                "kind": slot.kind,
                "arms": {arm: _slot(tally, slot.id) for arm, tally in tallies.items()},
            }
            for slot in bundle.slots
        ],
        "assumptions": list(simulation.population.told()),
    }


def _arm(simulation: Simulation, tally: Tally) -> dict[str, Any]:
    bundle = simulation.bundle
    slots = {slot.id: slot.kind for slot in bundle.slots}
    interrupts = {block.id for block in bundle.blocks if slots[block.slot] == "interrupt"}
    happened: Counter[str] = Counter()
    for (name, what), times in tally.outcomes.items():
        if name in interrupts or what not in HAPPENED:
            happened[what] += times
    total, rules = sum(tally.interruptions), bundle.silence
    worst = max(tally.busiest)
    return {
        "visits": tally.visits,
        "page_views": tally.page_views,
        "decisions": tally.decisions,
        "visitors_counted": tally.counted,
        "interruptions": {
            "total": total,
            "service": tally.service,
            "per_visitor_and_week": _rounded(total * 7 / simulation.days / tally.visitors),
            "busiest_week": {
                "mean": _rounded(sum(tally.busiest) / tally.visitors),
                "p95": percentile(tally.busiest, 0.95),
                "worst": worst,
                "worst_visitor": tally.busiest.index(worst),
            },
            "visitors_by_busiest_week": [
                {"interruptions": n, "visitors": tally.busiest.count(n)} for n in range(worst + 1)
            ],
            **{what: happened[what] for what in HAPPENED[1:]},
        },
        "switched": {what: happened[what] for what in ("quiet", "opted_out")},
        "answers": {q.id: tally.outcomes[q.id, "answered"] for q in bundle.questions},
        "conversions": {goal: tally.outcomes[goal, "converted"] for goal in bundle.measure.conversions},
        "fatigue": {
            "at_page_views": len(tally.fatigue),
            "median": _rounded(percentile(tally.fatigue, 0.5)),
            "p95": _rounded(percentile(tally.fatigue, 0.95)),
            "highest": _rounded(max(tally.fatigue)),
            "stop": rules.fatigue.stop,
            "at_stop": _share(sum(f >= rules.fatigue.stop for f in tally.fatigue), len(tally.fatigue)),
            "bins": _bins(tally.fatigue),
        },
        "caps": [
            {
                "cap": cap_text(cap),
                "binding": _share(tally.caps[n], tally.decisions),
                "visitors": tally.cap_visitors[n],
            }
            for n, cap in enumerate(rules.caps)
        ],
        "budgets": [
            {
                "budget": name,
                "spent": _share(tally.budgets[name], tally.decisions),
                "visitors": tally.budget_visitors[name],
            }
            for name in ("per_page", "gap", "questions_per_visit", "one_a_visit_unremembered")
        ],
    }


def _block(tally: Tally, block: str) -> dict[str, Any]:
    withheld = _reasons(tally, ((reason, times) for (name, reason), times in tally.blocks.items() if name == block))
    return {
        **{what: tally.outcomes[block, what] for what in HAPPENED},
        "chosen": _share(tally.blocks[block, CHOSEN], tally.decisions),
        "withheld": withheld,
    }


def _slot(tally: Tally, slot: str) -> dict[str, Any]:
    silent = _reasons(tally, ((reason, times) for (name, reason), times in tally.slots.items() if name == slot))
    return {"chosen": _share(tally.slots[slot, CHOSEN], tally.decisions), "silent": silent}


def _reasons(tally: Tally, found: Iterable[tuple[str, int]]) -> dict[str, float]:
    """Reason → share of decisions, in the order of the rules."""
    said = {reason: _share(times, tally.decisions) for reason, times in found if reason != CHOSEN and times}
    return {reason: said[reason] for reason in sorted(said, key=ORDER.__getitem__)}


def _difference(arms: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Treated minus caps_only: what knowing when to stop changes, under these assumptions."""
    treated, other = (arms[arm] for arm in ARMS)

    def apart(*path: str) -> Any:
        mine: Any = treated
        theirs: Any = other
        for name in path:
            mine, theirs = mine[name], theirs[name]
        return round(mine - theirs, 4)

    return {
        "interruptions": {
            **{name: apart("interruptions", name) for name in ("total", "service", "per_visitor_and_week")},
            "busiest_week": {name: apart("interruptions", "busiest_week", name) for name in ("mean", "p95", "worst")},
            **{name: apart("interruptions", name) for name in HAPPENED[1:]},
        },
        "switched": {name: apart("switched", name) for name in treated["switched"]},
        "answers": {name: apart("answers", name) for name in treated["answers"]},
        "conversions": {name: apart("conversions", name) for name in treated["conversions"]},
        "fatigue": {name: apart("fatigue", name) for name in ("median", "p95", "highest", "at_stop")},
    }


def percentile[N: (int, float)](values: Sequence[N], share: float) -> N:
    """The nearest-rank percentile of some values, at least one."""
    return sorted(values)[max(ceil(share * len(values)) - 1, 0)]


def cap_text(cap: Cap) -> str:
    """A cap in words: `class promotion: 2 shown in 1d`."""
    pause = "" if cap.pause is None else f", then a pause of {_span(cap.pause)}"
    within = "a visit" if cap.within == VISIT else _span(cap.within)
    return f"{cap.scope} {cap.of}: {cap.at_most} {cap.outcome} in {within}{pause}"


def _span(ms: int) -> str:
    return next(f"{ms // unit}{name}" for unit, name in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s"))
                if ms % unit == 0)  # fmt: skip


def _bins(values: list[float]) -> list[dict[str, Any]]:
    """Shares of F in tenths; exactly 0 has a bin of its own, because most visitors are not tired at all."""
    counts = Counter(-1 if value == 0 else min(int(value * FATIGUE_STEP), FATIGUE_STEP - 1) for value in values)
    bins = [{"from": 0.0, "to": 0.0, "share": _share(counts[-1], len(values))}]
    for n in range(FATIGUE_STEP):
        low, high = n / FATIGUE_STEP, (n + 1) / FATIGUE_STEP
        bins.append({"from": low, "to": high, "share": _share(counts[n], len(values))})
    return bins


def _share(part: int, whole: int) -> float:
    return _rounded(part / whole) if whole else 0.0


def _rounded[N: (int, float)](value: N) -> N:
    return round(value, 4)
