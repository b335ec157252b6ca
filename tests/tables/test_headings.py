"""Where the headings of a table are, which field each of them names and in which unit, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from balanced_edu.notes import Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import Subject
from balanced_edu.records.kinds import Kind
from balanced_edu.records.registers import SchoolClass, Teacher
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.headings import Merged
from balanced_edu.tables.records import records_of
from balanced_edu.tables.registers import register_of
from balanced_edu.tables.schools import campuses_of

Row = Sequence[str]
Rows = Sequence[Row]
SHEET = "county.xlsx:学校!"

KEYS = ["学校代码", "学校类型"]
SCHOOL = ["A1", "九年一贯制学校"]
DOWN = [((1, 0), (2, 0)), ((1, 1), (2, 1))]
"""The headings of the code and of the kind, each merged with the cell below it."""


def notes_of(sheet: str = "学校") -> Notes:
    return Notes("county.xlsx", sheet=sheet)


def numbered(rows: Rows) -> list[tuple[int, Row]]:
    return list(enumerate(rows, start=1))


def said(notes: Notes) -> list[str]:
    """The remarks on what was read otherwise than it stands, each on one line."""
    return [
        " ".join([f"{one.place.partition('!')[2]}: {one.code}", *(f"{name}={it}" for name, it in one.figures.items())])
        for one in notes.remarks
        if one.code is not RemarkCode.READ
    ]


def problems(notes: Notes) -> list[str]:
    return [str(problem).removeprefix(SHEET) for problem in notes.problems]


TWO_STAGES = [
    [*KEYS, "小学", "", "初中", ""],
    ["", "", "在校生数", "班数", "在校生数", "班数"],
    [*SCHOOL, "800", "20", "600", "12"],
]
OF_TWO_STAGES = {"primary_pupils": 800, "primary_classes": 20, "junior_pupils": 600, "junior_classes": 12}

# Tables of one campus, with its figures.
TABLES: dict[str, tuple[Rows, Merged, dict[str, object]]] = {
    "captions that are not merged": (TWO_STAGES, [], OF_TWO_STAGES),
    "captions merged across": (TWO_STAGES, [((1, 2), (1, 3)), ((1, 4), (1, 5))], OF_TWO_STAGES),
    "captions merged across, headings down": (TWO_STAGES, [*DOWN, ((1, 2), (1, 3)), ((1, 4), (1, 5))], OF_TWO_STAGES),
    "headings merged down alone": (TWO_STAGES, DOWN, OF_TWO_STAGES),
    "a caption merged beyond the table": (TWO_STAGES, [((1, 2), (1, 3)), ((1, 4), (1, 9))], OF_TWO_STAGES),
    "merged captions below a merged title": (
        [["示例县学校情况表"], *TWO_STAGES],
        [((1, 0), (1, 5)), ((2, 2), (2, 3)), ((2, 4), (2, 5))],
        OF_TWO_STAGES,
    ),
    "a first row that is shorter": (
        [[*KEYS, "小学"], ["", "", "在校生数", "班数"], [*SCHOOL, "800", "20"]],
        [],
        {"primary_pupils": 800, "primary_classes": 20},
    ),
    "headings in one row or the other": (
        [["", "学校类型", "小学", "初中"], ["学校代码", "", "在校生数", "在校生数"], [*SCHOOL, "800", "600"]],
        [],
        {"primary_pupils": 800, "junior_pupils": 600},
    ),
    "a heading that is no caption of the next": (
        [["学校代码", "", "小学", ""], ["", "学校类型", "在校生数", "班数"], [*SCHOOL, "800", "20"]],
        [],
        {"primary_pupils": 800, "primary_classes": 20},
    ),
    "a caption of the first columns": (
        [["学校", "", "", "小学"], ["代码", "类型", "名称", "在校生数"], [*SCHOOL, "甲", "800"]],
        [],
        {"school_name": "甲", "primary_pupils": 800},
    ),
    "three rows, and a heading of which nothing is below": (
        [
            [*KEYS, "学生情况", "", "专任教师数"],
            ["", "", "小学", "", ""],
            ["", "", "在校生数", "班数", ""],
            [*SCHOOL, "800", "20", "46"],
        ],
        [],
        {"primary_pupils": 800, "primary_classes": 20, "full_time_teachers": 46},
    ),
    "three rows, the first merged": (
        [
            [*KEYS, "办学条件", "", "", ""],
            ["", "", "小学", "", "初中", ""],
            ["", "", "在校生数", "班数", "在校生数", "班数"],
            [*SCHOOL, "800", "20", "600", "12"],
        ],
        [((1, 2), (1, 5))],
        OF_TWO_STAGES,
    ),
    "three rows, a heading merged down beside captions": (
        [
            [*KEYS, "学生情况", "", "在校生数"],
            ["", "", "小学", "", ""],
            ["", "", "班数", "在校生数", "初中"],
            [*SCHOOL, "20", "800", "600"],
        ],
        [*DOWN, ((1, 4), (2, 4))],
        {"primary_pupils": 800, "primary_classes": 20, "junior_pupils": 600},
    ),
    "three rows, a caption merged down beside empty cells": (
        [[*KEYS, "小学", ""], ["", "", "", ""], ["", "", "在校生数", "班数"], [*SCHOOL, "800", "20"]],
        [((1, 2), (2, 2)), ((1, 3), (2, 3))],
        {"primary_pupils": 800, "primary_classes": 20},
    ),
    "a stage below what is counted": (
        [[*KEYS, "在校生数", ""], ["", "", "小学", "初中"], [*SCHOOL, "800", "600"]],
        [],
        {"primary_pupils": 800, "junior_pupils": 600},
    ),
    "a stage below each of what is counted": (
        [[*KEYS, "在校生数", "招生数"], ["", "", "小学", "小学"], [*SCHOOL, "800", "130"]],
        [],
        {"primary_pupils": 800, "primary_intake": 130},
    ),
    "what is measured above what it is of": (
        [[*KEYS, "面积", ""], ["", "", "教学及辅助用房", "运动场地"], [*SCHOOL, "4200.5", "900"]],
        [],
        {"teaching_area": 4200.5, "sports_ground_area": 900},
    ),
    "a merged caption over a heading that names another field by itself": (
        [[*KEYS, "初中", ""], ["", "", "在校生数", "专任教师数"], [*SCHOOL, "600", "46"]],
        [((1, 2), (1, 3))],
        {"junior_pupils": 600, "junior_teachers": 46},
    ),
    "units in a row of their own": (
        [[*KEYS, "小学在校生数", "教学仪器设备值"], ["", "", "人", "万元"], [*SCHOOL, "800", "21"]],
        [],
        {"primary_pupils": 800, "equipment_value": 210_000},
    ),
    "units below three rows of headings": (
        [
            ["学校基本情况", "", "", ""],
            ["学校", "", "小学", ""],
            ["代码", "类型", "在校生数", "班数"],
            ["", "", "人", "个"],
            [*SCHOOL, "800", "20"],
        ],
        [],
        {"primary_pupils": 800, "primary_classes": 20},
    ),
    "several brackets, the last with a unit": (
        [
            [*KEYS, "教学仪器设备资产值（账面原值）（万元）", "小学"],
            ["", "", "", "体育、艺术（美术、音乐）专任教师数（人）"],
            [*SCHOOL, "21", "8"],
        ],
        [],
        {"primary_sports_arts_teachers": 8, "equipment_value": 210_000},
    ),
    "a title that is itself the name of a column": (
        [["学校名称"], [*KEYS, "小学在校生数"], [*SCHOOL, "800"]],
        [],
        {"primary_pupils": 800},
    ),
    "a title with an amount": (
        [["示例县（以上级拨款计）", "120", "万元"], [*KEYS, "小学在校生数"], [*SCHOOL, "800"]],
        [],
        {"primary_pupils": 800},
    ),
    "a title with an amount before the unit of which it speaks": (
        [["年投入千元以上的学校"], [*KEYS, "小学在校生数"], [*SCHOOL, "800"]],
        [],
        {"primary_pupils": 800},
    ),
}


@pytest.mark.parametrize(("rows", "merged", "figures"), TABLES.values(), ids=TABLES)
def test_headings_name_the_figures_below_them(rows: Rows, merged: Merged, figures: dict[str, object]) -> None:
    notes = notes_of()
    campuses = campuses_of(numbered(rows), notes, if_shifted="", merged=merged)
    assert problems(notes) == []
    assert campuses == [Campus(school_code="A1", kind=Kind.NINE_YEAR, **figures)]  # type: ignore[arg-type]


BLANK_BETWEEN = [
    [*KEYS, "初中", "学生情况"],
    ["", "", "", "小学"],
    ["", "", "专任教师数", "在校生数"],
    [*SCHOOL, "46", "800"],
]

PROBLEMS: dict[str, tuple[Rows, Merged, list[str]]] = {
    "a caption that may or may not stand over a column": (
        [[*KEYS, "初中", ""], ["", "", "在校生数", "专任教师数"], [*SCHOOL, "600", "46"]],
        [],
        ["D2: '初中 专任教师数' could be 初中专任教师数 or 专任教师数; write the one that it is"],
    ),
    "a caption over an empty cell": (
        BLANK_BETWEEN,
        [],
        ["C3: '初中 专任教师数' could be 初中专任教师数 or 专任教师数; write the one that it is"],
    ),
    "a caption over an empty cell, beside merged cells": (
        BLANK_BETWEEN,
        DOWN,
        ["C3: '初中 专任教师数' could be 初中专任教师数 or 专任教师数; write the one that it is"],
    ),
    "several columns that are there already, and one that is not known": (
        [[*KEYS, "小学在校生数", "小学学生人数", "备注", "小学在校生", "绿化面积"], [*SCHOOL, "800"]],
        [],
        [
            "D1: 小学在校生数 already has the column '小学在校生数'; delete one of the two",
            "F1: 小学在校生数 already has the column '小学在校生数'; delete one of the two",
            "G1: there is no column '绿化面积'; correct the heading, or delete the column",
        ],
    ),
    "a misspelt heading with an explanation in brackets": (
        [[*KEYS, "专职教师数（含临时聘用的代课教师）"], [*SCHOOL, "46"]],
        [],
        [
            "C1: there is no column '专职教师数（含临时聘用的代课教师）' (did you mean 专任教师数, "
            "full_time_teachers?); correct the heading, or delete the column"
        ],
    ),
    "an unknown unit behind other brackets": (
        [[*KEYS, "教学仪器设备资产值（账面原值）（吨）"], [*SCHOOL, "21"]],
        [],
        ["C1: 教学仪器设备值 cannot be read in '吨'; write the heading with 元 or 万元, or no unit"],
    ),
    "an unknown unit below a caption": (
        [[*KEYS, "办学条件", "小学"], ["", "", "教学仪器设备值（吨）", "在校生数"], [*SCHOOL, "21", "800"]],
        [],
        [
            "C2: there is no column '办学条件 教学仪器设备值（吨）' (did you mean 教学仪器设备值, equipment_value?); "
            "correct the heading, or delete the column"
        ],
    ),
    "four rows of headings": (
        [
            ["学校", "", "小学"],
            ["基本情况", "", "学生情况"],
            ["基本信息", "", "学生信息"],
            ["代码", "类型", "在校生数"],
            [*SCHOOL, "800"],
        ],
        [],
        [
            "A4: there is no column '代码' (did you mean 学校代码, school_code?); correct the heading, or delete the "
            "column",
            "C4: '在校生数' could be 小学在校生数, 初中在校生数 or 高中在校生数; write the one that it is",
            "A4: the column 学校代码 (school_code) is missing; add it, since every campus must have one",
        ],
    ),
    "units not just below the headings": (
        [[*KEYS, "小学在校生数"], [*SCHOOL, "800"], ["", "", "人"]],
        [],
        [
            "A3: 学校代码 is missing; every campus must have one",
            "B3: 学校类型 is missing; every campus must have one",
            "C3: 小学在校生数 is '人', which is not a number; write one, or leave the cell empty",
        ],
    ),
    "a unit of all amounts, beside what says so": (
        [["示例县", "", "金额单位：", "万元"], [*KEYS, "小学在校生数", "教学仪器设备值"], [*SCHOOL, "800", "21"]],
        [],
        ["D1: the unit 万元 stands outside the headings; write it in the heading of each amount, and delete it here"],
    ),
    "a unit of all amounts in two cells": (
        [["", "单位：千", "元"], [*KEYS, "小学在校生数"], [*SCHOOL, "800"]],
        [],
        ["A1: the unit 千元 stands outside the headings; write it in the heading of each amount, and delete it here"],
    ),
    "a cell without a heading": (
        [[*KEYS, "小学在校生数"], [*SCHOOL, "800", "46"]],
        [],
        ["D2: '46' is in a column without a heading; move it, or give the column a heading"],
    ),
}


@pytest.mark.parametrize(("rows", "merged", "expected"), PROBLEMS.values(), ids=PROBLEMS)
def test_headings_that_cannot_be_understood_are_reported_with_their_cells(
    rows: Rows, merged: Merged, expected: list[str]
) -> None:
    notes = notes_of()
    campuses_of(numbered(rows), notes, if_shifted="move it", merged=merged)
    assert problems(notes) == expected


def test_records_without_known_headings_are_reported() -> None:
    notes = notes_of()
    assert records_of(Subject, "monitoring", [(1, ["甲", "乙"])], notes, if_shifted="") == ()
    what = "no row has known headings; `balanced-edu template` writes a table that has all of them"
    assert problems(notes) == [f"A1: {what}"]


def test_a_cell_that_cannot_be_used_says_why() -> None:
    why = "is a formula without a stored value; open the workbook, save it, and read it again"
    notes = Notes("county.xlsx", sheet="学校", unusable={(3, 2): why})
    rows = [[*KEYS, "小学在校生数"], [*SCHOOL, "800"], ["B1", "小学", ""]]
    campuses_of(numbered(rows), notes, if_shifted="")
    assert problems(notes) == [f"C3: 小学在校生数 {why}"]


REMARKS: dict[str, tuple[Rows, list[str]]] = {
    "titles": (
        [["", "", "示例县学校情况表"], ["2024年"], [*KEYS, "小学在校生数"], [*SCHOOL, "800"]],
        ["C1: title given=示例县学校情况表", "A2: title given=2024年"],
    ),
    "remarks, also in two rows, and numbers of rows": (
        [["序号", *KEYS, "备注", "小学"], ["", "", "", "说明", "在校生数"], ["1", *SCHOOL, "新建", "800"]],
        ["A2: column given=序号", "D2: column given=备注 说明"],
    ),
    "a total in the column that numbers the rows, and the word among remarks": (
        [
            ["序号", *KEYS, "小学在校生数", "备注"],
            ["1", *SCHOOL, "800", "合计"],
            ["合计", "", "", "800"],
        ],
        ["A1: column given=序号", "E1: column given=备注", "A3: total given=合计"],
    ),
    "headings that are repeated on the next page": (
        [[*KEYS, "小学在校生数", "备注"], [*SCHOOL, "800"], [*KEYS, "小学在校生数", "备注"], ["B1", "小学", "600"]],
        ["D1: column given=备注", "A3: headings given=学校代码"],
    ),
    "the library's headings, in two rows and with units": (
        [[*KEYS, "小学", "附设"], ["", "", "在校生数（人）", "班"], [*SCHOOL, "800", "否"]],
        [],
    ),
    "other headings, and another unit": (
        [[*KEYS, "小学", "设备值"], ["", "", "班数（个）", "万元"], [*SCHOOL, "20", "21"]],
        [
            "C2: heading given=小学 班数（个） read=小学班级数",
            "D2: heading given=设备值 万元 read=教学仪器设备值",
            "D2: unit given=万元 read=元 factor=10000",
        ],
    ),
    "words for yes and no that are not the library's": (
        [
            [*KEYS, "寄宿制"],
            *[[f"A{n}", "小学", word] for n, word in enumerate(("是", "true", "True", "1", "√", "有"))],
            *[[f"B{n}", "小学", word] for n, word in enumerate(("否", "false", "FALSE", "0", "×", "无", "无"))],
        ],
        [
            "C6: word given=√ read=是 times=1",
            "C7: word given=有 read=是 times=1",
            "C12: word given=× read=否 times=1",
            "C13: word given=无 read=否 times=2",
        ],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), REMARKS.values(), ids=REMARKS)
def test_what_headings_and_cells_are_read_as_is_remarked_on(rows: Rows, expected: list[str]) -> None:
    notes = notes_of()
    campuses_of(numbered(rows), notes, if_shifted="")
    assert problems(notes) == []
    assert said(notes) == expected


def test_columns_that_are_ignored_are_remarked_on() -> None:
    notes = notes_of()
    rows = [[*KEYS, "绿化面积", "备注", "小学在校生数"], [*SCHOOL, "300", "新建", "800"]]
    (campus,) = campuses_of(numbered(rows), notes, if_shifted="", ignore_columns=True)
    assert (problems(notes), campus.primary_pupils) == ([], 800)
    assert said(notes) == ["C1: column given=绿化面积", "D1: column given=备注"]


def test_levels_in_words_and_shares_in_percent_are_remarked_on() -> None:
    notes = notes_of("监测")
    rows = [
        ["监测科目", "等级", "达到Ⅲ级以上学生比例", "校际差异率"],
        ["数学", "Ⅲ级", "85.5%", "0.12"],
        ["语文", "2", "0.8", "12％"],
        ["英语", "三级", "0.9", "12％"],
    ]
    read = records_of(Subject, "monitoring", numbered(rows), notes, if_shifted="")
    assert read == (
        Subject(subject="数学", level=3, share_at_level_3=0.855, between_school_share=0.12),
        Subject(subject="语文", level=2, share_at_level_3=0.8, between_school_share=0.12),
        Subject(subject="英语", level=3, share_at_level_3=0.9, between_school_share=0.12),
    )
    assert said(notes)[1:] == [
        "B2: word given=Ⅲ级 read=3 times=1",
        "C2: percent given=85.5% read=0.855 times=1",
        "D3: percent given=12％ read=0.12 times=2",
        "B4: word given=三级 read=3 times=1",
    ]


def test_a_choice_in_the_library_s_words_is_not_remarked_on() -> None:
    notes = notes_of("班级")
    rows = [
        ["学校代码", "学段", "年级", "班级", "人数"],
        *[["A1", stage, "一年级", str(n), "40"] for n, stage in enumerate(("primary", "小学", "小学部"), start=1)],
    ]
    register_of(SchoolClass, numbered(rows), notes, if_shifted="")
    assert problems(notes) == []
    assert said(notes) == ["B4: word given=小学部 read=小学 times=1"]


def test_the_library_s_heading_in_two_rows_may_end_with_a_unit() -> None:
    notes = notes_of("教师")
    rows = [["学校代码", "教师编号", "五年培训"], ["", "", "学时"], ["A1", "T1", "360"]]
    register = register_of(Teacher, numbered(rows), notes, if_shifted="")
    assert register
    assert (register.rows["A1"][0][1].training_hours, problems(notes), said(notes)) == (360, [], [])
