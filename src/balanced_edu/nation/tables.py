"""The tables that many counties hand in: which column is which field, and which rows are of which county."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from balanced_edu.arrays import Coded
from balanced_edu.errors import InputError, Problem
from balanced_edu.exact import as_written
from balanced_edu.message import Message, message_of
from balanced_edu.nation.coding import coded
from balanced_edu.notes import WHOLE
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import Group, Subject
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.tables.columns import COUNTY, is_one_of
from balanced_edu.tables.counties import county_from_frames
from balanced_edu.tables.frames import EXACT, array_of, narwhals, of_narwhals, refuse_lengths
from balanced_edu.tables.headings import field_of_heading
from balanced_edu.tables.items import HOMES, LOCAL, field_of_item, local_fact

if TYPE_CHECKING:
    from balanced_edu.nation.campuses import Rows

HEADINGS = 0
"""The row of a data frame's headings, as problems give it."""

RECORDS: Mapping[str, type | None] = {"campuses": Campus, "counties": None, "monitoring": Subject, "groups": Group}
"""The tables by the names of the arguments, and what has a row in each; a row of facts is no single record."""


NO_COLUMN = Message("the column county (县) is missing; add it, to say of which county each row is")
"""What is wrong with a table that does not say of which county its rows are."""


@attrs.frozen(slots=True, eq=False)
class GivenTable:
    """A table as it was given.

    Attributes
    ----------
    name
        The name of the argument.
    columns
        Its columns by heading.
    rows
        How many rows it has.
    county
        The heading of the column that says of which county a row is.
    fields
        The columns whose field is known; what is wrong with a heading, a reader of one county says.
    """

    name: str
    columns: Mapping[str, Any]
    rows: int
    county: str
    fields: Known

    def part(self, rows: Rows) -> GivenTable:
        """Some of the rows, as they were given."""
        size = rows.stop - rows.start if isinstance(rows, slice) else rows.size
        return attrs.evolve(
            self, columns={heading: _rows(column, rows) for heading, column in self.columns.items()}, rows=size
        )

    def some(self, rows: Sequence[int]) -> dict[str, Any]:
        """Some rows, as a reader of one county takes them."""
        return {
            heading: [_one(column, row) for row in rows]
            for heading, column in self.columns.items()
            if heading != self.county
        }


def _rows(column: Any, rows: Rows) -> Any:
    """Some rows of a column, which stays of its kind."""
    if isinstance(column, Coded):
        return column.take(rows)
    if isinstance(column, Sequence):  # not each of them has slices
        return [column[row] for row in (range(rows.start, rows.stop) if isinstance(rows, slice) else rows.tolist())]
    return column[rows]


def _one(column: Any, row: int) -> Any:
    """A value of a column; the areas of rooms without those that only fill a row of numbers up."""
    if isinstance(column, Coded):
        return column.values[column.codes[row]]
    value = column[row]
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "iuf":
        known = as_written(value[value != 0]).tolist()
        return None if known and all(area != area for area in known) else known or "0"
    return value


def given_table(function: str, name: str, given: object) -> GivenTable:
    """A table of a frame of any library, or of a mapping from headings to columns.

    Raises
    ------
    TypeError
        If it is neither.
    InputError
        If columns differ in length, or none says of which county a row is.
    ModuleNotFoundError
        If a frame is given and narwhals is missing.
    """
    columns = _columns_of(function, name, given)
    try:
        refuse_lengths({heading: _length(column) for heading, column in columns.items()})
    except ValueError as error:
        raise InputError([Problem(name, HEADINGS, WHOLE, message_of(error))]) from None
    county = next((heading for heading in columns if is_one_of(heading, COUNTY)), "")
    if not county:
        raise InputError([Problem(name, HEADINGS, "county", NO_COLUMN)])
    return GivenTable(name, columns, _length(columns[county]), county, _fields_of(name, columns, county))


def _fields_of(name: str, columns: Iterable[str], county: str) -> Known:
    record = RECORDS[name]
    meanings = ((heading, _meaning(heading, record)) for heading in columns if heading != county)
    return {name: (heading, field, factor) for heading, meant in meanings if meant for name, field, factor in [meant]}


def _length(column: Any) -> int:
    return column.shape[0] if isinstance(column, Coded) else len(column)


def spelt_out(column: Any) -> Any:
    """A column with a value for each row."""
    return column.values[column.codes] if isinstance(column, Coded) else column


