"""Mistakes of tools in use, each with an example in which it would decide the outcome.

Those that show in a whole county are among the decision cases (``cases/verdicts.toml``).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from counties import change_campus, good_county, nine_year

from balanced_edu.assessment import assess
from balanced_edu.dispersion import variation_coefficient
from balanced_edu.errors import DataError
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.standards import load

NATIONAL = load("national-2017")
PRIMARY, JUNIOR = (NATIONAL.variation_check(stage) for stage in (Stage.PRIMARY, Stage.JUNIOR))


@pytest.mark.parametrize(
    ("pupils", "rates", "weighted", "plain", "outcome"),
    [
        ([60, 60, 1500, 900], [3, 6, 12, 4], 0.445, 0.559, Outcome.PASS),
        ([1500, 1900, 300, 300], [12, 4, 5, 8], 0.505, 0.429, Outcome.FAIL),
    ],
)
def test_the_plain_coefficient_instead_of_the_weighted_one(
    pupils: list[int], rates: list[int], weighted: float, plain: float, outcome: Outcome
) -> None:
    totals = np.array(rates) * np.array(pupils) / 100
    assert variation_coefficient(totals, pupils) == pytest.approx(weighted, abs=6e-4)
    assert np.std(rates) / np.mean(rates) == pytest.approx(plain, abs=6e-4)
    assert PRIMARY.finding({"totals": totals.tolist(), "pupils": pupils}).outcome is outcome


def test_dividing_before_multiplying() -> None:
    """9 teachers for 1000 pupils are 0.9 per hundred; 9 / 1000 * 100 is 0.8999999999999999."""
    assert 9 / 1000 * 100 < 0.9
    limit = NATIONAL.limit("R3", Stage.PRIMARY)
    assert limit.finding({limit.of: Fraction(900, 1000)}).outcome is Outcome.PASS
    assert limit.finding({limit.of: 100 * 9 / 1000}).outcome is Outcome.PASS


def test_rounding_the_coefficient() -> None:
    """Rates of 0.496 and 1.504 have the coefficient 0.504, which two decimals read as 0.50."""
    finding = PRIMARY.finding({"totals": [0.496, 1.504], "pupils": [1, 1]})
    assert finding.value == pytest.approx(0.504)
    assert finding.outcome is Outcome.FAIL


NINGGUO = {
    Stage.PRIMARY: (0.677, 0.674, 0.618, 0.519, 0.597, 0.167, 0.759),
    Stage.JUNIOR: (0.542, 1.055, 0.507, 0.587, 0.686, 0.254, 0.496),
}


@pytest.mark.parametrize(("stage", "coefficients"), NINGGUO.items())
def test_a_mean_of_coefficients_where_each_must_hold(stage: Stage, coefficients: tuple[float, ...]) -> None:
    """Ningguo 2022: only R6 holds, in both stages. Two schools at 1 ± c have the coefficient c."""
    check = NATIONAL.variation_check(stage)
    found = []
    for c in coefficients:
        pupils = [1, 3] if c > 1 else [1, 1]
        # One school with rate 1 + c·√3, three with 1 − c/√3, where 1 − c would be negative.
        rates = [1 + c * 3**0.5, 3 * (1 - c / 3**0.5)] if c > 1 else [1 - c, 1 + c]
        found.append(check.finding({"totals": rates, "pupils": pupils}))
    assert [round(f.value, 3) for f in found if f.value is not None] == list(coefficients)
    assert [f.outcome is Outcome.PASS for f in found] == [False] * 5 + [True, False]


def test_a_coefficient_of_0_for_a_resource_that_no_school_has() -> None:
    finding = JUNIOR.finding({"totals": [0, 0, 0], "pupils": [100, 200, 300]})
    assert (finding.outcome, finding.value) == (Outcome.UNKNOWN, None)


def test_one_stages_gap_filled_with_the_whole_schools_pupils() -> None:
    empty = {
        f"junior_{name}": 0
        for name in ("pupils", "teachers_above_required", "backbone_teachers", "sports_arts_teachers", "largest_class")
    }
    county = good_county(*good_county().campuses[:3], nine_year(primary_pupils=800, **empty))
    stages = [(s.section.campus.school_code, s.section.stage) for s in assess(county).sections]
    assert [stage for code, stage in stages if code == "N1"] == [Stage.PRIMARY]


def test_a_total_row_kept_as_a_school_would_lower_the_coefficient() -> None:
    """3 and 9 per hundred in two equal schools: 0.50; with the total as a third school 0.354."""
    assert variation_coefficient([3, 9], [100, 100]) == 0.5
    assert variation_coefficient([3, 9, 12], [100, 100, 200]) == pytest.approx(0.354, abs=1e-3)


def test_a_report_handed_in_twice_counted_twice() -> None:
    with pytest.raises(DataError, match="60 is more than 专任教师数, 40"):
        Campus(school_code="A", kind=Kind.PRIMARY, full_time_teachers=40, trained_teachers=60)
    once = good_county().campuses[0]
    with pytest.raises(DataError, match="P1 is the code of 2 campuses"):
        good_county(once, once)


def test_a_nine_year_school_counted_whole_in_both_stages() -> None:
    found = {s.section.stage: s for s in assess(good_county()).sections if s.section.campus.school_code == "N1"}
    rooms = good_county().campuses[3].multimedia_rooms
    assert sum(s.section.totals["multimedia_rooms"] for s in found.values()) == rooms  # type: ignore[misc]
    assert found[Stage.PRIMARY].values["R7"] == Fraction(100 * rooms, 400 + 440)  # type: ignore[operator]


def test_small_schools_funds_summed() -> None:
    """The surplus of one school does not hide the shortfall of another."""
    county = good_county()
    small = {"area_type": type(county.campuses[0].area_type)("乡村"), "primary_pupils": 60, "primary_largest_class": 30}
    county = change_campus(county, "P1", **small, funded_pupils=60)
    county = change_campus(county, "P2", **small, funded_pupils=200)
    finding = assess(county).indicators["G6"]
    assert finding.outcome is Outcome.FAIL
    assert [leaf.campus for leaf in finding.leaves()] == ["P1"]
