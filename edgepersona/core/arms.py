"""Which comparison group a device is in. Rule: a pure function of site and seed (persona-format.md,
"Decision"); a device draws only once counting was agreed to, and before that it is treated, uncounted."""

from __future__ import annotations

import hashlib


def draw(site: str, seed: int | str, control: float, caps_only: float) -> str:
    """treated | control | caps_only, with the given shares (fractions of 1)."""
    point = int.from_bytes(hashlib.sha256(f"{site}:{seed}:arm".encode()).digest()[:8], "big") / 2**64
    if point < control:
        return "control"
    return "caps_only" if point < control + caps_only else "treated"