def _columns_of(function: str, name: str, given: object) -> dict[str, Any]:
    if isinstance(given, Mapping):
        return {str(heading): _column(column) for heading, column in given.items()}
    try:
        frame = of_narwhals(given)
        collected = frame.collect() if hasattr(frame, "collect") else frame
        return {str(series.name): _of_series(series) for series in collected.iter_columns()}
    except TypeError as error:
        raise TypeError(f"{function}: {name}: {error}") from None
    except narwhals().exceptions.DuplicateError:
        what = Message("two columns have the same name; rename or drop one of them")
        raise InputError([Problem(name, HEADINGS, WHOLE, what)]) from None


def _of_series(series: Any) -> Any:
    """A series of narwhals as an array; integers some of which are unknown as floats, if floats hold all of them."""
    known = narwhals()
    if series.null_count() and (series.dtype.is_integer() or series.dtype == known.Boolean):
        if series.dtype.is_integer() and max(map(abs, (series.min() or 0, series.max() or 0))) <= EXACT:
            return series.cast(known.Float64).to_numpy()
        return np.array(series.to_list(), dtype=object)
    column = coded(series.to_native()) if series.dtype in (known.String, known.Categorical, known.Enum) else None
    return series.to_numpy() if column is None else column


def _column(given: Any) -> Any:
    if isinstance(given, np.ndarray) or hasattr(type(given), "units") or not hasattr(type(given), "__array__"):
        return given if hasattr(given, "__len__") and not isinstance(given, (str, bytes, Mapping)) else [given]
    return array_of(given)


Known: TypeAlias = "Mapping[str, tuple[str, Field, int]]"
"""By the name of a field or fact: its column's heading, the field, and how many of its unit one of the column's is."""


def name_of_fact(heading: str) -> str:
    """The name of the fact that a heading means; empty if it means none."""
    meant = _meaning(heading, None)
    return meant[0] if meant else ""


def _meaning(heading: str, record: type | None) -> tuple[str, Field, int] | None:
    """The name of what a heading means, its field, and how many of its unit one of the heading's unit is."""
    fields = _FACTS if record is None else fields_of(record)
    if heading in fields:
        return heading, fields[heading], 1
    if record is None and (fact := local_fact(heading)):
        return f"{LOCAL}{fact}", ANY_FACT, 1
    known = field_of_item(heading) if record is None else field_of_heading(heading, record)
    if known is None:
        return None
    return next((name, *known) for name, field in fields.items() if field == known[0])


_FACTS = {name: field for name, (_, field) in HOMES.items()}
ANY_FACT = Field("", "", Form.TEXT)
"""The field of a local fact, of which only its value says if it is a figure or a judgement."""


def check_headings(tables: Mapping[str, GivenTable]) -> None:
    """Refuse headings that a reader of one county does not take: it reads a row of each table that says nothing.

    Raises
    ------
    InputError
        If there are some; it lists every problem.
    """
    if all(map(_has_plain_headings, tables.values())):
        return
    rows = {name: _row_without_figures(table) for name, table in tables.items()}
    facts = {heading: cell for heading, cell in rows.pop("counties", {}).items() if name_of_fact(heading) != "name"}
    facts["name"] = ["县"]
    try:
        county_from_frames(facts=facts, **rows)
    except InputError as error:
        named = (attrs.evolve(one, file="counties" if one.file == "facts" else one.file) for one in error.problems)
        raise InputError(named) from None


def _has_plain_headings(table: GivenTable) -> bool:
    """Whether all headings are names of fields, those that every row has to have among them."""
    record = RECORDS[table.name]
    fields = _FACTS if record is None else fields_of(record)
    required = () if record is None else [name for name, field in fields.items() if field.required]
    return {*required} <= table.columns.keys() <= {*fields, table.county}


_KEYS = {"school_code": "A1", "kind": "小学", "subject": "语文", "group": "家长"}


def _row_without_figures(table: GivenTable) -> dict[str, list[Any]]:
    keys = {heading: _KEYS[name] for name, (heading, _, _) in table.fields.items() if name in _KEYS}
    if RECORDS[table.name] is None:  # of local facts only those are compared that are given
        keys = {heading: "1" for heading in table.columns if local_fact(heading)}
    return {heading: [keys.get(heading)] for heading in table.columns if heading != table.county}
