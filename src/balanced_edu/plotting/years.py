"""Variation coefficients over the years, as lines by stage, with their limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import cycle
from math import nan
from typing import TYPE_CHECKING, Any

from balanced_edu.exact import finite_float
from balanced_edu.plotting import looks
from balanced_edu.plotting.looks import LIMIT
from balanced_edu.plotting.script import Script
from balanced_edu.plotting.sheet import Sheet, sheet_of
from balanced_edu.report.terms import figure_text, stage_name

if TYPE_CHECKING:
    from balanced_edu.assessment.years import History
    from balanced_edu.checks import Finding
    from balanced_edu.records.kinds import Stage

_DASHES = ("-", ":", "-.")  # of more lines than there are colours


def years_picture(history: History, ids: Sequence[str], stages: Sequence[Stage], ax: object, script: Script) -> Sheet:
    """Axes for each stage with a line for each indicator, which has gaps where a year is unknown."""
    words = script.words
    sheet = sheet_of(ax, (1.5 + 4.5 * len(stages), 5.4), len(stages), columns=len(stages))
    title = script.headed(history.county, words.text("plot.coefficients"))
    for axes, stage in zip(sheet.axes, stages, strict=True):
        _lines(axes, history, ids, stage, script)
        name = stage_name(stage, words)
        axes.set_title(name if len(stages) > 1 else words.text("reasons.about", about=title, sentence=name), loc="left")
    if sheet.figure is not None:
        highest = max(axes.get_ylim()[1] for axes in sheet.axes)
        for axes in sheet.axes:
            axes.set_ylim(top=highest)
    handles, labels = sheet.axes[0].get_legend_handles_labels() if sheet.axes else ((), ())
    if sheet.figure is None:
        sheet.axes[0].legend(handles=handles, labels=labels, fontsize="small", ncols=2)
        sheet.finish(script)
    else:
        sheet.figure.legend(handles, labels, loc="outside right upper", frameon=False)
        sheet.finish(script, title=title if len(stages) > 1 else "")
    return sheet


def _findings(
    history: History, ids: Sequence[str], stage: Stage, script: Script
) -> Iterator[tuple[str, Mapping[int, Finding]]]:
    """The findings by year on each coefficient, and on the mean where that is limited, by what they are called."""
    coefficients = history.coefficients[stage]
    yield from ((id, coefficients[id]) for id in ids)
    means = {year: one.means[stage] for year, one in history.assessments.items() if stage in one.means}
    if means:
        yield script.words.text("plot.mean"), means


def _lines(ax: Any, history: History, ids: Sequence[str], stage: Stage, script: Script) -> None:
    words, years, findings = script.words, history.years, _findings(history, ids, stage, script)
    unknown: list[str] = []
    limits: set[Fraction] = set()
    styles = [(dashes, *look) for dashes in _DASHES for look in looks.LINES]
    for (name, by_year), (dashes, colour, marker) in zip(findings, cycle(styles), strict=False):
        given = [finite_float(by_year[year].value) for year in years]
        numbers = [nan if one is None else one for one in given]
        ax.plot(years, numbers, linestyle=dashes, color=colour, marker=marker, markersize=6, label=name)
        unknown += [f"{name} {year}" for year in years if by_year[year].value is None]
        limits |= {limit for one in by_year.values() if (limit := one.limit) is not None}
    for limit in sorted(limits):
        ax.axhline(float(limit), color=LIMIT, linestyle="--", linewidth=1.2, label=words.text("plot.limit"))
        ax.annotate(
            figure_text(limit, words),
            (1.0, float(limit)),
            xycoords=("axes fraction", "data"),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
        )
    ax.set_xticks(years, [str(year) for year in years])
    ax.set_ylim(bottom=0)
    ax.margins(y=0.1)
    ax.set_ylabel(words.text("plot.coefficient"))
    ax.set_xlabel(script.below("", [script.unknown(unknown)], 60))
