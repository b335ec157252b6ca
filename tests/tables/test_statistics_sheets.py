"""Sheets of the statistics as figures of a campus: where each figure is taken, in which unit, and what is noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from sheets import Rows, book_of
from statisticsforms import (
    Cells,
    backbone,
    book_of_cells,
    buildings,
    classes,
    grounds,
    identity,
    nine_year_school,
    primary_school,
    pupils,
    teachers,
)

from balanced_edu.notes import Notes
from balanced_edu.records.kinds import AreaType, Kind
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.forms import statistics
from balanced_edu.tables.forms.entries import Entry, FormRead
from balanced_edu.tables.forms.headed import FormSheet, HeadedFigure, Statistics
from balanced_edu.tables.headings import Merged

LIKE = "write the headings as the form has them, or delete the sheet"


def read(sheets: Mapping[str, Cells]) -> tuple[FormRead, Notes]:
    """What the sheets of a school say, and the notes on the file."""
    of_file = Notes("a.xlsx")
    return statistics.read(book_of_cells(sheets), "a.xlsx", of_file, ignore_columns=False), of_file


def said(*notes: Notes) -> list[str]:
    """The problems, each with its cell."""
    return [f"{problem.cell or problem.row}: {problem.message}" for one in notes for problem in one.problems]


def remarks(code: RemarkCode, *notes: Notes) -> list[tuple[str, dict[str, object]]]:
    return [
        (one.place.removeprefix("a.xlsx").removeprefix(":"), dict(one.figures))
        for each in notes
        for one in each.remarks
        if one.code is code
    ]


def of_sheet(name: str, cells: Cells, **school: Cells) -> tuple[Entry, list[Notes]]:
    """The figures of a primary school of which one sheet is another, and the notes on its sheets."""
    found, _ = read(primary_school(**{name: cells}, **school))
    (entry,) = found.entries
    return entry, found.notes


# The workbook.


@pytest.mark.parametrize(
    ("sheets", "recognised"),
    [
        (["教基1001_小学"], True),
        (["封面", "基础基111"], True),
        (["教基4153_小学", "教基3112"], True),
        (["教基4153_小学"], False),
        (["学校", "县级"], False),
        ([], False),
    ],
)
def test_workbooks_with_sheets_that_are_known(sheets: list[str], recognised: bool) -> None:
    assert statistics.recognises(book_of({name: [] for name in sheets})) is recognised


def test_the_figures_of_a_school_with_their_places() -> None:
    found, of_file = read(primary_school())
    (entry,) = found.entries
    assert {name: (value, entry.places[name].text.partition("_小学!")[2]) for name, value in entry.values.items()} == {
        "school_code": ("3133001234", "C3"),
        "school_name": ("第一小学", "C4"),
        "kind": (Kind.PRIMARY, "C14"),
        "area_type": (AreaType.TOWN, "C27"),
        "primary_backbone_teachers": (12, "D12"),
        "primary_pupils": (800, "I6"),
        "primary_classes": (18, "C5"),
        "primary_teachers": (46, "C6"),
        "primary_teachers_above_required": (46, "C12"),
        "primary_sports_arts_teachers": (8, "L6"),
        "teaching_area_gross": (4800.5, "C10"),
        "indoor_sports_area": (600, "C17"),
        "sports_ground_area": (6400, "D7"),
        "books": (24000, "D12"),
        "multimedia_rooms": (20, "D17"),
        "equipment_value": (2_105_000, "D19"),
    }
    assert entry.places["equipment_value"].text == "a.xlsx:教基5176_小学!D19"
    assert (entry.home.text, entry.home.label) == ("a.xlsx:教基1001_小学!A1", "教基1001_小学")
    assert [(one.file, one.sheet) for one in found.notes] == [("a.xlsx", name) for name in primary_school()]
    assert said(of_file, *found.notes) == []
    assert remarks(RemarkCode.MOVED, *found.notes) == []
    source = "教育事业统计基层报表（教基系列，2021年）"
    assert [(one.code, one.place, one.figures) for one in of_file.remarks] == [
        (RemarkCode.FORM, "a.xlsx", {"given": source, "year": 2021, "rows": 16})
    ]


def test_the_figures_of_a_school_with_both_stages() -> None:
    found, _ = read(nine_year_school())
    (entry,) = found.entries
    assert said(*found.notes) == []
    of_junior = {name: value for name, value in entry.values.items() if name.startswith("junior_")}
    assert of_junior == {
        "junior_pupils": 500,
        "junior_classes": 12,
        "junior_teachers": 40,
        "junior_teachers_above_required": 40,
        "junior_backbone_teachers": 9,
        "junior_sports_arts_teachers": 7,
    }


def test_sheets_that_are_not_read_are_named_and_registers_noted() -> None:
    others: dict[str, Cells] = {"封面": {}, "教师": {}, "教基4153_小学": {}, "班级": {}}
    found, of_file = read({**others, **primary_school()})
    register = "is a register, which is not read beside forms; move it to another file"
    assert said(of_file) == [f"1: the sheet '教师' {register}", f"1: the sheet '班级' {register}"]
    assert remarks(RemarkCode.SHEET, of_file) == [("", {"given": "封面、教基4153_小学"})]
    assert len(found.notes) == len(primary_school())
    _, of_file = read({"教师": {}, **primary_school()})
    assert remarks(RemarkCode.SHEET, of_file) == []


def test_of_two_years_the_newer_forms_are_read() -> None:
    found, of_file = read({"基础基111": identity(name="旧小学"), "教基1001": identity()})
    assert found.entries[0].values["school_name"] == "第一小学"
    assert [figures["year"] for _, figures in remarks(RemarkCode.FORM, of_file)] == [2021]
    _, of_file = read({"基础基111": identity()})
    assert [figures["year"] for _, figures in remarks(RemarkCode.FORM, of_file)] == [2020]


def test_two_forms_that_give_a_figure_otherwise() -> None:
    found, _ = read({"教基5176": grounds(rooms=20), "教基5176_小学": grounds(rooms=21)})
    assert said(*found.notes) == [
        "教基5176_小学!D17: 网络多媒体教室数 is '21', but '20' in a.xlsx:教基5176!D17; correct one of the two"
    ]


# The kind of school, where no form says it.


def test_the_names_of_sheets_give_the_kind() -> None:
    found, _ = read({"教基3112": pupils(), "教基2106_完小": classes(), "教基5170_小学": buildings()})
    (entry,) = found.entries
    assert (entry.values["kind"], entry.places["kind"].text) == (Kind.PRIMARY, "a.xlsx:教基2106_完小!A1")
    assert entry.places["kind"].label == "完小"
    assert remarks(RemarkCode.WORD, *found.notes) == [("教基2106_完小!A1", {"given": "完小", "read": "小学"})]
    assert said(*found.notes) == []


def test_the_name_of_a_sheet_is_read_whatever_its_first_cell_says() -> None:
    book = book_of({"教基3112_小学": [["", "x"]]}, unusable={"教基3112_小学": {(1, 0): "is a formula without a value"}})
    found = statistics.read(book, "a.xlsx", Notes("a.xlsx"), ignore_columns=False)
    assert found.entries[0].values == {"kind": Kind.PRIMARY}


def test_names_of_sheets_that_give_several_kinds_are_noted() -> None:
    found, _ = read({"教基3112_小学": pupils(), "教基2106_小学": classes(), "教基5170_初级中学": buildings()})
    assert said(*found.notes) == [
        "教基5170_初级中学!A1: 学校类型 is '初中', but '小学' in a.xlsx:教基3112_小学!A1; correct one of the two"
    ]


def test_a_name_of_a_sheet_that_is_no_kind_is_noted_once() -> None:
    found, _ = read({"教基3112_大学": pupils(), "教基2106_大学": classes()})
    (problem,) = said(*found.notes)
    assert problem.startswith(
        "教基3112_大学!A1: 学校类型, as the name of the sheet has it, must be one of 小学, 教学点"
    )
    assert "kind" not in found.entries[0].values


@pytest.mark.parametrize("kind", ["312", ""])
def test_a_form_that_asks_for_the_kind_is_believed(kind: str) -> None:
    found, _ = read({"教基1001_小学": identity(kind=kind)})
    (entry,) = found.entries
    assert entry.values.get("kind") == (Kind.NINE_YEAR if kind else None)
    assert entry.places["kind"].text == "a.xlsx:教基1001_小学!C14"
    assert said(*found.notes) == []


# Where a figure is taken: a sheet with one figure, of which the map says more or less.

BOOKS: dict[str, Any] = {
    "rows": (("图书",), ("图书册数",)),
    "columns": (("合计",), ("数量",), ("资产", "册数")),
    "unit": "册",
}
Read = Callable[..., tuple[Entry, Notes]]


@pytest.fixture
def read_one(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads a sheet whose map has these figures alone."""

    def read_sheet(*figures: HeadedFigure, rows: Rows, merged: Merged = ()) -> tuple[Entry, Notes]:
        form = Statistics(2021, "某年报表", "表", {"1": FormSheet(None, figures)})
        monkeypatch.setattr(statistics, "statistics_maps", lambda: (form,))
        book = book_of({"表1": rows}, {"表1": merged})
        found = statistics.read(book, "a.xlsx", Notes("a.xlsx"), ignore_columns=False)
        return found.entries[0], found.notes[0]

    return read_sheet


