"""What many counties hand in, from their tables: read, and looked at for what cannot be true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from balanced_edu.arrays import Coded
from balanced_edu.assessment.verdict import measures_in
from balanced_edu.nation.campuses import Campuses, plain, taken
from balanced_edu.nation.codes import odd_codes
from balanced_edu.nation.columns import read_column, read_local
from balanced_edu.nation.contradictions import exceeding, untrue
from balanced_edu.nation.handed import Handed, Records
from balanced_edu.nation.subjects import nothing
from balanced_edu.nation.tables import ANY_FACT
from balanced_edu.records.county import FIRST_YEAR, FUNDED, LAST_YEAR, RECORDS, Group
from balanced_edu.records.fields import Form
from balanced_edu.records.relations import relations_of
from balanced_edu.tables.items import LOCAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.nation.columns import Column
    from balanced_edu.nation.source import Source
    from balanced_edu.nation.tables import GivenTable
    from balanced_edu.standards import Standard


def handed_in(source: Source, standard: Standard, on: dt.date | None) -> tuple[Handed, NDArray[np.bool_]]:
    """What the counties hand in, and those that have to be read one by one: with what a column cannot hold or be."""
    size = source.ids.size
    singly = nothing(size)
    columns: dict[str, dict[str, Column]] = {}
    for name, table in source.tables.items():
        columns[name] = {}
        for field_name, (heading, field, factor) in table.fields.items():
            if (
                field.form in _NOT_READ
                and field is not ANY_FACT
                and not (standard.by_school and field.form is Form.CODE)
            ):
                continue
            given = table.columns[heading]
            read = read_local(given, field) if field is ANY_FACT else read_column(given, field, factor)
            if read.unread is not None:
                singly[source.places[name][read.unread]] = True
            columns[name][field_name] = read.column
    campuses = Campuses(source.places["campuses"], columns["campuses"])
    facts = _facts(source, columns, singly)
    days = _days(facts, size, on)
    singly[campuses.places[_impossible(campuses, facts, size, source.tables["campuses"])]] = True
    records = {
        name: Records(source.places.get(name, np.empty(0, dtype=np.intp)), columns.get(name, {}))
        for name in ("monitoring", "groups")
    }
    _find_impossible_records(facts, records, size, singly)
    return (
        Handed(
            size=size,
            days=days,
            campuses=campuses,
            facts=facts,
            monitoring=records["monitoring"],
            groups=records["groups"],
            standard=standard,
        ),
        singly,
    )


# What decides nothing in columns; codes only where a standard counts by school.
_NOT_READ = (Form.CODE, Form.TEXT, Form.TEXTS)


def _facts(source: Source, columns: Mapping[str, Mapping[str, Column]], singly: NDArray[np.bool_]) -> dict[str, Column]:
    """The facts with a row for each county; all unknown of one that has none."""
    size, places = source.ids.size, source.places.get("counties")
    if places is None or not places.size:
        return {}
    singly |= np.bincount(places, minlength=size) > 1
    at = np.full(size, -1)
    at[places] = np.arange(places.size)
    return {name: _with_gaps(column, at) for name, column in columns["counties"].items()}


def _with_gaps(column: Column, at: NDArray[np.intp]) -> Column:
    """The rows of a column, unknown where one is −1."""
    gaps = at < 0
    found: Column = taken(column, at)
    if not gaps.any():
        return found
    if isinstance(found, Coded):
        return Coded((*found.values, None), np.where(gaps, len(found.values), found.codes))
    assert isinstance(found, np.ndarray)
    return np.where(gaps, found.dtype.type(0 if found.dtype == np.int8 else np.nan), found)


def _days(facts: Mapping[str, Column], size: int, on: dt.date | None) -> NDArray[np.float64]:
    """The day of each county's assessment as a number; NaN if it is unknown."""
    if on is not None:
        return np.full(size, float(on.toordinal()))
    years = plain(facts.get("year"), size).value
    known = np.where((years >= FIRST_YEAR) & (years <= LAST_YEAR), years, np.nan)
    distinct, codes = np.unique(known, return_inverse=True)
    days = [dt.date(int(year), 12, 31).toordinal() if year == year else np.nan for year in distinct.tolist()]
    return np.array(days, dtype=np.float64)[codes]


def _impossible(campuses: Campuses, facts: Mapping[str, Column], size: int, given: GivenTable) -> NDArray[np.bool_]:
    """The campuses that cannot be true, or whose code or parent a reader of one county has to look at."""
    found = untrue(campuses)
    found |= ~campuses.words("kind").of_each(bool).astype(np.bool_)
    years = plain(facts.get("year"), size).value
    found |= campuses.figures("built_year") > years[campuses.places]
    return found | odd_codes(campuses.places, given)


def _find_impossible_records(
    facts: Mapping[str, Column], records: Mapping[str, Records], size: int, singly: NDArray[np.bool_]
) -> None:
    """The counties whose facts, subjects or groups cannot be true."""

    def found_in(record: type, columns: Mapping[str, Column], rows: int, places: NDArray[np.intp]) -> None:
        for relation in relations_of(record):
            bounds = [lambda name: plain(columns.get(name), rows).value] * 2
            singly[places[exceeding(relation, *bounds)]] = True

    for record in RECORDS.values():
        found_in(record, facts, size, np.arange(size))
    for pupils, funds, _ in FUNDED:
        singly |= (plain(facts.get(pupils), size).value == 0) & (plain(facts.get(funds), size).value > 0)
    years = plain(facts.get("year"), size).value
    singly |= (years < FIRST_YEAR) | (years > LAST_YEAR)
    groups, monitoring = records["groups"], records["monitoring"]
    found_in(Group, groups.columns, groups.places.size, groups.places)
    for name, table in (("group", groups), ("subject", monitoring)):
        if not table.places.size:
            continue
        named = table.names(name)
        singly[table.places[~named.of_each(bool).astype(np.bool_)]] = True
        numbers = _numbered(named)
        most = int(numbers.max()) + 1
        key, times = np.unique(table.places * most + numbers, return_counts=True)
        singly[key[times > 1] // most] = True
    level = monitoring.figures("level").value
    others = [monitoring.figures(name).value for name in ("level", "share_at_level_3", "between_school_share")]
    given = ~np.logical_and.reduce([np.isnan(column) for column in others])
    unmonitored = monitoring.judgements("monitored") == -1
    singly[monitoring.places[(level < 1) | (level > 4) | (unmonitored & given)]] = True


def _numbered(names: Coded) -> NDArray[np.intp]:
    """A number for each name, the same however it is written."""
    numbers: dict[object, int] = {}
    return names.of_each(lambda name: numbers.setdefault(name, len(numbers))).astype(np.intp)


def misread(handed: Handed, standard: Standard) -> NDArray[np.bool_]:
    """The counties with local facts that are judgements where the standard expects figures, or the other way round."""
    found = nothing(handed.size)
    for measure in measures_in(standard):
        for name in measure.inputs:
            column = handed.facts.get(f"{LOCAL}{name}")
            if isinstance(column, Coded):
                found |= column.of_each(partial(_is_of_other_kind, judged=measure.judged)).astype(np.bool_)
    return found


def _is_of_other_kind(value: object, *, judged: bool) -> bool:
    return value is not None and isinstance(value, bool) is not judged
