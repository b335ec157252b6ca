"""A sheet as a grid: what its cells say, and which headings stand beside and over each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import attrs

from balanced_edu.identity import compact, trimmed
from balanced_edu.tables.cells import ALL_UNITS
from balanced_edu.tables.headings import Merged, Row, is_multiple_unit, without_unit
from balanced_edu.tables.names import plain_name

Cell: TypeAlias = "tuple[int, int]"
"""A cell by its row and the position of its column from 0."""

Path: TypeAlias = "tuple[str, ...]"
"""Headings from the outermost to the nearest, as `heading_name` gives them."""

_SUBSET = re.compile("^(?:其中:?|[#＃]|其:)+")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_COLUMN_LETTERS = frozenset("甲乙丙丁戊")


def heading_name(text: str) -> str:
    """A heading of a statistics form as headings are compared: without its unit and the mark of a subset.

    It is empty if the text is no heading: a number, a unit, a sign, or the letter of a column.

    >>> [heading_name(text) for text in ("#按学历分", "其中：运动场地面积", "占地面积（平方米）", "平方米", "12", "甲")]
    ['按学历分', '运动场地面积', '占地面积', '', '', '']
    """
    said = compact(text)
    if _NUMBER.fullmatch(said) or said in ALL_UNITS or is_multiple_unit(said):
        return ""
    (stem,), _ = without_unit((text,))
    name = plain_name(_SUBSET.sub("", compact(stem)))
    return "" if name in _COLUMN_LETTERS or not any(mark.isalnum() for mark in name) else name


def ends_with(path: Path, headings: Path) -> bool:
    """Whether the nearest headings of a path are these."""
    return path[-len(headings) :] == headings


@attrs.frozen(slots=False, eq=False)
class Grid:
    """The cells of a sheet.

    Attributes
    ----------
    rows
        Its rows.
    merged
        Cells that are merged: what the first says stands beside and over others as if all of them said it.
    """

    rows: Sequence[Row]
    merged: Merged = ()

    @cached_property
    def texts(self) -> Mapping[Cell, str]:
        """What each cell says that is not blank."""
        return {
            (row, position): trimmed(cell)
            for row, cells in self.rows
            for position, cell in enumerate(cells)
            if trimmed(cell)
        }

    @cached_property
    def _firsts(self) -> Mapping[Cell, Cell]:
        """The first cell of the merged ones, for each of those that say something."""
        return {
            (row, position): first
            for first, (bottom, right) in self.merged
            if first in self.texts
            for row in range(first[0], bottom + 1)
            for position in range(first[1], right + 1)
        }

    @cached_property
    def _rows_without_numbers(self) -> Sequence[int]:
        return [row for row, cells in self.rows if not any(_NUMBER.fullmatch(compact(cell)) for cell in cells)]

    @cached_property
    def label_columns(self) -> frozenset[int]:
        """The columns that say what stands to their right: more of their texts have a number there than are numbers."""
        labels: Counter[int] = Counter()
        for _, cells in self.rows:
            numbers = [position for position, cell in enumerate(cells) if _NUMBER.fullmatch(compact(cell))]
            labels.subtract(numbers)
            labels.update(p for p in range(max(numbers, default=0)) if p not in numbers and heading_name(cells[p]))
        return frozenset(position for position, balance in labels.items() if balance > 0)

    def text(self, cell: Cell) -> str:
        """What a cell itself says."""
        return self.texts.get(cell, "")

    def first_of(self, cell: Cell) -> Cell:
        """The cell that says what stands in a cell: the first of those that are merged with it, or itself."""
        return self._firsts.get(cell, cell)

    def beside(self, cell: Cell) -> Path:
        """The headings of a cell in its row."""
        row, position = cell
        return self._path((row, left) for left in range(position))

    def over(self, cell: Cell) -> Path:
        """The headings of a cell in its column.

        Rows with numbers are no headings, and titles, which begin in the first column, are those of the whole sheet.
        """
        row, position = cell
        above = ((other, position) for other in self._rows_without_numbers if other < row)
        return self._path(one for one in above if not position or self.first_of(one)[1])

    def _path(self, cells: Iterable[Cell]) -> Path:
        firsts = dict.fromkeys(map(self.first_of, cells))
        return tuple(name for first in firsts if (name := heading_name(self.text(first))))

    def units(self, cell: Cell) -> tuple[str, str]:
        """The nearest unit beside a cell and the nearest one over it, as `compact` gives them; empty if none is."""
        row, position = cell
        left = ((row, one) for one in reversed(range(position)))
        above = ((other, position) for other in reversed(self._rows_without_numbers) if other < row)
        return self._first_unit(left), self._first_unit(above)

    def _first_unit(self, cells: Iterable[Cell]) -> str:
        return next(filter(None, (_unit_in(self.text(self.first_of(cell))) for cell in cells)), "")


def _unit_in(text: str) -> str:
    """The unit that a text is or has in brackets behind it, also one in which nothing is read; empty if it has none."""
    unit = compact(text).removesuffix(")").rpartition("(")[2]
    return unit if unit in ALL_UNITS or is_multiple_unit(unit) else ""
