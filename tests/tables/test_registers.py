"""Registers beside the school table: one county from a workbook, CSV and frames, and each fault with its problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pytest
from datasets import problems_of
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook_with

import balanced_edu as be
from balanced_edu.errors import InputError
from balanced_edu.notes import Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.registers import Room, Teacher
from balanced_edu.remarks import Reading, RemarkCode, TableRead
from balanced_edu.tables import csvfile, registers
from balanced_edu.tables.headings import Row
from balanced_edu.tables.registers import register_of

Rows = list[list[Any]]

SCHOOLS: Rows = [
    ["学校代码", "学校类型", "小学班级数", "初中在校生数", "专任教师数"],
    ["A1", "小学", 2, "", ""],
    ["B1", "九年一贯制学校", "", "", 3],
    ["C1", "完全中学", "", 88, ""],
    ["D1", "小学", "", "", ""],
]
CLASSES: Rows = [
    ["示例县班级名册"],
    ["学校代码", "学段", "年级", "班级", "人数"],
    ["A1", "", "一年级", "1班", 45],
    ["A1", "小学", "一年级", "2班", 40],
    ["B1", "小学部", "一年级", "1班", 30],
    ["B1", "初中", "七年级", "1班", ""],
    ["C1", "初中", "七年级", "1班", 44],
    ["C1", "初中", "七年级", "2班", 44],
    ["C1", "高中", "高一", "1班", 50],
    ["合计", "", "", "", 253],
    ["注：人数为学年初数"],
]
ROOMS: Rows = [
    ["学校代码", "用途", "使用面积（平方米）", "是否网络多媒体教室"],
    ["A1", "音乐室", 98, "是"],
    ["A1", "普通教室", 60, "否"],
    ["B1", "多媒体教室", 60, ""],
    ["B1", "音乐器材室", 20, ""],
    ["C1", "美术教室", "", ""],
]
TEACHERS: Rows = [
    ["学校代码", "工号", "学段", "学历", "任教学科", "教师资格证", "骨干教师", "五年培训学时"],
    ["A1", "T1", "", "本科", "语文", "是", "市级", 360],
    ["A1", "T2", "小学", "中师", "体育、音乐", "有", "否", 359],
    ["B1", "T3", "小学", "大专", "体育与健康", "是", "校级", 400],
    ["B1", "T4", "初中", "大专", "数学", "是", "", 400],
    ["B1", "T5", "初中", "研究生", "美术/体育", "无", "县级", ""],
    ["C1", "", "高中", "本科", "物理", "是", "否", 380],
]
TABLES: dict[str, Rows] = {"学校": SCHOOLS, "班级": CLASSES, "教室": ROOMS, "教师": TEACHERS}


def campus(code: str, kind: str, **figures: Any) -> Campus:
    return Campus(school_code=code, kind=be.Kind(kind), **figures)


COUNTY = County(
    name="示例县",
    year=2024,
    campuses=[
        campus(
            "A1",
            "小学",
            primary_classes=2,
            primary_pupils=85,
            primary_largest_class=45,
            music_room_areas=(98,),
            art_room_areas=(),
            multimedia_rooms=1,
            primary_teachers=2,
            primary_teachers_above_required=1,
            primary_backbone_teachers=1,
            primary_sports_arts_teachers=1,
            full_time_teachers=2,
            certified_teachers=2,
            trained_teachers=1,
        ),
        campus(
            "B1",
            "九年一贯制学校",
            primary_classes=1,
            primary_pupils=30,
            primary_largest_class=30,
            junior_classes=1,
            music_room_areas=(),
            art_room_areas=(),
            multimedia_rooms=1,
            primary_teachers=1,
            primary_teachers_above_required=1,
            primary_backbone_teachers=0,
            primary_sports_arts_teachers=1,
            junior_teachers=2,
            junior_teachers_above_required=1,
            junior_sports_arts_teachers=1,
            full_time_teachers=3,
            certified_teachers=2,
        ),
        campus(
            "C1",
            "完全中学",
            junior_classes=2,
            junior_pupils=88,
            junior_largest_class=44,
            senior_pupils=50,
            music_room_areas=(),
            full_time_teachers=1,
            certified_teachers=1,
            trained_teachers=1,
        ),
        campus("D1", "小学"),
    ],
)


def folder_with(folder: Path, tables: Mapping[str, Rows]) -> Path:
    """A folder with these tables, and the county's name and year."""
    (folder / "county.toml").write_text('name = "示例县"\nyear = 2024\n', encoding="utf-8")
    for name, rows in tables.items():
        file = folder / ("schools.csv" if name == "学校" else f"{name}.csv")
        file.write_text(csvfile.text_of(rows), encoding="utf-8")
    return folder


