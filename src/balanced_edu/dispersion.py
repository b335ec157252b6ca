"""How unevenly a resource lies between schools: the variation coefficient and the between-school share.

All of it is plain numpy on plain numbers; the last axis is always schools.
"""

from __future__ import annotations

import reprlib
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, Any, Literal, overload

import attrs
import numpy as np

from balanced_edu.outcomes import is_masked, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
        if self._resources != other._resources:
            raise ValueError(
                f"moments of the same resources can be added; given totals {self._resources} and {other._resources}"
            )
        if self.ids is None or other.ids is None:
            return _merged(self, other)
        one, two = self.ids, other.ids
        if one.size and two.size and _are_texts(one) != _are_texts(two):
            raise ValueError("moments whose ids of groups are numbers cannot be added to those whose ids are texts")
        if {one.dtype.kind, two.dtype.kind} == {"i", "u"}:
            # No integer of numpy holds both, and floats do not tell the greatest of them apart.
            one, two = one.astype(object), two.astype(object)
        ids = np.union1d(one, two)
        return _merged(self._among(ids), other._among(ids))

    @property
    def _resources(self) -> tuple[int, ...]:
        """The shape of the resources: () for one, (k,) for k."""
        return self.mean.shape if self.ids is None else self.mean.shape[:-1]

    def _among(self, ids: NDArray[Any]) -> Moments:
        """The same moments among these groups and more, in ascending order; the others have no pupils."""
        assert self.ids is not None
        at, shape = np.searchsorted(ids, self.ids), (*self._resources, ids.size)
        pupils, mean, squares = np.zeros(ids.size), np.full(shape, np.nan), np.zeros(shape)
        pupils[at], mean[..., at], squares[..., at] = self.pupils, self.mean, self.squares
        return Moments(ids, pupils, mean, squares)


