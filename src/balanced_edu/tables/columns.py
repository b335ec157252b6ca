"""Tables of columns as cells: values of any library as the texts that files have, so that one grammar reads both."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import attrs

from balanced_edu.errors import InputError, Problem
from balanced_edu.exact import exact, of_python
from balanced_edu.identity import compact, identity, stands_for_nothing
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.fields import Field, fields_of, known_value
from balanced_edu.tables.cells import cell_text, number_text
from balanced_edu.tables.frames import table_of
from balanced_edu.tables.headings import unit_factor
from balanced_edu.text import in_short, quoted
from balanced_edu.units import UnitError, factor, is_quantity, name_of, without_unit

COUNTY = ("county", "县", "县名", "区县", "县（市、区）")
"""Headings of the column that says of which county a row is; in the facts 县名 is the county's name."""


@attrs.frozen(slots=True)
class CellTable:
    """A table as cells, by the name of the argument that gave it.

    Attributes
    ----------
    name
        The name of the argument.
    headings, columns
        The headings, and the cells of each column as texts.
    county
        The heading of the column that says of which county a row is; empty if there is none.
    counties
        The county of each row; empty if there is no such column.
    rows_of
        The rows of each county; those of an empty name are all rows.
    problems
        What is wrong with quantities, and with the column of counties.
    """

    name: str
    headings: tuple[str, ...]
    columns: tuple[list[str], ...]
    county: str
    counties: tuple[str, ...]
    rows_of: Mapping[str, Sequence[int]]
    problems: tuple[Problem, ...]

    def of_county(self, name: str) -> Sequence[int]:
        """The positions of a county's rows; all rows if the table does not say of which county they are."""
        return self.rows_of.get(name if self.county else "", ())

    def cells(self, row: int) -> list[str]:
        """The cells of a row, in the order of the headings."""
        return [column[row] for column in self.columns]


def cell_table(function: str, name: str, given: object, records: tuple[type, ...]) -> CellTable:
    """A table as cells, whose quantities are in the units of the fields that its headings name.

    Raises
    ------
    TypeError
        If it is no table; the message begins with the function and the name of its argument.
    InputError
        If its columns differ in length, or two have the same name.
    """
    try:
        columns = table_of(given)
    except TypeError as error:
        raise TypeError(f"{function}: {name}: {error}") from None
    except ValueError as error:
        raise InputError([Problem(name, 0, WHOLE, str(error))]) from None
    named = (heading for heading in columns if is_one_of(heading, COUNTY) and _named(heading, records) is None)
    of_county = next(named, "")
    notes = Notes(name)
    read = {heading: _cells(heading, values, records, notes) for heading, values in columns.items()}
    counties = tuple(map(identity, read.pop(of_county, ())))
    rows_of: dict[str, list[int]] = {"": list(range(len(next(iter(columns.values()), ()))))}
    for row, county in enumerate(counties):
        rows_of.setdefault(county, []).append(row)
        if stands_for_nothing(county):
            notes.add(row, of_county, "the county is missing; write its name or its code")
    return CellTable(name, tuple(read), tuple(read.values()), of_county, counties, rows_of, tuple(notes.problems))


def is_one_of(heading: str, names: Sequence[str]) -> bool:
    """Whether a heading is one of some, however it is typed."""
    return compact(heading).casefold() in map(compact, names)


def _cells(heading: str, values: Sequence[Any], records: tuple[type, ...], notes: Notes) -> list[str]:
    """The values of a column as a file would have them."""
    known = _named(heading, records)
    cells = []
    for row, value in enumerate(values):
        value = known_value(value)
        if known and is_quantity(value):
            try:
                value = _in_unit(value, *known)
            except ReadingError as problem:
                notes.add(row, heading, str(problem))
                value = None
        cells.append(text_of(value))
    return cells


def _in_unit(quantity: Any, field: Field, times: int) -> float:
    """A quantity as a number in the unit of its column, which is so many of the field's."""
    bare, unit = without_unit(quantity)
    wanted = field.unit or "dimensionless"
    try:
        number = exact(bare) * factor(unit or (), wanted) / times
    except (UnitError, TypeError, ValueError):
        what = f"{field.heading} is {in_short(f'{bare} {name_of(unit or ())}', 60)}"
        raise ReadingError(f"{what}, which cannot be read in {wanted}; correct its unit") from None
    return float(number)


def text_of(value: object) -> str:
    """A value as the text of a cell that is read as it; empty if it is unknown.

    >>> text_of(5.0), text_of(True), text_of([98, 97.5]), text_of(None)
    ('5', '是', '98;97.5', '')
    """
    value = of_python(known_value(value))
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        return value
    if isinstance(value, (bool, int, enum.Enum)):
        return cell_text(value)
    if isinstance(value, float):
        return number_text(value) if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) == 1:
        several: Any = value
        return ";".join(map(text_of, several)) if len(several) else "0"
    return in_short(str(value), 200)


def _named(heading: str, records: tuple[type, ...]) -> tuple[Field, int] | None:
    """The field of a heading, and how many of its unit one of the heading's unit is; None if it names none."""
    try:
        column = field_column(heading, records, Notes(""))
    except ReadingError:
        return None
    return column.field, column.factor


@attrs.frozen(slots=True)
class FieldColumn:
    """A field by its name, and how many of its unit one of the column's unit is."""

    name: str
    field: Field
    factor: int


@lru_cache(maxsize=8)
def _known(records: tuple[type, ...]) -> Mapping[str, tuple[str, Field]]:
    """The fields of records by their names and by their Chinese headings."""
    fields = {name: field for record in records for name, field in fields_of(record).items()}
    return {compact(text): (name, field) for name, field in fields.items() for text in (name, field.heading)}


def field_column(heading: str, records: tuple[type, ...], notes: Notes) -> FieldColumn:
    """The column of a heading: a field by its name or its Chinese heading, with a unit in brackets if it has one."""
    known = _known(records)
    written = compact(heading)
    stem, unit = written, ""
    if written not in known and written.endswith(")") and not written.endswith("()"):
        stem, _, unit = written[:-1].rpartition("(")
    if stem not in known:
        labels = {text: f"{field.heading}, {name}" for text, (name, field) in known.items()}
        what = f"there is no column {quoted(heading)}{notes.suggestion(stem, labels)}"
        raise ReadingError(f"{what}; correct the heading, or leave the column out")
    name, field = known[stem]
    return FieldColumn(name, field, unit_factor(unit, field))
