"""How unevenly a resource lies between schools: the variation coefficient and the between-school share.

All of it is plain numpy on plain numbers; the last axis is always schools.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, Any, Literal, overload

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray


@attrs.frozen(slots=True, eq=False)
class Moments:
    """Pupils, mean and squared deviations of groups of schools; those of two parts of a nation add up to the whole's.

    Merged by Chan's formula, stable in any order; schools that are all alike keep exactly 0 squared deviations.

    Attributes
    ----------
    ids
        The groups' ids in ascending order, shape (g,); None for one group that has none, and the other shapes then
        lack their last axis.
    pupils
        ΣPᵢ of each group, shape (g,).
    mean
        X̄ = Σxᵢ / ΣPᵢ, per pupil; shape (g,), or (k, g) for k resources. NaN where a group has no pupils.
    squares
        Σ Pᵢ (Xᵢ − X̄)², in the shape of the mean.

    Examples
    --------
    >>> one, other = moments([279, 137], [45, 37]), moments([935, 160, 402], [89, 76, 55])
    >>> round(float((one + other).coefficient), 2)
    0.52
    """

    ids: NDArray[Any] | None
    pupils: NDArray[np.float64]
    mean: NDArray[np.float64]
    squares: NDArray[np.float64]

    @property
    def totals(self) -> NDArray[np.float64]:
        """Σxᵢ of each group."""
        return np.where(self.pupils == 0, 0.0, self.mean * self.pupils)

    @property
    def deviation(self) -> NDArray[np.float64]:
        """S = √( Σ (Pᵢ / ΣP) (Xᵢ − X̄)² ), per pupil."""
        with np.errstate(invalid="ignore"):
            return np.asarray(np.sqrt(self.squares / self.pupils))

    @property
    def coefficient(self) -> NDArray[np.float64]:
        """S / X̄; NaN where the mean is 0, since a spread around nothing is undefined."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.deviation / np.where(self.mean > 0, self.mean, np.nan))

    def __add__(self, other: Moments) -> Moments:
        if (self.ids is None) != (other.ids is None):
            raise ValueError("moments with and without ids of groups cannot be added")
        if self.ids is None or other.ids is None:
            return _merged(self, other)
        ids = np.union1d(self.ids, other.ids)
        return _merged(self.among(ids), other.among(ids))

    def among(self, ids: NDArray[Any]) -> Moments:
        """The same moments among more groups, by their ids in ascending order; the others have no pupils."""
        if self.ids is None or self.ids.size == ids.size:
            return self
        at, shape = np.searchsorted(ids, self.ids), (*self.mean.shape[:-1], ids.size)
        pupils, mean, squares = np.zeros(ids.size), np.full(shape, np.nan), np.zeros(shape)
        pupils[at], mean[..., at], squares[..., at] = self.pupils, self.mean, self.squares
        return Moments(ids, pupils, mean, squares)


def _merged(a: Moments, b: Moments) -> Moments:
    pupils = a.pupils + b.pupils
    with np.errstate(invalid="ignore"):
        between = b.mean - a.mean
        mean = a.mean + between * (b.pupils / pupils)
        squares = a.squares + b.squares + between * between * (a.pupils * b.pupils / pupils)
    for empty, full in ((a, b), (b, a)):
        none = np.broadcast_to(empty.pupils == 0, mean.shape)
        mean, squares = np.where(none, full.mean, mean), np.where(none, full.squares, squares)
    return Moments(a.ids, pupils, mean, settled(squares, mean, pupils))


