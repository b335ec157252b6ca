"""Limits: a value compared with a number, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu import units
from balanced_edu.arguments import Arguments, of_type
from balanced_edu.arrays import exact_figures
from balanced_edu.checks import expressions
from balanced_edu.checks.findings import Cell, Figure, Finding
from balanced_edu.checks.joins import Check, look_up
from balanced_edu.checks.relations import Relation
from balanced_edu.exact import Number, exact
from balanced_edu.outcomes import Outcome, is_unknown
from balanced_edu.tolerances import COMPUTED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.outcomes import Outcomes


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Bounded:
    """A column of figures, of some of which no more is known than bounds.

    Attributes
    ----------
    value
        The figures; NaN is unknown.
    least, most
        What they are at least and at most, of those that are unknown; NaN if that is unknown too.
    """

    value: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Limit(Check):
    """A value compared with a limit."""

    of: str | None
    relation: Relation
    limit: Fraction
    unit: str

    def scaled(self, factor: Number | str) -> Limit:
        """The same check at a part of the limit, computed in decimal: 85 % of 4.5 is 3.825."""
        return attrs.evolve(self, limit=self.limit * exact(factor))

    def computed(self) -> Limit:
        """The same check for values computed in binary: the limit gives way by as much as rounding moves them."""
        inwards = -1 if self.relation in (Relation.AT_LEAST, Relation.BELOW) else 1
        return self.scaled(1 + inwards * COMPUTED)

    def finding(self, subject: object) -> Finding:
        looked_up = look_up(subject, self.of)
        figure = looked_up if isinstance(looked_up, Figure) else _figure(looked_up, self.unit, self.of)
        value, unit = units.without_unit(figure.value)
        limit = self.limit if unit is None else self._in_unit(unit)
        outcome, missing = Outcome.UNKNOWN, figure.missing
        if value is not None:
            outcome = Outcome.PASS if self.relation.holds(exact(value), limit) else Outcome.FAIL
        elif figure.least is not None or figure.most is not None:
            # More than the least would only be further on the same side, and less than the most likewise.
            for bound, holds in ((figure.least, self.relation.upwards), (figure.most, not self.relation.upwards)):
                if value is None and bound is not None and bool(self.relation.holds(exact(bound), limit)) is holds:
                    outcome, value, missing = Outcome.of(holds), bound, ()
        return Finding(
            check=self.name or self.of or "",
            outcome=outcome,
            value=value,
            unit=figure.unit if unit is None else units.name_of(unit),
            limit=limit,
            relation=self.relation,
            inputs=figure.inputs,
            missing=missing,
            undefined=figure.undefined,
        )

    def outcomes(self, columns: object) -> Outcomes:
        values = look_up(columns, self.of)
        if not isinstance(values, Bounded):
            return self._outcomes(values)
        outcomes = self._compared(values.value, self.limit, values.value, None)
        # As of one figure: more than the least, or less than the most, would only be further on the same side.
        upwards = self.relation.upwards
        for bound, decided in ((values.least, 1 if upwards else -1), (values.most, -1 if upwards else 1)):
            if bound is not values.value:
                decides = self._compared(bound, self.limit, bound, None) == decided
                outcomes = np.where((outcomes == 0) & decides, np.int8(decided), outcomes)
        return outcomes

    def _outcomes(self, values: object) -> Outcomes:
        _, unit = units.without_unit(values)
        limit, read_in = self._in_unit(unit), self.unit if unit is None else None
        arguments = Arguments(self._label)
        numbers = arguments.figures(self.of or "value", values, read_in, least=-np.inf)
        arguments.refuse()
        return self._compared(numbers, limit, values, read_in)

    def _compared(self, numbers: NDArray[np.float64], limit: Fraction, values: object, read_in: str | None) -> Outcomes:
        """Compare numbers with the limit in their unit; `values` are those that they were read from."""
        bound = float(limit)
        holds, fails = self.relation.holds(numbers, bound), self.relation.fails(numbers, bound)
        outcomes = np.asarray(np.subtract(holds, fails, dtype=np.int8))  # NaN neither holds nor fails
        at_bound = numbers == bound
        if at_bound.any():
            # What rounds to the same float as the limit may still differ from it.
            written = exact_figures(values, read_in)
            if written.dtype == object or exact(bound) != limit:
                held = [self.relation.holds(exact(value), limit) for value in written[at_bound]]
                outcomes[at_bound] = np.where(held, 1, -1)
        return outcomes

    @property
    def asks(self) -> tuple[str | None, ...]:
        return (self.of,)

    def _in_unit(self, unit: units.Unit | None) -> Fraction:
        """The limit in the unit of a value.

        It is the limit that is converted, not the value: 19/20 in percent is more than 95 in binary.
        """
        if unit is None:
            return self.limit
        arguments = Arguments(self._label)
        factor = arguments.factor(self.of or "value", unit, self.unit)
        arguments.refuse()
        return self.limit / factor

    @property
    def _label(self) -> str:
        return self.name or str(self.relation)

    def expression(self, value: Any, *, other: Limit | None = None, elsewhere: Any = None) -> Any:
        """The check as an expression of a query engine.

        Parameters
        ----------
        value
            The value, as an expression of narwhals.
        other, elsewhere
            The limit for rows where the expression `elsewhere` is 1 and not 0, such as those of another stage.
        """
        limit = expressions.bound(float(self.limit), None if other is None else float(other.limit), elsewhere)
        return expressions.outcome(value, self.relation, limit)


def _figure(value: object, unit: str, of: str | None) -> Figure:
    if is_unknown(units.without_unit(value)[0]):
        return Figure(value=None, unit=unit, missing=(Cell(field=of or "value"),))
    return Figure(value=value, unit=unit)  # type: ignore[arg-type]


def at_least(limit: Number | str, unit: str = "", *, of: str | None = None) -> Limit:
    """At or above a limit (不低于, 以上, 达到).

    Parameters
    ----------
    limit
        A decimal text, read exactly, or a number.
    unit
        Unit of the limit. A quantity in another unit of the same dimension is compared with the limit in its unit;
        a plain number is read in the unit of the limit.
    of
        Name of the value in the subject; None if the subject is the value.

    Examples
    --------
    >>> at_least("4.2", of="R1").finding({"R1": 4.2}).outcome
    <Outcome.PASS: 1>
    >>> at_least("4.2").outcomes([4.1, 4.2, float("nan")])
    array([-1,  1,  0], dtype=int8)
    """
    return _limit(Relation.AT_LEAST, limit, unit, of)


def at_most(limit: Number | str, unit: str = "", *, of: str | None = None) -> Limit:
    """At or under a limit (不超过); arguments as in `at_least`.

    Examples
    --------
    >>> at_most(45, "pupil")
    <at most 45 pupils>
    """
    return _limit(Relation.AT_MOST, limit, unit, of)


def below(limit: Number | str, unit: str = "", *, of: str | None = None) -> Limit:
    """Strictly below a limit (低于); arguments as in `at_least`.

    Examples
    --------
    >>> below("0.15").finding(0.15).outcome
    <Outcome.FAIL: -1>
    """
    return _limit(Relation.BELOW, limit, unit, of)


def above(limit: Number | str, unit: str = "", *, of: str | None = None) -> Limit:
    """Strictly above a limit (高于); arguments as in `at_least`.

    Examples
    --------
    >>> above(50, "percent").finding(50).outcome
    <Outcome.FAIL: -1>
    """
    return _limit(Relation.ABOVE, limit, unit, of)


def _limit(relation: Relation, limit: Number | str, unit: str, of: str | None) -> Limit:
    of_type("a limit", "unit", unit, str, "the name of a unit, such as 'teacher / hundred_pupils'")
    if not units.is_known(unit):
        raise ValueError(
            f"{unit!r} is not a unit; write one of the field or of pint, such as 'teacher / hundred_pupils' or '元'"
        )
    return Limit(of=of, relation=relation, limit=exact(limit), unit=unit)
