"""What is held, sent and waiting, as plain data for the privacy panel: every item with where it came from,
what for, and until when.

Rules
1. Nothing held is left out, nothing is softened: what the stores hold is what is listed.
2. Words come from the file (labels, purposes) and the SDK's own sentences, in the page's language.
"""

from __future__ import annotations

from typing import Any

from . import counters, leaving, outside, reports
from .bundle import SOURCES, VISIT, Bundle, Signal
from .consent import LASTING, STANDS, default
from .fatigue import LOST
from .keeping import longest_kept
from .moment import Arrival
from .outbox import counter_table
from .situation import Situation
from .state import State
from .stores import Trail
from .timeline import PAGE_VIEW_EVENT, VISIT_EVENT
from .times import DAY, format_day
from .wording import words


def held(state: State, s: Situation) -> dict[str, Any]:
    """Consent, comparison group, fatigue in words, and each item held."""
    bundle = state.prepared.bundle
    tired = s.tired.at(s.now)
    level = "high" if tired >= bundle.silence.fatigue.stop else "some" if tired >= 0.2 else "none"
    trails = {"visit": state.visit, "memory": state.memory, "page": state.private}
    return {
        "consent": {
            "personalise": {tier: _switch(state, s, tier, tier in state.standing.personalise) for tier in SOURCES},
            "remember": _switch(state, s, "remember", state.standing.remember),
            "measure": _switch(state, s, "measure", state.standing.measure),
            "quiet": state.choice.quiet,
            "optin": [
                {
                    "signal": signal.id,
                    "label": _said(signal.label, s.language),
                    "on": signal.id in state.choice.optin,
                }
                for signal in bundle.signals
                if signal.tier == "sensitive" and bundle.audience == "adults"
            ],
        },
        "arm": state.outbox.arm,
        "fatigue": {"level": level, "text": words(bundle, s.language, f"fatigue-{level}")},
        "items": [item for store, trail in trails.items() for item in items(state, s, store, trail)],
        # A store is mended with the first write after it was found damaged; what tells of it stays.
        "lost": max(state.lost, sum(event.event == LOST for trail in trails.values() for event in trail.events)),
    }


def forget_item(state: State, item: str) -> bool:
    """Delete one listed item from its store. False if there is no such item."""
    store, _, rest = item.partition(":")
    kind, _, key = rest.partition(":")
    trail = {"visit": state.visit, "memory": state.memory, "page": state.private}.get(store)
    if trail is None:
        return False
    before = _extent(trail)
    if kind == "answer" and key in trail.answers:
        state.answer(state.prepared.signals[key], None)
    elif kind == "account":
        trail.account.pop(key, None)
    elif kind == "event":
        event, _, block = key.partition(":")
        trail.events = [e for e in trail.events if not (e.event == event and (e.block or "") == block)]
        if event in (PAGE_VIEW_EVENT, VISIT_EVENT):
            leaving.forget_beginnings(state)
    elif kind == "campaign":
        trail.arrivals = [a for a in trail.arrivals if key not in a.campaigns]
    elif kind == "receipts":
        trail.receipts.keep(lambda receipt: False)
        return True  # they may have gone with something else that was deleted
    return before != _extent(trail)


def _extent(trail: Trail) -> tuple[int, ...]:
    parts = (trail.events, trail.answers, trail.account, trail.arrivals)
    return tuple(len(part) for part in parts)


def forget_signal(state: State, signal: Signal) -> None:
    """Delete what any store holds of a signal, from whatever source."""
    state.answer(signal, None)
    state.account(signal, None)
    sets = {campaign.id for campaign in state.prepared.bundle.campaigns if signal.id in campaign.sets}
    for trail in (state.visit, state.memory):
        trail.events = [e for e in trail.events if e.block or e.event != signal.event]
        trail.arrivals = [Arrival(a.at, tuple(c for c in a.campaigns if c not in sets)) for a in trail.arrivals]


def waiting(state: State, s: Situation) -> dict[str, Any]:
    """What waits to be sent, byte-exact, and what was counted today."""
    table = frozenset(counter_table(state.prepared.bundle))
    elsewhere = words(state.prepared.bundle, s.language, "counted-elsewhere")
    return {
        "waiting": [
            {
                "id": w.id,
                "day": _day(w.day),
                "bytes": len(w.body),
                "hex": w.body.hex(),
                "says": says(s, w.body),
            }
            for w in state.outbox.waiting
        ],
        "today": [sentence(s, mark) if mark in table else elsewhere for mark in state.outbox.marks],
        "due": state.outbox.next,
    }


def sent(state: State, s: Situation) -> dict[str, Any]:
    """What was sent, byte-exact, and the ledger: made = acknowledged + waiting + dropped."""
    box = state.outbox
    return {
        "sent": [
            {
                "at": e.at,
                "day": _day(e.day),
                "bytes": len(e.body),
                "hex": e.body.hex(),
                "says": says(s, e.body),
            }
            for e in box.sent
        ],
        "ledger": {
            "made": box.made,
            "acknowledged": box.acknowledged,
            "waiting": len(box.waiting),
            "dropped": box.dropped,
        },
    }


def says(s: Situation, body: bytes) -> list[str]:
    """A report in plain words: one sentence for each counter it adds to."""
    table, report, bundle = counter_table(s.prepared.bundle), reports.decode(body), s.prepared.bundle
    if report.schema != counters.fingerprint(bundle.site, table):
        return [words(bundle, s.language, "counted-elsewhere")]
    return [sentence(s, table[p]) for p in report.positions]


