"""Decisions as sentences, for the person at a terminal. Rule: it says what the printed JSON and the trace say, nothing
else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from edgepersona.core.bundle import Bundle

from .errors import printable


def decision(bundle: Bundle, printed: dict[str, Any], trace: Sequence[dict[str, Any]] = ()) -> str:
    """A printed decision (persona-format.md, "Decision") as lines of text. `trace`: of core/why.py, for what would
    change a silence."""
    return "\n".join(_lines(bundle, printed, {entry["block"]: entry for entry in trace}))


def about(printed: dict[str, Any]) -> Iterator[str]:
    """Whom a printed decision is about, and when."""
    yield f"At {printed['now']}, in {printed['language']}, for a visitor of the {printed['arm']} group:"
    known = [f"{name} {printed[name]}" for name in ("stage", "segment") if printed[name] is not None]
    yield f"  {', '.join([*known, f'fatigue {_number(printed["fatigue"])}'])}"


def slot(bundle: Bundle, printed: dict[str, Any], name: str) -> Iterator[str]:
    """What one slot of a printed decision shows, and why."""
    chosen = printed["slots"][name]
    titles = {block.id: block.text.get(printed["language"], {}).get("title", "") for block in bundle.blocks}
    yield f"{name}: {_shown(chosen, titles)}"
    if chosen.get("because"):
        yield f"  {printable(chosen['because'])}"
    for term in chosen.get("terms", ()):
        yield f"  {adds(term['adds'], term['signal'], term['value'], term['tier'])}"
    if "utility" in chosen:
        yield f"  utility {_number(chosen['utility'])}"
    if "reason" in chosen:
        yield f"  {_why(chosen)}"


def held(entry: dict[str, Any]) -> str:
    """Why one block of a printed decision was withheld."""
    return f"{entry['block']} ({entry['slot']}): {_why(entry)}"


def adds(amount: float, signal: str, value: str, tier: str) -> str:
    """One term of a utility."""
    return f"{_number(amount, signed=True)} for {signal} = {value} ({tier})"


def _lines(bundle: Bundle, printed: dict[str, Any], traced: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield from about(printed)
    for name in printed["slots"]:
        yield ""
        yield from slot(bundle, printed, name)
    if "ghost" in printed:
        yield ""
        yield "A treated visitor would have seen:"
        for name, block in printed["ghost"].items():
            yield f"  {name}: {block or 'nothing'}"
    if printed["withheld"]:
        yield ""
        yield "Withheld:"
        for entry in printed["withheld"]:
            yield f"  {held(entry)}"
            if "change" in traced.get(entry["block"], {}):
                yield f"    {printable(traced[entry['block']]['change']['text'])}"


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
