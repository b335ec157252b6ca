"""Problems are collected up to a bound, and listed up to another."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from datasets import folder_with, problems_of

from balanced_edu import InputError, notes, read_county
from balanced_edu.errors import Problem
from balanced_edu.notes import Notes
from balanced_edu.remarks import Remark, RemarkCode


def test_reading_ends_after_the_last_problem_that_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_PROBLEMS", 3)
    rows = "".join(f"S{n},大学,x,x\n" for n in range(9))
    facts = 'name = "县"\n' + "".join(f"x{n} = 1\n" for n in range(9))
    problems = problems_of(folder_with(tmp_path, "学校代码,学校类型,小学在校生数,专任教师数\n" + rows, facts))
    assert [f"{problem.file}:{problem.row}:{problem.column}" for problem in problems] == [
        "schools.csv:2:学校类型",
        "schools.csv:2:小学在校生数",
        "schools.csv:2:专任教师数",
        "schools.csv:3:-",
        "county.toml:2:x0",
        "county.toml:3:x1",
        "county.toml:4:x2",
        "county.toml:5:-",
    ]
    assert problems[3].message == "there are more than 3 problems; correct these and read the file again"


def test_suggestions_are_made_for_the_first_words_only(tmp_path: Path) -> None:
    keys = "".join(f"year_{n} = 1\n" for n in range(60))
    problems = problems_of(folder_with(tmp_path, facts='name = "县"\n' + keys))
    assert [problem.message.count("did you mean year?") for problem in problems] == [1] * 50 + [0] * 10


def test_the_message_lists_fifty_problems(tmp_path: Path) -> None:
    rows = "".join(f"S{n},大学\n" for n in range(60))
    with pytest.raises(InputError) as error:
        read_county(folder_with(tmp_path, "学校代码,学校类型\n" + rows))
    lines = str(error.value).splitlines()
    assert len(error.value.problems) == 60
    assert lines[0].startswith("schools.csv:2:学校类型: ")
    assert (len(lines), lines[-1]) == (51, "and 10 more")
    assert pickle.loads(pickle.dumps(error.value)).problems == error.value.problems


def test_a_problem_of_a_workbook_has_its_cell() -> None:
    workbook = Notes("county.xlsx", sheet="学校")
    workbook.add(3, "学校\n类型", "what is wrong", 2)
    workbook.add(-1, " ", "nothing is here")
    assert workbook.problems == [
        Problem("county.xlsx", 3, "学校 类型", "what is wrong", "学校!C3"),
        Problem("county.xlsx", 0, "-", "nothing is here", "学校!A0"),
    ]


def test_the_last_problem_of_a_workbook_says_that_there_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_PROBLEMS", 2)
    workbook = Notes("county.xlsx", sheet="学校")
    for row in (3, 4, 5, 6):
        workbook.add(row, "学校类型", "what is wrong", 2)
    more = "there are more than 2 problems; correct these and read the file again"
    assert workbook.problems[2:] == [Problem("county.xlsx", 5, "-", more, "学校!A5")]


def test_a_suggestion_is_the_nearest_name_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "_MOST_SUGGESTIONS", 1)
    table, known = Notes("schools.csv"), {"books": "books"}
    assert table.suggestion("boooks", known) == table.suggestion("boooks", known) == " (did you mean books?)"
    assert table.suggestion("bokos", known) == ""


def test_equal_values_of_a_column_are_one_remark_with_their_number() -> None:
    """The first cell is named; another column or another value has a remark of its own."""
    workbook = Notes("county.xlsx", sheet="学校")
    for row in (3, 5):
        workbook.remark_value(RemarkCode.WORD, row, "学校类型", 2, given="完小", read="小学")
    workbook.remark_value(RemarkCode.WORD, 5, "原类型", 3, given="完小", read="小学")
    workbook.remark_value(RemarkCode.WORD, 6, "学校类型", 2, given="初级中学", read="初中")
    assert workbook.remarks == [
        Remark(RemarkCode.WORD, "county.xlsx:学校!C3", {"given": "完小", "read": "小学", "times": 2}),
        Remark(RemarkCode.WORD, "county.xlsx:学校!D5", {"given": "完小", "read": "小学", "times": 1}),
        Remark(RemarkCode.WORD, "county.xlsx:学校!C6", {"given": "初级中学", "read": "初中", "times": 1}),
    ]


def test_what_is_remarked_of_one_place_is_remarked_once() -> None:
    """In a file without cells the row and the heading name it, on one line; what is quoted is in short."""
    table = Notes("schools.csv")
    for given in ("完小" * 40, "教学点"):
        table.remark(RemarkCode.HEADING, 1, "学校\n类型", 2, given=given)
    table.remark(RemarkCode.COLUMN, 1, "学校\n类型", 2, given="教学点", cells=80)
    table.remark(RemarkCode.TOTAL, -1, " ", None)
    table.remark_whole(RemarkCode.READ, rows=80)
    table.remark_whole(RemarkCode.READ, rows=80)
    table.remark_whole(RemarkCode.HIDDEN_ROWS, rows=2)
    short = {"given": f"{'完小' * 14}完…{'完小' * 15}"}
    assert table.remarks == [
        Remark(RemarkCode.HEADING, "schools.csv:1:学校 类型", short),
        Remark(RemarkCode.COLUMN, "schools.csv:1:学校 类型", {"given": "教学点", "cells": 80}),
        Remark(RemarkCode.TOTAL, "schools.csv:0:-", {}),
        Remark(RemarkCode.READ, "schools.csv", {"rows": 80}),
        Remark(RemarkCode.HIDDEN_ROWS, "schools.csv", {"rows": 2}),
    ]


def test_remarks_on_a_workbook_name_its_sheet_or_cell() -> None:
    workbook = Notes("county.xlsx", sheet="学校")
    workbook.remark(RemarkCode.HEADING, 1, "学校类型", 2, given="类型")
    workbook.remark(RemarkCode.TOTAL, 9, "-", None)
    workbook.remark_whole(RemarkCode.READ, rows=80)
    assert workbook.remarks == [
        Remark(RemarkCode.HEADING, "county.xlsx:学校!C1", {"given": "类型"}),
        Remark(RemarkCode.TOTAL, "county.xlsx:学校!A9", {}),
        Remark(RemarkCode.READ, "county.xlsx:学校", {"rows": 80}),
    ]
