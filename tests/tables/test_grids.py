"""What stands beside and over a cell: headings, units, and what is none of both."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from balanced_edu.tables.forms.grids import Grid, ends_with, heading_name

# A title over all columns, headings in two rows with a gap, letters and numbers of columns, and figures.
ROWS = [
    ["学生数", "", "", "", ""],
    ["指标名称", "代码", "在校生数", "", "备注"],
    ["", "", "合计", "#女", ""],
    ["甲", "乙", "1", "2", "丙"],
    ["总计", "01", "800", "380", ""],
    ["其中：寄宿生", "02", "60", "", ""],
    ["", "", "", "走读", ""],
]
MERGED = [((1, 0), (1, 4)), ((2, 0), (3, 0)), ((2, 2), (2, 3)), ((2, 4), (3, 4)), ((7, 0), (7, 1))]


def grid(rows: Sequence[Sequence[str]] = ROWS, merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()) -> Grid:
    return Grid(list(enumerate(rows, start=1)), merged)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("在校 生数", "在校生数"),
        ("#按学历分", "按学历分"),
        ("＃女", "女"),
        ("其中：运动场地面积", "运动场地面积"),
        ("其中：#其：室内体育用房", "室内体育用房"),
        ("占地面积（平方米）", "占地面积"),
        ("县级以上骨干教师（小学）", "县级以上骨干教师(小学)"),
        ("教师A", "教师a"),
        ("甲类", "甲类"),
        ("1200米跑道", "1200米跑道"),
    ],
)
def test_headings_are_compared_without_unit_and_mark(text: str, name: str) -> None:
    assert heading_name(text) == name


@pytest.mark.parametrize("text", ["", "12", "-3", "1,200.5", "12%", "平方米", "公顷", "千元", "甲", "戊", "—", "#"])
def test_what_is_no_heading(text: str) -> None:
    assert heading_name(text) == ""


def test_a_path_ends_with_its_nearest_headings() -> None:
    path = ("专任教师", "按学历分", "本科")
    for nearest in (("本科",), ("按学历分", "本科"), path):
        assert ends_with(path, nearest)
    for others in (("专任教师",), ("专任教师", "本科"), ("教师", *path)):
        assert not ends_with(path, others)


def test_texts_are_those_of_cells_that_are_not_blank() -> None:
    one = grid([["", " 800 "], ["总计"]])
    assert dict(one.texts) == {(1, 1): "800", (2, 0): "总计"}
    assert [one.text(cell) for cell in ((1, 0), (1, 1), (3, 0), (2, 5))] == ["", "800", "", ""]


def test_merged_cells_say_what_the_first_of_them_says() -> None:
    """Merged cells that say nothing hide nothing of what stands over them."""
    one = grid(merged=MERGED)
    assert [one.first_of(cell) for cell in ((1, 3), (3, 0), (2, 3), (3, 3), (7, 1))] == [
        *((1, 0), (2, 0), (2, 2), (3, 3), (7, 1)),
    ]


@pytest.mark.parametrize(
    ("cell", "beside"),
    [
        ((5, 0), ()),
        ((5, 2), ("总计",)),
        ((6, 3), ("寄宿生",)),
        ((3, 3), ("指标名称", "合计")),
        ((2, 4), ("指标名称", "代码", "在校生数")),
    ],
)
def test_headings_beside_a_cell_stand_left_in_its_row(cell: tuple[int, int], beside: tuple[str, ...]) -> None:
    assert grid(merged=MERGED).beside(cell) == beside


@pytest.mark.parametrize(
    ("cell", "over"),
    [
        ((5, 2), ("在校生数", "合计")),
        ((5, 3), ("在校生数", "女")),
        ((5, 4), ("备注",)),
        ((3, 2), ("在校生数",)),
        ((7, 3), ("在校生数", "女")),
        ((7, 0), ("学生数", "指标名称")),
        ((1, 2), ()),
        ((9, 3), ("在校生数", "女", "走读")),
    ],
)
def test_headings_over_a_cell_stand_above_in_its_column(cell: tuple[int, int], over: tuple[str, ...]) -> None:
    """Of the first column the titles are headings, too; rows with numbers have none."""
    assert grid(merged=MERGED).over(cell) == over


def test_columns_of_labels_have_more_texts_beside_numbers_than_numbers() -> None:
    """Units and letters of columns are no texts that say something, and nothing behind the last number is one."""
    assert grid().label_columns == {0}
    rows = [
        ["教学及辅助用房", "计", "平方米", "01", "4000"],
        ["", "教室", "平方米", "2", "2500"],
        ["", "略", "略", "略", "略"],
    ]
    assert grid(rows).label_columns == {0, 1}
    assert grid([["1", "总计", "800"], ["合计", "2", "600"]]).label_columns == frozenset()


@pytest.mark.parametrize(
    ("rows", "cell", "units"),
    [
        ([["面积", "数量"], ["运动场地", "6400"]], (2, 1), ("", "")),
        ([["面积（平方米）", "数量(万元)"], ["运动场地", "6400"]], (2, 1), ("", "万元")),
        ([["面积", "万元"], ["其中：设备（千元）", "6400"]], (2, 1), ("千元", "万元")),
        ([["设备(元)", "万元", "册", "210"]], (1, 3), ("册", "")),
        ([["设备（含软件）（公顷）", "210"]], (1, 1), ("公顷", "")),
        ([["设备公顷)", "210"]], (1, 1), ("", "")),
        ([["", "元"], ["", "万元"], ["", "3"], ["", "台"], ["", "4"]], (3, 1), ("", "万元")),
        ([["平方米", "平方米"]], (1, 1), ("平方米", "")),
        ([["公顷", "m²"], ["1", "2"]], (2, 1), ("", "m2")),
    ],
    ids=["none", "brackets", "multiple", "nearest", "last bracket", "half a bracket", "above", "own", "alone"],
)
def test_units_are_the_nearest_beside_and_over_a_cell(
    rows: list[list[str]], cell: tuple[int, int], units: tuple[str, str]
) -> None:
    assert grid(rows).units(cell) == units


def test_a_merged_cell_gives_its_unit_to_all_that_it_stands_beside_and_over() -> None:
    rows = [["", "", "万元", ""], ["平方米", "", "", ""], ["", "", "", "7"]]
    merged = [((1, 2), (1, 3)), ((2, 0), (3, 0))]
    assert grid(rows, merged).units((3, 3)) == ("平方米", "万元")
