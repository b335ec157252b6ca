"""Many counties at once: columns in, columns out.

Every formula, limit and check is the one that serves a single county; here they are given arrays. A county's verdict
on resources (资源配置) is found without a loop over schools or counties.

>>> table = SectionTable.from_arrays(
...     county=[330302, 330302, 110101], stage=[0, 1, 0], pupils=[1000, 900, 500],
...     totals=np.array([50, 60, 25, 12, 15, 3, 10, 12, 6, 4600, 5400, 2250, 7600, 9500, 3800, 2.1e6, 2.3e6, 1.1e6,
...                      25, 30, 12]).reshape(7, 3),
... )
>>> result = table.assess()
>>> result.counties, result.outcomes
(array([110101, 330302]), array([-1,  1], dtype=int8))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu import outcomes as kleene
from balanced_edu import units
from balanced_edu.campuses import COMPULSORY, Stage
from balanced_edu.checks import AtLeastOf, Limit, Relation
from balanced_edu.dispersion import Moments, Runs, figures, ids_of, settled, squared_deviations, unmasked
from balanced_edu.standards import load

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from balanced_edu.outcomes import Outcomes
    from balanced_edu.standards import Standard

TOTALS = (
    "teachers_above_required",
    "backbone_teachers",
    "sports_arts_teachers",
    "teaching_area",
    "sports_area",
    "equipment_value",
    "multimedia_rooms",
)
"""The totals of a section, in the order of R1 to R7."""

_UNITS = ("teacher", "teacher", "teacher", "m²", "m²", "yuan", "room")


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Plan:
    """How the rows of a table belong together, sorted by stage and county.

    Attributes
    ----------
    group
        Stage and county of each run of rows, as one number: the stage's code times the number of counties, and the
        county's place.
    runs
        The runs.
    first_junior
        The first run of the junior stage; those before are of the primary stage.
    order
        The given position of each sorted row; None where they stand sorted.
    """

    group: NDArray[np.intp]
    runs: Runs
    first_junior: int
    order: NDArray[np.intp] | None

    @classmethod
    def of(cls, ids: NDArray[Any], stages: NDArray[Any]) -> tuple[NDArray[Any], Plan]:
        """The distinct counties, ascending, and the plan of rows of these counties and stages."""
        counties, code = _coded(ids)
        group = np.multiply(stages, counties.size, dtype=code.dtype, casting="unsafe")
        group += code
        lengths = np.bincount(group)
        there = np.flatnonzero(lengths)
        runs = Runs(np.cumsum(lengths[there]) - lengths[there], lengths[there])
        if not np.any(group[1:] < group[:-1]):
            order = None
        elif not np.any(code[1:] < code[:-1]):
            order = np.concatenate([np.flatnonzero(stages == stage) for stage, _ in enumerate(COMPULSORY)])
        else:
            order = np.argsort(group, kind="stable")
        first_junior = int(np.searchsorted(there, counties.size))
        return counties, cls(group=there, runs=runs, first_junior=first_junior, order=order)

    def of_stages(self) -> Iterator[tuple[Stage, slice]]:
        """Each stage with its runs."""
        cuts = (0, self.first_junior, self.group.size)
        return zip(COMPULSORY, map(slice, cuts, cuts[1:]), strict=True)

    def sorted(self, given: NDArray[np.float64], out: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """One figure of each section, given in any order, as the runs have them; itself where they stand so already."""
        return given if self.order is None else given.take(self.order, out=out, mode="clip")

    def as_given(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Sorted rows put back into the order in which they were given: the last axis."""
        if self.order is None:
            return rows
        given = np.empty_like(rows)
        given[..., self.order] = rows
        return given


