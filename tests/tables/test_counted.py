"""To which school a row belongs that does not count as one."""

from __future__ import annotations

import pytest

from balanced_edu.notes import Notes
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.forms.counted import Schools
from balanced_edu.tables.forms.entries import Entry, Place

AMBIGUOUS = (
    "does not count as a school (是否计校数), and begins with the name of no one school; give 所属学校标识码, the code "
    "of its school, in a column of its own"
)
Given = tuple[str | None, str | None, bool | None]
"""The code and the name of a row, and whether it counts as a school."""


def parents_of(notes: Notes, *rows: Given, **more: str) -> list[object]:
    """The schools that the rows are given, by code, after all of them are taken; the last one has more values."""
    schools = Schools()
    entries: list[Entry] = []
    for number, (code, name, counted) in enumerate(rows, start=2):
        one = Entry(Place(notes, number, 1, "学校名称"))
        for field, value in {"school_code": code, "school_name": name, **(more if number > len(rows) else {})}.items():
            one.put(field, value, one.home)
        schools.take(one, counted, Place(notes, number, 3, "是否计校数"))
        entries.append(one)
    schools.give_parents()
    return [one.values.get("parent_code") for one in entries]


def test_a_campus_belongs_to_the_school_with_the_longest_name_with_which_its_own_begins() -> None:
    notes = Notes("a.xlsx", sheet="小学")
    rows: list[Given] = [
        ("C1", "第一小学 东校区", False),
        ("S1", "第一", True),
        ("S2", "第一小学", True),
        ("S3", "第一小学西校区附属", True),
        ("C2", "第一幼儿园", False),
    ]
    assert parents_of(notes, *rows) == ["S2", None, None, None, "S1"]
    assert notes.problems == []
    assert [(one.code, one.place, one.figures) for one in notes.remarks] == [
        (RemarkCode.PARENT, "a.xlsx:小学!B2", {"given": "第一小学东校区", "read": "第一小学"}),
        (RemarkCode.PARENT, "a.xlsx:小学!B6", {"given": "第一幼儿园", "read": "第一"}),
    ]


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([("C1", "东校区", False), ("S1", "第一小学", True)], "东校区"),
        ([("S1", "中心小学", True), ("S2", "中心小学", True), ("C1", "中心小学东校区", False)], "中心小学东校区"),
        ([("C1", "中心小学东校区", False), (None, "中心小学", True)], "中心小学东校区"),
        ([("C1", None, False), ("S1", None, True)], ""),
    ],
    ids=["no school", "two schools of one name", "a school without a code", "no name"],
)
def test_a_campus_of_no_one_school_is_noted(rows: list[Given], named: str) -> None:
    notes = Notes("a.xlsx", sheet="小学")
    assert parents_of(notes, *rows) == [None] * len(rows)
    at = 2 + [counted for _, _, counted in rows].index(False)
    assert [(one.cell, one.message) for one in notes.problems] == [(f"小学!B{at}", f"'{named}' {AMBIGUOUS}")]


def test_a_campus_whose_school_is_given_needs_no_name_of_a_school() -> None:
    notes = Notes("a.xlsx", sheet="小学")
    rows: list[Given] = [("S1", "第一小学", True), ("C1", "东校区", False)]
    assert parents_of(notes, *rows, parent_code="S9") == [None, "S9"]
    assert (notes.problems, notes.remarks) == ([], [])


def test_the_school_of_a_campus_is_said_where_the_campus_is_named() -> None:
    notes, schools = Notes("a.xlsx", sheet="小学"), Schools()
    one = Entry(Place(notes, 3, 1, "学校名称"), {"school_name": "第一小学东校区", "school_code": "C1"})
    schools.take(one, False, None)
    schools.codes["第一小学"] = {"S1"}
    schools.give_parents()
    assert (one.values["parent_code"], one.places["parent_code"].text) == ("S1", "a.xlsx:小学!B3")


def test_attached_classes_of_a_school_are_no_campus_of_it() -> None:
    """The school is in the table of another stage; the campuses of others are found all the same."""
    notes = Notes("a.xlsx", sheet="小学")
    rows: list[Given] = [
        ("S1", "一中", True),
        ("S1", "一中", False),
        ("S2", "二中", True),
        ("C2", "二中南校区", False),
    ]
    assert parents_of(notes, *rows) == [None, None, None, "S2"]
    rows = [("C1", "东校区", False), ("S2", "二中", True), ("C2", "二中南校区", False)]
    assert parents_of(notes, *rows) == [None, None, "S2"]


def test_a_row_must_say_whether_it_counts_if_its_table_has_the_column() -> None:
    notes = Notes("a.xlsx", sheet="小学")
    schools = Schools()
    one = Entry(Place(notes, 2, 1, "学校名称"), {"school_name": "第一小学", "school_code": "S1"})
    schools.take(one, None, Place(notes, 2, 3, "是否计校数"))
    faulty = Place(notes, 3, 3, "是否计校数")
    faulty.add("is no judgement")
    schools.take(one, None, faulty)
    assert (schools.codes, schools.campuses) == ({}, [])
    assert [(problem.cell, problem.message) for problem in notes.problems] == [
        ("小学!D2", "是否计校数 is missing; write 1 for a school, and 0 for one of its campuses"),
        ("小学!D3", "is no judgement"),
    ]
    schools.take(one, None, None)
    assert schools.codes == {"第一小学": {"S1"}}
