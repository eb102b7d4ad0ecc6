"""The checks that ask what a page gives away, or takes for granted. Docstrings as in `findings.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from edgepersona.authoring import links
from edgepersona.authoring.errors import listed, quoted
from edgepersona.authoring.tree import Node
from edgepersona.core.bundle import Block
from edgepersona.core.prepare import template

from . import sensitive, wording
from .reach import Reach, View

if TYPE_CHECKING:
    from edgepersona.authoring.compile import Checked

Found = Iterator[tuple[Node, str]]

_PERSONAL = ("answer", "usage", "sensitive")
"""What a server does not know yet: campaigns come by its own address, accounts are its own; what is asked, is new."""


def sensitive_without_opt_in(checked: Checked, reach: Reach) -> Found:
    """A signal or campaign looks like health, beliefs or another special kind of data, without an opt-in.

    Such data may be used only after an explicit opt-in: declare the signal `tier: sensitive, optin: true`, and
    `special: true` where it must not be kept. A campaign cannot carry it at all, because following a link is not
    consent. Names, labels and values are compared with lists of words in the SDK's languages; values of a signal
    about a company's industry or sector are left alone. Cannot be silenced.
    """
    for signal in checked.bundle.signals:
        at = ("signals", signal.id)
        if signal.tier == "sensitive":
            continue
        said: list[tuple[tuple[str, ...], str]] = [((), signal.id), ((), signal.event or "")]
        said += [(("label", language), text) for language, text in signal.label.items()]
        if not sensitive.about_a_trade(signal.id):
            for value, words in signal.values.items():
                said += [(("values", value), text) for text in (value, *words.values())]
        for path, text in said:
            kind = sensitive.kind(text)
            if kind is not None:
                what = f"{quoted(text)} looks like {kind}; that needs tier: sensitive and optin: true"
                yield checked.where(*at, *path), what
                break
    for campaign in checked.bundle.campaigns:
        accepted = [text for _, values in campaign.match for text in values]
        for text in (campaign.id, *accepted):
            kind = sensitive.kind(text)
            if kind is not None:
                what = f"{quoted(text)} looks like {kind}; following a link is no opt-in to that"
                yield checked.where("campaigns", campaign.id), what
                break


def revealing_link(checked: Checked, reach: Reach) -> Found:
    """A link that only visitors with one particular answer can see.

    Following it tells the server that answer, although the answer never left the device. Link to a page that others
    can reach from a block of theirs as well, or to a place on this page (`#…`, which no server sees). Answers, usage
    and sensitive signals count; campaigns and accounts the server knows anyway.
    """
    seen_by: dict[str, list[View | None]] = {}
    for block in checked.bundle.blocks:
        for address in {_address(text["cta"]["href"]) for text in block.text.values() if "cta" in text}:
            seen_by.setdefault(address, []).append(reach.view(block))
    asked = {question.signal for question in checked.bundle.questions}
    personal = [s.id for s in checked.bundle.signals if s.tier in _PERSONAL or s.id in asked]
    for block in checked.bundle.blocks:
        for language, text in block.text.items():
            href = text.get("cta", {}).get("href", "#")
            views = seen_by.get(_address(href), [])
            if links.stays_here(href) or None in views:
                continue
            told = [(signal, _only_value(signal, views)) for signal in personal]
            answers = [f"{signal} is {value}" for signal, value in told if value is not None]
            if answers:
                where = checked.source.value("blocks", block.id, "text", language, "cta", "href")
                yield where, f"following {quoted(href)} tells the server that {listed(answers)}"
                break


def _address(href: str) -> str:
    """What a server sees of a link: no fragment."""
    return href.partition("#")[0]


def _only_value(signal: str, views: Iterable[View | None]) -> str | None:
    """The one value that everyone who sees one of the blocks has."""
    values = {view.certain(signal) for view in views if view is not None and view.seen}
    return next(iter(values)) if len(values) == 1 else None


def detail_not_given(checked: Checked, reach: Reach) -> Found:
    """A text states a detail about the visitor that some who see it did not give.

    Found where a text, or a `because` without placeholders, addresses the visitor right before the words of a value
    of an answer, account, usage or sensitive signal (“your Salesforce”, “you use Salesforce”) while the block can be
    seen without that value. Say it only where `when` or `relevance` make sure of it, or do not say it.
    """
    signals = [signal for signal in checked.bundle.signals if signal.tier != "campaign"]
    for block in checked.bundle.blocks:
        view = reach.view(block)
        if view is None or not view.seen:
            continue
        for language, path, words in _said(block):
            for signal in signals:
                for value, names in signal.values.items():
                    name = names.get(language)
                    if name and view.certain(signal.id) != value and wording.states(words, name):
                        where = checked.source.value("blocks", block.id, *path)
                        who = f"visitors whose {signal.id} is not {value} see this too"
                        yield where, f"states {quoted(name)} of the visitor; {who}"


def _said(block: Block) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """(language, path, words) of all that a block says in words of its own."""
    for language, text in block.text.items():
        for path, words in wording.texts(text):
            yield language, ("text", language, *path), words
    for language, sentence in block.because.items():
        yield language, ("because", language), " ".join(words for words, _ in template(sentence))


def personal_price(checked: Checked, reach: Reach) -> Found:
    """A price that depends on what the visitor answered, did or is.

    A price or discount stands in a block that nobody without a value of such a signal can see, and in no block that
    can be seen without it. Different prices for different people must be announced as such (Directive (EU) 2019/2161),
    and few visitors would call it fair. Show the same price to everyone, or none.
    """
    personal = [signal.id for signal in checked.bundle.signals if signal.tier != "campaign"]
    shown = [(block, reach.view(block), _prices(block)) for block in checked.bundle.blocks]
    for block, view, prices in shown:
        for signal in personal:
            if not prices or view is None or not view.seen or not view.needs(signal):
                continue
            open_to_all = [of for other, seen, of in shown if seen is None or not seen.needs(signal)]
            alone = {price: path for price, path in prices.items() if not any(price in of for of in open_to_all)}
            if alone:
                price, path = next(iter(alone.items()))
                where = checked.source.value("blocks", block.id, *path)
                yield where, f"the price {quoted(price)} is shown only depending on {quoted(signal)}"
                break


def _prices(block: Block) -> dict[str, tuple[str | int, ...]]:
    found: dict[str, tuple[str | int, ...]] = {}
    for _, path, words in _said(block):
        for price in sorted(wording.prices(words)):
            found.setdefault(price, path)
    return found
