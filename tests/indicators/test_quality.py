"""Formulas of education quality that are chosen by name."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from balanced_edu import units
from balanced_edu.indicators import quality
from balanced_edu.indicators.declare import declared_measure


def test_retention_by_the_four_formulas_in_use() -> None:
    cohort = {
        "junior_graduates": 940,
        "junior_entrants": 1000,
        "junior_transfers_in": 30,
        "junior_transfers_out": 60,
        "junior_deaths": 1,
    }
    rates = {
        "net of transfers": 97.10,
        "transfers in the cohort": 97.01,
        "transfers in the cohort, capped": 96.91,
        "graduates over entrants": 94.00,
    }
    for formula, rate in rates.items():
        assert round(quality.retention_rate(**cohort, formula=formula).magnitude, 2) == rate
    of_941 = quality.retention_rate(**{**cohort, "junior_graduates": 941}, formula="graduates over entrants")
    assert of_941.magnitude == 94.1
    assert quality.retention_rate(
        **{**cohort, "junior_graduates": 1100}, formula="transfers in the cohort, capped"
    ) == (units.quantity(100.0, "percent"))
    many = {name: np.array([figure, figure]) for name, figure in cohort.items()}
    many["junior_graduates"] = np.array([940, 1100])
    capped = quality.retention_rate(**many, formula="transfers in the cohort, capped").magnitude
    assert capped.round(2).tolist() == [96.91, 100]
    with pytest.raises(ValueError, match=r"formula must be one of 'net of transfers', .*; given 'mine'"):
        quality.retention_rate(**cohort, formula="mine")


@pytest.mark.parametrize(("graduates", "rate"), [(1500, 100), (1001, 100), (1000, 100), (999, Fraction(999, 10))])
def test_a_rate_in_fractions_is_capped_at_100_percent(graduates: int, rate: Fraction) -> None:
    cohort = {"junior_entrants": 990, "junior_transfers_in": 30, "junior_transfers_out": 20, "junior_deaths": 0}
    exactly = {name: Fraction(figure) for name, figure in {**cohort, "junior_graduates": graduates}.items()}
    kernel = declared_measure("retention_rate").kernel
    assert kernel(**exactly, formula="transfers in the cohort, capped") == rate


@pytest.mark.parametrize("entrants", [0, np.array([0, 1000])])
def test_a_capped_rate_of_nobody_is_refused_and_not_100_percent(entrants: object) -> None:
    cohort = {"junior_graduates": 5, "junior_transfers_in": 0, "junior_transfers_out": 0, "junior_deaths": 0}
    with pytest.raises(ValueError, match="divides by 0"):
        quality.retention_rate(junior_entrants=entrants, **cohort, formula="transfers in the cohort, capped")
