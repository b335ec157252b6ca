"""Several standards or counties side by side."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county

from balanced_edu.assessment import assess
from balanced_edu.assessment.comparison import compare_counties, compare_standards
from balanced_edu.errors import DataError

GOOD = good_county()
LATE = attrs.evolve(change_campus(GOOD, "P1", primary_largest_class=46), name="乙县")
OPEN = attrs.evolve(change_facts(GOOD, fraud=None), name="丙县")


def test_one_county_by_several_standards() -> None:
    both = compare_standards(GOOD, ["national-2017", "shenyang"])
    assert both.compared[:6] == ("verdict", "resources", "guarantee", "quality", "recognition", "veto")
    assert both.compared[-1] == "V7"
    assert both.outcome("national-2017", "V7") is None
    assert str(both.outcome("shenyang", "V7")) == "unknown"
    # 960,000 yuan for 120 pupils are the 8,000 that Shenyang asks; its amounts per pupil, labour education and its veto
    # are unknown.
    assert both.differing == ("verdict", "guarantee", "quality", "veto", "G2", "Q7")


def test_a_province_as_a_matrix() -> None:
    matrix = compare_counties([GOOD, LATE, OPEN])
    columns = matrix.as_columns()
    assert columns["county"] == ["示例县", "乙县", "丙县"]
    assert columns["verdict"] == ["pass", "fail", "unknown"]
    assert columns["G5"] == ["pass", "fail", "pass"]
    assert matrix.differing == ("verdict", "guarantee", "veto", "G5", "V6")


def test_every_outcome_is_that_of_the_assessment() -> None:
    matrix = compare_counties([GOOD, LATE, OPEN], "wenling-2020")
    for county in (GOOD, LATE, OPEN):
        found = assess(county, "wenling-2020")
        assert matrix.outcome(county.name, "verdict") is found.outcome
        for id, finding in found.indicators.items():
            assert matrix.outcome(county.name, id) is finding.outcome


def test_frame_and_representation() -> None:
    matrix = compare_counties([GOOD, LATE])
    assert matrix.as_frame(like="polars").shape == (2, 53)
    assert repr(matrix) == "<comparison of 示例县, 乙县>"


def test_names_are_distinct() -> None:
    with pytest.raises(ValueError, match="several counties are called 示例县"):
        compare_counties([GOOD, GOOD])
    with pytest.raises(ValueError, match="several standards are called national-2017"):
        compare_standards(GOOD, ["national-2017", "national-2017"])
    doubled = attrs.evolve(GOOD, name="县\x1b[31m\u202e\n县")
    with pytest.raises(ValueError, match=r"several counties are called 县 \[31m 县; give"):
        compare_counties([doubled, doubled])


def test_assessments_are_taken_as_they_are() -> None:
    found = assess(LATE)
    assert compare_counties([found]).assessments["乙县"] is found
    mixed = compare_counties([GOOD, found, OPEN])
    assert mixed.assessments["乙县"] is found
    assert mixed.as_columns() == compare_counties([GOOD, LATE, OPEN]).as_columns()
    assert mixed.as_text() == compare_counties([GOOD, LATE, OPEN], "national-2017").as_text()


def test_the_standard_is_that_of_the_assessments() -> None:
    by_shenyang = assess(LATE, "shenyang")
    assert compare_counties([GOOD, by_shenyang]).assessments["示例县"].standard.name == "shenyang"
    assert compare_counties([GOOD]).assessments["示例县"].standard.name == "national-2017"
    message = r"^compare_counties: 乙县 by shenyang \(\d+\): not national-2017 \(1\); assess all counties alike, or"
    with pytest.raises(ValueError, match=message):
        compare_counties([GOOD, by_shenyang], "national-2017")
    with pytest.raises(ValueError, match="乙县 by shenyang"):
        compare_counties([assess(GOOD), by_shenyang])


def test_assessments_of_another_day_are_refused() -> None:
    day, other = dt.date(2022, 1, 1), dt.date(2023, 1, 1)
    found = assess(LATE, on=day)
    assert compare_counties([found, GOOD]).assessments["乙县"].on == day
    assert compare_counties([found, GOOD], on=day).assessments["示例县"].on == day
    with pytest.raises(ValueError, match=r"乙县 of 2022-01-01: not national-2017 \(1\) of 2023-01-01"):
        compare_counties([found, GOOD], on=other)


def test_the_same_county_twice_is_refused_whatever_it_is_given_as() -> None:
    for several in ([assess(GOOD), GOOD], [assess(GOOD), assess(GOOD)]):
        with pytest.raises(ValueError, match="several counties are called 示例县"):
            compare_counties(several)


@pytest.mark.parametrize("wrong", [GOOD, assess(GOOD), ["示例县"], [None]], ids=range(4))
def test_what_is_no_county_and_no_assessment_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"compare_counties: (counties must be several counties|a county must be a C)"):
        compare_counties(wrong)


def test_nothing_to_compare() -> None:
    assert compare_counties([]).compared == ("verdict",)


def test_facts_that_are_misread_are_reported_with_their_counties() -> None:
    wrong = [attrs.evolve(GOOD, name=name, local={"public_funds_per_primary_pupil": True}) for name in ("甲县", "乙县")]
    message = (
        "^甲县: local.public_funds_per_primary_pupil: is true; shenyang expects a number; 乙县: local.public_funds"
    )
    with pytest.raises(DataError, match=message):
        compare_counties([GOOD, *wrong], "shenyang")
