"""Outcomes by arithmetic in binary, where it is certain to give the outcome of exact numbers.

What a finding says is computed in fractions, which takes long, and most findings nobody looks at. So a figure that lies
far from its limit is compared with it in binary, and its finding is made later; where a figure lies near its limit, or
is unknown, the finding itself decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from balanced_edu.checks import Limit
from balanced_edu.checks.judgements import Holds
from balanced_edu.checks.section_rule import by_rule
from balanced_edu.exact import exact
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import Grade
from balanced_edu.tolerances import NEAR

if TYPE_CHECKING:
    from balanced_edu.checks import Check, SectionRule
    from balanced_edu.indicators.declare import Measure

LookUp: TypeAlias = Callable[[str], Any]
"""Gives a figure by its name; None if it is unknown."""


def rough_outcome(measure: Measure, checks: Sequence[Check], constants: Mapping[str, Any]) -> Callable[[LookUp], Any]:
    """Gives what the check of a measure finds of a subject's figures; None where only the finding decides.

    Examples
    --------
    >>> from balanced_edu.checks import at_least
    >>> from balanced_edu.indicators.declare import every_measure
    >>> books = rough_outcome(every_measure()["books_per_pupil"], [at_least(25)], {})
    >>> books({"books": 2600, "pupils": 100}.get), books({"books": 2500, "pupils": 100}.get)
    (<Outcome.PASS: 1>, None)
    """
    (check, *others) = checks
    if others:
        return undecided
    if measure.judged:
        return rough_judgement(measure) if type(check) is Holds else undecided
    if type(check) is not Limit:
        return undecided
    figure, compared = rough_figure(measure, constants), rough_comparison(check)

    def outcome(look_up: LookUp) -> Outcome | None:
        value = figure(look_up)
        return None if value is None else compared(value)

    return outcome


def undecided(look_up: LookUp) -> None:
    """Nothing is known without the finding."""


def rough_judgement(measure: Measure) -> Callable[[LookUp], Outcome | None]:
    """Gives what was judged of a subject; None if that is unknown."""

    def outcome(look_up: LookUp) -> Outcome | None:
        judged = Outcome(int(measure.kernel(**{name: Outcome.of(look_up(name)) for name in measure.inputs})))
        return None if judged is Outcome.UNKNOWN else judged

    return outcome


def rough_section(rule: SectionRule, measures: Mapping[str, Measure]) -> Callable[[LookUp], Outcome | None]:
    """Gives what the section rule finds of a section's figures; None where only the finding decides."""
    each = [
        (rough_figure(measures[limit.of or ""], {}), rough_comparison(limit), rough_comparison(floor))
        for limit, floor in zip(rule.limits, rule.floors, strict=True)
    ]

    def outcome(look_up: LookUp) -> Outcome | None:
        limits: list[Outcome] = []
        floors: list[Outcome] = []
        for figure, at_limit, at_floor in each:
            value = figure(look_up)
            met = None if value is None else at_limit(value)
            above = None if value is None else at_floor(value)
            if met is None or above is None:
                return None
            limits.append(met)
            floors.append(above)
        return by_rule(rule.k, limits, floors)

    return outcome


def rough_figure(measure: Measure, constants: Mapping[str, Any]) -> Callable[[LookUp], float | None]:
    """Gives a measure of a subject in binary; None where a figure is unknown or a band, or there is no value."""
    numbers = {name: constants[name] for name in measure.inputs if name in constants}
    if any(exact(float(number)) != number for number in numbers.values()):
        return undecided
    given = {name: value for name, value in constants.items() if isinstance(value, str)}
    given |= {name: _plain(number) for name, number in numbers.items()}
    asked = [name for name in measure.inputs if name not in numbers]
    kernel = measure.kernel
    # What is left of two large figures may be mostly rounding.
    kinds = (int,) if "−" in measure.formula else (int, float)

    def figure(look_up: LookUp) -> Any:
        inputs: dict[str, Any] = {}
        for name in asked:
            inputs[name] = plain = _plain(look_up(name))
            if plain is None:
                return None
        try:
            value = kernel(**inputs, **given)
        except ZeroDivisionError:
            return None
        return value if type(value) in kinds else None

    return figure


def _plain(value: Any) -> Any:
    """A figure as an integer or a float; None if it is none, or no more is known of it than a band."""
    kind = type(value)
    if kind is int or kind is float:
        return value
    if kind is Fraction:
        return value.numerator if value.denominator == 1 else float(value)
    if kind is Grade:
        return value.rank
    if kind is tuple:
        rooms = tuple(map(_plain, value))
        return None if None in rooms else rooms
    return None


@lru_cache(maxsize=1024)
def rough_comparison(limit: Limit) -> Callable[[float], Outcome | None]:
    """Gives what a limit finds of a value computed in binary; None where the value is so near that rounding may decide.

    Examples
    --------
    >>> from balanced_edu.checks import at_most
    >>> compared = rough_comparison(at_most(45, "pupil"))
    >>> compared(45), compared(45.0), compared(45.1)
    (<Outcome.PASS: 1>, None, <Outcome.FAIL: -1>)
    """
    bound = float(limit.limit)
    near = NEAR * max(1.0, abs(bound))
    is_exact = bound == limit.limit
    above, below = (Outcome.of(limit.relation.holds(value, 0)) for value in (1, -1))

    def outcome(value: float) -> Outcome | None:
        away = value - bound
        if away > near:
            return above
        if away < -near:
            return below
        return Outcome.of(limit.relation.holds(value, bound)) if is_exact and type(value) is int else None

    return outcome
