"""Rows of a form as the values of its items, with what is remarked on and what is noted."""

from __future__ import annotations

import pytest

from balanced_edu.notes import Notes
from balanced_edu.records.kinds import Kind
from balanced_edu.tables.forms.figures import Figure, figures_of, items_below_headings, note_missing
from balanced_edu.tables.forms.maps import school_form
from balanced_edu.tables.headings import Row

HEADINGS = ["序号", "填报项目", "单位", "填报值"]


def numbered(*rows: list[str]) -> list[Row]:
    return list(enumerate(rows, start=1))


def read(notes: Notes, *rows: list[str], ignore_columns: bool = False) -> list[Figure]:
    """The figures of rows below the headings."""
    return figures_of(numbered(HEADINGS, *rows), school_form(), notes, ignore_columns=ignore_columns)


def sheet() -> Notes:
    return Notes("a.xlsx", sheet="表")


def said(notes: Notes) -> list[str]:
    return [f"{problem.cell}: {problem.message}" for problem in notes.problems]


def remarks(notes: Notes) -> list[str]:
    return [
        " ".join([one.place.removeprefix("a.xlsx:表!"), str(one.code), *map(str, one.figures.values())])
        for one in notes.remarks
    ]


def test_the_items_of_a_sheet_are_below_its_headings() -> None:
    rows = numbered(["学校类型"], HEADINGS, ["1", "学校名称"], ["2"], ["填报项目", "填报值"], ["学校类型", "小学"])
    assert list(items_below_headings(rows)) == ["学校名称", "", "学校类型"]


def test_each_figure_is_that_of_an_item_with_its_place() -> None:
    notes = sheet()
    rows = [["1", "学校类型", "", "小学"], ["2", "小学学生人数", "人", "800"], ["3", "室内体育用房面积", "㎡"]]
    figures = read(notes, *rows)
    assert [(one.item.text, one.value, one.place.text) for one in figures] == [
        ("学校类型", Kind.PRIMARY, "a.xlsx:表!D2"),
        ("小学学生人数", 800, "a.xlsx:表!D3"),
        ("室内体育用房面积", None, "a.xlsx:表!D4"),
    ]
    assert [one.place.label for one in figures] == ["学校类型", "小学学生人数", "室内体育用房面积"]
    assert (notes.problems, notes.remarks) == ([], [])


def test_columns_may_change_below() -> None:
    notes = sheet()
    figures = read(notes, ["", "小学学生人数", "", "800"], ["填报项目", "填报值"], ["初中学生人数", "300"])
    assert [(one.value, one.place.text) for one in figures] == [(800, "a.xlsx:表!D2"), (300, "a.xlsx:表!B4")]


def test_rows_that_are_no_items_are_remarked_on() -> None:
    notes = sheet()
    rows = numbered(
        ["", " 学校填报表 "],
        HEADINGS,
        ["", "学生信息"],
        ["二、", "", "", ""],
        ["注：由学校填报", "", "", "7"],
        ["", "食堂面积", "平方米", ""],
    )
    assert figures_of(rows, school_form(), notes) == []
    assert remarks(notes) == [
        "A1 title 学校填报表",
        "B3 group 学生信息",
        "B4 group 二、",
        "A5 footnote 注：由学校填报",
        "B6 group 食堂面积",
    ]
    assert notes.problems == []


def test_items_that_are_not_known_are_noted_or_passed_over() -> None:
    rows = [["", "食堂面积", "平方米", "300"], ["", "", "", "7"], ["", "初中学生人数数", "人", "3"]]
    notes = sheet()
    assert figures_of(numbered(HEADINGS, *rows), school_form(), notes) == []
    assert said(notes) == [
        "表!B2: there is no item '食堂面积'; correct its name, or delete the row",
        "表!D3: '7' stands beside no item; write its item, or delete it",
        "表!B4: there is no item '初中学生人数数' (did you mean 初中学生人数?); correct its name, or delete the row",
    ]
    assert [problem.column for problem in notes.problems] == ["食堂面积", "-", "初中学生人数数"]
    notes = sheet()
    assert read(notes, *rows, ignore_columns=True) == []
    assert remarks(notes) == ["B2 item 食堂面积", "B3 item 7", "B4 item 初中学生人数数"]
    assert notes.problems == []


