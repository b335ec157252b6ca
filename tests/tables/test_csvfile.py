"""Tables in CSV: what separates their cells, and where they end."""

from __future__ import annotations

import pytest

from balanced_edu.notes import Notes
from balanced_edu.tables.csvfile import rows_of, text_of


@pytest.mark.parametrize(
    ("mark", "name"),
    [("\t", "tabs"), (";", "semicolons"), ("；", "semicolons"), ("，", "full-width commas")],
)
def test_headings_that_no_comma_separates(mark: str, name: str) -> None:
    notes = Notes("schools.csv")
    assert list(rows_of(f"学校代码{mark}学校类型,\nA1{mark}小学\n", notes)) == []
    (problem,) = notes.problems
    assert str(problem) == (f"schools.csv:1:-: the headings are separated by {name}; save the table as CSV with commas")


def test_other_signs_in_a_heading_or_a_cell_separate_nothing() -> None:
    notes = Notes("schools.csv")
    rows = [(1, ["学校代码;", "学校类型"]), (2, ["A1;B\t1", "小学"]), (3, [])]
    assert list(rows_of("学校代码;,学校类型\nA1;B\t1,小学\n\n", notes)) == rows
    assert list(rows_of("学校代码\nA1;B1\n", notes)) == [(1, ["学校代码"]), (2, ["A1;B1"])]
    assert notes.problems == []


def test_a_quotation_mark_that_is_not_closed_ends_the_table() -> None:
    notes = Notes("schools.csv")
    assert list(rows_of('学校代码\nA1\n"A2\nA3\n', notes)) == [(1, ["学校代码"]), (2, ["A1"])]
    what = "the table cannot be read beyond this row; look for a quotation mark that is not closed"
    assert [str(problem) for problem in notes.problems] == [f"schools.csv:3:-: {what}"]
    from_the_first = Notes("schools.csv")
    assert list(rows_of('"学校代码\nA1\n', from_the_first)) == []
    assert [problem.row for problem in from_the_first.problems] == [1]


def test_a_table_is_read_as_it_was_written() -> None:
    rows = [["学校代码", "学校名称"], ["A1", '竹溪,"东"\n小学'], ["", ""]]
    assert text_of([["A1", "甲,乙"], ["", ""]]) == 'A1,"甲,乙"\r\n,\r\n'
    assert [cells for _, cells in rows_of(text_of(rows), Notes("schools.csv"))] == rows
    assert list(rows_of('"竹溪\r\n小学",A1\r\n', Notes("schools.csv"))) == [(1, ["竹溪\r\n小学", "A1"])]
