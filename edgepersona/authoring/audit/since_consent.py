"""What changed about consent and counting: the switches, what a banner may grant, experiments, modes, every counter."""

from __future__ import annotations

from collections.abc import Iterator

from edgepersona.core.bundle import SOURCES, Bundle, OutsideGrant

from . import said
from .answers import NO_ANSWERS
from .counting import MODES, counting
from .weighing import NARROWER, NEUTRAL, WIDER, Change, listing, moved, pairs, text

STRENGTH = {"off": 0, "ask": 1, "on": 2}


def changes(old: Bundle, new: Bundle) -> Iterator[Change]:
    """The changes about consent and counting."""
    was, now = (
        {**side.consent.personalise, "remember": side.consent.remember, "measure": side.consent.measure}
        for side in (old, new)
    )
    for key in (*SOURCES, "remember", "measure"):
        if was[key] != now[key]:
            more = STRENGTH[now[key]] > STRENGTH[was[key]]
            why = (
                "on before anybody is asked"
                if now[key] == "on"
                else "now on offer"
                if more
                else "less is on from the start"
            )
            yield Change(
                "consent",
                WIDER if more else NARROWER,
                f"consent, {key}",
                said.SWITCH[was[key]],
                said.SWITCH[now[key]],
                why,
            )
    grants = ({f"{g.source}, {g.purpose}": g for g in side.consent.outside} for side in (old, new))
    for name, before, after in pairs(*grants):
        yield from _grant(f"consent by banner, {name}", before, after)
    if old.consent.outside != new.consent.outside and sorted(map(repr, old.consent.outside)) == sorted(
        map(repr, new.consent.outside)
    ):
        yield Change("consent", NEUTRAL, "consent by banner", "as it was", "changed", "another order")
    yield from moved(
        "experiment",
        "experiment, control",
        old.experiment.control,
        new.experiment.control,
        up="more see the page as it is",
        down="fewer see the page as it is",
        said=said.number,
        larger=NEUTRAL,
    )
    yield from moved(
        "experiment",
        "experiment, caps only",
        old.experiment.caps_only,
        new.experiment.caps_only,
        up="more visitors are not spared by fatigue",
        down="fewer visitors are not spared by fatigue",
        said=said.number,
    )
    yield from _measure(old, new)
    if old.explore != new.explore:
        learns = new.explore != "off"
        why = "what visitors do decides what others see: rules only no longer holds" if learns else "rules only"
        yield Change("explore", WIDER if learns else NARROWER, "learning, explore", old.explore, new.explore, why)


def _grant(where: str, old: OutsideGrant | None, new: OutsideGrant | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(
            "consent",
            WIDER,
            where,
            "not taken",
            _told(new),
            "a yes given elsewhere counts here: do its words cover this?",
        )
    elif new is None and old is not None:
        yield Change("consent", NARROWER, where, _told(old), "not taken", "only a yes given here counts")
    elif old is not None and new is not None:
        yield from listing(
            "consent",
            f"{where}, needs",
            old.needs,
            new.needs,
            more="more has to be granted there",
            less="less has to be granted there",
            weight=NARROWER,
        )
        if old.quote != new.quote:
            why = "other words than those that were assessed: do they cover this?"
            yield Change("consent", WIDER, f"{where}, words", _quoted(old), _quoted(new), why)


def _told(grant: OutsideGrant) -> str:
    return f"needs {said.listed(grant.needs)}; {_quoted(grant)}"


def _quoted(grant: OutsideGrant) -> str:
    return "; ".join(f"{language}: “{words}”" for language, words in grant.quote.items())


def _measure(old: Bundle, new: Bundle) -> Iterator[Change]:
    if old.measure.mode != new.measure.mode:
        why = "somebody else has to be trusted, at another price"
        before, after = (
            f"{mode.name}: trusted is {mode.trusted}; bound: {mode.bound}; epsilon: {mode.epsilon}"
            for mode in (MODES[old.measure.mode], MODES[new.measure.mode])
        )
        yield Change("measure", WIDER, "measure, mode", before, after, why)
    for key in ("conversions", "guardrails"):
        before, after = getattr(old.measure, key), getattr(new.measure, key)
        yield from listing(
            "measure", f"measure, {key}", before, after, more="counted as well", less="no longer counted"
        )
        if before != after and sorted(before) == sorted(after):
            yield from text("measure", f"measure, order of {key}", before, after, "another order")
    counted = ([c.name for c in counting(side, NO_ANSWERS).counters] for side in (old, new))
    yield from listing(
        "counters",
        "counters that may leave",
        *counted,
        more="may leave the device now, with consent",
        less="can leave no more",
    )
