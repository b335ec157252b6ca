"""Assessments side by side, as text and page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from balanced_edu.outcomes import Outcome
from balanced_edu.plain import plain
from balanced_edu.report.layout import table, text_of, wrapped
from balanced_edu.report.page import page_of
from balanced_edu.report.words import OUTCOME_WORDS, ranges

if TYPE_CHECKING:
    from balanced_edu.comparison import Comparison

# What stands before a line on which the standards do not agree.
_DIFFERS = "≠"

_SIGNS = {Outcome.PASS: "✓", Outcome.FAIL: "✗", Outcome.UNKNOWN: "?", None: "·"}
_LEGEND = "✓ passes, ✗ fails, ? not known, · not asked"


def comparison_as_text(comparison: Comparison) -> str:
    """One county by several standards, an item a line; or several counties, a county a line."""
    lines = _lines_by_standard(comparison) if comparison.of == "standard" else _lines_by_county(comparison)
    return text_of(lines)


def _lines_by_standard(comparison: Comparison) -> Iterator[str]:
    yield from wrapped(_heading(comparison), hanging=4)
    yield ""
    rows = [("", "", *comparison.assessments)]
    differing = comparison.differing
    for compared in comparison.compared:
        outcomes = [comparison.outcome(name, compared) for name in comparison.assessments]
        words = ["·" if outcome is None else OUTCOME_WORDS[outcome][0] for outcome in outcomes]
        sign = _DIFFERS if compared in differing else ""
        rows.append((sign, _named(comparison, compared), *words))
    yield from table(rows)
    yield ""
    yield f"{_DIFFERS} the standards do not agree, · not asked"


def _lines_by_county(comparison: Comparison) -> Iterator[str]:
    yield from wrapped(_heading(comparison), hanging=4)
    yield ""
    groups = list(_groups(comparison))
    rows = [("", "verdict", *(heading for heading, _ in groups))]
    for name, found in comparison.assessments.items():
        signs = ("".join(_SIGNS[comparison.outcome(name, id)] for id in ids) for _, ids in groups)
        rows.append((plain(name), OUTCOME_WORDS[found.outcome][0], *signs))
    yield from table(rows)
    yield ""
    yield _LEGEND


def _groups(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """The items that are compared, by the letter of their ids, such as R1–R7."""
    asked = {id for found in comparison.assessments.values() for id in found.indicators}
    ids = [compared for compared in comparison.compared if compared in asked]
    for _, group in groupby(ids, key=lambda id: id[0]):
        own = list(group)
        yield ranges(own), own


def comparison_as_html(comparison: Comparison) -> str:
    """The outcomes as a page: a row a standard's item, or a row a county."""
    names, compared = list(comparison.assessments), list(comparison.compared)
    by_county = comparison.of == "county"
    rows, columns = (names, compared) if by_county else (compared, names)
    cells = {
        (row, column): comparison.outcome(*((row, column) if by_county else (column, row)))
        for row in rows
        for column in columns
    }
    labels = {row: plain(row) if by_county else _named(comparison, row) for row in rows}
    return page_of(
        "comparison.html",
        heading=_heading(comparison),
        rows=rows,
        columns=columns,
        labels=labels,
        cells=cells,
        signs=_SIGNS,
        legend=_LEGEND,
        differs=_DIFFERS,
        differing=() if by_county else comparison.differing,
    )


def _heading(comparison: Comparison) -> str:
    found = next(iter(comparison.assessments.values()), None)
    if found is None:
        return "Nothing to compare"
    if comparison.of == "standard":
        return f"{plain(found.county.name)} by {', '.join(comparison.assessments)}"
    return f"{len(comparison.assessments)} counties by {found.standard.cited}"


def _named(comparison: Comparison, compared: str) -> str:
    """An item with its name, taken from the first standard that has it."""
    for found in comparison.assessments.values():
        if compared in found.indicators:
            return f"{compared} {found.standard.items[compared].name_zh}"
    return compared