ITEMS: Rows = [["项目", "数值"], ["县名", "示例县"], ["年份", 2024]]


def book_with(folder: Path, tables: Mapping[str, Rows]) -> Path:
    return workbook_with(folder / "county.xlsx", {"县级": ITEMS, **tables})


def columns_of(rows: Rows) -> dict[str, list[Any]]:
    """Rows as columns, without a title and a footnote."""
    whole = [row for row in rows if len(row) > 1]
    return {heading: [row[at] or None for row in whole[1:]] for at, heading in enumerate(whole[0])}


def reading_of(county: County) -> Reading:
    assert county.reading is not None
    return county.reading


def test_a_workbook_and_tables_in_csv_give_the_same_county(tmp_path: Path) -> None:
    county = be.read_county(book_with(tmp_path, TABLES))
    assert county == COUNTY
    assert be.read_county(folder_with(tmp_path, TABLES)) == COUNTY
    be.write_county(county, tmp_path / "written.xlsx")
    assert be.read_county(tmp_path / "written.xlsx") == COUNTY
    be.write_county(county, tmp_path / "written")
    assert be.read_county(tmp_path / "written") == COUNTY


@pytest.mark.parametrize("make", [dict, pd.DataFrame, lambda columns: pl.DataFrame(columns, strict=False)])
def test_frames_give_the_same_county(make: Callable[[dict[str, list[Any]]], Any]) -> None:
    given = [make(columns_of(rows)) for rows in (SCHOOLS, CLASSES, ROOMS, TEACHERS)]
    facts = {"name": "示例县", "year": 2024}
    schools, *others = given
    county = be.county_from_frames(schools, facts, None, None, *others)
    assert county == COUNTY
    names = ("classes", "rooms", "teachers")
    assert be.county_from_frames(schools, facts, **dict(zip(names, others, strict=True))) == COUNTY
    assert be.county_from_frames(schools, facts).campuses[0].primary_pupils is None


def test_frames_of_several_counties_have_registers_with_their_county() -> None:
    campuses = {"county": ["甲县", "乙县"], "school_code": ["A1", "A1"], "kind": ["小学"] * 2}
    classes = {"县": ["乙县", "甲县", "乙县"], "学校代码": ["A1"] * 3, "人数": [40, 30, 41]}
    first, second = be.counties_from_frames(campuses, classes=classes)
    assert (first.campuses[0].primary_pupils, second.campuses[0].primary_pupils) == (30, 81)
    with pytest.raises(InputError, match=r"^classes:0:county: the column county .县. is missing"):
        be.counties_from_frames(campuses, classes={"学校代码": ["A1"], "人数": [40]})


@pytest.mark.parametrize(
    ("sheet", "table"),
    [("班级名册", "班级"), ("用房", "教室"), ("教师名册", "教师"), ("Classes", "班级"), ("rooms", "教室")],
)
def test_sheets_may_have_other_names(tmp_path: Path, sheet: str, table: str) -> None:
    renamed = {sheet if name == table else name: rows for name, rows in TABLES.items()}
    assert be.read_county(book_with(tmp_path, renamed)) == COUNTY


def test_the_reading_says_what_was_counted_and_where(tmp_path: Path) -> None:
    reading = reading_of(be.read_county(book_with(tmp_path, TABLES)))
    counted = {
        (remark.place, remark.figures["given"]): remark.figures["times"]
        for remark in reading.remarks
        if remark.code is RemarkCode.COUNTED
    }
    assert counted["county.xlsx:班级!A3", "小学在校生数"] == 2
    assert counted["county.xlsx:班级!A5", "小学班级数"] == 1  # the school table has the other
    assert counted["county.xlsx:教师!A2", "持有教师资格证专任教师数"] == 3
    assert reading.place_of("schools", "B1", "junior_classes") == "county.xlsx:班级!A6"
    assert reading.place_of("schools", "B1", "junior_teachers") == "county.xlsx:教师!A5"
    assert reading.place_of("schools", "B1", "full_time_teachers") == "county.xlsx:学校!E3"
    assert reading.place_of("schools", "A1", "primary_classes") == "county.xlsx:学校!C2"
    assert reading.place_of("schools", "C1", "art_room_areas") == "county.xlsx:学校!A4"
    words = {remark.figures["given"]: remark.figures["read"] for remark in reading.remarks if "word" in remark.code}
    assert (words["音乐室"], words["体育、音乐"], words["小学部"]) == ("音乐专用教室", "体育;音乐", "小学")


def changed(table: str, row: int, column: int, value: object) -> dict[str, Rows]:
    """The tables with another cell, by its row as files count it and its column from 0."""
    rows = [list(one) for one in TABLES[table]]
    rows[row - 1][column] = value
    return {**TABLES, table: rows}


