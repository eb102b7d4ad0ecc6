"""Expectations: a partial decision, as a scenario writes it, held against a printed one.

Rules
1. A map matches by the keys given. A key the decision does not have counts as null, `default` as false.
2. A scalar matches itself: numbers to 4 decimals, times as instants. "!x" matches whatever is not x, and a list
   in a scalar's place whatever one of its items matches.
3. An item of `withheld` finds its block by id; a mere id expects the block to be withheld for whatever reason,
   "!id" that it is not withheld. An item of `terms` finds its term by signal.
4. A scalar or a list in a slot's place stands for its block.
5. What can never match, an unknown key or id, is a mistake of the file and not a failure of the scenario.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from edgepersona.core import times
from edgepersona.core.bundle import TIERS, Bundle
from edgepersona.core.moment import ARMS
from edgepersona.core.silence import REASONS

from . import grammar, tree
from .errors import Mistakes, did_you_mean, listed, printable, quoted
from .tree import Node, Scalar, Sequence

DECISION = ["format", "bundle", "now", "language", "arm", "stage", "segment", "fatigue", "slots", "ghost", "withheld"]
SLOT = ["block", "default", "utility", "because", "propensity", "terms", "reason", "by", "text", "until"]
WITHHELD = ["block", "slot", "reason", "by", "text", "until"]
TERM = ["signal", "value", "tier", "adds"]
"""The keys of a printed decision and of its parts."""


class Mismatch(NamedTuple):
    """One place where a decision is not what was expected."""

    path: str
    """Such as `slots.notice.reason`."""
    place: Node
    expected: str
    actual: str
    slot: str | None
    """The slot it is about, if any."""
    blocks: tuple[str, ...]
    """The blocks it is about."""


# --- is it sound? ------------------------------------------------------------------------------------


class Checker:
    """Notes what is wrong with an `expect`, with its place."""

    def __init__(self, bundle: Bundle, mistakes: Mistakes) -> None:
        self.say = mistakes.say
        self.slots = [slot.id for slot in bundle.slots]
        self.blocks = [block.id for block in bundle.blocks]
        self.of_slot = {slot: [b.id for b in bundle.blocks if b.slot == slot] for slot in self.slots}
        self.values = {signal.id: signal.all_values for signal in bundle.signals}
        self.known: dict[str, Collection[str]] = {
            "arm": ARMS,
            "language": bundle.languages,
            "stage": [stage.id for stage in bundle.stages],
            "segment": [segment.id for segment in bundle.segments],
            "reason": REASONS,
            "slot": self.slots,
            "block": self.blocks,
            "by": self.blocks,
            "signal": list(self.values),
            "tier": TIERS,
            "default": ("true", "false"),
        }

    def decision(self, node: Node) -> None:
        for key, value in self.map(node, DECISION, "a decision").items():
            if key == "slots":
                for slot, inside in self.map(value, self.slots, "slots", "slot").items():
                    self.slot(slot, inside)
            elif key == "ghost" and not _nothing(value):
                for slot, inside in self.map(value, self.slots, "slots", "slot").items():
                    self.scalar("block", inside, self.of_slot[slot])
            elif key == "withheld":
                for item in self.list(value):
                    self.item(item, WITHHELD, "block")
            elif key != "ghost":
                self.scalar(key, value)

    def slot(self, slot: str, node: Node) -> None:
        if not isinstance(node, tree.Mapping):
            self.scalar("block", node, self.of_slot[slot])
            return
        for key, value in self.map(node, SLOT, "a slot").items():
            if key == "terms" and not _nothing(value):
                for item in self.list(value):
                    self.item(item, TERM, "signal")
            elif key != "terms":
                self.scalar(key, value, self.of_slot[slot] if key == "block" else None)

    def item(self, node: Node, keys: Collection[str], by: str) -> None:
        """An item of a list whose items are found by one of their keys."""
        if not isinstance(node, tree.Mapping):
            self.scalar(by, node)
            return
        inside = self.map(node, keys, "a list item")
        if by not in node.entries:
            self.say(node, f"expected the key {quoted(by)}: items of this list are found by it")
        for key, value in inside.items():
            named = inside.get("signal")
            known = self.values.get(named.text) if key == "value" and isinstance(named, Scalar) else None
            self.scalar(key, value, known)

    def map(self, node: Node, keys: Collection[str], what: str, one: str = "key") -> dict[str, Node]:
        if not isinstance(node, tree.Mapping):
            self.say(node, f"expected {what} as a map of keys and values, found {grammar.found(node)}")
            return {}
        for key, entry in node.entries.items():
            if key not in keys:
                hint = f"allowed here: {listed(list(keys))}{did_you_mean(key, keys)}"
                self.say(entry.key, f"unknown {one} {quoted(key)}; {hint}")
        return {key: entry.value for key, entry in node.entries.items() if key in keys}

    def list(self, node: Node) -> tuple[Node, ...]:
        if not isinstance(node, Sequence):
            self.say(node, f"expected a list, found {grammar.found(node)}")
            return ()
        return node.items

    def scalar(self, key: str, node: Node, known: Collection[str] | None = None) -> None:
        """A value, a list of some, each perhaps behind “!”. `known`: the ids it may be, else the key's."""
        known = self.known.get(key) if known is None else known
        for option in node.items if isinstance(node, Sequence) else (node,):
            if not isinstance(option, Scalar):
                self.say(option, f"expected a value, or a list of values, found {grammar.found(option)}")
                continue
            _, text = _sign(option)
            if known is not None and text is not None and text not in known:
                self.say(
                    option,
                    f"unknown {key} {quoted(text)}; known here: {listed(list(known))}{did_you_mean(text, known)}",
                )
        if isinstance(node, Sequence) and not node.items:
            self.say(node, "expected at least one value in this list: nothing is one of none")


