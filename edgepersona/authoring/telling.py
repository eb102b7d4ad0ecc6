"""Decisions as sentences, for the person at a terminal. Rule: it says what the printed JSON says, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from edgepersona.core.bundle import Bundle

from .errors import printable


def decision(bundle: Bundle, printed: dict[str, Any]) -> str:
    """A printed decision (persona-format.md, "Decision") as lines of text."""
    return "\n".join(_lines(bundle, printed))


def _lines(bundle: Bundle, printed: dict[str, Any]) -> Iterator[str]:
    titles = {block.id: block.text.get(printed["language"], {}).get("title", "") for block in bundle.blocks}
    yield f"At {printed['now']}, in {printed['language']}, for a visitor of the {printed['arm']} group:"
    about = [f"{name} {printed[name]}" for name in ("stage", "segment") if printed[name] is not None]
    yield f"  {', '.join([*about, f'fatigue {_number(printed["fatigue"])}'])}"
    for slot, chosen in printed["slots"].items():
        yield ""
        yield f"{slot}: {_shown(chosen, titles)}"
        if chosen.get("because"):
            yield f"  {printable(chosen['because'])}"
        for term in chosen.get("terms", ()):
            yield f"  {_number(term['adds'], signed=True)} for {term['signal']} = {term['value']} ({term['tier']})"
        if "utility" in chosen:
            yield f"  utility {_number(chosen['utility'])}"
        if "reason" in chosen:
            yield f"  {_why(chosen)}"
    if "ghost" in printed:
        yield ""
        yield "A treated visitor would have seen:"
        for slot, block in printed["ghost"].items():
            yield f"  {slot}: {block or 'nothing'}"
    if printed["withheld"]:
        yield ""
        yield "Withheld:"
        for held in printed["withheld"]:
            yield f"  {held['block']} ({held['slot']}): {_why(held)}"


def _shown(chosen: dict[str, Any], titles: dict[str, str]) -> str:
    if chosen["block"] is None:
        return "nothing"
    title = titles.get(chosen["block"], "")
    default = ", the default" if chosen.get("default") else ""
    return f"{chosen['block']}{f' “{printable(title)}”' if title else ''}{default}"


def _why(said: dict[str, Any]) -> str:
    by = f" by {said['by']}" if "by" in said else ""
    until = f" Until {said['until']}." if said["until"] is not None else ""
    return f"{said['reason']}{by}: {said['text']}{until}"


def _number(value: float, signed: bool = False) -> str:
    return f"{value:+g}" if signed else f"{value:g}"
