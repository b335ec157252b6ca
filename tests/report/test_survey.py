"""The survey in a report: the rates of the groups and of all, and what the sample reaches."""

from __future__ import annotations

from pathlib import Path

import attrs
import openpyxl
import pytest
from counties import good_county

from balanced_edu.assessment import Assessment, assess
from balanced_edu.records.county import County, Group, Recognition
from balanced_edu.report import document_of
from balanced_edu.report.document import Heading


def surveyed(*groups: Group, residents: int | None = None) -> County:
    return attrs.evolve(good_county(), groups=groups, recognition=Recognition(residents=residents))


def table(assessment: Assessment, lang: str, name: str) -> list[list[str]]:
    """A table with its head."""
    found = next(table for table in document_of(assessment, lang).tables if table.name == name)
    rows = [[f"{entry.text} {entry.mark}".strip() for entry in row] for row in found.rows]
    return [[column.head for column in found.columns], *rows]


PARENTS = Group(group="家长", handed_out=2500, surveyed=2400, satisfied=2280, visited=60, visit_satisfied=54)
FULL = assess(surveyed(PARENTS, Group(group="教师", surveyed=2800, satisfied=2700), residents=5_200_001))


def test_the_rates_of_the_groups_and_of_all() -> None:
    assert table(FULL, "en", "Satisfaction") == [
        ["Group", "Satisfied", "Handed out", "Valid", "Satisfied in visits", "Visited"],
        ["家长", "95.00 %", "2,500", "2,400", "90.00 %", "60"],
        ["教师", "96.43 %", "?", "2,800", "?", "?"],
        ["all", "95.77 %", "?", "5,200", "?", "?"],
    ]
    assert table(FULL, "zh", "社会认可度")[0] == [
        "调查对象",
        "满意度",
        "发放问卷数",
        "有效问卷数",
        "实地走访满意度",
        "实地走访人数",
    ]
    assert table(FULL, "zh", "社会认可度")[-1][:2] == ["合计", "95.77%"]


def test_the_sample_and_what_is_asked_of_it() -> None:
    """It falls short of both, by so little that two decimals do not show it, and fails nothing."""
    assert str(FULL.outcome) == "pass"
    assert table(FULL, "en", "Sample") == [
        ["Figure", "Sample", "Required", "Met", "Clause"],
        [
            "people asked as a share of the residents",
            "0.9999998‰",
            "at least 1‰",
            "no",
            "调查人数不低于常住人口的1‰",
        ],
        ["家长, share of those asked", "46.15%", "at least 50%", "no", "家长占调查对象的一半以上"],
    ]
    assert table(FULL, "zh", "调查样本")[1:] == [
        ["调查人数占常住人口的比例", "0.9999998‰", "不低于1‰", "未达到", "调查人数不低于常住人口的1‰"],
        ["家长占调查人数的比例", "46.15%", "不低于50%", "未达到", "家长占调查对象的一半以上"],
    ]
    assert "A sample that falls short is reported and does not affect the verdict." in FULL.as_text("en")
    assert "样本未达到要求的，在报告中注明，不影响结论。" in FULL.as_text("zh")
    assert "未达到</td>" in FULL.as_html()


def test_a_demand_whose_figures_are_not_given_is_left_out() -> None:
    without_residents = assess(surveyed(PARENTS))
    assert [row[:4] for row in table(without_residents, "zh", "调查样本")[1:]] == [
        ["家长占调查人数的比例", "100%", "不低于50%", "达到"]
    ]
    nothing = document_of(assess(surveyed(Group(group="家长"), residents=1000)), "zh")
    assert "调查样本" not in [block.text for block in nothing.blocks if isinstance(block, Heading)]
    nobody = document_of(assess(surveyed(residents=1000)), "en")
    assert not {"Satisfaction", "Sample"} & {table.name for table in nobody.tables}


def test_what_is_not_known_of_a_group_is_marked_and_columns_that_nobody_fills_are_left_out() -> None:
    assessment = assess(surveyed(Group(group="家长", satisfied=100), Group(group="教师", surveyed=400, satisfied=390)))
    assert table(assessment, "en", "Satisfaction") == [
        ["Group", "Satisfied", "Valid"],
        ["家长", "?", "?"],
        ["教师", "97.50 %", "400"],
        ["all", "?", "?"],
    ]


def test_the_workbook_has_the_numbers(tmp_path: Path) -> None:
    FULL.as_workbook(tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert [cell.value for cell in book["社会认可度"][2]][1:] == [95, 2500, 2400, 90, 60]
    assert book["调查样本"].cell(3, 2).value == pytest.approx(100 * 2400 / 5200)


def test_json() -> None:
    data = FULL.as_dict()["survey"]
    assert data == {
        "groups": [
            {
                "group": "家长",
                "handed_out": 2500,
                "surveyed": 2400,
                "satisfied": 2280,
                "rate": 95.0,
                "visited": 60,
                "visit_satisfied": 54,
                "visit_rate": 90.0,
            },
            {
                "group": "教师",
                "handed_out": None,
                "surveyed": 2800,
                "satisfied": 2700,
                "rate": pytest.approx(2700 / 28),
                "visited": None,
                "visit_satisfied": None,
                "visit_rate": None,
            },
        ],
        "all": {
            "handed_out": None,
            "surveyed": 5200,
            "satisfied": 4980,
            "rate": pytest.approx(498000 / 5200),
            "visited": None,
            "visit_satisfied": None,
            "visit_rate": None,
        },
        "sample": {
            "per_mille": {"value": pytest.approx(5_200_000 / 5_200_001), "limit": 1.0, "outcome": "fail"},
            "share": {"value": pytest.approx(240_000 / 5200), "limit": 50.0, "outcome": "fail"},
        },
    }
