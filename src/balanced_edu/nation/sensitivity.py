"""What each section does to the variation coefficients of its county and stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from balanced_edu.dispersion import Moments
from balanced_edu.dispersion.grouping import squared_deviation, squared_deviations, zero_rounding
from balanced_edu.tolerances import REMAINDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.dispersion.grouping import GroupedRows
    from balanced_edu.nation.order import RowOrder


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Sensitivity:
    """What each section does to the variation coefficients of its county and stage, in the order given.

    Attributes
    ----------
    without
        The coefficient without the section: shape (k, n) for k totals; NaN if it is the only one, if the others have
        nothing, if something is unknown, or if it has no pupils. Under 10⁻⁷ it is rounding, and 0.
    share
        Its share of the squared deviation, 0 to 1: shape (k, n); NaN if there is none.
    """

    without: NDArray[np.float64]
    share: NDArray[np.float64]


def sensitivity_of(
    order: RowOrder, pupils: NDArray[np.float64], rates: NDArray[np.float64], moments: Moments
) -> Sensitivity:
    """The sensitivity to each section, from sorted pupils and rates, and the moments of their groups."""
    without, share = np.empty_like(rates), np.empty_like(rates)
    sums = moments.totals
    for rows, members in order.groups.chunks():
        groups, weights, rate = order.groups.within(rows, members), pupils[rows], rates[:, rows]
        all_pupils, mean, squares, total = (
            groups.to_rows(values[..., members]) for values in (moments.pupils, moments.mean, moments.squares, sums)
        )
        rest, total_of_rest = all_pupils - weights, total - rate * weights
        deviation = np.where(squares > 0, squared_deviation(rate, mean, weights), squares)
        with np.errstate(invalid="ignore"):
            share[:, rows] = deviation / squares
            left = squares - deviation * all_pupils / rest
            # Rounding is as small beside the sum of squares around 0.
            left[left <= REMAINDER * (squares + mean**2 * all_pupils)] = 0
            mean_of_rest = np.where(total_of_rest > REMAINDER * total, total_of_rest, np.nan) / rest
            without[:, rows] = np.sqrt(left / rest) / mean_of_rest
            _replace_farthest(without[:, rows], left, rate, weights, groups)
    return Sensitivity(without=order.as_given(without), share=order.as_given(share))


def _replace_farthest(
    without: NDArray[np.float64],
    left: NDArray[np.float64],
    rates: NDArray[np.float64],
    pupils: NDArray[np.float64],
    groups: GroupedRows,
) -> None:
    """Compute the coefficient without the section that leaves least from the other sections, in place.

    If one section is far from all others, a difference of sums keeps hardly a digit of what these differ by.
    """
    place = np.arange(pupils.size)
    least = groups.to_rows(np.fmin.reduceat(left, groups.starts, axis=1))
    first = np.minimum.reduceat(np.where(left == least, place, pupils.size), groups.starts, axis=1)
    farthest = place == groups.to_rows(first)
    weights = np.where(farthest, 0.0, pupils)
    rest = groups.sums(weights)
    mean = groups.sums(rates * weights) / rest
    squares = zero_rounding(squared_deviations(rates, mean, weights, groups), mean, rest)
    coefficient = Moments(None, rest, mean, squares).coefficient
    without[farthest] = groups.to_rows(coefficient)[farthest]
