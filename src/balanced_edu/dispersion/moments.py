"""The variation coefficient between schools (校际差异系数), and the moments that it is computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import attrs
import numpy as np

from balanced_edu.arguments import Arguments, places
from balanced_edu.dispersion.grouping import GroupedRows, squared_deviations, zero_rounding
from balanced_edu.tolerances import LARGEST_MEAN, SMALLEST_MEAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


@attrs.frozen(slots=True, eq=False)
class Moments:
    """Pupils, mean and squared deviations of groups of schools; the sum of two is that of all their schools.

    They are merged by Chan's formula, which is stable in any order; if all schools are alike, the squared deviations
    stay exactly 0.

    Attributes
    ----------
    ids
        The groups' ids in ascending order, shape (g,); None for a single group without an id, for which the other
        shapes lack their last axis.
    pupils
        ΣPᵢ of each group, shape (g,).
    mean
        X̄ = Σxᵢ / ΣPᵢ, per pupil; shape (g,), or (k, g) for k resources. NaN if a group has no pupils.
    squares
        Σ Pᵢ (Xᵢ − X̄)², shaped as the mean.

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
        """S / X̄; NaN if the mean is 0, since a spread around 0 is undefined."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.deviation / np.where(self.mean > 0, self.mean, np.nan))

    def __add__(self, other: Moments) -> Moments:
        if (self.ids is None) != (other.ids is None):
            raise ValueError("moments with ids of groups cannot be added to moments without ids; give groups to both")
        if self._resources != other._resources:
            raise ValueError(
                f"moments must be of the same resources to be added; given totals of shape {self._resources} and "
                f"{other._resources}"
            )
        if self.ids is None or other.ids is None:
            return _merged(self, other)
        one, two = self.ids, other.ids
        if one.size and two.size and _are_texts(one) != _are_texts(two):
            raise ValueError("moments with ids that are numbers cannot be added to moments with ids that are texts")
        if {one.dtype.kind, two.dtype.kind} == {"i", "u"}:
            # No integer type of numpy holds both, and floats cannot distinguish the largest of them.
            one, two = one.astype(object), two.astype(object)
        ids = np.union1d(one, two)
        return _merged(self._among(ids), other._among(ids))

    @property
    def _resources(self) -> tuple[int, ...]:
        """The shape of the resources: () for one, (k,) for k."""
        return self.mean.shape if self.ids is None else self.mean.shape[:-1]

    def _among(self, ids: NDArray[Any]) -> Moments:
        """The same moments with further groups, which have no pupils; all ids in ascending order."""
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
    return Moments(a.ids, pupils, mean, zero_rounding(squares, mean, pupils))


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

    Official name: 校际差异系数. With Xᵢ = xᵢ / Pᵢ, the resource per pupil of school *i*:
    X̄ = Σxᵢ / ΣPᵢ, S = √( Σ (Pᵢ / ΣP) (Xᵢ − X̄)² ), CV = S / X̄.

    It is computed in two passes, the mean first. One school, or schools that are all alike, give exactly 0. For figures
    of real schools the result is right to about 14 digits; each power of ten by which the mean exceeds the spread costs
    one more. With a mean of 10⁹ and a spread of 1, seven are left, or all of them with `compensated`.

    Parameters
    ----------
    totals
        Total of each school (teachers, m², yuan, rooms; any unit): shape (n,), or (k, n) for k resources.
        NaN, None and masked values are unknown.
    pupils
        Pupils of each school: shape (n,). A school without pupils takes no part.
    groups
        County, or other group, of each school: shape (n,), integers or strings in any order; none may be unknown.
    compensated
        Whether a round number near the mean is subtracted from every school first, so that a spread that is small
        beside the mean keeps its digits. It takes longer, and makes no difference for figures of real schools.

    Returns
    -------
    float or ndarray
        Dimensionless. A float for shape (n,), shape (k,) for (k, n); with `groups` one more axis at the end: one
        coefficient for each distinct id, in ascending order. NaN if something is unknown, if there are no schools, or
        if all totals are 0.

    Raises
    ------
    ValueError
        If a figure is not a number, negative or infinite, if pupils are more than 10¹⁰⁰, if a school has resources but
        no pupils, if totals per pupil are not 0 and not from 10⁻¹⁰⁰ to 10¹⁰⁰, if groups are unknown or partly integers
        and partly strings, or if shapes do not fit.
    pint.DimensionalityError
        If pupils are a quantity of something else, or the totals of one resource have units that do not fit.

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
    coefficient = _moments("variation_coefficient", totals, pupils, groups, compensated).coefficient
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
    return _moments("moments", totals, pupils, groups, compensated)


def _moments(
    function: str, totals: ArrayLike, pupils: ArrayLike, groups: ArrayLike | None, compensated: bool
) -> Moments:
    arguments = Arguments(function)
    x, p, ids, group = _schools(arguments, totals, pupils, groups)
    shape = (*x.shape[:-1], ids.size)
    result = Moments(ids, np.zeros(ids.size), np.full(shape, np.nan), np.zeros(shape))
    grouped = GroupedRows.of(group)
    for rows, members in grouped.chunks():
        part, part_totals, part_pupils = grouped.within(rows, members), x[..., rows], p[rows]
        at = group[grouped.starts[members]]
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            all_pupils, sums = part.sums(part_pupils), part.sums(part_totals)
            mean = sums / all_pupils
            centre = np.zeros_like(mean)
            if compensated:
                # With 24 bits its product with the pupils is exact, and so is the rest of each total.
                digits, exponent = np.frexp(mean)
                centre = np.ldexp(np.rint(np.ldexp(digits, 24)), exponent - 24)
                part_totals = part_totals - part.to_rows(centre) * part_pupils
                mean = part.sums(part_totals) / all_pupils
            squares = squared_deviations(part_totals / part_pupils, mean, part_pupils, part)
            refuse_lost(arguments, np.where(np.isnan(all_pupils), np.nan, sums), sums / all_pupils, squares)
        result.pupils[at], result.mean[..., at] = all_pupils, centre + mean
        result.squares[..., at] = zero_rounding(squares, centre + mean, all_pupils)
    if groups is None:
        return Moments(None, result.pupils[0], result.mean[..., 0], result.squares[..., 0])
    return result


def refuse_lost(
    arguments: Arguments, sums: NDArray[np.float64], mean: NDArray[np.float64], squares: NDArray[np.float64]
) -> None:
    """Refuse totals whose squares per pupil binary numbers would lose: the spread would be 0, infinite or unknown.

    Given are the sum of the totals of each group, their mean per pupil, and the squared deviations.

    Raises
    ------
    ValueError
        If there are such totals.
    """
    of_all = sums * mean
    held = (mean > SMALLEST_MEAN) & (mean < LARGEST_MEAN) & (of_all > SMALLEST_MEAN**2) & (of_all < LARGEST_MEAN**2)
    if np.any(((sums > 0) & ~held) | np.isinf(squares)):
        arguments.wrong(
            "totals",
            f"totals per pupil must be 0, or from {SMALLEST_MEAN:g} to {LARGEST_MEAN:g}; given more or less: write "
            "totals and pupils in other units",
        )
        arguments.refuse()


def _schools(
    arguments: Arguments, totals: ArrayLike, pupils: ArrayLike, groups: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[Any], NDArray[np.intp]]:
    """Totals and pupils of the schools with pupils, sorted by group; all ids; and which of them each school has."""
    x, p = arguments.figures("totals", totals), arguments.figures("pupils", pupils, "pupil", most=LARGEST_MEAN)
    id_of_each = np.zeros(p.shape, dtype=np.intp) if groups is None else arguments.ids("groups", groups)
    arguments.refuse()
    if p.ndim != 1 or x.ndim == 0 or x.shape[-1] != p.size:
        arguments.wrong(
            "pupils",
            "pupils must have shape (n,), and totals (n,) or (k, n) with the same n; "
            f"given pupils {p.shape}, totals {x.shape}",
        )
    elif np.any(without_pupils := (p == 0) & (x > 0)):
        where = places(without_pupils)
        arguments.wrong(
            "totals", f"totals must be 0 where pupils are 0; given more {where}: correct the total or the pupils"
        )
    if id_of_each.shape != p.shape:
        arguments.wrong("groups", f"groups must have the shape of pupils, {p.shape}; given {id_of_each.shape}")
    arguments.refuse()
    ids, group = (np.zeros(1), id_of_each) if groups is None else np.unique(id_of_each, return_inverse=True)
    arguments.not_alike("groups", ids)
    arguments.refuse()
    taking_part = p != 0
    if not taking_part.all():
        x, p, group = x[..., taking_part], p[taking_part], group[taking_part]
    if np.any(group[1:] < group[:-1]):
        order = np.argsort(group, kind="stable")
        x, p, group = x[..., order], p[order], group[order]
    return x, p, ids, group
