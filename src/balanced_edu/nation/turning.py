"""What would turn the outcome of an indicator: a section or campus left out, or one unit more or less in a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np

from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.campuses import Campuses
from balanced_edu.nation.counting import counted_sections, section_table
from balanced_edu.nation.items import item_outcomes
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.tolerances import ENGINE_COEFFICIENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.nation.columns import Column
    from balanced_edu.nation.handed import Handed
    from balanced_edu.nation.table import SectionTable
    from balanced_edu.nation.verdicts import NationAssessment
    from balanced_edu.outcomes import Outcomes
    from balanced_edu.standards.model import Item

    Marks = NDArray[np.bool_]

_FIELDS = fields_of(Campus)
_FIGURES = (Form.COUNT, Form.SIZE, Form.AMOUNT)


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Turning:
    """Where a small change would turn the outcome of an indicator in its county.

    Units are those of the fields: a teacher, a pupil, a room, a square metre, a yuan. A coefficient is looked at where
    it is known.

    Attributes
    ----------
    sections
        By the id of a resource indicator, the sections without which its outcome would be another. If the standard
        limits the mean of the coefficients, the only key is ``variation``, and so it is the outcome of the mean that
        is turned.
    more, less
        By the id of a resource indicator, the sections of which one unit more, or less, in its total would turn it.
    campuses
        By the id of what is judged campus by campus, the rows of the campuses without which its outcome would be
        another.
    campus_more, campus_less
        By that id and the name of a field, the rows in which one unit more, or less, would turn it.
    """

    sections: Mapping[str, Marks]
    more: Mapping[str, Marks]
    less: Mapping[str, Marks]
    campuses: Mapping[str, Marks]
    campus_more: Mapping[str, Mapping[str, Marks]]
    campus_less: Mapping[str, Mapping[str, Marks]]


def turning_of(handed: Handed, by_campus: Mapping[str, Outcomes], before: Mapping[str, Outcomes]) -> Turning:
    """Where a small change turns an outcome, of what counties hand in, and of the outcomes at each campus.

    A condition may use what was found `before`, by id.
    """
    places, size = handed.campuses.places, handed.size
    items = {**handed.standard.items, **handed.standard.conditions}
    campuses: dict[str, Marks] = {}
    changed: dict[int, dict[str, dict[str, Marks]]] = {1: {}, -1: {}}
    for id, outcomes in by_campus.items():
        campuses[id] = _turned(outcomes, np.ones_like(outcomes), places, size)
        own = item_outcomes(items[id], handed, before).rows
        for step, found in changed.items():
            found[id] = {
                # Where a county was assessed alone, its columns may not hold what its cells say.
                field: _turned(outcomes, np.where((own == outcomes) & can_be, other, outcomes), places, size)
                for field, other, can_be in _with_changes(items[id], handed, before, step)
            }
    sections, more, less = _of_coefficients(handed)
    return Turning(
        sections=sections,
        more=more,
        less=less,
        campuses=campuses,
        campus_more=changed[1],
        campus_less=changed[-1],
    )


def _turned(outcomes: Outcomes, others: Outcomes, places: NDArray[np.intp], size: int) -> Marks:
    """Where the worst outcome of a county is another if one of its rows has the other outcome."""
    number = {one: np.bincount(places[outcomes == one], minlength=size) for one in (-1, 0)}
    worst = np.where(number[-1] > 0, -1, np.where(number[0] > 0, 0, 1))[places]
    failed = number[-1][places] - (outcomes == -1) + (others == -1)
    unknown = number[0][places] - (outcomes == 0) + (others == 0)
    return np.asarray(np.where(failed > 0, -1, np.where(unknown > 0, 0, 1)) != worst)


def _with_changes(
    item: Item, handed: Handed, before: Mapping[str, Outcomes], step: int
) -> Iterator[tuple[str, Outcomes, Marks]]:
    """The outcome at each campus if a field has one unit more or less, and where it can, by the fields of an item."""
    for field in _fields_of(item):
        column = handed.campuses.columns.get(field)
        if column is None:
            continue
        figures = handed.campuses.figures(field)
        can_be = figures + step >= 0
        value = np.where(can_be, figures + step, figures)
        moved: Column = value
        if isinstance(column, Bounded):
            least, most = (np.where(can_be, value, bound) for bound in (column.least, column.most))
            moved = Bounded(value=value, least=least, most=most)
        campuses = Campuses(handed.campuses.places, {**handed.campuses.columns, field: moved})
        rows = item_outcomes(item, attrs.evolve(handed, campuses=campuses), before).rows
        assert rows is not None
        yield field, rows, can_be


def _fields_of(item: Item) -> Iterator[str]:
    """The fields of figures that an item looks at, those of each stage by themselves."""
    rules = [part for rule in item.rules for part in (rule, *rule.alternatives)]
    names = dict.fromkeys(name for rule in rules if rule.measure for name in rule.measure.inputs)
    for name in names:
        for field in (name, *(f"{stage}_{name}" for stage in COMPULSORY)):
            if field in _FIELDS and _FIELDS[field].form in _FIGURES:
                yield field


def _of_coefficients(handed: Handed) -> tuple[dict[str, Marks], dict[str, Marks], dict[str, Marks]]:
    """The sections that turn the outcome of a coefficient: left out, or with one unit more or less."""
    standard = handed.standard
    if not standard.required_resources:
        return {}, {}, {}
    table = section_table(counted_sections(handed), handed, np.arange(handed.size))
    ids = standard.required_resources
    rows = [list(table.units).index(standard.items[id].total) for id in ids]
    turned = _Coefficients(handed, table, table.assess(standard))
    without = table.sensitivity().without[rows]
    alone = table.order.as_given(_alone(table))
    mean = standard.mean_of_coefficients
    left_out = turned.by(without.mean(axis=0) if mean else without, alone)
    more, less = (turned.by(turned.entering_mean(_with_unit(table, rows, step)), None) for step in (1, -1))
    return (
        dict(zip(("variation",) if mean else ids, left_out, strict=True)),
        dict(zip(ids, more, strict=True)),
        dict(zip(ids, less, strict=True)),
    )


def _alone(table: SectionTable) -> Marks:
    """Which sections are the only ones of their county and stage, sorted."""
    lengths = table.order.groups.lengths
    return np.repeat(lengths == 1, lengths)


def _with_unit(table: SectionTable, rows: list[int], step: int) -> NDArray[np.float64]:
    """The coefficients with one unit more or less in the total of a section, in the order given.

    They are NaN where the total would be below 0, or nothing would be left of all totals.
    """
    order, moments, of_rows = table.order, table.moments, table.order.groups.to_rows
    pupils, rates = table.pupils, table.rates[rows]
    everybody, mean, squares = of_rows(moments.pupils), of_rows(moments.mean[rows]), of_rows(moments.squares[rows])
    # Σ P (X − X̄)² with xᵢ + s, of which the mean moves too.
    moved = squares + 2 * step * (rates - mean) + step**2 / pupils - step**2 / everybody
    can_be = (rates * pupils + step > -_ROUNDING) & (mean * everybody + step > _ROUNDING)
    moved_mean = np.where(can_be, mean + step / everybody, np.nan)
    return order.as_given(np.sqrt(np.maximum(moved, 0) / everybody) / moved_mean)


_ROUNDING = 1e-6


@attrs.frozen(slots=True, eq=False)
class _Coefficients:
    """The coefficients of a table, compared with their limits."""

    handed: Handed
    table: SectionTable
    assessed: NationAssessment

    def entering_mean(self, changed: NDArray[np.float64]) -> NDArray[np.float64]:
        """Changed coefficients, or the mean of all of them with the one that is changed, if the standard limits it."""
        if not self.handed.standard.mean_of_coefficients:
            return changed
        stages, places = _stages_and_places(self.table)
        of_sections = self.assessed.coefficients[stages, :, places].T
        means: NDArray[np.float64] = self.assessed.composite[stages, places]
        return means + (changed - of_sections) / len(changed)

    def by(self, changed: NDArray[np.float64], alone: Marks | None) -> NDArray[np.bool_]:
        """Which sections turn the outcome of each indicator, or of the mean, by a change of their coefficients.

        Parameters
        ----------
        changed
            What is compared with the limit with the change of each section, in rows.
        alone
            Those without which a stage has no sections.
        """
        standard, assessed = self.handed.standard, self.assessed
        stages, places = _stages_and_places(self.table)
        now = assessed.variation[:, np.newaxis] if standard.mean_of_coefficients else assessed.coefficient_outcomes
        here, elsewhere = now[stages, :, places].T, now[1 - stages, :, places].T
        limits = np.array([float(standard.variation[stage]) for stage in COMPULSORY])[stages]
        after = np.where(changed <= limits + ENGINE_COEFFICIENT, 1, -1)
        after = np.where(np.isnan(changed), here, after)
        if alone is not None:
            after = np.where(alone, int(standard.without_sections), after)
        return np.asarray(np.minimum(after, elsewhere) != np.minimum(here, elsewhere))


def _stages_and_places(table: SectionTable) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The code of each section's stage, and the place of its county, in the order given."""
    ids = np.repeat(table.order.ids, table.order.groups.lengths)
    given = table.order.as_given(ids)
    return given // table.counties.size, given % table.counties.size
