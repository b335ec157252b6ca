"""Several standards or counties side by side."""

from __future__ import annotations

from pathlib import Path

import attrs
import openpyxl
import pytest
from counties import change_campus, change_facts, good_county

from balanced_edu.assessment import assess
from balanced_edu.comparison import compare_counties, compare_standards
from balanced_edu.standards import from_text

GOOD = good_county()
LATE = attrs.evolve(change_campus(GOOD, "P1", primary_largest_class=46), name="乙县")
OPEN = attrs.evolve(change_facts(GOOD, fraud=None), name="丙县")


def test_one_county_by_several_standards() -> None:
    both = compare_standards(GOOD, ["national-2017", "shenyang"])
    assert both.compared[:6] == ("verdict", "resources", "guarantee", "quality", "recognition", "veto")
    assert both.compared[-1] == "V7"
    assert both.outcome("national-2017", "V7") is None
    assert str(both.outcome("shenyang", "V7")) == "unknown"
    # 960,000 yuan for 120 pupils are the 8,000 that Shenyang asks; its amounts a pupil and its veto are not known.
    assert both.differing == ("verdict", "guarantee", "veto", "G2")
    assert "≠  G2 城乡标准统一" in str(both)


def test_a_province_as_a_matrix() -> None:
    matrix = compare_counties([GOOD, LATE, OPEN])
    columns = matrix.as_columns()
    assert columns["county"] == ["示例县", "乙县", "丙县"]
    assert columns["verdict"] == ["pass", "fail", "unknown"]
    assert columns["G5"] == ["pass", "fail", "pass"]
    assert matrix.differing == ("verdict", "guarantee", "veto", "G5", "V6")
    lines = str(matrix).splitlines()
    assert lines[0] == "3 counties by national-2017 (1)"
    assert lines[4].split() == ["乙县", "fails", "✓✓✓✓✓✓✓", "✓✓✓✓✗✓✓✓✓✓✓✓✓✓✓", "✓✓✓✓✓✓✓✓✓", "✓", "✓✓✓✓✓✓"]
    assert lines[5].endswith("✓✓✓✓✓?")


def test_what_stands_in_it_is_what_each_assessment_finds() -> None:
    matrix = compare_counties([GOOD, LATE, OPEN], "wenling-2020")
    for county in (GOOD, LATE, OPEN):
        found = assess(county, "wenling-2020")
        assert matrix.outcome(county.name, "verdict") is found.outcome
        for id, finding in found.indicators.items():
            assert matrix.outcome(county.name, id) is finding.outcome


def test_frame_page_and_sheet(tmp_path: Path) -> None:
    matrix = compare_counties([GOOD, LATE])
    assert matrix.as_frame("polars").shape == (2, 45)
    page = compare_standards(LATE, ["national-2017", "basic-2012"]).as_html()
    assert "≠ verdict" in page
    assert "G5 班级学生数" in page
    matrix.write_sheet(tmp_path / "matrix.xlsx")
    assert openpyxl.load_workbook(tmp_path / "matrix.xlsx")["对比"]["A3"].value == "乙县"
    assert repr(matrix) == "<comparison of 示例县, 乙县>"


def test_the_headings_of_a_sheet_are_no_formulas(tmp_path: Path) -> None:
    own = from_text("""
name = "own"
edition = "1"
extends = "national-2017"
title = { zh = "自定", en = "Own" }
authority = "示例县"
document = "示例"
[items."=HYPERLINK(1,2)"]
name = { zh = "小班化", en = "Small classes" }
dimension = "=1+2"
rules = [{ fact = "average_class", unit = "pupil", at_most = "30" }]
clause = "小班不超过30人"
source = "示例"
mark = "choice"
""")
    compare_standards(GOOD, [own, "basic-2012"]).write_sheet(tmp_path / "own.xlsx")
    headings = openpyxl.load_workbook(tmp_path / "own.xlsx")["对比"][1]
    assert {"=1+2", "=HYPERLINK(1,2)"} <= {cell.value for cell in headings}
    assert {cell.data_type for cell in headings} == {"s"}


def test_names_are_distinct() -> None:
    with pytest.raises(ValueError, match="several counties are called 示例县"):
        compare_counties([GOOD, GOOD])
    with pytest.raises(ValueError, match="several standards are called national-2017"):
        compare_standards(GOOD, ["national-2017", "national-2017"])
    doubled = attrs.evolve(GOOD, name="县\x1b[31m\u202e\n县")
    with pytest.raises(ValueError, match=r"several counties are called 县 \[31m 县; give"):
        compare_counties([doubled, doubled])


def test_nothing_to_compare() -> None:
    assert str(compare_counties([])).startswith("Nothing to compare")
