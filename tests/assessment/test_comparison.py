"""Several standards or counties side by side."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county, mine

from balanced_edu.assessment import assess
from balanced_edu.assessment.comparison import compare_counties, compare_standards, resource_of
from balanced_edu.errors import DataError
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Kind

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


def test_the_section_rule_is_compared_where_a_standard_has_one() -> None:
    poor = change_campus(GOOD, "P1", equipment_value=1, sports_area=1)
    both = compare_standards(poor, ["national-2017", "basic-2012"])
    assert both.outcome("national-2017", "sections") is Outcome.FAIL
    assert both.outcome("basic-2012", "sections") is None
    assert compare_standards(GOOD, ["national-2017"]).outcome("national-2017", "sections") is Outcome.PASS


def test_without_sections_none_breaks_the_rule() -> None:
    county = County(name="示例县", campuses=[Campus(school_code="H1", kind=Kind.SENIOR)])
    assert compare_counties([county]).outcome("示例县", "sections") is Outcome.PASS


def test_what_a_standard_does_not_ask_has_no_word() -> None:
    columns = compare_standards(GOOD, ["national-2017", "shenyang"]).as_columns()
    assert columns["V7"] == [None, "unknown"]


@pytest.mark.parametrize(
    ("compared", "resource"),
    [
        ("R1_sections", "R1"),
        ("R1_sections_sections", "R1_sections"),
        ("R1", ""),
        ("sections", ""),
        ("R1_sections_of", ""),
        ("verdict", ""),
    ],
)
def test_the_sections_of_a_resource_are_told_by_their_name(compared: str, resource: str) -> None:
    assert resource_of(compared) == resource


@pytest.mark.parametrize(("wrong", "shown"), [(1, "1"), ("shenyang", "'shenyang'")])
def test_what_is_no_list_of_standards_is_refused(wrong: Any, shown: str) -> None:
    with pytest.raises(TypeError) as refused:
        compare_standards(GOOD, wrong)
    wanted = "several standards in brackets, such as ['national-2017', 'shenyang']"
    assert str(refused.value) == f"compare_standards: standards must be {wanted}; given {shown}"


def test_every_assessment_that_is_unlike_is_named() -> None:
    others = [assess(county, "shenyang") for county in (LATE, OPEN)]
    with pytest.raises(ValueError, match=r"^compare_counties: 乙县 by shenyang \(1\), 丙县 by shenyang \(1\): not nat"):
        compare_counties([GOOD, *others], "national-2017")


def test_a_resource_may_end_as_the_name_of_the_sections_does() -> None:
    books = '[items.R8_sections]\nname = { zh = "图书", en = "Books" }\nmeasure = "books_per_pupil"\neach = "section"\n'
    standard = mine(books + 'rules = [{ at_least = "25" }]\nclause = "图书"\nsource = "例"\n')
    matrix = compare_counties([GOOD], standard)
    assert "R8_sections_sections" in matrix.compared
    assert matrix.outcome("示例县", "R8_sections_sections") is Outcome.UNKNOWN