def added(table: str, *rows: list[Any]) -> dict[str, Rows]:
    return {**TABLES, table: [*TABLES[table], *rows]}


PROBLEMS: dict[str, tuple[dict[str, Rows], list[str]]] = {
    "another number of classes": (
        changed("学校", 2, 2, 3),
        [
            "schools.csv:2:小学班级数: 小学班级数 is 3, but 2 by the register, the rows of 'A1' from "
            "班级.csv:3:学校代码 "
            "on; correct one of the two"
        ],
    ),
    "another number of teachers": (
        changed("学校", 3, 4, 4),
        [
            "schools.csv:3:专任教师数: 专任教师数 is 4, but 3 by the register, the rows of 'B1' from "
            "教师.csv:4:学校代码 "
            "on; correct one of the two"
        ],
    ),
    "a campus that is not in the school table": (
        added("教室", ["X9", "普通教室", 60, "否"]),
        [
            "教室.csv:7:学校代码: 学校代码 'X9' is that of no campus in the school table; correct it, or add the "
            "campus "
            "there"
        ],
    ),
    "a stage that is missing": (
        changed("班级", 5, 1, ""),
        [
            "班级.csv:5:学段: 学段 is missing in 1 row of 'B1', and 九年一贯制学校 has 小学, 初中; write in each row "
            ""
            "which it is"
        ],
    ),
    "stages that are missing, and their column": (
        {
            "学校": [["学校代码", "学校类型"], ["A1", "九年一贯制学校"]],
            "班级": [["学校代码", "班级", "人数"], ["A1", "1班", 40], ["A1", "2班", 41]],
        },
        [
            "班级.csv:2:stage: 学段 is missing in 2 rows of 'A1', and 九年一贯制学校 has 小学, 初中; write in each row "
            "which it is"
        ],
    ),
    "a stage that may be the senior one": (
        {**TABLES, "班级": [[*row[:1], "", "", *row[3:]] if row[0] == "C1" else row for row in CLASSES]},
        [
            "班级.csv:7:学段: 学段 is missing in 3 rows of 'C1', and 完全中学 has 初中, 高中; write in each row "
            "which it is"
        ],
    ),
    "a stage that the kind does not have": (
        changed("班级", 4, 1, "初中"),
        [
            "班级.csv:4:学段: 学段 is 初中 in 1 row of 'A1', but 小学 has no such stage; correct it, or write "
            "附设班 = 是 there if these are attached classes, or correct the kind in the school table"
        ],
    ),
    "a grade of another stage": (
        changed("班级", 6, 2, "高一"),
        ["班级.csv:6:学段: 学段: 初中 does not agree with 年级, 高一; correct the figures"],
    ),
    "a grade that the kind does not have": (
        {**TABLES, "班级": [[*row[:1], "", "七年级", *row[3:]] if row[0] == "A1" else row for row in CLASSES]},
        [
            "班级.csv:3:年级: 学段 is 初中 by 年级 in 2 rows of 'A1', but 小学 has no such stage; correct it, or write "
            "附设班 = 是 there if these are attached classes, or correct the kind in the school table"
        ],
    ),
    "a code whose zeros are lost": (
        {
            "学校": [["学校代码", "学校类型"], ["0010", "小学"]],
            "班级": [["学校代码", "班级", "人数"], ["10", "1班", 40]],
        },
        [
            "班级.csv:2:学校代码: 学校代码 '10' is that of no campus in the school table (is it '0010' without its "
            "zeros?); correct it, or add the campus there"
        ],
    ),
    "a stage that no attached class has": (
        changed("教师", 3, 2, "高中"),
        [
            "教师.csv:3:学段: 学段 is 高中 in 1 row of 'A1', but 小学 has no such stage; correct it, or correct the "
            "kind "
            "in the school table"
        ],
    ),
    "a word that is no stage": (
        changed("班级", 4, 1, "幼儿园"),
        ["班级.csv:4:学段: 学段 must be one of 小学, 初中, 高中, not '幼儿园'"],
    ),
    "a class in two rows": (
        changed("班级", 4, 3, "1班"),
        ["班级.csv:4:班级: 班级 '1班' of '一年级' is already in row 3; delete one of the two rows"],
    ),
    "two classes without a grade": (
        {**TABLES, "班级": [[*row[:2], "", "1班", *row[4:]] if row[0] == "A1" else row for row in CLASSES]},
        ["班级.csv:4:班级: 班级 '1班' is already in row 3; give the grade of each, or delete one of the two rows"],
    ),
    "a teacher in two rows": (
        changed("教师", 5, 1, "T1"),
        ["教师.csv:5:工号: 教师编号 'T1' is already in row 2; delete one of the two rows"],
    ),
    "a class without pupils": (
        changed("班级", 4, 4, 0),
        ["班级.csv:4:人数: 人数: 0, but a class has a pupil at least; correct the figures"],
    ),
    "a row without a code": (
        changed("教师", 2, 0, ""),
        ["教师.csv:2:学校代码: 学校代码 is missing; every teacher must have one"],
    ),
    "a room that may be one for music": (
        changed("教室", 3, 1, "音乐舞蹈室"),
        [
            "教室.csv:3:用途: 用途 is '音乐舞蹈室', which may be one that is counted; write 音乐专用教室, "
            "美术专用教室, "
            "网络多媒体教室, 其他, or another"
        ],
    ),
    "a room for two subjects": (
        changed("教室", 3, 1, "音美教室"),
        ["教室.csv:3:用途: 用途 is '音美教室', which could be 音乐专用教室 or 美术专用教室; write the one that it is"],
    ),
    "a teacher of sports and of something else": (
        changed("教师", 2, 4, "语文、体育"),
        [
            "教师.csv:2:任教学科: 任教学科 is '语文、体育', of which some are sports or arts and some are not; write "
            "the "
            "one that is mainly taught"
        ],
    ),
    "a word that may be sports": (
        changed("教师", 2, 4, "体育（兼）"),
        [
            "教师.csv:2:任教学科: 任教学科 is '体育（兼）', which may be one that is counted; write 体育, 音乐, 美术, "
            "艺术, "
            "or another"
        ],
    ),
    "an education that could be two": (
        changed("教师", 2, 3, "大学"),
        ["教师.csv:2:学历: 学历 is '大学', which could be 专科 or 本科; write the one that it is"],
    ),
    "an unknown column": (
        {**TABLES, "班级": [CLASSES[0], [*CLASSES[1], "班主仼"], *CLASSES[2:]]},
        ["班级.csv:2:班主仼: there is no column '班主仼'; correct the heading, or delete the column"],
    ),
    "no headings": (
        {**TABLES, "教师": [["张三", "语文"], ["李四", "数学"]]},
        [
            "教师.csv:1:-: no row has known headings; `balanced-edu template` writes a table that has all of them; the "
            "file was read as UTF-8: if that is wrong, save it in UTF-8"
        ],
    ),
    "more pupils than the figures of the table allow": (
        {"学校": [["学校代码", "学校类型", "小学招生数"], ["A1", "小学", 90]], "班级": CLASSES[:4]},
        ["schools.csv:2:小学招生数: 小学招生数: 90 is more than 小学在校生数, 85; correct the figures"],
    ),
    "a figure of the register that the table excludes": (
        {
            "学校": [["学校代码", "学校类型", "专任教师数"], ["A1", "小学", 1]],
            "教师": [*TEACHERS[:2], ["A1", *[""] * 7]],
        },
        [
            "schools.csv:2:专任教师数: 专任教师数 is 1, but 2 by the register, the rows of 'A1' from "
            "教师.csv:2:学校代码 "
            "on; correct one of the two"
        ],
    ),
    "another number of classes than that of the register, whose pupils the table excludes, too": (
        {"学校": [["学校代码", "学校类型", "小学班级数", "小学招生数"], ["A1", "小学", 3, 90]], "班级": CLASSES[:4]},
        [
            "schools.csv:2:小学班级数: 小学班级数 is 3, but 2 by the register, the rows of 'A1' from "
            "班级.csv:3:学校代码 on; correct one of the two"
        ],
    ),
    "a code that is another's but for a letter": (
        {"学校": [["学校代码", "学校类型"], ["X10", "小学"]], "班级": [["学校代码", "人数"], ["10", 40]]},
        [
            "班级.csv:2:学校代码: 学校代码 '10' is that of no campus in the school table; correct it, or add the "
            "campus there"
        ],
    ),
    "no column of codes": (
        {**TABLES, "班级": [["班级", "人数"], ["1班", 40]]},
        [
            "班级.csv:1:school_code: the column 学校代码 (school_code) is missing; add it, since every class must have "
            "one"
        ],
    ),
    "a cell without a heading": (
        {**TABLES, "教室": [*ROOMS, ["C1", "普通教室", 60, "否", "三楼"]]},
        [
            "教室.csv:7:E: '三楼' is in a column without a heading; put a cell that contains a comma in quotation "
            "marks, or give the column a heading"
        ],
    ),
    "a largest class above the pupils": (
        {
            "学校": [["学校代码", "学校类型", "小学在校生数"], ["A1", "小学", 1]],
            "班级": [*CLASSES[1:3], ["A1", *[""] * 4]],
        },
        ["班级.csv:2:学校代码: 小学班级数: 2 is more than 小学在校生数, 1; correct the figures"],
    ),
}


