"""Rates per pupil and moments of sections: of each stage and county, in whatever order the sections are given."""

from __future__ import annotations

import numpy as np
import pytest

from balanced_edu.arguments import Arguments
from balanced_edu.dispersion import Moments, moments
from balanced_edu.nation.order import RowOrder
from balanced_edu.nation.rates import rates_and_moments

PLACES, STAGES = np.array([1, 0, 1, 0, 1]), np.array([0, 1, 0, 0, 0])
PUPILS = np.array([50.0, 40.0, 100.0, 20.0, 200.0])
TOTALS = np.array([[5.0, 8.0, 20.0, 1.0, 10.0], [100.0, 40.0, 50.0, 30.0, np.nan]])


def found(
    totals: np.ndarray, pupils: np.ndarray, places: np.ndarray, stages: np.ndarray, **options: float
) -> tuple[np.ndarray, Moments]:
    order = RowOrder.of(places, stages, 2)
    return rates_and_moments(Arguments("table"), order, order.sorted(pupils), totals, ("rooms", "area"), **options)


@pytest.mark.parametrize("order", [[3, 0, 2, 4, 1], [0, 1, 2, 3, 4]], ids=["by stage and county", "mixed"])
def test_sections_in_any_order(order: list[int]) -> None:
    rates, of_groups = found(TOTALS[:, order], PUPILS[order], PLACES[order], STAGES[order])
    np.testing.assert_allclose(rates, [[0.05, 0.1, 0.2, 0.05, 0.2], [1.5, 2, 0.5, np.nan, 1]])
    assert of_groups.ids is not None
    assert of_groups.ids.tolist() == [0, 1, 2]  # the primary stage of both counties, and the junior stage of the first
    assert of_groups.pupils.tolist() == [20, 350, 40]
    several = moments(TOTALS[:, [0, 2, 4]], PUPILS[[0, 2, 4]])
    np.testing.assert_allclose(of_groups.mean[:, 1], several.mean)
    np.testing.assert_allclose(of_groups.squares[:, 1], several.squares)
    np.testing.assert_allclose(of_groups.mean[:, [0, 2]], [[0.05, 0.2], [1.5, 1]])
    assert of_groups.squares[:, [0, 2]].tolist() == [[0, 0], [0, 0]]


def test_no_sections() -> None:
    nobody = np.empty(0)
    rates, of_groups = found(np.empty((2, 0)), nobody, nobody.astype(np.intp), nobody.astype(np.int8))
    assert (rates.shape, of_groups.mean.shape) == ((2, 0), (2, 0))


REFUSED = {
    "less than nothing": (-1.0, 50.0, r"^table: area must be 0 or more and finite; given -1 at \[1\]"),
    "more than any figure": (1.1e15, 50.0, r"^table: area must be from 0 to 1,000,000,000,000,000; given 1.1e\+15 at "),
    "too little to be squared": (1e-102, 1e-3, "^table: totals per pupil must be 0, or from 1e-100 to"),
    "hardly any pupils": (1.0, 1e-310, "^table: totals per pupil must be 0, or from 1e-100 to"),
}


@pytest.mark.parametrize("way", REFUSED)
def test_what_is_refused(way: str) -> None:
    total, pupils, message = REFUSED[way]
    with pytest.raises(ValueError, match=message):
        found(np.array([[1.0, 0.0], [1.0, total]]), np.array([1.0, pupils]), np.array([0, 1]), np.array([0, 0]))


def test_sums_may_be_of_any_size() -> None:
    given = np.array([[1.0], [1.1e15]]), np.array([10.0]), np.array([0]), np.array([0])
    rates, _ = found(*given, most=np.inf)
    assert rates.tolist() == [[0.1], [1.1e14]]
