"""The method of 2012 for basic balance."""

from __future__ import annotations

from typing import Any

import pytest
from counties import good_county, junior, primary, senior

from balanced_edu.assessment import assess, compare_counties, compare_standards
from balanced_edu.assessment.resources import counted as counted_of
from balanced_edu.assessment.resources import divided
from balanced_edu.checks import Cell
from balanced_edu.records.kinds import Affiliation, Kind, Ownership, Sponsor, Stage
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
        ({"kind": Kind.SPECIAL, "junior_pupils": 0, "senior_pupils": 0}, False),
        ({"ownership": Ownership.PRIVATE, "affiliation": None}, False),
        ({"ownership": None, "affiliation": Affiliation.CITY}, False),
        *(({"ownership": None, "affiliation": None, "sponsor": code}, code == 7) for code in range(1, 11)),
        ({"sponsor": Sponsor.COUNTY_EDUCATION}, True),
        ({"sponsor": Sponsor.COUNTY_OTHER}, False),
        ({"sponsor": Sponsor.LOCAL_ENTERPRISE}, False),
    ],
)
def test_who_is_counted(campus: dict[str, Any], counted: bool) -> None:
    """With certainty: a school of which it is open is counted in the findings, too, and has its cells beside it."""
    county = good_county(primary(), primary("P2", 600, **campus))
    sections = divided(county.campuses, load("basic-2012"), None)
    entering = list(counted_of(sections, load("basic-2012"), None))
    assert [one.section.campus.school_code for one in entering] == (["P1", "P2"] if counted else ["P1"])
    assert [one.open for one in entering] == [()] * len(entering)
    assert len(assess(county, load("basic-2012")).sections) == len(entering)


def test_a_vocational_school_is_left_out() -> None:
    school = senior(kind=Kind.VOCATIONAL)
    assert len(assess(good_county(primary(), school), load("basic-2012")).sections) == 1
    assert len(assess(good_county(primary(), senior()), load("basic-2012")).sections) == 2


@pytest.mark.parametrize(
    ("gone", "cells"),
    [
        (["affiliation"], ["affiliation", "sponsor"]),
        (["ownership"], ["ownership", "sponsor"]),
        (["ownership", "affiliation"], ["ownership", "affiliation", "sponsor"]),
    ],
)
def test_of_whom_it_is_open(gone: list[str], cells: list[str]) -> None:
    (one,) = counted_of(divided([primary(**dict.fromkeys(gone))], load("basic-2012"), None), load("basic-2012"), None)
    assert one.open == tuple(Cell("schools", "P1", name) for name in cells)


def test_it_says_that_it_covers_one_part_of_the_method() -> None:
    county, basic = good_county(), load("basic-2012")
    found = assess(county, basic)
    reports = (found, found.tasks(), compare_standards(county, ["national-2017", basic]), basic)
    reports = (*reports, compare_counties([county], basic))
    for report in reports:
        assert basic.covers_zh in "".join(report.as_text("zh").split())
        assert basic.covers_en in " ".join(report.as_text("en").split())
        assert basic.covers_zh in report.as_html("zh")
    assert found.as_dict()["covers"] == {"zh": basic.covers_zh, "en": basic.covers_en}
    lines = found.as_text("zh").splitlines()
    assert lines[lines.index("结论：无法判定") + 1].startswith("本标准只含该办法四个部分中的一个")


def test_a_standard_that_covers_its_method_says_nothing() -> None:
    national = load("national-2017")
    assert (national.covers_zh, national.covers_en) == ("", "")
    assert "covers" not in assess(good_county()).as_dict()
    assert "covers" not in assess(good_county()).as_text("en")


def test_it_has_neither_a_rule_for_single_schools_nor_limits() -> None:
    assert load("basic-2012").reached == 0
    assert "R*" not in str(assess(good_county(), load("basic-2012")))
