"""The declaration form: the texts of the blank form, what is filled in, what stays blank, and what rounding hides."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from counties import change_campus, change_facts, good_county, junior, mine, nine_year, primary
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.assessment import assess
from balanced_edu.records import Band, Campus, County, Declaration, Group, Kind, Sponsor, Subject
from balanced_edu.report import rendered
from balanced_edu.report.declaration import misfit, render
from balanced_edu.report.declaration.figures import shown_text
from balanced_edu.standards import load, names
from balanced_edu.tables import read_county

CASES = Path(__file__).parents[1] / "cases"
TABLES = ["表1", "表2-1", "表2-2", "表3", "表4", "表5", "表6"]


def book_of(county: County, standard: Any = "national-2017", **options: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(render(assess(county, standard), **options)))


def values(sheet: Any, cells: str) -> list[Any]:
    """The values of some cells, or of the cells in ranges."""
    found: list[Any] = []
    for part in cells.split():
        picked = sheet[part]
        found += [cell.value for row in picked for cell in row] if isinstance(picked, tuple) else [picked.value]
    return found


def listed(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


def gap_of(book: Any, table: str, cell: str) -> list[tuple[Any, Any]]:
    """What is listed as missing for a cell, and where it would be handed in."""
    return [(what, where) for name, cells, what, where in listed(book["未填数据"]) if name == table and cell in cells]


# The form's own texts.


@pytest.fixture(scope="module")
def blank() -> dict[str, dict[str, str]]:
    return tomllib.loads((CASES / "declaration.toml").read_text(encoding="utf-8"))


def bare(text: object) -> str:
    """A text without what typesetting and blanks differ in."""
    joined = re.sub(r"[\s_＿—]", "", str(text)).replace("指标指标", "指标").replace("沈阳市", "").replace(",,,,,", "")
    return joined.translate(str.maketrans("（），：；．Ⅰ１", "(),:;.I1")).replace("I", "Ⅰ")


@pytest.fixture(scope="module")
def nothing_known() -> Any:
    """A county of which nothing is known but which schools it has."""
    kinds = (Kind.PRIMARY, Kind.TEACHING_POINT, Kind.JUNIOR, Kind.NINE_YEAR)
    campuses = [Campus(school_code=f"A{n}", kind=kind) for n, kind in enumerate(kinds)]
    return book_of(County(name="示例县", campuses=campuses), "shenyang", schools=True)


@pytest.mark.parametrize("sheet", [*TABLES, "school"])
def test_the_form_has_the_texts_of_the_blank_one_where_they_stand(
    sheet: str, blank: dict[str, dict[str, str]], nothing_known: Any
) -> None:
    filled = nothing_known["自评表 A3" if sheet == "school" else sheet]
    # Of these the texts depend on the schools: the note below the rows, and what the school is.
    beside = {"表2-2": ["A12"], "school": ["A2"]}.get(sheet, [])
    expected = {cell: bare(text) for cell, text in blank[sheet].items() if cell not in beside}
    assert {cell: bare(filled[cell].value or "") for cell in expected} == expected


def test_the_note_below_the_rows_has_the_text_of_the_blank_one(
    blank: dict[str, dict[str, str]], nothing_known: Any
) -> None:
    (note,) = [text for text in values(nothing_known["表2-2"], "A4:A20") if isinstance(text, str)]
    assert re.sub(r"[0-9]+(?=所|个.)", "", bare(note)) == bare(blank["表2-2"]["A12"])


def test_every_table_is_laid_out_for_printing(nothing_known: Any) -> None:
    for title in [*TABLES, "自评表 A0", "未填数据", "进位提示", "填表说明"]:
        sheet = nothing_known[title]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
    first = nothing_known["表1"]
    assert {"A5:D5", "A6:A7", "U5:X5", "A11:X11"} <= {merged.coord for merged in first.merged_cells.ranges}
    assert first["A6"].alignment.wrap_text
    assert first["A9"].border.left.style == "thin"
    assert first.row_dimensions[5].height > 15
    assert nothing_known["表4"]["C12"].font.bold


# What is filled in.


@pytest.fixture(scope="module")
def small() -> County:
    """A county with two primary schools, a point, a junior school and a nine-year school, of which all is known."""
    own: dict[str, Any] = {"sponsor": Sponsor.COUNTY_EDUCATION, "primary_teachers": 60, "primary_grades": 6}
    county = good_county(
        primary("P1", 800, school_name="=甲小学", **own),
        primary("P2", 600, **own, equipment_value=1_100_000),
        primary(
            "T1", 60, kind=Kind.TEACHING_POINT, parent_code="P1", sponsor=Sponsor.COUNTY_EDUCATION, primary_grades=4
        ),
        junior("J1", 900, sponsor=Sponsor.CITY_EDUCATION, affiliation=None, junior_grades=3),
        nine_year(
            "N1",
            400,
            400,
            **{**own, "sponsor": Sponsor.PRIVATE, "ownership": None, "affiliation": None},
            junior_teachers=50,
            junior_grades=3,
        ),
        Campus(school_code="S1", kind=Kind.SPECIAL, primary_pupils=50, junior_pupils=30, senior_pupils=0),
    )
    county = change_facts(
        county,
        residents=412_050,
        quality_senior_places_rural=900,
        disabled_children_in_special_schools=80,
    )
    declared = Declaration(
        farming_population=200_049,
        towns=12,
        villages=140,
        gdp_per_person=61234.5,
        revenue_per_person=8000,
        rural_income=25000,
        urban_income=52000,
        staff_of_primary_schools=190,
        staff_of_junior_schools=130,
    )
    groups = (
        Group(group="家长", handed_out=2500, surveyed=2400, satisfied=2280, visited=60, visit_satisfied=57),
        Group(group="教师", handed_out=400, surveyed=400, satisfied=390, visited=20, visit_satisfied=19),
    )
    return attrs.evolve(county, declaration=declared, groups=groups)


@pytest.fixture(scope="module")
def filled(small: County) -> Any:
    return book_of(small)


SIX_AND_ONE = (
    "6项达标：高于规定学历教师、骨干教师、体育艺术教师、教学及辅助用房、体育运动场馆、网络多媒体教室；"
    "1项未达标但达到85%：教学仪器设备"
)
# Cells of a table, and what the small county has there.
FILLED: list[tuple[str, str, list[Any]]] = [
    ("表1", "A3", ["示例县 2022年"]),
    ("表1", "A9:H9", [41.21, 20.0, 12, 140, 61235, 8000, 25000, 52000]),
    ("表1", "I9:P9", [2, 1, 1, 0, 0, 1, 1, 1]),
    ("表1", "Q9:X9", [47, 33, 1860, 1300, 190, 240, 130, 110]),
    ("表2-1", "C4:J4", [4, 4, 4, 4, 4, 3, 4, 4]),
    ("表2-1", "C5:J5", [100, 100, 100, 100, 100, 75, 100, 100]),
    ("表2-1", "C6:J6", [2] * 8),
    ("表2-1", "C7:J7", [100] * 8),
    (
        "表2-2",
        "A5:O5",
        [2, "P2", 7, 600, 6, 15, 6.17, 2.17, 1.17, 7, 12, 1833.33, 3.17, "是", SIX_AND_ONE],
    ),
    ("表2-2", "A4:C4 A6:C9", [1, "=甲小学", 7, 3, "T1", 7, 4, "N1（小学部）", 10, 1, "J1", 5, 2, "N1（初中部）", 10]),
    ("表2-2", "O4", ["7项全部达标"]),
    ("表3", "C4:E4 J4", [6.18, 2.2, 1.18, "——"]),
    ("表3", "C5:D5 J5", [0.016, 0.096, 0.067]),
    ("表4", "B3 B4 B14", [None] * 3),
    ("表4", "B5", ["5个校区中，达标5个，未达标0个"]),
    ("表4", "B6", ["超过2000人的小学0所，初中0所，超过2500人的一贯制学校0所"]),
    ("表4", "B7", ["超过45人的小学班级0个，超过50人的初中班级0个"]),
    ("表4", "B8", ["不足100人的规模较小学校学生数60人，公用经费1000000元。"]),
    ("表4", "A9", ["7. 特殊教育学校生均公用经费不低于6000元"]),
    ("表4", "B9", ["特殊教育学校公用经费为96万元，特殊教育学生数为120人，特殊教育学校生均公用经费为8000元"]),
    ("表4", "B10", ["全县义务教育学校教师年平均工资收入为121000元，当地公务员年平均工资收入118000元"]),
    ("表4", "B13", ["完成360学时培训的教师＿＿人，全县教师＿＿人，教师培训完成率＿＿%"]),
    (
        "表4",
        "B15",
        [
            "全县符合交流轮岗条件教师总数1500名，上一年度交流轮岗教师180名，交流轮岗教师占符合交流轮岗条件教师总数的比例12.0%；"
            "交流轮岗的骨干教师45名，占交流轮岗教师总数的比例25.0%"
        ],
    ),
    ("表4", "B17", ["城区和镇区公办小学、初中（均不含寄宿制学校）就近划片入学比例分别100.0%、100.0%。"]),
    (
        "表4",
        "B18",
        [
            "全县优质高中招生名额总数4000人，分配名额2400人，占比60.0%。其中分配农村学校的名额900人，占分配名额总数的37.5%"
        ],
    ),
    (
        "表4",
        "B19",
        [
            "全县符合条件的随迁子女数9000人，在公办学校就读7200人，在政府购买服务的民办学校就读700人，合计7900人，"
            "占比87.8%"
        ],
    ),
    ("表4", "C3:C10", ["是"] * 8),
    ("表4", "C13:C19", [None, "是", "是", None, "是", "是", "是"]),
    (
        "表5",
        "B4",
        [
            "全县初中毕业班学生数为4950人，三年前该年级入学学生数为5000人，毕业年级三年转入学生数为60人，死亡学生数为0人，"
            "转出学生数为80人，全县初中三年巩固率为99.4%"
        ],
    ),
    ("表5", "B5", ["全县残疾儿童少年为310人，入学300人，入学率为96.8%。其中，在特殊教育学校就读80人，占比26.7%。"]),
    ("表5", "B6", ["6个校区中，达标5个，未达标0个，数据不全1个"]),
    (
        "表5",
        "B12",
        [
            "语文Ⅲ级、校际差异率0.1；数学＿＿级、校际差异率0.09；科学Ⅲ级、校际差异率0.08；体育Ⅲ级、校际差异率0.08；"
            "艺术Ⅲ级、校际差异率0.08；德育Ⅲ级、校际差异率0.08。"
        ],
    ),
    ("表5", "C4:C12", ["是", "是", None, None, "是", None, "是", "是", "是"]),
    ("表6", "B6:H6", [2900, 2800, 2670, 95.4, 80, 76, 95]),
    ("表6", "B7:H7", [2500, 2400, 2280, 95, 60, 57, 95]),
]


@pytest.mark.parametrize(("sheet", "cells", "expected"), FILLED)
def test_what_is_filled_in(sheet: str, cells: str, expected: list[Any], filled: Any) -> None:
    assert values(filled[sheet], cells) == expected


def test_figures_read_with_the_decimals_of_the_form(filled: Any) -> None:
    formats = {"表1": ("A9", "0.00"), "表2-1": ("C4", "0"), "表2-2": ("G4", "0.00"), "表3": ("C5", "0.000")}
    assert {sheet: filled[sheet][cell].number_format for sheet, (cell, _) in formats.items()} == {
        sheet: form for sheet, (_, form) in formats.items()
    }
    assert filled["表6"]["E6"].number_format == "0.0"


def test_the_note_counts_the_rows(filled: Any) -> None:
    note = filled["表2-2"]["A10"].value
    assert "小学学校总数4所（其中：一贯制学校的小学部有1所，50人及以上教学点有1个）" in note
    assert "初中学校总数2所（其中：一贯制学校的初中部1所，完全中学的初中部0所）" in note


def test_a_text_is_never_a_formula(small: County) -> None:
    for sheet in book_of(attrs.evolve(small, name="=1+2"), schools=True):
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.quotePrefix for cell in cells)


# What is missing.


@pytest.mark.parametrize(
    ("table", "cell", "what", "where"),
    [
        ("表Ⅳ", "B3", "简要结论，由填报单位撰写", None),
        (
            "表Ⅳ",
            "B13",
            "五年培训满360学时专任教师数（trained_teachers）",
            "S1，五年培训满360学时专任教师数（trained_teachers）",
        ),
        ("表Ⅴ", "B12", "学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）（level）", "数学"),
        ("表Ⅴ", "C6", "已制定章程（has_charter）", "S1"),
    ],
)
def test_what_is_blank_is_listed(table: str, cell: str, what: str, where: str | None, filled: Any) -> None:
    found = gap_of(filled, table, cell)
    assert [place for name, place in found if name == what and (where is None or where in place)], found


def test_what_is_missing_is_named_where_it_was_handed_in(tmp_path: Path) -> None:
    book = book_of(read_county(Path(__file__).parents[2] / "examples" / "qingshan"))
    assert gap_of(book, "表Ⅰ", "B9") == [
        ("农业人口数（farming_population）", "county.toml：农业人口数（farming_population）")
    ]
    ((what, where),) = gap_of(book, "表Ⅰ", "V9")
    assert (what, where[:18]) == ("缺列：小学专任教师数（primary_teachers）", "schools.csv：QS034、")
    assert [what for what, _ in gap_of(book, "表Ⅳ", "B7")] == [
        "超过45人的班级数：数据中只有最大班额，请按各班学生数填写（QS004）"
    ]
    assert book["表4"]["B7"].value == "超过45人的小学班级＿＿个，超过50人的初中班级0个"


def test_of_a_county_of_which_nothing_is_known_every_cell_is_blank_and_listed(nothing_known: Any) -> None:
    assert values(nothing_known["表1"], "A9:H9 Q9:X9") == [None] * 16
    assert values(nothing_known["表2-1"], "C4:J7") == [None] * 32
    assert values(nothing_known["表2-2"], "C4:N8") == [None] * 60
    assert values(nothing_known["表6"], "B6:H7") == [None] * 14
    rows = listed(nothing_known["未填数据"])
    assert {row[0] for row in rows} >= {"表Ⅰ", "表Ⅱ-1", "表Ⅱ-2", "表Ⅲ", "表Ⅳ", "表Ⅴ", "表Ⅵ", "自评表 A0"}
    assert ("表Ⅴ", "B12、C12", "国家义务教育质量监测结果：语文、数学、科学、体育、艺术、德育") in {
        row[:3] for row in rows
    }
    assert all(row[1] and row[2] for row in rows)


def test_with_nothing_missing_the_lists_say_so(small: County) -> None:
    known = [one for one in small.campuses if one.kind is not Kind.SPECIAL]
    conclusions = {"简要结论，由填报单位撰写"}
    subjects = [Subject(subject=one.subject, level=4, between_school_share=0.1) for one in small.monitoring]
    book = book_of(attrs.evolve(small, campuses=known, monitoring=subjects))
    assert {row[2] for row in listed(book["未填数据"])} == conclusions
    assert [row[2] for row in listed(book["进位提示"])] == ["没有四舍五入后看似达到（或看似未达到）限值的数值"]


def without(county: County, code: str, **changes: Any) -> County:
    """The county with some fields of a campus changed; what is given as a band fits the rest."""
    if not any(isinstance(value, Band) for value in changes.values()):
        return change_campus(county, code, **changes)
    campuses = [attrs.evolve(one, **changes) if one.school_code == code else one for one in county.campuses]
    return attrs.evolve(county, campuses=campuses)


UNKNOWN: list[tuple[dict[str, Any], str, str, Any]] = [
    # what a campus P2 of the small county has instead, a cell, and what stands there
    ({"primary_pupils": None}, "表1", "S9", None),
    ({"primary_pupils": None}, "表4", "B6", "超过2000人的小学＿＿所，初中0所，超过2500人的一贯制学校0所"),
    ({"primary_pupils": None}, "表4", "B8", "不足100人的规模较小学校学生数＿＿人，公用经费＿＿元。"),
    (
        {"primary_pupils": 99, "public_funds_budget": None},
        "表4",
        "B8",
        "不足100人的规模较小学校学生数159人，公用经费＿＿元。",
    ),
    ({"primary_pupils": 2001}, "表4", "B6", "超过2000人的小学1所，初中0所，超过2500人的一贯制学校0所"),
    ({"primary_largest_class": None}, "表4", "B7", "超过45人的小学班级＿＿个，超过50人的初中班级0个"),
    ({"primary_largest_class": Band(0, 46)}, "表4", "B7", "超过45人的小学班级0个，超过50人的初中班级0个"),
    ({"primary_largest_class": Band(44, 50)}, "表4", "B7", "超过45人的小学班级＿＿个，超过50人的初中班级0个"),
    ({"primary_largest_class": 46}, "表4", "B7", "超过45人的小学班级＿＿个，超过50人的初中班级0个"),
    (
        {"primary_pupils": 46, "primary_classes": 1, "primary_largest_class": 46},
        "表4",
        "B7",
        "超过45人的小学班级1个，超过50人的初中班级0个",
    ),
    ({"equipment_value": 500_000}, "表2-2", "N5", "否"),
    ({"equipment_value": None}, "表2-2", "L5", None),
    ({"equipment_value": None}, "表2-1", "H4", None),
    ({"equipment_value": None}, "表2-1", "H5", None),
    ({"equipment_value": None}, "表3", "H5", None),
    ({"equipment_value": None}, "表3", "H4", None),
    ({"equipment_value": None}, "表3", "J5", None),
    ({"sponsor": None, "affiliation": None}, "表2-2", "C5", None),
    ({"sponsor": None}, "表2-2", "C5", 7),
    ({"primary_grades": None}, "表2-2", "E5", None),
]


@pytest.mark.parametrize(("changes", "sheet", "cell", "expected"), UNKNOWN)
def test_what_is_unknown_of_a_school(
    changes: dict[str, Any], sheet: str, cell: str, expected: Any, small: County
) -> None:
    assert book_of(without(small, "P2", **changes))[sheet][cell].value == expected


def test_what_is_enough_for_its_limit_and_not_known_is_blank_and_named(small: County) -> None:
    """The sports area meets its limit whatever further area there is, which is not known."""
    county = without(small, "P2", sports_area=50_000, extra_sports_area=None, inner_city=True)
    book = book_of(county, "procedure-2019", schools=True)
    (rate,) = [cell for cell in book["表2-2"][5] if cell.column_letter == "K"]
    assert rate.value is None
    ((_, where),) = gap_of(book, "表Ⅱ-2", "K5")
    assert "P2" in where


def test_a_value_that_depends_on_which_campuses_count_is_blank_and_says_so(small: County) -> None:
    """The teaching point of a school may not count, and the school passes with it and without it."""
    standard = mine('[counted]\nby = "school"\nleaves_out = [{ boarding = true }]\n')
    book = book_of(without(small, "T1", boarding=None), standard)
    assert values(book["表2-2"], "G4:O4") == [None, None, None, 7, 12, 3000, None, "是", "7项全部达标"]
    assert gap_of(book, "表Ⅱ-2", "G4") == [("哪些校区计入尚未确定，数值未定", None)]


def test_what_the_remark_says_of_gaps_and_of_floors(small: County) -> None:
    short = {"equipment_value": None, "primary_backbone_teachers": 3}
    remark = book_of(without(small, "P2", **short))["表2-2"]["O5"].value
    assert remark.startswith("5项达标：")
    assert remark.endswith("；1项低于85%：骨干教师；1项数据不全：教学仪器设备")


FACTS: list[tuple[dict[str, Any], str, str, Any]] = [
    (
        {"migrant_children": 0, "migrant_children_in_public": 0, "migrant_children_in_purchased_private": 0},
        "表4",
        "B19",
        "合计0人，占比——%",
    ),
    ({"migrant_children_in_public": None}, "表4", "B19", "合计＿＿人，占比＿＿%"),
    ({"quality_senior_places_allocated": 0, "quality_senior_places_rural": 0}, "表4", "B18", "占分配名额总数的——%"),
    ({"quality_senior_places_rural": None}, "表4", "B18", "的名额＿＿人，占分配名额总数的＿＿%"),
    ({"civil_servant_average_salary": None}, "表4", "B10", "当地公务员年平均工资收入＿＿元"),
]


@pytest.mark.parametrize(("changes", "sheet", "cell", "expected"), FACTS)
def test_what_is_unknown_or_nobody_s_in_the_county(
    changes: dict[str, Any], sheet: str, cell: str, expected: str, small: County
) -> None:
    assert book_of(change_facts(small, **changes))[sheet][cell].value.endswith(expected)


def test_a_subject_that_was_not_monitored_and_a_group_that_was_not_asked(small: County) -> None:
    monitoring = (Subject(subject="德育", monitored=False), Subject(subject="语文", level=2, between_school_share=0.2))
    groups = (Group(group="教师", surveyed=0, satisfied=0),)
    book = book_of(attrs.evolve(small, monitoring=monitoring, groups=groups))
    assert book["表5"]["B12"].value.startswith("语文Ⅱ级、校际差异率0.2；数学＿＿级")
    assert book["表5"]["B12"].value.endswith("德育——级、校际差异率——。")
    assert values(book["表6"], "B6:H6") == [None, 0, 0, "——", None, None, None]
    assert values(book["表6"], "B7:H7") == [None] * 7
    assert gap_of(book, "表Ⅵ", "B7")[0][0] == "社会认可度调查结果：家长"


def test_a_stage_without_schools(small: County) -> None:
    book = book_of(attrs.evolve(small, campuses=[one for one in small.campuses if one.kind is Kind.PRIMARY]))
    assert values(book["表2-1"], "C6:D7") == [0, 0, "——", "——"]
    assert values(book["表3"], "C6:D7 J7") == ["——"] * 5
    assert "就近划片入学比例分别100.0%、——%" in book["表4"]["B17"].value


def test_where_nobody_has_anything_there_is_no_coefficient_and_the_list_says_why(small: County) -> None:
    campuses = [
        attrs.evolve(one, primary_backbone_teachers=0) if one.primary_pupils and one.kind is not Kind.SPECIAL else one
        for one in small.campuses
    ]
    book = book_of(attrs.evolve(small, campuses=campuses))
    assert values(book["表3"], "D4 D5") == [0, None]
    ((why, where),) = gap_of(book, "表Ⅲ", "D5")
    assert "0" in why
    assert where is None


# Rounding.


@pytest.mark.parametrize(
    ("value", "spec", "expected"),
    [
        (Fraction("0.5"), "", "1"),
        (Fraction("0.125"), "2", "0.13"),
        (Fraction("94.95"), "1", "95.0"),
        (Fraction(107, 30), "2", "3.57"),
        (0.1 + 0.2, "*", "0.3"),
        (412_050, "万2", "41.21"),
        (5000, "万", "1"),
        (-9.1, "1", "-9.1"),
        (Fraction("-0.125"), "2", "-0.13"),
        (-12, "", "-12"),
        (Fraction("-0.04"), "1", "0.0"),
        (-412_050, "万2", "-41.21"),
    ],
)
def test_rounding_is_half_up(value: Any, spec: str, expected: str) -> None:
    assert shown_text(value, spec) == expected


@pytest.mark.parametrize(("teachers", "noted"), [((7502, 2498), True), ((7508, 2492), False), ((7500, 2500), False)])
def test_a_coefficient_that_rounds_onto_its_limit_is_marked_and_listed(
    teachers: tuple[int, int], noted: bool, small: County
) -> None:
    # Of two equal schools the coefficient is their difference by their sum: 0.5004, 0.5016 and 0.5.
    campuses = [
        primary(f"P{teachers.index(each)}", 100_000, primary_backbone_teachers=each, full_time_teachers=8000)
        for each in teachers
    ]
    book = book_of(attrs.evolve(small, campuses=campuses))
    cell = book["表3"]["D5"]
    assert cell.value == (0.5 if noted or teachers[0] == 7500 else 0.502)
    note = "表中数值为四舍五入后的0.500；准确值0.5004，限值≤0.5，未达标，以准确值为准"
    assert (cell.comment is not None and cell.comment.text == note) is noted
    assert (("表Ⅲ", "D5", note) in listed(book["进位提示"])) is noted


ROUNDED: list[tuple[str, dict[str, Any], dict[str, Any], str, str, str]] = [
    # the campus, what it has instead, the facts, and the cell with what its note begins with
    ("P1", {"primary_pupils": 30_000, "primary_teachers_above_required": 1259}, {}, "表2-2", "G4", "4.20"),
    ("", {}, {"quality_senior_places": 10_000, "quality_senior_places_allocated": 4_996}, "表4", "B18", "50.0"),
    ("", {}, {"junior_entrants": 10_000, "junior_graduates": 9_476}, "表5", "B4", "95.0"),
    ("", {}, {"special_education_public_funds": 719_950}, "表4", "B9", "6000"),
    ("", {}, {"teacher_average_salary": 117_999.6}, "表4", "B10", "118000"),
]


@pytest.mark.parametrize(("code", "changes", "facts", "sheet", "cell", "shown"), ROUNDED)
def test_a_value_that_rounds_onto_its_limit_has_a_note_and_is_listed(
    code: str, changes: dict[str, Any], facts: dict[str, Any], sheet: str, cell: str, shown: str, small: County
) -> None:
    county = change_facts(without(small, code, **changes) if code else small, **facts)
    book = book_of(county)
    comment = book[sheet][cell].comment
    assert comment.text.startswith(f"表中数值为四舍五入后的{shown}；准确值")
    assert "未达标，以准确值为准" in comment.text
    assert (cell, comment.text) in {row[1:] for row in listed(book["进位提示"])}


def test_a_salary_beside_the_other_has_a_note_only_where_the_two_read_otherwise(small: County) -> None:
    def note(teachers: float, civil: float) -> str:
        facts = {"teacher_average_salary": teachers, "civil_servant_average_salary": civil}
        comment = book_of(change_facts(small, **facts))["表4"]["B10"].comment
        return comment.text if comment else ""

    assert note(117_999.6, 118_000) == (
        "表中数值为四舍五入后的118000；准确值117999.6，限值≥118000，未达标，以准确值为准"
    )
    # Both are shown as 118000, and the exact ones are in the note.
    assert "准确值118000.2，限值≥118000.4，未达标" in note(118_000.2, 118_000.4)
    for teachers, civil in ((117_000, 118_000), (119_000, 118_000), (118_000.4, 118_000.2)):
        assert note(teachers, civil) == ""


def test_a_form_that_passes_by_one_of_several_ways_shows_the_figure_of_that_way(small: County) -> None:
    """Those admitted by zone are fewer than all, and all live in it."""
    changes = {"primary_zoned_intake": 89, "primary_intake": 100}
    campuses = [
        attrs.evolve(one, **changes) if one.school_code == "P1" else one
        for one in small.campuses
        if one.school_code != "P2"
    ]
    county = attrs.evolve(small, campuses=campuses)
    for one in campuses:
        if one.primary_pupils and one.kind is not Kind.SPECIAL:
            county = change_campus(county, one.school_code, primary_zone_resident_pupils=one.primary_pupils)
    assert str(assess(county).indicators["G13"].outcome) == "pass"
    assert "就近划片入学比例分别100.0%、" in book_of(county)["表4"]["B17"].value


def test_small_schools_are_those_that_the_standard_judges(small: County) -> None:
    county = without(small, "T1", area_type="城区")
    funded = "不足100人的规模较小学校学生数60人"
    assert book_of(county)["表4"]["B8"].value.startswith(funded)
    assert "上年学生数＿＿人" in book_of(county, schools=True)["自评表 T1"]["C14"].value
    # The clause of this plan is on small schools in the country.
    assert book_of(county, "wenling-2020")["表4"]["B8"].value.startswith(
        "不足100人的规模较小学校学生数0人，公用经费0元"
    )
    assert "上年学生数——人" in book_of(county, "wenling-2020", schools=True)["自评表 T1"]["C14"].value
    unknown = without(small, "T1", area_type=None)
    assert "学生数＿＿人，公用经费＿＿元" in book_of(unknown, "wenling-2020")["表4"]["B8"].value
    assert book_of(without(small, "T1", funded_pupils=None))["表4"]["B8"].value.startswith(funded)


def test_limits_of_the_stages_that_differ_are_both_in_the_head(small: County) -> None:
    rules = '[{ stages = ["primary"], at_least = "1" }, { stages = ["junior"], at_least = "1.5" }]'
    sheet = book_of(small, mine(f"[items.R2]\nrules = {rules}"), schools=True)["自评表 P1"]
    assert sheet["B5"].value == "2. 每百名学生拥有县级以上骨干教师数：小学、初中分别达到1人以上、1.5人以上。"
    assert sheet["B6"].value == "3. 每百名学生拥有体育、艺术（美术、音乐）专任教师数：小学、初中均达到0.9人以上。"


def test_a_group_with_the_rate_of_everybody_is_not_everybody(small: County) -> None:
    """S1 is on all who were asked, not on a group whose rate is the same by chance."""
    groups = tuple(Group(group=name, surveyed=10_000, satisfied=8_496) for name in ("家长", "教师"))
    sheet = book_of(attrs.evolve(small, groups=groups))["表6"]
    assert sheet["E6"].value == sheet["E7"].value == 85
    assert (sheet["E6"].comment is None) is not (sheet["E7"].comment is None)


def test_a_standard_with_an_item_of_the_form_as_an_aim_does_not_fit(small: County) -> None:
    assert "which this standard lacks or has as aims only" in misfit(mine("[items.G10]\naim = true"))
    with pytest.raises(ValueError, match="declaration form asks about the items"):
        render(assess(small, mine("[items.R2]\naim = true\n[section]\nat_least = 6\n")))


def test_a_rate_of_the_survey_and_a_between_school_share_that_round_onto_their_limits(small: County) -> None:
    groups = (Group(group="家长", surveyed=10_000, satisfied=8_496),)
    monitoring = (Subject(subject="语文", level=3, between_school_share=0.14999), *small.monitoring[1:])
    book = book_of(attrs.evolve(small, groups=groups, monitoring=monitoring))
    assert book["表6"]["E6"].value == book["表6"]["E7"].value == 85
    assert "未达标" in book["表6"]["E6"].comment.text
    assert "校际差异率0.15；数学" in book["表5"]["B12"].value
    assert "准确值0.14999，限值＜0.15，达标" in book["表5"]["B12"].comment.text


# Standards.


def test_the_form_fits_the_standards_of_the_method_of_2017(small: County) -> None:
    fitting = {name: not misfit(load(name)) for name in names()}
    assert fitting == {name: name != "basic-2012" for name in names()}
    with pytest.raises(
        ValueError, match=r"^basic-2012: the declaration form asks about the items of the method of 2017"
    ):
        render(assess(small, "basic-2012"))
    assert "shenyang" in book_of(small, "shenyang")["填表说明"]["A3"].value


def test_no_row_is_higher_than_a_row_can_be(small: County) -> None:
    codes = [f"P{n}-{'9' * 50}" for n in range(30)]
    book = book_of(attrs.evolve(small, campuses=[primary(code, 60, primary_largest_class=46) for code in codes]))
    heights = [row.height for sheet in book for row in sheet.row_dimensions.values()]
    assert max(heights) == 405


def test_what_holds_by_a_concession_is_said(small: County) -> None:
    rural = {"area_type": "乡村", "primary_sports_arts_teachers": 0, "primary_visiting_sports_arts_teachers": 2}
    book = book_of(without(small, "T1", **rural), "procedure-2019")
    assert book["表2-2"]["O6"].value == "7项全部达标；按放宽条款达标：体育艺术教师"


def test_a_senior_school_has_no_own_assessment(small: County) -> None:
    with_senior = attrs.evolve(small, campuses=[*small.campuses, Campus(school_code="H1", kind=Kind.SENIOR)])
    titles = book_of(with_senior, schools=True).sheetnames
    assert ("自评表 H1" in titles, "自评表 P1" in titles) == (False, True)


def test_campuses_that_count_with_their_school_are_one_row(small: County) -> None:
    merged = mine('[counted]\nby = "school"\n')
    book = book_of(small, merged, schools=True)
    assert values(book["表2-2"], "A4:F4") == [1, "=甲小学", 7, 860, 6, 22]
    gaps = [row for row in listed(book["未填数据"]) if row[0] == "自评表 P1"]
    assert "该校区不单独计入资源配置指标，没有各项指标值" in {row[2] for row in gaps}
    assert book["自评表 P1"]["D4"].value == "——"
    lacking = book_of(without(small, "T1", primary_classes=None), merged)
    assert values(lacking["表2-2"], "F4") == [None]


def test_a_standard_whose_limit_depends_on_nothing_is_shown_in_its_own_figures(small: County) -> None:
    book = book_of(
        small, mine('[items.Q2]\nmeasure = "disabled_enrolment_share_at_school"\nrules = [{ at_least = "95" }]')
    )
    assert "入学率为＿＿%" in book["表5"]["B5"].value


# The own assessment of a school.


def test_the_own_assessment_of_each_campus(small: County) -> None:
    campus = {
        "built_year": 1998,
        "sports_ground_area": 9000,
        "indoor_sports_area": 1200,
        "sports_area": 10_200,
        "music_room_areas": (Band(73, 96), 100),
        "art_room_areas": (),
    }
    book = book_of(without(small, "N1", **campus, school_name="乙学校"), schools=True)
    assert [title for title in book.sheetnames if title.startswith("自评表")] == [
        f"自评表 {one.school_code}" for one in small.campuses
    ]
    sheet = book["自评表 N1"]
    assert sheet["A2"].value == "乙学校（九年一贯制学校） 建校于1998年"
    assert sheet["C4"].value == (
        "学校拥有高于规定学历教师数：小学25人；初中25人。每百名学生拥有高于规定学历教师数：小学6.25人；初中6.25人。"
    )
    assert "体育场9000平方米、体育馆1200平方米、校园其他专用运动场地面积＿＿平方米" in sheet["C8"].value
    assert sheet["C11"].value == (
        "全校教学班数20个。配备音乐专用教室2间，面积分别为：73以上不足96、100平方米；美术专用教室0间，面积分别为：——平方米。"
    )
    assert sheet["C12"].value == "全校中小学生数800人。其中：小学400人、初中400人、高中——人。"
    assert values(sheet, "D4:D10") == ["是"] * 7
    assert values(sheet, "D11:D15") == ["否", "是", "是", "——", "——"]
    assert "上年学生数——人" in sheet["C14"].value
    assert "上年学生数＿＿人" in book["自评表 T1"]["C14"].value
    assert "上年学生数＿＿人" in book["自评表 S1"]["C15"].value
    assert values(book["自评表 S1"], "D4 D15") == ["——", "是"]


def test_what_is_unknown_of_a_campus_stays_blank_in_its_own_assessment(nothing_known: Any) -> None:
    sheet = nothing_known["自评表 A2"]
    assert sheet["C4"].value.startswith("学校拥有高于规定学历教师数：小学——人；初中＿＿人。")
    assert sheet["C13"].value == "最大班额学生数＿＿人，超过45人的小学班级——个，超过50人的初中班级＿＿个。"
    assert values(sheet, "D4 D11") == [None, None]


def test_largest_classes_that_are_bands_are_written_as_such(small: County) -> None:
    sheet = book_of(without(small, "P2", primary_largest_class=Band(41, 46)), schools=True)["自评表 P2"]
    assert sheet["C13"].value.startswith("最大班额学生数41至45人，超过45人的小学班级0个")


# The ways to it.


def test_from_python_and_in_every_language(small: County, tmp_path: Path) -> None:
    assessment = assess(small)
    assessment.as_declaration(tmp_path / "form.xlsx", schools=True)
    assert "自评表 P1" in openpyxl.load_workbook(tmp_path / "form.xlsx").sheetnames
    for lang in ("en", "zh"):
        sheets = openpyxl.load_workbook(BytesIO(bytes(rendered(assessment, "declaration", lang)))).sheetnames  # type: ignore[arg-type]
        assert sheets == [*TABLES, "未填数据", "进位提示", "填表说明"]
    with pytest.raises(ValueError, match=r"form\.csv: a workbook ends in \.xlsx"):
        assessment.as_declaration(tmp_path / "form.csv")
    with pytest.raises(TypeError, match="schools"):
        assessment.as_declaration(tmp_path / "form.xlsx", schools=1)  # type: ignore[arg-type]


def test_without_openpyxl_one_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch, small: County) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(
        ModuleNotFoundError, match=r"the declaration form needs openpyxl: pip install 'balanced-edu\[excel\]'"
    ):
        render(assess(small))


@pytest.mark.slow
@settings(max_examples=max(settings().max_examples // 20, 1))
@given(testing.counties(gaps=True, max_campuses=3), st.sampled_from(["national-2017", "procedure-2019", "shenyang"]))
def test_any_county_can_be_declared_and_decisions_are_those_of_the_assessment(county: County, standard: str) -> None:
    assessment = assess(county, standard)
    book = openpyxl.load_workbook(BytesIO(render(assessment, schools=True)))
    answers = {"pass": "是", "fail": "否", "unknown": None}
    rows = dict(decided_rows())
    found = {id: book[sheet][cell].value for id, (sheet, cell) in rows.items()}
    assert found == {id: answers[str(assessment.indicators[id].outcome)] for id in rows}


def decided_rows() -> Iterator[tuple[str, tuple[str, str]]]:
    yield from ((f"G{n}", ("表4", f"C{n + 2}")) for n in range(1, 9))
    yield from ((f"G{n}", ("表4", f"C{n + 4}")) for n in range(9, 16))
    yield from ((f"Q{n}", ("表5", f"C{n + 3}")) for n in range(1, 10))
