"""Workbooks as they are given to the readers of sheets, without a file, for tests of what is made of their cells."""

from __future__ import annotations

from typing import Any

from balanced_edu.tables.sheetparts import Unseen
from balanced_edu.tables.spreadsheet import Sheet, Spreadsheet, _text


def in_memory(book: Any) -> Spreadsheet:
    """A workbook of openpyxl, whose cells are to have values: what is an error, and what is hidden, only files say."""

    def look_into(name: str) -> Unseen:
        raise LookupError(name)

    sheets = {sheet.title: _sheet(sheet) for sheet in book}
    return Spreadsheet(tuple(sheets), True, None, book, look_into, sheets)


def _sheet(sheet: Any) -> Sheet:
    rows = [
        (number, ["" if value is None else _text(value) for value in cells])
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]
    bounds = sorted((cells.min_row, cells.min_col, cells.max_row, cells.max_col) for cells in sheet.merged_cells.ranges)
    merged = [((top, left - 1), (bottom, right - 1)) for top, left, bottom, right in bounds]
    return Sheet(sheet.title, False, rows, {}, merged, [], frozenset(), frozenset())
