"""The sections that a standard counts, as columns: divided, added to and merged by school as it says."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.arrays import Coded
from balanced_edu.assessment.ways import TRIED
from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.limits import limits_of
from balanced_edu.nation.order import RowOrder
from balanced_edu.nation.subjects import nothing
from balanced_edu.nation.table import SectionTable
from balanced_edu.nation.verdicts import NationAssessment, coefficient_outcomes
from balanced_edu.records.kinds import COMPULSORY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from balanced_edu.exact import Number
    from balanced_edu.nation.handed import Handed
    from balanced_edu.outcomes import Outcomes
    from balanced_edu.standards import Standard


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Counted:
    """The sections that enter the resource indicators, or may: county by county, campus by campus, stage by stage.

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
        Their totals by name.
    open
        Which of them may not count, or parts of them.
    members
        The campuses of each, and its stage's code, of which it consists.
    """

    rows: NDArray[np.intp]
    stages: NDArray[np.intp]
    places: NDArray[np.intp]
    pupils: NDArray[np.float64]
    totals: Mapping[str, Bounded]
    open: NDArray[np.bool_]
    members: Sequence[NDArray[np.intp]] | None


@attrs.frozen(slots=True, eq=False)
class ExactTotals:
    """The totals of sections as exact numbers, each computed when a coefficient lies at its limit."""

    handed: Handed
    counted: Counted
    names: tuple[str, ...]

    def get(self, key: tuple[int, int], otherwise: Number) -> Number:
        """The total of a row of the table and of a section, by its given position."""
        row, at = key
        stage = COMPULSORY[self.counted.stages[at]]
        rows = self.counted.rows[at : at + 1] if self.counted.members is None else self.counted.members[at]
        exactly = self.handed.division.exact_total
        return sum((exactly(self.names[row], stage, one) for one in rows.tolist()), start=Fraction(0))


def counted_sections(handed: Handed) -> Counted:
    """The sections that the standard counts, or may."""
    standard = handed.standard
    of_stage = list(handed.stages.values())
    wheres = [subjects.outcomes(standard.counted) for subjects in of_stage]
    enters = np.zeros((handed.campuses.size, len(COMPULSORY)), dtype=np.bool_)
    open_ = np.zeros_like(enters)
    for code, (subjects, where) in enumerate(zip(of_stage, wheres, strict=True)):
        enters[subjects.rows, code], open_[subjects.rows, code] = where != -1, where == 0
    places = handed.campuses.places
    if np.all(places[1:] >= places[:-1]):
        flat = np.flatnonzero(enters)
    else:
        order = np.argsort(places, kind="stable")
        of_order = np.flatnonzero(enters[order])
        flat = len(COMPULSORY) * order[of_order // len(COMPULSORY)] + of_order % len(COMPULSORY)
    rows, stages = flat // len(COMPULSORY), flat % len(COMPULSORY)
    names = dict.fromkeys(standard.items[id].total for id in standard.resources)

    def of_rows(*of_each_stage: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(of_each_stage, axis=1).ravel().take(flat)

    def total(name: str) -> Bounded:
        one, two = (handed.division.total(name, stage) for stage in COMPULSORY)
        value = of_rows(one.value, two.value)
        if one.least is one.value and two.least is two.value:
            return Bounded(value=value, least=value, most=value)
        return Bounded(value=value, least=of_rows(one.least, two.least), most=value)

    counted = Counted(
        rows=rows,
        stages=stages,
        places=handed.campuses.places[rows],
        pupils=of_rows(*(handed.campuses.pupils_of(stage) for stage in COMPULSORY)),
        totals={name: total(name) for name in names},
        open=open_.ravel().take(flat),
        members=None,
    )
    return _by_school(counted, handed) if standard.by_school else counted


def _by_school(counted: Counted, handed: Handed) -> Counted:
    """The campuses of a school and stage as one; the campus whose code is the school's stands for it."""
    codes, parents = handed.campuses.words("school_code"), handed.campuses.words("parent_code")
    own, school = _schools(codes, parents)
    key = np.stack([counted.places, school[counted.rows], counted.stages])
    _, first, group = np.unique(key, axis=1, return_index=True, return_inverse=True)
    group = group.ravel()
    order = np.argsort(first, kind="stable")  # schools in the order of their first campuses
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    group, size = rank[group], order.size
    members = np.split(
        counted.rows[np.argsort(group, kind="stable")], np.cumsum(np.bincount(group, minlength=size))[:-1]
    )
    head = counted.rows[first[order]].copy()
    is_head = own[counted.rows] == school[counted.rows]
    head[group[is_head]] = counted.rows[is_head]
    stages, places = counted.stages[first[order]], counted.places[first[order]]

    def together(figures: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(group, weights=figures, minlength=size).astype(np.float64)

    open_ = nothing(size)
    open_[group[counted.open]] = True
    return Counted(
        rows=head,
        stages=stages,
        places=places,
        pupils=together(counted.pupils),
        totals={name: _merged(total, together) for name, total in counted.totals.items()},
        open=open_,
        members=members,
    )


def _merged(total: Bounded, together: Any) -> Bounded:
    value = together(total.value)
    if total.least is total.value:
        return Bounded(value=value, least=value, most=value)
    return Bounded(value=value, least=together(total.least), most=value)


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
    units = {name: measure.inputs[name] for name, measure in measures.items()}
    order = RowOrder.of(counted.places.astype(np.min_scalar_type(2 * handed.size)), counted.stages, handed.size)
    pupils = np.where(counted.open, np.nan, counted.pupils) if counted.open.any() else counted.pupils
    totals = np.stack([counted.totals[name].value for name in units])
    return SectionTable._of_sections(ids, order, pupils, totals, units, ExactTotals(handed, counted, tuple(units)))


def resource_outcomes(counted: Counted, handed: Handed, ids: NDArray[Any]) -> ResourceOutcomes:
    """Compare the sections and the coefficients of many counties with the limits of the standard."""
    standard = handed.standard
    limits = limits_of(standard)
    table = section_table(counted, handed, ids)
    sections = table.assess(standard)
    special = np.flatnonzero(
        counted.open
        | np.logical_or.reduce([np.isnan(total.value) & ~np.isnan(total.least) for total in counted.totals.values()])
    )
    outcomes = sections.section_outcomes
    if special.size:
        outcomes = outcomes.copy()
        outcomes[special] = _with_bounds(counted, special, limits, standard)
    rules = np.ones(handed.size, dtype=np.int8)
    for outcome in (0, -1):
        rules[counted.places[outcomes == outcome]] = outcome
    ids_of_all = standard.resources
    each = coefficient_outcomes(table, standard, ids_of_all) if standard.aims else sections.coefficient_outcomes
    items = {id: np.minimum.reduce(each[:, row]) for row, id in enumerate(ids_of_all)}
    variation = np.minimum.reduce(sections.variation)
    required = [items[id] for id in standard.required_resources]
    return ResourceOutcomes(
        sections=attrs.evolve(
            sections, section_outcomes=outcomes, outcomes=np.minimum.reduce([rules, variation, *required])
        ),
        items=items,
        variation=variation,
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
    outcomes = np.ones(rows.size, dtype=np.int8)

    def rates(id: str) -> Bounded:
        total = counted.totals[standard.items[id].total]
        return Bounded(
            value=total.value[rows] / pupils, least=total.least[rows] / pupils, most=total.most[rows] / pupils
        )

    values = {id: rates(id) for id in standard.required_resources}
    for code, stage in enumerate(COMPULSORY):
        here = counted.stages[rows] == code
        outcomes = np.where(here, limits.rules[stage].outcomes(values), outcomes)
    return np.where(counted.open[rows] & (outcomes == -1), np.int8(0), outcomes)
