"""The check of the variation coefficient between schools (校际差异系数), of each resource or of their mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from balanced_edu.arguments import Arguments
from balanced_edu.arrays import exact_figures, figures, ids_of
from balanced_edu.checks import expressions
from balanced_edu.checks.findings import Cell, Finding, Reason
from balanced_edu.checks.joins import Check, look_up
from balanced_edu.checks.relations import Relation
from balanced_edu.dispersion import Moments, moments
from balanced_edu.dispersion.exactness import exact_squared_coefficient, side_of_mean_root
from balanced_edu.exact import Number, exact
from balanced_edu.outcomes import Outcome, is_unknown
from balanced_edu.tolerances import COEFFICIENT, ENGINE_COEFFICIENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.outcomes import Outcomes

Schools: TypeAlias = "Callable[[tuple[int, ...]], tuple[Sequence[Number], Sequence[Number]]]"
"""Gives totals and pupils of the schools of a coefficient, by the coefficient's position."""


@attrs.frozen(slots=True, repr=False, kw_only=True)
class VariationAtMost(Check):
    """The variation coefficient between schools compared with its limit.

    The subject has ``totals`` and ``pupils``, one figure per school; with `mean`, totals have a row for each resource.
    Columns may also have ``groups`` and totals of shape (k, n), as `balanced_edu.variation_coefficient` takes them.

    Attributes
    ----------
    limit
        The limit.
    mean
        Whether the mean of the coefficients of several resources is compared, and not each coefficient.
    without_sections
        The outcome if there are no schools.
    all_zero
        The outcome if every total of a resource is 0, which leaves its coefficient undefined. If that is a pass, a mean
        is the mean of the other coefficients.
    """

    limit: Fraction
    mean: bool
    without_sections: Outcome
    all_zero: Outcome

    def finding(self, subject: object) -> Finding:
        return self.of_schools(school_totals(subject, several=self.mean))

    def of_schools(self, schools: SchoolTotals) -> Finding:
        """The finding on schools that were read before."""
        taking_part = schools.taking_part()
        rows, pupils, missing = taking_part.rows, taking_part.pupils, taking_part.missing
        nonzero = [any(total != 0 for total in row) for row in rows]
        undefined = bool(pupils) and not all(nonzero) and not any(map(is_unknown, pupils))
        value: float | None = None
        inputs: Mapping[str, object] = {}
        why: Reason | None = None
        if not pupils and not missing:
            outcome, why = self.without_sections, Reason.NO_SECTIONS
        elif missing:
            fails = undefined and self.all_zero is Outcome.FAIL
            outcome, why = (Outcome.FAIL, Reason.ALL_ZERO) if fails else (Outcome.UNKNOWN, None)
        else:
            computed = taking_part.computed or moments(taking_part.totals, taking_part.counts)
            if not self.mean:
                (mean,), (deviation,) = computed.mean.tolist(), computed.deviation.tolist()
                inputs = {"mean": mean, "deviation": deviation, "sections": len(pupils)}
            if undefined and not (any(nonzero) and self.all_zero is Outcome.PASS):
                outcome, why = self.all_zero, Reason.ALL_ZERO
            else:
                coefficient = computed.coefficient
                average = float(self.composite(coefficient, computed.mean) if self.mean else coefficient.item())
                defined = [row for row, is_defined in zip(rows, nonzero, strict=True) if is_defined]
                outcome, value = _decide(average, self.limit, defined, pupils)
        return Finding(
            check=self.name or ("mean variation" if self.mean else "variation"),
            outcome=outcome,
            value=value,
            limit=self.limit,
            relation=Relation.AT_MOST,
            inputs=inputs,
            missing=missing,
            undefined=why,
        )

    @property
    def asks(self) -> tuple[str | None, ...]:
        return ("totals", "pupils")

    def outcomes(self, columns: object) -> Outcomes:
        return self.of_coefficients(*_coefficients(columns))

    def of_coefficients(
        self,
        coefficients: NDArray[np.float64],
        mean: NDArray[np.float64],
        pupils: NDArray[np.float64],
        schools: Schools,
    ) -> Outcomes:
        """Compare coefficients that were computed before, of one group of schools or of many.

        Parameters
        ----------
        coefficients, mean, pupils
            The coefficients with the means they vary around, and the pupils of the groups. If the mean of the
            coefficients is compared, their first axis is resources, over which it is taken.
        schools
            Gives totals and pupils of the schools of a coefficient, by its position; called for those that lie at the
            limit only.
        """
        if self.mean:
            return self._of_mean(coefficients, mean, pupils, schools)
        limit = float(self.limit)
        outcomes = np.subtract(coefficients <= limit, coefficients > limit, dtype=np.int8)
        outcomes = np.where(mean == 0, np.int8(self.all_zero), outcomes)
        outcomes = np.asarray(np.where(pupils == 0, np.int8(self.without_sections), outcomes))
        for position in _at(coefficients, limit):
            totals, pupils_of_schools = schools(position)
            outcomes[position], _ = _decide(limit, self.limit, [totals], pupils_of_schools)
        return outcomes

    def composite(self, coefficients: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
        """The composite coefficient (综合差异系数) of each group: the mean of its coefficients over the first axis.

        It is NaN where a coefficient is unknown or undefined; if `all_zero` is a pass, undefined ones are left out.

        Parameters
        ----------
        coefficients, mean
            The coefficients, a row for each resource, with the means they vary around.

        Examples
        --------
        >>> check = variation_at_most("0.5")
        >>> print(check.composite(np.array([0.5, 0.2, 0.2]), np.array([5.5, 0.9, 4.6])))
        0.3
        """
        entering = (mean != 0) if self.all_zero is Outcome.PASS else np.ones_like(mean, dtype=np.bool_)
        with np.errstate(invalid="ignore"):
            total = np.where(entering, coefficients, 0.0).sum(axis=0)
            return np.asarray(total / np.count_nonzero(entering, axis=0))

    def _of_mean(
        self,
        coefficients: NDArray[np.float64],
        mean: NDArray[np.float64],
        pupils: NDArray[np.float64],
        schools: Schools,
    ) -> Outcomes:
        limit, average, defined = float(self.limit), self.composite(coefficients, mean), mean > 0
        zero, unknown = np.any(mean == 0, axis=0), np.any(np.isnan(mean), axis=0)
        undefined = ~np.any(defined, axis=0) if self.all_zero is Outcome.PASS else zero
        outcomes = np.subtract(average <= limit, average > limit, dtype=np.int8)  # NaN is neither
        decided = undefined if self.all_zero is Outcome.FAIL else undefined & ~unknown
        outcomes = np.where(decided, np.int8(self.all_zero), outcomes)
        outcomes = np.asarray(np.where(pupils == 0, np.int8(self.without_sections), outcomes))
        for position in _at(average, limit):
            rows = [schools((row, *position)) for row, is_defined in enumerate(defined) if is_defined[position]]
            outcomes[position], _ = _decide(limit, self.limit, [totals for totals, _ in rows], rows[0][1])
        return outcomes

    def expression(
        self,
        coefficients: Sequence[Any],
        zero: Sequence[Any],
        known: Sequence[Any],
        *,
        other: VariationAtMost | None = None,
        elsewhere: Any = None,
    ) -> Any:
        """The check of several coefficients as an expression of a query engine: all of them, or their mean.

        Parameters
        ----------
        coefficients
            The coefficients, as expressions of narwhals; null where unknown or undefined.
        zero, known
            For each, whether it is known that its totals are all 0, and whether it is known at all.
        other, elsewhere
            The check for rows where the expression `elsewhere` is 1 and not 0, which differs in its limit only.
        """
        limit = expressions.bound(
            float(self.limit) + ENGINE_COEFFICIENT,
            None if other is None else float(other.limit) + ENGINE_COEFFICIENT,
            elsewhere,
        )
        zeros = [expressions.truth(each) for each in zero]
        if not self.mean:
            compared = [expressions.outcome(each, Relation.AT_MOST, limit) for each in coefficients]
            return expressions.all_pass(
                [one + nothing * int(self.all_zero) for one, nothing in zip(compared, zeros, strict=True)]
            )
        number_of_zeros = sum(zeros[1:], start=zeros[0])
        unknown = expressions.count([expressions.truth(~each) for each in known], 1)
        defined = len(coefficients) - number_of_zeros
        none = expressions.truth(number_of_zeros == len(coefficients))
        figures = [each.fill_null(0.0) for each in coefficients]
        average = sum(figures[1:], start=figures[0]) / (defined + none)
        compared_mean = expressions.outcome(average, Relation.AT_MOST, limit) * expressions.truth(unknown == 0)
        if self.all_zero is Outcome.PASS:
            return compared_mean
        some_zero = expressions.truth(number_of_zeros > 0)
        return compared_mean * (1 - some_zero) + some_zero * int(self.all_zero)


def _at(coefficients: NDArray[np.float64], limit: float) -> Iterator[tuple[int, ...]]:
    """Positions of the coefficients that lie so near to the limit that fractions have to decide."""
    return map(tuple, np.argwhere(np.abs(coefficients - limit) < COEFFICIENT).tolist())


def _decide(
    coefficient: float, limit: Fraction, rows: Sequence[Sequence[Number]], pupils: Sequence[Number]
) -> tuple[Outcome, float]:
    """Compare a coefficient, or the mean of several, with a limit; near the limit in fractions, which are exact."""
    if abs(coefficient - float(limit)) >= COEFFICIENT:
        return Outcome.of(coefficient <= limit), coefficient
    exact_pupils = [exact(p) for p in pupils]
    squares = [exact_squared_coefficient([exact(x) for x in totals], exact_pupils) for totals in rows]
    side = side_of_mean_root(squares, limit)
    return Outcome.of(side <= 0), float(limit) if side == 0 else coefficient


@attrs.frozen(slots=True, eq=False)
class SchoolTotals:
    """Totals, a row for each resource, and pupils of schools, as they were read; NaN where unknown.

    Attributes
    ----------
    names
        Name of each row.
    rows, pupils
        The figures, exact.
    totals, counts
        The same as floats, of shape (k, n) and (n,).
    missing
        The figures that are unknown.
    computed
        The moments of each row, if all schools have pupils.
    """

    names: Sequence[str]
    rows: Sequence[Sequence[Number]]
    pupils: Sequence[Number]
    totals: NDArray[np.float64]
    counts: NDArray[np.float64]
    missing: tuple[Cell, ...] = ()
    computed: Moments | None = None

    def resources(self, places: Sequence[int]) -> SchoolTotals:
        """The schools with the totals of some of the resources."""
        names, rows = [self.names[place] for place in places], [self.rows[place] for place in places]
        of_all = self.computed
        computed = of_all and Moments(None, of_all.pupils, of_all.mean[places], of_all.squares[places])
        return SchoolTotals(names, rows, self.pupils, self.totals[places], self.counts, self.missing, computed)

    def taking_part(self) -> SchoolTotals:
        """The schools that take part, and which of their figures are unknown; one with nobody and nothing does not."""
        if self.missing or (np.all(self.counts > 0) and not np.any(np.isnan(self.totals))):
            return self
        places = [
            school
            for school, count in enumerate(self.pupils)
            if is_unknown(count)
            or count > 0
            or any(not is_unknown(row[school]) and row[school] != 0 for row in self.rows)
        ]
        columns = {"pupils": self.pupils, **dict(zip(self.names, self.rows, strict=True))}
        missing = tuple(
            Cell(place=str(school), field=name)
            for school in places
            for name, column in columns.items()
            if is_unknown(column[school])
        )
        rows, pupils = [[row[school] for school in places] for row in self.rows], [self.pupils[one] for one in places]
        return SchoolTotals(self.names, rows, pupils, self.totals[:, places], self.counts[places], missing)


def school_totals(subject: object, *, several: bool) -> SchoolTotals:
    """The schools of a subject; with `several` its totals have a row for each resource.

    Raises
    ------
    ValueError
        If a figure cannot be used, or totals and pupils differ in number.
    """
    totals, pupils = look_up(subject, "totals"), look_up(subject, "pupils")
    lacking = tuple(Cell(field=name) for name, column in (("totals", totals), ("pupils", pupils)) if column is None)
    if lacking:
        return SchoolTotals((), [[]], [], np.empty((0, 0)), np.empty(0), lacking)
    rows_by_name = {f"totals[{place}]": row for place, row in enumerate(totals)} if several else {"totals": totals}
    arguments = Arguments("variation")
    rows = [arguments.exact_figures(name, row).tolist() for name, row in rows_by_name.items()]
    pupils = arguments.exact_figures("pupils", pupils, "pupil").tolist()
    arguments.refuse()
    if any(len(row) != len(pupils) for row in rows):
        lengths = ", ".join(str(len(row)) for row in rows)
        raise ValueError(f"totals must have a figure for each of the {len(pupils)} schools; given {lengths}")
    return totals_of_schools(rows_by_name, rows, pupils)


def totals_of_schools(names: Iterable[str], rows: Sequence[Sequence[Number]], pupils: Sequence[Number]) -> SchoolTotals:
    """Totals, a row for each name, and pupils of schools, all of them exact; NaN where unknown."""
    as_floats = np.array([[float(total) for total in row] for row in rows]).reshape(len(rows), len(pupils))
    counts = np.array([float(count) for count in pupils])
    computed = moments(as_floats, counts) if rows[1:] and pupils and np.all(counts > 0) else None
    return SchoolTotals(tuple(names), rows, pupils, as_floats, counts, computed=computed)


def _coefficients(
    columns: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], Schools]:
    """The coefficients of columns with their means and pupils, and a function that gives the schools of each."""
    totals, pupils = look_up(columns, "totals"), look_up(columns, "pupils")
    groups = columns.get("groups") if isinstance(columns, Mapping) else getattr(columns, "groups", None)
    computed = moments(totals, pupils, groups=groups)

    @cache
    def exactly() -> tuple[NDArray[Any], NDArray[Any], NDArray[np.bool_]]:
        taking_part = figures(pupils, "pupil")[0] != 0
        return exact_figures(totals), exact_figures(pupils, "pupil"), taking_part

    def schools(position: tuple[int, ...]) -> tuple[list[Number], list[Number]]:
        exact_totals, exact_pupils, members = exactly()
        row = position
        if computed.ids is not None:
            row, members = position[:-1], members & (ids_of(groups)[0] == computed.ids[position[-1]])
        return exact_totals[row][members].tolist(), exact_pupils[members].tolist()

    return computed.coefficient, computed.mean, computed.pupils, schools


def variation_at_most(
    limit: Number | str,
    *,
    mean: bool = False,
    without_sections: Outcome = Outcome.PASS,
    all_zero: Outcome = Outcome.UNKNOWN,
) -> VariationAtMost:
    """The variation coefficient between schools (校际差异系数) at or under a limit, not rounded first.

    A coefficient, or a mean, that lies at its limit is decided in rational arithmetic.

    Parameters
    ----------
    limit
        A decimal text, read exactly, or a number.
    mean
        Whether the mean of the coefficients of several resources is compared (综合差异系数).
    without_sections
        The outcome if there are no schools.
    all_zero
        The outcome if every total of a resource is 0, which leaves its coefficient undefined. If that is a pass, a mean
        is the mean of the other coefficients.

    Examples
    --------
    >>> print(variation_at_most("0.5").finding({"totals": [1, 3], "pupils": [1, 1]}))
    0.5 ≤ 0.5
    >>> print(variation_at_most("0.4", mean=True).finding({"totals": [[1, 3], [7, 13]], "pupils": [1, 1]}))
    0.4 ≤ 0.4
    """
    return VariationAtMost(limit=exact(limit), mean=mean, without_sections=without_sections, all_zero=all_zero)
