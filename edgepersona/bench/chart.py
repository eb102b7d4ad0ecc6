"""A report as one HTML file, drawn by `authoring/drawing.py`."""

from __future__ import annotations

from html import escape

from edgepersona.authoring.drawing import bars, document, section, table

from .figures import Report, Target, machine

MET = {True: "met", False: "not met", None: "not measured"}


def page(report: Report) -> str:
    """The file's text."""
    where = machine()
    title = f"edgepersona bench {report.name}"
    versions = "".join(f", {name} {number}" for name, number in report.versions.items())
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(report.about)}. {escape(where['system'])}, {where['cores']} cores, load {where['load']}, "
        f"{escape(where['python'] + versions)}</p>",
    ]
    parts += [
        section(
            chart.title,
            f"{chart.about} In {chart.unit}." if chart.unit else chart.about,
            bars(chart.title, chart.rows, chart.names, "{:.0f}".format, "kind"),
            table(("", *chart.names), [(label, *(f"{one:.1f}" for one in values)) for label, *values in chart.rows]),
        )
        for chart in report.charts
    ]
    targets = [(target.name, _most(target), *_reached(target), MET[target.met]) for target in report.targets]
    figures = [
        (one.name, f"{one.middle:.3f} {one.unit}", f"{one.least:.3f} to {one.most:.3f}") for one in report.figures
    ]
    parts += [
        section("Targets", "", "", table(("target", "at most", "median", "least to most", ""), targets)),
        section("Figures", "", "", table(("figure", "median", "least to most"), figures)),
        f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in report.notes)}</ul>" if report.notes else "",
    ]
    return document(title, parts)


def _most(target: Target) -> str:
    return f"{target.at_most:g} {target.unit}".strip()


def _reached(target: Target) -> tuple[str, str]:
    one = target.reached
    return ("", "") if one is None else (f"{one.middle:.3f}", f"{one.least:.3f} to {one.most:.3f}")
