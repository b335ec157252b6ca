"""The decision cases of bad input: each problem is reported at its place, and nothing else is."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from datasets import BAD_INPUT, FACTS, SCHOOLS, folder_with, problems_of

from balanced_edu import read_county
from balanced_edu.records.county import Veto
from balanced_edu.text import plain

CASES = BAD_INPUT["case"]


def schools_of(case: dict[str, Any]) -> str:
    """The school table of a case."""
    if "schools" in case:
        return str(case["schools"])
    rows = list(csv.reader(io.StringIO(SCHOOLS)))
    headings = list(rows[0])
    for change in case.get("change", []):
        rows[change["row"] - 1][headings.index(change["column"])] = change["to"]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue() + "\n".join(case.get("rows", []))


def facts_of(case: dict[str, Any]) -> str:
    """The ``county.toml`` of a case."""
    lines = FACTS.splitlines()
    for line, other in case.get("county", {}).items():
        lines[lines.index(line)] = other
    return "\n".join(lines)


def test_the_data_set_of_the_cases_is_good(tmp_path: Path) -> None:
    county = read_county(folder_with(tmp_path))
    assert [campus.school_code for campus in county.campuses] == ["A1", "B1", "C1"]
    assert county.campuses[0].equipment_value == 2_105_000
    assert county.guarantee.teacher_average_salary == 121000.5
    assert [one.subject for one in county.monitoring] == ["语文", "数学"]
    assert county.veto == Veto(fraud=False)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    problems = problems_of(folder_with(tmp_path, schools_of(case), facts_of(case)))
    assert [f"{problem.file}:{problem.row}:{problem.column}" for problem in problems] == list(case["problems"])
    for problem, words in zip(problems, case["problems"].values(), strict=True):
        assert words in problem.message
        assert str(problem) == f"{problem.file}:{problem.row}:{problem.column}: {plain(problem.message)}"
        assert "\n" not in str(problem)
