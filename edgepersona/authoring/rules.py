"""What one field of a persona file cannot see alone: references, and rules across fields.

Rules
1. Everything here is an error (persona-format.md, "persona.yaml"); what is merely unwise is a named check.
2. A mistake stands at the word that is wrong, and names the nearest word that would be right.
3. Blanks, left by the grammar where it found a mistake, are passed over: one mistake is said once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from edgepersona.core.bundle import OUTCOMES, TIERS
from edgepersona.core.outside import TERMS
from edgepersona.core.prepare import template

from . import condition
from .errors import Mistakes, did_you_mean, listed, quoted
from .model import Block, Persona, Question, Signal
from .tree import Node, Scalar, Source

DEVICE_EVENTS = ("asked_to_remember", "friction", "opted_out", "page_view", "visit")
"""Events the SDK itself notes, besides block outcomes."""
_DEFAULT_LACKS = ("when", "stages", "from", "until", "campaign", "relevance")


def values_of(signal: Signal) -> list[str]:
    """Every value a signal can take, in file order."""
    return list(dict.fromkeys([*(signal.values or {}), *(signal.bins or {})]))


def check(source: Source, persona: Persona, mistakes: Mistakes) -> None:
    """Note everything that is wrong with a persona file whose grammar was read."""
    _Rules(source, persona, mistakes).run()


class _Rules:
    def __init__(self, source: Source, persona: Persona, mistakes: Mistakes) -> None:
        self.source, self.persona, self.say = source, persona, mistakes.say
        self.known = {name: values_of(signal) for name, signal in persona.signals.items()}
        tags = [language.lower() for language in persona.languages]
        self.tongues = persona.languages if all(tags) and len(set(tags)) == len(tags) else []
        self.doubtful: set[str] = set()
        """Slots of whose blocks nobody can tell which one is the default."""
        self.goals = {block.goal for block in persona.blocks.values() if block.goal}

    def run(self) -> None:
        self.languages()
        for name, signal in self.persona.signals.items():
            self.signal(name, signal)
        for name, question in self.persona.questions.items():
            self.question(name, question)
        self.campaigns()
        self.journey()
        self.slots()
        for name, block in self.persona.blocks.items():
            self.block(name, block)
        self.silence()
        self.measuring()
        self.outside()

    # --- references ---

    def refer(self, node: Node, what: str, name: str | None, known: Collection[str]) -> None:
        """A name that must be one of the known ones."""
        if name and name not in known:
            allowed = f"; known here: {listed(list(known))}" if known else "; none is listed in this file"
            self.say(node, f"unknown {what} {quoted(name)}{allowed}{did_you_mean(name, known)}")

    def value(self, signal: str, node: Node, value: str) -> None:
        if self.known.get(signal):
            self.refer(node, f"value of {quoted(signal)}:", value, self.known[signal])

    def condition(self, *path: str | int) -> None:
        for signal, values in condition.mentions(self.source.value(*path)):
            self.refer(signal, "signal", signal.text, self.known)
            for value in values:
                self.value(signal.text, value, value.text)

    def weights(self, signals: Collection[str], *path: str | int) -> None:
        """The keys of a map of signal → value → weight."""
        for signal in signals:
            self.refer(self.source.where(*path, signal), "signal", signal, self.known)
            inner = self.source.value(*path, signal)
            for value in getattr(inner, "entries", {}):
                self.value(signal, self.source.where(*path, signal, value), value)

    def spoken(self, languages: Collection[str], *path: str | int) -> None:
        """The keys of a map by language."""
        for language in languages if self.tongues else ():
            self.refer(self.source.where(*path, language), "language", language, self.tongues)

    # --- sections ---

    def languages(self) -> None:
        seen: set[str] = set()
        for n, language in enumerate(self.persona.languages):
            if language.lower() in seen and language not in self.persona.languages[:n]:
                self.say(self.source.where("languages", n), f"{quoted(language)} stands twice in this list")
            seen.add(language.lower())

    def signal(self, name: str, signal: Signal) -> None:
        at = ("signals", name)
        where = self.source.where
        self.spoken(signal.label, *at, "label")
        for value, words in (signal.values or {}).items():
            self.spoken(words, *at, "values", value)
        if signal.tier not in TIERS:
            return
        if signal.tier == "sensitive":
            if signal.optin is False:
                self.say(where(*at), f"expected optin: true, because {quoted(name)} is sensitive")
            if signal.counts is not None or signal.bins is not None:
                self.say(
                    where(*at), "a sensitive signal's value comes from an answer or the account, never from counting"
                )
                return
        else:
            for key, given in (("optin", signal.optin), ("special", signal.special)):
                if given is True:
                    self.say(where(*at, key), f"{key}: true goes with tier: sensitive only")
        if signal.tier == "usage" and signal.counts is None:
            self.say(where(*at), "expected the key “counts”: a usage signal counts an event")
        if (signal.counts is None) != (signal.bins is None) or (signal.tier == "usage" and signal.bins is None):
            missing = "bins" if signal.bins is None else "counts"
            self.say(where(*at), f"expected the key “{missing}” too: counts and bins go together")
        if signal.tier != "usage" and not signal.values and signal.bins is None:
            self.say(where(*at), "expected the key “values”: every value it can take, each with its words")
        self.bins(at, signal)

    def bins(self, at: tuple[str, str], signal: Signal) -> None:
        if signal.counts is not None and signal.counts.event in OUTCOMES:
            event = self.source.value(*at, "counts", "event")
            self.say(event, f"counts may not name a block outcome, found {quoted(signal.counts.event)}")
        if signal.values and signal.bins:
            inner, outer = ("values", "bins") if signal.tier == "usage" else ("bins", "values")
            known = signal.bins if signal.tier == "usage" else signal.values
            for value in signal.values if signal.tier == "usage" else signal.bins:
                self.refer(self.source.where(*at, inner, value), f"value, not among {outer}:", value, list(known))
        bounds: dict[int, str] = {}
        for value, least in (signal.bins or {}).items():
            if least in bounds:
                node = self.source.value(*at, "bins", value)
                self.say(node, f"expected a bound of its own, found that of {quoted(bounds[least])}")
            bounds[least] = value

    def question(self, name: str, question: Question) -> None:
        at = ("questions", name)
        self.refer(self.source.value(*at, "signal"), "signal", question.signal, self.known)
        self.spoken(question.ask, *at, "ask")
        self.spoken(question.why, *at, "why")
        self.fallback(question.ask, *at, "ask")

    def fallback(self, words: Collection[str], *path: str | int) -> None:
        if self.tongues and self.tongues[0] not in words:
            first = quoted(self.tongues[0])
            self.say(self.source.where(*path), f"expected a text in the fallback language {first}")

    def campaigns(self) -> None:
        for name, campaign in self.persona.campaigns.items():
            at = ("campaigns", name)
            for signal, value in campaign.sets.items():
                where = self.source.where(*at, "sets", signal)
                self.refer(where, "signal", signal, self.known)
                self.value(signal, self.source.value(*at, "sets", signal), value)
                if signal in self.known and self.persona.signals[signal].tier == "sensitive":
                    self.say(where, f"a campaign cannot set {quoted(signal)}: it is sensitive")
            if campaign.sets and not campaign.match:
                self.say(self.source.where(*at), "expected the key “match”: what sets something must match something")
            if campaign.from_ and campaign.until and campaign.until < campaign.from_:
                self.say(self.source.value(*at, "until"), f"expected a day from {campaign.from_} on")

    def journey(self) -> None:
        lists: Iterator[tuple[str, list[str]]] = iter(
            (
                ("stages", [stage.id for stage in self.persona.stages]),
                ("segments", [segment.id for segment in self.persona.segments]),
            )
        )
        for section, ids in lists:
            for n, name in enumerate(ids):
                if name and name in ids[:n]:
                    self.say(self.source.value(section, n, "id"), f"the id {quoted(name)} stands twice in {section}")
                self.condition(section, n, "when")

    def slots(self) -> None:
        for name, slot in self.persona.slots.items():
            if not slot.default:
                continue
            self.doubtful.add(name)
            node = self.source.value("slots", name, "default")
            if slot.kind == "interrupt":
                self.say(node, "an interrupt has no default: it shows a block or nothing")
                continue
            self.refer(node, "block", slot.default, self.persona.blocks)
            block = self.persona.blocks.get(slot.default)
            if block is not None and block.slot == name:
                self.doubtful.discard(name)
            if block is not None and block.slot and block.slot != name:
                self.say(node, f"expected a block of this slot; {quoted(slot.default)} stands in {quoted(block.slot)}")

    # --- blocks ---

    def block(self, name: str, block: Block) -> None:
        at = ("blocks", name)
        value = self.source.value
        self.refer(value(*at, "slot"), "slot", block.slot, self.persona.slots)
        self.refer(value(*at, "campaign"), "campaign", block.campaign, self.persona.campaigns)
        self.refer(value(*at, "question"), "question", block.question, self.persona.questions)
        stages = [stage.id for stage in self.persona.stages]
        for n, stage in enumerate(block.stages or ()):
            self.refer(value(*at, "stages", n), "stage", stage, stages)
        self.condition(*at, "when")
        self.weights(block.relevance, *at, "relevance")
        self.spoken(block.text, *at, "text")
        self.spoken(block.because, *at, "because")
        self.fallback(block.text, *at, "text")
        if block.class_ == "question" and block.question is None:
            self.say(self.source.where(*at), "expected the key “question”: a block of class question names one")
        if block.class_ and block.class_ != "question" and block.question is not None:
            self.say(self.source.where(*at, "question"), "only a block of class question asks one")
        names = self.placeholders(name, block)
        slot = self.persona.slots.get(block.slot)
        misspelt = set(getattr(value(*at), "entries", {})) - set(Block.__struct_encode_fields__)
        if slot is not None and slot.default == name and slot.kind == "inline":
            self.default(name, block)
        elif not block.relevance and (not block.because or names) and not misspelt and block.slot not in self.doubtful:
            why = "a block without relevance needs a because without placeholders"
            self.say(self.source.where(*at, "because"), why)

    def placeholders(self, name: str, block: Block) -> set[str]:
        """The signals a block's `because` names."""
        names: set[str] = set()
        for language, sentence in block.because.items():
            node = self.source.value("blocks", name, "because", language)
            for words, signal in template(sentence):
                if "{" in words or "}" in words:
                    self.say(node, "braces stand around a signal's id only, as in {crm}")
                if signal is not None:
                    names.add(signal)
                    self.refer(node, "signal in braces:", signal, self.known)
        return names

    def default(self, name: str, block: Block) -> None:
        at = ("blocks", name)
        if block.class_ not in ("content", "service", ""):
            node = self.source.value(*at, "class")
            self.say(node, f"a default block is of class content or service, found {quoted(block.class_)}")
        entries = getattr(self.source.value(*at), "entries", {})
        for key in _DEFAULT_LACKS:
            if key in entries and entries[key].value and not _is_empty(entries[key].value):
                self.say(self.source.where(*at, key), f"a default block has no {key}: it is for everyone, always")
        missing = [language for language in self.tongues if language not in block.text]
        if missing:
            node = self.source.where(*at, "text")
            self.say(node, f"a default block needs a text in every language; missing: {listed(missing)}")

    # --- silence and measuring ---

    def silence(self) -> None:
        silence = self.persona.silence
        self.weights(silence.fatigue.pressure, "silence", "fatigue", "pressure")
        for n, cap in enumerate(silence.caps):
            at = ("silence", "caps", n)
            scopes = [
                name for name, of in (("class", cap.class_), ("block", cap.block), ("slot", cap.slot)) if of is not None
            ]
            if len(scopes) != 1:
                found = listed(scopes) or "none"
                self.say(self.source.where(*at), f"expected exactly one of class, block and slot, found {found}")
            self.refer(self.source.value(*at, "block"), "block", cap.block, self.persona.blocks)
            self.refer(self.source.value(*at, "slot"), "slot", cap.slot, self.persona.slots)
        for n, rule in enumerate(silence.service_first):
            self.condition("silence", "service_first", n, "when")
            if "service" in rule.pauses:
                node = self.source.value("silence", "service_first", n, "pauses", rule.pauses.index("service"))
                self.say(node, "service is never paused: it is what comes first")

    def measuring(self) -> None:
        experiment = self.persona.experiment
        if experiment.control + experiment.caps_only > 1:
            self.say(self.source.where("experiment"), "expected control and caps_only to be at most 1 together")
        builtin = [*OUTCOMES, *DEVICE_EVENTS]
        for n, name in enumerate(self.persona.measure.guardrails):
            near = did_you_mean(name, builtin)
            if name and name not in builtin and name not in self.events() and near:
                node = self.source.value("measure", "guardrails", n)
                if isinstance(node, Scalar):
                    self.say(node, f"unknown event {quoted(name)}; known here: {listed(builtin)}{near}")

    def outside(self) -> None:
        for source, purposes in self.persona.consent.outside.items():
            for purpose, grant in purposes.items():
                at = ("consent", "outside", source, purpose)
                self.spoken(grant.quote, *at, "quote")
                self.fallback(grant.quote, *at, "quote")
                for n, term in enumerate(grant.needs):
                    if source in TERMS and term:
                        self.refer(self.source.value(*at, "needs", n), "term", term, TERMS[source])

    def events(self) -> set[str]:
        """Events of the page's own that the file names."""
        counted = {signal.counts.event for signal in self.persona.signals.values() if signal.counts is not None}
        return {*counted, *self.goals, *self.persona.measure.conversions}


def _is_empty(node: Node) -> bool:
    entries, items = getattr(node, "entries", None), getattr(node, "items", None)
    return entries == {} or items == ()
