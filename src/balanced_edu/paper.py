"""Sheets of a workbook on paper (extra `excel`): A4, headings on every page, and rows as high as their texts."""

from __future__ import annotations

from math import ceil
from typing import Any

from balanced_edu.extras import package
from balanced_edu.message import Message
from balanced_edu.text import width_of

HEAD = "DDEBF7"
"""The colour of headings."""

_A4 = 9
_LINE = 15  # points
_HIGHEST = 405  # points; no program has higher rows
_MARGIN, _FOOT = 0.5, 0.3  # inches


def set_up_page(sheet: Any, *, heads: str = "1:1", columns: str = "") -> None:
    """Print a sheet on A4, landscape, with the rows of headings on every page, and as wide as a page.

    A sheet with `columns` that every page repeats may be several pages wide.
    """
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    if heads:
        sheet.print_title_rows = heads
    if columns:
        sheet.print_title_cols = columns
    else:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToHeight = 0


def set_foot(sheet: Any, left: str, right: str) -> None:
    """Print a text on the left and on the right below every page, and between them its number of how many."""
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN
    margins.bottom, margins.footer = 2 * _FOOT, _FOOT
    foot = sheet.oddFooter
    foot.left.text, foot.center.text, foot.right.text = _of_foot(left), "&P / &N", _of_foot(right)


# What is left and right of the page's number is at most 255 characters with it, or the file is damaged.
_LONGEST_FOOT = 100


def _of_foot(text: str) -> str:
    """A text as a footer has it, in which ``&`` begins a code."""
    return text[:_LONGEST_FOOT].replace("&", "＆")


def write_text(cell: Any, text: str) -> None:
    """Write a text as a text: one that begins with ``=`` would else be taken for a formula."""
    cell.value = text
    cell.data_type, cell.quotePrefix = "s", True


def as_head(cell: Any, colour: str = HEAD) -> None:
    """Make a cell a heading: bold, on a colour, and over several lines where it is long."""
    styles = package("openpyxl.styles", extra="excel", needed_by=Message("writing a workbook"))
    as_bold(cell)
    cell.alignment = styles.Alignment(wrap_text=True, vertical="center")
    cell.fill = styles.PatternFill("solid", start_color=colour)


def as_bold(cell: Any) -> None:
    """Make the text of a cell bold, in the font that it has: one without a name is any font."""
    styles = package("openpyxl.styles", extra="excel", needed_by=Message("writing a workbook"))
    cell.font = styles.Font(name=cell.font.name, size=cell.font.size, bold=True)


def fit_height(sheet: Any, row: int) -> None:
    """Make a row as high as its longest text needs, since not every program does so when it opens a file."""
    lines = (
        ceil(width_of(cell.value) / (sheet.column_dimensions[cell.column_letter].width - 2))
        for cell in sheet[row]
        if isinstance(cell.value, str)
    )
    set_lines(sheet, row, max(lines, default=1))


def set_lines(sheet: Any, row: int, lines: int) -> None:
    """Make a row as high as so many lines, or as high as a row can be."""
    sheet.row_dimensions[row].height = min(_LINE * lines, _HIGHEST)
