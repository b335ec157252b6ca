"""Every dimension of many counties at once, from one table of campuses and one of counties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.assessment import Assessment, Doubt, assess, doubts_of
from balanced_edu.assessment.verdict import day_of
from balanced_edu.errors import DataError, InputError
from balanced_edu.nation.counting import counted_sections, resource_outcomes
from balanced_edu.nation.items import item_outcomes
from balanced_edu.nation.parts import ROWS, Found, parts_of, together
from balanced_edu.nation.reading import handed_in, misread
from balanced_edu.nation.single import put_single
from balanced_edu.nation.source import read_singly, source_of
from balanced_edu.nation.tables import check_headings
from balanced_edu.nation.turning import Turning, turning_of
from balanced_edu.outcomes import Outcome
from balanced_edu.standards import NATIONAL, Standard, load
from balanced_edu.tables.frames import frame_like
from balanced_edu.text import counted as counted_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.errors import Problem
    from balanced_edu.nation.handed import Handed
    from balanced_edu.nation.parts import Part
    from balanced_edu.nation.source import Source
    from balanced_edu.nation.verdicts import NationAssessment
    from balanced_edu.outcomes import Outcomes
    from balanced_edu.records.county import County
    from balanced_edu.standards.model import Item


@attrs.frozen(slots=True, eq=False, repr=False, kw_only=True)
class CountiesAssessment:
    """The whole verdict of a standard on many counties.

    Outcomes are −1 fail, 0 unknown, 1 pass, as `int8`, those that `balanced_edu.assess` finds of each county alone.

    Attributes
    ----------
    standard
        Name and edition of the standard.
    counties
        The counties' ids, ascending.
    outcomes
        The verdict on each county.
    dimensions, indicators, aims, conditions
        By name or id the outcome of each county. Aims and conditions have no effect on the verdict.
    by_campus
        By id the outcome at each campus, in the order of the rows given, of what is judged campus by campus or stage
        by stage; 1 where a campus is not judged.
    sections
        The resources: the sections that the standard counts, and the coefficients; None if it demands none.
    section_rows, section_stages
        Of each section the row of its campus (of a school whose campuses are counted together that of its head) and its
        stage, 0 primary or 1 junior: stage by stage, and county by county.
    """

    standard: str
    counties: NDArray[Any]
    outcomes: Outcomes
    dimensions: Mapping[str, Outcomes]
    indicators: Mapping[str, Outcomes]
    aims: Mapping[str, Outcomes]
    conditions: Mapping[str, Outcomes]
    by_campus: Mapping[str, Outcomes]
    sections: NationAssessment | None
    section_rows: NDArray[np.intp]
    section_stages: NDArray[np.intp]
    _source: Source = attrs.field(alias="source")
    _standard: Standard = attrs.field(alias="assessed_by")
    _on: dt.date | None = attrs.field(alias="on")

    def explain(self, county: object) -> Assessment:
        """The full assessment of one county, from its rows: the same outcomes, with figures and reasons.

        Parameters
        ----------
        county
            The county's id.

        Raises
        ------
        KeyError
            If there is no such county.
        """
        places = np.flatnonzero(self.counties == county)
        if not places.size:
            raise KeyError(f"there is no county {county!r}; give one of the ids in counties")
        return assess(self._source.county(int(places[0])), self._standard, on=self._on)

    def doubts(self) -> dict[object, tuple[Doubt, ...]]:
        """The doubtful figures (存疑数据) of each county that has some, by its id; counties are read one by one.

        Raises
        ------
        InputError
            If a county's rows cannot be read.
        """
        read = ((id, self._source.county(place)) for place, id in enumerate(self.counties.tolist()))
        found = ((id, doubts_of(county, self._standard)) for id, county in read)
        return {id: doubts for id, doubts in found if doubts}

    def turning(self) -> Turning:
        """Where leaving out a section or campus, or one unit more or less in a cell, would turn an indicator's outcome.

        Examples
        --------
        >>> campuses = {"county": [1, 1], "school_code": ["A1", "A2"], "kind": ["小学"] * 2}
        >>> turning = assess_counties({**campuses, "primary_pupils": [2001, 900]}).turning()
        >>> turning.campuses["G4"], turning.campus_less["G4"]["primary_pupils"]
        (array([ True, False]), array([ True, False]))
        """
        handed, _ = handed_in(self._source, self._standard, self._on)
        variation = np.ones_like(self.outcomes) if self.sections is None else self.sections.variation.min(axis=0)
        return turning_of(handed, self.by_campus, {**self.indicators, **self.aims, "variation": variation})

    def as_columns(self) -> dict[str, NDArray[Any]]:
        """One row per county: its outcome, and that of each dimension and indicator, for any frame library."""
        return {"county": self.counties, "outcome": self.outcomes, **self.dimensions, **self.indicators}

    def as_frame(self, *, like: object = "pandas") -> Any:
        """One row per county as a data frame: ``pass``, ``fail`` or ``unknown``; needs the extra ``frames``.

        Parameters
        ----------
        like
            A frame, whose library is used, or ``"pandas"``, ``"polars"`` or ``"pyarrow"``; a mapping for a dictionary
            of lists.

        Raises
        ------
        ValueError
            If there is no such library.
        TypeError
            If `like` is no frame.
        ModuleNotFoundError
            If narwhals or the library is missing.
        """
        columns = {name: _words(column) for name, column in self.as_columns().items() if name != "county"}
        return frame_like({"county": [*map(str, self.counties.tolist())], **columns}, None, like)

    def tasks(self, *, like: object = "pandas") -> Any:
        """What is open in which county, as a data frame: one row for each item that does not pass.

        Columns are ``county``, ``item``, ``dimension``, ``outcome``, ``failed`` and ``unknown`` (at so many campuses,
        of what is judged campus by campus), ``responsible``, ``task`` and ``due``. Parameters and errors are those of
        `as_frame`.
        """
        standard = self._standard
        places = self._source.places["campuses"]
        rows: dict[str, list[Any]] = {name: [] for name in _TASK_COLUMNS}
        for id, outcomes in self.indicators.items():
            item, open_ = standard.items[id], np.flatnonzero(outcomes != 1)
            at = {
                outcome: np.bincount(places[self.by_campus[id] == outcome], minlength=self.counties.size)
                if id in self.by_campus
                else None
                for outcome in (-1, 0)
            }
            for place in open_.tolist():
                rows["county"].append(str(self.counties[place]))
                rows["item"].append(id)
                rows["dimension"].append(item.dimension)
                rows["outcome"].append(str(Outcome(int(outcomes[place]))))
                for name, outcome in (("failed", -1), ("unknown", 0)):
                    number = at[outcome]
                    rows[name].append(None if number is None else int(number[place]))
                rows["responsible"].append("; ".join(item.responsible))
                rows["task"].append(item.task)
                rows["due"].append("" if item.due is None else item.due.isoformat())
        order = sorted(range(len(rows["county"])), key=lambda at: rows["county"][at])
        return frame_like({name: [column[at] for at in order] for name, column in rows.items()}, None, like)

    def __repr__(self) -> str:
        passed, failed = int(np.sum(self.outcomes == 1)), int(np.sum(self.outcomes == -1))
        counties = counted_text(self.counties.size, "county", "counties")
        return f"<{counties} by {self.standard}: {passed} pass, {failed} fail>"


_TASK_COLUMNS = ("county", "item", "dimension", "outcome", "failed", "unknown", "responsible", "task", "due")


def _words(outcomes: Outcomes) -> list[str]:
    words = np.array([str(Outcome(outcome)) for outcome in (-1, 0, 1)], dtype=object)
    return list(words[outcomes + 1])


def assess_counties(
    campuses: object,
    counties: object = None,
    monitoring: object = None,
    groups: object = None,
    standard: str | PathLike[str] | Standard = NATIONAL,
    *,
    on: dt.date | None = None,
) -> CountiesAssessment:
    """Assess every dimension of many counties at once (县域义务教育优质均衡发展督导评估).

    Outcomes are those that `balanced_edu.assess` finds of each county alone. Each table is a frame of pandas, polars,
    pyarrow or another library that narwhals knows, or a mapping from headings to arrays or lists. Every table has a
    column ``county``: integers or texts. A column that is not given is unknown.

    Parameters
    ----------
    campuses
        A row for each campus, with the columns of ``schools.csv``.
    counties
        A row for each county: the keys of ``county.toml`` by name, such as ``year`` and ``layout_compliant``; names of
        a local standard follow ``local.``.
    monitoring
        A row for each subject of national monitoring of each county: ``subject``, ``level``, …
    groups
        A row for each group surveyed in each county: ``group``, ``surveyed``, ``satisfied``, …
    standard
        Name of a standard that comes with the library, a standard's file, or a standard already read.
    on
        The day of the assessment, as for `balanced_edu.assess`; by default the last day of each county's year.

    Returns
    -------
    CountiesAssessment
        Outcomes of every county, dimension, indicator and section, and of each campus that is judged by itself.

    Raises
    ------
    InputError
        If something cannot be read, or rows cannot be true; it lists every problem with its row and county.
    DataError
        If a local fact is a judgement where the standard expects a figure, or the other way round.
    TypeError
        If one is no table.
    StandardError
        If the standard's file cannot be used.
    ModuleNotFoundError
        If a frame is given and narwhals is missing (extra ``frames``).

    Examples
    --------
    >>> campuses = {"county": [1, 1, 2], "school_code": ["A1", "A2", "B1"], "kind": ["小学", "初中", "小学"],
    ...             "primary_pupils": [2100, None, 400], "junior_pupils": [None, 900, None]}
    >>> result = assess_counties(campuses, {"county": [1, 2], "year": [2022, 2022], "fraud": [False, True]})
    >>> result.indicators["G4"], result.indicators["V6"], result.outcomes
    (array([-1,  1], dtype=int8), array([ 1, -1], dtype=int8), array([-1, -1], dtype=int8))
    >>> print(result.explain(1).indicators["G4"].outcome)
    fail

    Source: 教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》, under the default standard.
    """
    standard = load(standard)
    on = None if on is None else day_of(on)
    source = source_of(campuses, counties, monitoring, groups)
    check_headings(source.tables)
    read: dict[int, County] = {}
    problems: list[Problem] = []
    found: list[tuple[Part, Found]] = []
    for part in parts_of(source, ROWS):
        handed, singly = handed_in(part.source, standard, on)
        singly |= misread(handed, standard)
        of_part, wrong = read_singly(source, (np.flatnonzero(singly) + part.counties.start).tolist())
        read |= of_part
        problems += wrong
        if not problems:
            found.append((part, _found_in(handed, part.source.ids)))
    if problems:
        raise InputError(problems)
    of_all = together(found, source.places["campuses"].size)
    result = CountiesAssessment(
        standard=standard.cited,
        counties=source.ids,
        outcomes=np.minimum.reduce(list(of_all.dimensions.values())),
        dimensions=of_all.dimensions,
        indicators={id: of_all.items[id] for id in standard.items if id not in standard.aims},
        aims={id: of_all.items[id] for id in standard.aims},
        conditions=of_all.conditions,
        by_campus=of_all.by_campus,
        sections=of_all.sections,
        section_rows=of_all.section_rows,
        section_stages=of_all.section_stages,
        source=source,
        assessed_by=standard,
        on=on,
    )
    _put_singly(result, sorted({*np.flatnonzero(of_all.exactly).tolist(), *read}), read)
    return result


def _found_in(handed: Handed, ids: NDArray[Any]) -> Found:
    """The outcomes of counties that columns decide, and the counties of which they do not decide everything."""
    standard = handed.standard
    counted = counted_sections(handed)
    resources = resource_outcomes(counted, handed, ids) if standard.required_resources else None
    if resources is None:  # coefficients that are only aimed at are left to each county alone
        exactly = np.full(handed.size, bool(standard.resources))
        items = {id: np.zeros(handed.size, dtype=np.int8) for id in standard.resources}
        variation = np.ones(handed.size, dtype=np.int8)
    else:
        exactly, items, variation = resources.exactly, dict(resources.items), resources.variation
    by_campus: dict[str, Outcomes] = {}

    def found_on(item: Item, before: Mapping[str, Outcomes]) -> Outcomes:
        found = item_outcomes(item, handed, before)
        np.logical_or(exactly, found.near, out=exactly)
        if found.rows is not None:
            by_campus[item.id] = found.rows
        return found.counties

    for id, item in standard.items.items():
        if id not in items:
            items[id] = found_on(item, {})
    before = {**items, "variation": variation}
    conditions = {id: found_on(item, before) for id, item in standard.conditions.items()}
    dimensions = {
        name: np.minimum.reduce([items[id] for id in _of_dimension(name, standard)]) for name in standard.dimensions
    }
    if resources is not None:
        dimensions["resources"] = np.minimum(dimensions["resources"], resources.sections.outcomes)
    return Found(
        items=items,
        dimensions=dimensions,
        conditions=conditions,
        by_campus=by_campus,
        sections=None if resources is None else resources.sections,
        section_rows=counted.rows,
        section_stages=counted.stages,
        exactly=exactly,
    )


def _put_singly(result: CountiesAssessment, places: Sequence[int], read: Mapping[int, County]) -> None:
    """Put the outcomes of counties in place that are assessed one by one."""
    wrong: list[tuple[str, str]] = []
    for place in places:
        county = read[place] if place in read else result._source.county(place)
        try:
            put_single(result, assess(county, result._standard, on=result._on), place)
        except DataError as error:
            wrong += [(f"{result.counties[place]}: {name}", message) for name, message in error.problems]
    if wrong:
        raise DataError(wrong)


def _of_dimension(name: str, standard: Standard) -> list[str]:
    return [id for id, item in standard.items.items() if item.dimension == name and not item.aim]