@attrs.frozen(slots=True, eq=False, repr=False, kw_only=True)
class SectionTable:
    """The sections of many counties, checked and sorted once, to be assessed by any standard.

    Make one with `from_arrays` or `from_frame`. A section is one campus and one stage, with its part of what stages
    share; only those that the standard counts belong into it. What no standard changes is found here: what each
    section has a pupil, and around which mean and how far a county's sections spread. The totals themselves are not
    copied and have to stay as they are; they are read again where a coefficient lies at its limit. Neither are pupils
    copied where the sections are given sorted by stage and county: then they have to stay as they are, too.

    Attributes
    ----------
    counties
        The counties' ids, distinct and ascending.
    pupils
        Pupils of the sections, sorted by stage and county: shape (n,). NaN is unknown.
    totals
        What the sections have, as given: shape (7, n). NaN is unknown.
    rates
        What they have a pupil, sorted by stage and county: shape (7, n).
    moments
        Pupils, means and squared deviations of each stage and county that has sections, as `plan` has them.
    plan
        Which rows belong together, and where they stood.
    """

    counties: NDArray[Any]
    pupils: NDArray[np.float64]
    totals: NDArray[np.float64]
    rates: NDArray[np.float64]
    moments: Moments
    plan: Plan

    @classmethod
    def from_arrays(cls, *, county: ArrayLike, stage: ArrayLike, pupils: ArrayLike, totals: ArrayLike) -> SectionTable:
        """Check and sort the sections of many counties.

        Parameters
        ----------
        county
            The county of each section: shape (n,), integers or strings, in any order; none is unknown.
        stage
            0 or ``primary``, 1 or ``junior``: shape (n,).
        pupils
            Pupils of each section: shape (n,). NaN, None and what is masked are unknown; a quantity is converted.
        totals
            What each section has in all: shape (7, n), in the order of `TOTALS`, in teachers, m², yuan and rooms, or
            seven columns, of which each may be a quantity. NaN, None and what is masked are unknown.

        Raises
        ------
        ValueError
            If shapes do not fit, or rows hold no numbers or cannot be true; it names their positions.
        pint.DimensionalityError
            If a quantity measures something else.
        """
        (ids, wrong_ids), stages = ids_of(county), _stage_codes(stage)
        (p, no_pupils), (x, no_totals) = figures(_plain(pupils, "pupil", "pupils")), _total_figures(totals)
        x = np.ascontiguousarray(x)
        _refuse_misshapen(ids, stages, p, x)
        told = [*_no_numbers("pupils", {row: shown for (row,), shown in no_pupils.items()}), *no_totals]
        problems = _bad_ids(ids, wrong_ids) | _bad_stages(stages) | _bad_pupils(p)
        if told or problems:
            _refuse(problems | _untrue_totals(x), told)
        counties, plan = Plan.of(ids, stages)
        p = plan.sorted(p)
        rates, moments = _measured(plan, p, x)
        return cls(counties=counties, pupils=p, totals=x, rates=rates, moments=moments, plan=plan)

    @classmethod
    def from_frame(cls, frame: object) -> SectionTable:
        """Check and sort the sections of a data frame or of columns by name.

        Parameters
        ----------
        frame
            A frame of pandas, polars or Arrow (extra ``frames``), or a mapping, with the columns ``county``, ``stage``
            (``primary`` or ``junior``, 0 or 1), ``pupils`` and those of `TOTALS`. Null, NaN and what is masked are
            unknown, which a county and a stage may not be.

        Raises
        ------
        TypeError
            If it is neither a data frame nor a mapping.
        ValueError
            If columns are missing or hold no numbers, or rows cannot be true.
        """
        from balanced_edu.frames import columns_of

        columns = columns_of(frame, ("county", "stage", "pupils", *TOTALS))
        pupils, *totals = _numbers(columns)
        return cls.from_arrays(county=columns["county"], stage=columns["stage"], pupils=pupils, totals=np.stack(totals))

    def assess(
        self, standard: str | PathLike[str] | Standard = "national-2017", *, totals: ArrayLike | None = None
    ) -> NationAssessment:
        """Hold the resources of every section and county against a standard.

        Parameters
        ----------
        standard
            Name of a standard, a standard's file, or a standard already read.
        totals
            Other totals of the same sections, in the order in which they were given; shape (7, n).

        Raises
        ------
        StandardError
            If the standard's file cannot be used.
        ValueError
            If the standard takes other totals than those of `TOTALS`, or totals are no numbers or cannot be true.
        """
        standard = load(standard)
        table = self if totals is None else self._with(*_total_figures(totals))
        return _assessed(table, standard)

    def sensitivity(self) -> Sensitivity:
        """What each section does to the variation coefficients of its county and stage.

        Examples
        --------
        >>> table = SectionTable.from_arrays(
        ...     county=["a", "a", "a"], stage=[0, 0, 0], pupils=[100, 100, 100], totals=[[1, 1, 4]] * 7
        ... )
        >>> found = table.sensitivity()
        >>> found.without[0].round(3), found.share[0].round(3)
        (array([0.6, 0.6, 0. ]), array([0.167, 0.167, 0.667]))
        """
        without, share = np.empty_like(self.rates), np.empty_like(self.rates)
        moments, sums = self.moments, self.moments.totals
        for rows, here in self.plan.runs.chunks():
            runs, pupils, rate = self.plan.runs.within(rows, here), self.pupils[rows], self.rates[:, rows]
            everybody, mean, square, whole = (
                runs.spread(of_runs[..., here]) for of_runs in (moments.pupils, moments.mean, moments.squares, sums)
            )
            rest, rest_has = everybody - pupils, whole - rate * pupils
            own = np.where(square > 0, (rate - mean) ** 2 * pupils, square)
            with np.errstate(invalid="ignore"):
                share[:, rows] = own / square
                left = square - own * everybody / rest
                # Rounding is as small beside the sum of squares around 0.
                left[left <= _LEFT_OVER * (square + mean**2 * everybody)] = 0
                mean_left = np.where(rest_has > _LEFT_OVER * whole, rest_has, np.nan) / rest
                without[:, rows] = np.sqrt(left / rest) / mean_left
                _anew_without_the_farthest(without[:, rows], left, rate, pupils, runs)
        return Sensitivity(without=self.plan.as_given(without), share=self.plan.as_given(share))

    def _with(self, totals: NDArray[np.float64], no_numbers: Sequence[str]) -> SectionTable:
        if totals.shape != self.totals.shape:
            raise ValueError(f"totals have the shape {self.totals.shape}; given {totals.shape}")
        if no_numbers:
            _refuse(_untrue_totals(totals), no_numbers)
        rates, moments = _measured(self.plan, self.pupils, totals)
        return attrs.evolve(self, totals=totals, rates=rates, moments=moments)

    def schools(self, resource: int, run: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Totals, as they were given, and pupils of the sections of one run: a county's of one stage."""
        start, length = self.plan.runs.starts[run], self.plan.runs.lengths[run]
        rows = slice(start, start + length)
        return self.totals[resource, rows if self.plan.order is None else self.plan.order[rows]], self.pupils[rows]

    def __repr__(self) -> str:
        return f"<table of {self.pupils.size} sections of {self.counties.size} counties>"


@attrs.frozen(slots=True, eq=False, repr=False, kw_only=True)
class NationAssessment:
    """What a standard finds of the resources (资源配置) of many counties.

    Attributes
    ----------
    standard
        Name and edition of the standard.
    counties
        The counties' ids, ascending.
    resources
        Ids of the resource indicators, in the order of the rows below.
    outcomes
        −1 fail, 0 unknown, 1 pass for each county: the dimension resources.
    coefficients
        Variation coefficients: shape (2, 7, counties), primary before junior; NaN where a stage has no sections or
        something is unknown.
    section_outcomes
        The section rule for each section, in the order given.
    met
        Which of the seven each section meets at the full limit: shape (7, n).
    """

    standard: str
    counties: NDArray[Any]
    resources: tuple[str, ...]
    outcomes: Outcomes
    coefficients: NDArray[np.float64]
    section_outcomes: Outcomes
    met: NDArray[np.bool_]

    def as_columns(self) -> dict[str, NDArray[Any]]:
        """One row a county: its outcome and its coefficients, for any frame library."""
        coefficients = {
            f"{stage}_{id}": self.coefficients[code, row]
            for code, stage in enumerate(COMPULSORY)
            for row, id in enumerate(self.resources)
        }
        return {"county": self.counties, "outcome": self.outcomes, **coefficients}

    def __repr__(self) -> str:
        passed, failed = int(np.sum(self.outcomes == 1)), int(np.sum(self.outcomes == -1))
        return f"<{self.counties.size} counties by {self.standard}: {passed} pass, {failed} fail>"


# What is left of a sum once nearly all of it is taken away, and is no more than rounding.
_LEFT_OVER = 1e-14


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Sensitivity:
    """What each section does to the variation coefficients of its county and stage, in the order given.

    Attributes
    ----------
    without
        The coefficient without the section: shape (7, n); NaN where it is the only one, where the others have nothing,
        or where something is unknown. Under 10⁻⁷ it is rounding, and 0.
    share
        Its share of the squared deviation, 0 to 1: shape (7, n); NaN where there is none.
    """

    without: NDArray[np.float64]
    share: NDArray[np.float64]


def _anew_without_the_farthest(
    without: NDArray[np.float64],
    left: NDArray[np.float64],
    rates: NDArray[np.float64],
    pupils: NDArray[np.float64],
    runs: Runs,
) -> None:
    """Find the coefficient without the section that leaves least from the others themselves, and write it.

    Where one section is far from all others, hardly a digit of what these differ by is left of a difference of sums.
    """
    place = np.arange(pupils.size)
    least = runs.spread(np.fmin.reduceat(left, runs.starts, axis=-1))
    first = np.minimum.reduceat(np.where(left == least, place, pupils.size), runs.starts, axis=-1)
    farthest = place == runs.spread(first)
    weights = np.where(farthest, 0.0, pupils)
    rest = runs.sums(weights)
    mean = runs.sums(rates * weights) / rest
    squares = settled(squared_deviations(rates, mean, weights, runs), mean, rest)
    coefficient = Moments(None, rest, mean, squares).coefficient
    without[farthest] = runs.spread(coefficient)[farthest]


def assess_nation(
    frame_or_columns: object, standard: str | PathLike[str] | Standard = "national-2017"
) -> NationAssessment:
    """Hold the resources of many counties against a standard, from a data frame or columns.

    Parameters
    ----------
    frame_or_columns
        As in `SectionTable.from_frame`.
    standard
        Name of a standard, a standard's file, or a standard already read.

    Raises
    ------
    StandardError
        If the standard's file cannot be used.
    TypeError
        If what is given is neither a data frame nor a mapping.
    ValueError
        If columns are missing, or rows cannot be true; it names their positions.

    Examples
    --------
    >>> columns = {"county": ["示例县"], "stage": ["primary"], "pupils": [1000], "multimedia_rooms": [23]}
    >>> enough = {name: [10_000_000] for name in TOTALS if name not in columns}
    >>> assess_nation({**columns, **enough})
    <1 counties by national-2017 (1): 1 pass, 0 fail>
    """
    return SectionTable.from_frame(frame_or_columns).assess(standard)


@attrs.frozen(slots=True, kw_only=True)
class Resource:
    """A resource indicator of a standard: the row of its total, and its formula's value for one each.

    Each is its total a pupil times a constant (100 for those per hundred pupils), which the formula itself tells.
    """

    id: str
    row: int
    scale: Fraction


def rules_for(standard: Standard) -> tuple[tuple[Resource, ...], Mapping[Stage, SectionRule]]:
    """The resource indicators of a standard and its section rules, made ready for arrays."""
    if not standard.required_resources:
        raise ValueError(f"{standard.name} has no resource indicators to assess a nation by")
    # Standards are equal in whatever order their items stand; rows of arrays are not.
    return _rules_for(standard, standard.required_resources)


@lru_cache(maxsize=16)
def _rules_for(standard: Standard, ids: tuple[str, ...]) -> tuple[tuple[Resource, ...], Mapping[Stage, SectionRule]]:
    resources = tuple(_resource(id, standard) for id in ids)
    return resources, {stage: SectionRule.of(standard.section_rule(stage), resources) for stage in COMPULSORY}


def _resource(id: str, standard: Standard) -> Resource:
    item = standard.items[id]
    if item.total not in TOTALS:
        raise ValueError(f"{standard.name} takes {item.total} of each section, which the table does not have")
    return Resource(id=id, row=TOTALS.index(item.total), scale=item.scale)


@attrs.frozen(slots=True, eq=False)
class SectionRule:
    """The section rule of a standard for rates per pupil, a row a resource."""

    k: int
    relations: tuple[Relation, ...]
    limits: NDArray[np.float64]
    floors: NDArray[np.float64]

    @classmethod
    def of(cls, rule: AtLeastOf, resources: Sequence[Resource]) -> SectionRule:
        """From the check that serves single sections: so many at the limit, and none under its floor."""
        if not rule.checks:
            none = np.empty((0, 1))
            return cls(0, (), none, none)
        reached, not_far_off = rule.checks
        assert isinstance(reached, AtLeastOf)
        assert isinstance(not_far_off, AtLeastOf)
        relations = tuple(limit.relation for limit in reached.checks if isinstance(limit, Limit))
        return cls(reached.k, relations, _per_pupil(reached, resources), _per_pupil(not_far_off, resources))

    def outcomes(self, rate: NDArray[np.float64], *, known: bool) -> tuple[Outcomes, NDArray[np.bool_]]:
        """The rule for each section, and which limits each meets: none where there is no rule."""
        if not self.relations:
            return np.ones(rate.shape[1], dtype=np.int8), np.zeros(rate.shape, dtype=np.bool_)
        met, at_floor = self._each(Relation.holds, rate, self.limits), self._each(Relation.holds, rate, self.floors)
        if known:
            held = np.logical_and.reduce(at_floor)
            held &= np.add.reduce(met.view(np.int8), dtype=np.int8) >= self.k
            return np.asarray(2 * held.view(np.int8) - 1, dtype=np.int8), met
        at_limit = np.subtract(met, self._each(Relation.fails, rate, self.limits), dtype=np.int8)
        not_far_off = np.subtract(at_floor, self._each(Relation.fails, rate, self.floors), dtype=np.int8)
        enough = kleene.at_least(self.k, list(at_limit))
        return np.asarray(np.minimum(enough, np.minimum.reduce(not_far_off)), dtype=np.int8), met

    def _each(
        self, test: Callable[[Relation, Any, Any], Any], rate: NDArray[np.float64], limits: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """A test of every row by its relation; of all rows at once where they have the same."""
        first, *others = self.relations
        if all(relation is first for relation in others):
            return np.asarray(test(first, rate, limits))
        return np.stack([test(*row) for row in zip(self.relations, rate, limits, strict=True)])


def _per_pupil(limits: AtLeastOf, resources: Sequence[Resource]) -> NDArray[np.float64]:
    """The limits of some resources, brought from their units to totals per pupil: shape (k, 1)."""
    own = [limit for limit in limits.computed().checks if isinstance(limit, Limit)]
    return np.array([[float(limit.limit / one.scale)] for limit, one in zip(own, resources, strict=True)])


def _measured(
    plan: Plan, pupils: NDArray[np.float64], totals: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Moments]:
    """What each sorted section has a pupil, and the moments of each run, a part at a time: it stays in the cache."""
    rates = np.empty_like(totals)
    problems: dict[str, NDArray[np.bool_]] = {}
    for name, given, own in zip(TOTALS, totals, rates, strict=True):
        # What was just looked at is fetched out of the cache.
        problems |= _untrue(f"{name} is", given)
        plan.sorted(given, out=own)
    _refuse(problems)
    ordered = totals if plan.order is None else rates
    everybody = plan.runs.sums(pupils)
    mean, squares = np.empty((2, len(totals), everybody.size))
    chunks = list(plan.runs.chunks())
    place = np.empty(max((rows.stop - rows.start for rows, _ in chunks), default=0))
    for rows, here in chunks:
        weights, runs = pupils[rows], plan.runs.within(rows, here)
        per_pupil, deviation = 1 / weights, place[: weights.size]
        own = (of[:, part] for of, part in ((ordered, rows), (rates, rows), (mean, here), (squares, here)))
        for total, rate, own_mean, own_squares in zip(*own, strict=True):
            np.divide(runs.sums(total), everybody[here], out=own_mean)
            # A product is had for half the price of a quotient, and its rounding is allowed for.
            np.multiply(total, per_pupil, out=rate)
            own_squares[:] = squared_deviations(rate, own_mean, weights, runs, out=deviation)
        settled(squares[:, here], mean[:, here], everybody[here])
    return rates, Moments(plan.group, everybody, mean, squares)


def _assessed(table: SectionTable, standard: Standard) -> NationAssessment:
    """Hold what is in the table against a standard's limits."""
    resources, rules = rules_for(standard)
    rates, moments, coefficients, plan = table.rates, table.moments, table.moments.coefficient, table.plan
    of_resources = [resource.row for resource in resources]
    if of_resources != list(range(len(TOTALS))):
        rates, coefficients = rates[of_resources], coefficients[of_resources]
    # Which limits a section meets, a bit each: they are put back into the order of the rows at the price of one row.
    bits = 1 << np.arange(len(resources), dtype=np.min_scalar_type((1 << len(resources)) - 1))
    marks = np.empty(table.pupils.size, dtype=bits.dtype)
    section_outcomes = np.empty(table.pupils.size, dtype=np.int8)
    for stage, own in plan.of_stages():
        for rows, here in plan.runs.chunks(own):
            known = not np.isnan(moments.mean[of_resources, here]).any()
            section_outcomes[rows], met = rules[stage].outcomes(rates[:, rows], known=known)
            np.einsum("r,rn->n", bits, met, out=marks[rows])
    held = _of_coefficients(table, standard, of_resources, coefficients)
    # Where a county lacks a stage, there is nothing but what the standard says of that.
    outcomes = np.full(2 * table.counties.size, standard.without_sections, dtype=np.int8)
    outcomes[plan.group] = np.minimum(held, np.minimum.reduceat(section_outcomes, plan.runs.starts))
    of_groups = np.full((len(resources), outcomes.size), np.nan)
    of_groups[:, plan.group] = coefficients
    return NationAssessment(
        standard=standard.cited,
        counties=table.counties,
        resources=standard.required_resources,
        outcomes=np.minimum.reduce(outcomes.reshape(2, -1)),
        coefficients=of_groups.reshape(len(resources), 2, -1).swapaxes(0, 1),
        section_outcomes=plan.as_given(section_outcomes),
        met=_unpacked(plan.as_given(marks), bits),
    )


def _of_coefficients(
    table: SectionTable, standard: Standard, of_resources: Sequence[int], coefficients: NDArray[np.float64]
) -> Outcomes:
    """Whether the coefficients of each run hold, all of them or their mean."""
    found = []
    for stage, own in table.plan.of_stages():

        def schools(position: tuple[int, ...], first: int = own.start) -> tuple[list[float], list[float]]:
            totals, pupils = table.schools(of_resources[position[0]], first + position[1])
            return totals.tolist(), pupils.tolist()

        around = (coefficients[:, own], table.moments.mean[of_resources, own], table.moments.pupils[own], schools)
        if standard.mean_of_coefficients:
            found.append(standard.mean_check(stage).of_coefficients(*around))
        else:
            found.append(np.minimum.reduce(standard.variation_check(stage).of_coefficients(*around)))
    return np.concatenate(found)


def _unpacked(marks: NDArray[Any], bits: NDArray[Any]) -> NDArray[np.bool_]:
    """Which bits are set: a row a bit."""
    found, own = np.empty((bits.size, marks.size), dtype=np.bool_), np.empty_like(marks)
    for row, bit in zip(found, bits, strict=True):
        np.not_equal(np.bitwise_and(marks, bit, out=own), 0, out=row)
    return found


# Checking what is given.


def _coded(ids: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Distinct ids, ascending, and the place of each row's among them.

    Places have as many bits as it takes to number the groups of both stages: up to 16 are sorted by their digits, three
    times as fast as more.
    """
    changes = ids[1:] != ids[:-1]
    if 0 < 2 * np.count_nonzero(changes) <= ids.size:
        # Rows of one county mostly stand together: then one of them is looked up for all.
        heads = np.concatenate([[0], np.flatnonzero(changes) + 1])
        counties, code = _coded_singly(ids[heads])
        return counties, np.repeat(code, np.diff(heads, append=ids.size))
    return _coded_singly(ids)


def _coded_singly(ids: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    if ids.dtype.kind in "iu" and ids.size:
        low, high = int(ids.min()), int(ids.max())
        if high - low <= 8 * ids.size:
            # County codes have six digits: a table of all between them is read faster than anything is sorted.
            offset = np.subtract(ids, ids.dtype.type(low), dtype=np.int64, casting="unsafe")
            there = np.zeros(high - low + 1, dtype=np.bool_)
            there[offset] = True
            found = np.flatnonzero(there)
            place = np.empty(there.size, dtype=np.min_scalar_type(2 * found.size))
            place[found] = np.arange(found.size)
            # In their own type, in which what runs over at first comes out right.
            return found.astype(ids.dtype) + ids.dtype.type(low), place.take(offset, mode="clip")
    counties, code = np.unique(ids, return_inverse=True)
    return counties, code.astype(np.min_scalar_type(2 * counties.size))


def _plain(given: object, unit: str, name: str) -> object:
    """Numbers without their unit, brought to `unit`; what has none is in it already."""
    if isinstance(given, (list, tuple)) and any(hasattr(kind, "dimensionality") for kind in set(map(type, given))):
        return [units.magnitude(one, unit, argument=name) for one in given]
    return units.magnitude(given, unit, argument=name)


def _total_figures(totals: object) -> tuple[NDArray[np.float64], list[str]]:
    """Totals as numbers, and what is said of those that are none."""
    if units.is_quantity(totals):
        raise ValueError("totals are of several units and have none together; give seven columns, each with its own")
    if isinstance(totals, (list, tuple)) and len(totals) == len(TOTALS):
        totals = [_plain(row, unit, name) for row, unit, name in zip(totals, _UNITS, TOTALS, strict=True)]
    x, no_numbers = figures(totals)
    told = []
    for code, name in enumerate(TOTALS):
        own = {at[-1]: shown for at, shown in no_numbers.items() if at[:1] == (code,)}
        told += _no_numbers(name, own)
    return x, told


def _numbers(columns: Mapping[str, ArrayLike]) -> list[NDArray[np.float64]]:
    """Pupils and totals, of one length; if there are problems, those of counties and stages are told with theirs."""
    missing = [name for name in ("county", "stage", "pupils", *TOTALS) if name not in columns]
    problems = []
    if missing:
        problems.append(f"columns are missing: {', '.join(missing)}; name them so or rename those that mean it")
    found: dict[str, NDArray[np.float64]] = {}
    for name, unit in zip(("pupils", *TOTALS), ("pupil", *_UNITS), strict=True):
        if name in columns:
            found[name], no_numbers = figures(_plain(columns[name], unit, name))
            problems += _no_numbers(name, {at[0]: shown for at, shown in no_numbers.items() if at})
    problems += [f"{name} is not a column" for name, column in found.items() if column.ndim != 1]
    lengths = {name: column.size for name, column in found.items()}
    if not problems and len(set(lengths.values())) > 1:
        problems.append(f"columns are of different lengths: {', '.join(f'{n} {size}' for n, size in lengths.items())}")
    if problems:
        rows = _bad_ids(*ids_of(columns["county"])) if "county" in columns else {}
        if "stage" in columns:
            rows |= _bad_stages(_stage_codes(columns["stage"]))
        for name, column in found.items():
            rows |= _bad_pupils(column) if name == "pupils" else _untrue(f"{name} is", column)
        _refuse(rows, problems)
    return list(found.values())


_CODES: dict[object, int] = {0: 0, 1: 1, **{str(stage): code for code, stage in enumerate(COMPULSORY)}}


def _stage_codes(given: object) -> NDArray[Any]:
    """Stages as 0 and 1, from these or from their names; what is neither is another number."""
    stages = np.asarray(unmasked(given), dtype=object if isinstance(given, (list, tuple)) else None)
    if stages.dtype.kind in "biuf":
        return stages
    if stages.dtype.kind == "O":
        codes = np.fromiter(map(_stage_code, stages.flat), dtype=np.int8, count=stages.size)
        return codes.reshape(stages.shape)
    names = stages.astype(str)
    codes = np.full(names.shape, -1, dtype=np.int8)
    for code, stage in enumerate(COMPULSORY):
        codes[names == str(stage)] = code
    return codes


def _stage_code(stage: object) -> int:
    try:
        return _CODES.get(stage, -1)
    except TypeError:
        # What cannot be looked up is no stage.
        return -1


def _refuse_misshapen(ids: NDArray[Any], stages: NDArray[Any], p: NDArray[np.float64], x: NDArray[np.float64]) -> None:
    n = p.shape[0] if p.ndim == 1 else -1
    shapes = {"county": ids.shape, "stage": stages.shape, "pupils": p.shape}
    wrong = [f"{name} {shape}" for name, shape in shapes.items() if shape != (n,)]
    wrong += [f"totals {x.shape}"] if x.shape != (len(TOTALS), n) else []
    if wrong:
        raise ValueError(
            f"county, stage and pupils have shape (n,), totals ({len(TOTALS)}, n); given {', '.join(wrong)}"
        )


def _bad_ids(ids: NDArray[Any], wrong: Mapping[str, NDArray[np.bool_]]) -> dict[str, NDArray[np.bool_]]:
    wrong = dict(wrong)
    if ids.dtype.kind not in "iuUSTO":
        # Where one is unknown, integers have become floats: then only it is in the wrong.
        unknown = wrong.get("unknown", np.zeros(ids.shape, dtype=np.bool_))
        whole = np.equal(ids, np.trunc(ids)) if ids.dtype.kind == "f" and unknown.any() else np.False_
        wrong["neither an integer nor a text"] = ~(unknown | whole)
    return {f"county is {what}": bad for what, bad in wrong.items() if bad.any()}


def _bad_stages(stages: NDArray[Any]) -> dict[str, NDArray[np.bool_]]:
    bad = ~((stages == 0) | (stages == 1))
    return {"stage is neither 0 (primary) nor 1 (junior)": bad} if bad.any() else {}


def _bad_pupils(p: NDArray[np.float64]) -> dict[str, NDArray[np.bool_]]:
    none = p == 0
    return ({"pupils are 0; leave out a stage that has none": none} if none.any() else {}) | _untrue("pupils are", p)


def _untrue_totals(x: NDArray[np.float64]) -> dict[str, NDArray[np.bool_]]:
    problems: dict[str, NDArray[np.bool_]] = {}
    for name, row in zip(TOTALS, x, strict=True):
        problems |= _untrue(f"{name} is", row)
    return problems


def _untrue(name: str, row: NDArray[np.float64]) -> dict[str, NDArray[np.bool_]]:
    """Where figures are negative or infinite; looked for only where the least or the greatest of them says so."""
    if row.size and (np.fmin.reduce(row) < 0 or np.fmax.reduce(row) == np.inf):
        return {f"{name} negative or infinite": (row < 0) | np.isinf(row)}
    return {}


def _refuse(problems: Mapping[str, NDArray[np.bool_]], told: Sequence[str] = ()) -> None:
    """Raise what is told already, and what is wrong with the rows."""
    of_rows = (f"{message}: {_rows(np.flatnonzero(bad).tolist())}" for message, bad in problems.items())
    sentence = "; ".join([*told, *of_rows])
    if sentence:
        raise ValueError(sentence)


def _no_numbers(name: str, no_numbers: Mapping[int, str]) -> list[str]:
    told = [f"{row} ({shown})" for row, shown in no_numbers.items()]
    return [f"{name} holds what is not a number, or is none that fits: {_rows(told)}"] if told else []


def _rows(told: Sequence[object]) -> str:
    more = f" and {len(told) - _LISTED} more" if len(told) > _LISTED else ""
    return f"rows {', '.join(map(str, told[:_LISTED]))}{more}"


_LISTED = 10
