"""The between-school share of scores, by hand and for scores that are quantities, large, unknown or impossible."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import between_school_share, units

SCORES, SCHOOLS = [70, 80, 90, 80, 90, 100], ["a", "a", "a", "b", "b", "b"]


def test_quantities_large_scores_and_gaps() -> None:
    expected = between_school_share(SCORES, SCHOOLS)
    assert between_school_share(units.quantity(np.array(SCORES), "dimensionless"), SCHOOLS) == expected
    # Whole numbers that far from 0 lose no digit, since only what lies between scores is squared.
    far = [2**53 - score for score in (70, 81, 93, 80, 97, 100)]
    assert between_school_share(far, SCHOOLS) == between_school_share([70, 81, 93, 80, 97, 100], SCHOOLS)
    assert np.isnan(between_school_share([70, None], ["a", "b"]))  # type: ignore[list-item]
    # As much between the schools as within them.
    assert between_school_share([0, 2, 2, 4], ["a", "a", "b", "b"], estimator="sums of squares") == 0.5
    assert between_school_share([1, 1, 3], ["a", "a", "b"]) == 1


def test_scores_far_from_0_have_the_same_share() -> None:
    far = [score + 10**14 for score in SCORES]
    assert between_school_share(far, SCHOOLS) == pytest.approx(between_school_share(SCORES, SCHOOLS), rel=1e-12)


def test_impossible_scores_are_refused() -> None:
    scores: list[tuple[object, str]] = [
        ([1, np.inf], r"inf at \[1\]"),
        ([-np.inf, -1], r"-inf at \[0\]"),
        ([1, "many"], r"'many' at \[1\]"),
    ]
    for given_scores, shown in scores:
        message = f"^between_school_share: scores must be finite; given {shown}: correct it, or give NaN if unknown$"
        with pytest.raises(ValueError, match=message):
            between_school_share(given_scores, ["a", "b"])  # type: ignore[arg-type]


class TestEstimators:
    def test_all_between_and_all_within(self) -> None:
        for estimator in ("anova", "sums of squares"):
            assert between_school_share([1, 1, 3, 3], ["a", "a", "b", "b"], estimator=estimator) == 1
            assert between_school_share([1, 3, 1, 3], ["a", "a", "b", "b"], estimator=estimator) == 0

    def test_one_way_analysis_of_variance_by_hand(self) -> None:
        """Schools of 2, 3 and 4 pupils. SSB = 9.6, SSW = 8.4, MSB = 4.8, MSW = 1.4, n₀ = (9 − 29/9) / 2 = 26/9."""
        scores = [1, 3, 2, 4, 3, 5, 4, 6, 5]
        ids = ["a"] * 2 + ["b"] * 3 + ["c"] * 4
        groups = {"a": [1, 3], "b": [2, 4, 3], "c": [5, 4, 6, 5]}
        grand = Fraction(sum(scores), 9)
        ssb = sum(len(g) * (Fraction(sum(g), len(g)) - grand) ** 2 for g in groups.values())
        ssw = sum((y - Fraction(sum(g), len(g))) ** 2 for g in groups.values() for y in g)
        n0 = (9 - Fraction(4 + 9 + 16, 9)) / 2
        between = (ssb / 2 - ssw / 6) / n0
        assert between_school_share(scores, ids) == pytest.approx(float(between / (between + ssw / 6)), rel=1e-13)
        squares = between_school_share(scores, ids, estimator="sums of squares")
        assert squares == pytest.approx(float(ssb / (ssb + ssw)), rel=1e-13)

    @given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 4)), min_size=1, max_size=40), st.integers(1, 9))
    def test_is_a_share_and_has_no_scale(self, table: list[tuple[int, int]], factor: int) -> None:
        scores, ids = np.array(table).T
        for estimator in ("anova", "sums of squares"):
            share = between_school_share(scores, ids, estimator=estimator)
            assert np.isnan(share) or 0 <= share <= 1
            scaled = between_school_share(scores * factor + 7, ids, estimator=estimator)
            assert scaled == pytest.approx(share, rel=1e-9, abs=1e-9, nan_ok=True)

    def test_undefined_shares_are_unknown(self) -> None:
        assert np.isnan(between_school_share([], []))
        assert np.isnan(between_school_share([1, 2], ["a", "a"]))
        assert np.isnan(between_school_share([1, 2], ["a", "b"]))
        assert np.isnan(between_school_share([5, 5, 5, 5], ["a", "a", "b", "b"]))
        assert np.isnan(between_school_share([5, 5, 5, 5], ["a", "a", "b", "b"], estimator="sums of squares"))
        assert np.isnan(between_school_share([1, np.nan, 3, 4], ["a", "a", "b", "b"]))

    def test_what_cannot_be_is_refused(self) -> None:
        with pytest.raises(
            ValueError,
            match=r"^between_school_share: scores and schools must have the same shape \(n,\); given scores \(2,\), s",
        ):
            between_school_share([1, 2], ["a"])
        with pytest.raises(ValueError, match=r"schools must not differ in blanks, .*; given 'a b' and 'ab': write"):
            between_school_share([1, 2], ["ab", "a b"])
        with pytest.raises(ValueError, match="scores must be finite; given inf at"):
            between_school_share([1, np.inf], ["a", "b"])
        with pytest.raises(ValueError, match="estimator must be one of 'anova', 'sums of squares'; given 'reml'"):
            between_school_share([1, 2], ["a", "b"], estimator="reml")  # type: ignore[arg-type]


@pytest.mark.parametrize("estimator", ["anova", "sums of squares"])
@pytest.mark.parametrize("power", [-1000, -600, -3, 4, 600, 1018])
def test_the_share_is_the_same_at_every_scale(power: int, estimator: Any) -> None:
    scores, schools = np.array([1.0, -2, 3, 4, 5, 9]), [1, 1, 1, 2, 2, 2]
    expected = between_school_share(scores, schools, estimator=estimator)
    assert between_school_share(np.ldexp(scores, power), schools, estimator=estimator) == expected


def test_scores_that_are_all_0_have_no_share() -> None:
    assert np.isnan(between_school_share([0, 0, 0, 0], [1, 1, 2, 2]))