@pytest.mark.parametrize("fault", PROBLEMS)
def test_problems(tmp_path: Path, fault: str) -> None:
    tables, problems = PROBLEMS[fault]
    assert list(map(str, problems_of(folder_with(tmp_path, tables)))) == problems


def test_problems_of_a_workbook_name_both_cells(tmp_path: Path) -> None:
    assert list(map(str, problems_of(book_with(tmp_path, changed("学校", 2, 2, 3))))) == [
        "county.xlsx:学校!C2: 小学班级数 is 3, but 2 by the register, the rows of 'A1' from county.xlsx:班级!A3 on; "
        "correct one of the two"
    ]


def test_problems_of_frames_name_the_arguments() -> None:
    campuses = {"school_code": ["A1"], "kind": ["小学"], "primary_classes": [3]}
    classes = {"school_code": ["A1", "A1", "B1"], "pupils": [40, 41, 42]}
    with pytest.raises(InputError) as error:
        be.county_from_frames(campuses, {"name": "示例县"}, classes=classes)
    assert list(map(str, error.value.problems)) == [
        "campuses:0:primary_classes: 小学班级数 is 3, but 2 by the register, the rows of 'A1' from "
        "classes:0:school_code on; correct one of the two",
        "classes:2:school_code: 学校代码 'B1' is that of no campus in the school table; correct it, or add the campus "
        "there",
    ]