def books(**given: Any) -> HeadedFigure:
    return HeadedFigure(name="books", **{**BOOKS, **given})


UNDER = ["指标", "代码", "数量"]
OF_SEVERAL = [["指标", "合计"], ["图书", "5"], ["图书", "6"], ["图书册数", "7"]]
OF_GROUPS = [["指标", "", "数量"], ["报刊", "纸质", "1"], ["图书", "纸质", "2"]]
ALONE = {"alone": True}


@pytest.mark.parametrize(
    ("more", "rows", "cell", "value"),
    [
        ({}, [UNDER, ["图书", "01", "100"]], "C2", 100),
        ({}, [["指标", "数量", "合计"], ["图书", "1", "100"]], "C2", 100),
        ({}, [["指标", "合计"], ["图书册数", "5"], ["图书", "7"]], "B3", 7),
        ({}, [["指标", "数量"], ["图书", "1"], ["", "合计"], ["图书册数", "3"]], "B4", 3),
        ({}, [["指标", "资产"], ["", "册数"], ["图书", "9"]], "B3", 9),
        ({}, [UNDER, ["报刊", "01", "3"], ["图书", "02", "100"]], "C3", 100),
        ({}, [UNDER, ["图书", "01", ""]], "C2", None),
        (
            {"rows": (("图书", "纸质"),)},
            [[*UNDER[:1], "", "数量"], ["报刊", "纸质", "1"], ["图书", "纸质", "2"]],
            "C3",
            2,
        ),
        ({"cell": (2, 2)}, [["指标", "合计", "数量"], ["图书", "7", "8"]], "C2", 8),
        ({"cell": (2, 1)}, OF_SEVERAL, "B2", 5),
        ({"cell": (9, 9)}, [UNDER, ["图书", "01", "100"]], "C2", 100),
        (ALONE, [UNDER, ["图书", "01", "100"], ["图书册数", "02", "7"]], "C2", 100),
    ],
    ids=[
        *("under its heading", "preferred column", "preferred row", "columns before rows", "nearest headings"),
        *("below other rows", "empty", "row of a group", "cell of the form", "cell of several", "another cell"),
        "although alone",
    ],
)
def test_a_figure_is_taken_beside_and_under_its_headings(
    read_one: Read, more: dict[str, Any], rows: Rows, cell: str, value: int | None
) -> None:
    entry, notes = read_one(books(**more), rows=rows)
    assert (entry.places["books"].text, entry.values.get("books")) == (f"a.xlsx:表1!{cell}", value)
    assert said(notes) == []


