"""Sums of figures by county, exact for decimals: what is pooled may lie exactly at a limit."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DECIMALS = 10_000.0
_LARGEST_WHOLE = 2.0**53


def sums(figures: NDArray[np.float64], places: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    """The sum of the figures of each place, rounded once at most; NaN where one is unknown.

    Figures with up to four decimals are added as integers; those of a place where others are, one by one.

    Examples
    --------
    >>> sums(np.array([0.1, 0.2, 5.0]), np.array([0, 0, 2]), 3).tolist()
    [0.3, 0.0, 5.0]
    """
    whole = np.rint(figures * _DECIMALS)
    total = np.bincount(places, weights=whole, minlength=size)
    exact = (whole / _DECIMALS == figures) | np.isnan(figures)
    found = total / _DECIMALS
    inexact = total >= _LARGEST_WHOLE
    inexact[places[~exact]] = True
    for place in np.flatnonzero(inexact).tolist():
        found[place] = fsum(figures[places == place])
    return found