def test_a_register_without_headings_in_a_frame_is_a_problem() -> None:
    campuses = {"school_code": ["A1"], "kind": ["小学"]}
    with pytest.raises(InputError) as error:
        be.county_from_frames(campuses, {"name": "示例县"}, rooms={"x": ["1"]})
    assert list(map(str, error.value.problems)) == [
        "rooms:0:-: no row has known headings; `balanced-edu template` writes a table that has all of them"
    ]


def test_problems_of_columns_of_a_register_name_its_argument() -> None:
    campuses = {"school_code": ["A1"], "kind": ["小学"]}
    given = {"classes": {"学校代码": ["A1"], "班主任": ["张三"]}, "rooms": {"学校代码": ["A1"], "Unnamed: 1": ["60"]}}
    with pytest.raises(InputError) as error:
        be.county_from_frames(campuses, {"name": "示例县"}, **given)
    assert list(map(str, error.value.problems)) == [
        "classes:0:班主任: there is no column '班主任'; correct the heading, or delete the column",
        "rooms:0:B: '60' is in a column without a heading; name the column, or give the column a heading",
    ]


def test_what_was_read_of_a_register_is_noted_with_its_places_and_merged_cells() -> None:
    notes = Notes("county.xlsx", sheet="教师")
    rows: list[Row] = [
        (1, ["学校代码", "教师信息", "", "五年", ""]),
        (2, ["", "工号", "姓名", "培训学时", "学历"]),
        (3, ["A1", "T1", "张三", "400", "中师"]),
        (4, ["A1", "T2", "李四", "", "本科"]),
    ]
    merged = [((1, 1), (1, 2)), ((4, 2), (5, 2))]
    register = register_of(Teacher, rows, notes, if_shifted="", merged=merged)
    assert register is not None
    assert register.usable
    columns = {
        "school_code": (0, "学校代码"),
        "teacher_code": (1, "教师信息 工号"),
        "teacher_name": (2, "教师信息 姓名"),
        "training_hours": (3, "五年 培训学时"),
        "education": (4, "学历"),
    }
    assert notes.tables == [TableRead("teachers", "county.xlsx", "教师", {"3": 3, "4": 4}, columns)]
    assert [(one.code, one.place, one.figures) for one in notes.remarks][2:] == [
        (RemarkCode.WORD, "county.xlsx:教师!E3", {"given": "中师", "read": "高中阶段", "times": 1}),
        (RemarkCode.READ, "county.xlsx:教师", {"rows": 2, "columns": 5}),
        (RemarkCode.MERGED, "county.xlsx:教师!C4", {"given": "C4:C5"}),
    ]


def test_the_word_for_a_use_is_noted_in_its_cell() -> None:
    notes = Notes("county.xlsx", sheet="教室")
    register_of(Room, [(1, ["学校代码", "用途"]), (2, ["A1", "音乐室"])], notes, if_shifted="")
    (word,) = (one for one in notes.remarks if one.code is RemarkCode.WORD)
    assert (word.place, word.figures["given"], word.figures["read"]) == (
        "county.xlsx:教室!B2",
        "音乐室",
        "音乐专用教室",
    )


