"""Matrices: the squares are the outcomes, and their marks say the same without colour."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest
from counties import change_campus, good_county, primary
from matplotlib.colors import to_hex

from balanced_edu.assessment import assess, compare_counties, compare_standards, history
from balanced_edu.assessment.comparison import Comparison
from balanced_edu.assessment.years import History
from balanced_edu.outcomes import Outcome

GOOD = good_county()
LARGE_CLASS = attrs.evolve(change_campus(GOOD, "P1", primary_largest_class=46), name="乙县")
UNKNOWN_CLASS = attrs.evolve(change_campus(GOOD, "P1", primary_largest_class=None), name="County C")
COUNTIES = compare_counties([GOOD, LARGE_CLASS, UNKNOWN_CLASS])
STANDARDS = compare_standards(GOOD, ["national-2017", "basic-2012"])
YEARS = history([attrs.evolve(GOOD, year=2021), attrs.evolve(LARGE_CLASS, name=GOOD.name, year=2023)])


def squares(ax: Any) -> list[list[float | None]]:
    """The codes of the squares by row, None where there is none."""
    (mesh,) = [one for one in ax.collections if one.get_array() is not None]
    array = mesh.get_array()
    rows, columns = len(ax.get_yticks()), len(ax.get_xticks())
    return [[None if one is np.ma.masked else float(one) for one in row] for row in array.reshape(rows, columns)]


def places(ax: Any) -> dict[str, set[tuple[float, float]]]:
    """Where the white marks of failures are, and the black ones of what is unknown."""
    scatters = [one for one in ax.collections if one.get_array() is None]
    return {to_hex(one.get_facecolor()[0]): {(float(x), float(y)) for x, y in one.get_offsets()} for one in scatters}


def texts(labels: Any) -> list[str]:
    return [label.get_text() for label in labels]


@pytest.mark.parametrize("comparison", [COUNTIES, STANDARDS], ids=["counties", "standards"])
def test_a_comparison_has_a_row_for_each_assessment(comparison: Comparison, any_font: None) -> None:
    ax = comparison.plot(lang="zh")
    outcomes = [[comparison.outcome(name, one) for one in comparison.compared] for name in comparison.assessments]
    assert squares(ax) == outcomes
    assert texts(ax.get_yticklabels()) == list(comparison.assessments)
    assert texts(ax.get_xticklabels())[:3] == [
        "结论",
        "资源配置",
        "政府保障程度",
    ]
    assert texts(ax.get_xticklabels())[-1] in ("V6", "B8")
    for outcome, colour in ((Outcome.FAIL, "#ffffff"), (Outcome.UNKNOWN, "#000000")):
        expected = {(x, y) for y, row in enumerate(outcomes) for x, one in enumerate(row) if one is outcome}
        assert places(ax).get(colour, set()) == expected


def test_kinds_of_items_are_set_apart(any_font: None) -> None:
    ax = COUNTIES.plot(lang="zh")
    borders = {line.get_xdata()[0] for line in ax.get_lines()}
    # After the verdict, the five dimensions, R1-R7, the sections by R* and R1-R7, G1-G15, Q1-Q9 and S1.
    assert borders == {0.5, 5.5, 12.5, 20.5, 35.5, 44.5, 45.5}


def test_the_key_has_what_is_there(any_font: None) -> None:
    assert texts(COUNTIES.plot(lang="zh").get_legend().get_texts()) == ["达标", "未达标", "无法判定"]
    assert texts(STANDARDS.plot(lang="zh").get_legend().get_texts()) == ["达标", "无法判定", "不作要求"]
    assert texts(compare_counties([GOOD]).plot(lang="zh").get_legend().get_texts()) == ["达标"]


def test_left_out_data_sets_stand_in_the_note(any_font: None) -> None:
    comparison = attrs.evolve(COUNTIES, left_out=("丁县",))
    assert comparison.plot(lang="zh").get_xlabel() == "4个数据集中有1个无法读取，未列入：丁县"
    years = attrs.evolve(YEARS, left_out=("2022",))
    assert years.plot(lang="en").get_xlabel() == "1 of 3 data sets cannot be read and is left out: 2022"


def test_nothing_to_compare_is_an_empty_picture() -> None:
    ax = Comparison(assessments={}, of="county", left_out=("A", "B")).plot(lang="en")
    assert ax.get_title(loc="left") == "Nothing to compare"
    assert "2 of 2 data sets" in ax.get_xlabel()
    assert not ax.collections


class TestWithoutAChineseFont:
    def test_counties_have_numbers(self, no_chinese_font: None) -> None:
        ax = attrs.evolve(COUNTIES, left_out=("丁县",)).plot(lang="en")
        assert texts(ax.get_yticklabels()) == ["county 1", "county 2", "county 3"]
        assert ax.get_xlabel().replace("\n", " ") == (
            "The counties are numbered in their order: no font with the characters of their names is installed. "
            "1 data set cannot be read and is left out"
        )

    def test_titles_do_without_the_county(self, no_chinese_font: None) -> None:
        assert STANDARDS.plot(lang="en").get_title(loc="left") == "outcomes"
        assert YEARS.plot(lang="en").get_title(loc="right") == "outcomes by year"


def test_a_history_has_a_column_for_each_year(any_font: None) -> None:
    ax = YEARS.plot(lang="zh")
    assert texts(ax.get_xticklabels()) == ["2021", "2023"]
    assert texts(ax.get_yticklabels())[:2] == ["结论", "资源配置"]
    assert squares(ax) == [list(by_year.values()) for by_year in YEARS.outcomes.values()]
    assert ax.get_title(loc="right") == "示例县：历年评估结果"
    row = list(YEARS.outcomes).index("G5")
    assert texts(ax.get_yticklabels())[row] == "G5 班级学生数"
    assert (1.0, row) in places(ax)["#ffffff"]


def test_what_a_year_does_not_have_is_a_white_square() -> None:
    """As in a history of assessments that were put together by hand."""
    one, other = (assess(attrs.evolve(GOOD, year=year)) for year in (2021, 2022))
    fewer = {id: finding for id, finding in other.indicators.items() if id != "V6"}
    both = History(assessments={2021: one, 2022: attrs.evolve(other, indicators=fewer)})
    with pytest.raises(KeyError):
        both.plot(lang="en")


def test_long_names_are_cut() -> None:
    county = attrs.evolve(good_county(primary()), name="C" * 200)
    ax = compare_counties([county]).plot(lang="en")
    (name,) = texts(ax.get_yticklabels())
    assert len(name) < 80
