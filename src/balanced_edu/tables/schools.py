"""The school table: its headings and rows, from whatever file they come, as campuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import attrs

from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import Field, fields_of
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import UNITS, compact, identity, read_cell
from balanced_edu.tables.notes import WHOLE, Notes, ReadingError
from balanced_edu.text import quoted

Row: TypeAlias = tuple[int, Sequence[str]]
"""A row of a table: its number as a spreadsheet counts it, and what its cells say."""

MOST_ROWS = 20_000
"""Rows of the longest school table that is read; the largest counties have some thousand campuses."""

MOST_HEADINGS = 1000
"""Headings of the widest school table that is read; there are fewer than a hundred columns."""

_FIELDS = MappingProxyType(fields_of(Campus))
_NAMES = MappingProxyType({compact(known): name for name, f in _FIELDS.items() for known in (name, f.heading)})
_LABELS = MappingProxyType({known: f"{_FIELDS[name].heading}, {name}" for known, name in _NAMES.items()})
_TOTALS = ("合计", "总计", "小计")


def campuses_of(rows: Iterable[Row], notes: Notes, *, if_shifted: str) -> list[Campus]:
    """The campuses of a school table; they may be used only if no problem was noted.

    Parameters
    ----------
    rows
        The rows, of which the first has the headings; none if it has been noted why there are none.
    notes
        Takes the problems.
    if_shifted
        What to do if the cells of a row are not under their headings, as part of a sentence; it depends on the format.
    """
    remaining = iter(rows)
    head = next(remaining, None)
    columns = {} if head is None else _columns(*head, notes)
    if head is None or not columns:
        return []
    row, headings = head
    before = len(notes.problems)
    filled = _filled(remaining, notes)
    if not filled and len(notes.problems) == before:
        notes.add(row, WHOLE, "there are no campuses under the headings; give one row per campus")
    headed = frozenset(position for position, heading in enumerate(headings) if heading.strip())
    table = _SchoolTable(columns, headed, if_shifted, notes)
    campuses = (table.campus(number, cells) for number, cells in filled if not notes.full)
    return [campus for campus in campuses if campus is not None]


def _filled(rows: Iterable[Row], notes: Notes) -> list[Row]:
    """The rows that are not blank, up to the longest table that is read."""
    filled: list[Row] = []
    for row, cells in rows:
        if row > MOST_ROWS:
            what = f"the table has more than {MOST_ROWS:,} rows"
            notes.add(row, WHOLE, f"{what}; give one county only, and delete empty rows at the end")
            break
        if any(cell.strip() for cell in cells):
            filled.append((row, cells))
    return filled


# Headings.


@attrs.frozen(slots=True)
class _Column:
    """A column of the school table.

    Attributes
    ----------
    position
        Its position, from 0.
    heading
        Its heading as written.
    name, field
        The field it holds.
    factor
        How many of the field's unit one of the column's unit is.
    """

    position: int
    heading: str
    name: str
    field: Field
    factor: int


def _columns(row: int, headings: Sequence[str], notes: Notes) -> dict[str, _Column]:
    """The columns that the headings name; none if the rows below could not be understood."""
    given = [heading for heading in headings if heading.strip()]
    if len(given) > MOST_HEADINGS:
        what = f"there are {len(given):,} headings, more than {MOST_HEADINGS:,}"
        notes.add(row, WHOLE, f"{what}; put the headings in the first row, and each campus in a row of its own")
        return {}
    columns: dict[str, _Column] = {}
    problems: list[tuple[str, str]] = []
    for position, heading in enumerate(headings):
        if not heading.strip():
            continue
        try:
            column = _column(position, heading, notes)
        except ReadingError as problem:
            problems.append((heading, str(problem)))
            continue
        first = columns.setdefault(column.name, column)
        if first is not column:
            what = f"{column.field.heading} already has the column {quoted(first.heading)}"
            problems.append((heading, f"{what}; delete one of the two"))
    if not columns:
        notes.add(row, WHOLE, f"row {row} has no known headings; delete the rows above the headings")
        return {}
    for name, field in _FIELDS.items():
        if field.required and name not in columns:
            what = f"the column {field.heading} ({name}) is missing"
            problems.append((name, f"{what}; add it, since every campus must have one"))
    for heading, message in problems:
        notes.add(row, heading, message)
    return columns


def _column(position: int, heading: str, notes: Notes) -> _Column:
    """The column of a heading, which is known as a whole or up to a unit in brackets."""
    written = compact(heading)
    stem, bracket, unit = written, "", ""
    if written not in _NAMES and written.endswith(")"):
        stem, bracket, unit = written[:-1].rpartition("(")
    if stem not in _NAMES:
        suggestion = notes.suggestion(stem, _LABELS)
        what = f"there is no column {quoted(heading)}{suggestion}"
        raise ReadingError(f"{what}; correct the heading, or delete the column")
    name = _NAMES[stem]
    field = _FIELDS[name]
    units = UNITS[field.unit]
    if bracket and unit not in units:
        known = f"{' or '.join(units)}, or no unit" if units else "no unit"
        raise ReadingError(f"{field.heading} cannot be read in {quoted(unit)}; write the heading with {known}")
    return _Column(position, heading, name, field, units.get(unit, 1))


# Rows.


@attrs.frozen(slots=True)
class _SchoolTable:
    """What the headings say about the rows below them.

    Attributes
    ----------
    columns
        The columns by the name of their field.
    headed
        Positions that have a heading.
    if_shifted
        What to do if a cell has no heading.
    notes
        Takes the problems.
    rows
        The row of each campus code so far.
    """

    columns: Mapping[str, _Column]
    headed: frozenset[int]
    if_shifted: str
    notes: Notes
    rows: dict[str, int] = attrs.field(factory=dict)

    def campus(self, row: int, cells: Sequence[str]) -> Campus | None:
        """The campus of a row; None, with notes, if the row is not a campus or its figures cannot be true."""
        texts = {
            name: cells[column.position].strip() if column.position < len(cells) else ""
            for name, column in self.columns.items()
        }
        if self._is_total(row, texts) or self._is_shifted(row, cells):
            return None
        values: dict[str, object] = {}
        for name, column in self.columns.items():
            try:
                if texts[name]:
                    values[name] = read_cell(texts[name], column.field, column.factor)
                elif column.field.required:
                    raise ReadingError("is missing; every campus must have one")
            except ReadingError as problem:
                self._note(row, name, f"{column.field.heading} {problem}")
        self._note_repeated(row, str(values.get("school_code", "")))
        return build(Campus, values, lambda name, message: self._note(row, name, message))

    def _note(self, row: int, name: str, message: str) -> None:
        self.notes.add(row, self.columns[name].heading if name in self.columns else name, message)

    def _is_total(self, row: int, texts: Mapping[str, str]) -> bool:
        for name in ("school_code", "school_name"):
            if compact(texts.get(name, "")).rstrip(":").endswith(_TOTALS):
                self._note(row, name, f"{quoted(texts[name])} makes this a total row; delete it")
                return True
        return False

    def _is_shifted(self, row: int, cells: Sequence[str]) -> bool:
        """Whether a cell has no heading; then no cell of the row need be under the right one."""
        stray = [p for p, cell in enumerate(cells) if cell.strip() and p not in self.headed]
        if stray:
            what = f"{quoted(cells[stray[0]].strip())} is in a column without a heading"
            self.notes.add(row, _letters(stray[0]), f"{what}; {self.if_shifted}, or give the column a heading")
        return bool(stray)

    def _note_repeated(self, row: int, code: str) -> None:
        first = self.rows.setdefault(identity(code), row) if code else row
        if first != row:
            what = f"{_FIELDS['school_code'].heading} {quoted(code)} is already in row {first}"
            self._note(row, "school_code", f"{what}; give each campus a code of its own, or delete one of the two rows")


def _letters(position: int) -> str:
    """A column as spreadsheets letter it: A to Z, AA, AB and so on."""
    letters, left = "", position + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