def test_an_item_that_is_not_known_and_has_no_usable_value_is_noted() -> None:
    notes = Notes("a.xlsx", sheet="表", unusable={(2, 3): "is a formula without a stored value"})
    read(notes, ["", "食堂面积", "", ""], ["", "宿舍面积", "", ""])
    assert said(notes) == ["表!B2: there is no item '食堂面积'; correct its name, or delete the row"]
    assert remarks(notes) == ["B3 group 宿舍面积"]


@pytest.mark.parametrize(
    "rows",
    [
        numbered(["单位：千元"], HEADINGS),
        numbered(HEADINGS, ["", "经费（千元）"]),
        numbered(HEADINGS, ["注：以千元为单位"]),
    ],
    ids=["title", "group", "footnote"],
)
def test_a_unit_for_all_items_is_noted_unless_it_is_one_of_theirs(rows: list[Row]) -> None:
    notes = sheet()
    figures_of(rows, school_form(), notes)
    (problem,) = said(notes)
    assert "the unit 千元 stands outside the headings" in problem
    known = sheet()
    figures_of(
        [(number, [cell.replace("千元", "万元") for cell in cells]) for number, cells in rows], school_form(), known
    )
    assert known.problems == []


def test_an_item_given_twice_is_noted_and_the_first_counts() -> None:
    notes = sheet()
    rows = [["", "小学学生人数", "", "800"], ["", "小学在校生数", "", "801"], ["", "小学学生人数", "", "802"]]
    assert [one.value for one in read(notes, *rows)] == [800]
    assert said(notes) == [
        "表!B3: 小学学生人数 is already in row 2; delete one of the two",
        "表!B4: 小学学生人数 is already in row 2; delete one of the two",
    ]
    assert [problem.column for problem in notes.problems] == ["小学在校生数", "小学学生人数"]


def test_a_field_that_the_form_does_not_ask_for_given_twice_is_noted() -> None:
    notes = sheet()
    assert [one.value for one in read(notes, ["", "高中学生数", "", "300"], ["", "高中在校生数", "", "301"])] == [300]
    assert said(notes) == ["表!B3: 高中在校生数 is already in row 2; delete one of the two"]


def test_parts_of_one_sum_are_several_items() -> None:
    notes = sheet()
    rows = [["", "本科学历教师人数（小学）", "", "30"], ["", "硕士学历教师人数（小学）", "", "2"]]
    assert [one.value for one in read(notes, *rows)] == [30, 2]
    assert (notes.problems, notes.remarks) == ([], [])


def test_other_names_of_items_are_remarked_on() -> None:
    """With the item of the form, or, of one that the form does not have, with the heading of its column."""
    notes = sheet()
    rows = [["", "班级数", "", "20"], ["", "小学在校生数", "", "800"], ["", "高中学生数", "", "300"]]
    assert [one.value for one in read(notes, *rows)] == [20, 800, 300]
    assert remarks(notes) == ["B3 heading 小学在校生数 小学学生人数", "B4 heading 高中学生数 高中在校生数"]


AREA, FUNDS = "室内体育用房面积", "上一年度公用经费预算总额"


@pytest.mark.parametrize(
    ("item", "unit", "value", "read_as", "remarked"),
    [
        (AREA, "㎡", "500.5", 500.5, []),
        (AREA, "", "500.5", 500.5, []),
        (FUNDS, "万元", "92", 920_000, []),
        (FUNDS, "万 元", "92", 920_000, []),
        (FUNDS, "元", "920000", 920_000, []),
        (FUNDS, "", "", None, []),
        (FUNDS, "千元", "", None, []),
        ("教师培训经费决算", "万元", "4", 40_000, ["D2 unit 万元 元 10000"]),
        ("教师培训经费决算", "万元", "", None, []),
        ("学校类型", "小学/初中", "小学", Kind.PRIMARY, []),
    ],
)
def test_units(item: str, unit: str, value: str, read_as: object, remarked: list[str]) -> None:
    notes = sheet()
    (figure,) = read(notes, ["", item, unit, value])
    assert figure.value == read_as
    assert [one for one in remarks(notes) if " heading " not in one] == remarked
    assert notes.problems == []


