"""Comparisons in words and signs: a row for each item of the standards, or for each county."""

from __future__ import annotations

from pathlib import Path

import attrs
import openpyxl
import pytest
from counties import change_campus, change_facts, good_county

from balanced_edu import catalogue
from balanced_edu.assessment.comparison import compare_counties, compare_standards
from balanced_edu.standards import from_text

GOOD = good_county()
LATE = attrs.evolve(change_campus(GOOD, "P1", primary_largest_class=46), name="乙县")
OPEN = attrs.evolve(change_facts(GOOD, fraud=None), name="丙县")


def test_one_county_by_several_standards() -> None:
    both = compare_standards(GOOD, ["national-2017", "shenyang"])
    lines = both.as_text("en").splitlines()
    assert lines[:2] == ["示例县 by national-2017, shenyang", "≠ the standards disagree, · not required"]
    rows = [line.split() for line in lines[4:]]
    assert rows[0] == ["≠", "verdict", "passes", "not", "known"]
    assert rows[1] == ["resources", "passes", "passes"]
    assert ["≠", "G2", "Unified", "standards", "in", "town", "and", "country", "passes", "not", "known"] in rows
    assert next(row for row in rows if "V7" in row)[-3:] == ["·", "not", "known"]
    chinese = both.as_text().splitlines()
    assert chinese[:2] == ["示例县：national-2017、shenyang", "≠ 各标准的结果不同，· 不作要求"]
    assert chinese[4].split() == ["≠", "结论", "达标", "无法判定"]
    assert "≠  G2 城乡标准统一" in both.as_text()


def test_a_province_as_a_matrix_of_signs() -> None:
    matrix = compare_counties([GOOD, LATE, OPEN])
    lines = matrix.as_text("en").splitlines()
    assert lines[:2] == ["3 counties by national-2017 (1)", "✓ passes, ✗ fails, ? not known, · not required"]
    heads = " ".join(lines[3].split())
    assert heads == "County verdict Dimensions R1–R7, R*, R1–R7, G1–G15 Q1–Q9 S1 V1–V6"
    assert lines[4].split() == ["variation", "sections"]
    late = next(line for line in lines if "乙县" in line)
    signs = ["✓✗✓✓✓", "✓✓✓✓✓✓✓", "✓✓✓✓✓✓✓✓", "✓✓✓✓✗✓✓✓✓✓✓✓✓✓✓", "✓✓✓✓✓✓✓✓✓", "✓", "✓✓✓✓✓✓"]
    assert late.split() == ["乙县", "fails", *signs]
    assert next(line for line in lines if "丙县" in line).endswith("✓✓✓✓✓?")
    chinese = matrix.as_text().splitlines()
    assert chinese[0] == "3个县：national-2017 (1)"
    assert next(line for line in chinese if "乙县" in line).split()[:2] == ["乙县", "未达标"]


def test_a_page_has_a_column_for_each_item() -> None:
    page = compare_counties([GOOD, LATE]).as_html()
    sign = '<span role="img" aria-label="未达标" title="未达标">✗</span></td>'
    assert f'<td class="left fail sign" data-value="-1">{sign}' in page
    assert page.count('<th scope="col" class="left sign') == 5 + 38 + 8
    assert page.count('<span class="upright">') == 5, "dimensions have names, items ids"
    by_standards = compare_standards(LATE, ["national-2017", "basic-2012"]).as_html("en")
    assert '<span class="mark"> ≠</span>' in by_standards
    assert "G5 Size of classes" in by_standards


def test_a_workbook_has_signs_and_says_what_they_mean(tmp_path: Path) -> None:
    compare_counties([GOOD, LATE]).as_workbook(tmp_path / "matrix.xlsx")
    book = openpyxl.load_workbook(tmp_path / "matrix.xlsx")
    assert book.sheetnames == ["说明", "对比", "数据指纹"]
    sheet = book["对比"]
    signs = "✓ 达标，✗ 未达标，? 无法判定，· 不作要求"
    assert [cell.value for cell in sheet["A"]] == [None, "县", "示例县", "乙县", None, signs]
    assert sheet["B4"].value == "未达标"
    assert {"方面", "R1–R7，差异系数", "R*、R1–R7，学校（学段）", "G1–G15"} <= {cell.value for cell in sheet[1]}
    (late,) = (cell for cell in sheet[4] if sheet.cell(2, cell.column).value == "G5")
    assert late.value == "✗"
    assert sheet.freeze_panes == "B3"


def test_names_in_a_workbook_are_no_formulas(tmp_path: Path) -> None:
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
    compare_standards(GOOD, [own, "basic-2012"]).as_workbook(tmp_path / "own.xlsx")
    names = [cell for cell in openpyxl.load_workbook(tmp_path / "own.xlsx")["对比"]["B"] if cell.value]
    assert {"=1+2", "=HYPERLINK(1,2) 小班化"} <= {cell.value for cell in names}
    assert {cell.data_type for cell in names} == {"s"}
    compare_counties([GOOD], own).as_workbook(tmp_path / "county.xlsx")
    heads = openpyxl.load_workbook(tmp_path / "county.xlsx")["对比"][2]
    assert {cell.data_type for cell in heads} == {"s"}


def test_an_item_that_only_one_county_has_is_not_asked_of_the_other() -> None:
    fewer = compare_counties([LATE], "basic-2012")
    both = attrs.evolve(fewer, assessments={**compare_counties([GOOD]).assessments, **fewer.assessments})
    assert "·" * sum(id.startswith("G") for id in catalogue) in both.as_text("en")


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    fewer = attrs.evolve(compare_counties([GOOD, LATE]), left_out=("丙县", "丁\n县"))
    assert fewer.as_text("en").splitlines()[1] == "2 of 4 data sets cannot be read and are left out: 丙县, 丁 县"
    assert fewer.as_text().splitlines()[1] == "4个数据集中有2个无法读取，未列入：丙县、丁 县"
    assert "4个数据集中有2个无法读取" in fewer.as_html()
    fewer.as_workbook(tmp_path / "fewer.xlsx")
    said = openpyxl.load_workbook(tmp_path / "fewer.xlsx")["说明"].iter_rows(values_only=True)
    assert any("未列入" in str(cell) for row in said for cell in row)


def test_nothing_to_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = compare_counties([])
    assert nothing.as_text("en") == "Nothing to compare"
    assert nothing.as_text("zh") == "没有可对比的内容"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert str(nothing) == "没有可对比的内容"
