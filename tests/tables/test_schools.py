"""Headings and rows in, campuses out, from whatever format they come."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasets import SCHOOLS, folder_with, problems_of

from balanced_edu import read_county
from balanced_edu.notes import Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Kind
from balanced_edu.remarks import RemarkCode, TableRead
from balanced_edu.tables import headings, schools
from balanced_edu.tables.headings import Row
from balanced_edu.tables.rows import is_footnote, is_total
from balanced_edu.tables.schools import campuses_of


def test_rows_of_any_format_are_campuses() -> None:
    notes = Notes("county.xlsx")
    rows = [(4, ["学校代码", "kind", "小学在校生数（人）"]), (6, ["A1", "小学", "800"]), (7, ["", " "])]
    campuses = campuses_of(rows, notes, if_shifted="")
    assert campuses == [Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=800)]
    assert notes.problems == []


def test_what_was_read_is_noted_with_its_places_and_merged_cells_in_its_rows() -> None:
    notes = Notes("county.xlsx", sheet="学校")
    rows = [(2, ["学校代码", "学校名称", "kind"]), (3, ["A1", "甲", "小学"]), (5, ["B1", "", "小学"])]
    merged = [((1, 0), (1, 2)), ((5, 1), (6, 1)), ((3, 26), (3, 27)), ((4, 0), (4, 2)), ((6, 0), (9, 0))]
    campuses_of(rows, notes, if_shifted="", merged=merged)
    columns = {"school_code": (0, "学校代码"), "school_name": (1, "学校名称"), "kind": (2, "kind")}
    assert notes.tables == [TableRead("schools", "county.xlsx", "学校", {"A1": 3, "B1": 5}, columns)]
    assert [(one.code, one.place, one.figures) for one in notes.remarks] == [
        (RemarkCode.READ, "county.xlsx:学校", {"rows": 2, "columns": 3}),
        (RemarkCode.MERGED, "county.xlsx:学校!B5", {"given": "B5:B6"}),
        (RemarkCode.MERGED, "county.xlsx:学校!AA3", {"given": "AA3:AB3"}),
    ]


def test_what_is_merged_over_some_headings_does_not_stand_over_others() -> None:
    rows = [
        (1, ["学校代码", "学校类型", "学校情况", "", "小学", ""]),
        (2, ["", "", "学校名称", "建成年份", "在校生数", "专任教师数"]),
        (3, ["A1", "小学", "甲", "2001", "800", "46"]),
    ]
    notes = Notes("county.xlsx")
    (campus,) = campuses_of(rows, notes, if_shifted="", merged=[((1, 2), (1, 3))])
    assert notes.problems == []
    assert (campus.primary_pupils, campus.full_time_teachers, campus.primary_teachers) == (800, 46, None)


def test_problems_have_the_rows_that_are_given_and_the_advice_of_the_format() -> None:
    notes = Notes("county.xlsx")
    rows = [(4, ["学校代码", "学校类型", "楼层"]), (6, ["A1", "大学"]), (9, ["A2", "小学", "", "x"])]
    campuses_of(rows, notes, if_shifted="move it")
    assert [str(problem) for problem in notes.problems] == [
        "county.xlsx:4:楼层: there is no column '楼层'; correct the heading, or delete the column",
        "county.xlsx:6:学校类型: 学校类型 must be one of 小学, 教学点, 初中, 九年一贯制学校, 十二年一贯制学校, "
        "完全中学, 高级中学, 职业学校, 特殊教育学校, not '大学'",
        "county.xlsx:9:D: 'x' is in a column without a heading; move it, or give the column a heading",
    ]


def problems(*rows: list[str]) -> list[str]:
    notes = Notes("county.xlsx")
    campuses_of(list(enumerate(rows, start=1)), notes, if_shifted="move it")
    return [str(problem) for problem in notes.problems]


def test_of_a_row_that_is_shifted_nothing_else_is_reported() -> None:
    where = "county.xlsx:2:C: 'x' is in a column without a heading; move it, or give the column a heading"
    assert problems(["学校代码", "学校类型"], ["无", "大学", "x", "y"]) == [where]


def test_rows_without_codes_are_not_taken_for_one_campus() -> None:
    missing = "学校代码: 学校代码 is missing; every campus must have one"
    assert problems(["学校代码", "学校类型"], ["", "小学"], ["", "初中"]) == [
        f"county.xlsx:2:{missing}",
        f"county.xlsx:3:{missing}",
    ]


def test_the_rows_that_are_read_of_a_table_that_is_too_long_are_reported_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schools, "MOST_ROWS", 2)
    too_long, of_row = problems(["学校代码", "学校类型"], ["A1", "大学"], ["A2", "大学"])
    assert too_long.startswith("county.xlsx:3:-: the table has more than 2 rows; give one county only")
    assert of_row.startswith("county.xlsx:2:学校类型: 学校类型 must be one of")


@pytest.mark.parametrize(("place", "letters"), [(2, "C"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_columns_are_lettered_as_in_a_spreadsheet(place: int, letters: str) -> None:
    (problem,) = problems(["学校代码", "学校类型"], ["A1", "小学", *[""] * (place - 2), "x"])
    assert problem.startswith(f"county.xlsx:2:{letters}: ")


def test_the_parent_of_a_campus_without_a_code_is_compared_with_nothing() -> None:
    head = ["学校代码", "学校类型", "所属学校代码"]
    rows = [["A", "小学", ""], ["B", "小学", "A"], ["", "小学", "B"], ["C", "小学", "无"]]
    assert problems(head, *rows) == ["county.xlsx:4:学校代码: 学校代码 is missing; every campus must have one"]
    rows[2][0] = "D"
    (problem,) = problems(head, *rows)
    assert "'B' is itself a campus of 'A'" in problem


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], ""),
        (
            [(4, ["甲", ""])],
            "4:-: no row has known headings; `balanced-edu template` writes a table that has all of them",
        ),
        (
            [(4, ["学校代码", "学校类型"])],
            "4:-: there are no campuses under the headings; give one row per campus",
        ),
        (
            [(4, ["学校代码"]), (5, ["A1"])],
            "4:kind: the column 学校类型 (kind) is missing; add it, since every campus must have one",
        ),
    ],
)
def test_tables_without_campuses(rows: list[Row], message: str) -> None:
    notes = Notes("county.xlsx")
    campuses_of(rows, notes, if_shifted="")
    assert [str(problem) for problem in notes.problems] == ([f"county.xlsx:{message}"] if message else [])


TOTAL_ROWS = [
    *(
        "合计",
        "共计",
        "总计",
        "小计",
        "合　计",
        "合\u200b计",
        "合计：",
        "小计:",
        "全县合计",
        "竹溪镇小计",
        "全县",
        "合計",
    ),
    *(
        "合计（小学）",
        "总计(含民办)",
        "【合计】",
        "〔小计〕",
        "[Total]",
        "竹溪小学（合计）",
        "合计：12所",
        "共计12所学校",
        "合计1",
    ),
    *("Total", "TOTAL", "Grand Total", "Sub-total", "subtotal:", "Total (primary)", "Ｔｏｔａｌ", "Sum", "Average"),
    *("平均", "全县平均值", "各校平均数", "最大值"),
]
CAMPUSES = [
    *(
        "",
        "A1",
        "12",
        "总计路小学",
        "合计小学",
        "第一小学（含合计表）",
        "平均镇小学",
        "全县第一小学",
        "和平小学",
        "汇总村教学点",
    ),
    *("竹溪小学（东校区）", "合力计划小学", "共计会小学", "Totally", "Summer School", "T1"),
]


@pytest.mark.parametrize("name", TOTAL_ROWS)
def test_names_of_total_rows(name: str) -> None:
    assert is_total(name)


@pytest.mark.parametrize("name", CAMPUSES)
def test_names_of_campuses(name: str) -> None:
    assert not is_total(name)


@pytest.mark.parametrize("text", ["注：1.本表由学校填报。", "注1：含民办", "填表人：张三　审核人：李四"])
def test_how_footnotes_begin(text: str) -> None:
    assert is_footnote(text)


@pytest.mark.parametrize("text", ["注", "校长", "注X：", "第一小学：东校区"])
def test_how_footnotes_do_not_begin(text: str) -> None:
    assert not is_footnote(text)


HEADINGS = ["学校代码", "学校名称", "学校类型"]
IN_TWO_ROWS = [["学校代码", "学校类型", "小学", ""], ["", "", "在校生数", "招生数"]]
NO_CAMPUSES: dict[str, tuple[list[list[str]], list[str]]] = {
    "a total in the column of names": ([HEADINGS, ["", "合计"]], ["B2 total 合计"]),
    "notes below a footnote": (
        [HEADINGS, ["注：本表"], ["二、数据截至9月1日"], ["", "三、无"]],
        ["A2 footnote 注：本表", "A3 footnote 二、数据截至9月1日", "B4 footnote 三、无"],
    ),
    "an example, by its code": ([HEADINGS, ["示例2", "乙", "小学"]], ["A2 example 示例2"]),
    "numbers of columns": ([HEADINGS, ["甲", "乙", "1"]], ["A2 headings 甲"]),
    "two headings once more": ([HEADINGS, ["学校代码", "", "学校类型"]], ["A2 headings 学校代码"]),
    "headings of two rows once more": (
        [*IN_TWO_ROWS, *IN_TWO_ROWS],
        ["A3 headings 学校代码", "C4 headings 在校生数"],
    ),
}


@pytest.mark.parametrize(("rows", "remarks"), NO_CAMPUSES.values(), ids=NO_CAMPUSES)
def test_rows_that_are_no_campuses_are_passed_over_with_a_remark(rows: list[list[str]], remarks: list[str]) -> None:
    notes = Notes("county.xlsx", sheet="学校")
    campus = ["A1", "第一小学", "小学"] if rows[0] is HEADINGS else ["A1", "小学", "800", "130"]
    (read,) = campuses_of(list(enumerate([*rows, campus], start=1)), notes, if_shifted="")
    assert (read.school_code, notes.problems) == ("A1", [])
    assert [
        f"{one.place.removeprefix('county.xlsx:学校!')} {one.code} {one.figures['given']}"
        for one in notes.remarks
        if one.code != RemarkCode.READ
    ] == remarks


@pytest.mark.parametrize(
    ("headings", "row", "message"),
    [
        (["学校代码", "学校类型"], ["1", "2"], "2:学校类型: 学校类型 must be one of"),
        (HEADINGS, ["", "", "学校类型"], "2:学校代码: 学校代码 is missing"),
        (["学校类型", "学校代码"], ["小学"], "2:学校代码: 学校代码 is missing"),
    ],
    ids=["two figures number no columns", "one heading", "a row that ends before the code"],
)
def test_rows_that_could_be_campuses_are_not_passed_over(headings: list[str], row: list[str], message: str) -> None:
    assert problems(headings, row)[0].startswith(f"county.xlsx:{message}")


def test_a_campus_with_a_code_may_be_called_an_example() -> None:
    notes = Notes("county.xlsx")
    (campus,) = campuses_of([(1, HEADINGS), (2, ["A1", "示例小学", "小学"])], notes, if_shifted="")
    assert (campus.school_code, campus.school_name) == ("A1", "示例小学")


def test_columns_that_are_missing_and_cells_that_are_cut_off_are_unknown(tmp_path: Path) -> None:
    county = read_county(folder_with(tmp_path, "kind,school_code,小学在校生数\n小学,A1\n", 'name = "县"'))
    assert county == County(name="县", campuses=[Campus(school_code="A1", kind=Kind.PRIMARY)])


def test_empty_cells_beyond_the_headings_are_ignored(tmp_path: Path) -> None:
    county = read_county(folder_with(tmp_path, "学校代码,学校类型,,\nA1,小学,, ,\n"))
    assert len(county.campuses) == 1


def test_a_table_that_is_too_long_or_too_wide_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schools, "MOST_ROWS", 4)
    assert read_county(folder_with(tmp_path)).campuses
    (problem,) = problems_of(folder_with(tmp_path, SCHOOLS + ",\n"))
    assert str(problem).startswith("schools.csv:5:-: the table has more than 4 rows; give one county only")
    monkeypatch.setattr(headings, "MOST_HEADINGS", 13)
    assert read_county(folder_with(tmp_path)).campuses
    monkeypatch.setattr(headings, "MOST_HEADINGS", 12)
    (problem,) = problems_of(tmp_path)
    assert str(problem) == (
        "schools.csv:1:-: there are 13 headings, more than 12; put the headings in the first row, and each campus in a "
        "row of its own"
    )


def test_a_long_heading_is_cut(tmp_path: Path) -> None:
    (problem,) = problems_of(folder_with(tmp_path, f"学校代码,学校类型,{'甲' * 9000}\nA1,小学,\n"))
    assert problem.column == "甲" * 200
