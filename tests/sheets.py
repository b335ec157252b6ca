"""Workbooks for tests that are in no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from balanced_edu.tables.headings import Merged
from balanced_edu.tables.spreadsheet import Sheet, Spreadsheet, _text

Rows = Sequence[Sequence[str]]
Unusable = Mapping[tuple[int, int], str]


def book_of(
    sheets: Mapping[str, Rows],
    merged: Mapping[str, Merged] | None = None,
    *,
    unusable: Mapping[str, Unusable] | None = None,
    shows_all: bool = True,
) -> Spreadsheet:
    """A workbook with these sheets, given as rows of texts, as if each of them had been read from its file.

    Merged cells, and those of which a file has no value, are given by sheet.
    """
    read = {
        name: Sheet(
            name=name,
            hidden=False,
            rows=list(enumerate(rows, start=1)),
            unusable=(unusable or {}).get(name, {}),
            merged=(merged or {}).get(name, ()),
            rounded=[],
            hidden_rows=frozenset(),
            hidden_columns=frozenset(),
        )
        for name, rows in sheets.items()
    }
    without_file: Any = None
    return Spreadsheet(tuple(sheets), shows_all, without_file, without_file, without_file, read)


def in_memory(book: Any) -> Spreadsheet:
    """A workbook of openpyxl, whose cells are to have values: what is an error, and what is hidden, only files say."""
    rows = {
        sheet.title: [
            ["" if value is None else _text(value) for value in cells] for cells in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }
    merged = {
        sheet.title: [
            ((top, left - 1), (bottom, right - 1))
            for top, left, bottom, right in sorted(
                (cells.min_row, cells.min_col, cells.max_row, cells.max_col) for cells in sheet.merged_cells.ranges
            )
        ]
        for sheet in book
    }
    return book_of(rows, merged)
