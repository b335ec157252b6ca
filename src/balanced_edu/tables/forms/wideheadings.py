"""The headings of a wide table: several rows over one another, some cells of which are merged over what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from balanced_edu.identity import compact, trimmed
from balanced_edu.tables.cells import ALL_UNITS
from balanced_edu.tables.forms.grids import Path, ends_with, heading_name
from balanced_edu.tables.forms.headed import HeadedFigure, wide_figures
from balanced_edu.tables.headings import Merged, Row, spread, without_unit
from balanced_edu.tables.items import cell_at
from balanced_edu.tables.names import beside
from balanced_edu.tables.spreadsheet import Sheet

_DEEPEST = 14  # rows of headings, at most
_SIGNS = frozenset({"district", "counted", "masters", "sports"})  # columns that no other table of schools has


@attrs.frozen(slots=True)
class WideHeading:
    """The heading of a column.

    Attributes
    ----------
    position
        The position of the column.
    text
        Its parts as they are written.
    path
        Its parts as they are compared.
    unit
        Its unit; empty if it has none.
    """

    position: int
    text: str
    path: Path
    unit: str


@attrs.frozen(slots=False, eq=False)
class WideHeadings:
    """The headings of a table: some rows at the top of its sheet.

    Attributes
    ----------
    rows, merged
        The rows, and the merged cells of the sheet.
    """

    rows: Sequence[Row]
    merged: Merged

    @cached_property
    def all(self) -> Sequence[WideHeading]:
        """The headings of all columns that have one."""
        width = max((len(cells) for _, cells in self.rows), default=0)
        texts = [[trimmed(cells[p]) if p < len(cells) else "" for p in range(width)] for _, cells in self.rows]
        spread(texts, [row for row, _ in self.rows], self.merged)
        columns = [tuple(dict.fromkeys(filter(None, column))) for column in zip(*texts, strict=True)]
        return [_heading(position, parts) for position, parts in enumerate(columns) if parts]

    @property
    def headed(self) -> frozenset[int]:
        """The positions of the columns that have a heading."""
        return frozenset(one.position for one in self.all)

    @property
    def ordinals(self) -> frozenset[int]:
        """The positions of the columns that number the rows."""
        return frozenset(one.position for one in self.all if one.path and one.path[-1] in beside("ordinals"))

    @cached_property
    def columns(self) -> Mapping[str, list[WideHeading]]:
        """The columns of each figure that the map knows, mostly one."""
        found = {figure.name: _columns_of(figure, self.all) for figure in wide_figures()}
        return {name: columns for name, columns in found.items() if columns}

    @property
    def known(self) -> int:
        """How many figures have one column."""
        return sum(len(columns) == 1 for columns in self.columns.values())


def _heading(position: int, parts: Path) -> WideHeading:
    path = tuple(filter(None, map(heading_name, parts)))
    return WideHeading(position, " ".join(parts), path, without_unit(("", *parts))[1])


def _columns_of(figure: HeadedFigure, headings: Sequence[WideHeading]) -> list[WideHeading]:
    found = ([one for one in headings if ends_with(one.path, path)] for path in figure.columns)
    return next(filter(None, found), [])


def is_wide(sheet: Sheet) -> bool:
    """Whether a sheet has such a table: pupils, and columns that no other table of schools has."""
    rows = [row for row in sheet.rows if any(map(trimmed, row[1]))]
    known = headings_of(rows, sheet.merged).columns
    return "pupils" in known and not _SIGNS.isdisjoint(known)


def titles_of(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """The titles above a table: the first rows, as long as they have one text only, in the first column."""
    for number, cells in rows:
        filled = [position for position, cell in enumerate(cells) if trimmed(cell)]
        if filled != [0]:
            return
        yield number, trimmed(cells[0])


def headings_of(rows: Sequence[Row], merged: Merged) -> WideHeadings:
    """The headings of a table: the rows down to the one by which most figures are known, and to the first school."""
    rows = rows[len(list(titles_of(rows))) :]
    several = [WideHeadings(rows[:end], merged) for end in range(1, min(_DEEPEST, len(rows)) + 1)]
    best = max(several, key=lambda one: one.known, default=WideHeadings((), merged))
    end = len(best.rows)
    name = best.columns["school_name"][0].position if "school_name" in best.columns else 0
    while end < len(rows) and not cell_at(rows[end][1], name) and any(map(_is_text, rows[end][1])):
        end += 1
    return WideHeadings(rows[:end], merged)


def _is_text(cell: str) -> bool:
    """Whether a cell says something of figures, and is none itself."""
    return bool(heading_name(cell)) or compact(cell) in ALL_UNITS
