"""Tables of columns as cells: values of any library as the texts that files have, so that one grammar reads both."""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from balanced_edu.errors import InputError, Problem
from balanced_edu.exact import exact, number_text, of_python
from balanced_edu.identity import compact, identity, stands_for_nothing
from balanced_edu.message import Message, message_of
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.fields import Field, known_value
from balanced_edu.tables.cells import cell_text
from balanced_edu.tables.frames import table_of
from balanced_edu.text import in_short
from balanced_edu.units import UnitError, factor, is_quantity, name_of, without_unit

COUNTY = ("county", "县", "区县", "县（市、区）")
"""Headings of the column that says of which county a row is."""

FieldOf: TypeAlias = Callable[[Mapping[str, Sequence[object]], str, int], "tuple[Field, int] | None"]
"""Of columns, a heading and a row: the field of the cell, and how many of its unit one of the cell's unit is."""


@attrs.frozen(slots=True)
class CellTable:
    """A table as cells, by the name of the argument that gave it.

    Attributes
    ----------
    name
        The name of the argument.
    headings, columns
        The headings, and the cells of each column as texts, by row; headings that a library makes up are empty.
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
    columns: tuple[Sequence[str] | Mapping[int, str], ...]
    county: str
    counties: tuple[str, ...]
    rows_of: Mapping[str, Sequence[int]]
    problems: tuple[Problem, ...]

    def of_county(self, name: str) -> Sequence[int]:
        """The positions of a county's rows; all rows if the table does not say of which county they are."""
        return self.rows_of.get(name if self.county else "", ())

    def numbered(self, rows: Sequence[int]) -> CellTable:
        """The same table, whose rows are these of a larger one."""
        columns = tuple({row: column[at] for at, row in enumerate(rows)} for column in self.columns)
        problems = tuple(attrs.evolve(problem, row=rows[problem.row]) for problem in self.problems)
        return attrs.evolve(self, columns=columns, rows_of={"": rows}, problems=problems)

    def cells(self, row: int) -> list[str]:
        """The cells of a row, in the order of the headings."""
        return [column[row] for column in self.columns]


def cell_table(
    function: str, name: str, given: object, field_of: FieldOf, of_county: Sequence[str] = COUNTY
) -> CellTable:
    """A table as cells, whose quantities are in the units in which their cells are read.

    Parameters
    ----------
    function, name
        The function, and the name of its argument, for messages.
    given
        The table.
    field_of
        Gives the field of a cell.
    of_county
        Headings of the column that says of which county a row is.

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
        raise InputError([Problem(name, 0, WHOLE, message_of(error))]) from None
    county = next((heading for heading in columns if is_one_of(heading, of_county)), "")
    notes = Notes(name)
    read = {heading: _cells(columns, heading, field_of, notes) for heading in columns}
    counties = tuple(map(identity, read.pop(county, ())))
    rows_of: dict[str, list[int]] = {"": list(range(len(next(iter(columns.values()), ()))))}
    for row, named in enumerate(counties):
        rows_of.setdefault(named, []).append(row)
        if stands_for_nothing(named):
            notes.add(row, county, Message("the county is missing; write its name or its code"))
    headings = tuple("" if _is_made_up(heading, list(columns).index(heading)) else heading for heading in read)
    return CellTable(name, headings, tuple(read.values()), county, counties, rows_of, tuple(notes.problems))


_MADE_UP = re.compile(r"Unnamed: \d+(_level_\d+)?|__UNNAMED__\d+|column_\d+")


def _is_made_up(heading: str, position: int) -> bool:
    """Whether a library has put a heading where there was none."""
    return heading == str(position) or bool(_MADE_UP.fullmatch(heading))


def is_one_of(heading: str, names: Sequence[str]) -> bool:
    """Whether a heading is one of some, however it is typed."""
    return compact(heading).casefold() in map(compact, names)


def _cells(columns: Mapping[str, Sequence[Any]], heading: str, field_of: FieldOf, notes: Notes) -> list[str]:
    """The values of a column as a file would have them."""
    cells = []
    for row, value in enumerate(columns[heading]):
        value = known_value(value)
        if is_quantity(value) and (known := field_of(columns, heading, row)):
            try:
                value = _in_unit(value, *known)
            except ReadingError as problem:
                notes.add(row, heading, message_of(problem))
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
        raise ReadingError(
            Message(
                "{heading} is {given}, which cannot be read in {wanted}; correct its unit",
                heading=field.heading,
                given=in_short(f"{bare} {name_of(unit or ())}", 60),
                wanted=wanted,
            )
        ) from None
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