@pytest.mark.parametrize(
    ("more", "rows", "cell", "value"),
    [
        (ALONE, [["图书", "100"]], "B1", 100),
        (ALONE, [["图书", "", "100"]], "C1", 100),
        (ALONE, [["图书", "", ""]], "B1", None),
        ({**ALONE, "cell": (1, 2)}, [["图书", "", ""]], "C1", None),
        ({**ALONE, "cell": (1, 1)}, [["图书", "", "100"]], "C1", 100),
        ({**ALONE, "cell": (2, 2)}, [["指标", "纸质", "全部"], ["图书", "1", "2"]], "C2", 2),
        ({**ALONE, "cell": (1, 1)}, [["图书", "7"]], "B1", 7),
        (ALONE, [["指标", "代码", "计量单位", "如数"], ["图书", "01", "册", "100"]], "D2", 100),
        (ALONE, [["图书册数", "3"], ["图书", "7"]], "B2", 7),
        (ALONE, [["图书册数", "3"], ["图书", ""]], "B1", 3),
        ({"columns": ()}, [["图书", "100"]], "B1", 100),
    ],
    ids=[
        *("value", "value after a blank", "blank", "blank cell of the form", "value beside the cell of the form"),
        *("cell of the form under a heading", "in its cell", "codes and units", "preferred row", "filled row"),
        "without columns",
    ],
)
def test_the_only_value_beside_its_heading_is_the_figure(
    read_one: Read, more: dict[str, Any], rows: Rows, cell: str, value: int | None
) -> None:
    entry, notes = read_one(books(**more), rows=rows)
    assert (entry.places["books"].text, entry.values.get("books")) == (f"a.xlsx:表1!{cell}", value)
    assert said(notes) == []


