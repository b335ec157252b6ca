"""The whole verdict of many counties part by part: on Dask by partitions, elsewhere in batches of whole counties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from balanced_edu.assessment.verdict import day_of
from balanced_edu.errors import InputError, Problem
from balanced_edu.message import Message
from balanced_edu.nation.dimensions import assess_counties as assess_all
from balanced_edu.nation.intake import is_blank
from balanced_edu.nation.source import without_campuses
from balanced_edu.nation.tables import HEADINGS, NO_COLUMN
from balanced_edu.outcomes import is_unknown
from balanced_edu.standards import NATIONAL, load
from balanced_edu.tables.columns import COUNTY, is_one_of
from balanced_edu.tables.frames import frame_like, narwhals, of_narwhals

if TYPE_CHECKING:
    from balanced_edu.standards import Standard

MOST_ROWS = 500_000
"""So many campuses are held in memory at once, or those of one county."""


def assess_counties(
    campuses: object,
    counties: object = None,
    monitoring: object = None,
    groups: object = None,
    standard: str | PathLike[str] | Standard = NATIONAL,
    *,
    on: dt.date | None = None,
    rows: int = MOST_ROWS,
) -> Any:
    """The whole verdict of many counties, whose campuses need not fit into memory.

    What is known of a county may stand in several places of a frame: its rows are brought together first. On Dask every
    partition of the result is computed where its campuses are. Other frames are read in batches of whole counties.

    Parameters
    ----------
    campuses
        A frame of Dask, polars (lazy or not), DuckDB, pandas or pyarrow, as for `balanced_edu.assess_counties`.
    counties, monitoring, groups, standard, on
        As for `balanced_edu.assess_counties`; these tables are held in memory.
    rows
        How many campuses are held in memory at once; a single county is never divided.

    Returns
    -------
    frame
        A row for each county, as `CountiesAssessment.as_frame` gives it, in a frame of the same library; lazy if that
        of the campuses is.

    Raises
    ------
    InputError
        If something cannot be read, or rows cannot be true, or have no county; on Dask when the result is computed.
    TypeError
        If the campuses are no frame.
    ModuleNotFoundError
        If narwhals is missing (extra ``frames``).

    Examples
    --------
    >>> import polars as pl
    >>> campuses = pl.LazyFrame({"county": [1, 2, 1], "school_code": ["A1", "B1", "A2"], "kind": ["小学"] * 3,
    ...                          "primary_pupils": [2100, 400, 300]})
    >>> assess_counties(campuses).select("county", "G4").collect().rows()
    [('1', 'fail'), ('2', 'pass')]
    """
    standard, on = load(standard), None if on is None else day_of(on)
    frame = of_narwhals(campuses)
    heading = _county_of(frame, "campuses")
    others = {"counties": counties, "monitoring": monitoring, "groups": groups}
    tables = {name: _in_memory(given) for name, given in others.items() if given is not None}
    if frame.implementation.is_dask():
        return _on_dask(campuses, heading, tables, standard, on)
    columns: dict[str, list[Any]] = {}
    for part, of_part in _batches(frame, heading, tables, rows):
        result = assess_all(part, **of_part, standard=standard, on=on)
        for name, column in result.as_frame(like={}).items():
            columns.setdefault(name, []).extend(column)
    return frame_like(columns, None, campuses)


def _in_memory(given: object) -> Any:
    """A table as a frame of narwhals that is read."""
    known = narwhals()
    if isinstance(given, Mapping):
        return known.from_dict(dict(given), backend="pyarrow")
    frame = of_narwhals(given)
    return frame.collect() if hasattr(frame, "collect") else frame


def _county_of(frame: Any, name: str) -> str:
    """The heading of the column that says of which county a row is."""
    heading = next((one for one in frame.collect_schema().names() if is_one_of(one, COUNTY)), "")
    if not heading:
        raise InputError([Problem(name, HEADINGS, "county", NO_COLUMN)])
    return heading


def _batches(frame: Any, heading: str, tables: Mapping[str, Any], rows: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Whole counties of so many campuses at once, with their rows of the other tables."""
    known = narwhals()
    found = frame.lazy().group_by(heading).agg(known.len().alias("campuses")).collect()
    sizes = dict(zip(found[heading].to_list(), found["campuses"].to_list(), strict=True))
    _refuse(sizes, heading, tables)
    batch: list[Any] = []
    for county in sorted(sizes):
        if batch and sum(sizes[one] for one in batch) + sizes[county] > rows:
            yield _part(frame, heading, batch), _of_counties(tables, batch)
            batch = []
        batch.append(county)
    yield _part(frame, heading, batch), _of_counties(tables, batch)


def _part(frame: Any, heading: str, counties: Sequence[Any]) -> Any:
    return frame.lazy().filter(narwhals().col(heading).is_in(counties)).collect().to_native()


def _refuse(campuses: Mapping[Any, int], heading: str, tables: Mapping[str, Any]) -> None:
    """Refuse campuses without a county, and rows of counties that have no campuses."""
    without = sum(number for county, number in campuses.items() if is_unknown(county) or is_blank(county))
    problems = [Problem("campuses", HEADINGS, heading, Message(_WITHOUT_COUNTY, n=without))] if without else []
    known = set(map(str, campuses))
    for name, table in tables.items():
        column = _county_of(table, name)
        problems += (
            without_campuses(name, row, column, county)
            for row, county in enumerate(table[column].to_list())
            if str(county) not in known
        )
    if problems:
        raise InputError(problems)


_WITHOUT_COUNTY = "{n} {n:campus has|campuses have} no county; write its name or its code"


def _of_counties(tables: Mapping[str, Any], counties: Iterable[Any]) -> dict[str, Any]:
    """The rows of some counties, of the tables that have any."""
    wanted = set(map(str, counties))
    parts = {
        name: table.filter([str(county) in wanted for county in table[_county_of(table, name)].to_list()])
        for name, table in tables.items()
    }
    return {name: part.to_native() for name, part in parts.items() if len(part)}


def _on_dask(campuses: Any, heading: str, tables: Mapping[str, Any], standard: Standard, on: dt.date | None) -> Any:
    """The rows of a county in one partition, and each partition assessed by itself."""
    known = campuses.groupby(heading, dropna=False).size().compute()
    _refuse(known.to_dict(), heading, tables)
    together = campuses.shuffle(on=heading)
    names = ["county", "outcome", *standard.dimensions, *(id for id in standard.items if id not in standard.aims)]
    meta = frame_like(dict.fromkeys(names, ()), None, "pandas").astype(object)
    return together.map_partitions(_of_partition, heading, dict(tables), standard, on, meta, meta=meta)


def _of_partition(
    part: Any, heading: str, tables: Mapping[str, Any], standard: Standard, on: dt.date | None, empty: Any
) -> Any:
    if not len(part):
        return empty
    others = _of_counties(tables, part[heading].unique())
    return assess_all(part, **others, standard=standard, on=on).as_frame(like=part).astype(object)
