"""Counties from tables of columns: data frames of any library, and mappings.

A problem names the table by the argument that gives it, the row by its position from 0, and the column by its heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from balanced_edu.errors import InputError, Problem
from balanced_edu.identity import compact, identity, stands_for_nothing, trimmed
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject, item_identity
from balanced_edu.records.fields import JUDGEMENTS, Field, Form, fields_of, objection, separated
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import read_cell
from balanced_edu.tables.columns import CellTable, FieldColumn, cell_table, field_column, is_one_of
from balanced_edu.tables.items import NO_UNIT_OF_LOCAL, is_multiple
from balanced_edu.tables.schools import campuses_of
from balanced_edu.text import quoted

R = TypeVar("R")

ITEM, VALUE, UNIT = ("item", "项目", "指标"), ("value", "数值", "值"), ("unit", "单位", "计量单位")
"""Headings of facts in two columns: what each is, and its value."""

_LOCAL, _EVIDENCE = "local.", "evidence."
_LOCAL_FIGURE, _LOCAL_JUDGEMENT = Field("", "", Form.AMOUNT), Field("", "", Form.JUDGEMENT)

_HOMES: Mapping[str, str] = MappingProxyType(
    {name: table for table, record in {"": County, **RECORDS}.items() for name in fields_of(record)}
)
_FACTS = (County, *RECORDS.values())
_HEADINGS = -1


def county_from_frames(
    campuses: object, facts: object = None, monitoring: object = None, groups: object = None
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

    Returns
    -------
    County
        The county; its name is that of the facts, or what a column ``county`` of the campuses says.

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
    tables = _tables("county_from_frames", campuses, facts, monitoring, groups)
    names = tables.names()
    if len(names) > 1:
        problems = list(tables.several(names))
        raise InputError(problems)
    return tables.counties([*names, ""][:1])[0]


def counties_from_frames(
    campuses: object, facts: object = None, monitoring: object = None, groups: object = None
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
    tables = _tables("counties_from_frames", campuses, facts, monitoring, groups)
    without = [table.name for table in tables.given if not table.county]
    if without:
        what = "the column county (县) is missing; add it, to say of which county each row is"
        raise InputError([Problem(name, 0, "county", what) for name in without])
    return tuple(tables.counties(tables.names()))


@attrs.frozen(slots=True)
class _Tables:
    """The tables of one county or of several."""

    campuses: CellTable
    facts: CellTable | None
    monitoring: CellTable | None
    groups: CellTable | None

    @property
    def given(self) -> list[CellTable]:
        return [table for table in (self.campuses, self.facts, self.monitoring, self.groups) if table is not None]

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
            order = ["campuses", "facts", "monitoring", "groups"]
            raise InputError(sorted(problems, key=lambda problem: (order.index(problem.file), problem.row)))
        return [county for county in read if county is not None]

    def _county(self, name: str, problems: dict[Problem, None]) -> County | None:
        notes = {table.name: Notes(table.name) for table in self.given}
        values = _Facts(notes.get("facts", Notes("facts")))
        if self.facts is not None:
            values.read(self.facts, self.facts.of_county(name))
        county = values.county(name)
        year = county.year if county else None
        at = self.campuses.of_county(name)
        if not at and name:
            what = f"there are no campuses of {quoted(name)}; add them, or leave the county out"
            notes["campuses"].add(0, self.campuses.county, what)
        # Rows count from 0, and the headings stand before them.
        rows = [(_HEADINGS, self.campuses.headings), *((row, self.campuses.cells(row)) for row in at)]
        campuses = (
            campuses_of(rows, notes["campuses"], if_shifted="name the column", year=year) if at or not name else []
        )
        parts: dict[str, Any] = {
            "monitoring": _records(self.monitoring, Subject, name, notes),
            "groups": _records(self.groups, Group, name, notes),
        }
        found = [problem for of_table in (values.notes, *notes.values()) for problem in of_table.problems]
        problems.update(dict.fromkeys(attrs.evolve(one, row=max(one.row, 0)) for one in found))
        return None if problems or county is None else attrs.evolve(county, campuses=campuses, **parts)


def _tables(function: str, campuses: object, facts: object, monitoring: object, groups: object) -> _Tables:
    return _Tables(
        cell_table(function, "campuses", campuses, (Campus,)),
        None if facts is None else cell_table(function, "facts", facts, _FACTS),
        None if monitoring is None else cell_table(function, "monitoring", monitoring, (Subject,)),
        None if groups is None else cell_table(function, "groups", groups, (Group,)),
    )


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
        item = next((at for at, heading in enumerate(table.headings) if is_one_of(heading, ITEM)), None)
        value = next((at for at, heading in enumerate(table.headings) if is_one_of(heading, VALUE)), None)
        if item is not None and value is not None:
            unit = next((at for at, heading in enumerate(table.headings) if is_one_of(heading, UNIT)), None)
            for row in rows:
                units = "" if unit is None else table.columns[unit][row]
                self._read(row, table.columns[item][row], table.columns[value][row], compact(units))
            return
        if len(rows) > 1:
            self.notes.add(rows[1], WHOLE, f"there are {len(rows)} rows of facts of one county; give one")
        for row in rows[:1]:
            for heading, text in zip(table.headings, table.cells(row), strict=True):
                self._read(row, heading, text)

    def _read(self, row: int, heading: str, given: str, unit: str = "") -> None:
        text = trimmed(given)
        if compact(heading).startswith(_LOCAL):
            if text and is_multiple(unit):
                self.notes.add(row, heading, f"{quoted(heading)} {NO_UNIT_OF_LOCAL}")
            self._read_local(row, heading, text)
            return
        if compact(heading).startswith(_EVIDENCE):
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
                self.values.setdefault(_HOMES[column.name], {})[column.name] = read
        except ReadingError as problem:
            self.notes.add(row, heading, f"{column.field.heading} {problem}")

    def _read_local(self, row: int, heading: str, text: str) -> None:
        name = identity(heading.partition(".")[2])
        if wrong := objection(name, Form.TEXT):
            self.notes.add(row, heading, f"the name {wrong}; choose another")
            return
        self._note_repeated(row, heading, f"{_LOCAL}{name}")
        judged = compact(text).casefold() in JUDGEMENTS and not compact(text).isdecimal()
        try:
            if text:
                self.local[name] = read_cell(text, _LOCAL_JUDGEMENT if judged else _LOCAL_FIGURE)
        except ReadingError as problem:
            self.notes.add(row, heading, f"{quoted(name)} {problem}")

    def _read_evidence(self, row: int, heading: str, text: str) -> None:
        id = compact(heading.partition(".")[2])
        if wrong := objection(id, Form.CODE):
            self.notes.add(row, heading, f"the id {wrong}; write that of an item, such as G1")
            return
        again = f"{_EVIDENCE}{item_identity(id)}" in self._places
        self._note_repeated(row, heading, f"{_EVIDENCE}{item_identity(id)}")
        documents = separated(text)
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
        of_county = {**({"name": name} if name else {}), **self.values.get("", {})}
        if "name" not in of_county and not self.notes.problems:
            self.notes.add(0, "name", "the county's name is missing; give it as name (县名) among the facts")
        county = build(County, of_county, self._note)
        tables: dict[str, Any] = {
            table: build(record, self.values.get(table, {}), self._note) for table, record in RECORDS.items()
        }
        return (
            None
            if county is None or None in tables.values()
            else attrs.evolve(county, local=self.local, evidence=self.evidence, **tables)
        )

    def _note(self, name: str, message: str) -> None:
        self.notes.add(*self._places.get(name, (0, name)), message)


def _records(table: CellTable | None, record: type[R], county: str, notes: Mapping[str, Notes]) -> tuple[R, ...]:
    """The records in a county's rows of a table."""
    if table is None:
        return ()
    of_table, fields = notes[table.name], fields_of(record)
    columns: dict[str, tuple[str, FieldColumn, list[str]]] = {}
    for heading, cells in zip(table.headings, table.columns, strict=True):
        try:
            column = field_column(heading, (record,), of_table)
            if column.name in columns:
                first = columns[column.name][0]
                what = f"{column.field.heading} already has the column {quoted(first)}"
                raise ReadingError(f"{what}; delete one of the two")
            columns[column.name] = heading, column, cells
        except ReadingError as problem:
            of_table.add(0, heading, str(problem))
    ((key, required),) = [(name, field) for name, field in fields.items() if field.required]
    if key not in columns:
        of_table.add(0, key, f"the column {required.heading} ({key}) is missing; add it")
        return ()
    rows: dict[str, int] = {}
    records = []
    for row in table.of_county(county):
        values: dict[str, object] = {}
        for name, (heading, column, cells) in columns.items():
            text = trimmed(cells[row])
            try:
                if text:
                    values[name] = read_cell(text, column.field, column.factor)
                elif column.field.required:
                    raise ReadingError("is missing; write it")
            except ReadingError as problem:
                of_table.add(row, heading, f"{column.field.heading} {problem}")

        def note(name: str, message: str, row: int = row) -> None:
            of_table.add(row, columns[name][0] if name in columns else name, message)

        if (known := str(values.get(key, ""))) and (earlier := rows.setdefault(known, row)) != row:
            note(key, f"{required.heading} {quoted(known)} is already in row {earlier}; delete one of the two")
        records.append(build(record, values, note))
    return tuple(one for one in records if one is not None)
