"""The engine as the tests see it: data in, the printed decision out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from edgepersona.authoring import compile, source, visits
from edgepersona.core.bundle import Bundle
from edgepersona.core.decide import decide
from edgepersona.core.moment import Moment
from edgepersona.core.prepare import Prepared, prepare
from edgepersona.core.printing import printed

from .words import Data, written

TEXTS = ("text", "because")


@dataclass(frozen=True)
class Engine:
    """One persona, loaded and prepared."""

    checked: compile.Checked
    prepared: Prepared

    @property
    def bundle(self) -> Bundle:
        return self.checked.bundle

    def moment(self, visit: Data) -> Moment:
        return visits.moment(self.checked, source.parse_line(written(visit).encode(), "visit", 1))

    def decide(self, visit: Data) -> Data:
        """The printed decision, texts and all."""
        return printed(decide(self.prepared, self.moment(visit)), "sha256:…")

    def decide_bare(self, visit: Data) -> Data:
        """The printed decision without `bundle` and texts, keys in their order."""
        return bare(self.decide(visit))


def engine(persona: Data) -> Engine:
    """Load a persona's data. Raises PersonaFileError: the generator's mistake."""
    checked = compile.check(source.parse_line(written(persona).encode(), "persona", 1))
    return Engine(checked, prepare(checked.bundle))


def bare(decision: Data) -> Data:
    """A decision without `bundle` and texts."""

    def without_texts(part: Data) -> Data:
        return {key: value for key, value in part.items() if key not in TEXTS}

    kept = {key: value for key, value in decision.items() if key != "bundle"}
    kept["slots"] = {slot: without_texts(part) for slot, part in decision["slots"].items()}
    kept["withheld"] = [without_texts(part) for part in decision["withheld"]]
    return kept


def differences(first: Any, second: Any, path: str = "") -> list[str]:
    """What differs between two decisions, one line each."""
    if isinstance(first, dict) and isinstance(second, dict):
        lines: list[str] = []
        for key in dict.fromkeys([*first, *second]):
            lines += differences(first.get(key, "absent"), second.get(key, "absent"), f"{path}/{key}")
        return lines
    if isinstance(first, list) and isinstance(second, list) and path == "/withheld":
        by_block = [{entry["block"]: entry for entry in entries} for entries in (first, second)]
        return differences(by_block[0], by_block[1], path)
    return [] if first == second else [f"{path}: {first!r} and {second!r}"]