COULD_BE = "图书册数 could be in {}; write the headings as the form has them"
BESIDE = "there is no cell beside 图书 or 图书册数"
NOT_FOUND = f"for 图书册数; {LIKE}"


@pytest.mark.parametrize(
    ("more", "rows", "problem"),
    [
        ({}, OF_SEVERAL, f"A1: {COULD_BE.format('B2 or B3')}"),
        (ALONE, [["图书", "1", "2"]], f"A1: {COULD_BE.format('B1 or C1')}"),
        ({**ALONE, "cell": (1, 2)}, [["图书", "1", "2"]], f"C1: {COULD_BE.format('B1 or C1')}"),
        ({}, [["图书", "100"]], f"A1: {BESIDE} under 合计, 数量 or 资产>册数, {NOT_FOUND}"),
        (
            {"cell": (3, 27)},
            [UNDER, ["报刊", "01", "100"]],
            f"AB3: {BESIDE} under 合计, 数量 or 资产>册数, as in AB3 of the form of 2021, {NOT_FOUND}",
        ),
        ({**ALONE, "cell": (3, 1)}, [["报刊", "9"]], f"B3: {BESIDE}, as in B3 of the form of 2021, {NOT_FOUND}"),
        ({"columns": ()}, [["报刊", "9"]], f"A1: {BESIDE}, {NOT_FOUND}"),
        (ALONE, [["指标", "代码"], ["图书", "01"]], f"A1: {BESIDE}, {NOT_FOUND}"),
    ],
    ids=[
        *("several", "several values", "several in spite of the cell", "no column", "no row", "no row of one alone"),
        *("no row, without columns", "a code alone"),
    ],
)
def test_a_figure_without_one_place_is_noted_where_it_is_expected(
    read_one: Read, more: dict[str, Any], rows: Rows, problem: str
) -> None:
    """What a form may leave out is not noted."""
    entry, notes = read_one(books(**more), rows=rows)
    assert (entry.values, entry.places, said(notes)) == ({}, {}, [f"表1!{problem}"])
    assert [one.column for one in notes.problems] == ["图书册数"]
    _, notes = read_one(books(**more, optional=True), rows=rows)
    assert said(notes) == []


def test_the_figures_after_one_that_is_not_found_are_read(read_one: Read) -> None:
    further = HeadedFigure(name="multimedia_rooms", rows=(("教室",),))
    entry, notes = read_one(books(), further, rows=[["教室", "20"]])
    assert (entry.values, len(notes.problems)) == ({"multimedia_rooms": 20}, 1)


@pytest.mark.parametrize(
    ("rows", "more", "place", "value"),
    [
        (OF_SEVERAL, {}, "B2", 11),
        (OF_SEVERAL, {"cell": (3, 1)}, "B2", 11),
        ([*OF_SEVERAL[:1], ["图书", "5"], ["图书", ""]], {}, "B2", None),
        ([*OF_SEVERAL[:1], ["图书", "5"]], {}, "B2", 5),
    ],
    ids=["sum", "cell of the form", "empty", "one"],
)
def test_a_figure_of_which_there_are_several_is_their_sum(
    read_one: Read, rows: Rows, more: dict[str, Any], place: str, value: int | None
) -> None:
    entry, notes = read_one(books(**more, several=True), rows=rows)
    assert (entry.places["books"].text, entry.values.get("books")) == (f"a.xlsx:表1!{place}", value)
    assert said(notes) == []


def test_texts_are_read_as_they_are_and_not_added(read_one: Read) -> None:
    figure = HeadedFigure(name="school_name", rows=(("名称",),))
    assert read_one(figure, rows=[["名称", "第一小学"]])[0].values == {"school_name": "第一小学"}


