"""A document as a workbook (extra ``excel``): its summary, and tables as sheets to sort, filter and compute with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby, zip_longest
from typing import Any

import attrs

from balanced_edu.extras import package
from balanced_edu.message import Message
from balanced_edu.outcomes import Outcome
from balanced_edu.paper import as_bold, as_head, set_foot, set_lines, set_up_page, write_text
from balanced_edu.report.document import Document, Entry, Paragraph, Role, Table
from balanced_edu.report.text import pieces, wrapped
from balanced_edu.report.widths import shared_room
from balanced_edu.text import plain, width_of

# A cell holds 32,767 units of UTF-16 and drops the rest silently; a character is two units at most.
_LONGEST = 16_000

# Widths in characters: of a page that is still read easily when it is printed, of the summary, and bounds of columns.
_PAGE, _SUMMARY = 200, 100
_WIDEST, _NARROWEST, _WORD = 60, 8, 14
_BESIDE = 3  # what a cell leaves free beside its text
_LINES = 6  # of a head

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
    openpyxl = package("openpyxl", extra="excel", needed_by=Message("a workbook"))
    book = openpyxl.Workbook()
    book.remove(book.active)
    _write_summary(_sheet(book, document.summary or document.title), document)
    for table in document.book:
        sheet = _sheet(book, table.name)
        heads = _write_table(sheet, table, document.lang)
        below = sheet.cell(heads + 1, table.keys + 1).coordinate
        last = sheet.cell(heads + len(table.rows), len(table.columns)).coordinate
        sheet.freeze_panes, sheet.auto_filter.ref = below, f"A{heads}:{last}"
        set_up_page(sheet, heads=f"1:{heads}")
        sheet.print_options.gridLines = True
    for sheet in book:
        set_foot(sheet, plain(document.title), plain(document.source))
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


# The summary.


def _write_summary(sheet: Any, document: Document) -> None:
    """Paragraphs and tables one below the other, in the columns of the widest table."""
    tables = [one for one in (*document.head, *document.sheets) if isinstance(one, Table) and not one.name]
    widths: list[int] = [0]
    for table in tables:
        widths = [max(pair) for pair in zip_longest(widths, _widths(table, document.lang), fillvalue=0)]
    widths[-1] = max(widths[-1], _SUMMARY - sum(widths[:-1]))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    row = _write_spread(sheet, 1, [Entry(document.title)], widths, bold=True)
    for block in document.head:
        if isinstance(block, Paragraph):
            row = _write_spread(sheet, row, [Entry(block.text)], widths, bold=block.role is Role.VERDICT)
    for table in tables:
        row += 1
        if heads := _heads(table, document.lang):
            row = _write_spread(sheet, row, [Entry(head) for head in heads], widths, head=True)
        for entries in table.rows:
            row = _write_spread(sheet, row, entries, widths)
        for note in table.notes:
            row = _write_spread(sheet, row, [Entry(note)], widths)
    set_up_page(sheet, heads="")


def _write_spread(
    sheet: Any, row: int, entries: Sequence[Entry], widths: Sequence[int], *, bold: bool = False, head: bool = False
) -> int:
    """Write a row whose last entry takes all columns that are left; the row that follows."""
    last = len(entries)
    for column, entry in enumerate(entries, start=1):
        _write(sheet.cell(row, column), entry, bold=bold, align="left")
        if head:
            as_head(sheet.cell(row, column))
    if last < len(widths):
        sheet.merge_cells(start_row=row, start_column=last, end_row=row, end_column=len(widths))
    _fit_height(sheet, row, entries, [*widths[: last - 1], sum(widths[last - 1 :])])
    return row + 1


# Tables.


def _write_table(sheet: Any, table: Table, lang: str) -> int:
    """Heads, rows and, after an empty row, notes; how many rows the heads are."""
    heads = _heads(table, lang) or [""] * len(table.columns)
    groups = [column.group for column in table.columns]
    first = 2 if any(groups) else 1
    for column, head in enumerate(heads, start=1):
        _write(sheet.cell(first, column), Entry(head))
        as_head(sheet.cell(first, column))
    if first == 2:
        _write_groups(sheet, groups)
    widths = _widths(table, lang)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(first, column).column_letter].width = width
    _fit_height(sheet, first, [Entry(head) for head in heads], widths)
    for row, entries in enumerate(table.rows, start=first + 1):
        for cell, entry, of in zip(_cells(sheet, row, len(entries)), entries, table.columns, strict=True):
            shown = attrs.evolve(entry, text="") if of.signs and entry.mark else entry
            _write(cell, shown, unit=of.unit, align=of.align)
        _fit_height(sheet, row, entries, widths)
    for row, note in enumerate(table.notes, start=first + len(table.rows) + 2):
        _write_spread(sheet, row, [Entry(note)], widths)
    return first


def _cells(sheet: Any, row: int, columns: int) -> Iterator[Any]:
    return (sheet.cell(row, column) for column in range(1, columns + 1))


def _heads(table: Table, lang: str) -> list[str]:
    """The heads of the columns with their units; empty if no column has one."""
    bracketed = "{}（{}）" if lang.startswith("zh") else "{} ({})"
    heads = [bracketed.format(one.head, one.unit) if one.unit else one.head for one in table.columns]
    return heads if any(heads) else []


def _write_groups(sheet: Any, groups: Sequence[str]) -> None:
    """A row of heads over heads, each as wide as its columns."""
    column = 1
    for group, members in groupby(groups):
        span = len(list(members))
        for cell in _cells(sheet, 1, column + span - 1):
            as_head(cell)
        _write(sheet.cell(1, column), Entry(group))
        as_head(sheet.cell(1, column))
        if group and span > 1:
            sheet.merge_cells(start_row=1, start_column=column, end_row=1, end_column=column + span - 1)
        column += span


# Widths and heights.


def _widths(table: Table, lang: str) -> list[int]:
    """Widths of columns: numbers and signs need theirs, and texts share what is left of the width of a page."""
    heads = _heads(table, lang) or [""] * len(table.columns)
    rows = [
        [
            width_of(entry.mark if column.signs and entry.mark else _text(entry))
            for entry, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    longest = [max(texts) for texts in zip([0] * len(heads), *rows, strict=True)]
    rigid = [
        column.signs or any(row[place].value is not None for row in table.rows)
        for place, column in enumerate(table.columns)
    ]
    least = [
        max(_of_head(head), needed if fixed else min(needed, _NARROWEST))
        for head, needed, fixed in zip(heads, longest, rigid, strict=True)
    ]
    texts = [[0 if fixed else text for text, fixed in zip(row, rigid, strict=True)] for row in rows]
    room = _PAGE - _BESIDE * len(heads)
    return [width + _BESIDE for width in shared_room(texts, least, _WIDEST, room)]


def _of_head(head: str) -> int:
    """The width at which a head is on two lines if it is short, and on a few if it is long."""
    if not head:
        return 1
    words = max(width_of(piece.strip()) for piece in pieces(head))
    width = max(min(words, _WORD), min((width_of(head) + 1) // 2, _NARROWEST))
    return next((wider for wider in range(width, _WIDEST) if _lines(head, wider) <= _LINES), _WIDEST)


def _fit_height(sheet: Any, row: int, entries: Sequence[Entry], widths: Sequence[int]) -> None:
    texts = (_text(entry) if entry.value is None else "" for entry in entries)
    lines = [_lines(text, width - _BESIDE) for text, width in zip(texts, widths, strict=True)]
    set_lines(sheet, row, max(lines))


def _lines(text: str, width: int) -> int:
    return 1 if width_of(text) <= width else sum(1 for _ in wrapped(text, width=width))


# Cells.


def _text(entry: Entry) -> str:
    return plain(f"{entry.text} {entry.mark}")


def _write(cell: Any, entry: Entry, *, unit: str = "", bold: bool = False, align: str = "left") -> None:
    styles = package("openpyxl.styles", extra="excel", needed_by=Message("a workbook"))
    if entry.value is not None:
        cell.value, cell.number_format = entry.value, _format_of(entry, unit)
    elif text := _text(entry):
        write_text(cell, text_that_fits(text))
    if bold:
        as_bold(cell)
    # Numbers would else touch the text in the column beside them.
    cell.alignment = styles.Alignment(wrap_text=True, vertical="top", horizontal=align, indent=align == "right")
    if entry.outcome is not None and entry.outcome in _COLOURS:
        cell.fill = styles.PatternFill("solid", start_color=_COLOURS[entry.outcome])


_NUMBER = re.compile(r"(?P<before>[^0-9-]*)(?P<whole>-?[0-9,]+)(?:\.(?P<decimals>[0-9]+))?(?P<unit>.*)", re.DOTALL)


def _format_of(entry: Entry, unit: str) -> str:
    """The number format in which a value reads as its text, with its mark; without the unit that its head has."""
    if isinstance(entry.value, dt.date):
        return "yyyy-mm-dd"
    number = _NUMBER.fullmatch(entry.text)
    if number is None:
        return "General"
    whole = "#,##0" if "," in number["whole"] else "0"
    decimals = "." + "0" * len(number["decimals"]) if number["decimals"] else ""
    before = plain(number["before"]).replace('"', "")
    behind = plain(f"{'' if unit else number['unit']} {entry.mark}").replace('"', "")
    return "".join((f'"{before} "' if before else "", whole, decimals, f'" {behind}"' if behind else ""))


def text_that_fits(text: str) -> str:
    """A text no longer than a cell, cut between words, such as the codes in a list of campuses."""
    if len(text) <= _LONGEST:
        return text
    kept = text[:_LONGEST].rpartition(" ")[0] or text[:_LONGEST]
    return f"{kept} … (+{len(text) - len(kept):,})"
