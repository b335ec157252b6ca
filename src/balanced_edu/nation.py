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
    """How the sorted rows of a table belong together.

    Attributes
    ----------
    group
        Stage and county of each run of rows, as one number: the stage's code times the number of counties, and the
        county's place.
    runs, everybody
        The runs, and ΣPᵢ of each.
    per_pupil
        1 / Pᵢ of each row: a product with it is had for half the price of a division, and its rounding is allowed for.
    order, place
        The given position of each sorted row and the sorted position of each given one; None where they are the same.
    """

    group: NDArray[np.intp]
    runs: Runs
    everybody: NDArray[np.float64]
    per_pupil: NDArray[np.float64]
    order: NDArray[np.intp] | None
    place: NDArray[np.intp] | None


@attrs.frozen(slots=True, eq=False, repr=False, kw_only=True)
class SectionTable:
    """The sections of many counties, checked, sorted and planned once, to be assessed by any standard.

    Make one with `from_arrays` or `from_frame`. A section is one campus and one stage, with its part of what stages
    share; only those that the standard counts belong into it. Totals are not copied: they are read anew by every
    assessment and have to stay as they are.

    Attributes
    ----------
    counties
        The counties' ids, distinct and ascending.
    pupils
        Pupils of the sections, sorted by stage and county: shape (n,). NaN is unknown.
    totals
        What the sections have, as given and not copied: shape (7, n). NaN is unknown.
    plan
        Which rows belong together, and where they stood.
    """

    counties: NDArray[Any]
    pupils: NDArray[np.float64]
    totals: NDArray[np.float64]
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
        counties, code = _coded(ids)
        group = code + counties.size * stages.astype(np.intp)
        order = place = None
        if np.any(group[1:] < group[:-1]):
            # A stable sort of 16 bits is a radix sort, three times as fast as one of 64.
            order = np.argsort(group.astype(np.uint16) if 2 * counties.size <= 1 << 16 else group, kind="stable")
            place = np.empty_like(order)
            place[order] = np.arange(order.size)
            group, p = group[order], p[order]
        runs = Runs.of(group)
        return cls(
            counties=counties,
            pupils=p,
            totals=x,
            plan=Plan(
                group=group[runs.starts],
                runs=runs,
                everybody=np.add.reduceat(p, runs.starts) if p.size else p,
                per_pupil=1 / p,
                order=order,
                place=place,
            ),
        )

    @classmethod
    def from_frame(cls, frame: Any) -> SectionTable:
        """Check and sort the sections of a data frame or of columns by name.

        Parameters
        ----------
        frame
            A frame of pandas, polars or Arrow (extra ``frames``), or a mapping, with the columns ``county``, ``stage``
            (``primary`` or ``junior``, 0 or 1), ``pupils`` and those of `TOTALS`.

        Raises
        ------
        ValueError
            If columns are missing, or rows cannot be true.
        """
        from balanced_edu.frames import columns_of

        columns = columns_of(frame, ("county", "stage", "pupils", *TOTALS))
        return cls.from_arrays(
            county=columns["county"],
            stage=_stage_codes(columns["stage"]),
            pupils=columns["pupils"],
            totals=np.stack([np.asarray(columns[name], dtype=np.float64) for name in TOTALS]),
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
        without, share = np.empty_like(self.totals), np.empty_like(self.totals)
        for rows, here in self.plan.runs.chunks():
            starts, lengths = self.plan.runs.within(rows, here)
            pupils, totals, everybody = self.pupils[rows], self.of_rows(rows), self.plan.everybody[here]
            sums = np.add.reduceat(totals, starts, axis=-1)
            rate, means = totals / pupils, sums / everybody
            squares = settled(squared_deviations(rate.copy(), means, pupils, starts, lengths), means, everybody)
            mean, square = np.repeat(means, lengths, axis=-1), np.repeat(squares, lengths, axis=-1)
            rest = np.repeat(everybody, lengths) - pupils
            own, whole = (rate - mean) ** 2 * pupils, np.repeat(sums, lengths, axis=-1)
            with np.errstate(divide="ignore", invalid="ignore"):
                share[:, rows] = own / square
                left = square - own * (rest + pupils) / rest
                left[left <= _LEFT_OVER * square] = 0
                mean_left = np.where(whole - totals > _LEFT_OVER * whole, whole - totals, np.nan) / rest
                without[:, rows] = np.sqrt(left / rest) / mean_left
        return Sensitivity(without=self._as_given(without), share=self._as_given(share))

    def _with(self, totals: NDArray[np.float64]) -> SectionTable:
        if totals.shape != self.totals.shape:
            raise ValueError(f"totals have the shape {self.totals.shape}; given {totals.shape}")
        _refuse(_untrue_totals(totals))
        return attrs.evolve(self, totals=totals)

    def of_rows(self, rows: slice, out: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """The totals of some of the sorted rows: taken from where they stand, to `out` if there is one."""
        if self.plan.order is None:
            return self.totals[:, rows]
        return self.totals.take(self.plan.order[rows], axis=1, out=out, mode="clip")

    def _as_given(self, sorted_: NDArray[Any]) -> NDArray[Any]:
        """Rows put back into the order in which they were given."""
        if self.plan.place is None:
            return sorted_
        given = np.empty_like(sorted_)
        for row in np.ndindex(sorted_.shape[:-1]):
            sorted_[row].take(self.plan.place, out=given[row], mode="clip")
        return given

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
    frame_or_columns: Any, standard: str | PathLike[str] | Standard = "national-2017"
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
    """A resource indicator of a standard: the row of its total, its formula, and the formula's value for one each.

    Each is its total a pupil times a constant (100 for those per hundred pupils), which the formula itself tells.
    """

    id: str
    row: int
    of: Callable[[Any, Any], Any]
    scale: Fraction


@lru_cache(maxsize=16)
def rules_for(standard: Standard) -> tuple[tuple[Resource, ...], Mapping[Stage, SectionRule]]:
    """The resource indicators of a standard and its section rules, made ready for arrays."""
    resources = tuple(_resource(id, standard) for id in standard.resources)
    return resources, {stage: SectionRule.of(standard.section_rule(stage), resources) for stage in COMPULSORY}


def _resource(id: str, standard: Standard) -> Resource:
    measure, total = standard.items[id].measure, standard.items[id].total
    if total not in TOTALS:
        raise ValueError(f"{standard.name} takes {total} of each section, which the table does not have")

    def of(totals: Any, pupils: Any) -> Any:
        return measure.kernel(**{total: totals, "pupils": pupils})

    return Resource(id=id, row=TOTALS.index(total), of=of, scale=of(Fraction(1), Fraction(1)))


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
        np.copyto(met, self.relation.holds(rate, self.limits))
        at_floor = self.relation.holds(rate, self.floors)
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


def _assessed(table: SectionTable, standard: Standard) -> NationAssessment:
    """Find the mean of each county and stage, then all that hangs on it: a part at a time, while it is in the cache."""
    resources, rules = rules_for(standard)
    of_resources = [resource.row for resource in resources]
    if of_resources != list(range(len(TOTALS))):
        table = attrs.evolve(table, totals=table.totals[of_resources])
    runs, pupils, everybody = table.plan.runs, table.pupils, table.plan.everybody
    mean, squares = np.empty((2, len(resources), everybody.size))
    met = np.empty(table.totals.shape, dtype=np.bool_)
    section_outcomes = np.empty(pupils.size, dtype=np.int8)

    parts = list(_parts(table))
    # One space for all parts: memory that is new costs more than what is computed in it.
    space = np.empty(2 * len(resources) * max((rows.stop - rows.start for _, rows, _ in parts), default=0))
    for stage, rows, here in parts:
        starts, lengths = runs.within(rows, here)
        for_totals, rate = space[: 2 * len(resources) * (rows.stop - rows.start)].reshape(2, len(resources), -1)
        totals = table.of_rows(rows, out=for_totals)
        own = np.add.reduceat(totals, starts, axis=-1)
        own /= everybody[here]
        np.multiply(totals, table.plan.per_pupil[rows], out=rate)
        known = not np.isnan(own).any()
        section_outcomes[rows] = rules[stage].outcomes(rate, met[:, rows], known=known)
        mean[:, here], squares[:, here] = own, squared_deviations(rate, own, pupils[rows], starts, lengths)
    found = Moments(table.plan.group, everybody, mean, settled(squares, mean, everybody))
    around = found.among(np.arange(2 * table.counties.size))
    coefficients = around.coefficient
    of_sections = np.ones(2 * table.counties.size, dtype=np.int8)
    of_sections[table.plan.group] = np.minimum.reduceat(section_outcomes, runs.starts)
    of_coefficients = _of_coefficients(table, standard, resources, around, coefficients)
    return NationAssessment(
        standard=standard.cited,
        counties=table.counties,
        resources=standard.resources,
        outcomes=np.minimum.reduce(np.minimum(of_sections, of_coefficients).reshape(2, -1)),
        coefficients=coefficients.reshape(len(resources), 2, -1).swapaxes(0, 1),
        section_outcomes=table._as_given(section_outcomes),
        met=table._as_given(met),
    )


def _parts(table: SectionTable) -> Iterator[tuple[Stage, slice, slice]]:
    """Rows that are worked on at a time, those of one stage only, with their stage and their runs."""
    first_junior = int(np.searchsorted(table.plan.group, table.counties.size))
    for stage, first, last in zip(COMPULSORY, (0, first_junior), (first_junior, table.plan.group.size), strict=True):
        for rows, here in Runs(table.plan.runs.starts[first:last], table.plan.runs.lengths[first:last]).chunks():
            yield stage, rows, slice(first + here.start, first + here.stop)


def _of_coefficients(
    table: SectionTable,
    standard: Standard,
    resources: Sequence[Resource],
    around: Moments,
    coefficients: NDArray[np.float64],
) -> Outcomes:
    """Whether the coefficients of each stage and county hold, all of them or their mean."""
    return np.concatenate(
        [
            _of_stage(code, stage, table, standard, resources, around, coefficients)
            for code, stage in enumerate(COMPULSORY)
        ]
    )


def _of_stage(
    code: int,
    stage: Stage,
    table: SectionTable,
    standard: Standard,
    resources: Sequence[Resource],
    around: Moments,
    coefficients: NDArray[np.float64],
) -> Outcomes:
    first, last = code * table.counties.size, (code + 1) * table.counties.size
    pupils, mean, own = around.pupils[first:last], around.mean[:, first:last], coefficients[:, first:last]

    def schools(position: tuple[int, ...]) -> tuple[list[float], list[float]]:
        resource, county = position
        run = int(np.searchsorted(table.plan.group, first + county))
        rows = slice(table.plan.runs.starts[run], table.plan.runs.starts[run] + table.plan.runs.lengths[run])
        return table.of_rows(rows)[resource].tolist(), table.pupils[rows].tolist()

    if standard.mean_of_coefficients:
        held = standard.mean_check(stage).outcomes(np.mean(own, axis=0))
        outcomes: Outcomes = np.where(pupils == 0, np.int8(standard.without_sections), held)
        return outcomes
    outcomes = np.minimum.reduce(standard.variation_check(stage).of_coefficients(own, mean, pupils, schools))
    return outcomes


# Checking what is given.


def _coded(ids: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Distinct ids, ascending, and the place of each row's among them."""
    if ids.dtype.kind in "iu" and ids.size:
        low, high = int(ids.min()), int(ids.max())
        if high - low <= 8 * ids.size + 1_000_000:
            # County codes have six digits: a table of all between them is read faster than anything is sorted.
            offset = ids - low
            there = np.zeros(high - low + 1, dtype=np.bool_)
            there[offset] = True
            place = np.cumsum(there, dtype=np.intp) - 1
            return np.flatnonzero(there).astype(ids.dtype) + ids.dtype.type(low), place[offset]
    counties, code = np.unique(ids, return_inverse=True)
    return counties, code.astype(np.intp, copy=False)


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
