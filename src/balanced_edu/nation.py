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

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu import outcomes as kleene
from balanced_edu.campuses import COMPULSORY, Stage
from balanced_edu.checks import AtLeastOf, Limit, Relation
from balanced_edu.dispersion import Moments, Runs, settled, squared_deviations
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
    order
        The given position of each sorted row; None where they stand sorted.
    """

    group: NDArray[np.intp]
    runs: Runs
    order: NDArray[np.intp] | None

    @classmethod
    def of(cls, ids: NDArray[Any], stages: NDArray[Any]) -> tuple[NDArray[Any], Plan]:
        """The distinct counties, ascending, and the plan of rows of these counties and stages."""
        counties, code = _coded(ids)
        group = np.multiply(stages, counties.size, dtype=np.intp, casting="unsafe")
        group += code
        lengths = np.bincount(group, minlength=2 * counties.size)
        there = np.flatnonzero(lengths)
        runs = Runs(np.cumsum(lengths[there]) - lengths[there], lengths[there])
        if not np.any(group[1:] < group[:-1]):
            order = None
        elif not np.any(code[1:] < code[:-1]):
            order = np.concatenate([np.flatnonzero(stages == stage) for stage, _ in enumerate(COMPULSORY)])
        else:
            # A stable sort of 16 bits is a radix sort, three times as fast as one of 64.
            order = np.argsort(group.astype(np.uint16) if lengths.size <= 1 << 16 else group, kind="stable")
        return counties, cls(group=there, runs=runs, order=order)

    def sorted(self, given: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows as the runs have them, from those given: the last axis."""
        if self.order is None:
            return given
        rows = np.empty_like(given)
        for own, one in zip(np.atleast_2d(rows), np.atleast_2d(given), strict=True):
            one.take(self.order, out=own, mode="clip")
        return rows

    def as_given(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Sorted rows put back into the order in which they were given: the last axis."""
        if self.order is None:
            return rows
        given = np.empty_like(rows)
        for own, one in zip(np.atleast_2d(given), np.atleast_2d(rows), strict=True):
            own[self.order] = one
        return given

    def bits_as_given(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The same for up to eight rows of truth values, in place: a byte is moved at the price of a bit."""
        if self.order is not None:
            bits, one = np.zeros((2, rows.shape[-1]), dtype=np.uint8)
            for place, row in enumerate(rows):
                bits |= np.left_shift(row.view(np.uint8), place, out=one)
            bits = self.as_given(bits)
            for place, row in enumerate(rows):
                np.not_equal(np.bitwise_and(bits, 1 << place, out=one), 0, out=row)
        return rows


@attrs.frozen(slots=True, eq=False, repr=False, kw_only=True)
class SectionTable:
    """The sections of many counties, checked and sorted once, to be assessed by any standard.

    Make one with `from_arrays` or `from_frame`. A section is one campus and one stage, with its part of what stages
    share; only those that the standard counts belong into it. What no standard changes is found here: what each
    section has a pupil, and around which mean and how far a county's sections spread. The totals themselves are not
    copied and have to stay as they are; they are read again where a coefficient lies at its limit.

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
        Pupils, means and squared deviations of each stage and county; those that have no sections are there too.
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
            The county of each section: shape (n,), integers or strings, in any order.
        stage
            0 for primary, 1 for junior: shape (n,).
        pupils
            Pupils of each section: shape (n,). NaN is unknown.
        totals
            What each section has in all: shape (7, n), in the order of `TOTALS`, in teachers, m², yuan and rooms.
            NaN is unknown.

        Raises
        ------
        ValueError
            If shapes do not fit, or rows cannot be true; it names their positions.
        """
        ids, stages = np.asarray(county), np.asarray(stage)
        p, x = np.asarray(pupils, dtype=np.float64), np.ascontiguousarray(totals, dtype=np.float64)
        _refuse_misshapen(ids, stages, p, x)
        _refuse_bad_rows(ids, stages, p, x)
        counties, plan = Plan.of(ids, stages)
        p = plan.sorted(p)
        rates, moments = _measured(plan, p, x, 2 * counties.size)
        return cls(counties=counties, pupils=p, totals=x, rates=rates, moments=moments, plan=plan)

    @classmethod
    def from_frame(cls, frame: object) -> SectionTable:
        """Check and sort the sections of a data frame or of columns by name.

        Parameters
        ----------
        frame
            A frame of pandas, polars or Arrow (extra ``frames``), or a mapping, with the columns ``county``, ``stage``
            (``primary`` or ``junior``, 0 or 1), ``pupils`` and those of `TOTALS`.

        Raises
        ------
        ValueError
            If columns are missing or hold no numbers, or rows cannot be true.
        """
        from balanced_edu.frames import columns_of

        columns = columns_of(frame, ("county", "stage", "pupils", *TOTALS))
        pupils, *totals = _numbers({name: columns[name] for name in ("pupils", *TOTALS)})
        return cls.from_arrays(
            county=columns["county"], stage=_stage_codes(columns["stage"]), pupils=pupils, totals=np.stack(totals)
        )

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
            If the standard takes other totals than those of `TOTALS`, or totals cannot be true.
        """
        standard = load(standard)
        table = self if totals is None else self._with(np.asarray(totals, dtype=np.float64))
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
        moments, plan = self.moments, self.plan
        sums = moments.totals
        for rows, here in plan.runs.chunks():
            pupils, rate, lengths, group = (
                self.pupils[rows],
                self.rates[:, rows],
                plan.runs.lengths[here],
                plan.group[here],
            )
            everybody, mean, square, whole = (
                np.repeat(of_groups[..., group], lengths, axis=-1)
                for of_groups in (moments.pupils, moments.mean, moments.squares, sums)
            )
            rest, rest_has = everybody - pupils, whole - rate * pupils
            own = np.where(square > 0, (rate - mean) ** 2 * pupils, square)
            with np.errstate(divide="ignore", invalid="ignore"):
                share[:, rows] = own / square
                left = square - own * everybody / rest
                left[left <= _LEFT_OVER * square] = 0
                mean_left = np.where(rest_has > _LEFT_OVER * whole, rest_has, np.nan) / rest
                without[:, rows] = np.sqrt(left / rest) / mean_left
        return Sensitivity(without=plan.as_given(without), share=plan.as_given(share))

    def _with(self, totals: NDArray[np.float64]) -> SectionTable:
        if totals.shape != self.totals.shape:
            raise ValueError(f"totals have the shape {self.totals.shape}; given {totals.shape}")
        _refuse(_untrue_totals(totals))
        rates, moments = _measured(self.plan, self.pupils, totals, self.moments.pupils.size)
        return attrs.evolve(self, totals=totals, rates=rates, moments=moments)

    def schools(self, resource: int, group: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Totals, as they were given, and pupils of the sections of one stage and county."""
        run = int(np.searchsorted(self.plan.group, group))
        rows = slice(self.plan.runs.starts[run], self.plan.runs.starts[run] + self.plan.runs.lengths[run])
        given = rows if self.plan.order is None else self.plan.order[rows]
        return self.totals[resource, given], self.pupils[rows]

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
        or where something is unknown.
    share
        Its share of the squared deviation, 0 to 1: shape (7, n); NaN where there is none.
    """

    without: NDArray[np.float64]
    share: NDArray[np.float64]


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


@lru_cache(maxsize=16)
def rules_for(standard: Standard) -> tuple[tuple[Resource, ...], Mapping[Stage, SectionRule]]:
    """The resource indicators of a standard and its section rules, made ready for arrays."""
    resources = tuple(_resource(id, standard) for id in standard.resources)
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
    relation: Relation
    limits: NDArray[np.float64]
    floors: NDArray[np.float64]

    @classmethod
    def of(cls, rule: AtLeastOf, resources: Sequence[Resource]) -> SectionRule:
        """From the check that serves single sections: so many at the limit, and none under its floor."""
        if not rule.checks:
            none = np.empty((0, 1))
            return cls(0, Relation.AT_LEAST, none, none)
        reached, not_far_off = rule.checks
        assert isinstance(reached, AtLeastOf)
        assert isinstance(not_far_off, AtLeastOf)
        (relation,) = {limit.relation for limit in reached.checks if isinstance(limit, Limit)}
        return cls(reached.k, relation, _per_pupil(reached, resources), _per_pupil(not_far_off, resources))

    def outcomes(self, rate: NDArray[np.float64], met: NDArray[np.bool_], *, known: bool) -> Outcomes:
        """The rule for each section; which limits are met is written to `met`, none where there is no rule."""
        if not self.limits.size:
            met[...] = False
            return np.ones(met.shape[1], dtype=np.int8)
        at_floor = self.relation.holds(rate, self.floors)
        np.copyto(met, self.relation.holds(rate, self.limits))
        if known:
            held = np.logical_and.reduce(at_floor)
            held &= np.add.reduce(met, dtype=np.int8) >= self.k
            return np.asarray(2 * held.view(np.int8) - 1, dtype=np.int8)
        at_limit = np.subtract(met, self.relation.fails(rate, self.limits), dtype=np.int8)
        not_far_off = np.subtract(at_floor, self.relation.fails(rate, self.floors), dtype=np.int8)
        enough = kleene.at_least(self.k, list(at_limit))
        return np.asarray(np.minimum(enough, np.minimum.reduce(not_far_off)), dtype=np.int8)


def _per_pupil(limits: AtLeastOf, resources: Sequence[Resource]) -> NDArray[np.float64]:
    """The limits of some resources, brought from their units to totals per pupil: shape (k, 1)."""
    own = [limit for limit in limits.computed().checks if isinstance(limit, Limit)]
    return np.array([[float(limit.limit / one.scale)] for limit, one in zip(own, resources, strict=True)])


def _measured(
    plan: Plan, pupils: NDArray[np.float64], totals: NDArray[np.float64], groups: int
) -> tuple[NDArray[np.float64], Moments]:
    """What each sorted section has a pupil, and the moments of each group: a part at a time, in the cache."""
    ordered = plan.sorted(totals)
    rates = np.empty_like(totals) if ordered is totals else ordered
    everybody = np.add.reduceat(pupils, plan.runs.starts) if pupils.size else pupils
    mean, squares = np.empty((2, len(totals), everybody.size))
    for rows, here in plan.runs.chunks():
        starts, lengths = plan.runs.within(rows, here)
        own = ordered[:, rows]
        np.divide(np.add.reduceat(own, starts, axis=-1), everybody[here], out=mean[:, here])
        # A product is had for half the price of a quotient, and its rounding is allowed for.
        np.multiply(own, 1 / pupils[rows], out=rates[:, rows])
        squares[:, here] = squared_deviations(rates[:, rows], mean[:, here], pupils[rows], starts, lengths)
    found = Moments(plan.group, everybody, mean, settled(squares, mean, everybody))
    return rates, found.among(np.arange(groups))


def _assessed(table: SectionTable, standard: Standard) -> NationAssessment:
    """Hold what is in the table against a standard's limits."""
    resources, rules = rules_for(standard)
    of_resources = [resource.row for resource in resources]
    rates, mean = table.rates, table.moments.mean
    coefficients = table.moments.coefficient
    if of_resources != list(range(len(TOTALS))):
        rates, mean, coefficients = rates[of_resources], mean[of_resources], coefficients[of_resources]
    met = np.empty(rates.shape, dtype=np.bool_)
    section_outcomes = np.empty(table.pupils.size, dtype=np.int8)
    for stage, rows, groups in _parts(table.plan, table.counties.size):
        known = not np.isnan(mean[:, groups]).any()
        section_outcomes[rows] = rules[stage].outcomes(rates[:, rows], met[:, rows], known=known)
    of_groups = _of_coefficients(table, standard, of_resources, coefficients, mean)
    worst = np.minimum.reduceat(section_outcomes, table.plan.runs.starts) if section_outcomes.size else section_outcomes
    of_groups[table.plan.group] = np.minimum(of_groups[table.plan.group], worst)
    return NationAssessment(
        standard=standard.cited,
        counties=table.counties,
        resources=standard.resources,
        outcomes=np.minimum.reduce(of_groups.reshape(2, -1)),
        coefficients=coefficients.reshape(len(resources), 2, -1).swapaxes(0, 1),
        section_outcomes=table.plan.as_given(section_outcomes),
        met=table.plan.bits_as_given(met),
    )


def _parts(plan: Plan, counties: int) -> Iterator[tuple[Stage, slice, NDArray[np.intp]]]:
    """Rows that are worked on at a time, those of one stage only, with their stage and their groups."""
    first_junior = int(np.searchsorted(plan.group, counties))
    for stage, first, last in zip(COMPULSORY, (0, first_junior), (first_junior, plan.group.size), strict=True):
        for rows, here in Runs(plan.runs.starts[first:last], plan.runs.lengths[first:last]).chunks():
            yield stage, rows, plan.group[first + here.start : first + here.stop]


def _of_coefficients(
    table: SectionTable,
    standard: Standard,
    of_resources: Sequence[int],
    coefficients: NDArray[np.float64],
    mean: NDArray[np.float64],
) -> Outcomes:
    """Whether the coefficients of each stage and county hold, all of them or their mean."""
    found = []
    for code, stage in enumerate(COMPULSORY):
        first = code * table.counties.size
        own = slice(first, first + table.counties.size)
        pupils = table.moments.pupils[own]

        def schools(position: tuple[int, ...], first: int = first) -> tuple[list[float], list[float]]:
            totals, pupils = table.schools(of_resources[position[0]], first + position[1])
            return totals.tolist(), pupils.tolist()

        if standard.mean_of_coefficients:
            held = standard.mean_check(stage).outcomes(np.mean(coefficients[:, own], axis=0))
            found.append(np.where(pupils == 0, np.int8(standard.without_sections), held))
        else:
            check = standard.variation_check(stage)
            found.append(np.minimum.reduce(check.of_coefficients(coefficients[:, own], mean[:, own], pupils, schools)))
    return np.concatenate(found)


# Checking what is given.


def _coded(ids: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Distinct ids, ascending, and the place of each row's among them."""
    heads = np.flatnonzero(ids[1:] != ids[:-1]) + 1
    if 0 < 2 * heads.size <= ids.size:
        # Rows of one county mostly stand together: then one of them is looked up for all.
        heads = np.concatenate([[0], heads])
        counties, code = _coded_singly(ids[heads])
        return counties, np.repeat(code, np.diff(heads, append=ids.size))
    return _coded_singly(ids)


def _coded_singly(ids: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    if ids.dtype.kind in "iu" and ids.size:
        low, high = int(ids.min()), int(ids.max())
        if high - low <= 8 * ids.size:
            # County codes have six digits: a table of all between them is read faster than anything is sorted.
            offset = ids - low
            there = np.zeros(high - low + 1, dtype=np.bool_)
            there[offset] = True
            found = np.flatnonzero(there)
            place = np.empty(there.size, dtype=np.intp)
            place[found] = np.arange(found.size)
            return found.astype(ids.dtype) + ids.dtype.type(low), place[offset]
    counties, code = np.unique(ids, return_inverse=True)
    return counties, code.astype(np.intp, copy=False)


def _numbers(columns: Mapping[str, ArrayLike]) -> list[NDArray[np.float64]]:
    """Columns of numbers of one length; None is unknown."""
    found: dict[str, NDArray[np.float64]] = {}
    problems = []
    for name, column in columns.items():
        try:
            found[name] = np.asarray(column, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            problems.append(f"{name} holds what is not a number, or is none that fits")
    problems += [f"{name} is not a column" for name, column in found.items() if column.ndim != 1]
    lengths = {name: column.size for name, column in found.items()}
    if not problems and len(set(lengths.values())) > 1:
        problems.append(f"columns are of different lengths: {', '.join(f'{n} {size}' for n, size in lengths.items())}")
    if problems:
        raise ValueError("; ".join(problems))
    return list(found.values())


def _stage_codes(stages: ArrayLike) -> NDArray[Any]:
    """Stages as 0 and 1, from these or from their names."""
    given = np.asarray(stages)
    if given.dtype.kind in "iuf":
        return given
    names = given.astype(str)
    codes = np.full(names.shape, -1)
    for code, stage in enumerate(COMPULSORY):
        codes[names == str(stage)] = code
    return codes


def _refuse_misshapen(ids: NDArray[Any], stages: NDArray[Any], p: NDArray[np.float64], x: NDArray[np.float64]) -> None:
    n = p.shape[0] if p.ndim == 1 else -1
    shapes = {"county": ids.shape, "stage": stages.shape, "pupils": p.shape}
    wrong = [f"{name} {shape}" for name, shape in shapes.items() if shape != (n,)]
    wrong += [f"totals {x.shape}"] if x.shape != (len(TOTALS), n) else []
    if wrong:
        raise ValueError(
            f"county, stage and pupils have shape (n,), totals ({len(TOTALS)}, n); given {', '.join(wrong)}"
        )


def _refuse_bad_rows(ids: NDArray[Any], stages: NDArray[Any], p: NDArray[np.float64], x: NDArray[np.float64]) -> None:
    problems = {
        "county is neither an integer nor a text": np.full(p.shape, ids.dtype.kind not in "iuUST" and not _texts(ids)),
        "stage is neither 0 (primary) nor 1 (junior)": ~((stages == 0) | (stages == 1)),
        "pupils are 0; leave out a stage that has none": p == 0,
        "pupils are negative or infinite": (p < 0) | np.isinf(p),
    }
    _refuse({**problems, **_untrue_totals(x)})


def _texts(ids: NDArray[Any]) -> bool:
    return ids.dtype == object and all(isinstance(id, str) for id in ids)


def _untrue_totals(x: NDArray[np.float64]) -> dict[str, NDArray[np.bool_]]:
    """Where totals are negative or infinite; looked for only where the least or the greatest of all says so."""
    if not x.size or (np.fmin.reduce(x, axis=None) >= 0 and np.fmax.reduce(x, axis=None) < np.inf):
        return {}
    return {f"{name} is negative or infinite": (x[row] < 0) | np.isinf(x[row]) for row, name in enumerate(TOTALS)}


def _refuse(problems: Mapping[str, NDArray[np.bool_]]) -> None:
    told = []
    for message, bad in problems.items():
        at = np.flatnonzero(bad)
        if at.size:
            more = f" and {at.size - _LISTED} more" if at.size > _LISTED else ""
            told.append(f"{message}: rows {', '.join(map(str, at[:_LISTED].tolist()))}{more}")
    if told:
        raise ValueError("; ".join(told))


_LISTED = 10