def test_the_place_of_a_count_is_the_code_of_the_campus_in_its_column(tmp_path: Path) -> None:
    classes = [["序号", *CLASSES[1]], *([at, *row] for at, row in enumerate(CLASSES[2:9], start=1))]
    reading = reading_of(be.read_county(book_with(tmp_path, {**TABLES, "班级": classes})))
    assert reading.place_of("schools", "B1", "junior_classes") == "county.xlsx:班级!B5"
    assert reading.place_of("schools", "X1", "junior_classes") == ""
    (of_counts,) = (one for one in reading.tables if (one.table, one.sheet) == ("schools", "班级"))
    assert of_counts.cells["B1", "junior_classes"] == (5, 1, "学校代码")
    assert (of_counts.rows, of_counts.columns) == ({}, {})
    places = [(one.place, one.figures["given"]) for one in reading.remarks if one.code is RemarkCode.COUNTED]
    assert ("county.xlsx:班级!B2", "小学在校生数") in places


def test_rooms_may_be_listed_in_any_order(tmp_path: Path) -> None:
    schools = [["学校代码", "学校类型", "音乐专用教室面积"], ["A1", "小学", "97;98"]]
    rooms = [ROOMS[0], ["A1", "音乐室", 98, "是"], ["A1", "音乐室", 97, "否"]]
    (one,) = be.read_county(folder_with(tmp_path, {"学校": schools, "教室": rooms})).campuses
    assert (one.music_room_areas, one.multimedia_rooms) == ((97, 98), 1)


def test_a_register_says_which_figure_of_a_band_it_is(tmp_path: Path) -> None:
    schools = [["学校代码", "学校类型", "小学最大班额", "音乐专用教室面积"], ["A1", "小学", "41-45", "≥96"]]
    folder = folder_with(tmp_path, {"学校": schools, "班级": CLASSES[:4], "教室": ROOMS[:3]})
    (one,) = be.read_county(folder).campuses
    assert (one.primary_largest_class, one.music_room_areas) == (45, (98,))


@pytest.mark.parametrize(
    ("given", "counted", "agree"),
    [
        ("73-<96", [80], True),
        ("73-<96", [50], False),
        ("73-<96", [96], False),
        ("≥96;73-<96;90", [90, 120, 80], True),
        ("≥73;73-<96", [80, 100], True),
        ("≥73;73-<96", [100, 100], False),
        ("73-<96;100", [80, 120], False),
        ("0.3;≥96", [96, 0.3], True),
    ],
)
def test_each_room_is_in_the_band_that_is_given_for_it(given: str, counted: list[float], agree: bool) -> None:
    campuses = {"学校代码": ["A1"], "学校类型": ["小学"], "音乐专用教室面积": [given]}
    rooms = [{"学校代码": "A1", "用途": "音乐教室", "使用面积": area} for area in counted]
    if agree:
        (one,) = be.county_from_frames(campuses, {"name": "示例县"}, rooms=rooms).campuses
        assert one.music_room_areas == tuple(counted)
    else:
        with pytest.raises(InputError, match="by the register"):
            be.county_from_frames(campuses, {"name": "示例县"}, rooms=rooms)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("班级", ["A1", "", "一年级小计", "2个班", 85]),
        ("班级", ["A1", "", "小计", 2, 85]),
        ("班级", ["A1", "", "", "合计", 85]),
        ("教室", ["A1", "小计", 158, ""]),
        ("教师", ["A1", "合计", "", "", "", "", "", ""]),
        *(
            ("教师", ["A1", "", "", "", "", "", "", "", name])
            for name in ("小计", "小计：", "合计（2人）", "共计2人", "Total")
        ),
    ],
)
def test_totals_of_a_campus_are_not_counted(tmp_path: Path, table: str, row: list[Any]) -> None:
    names = [[*one, "姓名" if at == 0 else f"王总和{at}"] for at, one in enumerate(TEACHERS)]
    tables = {**TABLES, "教师": names}
    tables[table] = [*tables[table][:4], row, *tables[table][4:]]
    county = be.read_county(folder_with(tmp_path, tables))
    assert county.campuses == COUNTY.campuses
    totals = [remark for remark in reading_of(county).remarks if remark.code is RemarkCode.TOTAL]
    assert len(totals) == 2  # with that of all classes


def test_the_grade_says_the_stage_where_nothing_else_does(tmp_path: Path) -> None:
    classes = [[*row[:1], "", *row[2:]] if row[0] == "C1" else row for row in CLASSES]
    assert be.read_county(folder_with(tmp_path, {**TABLES, "班级": classes})) == COUNTY


