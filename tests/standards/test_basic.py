"""The method of 2012 for basic balance."""

from __future__ import annotations

from typing import Any

import pytest
from counties import good_county, junior, primary

from balanced_edu.assessment import assess
from balanced_edu.records.kinds import Affiliation, Kind, Ownership, Stage
from balanced_edu.standards import load

# Published, in the order of the method: eight coefficients, their mean, whether it holds.
ROWS = (
    (Stage.PRIMARY, (0.881, 1.299, 0.977, 0.379, 0.170, 0.334, 0.286, 0.408), 0.592, "pass"),
    (Stage.JUNIOR, (0.353, 0.784, 0.146, 0.491, 0.037, 0.226, 0.223, 0.253), 0.314, "pass"),
    (Stage.JUNIOR, (0.505, 0.484, 0.325, 0.275, 0.199, 0.715, 0.421, 1.021), 0.493, "pass"),
    (Stage.JUNIOR, (0.505, 0.484, 0.325, 0.275, 0.199, 0.715, 0.876, 1.022), 0.550, "fail"),
)


@pytest.mark.parametrize(("stage", "coefficients", "mean", "expected"), ROWS)
def test_published_rows(stage: Stage, coefficients: tuple[float, ...], mean: float, expected: str) -> None:
    """Two schools, one with a tenth of the pupils, are spread so that each coefficient is the published one."""
    totals = ("teaching_area", "sports_area", "equipment_value", "computers", "books")
    by_stage = ("teachers", "teachers_above_required", "middle_rank_teachers")
    names = (*totals, *(f"{stage}_{name}" for name in by_stage))
    make = primary if stage is Stage.PRIMARY else junior
    parts = names[-2:]  # of the teachers, who are ten times as many
    small = {
        n: round(10_000 * (1 + 3 * c)) // (10 if n in parts else 1) for n, c in zip(names, coefficients, strict=True)
    }
    large = {
        n: round(90_000 - 30_000 * c) // (10 if n in parts else 1) for n, c in zip(names, coefficients, strict=True)
    }
    schools = (("A", {"pupils": 10_000, **small}), ("B", {"pupils": 90_000, **large}))
    county = good_county(*(make(code, **{"full_time_teachers": 100_000, **figures}) for code, figures in schools))
    found = assess(county, load("basic-2012"))
    assert [float(f.value or 0) for f in found.variation[stage].values()] == pytest.approx(coefficients, abs=1e-12)
    assert float(found.means[stage].value or 0) == pytest.approx(mean, abs=5e-4)
    assert str(found.means[stage].outcome) == expected


@pytest.mark.parametrize(
    ("campus", "counted"),
    [
        ({}, True),
        ({"ownership": Ownership.PRIVATE}, False),
        ({"affiliation": Affiliation.PROVINCE}, False),
        ({"affiliation": Affiliation.CITY}, False),
        ({"affiliation": Affiliation.COUNTY}, True),
        ({"kind": Kind.TEACHING_POINT}, False),
    ],
)
def test_who_is_counted(campus: dict[str, Any], counted: bool) -> None:
    found = assess(good_county(primary(), primary("P2", 600, **campus)), load("basic-2012"))
    assert len(found.sections) == (2 if counted else 1)


def test_it_has_neither_a_rule_for_single_schools_nor_limits() -> None:
    assert load("basic-2012").reached == 0
    assert "R*" not in str(assess(good_county(), load("basic-2012")))
