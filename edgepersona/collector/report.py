"""Results as text, for a terminal or a letter.

Rules
1. It prints what `statistics.results` found and computes nothing but percentages.
2. No number stands where there is none: `withheld` and `nothing closed yet` are words.
3. Simulated results say so first, loudly.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from edgepersona.core.counters import MOST_ONES

SIMULATED = "SIMULATED: these counts come from simulated visitors. They say nothing about real ones."
SILENCES = f"Silences by reason (at least: a report has room for {MOST_ONES} counters, and these come last)"
_VERDICTS = {"higher": "higher", "lower": "lower", "not-shown": "no difference shown yet"}
_REFERENCES = {
    "control": "Treated over control (randomized)",
    "caps_only": "What knowing when to stop was worth: treated over caps_only (randomized)",
}


def as_text(results: dict[str, Any]) -> str:
    """The results of `statistics.results` as lines of text, ending with a newline."""
    return "\n".join(_lines(results)) + "\n"


def _lines(results: dict[str, Any]) -> Iterator[str]:
    if results["simulated"]:
        yield from ("*" * len(SIMULATED), SIMULATED, "*" * len(SIMULATED), "")
    yield results["title"]
    if not results["sites"]:
        yield from ("", "No site is collected yet.")
    for site in results["sites"]:
        yield from ("", f"Site {site['site']}" + (" (SIMULATED)" if results["simulated"] else ""))
        yield from _site(site)


def _site(site: dict[str, Any]) -> Iterator[str]:
    period, privacy = site["period"], site["privacy"]
    if not period["days_closed"]:
        yield "  Nothing was released yet: no day is closed."
        return
    published = f"counts published on {period['days_published']} of them"
    yield f"  {period['first']} to {period['last']}: {period['days_closed']} days closed, {published}"
    yield (
        f"  Privacy: mode {privacy['mode']}, ε {privacy['epsilon_cumulative']:g} in all "
        f"({_joined(privacy['epsilon_per_day'])} a day); noise of scale {_joined(privacy['noise_scale'])}; "
        f"counts under {_joined(privacy['minimum'])} withheld"
    )
    alone = privacy["published_by_noise"]
    yield f"  Of the counts below, noise alone accounts for up to {alone:g} on average"
    yield from ("", "  Arms (device-days; ± is one standard deviation of the added noise)")
    for arm in site["arms"]:
        yield f"    {arm['arm']:<12} exposed {_count(arm['exposed'])}"
        for kind in ("conversions", "guardrails"):
            for name, count in arm[kind].items():
                yield f"      {kind[:-1]:<11} {name:<20} {_count(count)}"
    for reference, title in _REFERENCES.items():
        found = [comparison for comparison in site["comparisons"] if comparison["arms"][1] == reference]
        if found:
            yield from ("", f"  {title}")
        for comparison in found:
            yield from _comparison(comparison)
    yield from _section(SILENCES, [(c["reason"], c) for c in site["silences"]])
    blocks = [(f"{c['block']} · {c['segment']} · {c['outcome']}", c) for c in site["blocks"]]
    yield from _section("Blocks: block · segment · outcome", blocks)
    ghosts = site["ghosts"]
    yield from _section(f"Ghosts ({ghosts['note']})", [(c["block"], c) for c in ghosts["counts"]])
    if site["withheld"]:
        yield from ("", f"  Withheld, under the minimum on every day: {len(site['withheld'])} counters")
        yield from (f"    {name}" for name in site["withheld"])


def _section(title: str, rows: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    if rows:
        yield from ("", f"  {title}")
        yield from (f"    {name:<32} {_count(count)}" for name, count in rows)


def _comparison(found: dict[str, Any]) -> Iterator[str]:
    yield f"    {found['kind']} {found['name']}"
    if found["status"] == "nothing-closed":
        yield "      nothing closed yet"
        return
    if found["status"] == "too-few":
        missing = found["missing"]
        had = "too few to publish" if missing["had_per_day"] is None else f"{missing['had_per_day']:,} a day"
        yield (
            f"      too few reports, at least {missing['more_per_day_at_least']:,} more a day needed "
            f"in the arm {missing['arm']} (it had {had})"
        )
        return
    for sample in found["samples"]:
        share = f"{sample['reached']:,} of {sample['exposed']:,}"
        yield f"      {sample['arm']:<12} {share:<24} {_percent(sample['rate'])}"
    absolute, relative = found["absolute"], found["relative"]
    yield f"      {_VERDICTS[found['verdict']]}: {_signed(relative['estimate'])} relative,"
    always = _range(relative["always_valid"])
    yield f"      95 % interval {_range(relative['interval'])}; at any number of looks {always}"
    yield (
        f"      absolute {_signed(absolute['estimate'])} (percentage points), 95 % interval "
        f"{_range(absolute['interval'])}; at any number of looks {_range(absolute['always_valid'])}"
    )
    yield f"      over {found['days_used']} days; {found['days_left_out']} left out for the minimum"
    plan = found["plan"]
    if plan["reference_more"]:
        yield (
            f"      to show {_percent(plan['uplift'])} relative with {_percent(plan['power'])} power: "
            f"{plan['reference_more']:,} more in the arm {found['arms'][1]}"
        )


def _count(count: dict[str, Any]) -> str:
    if count["state"] != "released":
        return str(count["state"]).replace("-", " ")
    missing = f", withheld on {count['days_withheld']}" if count["days_withheld"] else ""
    return f"{count['count']:,} ± {count['noise_sd']:.0f} over {count['days']} days{missing}"


def _joined(values: list[float]) -> str:
    return " or ".join(f"{value:g}" for value in values)


def _percent(value: float) -> str:
    return f"{100 * value:.4g} %"


def _signed(value: float) -> str:
    return f"{100 * value:+.3g} %"


def _range(bounds: list[float]) -> str:
    return f"{_signed(bounds[0])} to {_signed(bounds[1])}"
