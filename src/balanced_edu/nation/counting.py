"""The sections that a standard counts, as columns: divided, added to and merged by school as it says."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.arrays import Coded
from balanced_edu.assessment.ways import TRIED
from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.campuses import without_bounds
from balanced_edu.nation.limits import limits_of
from balanced_edu.nation.order import RowOrder
from balanced_edu.nation.subjects import nothing
from balanced_edu.nation.table import SectionTable
from balanced_edu.nation.verdicts import NationAssessment, coefficient_outcomes
from balanced_edu.records.kinds import COMPULSORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from balanced_edu.exact import Number
    from balanced_edu.nation.handed import Handed
    from balanced_edu.outcomes import Outcomes
    from balanced_edu.standards import Standard

    _Put = Callable[[Iterable[NDArray[np.float64]], NDArray[np.float64]], NDArray[np.float64]]


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Counted:
    """The sections that enter the resource indicators, or may: stage by stage, county by county, campus by campus.

    Attributes
    ----------
    rows
        The campus of each: of a school that is counted together its head.
    stages
        The code of each one's stage.
    places
        The place of each one's county.
    pupils
        Their pupils.
    totals
        Their totals, a row for each of `names`.
    open
        Which of them may not count, or parts of them.
    members
        The campuses of each, and its stage's code, of which it consists.
    """

    rows: NDArray[np.intp]
    stages: NDArray[np.intp]
    places: NDArray[np.intp]
    pupils: NDArray[np.float64]
    names: tuple[str, ...]
    totals: Bounded
    open: NDArray[np.bool_]
    members: Sequence[NDArray[np.intp]] | None

    def total(self, name: str) -> Bounded:
        """One of their totals."""
        row = self.names.index(name)
        return Bounded(value=self.totals.value[row], least=self.totals.least[row], most=self.totals.most[row])


@attrs.frozen(slots=True, eq=False)
class ExactTotals:
    """The totals of sections as exact numbers, each computed when a coefficient lies at its limit."""

    handed: Handed
    counted: Counted

    def get(self, key: tuple[int, int], otherwise: Number) -> Number:
        """The total of a row of the table and of a section, by its given position."""
        row, at = key
        stage = COMPULSORY[self.counted.stages[at]]
        rows = self.counted.rows[at : at + 1] if self.counted.members is None else self.counted.members[at]
        exactly = self.handed.division.exact_total
        return sum((exactly(self.counted.names[row], stage, one) for one in rows.tolist()), start=Fraction(0))


def counted_sections(handed: Handed) -> Counted:
    """The sections that the standard counts, or may."""
    standard = handed.standard
    places = handed.campuses.places
    order = None if np.all(places[1:] >= places[:-1]) else np.argsort(places, kind="stable")
    entering, may_not = [], []
    for subjects in handed.stages.values():
        where = subjects.outcomes(standard.counted)
        enters, open_ = nothing(places.size), nothing(places.size)
        enters[subjects.rows], open_[subjects.rows] = where != -1, where == 0
        of_stage = np.flatnonzero(enters) if order is None else order[enters[order]]
        entering.append(of_stage)
        may_not.append(open_[of_stage])
    rows = np.concatenate(entering)
    starts = np.cumsum([0, *(of_stage.size for of_stage in entering)])
    parts = [slice(*ends) for ends in pairwise(starts.tolist())]
    names = tuple(dict.fromkeys(standard.items[id].total for id in standard.resources))

    def put(of_stages: Iterable[NDArray[np.float64]], out: NDArray[np.float64]) -> NDArray[np.float64]:
        for figures, of_stage, part in zip(of_stages, entering, parts, strict=True):
            figures.take(of_stage, out=out[part], mode="clip")
        return out

    counted = Counted(
        rows=rows,
        stages=np.repeat(np.arange(len(COMPULSORY)), np.diff(starts)),
        places=places[rows],
        pupils=put(map(handed.campuses.pupils_of, COMPULSORY), np.empty(rows.size)),
        names=names,
        totals=_totals(names, handed, put, rows.size),
        open=np.concatenate(may_not),
        members=None,
    )
    return _by_school(counted, handed) if standard.by_school else counted


def _totals(names: Sequence[str], handed: Handed, put: _Put, size: int) -> Bounded:
    """The totals of sections, a row for each name; one that is unknown may be at least something."""
    value = np.empty((len(names), size))
    lower = {}
    for name, row in zip(names, value, strict=True):
        of_stages = [handed.division.total(name, stage) for stage in COMPULSORY]
        put((total.value for total in of_stages), row)
        if any(total.least is not total.value for total in of_stages):
            lower[name] = put((total.least for total in of_stages), np.empty(size))
    if not lower:
        return without_bounds(value)
    least = np.stack([lower.get(name, row) for name, row in zip(names, value, strict=True)])
    return Bounded(value=value, least=least, most=value)


def _by_school(counted: Counted, handed: Handed) -> Counted:
    """The campuses of a school and stage as one; the campus whose code is the school's stands for it."""
    codes, parents = handed.campuses.words("school_code"), handed.campuses.words("parent_code")
    own, school = _schools(codes, parents)
    key = np.stack([counted.places, school[counted.rows], counted.stages])
    _, first, group = np.unique(key, axis=1, return_index=True, return_inverse=True)
    group = group.ravel()
    order = np.argsort(first)  # schools in the order of their first campuses
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    group, size = rank[group], order.size
    members = np.split(counted.rows[np.argsort(group, kind="stable")], np.cumsum(np.bincount(group))[:-1])
    head = counted.rows[first[order]].copy()
    is_head = own[counted.rows] == school[counted.rows]
    head[group[is_head]] = counted.rows[is_head]
    stages, places = counted.stages[first[order]], counted.places[first[order]]

    def together(figures: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(group, weights=figures).astype(np.float64)

    def merged(totals: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack([together(row) for row in totals]) if len(totals) else np.empty((0, size))

    value = merged(counted.totals.value)
    least = value if counted.totals.least is counted.totals.value else merged(counted.totals.least)
    open_ = nothing(size)
    open_[group[counted.open]] = True
    return Counted(
        rows=head,
        stages=stages,
        places=places,
        pupils=together(counted.pupils),
        names=counted.names,
        totals=Bounded(value=value, least=least, most=value),
        open=open_,
        members=members,
    )


def _schools(codes: Coded, parents: Coded) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The code of each campus and that of its school, as numbers."""
    known = {code: place for place, code in enumerate(dict.fromkeys((*codes.values, *parents.values)))}
    own = np.array([known[code] for code in codes.values])[codes.codes]
    parent = np.array([-1 if code is None else known[code] for code in parents.values])[parents.codes]
    return own, np.where(parent < 0, own, parent)


@attrs.frozen(slots=True, eq=False)
class ResourceOutcomes:
    """What the resources of many counties are found to be.

    Attributes
    ----------
    sections
        The sections and the coefficients.
    items
        The outcome of each resource indicator in each county, by id: of both stages' coefficients.
    variation
        The outcome of each county's coefficients, of all of them or of their means.
    exactly
        The counties that only the assessment of a single county decides: parts of what they have may not count.
    """

    sections: NationAssessment
    items: Mapping[str, Outcomes]
    variation: Outcomes
    exactly: NDArray[np.bool_]


def section_table(counted: Counted, handed: Handed, ids: NDArray[Any]) -> SectionTable:
    """The table of the sections; what may not count is unknown there, and so are its coefficients."""
    standard = handed.standard
    measures = {standard.items[id].total: standard.items[id].measure for id in standard.resources}
    units = {name: measures[name].inputs[name] for name in counted.names}
    order = RowOrder.of(counted.places.astype(np.min_scalar_type(2 * handed.size)), counted.stages, handed.size)
    pupils = np.where(counted.open, np.nan, counted.pupils) if counted.open.any() else counted.pupils
    return SectionTable._of_sections(ids, order, pupils, counted.totals.value, units, ExactTotals(handed, counted))


def resource_outcomes(counted: Counted, handed: Handed, ids: NDArray[Any]) -> ResourceOutcomes:
    """Compare the sections and the coefficients of many counties with the limits of the standard."""
    standard = handed.standard
    limits = limits_of(standard)
    table = section_table(counted, handed, ids)
    sections = table.assess(standard)
    partly = counted.open
    if counted.totals.least is not counted.totals.value:
        bounded = np.isnan(counted.totals.value) & ~np.isnan(counted.totals.least)
        partly = partly | bounded.any(axis=0)
    special = np.flatnonzero(partly)
    outcomes = sections.section_outcomes
    if special.size:
        outcomes = outcomes.copy()
        outcomes[special] = _with_bounds(counted, special, limits, standard)
    ids_of_all = standard.resources
    each = coefficient_outcomes(table, standard, ids_of_all) if standard.aims else sections.coefficient_outcomes
    items = {id: np.minimum.reduce(each[:, row]) for row, id in enumerate(ids_of_all)}
    return ResourceOutcomes(
        # Of a county where bounds decide what sections pass, coefficients are unknown, and so are the resources.
        sections=attrs.evolve(sections, section_outcomes=outcomes),
        items=items,
        variation=np.minimum.reduce(sections.variation),
        exactly=_exactly(counted, handed, standard),
    )


def _exactly(counted: Counted, handed: Handed, standard: Standard) -> NDArray[np.bool_]:
    """The counties in which a few parts may not count, so that every way is tried; with more it is unknown."""
    exactly = nothing(handed.size)
    if not counted.open.any():
        return exactly
    if standard.by_school:
        exactly[counted.places[counted.open]] = True
        return exactly
    for code in range(len(COMPULSORY)):
        open_ = np.bincount(counted.places[counted.open & (counted.stages == code)], minlength=handed.size)
        exactly |= (open_ > 0) & (open_ <= TRIED)
    return exactly


def _with_bounds(counted: Counted, rows: NDArray[np.intp], limits: Any, standard: Standard) -> Outcomes:
    """The section rule of sections that may not count, which cannot fail, or that have more than is known."""
    pupils = counted.pupils[rows]

    def rates(id: str) -> Bounded:
        total = counted.total(standard.items[id].total)
        value = total.value[rows] / pupils
        return Bounded(value=value, least=total.least[rows] / pupils, most=value)

    values = {id: rates(id) for id in standard.required_resources}
    outcomes = np.choose(counted.stages[rows], [limits.rules[stage].outcomes(values) for stage in COMPULSORY])
    return np.where(counted.open[rows] & (outcomes == -1), np.int8(0), outcomes)
