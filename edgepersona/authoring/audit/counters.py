"""Every counter that may leave a device: mode, bound, epsilon, expiry, owner."""

from __future__ import annotations

from edgepersona.core.reports import SIZE

from . import said
from .counting import KINDS
from .facts import Facts
from .page import Block, Code, Heading, Line, Paper, Paragraph, Table


def paper(facts: Facts) -> Paper:
    """The counters."""
    counting = facts.counting
    if not counting.counters:
        text = f"No counter may leave a device of {facts.bundle.site}: {counting.why_not}. Not one byte is sent."
        return Paper("counters", "Counters", "en", (Paragraph(text),))
    mode = counting.mode
    blocks: list[Block] = [
        Paragraph(
            "The closed list of what may leave a device whose visitor agreed to counting. A report carries positions "
            "in this list and no text: what is not in it cannot be sent."
        ),
        Table(
            "Terms",
            ("What", "Said"),
            (
                ("Mode", Code(mode.name)),
                ("Who must be trusted", mode.trusted),
                ("Bound", mode.bound),
                ("Epsilon", mode.epsilon),
                ("Noise", mode.noise),
                ("Size of a report", f"{SIZE} bytes, always"),
                ("Consent", said.SWITCH[facts.switches["measure"]]),
                ("Nobody is counted who", "has not agreed, or whose browser sends Global Privacy Control"),
                (
                    "Control group",
                    f"{facts.bundle.experiment.control:.0%} of the devices that agreed see the page as it is",
                ),
                ("Without fatigue", f"{facts.bundle.experiment.caps_only:.0%} of them are limited by caps alone"),
            ),
        ),
        Heading("By kind"),
        Table(
            "Counters by kind",
            ("Kind", "Counters", "Purpose", "Owner", "Expiry"),
            tuple(_kind(facts, kind) for kind in KINDS if any(c.kind == kind for c in counting.counters)),
        ),
    ]
    sensitive = [counter for counter in counting.counters if counter.sensitive]
    if sensitive:
        names = list(dict.fromkeys(name for counter in sensitive for name in counter.sensitive))
        blocks.append(
            Paragraph(
                f"{said.few(len(sensitive), 'counter')} may tell something about what is sensitive: "
                f"{said.listed(names)}. They are marked below. Special categories are never counted."
            )
        )
    blocks += [
        Heading("Every counter"),
        Table(
            "Every counter",
            ("Counter", "A one means", "Sensitive", "Mode", "Bound", "Epsilon", "Expiry", "Owner"),
            tuple(
                (
                    Code(counter.name),
                    counter.says,
                    said.listed(counter.sensitive) if counter.sensitive else "no",
                    mode.name,
                    "0 or 1",
                    mode.epsilon,
                    counter.until or "",
                    counter.owner or "",
                )
                for counter in counting.counters
            ),
        ),
    ]
    return Paper("counters", "Counters", "en", tuple(blocks))


def _kind(facts: Facts, kind: str) -> tuple[Line, ...]:
    those = [counter for counter in facts.counting.counters if counter.kind == kind]
    return kind, f"{len(those)}", KINDS[kind], those[0].owner or "", those[0].until or ""