@overload
def variation_coefficient(
    totals: Sequence[float], pupils: ArrayLike, *, groups: None = None, compensated: bool = False
) -> float: ...
@overload
def variation_coefficient(
    totals: ArrayLike, pupils: ArrayLike, *, groups: None = None, compensated: bool = False
) -> float | NDArray[np.float64]: ...
@overload
def variation_coefficient(
    totals: ArrayLike, pupils: ArrayLike, *, groups: ArrayLike, compensated: bool = False
) -> NDArray[np.float64]: ...
def variation_coefficient(
    totals: ArrayLike, pupils: ArrayLike, *, groups: ArrayLike | None = None, compensated: bool = False
) -> float | NDArray[np.float64]:
    """Pupil-weighted coefficient of variation between schools.

    Official name: 校际差异系数. With Xᵢ = xᵢ / Pᵢ the resource a pupil has in school *i*:
    X̄ = Σxᵢ / ΣPᵢ, S = √( Σ (Pᵢ / ΣP) (Xᵢ − X̄)² ), CV = S / X̄.

    Computed in two passes, mean first. One school, or schools that are all alike, give exactly 0. On figures of schools
    the result is right to about 14 digits; each power of ten by which the mean exceeds the spread costs one more. With
    a mean of 10⁹ and a spread of 1, seven are left, or all of them with `compensated`.

    Parameters
    ----------
    totals
        What each school has in all (teachers, m², yuan, rooms; any unit): shape (n,), or (k, n) for k resources.
        NaN is unknown.
    pupils
        Pupils of each school: shape (n,). A school without pupils takes no part.
    groups
        Which county (or other group) each school belongs to: shape (n,), integers or strings in any order.
    compensated
        Whether a round number near the mean is taken from every school first, so that a spread that is small beside
        the mean keeps its digits. It takes longer, and matters to no figures that schools have.

    Returns
    -------
    float or ndarray
        Dimensionless. A float for shape (n,), shape (k,) for (k, n); with `groups` one more last axis: one
        coefficient for each distinct id, in ascending order. NaN where something is unknown, where there are
        no schools, and where all totals are 0.

    Raises
    ------
    ValueError
        If a figure is negative or infinite, if a school has resources but no pupils, or if shapes do not fit.

    Examples
    --------
    Books in five schools, the example of the 2012 calculation notes:

    >>> round(variation_coefficient([279, 137, 935, 160, 402], [45, 37, 89, 76, 55]), 2)
    0.52
    >>> variation_coefficient([9, 9, 5, 3], [10, 10, 10, 10], groups=["b", "b", "a", "a"])
    array([0.25, 0.  ])

    Source: 教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》; formula from the calculation notes to
    教督〔2012〕3号.
    """
    coefficient = moments(totals, pupils, groups=groups, compensated=compensated).coefficient
    return float(coefficient) if coefficient.ndim == 0 else coefficient


def moments(
    totals: ArrayLike, pupils: ArrayLike, *, groups: ArrayLike | None = None, compensated: bool = False
) -> Moments:
    """Pupils, mean and squared deviations of schools; see `variation_coefficient` for the arguments.

    Examples
    --------
    >>> books = moments([279, 137, 935, 160, 402], [45, 37, 89, 76, 55])
    >>> round(float(books.mean), 2), round(float(books.deviation), 2)
    (6.33, 3.26)
    """
    x = np.asarray(getattr(totals, "magnitude", totals), dtype=np.float64)
    p = np.asarray(getattr(pupils, "magnitude", pupils), dtype=np.float64)
    if p.ndim != 1 or x.ndim == 0 or x.shape[-1] != p.shape[0]:
        raise ValueError(
            f"pupils have shape (n,) and totals (n,) or (k, n) with the same n; given {p.shape} and {x.shape}"
        )
    _refuse_impossible(x, p)
    if groups is None:
        ids, group = np.zeros(1), np.zeros(p.shape, dtype=np.intp)
    else:
        ids, group = np.unique(np.asarray(groups), return_inverse=True)
        if group.shape != p.shape:
            raise ValueError(f"groups have the shape of pupils, {p.shape}; given {group.shape}")
    taking_part = p != 0
    if not taking_part.all():
        x, p, group = x[..., taking_part], p[taking_part], group[taking_part]
    if np.any(group[1:] < group[:-1]):
        order = np.argsort(group, kind="stable")
        x, p, group = x[..., order], p[order], group[order]
    shape = (*x.shape[:-1], ids.size)
    found = Moments(ids, np.zeros(ids.size), np.full(shape, np.nan), np.zeros(shape))
    runs = Runs.of(group)
    for rows, here in runs.chunks():
        own, weights, part = x[..., rows], p[rows], runs.within(rows, here)
        all_pupils = part.sums(weights)
        mean, at = part.sums(own) / all_pupils, group[runs.starts[here]]
        centre = np.zeros_like(mean)
        if compensated:
            # Of 24 bits, so that its product with the pupils is exact, and what it leaves of each total too.
            centre = mean.astype(np.float32).astype(np.float64)
            own = own - part.spread(centre) * weights
            mean = part.sums(own) / all_pupils
        squares = squared_deviations(own / weights, mean, weights, part)
        found.pupils[at], found.mean[..., at] = all_pupils, centre + mean
        found.squares[..., at] = settled(squares, mean, all_pupils)
    if groups is None:
        return Moments(None, found.pupils[0], found.mean[..., 0], found.squares[..., 0])
    return found


