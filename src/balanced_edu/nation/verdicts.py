"""The verdicts of a standard on the resources of many counties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.nation.limits import limits_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.tables.frames import frame_like
from balanced_edu.text import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.exact import Number
    from balanced_edu.nation.limits import ResourceLimits
    from balanced_edu.nation.table import SectionTable
    from balanced_edu.outcomes import Outcomes
    from balanced_edu.standards import Standard


@attrs.frozen(slots=True, eq=False, repr=False, kw_only=True)
class NationAssessment:
    """The verdicts of a standard on the resources (资源配置) of many counties.

    Attributes
    ----------
    standard
        Name and edition of the standard.
    counties
        The counties' ids, ascending.
    resources
        Ids of the resource indicators, in the order of the rows below: k of them.
    outcomes
        −1 fail, 0 unknown, 1 pass for each county: the dimension resources.
    coefficients
        Variation coefficients: shape (2, k, counties), primary before junior; NaN if a stage has no sections or
        something is unknown.
    coefficient_outcomes
        −1 fail, 0 unknown, 1 pass for each coefficient, compared with its limit: shape (2, k, counties). If the
        standard limits the mean of the coefficients, those that are known pass.
    variation
        −1 fail, 0 unknown, 1 pass for the coefficients of each stage: of all of them, or of their mean, as the standard
        limits them; shape (2, counties).
    composite
        The composite coefficient (综合差异系数), the mean of the coefficients of a stage: shape (2, counties).
    section_outcomes
        The outcome of the section rule for each section, in the order given.
    met
        Which of the full limits each section meets: shape (k, n).
    """

    standard: str
    counties: NDArray[Any]
    resources: tuple[str, ...]
    outcomes: Outcomes
    coefficients: NDArray[np.float64]
    coefficient_outcomes: Outcomes
    variation: Outcomes
    composite: NDArray[np.float64]
    section_outcomes: Outcomes
    met: NDArray[np.bool_]

    def as_columns(self) -> dict[str, NDArray[Any]]:
        """One row per county: its outcome, its coefficients and their mean by stage, for any frame library."""
        coefficients = {
            f"{stage}_{id}": self.coefficients[code, row]
            for code, stage in enumerate(COMPULSORY)
            for row, id in enumerate(self.resources)
        }
        composite = {f"{stage}_composite": self.composite[code] for code, stage in enumerate(COMPULSORY)}
        return {"county": self.counties, "outcome": self.outcomes, **coefficients, **composite}

    def as_frame(self, *, like: object = "pandas") -> Any:
        """One row per county as a data frame, with coefficients as floats; needs the extra ``frames``.

        Counties are texts, outcomes ``pass``, ``fail`` and ``unknown``. An unknown number is NaN in pandas and null
        elsewhere.

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
        columns = {name: column.tolist() for name, column in self.as_columns().items()}
        columns["county"] = [str(county) for county in columns["county"]]
        columns["outcome"] = [str(Outcome(outcome)) for outcome in columns["outcome"]]
        known = {name: [None if one != one else one for one in column] for name, column in columns.items()}
        return frame_like(known, ("county", "outcome"), like)

    def _repr_html_(self) -> str:
        from balanced_edu.report.html import fragment
        from balanced_edu.report.nation import nation_document
        from balanced_edu.report.words import language_of_locale, words_of

        return fragment(nation_document(self, words_of(language_of_locale())))

    def __repr__(self) -> str:
        passed, failed = int(np.sum(self.outcomes == 1)), int(np.sum(self.outcomes == -1))
        counties = counted(self.counties.size, "county", "counties")
        return f"<{counties} by {self.standard}: {passed} pass, {failed} fail>"


