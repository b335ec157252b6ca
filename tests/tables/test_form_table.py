"""A table of campuses beside forms as the figures of each of its campuses, and what is remarked and noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from balanced_edu.notes import Notes
from balanced_edu.records.kinds import AreaType, Kind
from balanced_edu.tables.forms.entries import Entry
from balanced_edu.tables.forms.table import entries_of
from balanced_edu.tables.headings import Merged
from balanced_edu.tables.parts import Table

HEADINGS = ["学校名称", "学校代码", "学校类型", "城乡类型"]


def read(notes: Notes, *rows: Sequence[str], merged: Merged = (), ignore_columns: bool = False) -> list[Entry]:
    table = Table(list(enumerate(rows, start=1)), notes, "move it under its heading", merged=merged)
    return entries_of(table, ignore_columns=ignore_columns)


def sheet() -> Notes:
    return Notes("a.xlsx", sheet="学校")


def said(notes: Notes) -> list[str]:
    return [f"{problem.cell}: {problem.message}" for problem in notes.problems]


def remarks(notes: Notes) -> list[str]:
    return [
        " ".join([one.place.removeprefix("a.xlsx:学校").lstrip("!"), str(one.code), *map(str, one.figures.values())])
        for one in notes.remarks
    ]


def places(entries: Iterable[Entry]) -> list[dict[str, str]]:
    return [{name: place.text for name, place in one.places.items()} for one in entries]


def test_each_row_gives_figures_of_a_campus_with_their_places() -> None:
    """Of an empty cell it is kept where the figure should stand."""
    notes = sheet()
    entries = read(notes, HEADINGS, ["第一小学", "A1", "小学", ""], [], ["一中", "D1", "初中", "镇区"])
    assert [one.values for one in entries] == [
        {"school_name": "第一小学", "school_code": "A1", "kind": Kind.PRIMARY},
        {"school_name": "一中", "school_code": "D1", "kind": Kind.JUNIOR, "area_type": AreaType.TOWN},
    ]
    assert places(entries) == [
        {
            name: f"a.xlsx:学校!{column}{row}"
            for name, column in {"school_name": "A", "school_code": "B", "kind": "C", "area_type": "D"}.items()
        }
        for row in (2, 4)
    ]
    assert [(one.home.text, one.home.label) for one in entries] == [
        ("a.xlsx:学校!B2", "学校代码"),
        ("a.xlsx:学校!B4", "学校代码"),
    ]
    assert [place.label for place in entries[0].places.values()] == HEADINGS
    assert (said(notes), remarks(notes)) == ([], [" read 2 4"])


def test_rows_that_are_no_campuses_are_passed_over() -> None:
    notes = sheet()
    entries = read(
        notes,
        ["示例区学校情况"],
        HEADINGS,
        ["示例小学", "示例", "小学"],
        ["合计", "", "", "3"],
        ["第一小学", "A1", "小学"],
        ["注：由学校填报"],
    )
    assert [one.values["school_code"] for one in entries] == ["A1"]
    assert remarks(notes) == [
        "A1 title 示例区学校情况",
        "A3 example 示例小学",
        "A4 total 合计",
        "A6 footnote 注：由学校填报",
        " read 1 4",
    ]
    assert said(notes) == []


def test_headings_may_be_merged() -> None:
    """The caption 小学 stands over two columns."""
    rows = [
        ["学校代码", "学校类型", "小学", "", ""],
        ["", "", "在校生数", "班级数", "专任教师数"],
        ["A1", "小学", "800", "20", "46"],
    ]
    notes = sheet()
    (entry,) = read(notes, *rows, merged=[((1, 2), (1, 3))])
    assert list(entry.values) == ["school_code", "kind", "primary_pupils", "primary_classes", "full_time_teachers"]
    assert said(notes) == []


def test_a_cell_without_a_heading_is_noted_and_its_row_left_out() -> None:
    notes = sheet()
    entries = read(notes, HEADINGS, ["第一小学", "A1", "小学", "", "五"], ["一中", "D1", "初中"])
    assert [one.values["school_code"] for one in entries] == ["D1"]
    assert said(notes) == [
        "学校!E2: '五' is in a column without a heading; move it under its heading, or give the column a heading"
    ]


def test_what_is_missing_or_wrong_in_a_row_is_noted_in_its_cell() -> None:
    notes = sheet()
    entries = read(notes, HEADINGS, ["第一小学", "", "小学"], ["一中", "D1", "初中", "海边"])
    assert [one.values for one in entries] == [
        {"school_name": "第一小学", "kind": Kind.PRIMARY},
        {"school_name": "一中", "school_code": "D1", "kind": Kind.JUNIOR},
    ]
    first, second = said(notes)
    assert first == "学校!B2: 学校代码 is missing; every campus must have one"
    assert second.startswith("学校!D3: 城乡类型 must be one of")


def test_unknown_columns_are_noted_or_passed_over() -> None:
    rows = [[*HEADINGS, "食堂面积"], ["第一小学", "A1", "小学", "", "300"]]
    notes = sheet()
    assert len(read(notes, *rows)) == 1
    (problem,) = said(notes)
    assert problem.startswith("学校!E1: there is no column '食堂面积'")
    notes = sheet()
    assert len(read(notes, *rows, ignore_columns=True)) == 1
    assert (said(notes), remarks(notes)) == ([], ["E1 column 食堂面积", " read 1 4"])


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], None),
        ([["", " "]], None),
        ([["食堂面积"], ["300"]], "no row has known headings"),
        ([["学校名称", "学校类型"], ["第一小学", "小学"]], "the column 学校代码 (school_code) is missing"),
    ],
    ids=["no rows", "blank rows", "no headings", "no column of the codes"],
)
def test_tables_without_campuses(rows: list[list[str]], problem: str | None) -> None:
    notes = sheet()
    assert read(notes, *rows) == []
    assert [one.partition(": ")[2][: len(problem or "")] for one in said(notes)] == ([problem] if problem else [])
    assert remarks(notes) == []


def test_a_table_with_headings_only_has_no_campuses() -> None:
    notes = sheet()
    assert read(notes, HEADINGS) == []
    assert (said(notes), remarks(notes)) == ([], [" read 0 4"])


def test_a_table_that_is_too_long_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balanced_edu.tables.schools.MOST_ROWS", 2)
    notes = sheet()
    assert len(read(notes, HEADINGS, ["第一小学", "A1", "小学"], ["一中", "D1", "初中"])) == 1
    (problem,) = said(notes)
    assert problem.startswith("学校!A3: the table has more than 2 rows")
