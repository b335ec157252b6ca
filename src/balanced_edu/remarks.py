"""What was noticed while a county was read: what was read, renamed, converted or passed over, and in which cell.

None of it is wrong, and none of it was decided by anybody but the library: whoever handed the file in can look it up.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs


class RemarkKind(enum.StrEnum):
    """What was done with a cell, a row, a column or a sheet."""

    READ = "read"
    RENAMED = "renamed"
    CONVERTED = "converted"
    PASSED_OVER = "passed over"
    HIDDEN = "hidden"
    """Read although the file hides it, or not to be seen in such a file."""


class RemarkCode(enum.StrEnum):
    """What exactly was noticed."""

    READ = "read"
    """A table, with its rows and columns."""
    ITEMS = "items"
    """The facts of the county."""
    COUNTED = "counted"
    """Rows of a register, of which a figure of a campus is counted."""
    FORM = "form"
    """An official form, by the map of a year, with its items."""
    EMPTY = "empty"
    """Items that a form requires and that are empty, so that they are unknown."""
    HEADING = "heading"
    """A heading or item by another name than that of the library."""
    WORD = "word"
    """A word for one of the library's words, such as 完小 for 小学."""
    UNIT = "unit"
    """A column or item in another unit, such as 万元."""
    PERCENT = "percent"
    """A percentage as a share."""
    PARTS = "parts"
    """A figure as the sum of several cells."""
    WITHIN = "within"
    """What a sum leaves out, because another part of it holds it."""
    ABSENT = "absent"
    """A figure that the form does not have, so that it is unknown."""
    NONE_OF = "none of"
    """A part that the form does not have, so that a sum leaves it out."""
    MOVED = "moved"
    """A figure in another cell than in the form of the year."""
    CODE = "code"
    """The names of schools as their codes."""
    PARENT = "parent"
    """The school to which a campus belongs by its name."""
    DISTRICT = "district"
    """Rows of another district."""
    DIGITS = "digits"
    """A number with more digits than a spreadsheet shows."""
    TITLE = "title"
    TOTAL = "total"
    FOOTNOTE = "footnote"
    GROUP = "group"
    """A heading between rows."""
    HEADINGS = "headings"
    """The headings once more, as at the top of a printed page, or their numbers."""
    EXAMPLE = "example"
    COLUMN = "column"
    ITEM = "item"
    UNDIVIDED = "undivided"
    """A figure of a whole school, of which nobody knows how much is of each stage."""
    SHEET = "sheet"
    FILE = "file"
    """A file or folder in the folder of a county that is none of its files."""
    HIDDEN_ROWS = "hidden rows"
    HIDDEN_COLUMNS = "hidden columns"
    HIDDEN_SHEET = "hidden sheet"
    MERGED = "merged"
    """Cells that are merged, of which the first alone has a value."""
    UNSEEN = "unseen"
    """What such a file does not show: hidden rows, errors, formulas without values, percentages."""

    @property
    def kind(self) -> RemarkKind:
        """What was done."""
        return _KINDS[self]


_KINDS = MappingProxyType(
    {
        RemarkCode.READ: RemarkKind.READ,
        RemarkCode.ITEMS: RemarkKind.READ,
        RemarkCode.COUNTED: RemarkKind.READ,
        RemarkCode.FORM: RemarkKind.READ,
        RemarkCode.EMPTY: RemarkKind.READ,
        RemarkCode.HEADING: RemarkKind.RENAMED,
        RemarkCode.WORD: RemarkKind.RENAMED,
        RemarkCode.UNIT: RemarkKind.CONVERTED,
        RemarkCode.PERCENT: RemarkKind.CONVERTED,
        RemarkCode.DIGITS: RemarkKind.CONVERTED,
        RemarkCode.PARTS: RemarkKind.CONVERTED,
        RemarkCode.MOVED: RemarkKind.READ,
        RemarkCode.CODE: RemarkKind.RENAMED,
        RemarkCode.PARENT: RemarkKind.RENAMED,
        **dict.fromkeys(
            (
                *(RemarkCode.TITLE, RemarkCode.TOTAL, RemarkCode.FOOTNOTE, RemarkCode.GROUP, RemarkCode.HEADINGS),
                *(RemarkCode.EXAMPLE, RemarkCode.COLUMN, RemarkCode.SHEET, RemarkCode.FILE),
                *(RemarkCode.WITHIN, RemarkCode.ABSENT, RemarkCode.NONE_OF, RemarkCode.DISTRICT),
                *(RemarkCode.ITEM, RemarkCode.UNDIVIDED, RemarkCode.MERGED),
            ),
            RemarkKind.PASSED_OVER,
        ),
        **dict.fromkeys(
            (RemarkCode.HIDDEN_ROWS, RemarkCode.HIDDEN_COLUMNS, RemarkCode.HIDDEN_SHEET, RemarkCode.UNSEEN),
            RemarkKind.HIDDEN,
        ),
    }
)


@attrs.frozen(slots=True)
class Remark:
    """One thing that was noticed while a file was read.

    Attributes
    ----------
    code
        What it is.
    place
        Where it is: ``file:row:column``, of a workbook ``file:sheet!cell``; of a whole file or sheet its name.
    figures
        What it says, by name: what was ``given``, as what it was ``read``, how many ``times`` in the column.
    """

    code: RemarkCode
    place: str
    figures: Mapping[str, str | int] = attrs.field(factory=dict, hash=False)

    @property
    def kind(self) -> RemarkKind:
        """What was done."""
        return self.code.kind


