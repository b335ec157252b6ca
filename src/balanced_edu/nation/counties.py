"""The sections of counties as columns: campuses divided and counted as a standard says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.assessment.resources import Counted, counted, divided
from balanced_edu.exact import exact
from balanced_edu.identity import identity
from balanced_edu.records.county import counties_of
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.text import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.exact import Number
    from balanced_edu.records.county import County
    from balanced_edu.records.section import Section
    from balanced_edu.standards import Standard


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Columns:
    """The counted sections of counties.

    Attributes
    ----------
    counties
        Names of the counties, ascending, also of those without sections.
    places
        The place of each section's county among them.
    stages
        The code of each section's stage.
    pupils, totals
        Pupils, and a row of figures for each total; NaN is unknown.
    exact_totals
        Totals that a float does not hold, by row and section.
    """

    counties: NDArray[Any]
    places: NDArray[Any]
    stages: NDArray[Any]
    pupils: NDArray[np.float64]
    totals: NDArray[np.float64]
    exact_totals: Mapping[tuple[int, int], Number]


def columns_of(counties: Iterable[County], standard: Standard, names: Sequence[str]) -> Columns:
    """The sections that a standard counts, county by county as given, with the totals of these names."""
    counties = counties_of("SectionTable.from_counties", counties)
    _refuse_unusable(counties)
    distinct, places = np.unique(np.array([county.name for county in counties], dtype=np.str_), return_inverse=True)
    sections = [
        # What may not count decides nothing here: its figures are unknown.
        (place, _without_figures(one.section) if one.open else one.section)
        for place, county in zip(places.tolist(), counties, strict=True)
        for one in _counted(county, standard)
    ]
    totals = [[section.totals[name] for _, section in sections] for name in names]
    return Columns(
        counties=distinct,
        places=np.array([place for place, _ in sections], dtype=np.min_scalar_type(2 * distinct.size)),
        stages=np.array([COMPULSORY.index(section.stage) for _, section in sections]),
        pupils=np.array([section.pupils for _, section in sections], dtype=np.float64),
        totals=np.array(totals, dtype=np.float64),
        exact_totals={
            (row, place): total
            for row, column in enumerate(totals)
            for place, total in enumerate(column)
            if total is not None and exact(float(total)) != total
        },
    )


def _counted(county: County, standard: Standard) -> Iterator[Counted]:
    day = county.last_day
    return counted(divided(county.campuses, standard, day), standard, day)


def _without_figures(section: Section) -> Section:
    return attrs.evolve(section, pupils=None, totals=dict.fromkeys(section.totals))


def _refuse_unusable(counties: Sequence[County]) -> None:
    names = Counter(plain(identity(county.name)) for county in counties)
    empty = [plain(county.name) for county in counties if not county.campuses]
    problems = [f"{number} counties have the name {name}" for name, number in names.items() if number > 1]
    problems += [f"{name} has no campuses; give at least one" for name in empty]
    if problems:
        more = f"; and {len(problems) - _LISTED} more" if len(problems) > _LISTED else ""
        raise ValueError("; ".join(problems[:_LISTED]) + more)


_LISTED = 10
