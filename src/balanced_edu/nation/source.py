"""The tables of many counties: of which county each row is, and one county read from its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.arguments import Arguments
from balanced_edu.arrays import ids_of
from balanced_edu.errors import InputError, Problem
from balanced_edu.message import Message
from balanced_edu.nation.intake import is_blank
from balanced_edu.nation.order import places_of
from balanced_edu.nation.tables import HEADINGS, given_table, name_of_fact, spelt_out
from balanced_edu.notes import WHOLE
from balanced_edu.records.county import County
from balanced_edu.tables.counties import county_of_rows
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.nation.campuses import Rows
    from balanced_edu.nation.tables import GivenTable

FUNCTION = "assess_counties"
"""The function that takes the tables, for messages."""


@attrs.frozen(slots=True, eq=False)
class Source:
    """The tables of many counties as they were given.

    Attributes
    ----------
    ids
        The counties' ids, ascending.
    tables
        The tables by the names of the arguments.
    places
        The place of each row's county, by table.
    """

    ids: NDArray[Any]
    tables: Mapping[str, GivenTable]
    places: Mapping[str, NDArray[np.intp]]

    def rows(self, name: str, place: int) -> NDArray[np.intp]:
        """The rows of a table that are of a county."""
        return np.flatnonzero(self.places[name] == place)

    def part(self, counties: slice, rows: Mapping[str, Rows]) -> Source:
        """Some of the counties, with their rows of each table."""
        return Source(
            self.ids[counties],
            {name: table.part(rows[name]) for name, table in self.tables.items()},
            {name: places[rows[name]] - counties.start for name, places in self.places.items()},
        )

    def county(self, place: int) -> County:
        """One county, read from its rows.

        Raises
        ------
        InputError
            If something in them cannot be used; problems name the rows of the tables of all counties.
        """
        rows = {name: self.rows(name, place).tolist() for name in self.tables}
        parts = {name: table.some(rows[name]) for name, table in self.tables.items() if rows[name]}
        facts, of_facts = parts.pop("counties", {}), rows.pop("counties", None) or [HEADINGS]
        if not any(name_of_fact(heading) == "name" for heading in facts):
            facts["name"] = [str(self.ids[place])] * len(of_facts)
        try:
            return county_of_rows({**parts, "facts": facts}, {**rows, "facts": of_facts})
        except InputError as error:
            raise InputError(self._named(problem, place) for problem in error.problems) from None

    def _named(self, problem: Problem, place: int) -> Problem:
        """A problem with the name of its table and its county."""
        name = "counties" if problem.file == "facts" else problem.file
        message = Message("{problem} (county {county})", problem=problem.message, county=str(self.ids[place]))
        return attrs.evolve(problem, file=name, message=message)


def without_campuses(table: str, row: int, column: str, county: object) -> Problem:
    """That a row is of a county that has no campuses."""
    what = "there are no campuses of {county}; add them, or leave the row out"
    return Problem(table, row, column, Message(what, county=quoted(str(county))))


_NO_ID = {
    "unknown": Message("the county is missing; write its name or its code"),
    "neither an integer nor a text": Message("the county is neither an integer nor a text; write its name or its code"),
    "a text among integers": Message("the county is a text, and others are integers; write all of them alike"),
    "an integer among texts": Message("the county is an integer, and others are texts; write all of them alike"),
}


def source_of(campuses: object, counties: object, monitoring: object, groups: object) -> Source:
    """The tables, and of which county each row is."""
    given = {"campuses": campuses, "counties": counties, "monitoring": monitoring, "groups": groups}
    tables = {n: given_table(FUNCTION, n, one) for n, one in given.items() if one is not None or n == "campuses"}
    problems: list[Problem] = []
    ids: dict[str, NDArray[Any]] = {}
    for name, table in tables.items():
        read, wrong = ids_of(spelt_out(table.columns[table.county]))
        if read.dtype.kind in "OU" and (blank := np.array([is_blank(id) for id in read.tolist()])).any():
            wrong = {**wrong, "unknown": blank | wrong.get("unknown", np.False_)}
        for what, bad in wrong.items():
            problems += (Problem(name, row, table.county, _NO_ID[what]) for row in np.flatnonzero(bad).tolist())
        ids[name] = read
    if not ids["campuses"].size:
        problems.append(Problem("campuses", HEADINGS, WHOLE, Message("there are no campuses; give one row per campus")))
    if problems:
        raise InputError(problems)
    if len({one.dtype.kind in "iu" for one in ids.values() if one.size}) > 1:
        ids = {name: one.astype(np.str_) for name, one in ids.items()}
    distinct, of_campuses = places_of(ids["campuses"])
    arguments = Arguments(FUNCTION)
    arguments.not_alike("county", distinct)
    arguments.refuse()
    places = {"campuses": of_campuses.astype(np.intp)}
    for name in tables.keys() - {"campuses"}:
        at = np.minimum(np.searchsorted(distinct, ids[name]), distinct.size - 1)
        strange = np.flatnonzero(distinct[at] != ids[name]).tolist()
        problems += (without_campuses(name, row, tables[name].county, ids[name][row]) for row in strange)
        places[name] = at
    if problems:
        raise InputError(problems)
    return Source(distinct, tables, places)


def read_singly(source: Source, places: Iterable[int]) -> tuple[dict[int, County], list[Problem]]:
    """Counties as a reader of one county reads them, and what is wrong with others."""
    problems: list[Problem] = []
    read: dict[int, County] = {}
    for place in places:
        try:
            read[place] = source.county(place)
        except InputError as error:
            problems += error.problems
    return read, problems
