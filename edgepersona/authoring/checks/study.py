"""What the checks of one run share: who can see a block, what is proved, how often a visitor may be interrupted."""

from __future__ import annotations

from functools import cached_property

from edgepersona.core.bundle import Bundle

from . import interruptions, service_first
from .reach import Reach
from .service_first import Progress


class Study(Reach):
    """Everything worked out about a bundle, each once and only if asked for."""

    def __init__(self, bundle: Bundle, progress: Progress = lambda step: None) -> None:
        super().__init__(bundle)
        self.progress = progress

    @cached_property
    def proofs(self) -> tuple[service_first.Proof, ...]:
        """One for each service rule."""
        return service_first.proofs(self.bundle, self.progress)

    @cached_property
    def interruptions(self) -> interruptions.WorstCase:
        """How often a visitor is interrupted at most."""
        return interruptions.worst_case(self)