def _nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _sign(node: Scalar) -> tuple[bool, str | None]:
    """Whether a scalar says “is”, and the text it speaks of; None is null."""
    if node.text.startswith("!"):
        inside = node.text[1:]
        return False, None if inside in ("", "null", "~") else inside
    return True, None if node.is_null else node.text


# --- does it hold? -----------------------------------------------------------------------------------


def mismatches(expect: Node, printed: Mapping[str, Any]) -> list[Mismatch]:
    """Where a printed decision (persona-format.md, "Decision") is not what a checked `expect` says."""
    return list(_decision(expect, printed))


def _decision(node: Node, printed: Mapping[str, Any]) -> Iterator[Mismatch]:
    for key, value in _entries(node):
        if key == "slots":
            for slot, inside in _entries(value):
                yield from _slot(slot, inside, printed["slots"][slot])
        elif key == "ghost" and isinstance(value, tree.Mapping):
            for slot, inside in _entries(value):
                seen = printed.get("ghost", {}).get(slot)
                yield from _scalar(f"ghost.{slot}", inside, seen, slot, _named(inside))
        elif key == "withheld":
            assert isinstance(value, Sequence)
            for item in value.items:
                yield from _item("withheld", "block", item, printed["withheld"], None)
        else:
            yield from _scalar(key, value, printed.get(key), None, ())


def _slot(slot: str, node: Node, actual: Mapping[str, Any]) -> Iterator[Mismatch]:
    path = f"slots.{slot}"
    if not isinstance(node, tree.Mapping):
        yield from _scalar(path, node, actual["block"], slot, _named(node))
        return
    for key, value in _entries(node):
        if key == "terms" and isinstance(value, Sequence):
            for item in value.items:
                yield from _item(f"{path}.terms", "signal", item, actual.get("terms", ()), slot)
        else:
            blocks = _named(value) if key == "block" else ()
            yield from _scalar(f"{path}.{key}", value, _part(actual, key), slot, blocks)


def _item(
    path: str, by: str, node: Node, actual: Collection[Mapping[str, Any]], slot: str | None
) -> Iterator[Mismatch]:
    """One expected item of a list: some item named so must be there and match; behind “!”, none may."""
    name = node.entries[by].value if isinstance(node, tree.Mapping) else node
    rest = [(key, value) for key, value in _entries(node) if key != by]
    options = name.items if isinstance(name, Sequence) else (name,)
    tried: list[list[Mismatch]] = []
    for option in options:
        assert isinstance(option, Scalar)
        wanted, text = _sign(option)
        about = (text,) if by == "block" and text is not None else ()
        here = f"{path}.{text}"
        item = next((item for item in actual if item[by] == text), None)
        if item is None:
            missing = Mismatch(here, option, "to be there", "not there", slot, about)
            tried.append([missing] if wanted else [])
            continue
        wrong = [m for key, value in rest for m in _scalar(f"{here}.{key}", value, _part(item, key), slot, about)]
        if wanted:
            tried.append(wrong)
        else:
            tried.append([] if wrong else [Mismatch(here, option, "not to be there", "there", slot, about)])
    yield from min(tried, key=len)


def _scalar(path: str, node: Node, actual: Any, slot: str | None, blocks: tuple[str, ...]) -> Iterator[Mismatch]:
    options = node.items if isinstance(node, Sequence) else (node,)
    signs = [_sign(option) for option in options if isinstance(option, Scalar)]
    if not any(_same(text, actual) is wanted for wanted, text in signs):
        said = [f"{'' if wanted else 'not '}{_shown(text)}" for wanted, text in signs]
        expected = said[0] if len(said) == 1 else f"one of {', '.join(said)}"
        yield Mismatch(path, node, expected, _shown(actual), slot, blocks)


def _same(text: str | None, actual: Any) -> bool:
    if text is None or actual is None:
        return text is None and actual is None
    if isinstance(actual, bool):
        return text == ("true" if actual else "false")
    try:
        if isinstance(actual, int | float):
            return round(float(text), 4) == actual
        return text == actual or times.parse_instant(text) == times.parse_instant(actual)
    except (ValueError, OverflowError):
        return False


def _part(actual: Mapping[str, Any], key: str) -> Any:
    return actual.get(key, False if key == "default" else None)


def _entries(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, tree.Mapping):
        for key, entry in node.entries.items():
            yield key, entry.value


def _named(node: Node) -> tuple[str, ...]:
    """The blocks a block's place speaks of."""
    options = node.items if isinstance(node, Sequence) else (node,)
    texts = [_sign(option)[1] for option in options if isinstance(option, Scalar)]
    return tuple(text for text in texts if text is not None)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return printable(f"{value:g}" if isinstance(value, float) else str(value), 300)
