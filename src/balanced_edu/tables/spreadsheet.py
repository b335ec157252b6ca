"""Spreadsheets of Excel, WPS and LibreOffice as sheets of texts, through calamine (extra ``excel``).

Values are those that the file stores: nothing is computed, no macro runs and no link is followed, since only the parts
with sheets are unpacked, up to a bound. What calamine does not say is looked up in the parts themselves: errors,
formulas without a value, percentages, and what is hidden. A file of the old form (``.xls``) does not show these.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import attrs

from balanced_edu.exact import number_text
from balanced_edu.extras import package
from balanced_edu.message import Message
from balanced_edu.notes import ReadingError
from balanced_edu.tables.cells import ERROR_VALUE
from balanced_edu.tables.headings import Merged, Row
from balanced_edu.tables.packed import DAMAGED_OR_LOCKED, packed, parts_of
from balanced_edu.tables.sheetparts import Unseen, check_size, is_part, looking_into
from balanced_edu.text import quoted

_DIGITS = 15  # of a number that spreadsheets show; the digits beyond are those of binary numbers
_EXACT = 10**_DIGITS


@attrs.frozen(slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes
    ----------
    name
        Its name.
    hidden
        Whether it is hidden.
    rows
        Its rows.
    unusable
        Cells of which the file has no value, and why, by row and by position from 0.
    merged
        Cells that are merged.
    rounded
        Numbers that are stored with more digits than spreadsheets show, by row and position.
    hidden_rows, hidden_columns
        Rows by number and columns by position that are hidden.
    """

    name: str
    hidden: bool
    rows: Sequence[Row]
    unusable: Mapping[tuple[int, int], str]
    merged: Merged
    rounded: Sequence[tuple[int, int]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


@attrs.frozen(slots=True)
class Spreadsheet:
    """A workbook whose sheets may be read.

    Attributes
    ----------
    names
        The names of its sheets of cells.
    shows_all
        Whether the form of the file shows what is hidden and what has no value.
    """

    names: tuple[str, ...]
    shows_all: bool
    _calamine: Any
    _book: Any
    _look_into: Callable[[str], Unseen]
    _sheets: dict[str, Sheet] = attrs.field(factory=dict)

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name; it is read once, however many readers look whether it is theirs.

        Raises
        ------
        ReadingError
            If it is too large or damaged.
        """
        if name not in self._sheets:
            self._sheets[name] = self._read(name)
        return self._sheets[name]

    def _read(self, name: str) -> Sheet:
        unseen = self._look_into(name)
        check_size(name, unseen.height, unseen.width)
        with _unless_damaged(self._calamine):
            sheet = self._book.get_sheet_by_name(name)
        check_size(name, sheet.total_height + 1, sheet.total_width + 1)  # of Calamine they are the last indices
        rounded: list[tuple[int, int]] = []
        rows = list(_rows(_as_far_as_formulas(sheet.to_python(skip_empty_area=False), unseen), unseen, rounded))
        hidden = {one.name: one.visible for one in self._book.sheets_metadata}[name]
        merged = unseen.merged if sheet.merged_cell_ranges is None else _from_one(sheet.merged_cell_ranges)
        return Sheet(
            name,
            str(hidden) != "SheetVisibleEnum.Visible",
            rows,
            _unusable(unseen),
            merged,
            rounded,
            unseen.hidden_rows,
            unseen.hidden_columns,
        )


def spreadsheet_of(content: bytes) -> Spreadsheet:
    """The workbook in a file's content.

    Raises
    ------
    ReadingError
        If it is none, is damaged, or is too large.
    ModuleNotFoundError
        If python-calamine is missing.
    """
    calamine = package("python_calamine", extra="excel", needed_by=Message("reading a workbook"))
    parts: Mapping[str, bytes] = {}
    if content.startswith(b"PK"):
        parts = parts_of(content, is_part)
        content = packed(parts)
    elif not content.startswith(b"\xd0\xcf\x11\xe0"):
        what = "is not a workbook, whatever its name says; open it, and save it as a workbook (.xlsx)"
        raise ReadingError(Message(what))
    look_into = looking_into(parts)
    with _unless_damaged(calamine):
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    of_cells = [one.name for one in book.sheets_metadata if str(one.typ) == "SheetTypeEnum.WorkSheet"]
    return Spreadsheet(tuple(of_cells), bool(parts), calamine, book, look_into)


@contextmanager
def _unless_damaged(calamine: Any) -> Iterator[None]:
    try:
        yield
    except calamine.CalamineError:
        raise ReadingError(DAMAGED_OR_LOCKED) from None


def _as_far_as_formulas(values: list[list[object]], unseen: Unseen) -> list[list[object]]:
    """The cells as far as formulas stand: Calamine ends with the last value, and formulas beyond it may have none."""
    places = {*unseen.without_value, *unseen.errors}
    height = max((row for row, _ in places), default=0)
    width = max((position + 1 for _, position in places), default=0)
    rows = [*values, *([] for _ in range(len(values), height))]
    return [[*cells, *[""] * (width - len(cells))] for cells in rows]


def _rows(values: Sequence[Sequence[object]], unseen: Unseen, rounded: list[tuple[int, int]]) -> Iterator[Row]:
    without_value = {**dict.fromkeys(unseen.without_value, _FORMULA), **unseen.errors}
    for row, cells in enumerate(values, start=1):
        texts = [value if isinstance(value, str) else _text(value) for value in cells]
        for position, value in enumerate(cells):
            if isinstance(value, float) and unseen.percents and (row, position) in unseen.percents:
                texts[position] = f"{Decimal(_in_digits(value)).scaleb(2).normalize():f}%"
            elif isinstance(value, float) and not value.is_integer() and _is_rounded(value):
                rounded.append((row, position))
            elif without_value and (row, position) in without_value:
                texts[position] = without_value[row, position]
        yield row, texts


_FORMULA = "="  # a row of nothing but formulas is not blank


def _text(value: object) -> str:
    """What a cell that has no text says, as `read_cell` reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        # A code of more digits than a spreadsheet keeps is reported as one that it has shortened.
        return _in_digits(value) if abs(value) <= _EXACT else f"{value:.14E}"
    return str(value)  # a date or a time


def _in_digits(value: float) -> str:
    """A number with the digits that a spreadsheet shows, of which sums of binary numbers have more."""
    if abs(value) < _EXACT and value == int(value):
        return str(int(value))
    return number_text(float(f"{value:.{_DIGITS}g}"))


def _is_rounded(value: float) -> bool:
    """Whether a spreadsheet shows fewer digits of a number, which is not whole, than it has."""
    return abs(value) <= _EXACT and _in_digits(value) != number_text(value)


def _from_one(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Merged:
    return [((top + 1, left), (bottom + 1, right)) for (top, left), (bottom, right) in ranges]


_NO_VALUE = Message("is a formula without a stored value; open the workbook, save it, and read it again")


def _unusable(unseen: Unseen) -> Mapping[tuple[int, int], str]:
    said = {
        error: Message("is {given}, {wrong}", given=quoted(error), wrong=ERROR_VALUE)
        for error in {*unseen.errors.values()}
    }
    errors = {place: said[error] for place, error in unseen.errors.items()}
    return {**errors, **dict.fromkeys(unseen.without_value, _NO_VALUE)}
