"""What simulated visitors are assumed to do: one frozen record, every field documented and settable.

Rules
1. A share is a probability from 0 to 1, drawn anew for each of what stands in its text. Other numbers are the mean
   of the distribution that their text names, or `times` by which a value is likelier than the one before it.
2. What the file lacks (questions, usage events, account signals …) its visitors do not do: the setting then idles.
3. The defaults are round guesses of plausible size, not findings. Set what you know: `--set dismisses=0.3`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from edgepersona.authoring.errors import did_you_mean, listed, quoted
from edgepersona.core.errors import LocalError


def _share(default: float, text: str, high: float = 1.0) -> Any:
    return field(default=default, metadata={"unit": "share", "low": 0.0, "high": high, "text": text})


def _amount(default: float, unit: str, low: float, high: float, text: str) -> Any:
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "text": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The assumptions. Raises LocalError for a value outside its bounds, or reactions that add up to more than 1."""

    # arrival
    campaign: float = _share(0.6, "first visits that come by one of the file's running campaigns, each as often")
    campaign_again: float = _share(0.2, "later visits that come by a campaign")
    first_language: float = _share(
        0.6, "visitors who want the file's first language; the rest, each other one as often"
    )
    spread: float = _share(0.5, "part of the simulated days over which first visits fall, evenly")
    # returning
    returns: float = _share(0.5, "visits that are followed by another", high=0.95)
    return_days: float = _amount(2.0, "days", 0.05, 180, "mean time until the next visit (exponential)")
    pages: float = _amount(2.5, "page views", 1, 30, "mean page views of a visit (geometric, at most 40)")
    stay: float = _amount(45.0, "seconds", 5, 600, "mean time on a page view (exponential, 5 s to 20 min)")
    # consent
    remember: float = _share(0.5, "visitors who let the device remember them, where the file asks")
    usage: float = _share(0.5, "visitors who allow each source the file asks for, which usually is usage")
    measure: float = _share(0.5, "visitors who agree to being counted, where the file asks")
    opt_in: float = _share(0.2, "visitors who opt in to the file's sensitive signals")
    # account
    signed_in: float = _share(0.2, "visitors who are signed in, so that account signals have values")
    account_ratio: float = _amount(
        1.0, "times", 0, 10, "how many times as often each account value is drawn as the one before it; 1: evenly"
    )
    trouble: float = _share(0.1, "signed-in visitors with a value that a service_first rule names")
    # reading
    sees_value: float = _share(0.8, "page views on which an inline block is seen for a second or more")
    reads: float = _share(
        0.2, "chance that each event the file counts happens, and then again, on such a page view", 0.9
    )
    busy: float = _share(0.1, "page views on which the visitor is typing, playing or paying when value was seen")
    friction: float = _share(0.02, "page views on which something goes wrong")
    # answering
    answers: float = _share(0.5, "questions put to a visitor that are answered")
    answer_ratio: float = _amount(
        1.0, "times", 0, 10, "how many times as often each answer is given as the one before it; 1: evenly"
    )
    # an interrupt that is not answered: one of these, else it is ignored
    dismisses: float = _share(0.5, "interrupts that are dismissed")
    accepts: float = _share(0.2, "the other interrupts: their link is followed")
    not_helpful: float = _share(0.04, "the other interrupts: called not helpful")
    complains: float = _share(0.01, "the other interrupts: complained about")
    # what a dismissal leads to
    asks_quiet: float = _share(0.05, "dismissals after which the visitor asks for fewer interruptions")
    opts_out: float = _share(0.02, "dismissals after which the visitor switches personalisation off")
    # blocks and goals
    clicks: float = _share(0.08, "personalised inline blocks seen whose link is followed")
    converts: float = _share(0.03, "visits that reach a conversion of the file, on the page as it is")
    fitting: float = _amount(
        0.0, "share", 0, 1, "added to converts for each personalised inline block on the page; 0 assumes no effect"
    )

    def __post_init__(self) -> None:
        for each in fields(self):
            value, bounds = getattr(self, each.name), each.metadata
            if not (math.isfinite(value) and bounds["low"] <= value <= bounds["high"]):
                raise LocalError(f"{each.name} is {_range(bounds)}, found {value:g}")
        reactions = ("accepts", "not_helpful", "complains")
        total = sum(getattr(self, name) for name in reactions)
        if total > 1 + 1e-9:
            raise LocalError(
                f"{', '.join(reactions)} share out the interrupts that are not dismissed: "
                f"at most 1 together, found {total:g}"
            )

    def told(self) -> Iterator[dict[str, Any]]:
        """Every assumption as plain data: setting, value, default, unit, text."""
        for each in fields(self):
            yield {
                "setting": each.name,
                "value": getattr(self, each.name),
                "default": each.default,
                "unit": each.metadata["unit"],
                "text": each.metadata["text"],
            }


def described() -> Iterator[tuple[str, str, str, str]]:
    """Every setting in words: name, default, what may be set, what it is."""
    for each in fields(Population):
        yield each.name, f"{each.default:g}", _range(each.metadata), each.metadata["text"]


def settings(given: Iterable[str]) -> Population:
    """A Population from `key=value` texts. Raises LocalError for what is not a setting, or not its value."""
    known = {each.name: each.metadata for each in fields(Population)}
    chosen: dict[str, float] = {}
    for text in given:
        name, separator, said = text.partition("=")
        name = name.strip()
        if not separator:
            raise LocalError(f"--set takes a setting and its value, such as dismisses=0.3, found {quoted(text)}")
        if name not in known:
            near = did_you_mean(name, known) or f"; one of {listed(list(known), most=len(known))}"
            raise LocalError(f"no such setting: {quoted(name)}{near}")
        if name in chosen:
            raise LocalError(f"{name} is set twice")
        try:
            chosen[name] = float(said) if len(said) <= 40 and said.isascii() and "_" not in said else math.nan
        except ValueError:
            chosen[name] = math.nan
        if math.isnan(chosen[name]):
            raise LocalError(f"{name} is {_range(known[name])}, found {quoted(said)}")
    return Population(**chosen)


def _range(bounds: Any) -> str:
    what = "a share" if bounds["unit"] == "share" else f"a number of {bounds['unit']}"
    return f"{what} from {bounds['low']:g} to {bounds['high']:g}"