class TableForm(enum.StrEnum):
    """How the values of a table stand in a file."""

    ROWS = "rows"
    """In a row for each campus, subject or group, under headings."""
    ITEMS = "items"
    """In a row for each fact, beside its name."""
    KEYS = "keys"
    """Behind keys, under the names of tables."""


@attrs.frozen(slots=True)
class TableRead:
    """Where the values of a table stand in a file, or would stand if it were given.

    Attributes
    ----------
    table
        The table, as `Cell.table` names it.
    file, sheet
        Name of the file and of the sheet; empty if it has none.
    rows
        The row of each campus, subject or group; of the county's facts that of each key.
    columns
        The column of each field as its position, from 0, and its heading; under an empty name that of all facts. A
        table of rows that has none is not given.
    cells
        The row, the column's position and the heading of values that are not in one row each, by their place and field.
    form
        How they stand.
    """

    table: str
    file: str
    sheet: str
    rows: Mapping[str, int] = attrs.field(hash=False)
    columns: Mapping[str, tuple[int, str]] = attrs.field(hash=False)
    cells: Mapping[tuple[str, str], tuple[int, int, str]] = attrs.field(factory=dict, hash=False)
    form: TableForm = TableForm.ROWS

    @property
    def name(self) -> str:
        """The file, and its sheet if it has one."""
        return f"{self.file}:{self.sheet}" if self.sheet else self.file

    def position_of(self, place: str, field: str) -> tuple[int | None, int | None]:
        """The row and the column's position, from 0, of a value; None of what the table does not have."""
        if (place, field) in self.cells:
            return self.cells[place, field][:2]
        position = self.columns.get(field, self.columns.get("", (None, "")))[0]
        return self.rows.get(place or field), position

    def place_of(self, place: str, field: str) -> str:
        """Where a value stands; empty if it is not in this table."""
        if (place, field) in self.cells:
            row, position, heading = self.cells[place, field]
            return place_text(self.file, row, heading, cell_name(self.sheet, row, position))
        at = self.rows.get(place or field)
        if at is None:
            return ""
        column, heading = self.columns.get(field, self.columns.get("", (None, "")))
        return place_text(self.file, at, heading or "-", cell_name(self.sheet, at, column))


# One converter for each field, so that type checkers see what it takes.
def _remarks(given: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(given)


def _tables(given: Iterable[TableRead]) -> tuple[TableRead, ...]:
    return tuple(given)


@attrs.frozen(slots=True)
class Reading:
    """How a county was read (读取说明): every remark on its files, and where each value stands.

    Attributes
    ----------
    remarks
        The remarks, file by file.
    tables
        Where the tables are.

    Examples
    --------
    >>> tables = [TableRead("schools", "county.xlsx", "学校", {"A1": 5}, {"computers": (2, "计算机台数")})]
    >>> Reading((), tables).place_of("schools", "A1", "computers")
    'county.xlsx:学校!C5'
    """

    remarks: tuple[Remark, ...] = attrs.field(converter=_remarks)
    tables: tuple[TableRead, ...] = attrs.field(default=(), converter=_tables)

    def of(self, kind: RemarkKind) -> tuple[Remark, ...]:
        """The remarks of a kind."""
        return tuple(remark for remark in self.remarks if remark.kind is kind)

    def place_of(self, table: str, place: str, field: str) -> str:
        """Where a value stands: the file, and the row and column or the cell; empty if it is not known.

        Parameters
        ----------
        table, place, field
            The parts of a `Cell`.
        """
        in_row = ""
        for one in self.tables:
            if one.table == table:
                if (place, field) in one.cells:
                    # A cell of its own comes before the empty cell of a row.
                    return one.place_of(place, field)
                in_row = in_row or one.place_of(place, field)
        return in_row

    def home_of(self, table: str, place: str, field: str) -> TableRead | None:
        """The table in which a value stands, or should; None if no file has it.

        Parameters
        ----------
        table, place, field
            The parts of a `Cell`.
        """
        # Where a form that has cells of its own would have another one, nobody knows.
        of_table = [one for one in self.tables if one.table == table and (not one.cells or (place, field) in one.cells)]
        return max(of_table, key=lambda one: [at is not None for at in one.position_of(place, field)], default=None)


def cell_name(sheet: str, row: int, position: int | None) -> str:
    """A cell as spreadsheets name it, by its row and the position of its column from 0; empty without a sheet.

    >>> cell_name("学校", 12, 27)
    '学校!AB12'
    """
    return f"{sheet}!{letters(position or 0)}{row}" if sheet else ""


def place_text(file: str, row: int, column: str, cell: str) -> str:
    """A place in a file: its cell, or its row and column."""
    return f"{file}:{cell}" if cell else f"{file}:{row}:{column}"


def letters(position: int) -> str:
    """A column as spreadsheets letter it, by its position from 0: A to Z, AA, AB and so on."""
    given, left = "", position + 1
    while left:
        left, letter = divmod(left - 1, 26)
        given = chr(ord("A") + letter) + given
    return given


def ranges(numbers: Iterable[int]) -> str:
    """Whole numbers in short.

    >>> ranges([3, 5, 6, 7, 12])
    '3, 5–7, 12'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("–".join(map(str, _ends(run))) for run in runs)


def _ends(run: Sequence[int]) -> Sequence[int]:
    return run[:1] if run[0] == run[-1] else (run[0], run[-1])
