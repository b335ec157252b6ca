"""The variation coefficient in rational arithmetic, and how near the computed one is to it."""

from __future__ import annotations

from fractions import Fraction

import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.dispersion import moments, variation_coefficient
from balanced_edu.dispersion.exactness import exact_squared_coefficient, side_of_mean_root

SCHOOLS = st.lists(st.tuples(st.integers(0, 10**7), st.integers(50, 5000)), min_size=2, max_size=30)


@given(SCHOOLS)
def test_coefficients_of_ordinary_schools_are_right_to_1e_14(schools: list[tuple[int, int]]) -> None:
    totals, pupils = (list(column) for column in zip(*schools, strict=True))
    if not any(totals):
        return
    exact = reference.coefficient([Fraction(x) for x in totals], [Fraction(p) for p in pupils])
    if exact > Fraction(1, 20):
        assert abs(Fraction(variation_coefficient(totals, pupils)) / exact - 1) < Fraction(1, 10**14)


@given(st.lists(st.tuples(st.integers(-1, 1), st.integers(50, 5000)), min_size=2, max_size=30))
def test_a_small_spread_around_a_large_mean(schools: list[tuple[int, int]]) -> None:
    """With a mean of 10⁹ and a spread of 1, two passes leave seven digits, and with compensation all are right."""
    pupils = [p for _, p in schools]
    totals = [(10**9 + above) * p for above, p in schools]
    exact = float(reference.coefficient([Fraction(x) for x in totals], [Fraction(p) for p in pupils]))
    assert variation_coefficient(totals, pupils) == pytest.approx(exact, rel=1e-6, abs=1e-16)
    assert variation_coefficient(totals, pupils, compensated=True) == pytest.approx(exact, rel=1e-13, abs=1e-30)
    assert variation_coefficient([totals, totals], pupils, groups=["a"] * len(pupils), compensated=True).shape == (2, 1)


@given(SCHOOLS)
def test_compensation_changes_nothing_that_matters(schools: list[tuple[int, int]]) -> None:
    totals, pupils = (list(column) for column in zip(*schools, strict=True))
    two_passes = variation_coefficient(totals, pupils)
    assert variation_coefficient(totals, pupils, compensated=True) == pytest.approx(
        two_passes, rel=1e-13, abs=1e-13, nan_ok=True
    )


def test_compensation_is_asked_for() -> None:
    pupils = [907, 1153, 2011, 733]
    totals = [10**9 * p + extra for p, extra in zip(pupils, (311, -857, 1999, -5), strict=True)]
    squared = exact_squared_coefficient([Fraction(x) for x in totals], [Fraction(p) for p in pupils])
    exactly = float(squared) ** 0.5
    assert variation_coefficient(totals, pupils, compensated=True) == pytest.approx(exactly, rel=1e-13, abs=0)
    assert abs(variation_coefficient(totals, pupils) / exactly - 1) > 1e-12
    found = moments(totals, pupils, compensated=True)
    assert float(found.mean) == pytest.approx(sum(totals) / sum(pupils), rel=1e-15, abs=0)
    assert moments(totals, pupils).squares == moments(totals, pupils, compensated=False).squares != found.squares


@pytest.mark.parametrize(
    ("squares", "limit", "side"),
    [
        ([Fraction(1, 9), Fraction(4, 9)], Fraction(1, 2), 0),
        ([Fraction(1, 9), Fraction(4, 9)], Fraction(51, 100), -1),
        ([Fraction(1, 9), Fraction(4, 9)], Fraction(49, 100), 1),
        ([Fraction(2)], Fraction("1.41421356237309504880168872420969807856967187537694"), 1),
        ([Fraction(2)], Fraction("1.41421356237309504880168872420969807856967187537695"), -1),
        ([Fraction(2), Fraction(1, 4)], Fraction("0.95710678118654752440084436210484903928483593768847"), 1),
        ([Fraction(2), Fraction(1, 4)], Fraction("0.95710678118654752440084436210484903928483593768848"), -1),
    ],
)
def test_sides_of_roots(squares: list[Fraction], limit: Fraction, side: int) -> None:
    assert side_of_mean_root(squares, limit) == side
