"""Text that was handed in: on one line, without invisible characters, shortened, quoted, compared."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.text import escaped, in_short, nearest, on_one_line, plain, quoted, represented

HOSTILE = "竹\x1b[31m\n溪\u202e\ud800\u2028小\ufffe学\x00"


def test_invisible_characters_become_blanks() -> None:
    assert on_one_line("竹\x1b[31m\n溪\u202e学") == "竹 [31m 溪 学"
    assert on_one_line("甲\ufffe乙\u2028丙") == "甲 乙 丙"
    assert on_one_line("a\ud800b") == r"a\ud800b"


@given(st.text())
def test_a_line_has_no_line_break_and_can_be_written(text: str) -> None:
    for line in (on_one_line(text), plain(text)):
        assert len(line.splitlines()) <= 1
        line.encode()
    assert plain(text) == plain(plain(text))


@given(st.text(), st.integers(2, 40))
def test_a_short_text_has_at_most_the_length_asked_for(text: str, length: int) -> None:
    short = in_short(text, length)
    assert len(short) <= length
    assert short == plain(text) or "…" in short


def test_the_middle_is_left_out() -> None:
    assert in_short("abcdefgh", 8) == "abcdefgh"
    assert in_short("abcdefghi", 8) == "abc…fghi"


def test_what_is_quoted_has_at_most_40_characters() -> None:
    assert quoted("四十六\n人") == "'四十六 人'"
    assert quoted("a" * 40) == repr("a" * 40)
    assert quoted("a" * 41) == repr("a" * 40 + "…")


def test_a_value_is_represented_by_at_most_40_characters() -> None:
    assert represented(-1) == "-1"
    assert represented("a" * 38) == repr("a" * 38)
    assert represented("a" * 39) == "'" + "a" * 39 + "…"
    assert represented(10**5000) == "a number of thousands of digits"


def test_escaped_json_means_the_same() -> None:
    text = json.dumps({"name": HOSTILE}, ensure_ascii=False, indent=1)
    assert json.loads(escaped(text)) == {"name": HOSTILE}
    assert escaped(text).count("\n") == text.count("\n")
    assert on_one_line(escaped(text).replace("\n", "")) == escaped(text).replace("\n", "")


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [
        ("primary_pupil", " (did you mean 小学在校生数?)"),
        ("PRIMARY_PUPILS", " (did you mean 小学在校生数?)"),
        ("books", ""),
        ("p" * 10_000, ""),
    ],
)
def test_the_nearest_known_name_is_suggested(word: str, suggestion: str) -> None:
    assert nearest(word, {"primary_pupils": "小学在校生数"}) == suggestion
    assert nearest(word, {"Primary_PUPILS": "小学在校生数"}) == suggestion


@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_case_never_hides_a_suggestion(word: str, other: str) -> None:
    for written in {word, word.upper(), word.lower(), word.swapcase(), word.title()}:
        if written.casefold() == word.casefold():
            assert nearest(written, {word: "this", f"{word}{other}12345678": "other"}) == " (did you mean this?)"


def test_of_names_that_differ_in_case_only_the_first_is_suggested() -> None:
    assert nearest("g7", {"G7": "G7", "g7": "g7"}) == " (did you mean G7?)"
