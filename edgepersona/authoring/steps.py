"""A scenario's moments: one device, played step by step.

Rules
1. The file itself is the device before the first step, a visit file at its `now`. A file without steps is one
   moment; with steps, its own `expect` holds before them.
2. A step moves the clock by `now` (a time) or `after` (a duration since the step before), never back; without
   either it plays at the same instant. A file without a `now` of its own begins at its first step's.
3. What a step says is added: `events` and `arrived` are appended; `answers`, `account` and `consent` merge by key,
   and an answer or account value that was there and is left empty is gone; everything else takes the place of
   what was. What it does not say, or leaves empty, stays, but for the two rules below.
4. `page` is the page at that step: it merges with the file's own `page`, never with another step's. `url` is an
   arrival at that step; afterwards it is one of the earlier arrivals, and they end with their visit.
5. Times like -5m are before the step that says them; an answer without `at` was given at that step.
6. Nothing happens by itself: a block that a step decided to show was not shown to anybody until an event says
   `shown`, and nothing is forgotten but what is too old to keep. (As in visit files, `remember` does not filter.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from msgspec.structs import fields

from edgepersona.core import timeline, times
from edgepersona.core.bundle import SOURCES
from edgepersona.core.moment import Moment

from . import grammar, visits
from .compile import Checked
from .errors import Mistakes, PersonaFileError, did_you_mean, listed, quoted
from .forms import FORMS
from .tree import Entry, Mapping, Node, Scalar, Sequence, Source

VISIT = [field.encode_name for field in fields(visits.Visit)]
MOST_STEPS = 200


@dataclass(frozen=True)
class Step:
    """One moment of a scenario, and what is expected of it."""

    number: int
    """0: the file itself, before any step."""
    name: str | None
    moment: Moment
    visit: Mapping
    """The visit file this step amounts to."""
    expect: Node | None


def play(checked: Checked, source: Source, mistakes: Mistakes) -> list[Step]:
    """The moments of a scenario, in order, with every mistake noted that could be found."""
    assert isinstance(source.root, Mapping)
    _keys(source.root, [*VISIT, "name", "expect", "steps"], mistakes)
    written = _written(source, mistakes)
    if not written:
        return list(_moments(checked, source, [(0, source.root, _only(source.root, VISIT))], mistakes))
    for step in written:
        _keys(step, [*VISIT, "name", "expect", "after"], mistakes)
    return list(_moments(checked, source, list(_played(source.root, written, mistakes)), mistakes))


def _keys(node: Mapping, allowed: list[str], mistakes: Mistakes) -> None:
    for key, entry in node.entries.items():
        if key not in allowed:
            hint = f"allowed here: {listed(sorted(allowed))}{did_you_mean(key, allowed)}"
            mistakes.say(entry.key, f"unknown key {quoted(key)}; {hint}")


def _written(source: Source, mistakes: Mistakes) -> list[Mapping]:
    node = source.value("steps") if "steps" in getattr(source.root, "entries", {}) else None
    if node is None:
        return []
    if not isinstance(node, Sequence) or not 0 < len(node.items) <= MOST_STEPS:
        mistakes.say(node, f"expected a list of 1 to {MOST_STEPS} steps, found {grammar.found(node)}")
        return []
    for item in node.items:
        if not isinstance(item, Mapping):
            mistakes.say(item, f"expected a step, a map of keys and values, found {grammar.found(item)}")
    return [item for item in node.items if isinstance(item, Mapping)]


def _moments(
    checked: Checked, source: Source, played: list[tuple[int, Mapping, Mapping]], mistakes: Mistakes
) -> Iterator[Step]:
    for number, written, visit in played:
        try:
            moment = visits.moment(checked, Source(source.file, visit))
        except PersonaFileError as error:
            for found in error.errors:
                mistakes.say(found, found.message)
            continue
        begun = timeline.read(moment).visit_start
        if number:  # an arrival ends with its visit
            moment = replace(moment, arrivals=tuple(a for a in moment.arrivals if a.at >= begun))
        name = written.entries["name"].value if "name" in written.entries else None
        expect = written.entries["expect"].value if "expect" in written.entries else None
        if isinstance(expect, Scalar) and expect.is_null:
            expect = None
        yield Step(number, name.text if isinstance(name, Scalar) else None, moment, visit, expect)


# --- time --------------------------------------------------------------------------------------------


def _played(root: Mapping, written: list[Mapping], mistakes: Mistakes) -> Iterator[tuple[int, Mapping, Mapping]]:
    """(number, what was written, the visit file it amounts to), the file itself first if it has a time."""
    device = _only(root, VISIT)
    own_page = device.entries.get("page")
    if "now" not in device.entries and "now" in written[0].entries:
        device = _with(device, "now", written[0].entries["now"].value)
    now = _instant(device)
    if now is None or "expect" in root.entries:
        yield 0, root, device
    if now is None:
        return
    for number, step in enumerate(written, 1):
        device = _settled(device, now)
        now = _clock(step, now, mistakes)
        device = _added(_with(device, "now", _said(now, step)), _only(step, VISIT), own_page)
        yield number, step, device


def _instant(device: Mapping) -> int | None:
    node = device.entries["now"].value if "now" in device.entries else None
    if not isinstance(node, Scalar) or FORMS["instant"](node.text) is not None:
        return None
    return times.parse_instant(node.text)


def _clock(step: Mapping, now: int, mistakes: Mistakes) -> int:
    """When a step plays, given when the one before did."""
    if "after" in step.entries:
        node = step.entries["after"].value
        if "now" in step.entries:
            mistakes.say(step.entries["after"].key, "expected one of now and after, found both")
        try:
            return now + times.parse_duration(node.text if isinstance(node, Scalar) else "")
        except ValueError:
            what = "a duration since the step before, such as 30s, 10m, 2h or 2d"
            mistakes.say(node, f"expected {what}, found {grammar.found(node)}")
    elif "now" in step.entries:
        node = step.entries["now"].value
        at = _instant(step)
        if at is None:
            what = "a time, RFC 3339, such as 2026-11-21T10:00:00Z; after: 2d counts from the step before"
            mistakes.say(node, f"expected {what}, found {grammar.found(node)}")
        elif at < now:
            mistakes.say(node, f"expected a time no earlier than the step before, {times.format_instant(now)}")
        else:
            return at
    return now


def _said(ms: int, where: Node) -> Scalar:
    """An instant as a scalar. (What lies before 1970 is long forgotten in any case.)"""
    ms = max(0, ms)
    return Scalar(where.line, where.column, f"{times.format_instant(ms)[:-1]}.{ms % 1000:03d}Z", True)


# --- what a step adds --------------------------------------------------------------------------------


def _settled(device: Mapping, now: int) -> Mapping:
    """The device with every time it speaks of made absolute, and its page behind it."""
    for key in ("events", "arrived"):
        items = device.entries[key].value if key in device.entries else None
        if isinstance(items, Sequence):
            settled = tuple(_dated(item, now) if isinstance(item, Mapping) else item for item in items.items)
            device = _with(device, key, Sequence(items.line, items.column, settled))
    answers = device.entries["answers"].value if "answers" in device.entries else None
    if isinstance(answers, Mapping):
        for signal, entry in answers.entries.items():
            value: Node = entry.value
            if isinstance(value, Scalar) and not value.is_null:
                value = _with(Mapping(value.line, value.column, {}), "value", value)
            answers = _with(answers, signal, _dated(value, now) if isinstance(value, Mapping) else value)
        device = _with(device, "answers", answers)
    url = device.entries["url"].value if "url" in device.entries else None
    if isinstance(url, Scalar) and not url.is_null:
        arrival = _dated(_with(Mapping(url.line, url.column, {}), "url", url), now)
        before = device.entries["arrived"].value if "arrived" in device.entries else None
        earlier = before.items if isinstance(before, Sequence) else ()
        device = _with(device, "arrived", Sequence(url.line, url.column, (*earlier, arrival)))
        device = _only(device, [key for key in VISIT if key != "url"])
    return device


def _dated(item: Mapping, now: int) -> Mapping:
    """An event, answer or arrival with an absolute `at`."""
    at = item.entries["at"].value if "at" in item.entries else None
    if at is None or (isinstance(at, Scalar) and at.is_null):
        return _with(item, "at", _said(now, item))
    if not isinstance(at, Scalar) or not at.text.startswith("-"):
        return item
    try:
        back = 0 if at.text[1:2] == "0" else times.parse_duration(at.text[1:])
    except ValueError:
        return item  # the grammar says what is wrong with it
    return _with(item, "at", _said(now - back, at))


def _added(device: Mapping, step: Mapping, own_page: Entry | None) -> Mapping:
    device = _only(device, [key for key in VISIT if key != "page"])
    if own_page is not None:
        device = _with(device, "page", own_page.value)
    for key, entry in step.entries.items():
        before = device.entries[key].value if key in device.entries else None
        value = entry.value
        if key == "now" or (isinstance(value, Scalar) and value.is_null):
            continue
        if key in ("events", "arrived") and isinstance(before, Sequence) and isinstance(value, Sequence):
            value = Sequence(value.line, value.column, (*before.items, *value.items))
        elif key in ("answers", "account") and isinstance(value, Mapping):
            value = _gone(before, _merged(before, value))
        elif key in ("consent", "page") and isinstance(value, Mapping):
            value = _merged(before, value)
        device = _with(device, key, value, entry.key)
    return device


def _merged(before: Node | None, value: Mapping) -> Mapping:
    """Two maps, key by key. One word of consent for all tiers opens up where a step speaks of one tier."""
    merged = before if isinstance(before, Mapping) else Mapping(value.line, value.column, {})
    for key, entry in value.entries.items():
        inside, old = entry.value, merged.entries[key].value if key in merged.entries else None
        if key == "personalise" and isinstance(inside, Mapping) and old is not None:
            if isinstance(old, Scalar):
                old = Mapping(old.line, old.column, {tier: Entry(entry.key, old) for tier in SOURCES})
            inside = _merged(old, inside)
        merged = _with(merged, key, inside, entry.key)
    return merged


def _gone(before: Node | None, node: Mapping) -> Mapping:
    """Without what was there before and was left empty now."""
    known = before.entries if isinstance(before, Mapping) else {}
    entries = node.entries.items()
    kept = [k for k, e in entries if not (isinstance(e.value, Scalar) and e.value.is_null and k in known)]
    return _only(node, kept)


def _only(node: Mapping, keys: list[str]) -> Mapping:
    return Mapping(node.line, node.column, {key: entry for key, entry in node.entries.items() if key in keys})


def _with(node: Mapping, key: str, value: Node, named: Scalar | None = None) -> Mapping:
    name = named or Scalar(value.line, value.column, key, False)
    return Mapping(node.line, node.column, {**node.entries, key: Entry(name, value)})
