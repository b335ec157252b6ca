"""Where a cell is, as whoever handed it in can find it: reports name files, sheets, rows and columns here only.

The words of a report know how its county was read (`Words.reading`). Without that, as where a finding prints itself,
the names are those of a folder with ``schools.csv`` and ``county.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from balanced_edu.checks import Cell
from balanced_edu.records.fields import fields_of
from balanced_edu.remarks import TableForm, TableRead, letters
from balanced_edu.report.terms import TABLES
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.text import Json

SCHOOLS = "schools"
"""The table of campuses, as cells name it."""


@attrs.frozen(slots=True)
class Place:
    """Where a cell is.

    Attributes
    ----------
    table
        The file, and the sheet if it has one; empty of a county that is in no file.
    at
        The cell of the sheet, or what is known of it: the first cell of its row, or its column. Of a fact in a file
        without sheets its row. Empty if the row and the column say enough.
    row
        The campus, subject or group; empty for a fact of the county and for a whole column.
    column
        The column, key or item by its heading; empty for a whole row.
    lacks
        What has to be added first: ``column``, ``item``, ``row``, ``rows``, ``sheet`` or ``file``; empty if nothing.
    """

    table: str
    at: str = ""
    row: str = ""
    column: str = ""
    lacks: str = ""

    @property
    def where(self) -> str:
        """The file, and the sheet and cell or the row, as spreadsheets and editors name it."""
        return f"{self.table}{self.at}"


def place_of(cell: Cell, words: Words) -> Place:
    """The place of a cell in the files of the county that the words are about.

    Examples
    --------
    >>> from balanced_edu.remarks import Reading
    >>> from balanced_edu.report.words import words_of
    >>> tables = [TableRead("schools", "county.xlsx", "学校", {"A1": 5}, {"computers": (2, "计算机台数")})]
    >>> cell = Cell("schools", "A1", "computers")
    >>> place_of(cell, words_of("en").about(Reading((), tables))).where
    'county.xlsx:学校!C5'
    >>> place_of(cell, words_of("en")).where, place_of(cell, words_of("en").about(None)).where
    ('schools.csv', '')
    """
    home = _home_of(cell, words)
    if home is None:
        return Place("", row=cell.place, column=_column(cell, words, _ITEM))
    if home.form is TableForm.KEYS:
        row = words.text("cells.row", table=cell.table, place=cell.place).strip() if _in_rows(cell) else cell.place
        return Place(home.name, row=row, column=_column(cell, words, _KEY))
    column = _column(cell, words, _ITEM)
    return Place(home.name, _at(cell, home), row=cell.place, column=column, lacks=_lacks(cell, home))


def cell_text(cell: Cell, words: Words) -> str:
    """Where a cell is, in a sentence: file, row and column, and what has to be added first.

    Examples
    --------
    >>> from balanced_edu.report.words import english
    >>> cell_text(Cell("schools", "A1", "built_year"), english()), cell_text(Cell(field="charter"), english())
    ('schools.csv: A1, 建成年份 (built_year)', 'charter')
    """
    if not cell.table:
        return f"{cell.field}[{cell.place}]" if cell.place else cell.field
    place = place_of(cell, words)
    outside, row = place.where or (table_name(cell, words) if _in_rows(cell) else ""), place.row
    if place.lacks == "row":
        row = words.text("cells.lacks.row", name=row)
    elif lack := lacking_rows(place, words):
        outside = words.text("cells.lacking", file=outside, lack=lack)
    inside = words.clauses((row, column_text(place, words)))
    return words.text("cells.cell", file=outside, cell=inside) if inside and outside else inside or outside


def cell_as_data(cell: Cell, words: Words) -> dict[str, Json]:
    """A cell for other programs, with where it is."""
    where = place_of(cell, words).where if cell.table else ""
    return {"table": cell.table, "place": cell.place, "field": cell.field, "where": where}


def column_text(place: Place, words: Words) -> str:
    """The column, key or item of a place, and whether it has to be added."""
    if place.lacks in ("column", "item"):
        return words.text(f"cells.lacks.{place.lacks}", name=place.column)
    return place.column


def row_text(place: Place, name: str, words: Words) -> str:
    """The row of a place by a name, and its cell if the sheet has it."""
    return name if place.lacks or not place.at else words.text("cells.at", row=name, cell=place.at.lstrip("!"))


def lacking_rows(place: Place, words: Words) -> str:
    """That a row or a whole table has to be added; empty if not."""
    if place.lacks in ("sheet", "file"):
        return words.text(f"cells.lacks.{place.lacks}")
    return words.text("cells.lacks.rows") if place.lacks in ("row", "rows") else ""


def table_name(cell: Cell, words: Words) -> str:
    """What the table of a cell is called where it is in no file."""
    return words.text(f"cells.tables.{cell.table if cell.table == SCHOOLS or _in_rows(cell) else 'facts'}")


_KEY, _ITEM = "cells.local", "cells.local_item"  # how a fact is named whose name a local standard chooses


def _home_of(cell: Cell, words: Words) -> TableRead | None:
    if words.reading is not None:
        return words.reading.home_of(cell.table, cell.place, cell.field)
    file = words.text("cells.schools" if cell.table == SCHOOLS else "cells.county")
    return TableRead(cell.table, file, "", {}, {}, form=TableForm.KEYS)


def _in_rows(cell: Cell) -> bool:
    """Whether the table has a row for each subject or group."""
    return "." in cell.table


def _column(cell: Cell, words: Words, local: str) -> str:
    if cell.table == "local":
        return words.text(local, field=cell.field)
    if not cell.field:
        return ""
    return words.text("cells.field", heading=fields_of(TABLES[cell.table])[cell.field].heading, field=cell.field)


def _at(cell: Cell, home: TableRead) -> str:
    """A cell of a sheet, the first one of its row, or a whole column; in a file without sheets the row of a fact."""
    row, position = home.position_of(cell.place, cell.field)
    if not home.sheet:
        return "" if row is None or cell.place else f":{row}"
    if row is not None:
        return f"!{letters(position or 0)}{row}"
    return "" if position is None or cell.place else f"!{letters(position)}"


def _lacks(cell: Cell, home: TableRead) -> str:
    row, position = home.position_of(cell.place, cell.field)
    if home.form is TableForm.ITEMS:
        return "item" if row is None else ""
    if not home.columns and not home.cells:
        return "sheet" if home.sheet else "file"
    if cell.place and row is None:
        return "row"
    if not cell.field:
        return "" if cell.place else "rows"
    return "column" if position is None else ""
