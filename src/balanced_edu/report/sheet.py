"""Sheets for an office: columns as one sheet of a workbook (extra ``excel``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from balanced_edu.extras import package
from balanced_edu.plain import plain

# A cell holds 32,767 units of UTF-16 and loses the rest without a word; a character is two units at most.
_LONGEST = 16_000

# What a workbook allows in no title of a sheet, and how long one may be.
_NO_TITLE = str.maketrans(dict.fromkeys("\\/*?:[]", " "))
_LONGEST_TITLE = 31


def write_sheet(path: str | PathLike[str], title: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Write columns by their headings to a workbook with one sheet; texts stay texts, whatever they begin with.

    Raises
    ------
    ModuleNotFoundError
        If openpyxl is missing.
    """
    openpyxl = package("openpyxl", extra="excel", needed_by="a workbook")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = plain(title.translate(_NO_TITLE))[:_LONGEST_TITLE]
    for column, (heading, values) in enumerate(columns.items(), start=1):
        cells = [_cell(sheet, row, column, value) for row, value in enumerate((heading, *values), start=1)]
        for cell in cells[1:]:
            cell.alignment = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
        cells[0].font = openpyxl.styles.Font(bold=True)
        longest = max(len(str(cell.value)) for cell in cells)
        sheet.column_dimensions[cells[0].column_letter].width = min(4 + 2 * longest, 60)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)


def _cell(sheet: Any, row: int, column: int, value: Any) -> Any:
    """A cell with its value; a text stays a text."""
    if not isinstance(value, str):
        return sheet.cell(row, column, value)
    cell = sheet.cell(row, column, _that_fits(plain(value)))
    # A text that begins with = would else be taken for a formula.
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _that_fits(text: str) -> str:
    """A text no longer than a cell, cut between words, such as the codes in a list of campuses."""
    if len(text) <= _LONGEST:
        return text
    kept = text[:_LONGEST].rpartition(" ")[0] or text[:_LONGEST]
    return f"{kept} … and {len(text) - len(kept):,} more characters"
