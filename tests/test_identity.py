"""What distinguishes texts, and texts that are no code: each kind of case by name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.identity import (
    compact,
    identity,
    is_date,
    is_error,
    shorter_than_most,
    spoiled,
    stands_for_nothing,
    trimmed,
)

# What nobody sees in a code, however it came there.
UNSEEN = {
    "a zero-width space": "\u200b",
    "a zero-width joiner": "\u200d",
    "a mark of direction": "\u200f",
    "an embedded direction": "\u202a",
    "an isolated direction": "\u2066",
    "a word joiner": "\u2060",
    "a byte order mark": "\ufeff",
    "a soft hyphen": "\u00ad",
    "a combining grapheme joiner": "\u034f",
    "a variation selector": "\ufe0f",
    "an ideographic variation selector": "\U000e0100",
    "a Hangul filler": "\u3164",
    "a blank of Braille": "\u2800",
    "a tag": "\U000e0041",
    "a blank": " ",
    "a non-breaking blank": "\u00a0",
    "an ideographic blank": "\u3000",
    "a narrow blank": "\u202f",
    "a tab": "\t",
    "a line end": "\r\n",
    "a control": "\x07",
}


@pytest.mark.parametrize("mark", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_distinguishes_nothing(mark: str) -> None:
    assert {trimmed(f"{mark}{text}{mark}") for text in ("竹溪", "A1")} == {"竹溪", "A1"}
    assert {compact(text) for text in (f"A1{mark}", f"{mark}A1", f"A{mark}1")} == {"A1"}
    assert {identity(text) for text in (f"家长{mark}", f"{mark}家长", f"家{mark}长")} == {"家长"}
    assert stands_for_nothing(f"{mark}无{mark}")


def test_dates_and_errors_of_spreadsheets() -> None:
    assert [is_date(text) for text in ("2022-09-01", " 2022年9月", "1月2日", "2-Jan", "2022", "A1")] == [True] * 4 + [
        False
    ] * 2
    assert [is_error(text) for text in ("#N/A", "＃ref!", "#DIV/0!", "###", "#1", "N/A")] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("written", "plainly"),
    [
        ("Ａ１", "A1"),
        ("（一）", "(一)"),
        ("㎡", "m2"),
        ("①", "1"),
        ("ⅠⅡ", "III"),
        ("ﬁ", "fi"),
        ("ｶ", "カ"),
        ("１２－３", "12-3"),
    ],
)
def test_compatible_forms_distinguish_nothing(written: str, plainly: str) -> None:
    assert (compact(written), identity(written)) == (plainly, plainly)


def test_what_is_seen_distinguishes() -> None:
    for one, other in (("A1", "a1"), ("A1", "A-1"), ("O1", "01"), ("第一小学", "第二小学"), ("A1", "A1'")):
        assert compact(one) != compact(other)
    assert identity("heads of schools") != identity("headsofschools")


@given(st.text())
def test_a_text_made_plain_stays_as_it_is(text: str) -> None:
    for made in (compact, identity, trimmed):
        assert made(made(text)) == made(text)
    assert compact(text) == compact(identity(text)) == compact(trimmed(text))
    assert unicodedata.is_normalized("NFKC", compact(text))
    assert trimmed(text) in text


NOTHING = [
    *(
        "无",
        "没有",
        "暂无",
        "空",
        "未知",
        "不详",
        "待定",
        "不适用",
        "N/A",
        "n/a",
        "NA",
        "Ｎ／Ａ",
        "None",
        "NULL",
        "nan",
    ),
    *("－", "-", "—", "——", "–", "／", "/", "\\", "0", "000", "０", "…", "...", "·", "*", "?", "？", "（）", "×"),
]


@pytest.mark.parametrize("text", ["", " ", *NOTHING])
def test_what_stands_for_nothing(text: str) -> None:
    assert stands_for_nothing(text)
    assert not spoiled(text)


@pytest.mark.parametrize("text", ["A1", "10", "-1", "无锡路小学", "空港小学", "NA1", "X", "无0", "a/b", "####", "〃"])
def test_what_stands_for_something(text: str) -> None:
    assert not stands_for_nothing(text)


SPOILED = {
    "which a spreadsheet has shortened": ["3.31081E+11", "3.31081e+11", "３.31E＋11", "3E+05", "1E-05", "3.31081E11"],
    "a date": [
        *("1月2日", "2022年1月2日", "2022年1月", "12月", "2022/1/2", "2022-01-02", "2-Jan", "02-JAN-22", "Jan-22"),
        *("2022/1/2 0:00", "2022-01-02 00:00:00", "2022-12-31T00:00:00", "１月２日\u200b"),
    ],
    "an error of a spreadsheet": ["#REF!", "#N/A", "＃N/A", "#VALUE!", "#NAME?", "#DIV/0!", "####", "###########"],
    "refers to another row": ["同上", "〃", '"', "同 前"],
}


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in SPOILED.items() for text in texts])
def test_what_has_become_of_a_code(what: str, text: str) -> None:
    assert what in spoiled(text)
    assert not stands_for_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "331081",
        "331E01",
        "E+11",
        "3E5",
        "1-2",
        "2022-13-01",
        "2022/1-2",
        "13月1日",
        "1月小学",
        "Jan",
        "#1",
        "1/2",
        "9.5",
    ],
)
def test_what_may_be_a_code(text: str) -> None:
    assert spoiled(text) == ""


@pytest.mark.parametrize(
    ("codes", "shorter"),
    [
        (["0101", "0102", "103"], ("103",)),
        (["0101", "0102", "103", "4"], ()),  # half of them: which is the usual length?
        (["101", "102", "0103"], ()),
        (["A101", "A102", "103"], ()),
        ([], ()),
    ],
)
def test_codes_that_may_have_lost_zeros(codes: list[str], shorter: tuple[str, ...]) -> None:
    assert shorter_than_most(codes) == shorter


@pytest.mark.parametrize("length", [1, 37, 38, 39, 40, 41, 200])
def test_texts_of_any_length_are_trimmed_and_written_plainly(length: int) -> None:
    text = "竹" * length
    assert trimmed(f"\u3000{text}\u200b ") == text
    assert compact(f"\u3000{'竹 ' * length}Ａ") == f"{text}A"
    assert compact(f"{text}e \u0301") == f"{text}é"


def test_letters_at_the_ends_are_kept() -> None:
    assert trimmed(" X1 XX ") == "X1 XX"