def _are_texts(ids: NDArray[Any]) -> bool:
    return ids.dtype.kind in "UST" or (ids.dtype.kind == "O" and isinstance(ids[0], str))


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
        NaN, None and what is masked are unknown.
    pupils
        Pupils of each school: shape (n,). A school without pupils takes no part.
    groups
        Which county (or other group) each school belongs to: shape (n,), integers or strings in any order; none is
        unknown.
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
        If a figure is no number, negative or infinite, if a school has resources but no pupils, if groups are unknown
        or partly integers and partly strings, or if shapes do not fit.

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
    (x, no_totals), (p, no_pupils) = figures(totals), figures(pupils)
    if p.ndim != 1 or x.ndim == 0 or x.shape[-1] != p.shape[0]:
        raise ValueError(
            f"pupils have shape (n,) and totals (n,) or (k, n) with the same n; given {p.shape} and {x.shape}"
        )
    named, wrong_ids = (np.zeros(p.shape, dtype=np.intp), {}) if groups is None else ids_of(groups)
    if named.shape != p.shape:
        raise ValueError(f"groups have the shape of pupils, {p.shape}; given {named.shape}")
    _refuse(
        _no_numbers("totals", no_totals)
        + _no_numbers("pupils", no_pupils)
        + _impossible(x, p)
        + _at({f"a group is {what}": bad for what, bad in wrong_ids.items()})
    )
    ids, group = (np.zeros(1), named) if groups is None else np.unique(named, return_inverse=True)
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
        found.squares[..., at] = settled(squares, centre + mean, all_pupils)
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
        The school of each pupil, shape (n,), integers or strings; none is unknown.
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
        If shapes do not fit, a score is no number or infinite, a school is unknown, schools are partly integers and
        partly strings, or the estimator has no such name.

    Examples
    --------
    >>> scores, schools = [70, 80, 90, 80, 90, 100], ["a", "a", "a", "b", "b", "b"]
    >>> between_school_share(scores, schools, estimator="sums of squares")
    0.2727272727272727
    >>> round(between_school_share(scores, schools), 4)
    0.1429

    Source: 教督〔2017〕6号, 教育质量 9, names the figure; the estimators are the library's choice.
    """
    (y, no_scores), (named, wrong_ids) = figures(scores), ids_of(schools)
    if y.ndim != 1 or named.shape != y.shape:
        raise ValueError(f"scores and schools have the same shape (n,); given {y.shape} and {named.shape}")
    wrong = {"scores are not finite": np.isinf(y), **{f"a school is {what}": bad for what, bad in wrong_ids.items()}}
    _refuse(_no_numbers("scores", no_scores) + _at(wrong))
    if estimator not in ("anova", "sums of squares"):
        raise ValueError(f'estimator is "anova" or "sums of squares", not {estimator!r}')
    if y.size == 0:
        return float("nan")
    ids, school = np.unique(named, return_inverse=True)
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


# What is given, as numbers and ids.


def figures(given: object) -> tuple[NDArray[np.float64], Mapping[tuple[int, ...], str]]:
    """Figures as an array, and by their position those that are no numbers, as they may be shown.

    An array of float64 is itself. What is masked, None or another library's null is NaN, and so is what is no number:
    whoever asks says so. Of a quantity the magnitude is taken.

    Examples
    --------
    >>> figures([1, None, "many"])
    (array([ 1., nan, nan]), {(2,): "'many'"})
    """
    given = unmasked(getattr(given, "magnitude", given), np.nan)
    if not isinstance(given, (list, tuple)):
        given = np.asarray(given)
        if given.dtype.kind not in "biufOUST":
            # Of dates and complex numbers numpy makes numbers that nobody meant.
            return np.full(given.shape, np.nan), {at: _shown(value) for at, value in np.ndenumerate(given)}
    try:
        return np.asarray(given, dtype=np.float64), {}
    except (TypeError, ValueError, OverflowError):
        return _one_by_one(np.asarray(given, dtype=object))


def _one_by_one(objects: NDArray[Any]) -> tuple[NDArray[np.float64], Mapping[tuple[int, ...], str]]:
    found, no_numbers = np.full(objects.shape, np.nan), {}
    for at, value in np.ndenumerate(objects):
        try:
            found[at] = np.nan if is_unknown(value) else float(value)
        except (TypeError, ValueError, ArithmeticError):
            no_numbers[at] = _shown(value)
    return found, no_numbers


def _shown(value: object) -> str:
    """A text as it stands; of all else what it is, since it may be too long to be shown."""
    return reprlib.repr(value) if isinstance(value, str) else type(value).__name__


def unmasked(given: object, number: float | None = None) -> object:
    """What is given without its masks; where something is masked, None or, among numbers, the `number`."""
    if isinstance(given, (list, tuple)):
        nested = any(issubclass(kind, (np.ndarray, list, tuple)) for kind in set(map(type, given)))
        return [unmasked(one, number) for one in given] if nested else given
    if not is_masked(given):
        return given
    if not np.any(given.mask):
        return given.data
    instead: Any = number if given.dtype.kind in "biuf" else None
    return np.where(given.mask, instead, given.data)[()]


def ids_of(given: object) -> tuple[NDArray[Any], Mapping[str, NDArray[np.bool_]]]:
    """Ids as an array, and what some of them are that none may be, with where.

    Lists and arrays of objects are read as what they hold: texts, integers, or floats, of which NaN is an unknown id.

    Examples
    --------
    >>> ids_of(["330302", None, 330302])[1]
    {'unknown': array([False,  True, False]), 'an integer among texts': array([False, False,  True])}
    """
    given = unmasked(given)
    listed = isinstance(given, (list, tuple))
    ids = np.asarray(given, dtype=object if listed else None)
    if hasattr(ids.dtype, "na_object"):
        ids = ids.astype(object)
    if ids.dtype.kind != "O":
        # No integer and no text is unlike itself.
        unknown = ids != ids if ids.dtype.kind in "fcmM" else np.False_
        return ids, {"unknown": np.asarray(unknown)} if unknown.any() else {}
    kinds = set(map(type, ids.flat))
    if all(issubclass(kind, str) for kind in kinds):
        return np.asarray(given) if listed else ids, {}
    if all(issubclass(kind, _INTEGERS) and kind is not bool for kind in kinds):
        integers = np.asarray(ids.tolist())
        # Those that no integer of numpy holds stay as they are.
        return integers if integers.dtype.kind in "iu" else ids, {}
    if all(issubclass(kind, (float, np.floating)) for kind in kinds):
        return ids_of(ids.astype(np.float64))
    return ids, _of_no_kind(ids)


_INTEGERS = (int, np.integer)


def _of_no_kind(ids: NDArray[Any]) -> Mapping[str, NDArray[np.bool_]]:
    """Where ids are unknown, or of other kinds than ids are; of texts and integers the fewer are in the wrong."""

    def where(holds: Callable[[object], bool]) -> NDArray[np.bool_]:
        return np.array([holds(id) for id in ids.flat], dtype=np.bool_).reshape(ids.shape)

    texts, unknown = where(lambda id: isinstance(id, str)), where(is_unknown)
    integers = where(lambda id: isinstance(id, _INTEGERS) and not isinstance(id, bool))
    wrong = {"unknown": unknown, "neither an integer nor a text": ~(texts | integers | unknown)}
    if np.count_nonzero(texts) < np.count_nonzero(integers):
        wrong["a text among integers"] = texts
    elif texts.any():
        wrong["an integer among texts"] = integers
    return {what: bad for what, bad in wrong.items() if bad.any()}


def _impossible(x: NDArray[np.float64], p: NDArray[np.float64]) -> list[str]:
    return _at(
        {
            "pupils are never negative or infinite": (p < 0) | np.isinf(p),
            "totals are never negative or infinite": (x < 0) | np.isinf(x),
            "resources without pupils": (p == 0) & (x > 0),
        }
    )


def _at(reasons: Mapping[str, NDArray[np.bool_]]) -> list[str]:
    return [
        f"{reason}: at {', '.join(str(position) for position in np.argwhere(bad)[:5].tolist())}"
        for reason, bad in reasons.items()
        if bad.any()
    ]


def _no_numbers(name: str, no_numbers: Mapping[tuple[int, ...], str]) -> list[str]:
    told = [f"{list(at)} ({shown})" for at, shown in no_numbers.items()]
    return [f"{name} hold what is not a number, or is none that fits: at {', '.join(told[:5])}"] if told else []


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise ValueError("; ".join(problems))