@attrs.frozen(slots=True, eq=False)
class Runs:
    """Rows that are sorted by group: where each group's run of rows starts, and how long it is."""

    starts: NDArray[np.intp]
    lengths: NDArray[np.intp]

    @classmethod
    def of(cls, group: NDArray[Any]) -> Runs:
        """The runs of equal numbers, none of them negative."""
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        return cls(starts, np.diff(starts, append=group.size))

    def chunks(self, own: slice = slice(None), rows: int = 16_384) -> Iterator[tuple[slice, slice]]:
        """About so many rows of some of the runs at a time, cut where a run ends, with their runs.

        What is worked on at a time stays in the processor's cache, and no array of the size of the nation is made.
        """
        first, stop, _ = own.indices(self.starts.size)
        ends = self.starts + self.lengths
        while first < stop:
            start = int(self.starts[first])
            last = min(max(int(np.searchsorted(ends, start + rows, side="right")), first + 1), stop)
            yield slice(start, int(ends[last - 1])), slice(first, last)
            first = last

    def within(self, rows: slice, here: slice) -> Runs:
        """The runs of a chunk, counted from its first row."""
        return Runs(self.starts[here] - rows.start, self.lengths[here])

    def sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of each run; the last axis."""
        return np.add.reduceat(rows, self.starts, axis=-1)

    def spread(self, of_runs: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each run has, given to each of its rows; the last axis."""
        return of_runs.repeat(self.lengths, axis=-1)


