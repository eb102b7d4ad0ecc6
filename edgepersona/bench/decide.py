"""How long a decision takes in CPython: per block that may be chosen, beside a peer, and as the file grows.

Rules
1. A decision is everything before printing: what is known read, every rule asked, the reason of every withheld
   block, the terms and the explanation of every chosen one.
2. Defaults are no candidates: they cost nothing, so they are not counted.
3. Beside the file asked for stands one whose blocks may all be shown (eligible.py): there is none to pass by.
"""

from __future__ import annotations

from collections.abc import Callable

from edgepersona.core.bundle import Bundle
from edgepersona.core.decide import decide
from edgepersona.core.errors import LocalError
from edgepersona.core.moment import Moment
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.situation import read

from . import eligible, figures, peers
from .figures import Figure, Report, Target
from .growing import SHAPES, grown
from .moments import NOW, moments

VISITORS = 24
ROUNDS = 16
"""How often each visitor is decided for in one repeat."""
TIMES = 20
PEER_SHARE = 0.5
GROWTH = 1.3

OURS, TRACED, GROWN = "decision", "decision and every reason", "decision, grown file"
ELIGIBLE = "decision, every block eligible"
PEER, SAME = "eval_feature", "eval_feature, same visitors"
PEER_ELIGIBLE = "eval_feature, every block eligible"


def run(bundle: Bundle, repeats: int = figures.REPEATS, progress: Callable[[str], None] = lambda step: None) -> Report:
    """Measure one file. Takes some seconds."""
    progress("preparing")
    prepared, many = prepare(bundle), prepare(grown(bundle, TIMES, now=NOW))
    fitting = prepare(eligible.bundle())
    visitors = moments(bundle, VISITORS)
    blocks = len(prepared.candidates)
    contenders = {
        OURS: _deciding(prepared, visitors, blocks),
        TRACED: _tracing(prepared, visitors, blocks),
        GROWN: _deciding(many, visitors, blocks),
        ELIGIBLE: _deciding(fitting, [eligible.visitor()] * VISITORS, eligible.BLOCKS),
    }
    report = Report(
        "decide",
        f"{blocks} blocks that may be chosen, {VISITORS} visitors, {repeats} repeats; the grown file has "
        f"{len(many.candidates)} blocks, of campaigns nobody came by ({', '.join(SHAPES)})",
    )
    try:
        contenders[PEER] = _peer(prepared, None)
        contenders[SAME] = _peer(prepared, visitors)
        contenders[PEER_ELIGIBLE] = _peer(fitting, None)
        report.versions[peers.GROWTHBOOK] = figures.version(peers.GROWTHBOOK) or "unknown"
    except ImportError:
        report.notes.append(peers.HOW)
    progress("measuring")
    times = figures.timed(contenders, repeats)
    report.figures += [
        figures.of("edgepersona, a decision", "us", [t * blocks for t in times[OURS]]),
        figures.of("edgepersona, a decision, per candidate", "us", times[OURS]),
        figures.of("the same with the reason of every block looked up", "us", times[TRACED]),
        figures.of(
            f"a decision, {TIMES} times the blocks of other campaigns", "us", [t * blocks for t in times[GROWN]]
        ),
        figures.of(f"a decision, {eligible.BLOCKS} eligible blocks, per candidate", "us", times[ELIGIBLE]),
    ]
    beside: Figure | None = None
    if PEER in times:
        report.figures += [
            figures.of("growthbook, eval_feature, a visitor whom the rule lets in", "us", times[PEER]),
            figures.of("growthbook, eval_feature, the visitors decided for", "us", times[SAME]),
            figures.ratio("with every reason / the visitors decided for", times[TRACED], times[SAME]),
            figures.of(f"growthbook, eval_feature, {eligible.BLOCKS} eligible blocks", "us", times[PEER_ELIGIBLE]),
            figures.ratio(
                f"edgepersona / growthbook, {eligible.BLOCKS} eligible blocks", times[ELIGIBLE], times[PEER_ELIGIBLE]
            ),
        ]
        beside = figures.ratio("edgepersona / growthbook", times[OURS], times[PEER])
    report.targets += [
        Target("a candidate against growthbook's eval_feature", PEER_SHARE, "x", beside),
        Target(
            f"a decision with {TIMES} times the blocks of other campaigns, against one without",
            GROWTH,
            "x",
            figures.ratio("grown / as it is", times[GROWN], times[OURS]),
        ),
    ]
    return report


def _deciding(prepared: Prepared, visitors: list[Moment], pieces: int) -> Callable[[], int]:
    def work() -> int:
        for _ in range(ROUNDS):
            for moment in visitors:
                decide(prepared, moment)
        return ROUNDS * len(visitors) * pieces

    return work


def _tracing(prepared: Prepared, visitors: list[Moment], pieces: int) -> Callable[[], int]:
    def work() -> int:
        for _ in range(ROUNDS):
            for moment in visitors:
                decision = decide(prepared, moment)
                shown = {choice.block for choice in decision.slots.values()}
                for name in prepared.candidates:
                    if name not in shown:
                        decision.reasons.of(name)
        return ROUNDS * len(visitors) * pieces

    return work


def _peer(prepared: Prepared, visitors: list[Moment] | None) -> Callable[[], int]:
    """`visitors`: None stands for one visitor for each block, whom its rule lets in."""
    blocks = [candidate.block for candidate in prepared.candidates.values()]
    conditions = {block.id: peers.targeting(block) for block in blocks}
    pairs = []
    for moment in visitors or []:
        client = peers.growthbook(conditions, peers.attributes(read(prepared, moment)))
        pairs += [(client, block.id) for block in blocks]
    for block in blocks if visitors is None else []:
        client = peers.growthbook({block.id: conditions[block.id]}, peers.fitting(block))
        pairs += [(client, block.id)] * VISITORS
        if client.eval_feature(block.id).value is not True:
            raise LocalError(f"bench: growthbook does not let in the visitor whom {block.id} fits")

    def work() -> int:
        for _ in range(ROUNDS):
            for client, name in pairs:
                client.eval_feature(name)
        return ROUNDS * len(pairs)

    return work