def test_merged_cells_are_one_value(read_one: Read) -> None:
    rows = [["指标", "合计", ""], ["图书", "100", ""], ["", "", ""]]
    over, beside = ((1, 1), (1, 2)), ((2, 0), (3, 0))
    entry, notes = read_one(books(), rows=rows, merged=[over, beside, ((2, 1), (3, 2))])
    assert (entry.places["books"].text, said(notes)) == ("a.xlsx:表1!B2", [])
    _, notes = read_one(books(), rows=rows, merged=[over, beside, ((2, 1), (2, 2))])
    assert said(notes) == [f"表1!A1: {COULD_BE.format('B2, B3 or C3')}"]


def test_labels_and_units_are_no_values(read_one: Read) -> None:
    rows = [["指标", "数量", "", ""], ["图书", "纸质", "册", "100"], ["报刊", "", "册", "5"]]
    entry, notes = read_one(books(rows=(("图书",), ("纸质",))), rows=rows, merged=[((1, 1), (1, 3))])
    assert (entry.places["books"].text, said(notes)) == ("a.xlsx:表1!D2", [])


def test_the_label_of_a_place_is_the_nearest_heading_beside_it(read_one: Read) -> None:
    entry, _ = read_one(books(rows=(("电子",),), **ALONE), rows=[["资产", "图书", "全部", "电子", "100"]])
    assert entry.places["books"].label == "电子"


def test_a_figure_in_another_cell_than_that_of_the_form_is_remarked_on(read_one: Read) -> None:
    rows = [UNDER, ["图书", "01", "100"]]
    _, notes = read_one(books(cell=(12, 3)), rows=rows)
    assert remarks(RemarkCode.MOVED, notes) == [("表1!C2", {"given": "图书册数", "read": "D12"})]
    for more in ({}, {"cell": (2, 2)}):
        assert read_one(books(**more), rows=rows)[1].remarks == []


# Values and units.


def equipment(**more: Any) -> HeadedFigure:
    return HeadedFigure(name="equipment_value", rows=(("设备",),), columns=(("数量",), ("金额",)), alone=True, **more)


TEN_THOUSANDS = {"unit": "万元"}


@pytest.mark.parametrize(
    ("more", "rows", "value", "given"),
    [
        (TEN_THOUSANDS, [["设备", "3.5"]], 35_000, "万元"),
        ({}, [["设备", "3.5"]], 3.5, None),
        (TEN_THOUSANDS, [["设备", "元", "3"]], 3, None),
        ({}, [["设备（万元）", "3"]], 30_000, "万元"),
        (TEN_THOUSANDS, [["指标", "数量（元）"], ["设备", "3"]], 3, None),
        ({}, [["指标", "金额（万元）"], ["设备", "3"]], 30_000, "万元"),
        (TEN_THOUSANDS, [["指标", "数量（人）"], ["设备", "3"]], 30_000, "万元"),
        (TEN_THOUSANDS, [["指标", "计量单位", "数量（万元）"], ["设备", "元", "3"]], 3, None),
        (TEN_THOUSANDS, [["设备", ""]], None, None),
    ],
    ids=[
        *("unit of the map", "no unit", "beside", "in brackets", "over", "over it alone", "over it, of others"),
        *("beside before over", "empty"),
    ],
)
def test_a_figure_is_read_in_the_nearest_unit(
    read_one: Read, more: dict[str, Any], rows: Rows, value: float | None, given: str | None
) -> None:
    entry, notes = read_one(equipment(**more), rows=rows)
    assert entry.values.get("equipment_value") == value
    figures = {"given": given, "read": "元", "factor": 10_000}
    cell = entry.places["equipment_value"].text.removeprefix("a.xlsx:")
    assert remarks(RemarkCode.UNIT, notes) == ([(cell, figures)] if given else [])
    assert said(notes) == []


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            [["指标", "数量（千元）"], ["设备", "3"]],
            "B2: 教学仪器设备值 cannot be read in '千元'; write the heading with 元 or 万元, or no unit",
        ),
        (
            [["设备", "平方米", "3"]],
            "C1: 教学仪器设备值 cannot be read in '平方米'; write the heading with 元 or 万元, or no unit",
        ),
        (
            [["设备", "许多"]],
            "B1: 教学仪器设备值 is '许多', which is not a number; write one, or leave the cell empty",
        ),
    ],
    ids=["no unit of tables", "another unit", "no number"],
)
def test_a_value_that_cannot_be_read_is_noted_in_its_cell(read_one: Read, rows: Rows, problem: str) -> None:
    entry, notes = read_one(equipment(), rows=rows)
    assert ("equipment_value" in entry.values, said(notes)) == (False, [f"表1!{problem}"])
    assert [one.column for one in notes.problems] == ["设备"]


