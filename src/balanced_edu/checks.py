"""Checks: limits and judgements as values that combine, and the findings they give.

A check is a frozen value made by a lower-case function. It can be named, combined, compared and printed. On one
subject it gives a `Finding` that explains itself; on columns it gives an `int8` array of outcomes; and it serves
as an attrs validator on any class.

>>> teachers = at_least("4.2", "teacher / hundred_pupils", of="R1")
>>> rooms = at_least("2.3", "room / hundred_pupils", of="R7")
>>> both = all_of(teachers, rooms)
>>> both
<all of: <R1 at least 4.2 teachers per 100 pupils>, <R7 at least 2.3 rooms per 100 pupils>>
>>> print(both.finding({"R1": 4.5, "R7": 2.1}).reason)
R7: 2.1 < 2.3 rooms per 100 pupils (short by 0.2)
>>> both.outcomes({"R1": np.array([4.5, 4.2]), "R7": np.array([np.nan, 2.3])})
array([0, 1], dtype=int8)
"""

from __future__ import annotations

import abc
import datetime as dt
import enum
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from balanced_edu import outcomes as kleene
from balanced_edu import units
from balanced_edu.dispersion import exact_squared_coefficient, moments, side_of_mean_root, unmasked
from balanced_edu.exact import Number, decimal_text, exact, told_apart
from balanced_edu.outcomes import Outcome, is_unknown, outcomes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.outcomes import Outcomes

Schools: TypeAlias = "Callable[[tuple[int, ...]], tuple[Sequence[Number], Sequence[Number]]]"
"""Gives totals and pupils of the schools that a coefficient is of, by the coefficient's position."""


class Relation(enum.StrEnum):
    """How a value stands to its limit: 以上/不低于/达到 (at least), 不超过 (at most), 低于 (below), 高于 (above).

    The first two include the limit (Civil Code art. 1259), the others do not.
    """

    AT_LEAST = "at least"
    AT_MOST = "at most"
    BELOW = "below"
    ABOVE = "above"

    def holds(self, value: Any, limit: Any) -> Any:
        """Compare a number with a number, or an array with a number."""
        if self is Relation.AT_LEAST:
            return value >= limit
        if self is Relation.AT_MOST:
            return value <= limit
        return value < limit if self is Relation.BELOW else value > limit

    def fails(self, value: Any, limit: Any) -> Any:
        """Whether it does not hold; of a value that is not a number, neither can be said."""
        if self is Relation.AT_LEAST:
            return value < limit
        if self is Relation.AT_MOST:
            return value > limit
        return value >= limit if self is Relation.BELOW else value <= limit

    @property
    def upwards(self) -> bool:
        """Whether more is better."""
        return self in (Relation.AT_LEAST, Relation.ABOVE)

    @property
    def signs(self) -> str:
        """The sign of comparison where it holds, and where it does not."""
        return {"at least": "≥<", "at most": "≤>", "below": "<≥", "above": ">≤"}[self]


