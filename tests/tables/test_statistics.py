"""The workbook that the statistics give of a school: figures by their headings, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from datasets import problems_of
from hypothesis import given, settings
from hypothesis import strategies as st
from statisticsforms import (
    FACTS,
    Cells,
    backbone,
    buildings,
    facts_sheet,
    grounds,
    identity,
    nine_year_school,
    primary_school,
    pupils,
    teachers,
    workbook_of,
)
from workbooks import workbook_with

from balanced_edu import read_county
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Kind
from balanced_edu.remarks import RemarkCode

HEADINGS = [
    *("学校代码", "学校名称", "学校类型", "城乡类型", "小学在校生数", "初中在校生数", "小学班级数", "初中班级数"),
    *("小学专任教师数", "初中专任教师数", "小学高于规定学历专任教师数", "初中高于规定学历专任教师数"),
    *("小学县级以上骨干教师数", "初中县级以上骨干教师数", "小学体育艺术专任教师数", "初中体育艺术专任教师数"),
    *(
        "教学及辅助用房总面积",
        "室内体育用房面积",
        "运动场地面积",
        "教学仪器设备值（万元）",
        "网络多媒体教室数",
        "图书册数",
    ),
]
FIRST = ["3133001234", "第一小学", "小学", "镇区", 800, None, 18, None, 46, None, 46, None, 12, None, 8, None]
FIRST += [4800.5, 600, 6400, 210.5, 20, 24000]
SECOND = ["3133005678", "第二学校", "九年一贯制学校", "镇区", 400, 500, 10, 12, 30, 40, 30, 40, 8, 9, 5, 7]
SECOND += [6400, 800, 8200, 310, 26, 24000]


def folder_of(folder: Path, *schools: dict[str, Cells], change: Callable[[Any], object] | None = None) -> Path:
    """A folder with a workbook for each school, and the facts of the county."""
    for number, sheets in enumerate(schools, start=1):
        workbook_of(folder / f"school{number}.xlsx", sheets, change)
    workbook_of(folder / "county.xlsx", {"县级": facts_sheet()})
    return folder


def campus_of(folder: Path, sheets: dict[str, Cells], change: Callable[[Any], object] | None = None) -> Campus:
    (campus,) = read_county(folder_of(folder, sheets, change=change)).campuses
    return campus


def remarks_of(county: County, code: RemarkCode) -> list[tuple[str, dict[str, object]]]:
    assert county.reading
    return [(remark.place, dict(remark.figures)) for remark in county.reading.remarks if remark.code is code]


def test_the_county_of_forms_is_that_of_a_school_table(tmp_path: Path) -> None:
    forms, table = tmp_path / "forms", tmp_path / "table.xlsx"
    forms.mkdir()
    workbook_with(table, {"学校": [HEADINGS, FIRST, SECOND], "县级": FACTS})
    assert read_county(folder_of(forms, primary_school(), nine_year_school())) == read_county(table)


def test_where_each_figure_stands_is_kept(tmp_path: Path) -> None:
    county = read_county(folder_of(tmp_path, primary_school()))
    assert county.reading
    places = {
        "primary_pupils": "school1.xlsx:教基3112_小学!I6",
        "primary_teachers_above_required": "school1.xlsx:教基4155_小学!C12",
        "equipment_value": "school1.xlsx:教基5176_小学!D19",
    }
    assert {name: county.reading.place_of("schools", "3133001234", name) for name in places} == places


def test_what_was_done_is_remarked_on(tmp_path: Path) -> None:
    sheets = {**primary_school(), "教基4153_小学": {"A1": "年龄"}, "说明": {"A1": "x"}}
    county = read_county(folder_of(tmp_path, sheets))
    assert remarks_of(county, RemarkCode.FORM) == [
        ("school1.xlsx", {"given": "教育事业统计基层报表（教基系列，2021年）", "year": 2021, "rows": 16})
    ]
    assert remarks_of(county, RemarkCode.SHEET) == [("school1.xlsx", {"given": "教基4153_小学、说明"})]
    assert remarks_of(county, RemarkCode.PARTS) == [
        (
            "school1.xlsx:教基4155_小学!C12",
            {"given": "专科 + 本科 + 硕士研究生 + 博士研究生", "read": "小学高于规定学历专任教师数"},
        ),
        ("school1.xlsx:教基4155_小学!L6", {"given": "体育与健康 + 艺术（计）", "read": "小学体育艺术专任教师数"}),
    ]
    assert remarks_of(county, RemarkCode.WITHIN) == [
        ("school1.xlsx:教基4155_小学!L6", {"given": "艺术、音乐、美术", "read": "艺术（计）"})
    ]
    assert remarks_of(county, RemarkCode.UNIT) == [
        ("school1.xlsx:教基5176_小学!D19", {"given": "万元", "read": "元", "factor": 10000})
    ]
    assert remarks_of(county, RemarkCode.MOVED) == []


# Headings, not offsets.


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("columns", [0, 1])
def test_shifted_sheets_are_read_by_their_headings(rows: int, columns: int, tmp_path: Path) -> None:
    def shift(book: Any) -> None:
        for sheet in book:
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
                merged.shift(columns, rows)
                sheet.merged_cells.add(merged)
            sheet.insert_rows(1, rows)
            if columns:
                sheet.insert_cols(1)

    plain, shifted = tmp_path / "plain", tmp_path / "shifted"
    plain.mkdir()
    shifted.mkdir()
    as_template = read_county(folder_of(plain, nine_year_school()))
    county = read_county(folder_of(shifted, nine_year_school(), change=shift))
    assert county == as_template
    moved = remarks_of(county, RemarkCode.MOVED)
    read = f"{'ABCDEFGHIJ'[8 + columns]}{6 + rows}"
    there = f"school1.xlsx:教基3112_九年一贯制学校!{read}"
    assert (there, {"given": "小学在校生数", "read": "I6"}) in moved


@given(rows=st.permutations(range(9, 14)))
@settings(max_examples=6)
def test_rows_may_be_in_any_order(rows: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    sheet = teachers()
    moved = {
        f"{cell[0]}{rows[int(cell[1:]) - 9]}": sheet[cell]
        for cell in sheet
        if cell[0] in "AC" and cell[1:] in ["9", "10", "11", "12", "13"]
    }
    rest = {
        cell: value
        for cell, value in sheet.items()
        if not (cell[0] in "ACD" and cell[1:] in ["9", "10", "11", "12", "13"])
    }
    folder = tmp_path_factory.mktemp("forms")
    campus = campus_of(folder, primary_school(教基4155_小学={**rest, **moved}))
    assert campus.primary_teachers_above_required == 46


def test_the_names_of_older_forms(tmp_path: Path) -> None:
    names = {"1001": "111", "1102续": "112", "3112": "312", "2106": "212", "4155": "423", "5170": "512"}
    sheets = {
        f"基础基{names[number]}": cells
        for name, cells in primary_school(教基5176_小学=None).items()
        for number in [name.removeprefix("教基").removesuffix("_小学")]
    }
    of_grounds: Cells = {
        "A1:O1": "占地面积及其他办学条件",
        "A3:A4": "指标名称",
        "D3:F3": "占地面积（平方米）",
        "D4": "计",
        "F4": "其中：运动场地面积",
        "K3:L3": "普通教室（间）",
        "K4": "计",
        "L4": "其中：网络多媒体教室",
        "M3:N3": "其他教室（间）",
        "M4": "计",
        "N4": "其中：网络多媒体教室",
        "O3:O4": "教学仪器设备资产值（万元）",
        "A9": "合计",
        **{"D9": 20000, "F9": 6400, "K9": 18, "L9": 14, "M9": 8, "N9": 6, "O9": 210.5},
    }
    county = read_county(folder_of(tmp_path, {**sheets, "基础基522": of_grounds, "基础基422": {"A1": "职称"}}))
    (campus,) = county.campuses
    as_newer = campus_of(tmp_path, primary_school())
    assert campus == attrs.evolve(as_newer, books=None)
    assert remarks_of(county, RemarkCode.FORM)[0][1]["year"] == 2020


def test_the_junior_form_before_2021_has_its_rows_under_their_stage(tmp_path: Path) -> None:
    sheets: dict[str, Cells] = {
        "基础基111": identity(kind="初级中学"),
        "基础基313": {"A3": "指标名称", "G3": "在校生数", "A7": "初中", "G7": 900},
        "基础基424": {
            "A3:B3": "指标名称",
            **{"D3": "合计", "V3": "体育与健康", "W3": "艺术", "X3": "音乐", "Y3": "美术"},
            "A10:A14": "初中",
            **{"B10": "合计", "B12": "研究生毕业", "B13": "本科毕业", "B14": "专科毕业"},
            **{"D10": 70, "D12": 9, "D13": 58, "D14": 3, "V10": 4, "W10": 1, "X10": 2, "Y10": 3},
            "A18:A20": "高中",
            **{"B18": "合计", "B19": "研究生毕业", "B20": "本科毕业", "D18": 50, "D19": 20, "D20": 30, "V18": 5},
        },
    }
    campus = campus_of(tmp_path, sheets)
    assert (campus.kind, campus.junior_pupils, campus.junior_teachers) == (Kind.JUNIOR, 900, 70)
    assert (campus.junior_teachers_above_required, campus.junior_sports_arts_teachers) == (67, 10)


def test_the_sheet_names_the_kind_where_no_form_does(tmp_path: Path) -> None:
    without = {cell: value for cell, value in identity().items() if cell[1:] != "14"}
    assert campus_of(tmp_path, primary_school(教基1001_小学=without)).kind is Kind.PRIMARY
    sheets = {name.replace("小学", "大学"): cells for name, cells in primary_school(教基1001_小学=without).items()}
    (problem, *_) = problems_of(folder_of(tmp_path, sheets))
    words = "学校类型, as the name of the sheet has it, must be one of 小学, 教学点"
    assert str(problem).startswith(f"school1.xlsx:教基1001_大学!A1: {words}")
    bare = {name.partition("_")[0]: cells for name, cells in primary_school(教基1001_小学=without).items()}
    (problem,) = problems_of(folder_of(tmp_path, bare))
    assert str(problem) == "school1.xlsx:教基1001!A1: 学校类型 is missing; every campus must have one"


# What is added, and never twice.


@pytest.mark.parametrize(
    ("arts", "total"),
    [
        ((5, 1, 2, 2), 8),  # 计 holds the others
        ((5, 0, 3, 2), 8),
        ((6, None, None, None), 9),  # others unknown
        ((6, 1, 2, 2), 9),  # arts that have no column of their own
        ((0, 0, 0, 0), 3),
        ((None, 1, 2, 2), None),
    ],
)
def test_the_whole_of_the_arts_holds_its_subjects(arts: tuple[object, ...], total: int | None, tmp_path: Path) -> None:
    campus = campus_of(tmp_path, primary_school(教基4155_小学=teachers(arts=arts)))
    assert campus.primary_sports_arts_teachers == total


@pytest.mark.parametrize(
    ("headings", "values", "total"),
    [
        (("艺术", "音乐", "美术"), (1, 2, 2), 8),
        (("艺术（不含音乐、美术）", "音乐", "美术"), (4, 2, 2), 11),
        (("艺术", "", ""), (4, None, None), 7),
        (("音乐", "美术", ""), (2, 2, None), 7),
        (("艺术", "音乐", "美术"), (1, None, 2), None),
    ],
)
def test_subjects_in_columns_of_their_own_are_added(
    headings: tuple[str, ...], values: tuple[object, ...], total: int | None, tmp_path: Path
) -> None:
    sheet = {cell: value for cell, value in teachers().items() if cell[0] not in "MNOP"}
    sheet |= dict(zip(("N3:N4", "O3:O4", "P3:P4"), headings, strict=True))
    sheet |= dict(zip(("N6", "O6", "P6"), values, strict=True))
    campus = campus_of(tmp_path, primary_school(教基4155_小学=sheet))
    assert campus.primary_sports_arts_teachers == total


@pytest.mark.parametrize(
    ("degrees", "total"),
    [((0, 4, 30, 12), 46), ((1, 4, 30, 11), 46), ((0, 4, 30, None), None), ((None, 4, 30, 12), None)],
)
def test_degrees_are_added_and_an_empty_one_is_unknown(
    degrees: tuple[object, ...], total: int | None, tmp_path: Path
) -> None:
    campus = campus_of(tmp_path, primary_school(教基4155_小学=teachers(degrees=degrees)))
    assert campus.primary_teachers_above_required == total


def test_a_form_without_doctors_is_read_without_them(tmp_path: Path) -> None:
    sheet = {cell: value for cell, value in teachers().items() if cell[1:] != "9"}
    county = read_county(folder_of(tmp_path, primary_school(教基4155_小学=sheet)))
    assert county.campuses[0].primary_teachers_above_required == 46
    assert remarks_of(county, RemarkCode.NONE_OF) == [
        ("school1.xlsx:教基4155_小学!C12", {"given": "博士研究生", "read": "小学高于规定学历专任教师数"})
    ]


# Faults: one a workbook.

LIKE = "write the headings as the form has them, or delete the sheet"
FLAT: Cells = {
    **{cell: value for cell, value in teachers().items() if cell[0] not in "MNOP"},
    **{"N3:N4": "艺术", "O3:O4": "音乐", "P3:P4": "美术", "N6": 4, "O6": 2, "P6": 2},
}


@pytest.mark.parametrize(
    ("sheet", "cells", "problem"),
    [
        (
            "教基5170_小学",
            {"A3": "绿化", "A4": "草坪", "C4": 3},
            "教基5170_小学!C10: there is no cell beside 教学及辅助用房, 教学及辅助用房>计 or "
            "教学及辅助用房>合计, as in C10 "
            f"of the form of 2021, for 教学及辅助用房总面积; {LIKE}\n"
            "school1.xlsx:教基5170_小学!C17: there is no cell beside 室内体育用房 or 体育馆, as in C17 of the "
            "form of 2021, "
            f"for 室内体育用房面积; {LIKE}",
        ),
        (
            "教基3112_小学",
            {**pupils(), "I3:K3": "毕业生"},
            "教基3112_小学!I6: there is no cell beside 总计, 合计 or 小学 under 在校生数>合计, 在校生数>计, "
            "在校学生数>合计, "
            f"在校生数 or 在校学生数, as in I6 of the form of 2021, for 小学在校生数; {LIKE}",
        ),
        (
            "教基3112_小学",
            {**{cell: value for cell, value in pupils().items() if cell != "A6"}, "A8": "总计", "A9": "总计"},
            "教基3112_小学!I6: 小学在校生数 could be in I8 or I9; write the headings as the form has them",
        ),
        (
            "教基5176_小学",
            {**grounds(), "D3": None, "E7": 5000},
            "教基5176_小学!D7: 运动场地面积 could be in D7 or E7; write the headings as the form has them",
        ),
        (
            "教基5176_小学",
            {**grounds(), "B7": "间"},
            "教基5176_小学!D7: 运动场地面积 cannot be read in '间'; write the heading with 平方米 or m2, or no unit",
        ),
        (
            "教基5176_小学",
            {**grounds(), "B7": None, "D3": "数量（公顷）", "D7": 0.64},
            "教基5176_小学!D7: 运动场地面积 cannot be read in '公顷'; write the heading with 平方米 or m2, or no unit",
        ),
        (
            "教基5176_小学",
            {**grounds(), "B19": "千元"},
            "教基5176_小学!D19: 教学仪器设备值 cannot be read in '千元'; write the heading with 元 or 万元, or no unit",
        ),
        (
            "教基5176_小学",
            {**grounds(), "D2": "计量单位：公顷"},
            "教基5176_小学!D2: the unit 公顷 stands outside the headings; write it in the heading of each "
            "amount, and delete it here",
        ),
        (
            "教基5176_小学",
            grounds(sports="六千"),
            "教基5176_小学!D7: 运动场地面积 is '六千', which is not a number; write one, or leave the cell empty",
        ),
        (
            "教基4155_小学",
            teachers(arts=(3, 0, 2, 2)),
            "教基4155_小学!M6: 艺术（计） is 3, less than what it holds, 4; correct one of the two",
        ),
        (
            "教基4155_小学",
            {**teachers(), "M3:P3": None, "M3": "艺术", "N4": None},
            "教基4155_小学!M6: 艺术（计） may hold 音乐 and 美术, which stand outside the heading 艺术; write "
            "艺术 over all columns "
            "that it holds, and delete 计 if it holds no other",
        ),
        (
            "教基4155_小学",
            FLAT,
            "教基4155_小学!N6: 艺术 is the sum of 音乐 and 美术 and may hold both; write 计 under its heading if "
            "it does, and "
            "艺术（不含音乐、美术） if it does not",
        ),
        (
            "教基4155_小学",
            {cell: value for cell, value in FLAT.items() if cell[0] != "P"},
            f"教基4155_小学!A1: there is no cell beside 总计, 合计 or 小学 under 美术, for 美术; {LIKE}",
        ),
        (
            "教基1102续_小学",
            {cell: value for cell, value in backbone().items() if cell[1:] != "12"},
            "教基1102续_小学!D12: there is no cell beside 县级以上骨干教师(小学), 县级及以上骨干教师(小学), "
            "县级以上骨干教师>小学 or "
            f"县级及以上骨干教师>小学, as in D12 of the form of 2021, for 小学县级以上骨干教师数; {LIKE}",
        ),
        (
            "教基1001_小学",
            identity(code="3.13300E+09"),
            "教基1001_小学!C3: 学校代码 is '3.13300E+09', which a spreadsheet has shortened, so that digits are "
            "lost; format "
            "the column as text and write all its digits",
        ),
        (
            "教基1001_小学",
            identity(kind="999"),
            "教基1001_小学!C14: 学校类型 must be one of 小学, 教学点, 初中, 九年一贯制学校, 十二年一贯制学校, "
            "完全中学, "
            "高级中学, 职业学校, 特殊教育学校, not '999'",
        ),
    ],
)
def test_faults(sheet: str, cells: Cells, problem: str, tmp_path: Path) -> None:
    sheets = primary_school(**{sheet: {cell: value for cell, value in cells.items() if value is not None}})
    problems = problems_of(folder_of(tmp_path, sheets))
    text = "\n".join(map(str, problems))
    assert text.startswith(f"school1.xlsx:{problem}")
    assert len(problems) <= problem.count("\n") + 2


def test_a_unit_that_figures_have_may_stand_over_a_form(tmp_path: Path) -> None:
    plain, with_units = tmp_path / "plain", tmp_path / "with units"
    plain.mkdir()
    with_units.mkdir()
    cells = {**grounds(), "A2": "单位：平方米、万元"}
    assert campus_of(with_units, primary_school(教基5176_小学=cells)) == campus_of(plain, primary_school())


def test_two_forms_of_a_school_must_agree(tmp_path: Path) -> None:
    sheets = {**primary_school(), "教基5176_初级中学": grounds(rooms=21)}
    (problem,) = problems_of(folder_of(tmp_path, sheets))
    assert str(problem) == (
        "school1.xlsx:教基5176_初级中学!D17: 网络多媒体教室数 is '21', but '20' in "
        "school1.xlsx:教基5176_小学!D17; correct one of the two"
    )


def test_an_empty_cell_is_unknown_wherever_it_is(tmp_path: Path) -> None:
    sheets = primary_school(教基5176_小学=grounds(sports=None), 教基5170_小学=buildings(sports=None))
    campus = campus_of(tmp_path, sheets)
    assert (campus.sports_ground_area, campus.indoor_sports_area, campus.sports_area) == (None, None, None)


def test_labels_and_their_parts_in_two_columns(tmp_path: Path) -> None:
    sheet: Cells = {
        **{"A3:B3": "指标名称", "C3": "代码", "D3": "面积"},
        "A4:A6": "教学及辅助用房",
        **{"B4": "计", "C4": "01", "D4": 4000, "B5": "教室", "D5": 2500, "B6": "室内体育用房", "D6": None},
    }
    campus = campus_of(tmp_path, primary_school(教基5170_小学={c: v for c, v in sheet.items() if v is not None}))
    assert (campus.teaching_area_gross, campus.indoor_sports_area) == (4000, None)
