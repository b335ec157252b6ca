"""Messages: English texts that keep their template and what is filled in."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from balanced_edu.errors import InputError, Problem
from balanced_edu.message import Message, both, clauses, either, filled, message_of, said
from balanced_edu.notes import ReadingError
from balanced_edu.text import quoted, represented

CHINESE = {
    "{what} is {wrong}": "{what}为{wrong}",
    "{n:,} {n:row|rows} of {names}": "{names}{n:,}行",
    "{others} or {last}": "{others}或{last}",
    "'{text}'": "“{text}”",
}
NESTED = Message("{what} is {wrong}", what="专任教师数", wrong=either(["小学", "初中", "高中"]))


def test_a_message_is_its_english_text() -> None:
    assert NESTED == "专任教师数 is 小学, 初中 or 高中"
    assert json.dumps(NESTED, ensure_ascii=False) == '"专任教师数 is 小学, 初中 or 高中"'
    assert {NESTED: 1}[str(NESTED)] == 1


def test_a_message_is_said_in_another_language_with_what_is_in_it() -> None:
    assert NESTED.said(CHINESE, "、") == "专任教师数为小学、初中或高中"
    assert said(NESTED, {}, "、") == "专任教师数 is 小学, 初中 or 高中"
    assert said("schools.csv", CHINESE, "、") == "schools.csv"


def test_numbers_lists_and_plurals() -> None:
    one, many = (Message("{n:,} {n:row|rows} of {names}", n=n, names=("甲", quoted("乙"))) for n in (1, 2000))
    assert (one, many) == ("1 row of 甲, '乙'", "2,000 rows of 甲, '乙'")
    assert many.said(CHINESE, "、") == "甲、“乙”2,000行"
    assert filled("{n} {{}}", {"n": 1.5}) == "1.5 {}"


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda message: pickle.loads(pickle.dumps(message))])
def test_a_copy_is_said_like_the_message(again: object) -> None:
    assert callable(again)
    made = again(NESTED)
    assert (made, made.template, made.said(CHINESE, "、")) == (NESTED, NESTED.template, NESTED.said(CHINESE, "、"))
    problem = again(InputError([Problem("schools.csv", 2, "专任教师数", NESTED)])).problems[0]
    assert problem.message.said(CHINESE, "、") == NESTED.said(CHINESE, "、")


def test_what_an_error_was_raised_with() -> None:
    assert message_of(ReadingError(NESTED)) is NESTED
    assert [message_of(error) for error in (ValueError("x"), ValueError(), KeyError("x"))] == ["x", "", "'x'"]
    whole = ReadingError(Message("is {wrong}", wrong=1)).of("专任教师数")
    assert (whole, whole.template) == ("专任教师数 is 1", "{what} {is_wrong}")


def test_several_things_in_one_sentence() -> None:
    assert (either(["甲"]), both(["甲"]), clauses([]), clauses(["", "a"])) == ("甲", "甲", "", "a")
    assert (both(["甲", "乙", "丙"]), clauses(["a", "", "b", "c"])) == ("甲, 乙 and 丙", "a and b and c")


def test_words_of_others_keep_the_template() -> None:
    message = Message("no permission").worded("Permission denied")
    assert (message, message.said({"no permission": "没有权限"}, "、")) == ("Permission denied", "没有权限")
    of_a_file = Message("no permission for {file}", file="甲.csv").worded("Permission denied: 甲.csv")
    assert of_a_file.said({"no permission for {file}": "没有{file}的权限"}, "、") == "没有甲.csv的权限"
    whole = Message.whole("{not filled}")
    assert (whole, whole.template) == ("{not filled}", "{not filled}")


@pytest.mark.parametrize(
    ("given", "english", "chinese"),
    [
        ("三十五", "'三十五'", "“三十五”"),
        ("it's", '"it\'s"', "“it's”"),
        ("x" * 41, f"'{'x' * 40}…'", f"“{'x' * 40}…”"),
    ],
)
def test_what_is_quoted_has_the_quotation_marks_of_the_language(given: str, english: str, chinese: str) -> None:
    assert (quoted(given), said(quoted(given), CHINESE, "、")) == (english, chinese)


def test_texts_are_quoted_and_other_values_are_as_python_has_them() -> None:
    assert said(represented("三十五"), CHINESE, "、") == "“三十五”"
    assert said(represented(3.5), CHINESE, "、") == "3.5"
    assert isinstance(represented(10**5000), Message)


def test_problems_as_text() -> None:
    problem = Problem("schools.csv", 2, "专任教师数", Message('is missing; write {name} = "…"', name="a"))
    assert problem.as_text() == 'schools.csv:2:专任教师数: 没有填写；请写a = "…"'
    assert problem.as_text("en") == str(problem)
    assert InputError([problem]).as_text() == problem.as_text()
    many = InputError([problem] * 53)
    assert many.as_text().splitlines()[50:] == ["另有3个问题"]
    assert (many.as_text("en"), str(many).splitlines()[50:]) == (str(many), ["and 3 more"])
    with pytest.raises(ValueError, match="there are no reports in 'xx'"):
        problem.as_text("xx")
