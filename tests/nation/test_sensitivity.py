"""What each section does to the coefficients of its county and stage: what leaving it out gives."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from nations import nation

from balanced_edu import variation_coefficient
from balanced_edu.dispersion import moments
from balanced_edu.nation import SectionTable, Sensitivity


def sensitivity(stage: Any, pupils: Any, totals: Any) -> Sensitivity:
    columns = {"county": ["县"] * len(pupils), "stage": np.asarray(stage, dtype=int)}
    return SectionTable.from_arrays(**columns, pupils=pupils, totals=np.tile(totals, (7, 1))).sensitivity()


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 2000), st.integers(0, 5000)), min_size=1, max_size=12))
@example([(0, 1, 0), (0, 1, 0), (0, 1, 121)])
@example([(0, 1, 1), (0, 1, 2)])
def test_sensitivity_is_what_leaving_the_section_out_gives(rows: list[tuple[int, int, int]]) -> None:
    stage, pupils, totals = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    result = sensitivity(stage, pupils, totals)
    for position in range(len(rows)):
        others = (stage == stage[position]) & (np.arange(len(rows)) != position)
        expected = moments(totals[others], pupils[others]).coefficient
        np.testing.assert_allclose(result.without[:, position], expected, rtol=1e-6, atol=1e-6)
    for rows_of_stage in (stage == 0, stage == 1):
        around = moments(totals[rows_of_stage], pupils[rows_of_stage])
        if around.squares > 0:
            deviations = totals[rows_of_stage] / pupils[rows_of_stage] - around.mean
            expected = pupils[rows_of_stage] * deviations**2 / around.squares
            np.testing.assert_allclose(result.share[3, rows_of_stage], expected, rtol=1e-9, atol=1e-9)
        else:
            assert np.isnan(result.share[3, rows_of_stage]).all()


@given(st.integers(1, 1000), st.lists(st.integers(1, 2000), min_size=2, max_size=9), st.integers(1, 10**6))
@example(88363, [711, 203, 422], 606)
def test_without_the_one_that_differs_all_are_alike(rate: int, pupils: list[int], more: int) -> None:
    """Exactly alike, whatever the sums were rounded to; and where the others have nothing, there is no coefficient."""
    alike = [rate * count / 8 for count in pupils]
    result = sensitivity([0] * (len(pupils) + 1), [*pupils, 7], [*alike, alike[0] * 7 / pupils[0] + more])
    assert (result.without[:, -1] == 0).all()
    result = sensitivity([0] * (len(pupils) + 1), [*pupils, 7], [*[0] * len(pupils), more / 3])
    assert np.isnan(result.without[:, -1]).all()


def test_one_that_is_far_from_all_others_takes_no_digit_from_them() -> None:
    result = sensitivity([0] * 4 + [1] * 3, [100] * 7, [100, 150, 130, 1e9, 7, 5e12, 9])
    np.testing.assert_allclose(result.without[:, 3], variation_coefficient([100, 150, 130], [1, 1, 1]), rtol=1e-12)
    np.testing.assert_allclose(result.without[:, 5], 0.125, rtol=1e-12)


def test_a_small_spread_around_a_large_mean_is_not_rounding() -> None:
    totals = [3000.003, 2999.997, 3000.006]
    result = sensitivity([0] * 3, [1, 1, 1], totals)
    np.testing.assert_allclose(result.without[:, 2], variation_coefficient(totals[:2], [1, 1]), rtol=1e-3)


@given(st.lists(st.tuples(st.integers(1, 2000), st.integers(1, 10**6)), min_size=2, max_size=2))
@example([(7, 100), (1999, 999_999)])
def test_without_one_of_two_there_is_no_spread(schools: list[tuple[int, int]]) -> None:
    pupils, totals = zip(*schools, strict=True)
    assert (sensitivity([0, 0], pupils, totals).without == 0).all()


def test_schools_that_are_alike_have_no_shares_in_nothing() -> None:
    result = sensitivity([0] * 4, [3, 7, 11, 13], [0.3, 0.7, 1.1, 1.3])
    assert np.isnan(result.share).all()
    assert (result.without == 0).all()


def test_sensitivity_in_the_order_given() -> None:
    columns = nation(2_000)
    order = np.lexsort((columns["county"], columns["stage"]))
    ordered = {name: column[..., order] for name, column in columns.items()}
    given, sorted_ = SectionTable.from_arrays(**columns), SectionTable.from_arrays(**ordered)
    np.testing.assert_allclose(given.sensitivity().without[:, order], sorted_.sensitivity().without, rtol=1e-12)
