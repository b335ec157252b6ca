"""Sheets for an office: columns as one sheet of a workbook (extra ``excel``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from balanced_edu.report.words import plain


def write_sheet(path: str | PathLike[str], title: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Write columns by their headings to a workbook with one sheet; texts stay texts, whatever they begin with.

    Raises
    ------
    ModuleNotFoundError
        If openpyxl is missing.
    """
    try:
        import openpyxl
        from openpyxl.styles import Alignment, Font
    except ModuleNotFoundError as error:
        message = "workbooks need openpyxl: pip install 'balanced-edu[excel]'"
        raise ModuleNotFoundError(message, name="openpyxl") from error
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    sheet.append(list(columns))
    for column, values in enumerate(columns.values(), start=1):
        for row, value in enumerate(values, start=2):
            cell = sheet.cell(row, column, plain(value) if isinstance(value, str) else value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                # A text that begins with = would else be taken for a formula.
                cell.data_type, cell.quotePrefix = "s", True
    for cell, values in zip(sheet[1], columns.values(), strict=True):
        cell.font = Font(bold=True)
        longest = max((len(str(value)) for value in (cell.value, *values)), default=0)
        sheet.column_dimensions[cell.column_letter].width = min(4 + 2 * longest, 60)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)