def test_office_words_are_remarked_on_in_their_cells() -> None:
    _, notes = of_sheet("教基1001_小学", identity(kind="完小"))
    given = {"given": "完小", "read": "小学", "times": 1}
    assert ("教基1001_小学!C14", given) in remarks(RemarkCode.WORD, *notes)


@pytest.mark.parametrize(
    ("title", "problem"),
    [
        ({"A2": "单位：平方米、万元"}, []),
        ({"A2": "投入1万公顷"}, []),
        (
            {"B2": "制表单位：某校", "C2": "计量单位：", "D2": "公顷"},
            [
                "教基5176_小学!D2: the unit 公顷 stands outside the headings; write it in the heading of each amount, "
                "and delete it here"
            ],
        ),
    ],
    ids=["units of figures", "no unit of all", "another unit"],
)
def test_a_unit_for_a_whole_sheet_is_noted_unless_figures_have_it(title: Cells, problem: list[str]) -> None:
    _, notes = of_sheet("教基5176_小学", {**grounds(), **title})
    assert said(*notes) == problem


# Figures of a stage that the school does not have.


def test_figures_of_another_stage_are_taken_if_there_are_any() -> None:
    for junior, given in ((3, 3), (0, None), (None, None)):
        entry, notes = of_sheet("教基1102续_小学", backbone(junior=junior))
        assert (entry.values.get("junior_backbone_teachers"), said(*notes)) == (given, [])
        assert ("junior_backbone_teachers" in entry.places) is bool(given)
    found, _ = read({**nine_year_school(), "教基1102续_九年一贯制学校": backbone(junior=None)})
    assert found.entries[0].places["junior_backbone_teachers"].text == "a.xlsx:教基1102续_九年一贯制学校!D13"


def test_figures_of_another_stage_need_not_be_there() -> None:
    """Of the stages of the school they do; without sheets of a stage they need not."""
    alone = {cell: value for cell, value in backbone().items() if cell[1:] != "13"}
    entry, notes = of_sheet("教基1102续_小学", alone)
    assert (entry.values["primary_backbone_teachers"], said(*notes)) == (12, [])
    found, _ = read({**nine_year_school(), "教基1102续_九年一贯制学校": alone})
    (problem,) = said(*found.notes)
    assert problem.startswith("教基1102续_九年一贯制学校!A1: there is no cell beside 县级以上骨干教师(初中)")
    found, _ = read({"教基1102续": {}})
    assert said(*found.notes) == []


# Sums of parts.


def without(cells: Cells, *, columns: str = "", rows: Sequence[str] = ()) -> Cells:
    """Cells without some columns and rows."""
    return {cell: value for cell, value in cells.items() if cell[0] not in columns and cell[1:] not in rows}


T = "教基4155_小学"
FLAT: Cells = {**without(teachers(), columns="MNOP"), "N3:N4": "艺术", "O3:O4": "音乐", "P3:P4": "美术"}


@pytest.mark.parametrize(
    ("cells", "above_required", "sports_arts"),
    [
        (teachers(degrees=(1, 4, 30, 11), sports=2, arts=(5, 1, 2, 2)), (46, "C12"), (7, "L6")),
        (teachers(degrees=(0, 4, None, 12), sports=None), (None, "C12"), (None, "L6")),
        (teachers(arts=(8, 4, 2, 2)), (46, "C12"), (11, "L6")),
        (without(teachers(), rows=["9"]), (46, "C12"), (8, "L6")),
        ({**FLAT, "N6": 1, "O6": 2, "P6": 2}, (46, "C12"), (8, "L6")),
        (
            {
                **without(teachers(), columns="MNOP"),
                **{"M2:P2": "分课程", "M3:P3": "艺术", "M4": "计", "N4": "艺术", "O4": "音乐", "P4": "美术"},
                **{"M6": 5, "N6": 1, "O6": 2, "P6": 2},
            },
            (46, "C12"),
            (8, "L6"),
        ),
    ],
    ids=["whole", "empty parts", "whole with a sum", "no doctors", "subjects", "subjects in groups"],
)
def test_sums_of_parts(
    cells: Cells, above_required: tuple[int | None, str], sports_arts: tuple[int | None, str]
) -> None:
    entry, notes = of_sheet(T, cells)
    assert said(*notes) == []
    for name, (value, cell) in (
        ("primary_teachers_above_required", above_required),
        ("primary_sports_arts_teachers", sports_arts),
    ):
        assert (entry.values.get(name), entry.places[name].text) == (value, f"a.xlsx:{T}!{cell}")