def squared_deviations(
    rates: NDArray[np.float64],
    mean: NDArray[np.float64],
    pupils: NDArray[np.float64],
    runs: Runs,
    *,
    out: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Σ Pᵢ (Xᵢ − X̄)² of each run of schools: the second pass, once the means are there.

    `out` is where to work, in the shape of the rates, since new memory costs more than arithmetic.
    """
    deviation = np.subtract(rates, runs.spread(mean), out=out)
    deviation *= deviation
    deviation *= pupils
    return runs.sums(deviation)


def settled(
    squares: NDArray[np.float64], mean: NDArray[np.float64], pupils: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Squared deviations, of which those that are no more than rounding around the mean are exactly 0, in place.

    So schools that are all alike do not vary, in whatever order they were added up.
    """
    squares[squares <= pupils * (_NOTHING * mean) ** 2] = 0
    return squares


# Relative to the mean; a variation coefficient this small is rounding.
_NOTHING = 1e-13


def exact_squared_coefficient(totals: Iterable[Fraction], pupils: Iterable[Fraction]) -> Fraction:
    """CV² in rational arithmetic, for the verdict where the coefficient lies at its limit.

    CV² = ΣP · Σ(xᵢ² / Pᵢ) / (Σxᵢ)² − 1.

    Raises
    ------
    ZeroDivisionError
        If all totals are 0.

    Examples
    --------
    >>> exact_squared_coefficient([Fraction(1), Fraction(3)], [Fraction(1), Fraction(1)])
    Fraction(1, 4)
    """
    schools = [(x, p) for x, p in zip(totals, pupils, strict=True) if p]
    all_pupils = sum((p for _, p in schools), start=Fraction(0))
    total = sum((x for x, _ in schools), start=Fraction(0))
    return all_pupils * sum((x * x / p for x, p in schools), start=Fraction(0)) / total**2 - 1


def side_of_mean_root(squares: Sequence[Fraction], limit: Fraction) -> int:
    """On which side of a limit the mean of square roots lies: −1 under it, 0 at it, 1 over it.

    Roots that are fractions are added up as such. Others never add up to a fraction, so some number of digits tells.

    Examples
    --------
    >>> side_of_mean_root([Fraction(1, 4), Fraction(9, 100)], Fraction("0.4"))
    0
    >>> side_of_mean_root([Fraction(2), Fraction(2)], Fraction("1.41421356237309504880168872420969808"))
    -1
    """
    rest, others = limit * len(squares), []
    for square in squares:
        root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
        if root**2 == square:
            rest -= root
        else:
            others.append(square)
    if not others:
        return (rest < 0) - (rest > 0)
    scale = 10**30
    while True:
        least = sum(isqrt(square.numerator * scale**2 // square.denominator) for square in others)
        if least >= rest * scale:
            return 1
        if least + len(others) <= rest * scale:
            return -1
        scale **= 2


def between_school_share(
    scores: ArrayLike, schools: ArrayLike, *, estimator: Literal["anova", "sums of squares"] = "anova"
) -> float:
    """Estimate the share of the variance of pupils' scores that lies between schools.

    Official name: 校际差异率. The published figure of the national monitoring is an input of Q9; no official
    formula is at hand, so what this returns is an estimate by the usual reading.

    Parameters
    ----------
    scores
        A score for each pupil, shape (n,), any scale. NaN is unknown.
    schools
        The school of each pupil, shape (n,), integers or strings.
    estimator
        ``"anova"``: one-way analysis of variance with unequal school sizes,
        σ_b² / (σ_b² + σ_w²) with σ_b² = (MSB − MSW) / n₀, and 0 where that is negative.
        ``"sums of squares"``: SSB / (SSB + SSW); simpler, and too large where schools are small.

    Returns
    -------
    float
        Dimensionless, 0 to 1. NaN where a score is unknown, all scores are equal, there are no scores, or
        (for ``"anova"``) there are fewer than two schools or no school has two pupils.

    Raises
    ------
    ValueError
        If shapes do not fit, a score is infinite, or the estimator has no such name.

    Examples
    --------
    >>> scores, schools = [70, 80, 90, 80, 90, 100], ["a", "a", "a", "b", "b", "b"]
    >>> between_school_share(scores, schools, estimator="sums of squares")
    0.2727272727272727
    >>> round(between_school_share(scores, schools), 4)
    0.1429

    Source: 教督〔2017〕6号, 教育质量 9, names the figure; the estimators are the library's choice.
    """
    y = np.asarray(getattr(scores, "magnitude", scores), dtype=np.float64)
    ids, school = np.unique(np.asarray(schools), return_inverse=True)
    if y.ndim != 1 or school.shape != y.shape:
        raise ValueError(f"scores and schools have the same shape (n,); given {y.shape} and {school.shape}")
    if np.isinf(y).any():
        raise ValueError(f"scores are finite; infinite at {np.flatnonzero(np.isinf(y))[:5].tolist()}")
    if estimator not in ("anova", "sums of squares"):
        raise ValueError(f'estimator is "anova" or "sums of squares", not {estimator!r}')
    if y.size == 0:
        return float("nan")
    sizes = np.bincount(school)
    y = y - y[0]
    means = np.bincount(school, weights=y) / sizes
    between = float(np.sum(sizes * (means - y.mean()) ** 2))
    within = float(np.sum((y - means[school]) ** 2))
    if estimator == "sums of squares":
        return between / (between + within) if between + within != 0 else float("nan")
    if ids.size < 2 or ids.size == y.size:
        return float("nan")
    mean_within = within / (y.size - ids.size)
    n0 = (y.size - float(np.sum(sizes.astype(np.float64) ** 2)) / y.size) / (ids.size - 1)
    # A negative estimate means no more spread than chance between schools; NaN must stay NaN.
    variance_between = np.maximum(0.0, (between / (ids.size - 1) - mean_within) / n0)
    whole = variance_between + mean_within
    return float(variance_between / whole) if whole != 0 else float("nan")


def _refuse_impossible(x: NDArray[np.float64], p: NDArray[np.float64]) -> None:
    reasons = {
        "pupils are never negative or infinite": (p < 0) | np.isinf(p),
        "totals are never negative or infinite": (x < 0) | np.isinf(x),
        "resources without pupils": (p == 0) & (x > 0),
    }
    problems = [
        f"{reason}: at {', '.join(str(position) for position in np.argwhere(bad)[:5].tolist())}"
        for reason, bad in reasons.items()
        if bad.any()
    ]
    if problems:
        raise ValueError("; ".join(problems))
