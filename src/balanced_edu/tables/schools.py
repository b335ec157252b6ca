"""The school table: its headings and rows, from whatever file they come, as campuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import attrs

from balanced_edu.identity import compact, trimmed
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.consistency import later
from balanced_edu.records.fields import Field, fields_of
from balanced_edu.records.parents import impossible_parents
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import UNITS, read_cell
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

TOTALS = (
    *("合计", "总计", "小计", "共计", "总和", "累计", "汇总", "全县", "全市", "全区", "合計", "總計", "小計"),
    *("平均", "平均值", "平均数", "均值", "最大值", "最小值", "中位数", "标准差"),
    *("total", "totals", "sum", "average", "mean"),
)
"""How the code or name of a row ends that is no campus, but a figure of several; after it come numbers at most."""


def campuses_of(
    rows: Iterable[Row], notes: Notes, *, if_shifted: str, if_unknown: str = "", year: int | None = None
) -> list[Campus]:
    """The campuses of a school table; they may be used only if no problem was noted.

    Parameters
    ----------
    rows
        The rows, of which the first has the headings; none if it has been noted why there are none.
    notes
        Takes the problems.
    if_shifted
        What to do if the cells of a row are not under their headings, as part of a sentence; it depends on the format.
    if_unknown
        What else to do if no heading is known, likewise.
    year
        The year of the county's figures, if it is known: no campus was built later.
    """
    remaining = iter(rows)
    head = next(remaining, None)
    columns = {} if head is None else _columns(*head, notes, if_unknown)
    if head is None or not columns:
        return []
    row, headings = head
    before = len(notes.problems)
    filled = _filled(remaining, notes)
    if not filled and len(notes.problems) == before:
        notes.add(row, WHOLE, "there are no campuses under the headings; give one row per campus")
    headed = frozenset(position for position, heading in enumerate(headings) if trimmed(heading))
    table = _SchoolTable(columns, headed, if_shifted, notes, year)
    campuses = [table.campus(number, cells) for number, cells in filled if not notes.full]
    table.note_impossible_parents()
    return [campus for campus in campuses if campus is not None]


def _filled(rows: Iterable[Row], notes: Notes) -> list[Row]:
    """The rows that are not blank, up to the longest table that is read."""
    filled: list[Row] = []
    for count, (row, cells) in enumerate(rows, start=2):
        if count > MOST_ROWS:
            what = f"the table has more than {MOST_ROWS:,} rows"
            notes.add(row, WHOLE, f"{what}; give one county only, and delete empty rows at the end")
            break
        if any(trimmed(cell) for cell in cells):
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


def _columns(row: int, headings: Sequence[str], notes: Notes, if_unknown: str) -> dict[str, _Column]:
    """The columns that the headings name; none if the rows below could not be understood."""
    given = [heading for heading in headings if trimmed(heading)]
    if len(given) > MOST_HEADINGS:
        what = f"there are {len(given):,} headings, more than {MOST_HEADINGS:,}"
        notes.add(row, WHOLE, f"{what}; put the headings in the first row, and each campus in a row of its own")
        return {}
    columns: dict[str, _Column] = {}
    problems: list[tuple[str, str]] = []
    for position, heading in enumerate(headings):
        if not trimmed(heading):
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
        what = f"row {row} has no known headings; delete the rows above the headings"
        notes.add(row, WHOLE, f"{what}{if_unknown}")
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
    year
        The year of the county's figures; None if it is unknown.
    rows
        The row of each campus code so far.
    parents
        The parent of each campus code so far; of an empty one, if there are rows whose code cannot be used.
    """

    columns: Mapping[str, _Column]
    headed: frozenset[int]
    if_shifted: str
    notes: Notes
    year: int | None
    rows: dict[str, int] = attrs.field(factory=dict)
    parents: dict[str, str | None] = attrs.field(factory=dict)

    def campus(self, row: int, cells: Sequence[str]) -> Campus | None:
        """The campus of a row; None, with notes, if the row is not a campus or its figures cannot be true."""
        texts = {
            name: trimmed(cells[column.position]) if column.position < len(cells) else ""
            for name, column in self.columns.items()
        }
        if self._is_total(row, texts):
            return None
        if self._is_shifted(row, cells):
            self.parents[""] = None
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
        code, parent = str(values.get("school_code", "")), values.get("parent_code")
        self._note_repeated(row, code)
        self.parents.setdefault(code, parent if code and isinstance(parent, str) else None)
        campus = build(Campus, values, lambda name, message: self._note(row, name, message))
        if campus and (why := later(campus.built_year, self.year)):
            self._note(row, "built_year", f"{_FIELDS['built_year'].heading}: {why}; correct one of the two")
        return campus

    def note_impossible_parents(self) -> None:
        """Note the campuses whose parent cannot be their school, once all rows are read."""
        for code, why in impossible_parents(self.parents, complete="" not in self.parents and not self.notes.full):
            self._note(self.rows[code], "parent_code", f"{_FIELDS['parent_code'].heading} {why}")

    def _note(self, row: int, name: str, message: str) -> None:
        self.notes.add(row, self.columns[name].heading if name in self.columns else name, message)

    def _is_total(self, row: int, texts: Mapping[str, str]) -> bool:
        for name in ("school_code", "school_name"):
            if is_total(texts.get(name, "")):
                self._note(row, name, f"{quoted(texts[name])} makes this a total row; delete it")
                return True
        return False

    def _is_shifted(self, row: int, cells: Sequence[str]) -> bool:
        """Whether a cell has no heading; then no cell of the row need be under the right one."""
        stray = [p for p, cell in enumerate(cells) if trimmed(cell) and p not in self.headed]
        if stray:
            what = f"{quoted(trimmed(cells[stray[0]]))} is in a column without a heading"
            self.notes.add(row, _letters(stray[0]), f"{what}; {self.if_shifted}, or give the column a heading")
        return bool(stray)

    def _note_repeated(self, row: int, code: str) -> None:
        first = self.rows.setdefault(code, row) if code else row
        if first != row:
            what = f"{_FIELDS['school_code'].heading} {quoted(code)} is already in row {first}"
            self._note(row, "school_code", f"{what}; give each campus a code of its own, or delete one of the two rows")


_BRACKETED = re.compile(r"[(\[【〔〖「『《<{]([^()\[\]【】〔〕〖〗「」『』《》<>{}]*)[)\]】〕〗」』》>}]")
_COUNTED = re.compile(r"[\W\d_]*(?:\d+[^\W\d_]{0,3})?[\W_]*\Z")  # 合计：, 共计12所


def is_total(text: str) -> bool:
    """Whether a code or name is that of a total row, by its end or by what is in brackets.

    >>> is_total("全县 合 计："), is_total("合计（小学）"), is_total("竹溪镇【小计】"), is_total("共计12所")
    (True, True, True, True)
    >>> is_total("总计路小学"), is_total("第一小学（含合计表）")
    (False, False)
    """
    word = compact(text).casefold()
    pieces = (_BRACKETED.sub("", word), *_BRACKETED.findall(word))
    return any(_COUNTED.sub("", piece).endswith(TOTALS) for piece in pieces)


def _letters(position: int) -> str:
    """A column as spreadsheets letter it: A to Z, AA, AB and so on."""
    letters, left = "", position + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
