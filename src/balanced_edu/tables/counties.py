"""Counties from tables of columns: data frames of any library, and mappings.

A problem names the table by the argument that gives it, the row by its position from 0, and the column by its heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from balanced_edu.errors import InputError, Problem
from balanced_edu.identity import compact, identity, stands_for_nothing, trimmed
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject, item_identity
from balanced_edu.records.fields import Form, objection
from balanced_edu.records.registers import Room, SchoolClass, Teacher
from balanced_edu.remarks import Reading, RemarkCode
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import read_cell
from balanced_edu.tables.columns import CellTable, cell_table, field_column
from balanced_edu.tables.headings import Row
from balanced_edu.tables.items import (
    COUNTY,
    EVIDENCE,
    HOMES,
    LOCAL,
    NO_UNIT_OF_LOCAL,
    begins,
    documents_of,
    is_multiple,
    layout_of,
    local_field,
)
from balanced_edu.tables.records import records_of
from balanced_edu.tables.registers import Register, Registers, register_of
from balanced_edu.tables.schools import campuses_of
from balanced_edu.text import quoted

_FACTS = (County, *RECORDS.values())
_HEADINGS = -1  # rows count from 0, and the headings stand before them


def county_from_frames(
    campuses: object,
    facts: object = None,
    monitoring: object = None,
    groups: object = None,
    classes: object = None,
    rooms: object = None,
    teachers: object = None,
) -> County:
    """Make a county of data frames (县级数据): what `read_county` reads from files with the same content.

    Each is a frame of pandas, polars, pyarrow, DuckDB or another library that narwhals knows, a mapping from headings
    to columns, or a list of rows. Headings are the names or the Chinese headings of the files' columns. None, NaN and
    other nulls are unknown; quantities are converted; texts are read as in a file.

    Parameters
    ----------
    campuses
        A row for each campus, with the columns of ``schools.csv``.
    facts
        The facts of ``county.toml``: one row with a column for each, or a row for each with the columns ``item`` and
        ``value``. Names of a local standard follow ``local.``, and ids of items with documents ``evidence.``.
    monitoring
        A row for each subject of national monitoring: ``subject``, ``level``, …
    groups
        A row for each group surveyed: ``group``, ``surveyed``, ``satisfied``, …
    classes, rooms, teachers
        Registers with a row for each class, room or teacher, from which figures of the campuses are counted.

    Returns
    -------
    County
        The county; its name is that of the facts, or what a column ``county`` of the campuses says. Its ``reading``
        lists what was renamed, converted and passed over.

    Raises
    ------
    InputError
        If something cannot be used, or rows are of several counties; it lists every problem.
    TypeError
        If one is no table.
    ModuleNotFoundError
        If a frame is given and narwhals is missing (extra ``frames``).

    Examples
    --------
    >>> campuses = {"学校代码": ["A1"], "学校类型": ["小学"], "教学仪器设备值（万元）": [210.5]}
    >>> county = county_from_frames(campuses, {"name": "示例县", "year": 2022, "layout_compliant": True})
    >>> county, county.campuses[0].equipment_value
    (<county 示例县 2022: 1 campus>, 2105000)
    """
    tables = _tables("county_from_frames", campuses, facts, monitoring, groups, classes, rooms, teachers)
    names = tables.names()
    if len(names) > 1:
        problems = list(tables.several(names))
        raise InputError(problems)
    return tables.counties([*names, ""][:1])[0]


def counties_from_frames(
    campuses: object,
    facts: object = None,
    monitoring: object = None,
    groups: object = None,
    classes: object = None,
    rooms: object = None,
    teachers: object = None,
) -> tuple[County, ...]:
    """Make several counties of data frames, as `county_from_frames` makes one.

    Every table has a column ``county`` (县), which says of which county a row is: its name, or a code if the facts give
    the name. The facts have one row for each county, or rows of ``item`` and ``value``.

    Returns
    -------
    tuple of County
        The counties in the order in which they first occur.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of every county.
    TypeError
        If one is no table.
    ModuleNotFoundError
        If a frame is given and narwhals is missing (extra ``frames``).

    Examples
    --------
    >>> campuses = {"county": ["甲县", "乙县", "甲县"], "school_code": ["A", "A", "B"], "kind": ["小学"] * 3}
    >>> counties_from_frames(campuses, {"county": ["甲县", "乙县"], "year": [2022, 2023]})
    (<county 甲县 2022: 2 campuses>, <county 乙县 2023: 1 campus>)
    """
    tables = _tables("counties_from_frames", campuses, facts, monitoring, groups, classes, rooms, teachers)
    without = [table.name for table in tables.given if not table.county]
    if without:
        what = "the column county (县) is missing; add it, to say of which county each row is"
        raise InputError([Problem(name, 0, "county", what) for name in without])
    return tuple(tables.counties(tables.names()))


_IF_SHIFTED = "name the column"


def _rows(table: CellTable, county: str) -> list[Row]:
    """The rows of a county, below those of the headings."""
    return [(_HEADINGS, table.headings), *((row, table.cells(row)) for row in table.of_county(county))]


@attrs.frozen(slots=True)
class _Tables:
    """The tables of one county or of several."""

    campuses: CellTable
    facts: CellTable | None
    monitoring: CellTable | None
    groups: CellTable | None
    classes: CellTable | None
    rooms: CellTable | None
    teachers: CellTable | None

    @property
    def given(self) -> list[CellTable]:
        others = (self.facts, self.monitoring, self.groups, self.classes, self.rooms, self.teachers)
        return [self.campuses, *(table for table in others if table is not None)]

    def names(self) -> list[str]:
        """The counties, in the order in which they first occur."""
        named = dict.fromkeys(county for table in self.given for county in table.counties)
        return [name for name in named if not stands_for_nothing(name)]

    def several(self, names: Sequence[str]) -> Iterator[Problem]:
        """That there are several counties where one is wanted, at the first row of another."""
        for table in self.given:
            other = next((row for row, county in enumerate(table.counties) if county in names[1:]), None)
            if other is not None:
                what = f"{quoted(table.counties[other])} is another county than {quoted(names[0])}"
                advice = "leave its rows out, or call counties_from_frames, which takes several"
                yield Problem(table.name, other, table.county, f"{what}; {advice}")

    def counties(self, names: Sequence[str]) -> list[County]:
        """The counties of these names; an empty name is that of a county which only the facts may name.

        Raises
        ------
        InputError
            If something cannot be used; it lists every problem of every county.
        """
        problems = {problem: None for table in self.given for problem in table.problems}
        read = [self._county(name, problems) for name in names]
        if problems:
            order = [part.name for part in attrs.fields(_Tables)]
            raise InputError(sorted(problems, key=lambda problem: (order.index(problem.file), problem.row)))
        return [county for county in read if county is not None]

    def _county(self, name: str, problems: dict[Problem, None]) -> County | None:
        notes = {name: Notes(name) for name in ("facts", *(table.name for table in self.given))}
        values = _Facts(notes["facts"])
        if self.facts is not None:
            values.read(self.facts, self.facts.of_county(name))
        county = values.county(name)
        year = county.year if county else None
        at = self.campuses.of_county(name)
        if not at and name:
            what = f"there are no campuses of {quoted(name)}; add them, or leave the county out"
            notes["campuses"].add(0, self.campuses.county, what)
        registers = Registers(tuple(self._registers(name, notes)))
        parts: dict[str, Any] = {}
        if at or not name:
            rows, of_campuses = _rows(self.campuses, name), notes["campuses"]
            parts["campuses"] = campuses_of(rows, of_campuses, if_shifted=_IF_SHIFTED, year=year, registers=registers)
        for table, record in ((self.monitoring, Subject), (self.groups, Group)):
            if table is not None:
                rows, of_table = _rows(table, name), notes[table.name]
                parts[table.name] = records_of(record, table.name, rows, of_table, if_shifted=_IF_SHIFTED)
        problems.update(dict.fromkeys(problem for of_table in notes.values() for problem in of_table.problems))
        # Where values stand is not said: there is no file in which somebody could look for the row.
        reading = Reading(remark for of_table in notes.values() for remark in of_table.remarks)
        return None if problems or county is None else attrs.evolve(county, reading=reading, **parts)

    def _registers(self, name: str, notes: Mapping[str, Notes]) -> Iterator[Register]:
        """The registers of a county."""
        for table, record in ((self.classes, SchoolClass), (self.rooms, Room), (self.teachers, Teacher)):
            if table is not None:
                register = register_of(record, _rows(table, name), notes[table.name], if_shifted=_IF_SHIFTED)
                if register is not None:
                    yield register


# The records whose fields the columns of each table hold.
_RECORDS: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "campuses": (Campus,),
        "facts": _FACTS,
        "monitoring": (Subject,),
        "groups": (Group,),
        "classes": (SchoolClass,),
        "rooms": (Room,),
        "teachers": (Teacher,),
    }
)


def _tables(function: str, campuses: object, *others: object) -> _Tables:
    """The tables, in the order of the arguments."""
    (first, records), *rest = _RECORDS.items()
    further = (
        None if given is None else cell_table(function, name, given, known)
        for (name, known), given in zip(rest, others, strict=True)
    )
    return _Tables(cell_table(function, first, campuses, records), *further)


def _with_unit(item: str, unit: str) -> str:
    """An item with the unit of its row in brackets, as a heading has its unit."""
    _, bracket, own = compact(item).removesuffix(")").rpartition("(")
    return item if not unit or (bracket and own == unit) else f"{item}（{unit}）"


@attrs.frozen(slots=True)
class _Facts:
    """The facts of one county, by their table and name."""

    notes: Notes
    values: dict[str, dict[str, object]] = attrs.field(factory=dict)
    local: dict[str, Any] = attrs.field(factory=dict)
    evidence: dict[str, Any] = attrs.field(factory=dict)
    _places: dict[str, tuple[int, str]] = attrs.field(factory=dict)

    def read(self, table: CellTable, rows: Sequence[int]) -> None:
        """Read the facts in one row, or in a row each."""
        if layout := layout_of(table.headings):
            for row in rows:
                cells = table.cells(row)
                unit = "" if layout.unit is None else compact(cells[layout.unit])
                self._read(row, cells[layout.item], cells[layout.value], unit)
            return
        if len(rows) > 1:
            self.notes.add(rows[1], WHOLE, f"there are {len(rows)} rows of facts of one county; give one")
        for row in rows[:1]:
            for heading, text in zip(table.headings, table.cells(row), strict=True):
                self._read(row, heading, text)

    def _read(self, row: int, heading: str, given: str, unit: str = "") -> None:
        text = trimmed(given)
        if begins(heading, LOCAL):
            if text and is_multiple(unit):
                self.notes.add(row, heading, f"{quoted(heading)} {NO_UNIT_OF_LOCAL}")
            self._read_local(row, heading, text)
            return
        if begins(heading, EVIDENCE):
            self._read_evidence(row, heading, text)
            return
        try:
            column = field_column(_with_unit(heading, unit), _FACTS, self.notes)
        except ReadingError as problem:
            self.notes.add(row, heading, str(problem))
            return
        self._note_repeated(row, heading, column.name)
        try:
            if text:
                read = read_cell(text, column.field, column.factor)
                self.values.setdefault(HOMES[column.name][0], {})[column.name] = read
        except ReadingError as problem:
            self.notes.add(row, heading, f"{column.field.heading} {problem}")

    def _read_local(self, row: int, heading: str, text: str) -> None:
        name = identity(heading.partition(".")[2])
        if wrong := objection(name, Form.TEXT):
            self.notes.add(row, heading, f"the name {wrong}; choose another")
            return
        self._note_repeated(row, heading, f"{LOCAL}{name}")
        try:
            if text:
                self.local[name] = read_cell(text, local_field(text))
        except ReadingError as problem:
            self.notes.add(row, heading, f"{quoted(name)} {problem}")

    def _read_evidence(self, row: int, heading: str, text: str) -> None:
        id = compact(heading.partition(".")[2])
        if wrong := objection(id, Form.CODE):
            self.notes.add(row, heading, f"the id {wrong}; write that of an item, such as G1")
            return
        again = f"{EVIDENCE}{item_identity(id)}" in self._places
        self._note_repeated(row, heading, f"{EVIDENCE}{item_identity(id)}")
        documents = documents_of(text)
        if documents and (wrong := objection(documents, Form.TEXTS)):
            self.notes.add(row, heading, f"{quoted(id)} {wrong}; correct it")
        elif documents and not again:
            self.evidence[id] = documents

    def _note_repeated(self, row: int, heading: str, name: str) -> None:
        first = self._places.setdefault(name, (row, heading))
        if first != (row, heading):
            what = f"{quoted(heading)} is given already, as {quoted(first[1])}"
            self.notes.add(row, heading, f"{what}; delete one of the two")

    def county(self, name: str) -> County | None:
        """The county without its campuses; None if it has no name or its facts cannot be true."""
        of_county = {**({"name": name} if name else {}), **self.values.get(COUNTY, {})}
        if "name" not in of_county and not self.notes.problems:
            self.notes.add(0, "name", "the county's name is missing; give it as name (县名) among the facts")
        county = build(County, of_county, self._note)
        tables: dict[str, Any] = {
            table: build(record, self.values.get(table, {}), self._note) for table, record in RECORDS.items()
        }
        given = sum(map(len, self.values.values())) + len(self.local) + len(self.evidence)
        self.notes.remark_whole(RemarkCode.ITEMS, rows=given)
        return (
            None
            if county is None or None in tables.values()
            else attrs.evolve(county, local=self.local, evidence=self.evidence, **tables)
        )

    def _note(self, name: str, message: str) -> None:
        self.notes.add(*self._places.get(name, (0, name)), message)
