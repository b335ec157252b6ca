"""The workbook as a form of data set: a sheet 学校 with the campuses, a sheet 县级 with the facts of the county.

Sheets 监测 and 调查 have the subjects of monitoring and the groups of the survey, sheets 班级, 教室 and 教师 the
registers of classes, rooms and teachers; other sheets are passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from balanced_edu.files import content_of, not_opened
from balanced_edu.identity import compact, trimmed
from balanced_edu.message import Message
from balanced_edu.notes import THE_FILE, WHOLE, Notes, ReadingError
from balanced_edu.remarks import RemarkCode, letters, ranges
from balanced_edu.tables.building import completed
from balanced_edu.tables.names import tables_called
from balanced_edu.tables.parts import (
    EXPLAINED,
    GROUPS,
    ITEMS,
    LIMITS,
    MONITORING,
    REGISTERS,
    SCHOOLS,
    Table,
    campuses_in,
    county_in,
    registers_in,
    remark_not_given,
)
from balanced_edu.tables.spreadsheet import Sheet, Spreadsheet, spreadsheet_of
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from pathlib import Path

    from balanced_edu.records.campus import Campus
    from balanced_edu.records.county import County

ENDINGS = (".xlsx", ".xls", ".ods")
"""How the name of a workbook ends."""

LARGEST = 20_000_000
"""Bytes of the largest workbook that is read, packed as it is."""

DESCRIPTION = Message(
    "a workbook ({endings}) with the sheets {schools} and {items}", endings=ENDINGS, schools=SCHOOLS, items=ITEMS
)
"""What a path must be for this reader."""

IF_SHIFTED = Message("move it under its heading")
"""What to do with a cell that is under no heading."""


def fits(path: Path) -> bool:
    """Whether a path is a file with the ending of a workbook."""
    return path.suffix.lower() in ENDINGS and path.exists()


def files(path: Path) -> tuple[Path, ...]:
    """The file that is read."""
    return (path,)


def read(path: Path, *, ignore_columns: bool = False) -> County:
    """Read the county of a workbook.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of every sheet.
    ModuleNotFoundError
        If python-calamine is missing.
    """
    return county_of(path.name, lambda: opened(path), ignore_columns=ignore_columns)


def county_of(file: str, book_of: Callable[[], Spreadsheet], *, ignore_columns: bool = False) -> County:
    """The county in a workbook, which is opened by `book_of` or was before.

    Raises
    ------
    InputError, ModuleNotFoundError
        As `read` does.
    """
    of_file = Notes(file)
    try:
        book = book_of()
        sheets = _sheets(book, of_file)
    except ReadingError as problem:
        of_file.add(1, WHOLE, problem.of(THE_FILE))
        return completed(None, [], of_file)
    if not book.shows_all:
        of_file.remark_whole(RemarkCode.UNSEEN)
    tables = {
        name: Table(sheet.rows, notes_of(file, sheet), IF_SHIFTED, merged=sheet.merged)
        for name, sheet in sheets.items()
    }
    county = county_in(tables, ignore_columns=ignore_columns)
    registers = registers_in(tables, ignore_columns=ignore_columns)
    remark_not_given(tables, lambda name: (file, name), of_file)
    campuses: list[Campus] = []
    if SCHOOLS in tables:
        year = county.year if county else None
        campuses = campuses_in(tables[SCHOOLS], year, registers, ignore_columns=ignore_columns)
    return completed(county, campuses, of_file, *(table.notes for table in tables.values()))


def opened(path: Path) -> Spreadsheet:
    """The workbook in a file.

    Raises
    ------
    ReadingError
        If it cannot be opened, is none, is damaged, or is too large.
    ModuleNotFoundError
        If python-calamine is missing.
    """
    try:
        content = content_of(path, LARGEST)
    except OSError as error:
        raise ReadingError(not_opened(error)) from None
    if len(content) > LARGEST:
        what = "has more than {most:,} bytes; copy the tables of one county to a new workbook"
        raise ReadingError(Message(what, most=LARGEST))
    return spreadsheet_of(content)


def _sheets(book: Spreadsheet, of_file: Notes) -> dict[str, Sheet]:
    """The sheets of a data set by their name in Chinese; others are remarked on, and missing ones noted.

    Nobody has to look up those with which a template explains itself.
    """
    order = (SCHOOLS, ITEMS, MONITORING, GROUPS, *REGISTERS)
    given: dict[str, str] = {}
    for name in book.names:
        if compact(name) in (EXPLAINED, LIMITS):
            continue
        known = sheet_name(name)
        if known not in order:
            of_file.remark_whole(RemarkCode.SHEET, given=name)
        elif known in given:
            what = "there are two sheets {sheet}, {one} and {other}; delete one of them"
            of_file.add(1, WHOLE, Message(what, sheet=known, one=quoted(given[known]), other=quoted(name)))
        else:
            given[known] = name
    for known in (SCHOOLS, ITEMS):
        if known not in given:
            what = "there is no sheet {sheet} among {sheets}; name the sheet so, or add it"
            of_file.add(1, WHOLE, Message(what, sheet=known, sheets=tuple(book.names)))
    return {known: book.sheet(given[known]) for known in order if known in given}


def sheet_name(name: str) -> str:
    """The name of a sheet as data sets have it, such as 县级 for County."""
    known = compact(name).casefold()
    return tables_called().get(known, known)


def is_register(name: str) -> bool:
    """Whether a sheet is a register, by its name."""
    return sheet_name(name) in REGISTERS


def pass_over(name: str, of_file: Notes) -> None:
    """Remark on a sheet beside forms that is not read; a register, whose figures would be lost, is noted."""
    if is_register(name):
        what = "the sheet {sheet} is a register, which is not read beside forms; move it to another file"
        of_file.add(1, WHOLE, Message(what, sheet=quoted(name)))
    else:
        of_file.remark_whole(RemarkCode.SHEET, given=name)


def notes_of(file: str, sheet: Sheet) -> Notes:
    """Notes on a sheet, which begin with what it hides and what was rounded."""
    notes = Notes(file, sheet=sheet.name, unusable=sheet.unusable)
    if sheet.hidden:
        notes.remark_whole(RemarkCode.HIDDEN_SHEET)
    if sheet.hidden_rows or sheet.hidden_columns:
        _remark_hidden(sheet, notes)
    for row, position in sheet.rounded:
        notes.remark_value(RemarkCode.DIGITS, row, letters(position), position)
    return notes


def _remark_hidden(sheet: Sheet, notes: Notes) -> None:
    """Remark on the rows and columns that a sheet hides although they have something in them."""
    filled = {number: cells for number, cells in sheet.rows if any(map(trimmed, cells))}
    if rows := sheet.hidden_rows & filled.keys():
        notes.remark(RemarkCode.HIDDEN_ROWS, min(rows), WHOLE, 0, given=ranges(rows))
    used = {position for cells in filled.values() for position, cell in enumerate(cells) if trimmed(cell)}
    if columns := sheet.hidden_columns & used:
        first = min(columns)
        named = ", ".join(letters(position) for position in sorted(columns))
        notes.remark(RemarkCode.HIDDEN_COLUMNS, min(filled), WHOLE, first, given=named)