def sentence(s: Situation, counter: str) -> str:
    """One counter in plain words."""
    kind, *rest = counter.split(":")
    bundle, language = s.prepared.bundle, s.language
    if kind == "arm" and rest[1] == "exposed":
        return words(bundle, language, "counted-exposed")
    if kind == "arm" and rest[1] == "converted":
        return words(bundle, language, "counted-converted", goal=rest[2])
    if kind == "arm":
        return words(bundle, language, "counted-guardrail", name=_named(bundle, language, rest[2]))
    if kind == "silence":
        return words(bundle, language, "counted-silence", reason=words(bundle, language, f"reason-{rest[0]}"))
    if kind == "ghost":
        return words(bundle, language, "counted-ghost", block=rest[0])
    what = words(bundle, language, f"outcome-{rest[2]}")
    group = "" if rest[1] == counters.NO_SEGMENT else rest[1]
    return words(bundle, language, "counted-outcome", block=rest[0], segment=group, what=what)


def items(state: State, s: Situation, store: str, trail: Trail) -> list[dict[str, Any]]:
    """What one store holds, listed."""
    bundle, language, signals = state.prepared.bundle, s.language, state.prepared.signals
    found: list[dict[str, Any]] = []

    def add(
        key: str,
        source: str,
        at: int,
        keep: int,
        *,
        label: str,
        text: str | None,
        signal: str | None,
        value: str | None,
        purpose: str | None = None,
    ) -> None:
        if purpose is None:
            purpose = signals[signal].purpose if signal is not None else words(bundle, language, "purpose-silence")
        found.append(
            {
                "id": f"{store}:{key}",
                "store": store,
                "kind": key.partition(":")[0],
                "signal": signal,
                "label": label,
                "value": value,
                "text": text,
                "source": words(bundle, language, f"source-{source}"),
                "purpose": purpose,
                "at": at,
                "until": at + keep if store == "memory" and keep != VISIT else None,
            }
        )

    def named(kind: str, source: str, signal_id: str, value: str, at: int, keep: int) -> None:
        signal = signals[signal_id]
        label, text = _said(signal.label, language) or signal_id, _said(signal.values.get(value, {}), language)
        add(f"{kind}:{signal_id}", source, at, keep, label=label, text=text or value, signal=signal_id, value=value)

    for name, answer in trail.answers.items():
        named("answer", "answer", name, answer.value, answer.at, signals[name].keep)
    for name, said in trail.account.items():
        named("account", "account", name, said.value, said.at, signals[name].keep)
    for arrival in trail.arrivals:
        for campaign in arrival.campaigns:
            label = words(bundle, language, "held-campaign")
            sets = state.prepared.campaigns[campaign].sets
            add(
                f"campaign:{campaign}",
                "campaign",
                arrival.at,
                VISIT,
                label=label,
                text=campaign,
                signal=None,
                value=campaign,
                purpose=" · ".join(dict.fromkeys(signals[name].purpose for name in sets)),
            )
    by_kind: dict[tuple[str, str], list[int]] = {}
    for event in trail.events:
        by_kind.setdefault((event.event, event.block or ""), []).append(event.at)
    for (event_name, block), times in by_kind.items():
        counted = next((x for x in bundle.signals if x.event == event_name and not block), None)
        keep = longest_kept(state.prepared, event_name, block or None)
        key = f"event:{event_name}:{block}" if block else f"event:{event_name}"
        add(
            key,
            "usage",
            times[-1],
            keep,
            label=_event_label(state, s, event_name, block, counted),
            text=words(bundle, language, "held-times", count=len(times)),
            signal=counted.id if counted is not None else None,
            value=str(len(times)),
        )
    left = trail.receipts.receipts
    if left:
        add(
            "receipts",
            "usage",
            left[-1].at,
            state.prepared.retention,
            label=words(bundle, language, "held-receipts"),
            text=str(len(left)),
            signal=None,
            value=str(len(left)),
            purpose=words(bundle, language, "purpose-receipts"),
        )
        found[-1]["chain"] = [
            {"number": number, "at": receipt.at, "hash": receipt.hash}
            for number, _, receipt in trail.receipts.numbered()
        ]
        found[-1]["removed"] = trail.receipts.removed
    return found


def _event_label(state: State, s: Situation, event: str, block: str, counted: Signal | None) -> str:
    """What happened, in words: an outcome and its block's title, a signal's label, or the event's own name."""
    bundle = state.prepared.bundle
    if block:
        known = state.prepared.blocks.get(block)
        title = known.text.get(s.language, {}).get("title", block) if known is not None else block
        what = words(bundle, s.language, f"outcome-{event}")
        return words(bundle, s.language, "held-outcome", what=what, title=title)
    if counted is not None:
        return _said(counted.label, s.language) or counted.id
    return _named(bundle, s.language, event)


def _named(bundle: Bundle, language: str, event: str) -> str:
    """An event or outcome in words; one of the page's own by its name."""
    known = bundle.words.get(language, {})
    return known.get(f"outcome-{event}") or known.get(f"held-{event}") or event


def _switch(state: State, s: Situation, key: str, stands: bool) -> dict[str, Any]:
    """A switch as it stands, the file's word for it, who said what, and a banner's words where they switched it on."""
    said, by, unset = state.choice.said(key), state.choice.speaker(key), default(state.prepared.bundle, key)
    granted = stands and (by == "source" or not STANDS[unset, said])
    purpose = key if key in LASTING else "personalise"
    grant = outside.granting(s.prepared.bundle, purpose, state.request.outside) if granted else None
    quote = None if grant is None else _said(grant.quote, s.language) or next(iter(grant.quote.values()), None)
    return {"state": "on" if stands else "off", "default": unset, "said": said, "by": by, "quote": quote}


def _said(text: dict[str, str], language: str) -> str | None:
    return text.get(language)


def _day(day: int) -> str:
    return format_day(day * DAY)
