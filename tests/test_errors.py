"""Errors: every problem in one message, each on one line of bounded length; they can be pickled whole."""

from __future__ import annotations

import pickle

import pytest

from balanced_edu.checks import at_most
from balanced_edu.errors import CheckError, DataError, InputError, Problem, StandardError

PROBLEMS = [Problem("schools.csv", row, "学校类型", "'大学' is not a kind of school") for row in range(2, 62)]


def test_a_problem_is_one_line_of_bounded_length() -> None:
    assert str(PROBLEMS[0]) == "schools.csv:2:学校类型: '大学' is not a kind of school"
    long = str(Problem("f" * 1000, 7, "列\n" * 1000, "m" * 10_000))
    assert len(long) == 120 + 1 + 1 + 1 + 120 + 2 + 500
    assert "\n" not in long


@pytest.mark.parametrize("kind", [InputError, StandardError])
def test_the_message_lists_fifty_problems(kind: type[InputError]) -> None:
    lines = str(kind(PROBLEMS)).splitlines()
    assert lines[:50] == [str(problem) for problem in PROBLEMS[:50]]
    assert lines[50:] == ["and 10 more"]
    assert str(kind(PROBLEMS[:50])).splitlines() == lines[:50]
    assert kind(problem for problem in PROBLEMS).problems == tuple(PROBLEMS)


def test_figures_that_cannot_be_true_are_listed_with_their_fields() -> None:
    error = DataError(iter([("year", "1 is not a year"), ("name", "is required")]))
    assert error.problems == (("year", "1 is not a year"), ("name", "is required"))
    assert str(error) == "year: 1 is not a year; name: is required"


def test_a_value_that_does_not_pass_is_named_with_its_finding() -> None:
    error = CheckError("largest_class", at_most(45).finding(46))
    assert str(error) == "largest_class does not pass: 46 > 45 (over by 1)"


@pytest.mark.parametrize("kind", [InputError, StandardError, DataError, CheckError])
def test_all_are_value_errors(kind: type[Exception]) -> None:
    assert issubclass(kind, ValueError)


def test_errors_are_pickled_whole() -> None:
    for error in (InputError(PROBLEMS), StandardError(PROBLEMS), DataError([("year", "1 is not a year")])):
        anew = pickle.loads(pickle.dumps(error))
        assert (type(anew), anew.problems, str(anew)) == (type(error), error.problems, str(error))
    failed = CheckError("largest_class", at_most(45).finding(46))
    assert pickle.loads(pickle.dumps(failed)).finding == failed.finding
