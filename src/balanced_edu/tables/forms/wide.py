"""The wide table that the education statistics export of a stage: deep headings, and a row for each school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from balanced_edu.identity import compact
from balanced_edu.message import Message, message_of
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.records.kinds import Stage
from balanced_edu.remarks import RemarkCode, cell_name
from balanced_edu.tables.cells import ALL_UNITS, UNITS
from balanced_edu.tables.forms.counted import COUNTED, Schools
from balanced_edu.tables.forms.entries import Entry, FormRead, Place
from balanced_edu.tables.forms.grids import heading_name
from balanced_edu.tables.forms.headed import wide_figures
from balanced_edu.tables.forms.teachers import (
    ABOVE_REQUIRED,
    PARTS,
    SPORTS_ARTS,
    added,
    counted_twice,
    missing_parts,
    parts_of,
    remark_sum,
    too_few_arts,
)
from balanced_edu.tables.forms.wideheadings import WideHeadings, headings_of, is_wide, titles_of
from balanced_edu.tables.headings import (
    CAMPUS,
    Column,
    Head,
    Merged,
    Row,
    cells_of_units,
    lacking_column,
    note_unit_of_all,
    remark_unit,
    shifted,
    unit_factor,
)
from balanced_edu.tables.items import cell_at
from balanced_edu.tables.rows import Besides
from balanced_edu.tables.schools import KEYS, code_in_two_rows, filled_rows, remark_merged
from balanced_edu.tables.spreadsheet import Sheet, Spreadsheet
from balanced_edu.tables.workbook import IF_SHIFTED, notes_of
from balanced_edu.text import quoted

_FIELDS: Mapping[str, Field] = fields_of(Campus)
_ARTS = heading_name("艺术")
_OTHERS: Mapping[str, Field] = MappingProxyType(
    {
        "district": Field("统计三级", "", Form.TEXT),
        "counted": COUNTED,
        **{part: Field(called, "teacher", Form.COUNT) for part, called in PARTS.items()},
    }
)
"""What columns hold that are no fields of a campus."""

_STAGES: Mapping[Stage, tuple[str, ...]] = MappingProxyType(
    {Stage.PRIMARY: ("小学",), Stage.JUNIOR: ("初中", "初级中学", "中小学")}
)
"""Words for each stage; 中小学 are schools of both."""

_BESIDE = ("district", "counted", "parent_code", "ownership", "sponsor", "area_type", "school_code", "school_name")
"""Columns that an export may lack without a remark on each."""


def recognises(book: Spreadsheet) -> bool:
    """Whether a workbook has a sheet with such a table.

    Raises
    ------
    ReadingError
        If a sheet is too large or damaged.
    """
    return bool(sheets_of(book))


def sheets_of(book: Spreadsheet) -> tuple[str, ...]:
    """The sheets of a workbook that have such a table."""
    return tuple(name for name in book.names if is_wide(book.sheet(name)))


def read(
    book: Spreadsheet, file: str, of_file: Notes, *, ignore_columns: bool = False, county: str | None = None
) -> FormRead:
    """Read the tables of a workbook, of one stage or of several.

    Parameters
    ----------
    book
        The workbook.
    file
        Its name.
    of_file, ignore_columns
        Not used: what is wrong is wrong in a sheet, and columns that are not needed are passed over.
    county
        The name of the county, of which a table of several districts gives the schools; None if it is unknown.

    Raises
    ------
    ReadingError
        If a sheet is too large or damaged.
    """
    found, schools = FormRead(), Schools()
    for name in sheets_of(book):
        sheet = book.sheet(name)
        notes = notes_of(file, sheet)
        found.notes.append(notes)
        if (table := _table_of(sheet, notes, file)) is not None:
            found.entries.extend(table.entries(county, schools))
    schools.give_parents()
    return found


def _table_of(sheet: Sheet, notes: Notes, file: str) -> _Table | None:
    """The table of a sheet; None, with notes, if its headings cannot be understood."""
    rows = filled_rows(sheet.rows, notes)
    headings = headings_of(rows, sheet.merged)
    first, last = headings.rows[0][0], headings.rows[-1][0]
    titles = list(titles_of(rows))
    stage = _stage_of(sheet.name, titles, file)
    if stage is None:
        message = (
            "neither the sheet, nor its title, nor the file says of which stage it is; name the sheet 小学 or 初中"
        )
        notes.add(first, WHOLE, Message(message))
        return None
    for number, title in titles:
        notes.remark(RemarkCode.TITLE, number, WHOLE, 0, given=title)
        note_unit_of_all(number, [title], notes)
    for number, cells in headings.rows:
        note_unit_of_all(number, cells_of_units(cells), notes, known=ALL_UNITS)
    found = dict(_columns(headings, stage, last, notes))
    if "kind" not in headings.columns:
        notes.add(last, "kind", lacking_column("办学类型", "kind", CAMPUS))
    if notes.problems:
        return None
    given = {name: _ARTS in headings.columns[name][0].path[:-1] for name in PARTS if name in headings.columns}
    head = Head(last, found, headings.headed, headings.ordinals)
    table = _Table(
        stage, head, [row for row in rows if row[0] > last], sheet.merged, notes, _sums(stage, given, head, notes)
    )
    table.remark_headings()
    return table


def _columns(headings: WideHeadings, stage: Stage, last: int, notes: Notes) -> Iterator[tuple[str, Column]]:
    """The columns of a table by the fields that they hold; several of one field, and strange units, are noted."""
    for figure in wide_figures():
        if figure.name not in headings.columns:
            if figure.name == "school_name":
                yield figure.name, Column(0, _FIELDS[figure.name].heading, figure.name, _FIELDS[figure.name])
            continue
        first, *others = headings.columns[figure.name]
        name = figure.name if figure.name in _FIELDS or figure.name in _OTHERS else f"{stage}_{figure.name}"
        field = attrs.evolve(_OTHERS.get(name) or _FIELDS[name], required=False)
        for other in others:
            where = cell_name(notes.sheet, last, first.position)
            message = "{heading} already has the column {first} ({cell}); delete one of the two"
            two = Message(message, heading=field.heading, first=quoted(first.text), cell=where)
            notes.add(last, other.text, two, other.position)
        try:
            factor = unit_factor(first.unit or figure.unit, field)
            yield name, Column(first.position, first.text, name, field, factor)
        except ReadingError as problem:
            notes.add(last, first.text, message_of(problem), first.position)


def _stage_of(sheet: str, titles: Sequence[tuple[int, str]], file: str) -> Stage | None:
    """The stage of a table, as its sheet, its title or its file is called; None if none of them says one."""
    for texts in ([sheet], [title for _, title in titles], [file]):
        named = [stage for stage, words in _STAGES.items() if any(word in text for word in words for text in texts)]
        if len(named) == 1:
            return named[0]
    return None


def _sums(stage: Stage, given: Mapping[str, bool], head: Head, notes: Notes) -> Mapping[str, tuple[str, ...]]:
    """The parts of each figure that is added up, by figure, without those that are unknown, on which is remarked."""
    sums: dict[str, tuple[str, ...]] = {}
    for figure in (ABOVE_REQUIRED, SPORTS_ARTS):
        name = f"{stage}_{figure}"
        if missing := missing_parts(figure, stage, given):
            lacking = "、".join(PARTS[part] for part in missing)
            notes.remark_whole(RemarkCode.ABSENT, given=lacking, read=_FIELDS[name].heading)
            continue
        try:
            sums[name] = parts_of(figure, stage, given)
        except ReadingError as problem:
            column = head.columns["arts_whole"]
            notes.add(head.last, column.heading, message_of(problem), column.position)
    return sums


@attrs.frozen(slots=True)
class _Table:
    """A table that can be read.

    Attributes
    ----------
    stage
        Its stage.
    head
        Its headings.
    rows, merged
        The rows below them, and the merged cells.
    notes
        Takes the problems and remarks.
    sums
        The parts of each figure that is added up.
    """

    stage: Stage
    head: Head
    rows: Sequence[Row]
    merged: Merged
    notes: Notes
    sums: Mapping[str, tuple[str, ...]]

    def remark_headings(self) -> None:
        """Remark on what each column is read as, on its unit, and on what the table lacks."""
        columns = self.head.columns
        for name, column in columns.items():
            if name in _FIELDS and column.heading != column.field.heading:
                self._remark(RemarkCode.HEADING, column, given=column.heading, read=column.field.heading)
            if column.factor != 1:
                unit = next(unit for unit, factor in UNITS[column.field.unit].items() if factor == column.factor)
                remark_unit(self.head.last, column, unit, self.notes)
        for name, parts in self.sums.items():
            place = self._place(self.head.last, columns[parts[0]])
            remark_sum(name.partition("_")[2], self.stage, parts, columns, place)
        for figure in wide_figures():
            name = figure.name if figure.name in _FIELDS else f"{self.stage}_{figure.name}"
            if name in _FIELDS and name not in columns and not (figure.optional or figure.name in _BESIDE):
                heading = _FIELDS[name].heading
                self.notes.remark_whole(RemarkCode.ABSENT, given=heading, read=heading)
        if "school_code" not in columns:
            self.notes.remark_whole(RemarkCode.CODE)

    def entries(self, county: str | None, schools: Schools) -> list[Entry]:
        """The figures of each school, of several districts those of the county."""
        besides = Besides(self.head, KEYS, self.notes)
        rows = [row for row in self.rows if not besides.passes_over(row)]
        rows = [row for row in rows if not shifted(*row, self.head, self.notes, IF_SHIFTED)]
        columns, numbers = self.head.columns, dict[object, int]()
        entries, parts = [], []
        for number, cells in self._of_district(rows, county):
            values: dict[str, Any] = self.head.values(number, cells, self.notes, CAMPUS)
            parts.append({part: values.get(part) for part in PARTS})
            entry = self._entry(number, values)
            if self._is_repeated(number, entry, numbers):
                continue
            place = self._place(number, columns["counted"]) if "counted" in columns else None
            schools.take(entry, values.get("counted"), place)
            entries.append(entry)
        if any("arts" in names for names in self.sums.values()) and (why := counted_twice(parts)):
            self._place(self.head.last, self.head.columns["arts"]).add(why)
        self.notes.remark_whole(RemarkCode.READ, rows=len(entries), columns=len(self.head.columns))
        remark_merged((number for number, _ in rows), self.merged, self.notes)
        return entries

    def _of_district(self, rows: Sequence[Row], county: str | None) -> Sequence[Row]:
        """The rows of the district that is the county; all of them if there is one district only."""
        column = self.head.columns.get("district")
        if column is None:
            return rows
        texts = {number: compact(cell_at(cells, column.position)) for number, cells in self.rows}
        for (top, left), (bottom, _) in self.merged:
            if left == column.position and top in texts:
                texts |= dict.fromkeys(range(top, bottom + 1), texts[top])
        districts = {number: texts[number] for number, _ in rows}
        several = sorted(set(districts.values()))
        own = [one for one in several if county is not None and _is_district(one, compact(county))]
        if len(several) < 2:
            return rows
        if len(own) != 1:
            which = Message("the county has no name")
            if county is not None:
                which = Message("none of them is {county}", county=quoted(county))
            message = "there are rows of several districts, {districts}, and {which}; keep the rows of one district"
            listed = tuple(map(quoted, several))
            self._place(self.head.last, column).add(Message(message, districts=listed, which=which))
            return ()
        for number, district in districts.items():
            if not district:
                what = "{heading} is empty; write the district of the school, or delete the row"
                self._place(number, column).add(Message(what, heading=column.heading))
            elif district != own[0]:
                self.notes.remark_value(RemarkCode.DISTRICT, number, column.heading, column.position, given=district)
        return [row for row in rows if districts[row[0]] == own[0]]

    def _entry(self, row: int, values: Mapping[str, Any]) -> Entry:
        columns = self.head.columns
        entry = Entry(self._place(row, columns["school_name"]))
        for name, column in columns.items():
            if name in _FIELDS:
                entry.put(name, values.get(name), self._place(row, column))
        if "school_code" not in columns and "school_name" in values:
            entry.put("school_code", compact(values["school_name"]), self._place(row, columns["school_name"]))
        if why := too_few_arts({part: values.get(part) for part in PARTS}):
            self._place(row, columns["arts_whole"]).add(why)
        for name, parts in self.sums.items():
            place = self._place(row, columns[parts[0]])
            entry.put(name, added(values.get(part) for part in parts), place)
        return entry

    def _is_repeated(self, row: int, entry: Entry, numbers: dict[object, int]) -> bool:
        """Whether the code of a row is that of another one above it, which is noted."""
        code = entry.values.get("school_code")
        first = numbers.setdefault(code, row) if code else row
        if first != row:
            entry.note("school_code", code_in_two_rows(str(code), first))
        return first != row

    def _place(self, row: int, column: Column) -> Place:
        return Place(self.notes, row, column.position, column.heading)

    def _remark(self, code: RemarkCode, column: Column, **figures: str) -> None:
        self.notes.remark(code, self.head.last, column.heading, column.position, **figures)


def _is_district(district: str, county: str) -> bool:
    """Whether a district, perhaps with its city and province before it, is the county."""
    return bool(district) and (district.endswith(county) or county.endswith(district))