def test_what_is_added_is_remarked_on() -> None:
    _, notes = of_sheet(T, without(teachers(), rows=["9"]))
    above_required = {"read": "小学高于规定学历专任教师数"}
    assert remarks(RemarkCode.PARTS, *notes) == [
        (f"{T}!C12", {"given": "专科 + 本科 + 硕士研究生", **above_required}),
        (f"{T}!L6", {"given": "体育与健康 + 艺术（计）", "read": "小学体育艺术专任教师数"}),
    ]
    assert remarks(RemarkCode.NONE_OF, *notes) == [(f"{T}!C12", {"given": "博士研究生", **above_required})]
    assert remarks(RemarkCode.WITHIN, *notes) == [(f"{T}!L6", {"given": "艺术、音乐、美术", "read": "艺术（计）"})]


OF_ALL = "beside 总计, 合计 or 小学 under"


@pytest.mark.parametrize(
    ("cells", "problems", "taken"),
    [
        (
            teachers(arts=(3, 0, 2, 2)),
            ["M6: 艺术（计） is 3, less than what it holds, 4; correct one of the two"],
            {"above_required": 46, "sports_arts": 6},
        ),
        (
            {**teachers(), "M3:P3": None, "M3": "艺术", "N4": None},
            [
                "M6: 艺术（计） may hold 音乐 and 美术, which stand outside the heading 艺术; write 艺术 over all "
                "columns that it holds, and delete 计 if it holds no other"
            ],
            {"above_required": 46},
        ),
        (
            {**FLAT, "N6": 4, "O6": 2, "P6": 2},
            [
                "N6: 艺术 is the sum of 音乐 and 美术 and may hold both; write 计 under its heading if it does, and "
                "艺术（不含音乐、美术） if it does not"
            ],
            {"above_required": 46, "sports_arts": 11},
        ),
        (
            without(FLAT, columns="OP"),
            [],
            {"above_required": 46},
        ),
        (
            without(FLAT, columns="P"),
            [f"A1: there is no cell {OF_ALL} 美术, for 美术; {LIKE}"],
            {"above_required": 46},
        ),
        (
            without(teachers(), rows=["12"]),
            [
                "C12: there is no cell beside 专科, 专科毕业 or 大专 under 合计 or 计, as in C12 of the form of 2021, "
                f"for 专科; {LIKE}"
            ],
            {"sports_arts": 8},
        ),
        (
            teachers(degrees=(0, 4, "许多", 12)),
            ["C11: 本科 is '许多', which is not a number; write one, or leave the cell empty"],
            {"sports_arts": 8},
        ),
    ],
    ids=["too few arts", "outside", "perhaps both", "arts alone", "a subject", "a degree", "no number"],
)
def test_sums_that_cannot_be_known_are_noted(cells: Cells, problems: list[str], taken: dict[str, int]) -> None:
    """The other sum of the sheet is read all the same."""
    given = {cell: value for cell, value in cells.items() if value is not None}
    entry, notes = of_sheet(T, given)
    assert said(*notes) == [f"{T}!{problem}" for problem in problems]
    sums = {"above_required": "primary_teachers_above_required", "sports_arts": "primary_sports_arts_teachers"}
    assert {short: entry.values[name] for short, name in sums.items() if name in entry.values} == taken


def test_a_sheet_of_teachers_without_parts_is_noted_part_by_part() -> None:
    """Parts that a form may leave out are noted only if it has others."""
    entry, notes = of_sheet(T, {"A3": "指标名称", "C3": "合计", "A6": "总计", "C6": 46, "D6": 30})
    assert entry.values["primary_teachers"] == 46
    assert [one.column for each in notes for one in each.problems] == ["硕士研究生", "本科", "专科", "体育与健康"]
