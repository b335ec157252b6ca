"""Problems are collected up to a bound, and listed up to another."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from datasets import folder_with, problems_of

from balanced_edu import InputError, notes, read_county


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
