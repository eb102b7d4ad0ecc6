"""What changed about silence: how often and how loudly visitors may be spoken to, and how long that is remembered."""

from __future__ import annotations

from collections.abc import Iterator

from edgepersona.core.bundle import Bundle, Cap
from edgepersona.core.prepare import retention

from . import said
from .weighing import NARROWER, NEUTRAL, WIDER, Change, listing, moved

PRESSES = "visitors may be pressed more"
SPARES = "visitors are spared more"


def changes(old: Bundle, new: Bundle) -> Iterator[Change]:
    """The changes about silence."""
    was, now = old.silence, new.silence
    for kind in dict.fromkeys((*was.utility, *now.utility)):
        yield from moved(
            "silence",
            f"silence, utility of {kind}",
            was.utility[kind],
            now.utility[kind],
            up="a block must be worth more to be shown",
            down="a block is shown sooner",
            said=said.number,
            larger=NARROWER,
        )
    half = was.fatigue.half_life, now.fatigue.half_life
    yield from _span("half-life of fatigue", *half, NARROWER, SPARES, PRESSES)
    yield from _span("gap between interruptions", was.gap, now.gap, NARROWER, SPARES, PRESSES)
    for where, low, high in (
        ("fatigue that stops it", was.fatigue.stop, now.fatigue.stop),
        ("interruptions a page view", was.per_page, now.per_page),
        ("questions a visit", was.questions_per_visit, now.questions_per_visit),
    ):
        yield from moved("silence", f"silence, {where}", low, high, up=PRESSES, down=SPARES, said=said.number)
    for name, weight in was.fatigue.weights.items():
        yield from moved(
            "silence",
            f"silence, weight of {name}",
            weight,
            now.fatigue.weights[name],
            up="it tires more, so it silences sooner",
            down="it tires less, so it silences later",
            said=said.number,
            larger=NARROWER,
        )
    presses, pressed = ([f"{s} = {v}: {said.number(w)}" for s, v, w in side.fatigue.pressure] for side in (was, now))
    yield from listing(
        "silence",
        "silence, pressure",
        presses,
        pressed,
        more="this tires as well",
        less="this tires no more",
        weight=NARROWER,
    )
    yield from listing(
        "silence",
        "silence, waits while",
        was.wait_while,
        now.wait_while,
        more="it waits then",
        less="it no longer waits then",
        weight=NARROWER,
    )
    yield from _caps(was.caps, now.caps)
    pauses, paused = (
        [f"{kind} while {said.condition(rule.when)}" for rule in side.service_first for kind in rule.pauses]
        for side in (was, now)
    )
    yield from listing(
        "silence",
        "silence, service first",
        pauses,
        paused,
        more="pauses these",
        less="no longer pauses these",
        weight=NARROWER,
    )
    yield from _span(
        "what happened to blocks, kept", retention(old), retention(new), WIDER, "kept longer", "kept for less long"
    )


def _span(where: str, before: int, after: int, larger: str, up: str, down: str) -> Iterator[Change]:
    """A length of time that changed, ms."""
    yield from moved(
        "silence",
        f"silence, {where}",
        before,
        after,
        up=up,
        down=down,
        said=lambda ms: said.gap(int(ms)),
        larger=larger,
    )


def _caps(was: tuple[Cap, ...], now: tuple[Cap, ...]) -> Iterator[Change]:
    """Caps are told apart by what they cover and count; several of one kind are compared in their order."""
    for key in dict.fromkeys((c.scope, c.of, c.outcome) for c in (*now, *was)):
        before, after = ([cap for cap in side if (cap.scope, cap.of, cap.outcome) == key] for side in (was, now))
        for old, new in zip(before, after, strict=False):
            yield from _cap(old, new)
        for cap in after[len(before) :]:
            yield Change("silence", NARROWER, f"cap on {said.covered(cap)}", "no such cap", said.cap(cap), SPARES)
        for cap in before[len(after) :]:
            yield Change("silence", WIDER, f"cap on {said.covered(cap)}", said.cap(cap), "gone", PRESSES)
    if was != now and sorted(map(repr, was)) == sorted(map(repr, now)):
        yield Change("silence", NEUTRAL, "order of caps", "as it was", "changed", "another order")


def _cap(old: Cap, new: Cap) -> Iterator[Change]:
    where = f"cap on {said.covered(new)}, {said.OUTCOMES[new.outcome]}"
    yield from moved(
        "silence", f"{where}, at most", old.at_most, new.at_most, up=PRESSES, down=SPARES, said=said.number
    )
    if old.within != new.within:
        longer = new.within > old.within  # a visit is 0, the shortest
        yield Change(
            "silence",
            NARROWER if longer else WIDER,
            f"{where}, within",
            said.span(old.within),
            said.span(new.within),
            SPARES if longer else PRESSES,
        )
    yield from moved(
        "silence",
        f"{where}, pause",
        old.pause or 0,
        new.pause or 0,
        up=SPARES,
        down=PRESSES,
        said=lambda ms: said.gap(int(ms)),
        larger=NARROWER,
    )
