"""A document as a workbook (extra ``excel``): its summary, and tables as sheets to sort, filter and compute with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from balanced_edu.extras import package
from balanced_edu.outcomes import Outcome
from balanced_edu.report.document import Document, Entry, Paragraph, Role, Table
from balanced_edu.text import plain, width_of

# A cell holds 32,767 units of UTF-16 and drops the rest silently; a character is two units at most.
_LONGEST = 16_000
_WIDEST = 60

# What no title of a sheet may contain, and how long one may be.
_NO_TITLE = str.maketrans(dict.fromkeys("\\/*?:[]'", " "))
_LONGEST_TITLE = 31

_COLOURS = {Outcome.FAIL: "F8D7DA", Outcome.UNKNOWN: "FFF3CD"}


def render(document: Document) -> bytes:
    """The document as a workbook; texts are texts, whatever they begin with, and never formulas.

    Raises
    ------
    ModuleNotFoundError
        If openpyxl is missing.

    Examples
    --------
    >>> from balanced_edu.report.document import Column
    >>> rooms = Table(name="Rooms", columns=[Column("Area")], rows=[[Entry("96.0", value=96)]])
    >>> render(Document(title="County", lang="en", blocks=[rooms]))[:2]
    b'PK'
    """
    openpyxl = package("openpyxl", extra="excel", needed_by="a workbook")
    book = openpyxl.Workbook()
    book.remove(book.active)
    _write_summary(_sheet(book, document.summary or document.title), document)
    for table in document.tables:
        if table.name:
            sheet = _sheet(book, table.name)
            _write_table(sheet, table)
            sheet.freeze_panes = "A2"
            sheet.auto_filter.ref = f"A1:{sheet.cell(1 + len(table.rows), len(table.columns)).coordinate}"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: Any, name: str) -> Any:
    """A new sheet; openpyxl numbers titles that are there already."""
    return book.create_sheet(title_of_sheet(name))


def title_of_sheet(name: str) -> str:
    """A name as the title of a sheet, without what no title may contain, and no longer than one may be.

    >>> title_of_sheet("R1/R2")
    'R1 R2'
    """
    return plain(name.translate(_NO_TITLE))[:_LONGEST_TITLE]


def _write_summary(sheet: Any, document: Document) -> None:
    row = 1
    _write(sheet, row, 1, Entry(document.title), bold=True)
    for block in document.head:
        if isinstance(block, Paragraph):
            row += 1
            _write(sheet, row, 1, Entry(block.text), bold=block.role is Role.VERDICT)
        elif isinstance(block, Table) and not block.name:
            _write_table(sheet, block, first=row + 2)
            row += 1 + len(block.rows) + len(block.notes)


def _write_table(sheet: Any, table: Table, *, first: int = 1) -> None:
    """Heads, rows and, after an empty row, notes; each column as wide as its longest entry, within bounds."""
    heads = [Entry(f"{column.group} {column.head}".strip()) for column in table.columns]
    for row, entries in enumerate((heads, *table.rows), start=first):
        for column, entry in enumerate(entries, start=1):
            _write(sheet, row, column, entry, bold=row == first, wrapped=row != first)
    for row, note in enumerate(table.notes, start=first + len(table.rows) + 2):
        _write(sheet, row, 1, Entry(note))
    for column, entries in enumerate(zip(heads, *table.rows, strict=True), start=1):
        _widen(sheet, column, entries)


def _widen(sheet: Any, column: int, entries: Sequence[Entry]) -> None:
    longest = max(width_of(f"{entry.text} {entry.mark}") for entry in entries)
    sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(4 + longest, _WIDEST)


def _write(sheet: Any, row: int, column: int, entry: Entry, *, bold: bool = False, wrapped: bool = False) -> None:
    styles = package("openpyxl.styles", extra="excel", needed_by="a workbook")
    cell = sheet.cell(row, column)
    if entry.value is not None:
        cell.value, cell.number_format = entry.value, _format_of(entry)
    elif text := plain(f"{entry.text} {entry.mark}"):
        cell.value = text_that_fits(text)
        # A text that begins with = would else be taken for a formula.
        cell.data_type, cell.quotePrefix = "s", True
    if bold:
        cell.font = styles.Font(bold=True)
    if wrapped:
        cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
    if entry.outcome is not None and entry.outcome in _COLOURS:
        cell.fill = styles.PatternFill("solid", start_color=_COLOURS[entry.outcome])


_NUMBER = re.compile(r"(?P<whole>-?[0-9,]+)(?:\.(?P<decimals>[0-9]+))?(?P<unit>.*)", re.DOTALL)


def _format_of(entry: Entry) -> str:
    """The number format in which a value reads as its text, with its mark."""
    if isinstance(entry.value, dt.date):
        return "yyyy-mm-dd"
    number = _NUMBER.fullmatch(entry.text)
    if number is None:
        return "General"
    whole = "#,##0" if "," in number["whole"] else "0"
    decimals = "." + "0" * len(number["decimals"]) if number["decimals"] else ""
    behind = plain(f"{number['unit']} {entry.mark}").replace('"', "")
    return f'{whole}{decimals}" {behind}"' if behind else f"{whole}{decimals}"


def text_that_fits(text: str) -> str:
    """A text no longer than a cell, cut between words, such as the codes in a list of campuses."""
    if len(text) <= _LONGEST:
        return text
    kept = text[:_LONGEST].rpartition(" ")[0] or text[:_LONGEST]
    return f"{kept} … (+{len(text) - len(kept):,})"
