"""What each section has per pupil, and the mean and the spread of each stage of each county."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from balanced_edu.dispersion import Moments
from balanced_edu.dispersion.grouping import squared_deviations, zero_rounding
from balanced_edu.dispersion.moments import refuse_lost
from balanced_edu.records.fields import LARGEST_FIGURE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.arguments import Arguments
    from balanced_edu.nation.order import RowOrder


def rates_and_moments(
    arguments: Arguments,
    order: RowOrder,
    pupils: NDArray[np.float64],
    totals: NDArray[np.float64],
    names: Iterable[str],
    most: float = LARGEST_FIGURE,
) -> tuple[NDArray[np.float64], Moments]:
    """Rates per pupil of the sorted sections, and the moments of each group, a chunk at a time: it stays in the cache.

    Pupils are given sorted, totals in any order; totals that cannot be true or are above the `most` are refused.
    """
    rates = np.empty((len(totals), pupils.size))
    for name, given, row in zip(names, totals, rates, strict=True):
        # What was just looked at is fetched out of the cache.
        arguments.in_range(name, given, most=most)
        order.sorted(given, out=row)
    arguments.refuse()
    ordered = totals if order.positions is None else rates
    all_pupils = order.groups.sums(pupils)
    mean, squares = np.empty((2, len(totals), all_pupils.size))
    chunks = list(order.groups.chunks())
    memory = np.empty(max((rows.stop - rows.start for rows, _ in chunks), default=0))
    with np.errstate(over="ignore", invalid="ignore"):
        for rows, members in chunks:
            weights, groups = pupils[rows], order.groups.within(rows, members)
            per_pupil, deviation = 1 / weights, memory[: weights.size]
            parts = (ordered[:, rows], rates[:, rows], mean[:, members], squares[:, members])
            for total, rate, mean_of_row, squares_of_row in zip(*parts, strict=True):
                np.divide(groups.sums(total), all_pupils[members], out=mean_of_row)
                # A product costs half of a quotient, and its rounding is allowed for.
                np.multiply(total, per_pupil, out=rate)
                squares_of_row[:] = squared_deviations(rate, mean_of_row, weights, groups, out=deviation)
            zero_rounding(squares[:, members], mean[:, members], all_pupils[members])
        refuse_lost(arguments, mean * all_pupils, mean, squares)
    return rates, Moments(order.ids, all_pupils, mean, squares)