@pytest.mark.parametrize(("size", "rooms"), [("46-50", ""), ("≤44", ""), ("≥46", ""), ("", "≥96;≥96")])
def test_a_figure_outside_its_band_is_another(tmp_path: Path, size: str, rooms: str) -> None:
    schools = [["学校代码", "学校类型", "小学最大班额", "音乐专用教室面积"], ["A1", "小学", size, rooms]]
    with pytest.raises(InputError, match="by the register") as refused:
        be.read_county(folder_with(tmp_path, {"学校": schools, "班级": CLASSES[:4], "教室": ROOMS[:3]}))
    assert len(refused.value.problems) == 1


def test_attached_classes_have_their_stage(tmp_path: Path) -> None:
    schools = [["学校代码", "学校类型", "附设班"], ["A1", "小学", "是"]]
    (one,) = be.read_county(
        folder_with(tmp_path, {"学校": schools, "班级": [CLASSES[1], ["A1", "初中", "", "", 30]]})
    ).campuses
    assert (one.junior_pupils, one.primary_pupils) == (30, None)


def test_teachers_that_are_not_full_time_are_not_counted(tmp_path: Path) -> None:
    teachers = [["学校代码", "是否专任教师", "学历"], ["A1", "是", "本科"], ["A1", "否", ""], ["D1", "", "专科"]]
    campuses = be.read_county(folder_with(tmp_path, {"学校": SCHOOLS, "教师": teachers})).campuses
    assert [one.full_time_teachers for one in campuses] == [1, 3, None, None]
    assert [one.primary_teachers_above_required for one in campuses] == [1, None, None, None]


def test_columns_may_be_ignored_and_registers_may_be_empty(tmp_path: Path) -> None:
    classes = [[*CLASSES[1], "班主任"], *([*row, "张三"] for row in CLASSES[2:9])]
    folder = folder_with(tmp_path, {**TABLES, "班级": classes})
    assert be.read_county(folder, ignore_columns=True) == COUNTY
    none = {"班级": [[""]], "教室": ROOMS[:1], "教师": TEACHERS[:1]}
    bare = be.read_county(folder_with(tmp_path, {"学校": SCHOOLS, **none}))
    assert [one.primary_classes for one in bare.campuses] == [2, None, None, None]


def test_nothing_is_counted_beside_other_problems(tmp_path: Path) -> None:
    """A school without a kind, and one without a code, of which nobody knows whether it is the one of the register."""
    schools = [*SCHOOLS, ["E1", "", "", "", ""], ["", "小学", "", "", ""]]
    rooms = [*ROOMS, ["E1", "普通教室", 60, "否"], ["F1", "普通教室", 60, "否"]]
    assert list(map(str, problems_of(folder_with(tmp_path, {**TABLES, "学校": schools, "教室": rooms})))) == [
        "schools.csv:6:学校类型: 学校类型 is missing; every campus must have one",
        "schools.csv:7:学校代码: 学校代码 is missing; every campus must have one",
    ]


def test_a_register_of_another_encoding_or_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder_with(tmp_path, TABLES) / "教师.csv").write_bytes(b"\xff\xff\x00")
    (problem,) = problems_of(tmp_path)
    assert problem.file == "教师.csv"
    monkeypatch.setattr(registers, "MOST_ROWS", 5)
    assert [
        str(one) for one in problems_of(folder_with(tmp_path, {**TABLES, "教室": ROOMS[:2], "教师": TEACHERS[:2]}))
    ] == ["班级.csv:6:-: the table has more than 5 rows; give one county only, and delete empty rows at the end"]


# Registers of any content: counted here by hand, from the rows as they are written.

EDUCATIONS = ["高中阶段", "专科", "本科", "研究生"]
KINDS = {"A1": "小学", "B1": "初中", "C1": "九年一贯制学校"}
STAGES = {"A1": ["小学"], "B1": ["初中"], "C1": ["小学", "初中"]}
PREFIX = {"小学": "primary", "初中": "junior"}
YES = st.sampled_from(["是", "否"])


