"""Counter lists as the collector knows them: what `edgepersona build` wrote to counters.json, checked.

Rules
1. A schema is a site and its list of counters, named by the fingerprint that reports carry. A file whose
   fingerprint is not that of its own list is refused: its reports would be added to other counters.
2. Only mode `central` is collected.

This module knows nothing of stores or of the network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from edgepersona.core import counters
from edgepersona.core.errors import LocalError
from edgepersona.core.moment import ARMS

FORMAT = 1
MODE = "central"
MOST_COUNTERS = 0xFFFF
"""Positions travel in two bytes, of which 0xFFFF means unused."""
_SITE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Schema:
    site: str
    fingerprint: bytes
    """8 bytes, see `core.counters.fingerprint`."""
    arms: tuple[str, ...]
    conversions: tuple[str, ...]
    guardrails: tuple[str, ...]
    counters: tuple[str, ...]
    """Names, in the order of their positions."""

    def plain(self) -> dict[str, Any]:
        """What `parse` takes: plain data, ready for JSON."""
        return {
            "format": FORMAT,
            "site": self.site,
            "schema": self.fingerprint.hex(),
            "mode": MODE,
            "arms": list(self.arms),
            "conversions": list(self.conversions),
            "guardrails": list(self.guardrails),
            "counters": list(self.counters),
        }


def parse(raw: object) -> Schema:
    """A Schema from the parsed JSON of a counters.json. Raises LocalError, saying what was expected."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise LocalError(f"a counter list is a JSON object of format {FORMAT}")
    if raw.get("mode") != MODE:
        raise LocalError(f"a counter list is of mode {MODE}: no other is collected")
    site, named = raw.get("site"), raw.get("schema")
    if not isinstance(site, str) or _SITE.fullmatch(site) is None:
        raise LocalError("a counter list names its site: up to 40 of a-z, 0-9 and -")
    entries = _names(raw, "counters")
    if not 1 <= len(entries) <= MOST_COUNTERS:
        raise LocalError(f"a counter list has 1 to {MOST_COUNTERS} counters")
    fingerprint = counters.fingerprint(site, entries)
    if not isinstance(named, str) or _FINGERPRINT.fullmatch(named) is None or named != fingerprint.hex():
        raise LocalError(f"the counter list of {site} has the fingerprint {fingerprint.hex()}, not the one it states")
    arms, conversions, guardrails = (_names(raw, key) for key in ("arms", "conversions", "guardrails"))
    compared = [counters.exposed(arm) for arm in arms]
    compared += [counters.converted(arm, goal) for arm in arms for goal in conversions]
    compared += [counters.guardrail(arm, name) for arm in arms for name in guardrails]
    if arms != ARMS or not set(compared) <= set(entries):
        raise LocalError(f"a counter list has the arms {', '.join(ARMS)}, and each arm's conversions and guardrails")
    return Schema(site, fingerprint, arms, conversions, guardrails, entries)


def _names(raw: dict[str, Any], key: str) -> tuple[str, ...]:
    value = raw.get(key)
    if not isinstance(value, list) or not all(isinstance(name, str) and name and "\n" not in name for name in value):
        raise LocalError(f"a counter list has {key}: a list of names")
    if len(set(value)) != len(value):
        raise LocalError(f"the {key} of a counter list are distinct")
    return tuple(value)