@attrs.frozen(slots=True, kw_only=True)
class Figure:
    """A measured value with its unit and what it was made from.

    Attributes
    ----------
    value
        A number, an outcome, or None where it is not known.
    unit
        Unit of the value.
    inputs
        The figures it was computed from, by name.
    missing
        What would have to be known to know it, by name.
    undefined
        Why there is no value although nothing is missing, in words.
    """

    value: Number | Outcome | None
    unit: str = ""
    inputs: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    missing: tuple[str, ...] = ()
    undefined: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Finding:
    """What a check found on one subject, with all that is needed to follow it.

    Attributes
    ----------
    check
        The check's name, or the check as a sentence.
    outcome
        Pass, fail or unknown.
    value, unit, limit, relation
        The measured value and what it was held against; None where the check joins others (`parts`).
    inputs
        The figures that the value was computed from.
    missing
        What would settle an unknown outcome, by name.
    undefined
        Why there is no value although nothing is missing.
    parts
        Findings of the checks that were joined.
    item, stage, campus, subject
        What it is about: indicator, stage, campus code, or other subject; empty where it is about more.
    clause, standard
        The clause it applies and the standard with its edition.
    responsible, task, due
        The departments responsible (责任单位), what they have to do (工作任务), and by when.
    """

    check: str
    outcome: Outcome
    value: Number | None = None
    unit: str = ""
    limit: Fraction | None = None
    relation: Relation | None = None
    inputs: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    missing: tuple[str, ...] = ()
    undefined: str = ""
    parts: tuple[Finding, ...] = ()
    item: str = ""
    stage: str = ""
    campus: str = ""
    subject: str = ""
    clause: str = ""
    standard: str = ""
    responsible: tuple[str, ...] = ()
    task: str = ""
    due: dt.date | None = None

    @property
    def margin(self) -> Fraction | None:
        """How far the value is on the right side of its limit, in its unit; negative on the wrong side."""
        if self.value is None or self.limit is None:
            return None
        above = exact(self.value) - self.limit
        return above if self.relation and self.relation.upwards else -above

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The parts to which the outcome is owed."""
        return tuple(part for part in self.parts if part.outcome is self.outcome) or self.parts

    def leaves(self) -> Iterator[Finding]:
        """The deciding findings that have no parts themselves."""
        if not self.parts:
            yield self
        for part in self.deciding:
            yield from part.leaves()

    @property
    def reason(self) -> str:
        """The outcome's reason in one line."""
        if self.parts:
            if self.outcome is Outcome.PASS:
                return "; ".join(part.reason for part in self.parts) if len(self.parts) == 1 else self._count()
            reasons = list(dict.fromkeys(leaf.named_reason for leaf in self.leaves()))
            more = [f"and {len(reasons) - _LISTED} more"] if len(reasons) > _LISTED else []
            return "; ".join(reasons[:_LISTED] + more)
        if self.undefined:
            return self.undefined
        if self.missing:
            return f"not known: {', '.join(self.missing)}"
        if self.limit is None or self.relation is None or self.value is None:
            return {1: "holds", 0: "not known", -1: "does not hold"}[self.outcome]
        return self._comparison(self.value, self.limit, self.relation)

    @property
    def named_reason(self) -> str:
        """The reason, headed by what it is about."""
        subject = " ".join(word for word in (self.campus, self.subject, self.stage) if word)
        heading = ", ".join(word for word in (subject, self.check) if word)
        return f"{heading}: {self.reason}" if heading else self.reason

    def _count(self) -> str:
        passed = sum(part.outcome is Outcome.PASS for part in self.parts)
        return f"all {passed} hold" if passed == len(self.parts) else f"{passed} of {len(self.parts)} hold"

    def _comparison(self, value: Number, limit: Fraction, relation: Relation) -> str:
        margin = self.margin
        assert margin is not None
        sign = relation.signs
        unit = units.label(self.unit)
        gap = "" if unit == "%" or not unit else " "
        number, bound = told_apart(value, limit)
        text = f"{number} {sign[self.outcome is Outcome.FAIL]} {bound}{gap}{unit}"
        if margin < 0:
            word = "short by" if relation.upwards else "over by"
            by, _ = told_apart(-margin, 0)
            text += f" ({word} {by})"
        return text


# How many findings a reason spells out; the findings themselves have all.
_LISTED = 10


class CheckError(ValueError):
    """A value that a check, used as a validator, does not let pass.

    Attributes
    ----------
    finding
        What the check found.
    """

    def __init__(self, attribute: str, finding: Finding) -> None:
        self.finding = finding
        super().__init__(f"{attribute} does not pass: {finding.named_reason}")


