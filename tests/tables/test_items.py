"""The facts of a county, as a table of items and as columns: one county whatever the form, and one grammar."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from workbooks import SCHOOLS, workbook_with

import balanced_edu as be
from balanced_edu import units
from balanced_edu.errors import InputError
from balanced_edu.notes import Notes
from balanced_edu.records.county import RECORDS, County, Guarantee, Veto
from balanced_edu.remarks import RemarkCode, TableForm, TableRead
from balanced_edu.tables import schools
from balanced_edu.tables.headings import Row
from balanced_edu.tables.items import county_of_columns, county_of_items, has_rows_of_items, local_fact

CAMPUSES = {heading: list(column) for heading, *column in zip(*SCHOOLS, strict=True)}

Facts = list[tuple[str, object, str]]

FACTS: Facts = [
    ("县（市、区）名称", "示例县", ""),
    ("填报年度", 2024, "年"),
    ("全县义务教育学校教师年平均工资收入", 12.1, "万元"),
    ("当地公务员年平均工资", "118,000", "元"),
    ("实际交流轮岗教师数", 180, "人"),
    ("LOCAL.编外 教师", 3.5, ""),
    ("local.已公示", "√", ""),
    ("Ｅvidence.g1", "布局规划图；批文", ""),
    ("有弄虚作假行为", "×", ""),
    ("课程开齐开足，教学秩序规范", None, ""),
]
"""Facts by the names of official forms: item, value and unit."""

IN_TOML = """
name = "示例县"
year = 2024
[guarantee]
teacher_average_salary = 121000
civil_servant_average_salary = 118000
rotated_teachers = 180
[veto]
fraud = false
[local]
"编外教师" = 3.5
"已公示" = true
[evidence]
g1 = ["布局规划图", "批文"]
"""


def in_folder(folder: Path, facts: str, text: str) -> be.County:
    folder.mkdir(exist_ok=True)
    with (folder / "schools.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(SCHOOLS)
    (folder / facts).write_text(text, encoding="utf-8")
    return be.read_county(folder)


@pytest.fixture(name="county", scope="module")
def county_of_toml(tmp_path_factory: pytest.TempPathFactory) -> be.County:
    return in_folder(tmp_path_factory.mktemp("facts"), "county.toml", IN_TOML)


ROWS = [["项目", "数值", "单位"], *map(list, FACTS)]

# As spreadsheets have them: titles above the headings, headings between the items, a footnote below.
TITLED = [
    ["示例县县级数据表", None, None],
    [None, None, None],
    *ROWS[:3],
    ["政府保障程度", None, None],
    *ROWS[3:],
    ["注：2024 年数据", None, None],
]

LONG = {heading: list(column) for heading, *column in zip(*ROWS, strict=True)}
WIDE = {f"{item}（{unit}）" if unit else item: [value] for item, value, unit in FACTS}
AS_TEXT = {heading: [None if one is None else str(one) for one in column] for heading, column in LONG.items()}

FRAMES: dict[str, Any] = {
    "long, mapping": LONG,
    "long, pandas": pd.DataFrame(LONG),
    "long, polars": pl.DataFrame(LONG, strict=False),
    "long, pyarrow": pa.table(AS_TEXT),
    "long without headings": pd.DataFrame(ROWS[1:]),
    "long, the first item taken for the headings": pd.DataFrame(ROWS[2:], columns=["县名", "示例县", "Unnamed: 2"]),
    "wide, mapping": WIDE,
    "wide, pandas": pd.DataFrame(WIDE),
    "wide, polars": pl.DataFrame(WIDE),
    "wide, pyarrow": pa.table(WIDE),
    "wide below a title": pd.DataFrame(
        [list(WIDE), [column[0] for column in WIDE.values()]],
        columns=["示例县县级数据表", *(f"Unnamed: {at}" for at in range(1, len(WIDE)))],
    ),
    "wide with columns beside": {"序号": [1], **WIDE, "备注": ["一"], "Unnamed: 99": [None]},
}


@pytest.mark.parametrize("form", FRAMES)
def test_frames_of_facts_give_the_county_of_county_toml(form: str, county: be.County) -> None:
    assert be.county_from_frames(CAMPUSES, FRAMES[form]) == county


@pytest.mark.parametrize("rows", [ROWS, TITLED], ids=["plain", "titled"])
def test_files_of_facts_give_the_county_of_county_toml(
    rows: list[list[object]], county: be.County, tmp_path: Path
) -> None:
    with (tmp_path / "县级.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    text = (tmp_path / "县级.csv").read_text(encoding="utf-8")
    assert in_folder(tmp_path / "csv", "县级.csv", text) == county
    book = workbook_with(tmp_path / "county.xlsx", {"学校": SCHOOLS, "县级": rows})
    assert be.read_county(book) == county
    for read in (
        lambda: pd.read_excel(book, sheet_name="县级", engine="calamine"),
        lambda: pd.read_excel(book, sheet_name="县级", engine="calamine", header=None),
        lambda: pl.from_pandas(pd.read_csv(tmp_path / "县级.csv", dtype=str)),
    ):
        assert be.county_from_frames(CAMPUSES, read()) == county


def test_the_sheets_of_a_template_are_frames(county: be.County, tmp_path: Path) -> None:
    be.write_county(county, tmp_path / "county.xlsx")
    sheets = pd.read_excel(tmp_path / "county.xlsx", sheet_name=None, engine="calamine")
    assert be.county_from_frames(sheets["学校"], sheets["县级"]) == county


@pytest.mark.parametrize(
    ("layout", "remarks"),
    [
        (
            LONG,
            [
                "facts:0:县（市、区）名称: heading",
                "facts:1:填报年度: heading",
                "facts:2:全县义务教育学校教师年平均工资收入: heading",
                "facts:2:全县义务教育学校教师年平均工资收入: unit",
                "facts:3:当地公务员年平均工资: heading",
                "facts:4:实际交流轮岗教师数: heading",
                "facts:6:local.已公示: word",
                "facts:8:有弄虚作假行为: word",
                "facts: items",
            ],
        ),
        (
            {
                "示例县县级数据表": ["县名", "县"],
                "Unnamed: 1": ["教职工平均工资（万元）", "12.1"],
                "备注": ["备注", ""],
            },
            ["facts:0:-: title", "facts:1:教职工平均工资（万元）: unit", "facts:0:备注: column", "facts: items"],
        ),
    ],
    ids=["long", "wide"],
)
def test_what_is_renamed_converted_and_passed_over_is_remarked_on(layout: dict[str, Any], remarks: list[str]) -> None:
    read = be.county_from_frames(CAMPUSES, layout).reading
    assert read is not None
    assert [f"{one.place}: {one.code}" for one in read.remarks if one.place.startswith("facts")] == remarks


YUAN = units.quantity(121_000, "元")


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "县", "教职工平均工资": YUAN},
        {"name": "县", "教职工平均工资（万元）": YUAN},
        {"item": ["name", "教职工平均工资"], "value": ["县", YUAN]},
        {"item": ["name", "教职工平均工资（万元）"], "value": ["县", YUAN]},
        {"项目": ["name", "教职工平均工资"], "单位": [None, "万元"], "数值": ["县", YUAN]},
    ],
)
def test_quantities_are_read_in_the_unit_of_their_item(facts: dict[str, Any]) -> None:
    assert be.county_from_frames(CAMPUSES, facts).plan.teacher_pay == 121_000


def test_quantities_under_other_names_of_columns_are_converted() -> None:
    campuses = {"学校编码": ["A"], "办学类型": ["小学"], "教学仪器设备资产值（万元）": [YUAN]}
    assert be.county_from_frames(campuses, {"name": "县"}).campuses[0].equipment_value == 121_000


@pytest.mark.parametrize("facts", [{"item": ["name", "教职工平均工资"], "value": ["县", None]}, {"name": "县"}])
@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (units.quantity(5, "人"), "教职工平均工资 is 5 person, which cannot be read in yuan; correct its unit"),
        ("许多", "教职工平均工资 is '许多', which is not a number; write one, or leave the cell empty"),
        ("-1", "教职工平均工资 must be 0 or more, not -1; correct it, or leave it out if it is unknown"),
    ],
)
def test_values_that_cannot_be_used_have_their_place(facts: dict[str, Any], given: object, problem: str) -> None:
    at = {"value": ["县", given]} if "value" in facts else {"教职工平均工资": given}
    with pytest.raises(InputError) as error:
        be.county_from_frames(CAMPUSES, {**facts, **at})
    of_column = hasattr(given, "units")
    place = "0:教职工平均工资" if "value" not in facts else "1:value" if of_column else "1:教职工平均工资"
    assert [str(one) for one in error.value.problems] == [f"facts:{place}: {problem}"]


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        (
            {"name": "县", "县名": "县", "教职工工资": 5, "绿化面积": None, "Unnamed: 4": None},
            [
                "0:县名: 县名 is given already, as 'name'; delete one of the two",
                "0:教职工工资: there is no column '教职工工资' (did you mean 教职工平均工资, teacher_pay?); correct "
                "the heading, or leave the column out",
                "0:绿化面积: there is no column '绿化面积'; correct the heading, or leave the column out",
            ],
        ),
        (
            {"name": "县", "Unnamed: 1": 5},
            ["0:B: '5' is in a column without a heading; name the column, or give the column a heading"],
        ),
        (
            {"item": ["name", "县名", "教职工工资"], "value": ["县", "县", 5]},
            [
                "1:县名: 县名 is already in row 0; delete one of the two",
                "2:教职工工资: there is no item '教职工工资' (did you mean 教职工平均工资, teacher_pay?); correct "
                "its name, or delete the row",
            ],
        ),
        ({"name": [None], "year": 2022}, ["0:name: 县名 is missing; write the name of the county as its value"]),
        ({"year": [2022]}, ["0:name: the name of the county is missing; give it as 县名 (name)"]),
        ({"name": ["县", "县"]}, ["1:-: there are 2 rows of facts of one county; give one"]),
        (
            {"name": "县", "教职工平均工资（千元）": 12, "year（万元）": 2022, "fraud（万元）": "否"},
            [
                "0:教职工平均工资（千元）: 教职工平均工资 cannot be read in '千元'; write it in 元 or 万元",
                "0:year（万元）: 年份 cannot be read in '万元'; write it in 年",
                "0:fraud（万元）: 有弄虚作假行为 cannot be read in '万元'; write it without a unit",
            ],
        ),
    ],
)
def test_problems_of_facts(facts: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(InputError) as error:
        be.county_from_frames(CAMPUSES, facts)
    assert [str(one) for one in error.value.problems] == [f"facts:{problem}" for problem in problems]


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_facts_of_several_counties_by_the_names_of_forms(make: Callable[[Any], Any]) -> None:
    campuses = make({"county": ["甲", "乙"], "school_code": ["A", "B"], "kind": ["小学"] * 2})
    names = ["交流轮岗的骨干教师", "教职工平均工资（万元）"]
    wide = make({"区县": ["甲", "乙"], names[0]: [1, None], names[1]: [12.1, 11]})
    long = make({"county": ["甲", "乙", "甲"], "项目": [names[0], *names[1:] * 2], "数值": [1.0, 11.0, 12.1]})
    for facts in (wide, long):
        one, other = be.counties_from_frames(campuses, facts)
        assert (one.name, one.guarantee.rotated_backbone_teachers, one.plan.teacher_pay) == ("甲", 1, 121_000)
        assert (other.name, other.guarantee.rotated_backbone_teachers, other.plan.teacher_pay) == ("乙", None, 110_000)


@pytest.mark.parametrize("headings", [["某县数据", "Unnamed: 1"], ["Unnamed: 0", "Unnamed: 1"], [0, 1]])
@pytest.mark.parametrize("below", [[], [[None, None]]])
def test_a_single_fact_without_headings_is_an_item(headings: list[object], below: list[list[object]]) -> None:
    campuses = {"county": ["县"], "school_code": ["A"], "kind": ["小学"]}
    facts = pd.DataFrame([["教职工平均工资（万元）", 12.1], *below], columns=headings)
    assert be.county_from_frames(campuses, facts).plan.teacher_pay == 121_000
    assert be.county_from_frames(campuses, facts[:0]) == be.county_from_frames(campuses)
    assert be.county_from_frames(campuses, {"name": [], "year": []}) == be.county_from_frames(campuses)


def test_items_of_forms_that_are_local_facts_or_passed_over_may_be_columns_too() -> None:
    campuses = {"学校代码": ["A1"], "学校类型": ["小学"]}
    items = {"县名": "示例县", "规定的小学生均公用经费标准": 650, "区县代码": "210100"}
    long = {"item": list(items), "value": list(map(str, items.values()))}
    wide = {item: [value] for item, value in items.items()}
    of_long, of_wide = (be.county_from_frames(campuses, facts) for facts in (long, wide))
    assert of_long == of_wide
    assert dict(of_wide.local) == {"public_funds_per_primary_pupil": 650}


def test_an_unknown_column_of_several_counties_is_reported_once() -> None:
    campuses = {"county": ["甲", "乙"], "school_code": ["A", "B"], "kind": ["小学"] * 2}
    with pytest.raises(InputError, match=re.escape("facts:0:x: there is no column 'x'")) as error:
        be.counties_from_frames(campuses, {"county": ["甲", "乙"], "x": [1, 2]})
    assert len(error.value.problems) == 1


def test_enumerated_documents_are_several_in_every_form(tmp_path: Path) -> None:
    listed, several = "《办法》、《意见》", ("《办法》", "《意见》")
    of_campuses = [[*row, cell] for row, cell in zip(SCHOOLS, ("佐证材料", listed, "“批文”、“照片”"), strict=True)]
    items = [*ROWS[:2], ["evidence.G1", listed]]
    book = be.read_county(workbook_with(tmp_path / "county.xlsx", {"学校": of_campuses, "县级": items}))
    campuses = {heading: list(column) for heading, *column in zip(*of_campuses, strict=True)}
    for read in (book, be.county_from_frames(campuses, {"name": "示例县", "evidence.G1": listed})):
        assert read.evidence == {"G1": several}
        assert [campus.evidence for campus in read.campuses] == [several, ("批文", "照片")]
    for given in (f'"{listed}"', f'["{listed}"]', '["《办法》", "《意见》"]'):
        text = f'name = "示例县"\n[evidence]\nG1 = {given}'
        assert in_folder(tmp_path / "folder", "county.toml", text).evidence == {"G1": several}


UNCLEAR = (
    "which does not say what the fact is; write 是 or 否 if it is a judgement, else the figure, or leave the cell "
    "empty if it is unknown"
)
NO_NUMBER = "which is not a number; write one, or leave the cell empty"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        *(("√", True), ("✔", True), ("已", True), ("是", True), ("TRUE", True), ("１", 1), ("12.5", 12.5)),
        *(("×", False), ("✗", False), ("未", False), ("否", False), ("false", False), ("0", 0)),
        *((word, f"'a' is '{word}', {UNCLEAR}") for word in ("有", "无", "没有", "达标", "未达标")),
        ("许多", f"'a' is '许多', {NO_NUMBER}"),
        ("？", "'a' is '？', none or unknown; write 0 for none, or leave the cell empty if unknown"),
    ],
)
def test_marks_and_words_as_values_of_local_facts(given: str, read: object, tmp_path: Path) -> None:
    items = [*ROWS[:2], ["local.a", given, None]]
    with (tmp_path / "县级.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(items)
    ways: list[Callable[[], be.County]] = [
        lambda: in_folder(tmp_path, "县级.csv", (tmp_path / "县级.csv").read_text(encoding="utf-8")),
        lambda: be.read_county(workbook_with(tmp_path / "county.xlsx", {"学校": SCHOOLS, "县级": items})),
        lambda: be.county_from_frames(CAMPUSES, pd.DataFrame(items)),
        lambda: be.county_from_frames(CAMPUSES, {"name": "示例县", "local.a": given}),
    ]
    for way in ways:
        if isinstance(read, str):
            with pytest.raises(InputError) as error:
                way()
            assert [problem.message for problem in error.value.problems] == [read]
        else:
            assert repr(way().local) == repr({"a": read})


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        (
            "教学仪器设备值（吨）",
            "教学仪器设备值 cannot be read in '吨'; write the heading with 元 or 万元, or no unit",
        ),
        ("绿化经费", "there is no column '绿化经费'; correct the heading, or delete the column"),
    ],
)
def test_quantities_under_a_heading_that_cannot_be_used_are_reported_with_it(heading: str, problem: str) -> None:
    campuses = {"school_code": ["A"], "kind": ["小学"], heading: [YUAN]}
    with pytest.raises(InputError) as error:
        be.county_from_frames(campuses, {"name": "县"})
    assert [str(one) for one in error.value.problems] == [f"campuses:0:{heading}: {problem}"]


PAY_OTHERWISE = "全县义务教育学校教师年平均工资收入"
TEACHER_PAY = "上年度义务教育学校教师年平均工资（不含民办学校）"


def remarks_of(notes: Notes) -> list[tuple[RemarkCode, str, dict[str, str | int]]]:
    return [(one.code, one.place, dict(one.figures)) for one in notes.remarks]


def test_what_a_table_of_items_says_is_noted_with_its_cells() -> None:
    notes = Notes("county.xlsx", sheet="县级")
    rows: list[Row] = [
        (1, ["示例县县级数据表"]),
        (2, ["序号", "项目", "数值", "单位"]),
        (3, ["", "政府保障程度"]),
        (4, ["1", "县名", "示例县"]),
        (5, ["2", "全县义务教育学校教师年平均工资收入", "12.1", "万元"]),
        (6, ["3", "有弄虚作假行为", "×"]),
        (7, ["4", "规定的小学生均公用经费标准", "650"]),
        (8, ["5", "区县代码", "210100"]),
        (9, ["6", "year", ""]),
        (10, ["7", "local.posts", "3"]),
        (11, ["8", "local.shown", "√"]),
        (12, ["9", "evidence.G1", "批文"]),
        (13, ["", "注：2024 年数据"]),
    ]
    assert county_of_items(rows, notes) == County(
        name="示例县",
        guarantee=Guarantee(teacher_average_salary=121_000),
        veto=Veto(fraud=False),
        local={"public_funds_per_primary_pupil": 650, "posts": 3, "shown": True},
        evidence={"G1": ["批文"]},
    )
    assert remarks_of(notes) == [
        (RemarkCode.GROUP, "county.xlsx:县级!A1", {"given": "示例县县级数据表"}),
        (RemarkCode.GROUP, "county.xlsx:县级!B3", {"given": "政府保障程度"}),
        (
            RemarkCode.HEADING,
            "county.xlsx:县级!B5",
            {"given": "全县义务教育学校教师年平均工资收入", "read": TEACHER_PAY},
        ),
        (RemarkCode.UNIT, "county.xlsx:县级!C5", {"given": "万元", "read": "元", "factor": 10_000}),
        (RemarkCode.WORD, "county.xlsx:县级!C6", {"given": "×", "read": "否", "times": 1}),
        (
            RemarkCode.HEADING,
            "county.xlsx:县级!B7",
            {"given": "规定的小学生均公用经费标准", "read": "local.public_funds_per_primary_pupil"},
        ),
        (RemarkCode.ITEM, "county.xlsx:县级!B8", {"given": "区县代码"}),
        (RemarkCode.WORD, "county.xlsx:县级!C11", {"given": "√", "read": "是", "times": 1}),
        (RemarkCode.FOOTNOTE, "county.xlsx:县级!B13", {"given": "注：2024 年数据"}),
        (RemarkCode.ITEMS, "county.xlsx:县级", {"rows": 7}),
    ]
    own = "local.public_funds_per_primary_pupil"
    places = {
        "county": {"name": (4, 2, "县名"), "year": (9, 2, "年份")},
        "guarantee": {"teacher_average_salary": (5, 2, TEACHER_PAY)},
        "veto": {"fraud": (6, 2, "有弄虚作假行为")},
        "local": {
            own.removeprefix("local."): (7, 2, own),
            "posts": (10, 2, "local.posts"),
            "shown": (11, 2, "local.shown"),
        },
    }
    assert notes.tables == [
        TableRead(
            table,
            "county.xlsx",
            "县级",
            {name: row for name, (row, _, _) in places.get(table, {}).items()},
            {name: (position, heading) for name, (_, position, heading) in places.get(table, {}).items()},
            form=TableForm.ITEMS,
        )
        for table in ("county", *RECORDS, "local")
    ]


def test_what_facts_in_columns_say_is_noted_with_its_cells() -> None:
    notes = Notes("county.xlsx", sheet="县级")
    rows: list[Row] = [
        (1, ["", "示例县县级数据表"]),
        (3, ["序号", "县名", "有弄虚作假行为", "evidence.G1", "备注"]),
        (4, ["1", "示例县", "否", "批文", "略"]),
    ]
    county = county_of_columns(rows, notes, if_shifted="")
    assert county == County(name="示例县", veto=Veto(fraud=False), evidence={"G1": ["批文"]})
    assert remarks_of(notes) == [
        (RemarkCode.TITLE, "county.xlsx:县级!B1", {"given": "示例县县级数据表"}),
        (RemarkCode.COLUMN, "county.xlsx:县级!A3", {"given": "序号"}),
        (RemarkCode.COLUMN, "county.xlsx:县级!E3", {"given": "备注"}),
        (RemarkCode.ITEMS, "county.xlsx:县级", {"rows": 3}),
    ]


def test_each_column_of_facts_has_remarks_problems_and_places_of_its_own() -> None:
    notes = Notes("county.xlsx", sheet="县级")
    rows: list[Row] = [
        (1, ["县名", "年份", "有弄虚作假行为", "exam_based_admission", PAY_OTHERWISE]),
        (2, ["示例县", "去年", "×", "×", "121000"]),
    ]
    assert county_of_columns(rows, notes, if_shifted="") is None
    assert [str(problem).partition(": ")[0] for problem in notes.problems] == ["county.xlsx:县级!B2"]
    remarked = [(code, place) for code, place, _ in remarks_of(notes) if code in (RemarkCode.WORD, RemarkCode.HEADING)]
    assert remarked == [
        (RemarkCode.WORD, "county.xlsx:县级!C2"),
        (RemarkCode.WORD, "county.xlsx:县级!D2"),
        (RemarkCode.HEADING, "county.xlsx:县级!E2"),
    ]
    (veto,) = (table for table in notes.tables if table.table == "veto")
    assert {name: position for name, (position, _) in veto.columns.items()} == {"fraud": 2, "exam_based_admission": 3}


def test_facts_above_the_headings_are_read_from_their_first_cell() -> None:
    notes = Notes("county.xlsx", sheet="县级")
    rows: list[Row] = [
        (1, ["", "县名", "示例县"]),
        (2, ["", PAY_OTHERWISE, "12.1", "万元"]),
        (3, ["序号", "项目", "数值", "单位"]),
        (4, ["1", "年份", "2024"]),
    ]
    pay = Guarantee(teacher_average_salary=121_000)
    assert county_of_items(rows, notes) == County(name="示例县", year=2024, guarantee=pay)
    places = ["county.xlsx:县级!B2", "county.xlsx:县级!C2", "county.xlsx:县级"]
    assert [place for _, place, _ in remarks_of(notes)] == places


@pytest.mark.parametrize("column", range(4))
def test_a_title_may_stand_over_any_column_of_the_items(column: int) -> None:
    notes = Notes("county.xlsx", sheet="县级")
    rows: list[Row] = [
        (1, [*[""] * column, "示例县县级数据表"]),
        (2, ["序号", "项目", "数值", "单位"]),
        (3, ["1", "县名", "示例县"]),
    ]
    assert county_of_items(rows, notes) == County(name="示例县")
    assert remarks_of(notes)[0] == (
        RemarkCode.GROUP,
        f"county.xlsx:县级!{'ABCD'[column]}1",
        {"given": "示例县县级数据表"},
    )


LAYOUT: Row = (2, ["序号", "项目", "数值", "单位"])
NAMED: Row = (3, ["1", "县名", "示例县"])
OUTSIDE = "the unit 万元 stands outside the headings; write it in the heading of each amount, and delete it here"


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([LAYOUT, (3, ["1", "年份", "2022"])], ["A1: the name of the county is missing; give it as 县名 (name)"]),
        (
            [LAYOUT, NAMED, (4, ["2", "", "5"])],
            ["C4: there is a value without an item; write the item beside it, or delete the row"],
        ),
        (
            [(2, ["", "5"]), (3, ["县名", "示例县"])],  # without headings it need not be a title
            ["B2: there is a value without an item; write the item beside it, or delete the row"],
        ),
        (
            [LAYOUT, NAMED, (4, ["2", "name", "示例县"]), (5, ["3", "绿化面积", "5"])],
            [
                "B4: 县名 is already in row 3; delete one of the two",
                "B5: there is no item '绿化面积'; correct its name, or delete the row",
            ],
        ),
        (
            [LAYOUT, NAMED, (4, ["2", "教职工平均工资（万元", "12.1"])],
            [
                "B4: there is no item '教职工平均工资（万元' (did you mean 教职工平均工资, teacher_pay?); correct its "
                "name, or delete the row"
            ],
        ),
        (
            [LAYOUT, NAMED, (4, ["2", "年份", "今年"]), (5, ["3", "local.shown", "有"])],
            [
                "C4: 年份 is '今年', which is not a number; write one, or leave the cell empty",
                "C5: 'shown' is '有', which does not say what the fact is; write 是 or 否 if it is a judgement, else "
                "the figure, or leave the cell empty if it is unknown",
            ],
        ),
        (
            [LAYOUT, NAMED, (4, ["2", "交流轮岗教师数", "10"]), (5, ["3", "交流轮岗骨干教师数", "20"])],
            ["C5: 交流轮岗骨干教师数: 20 is more than 交流轮岗教师数, 10; correct the figures"],
        ),
        (
            [LAYOUT, NAMED, (4, ["2", "local.", "10"]), (5, ["3", "evidence.", "批文"])],
            [
                "B4: the name '' is not a text; choose another",
                "B5: the id '' is not a code; write that of an item, such as G1",
            ],
        ),
        (
            [LAYOUT, NAMED, (4, ["2", "规定的小学生均公用经费标准", "许多"])],
            [
                "C4: 'public_funds_per_primary_pupil' is '许多', which is not a number; write one, or leave the cell "
                "empty"
            ],
        ),
        ([(1, ["示例县县级数据表", "", "单位：万元"]), LAYOUT, NAMED], [f"C1: {OUTSIDE}"]),
        ([LAYOUT, NAMED, (9, ["注：以万元为单位"])], [f"A9: {OUTSIDE}"]),
    ],
)
def test_problems_of_a_table_of_items_name_the_cell(rows: list[Row], problems: list[str]) -> None:
    notes = Notes("county.xlsx", sheet="县级")
    assert county_of_items(rows, notes) is None
    assert [str(one) for one in notes.problems] == [f"county.xlsx:县级!{problem}" for problem in problems]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (
            [(1, ["", "示例县", "（单位：万元）"]), (3, ["县名", "绿化面积"]), (4, ["示例县", "5"])],
            [f"C1: {OUTSIDE}", "B3: there is no column '绿化面积'; correct the heading, or leave the column out"],
        ),
        ([(3, ["年份"]), (4, ["2022"])], ["A1: the name of the county is missing; give it as 县名 (name)"]),
        (
            [(3, ["", "县名"]), (4, ["1", "示例县"])],
            ["A4: '1' is in a column without a heading; move it, or give the column a heading"],
        ),
    ],
)
def test_problems_of_facts_in_columns_name_the_cell(rows: list[Row], problems: list[str]) -> None:
    notes = Notes("county.xlsx", sheet="县级")
    assert county_of_columns(rows, notes, if_shifted="move it") is None
    assert [str(one) for one in notes.problems] == [f"county.xlsx:县级!{problem}" for problem in problems]


def test_a_county_that_its_rows_do_not_name_has_the_name_that_is_given() -> None:
    notes = Notes("county.xlsx", sheet="县级")
    rows: list[Row] = [LAYOUT, (3, ["1", "年份", "2022"])]
    assert county_of_items(rows, notes, name="示例县") == County(name="示例县", year=2022)
    assert county_of_items(rows, notes, name="县" * 201) is None
    (problem,) = notes.problems
    assert str(problem).startswith("county.xlsx:县级!A1: 县名: '县县")


@pytest.mark.parametrize("unit", ["十元", "百元", "千元", "万元", "亿元"])
def test_a_fact_of_a_local_standard_has_no_unit_of_multiples(unit: str) -> None:
    notes = Notes("county.xlsx", sheet="县级")
    assert county_of_items([LAYOUT, NAMED, (4, ["2", "local.funds", "5", unit])], notes) is None
    assert [str(one) for one in notes.problems] == [
        "county.xlsx:县级!D4: 'funds' is a fact of a local standard, whose unit is not known here; write it as that "
        "standard asks for it"
    ]
    county = county_of_items([LAYOUT, NAMED, (4, ["2", "local.funds", "5", "元"])], Notes("county.xlsx"))
    assert county is not None
    assert county.local == {"funds": 5}


def test_names_of_local_facts_and_ids_of_items_may_have_points() -> None:
    rows: list[Row] = [(1, ["县名", "示例县"]), (2, ["local.v1.5", "3"]), (3, ["evidence.a.G1", "批文"])]
    assert county_of_items(rows, Notes("县级.csv")) == County(
        name="示例县", local={"v1.5": 3}, evidence={"a.G1": ["批文"]}
    )
    assert local_fact("ＬＯＣＡＬ. v1.5") == "v1.5"
    assert local_fact("规定的小学生均公用经费标准") == "public_funds_per_primary_pupil"
    assert local_fact("交流轮岗教师数") == local_fact("") == ""


def test_items_whose_names_end_with_brackets_may_have_a_unit_behind_them() -> None:
    for given, value in ((TEACHER_PAY, "120000"), (f"{TEACHER_PAY}（万元）", "12")):
        rows: list[Row] = [(1, ["县（市、区）", "示例县"]), (2, [given, value])]
        assert county_of_items(rows, Notes("县级.csv")) == County(
            name="示例县", guarantee=Guarantee(teacher_average_salary=120_000)
        )


@pytest.mark.parametrize("heading", ["项目", "数值"])
def test_a_heading_by_itself_does_not_say_where_items_and_values_are(heading: str) -> None:
    notes = Notes("县级.csv")
    assert county_of_items([(1, [heading]), (2, ["县名", "示例县"])], notes) == County(name="示例县")
    assert remarks_of(notes)[0] == (RemarkCode.GROUP, "县级.csv:1:-", {"given": heading})


@pytest.mark.parametrize(
    ("rows", "in_rows"),
    [
        ([], False),
        ([["县名", "示例县"], ["年份", "2022"], ["注：略"]], True),
        ([["项目", "数值"], ["注：略"]], True),
        ([["示例县"], ["县名", "年份"], ["示例县", "2022"]], False),
        ([["示例县", "县名"], ["示例县", "年份"]], False),
    ],
)
def test_a_table_has_a_row_for_each_fact_if_its_headings_or_its_first_column_say_so(
    rows: list[list[str]], in_rows: bool
) -> None:
    assert has_rows_of_items(rows) == in_rows


@pytest.mark.parametrize("of", [county_of_items, county_of_columns])
def test_a_table_of_facts_that_is_too_long_is_refused(
    of: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schools, "MOST_ROWS", 2)
    notes = Notes("county.xlsx", sheet="县级")
    advice = {"if_shifted": ""} if of is county_of_columns else {}
    assert of([(1, ["县名"]), (2, ["示例县"]), (3, [""])], notes, **advice) is None
    assert "A3: the table has more than 2 rows; give one county only" in str(notes.problems[0])


def test_a_quantity_under_an_unknown_heading_is_reported_by_its_heading() -> None:
    with pytest.raises(InputError) as error:
        be.county_from_frames(CAMPUSES, {"name": "县", "绿化面积（亩）": YUAN})
    assert [str(one) for one in error.value.problems] == [
        "facts:0:绿化面积（亩）: there is no column '绿化面积（亩）'; correct the heading, or leave the column out"
    ]
