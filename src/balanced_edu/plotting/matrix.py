"""Outcomes as a matrix: those of counties or standards, or of a county by year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from balanced_edu.assessment.comparison import SECTIONS, VERDICT, resource_of
from balanced_edu.outcomes import Outcome
from balanced_edu.plotting import looks
from balanced_edu.plotting.library import module
from balanced_edu.plotting.looks import FAR, MET, NEUTRAL, OF_OUTCOME, Look
from balanced_edu.plotting.script import Script
from balanced_edu.plotting.sheet import Sheet, sheet_of
from balanced_edu.report.comparison import comparison_title
from balanced_edu.report.facts import SECTION_RULE
from balanced_edu.report.shared import left_out_text
from balanced_edu.report.sides import SCHOOLS, side_name
from balanced_edu.report.terms import dimension_name
from balanced_edu.text import in_short

if TYPE_CHECKING:
    from balanced_edu.assessment.comparison import Comparison
    from balanced_edu.assessment.years import History
    from balanced_edu.standards import Standard

_SQUARE = 0.26  # inches
_LONGEST = 72  # characters of a name
_SIGN = 36.0  # square points
_SIGNS = {Outcome.FAIL: ("X", "white"), Outcome.UNKNOWN: (r"$\mathbf{?}$", "black")}
"""Mark and its colour in the squares, without which colours would be all there is to see."""


def comparison_picture(comparison: Comparison, ax: object, script: Script) -> Sheet:
    """A row for each county or standard; a column for the verdict, each dimension and each item."""
    words, compared, rows = script.words, _side_by_side(comparison.compared), [*comparison.assessments]
    sheet = sheet_of(ax, (3.4 + _SQUARE * len(compared), 2.6 + _SQUARE * len(rows)))
    (axes,) = sheet.axes
    drawn = _squares(axes, rows, compared, comparison.outcome)
    standards = [assessment.standard for assessment in comparison.assessments.values()]
    for place in _borders(compared, standards):
        axes.axvline(place, color=looks.EDGE, linewidth=1)
    heads = [_name(one, standards, script) if _kind(one, standards) in _NAMED else one for one in compared]
    axes.set_xticks(range(len(heads)), heads, rotation=90)
    axes.xaxis.tick_top()
    readable = all(map(script.can_draw, rows))
    names = rows if readable else [words.text("plot.county", n=place) for place in range(1, len(rows) + 1)]
    axes.set_yticks(range(len(rows)), [in_short(name, _LONGEST) for name in names])
    notes = [] if readable else [words.text("plot.numbered")]
    axes.set_xlabel(script.below("", [*notes, *_left_out(comparison.left_out, len(rows), script)], 100))
    _finish(sheet, comparison_title(comparison, words), drawn, script)
    return sheet


def outcomes_picture(history: History, ax: object, script: Script) -> Sheet:
    """A row for the verdict, each dimension and each item; a column for each year."""
    words, found, years = script.words, history.outcomes, history.years
    rows = [*found]
    sheet = sheet_of(ax, (6.6 + 2 * _SQUARE * len(years), 1.9 + _SQUARE * len(rows)))
    (axes,) = sheet.axes
    drawn = _squares(axes, rows, years, lambda name, year: found[name].get(year))
    for place in _borders(rows, [history.standard]):
        axes.axhline(place, color=looks.EDGE, linewidth=1)
    axes.set_xticks(range(len(years)), [str(year) for year in years])
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows)), [in_short(_name(one, [history.standard], script), _LONGEST) for one in rows])
    axes.set_xlabel(script.below("", _left_out(history.left_out, len(years), script), 60))
    _finish(sheet, script.headed(history.county, words.text("plot.years")), drawn, script, align="right")
    return sheet


def _squares(
    ax: Any, rows: Sequence[str], columns: Sequence[Any], outcome: Callable[[Any, Any], Outcome | None]
) -> set[Outcome | None]:
    """A square for each outcome, which stays white where nothing is asked; returns what there is."""
    found = [[outcome(row, column) for column in columns] for row in rows]
    codes = np.ma.masked_invalid([[np.nan if one is None else float(one) for one in row] for row in found])
    codes = codes.reshape(len(rows), len(columns))
    if codes.size:
        colours = module("colors").ListedColormap([FAR.colour, NEUTRAL.colour, MET.colour])
        edges = (np.arange(len(columns) + 1) - 0.5, np.arange(len(rows) + 1) - 0.5)
        ax.pcolormesh(*edges, codes, cmap=colours, vmin=-1.5, vmax=1.5, edgecolors="white", linewidth=1)
    for sign, (marker, colour) in _SIGNS.items():
        places = [(x, y) for y, row in enumerate(found) for x, one in enumerate(row) if one is sign]
        if places:
            ax.scatter(*zip(*places, strict=True), marker=marker, s=_SIGN, color=colour, linewidths=0)
    ax.set(xlim=(-0.5, max(len(columns), 1) - 0.5), ylim=(max(len(rows), 1) - 0.5, -0.5))
    ax.tick_params(length=0)
    return {one for row in found for one in row}


_NAMED = (VERDICT, SECTIONS, "dimension")


def _side_by_side(compared: Sequence[str]) -> list[str]:
    """What is compared, the rule for sections and the sections of each resource behind the coefficients."""
    of_sections = [one for one in compared if _is_of_sections(one)]
    others = [one for one in compared if not _is_of_sections(one)]
    resources = {resource_of(one) for one in of_sections}
    behind = max((place for place, one in enumerate(others, start=1) if one in resources), default=len(others))
    return [*others[:behind], *of_sections, *others[behind:]]


def _is_of_sections(compared: str) -> bool:
    return compared == SECTIONS or bool(resource_of(compared))


def _kind(name: str, standards: Iterable[Standard]) -> str:
    """What belongs together: the verdict, dimensions, sections, and the items by the first letter of their ids."""
    if name == VERDICT:
        return VERDICT
    if _is_of_sections(name):
        return SECTIONS
    return name[0] if any(name in standard.items for standard in standards) else "dimension"


def _borders(names: Sequence[str], standards: Sequence[Standard]) -> list[float]:
    """The places between kinds."""
    kinds = [_kind(name, standards) for name in names]
    return [place - 0.5 for place in range(1, len(kinds)) if kinds[place] != kinds[place - 1]]


def _name(name: str, standards: Sequence[Standard], script: Script) -> str:
    """The verdict, a dimension, or an item with its name in the first standard that has it."""
    if name == VERDICT:
        return script.words.text("comparison.verdict")
    if _is_of_sections(name):
        return script.words.clauses((resource_of(name) or SECTION_RULE, side_name(SCHOOLS, script.words)))
    item = next((standard.items[name] for standard in standards if name in standard.items), None)
    return dimension_name(name, script.words) if item is None else script.item(item)


def _left_out(names: Sequence[str], read: int, script: Script) -> list[str]:
    """The note on data sets that cannot be read; without their names if those cannot be drawn."""
    text = left_out_text(names, read + len(names), script.words)
    if text and not script.can_draw(text):
        text = script.words.text("plot.left_out", n=len(names))
    return [text] if text else []


def _square(outcome: Outcome) -> Any:
    """An entry of a legend: a square with the mark of its outcome."""
    square = looks.area(Look(OF_OUTCOME[outcome].colour))
    if outcome not in _SIGNS:
        return square
    marker, colour = _SIGNS[outcome]
    sign = module("lines").Line2D([], [], linestyle="", marker=marker, markersize=_SIGN**0.5, color=colour, mew=0)
    return square, sign


def _finish(sheet: Sheet, title: str, drawn: set[Outcome | None], script: Script, *, align: str = "left") -> None:
    words, (ax,) = script.words, sheet.axes
    key = {words.text(f"outcomes.{one}"): _square(one) for one in OF_OUTCOME if one in drawn}
    if None in drawn:
        key[words.text("comparison.not_required")] = looks.area(Look("white"))
    ax.legend(key.values(), key, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    ax.set_title(title if script.can_draw(title) else words.text("plot.outcomes"), loc=align, pad=10)
    sheet.finish(script)