@attrs.frozen(slots=True, repr=False)
class _CheckValidator:
    check: Check

    def __call__(self, instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        finding = self.check.finding(value)
        if finding.outcome is not Outcome.PASS:
            raise CheckError(attribute.name, finding)

    def __repr__(self) -> str:
        return f"<validator of {self.check!r}>"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Check(abc.ABC):
    """What every check can do. Make checks with the functions of this module."""

    name: str = ""

    @abc.abstractmethod
    def finding(self, subject: object) -> Finding:
        """Check one subject: a value, a mapping with the values by name, or an object with attributes."""

    @abc.abstractmethod
    def outcomes(self, columns: object) -> Outcomes:
        """Check many subjects at once: an array, or a mapping with arrays by name."""

    @abc.abstractmethod
    def sentence(self) -> str:
        """The check in words."""

    def named(self, name: str) -> Check:
        """The same check under a name, which its findings carry."""
        return attrs.evolve(self, name=name)

    def validator(self) -> _CheckValidator:
        """The check as an attrs validator; what is not known does not pass.

        Examples
        --------
        >>> @attrs.frozen
        ... class School:
        ...     largest_class: int = attrs.field(validator=at_most(45, "pupil").validator())
        >>> School(largest_class=46)
        Traceback (most recent call last):
        ...
        balanced_edu.checks.CheckError: largest_class does not pass: 46 > 45 pupils (over by 1)
        """
        return _CheckValidator(self)

    def __and__(self, other: Check) -> Check:
        return all_of(self, other)

    def __or__(self, other: Check) -> Check:
        return any_of(self, other)

    def __invert__(self) -> Check:
        return not_(self)

    def __repr__(self) -> str:
        return f"<{self.name}: {self.sentence()}>" if self.name else f"<{self.sentence()}>"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Limit(Check):
    """A value held against a limit."""

    of: str | None
    relation: Relation
    limit: Fraction
    unit: str

    def scaled(self, factor: Number | str) -> Limit:
        """The same check at a part of the limit, computed in decimal: 85 % of 4.5 is 3.825."""
        return attrs.evolve(self, limit=self.limit * exact(factor))

    def computed(self) -> Limit:
        """The same check for values computed in binary, of which those that lie at the limit may have been rounded.

        The limit is moved by a few units in the last place. Nothing else lies that near: values of figures with up to
        ten digits before and four after the point either lie at a limit or differ from it by much more.
        """
        inwards = -1 if self.relation in (Relation.AT_LEAST, Relation.BELOW) else 1
        return self.scaled(1 + inwards * _ROUNDING)

    def finding(self, subject: object) -> Finding:
        figure = _figure(_look_up(subject, self.of), self.unit, self.of)
        value, limit = figure.value, self.limit
        outcome = Outcome.UNKNOWN
        if value is not None:
            if units.is_quantity(value):
                limit = units.limit_in_unit_of(value, limit, self.unit)
                figure = attrs.evolve(figure, value=value.magnitude, unit=str(value.units))  # type: ignore[union-attr]
                value = figure.value
            assert value is not None
            outcome = Outcome.of(bool(self.relation.holds(exact(value), limit)))
        return Finding(
            check=self.name or self.of or "",
            outcome=outcome,
            value=value,
            unit=figure.unit,
            limit=limit,
            relation=self.relation,
            inputs=figure.inputs,
            missing=figure.missing,
            undefined=figure.undefined,
        )

    def outcomes(self, columns: object) -> Outcomes:
        values = _look_up(columns, self.of)
        limit = self.limit
        if units.is_quantity(values):
            limit = units.limit_in_unit_of(values, limit, self.unit)
            values = values.magnitude
        array = np.asarray(unmasked(values, np.nan), dtype=np.float64)
        holds, fails = self.relation.holds(array, float(limit)), self.relation.fails(array, float(limit))
        return np.asarray(np.subtract(holds, fails, dtype=np.int8))  # NaN neither holds nor fails

    def sentence(self) -> str:
        words = (self.of, self.relation, decimal_text(self.limit, places=10), units.label(self.unit))
        return " ".join(word for word in words if word)


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Holds(Check):
    """A judgement that somebody has made, or a finding that is there already."""

    of: str | None

    def finding(self, subject: object) -> Finding:
        judged = _look_up(subject, self.of)
        name = self.name or self.of or ""
        if isinstance(judged, Finding):
            return judged
        if isinstance(judged, Figure):
            outcome = Outcome.of(judged.value)
            return Finding(check=name, outcome=outcome, inputs=judged.inputs, missing=judged.missing)
        outcome = Outcome.of(judged)
        missing = (self.of or "judgement",) if outcome is Outcome.UNKNOWN else ()
        return Finding(check=name, outcome=outcome, missing=missing)

    def outcomes(self, columns: object) -> Outcomes:
        return outcomes_of(_look_up(columns, self.of))

    def sentence(self) -> str:
        return f"{self.of} holds" if self.of else "holds"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class OneOf(Check):
    """A property that is one of some values, such as the kind of a campus."""

    of: str | None
    values: tuple[object, ...]

    def finding(self, subject: object) -> Finding:
        outcome = self._judged(_look_up(subject, self.of))
        missing = (self.of or "value",) if outcome is Outcome.UNKNOWN else ()
        return Finding(check=self.name or self.sentence(), outcome=outcome, missing=missing)

    def outcomes(self, columns: object) -> Outcomes:
        values = np.asarray(unmasked(_look_up(columns, self.of)), dtype=object)
        return np.array([self._judged(value) for value in values.ravel()], dtype=np.int8).reshape(values.shape)

    def _judged(self, value: object) -> Outcome:
        return Outcome.UNKNOWN if is_unknown(value) else Outcome.of(value in self.values)

    def sentence(self) -> str:
        return f"{self.of or 'value'} one of {', '.join(str(value) for value in self.values)}"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class AtLeastOf(Check):
    """At least `k` of some checks: all of them, any of them, or so many."""

    k: int
    checks: tuple[Check, ...]

    def finding(self, subject: object) -> Finding:
        return joined(self.k, [check.finding(subject) for check in self.checks], self.name)

    def outcomes(self, columns: object) -> Outcomes:
        return np.asarray(kleene.at_least(self.k, [check.outcomes(columns) for check in self.checks]), dtype=np.int8)

    def computed(self) -> AtLeastOf:
        """The same check for values computed in binary: see `Limit.computed`."""
        parts = (part.computed() if isinstance(part, (Limit, AtLeastOf)) else part for part in self.checks)
        return attrs.evolve(self, checks=tuple(parts))

    def sentence(self) -> str:
        words = {1: "any of", len(self.checks): "all of"}.get(self.k, f"at least {self.k} of {len(self.checks)}")
        return f"{words}: {', '.join(map(repr, self.checks))}"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Not(Check):
    """The opposite of a check."""

    check: Check

    def finding(self, subject: object) -> Finding:
        part = self.check.finding(subject)
        return Finding(check=self.name, outcome=~part.outcome, parts=(part,), missing=part.missing)

    def outcomes(self, columns: object) -> Outcomes:
        return np.asarray(np.negative(self.check.outcomes(columns)), dtype=np.int8)

    def sentence(self) -> str:
        return f"not: {self.check!r}"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class AnyGiven(Check):
    """One thing that may be given in several forms: those that are given count, and one that passes is enough."""

    checks: tuple[Check, ...]

    def finding(self, subject: object) -> Finding:
        return best_given([check.finding(subject) for check in self.checks], self.name)

    def outcomes(self, columns: object) -> Outcomes:
        parts = np.broadcast_arrays(*(check.outcomes(columns) for check in (not_(all_of()), *self.checks)))
        best = np.maximum.reduce(parts)
        return np.asarray(np.where(best == 0, np.minimum.reduce(parts[1:] or parts), best), dtype=np.int8)

    def sentence(self) -> str:
        return f"any given of: {', '.join(map(repr, self.checks))}"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class VariationAtMost(Check):
    """The variation coefficient between schools (校际差异系数) held against its limit.

    The subject is a mapping with ``totals`` and ``pupils``, one figure a school; columns may also have
    ``groups`` and totals of shape (k, n), as `balanced_edu.variation_coefficient` takes them.
    """

    limit: Fraction
    without_sections: Outcome
    all_zero: Outcome

    def finding(self, subject: object) -> Finding:
        (totals,), pupils, missing = _schools(subject, several=False)
        value: float | None = None
        inputs: Mapping[str, object] = {}
        undefined = ""
        if missing:
            outcome = Outcome.UNKNOWN
        elif not pupils:
            outcome, undefined = self.without_sections, "no sections, nothing to vary"
        else:
            found = moments([float(x) for x in totals], [float(p) for p in pupils])
            value = float(found.coefficient)
            inputs = {"mean": float(found.mean), "deviation": float(found.deviation), "sections": len(pupils)}
            if math.isnan(value):
                value, outcome, undefined = None, self.all_zero, "undefined: every total is 0"
            else:
                outcome, value = _decided(value, self.limit, [totals], pupils)
        return Finding(
            check=self.name or "variation coefficient",
            outcome=outcome,
            value=value,
            limit=self.limit,
            relation=Relation.AT_MOST,
            inputs=inputs,
            missing=missing,
            undefined=undefined,
        )

    def outcomes(self, columns: object) -> Outcomes:
        return self.of_coefficients(*_coefficients(columns))

    def of_coefficients(
        self,
        coefficients: NDArray[np.float64],
        mean: NDArray[np.float64],
        pupils: NDArray[np.float64],
        schools: Schools,
    ) -> Outcomes:
        """Check coefficients that are there already, of one group or of many.

        Parameters
        ----------
        coefficients, mean, pupils
            The coefficients, around which mean, and the pupils of the groups.
        schools
            Gives totals and pupils of the schools to which a coefficient belongs, by its position; asked only for those
            that lie at the limit.
        """
        limit = float(self.limit)
        found = np.subtract(coefficients <= limit, coefficients > limit, dtype=np.int8)
        found = np.where(mean == 0, np.int8(self.all_zero), found)
        found = np.asarray(np.where(pupils == 0, np.int8(self.without_sections), found))
        for position in _at(coefficients, limit):
            totals, of_schools = schools(position)
            found[position], _ = _decided(limit, self.limit, [totals], of_schools)
        return found

    def sentence(self) -> str:
        return f"variation coefficient at most {decimal_text(self.limit, places=10)}"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class MeanVariationAtMost(Check):
    """The mean of the variation coefficients of several resources held against its limit.

    The subject is as that of `VariationAtMost`, with a row of totals for each resource.
    """

    limit: Fraction
    without_sections: Outcome
    all_zero: Outcome

    def finding(self, subject: object) -> Finding:
        rows, pupils, missing = _schools(subject, several=True)
        some = [totals for totals in rows if not all(x == 0 for x in totals)]
        all_zero = self.all_zero if len(some) < len(rows) and not any(map(is_unknown, pupils)) else None
        value: float | None = None
        undefined = ""
        if not pupils and not missing:
            outcome, undefined = self.without_sections, "no sections, nothing to vary"
        elif missing and all_zero is not Outcome.FAIL:
            outcome = Outcome.UNKNOWN
        elif all_zero is not None and not (some and all_zero is Outcome.PASS):
            outcome, undefined = all_zero, "undefined: every total of a resource is 0"
        else:
            found = moments([[float(x) for x in totals] for totals in some], [float(p) for p in pupils])
            outcome, value = _decided(float(np.mean(found.coefficient)), self.limit, some, pupils)
        return Finding(
            check=self.name or "mean of the variation coefficients",
            outcome=outcome,
            value=value,
            limit=self.limit,
            relation=Relation.AT_MOST,
            missing=missing,
            undefined=undefined,
        )

    def outcomes(self, columns: object) -> Outcomes:
        return self.of_coefficients(*_coefficients(columns))

    def of_coefficients(
        self,
        coefficients: NDArray[np.float64],
        mean: NDArray[np.float64],
        pupils: NDArray[np.float64],
        schools: Schools,
    ) -> Outcomes:
        """Check the means of coefficients that are there already: arguments as in `VariationAtMost.of_coefficients`.

        Resources come first in the shape, and in the positions that `schools` is asked for.
        """
        limit, defined = float(self.limit), mean > 0
        some, zero, unknown = (
            np.count_nonzero(defined, axis=0),
            np.any(mean == 0, axis=0),
            np.any(np.isnan(mean), axis=0),
        )
        with np.errstate(invalid="ignore"):
            average = np.where(defined, coefficients, 0.0).sum(axis=0) / some
        undefined = (some == 0) if self.all_zero is Outcome.PASS else zero
        found = np.subtract(average <= limit, average > limit, dtype=np.int8)
        found = np.where(unknown, np.int8(0), found)
        settled = undefined if self.all_zero is Outcome.FAIL else undefined & ~unknown
        found = np.where(settled, np.int8(self.all_zero), found)
        found = np.asarray(np.where(pupils == 0, np.int8(self.without_sections), found))
        for position in _at(np.where(undefined | unknown, np.nan, average), limit):
            rows = [schools((row, *position)) for row, own in enumerate(defined) if own[position]]
            found[position], _ = _decided(limit, self.limit, [totals for totals, _ in rows], rows[0][1])
        return found

    def sentence(self) -> str:
        return f"mean of the variation coefficients at most {decimal_text(self.limit, places=10)}"


# A few units in the last place: what computing a value from its figures may lose.
_ROUNDING = Fraction(1, 2**50)

# Far above the rounding of a coefficient in binary, far below any difference worth a second thought.
_NEAR = 1e-9


def _at(coefficients: NDArray[np.float64], limit: float) -> Iterator[tuple[int, ...]]:
    """Positions of the coefficients that fractions have to decide."""
    return map(tuple, np.argwhere(np.abs(coefficients - limit) < _NEAR).tolist())


def _decided(
    coefficient: float, limit: Fraction, rows: Sequence[Sequence[Number]], pupils: Sequence[Number]
) -> tuple[Outcome, float]:
    """Hold a coefficient, or the mean of several, against a limit; near it by fractions, which know when it is met."""
    if abs(coefficient - float(limit)) >= _NEAR:
        return Outcome.of(coefficient <= limit), coefficient
    exact_pupils = [exact(p) for p in pupils]
    squares = [exact_squared_coefficient([exact(x) for x in totals], exact_pupils) for totals in rows]
    side = side_of_mean_root(squares, limit)
    return Outcome.of(side <= 0), float(limit) if side == 0 else coefficient


def at_least(limit: Number | str, unit: str = "", *, of: str | None = None) -> Limit:
    """At or above a limit (不低于, 以上, 达到).

    Parameters
    ----------
    limit
        A decimal text, read exactly, or a number.
    unit
        Unit of the limit. A quantity in another unit of the same dimension is compared with the limit in its unit;
        a plain number is taken to be in the unit.
    of
        Name of the value in the subject; None where the subject is the value itself.

    Examples
    --------
    >>> at_least("4.2", of="R1").finding({"R1": 4.2}).outcome
    <Outcome.PASS: 1>
    >>> at_least("4.2").outcomes([4.1, 4.2, float("nan")])
    array([-1,  1,  0], dtype=int8)
    """
    return Limit(of=of, relation=Relation.AT_LEAST, limit=exact(limit), unit=unit)


def at_most(limit: Number | str, unit: str = "", *, of: str | None = None) -> Limit:
    """At or under a limit (不超过); arguments as in `at_least`.

    Examples
    --------
    >>> at_most(45, "pupil")
    <at most 45 pupils>
    """
    return Limit(of=of, relation=Relation.AT_MOST, limit=exact(limit), unit=unit)


def below(limit: Number | str, unit: str = "", *, of: str | None = None) -> Limit:
    """Strictly under a limit (低于); arguments as in `at_least`.

    Examples
    --------
    >>> below("0.15").finding(0.15).outcome
    <Outcome.FAIL: -1>
    """
    return Limit(of=of, relation=Relation.BELOW, limit=exact(limit), unit=unit)


def above(limit: Number | str, unit: str = "", *, of: str | None = None) -> Limit:
    """Strictly over a limit (高于); arguments as in `at_least`.

    Examples
    --------
    >>> above(50, "percent").finding(50).outcome
    <Outcome.FAIL: -1>
    """
    return Limit(of=of, relation=Relation.ABOVE, limit=exact(limit), unit=unit)


def holds(of: str | None = None) -> Check:
    """A judgement made by people: true, false, or None for none yet.

    Examples
    --------
    >>> holds("charter").finding({"charter": None}).reason
    'not known: charter'
    """
    return Holds(of=of)


def one_of(values: Sequence[object], *, of: str | None = None) -> Check:
    """A property that has one of the values; None is unknown.

    Examples
    --------
    >>> one_of(["城区", "镇区"], of="area_type").finding({"area_type": "乡村"}).outcome
    <Outcome.FAIL: -1>
    """
    return OneOf(of=of, values=tuple(values))


def all_of(*checks: Check) -> Check:
    """All of the checks; passes where there are none.

    Examples
    --------
    >>> all_of(at_least(1), at_most(2)).finding(3).reason
    '3 > 2 (over by 1)'
    """
    return AtLeastOf(k=len(checks), checks=checks)


def any_of(*checks: Check) -> Check:
    """Any of the checks; fails where there are none.

    Examples
    --------
    >>> any_of(at_least(3), below(1)).finding(0).outcome
    <Outcome.PASS: 1>
    """
    return AtLeastOf(k=1, checks=checks)


def at_least_of(k: int, *checks: Check) -> Check:
    """At least `k` of the checks.

    Examples
    --------
    >>> at_least_of(2, holds("a"), holds("b"), holds("c")).finding({"a": True, "b": False, "c": None}).outcome
    <Outcome.UNKNOWN: 0>
    """
    return AtLeastOf(k=k, checks=checks)


def not_(check: Check) -> Check:
    """The opposite of a check; what is unknown stays unknown.

    Examples
    --------
    >>> not_(holds("fraud")).finding({"fraud": False}).outcome
    <Outcome.PASS: 1>
    """
    return Not(check=check)


def any_given(*checks: Check) -> Check:
    """One thing in several forms, of which one suffices: what is not given is passed over.

    Unlike `any_of`, a form that is not given leaves the outcome to those that are.

    Examples
    --------
    >>> level = any_given(at_least(3, of="level"), at_least(85, "percent", of="share"))
    >>> level.finding({"level": 2, "share": None}).outcome
    <Outcome.FAIL: -1>
    """
    return AnyGiven(checks=checks)


def section_rule(*limits: Limit, k: int, floor: Number | str) -> AtLeastOf:
    """The rule for one section: at least `k` limits met, and no value under `floor` of its limit.

    Under the national method: at least 6 of the 7, the remaining one at 85 % or more.

    Examples
    --------
    >>> rule = section_rule(at_least(4, of="a"), at_least(10, of="b"), k=1, floor="0.85")
    >>> print(rule.finding({"a": 5, "b": 8.4}).reason)
    b: 8.4 < 8.5 (short by 0.1)

    Source: 教督〔2017〕6号, 资源配置.
    """
    reached = at_least_of(k, *limits).named(f"at least {k} of {len(limits)}")
    not_far_off = all_of(*(limit.scaled(floor) for limit in limits)).named(f"none under {floor} of its limit")
    return AtLeastOf(k=2, checks=(reached, not_far_off))


def variation_at_most(
    limit: Number | str, *, without_sections: Outcome = Outcome.PASS, all_zero: Outcome = Outcome.UNKNOWN
) -> VariationAtMost:
    """The variation coefficient between schools (校际差异系数) at or under a limit, not rounded first.

    A coefficient that lies at its limit is decided in rational arithmetic.

    Parameters
    ----------
    limit
        A decimal text, read exactly, or a number.
    without_sections
        What is found where there are no schools.
    all_zero
        What is found where every total is 0, which leaves the coefficient undefined.

    Examples
    --------
    >>> check = variation_at_most("0.5")
    >>> check.finding({"totals": [1, 3], "pupils": [1, 1]}).reason
    '0.5 ≤ 0.5'
    """
    return VariationAtMost(limit=exact(limit), without_sections=without_sections, all_zero=all_zero)


def mean_variation_at_most(
    limit: Number | str, *, without_sections: Outcome = Outcome.PASS, all_zero: Outcome = Outcome.UNKNOWN
) -> MeanVariationAtMost:
    """The mean of the variation coefficients of several resources at or under a limit, not rounded first.

    A mean that lies at its limit is decided in rational arithmetic.

    Parameters
    ----------
    limit
        A decimal text, read exactly, or a number.
    without_sections
        What is found where there are no schools.
    all_zero
        What is found where every total of a resource is 0, which leaves its coefficient undefined. Where that passes,
        the mean is one of the others.

    Examples
    --------
    >>> check = mean_variation_at_most("0.4")
    >>> check.finding({"totals": [[1, 3], [7, 13]], "pupils": [1, 1]}).reason
    '0.4 ≤ 0.4'
    """
    return MeanVariationAtMost(limit=exact(limit), without_sections=without_sections, all_zero=all_zero)


def no_veto(*grounds: str) -> Check:
    """None of the grounds was found (一票否决): each is true where it was found.

    Examples
    --------
    >>> no_veto("V1", "V6").finding({"V1": False, "V6": None}).outcome
    <Outcome.UNKNOWN: 0>
    """
    return all_of(*(not_(holds(ground)).named(f"no {ground}") for ground in grounds))


def joined(k: int, parts: Sequence[Finding], check: str = "") -> Finding:
    """The finding of at least `k` of some findings; where it is unknown, with what would settle them."""
    outcome = kleene.at_least(k, [part.outcome for part in parts])
    unknown = (part for part in parts if outcome is Outcome.UNKNOWN is part.outcome)
    missing = tuple(dict.fromkeys(name for part in unknown for name in part.missing))
    return Finding(check=check, outcome=outcome, parts=tuple(parts), missing=missing)


def best_given(parts: Sequence[Finding], check: str = "") -> Finding:
    """The finding of several forms of one thing: any of those that are given, unknown where none is."""
    given = [part for part in parts if part.outcome is not Outcome.UNKNOWN]
    return joined(1, given or parts, check)


def _look_up(subject: Any, of: str | None) -> Any:
    """A value by its name; a mapping that lacks it leaves it unknown."""
    if of is None:
        return subject
    if isinstance(subject, Mapping):
        return subject.get(of)
    return getattr(subject, of)


def _schools(subject: object, *, several: bool) -> tuple[list[list[Number]], list[Number], tuple[str, ...]]:
    """Totals, a row a resource, and pupils of the schools that take part, and which of them are not known."""
    totals, pupils = _look_up(subject, "totals"), _look_up(subject, "pupils")
    lacking = tuple(name for name, column in (("totals", totals), ("pupils", pupils)) if column is None)
    if lacking:
        return [[]], [], lacking
    rows, pupils = [list(row) for row in (totals if several else [totals])], list(pupils)
    if any(len(row) != len(pupils) for row in rows):
        lengths = ", ".join(str(len(row)) for row in rows)
        raise ValueError(f"totals have a figure for each school; given {lengths} for {len(pupils)} schools")
    own = [
        school
        for school, count in enumerate(pupils)
        if is_unknown(count) or count > 0 or any(not is_unknown(row[school]) and row[school] != 0 for row in rows)
    ]
    columns = {"pupils": pupils, **{f"totals[{place}]" if several else "totals": row for place, row in enumerate(rows)}}
    missing = tuple(
        f"{name}[{school}]" for school in own for name, column in columns.items() if is_unknown(column[school])
    )
    return [[row[school] for school in own] for row in rows], [pupils[school] for school in own], missing


def _coefficients(
    columns: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], Schools]:
    """The coefficients of columns with their means and pupils, and how to have the schools of each."""
    totals, pupils = (
        np.asarray(unmasked(_look_up(columns, name), np.nan), dtype=np.float64) for name in ("totals", "pupils")
    )
    groups = columns.get("groups") if isinstance(columns, Mapping) else getattr(columns, "groups", None)

    def schools(position: tuple[int, ...]) -> tuple[list[float], list[float]]:
        row, own = position, pupils != 0
        if around.ids is not None:
            row, own = position[:-1], own & (np.asarray(groups) == around.ids[position[-1]])
        return totals[row][own].tolist(), pupils[own].tolist()

    around = moments(totals, pupils, groups=groups)
    return around.coefficient, around.mean, around.pupils, schools


def _figure(value: object, unit: str, of: str | None) -> Figure:
    if isinstance(value, Figure):
        return value
    if is_unknown(getattr(value, "magnitude", value)):
        return Figure(value=None, unit=unit, missing=(of or "value",))
    return Figure(value=value, unit=unit)  # type: ignore[arg-type]