def verdicts_on(table: SectionTable, standard: Standard) -> NationAssessment:
    """Compare the sections and coefficients of a table with the limits of a standard."""
    limits = limits_of(standard)
    rows_of_totals = _rows_of_totals(table, standard, limits)
    rates, moments, coefficients, order = table.rates, table.moments, table.moments.coefficient, table.order
    if rows_of_totals != list(range(len(table.units))):
        rates, coefficients = rates[rows_of_totals], coefficients[rows_of_totals]
    # The outcome of a section, and the limits it meets as a bit each, are put back into the order of the rows together.
    number = len(rows_of_totals)
    bits = 1 << np.arange(number, dtype=np.min_scalar_type((1 << number) - 1))
    sections = np.empty(table.pupils.size, dtype=[("outcome", np.int8), ("met", bits.dtype)])
    for stage, groups in order.stages():
        for rows, members in order.groups.chunks(groups):
            known = not np.isnan(moments.mean[rows_of_totals, members]).any()
            sections["outcome"][rows], met = limits.rules_on_rows[stage].outcomes(rates[:, rows], known=known)
            sections["met"][rows] = np.einsum("r,rn->n", bits, met.view(np.uint8))
    of_coefficients, of_each, of_composite = _of_coefficients(table, standard, rows_of_totals, coefficients)
    # A stage of a county without sections has the outcome that the standard gives it.
    variation = _of_stages(table, of_coefficients, standard.without_sections)
    rules = _of_stages(table, np.minimum.reduceat(sections["outcome"], order.groups.starts), Outcome.PASS)
    given = order.as_given(sections, otherwise=np.array((Outcome.PASS, 0), sections.dtype))
    return NationAssessment(
        standard=standard.cited,
        counties=table.counties,
        resources=standard.required_resources,
        outcomes=np.minimum.reduce(np.minimum(variation, rules)),
        coefficients=_of_stages(table, coefficients, np.nan),
        coefficient_outcomes=_of_stages(table, of_each, standard.without_sections),
        variation=variation,
        composite=_of_stages(table, of_composite, np.nan),
        section_outcomes=np.ascontiguousarray(given["outcome"]),
        met=_unpacked(np.ascontiguousarray(given["met"]), bits),
    )


def coefficient_outcomes(table: SectionTable, standard: Standard, ids: Sequence[str]) -> Outcomes:
    """The outcome of the coefficients of some resource indicators, aims among them: shape (2, k, counties)."""
    places = {name: row for row, name in enumerate(table.units)}
    rows = [places[standard.items[id].total] for id in ids]
    _, each, _ = _of_coefficients(table, standard, rows, table.moments.coefficient[rows])
    return _of_stages(table, each, standard.without_sections)


def _of_stages(table: SectionTable, of_groups: NDArray[Any], otherwise: float) -> NDArray[Any]:
    """What is found of each group by stage and county; `otherwise` of a stage of a county without sections."""
    *rows, _ = of_groups.shape
    found = np.full((*rows, 2 * table.counties.size), otherwise, dtype=of_groups.dtype)
    found[..., table.order.ids] = of_groups
    return np.moveaxis(found.reshape(*rows, 2, table.counties.size), -2, 0)


def _rows_of_totals(table: SectionTable, standard: Standard, limits: ResourceLimits) -> list[int]:
    """The row of the table that has the total of each resource indicator."""
    missing = [name for name in limits.units if name not in table.units]
    if missing:
        raise ValueError(
            f"the table does not have all totals that {standard.name} takes: {', '.join(missing)}; "
            "build it with this standard"
        )
    places = {name: row for row, name in enumerate(table.units)}
    return [places[name] for name in limits.totals.values()]


def _of_coefficients(
    table: SectionTable, standard: Standard, rows_of_totals: Sequence[int], coefficients: NDArray[np.float64]
) -> tuple[Outcomes, Outcomes, NDArray[np.float64]]:
    """The outcome of each group's coefficients, of all of them or of their mean; those of each; and the mean."""
    parts, each, composite = [], [], []
    for stage, groups in table.order.stages():

        def schools(position: tuple[int, ...], first: int = groups.start) -> tuple[list[Number], list[Number]]:
            return _schools(table, rows_of_totals[position[0]], first + position[1])

        check = standard.variation_check(stage)
        mean, pupils = table.moments.mean[rows_of_totals, groups], table.moments.pupils[groups]
        of_each = attrs.evolve(check, mean=False).of_coefficients(coefficients[:, groups], mean, pupils, schools)
        if check.mean:
            parts.append(check.of_coefficients(coefficients[:, groups], mean, pupils, schools))
            of_each = np.where(np.isnan(coefficients[:, groups]), of_each, np.int8(1))
        else:
            parts.append(np.minimum.reduce(of_each))
        each.append(of_each)
        composite.append(check.composite(coefficients[:, groups], mean))
    return np.concatenate(parts), np.concatenate(each, axis=1), np.concatenate(composite)


def _schools(table: SectionTable, row: int, group: int) -> tuple[list[Number], list[Number]]:
    """Totals as they were given, and pupils of the sections of a group."""
    rows = table.order.groups.rows(group)
    given = table.order.given(rows)
    totals: list[Number] = table.totals[row, given].tolist()
    if table.exact_totals:
        totals = [table.exact_totals.get((row, at), total) for at, total in zip(given.tolist(), totals, strict=True)]
    return totals, table.pupils[rows].tolist()


def _unpacked(marks: NDArray[Any], bits: NDArray[Any]) -> NDArray[np.bool_]:
    """Which bits are set: a row per bit."""
    rows, masked = np.empty((bits.size, marks.size), dtype=np.bool_), np.empty_like(marks)
    for place, bit in enumerate(bits):
        np.not_equal(np.bitwise_and(marks, bit, out=masked), 0, out=rows[place])
    return rows
