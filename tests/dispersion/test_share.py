"""The between-school share of scores that are quantities, large, unknown or impossible."""

from __future__ import annotations

import numpy as np
import pytest

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
    with pytest.raises(ValueError, match=r"^scores are not finite"):
        between_school_share([1, np.inf], ["a", "b"])
    with pytest.raises(ValueError, match=r"^scores hold what is not a number"):
        between_school_share([1, "many"], ["a", "b"])  # type: ignore[list-item]
