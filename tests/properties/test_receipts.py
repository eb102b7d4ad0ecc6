"""Receipts, over generated personas and devices: every decision comes out again, every change is found, and what is
forgotten is gone from them as from everything else."""

from __future__ import annotations

import copy
import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from edgepersona.authoring.replay import Result, as_text, replay
from edgepersona.core.errors import PersonaError
from edgepersona.core.stores import NAMES

from .devices import SHARED, Device, through_javascript
from .drawing import SEEDS, drawn, seeded
from .engine import engine

STEPS = 30


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports") / "export.json"


def walked(seed: int) -> Device:
    """A device after a way of its own."""
    rng, persona = drawn(seed)
    device = Device(rng, engine(persona).prepared)
    device.begin()
    device.go(STEPS)
    return device


def replayed(file: Path, text: str) -> Result:
    file.write_text(text, encoding="utf-8")
    return replay(str(file))


@settings(seeded, max_examples=60)
@given(SEEDS)
def test_every_decision_comes_out_again(file: Path, seed: int) -> None:
    device = walked(seed)
    for tab in range(len(device.tabs)):
        result = replayed(file, device.export(tab))
        assert result.fine, as_text(result)


def test_the_walks_leave_receipts_of_every_kind(file: Path) -> None:
    """What was replayed above would prove nothing if it were empty."""
    met: Counter[str] = Counter()
    for seed in range(80):
        export = json.loads(walked(seed).export(0))
        for store, chain in export["receipts"].items():
            met["changed answers"] += len(chain["said"])
            for entry in chain["list"]:
                met["cuts" if "removed" in entry else store] += 1
                if "on" in entry:
                    met["counted"] += entry["on"]["seed"] is not None
                    met["ghosts"] += entry["outcome"]["ghost"] is not None
                    met["quiet"] += entry["who"]["quiet"]
                    met["on screen"] += entry["page"]["showing"] != {}
    wanted = {"memory": 50, "visit": 100, "page": 5, "cuts": 10, "counted": 30, "ghosts": 5, "quiet": 10}
    wanted |= {"changed answers": 5, "on screen": 10}
    assert {name: met[name] for name, least in wanted.items() if met[name] < least} == {}


@settings(seeded, max_examples=60)
@given(SEEDS)
def test_a_changed_value_names_its_receipt(file: Path, seed: int) -> None:
    """Every leaf of a receipt, one by one: it is named, and no earlier one is."""
    device, rng = walked(seed), Random(seed)
    export = json.loads(device.export(0))
    found = [(store, e) for store, chain in export["receipts"].items() for e in chain["list"] if "at" in e]
    if not found:
        return
    store, receipt = rng.choice(found)
    paths = list(leaves(receipt))
    for path in rng.sample(paths, min(6, len(paths))):
        changed = copy.deepcopy(export)
        entries = changed["receipts"][store]["list"]
        change(entries[export["receipts"][store]["list"].index(receipt)], path)
        result = replayed(file, json.dumps(changed))
        mine = [(r.store, r.number) for r in result.mismatches if r.store == store]
        assert mine[:1] == [(store, receipt["number"])], (path, as_text(result))
        assert len(mine) == 1 or path == ["hash"]


@settings(seeded, max_examples=60)
@given(SEEDS)
def test_a_flipped_byte_is_found(file: Path, seed: int) -> None:
    device, rng = walked(seed), Random(seed)
    text = device.export(0)
    data, whole = text.encode(), json.loads(text)
    start, end = text.encode().index(b'"receipts"'), text.encode().index(b'"decision": {')
    for place in [rng.randrange(start, end), *(rng.randrange(len(data)) for _ in range(3))]:
        flipped = bytearray(data)
        flipped[place] ^= rng.randrange(1, 256)
        file.write_bytes(flipped)
        try:
            if json.loads(bytes(flipped)) == whole:
                continue
        except ValueError:
            pass
        assert found_out(file), place


