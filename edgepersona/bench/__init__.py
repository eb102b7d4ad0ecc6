"""The project's own measurements: targets, met or not, with peers beside them where they are installed."""

from __future__ import annotations

from pathlib import Path

from edgepersona.core.errors import LocalError

DEMO = Path(__file__).resolve().parent.parent.parent / "web_demo" / "persona.yaml"


def demo() -> str:
    """The demo's persona file, which comes with the source. Raises LocalError where it is not there."""
    if not DEMO.is_file():
        raise LocalError("the demo's file comes with the source only; name one: edgepersona bench decide persona.yaml")
    return str(DEMO)
