"""Workbooks as offices hand them in: each fault is one workbook, with the problem that is reported or the remark."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
import xlwt
from datasets import problems_of
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ITEMS, SCHOOLS, SHEETS, opendocument, workbook_with

import balanced_edu as be
from balanced_edu import InputError, read_county
from balanced_edu.records.county import County, Group, Subject
from balanced_edu.remarks import TableRead
from balanced_edu.tables import Reading, Remark, RemarkKind, sheetparts, workbook

Change = Callable[[Any], object]

NUMBER, KIND, MONEY = "D2", "C2", "F2"  # cells of the sheet 学校


def cells(**values: object) -> Change:
    """Cells of the sheet 学校."""

    def change(book: Any) -> None:
        for name, value in values.items():
            book["学校"][name] = value

    return change


def formatted(name: str, value: object, code: str) -> Change:
    """A cell of the sheet 学校 with a number format."""

    def change(book: Any) -> None:
        book["学校"][name] = value
        book["学校"][name].number_format = code

    return change


def on(sheet: str, change: Callable[[Worksheet], object]) -> Change:
    return lambda book: change(book[sheet])


def reading_of(county: County) -> Reading:
    assert county.reading is not None
    return county.reading


def said(remark: Remark) -> str:
    """A remark on one line."""
    return " ".join([f"{remark.place}: {remark.code}", *(f"{name}={one}" for name, one in remark.figures.items())])


GOOD_COUNTY = County(
    name="示例县",
    year=2024,
    campuses=[
        be.Campus(
            school_code=code,
            school_name=name,
            kind=be.Kind.PRIMARY,
            primary_pupils=pupils,
            full_time_teachers=teachers,
            equipment_value=value,
            teaching_area=area,
        )
        for code, name, pupils, teachers, value, area in (
            ("A1", "第一小学", 800, 46, 2_105_000, 4200.5),
            ("B1", "第二小学", 600, 35, 1_600_000, 3100),
        )
    ],
    guarantee=be.records.Guarantee(rotated_teachers=180),
    quality=be.records.Quality(curriculum_complete=True),
)


def test_a_good_workbook_is_the_county_that_it_says(tmp_path: Path) -> None:
    county = read_county(workbook_with(tmp_path / "county.xlsx"))
    assert county == GOOD_COUNTY
    assert list(map(said, reading_of(county).remarks)) == [
        "county.xlsx:学校!F1: unit given=万元 read=元 factor=10000",
        "county.xlsx:学校: read rows=2 columns=7",
        "county.xlsx:县级: items rows=4",
    ]
    assert reading_of(county).place_of("schools", "B1", "equipment_value") == "county.xlsx:学校!F3"
    assert reading_of(county).place_of("guarantee", "", "rotated_teachers") == "county.xlsx:县级!B4"
    assert reading_of(county).place_of("schools", "C1", "books") == ""


def test_remarks_are_no_part_of_what_a_county_is(tmp_path: Path) -> None:
    county = read_county(workbook_with(tmp_path / "county.xlsx"))
    assert hash(GOOD_COUNTY.campuses) == hash(county.campuses)
    assert GOOD_COUNTY.reading is None
    assert [one.kind for one in reading_of(county).of(RemarkKind.CONVERTED)] == [RemarkKind.CONVERTED]


PROBLEMS: dict[str, tuple[Change, str]] = {
    "a word where a number belongs": (
        cells(D2="八百"),
        "学校!D2: 小学在校生数 is '八百', which is not a number; write one, or leave the cell empty",
    ),
    "an error": (
        on("学校", lambda sheet: sheet.cell(2, 4).__setattr__("value", "#N/A")),
        "学校!D2: 小学在校生数 is '#N/A', an error of a spreadsheet; correct its formula, or leave the cell empty if "
        "it is unknown",
    ),
    "an error in a name": (
        cells(B2="#REF!"),
        "学校!B2: 学校名称 is '#REF!', an error of a spreadsheet; correct its formula, or leave the cell empty if it "
        "is unknown",
    ),
    "a formula without a stored value": (
        cells(D2="=E2*17"),
        "学校!D2: 小学在校生数 is a formula without a stored value; open the workbook, save it, and read it again",
    ),
    "a date where a number belongs": (
        cells(D2=dt.date(2022, 9, 1)),
        "学校!D2: 小学在校生数 is '2022-09-01', a date; format the cell as a number and write the number itself",
    ),
    "a time where a number belongs": (
        cells(D2=dt.datetime(2022, 9, 1, 8, 30)),
        "学校!D2: 小学在校生数 is '2022-09-01 08:30:00', a date; format the cell as a number and write the number "
        "itself",
    ),
    "a date for a code": (
        cells(A2=dt.date(2022, 1, 2)),
        "学校!A2: 学校代码 is '2022-01-02', a date, as spreadsheets make of some codes; format the column as text and "
        "write what it was",
    ),
    "a code of more digits than a spreadsheet keeps": (
        cells(A2=331081000000000001),
        "学校!A2: 学校代码 is '3.31081000000000E+17', which a spreadsheet has shortened, so that digits are lost; "
        "format the column as text and write all its digits",
    ),
    "a percentage where a number belongs": (
        formatted("E2", 0.955, "0.0%"),
        "学校!E2: 专任教师数 is '95.5%', a percentage; write the number itself",
    ),
    "a unit of all amounts in a title": (
        on("学校", lambda sheet: (sheet.insert_rows(1), sheet.__setitem__("C1", "金额单位：万元"))),
        "学校!C1: the unit 万元 stands outside the headings; write it in the heading of each amount, and delete it "
        "here",
    ),
    "a yes where a number belongs": (
        cells(D2=True),
        "学校!D2: 小学在校生数 is 'true', which is not a number; write one, or leave the cell empty",
    ),
    "a no where a number belongs": (
        cells(D2=False),
        "学校!D2: 小学在校生数 is 'false', which is not a number; write one, or leave the cell empty",
    ),
    "an error for a heading": (
        cells(G1="#REF!"),
        "学校!G1: there is no column '#REF!'; correct the heading, or delete the column",
    ),
    "an unknown kind": (
        cells(C2="幼儿园"),
        "学校!C2: 学校类型 must be one of 小学, 教学点, 初中, 九年一贯制学校, 十二年一贯制学校, 完全中学, "
        "高级中学, 职业学校, 特殊教育学校, not '幼儿园'",
    ),
    "a campus without a code": (cells(A3=None), "学校!A3: 学校代码 is missing; every campus must have one"),
    "a code given twice": (
        cells(A3="A1"),
        "学校!A3: 学校代码 'A1' is already in row 2; give each campus a code of its own, or delete one of the two rows",
    ),
    "figures that contradict one another": (
        cells(G1="持有教师资格证专任教师数", G2=47, G3=35),
        "学校!G2: 持有教师资格证专任教师数: 47 is more than 专任教师数, 46; correct the figures",
    ),
    "an unknown column": (
        cells(G1="绿化面积"),
        "学校!G1: there is no column '绿化面积'; correct the heading, or delete the column",
    ),
    "an unknown column near a known one": (
        cells(E1="专职教师数"),
        "学校!E1: there is no column '专职教师数' (did you mean 专任教师数, full_time_teachers?); correct the heading, "
        "or delete the column",
    ),
    "a heading for several columns": (
        cells(D1="学生人数"),
        "学校!D1: '学生人数' could be 小学在校生数, 初中在校生数 or 高中在校生数; write the one that it is",
    ),
    "a column twice, by two names": (
        cells(E1="小学学生人数"),
        "学校!E1: 小学在校生数 already has the column '小学在校生数'; delete one of the two",
    ),
    "a cell without a heading": (
        cells(I3=5),
        "学校!I3: '5' is in a column without a heading; move it under its heading, or give the column a heading",
    ),
    "no column of kinds": (
        cells(C1="备注"),
        "学校!A1: the column 学校类型 (kind) is missing; add it, since every campus must have one",
    ),
    "no campuses": (
        on("学校", lambda sheet: sheet.delete_rows(2, 2)),
        "学校!A1: there are no campuses under the headings; give one row per campus",
    ),
    "no headings": (
        on("学校", lambda sheet: sheet.delete_rows(1)),
        "学校!A1: no row has known headings; `balanced-edu template` writes a table that has all of them",
    ),
    "an item that is not known": (
        on("县级", lambda sheet: sheet.append(["绿化面积", 5])),
        "县级!A6: there is no item '绿化面积'; correct its name, or delete the row",
    ),
    "an item near a known one": (
        on("县级", lambda sheet: sheet.append(["交流轮岗教师人数", 5])),
        "县级!A6: there is no item '交流轮岗教师人数' (did you mean 交流轮岗教师数, rotated_teachers?); correct "
        "its name, or delete the row",
    ),
    "an item twice": (
        on("县级", lambda sheet: sheet.append(["rotated_teachers", 181])),
        "县级!A6: 交流轮岗教师数 is already in row 4; delete one of the two",
    ),
    "documents of no item": (
        on("县级", lambda sheet: sheet.append(["evidence.无", "批文"])),
        "县级!A6: the id '无' stands for nothing; write the text by which it is known; write that of an item, such as "
        "G1",
    ),
    "documents of an item twice": (
        on("县级", lambda sheet: (sheet.append(["evidence.G1", "批文"]), sheet.append(["evidence.ｇ1", "批文"]))),
        "县级!A7: 'g1' is already in row 6; delete one of the two",
    ),
    "a document with too long a name": (
        on("县级", lambda sheet: sheet.append(["evidence.G1", "图" * 201])),
        f"县级!B6: 'G1' '{'图' * 40}…' has 201 characters, more than 200; correct it",
    ),
    "an item without a number": (
        on("县级", lambda sheet: sheet.cell(4, 2).__setattr__("value", "许多")),
        "县级!B4: 交流轮岗教师数 is '许多', which is not a number; write one, or leave the cell empty",
    ),
    "an item that is a formula without a stored value": (
        on("县级", lambda sheet: sheet.cell(4, 2).__setattr__("value", "=1+1")),
        "县级!B4: 交流轮岗教师数 is a formula without a stored value; open the workbook, save it, and read it again",
    ),
    "an item in a unit that it cannot have": (
        on("县级", lambda sheet: sheet.append(["义务教育学校教师年平均工资", 121, "千元"])),
        "县级!B6: 上年度义务教育学校教师年平均工资（不含民办学校） cannot be read in '千元'; write it in 元 or 万元",
    ),
    "items that contradict one another": (
        on("县级", lambda sheet: sheet.append(["交流轮岗骨干教师数", 181])),
        "县级!B6: 交流轮岗骨干教师数: 181 is more than 交流轮岗教师数, 180; correct the figures",
    ),
    "a year that is none": (
        on("县级", lambda sheet: sheet.cell(3, 2).__setattr__("value", 20244)),
        "县级!B3: 年份: 20244 is not an integer from 1949 to 2100; correct the figures",
    ),
    "a county without a name": (
        on("县级", lambda sheet: sheet.delete_rows(2)),
        "县级!A1: the name of the county is missing; give it as 县名 (name)",
    ),
    "a county with an empty name": (
        on("县级", lambda sheet: sheet.cell(2, 2).__setattr__("value", None)),
        "县级!B2: 县名 is missing; write the name of the county as its value",
    ),
    "a local fact twice": (
        on("县级", lambda sheet: [sheet.append(["local.编外教师", 3]), sheet.append(["local.编外 教师", 4])]),
        "县级!A7: '编外教师' is already in row 6; delete one of the two",
    ),
    "a local fact without a name": (
        on("县级", lambda sheet: sheet.append(["local.", 3])),
        "县级!A6: the name '' is not a text; choose another",
    ),
    "a local fact that is no figure": (
        on("县级", lambda sheet: sheet.append(["local.编外教师", "许多"])),
        "县级!B6: '编外教师' is '许多', which is not a number; write one, or leave the cell empty",
    ),
    "no sheet of campuses": (
        lambda book: book["学校"].__setattr__("title", "Sheet1"),
        "1:-: there is no sheet 学校 among Sheet1, 县级; name the sheet so, or add it",
    ),
    "no sheet of facts": (
        lambda book: book.remove(book["县级"]),
        "1:-: there is no sheet 县级 among 学校; name the sheet so, or add it",
    ),
    "two sheets of campuses": (
        lambda book: book.copy_worksheet(book["学校"]).__setattr__("title", "schools"),
        "1:-: there are two sheets 学校, '学校' and 'schools'; delete one of them",
    ),
    "a cell far from the table": (
        cells(XFD1000000=1),
        "1:-: the file has the sheet '学校', whose last cell is in row 1,000,000 and column 16,384; delete what is far "
        "from the table",
    ),
}


@pytest.mark.parametrize(("change", "expected"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_cannot_be_used_is_reported_with_its_cell(change: Change, expected: str, tmp_path: Path) -> None:
    problems = problems_of(workbook_with(tmp_path / "county.xlsx", change=change))
    assert [str(problem) for problem in problems] == [f"county.xlsx:{expected}"]


def two_rows(sheet: Worksheet) -> None:
    """Headings in two rows, merged across and down."""
    sheet.insert_rows(1)
    for column, group in ((1, "学校代码"), (2, "学校名称"), (3, "学校类型")):
        sheet.cell(1, column, group)
        sheet.cell(2, column).value = None
        sheet.merge_cells(start_row=1, start_column=column, end_row=2, end_column=column)
    sheet["D1"], sheet["D2"], sheet["E2"] = "在校生数", "小学", "初中"
    sheet.merge_cells("D1:E1")
    sheet["F1"], sheet["F2"], sheet["G2"] = "办学条件", "教学仪器设备资产值", "教学及辅助用房面积"
    sheet["F3"], sheet["F4"] = 2105000, 1600000
    sheet["E3"] = sheet["E4"] = None
    sheet.merge_cells("F1:G1")


REMARKS: dict[str, tuple[Change, list[str]]] = {
    "a title above the headings": (
        on(
            "学校",
            lambda sheet: [sheet.insert_rows(1), sheet.merge_cells("A1:G1"), _put(sheet, "A1", "学校情况表")],
        ),
        ["学校!A1: title given=学校情况表"],
    ),
    "totals, footnotes and blank rows": (
        on(
            "学校",
            lambda sheet: [
                sheet.append(["合　计", None, None, 1400]),
                sheet.append([]),
                sheet.append(["总计(含民办)", None, None, 1400]),
                sheet.append(["注：1.本表由学校填报。"]),
                sheet.append(["2.数据截至9月1日。"]),
                sheet.append(["填表人：张三", None, "审核人：李四"]),
            ],
        ),
        [
            "学校!A4: total given=合 计",
            "学校!A6: total given=总计(含民办)",
            "学校!A7: footnote given=注：1.本表由学校填报。",
            "学校!A8: footnote given=2.数据截至9月1日。",
            "学校!A9: footnote given=填表人：张三",
        ],
    ),
    "a total in the column that numbers the rows, and remarks": (
        on(
            "学校",
            lambda sheet: [
                sheet.insert_cols(1),
                _put(sheet, "A1", "序号"),
                _put(sheet, "A2", 1),
                _put(sheet, "I1", "备注"),
                _put(sheet, "I2", "新建"),
                sheet.append(["【合计】", None, None, None, 1400]),
            ],
        ),
        ["学校!A1: column given=序号", "学校!I1: column given=备注", "学校!A4: total given=【合计】"],
    ),
    "headings once more, and numbers of columns": (
        on(
            "学校",
            lambda sheet: [
                sheet.insert_rows(2),
                *(sheet.cell(2, column, mark) for column, mark in enumerate("甲乙丙1234", start=1)),
                sheet.append([cell.value for cell in sheet[1]]),
            ],
        ),
        ["学校!A2: headings given=甲", "学校!A5: headings given=学校代码"],
    ),
    "an example": (
        on("学校", lambda sheet: sheet.append(["示例1", "示例小学", "小学", 9])),
        ["学校!A4: example given=示例1"],
    ),
    "words of offices": (
        cells(C2="完小", C3="完小", A1="学校（机构）标识码", D1="小学学生人数", E1="＊专任教师总人数"),
        [
            "学校!A1: heading given=学校（机构）标识码 read=学校代码",
            "学校!D1: heading given=小学学生人数 read=小学在校生数",
            "学校!E1: heading given=＊专任教师总人数 read=专任教师数",
            "学校!C2: word given=完小 read=小学 times=2",
        ],
    ),
    "headings with line breaks, units and full-width brackets": (
        cells(D1="小学\n在校生数（人）", G1="教学及辅助用房面积［㎡］".replace("［", "(").replace("］", ")")),
        [],
    ),
    "numbers as texts": (cells(D2="８００", E2="46", F2="210.50", G2="4,200.5"), []),
    "a number with more digits than are shown": (
        cells(G2=4200.500000000001, G3=3099.999999999999),
        ["学校!G2: digits times=2"],
    ),
    "a hidden row and hidden columns": (
        on(
            "学校",
            lambda sheet: [
                sheet.row_dimensions[3].__setattr__("hidden", True),
                sheet.row_dimensions[9].__setattr__("hidden", True),
                sheet.column_dimensions["E"].__setattr__("hidden", True),
                sheet.column_dimensions["G"].__setattr__("hidden", True),
                sheet.column_dimensions["Z"].__setattr__("hidden", True),
            ],
        ),
        ["学校!A3: hidden rows given=3", "学校!E1: hidden columns given=E, G"],
    ),
    "a hidden column alone": (
        on("学校", lambda sheet: [sheet.column_dimensions["E"].__setattr__("hidden", True)]),
        ["学校!E1: hidden columns given=E"],
    ),
    "a hidden sheet": (on("学校", lambda sheet: setattr(sheet, "sheet_state", "hidden")), ["学校: hidden sheet"]),
    "further sheets": (lambda book: book.create_sheet("填表说明"), [" sheet given=填表说明"]),
    "merged cells in the rows": (
        on("学校", lambda sheet: [sheet.merge_cells("G2:G3")]),
        ["学校!G2: merged given=G2:G3"],
    ),
    "items by other names, in another unit, headings between them and footnotes": (
        on(
            "县级",
            lambda sheet: [
                _put(sheet, "A2", "区县名称"),
                sheet.append(["工资收入"]),
                sheet.append(["当地公务员年平均工资收入", 11.8, "万元", "2023年"]),
                sheet.append(["义务教育学校教师年平均工资（元）", 121000]),
                sheet.append(["特殊教育学校在校生数", None, "人"]),
                sheet.append(["注：工资为上年数。"]),
            ],
        ),
        [
            "县级!A2: heading given=区县名称 read=县名",
            "县级!A6: group given=工资收入",
            "县级!A7: heading given=当地公务员年平均工资收入 read=上年度当地公务员年平均工资",
            "县级!B7: unit given=万元 read=元 factor=10000",
            "县级!A8: heading given=义务教育学校教师年平均工资（元） read=上年度义务教育学校教师年平均工资（不含民办"
            "学校）",
            "县级!A10: footnote given=注：工资为上年数。",
        ],
    ),
}


def _put(sheet: Worksheet, name: str, value: object) -> None:
    sheet[name] = value


@pytest.mark.parametrize(("change", "expected"), REMARKS.values(), ids=REMARKS)
def test_what_is_read_otherwise_than_it_stands_is_remarked_on(
    change: Change, expected: list[str], tmp_path: Path
) -> None:
    county = read_county(workbook_with(tmp_path / "county.xlsx", change=change))
    usual = re.compile(
        r": read |: items |学校![FG][12]: unit given=万元"
    )  # the good county's, if a row or column is added
    assert [line for line in map(said, reading_of(county).remarks) if not usual.search(line)] == [
        f"county.xlsx:{line}" for line in expected
    ]
    assert [campus.school_code for campus in county.campuses] == ["A1", "B1"]
    assert county.campuses[0].primary_pupils == 800
    assert county.campuses[0].equipment_value == 2_105_000


def test_headings_in_two_rows_are_joined(tmp_path: Path) -> None:
    county = read_county(workbook_with(tmp_path / "county.xlsx", change=on("学校", two_rows)))
    assert county.campuses == tuple(attrs.evolve(one, full_time_teachers=None) for one in GOOD_COUNTY.campuses)


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(
    "rows",
    [
        [["学校代码", "学校类型", "小学", ""], ["", "", "在校生数", "招生数"]],
        [["学校代码", "学校类型", "在校生数", "招生数"], ["", "", "小学", "小学"], ["", "", "人", "人"]],
        [["基本信息", "", "学生情况", ""], ["学校代码", "学校类型", "小学在校生数", "小学招生数"]],
        [["学校代码", "学校类型", "学生", ""], ["", "", "小学", ""], ["", "", "在校生数（人）", "招生数（人）"]][1:],
    ],
)
def test_headings_over_several_columns(rows: list[list[str]], merged: bool, tmp_path: Path) -> None:
    if rows[0][0] == "":
        rows = [["学校代码", "学校类型", "小学", ""], *rows[1:]]
    table = [*rows, ["A1", "小学", 800, 130]]

    def change(book: Any) -> None:
        for at, row in enumerate(rows[:-1] if merged else [], start=1):
            for position in range(1, len(row)):
                if row[position] == "" and (position == 3 or rows[0][0] == "基本信息"):
                    book["学校"].merge_cells(start_row=at, start_column=position, end_row=at, end_column=position + 1)

    county = read_county(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": table}, change))
    expected = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=800, primary_intake=130)
    assert county.campuses == (expected,)


def test_columns_that_no_field_has_are_passed_over_if_that_is_asked_for(tmp_path: Path) -> None:
    file = workbook_with(tmp_path / "county.xlsx", change=cells(G1="绿化面积"))
    county = read_county(file, ignore_columns=True)
    assert "county.xlsx:学校!G1: column given=绿化面积" in map(said, reading_of(county).remarks)
    assert county.campuses == tuple(attrs.evolve(one, teaching_area=None) for one in GOOD_COUNTY.campuses)
    with pytest.raises(InputError) as refused:
        read_county(file)
    assert refused.value.reading is not None


def test_columns_of_other_sheets_may_be_unknown_if_that_is_asked_for(tmp_path: Path) -> None:
    classes = [["学校代码", "学段", "人数", "班主任"], ["A1", "小学", 800, "张三"]]
    monitoring = [["监测科目", "学业水平等级", "备考"], ["语文", 3, "无"]]
    file = workbook_with(tmp_path / "county.xlsx", {**SHEETS, "班级": classes, "监测": monitoring})
    made = list(map(said, reading_of(read_county(file, ignore_columns=True)).remarks))
    assert "county.xlsx:班级!D1: column given=班主任" in made
    assert "county.xlsx:监测!C1: column given=备考" in made
    assert workbook.read(file, ignore_columns=True) == read_county(file, ignore_columns=True)
    assert [problem.cell for problem in problems_of(file)] == ["监测!C1", "班级!D1"]


def test_no_campus_was_built_after_the_year_of_the_county(tmp_path: Path) -> None:
    file = workbook_with(tmp_path / "county.xlsx", change=cells(G1="建校时间", G2=2024, G3=2025))
    (problem,) = problems_of(file)
    assert problem.cell == "学校!G3"
    file = workbook_with(tmp_path / "county.xlsx", {"学校": SCHOOLS, "县级": [ITEMS[0], *ITEMS[2:]]})
    assert [problem.message.partition(";")[0] for problem in problems_of(file)] == ["the name of the county is missing"]


def test_the_sheets_of_a_template_may_stand_before_the_others(tmp_path: Path) -> None:
    county = read_county(workbook_with(tmp_path / "county.xlsx", {"填写说明": [["说明"]], "标准值": [], **SHEETS}))
    assert county == GOOD_COUNTY
    assert "填写说明" not in str(reading_of(county).remarks)


@pytest.mark.parametrize(
    ("name", "meant"), [("县级", "县级"), (" County", "县级"), ("班 级", "班级"), ("草稿", "草稿")]
)
def test_sheets_are_known_by_other_names(name: str, meant: str) -> None:
    assert workbook.sheet_name(name) == meant


def test_a_workbook_of_as_many_bytes_as_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook_with(tmp_path / "county.xlsx")
    monkeypatch.setattr(workbook, "LARGEST", file.stat().st_size)
    assert read_county(file) == GOOD_COUNTY


MONITORING = [
    ["监测科目", "学业水平等级", "达到Ⅲ级以上比例", "校际差异率"],
    ["语文", "Ⅲ级", "", "9%"],
    ["数 学", None, 0.91, 0.12],
    ["注：另有两科未监测。"],
]
GROUPS = [["调查对象", "有效问卷数", "满意问卷数"], ["家长", 2400, 2280], ["学生", 1000, 990]]


def test_subjects_and_groups_have_sheets_of_their_own(tmp_path: Path) -> None:
    sheets = {**SHEETS, "监测": MONITORING, "groups": GROUPS}

    def in_percent(book: Any) -> None:
        book["监测"]["C3"].number_format = '0.00%" 达到"'

    county = read_county(workbook_with(tmp_path / "county.xlsx", sheets, in_percent))
    assert county.monitoring == (
        Subject(subject="语文", level=3, between_school_share=0.09),
        Subject(subject="数学", share_at_level_3=0.91, between_school_share=0.12),
    )
    assert county.groups == (
        Group(group="家长", surveyed=2400, satisfied=2280),
        Group(group="学生", surveyed=1000, satisfied=990),
    )
    made = list(map(said, reading_of(county).remarks))
    assert "county.xlsx:监测!B2: word given=Ⅲ级 read=3 times=1" in made
    assert "county.xlsx:监测!D2: percent given=9% read=0.09 times=1" in made
    assert "county.xlsx:监测!C3: percent given=91% read=0.91 times=1" in made
    assert reading_of(county).place_of("recognition.groups", "学生", "satisfied") == "county.xlsx:groups!C3"


def test_where_subjects_and_groups_stand_or_would_stand_is_kept(tmp_path: Path) -> None:
    monitoring = [["监测科目", "学业水平等级"], ["语文", 3]]
    reading = reading_of(read_county(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "监测": monitoring})))
    columns = {"subject": (0, "监测科目"), "level": (1, "学业水平等级")}
    assert [one for one in reading.tables if one.table in ("quality.monitoring", "recognition.groups")] == [
        TableRead("recognition.groups", "county.xlsx", "调查", {}, {}),
        TableRead("quality.monitoring", "county.xlsx", "监测", {"语文": 2}, columns),
    ]


def test_merged_cells_are_remarked_on_in_sheets_of_any_kind(tmp_path: Path) -> None:
    classes = [["学校代码", "学段", "人数"], ["A1", "小学", 400], ["A1", "", 400]]
    monitoring = [["监测科目", "学业水平等级"], ["语文", 3], ["数学", ""]]

    def merge(book: Any) -> None:
        for sheet in ("班级", "监测"):
            book[sheet].merge_cells("B2:B3")

    book = workbook_with(tmp_path / "county.xlsx", {**SHEETS, "班级": classes, "监测": monitoring}, merge)
    made = [said(remark) for remark in reading_of(read_county(book)).remarks]
    assert [one for one in made if "merged" in one] == [
        "county.xlsx:监测!B2: merged given=B2:B3",
        "county.xlsx:班级!B2: merged given=B2:B3",
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [*MONITORING, ["语文", "5"]],
            ["监测!A5: 监测科目 '语文' is already in row 2; delete one of the two rows"],
        ),
        ([*MONITORING[:2], ["语文", 3]], ["监测!A3: 监测科目 '语文' is already in row 2; delete one of the two rows"]),
        ([*MONITORING[:2], ["体育", 3, None, 0.1, 7]], ["监测!E3: '7' is in a column without a heading; move it"]),
        ([["监测科目"], [None], ["", "x"]], ["监测!B3: 'x' is in a column without a heading"]),
        (
            [["学业水平等级"], [5]],
            ["监测!A1: the column 监测科目 (subject) is missing; add it, since every"],
        ),
        ([MONITORING[0], [None, 3]], ["监测!A2: 监测科目 is missing; every subject must have one"]),
        ([MONITORING[0], ["语文", 5]], ["监测!B2: 学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）: 5 is not an integer from 1 to 4"]),
        ([MONITORING[0], ["语文", None, 91]], ["监测!C2: 达到Ⅲ级以上学生比例 must be a share from 0 to 1, not 91"]),
        ([["甲"]], ["监测!A1: no row has known headings"]),
        ([], []),
    ],
)
def test_subjects_that_cannot_be_used(rows: list[list[object]], expected: list[str], tmp_path: Path) -> None:
    problems = problems_of(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "监测": rows}))
    assert len(problems) >= len(expected)
    for problem, words in zip(problems, expected, strict=False):
        assert str(problem).startswith(f"county.xlsx:{words}")


def test_local_facts_are_items_by_their_own_names(tmp_path: Path) -> None:
    items = [*ITEMS, ["local.编外教师", 3.5], ["Local.已公示", "是"], ["local.空", None]]
    county = read_county(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "县级": items}))
    assert county.local == {"编外教师": 3.5, "已公示": True}


def test_columns_of_items_are_found_by_their_headings(tmp_path: Path) -> None:
    items = [
        ["县级数据"],
        ["序号", "填报项目", "单位", "填报值"],
        [1, "区县名称", None, "示例县"],
        [2, "年份", "年", 2024],
    ]
    county = read_county(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "县级": items}))
    assert (county.name, county.year) == ("示例县", 2024)


def test_a_table_may_begin_anywhere_in_its_sheet(tmp_path: Path) -> None:
    schools = [[], [], *([None, None, *row] for row in SCHOOLS)]
    county = read_county(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": schools}))
    assert county == GOOD_COUNTY
    assert reading_of(county).place_of("schools", "B1", "equipment_value") == "county.xlsx:学校!H5"


def test_a_code_of_as_many_digits_as_a_spreadsheet_keeps(tmp_path: Path) -> None:
    file = workbook_with(tmp_path / "county.xlsx", change=cells(A2=10**15, A3=10**15 - 1))
    assert [one.school_code for one in read_county(file).campuses] == ["1000000000000000", "999999999999999"]


@pytest.mark.parametrize("value", ["#N/A", "=1+1"], ids=["an error", "a formula without a value"])
def test_a_row_of_nothing_but_what_has_no_value_is_not_blank(value: str, tmp_path: Path) -> None:
    change = cells(E4=value, A5="C1", C5="小学")
    (first, *_) = problems_of(workbook_with(tmp_path / "county.xlsx", change=change))
    assert str(first) == "county.xlsx:学校!A4: 学校代码 is missing; every campus must have one"


def test_formulas_without_a_value_below_the_last_row_with_one_are_noted(tmp_path: Path) -> None:
    schools = [*SCHOOLS, [f"=Sheet9!{letter}4" for letter in "ABCDEFG"]]
    problems = problems_of(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": schools}))
    assert [problem.cell for problem in problems] == [f"学校!{letter}4" for letter in "ABCDEFG"]


def test_what_is_beside_a_formula_without_a_value_is_blank(tmp_path: Path) -> None:
    schools = [*SCHOOLS, [*[None] * 8, "=Sheet9!I4"]]
    (problem,) = problems_of(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": schools}))
    assert str(problem).startswith("county.xlsx:学校!I4: '=' is in a column without a heading; ")


def test_formulas_without_a_value_beside_the_last_column_with_one_are_noted(tmp_path: Path) -> None:
    schools = [[*row, f"=Sheet9!H{number}"] for number, row in enumerate(SCHOOLS, start=1)]
    problems = problems_of(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": schools}))
    assert [problem.cell for problem in problems] == ["学校!H1"]


# Other forms of files.


def old_workbook(file: Path, items: list[list[object]] = ITEMS, change: Change | None = None) -> Path:
    """A workbook in the old form of Excel."""
    book = xlwt.Workbook()
    for name, rows in {"学校": SCHOOLS, "县级": items}.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for position, value in enumerate(row):
                sheet.write(at, position, value)
    if change:
        change(book)
    book.save(str(file))
    return file


def test_an_old_workbook_says_what_it_does_not_show(tmp_path: Path) -> None:
    county = read_county(old_workbook(tmp_path / "county.xls"))
    assert county == GOOD_COUNTY
    assert said(reading_of(county).remarks[0]) == "county.xls: unseen"


def test_merged_cells_of_an_old_workbook_are_remarked_on(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.get_sheet("学校").merge(1, 2, 7, 8)

    county = read_county(old_workbook(tmp_path / "county.xls", change=merge))
    assert "county.xls:学校!H2: merged given=H2:I3" in map(said, reading_of(county).remarks)
    assert county == GOOD_COUNTY


def test_a_large_sheet_of_an_old_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = old_workbook(tmp_path / "county.xls")
    monkeypatch.setattr(sheetparts, "MOST_CELLS", 21)
    assert read_county(file) == GOOD_COUNTY
    monkeypatch.setattr(sheetparts, "MOST_CELLS", 20)
    (problem,) = problems_of(file)
    assert problem.message.startswith("the file has the sheet '学校', whose last cell is in row 3 and column 7; ")


def test_a_document_of_libreoffice(tmp_path: Path) -> None:
    assert read_county(opendocument(tmp_path / "county.ods")) == GOOD_COUNTY


def odf(text: str, kind: str = "string", more: str = "", of: str = "table:table-cell") -> str:
    """A cell of LibreOffice."""
    given = f'office:value-type="{kind}" ' if kind else ""
    return f"<{of} {given}{more}>{f'<text:p>{text}</text:p>' if text else ''}</{of}>"


FORMULA = 'table:formula="of:=1"'


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            odf("#DIV/0!", "string", f'{FORMULA} calcext:value-type="error"'),
            "学校!D2: 小学在校生数 is '#DIV/0!', an error of a spreadsheet; correct its formula, or leave the cell "
            "empty if it is unknown",
        ),
        (
            odf("", "", FORMULA),
            "学校!D2: 小学在校生数 is a formula without a stored value; open the workbook, save it, and read it again",
        ),
        (
            odf("80%", "percentage", 'office:value="0.8"'),
            "学校!D2: 小学在校生数 is '80%', a percentage; write the number itself",
        ),
        (
            odf("1", "date", 'office:date-value="2022-09-01"'),
            "学校!D2: 小学在校生数 is '2022-09-01', a date; format the cell as a number and write the number itself",
        ),
        (
            odf("1", "float", 'office:value="1" table:number-columns-repeated="16000"').replace(
                "</table:table-cell>", "</table:table-cell>" + odf("", "")
            ),
            "1:-: the file has the sheet '学校', whose last cell is in row 1,000 and column 16,003; delete what is "
            "far from the table",
        ),
    ],
)
def test_a_document_of_libreoffice_that_cannot_be_used(cell: str, expected: str, tmp_path: Path) -> None:
    schools = [SCHOOLS[0], [*SCHOOLS[1][:3], cell, *SCHOOLS[1][4:]], SCHOOLS[2]]
    if "16,003" in expected:
        down = f'<table:table-row table:number-rows-repeated="998">{odf("x") * 3}{cell}</table:table-row>'
        schools = [SCHOOLS[0], SCHOOLS[1], [down]]
    problems = problems_of(opendocument(tmp_path / "county.ods", {**SHEETS, "学校": schools}))
    assert [str(problem) for problem in problems] == [f"county.ods:{expected}"]


def test_what_a_document_of_libreoffice_hides_and_merges(tmp_path: Path) -> None:
    title = odf("表", "string", 'table:number-columns-spanned="7"')
    covered = odf("", "", 'table:number-columns-repeated="6"', "table:covered-table-cell")
    hidden = "".join(map(odf, ("C1", "校", "小学")))
    blank = odf("", "", 'table:number-columns-repeated="16384"')
    schools = [
        [title, covered],
        *SCHOOLS,
        [f'<table:table-row table:visibility="collapse">{hidden}</table:table-row>'],
        [f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'],
        [f'<table:table-row table:visibility="collapse" table:number-rows-repeated="500">{blank}</table:table-row>'],
    ]
    county = read_county(opendocument(tmp_path / "county.ods", {**SHEETS, "学校": schools}))
    assert county.campuses[:2] == GOOD_COUNTY.campuses
    assert list(map(said, reading_of(county).remarks))[:2] == [
        "county.ods:学校!A5: hidden rows given=5",
        "county.ods:学校!A1: title given=表",
    ]


def test_documents_of_items_are_read_and_none_is_none(tmp_path: Path) -> None:
    rows = (("evidence.G1", "布局规划图；批文"), ("evidence.G2", "无"), ("evidence.G3", None))
    change = on("县级", lambda sheet: [sheet.append(row) for row in rows])
    file = workbook_with(tmp_path / "county.xlsx", change=change)
    assert read_county(file).evidence == {"G1": ("布局规划图", "批文")}
