"""Places of cells: every report names them as the files have them that were handed in, and no other."""

from __future__ import annotations

import pytest

from balanced_edu.checks import Cell
from balanced_edu.report.places import cell_text
from balanced_edu.report.words import english, words_of

ZH = words_of("zh")

CELLS = [
    (Cell("schools", "A1", "built_year"), "schools.csv: A1, 建成年份 (built_year)"),
    (Cell("guarantee", "", "layout_compliant"), "county.toml: 学校规划布局合理，符合国家规定 (layout_compliant)"),
    (Cell("county", "", "year"), "county.toml: 年份 (year)"),
    (Cell("local", "", "posts, unfilled"), "county.toml: [local] posts, unfilled"),
    (
        Cell("quality.monitoring", "数学", "level"),
        "county.toml: [[quality.monitoring]] 数学, 学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ） (level)",
    ),
    (Cell("recognition.groups", "家长"), "county.toml: [[recognition.groups]] 家长"),
    (Cell("recognition.groups"), "county.toml: [[recognition.groups]]"),
    (Cell(field="charter"), "charter"),
    (Cell(place="3", field="totals"), "totals[3]"),
]


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_where_a_cell_is(cell: Cell, text: str) -> None:
    assert cell_text(cell, english()) == text


def test_a_cell_in_chinese() -> None:
    assert cell_text(CELLS[0][0], ZH) == "schools.csv：A1，建成年份（built_year）"
