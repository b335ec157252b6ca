"""Both sides of a resource indicator under the same names in every report."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from counties import change_campus, good_county, mine

from balanced_edu.assessment import assess, compare_counties, compare_standards, history
from balanced_edu.report import document_of
from balanced_edu.report.document import Table
from balanced_edu.standards import load

GOOD = good_county()
# P2 fails the section rule by R2 and R7; every coefficient holds.
LACKS = change_campus(GOOD, "P2", multimedia_rooms=13, primary_backbone_teachers=3)
OPEN = change_campus(GOOD, "P2", primary_backbone_teachers=None)


def rows(reported: object, lang: str, name: str) -> list[list[str]]:
    tables = [one for one in document_of(reported, lang).tables if isinstance(one, Table) and one.name == name]
    return [[f"{entry.text} {entry.mark}".strip() for entry in row] for row in tables[0].rows]


VERDICTS = {
    "all holds": (
        GOOD,
        "差异系数7项全部达标；5所学校（学段）全部达标",
        "variation coefficients of all 7 indicators hold; all 5 sections hold",
    ),
    "a section fails": (
        LACKS,
        "差异系数7项全部达标；5所学校（学段）中1所未达标",
        "variation coefficients of all 7 indicators hold; 1 of 5 sections fails",
    ),
    "a figure is unknown": (
        OPEN,
        "差异系数7项中1项无法判定；5所学校（学段）中1所无法判定",
        "variation coefficients of 1 of 7 indicators not known; 1 of 5 sections not known",
    ),
}


@pytest.mark.parametrize(("county", "in_chinese", "in_english"), VERDICTS.values(), ids=VERDICTS)
def test_the_line_of_the_verdict(county: Any, in_chinese: str, in_english: str) -> None:
    assessment = assess(county)
    assert rows(assessment, "zh", "")[0][2] == in_chinese
    assert rows(assessment, "en", "")[0][2] == in_english


def text_of(reported: Any, lang: str) -> str:
    """The text without the breaks of its lines."""
    joined = "".join(
        line.strip() if lang == "zh" else f" {line.strip()}" for line in reported.as_text(lang).splitlines()
    )
    return joined.strip()


BOTH = {
    "zh": "差异系数达标（小学0.3010、初中0.0256）；学校（学段）未达标（5所中4所达到限值，1所低于限值，其中1所未达标）",
    "en": "variation coefficients hold (primary 0.3010, junior 0.0256); "
    "sections fail (4 of 5 at the limit, 1 below it, 1 of these fails)",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_assessment_and_board_say_the_same_of_both_sides(lang: str) -> None:
    assessment = assess(LACKS)
    coefficients = [assessment.variation[stage]["R2"].value for stage in assessment.variation]  # type: ignore[index]
    primary, junior = (f"{float(value or 0):.4f}" for value in coefficients)
    both = BOTH[lang].replace("0.3010", primary).replace("0.0256", junior)
    for reported in (assessment, assessment.tasks()):
        assert both in text_of(reported, lang)


def test_what_passes_is_listed_by_side() -> None:
    text = text_of(assess(LACKS), "zh")
    ratio = "R2 每百名学生拥有县级以上骨干教师数"
    spread = text[text.index("资源配置，差异系数：") : text.index("资源配置，学校（学段）：")]
    schools = text[text.index("资源配置，学校（学段）：") : text.index("政府保障程度：")]
    assert (ratio in spread, ratio in schools) == (True, False)
    assert "R1 每百名" in schools
    english = text_of(assess(LACKS), "en")
    assert "resources, variation coefficients: R1 " in english
    assert "resources, sections: R1 " in english


def test_the_table_of_coefficients_has_the_sections_too() -> None:
    found = {row[0][:2]: row[5:] for row in rows(assess(LACKS), "zh", "差异系数")}
    assert (found["R1"], found["R2"], found["综合"]) == (["5", "0"], ["4", "1 ✗"], ["–", "–"])
    open_ = {row[0][:2]: row[5:] for row in rows(assess(OPEN), "zh", "差异系数")}
    assert open_["R2"] == ["4", "0 ?"]
    unlimited = rows(assess(GOOD, "basic-2012"), "zh", "差异系数")
    assert {len(row) for row in unlimited} == {5}


def test_a_comparison_has_both_sides_and_the_rule() -> None:
    both = compare_standards(LACKS, ["national-2017", "basic-2012"])
    found = {row[1]: row[2:] for row in rows(both, "zh", "对比")}
    assert found["R* 各校资源配置：7项中至少6项达到要求，余项不低于要求的85%"] == ["未达标", "·"]
    assert found["R2 每百名学生拥有县级以上骨干教师数，差异系数"] == ["达标", "·"]
    assert found["R2 每百名学生拥有县级以上骨干教师数，学校（学段）"] == ["未达标", "·"]
    assert found["B1 生均教学及辅助用房面积"][0] == "·"
    assert (both.outcome("basic-2012", "sections"), both.outcome("basic-2012", "R2_sections")) == (None, None)
    assert str(both.outcome("national-2017", "R2_sections")) == "fail"


def test_counties_side_by_side_have_a_group_for_each_side() -> None:
    matrix = compare_counties([GOOD, attrs.evolve(LACKS, name="乙县")])
    table, *_ = (one for one in document_of(matrix, "zh").tables if one.name == "对比")
    groups = {column.group: None for column in table.columns}
    assert list(groups)[2:4] == ["R1–R7，差异系数", "R*、R1–R7，学校（学段）"]
    of_sections = [at for at, column in enumerate(table.columns) if column.group == "R*、R1–R7，学校（学段）"]
    assert [table.columns[at].head for at in of_sections] == ["R*", *(f"R{n}" for n in range(1, 8))]
    assert "".join(table.rows[1][at].mark for at in of_sections) == "✗✓✗✓✓✓✓✗"
    columns = matrix.as_columns()
    assert (columns["R2"], columns["R2_sections"], columns["sections"]) == (
        ["pass"] * 2,
        ["pass", "fail"],
        ["pass", "fail"],
    )


def test_a_history_has_both_sides_by_year() -> None:
    years = history([attrs.evolve(LACKS, year=2021), GOOD])
    found = {row[1]: row[2:] for row in rows(years, "zh", "对比")}
    assert found["R2 每百名学生拥有县级以上骨干教师数，差异系数"] == ["达标", "达标"]
    assert found["R2 每百名学生拥有县级以上骨干教师数，学校（学段）"] == ["未达标", "达标"]


def test_a_standard_says_both_sides_of_each_resource() -> None:
    text = text_of(load("national-2017"), "zh")
    said = "- 学校（学段）：7项中至少6项达到要求，余项不低于要求的85%- 差异系数：小学不超过0.5、初中不超过0.45"
    assert text.count(said) == 7
    assert text_of(load("basic-2012"), "zh").count("- 综合差异系数：小学不超过0.65、初中不超过0.55") == 9


def test_of_a_limited_mean_the_coefficients_are_given_without_an_outcome() -> None:
    standard = mine('[variation]\nof = "mean"\n')
    board = text_of(assess(LACKS, standard).tasks(), "zh")
    assert "差异系数（小学" in board
    assert "差异系数达标（小学" not in board
    basic = text_of(assess(GOOD, "basic-2012").tasks(), "en")
    assert "variation coefficients not known (primary –, junior –)" in basic
    assert "sections" not in basic


def test_data_for_other_programs() -> None:
    data: Any = assess(LACKS).as_dict()["resources"]
    assert data["R2"] == {
        "coefficients": {"primary": "pass", "junior": "pass"},
        "sections": {"outcome": "fail", "reached": 4, "below": 1, "unknown": 0, "failing": 1},
    }
    basic: Any = assess(GOOD, "basic-2012").as_dict()["resources"]
    assert basic["B1"]["sections"]["outcome"] is None
