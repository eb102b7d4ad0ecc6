"""What a persona file says about data, worked out once for all papers.

Rules
1. Derived from the compiled file alone, in its order; answers of a person add owners, dates and narrower categories.
2. What the engine does counts, not what a key is called: account values never outlive a visit, whatever `keep` says;
   `special` ones are never stored; an event that is also a goal is held as long as silence needs it.
3. A switch of an audience that is not adults is what it can become, not what the file wishes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edgepersona.core.bundle import SOURCES, VISIT, Bundle, OutsideGrant, Signal, Text, digest, encode
from edgepersona.core.conditions import signals_named
from edgepersona.core.consent import LASTING, default
from edgepersona.core.keeping import longest_kept
from edgepersona.core.outbox import EXPIRES, MOST_SENT
from edgepersona.core.prepare import Prepared, prepare

from . import said, taxonomy
from .answers import Answers
from .counting import Counting, counting

VISIT_STORE = "visit (session storage of the tab)"
MEMORY_STORE = "memory (sealed in IndexedDB), only if remembering was agreed to; else visit"
PAGE_STORE = "the page’s own memory; never stored"
CHOICE_STORE = "choice (local storage)"
OUTBOX_STORE = "outbox (sealed in IndexedDB)"


@dataclass(frozen=True, slots=True)
class Origin:
    """One way in which a signal gets a value."""

    source: str
    """account | answer | usage | campaign"""
    how: str
    switch: str
    """on | ask | off: the source's switch before the visitor touches it."""
    store: str
    kept: int
    """ms at most; VISIT: until the visit ends."""
    needed: int
    """ms for which the event behind it is held for silence's sake, if that is longer; else 0."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a signal is used for: `kind` is a block class, stage, segment, service rule or fatigue; `names` are ids."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Datum:
    """One signal of the catalogue."""

    id: str
    tier: str
    purpose: str
    label: Text
    values: tuple[tuple[str, Text], ...]
    keep: int
    sensitive: bool
    special: bool
    origins: tuple[Origin, ...]
    uses: tuple[Use, ...]
    counted: bool
    """Whether some counter may tell about it."""
    category: str
    data_uses: tuple[str, ...]
    terms: tuple[str, ...]
    purposes: tuple[str, ...]
    """DPV terms: what the data are, where from; what they are for."""
    subject: str


@dataclass(frozen=True, slots=True)
class Held:
    """Something a device may hold beside signals."""

    what: str
    purpose: str
    store: str
    kept: str
    category: str


@dataclass(frozen=True, slots=True)
class Facts:
    bundle: Bundle
    digest: str
    data: tuple[Datum, ...]
    held: tuple[Held, ...]
    switches: dict[str, str]
    """Source, remember, measure → on | ask | off, as it can stand for this audience."""
    grants: tuple[OutsideGrant, ...]
    retention: int
    """How long block outcomes are held, ms."""
    counting: Counting
    answers: Answers

    @property
    def adults(self) -> bool:
        return self.bundle.audience == "adults"

    @property
    def sensitive(self) -> tuple[Datum, ...]:
        return tuple(datum for datum in self.data if datum.sensitive)

    @property
    def account(self) -> tuple[Datum, ...]:
        """Signals whose values a system of the site's has to give."""
        return tuple(d for d in self.data if any(origin.source == "account" for origin in d.origins))

    @property
    def unasked(self) -> tuple[str, ...]:
        """The sources that are used before anybody asked: on from the start, and something comes from them."""
        coming = {origin.source for datum in self.data for origin in datum.origins if not datum.sensitive}
        return tuple(source for source in SOURCES if self.switches[source] == "on" and source in coming)


def facts(bundle: Bundle, answers: Answers) -> Facts:
    """The facts of a compiled file."""
    prepared = prepare(bundle)
    switches = {key: default(bundle, key) for key in (*SOURCES, *LASTING)}
    counted = counting(bundle, answers)
    return Facts(
        bundle,
        digest(encode(bundle)),
        tuple(_datum(prepared, signal, switches, counted, answers) for signal in bundle.signals),
        tuple(_held(prepared, counted)),
        switches,
        bundle.consent.outside,
        prepared.retention,
        counted,
        answers,
    )


def _datum(prepared: Prepared, signal: Signal, switches: dict[str, str], counted: Counting, answers: Answers) -> Datum:
    origins = tuple(_origins(prepared, signal, switches))
    uses = tuple(_uses(prepared.bundle, signal.id))
    leaves = signal.id in counted.tells
    kinds = [use.kind if use.kind in taxonomy.USE else "silence" if use.kind in _QUIET else "content" for use in uses]
    used = list(dict.fromkeys([*kinds, *(["measure"] if leaves else [])]))
    tiers = {signal.tier, *(origin.source for origin in origins)} - (
        {"account"} if signal.tier == "sensitive" and len(origins) > 1 else set()
    )
    terms = [term for tier in taxonomy.DATA_TERMS if tier in tiers for term in taxonomy.DATA_TERMS[tier]]
    terms += [taxonomy.SPECIAL_TERM] if signal.special else []
    terms += [taxonomy.SOURCE_TERMS[origin.source] for origin in origins]
    return Datum(
        id=signal.id,
        tier=signal.tier,
        purpose=signal.purpose,
        label=signal.label,
        values=tuple((value, signal.values.get(value, {})) for value in signal.all_values),
        keep=signal.keep,
        sensitive=signal.tier == "sensitive",
        special=signal.special,
        origins=origins,
        uses=uses,
        counted=leaves,
        category=answers.categories.get(signal.id) or taxonomy.CATEGORY[signal.tier],
        data_uses=tuple(dict.fromkeys(taxonomy.USE[kind] for kind in used)),
        terms=tuple(dict.fromkeys(terms)),
        purposes=tuple(dict.fromkeys(taxonomy.PURPOSE_TERMS[kind] for kind in used)),
        subject=taxonomy.SUBJECTS["account" if signal.tier == "account" else None],
    )


