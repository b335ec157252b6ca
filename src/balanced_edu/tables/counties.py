"""Counties from tables of columns: data frames of any library, and mappings.

A problem names the table by the argument that gives it, the row by its position from 0, and the column by its heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from balanced_edu.errors import InputError, Problem
from balanced_edu.identity import stands_for_nothing
from balanced_edu.message import Message
from balanced_edu.notes import Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Group, Subject
from balanced_edu.records.fields import Field, fields_of
from balanced_edu.records.registers import Room, SchoolClass, Teacher
from balanced_edu.remarks import Reading
from balanced_edu.tables.columns import COUNTY, CellTable, cell_table, text_of
from balanced_edu.tables.headings import Row, field_of_heading
from balanced_edu.tables.items import (
    county_of_columns,
    county_of_items,
    field_of_item,
    has_rows_of_items,
    layout_of,
)
from balanced_edu.tables.records import records_of
from balanced_edu.tables.registers import Register, Registers, register_of
from balanced_edu.tables.schools import campuses_of
from balanced_edu.text import quoted

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
        The facts of ``county.toml``: one row with a column for each, or a row for each as in the sheet 县级 of a
        workbook, with the columns ``item``, ``value`` and perhaps ``unit``. Names of a local standard follow
        ``local.``, and ids of items with documents ``evidence.``.
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
        what = Message("the column county (县) is missing; add it, to say of which county each row is")
        raise InputError([Problem(name, 0, "county", what) for name in without])
    return tuple(tables.counties(tables.names()))


def county_of_rows(tables: Mapping[str, object], rows: Mapping[str, Sequence[int]]) -> County:
    """Make a county of some rows of larger tables, as `county_from_frames` makes one.

    Parameters
    ----------
    tables
        The rows of the county, by the names of the arguments of `county_from_frames`.
    rows
        The number of each of these rows in its larger table, by which problems name it.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem.
    """
    read = _tables("assess_counties", *(tables.get(name) for name in _RECORDS))
    numbered = {table.name: table.numbered(rows[table.name]) for table in read.given}
    return attrs.evolve(read, **numbered).counties([""])[0]


_IF_SHIFTED = Message("name the column")


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
                what = Message(
                    "{other} is another county than {first}; leave its rows out, or call counties_from_frames, which "
                    "takes several",
                    other=quoted(table.counties[other]),
                    first=quoted(names[0]),
                )
                yield Problem(table.name, other, table.county, what)

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
        notes = {table: Notes(table, first=0) for table in ("facts", *(one.name for one in self.given))}
        county = self._county_of_facts(name, notes["facts"])
        year = county.year if county else None
        at = self.campuses.of_county(name)
        if not at and name:
            what = Message("there are no campuses of {county}; add them, or leave the county out", county=quoted(name))
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

    def _county_of_facts(self, name: str, notes: Notes) -> County | None:
        """The county without its campuses, from a row for each fact, or from one row; without facts by its name."""
        rows = [] if self.facts is None else _rows(self.facts, name)
        if has_rows_of_items([cells for _, cells in rows]):
            return county_of_items(rows, notes, name=name)
        return county_of_columns(rows, notes, if_shifted=_IF_SHIFTED, name=name)

    def _registers(self, name: str, notes: Mapping[str, Notes]) -> Iterator[Register]:
        """The registers of a county."""
        for table, record in ((self.classes, SchoolClass), (self.rooms, Room), (self.teachers, Teacher)):
            if table is not None:
                register = register_of(record, _rows(table, name), notes[table.name], if_shifted=_IF_SHIFTED)
                if register is not None:
                    yield register


# The record that has a row in each table but that of the facts.
_RECORDS: Mapping[str, type | None] = MappingProxyType(
    {
        "campuses": Campus,
        "facts": None,
        "monitoring": Subject,
        "groups": Group,
        "classes": SchoolClass,
        "rooms": Room,
        "teachers": Teacher,
    }
)


def _tables(function: str, *given: object) -> _Tables:
    """The tables, in the order of the arguments; the campuses are always given."""
    tables: list[Any] = [
        None if one is None and record is not Campus else _table(function, name, one, record)
        for (name, record), one in zip(_RECORDS.items(), given, strict=True)
    ]
    return _Tables(*tables)


def _table(function: str, name: str, given: object, record: type | None) -> CellTable:
    """A table with a row for each record, in which 县名 is the county that a row is of, or a table of facts."""
    if record is None:
        return cell_table(function, name, given, _field_of_fact)
    of_county = (*COUNTY, fields_of(County)["name"].heading)
    return cell_table(function, name, given, lambda _, heading, row: field_of_heading(heading, record), of_county)


def _field_of_fact(columns: Mapping[str, Sequence[object]], heading: str, row: int) -> tuple[Field, int] | None:
    """The field of a fact, which its heading names, or the item of its row."""
    layout, headings = layout_of(list(columns)), list(columns)
    if layout is None:
        return field_of_item(heading)
    item, unit = (columns[headings[at]][row] if at is not None else "" for at in (layout.item, layout.unit))
    return field_of_item(text_of(item), text_of(unit)) if heading == headings[layout.value] else None
