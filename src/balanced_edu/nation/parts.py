"""Many counties part by part: whole counties of so many campuses at a time, and what is found of them put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.nation.verdicts import NationAssessment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.nation.campuses import Rows
    from balanced_edu.nation.source import Source
    from balanced_edu.outcomes import Outcomes

ROWS = 1 << 18
"""So many campuses are looked at together, or those of one county: what is computed of them stays small."""


@attrs.frozen(slots=True, eq=False)
class Part:
    """Some of the counties.

    Attributes
    ----------
    source
        Their tables.
    counties
        Their places among all counties.
    campuses
        Their campuses among all rows.
    """

    source: Source
    counties: slice
    campuses: Rows


def parts_of(source: Source, rows: int) -> Iterator[Part]:
    """Whole counties, one after the other, of about so many campuses at a time.

    Parameters
    ----------
    source
        The tables of all counties.
    rows
        How many campuses at most; a single county is never divided.
    """
    campuses = source.places["campuses"]
    if campuses.size <= rows:
        yield Part(source, slice(0, source.ids.size), slice(0, campuses.size))
        return
    ends = np.cumsum(np.bincount(campuses))  # every county has campuses
    ascending = {name: bool(np.all(places[1:] >= places[:-1])) for name, places in source.places.items()}
    first = 0
    while first < source.ids.size:
        before = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + rows, side="right")))
        of_part = {name: _between(source.places[name], first, last, ascending[name]) for name in source.tables}
        yield Part(source.part(slice(first, last), of_part), slice(first, last), of_part["campuses"])
        first = last


def _between(places: NDArray[np.intp], first: int, last: int, ascending: bool) -> Rows:
    """The rows of the counties from the first place on, before the last."""
    if ascending:
        return slice(*np.searchsorted(places, [first, last]).tolist())
    return np.flatnonzero((places >= first) & (places < last))


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Found:
    """What is found of many counties in columns.

    Attributes
    ----------
    items, dimensions, conditions
        The outcome of each county, by id or name.
    by_campus
        The outcome of each campus, by the ids of what is judged campus by campus.
    sections
        The resources; None if the standard demands none.
    section_rows, section_stages
        The campus and the stage of each section.
    exactly
        The counties of which only a single assessment decides something.
    """

    items: Mapping[str, Outcomes]
    dimensions: Mapping[str, Outcomes]
    conditions: Mapping[str, Outcomes]
    by_campus: Mapping[str, Outcomes]
    sections: NationAssessment | None
    section_rows: NDArray[np.intp]
    section_stages: NDArray[np.intp]
    exactly: NDArray[np.bool_]


def together(parts: Sequence[tuple[Part, Found]], campuses: int) -> Found:
    """What is found of all parts, whose campuses are so many in all."""
    if len(parts) == 1:
        return parts[0][1]
    several = [found for _, found in parts]
    stages = np.concatenate([one.section_stages for one in several])
    stage_by_stage = np.argsort(stages, kind="stable")
    rows = np.concatenate([_among_all(part.campuses, found.section_rows) for part, found in parts])

    def of_counties(outcomes: Sequence[Mapping[str, Outcomes]]) -> dict[str, Outcomes]:
        return {name: np.concatenate([one[name] for one in outcomes]) for name in outcomes[0]}

    by_campus = {id: np.ones(campuses, dtype=np.int8) for id in several[0].by_campus}
    for part, found in parts:
        for id, outcomes in found.by_campus.items():
            by_campus[id][part.campuses] = outcomes
    return Found(
        items=of_counties([one.items for one in several]),
        dimensions=of_counties([one.dimensions for one in several]),
        conditions=of_counties([one.conditions for one in several]),
        by_campus=by_campus,
        sections=_sections([one.sections for one in several if one.sections is not None], stage_by_stage),
        section_rows=rows[stage_by_stage],
        section_stages=stages[stage_by_stage],
        exactly=np.concatenate([one.exactly for one in several]),
    )


def _among_all(of_part: Rows, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    return rows + of_part.start if isinstance(of_part, slice) else of_part[rows]


def _sections(several: Sequence[NationAssessment], stage_by_stage: NDArray[np.intp]) -> NationAssessment | None:
    """The sections of all parts, stage by stage, and the coefficients of their counties."""
    if not several:
        return None

    def joined(name: str) -> Any:
        return np.concatenate([getattr(one, name) for one in several], axis=-1)

    of_counties = ("counties", "outcomes", "coefficients", "coefficient_outcomes", "variation", "composite")
    of_sections = ("section_outcomes", "met")
    return attrs.evolve(
        several[0],
        **{name: joined(name) for name in of_counties},
        **{name: joined(name)[..., stage_by_stage] for name in of_sections},
    )
