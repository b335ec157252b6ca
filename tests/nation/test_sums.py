"""Sums by county are rounded once at most."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balanced_edu.exact import exact
from balanced_edu.nation.sums import sums

FIGURES = st.integers(0, 10**12) | st.integers(0, 10**9).map(lambda n: n / 10_000) | st.floats(0, 10**15)


@given(st.lists(st.tuples(FIGURES, st.integers(0, 2)), max_size=30))
@example([(0.1, 0)] * 10)
@example([(10**15, 1)] * 20)
@example([(1 / 3, 2), (2 / 3, 2), (float(10**15), 2)])
def test_as_in_fractions(rows: list[tuple[float, int]]) -> None:
    figures, places = np.array([float(one) for one, _ in rows]), np.array([place for _, place in rows], dtype=np.intp)
    found = sums(figures, places, 3)
    for place in range(3):
        members = [float(one) for one, at in rows if at == place]
        # Decimals of four places as they are written, others as the floats that they are.
        written = sum((exact(one) for one in members), start=Fraction(0))
        in_binary = sum((Fraction(one) for one in members), start=Fraction(0))
        assert float(found[place]) in (float(written), float(in_binary))


def test_an_unknown_figure_leaves_the_sum_of_its_place_unknown() -> None:
    np.testing.assert_array_equal(sums(np.array([1.5, np.nan, 2.0]), np.array([0, 1, 0]), 2), [3.5, np.nan])


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([0.1, 0.2], 0.3),
        ([0.1] * 3, 0.3),
        ([1 / 3, 1 / 3, 1 / 3], 1.0),
        ([900_719_925_474.0992, *[0.0001] * 10], 900_719_925_474.1002),
        ([10.0**15] * 20, 2 * 10.0**16),
    ],
    ids=["decimals", "a decimal thrice", "thirds", "small figures beside a large one", "the largest figures"],
)
def test_decimals_are_added_as_decimals_and_nothing_is_lost(figures: list[float], expected: float) -> None:
    places = np.array([*[1] * len(figures), 0])
    assert sums(np.array([*figures, 0.7]), places, 3).tolist() == [0.7, expected, 0]