@pytest.mark.parametrize(
    ("item", "unit", "value", "message"),
    [
        (FUNDS, "千元", "92", f"{FUNDS} cannot be read in '千元'; write it in 元 or 万元"),
        (FUNDS, "", "92", f"{FUNDS} has no unit; write 元 or 万元 in the column of units"),
        (AREA, "亩", "5", f"{AREA} cannot be read in '亩'; write it in 平方米 or m2"),
        (
            "小学学生人数",
            "人",
            "八百",
            "小学学生人数 is '八百', which is not a number; write one, or leave the cell empty",
        ),
        (
            "建校时间",
            "年",
            "建国初",
            "建校时间 is '建国初', which is no year; write it as 2009, 2009年9月 or a date, or leave the cell empty if "
            "it is unknown",
        ),
    ],
)
def test_values_that_cannot_be_read_are_noted_in_their_cells(item: str, unit: str, value: str, message: str) -> None:
    notes = sheet()
    (figure,) = read(notes, ["", item, unit, value])
    assert figure.value is None
    assert said(notes) == [f"表!D2: {message}"]
    assert [problem.column for problem in notes.problems] == [item]


@pytest.mark.parametrize(
    ("written", "year"),
    [
        *(("2009", 2009), ("1899", 1899), ("2099年", 2099), ("2009年09月", 2009), ("2009年9月1日", 2009)),
        *(("2009-09-01 00:00:00", 2009), ("2009/9/30", 2009), ("2009.12", 2009), ("２００９ 年", 2009)),
        *(("999", None), ("2109", None), ("2009年13月", None), ("2009年9月32日", None), ("2009-0", None)),
        *(("2009-09-01 08:30:00", None), ("2009年9", None), ("约2009年", None), ("20095", None)),
    ],
)
def test_years_are_those_of_dates_however_they_are_written(written: str, year: int | None) -> None:
    notes = sheet()
    (figure,) = read(notes, ["", "建校时间", "年", written])
    assert figure.value == year
    assert bool(notes.problems) is (year is None)
    word = "".join(written.split()).translate(str.maketrans("０２９", "029"))
    assert remarks(notes) == ([f"D2 word {word} {year} 1"] if year and word != str(year) else [])


@pytest.mark.parametrize("item", ["建校时间", "小学学生人数"])
def test_a_formula_without_a_value_is_noted(item: str) -> None:
    notes = Notes("a.xlsx", sheet="表", unusable={(2, 3): "is a formula without a stored value"})
    read(notes, ["", item, "", "="])
    assert said(notes) == [f"表!D2: {item} is a formula without a stored value"]


def test_required_items_that_a_form_does_not_have_are_noted() -> None:
    notes, form = sheet(), school_form()
    rows = [["", item.text, item.unit, ""] for item in form.items.values() if not item.optional]
    figures = read(notes, *rows)
    note_missing(form, figures, notes)
    assert notes.problems == []
    note_missing(form, figures[2:], notes)
    (name, kind) = said(notes)
    assert name == "表!A1: the item 学校名称 is missing; add its row, with its value"
    assert kind == "表!A1: the item 学校类型 is missing; add its row, with its value"
    notes = sheet()
    note_missing(form, [one for one in figures if one.item.text != FUNDS], notes)
    assert said(notes) == [f"表!A1: the item {FUNDS} is missing; add its row, with its value in 万元"]
    assert [problem.column for problem in notes.problems] == [FUNDS]


def test_after_too_many_problems_nothing_more_is_read() -> None:
    notes = sheet()
    rows = [["", f"项目{number}", "", "1"] for number in range(1001)]
    assert read(notes, *rows, ["", "小学学生人数", "", "800"]) == []
    assert len(notes.problems) == 1001
