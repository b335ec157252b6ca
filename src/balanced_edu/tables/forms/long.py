"""Long forms (填报表): a sheet with a row for each item, read by a form map; a workbook has the form of one school."""

from __future__ import annotations

from collections.abc import Sequence

from balanced_edu.identity import trimmed
from balanced_edu.notes import Notes
from balanced_edu.remarks import RemarkCode, ranges
from balanced_edu.tables.forms.entries import Entry, FormRead, Place
from balanced_edu.tables.forms.figures import Figure, figures_of, items_below_headings, note_missing
from balanced_edu.tables.forms.maps import FormMap, school_form
from balanced_edu.tables.forms.school import entry_of, stages_of
from balanced_edu.tables.headings import Merged, Row
from balanced_edu.tables.items import layout_of
from balanced_edu.tables.names import plain_name
from balanced_edu.tables.schools import filled_rows, remark_merged
from balanced_edu.tables.spreadsheet import Sheet, Spreadsheet
from balanced_edu.tables.workbook import notes_of, pass_over

FEWEST = 5
"""Items of a form by which a sheet is recognised; fewer may be those of any table."""


def recognises(book: Spreadsheet) -> bool:
    """Whether a workbook has the form of a school.

    Raises
    ------
    ReadingError
        If a sheet is too large or damaged.
    """
    return any(is_form(book.sheet(name).rows, school_form()) for name in book.names)


def read(book: Spreadsheet, file: str, of_file: Notes, *, ignore_columns: bool = False) -> FormRead:
    """Read the forms of a workbook, mostly one.

    Parameters
    ----------
    book
        The workbook.
    file
        Its name.
    of_file
        Takes the remarks on sheets that are not read.
    ignore_columns
        Whether unknown items are passed over.

    Raises
    ------
    ReadingError
        If a sheet is too large or damaged.
    """
    form, found = school_form(), FormRead()
    for name in book.names:
        sheet = book.sheet(name)
        if is_form(sheet.rows, form):
            found.entries.append(_read_sheet(sheet, form, notes_of(file, sheet), found, ignore_columns=ignore_columns))
        elif plain_name(name) not in form.explanations:
            pass_over(name, of_file)
    return found


def is_form(rows: Sequence[Row], form: FormMap) -> bool:
    """Whether rows are those of a form: headings of a table of items, and some of its items below."""
    return sum(form.has(item) for item in items_below_headings(rows)) >= FEWEST


def _read_sheet(sheet: Sheet, form: FormMap, notes: Notes, found: FormRead, *, ignore_columns: bool) -> Entry:
    found.notes.append(notes)
    rows = filled_rows(sheet.rows, notes)
    figures = figures_of(rows, form, notes, ignore_columns=ignore_columns)
    notes.remark_whole(RemarkCode.FORM, given=form.title, year=form.year, rows=len(figures))
    note_missing(form, figures, notes)
    remark_merged((figure.place.row for figure in figures), _over_values(sheet, figures), notes)
    row, cells = next((row, cells) for row, cells in rows if layout_of(cells))
    home = Place(notes, row, 0, trimmed(cells[0]))
    entry = entry_of(form, figures, home)
    _remark_empty(entry, figures, notes)
    return entry


def _over_values(sheet: Sheet, figures: Sequence[Figure]) -> Merged:
    """Merged cells that hold the values of several rows; those that hold categories are the form's own."""
    values = {figure.place.position for figure in figures}
    return [
        ((top, left), (bottom, right))
        for (top, left), (bottom, right) in sheet.merged
        if bottom > top and not values.isdisjoint(range(left, right + 1))
    ]


def _remark_empty(entry: Entry, figures: Sequence[Figure], notes: Notes) -> None:
    """Remark on the items that have to be filled in for such a school and are empty."""
    stages, noted = stages_of(entry), {problem.row for problem in notes.problems}
    required = (figure for figure in figures if not figure.item.optional and figure.item.applies_to(stages))
    empty = [figure.place.row for figure in required if figure.value is None and figure.place.row not in noted]
    if empty:
        notes.remark_whole(RemarkCode.EMPTY, rows=len(empty), given=ranges(empty))
