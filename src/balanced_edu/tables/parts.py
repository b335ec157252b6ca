"""The tables of a data set, from whatever file they come: campuses, registers, facts, monitoring and the survey."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.records.county import Group, Subject
from balanced_edu.records.registers import Room, SchoolClass, Teacher
from balanced_edu.remarks import TableRead
from balanced_edu.tables.items import county_of_items
from balanced_edu.tables.records import records_of
from balanced_edu.tables.registers import Registers, register_of
from balanced_edu.tables.schools import campuses_of

if TYPE_CHECKING:
    from balanced_edu.notes import Notes
    from balanced_edu.records.campus import Campus
    from balanced_edu.records.county import County
    from balanced_edu.tables.headings import Merged, Row
    from balanced_edu.tables.registers import Listed

SCHOOLS, ITEMS, MONITORING, GROUPS = "学校", "县级", "监测", "调查"
"""The names of the tables: sheets of a workbook, or files that end in ``.csv``."""

REGISTERS: Mapping[str, type[Listed]] = MappingProxyType({"班级": SchoolClass, "教室": Room, "教师": Teacher})
"""The names of the registers, and what has a row in each."""

EXPLAINED, LIMITS = "填写说明", "标准值"
"""The names of the sheets of a template that explain every column, and that give all limits."""

# Field of the county, record, and table as cells name it.
_RECORDS: Mapping[str, tuple[str, type, str]] = MappingProxyType(
    {MONITORING: ("monitoring", Subject, "quality.monitoring"), GROUPS: ("groups", Group, "recognition.groups")}
)


@attrs.frozen(slots=True)
class Table:
    """A table that was opened.

    Attributes
    ----------
    rows
        Its rows.
    notes
        Takes its problems and remarks.
    if_shifted, if_unknown
        What to do if cells are not under their headings, and if no heading is known, as parts of a sentence.
    merged
        Cells that are merged.
    """

    rows: Iterable[Row]
    notes: Notes
    if_shifted: str
    if_unknown: str = ""
    merged: Merged = ()


def registers_in(tables: Mapping[str, Table], *, ignore_columns: bool) -> Registers:
    """The registers that are given."""
    read = (
        register_of(
            record,
            one.rows,
            one.notes,
            if_shifted=one.if_shifted,
            if_unknown=one.if_unknown,
            merged=one.merged,
            ignore_columns=ignore_columns,
        )
        for name, record in REGISTERS.items()
        if (one := tables.get(name)) is not None
    )
    return Registers(tuple(register for register in read if register is not None))


def campuses_in(table: Table, year: int | None, registers: Registers, *, ignore_columns: bool) -> list[Campus]:
    """The campuses of the school table, with what follows from the registers."""
    return campuses_of(
        table.rows,
        table.notes,
        if_shifted=table.if_shifted,
        if_unknown=table.if_unknown,
        year=year,
        merged=table.merged,
        ignore_columns=ignore_columns,
        registers=registers,
    )


def remark_not_given(given: Collection[str], file_and_sheet: Callable[[str], tuple[str, str]], notes: Notes) -> None:
    """Keep where the tables of subjects and groups would stand that are not given.

    Parameters
    ----------
    given
        The names of the tables that there are.
    file_and_sheet
        Gives the file and the sheet that a table would have, by its name.
    notes
        Takes the tables.
    """
    for name, (_, _, known_as) in _RECORDS.items():
        if name not in given:
            notes.tables.append(TableRead(known_as, *file_and_sheet(name), {}, {}))


def county_in(tables: Mapping[str, Table], *, ignore_columns: bool) -> County | None:
    """The county of the tables of facts, monitoring and the survey, as far as they are given, without its campuses.

    None, with notes, if there are no facts or if something cannot be used.
    """
    county = county_of_items(tables[ITEMS].rows, tables[ITEMS].notes) if ITEMS in tables else None
    parts: dict[str, Any] = {}
    for name, (part, record, known_as) in _RECORDS.items():
        if name in tables:
            one = tables[name]
            parts[part] = records_of(
                record,
                known_as,
                one.rows,
                one.notes,
                if_shifted=one.if_shifted,
                merged=one.merged,
                ignore_columns=ignore_columns,
            )
    faultless = not any(one.notes.problems for name, one in tables.items() if name in (ITEMS, *_RECORDS))
    return attrs.evolve(county, **parts) if county is not None and faultless else county
