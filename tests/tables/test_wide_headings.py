"""The headings of a wide table: where they end, what stands over each column, and which figure each column has."""

from __future__ import annotations

import pytest

from balanced_edu.tables.forms.wideheadings import WideHeading, WideHeadings, headings_of, is_wide, titles_of
from balanced_edu.tables.headings import Merged, Row
from balanced_edu.tables.spreadsheet import Sheet


def numbered(*rows: list[str]) -> list[Row]:
    return list(enumerate(rows, start=1))


def sheet(*rows: list[str], merged: Merged = ()) -> Sheet:
    return Sheet("小学", False, numbered(*rows), {}, merged, [], frozenset(), frozenset())


def test_the_heading_of_a_column_is_what_stands_over_it_from_the_top_down() -> None:
    """As it is written and as it is compared, without numbers and units, and what is merged over a column once."""
    headings = WideHeadings(
        numbered(
            ["学校名称", " 在校生数 ", "", "", "专任教师"],
            ["学校名称", "合计（人）", "#女", "", "12", "", "占地面积(平方米)"],
            ["", "人"],
        ),
        merged=[((1, 1), (1, 2))],
    )
    assert headings.all == [
        WideHeading(0, "学校名称", ("学校名称",), ""),
        WideHeading(1, "在校生数 合计（人） 人", ("在校生数", "合计"), "人"),
        WideHeading(2, "在校生数 #女", ("在校生数", "女"), ""),
        WideHeading(4, "专任教师 12", ("专任教师",), ""),
        WideHeading(6, "占地面积(平方米)", ("占地面积",), "平方米"),
    ]
    assert headings.headed == {0, 1, 2, 4, 6}


def test_a_heading_that_is_a_unit_is_that_of_its_column() -> None:
    """Even where it is the only one."""
    assert WideHeadings(numbered(["万元"]), ()).all == [WideHeading(0, "万元", (), "万元")]


def test_a_table_without_rows_has_no_headings() -> None:
    headings = headings_of([], ())
    assert (headings.all, headings.columns, headings.known) == ([], {}, 0)


def test_columns_that_number_the_rows_are_known_by_their_nearest_heading() -> None:
    headings = WideHeadings(numbered(["基本情况", "", "序号", "人"], ["序号", "学校名称", "学校", ""]), ())
    assert headings.ordinals == {0}


def test_each_figure_has_the_columns_of_the_headings_that_are_preferred() -> None:
    headings = WideHeadings(
        numbered(
            ["在校生数", "在校生数", "在校生数", "班数", "班数", "学校"],
            ["女", "合计", "", "", "合计", ""],
        ),
        (),
    )
    at = {name: [one.position for one in columns] for name, columns in headings.columns.items()}
    assert at == {"pupils": [1], "classes": [4]}
    assert headings.known == 2


def test_a_figure_in_two_columns_is_not_known() -> None:
    headings = WideHeadings(numbered(["班数", "班数", "在校生数"]), ())
    assert {name: len(columns) for name, columns in headings.columns.items()} == {"pupils": 1, "classes": 2}
    assert headings.known == 1


PUPILS = "在校生数"


@pytest.mark.parametrize(
    ("headings", "known"),
    [
        ([PUPILS, "统计三级"], True),
        ([PUPILS, "是否计校数"], True),
        ([PUPILS, "按学历分硕士研究生"], False),
        (["统计三级", "是否计校数"], False),
        ([PUPILS, "学校名称", "学校标识码", "办学类型"], False),
    ],
)
def test_a_wide_table_has_pupils_and_a_column_that_no_other_table_has(headings: list[str], known: bool) -> None:
    assert is_wide(sheet(["", " "], headings, ["第一小学", "800"])) is known


@pytest.mark.parametrize("parts", [("按学历分", "硕士研究生"), ("按授课课程分", "体育与健康")])
def test_a_wide_table_may_be_known_by_teachers(parts: tuple[str, str]) -> None:
    over, below = parts
    rows = (["学校名称", PUPILS, over], ["", "", below], ["第一小学", "800", "4"])
    assert is_wide(sheet(*rows))
    assert is_wide(sheet(*rows, merged=[((1, 0), (2, 0)), ((1, 1), (2, 1))]))


def test_titles_are_rows_of_one_text_in_the_first_column() -> None:
    rows = numbered([" 一览表 "], ["2023年", ""], ["学校名称", PUPILS], ["小学"])
    assert list(titles_of(rows)) == [(1, "一览表"), (2, "2023年")]
    assert list(titles_of(numbered(["", "一览表"], ["小学"]))) == []
    assert list(titles_of(numbered(["一览表"]))) == [(1, "一览表")]


def rows_of_headings(*rows: list[str]) -> list[int]:
    return [number for number, _ in headings_of(numbered(*rows), ()).rows]


SCHOOL = ["第一小学", "800", "18"]


@pytest.mark.parametrize(
    ("rows", "headings"),
    [
        ([["学校名称", PUPILS, "班数"], SCHOOL], [1]),
        ([["一览表"], ["学校名称", PUPILS, "班数"], SCHOOL], [2]),
        ([["学校名称", PUPILS, "班数"], ["", "合计", "合计"], SCHOOL], [1, 2]),
        ([["学校名称", PUPILS, "班数"], ["", "人", "个"], SCHOOL], [1, 2]),
        ([["学校名称", PUPILS, "班数"], ["", "按住宿分", ""], ["", "寄宿", ""], SCHOOL], [1, 2, 3]),
        ([["学校名称", PUPILS, "班数"], ["", "800", "18"], SCHOOL], [1]),
        ([["学校名称", PUPILS, "班数"], ["第一小学", "人", ""]], [1]),
        ([["学校名称", PUPILS, "班数"], ["", "合计", "合计"]], [1, 2]),
        ([["序号", "学校名称", PUPILS], ["1", "", "合计"], ["1", "第一小学", "800"]], [1, 2]),
        ([["单位", PUPILS, "班数"], ["", "合计", ""], SCHOOL], [1, 2]),
    ],
    ids=[
        "one row",
        "below a title",
        "two rows",
        "units",
        "what is no figure",
        "a school without a name",
        "a school without figures",
        "no school",
        "names in another column",
        "names without a heading",
    ],
)
def test_headings_end_above_the_first_school(rows: list[list[str]], headings: list[int]) -> None:
    assert rows_of_headings(*rows) == headings


def test_the_first_fourteen_rows_may_be_headings() -> None:
    above = [["情况", f"第{number}级"] for number in range(14)]
    assert rows_of_headings(*above[:13], ["学校名称", PUPILS], SCHOOL) == [*range(1, 15)]
    assert rows_of_headings(*above, ["学校名称", PUPILS], SCHOOL) == [1]
