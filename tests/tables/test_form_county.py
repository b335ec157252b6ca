"""The facts of a county in a folder of forms: which workbooks give them, how two agree, and sums over the schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import pytest
from sheets import Rows, book_of

from balanced_edu.notes import Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Group, Quality, Subject
from balanced_edu.records.kinds import Kind
from balanced_edu.remarks import TableRead
from balanced_edu.tables.forms.county import (
    FEWEST,
    Facts,
    facts_of,
    keep_gaps,
    place_of,
    recognises,
    sums_of,
    together,
    with_sums,
)
from balanced_edu.tables.forms.entries import Entry, Place

# The form of a county, a sheet 县级, and the tables beside it.
FORM = [
    ["序号", "填报项目", "单位", "填报值"],
    ["1", "区县名称", "", "示例区"],
    ["2", "填报年度", "", "2024"],
    ["3", "特殊教育学校学生人数", "人", "100"],
    ["4", "符合交流条件教师总数", "人", "500"],
    ["5", "实际交流轮岗教师数", "人", "60"],
]
ITEMS = [["项目", "数值"], ["县名", "示例区"], ["初中毕业生数", "96"]]
SCHOOLS = [["学校代码", "学校类型"], ["A1", "小学"]]
MONITORING = [["监测科目", "学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）"], ["数学", "3"]]
GROUPS = [["调查对象", "有效问卷数", "满意人数"], ["家长", "100", "90"]]


def said(*notes: Notes) -> list[str]:
    """The problems, each with its place."""
    return [
        f"{problem.file}:{problem.cell or problem.row}: {problem.message}" for one in notes for problem in one.problems
    ]


def facts(file: str, sheets: Mapping[str, Rows], *, ignore_columns: bool = False) -> Facts:
    """The facts of a workbook in which nothing is passed over."""
    of_file = Notes(file)
    found = facts_of(book_of(sheets), file, of_file, ignore_columns=ignore_columns)
    assert (of_file.problems, of_file.remarks) == ([], [])
    return found


def given(file: str, **values: object) -> Facts:
    """Facts of a file that does not say where they stand, such as county.toml."""
    county: Any = {"name": "示例区", **values}
    return Facts(file, County(**county), [Notes(file)])


# Workbooks with facts.


@pytest.mark.parametrize(
    ("sheets", "recognised"),
    [
        ({"说明": [["略"]], "县级": [["略"]]}, True),
        ({"County": []}, True),
        ({"说明": [["略"]], "填报": FORM}, True),
        ({"填报": FORM[: FEWEST + 1]}, True),
        ({"填报": FORM[:FEWEST]}, False),
        ({"学校": SCHOOLS, "监测": MONITORING}, False),
        ({"填报": [FORM[0], *(["", "食堂面积", "", "1"] for _ in range(FEWEST))]}, False),
        ({"填报": FORM[1:]}, False),
    ],
    ids=["县级", "in English", "form", "fewest items", "too few", "other tables", "other items", "no headings"],
)
def test_workbooks_with_facts_of_a_county(sheets: dict[str, Rows], recognised: bool) -> None:
    assert recognises(book_of(sheets)) is recognised


def test_the_facts_of_a_form() -> None:
    found = facts("区县.xlsx", {"填报": FORM, "指标计算说明": [["略"]], "需上传 材料说明": [["略"]]})
    assert found.county is not None
    assert (found.file, found.county.name, found.county.year) == ("区县.xlsx", "示例区", 2024)
    assert found.county.guarantee.rotated_teachers == 60
    assert (found.is_form, found.campuses, said(*found.notes)) == (True, None, [])
    assert [(one.file, one.sheet) for one in found.notes] == [("区县.xlsx", "填报")]


def test_the_facts_of_tables_as_data_sets_have_them() -> None:
    merged = {"学校": [((1, 0), (1, 1))]}
    sheets = {"学校": SCHOOLS, "县级": ITEMS, "监测": MONITORING, "调查": GROUPS}
    found = facts_of(book_of(sheets, merged), "补充.xlsx", Notes("补充.xlsx"), ignore_columns=False)
    assert found.county is not None
    assert found.county.quality.junior_graduates == 96
    assert found.county.monitoring == (Subject(subject="数学", level=3),)
    assert found.county.groups == (Group(group="家长", surveyed=100, satisfied=90),)
    assert found.is_form is False
    assert [one.sheet for one in found.notes] == ["学校", "县级", "监测", "调查"]
    assert found.campuses is not None
    assert found.campuses.notes is found.notes[0]
    assert list(found.campuses.rows) == [(1, SCHOOLS[0]), (2, SCHOOLS[1])]
    assert (found.campuses.if_shifted, found.campuses.merged) == ("move it under its heading", merged["学校"])


def test_a_sheet_of_items_is_a_form_by_another_name_only() -> None:
    assert facts("a.xlsx", {"县级": FORM}).is_form is False
    assert facts("a.xlsx", {"学校": SCHOOLS, "监测": MONITORING}).is_form is False


def test_a_table_is_what_its_sheet_is_named_whatever_it_holds() -> None:
    """Its items are headings that are not known there."""
    found = facts("a.xlsx", {"学校": FORM, "县级": ITEMS})
    assert found.is_form is False
    assert found.campuses is not None
    assert found.campuses.notes.sheet == "学校"


def test_other_sheets_are_remarked_on_and_second_ones_noted() -> None:
    of_file = Notes("a.xlsx")
    sheets = {
        "封面": [["略"]],
        "教师": [["略"]],
        "县级": ITEMS,
        "填报": FORM,
        "监测": MONITORING,
        "Monitoring": MONITORING,
    }
    found = facts_of(book_of(sheets), "a.xlsx", of_file, ignore_columns=False)
    assert [one.sheet for one in found.notes] == ["县级", "监测"]
    two = "there are two sheets of the county, {} and {}; delete one of them"
    assert said(of_file) == [
        "a.xlsx:1: the sheet '教师' is a register, which is not read beside forms; move it to another file",
        f"a.xlsx:1: {two.format(repr('县级'), repr('填报'))}",
        f"a.xlsx:1: {two.format(repr('监测'), repr('Monitoring'))}",
    ]
    assert [one.figures for one in of_file.remarks] == [{"given": "封面"}]


def test_what_is_wrong_with_facts_is_noted_in_their_cells() -> None:
    found = facts("a.xlsx", {"县级": [*ITEMS, ["交流轮岗教师数", "许多"]]})
    assert found.county is None
    (problem,) = said(*found.notes)
    assert problem.startswith("a.xlsx:县级!B4: 交流轮岗教师数 is '许多', which is not a number")
    moved = [*MONITORING, ["语文", "3", "五"]]
    (problem,) = said(*facts("a.xlsx", {"县级": ITEMS, "监测": moved}).notes)
    assert problem == (
        "a.xlsx:监测!C3: '五' is in a column without a heading; move it under its heading, or give the column a heading"
    )


def test_unknown_columns_of_tables_are_noted_or_passed_over() -> None:
    sheets = {"县级": ITEMS, "监测": [[*MONITORING[0], "监测日期"], [*MONITORING[1], "5月"]]}
    (problem,) = said(*facts("a.xlsx", sheets).notes)
    assert problem.startswith("a.xlsx:监测!C1: there is no column '监测日期'")
    assert said(*facts("a.xlsx", sheets, ignore_columns=True).notes) == []


# Facts of two files.


def test_facts_of_two_files_are_those_of_one_county() -> None:
    one = facts("区县.xlsx", {"填报": FORM, "监测": MONITORING})
    other = facts(
        "补充.xlsx",
        {
            "县级": [
                ["项目", "数值"],
                ["县名", "示例区"],
                ["特殊教育学校在校生数", "100"],
                ["初中毕业生数", "96"],
                ["local.规划数", "3"],
                ["evidence.G1", "规划图"],
            ],
            "调查": GROUPS,
        },
    )
    both = (together(one, other), together(other, one))
    assert both[0] == both[1]
    county = both[0]
    assert county is not None
    assert (county.name, county.year) == ("示例区", 2024)
    assert (county.guarantee.special_education_pupils, county.guarantee.rotated_teachers) == (100, 60)
    assert county.quality.junior_graduates == 96
    assert (county.monitoring[0].subject, county.groups[0].group) == ("数学", "家长")
    assert (county.local, county.evidence) == ({"规划数": 3}, {"G1": ("规划图",)})
    assert said(*one.notes, *other.notes) == []


@pytest.mark.parametrize("order", [1, -1])
def test_with_facts_that_could_not_be_used_there_is_no_county(order: int) -> None:
    without = Facts("坏.xlsx", None, [Notes("坏.xlsx")])
    assert together(*[without, given("county.toml")][::order]) is None
    assert said(*without.notes) == []


def test_facts_that_two_workbooks_give_otherwise_are_noted_in_the_second() -> None:
    rows = [
        ["项目", "数值"],
        ["evidence.G1", "规划表"],
        ["县名", "示例县"],
        ["年份", "2024"],
        ["交流轮岗教师数", "61"],
        ["local.规划数", "4"],
        ["local.其他", "1"],
    ]
    one = facts("区县.xlsx", {"填报": [*FORM, ["6", "local.规划数", "", "3"], ["7", "evidence.G1", "", "规划图"]]})
    other = facts("补充.xlsx", {"县级": rows, "监测": MONITORING})
    county = together(one, other)
    assert county is not None
    assert (county.name, county.guarantee.rotated_teachers, county.local) == ("示例区", 60, {"规划数": 3, "其他": 1})
    assert said(*one.notes) == []
    assert said(*other.notes) == [
        "补充.xlsx:县级!B5: 交流轮岗教师数 is '61', but '60' in 区县.xlsx:填报!D6; correct one of the two",
        "补充.xlsx:县级!B3: 县名 is '示例县', but '示例区' in 区县.xlsx:填报!D2; correct one of the two",
        "补充.xlsx:县级!B6: local.规划数 is given here and in 区县.xlsx, with another value; correct one of the two",
        "补充.xlsx:县级!A1: evidence.G1 is given here and in 区县.xlsx, with another value; correct one of the two",
    ]
    assert [problem.column for problem in other.notes[0].problems] == [
        "交流轮岗教师数",
        "县名",
        "local.规划数",
        "evidence.G1",
    ]


def test_facts_of_a_file_without_cells_are_noted_for_the_whole_file() -> None:
    one = given("区县.xlsx", year=2024, local={"规划数": 3}, evidence={"G1": ["图"]}, groups=[Group(group="家长")])
    other = given(
        "county.toml", year=2023, local={"规划数": 4}, evidence={"G1": ["表"]}, groups=[Group(group="家长", surveyed=1)]
    )
    county = together(one, other)
    assert county is not None
    assert (county.year, county.local, county.evidence) == (2024, {"规划数": 3}, {"G1": ("图",)})
    assert county.groups == (Group(group="家长"),)
    both = "is given here and in 区县.xlsx"
    assert [(problem.row, problem.column, problem.message) for problem in other.notes[0].problems] == [
        (1, "年份", "年份 is '2023', but '2024' in 区县.xlsx:1:年份; correct one of the two"),
        (1, "local.规划数", f"local.规划数 {both}, with another value; correct one of the two"),
        (1, "evidence.G1", f"evidence.G1 {both}, with another value; correct one of the two"),
        (1, "-", f"调查 {both}; keep one of the two"),
    ]


def test_tables_that_two_workbooks_give_otherwise_are_noted_in_their_sheets() -> None:
    one = facts("甲.xlsx", {"县级": ITEMS, "监测": MONITORING, "调查": GROUPS})
    others = {"县级": ITEMS, "监测": [MONITORING[0], ["数学", "2"]], "调查": [GROUPS[0], ["家长", "100", "80"]]}
    other = facts("乙.xlsx", others)
    county = together(one, other)
    assert county is not None
    assert (county.monitoring[0].level, county.groups[0].satisfied) == (3, 90)
    assert said(*other.notes) == [
        "乙.xlsx:监测!A1: 监测 is given here and in 甲.xlsx; keep one of the two",
        "乙.xlsx:调查!A1: 调查 is given here and in 甲.xlsx; keep one of the two",
    ]
    assert [problem.column for one in other.notes for problem in one.problems] == ["-", "-"]
    same = facts("丙.xlsx", {"县级": ITEMS, "监测": MONITORING, "调查": GROUPS})
    assert together(one, same) == one.county
    assert said(*one.notes, *same.notes) == []


def test_a_table_without_rows_is_not_where_its_figures_stand() -> None:
    """A sheet has the headings of 监测 only; the figures are in another file that was taken before."""
    one = facts("甲.xlsx", {"县级": ITEMS, "监测": MONITORING})
    empty = facts("乙.xlsx", {"县级": ITEMS, "监测": MONITORING[:1]})
    full = facts("丙.xlsx", {"监测": [MONITORING[0], ["数学", "2"]], "县级": ITEMS})
    both = Facts("乙.xlsx, 丙.xlsx", full.county, [*empty.notes, *full.notes])
    together(one, both)
    assert said(*both.notes) == ["丙.xlsx:监测!A1: 监测 is given here and in 甲.xlsx; keep one of the two"]


def test_figures_of_two_files_that_contradict_each_other_are_noted_where_they_stand() -> None:
    one = facts("甲.xlsx", {"县级": [*ITEMS, ["交流轮岗教师数", "10"]]})
    other = facts("乙.xlsx", {"县级": [*ITEMS, ["交流轮岗骨干教师数", "15"]]})
    why = "交流轮岗骨干教师数: 15 is more than 交流轮岗教师数, 10; correct the figures"
    assert together(one, other) is None
    assert said(*one.notes, *other.notes) == [f"乙.xlsx:县级!B4: {why}"]
    (late,) = other.notes
    late.problems.clear()
    assert together(other, one) is None
    assert said(*one.notes, *other.notes) == [f"乙.xlsx:县级!B4: {why}"]


def test_a_fact_stands_in_the_first_file_that_gives_it() -> None:
    several = [
        given("county.toml", quality=Quality(junior_deaths=1)),
        facts("甲.xlsx", {"调查": GROUPS, "县级": ITEMS}),
        given("乙.toml", quality=Quality(junior_graduates=96, junior_deaths=1)),
    ]
    assert place_of("quality", "junior_graduates", several).text == "甲.xlsx:县级!B3"
    assert place_of("quality", "junior_deaths", several).text == "county.toml:1:三年间死亡学生数"
    assert place_of("quality", "junior_graduates", several[2:]).text == "乙.toml:1:初中毕业生数"
    before = facts("丙.xlsx", {"县级": [["县名", "示例区"], ["三年间死亡学生数", "1"]]})
    both = attrs.evolve(several[1], notes=[*before.notes, *several[1].notes])
    assert place_of("quality", "junior_graduates", [both]).text == "甲.xlsx:县级!B3"


# Sums over the schools.

SHEET = "学校填报数据"


def school(file: str, code: str, **parts: int) -> Entry:
    """The form of a school, with its parts of facts of the county."""
    notes = Notes(file, sheet=SHEET)
    one = Entry(Place(notes, 1, 0, "学校代码"), {"school_code": code})
    for row, (name, value) in enumerate(parts.items(), start=65):
        one.of_county[name] = (value, Place(notes, row, 4, name))
    return one


def junior(code: str, **figures: Any) -> Campus:
    return Campus(school_code=code, kind=Kind.JUNIOR, **figures)


def sums(entries: Sequence[Entry], campuses: Sequence[Campus]) -> dict[str, tuple[int, str]]:
    return {name: (value, place.text) for name, (value, place) in sums_of(entries, campuses).items()}


def test_facts_are_sums_over_the_forms_of_schools() -> None:
    """Those of a school of several forms are counted once."""
    entries = [
        school("甲.xlsx", "A1", junior_graduates=96, junior_entrants=100),
        school("乙.xlsx", "B1", junior_graduates=40),
        school("丙.xlsx", "A1", junior_graduates=96, junior_deaths=0, junior_entrants=99),
        school("丁.xlsx", "C1"),
    ]
    assert sums(entries, [junior("A1")]) == {
        "junior_graduates": (136, f"甲.xlsx:{SHEET}!E65"),
        "junior_entrants": (100, f"甲.xlsx:{SHEET}!E66"),
        "junior_deaths": (0, f"丙.xlsx:{SHEET}!E66"),
    }


def test_a_sum_is_unknown_if_a_school_with_junior_pupils_does_not_give_its_part() -> None:
    entries = [
        school("甲.xlsx", "A1", junior_graduates=96, junior_deaths=0),
        school("乙.xlsx", "B1", junior_graduates=4),
    ]
    graduates = {"junior_graduates": (100, f"甲.xlsx:{SHEET}!E65")}
    assert sums(entries, [junior("A1"), junior("B1", junior_pupils=300)]) == graduates
    assert sums(entries, [junior("A1"), junior("B1")]) == graduates
    assert sums(entries, [junior("A1"), junior("C1")]) == {}
    deaths = {"junior_deaths": (0, f"甲.xlsx:{SHEET}!E66")}
    without = [junior("A1"), junior("B1", junior_pupils=0), Campus(school_code="C1", kind=Kind.PRIMARY)]
    assert sums(entries, without) == graduates | deaths
    assert sums([], []) == {}


def place(notes: Notes, row: int) -> Place:
    return Place(notes, row, 4, "毕业年级")


def test_the_county_with_the_sums_over_its_schools() -> None:
    """What is known of it stays, and where the first part of each sum stands is kept."""
    notes = Notes("甲.xlsx", sheet=SHEET)
    county = County(name="示例区", year=2024, quality=Quality(junior_graduates=96, disabled_children=50))
    found = {"junior_graduates": (96, place(notes, 65)), "junior_deaths": (0, place(notes, 69))}
    assert with_sums(county, found, []) == attrs.evolve(
        county, quality=Quality(junior_graduates=96, junior_deaths=0, disabled_children=50)
    )
    assert notes.tables == [
        TableRead("quality", "甲.xlsx", SHEET, {}, {}, {("", "junior_deaths"): (69, 4, "毕业年级")})
    ]
    assert notes.problems == []


def test_a_sum_that_the_county_gives_otherwise_is_noted_there() -> None:
    one = facts("区县.xlsx", {"调查": GROUPS, "县级": ITEMS})
    assert one.county is not None
    notes = Notes("甲.xlsx", sheet=SHEET)
    found = {"junior_graduates": (100, place(notes, 65)), "junior_deaths": (0, place(notes, 69))}
    county = with_sums(one.county, found, [given("county.toml"), one])
    assert (county.quality.junior_graduates, county.quality.junior_deaths) == (96, 0)
    assert said(notes, *one.notes) == [
        f"区县.xlsx:县级!B3: 初中毕业生数 is 96, but the forms of the schools, from 甲.xlsx:{SHEET}!E65 on, give 100 "
        "together; correct one of the two"
    ]


def test_a_sum_that_contradicts_another_fact_is_noted_where_the_figure_stands() -> None:
    notes = Notes("甲.xlsx", sheet=SHEET)
    county = County(name="示例区", quality=Quality(junior_entrants=2))
    facts_ = [Facts("区县.xlsx", county, [Notes("区县.xlsx")])]
    assert with_sums(county, {"junior_deaths": (3, place(notes, 69))}, facts_) == county
    why = "三年间死亡学生数: 3 is more than 三年前初中入学人数, 2; correct the figures"
    assert said(notes, *facts_[0].notes) == [f"甲.xlsx:{SHEET}!E69: {why}"]
    county = County(name="示例区", quality=Quality(junior_deaths=3))
    facts_ = [given("county.toml"), Facts("区县.xlsx", county, [Notes("区县.xlsx")])]
    assert with_sums(county, {"junior_entrants": (2, place(notes, 66))}, facts_) == county
    assert said(*facts_[1].notes) == [f"区县.xlsx:1: {why}"]


def test_where_the_first_school_leaves_its_part_of_an_unknown_fact_empty_is_kept() -> None:
    first, second = school("甲.xlsx", "A1"), school("乙.xlsx", "B1")
    for one in (first, second):
        for row, name in ((65, "junior_graduates"), (69, "junior_deaths")):
            one.gaps[name] = place(one.home.notes, row)
    second.gaps["junior_entrants"] = place(second.home.notes, 66)
    keep_gaps([first, second], County(name="示例区", quality=Quality(junior_graduates=96)))

    def kept(file: str, name: str, row: int) -> TableRead:
        return TableRead("quality", file, SHEET, {}, {}, {("", name): (row, 4, "毕业年级")})

    assert first.home.notes.tables == [kept("甲.xlsx", "junior_deaths", 69)]
    assert second.home.notes.tables == [kept("乙.xlsx", "junior_entrants", 66)]
