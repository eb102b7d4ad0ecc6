"""JSON from outside, no deeper than ours.

Rules
1. A parser goes one call deeper with each bracket, and the interpreter in a browser has little room for that: where it
   ends, Python ends with it, not with an exception. So the depth is known before anything is parsed.
2. Brackets in strings count like others: no name, value or number of ours has one.
"""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 16
_REST = re.compile(r"[^][{}]+")


def loads(text: str) -> Any:
    """What a JSON text says. Raises ValueError for another text, or one that is nested deeper than DEEPEST."""
    left = _REST.sub("", text)
    for _ in range(DEEPEST):
        left = left.replace("[]", "").replace("{}", "")
    if left:
        raise ValueError("nested too deeply, or not closed")
    return json.loads(text)
