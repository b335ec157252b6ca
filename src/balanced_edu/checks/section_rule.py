"""The section rule: how many of the resource limits a section has to meet, and how far below its limit one may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

import attrs
import numpy as np

from balanced_edu import outcomes as kleene
from balanced_edu.checks import expressions
from balanced_edu.checks.findings import Finding, joined
from balanced_edu.checks.joins import Check
from balanced_edu.checks.limits import Limit
from balanced_edu.checks.relations import Relation
from balanced_edu.exact import Number, exact
from balanced_edu.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from balanced_edu.outcomes import Outcomes


@attrs.frozen(slots=True, repr=False, kw_only=True)
class SectionRule(Check):
    """At least `k` limits are met, and no value is below the `floor` of its limit; without limits there is no rule.

    Attributes
    ----------
    k
        How many limits have to be met.
    limits
        The limits, each with the name of its value.
    floor
        The part of its limit below which no value may be, such as 0.85.
    floors
        The limits at the floor: 85 % of each, computed in decimal.
    """

    k: int
    limits: tuple[Limit, ...]
    floor: Fraction
    floors: tuple[Limit, ...] = attrs.field(
        init=False,
        eq=False,
        default=attrs.Factory(lambda rule: tuple(one.scaled(rule.floor) for one in rule.limits), takes_self=True),
    )

    @property
    def asks(self) -> tuple[str | None, ...]:
        return tuple(limit.of for limit in self.limits)

    def at_limit(self, subject: object) -> dict[str, Finding]:
        """By name, whether each value meets its full limit."""
        return {limit.of or "": limit.finding(subject) for limit in self.limits}

    def at_floor(self, subject: object) -> dict[str, Finding]:
        """By name, whether each value is at the floor of its limit or above."""
        return {limit.of or "": limit.finding(subject) for limit in self.floors}

    def finding(self, subject: object) -> Finding:
        return self.together(self.at_limit(subject), self.at_floor(subject))

    def together(self, at_limit: Mapping[str, Finding], at_floor: Mapping[str, Finding]) -> Finding:
        """The rule for a subject of which is known what `at_limit` and `at_floor` give."""
        if not self.limits:
            return Finding(check=self.name, outcome=Outcome.PASS)
        enough = joined(self.k, list(at_limit.values()), "enough limits met")
        floors = joined(len(self.limits), list(at_floor.values()), "none below its floor")
        return joined(2, [enough, floors], self.name)

    def outcomes(self, columns: object) -> Outcomes:
        if not self.limits:
            return np.ones((), dtype=np.int8)
        at_limit = [limit.outcomes(columns) for limit in self.limits]
        at_floor = [limit.outcomes(columns) for limit in self.floors]
        return np.asarray(by_rule(self.k, at_limit, at_floor), dtype=np.int8)

    def expression(
        self, values: Mapping[str, Any], *, other: SectionRule | None = None, elsewhere: Any = None
    ) -> tuple[Any, Any]:
        """The rule as two expressions of a query engine, both of which have to pass: enough limits met, and the floors.

        They are separate for the engine to compute one before the other.

        Parameters
        ----------
        values
            The values by name, as expressions of narwhals.
        other, elsewhere
            The rule for rows where the expression `elsewhere` is 1 and not 0, with the same limits in other figures.
        """

        def outcomes(limits: Sequence[Limit], others: Sequence[Limit | None]) -> list[Any]:
            pairs = zip(limits, others, strict=True)
            return [limit.expression(values[limit.of or ""], other=one, elsewhere=elsewhere) for limit, one in pairs]

        nothing = [None] * len(self.limits)
        at_limit = outcomes(self.limits, nothing if other is None else other.limits)
        at_floor = outcomes(self.floors, nothing if other is None else other.floors)
        return expressions.at_least(self.k, at_limit), expressions.all_pass(at_floor)

    def for_rates(self, scales: Sequence[Fraction]) -> SectionRule:
        """The same rule for rates per pupil that were computed in binary.

        Parameters
        ----------
        scales
            What each value is for a rate of 1, such as 100 for teachers per 100 pupils.
        """
        limits = (limit.scaled(1 / scale).computed() for limit, scale in zip(self.limits, scales, strict=True))
        return attrs.evolve(self, limits=tuple(limits))

    def on_rows(self) -> RowsRule:
        """The rule for arrays with a row for each limit."""
        relations = tuple(limit.relation for limit in self.limits)
        return RowsRule(self.k, relations, _column(self.limits), _column(self.floors))


@overload
def by_rule(k: int, at_limit: Sequence[Outcome], at_floor: Sequence[Outcome]) -> Outcome: ...
@overload
def by_rule(k: int, at_limit: Sequence[Outcomes], at_floor: Sequence[Outcomes]) -> Outcomes: ...
def by_rule(k: int, at_limit: Sequence[Any], at_floor: Sequence[Any]) -> Outcome | Outcomes:
    """What the rule comes to where it is known which values meet their limits, and which are at their floors or above.

    Examples
    --------
    >>> by_rule(1, [Outcome.PASS, Outcome.FAIL], [Outcome.PASS, Outcome.UNKNOWN])
    <Outcome.UNKNOWN: 0>
    """
    parts: list[Any] = [kleene.at_least(k, at_limit), kleene.at_least(len(at_floor), at_floor)]
    both: Outcome | Outcomes = kleene.at_least(2, parts)
    return both


def _column(limits: Sequence[Limit]) -> NDArray[np.float64]:
    return np.array([float(limit.limit) for limit in limits], dtype=np.float64).reshape(-1, 1)


@attrs.frozen(slots=True, eq=False)
class RowsRule:
    """A section rule whose limits are arrays of shape (k, 1)."""

    k: int
    relations: tuple[Relation, ...]
    limits: NDArray[np.float64]
    floors: NDArray[np.float64]

    def outcomes(self, values: NDArray[np.float64], *, known: bool) -> tuple[Outcomes, NDArray[np.bool_]]:
        """The outcome of each column of `values`, and which limits it meets; `known` says that no value is NaN."""
        if not self.relations:
            return np.ones(values.shape[1], dtype=np.int8), np.zeros(values.shape, dtype=np.bool_)
        met, at_floor = self._each(Relation.holds, values, self.limits), self._each(Relation.holds, values, self.floors)
        if known:
            passed = np.logical_and.reduce(at_floor)
            passed &= np.add.reduce(met.view(np.int8), dtype=np.int8) >= self.k
            return np.asarray(2 * passed.view(np.int8) - 1, dtype=np.int8), met
        at_limit = np.subtract(met, self._each(Relation.fails, values, self.limits), dtype=np.int8)
        floors = np.subtract(at_floor, self._each(Relation.fails, values, self.floors), dtype=np.int8)
        enough = kleene.at_least(self.k, list(at_limit))
        return np.asarray(np.minimum(enough, np.minimum.reduce(floors)), dtype=np.int8), met

    def _each(
        self, test: Callable[[Relation, Any, Any], Any], values: NDArray[np.float64], limits: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """A test of every row by its relation; of all rows at once if they have the same."""
        first, *others = self.relations
        if all(relation is first for relation in others):
            return np.asarray(test(first, values, limits))
        return np.stack([test(*row) for row in zip(self.relations, values, limits, strict=True)])


def section_rule(*limits: Limit, k: int, floor: Number | str) -> SectionRule:
    """The rule for one section: at least `k` limits met, and no value below the `floor` of its limit.

    Official name: 每所学校至少有6项指标达到要求，余项不能低于要求的85%.

    Examples
    --------
    >>> from balanced_edu.checks import at_least
    >>> rule = section_rule(at_least(4, of="a"), at_least(10, of="b"), k=1, floor="0.85")
    >>> print(rule.finding({"a": 5, "b": 8.4}))
    b: 8.4 < 8.5 (short by 0.1)

    Source: 教督〔2017〕6号, 资源配置.
    """
    return SectionRule(k=k, limits=limits, floor=exact(floor))