def _origins(prepared: Prepared, signal: Signal, switches: dict[str, str]) -> Iterator[Origin]:
    bundle = prepared.bundle
    lasting = signal.keep != VISIT and switches["remember"] != "off"
    store = PAGE_STORE if signal.special else MEMORY_STORE if lasting else VISIT_STORE
    here = PAGE_STORE if signal.special else VISIT_STORE
    kept = signal.keep if lasting and not signal.special else VISIT
    asked = [question for question in bundle.questions if question.signal == signal.id]
    if signal.tier == "account" or (signal.tier == "sensitive" and not asked):
        yield Origin("account", "the page passes on what the account says", switches["account"], here, VISIT, 0)
    for question in asked:
        how = f"the visitor answers the question {question.id}"
        yield Origin("answer", how, switches["answer"], store, kept, 0)
    if signal.event is not None and signal.tier != "sensitive":
        window = signal.within if signal.within is not None else signal.keep
        how = f"the page counts the event {signal.event} within {said.span(window)}"
        needed = longest_kept(prepared, signal.event, None) if signal.event in bundle.goals else 0
        held = needed if needed > signal.keep and switches["remember"] != "off" else 0
        yield Origin("usage", how, switches["usage"], store, kept, held)
    for campaign in bundle.campaigns if signal.tier != "sensitive" else ():
        if signal.id in campaign.sets:
            match = " and ".join(f"{name} = {said.listed(accepted, 'or')}" for name, accepted in campaign.match)
            when = said.dates(campaign.start, campaign.end)
            how = f"links of the campaign {campaign.id} ({match or 'no parameters: never'}; {when})"
            yield Origin("campaign", how, switches["campaign"], VISIT_STORE, VISIT, 0)


def _uses(bundle: Bundle, signal: str) -> Iterator[Use]:
    for kind in ("content", "promotion", "service", "question"):
        names = [
            block.id
            for block in bundle.blocks
            if block.kind == kind
            and (signal in signals_named(block.when) or any(name == signal for name, _, _ in block.relevance))
        ]
        if names:
            yield Use(kind, tuple(names))
    for kind, those in (("stage", bundle.stages), ("segment", bundle.segments)):
        names = [one.id for one in those if signal in signals_named(one.when)]
        if names:
            yield Use(kind, tuple(names))
    pausing = [rule for rule in bundle.silence.service_first if signal in signals_named(rule.when)]
    if pausing:
        yield Use("service rule", tuple(dict.fromkeys(kind for rule in pausing for kind in rule.pauses)))
    if any(name == signal for name, _, _ in bundle.silence.fatigue.pressure):
        yield Use("fatigue", ())


_QUIET = ("service rule", "fatigue")


def _held(prepared: Prepared, counted: Counting) -> Iterator[Held]:
    bundle, category = prepared.bundle, taxonomy.HELD_CATEGORY
    remember = bundle.consent.remember != "off"
    lasting = MEMORY_STORE if remember else VISIT_STORE
    kept = said.span(prepared.retention) if remember else said.A_VISIT
    quiet = "know when to stay silent"
    yield Held(
        "the visitor’s switches, opt-ins and “ask me less”, with who said so; no identifier",
        "do what the visitor chose",
        CHOICE_STORE,
        "until the visitor deletes them; a “no” to remembering stands for 180 days; marks of forgetting and of "
        "signing out go after a day",
        category["choice"],
    )
    yield Held("when the visit and its page views began", quiet, VISIT_STORE, said.A_VISIT, category["frame"])
    yield Held(
        f"what happened to blocks: {said.listed(said.OUTCOMES.values())}", quiet, lasting, kept, category["outcome"]
    )
    yield Held("signs of annoyance on the page (friction)", quiet, lasting, kept, category["outcome"])
    if bundle.goals:
        goals = said.listed(sorted(bundle.goals))
        yield Held(f"goals reached: {goals}", "not to ask for what was done", lasting, kept, category["outcome"])
    yield Held("a receipt of each decision", "every decision can be checked", lasting, kept, category["receipt"])
    yield Held(
        "ids of the blocks the next first view would show",
        "show them at once",
        "local storage, only if remembering was agreed to, and session storage" if remember else VISIT_STORE,
        "as long as what they rest on",
        category["frame"],
    )
    if counted.counters:
        yield Held(
            "a random seed and the comparison group drawn from it",
            "keep the device in one group",
            OUTBOX_STORE,
            "until counting is withdrawn; never sent, but for the group’s own counters",
            category["seed"],
        )
        yield Held(
            f"what was counted today, reports that wait, and the last {MOST_SENT} that were sent",
            "one report a day, and its proof",
            OUTBOX_STORE,
            f"a waiting report {said.span(EXPIRES)}; the rest until counting is withdrawn",
            category["report"],
        )
