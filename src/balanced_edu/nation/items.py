"""Items that are not resources, in many counties at once: judged one by one, pooled, or weighed by groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.arrays import Coded
from balanced_edu.assessment.look_up import DAY, OF_SEVERAL_STAGES, TABLES
from balanced_edu.checks import Limit
from balanced_edu.checks.limits import Bounded
from balanced_edu.indicators.formulas import scale_of
from balanced_edu.nation.campuses import plain, taken, without_bounds
from balanced_edu.nation.subjects import Scope, Subjects, nothing
from balanced_edu.nation.sums import sums
from balanced_edu.records.county import OF_EACH_STAGE
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.records.section import TOTALS
from balanced_edu.tolerances import NEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from balanced_edu.indicators.declare import Measure
    from balanced_edu.nation.handed import Handed
    from balanced_edu.outcomes import Outcomes
    from balanced_edu.standards.model import Item, Rule


@attrs.frozen(slots=True, eq=False)
class ItemOutcomes:
    """What an item finds in many counties.

    Attributes
    ----------
    counties
        The outcome of each county.
    rows
        The outcome of each campus, where campuses or their stages are judged one by one; else None.
    near
        The counties of which only exact numbers can decide it.
    """

    counties: Outcomes
    rows: Outcomes | None
    near: NDArray[np.bool_]


@attrs.frozen(slots=True, eq=False)
class _Found:
    """The outcomes of subjects, those of which there is nothing to measure, and those too near to a limit."""

    outcomes: Outcomes
    undefined: NDArray[np.bool_]
    near: NDArray[np.bool_]


def item_outcomes(item: Item, handed: Handed, before: Mapping[str, Outcomes]) -> ItemOutcomes:
    """What an item finds in many counties; a condition may use what was found `before`, by id."""
    worst = _Worst(handed.size)
    if item.each in TABLES:
        _judge_lacking(item, handed, worst)
    blocks = handed.subjects(item.each)
    scopes = [_Judged(subjects, subjects.outcomes(item.where)) for subjects in blocks]
    if item.weights:
        for rule in item.rules if handed.groups.places.size else ():
            worst.add(np.arange(handed.size), _weighed(rule, item, scopes[0], handed))
        return worst.found(None)
    if item.pooled:
        scopes = list(_pools(item, scopes, handed))
    rows = np.ones(handed.campuses.size, dtype=np.int8) if _is_by_campus(item) else None
    for judged in scopes:
        for rule, applies in _rules(item, judged):
            found = _demand(rule, item, judged, applies, before, handed)
            # What is not judged passes: it makes nothing worse.
            judging = judged.taking_part & (applies != -1)
            found = attrs.evolve(
                found, outcomes=np.where(judging, found.outcomes, np.int8(1)), near=found.near & judging
            )
            worst.add(judged.subjects.places, found)
            if rows is not None and judged.subjects.rows is not None:
                of_rows = judged.subjects.rows
                rows[of_rows] = np.minimum(rows[of_rows], found.outcomes)
    if rows is not None and item.each == "section":
        failing = _wherever(item, scopes, handed)
        rows[failing] = -1
        worst.fail(handed.campuses.places[failing])
    return worst.found(rows)


def _is_by_campus(item: Item) -> bool:
    return item.each in ("campus", "section") and not item.pooled


class _Worst:
    """The worst outcome of each county so far; a county in which nothing is judged passes."""

    def __init__(self, size: int) -> None:
        self.failed, self.unknown, self.near = nothing(size), nothing(size), nothing(size)

    def add(self, places: NDArray[np.intp], found: _Found) -> None:
        self.fail(places[found.outcomes == -1])
        self.unknown[places[found.outcomes == 0]] = True
        self.near[places[found.near]] = True

    def fail(self, places: NDArray[np.intp]) -> None:
        self.failed[places] = True

    def found(self, rows: Outcomes | None) -> ItemOutcomes:
        outcomes = np.where(self.failed, -1, np.where(self.unknown, 0, 1)).astype(np.int8)
        return ItemOutcomes(outcomes, rows, self.near)


@attrs.frozen(slots=True, eq=False)
class _Judged:
    """Subjects, and which of them are in the scope of an item."""

    subjects: Subjects
    where: Outcomes

    @property
    def taking_part(self) -> NDArray[np.bool_]:
        return np.asarray(self.where != -1)


def _rules(item: Item, judged: _Judged) -> Iterator[tuple[Rule, Outcomes]]:
    """The rules of an item, and to which subjects each applies."""
    for rule in item.rules:
        yield rule, judged.subjects.outcomes(rule.where)


def _judge_lacking(item: Item, handed: Handed, worst: _Worst) -> None:
    """What is unknown because it has no row: each subject that the standard names, or the whole table."""
    given = handed.monitoring if item.each == "subject" else handed.groups
    some = np.bincount(given.places, minlength=handed.size) > 0
    worst.unknown |= ~some
    if item.each == "group":
        return
    names = given.names("subject") if "subject" in given.columns else None
    for name in item.subjects:
        has = nothing(handed.size)
        if names is not None:
            has[given.places[names.of_each(name.__eq__).astype(np.bool_)]] = True
        worst.unknown |= ~has
    judged = np.bincount(handed.monitored.places, minlength=handed.size) > 0
    if not item.vacuous:
        worst.unknown |= ~judged


def _demand(
    rule: Rule, item: Item, judged: _Judged, applies: Outcomes, before: Mapping[str, Outcomes], handed: Handed
) -> _Found:
    """What a demand finds; where it is unknown whether it applies at all, it can pass but not fail."""
    subjects = judged.subjects
    if rule.aspect:
        return _certain(before[rule.aspect.of][subjects.places])
    found = _compared(rule, item, subjects, handed)
    outcomes = found.outcomes
    if item.vacuous:
        outcomes = np.where(found.undefined | subjects.nobody, np.int8(1), outcomes)
    may_not = subjects.open | (judged.where == 0) | (applies == 0)
    return attrs.evolve(found, outcomes=np.where(may_not & (outcomes == -1), np.int8(0), outcomes))


def _certain(outcomes: Outcomes) -> _Found:
    return _Found(outcomes, nothing(outcomes.size), nothing(outcomes.size))


def _compared(rule: Rule, item: Item, subjects: Subjects, handed: Handed) -> _Found:
    """What the check of a demand finds, or the best of its alternatives."""
    if rule.alternatives:
        return _best(rule, item, subjects, handed)
    assert rule.measure is not None
    if rule.measure.judged:
        kernel = rule.measure.kernel
        outcome = kernel(**{name: subjects.judgements(name) for name in rule.measure.inputs})
        return _certain(rule.check.outcomes({rule.measure.name: np.asarray(outcome, dtype=np.int8)}))
    value, undefined = _measured(rule.measure, subjects, {**item.constants, **rule.constants})
    near = nothing(subjects.size)
    dated = rule.dated or ((None, rule.check),)
    found = []
    for _, check in dated:
        found.append(_limit(check, rule.measure).outcomes({rule.measure.name: value}))
        if "−" in rule.measure.formula and isinstance(check, Limit):
            away = np.abs(value.value - float(check.limit))
            near |= (away != 0) & (away <= NEAR * max(1.0, abs(float(check.limit))))
    return _Found(_on_day(dated, found, handed.days[subjects.places]), undefined, near)


def _limit(check: Any, measure: Measure) -> Any:
    """A limit for values computed in binary; a figure that is given is compared as it is."""
    given = measure.formula in measure.inputs
    return check.computed() if isinstance(check, Limit) and not given else check


def _on_day(dated: Sequence[tuple[Any, Any]], found: Sequence[Outcomes], days: NDArray[np.float64]) -> Outcomes:
    """What the limit in force on each day finds; where the day is unknown, what all limits find."""
    outcomes = np.asarray(found[0])
    for (since, _), later in zip(dated[1:], found[1:], strict=True):
        outcomes = np.where(days >= since.toordinal(), later, outcomes)
    if len(found) > 1:
        alike = np.minimum.reduce(found) == np.maximum.reduce(found)
        outcomes = np.where(np.isnan(days), np.where(alike, found[-1], np.int8(0)), outcomes)
    return outcomes


def _measured(measure: Measure, subjects: Subjects, constants: Mapping[str, Any]) -> tuple[Bounded, NDArray[np.bool_]]:
    """A measure of subjects, and where it divides by 0."""
    options = {name: value for name, value in constants.items() if isinstance(value, str)}
    inputs = {
        name: float(constants[name]) if name in constants else _input(name, measure, subjects)
        for name in measure.inputs
    }
    kernel = measure.kernel

    def computed(bound: str) -> NDArray[np.float64]:
        figures = {name: getattr(one, bound) if isinstance(one, Bounded) else one for name, one in inputs.items()}
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.broadcast_to(np.asarray(kernel(**figures, **options), dtype=np.float64), subjects.places.shape)

    value = computed("value")
    figures = [one for one in inputs.values() if isinstance(one, Bounded)]
    unknown = nothing(subjects.size)
    for one in figures:
        blank = np.isnan(one.value)
        unknown |= blank if blank.ndim == 1 else blank.any(axis=1)
    infinite = ~np.isfinite(value)
    undefined = infinite & ~unknown
    # A formula that passes over some of its figures in one of its readings is unknown all the same.
    if (nothing_known := infinite | unknown).any():
        value = np.where(nothing_known, np.nan, value)
    if all(one.least is one.value for one in figures):
        return without_bounds(value), undefined
    return Bounded(value=value, least=computed("least"), most=computed("most")), undefined


def _input(name: str, measure: Measure, subjects: Subjects) -> Bounded:
    """A figure of subjects; of a total only a measure that grows with it has a bound."""
    figures = subjects.figures(name)
    if name in TOTALS and figures.least is not figures.value and scale_of(measure, name) is None:
        return plain(figures.value, subjects.size)
    return figures


def _best(rule: Rule, item: Item, subjects: Subjects, handed: Handed) -> _Found:
    """One of the alternatives that apply is enough; one that may or may not apply does not pass for certain."""
    size = subjects.size
    passed, known, undefined, near = nothing(size), nothing(size), nothing(size), nothing(size)
    unknown = nothing(size)
    parts = np.zeros(size, dtype=np.int16)
    all_undefined = ~nothing(size)
    for alternative in rule.alternatives:
        applies = subjects.outcomes(alternative.where)
        part = _compared(alternative, item, subjects, handed)
        there = applies != -1
        outcomes = np.where((applies == 0) & (part.outcomes == 1), np.int8(0), part.outcomes)
        parts += there
        passed |= there & (outcomes == 1)
        unknown |= there & (outcomes == 0)
        known |= there & (outcomes == -1)
        all_undefined &= ~there | part.undefined
        undefined |= there & part.undefined
        near |= there & part.near
    fails = ~passed & (known if rule.given else ~unknown)
    outcomes = np.where(passed, 1, np.where(fails | (parts == 0), -1, 0)).astype(np.int8)
    nothing_to_measure = (parts > 0) & all_undefined if rule.given else (parts == 1) & undefined
    return _Found(outcomes, nothing_to_measure, near)


def _wherever(item: Item, scopes: Sequence[_Judged], handed: Handed) -> NDArray[np.intp]:
    """Campuses at which something fails in whichever of their stages it is, such as a class too large for each."""
    size = handed.campuses.size
    column = handed.campuses.bounded(f"compulsory_{OF_SEVERAL_STAGES}")
    asking = [rule for rule in item.rules if rule.asks_for(OF_SEVERAL_STAGES)]
    if not asking or f"compulsory_{OF_SEVERAL_STAGES}" not in handed.campuses.columns:
        return np.empty(0, dtype=np.intp)
    everywhere = ~np.isnan(column.least)
    for judged in scopes:
        subjects, rows = judged.subjects, judged.subjects.rows
        assert rows is not None

        def as_if_there(name: str, subjects: Subjects = subjects, rows: NDArray[np.intp] = rows) -> Bounded:
            if name != OF_SEVERAL_STAGES:
                return subjects.figures(name)
            of_all: Bounded = taken(column, rows)
            return of_all

        there = attrs.evolve(judged, subjects=attrs.evolve(subjects, figures=as_if_there))
        failing = nothing(size)
        for rule in asking:
            applies = there.subjects.outcomes(rule.where)
            outcomes = _demand(rule, item, there, applies, {}, handed).outcomes
            failing[rows[there.taking_part & (applies != -1) & (outcomes == -1)]] = True
        everywhere &= failing
    return np.flatnonzero(everywhere)


def _pools(item: Item, scopes: Sequence[_Judged], handed: Handed) -> Iterator[_Judged]:
    """Everything in scope of each county as one, stage by stage if the item judges sections."""
    size = handed.size
    some = nothing(size)
    for judged in scopes:
        some[judged.subjects.places[judged.taking_part]] = True
    there = some if some.all() else some | ~_is_of_other_times(item, scopes, size)
    if item.each in TABLES:  # a county without any has nothing to pool
        there = there & (np.bincount(scopes[0].subjects.places, minlength=size) > 0)
    stages = COMPULSORY if item.each == "section" else ("",)
    for stage, judged in zip(stages, scopes, strict=True):
        yield _pool(stage, judged, there, handed)


def _is_of_other_times(item: Item, scopes: Sequence[_Judged], size: int) -> NDArray[np.bool_]:
    """In which counties some of the subjects would be judged on another day."""
    found = nothing(size)
    for judged in scopes:
        some_day = attrs.evolve(judged.subjects, scope=_on_some_day(judged.subjects))
        where = some_day.outcomes(item.where)
        for rule in item.rules:
            found[judged.subjects.places[(where != -1) & (some_day.outcomes(rule.where) != -1)]] = True
    return found


def _on_some_day(subjects: Subjects) -> Scope:
    unknown = plain(None, subjects.size)
    return Scope(lambda name: unknown if name == DAY else subjects.scope[name])


def _pool(stage: str, judged: _Judged, there: NDArray[np.bool_], handed: Handed) -> _Judged:
    """The sums over what takes part; one that may or may not leaves them unknown, as an empty cell does."""
    subjects, size = judged.subjects, handed.size
    at = np.flatnonzero(judged.taking_part)
    places = subjects.places[at]
    open_ = (subjects.open | (judged.where == 0))[at]
    number, number_open = np.bincount(places, minlength=size), np.bincount(places[open_], minlength=size)

    def figures(name: str) -> Bounded:
        if name in OF_EACH_STAGE:
            return handed.counties.figures(f"{stage}_{name}")
        total = sums(subjects.figures(name).value[at], places, size)
        return plain(np.where(number_open > 0, np.nan, total), size)

    word = Coded((stage or None,), np.zeros(size, dtype=np.intp))
    pool = Subjects(
        places=np.arange(size),
        figures=figures,
        judgements=handed.counties.judgements,
        scope=Scope({"stage": word, DAY: plain(handed.days, size)}.get),
        open=(number > 0) & (number_open == number),
        nobody=number == 0,
    )
    return _Judged(pool, np.where(there, np.int8(1), np.int8(-1)))


def _weighed(rule: Rule, item: Item, judged: _Judged, handed: Handed) -> _Found:
    """The mean of the groups' rates, weighted as the standard says; a group that was not surveyed is missing."""
    assert rule.measure is not None
    subjects, size = judged.subjects, handed.size
    rates, _ = _measured(rule.measure, subjects, {})
    others = item.weights.get("others", Fraction(0))
    names = handed.groups.names("group")
    weights = names.of_each(lambda name: float(item.weights.get(name, others))).astype(np.float64)
    counted = judged.taking_part & (weights != 0)
    places = subjects.places[counted]
    total = np.bincount(places, weights=(weights * rates.value)[counted], minlength=size)
    whole = np.bincount(places, weights=weights[counted], minlength=size)
    lacking = nothing(size)
    for name, weight in item.weights.items():
        if weight and name != "others":
            has = nothing(size)
            has[subjects.places[judged.taking_part & names.of_each(name.__eq__)]] = True
            lacking |= ~has
    with np.errstate(invalid="ignore"):
        mean = np.where(lacking, np.nan, total / whole)
    value = plain(mean, size)
    return _certain(_limit(rule.check, rule.measure).outcomes({rule.measure.name: value}))