@settings(seeded, max_examples=80)
@given(SEEDS)
def test_7_forgetting_leaves_what_never_knowing_leaves(file: Path, seed: int) -> None:
    """“Nothing derived from it survives (a cut marker in the receipts … excepted)”: two devices, one call apart."""
    device, rng = walked(seed), Random(seed)
    questions, device.plans = device.bundle.questions, True
    if not questions:
        return
    if rng.random() < 0.7:
        device.ask(0, {"do": "consent", "changes": {"measure": "on"}})
        device.ask(0, {"do": "page"})
        device.now += 3_600_000  # the day's report is due
    device.ask(0, {"do": "consent", "changes": {"personalise": {"answer": "on", "usage": "on"}}})
    device.ask(0, {"do": "track", "event": "friction"})
    if device.tabs[0].get("visit") is None:  # that a visit began stays known, and an answer begins one
        return
    question = rng.choice(questions)
    value = rng.choice(next(s for s in device.bundle.signals if s.id == question.signal).all_values)
    delivered = rng.random() < 0.5
    knew, never = copy.deepcopy(device), copy.deepcopy(device)
    ways: tuple[tuple[Device, dict[str, Any]], ...] = (
        (knew, {"do": "answer", "question": question.id, "value": value}),
        (never, {"do": "look"}),
    )
    for one, first in ways:
        for call in (
            first,
            *[{"do": "look"}] * 3,
            {"do": "send"},
            {"do": "forget", "what": question.signal},
            {"do": "look"},
            {"do": "page"},
        ):
            one.now += 60_000
            one.pages[0] |= {"showing": {}, "hold": True, "typing": False}
            answer = one.ask(0, call)
            if call["do"] == "send" and answer["value"]:
                one.ask(0, {"do": "posted", "id": answer["value"]["id"], "status": 204 if delivered else 503})
    for store in NAMES:
        mine, theirs = (
            json.loads((one.shared if store in SHARED else one.tabs[0]).get(store) or "{}") for one in (knew, never)
        )
        chains = [raw.pop("receipts", None) for raw in (mine, theirs)]
        assert set(mine.pop("marks", ())) <= set(theirs.pop("marks", ())), "the day's counts began anew"
        assert not any(mine.get(name) for name in ("waiting", "sent")), "what reports said may follow from it, too"
        assert without_times(mine) == without_times(theirs), store
        if chains[0] is None:
            continue
        (left, said), (all_, known) = (spelt_out(chain) for chain in chains)
        assert left.items() <= all_.items()
        assert said <= known
        assert question.signal not in {signal for _, signal, _, _ in said}
    for mine, theirs in zip(later(copy.deepcopy(knew)), later(never), strict=True):
        assert mine == theirs
    result = replayed(file, knew.export(0))
    assert result.fine, as_text(result)


def later(device: Device) -> list[Any]:
    """What it is told from now on: decisions, explanations and what is held, along the same further way."""
    told = [device.ask(0, {"do": "track", "event": "friction"})]  # from here on both were last active at the same time
    for _ in range(6):
        device.step()
        told += [device.ask(0, {"do": name}) for name in ("look", "decide", "held")]
        told += [device.ask(0, {"do": "why", "slot": slot.id}) for slot in device.bundle.slots]
    for answer in told:
        del answer["stores"]
        if answer.get("value") and "items" in answer["value"]:  # how many receipts there are is the cut's own mark
            answer["value"]["items"] = [item for item in answer["value"]["items"] if item["kind"] != "receipts"]
    return told


def found_out(file: Path) -> bool:
    """Whether replaying says that something is wrong with a file."""
    try:
        return not replay(str(file)).fine
    except PersonaError:
        return True


def without_times(raw: dict[str, Any]) -> dict[str, Any]:
    """A store's content without the time of its last change, which forgetting is."""
    return {name: part for name, part in raw.items() if name not in ("last", "memory", "until")}


def spelt_out(chain: Any) -> tuple[dict[str, str], set[tuple[Any, ...]]]:
    """Nonce → a stored receipt without the hash, which follows from all before it; and what was said before."""
    rows = [row for row in (chain or {"list": []})["list"] if len(row) > 2]
    receipts = {row[1]: json.dumps([row[0], [chain["parts"][n] for n in row[2:6]], row[6]]) for row in rows}
    return receipts, {tuple(row) for row in (chain or {}).get("said", [])}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Any:
    """The paths to every scalar."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, key))
    else:
        yield [*path]


def change(value: Any, path: list[Any]) -> None:
    """Make one scalar another of its kind."""
    *way, last = path
    for key in way:
        value = value[key]
    was = value[last]
    if isinstance(was, bool):
        value[last] = not was
    elif isinstance(was, int | float):
        value[last] = was + 1 if was != 1 else 0
    elif isinstance(was, str):
        value[last] = ("0" if was[:1] != "0" else "1") + was[1:]
    else:
        value[last] = "x"


def test_javascript_writes_whole_numbers_without_a_fraction() -> None:
    assert json.loads(through_javascript({"a": [1.0, 0.5]})) == {"a": [1, 0.5]}
    assert "1.0" not in through_javascript({"a": 1.0})
