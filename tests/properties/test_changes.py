"""What is told about a change is true: over generated personas and visits, for every reason that has one.

The change is applied to the file's own data where it can be written there, and decided by the whole engine, from the
files on; so that what changes.py does to a moment is checked against what a visitor would do.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator

from hypothesis import given

from edgepersona.authoring import words
from edgepersona.core import why
from edgepersona.core.changes import MOST, MOST_WAITS, Inquiry, Told
from edgepersona.core.silence import REASONS
from edgepersona.core.suggestions import SUGGESTIONS, Change

from .drawing import SEEDS, VISITS_EACH, drawn, seeded
from .engine import Engine, engine
from .generate_visits import visit
from .naive_basics import instant, said
from .words import Data, seconds

SEEDS_TRIED = 60
IN_A_FILE = ("wait", "answer", "account", "do", "optin", "quiet", "page", "page_view", "language", "arm")
ONLY_HERE = ("arrive", "forget", "consent", "visit", "gone")


def in_the_file(persona: Data, at: Data, change: Change) -> Data | None:
    """The visit with a change written into it; None where a visit file cannot say it."""
    later = copy.deepcopy(at)
    now = later["now"]
    match change.kind:
        case "wait":
            assert change.until is not None
            if "url" in later:
                return None  # a file's address is always that of now
            later = dated(later)
            later["now"] = said(change.until)
        case "answer":
            later["answers"] = {**later.get("answers", {}), change.of: change.to}
        case "account":
            later["account"] = {**later.get("account", {}), change.of: change.to}
        case "do":
            event = persona["signals"][change.of]["counts"]["event"]
            later["events"] = [*later.get("events", []), *[{"at": now, "event": event}] * (change.times or 0)]
        case "optin":
            later["optin"] = [*later.get("optin", []), *change.names]
        case "quiet":
            later["quiet"] = "false"
        case "page":
            facts = {name: "true" if name == "value_seen" else "false" for name in change.names}
            later["page"] = {**later.get("page", {}), **facts}
        case "page_view":
            later["events"] = [*later.get("events", []), {"at": now, "event": "page_view"}]
            later["page"] = {**later.get("page", {}), "showing": {}}
        case "language":
            later["language"] = change.names[0]
        case "arm":
            later["arm"] = change.names[0]
        case _:
            return None
    return later


def dated(at: Data) -> Data:
    """A visit that says when, not how long ago."""
    now = instant(at["now"])

    def when(text: str) -> str:
        return said(min(now, now - 1000 * seconds(text[1:]) if text.startswith("-") else instant(text)))

    answers = {
        signal: {"value": given, "at": said(now)} if isinstance(given, str) else {**given, "at": when(given["at"])}
        for signal, given in at.get("answers", {}).items()
    }
    lists = {part: [{**entry, "at": when(entry["at"])} for entry in at.get(part, [])] for part in ("arrived", "events")}
    return {**at, **lists, "answers": answers}


def reason(decision: Data, block: str) -> tuple[str, str | None] | None:
    """(reason, by) of a withheld block; None if it is shown."""
    found = next((entry for entry in decision["withheld"] if entry["block"] == block), None)
    return None if found is None else (found["reason"], found.get("by"))


def check(loaded: Engine, file: Data, at: Data, inquiry: Inquiry, block: str) -> Iterator[str]:
    """Does what is told of a block come true? Yields what was met: the reason, the kind, and `written` kinds."""
    verdict, told = inquiry.decision.reasons.of(block), inquiry.told(block)
    if told is None:
        return
    yield from (verdict.reason, told.change.kind)
    expected = None if told.then is None else (told.then.reason, told.then.by)
    assert expected != (verdict.reason, verdict.by), "the reason that decided is gone"
    for change in told.each():
        moved = in_the_file(file, at, change)
        if moved is not None:
            yield f"written {change.kind}"
            assert reason(loaded.decide(moved), block) == expected, (block, change)
        again = inquiry.under(change, block)
        assert (None if again is None else (again.reason, again.by)) == expected
    assert len(told.values) == len(set(told.values))
    private(file, at, told)


def private(file: Data, at: Data, told: Told) -> None:
    """A sensitive signal without opt-in is named only to say that it would need one."""
    names = {told.change.signal} | (set(told.change.names) if told.change.kind != "optin" else set())
    sensitive = {name for name, spec in file["signals"].items() if spec["tier"] == "sensitive"}
    assert not names & sensitive - set(at.get("optin", []))


def test_a_told_change_does_what_it_says() -> None:
    """It shows the block, or leads to the reason named; for every reason that suggests a change, and every kind."""
    told: Counter[str] = Counter()
    for seed in range(SEEDS_TRIED):
        rng, file = drawn(seed)
        loaded = engine(file)
        for _ in range(VISITS_EACH):
            at = visit(rng, file)
            inquiry = Inquiry(loaded.prepared, loaded.moment(at))
            decision = loaded.decide(at)
            for entry in rng.sample(decision["withheld"], min(4, len(decision["withheld"]))):
                before = len(inquiry.tried)
                told.update(check(loaded, file, at, inquiry, entry["block"]))
                assert len(inquiry.tried) - before <= MOST + MOST_WAITS
    assert {name for name in told if name in REASONS} == set(SUGGESTIONS)
    assert {name for name in told if name.islower() and " " not in name} == {*IN_A_FILE, *ONLY_HERE}
    assert all(told[f"written {kind}"] for kind in IN_A_FILE), told


@seeded
@given(SEEDS)
def test_visitor_and_developer_read_one_record(seed: int) -> None:
    """“both come from one record”: reason, text, until and change of every block agree, and with the decision."""
    rng, file = drawn(seed)
    loaded = engine(file)
    bundle = loaded.bundle
    at = visit(rng, file)
    inquiry = Inquiry(loaded.prepared, loaded.moment(at))
    decision = loaded.decide(at)
    traced = {entry["block"]: entry for entry in why.trace(inquiry)}
    printed = {entry["block"]: entry for entry in decision["withheld"]}
    assert list(traced) == list(printed)
    for block, entry in traced.items():
        assert {key: entry[key] for key in printed[block] if key != "until"} == {
            key: value for key, value in printed[block].items() if key != "until"
        }
        assert entry["until"] == printed[block]["until"]
    for slot in file["slots"]:
        told = why.slot(inquiry, slot)
        for entry in told["withheld"]:
            mine = traced[entry["block"]]
            assert (entry["reason"], entry.get("by"), entry["text"], entry["change"]) == (
                mine["reason"],
                mine.get("by"),
                mine["text"],
                mine["change"],
            )
        if told["reason"] is not None:
            speaker = inquiry.speaker(slot)
            assert told["change"] == (None if speaker is None else traced[speaker]["change"])
    assert words.load(bundle.languages) == bundle.words