@st.composite
def rows_of(draw: st.DrawFn, **columns: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
    """Rows of a register."""

    def row(code: str) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({"学校代码": st.just(code), "学段": st.sampled_from(STAGES[code]), **columns})

    return draw(st.lists(st.sampled_from(list(KINDS)).flatmap(row), max_size=12))


CLASS_ROWS = rows_of(人数=st.integers(1, 60))
TEACHER_ROWS = rows_of(
    学历=st.sampled_from(EDUCATIONS),
    任教学科=st.sampled_from(["语文", "体育", "音乐", "美术", "艺术", "体育;美术"]),
    教师资格证=YES,
    县级以上骨干教师=st.sampled_from(["县级以上", "校级", "否"]),
    五年培训学时=st.sampled_from([0, 359, 360, 500]),
)
ROOM_ROWS = rows_of(
    用途=st.sampled_from(["音乐专用教室", "美术专用教室", "普通教室"]),
    使用面积=st.integers(40, 120),
    网络多媒体教室=YES,
)


def expected(code: str, classes: Any, rooms: Any, teachers: Any) -> dict[str, Any]:
    """The figures of a campus, as somebody would count them with a pencil."""
    figures: dict[str, Any] = {"school_code": code, "kind": KINDS[code]}
    for stage in STAGES[code]:
        name = PREFIX[stage]
        sizes = [row["人数"] for row in classes if (row["学校代码"], row["学段"]) == (code, stage)]
        if sizes:
            figures[f"{name}_classes"] = len(sizes)
            figures[f"{name}_pupils"] = sum(sizes)
            figures[f"{name}_largest_class"] = sorted(sizes)[-1]
        those = [row for row in teachers if (row["学校代码"], row["学段"]) == (code, stage)]
        if those:
            required = {"小学": 1, "初中": 2}[stage]
            figures[f"{name}_teachers"] = len(those)
            figures[f"{name}_teachers_above_required"] = sum(row["学历"] in EDUCATIONS[required:] for row in those)
            figures[f"{name}_backbone_teachers"] = sum(row["县级以上骨干教师"] == "县级以上" for row in those)
            figures[f"{name}_sports_arts_teachers"] = sum(row["任教学科"] != "语文" for row in those)
    staff = [row for row in teachers if row["学校代码"] == code]
    if staff:
        figures["full_time_teachers"] = len(staff)
        figures["certified_teachers"] = [row["教师资格证"] for row in staff].count("是")
        figures["trained_teachers"] = sum(row["五年培训学时"] >= 360 for row in staff)
    inside = [row for row in rooms if row["学校代码"] == code]
    if inside:
        figures["music_room_areas"] = [row["使用面积"] for row in inside if row["用途"] == "音乐专用教室"]
        figures["art_room_areas"] = [row["使用面积"] for row in inside if row["用途"] == "美术专用教室"]
        figures["multimedia_rooms"] = [row["网络多媒体教室"] for row in inside].count("是")
    return figures


def read(campuses: object, *given: Sequence[Mapping[str, Any]]) -> County:
    names = ("classes", "rooms", "teachers")
    return be.county_from_frames(campuses, {"name": "示例县"}, **dict(zip(names, given, strict=False)))  # type: ignore[arg-type]


@settings(max_examples=settings().max_examples // 4)
@given(CLASS_ROWS, ROOM_ROWS, TEACHER_ROWS)
def test_registers_give_the_county_of_a_table_with_their_counts(classes: Any, rooms: Any, teachers: Any) -> None:
    rooms = [{name: value for name, value in row.items() if name != "学段"} for row in rooms]
    table = [expected(code, classes, rooms, teachers) for code in KINDS]
    bare = [{"学校代码": code, "学校类型": kind} for code, kind in KINDS.items()]
    registers_given = [rows or {"学校代码": []} for rows in (classes, rooms, teachers)]
    counted = read(bare, *registers_given)
    assert counted == read(table)
    assert read(table, *registers_given) == counted  # both at once agree


@settings(max_examples=settings().max_examples // 4)
@given(CLASS_ROWS.filter(bool), ROOM_ROWS, TEACHER_ROWS.filter(bool), st.data())
def test_an_empty_cell_leaves_its_counts_unknown_and_no_other(
    classes: Any, rooms: Any, teachers: Any, data: st.DataObject
) -> None:
    rows = [dict(row) for row in data.draw(st.sampled_from([classes, teachers]))]
    name = "classes" if "人数" in rows[0] else "teachers"
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from([column for column in row if column not in ("学校代码", "学段")]))
    bare = [{"学校代码": code, "学校类型": kind} for code, kind in KINDS.items()]
    full = be.county_from_frames(bare, {"name": "县"}, **{name: rows})  # type: ignore[arg-type]
    row[column] = None
    open_ones = be.county_from_frames(bare, {"name": "县"}, **{name: rows})  # type: ignore[arg-type]
    stage = PREFIX[row["学段"]]
    depend = {
        "人数": {f"{stage}_pupils", f"{stage}_largest_class"},
        "学历": {f"{stage}_teachers_above_required"},
        "任教学科": {f"{stage}_sports_arts_teachers"},
        "教师资格证": {"certified_teachers"},
        "县级以上骨干教师": {f"{stage}_backbone_teachers"},
        "五年培训学时": {"trained_teachers"},
    }[column]
    for before, after in zip(full.campuses, open_ones.campuses, strict=True):
        unknown = dict.fromkeys(depend) if before.school_code == row["学校代码"] else {}
        assert after == attrs.evolve(before, **unknown)
