"""Sheets for an office: columns as one sheet of a workbook (extra ``excel``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from balanced_edu.extras import package
from balanced_edu.report.words import plain


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
    sheet.title = title
    sheet.append(list(columns))
    for column, values in enumerate(columns.values(), start=1):
        for row, value in enumerate(values, start=2):
            cell = sheet.cell(row, column, plain(value) if isinstance(value, str) else value)
            cell.alignment = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                # A text that begins with = would else be taken for a formula.
                cell.data_type, cell.quotePrefix = "s", True
    for cell, values in zip(sheet[1], columns.values(), strict=True):
        cell.font = openpyxl.styles.Font(bold=True)
        longest = max((len(str(value)) for value in (cell.value, *values)), default=0)
        sheet.column_dimensions[cell.column_letter].width = min(4 + 2 * longest, 60)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)
