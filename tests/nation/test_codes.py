"""Which codes of campuses a reader of one county has to look at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from balanced_edu.nation import codes
from balanced_edu.nation.codes import odd_codes
from balanced_edu.nation.tables import given_table

# Codes of campuses, and whether each of them is odd; all are of one county.
CODES: dict[str, tuple[Any, list[bool]]] = {
    "digits": (["330301", "330302"], [False, False]),
    "digits in texts of numpy": (np.array(["330301", "330302"]), [False, False]),
    "integers": (np.array([2, 1]), [False, False]),
    "integers without a sign": (np.array([1, 2], dtype=np.uint8), [False, False]),
    "letters before digits": (["A1", "ABCD02", "a3"], [False, False, False]),
    "too many letters": (["A1", "ABCDE2", "A3"], [False, True, False]),
    "letters after digits": (["1A", "2"], [True, False]),
    "letters alone": (["A", "B1"], [True, False]),
    "Chinese letters": (np.array(["校1", "2"]), [True, False]),
    "signs after the digits": (np.array(["1:", "2"]), [True, False]),
    "signs before the digits": (np.array(["/1", "2"]), [True, False]),
    "a line within": (["1\n2", "3"], [True, False]),
    "nothing but zeros": (["0", "00", "01"], [True, True, False]),
    "zeros in integers": (np.array([0, 1]), [True, False]),
    "zeros in texts of numpy": (np.array(["0", "1"]), [True, False]),
    "less than nothing": (np.array([-1, 1]), [True, False]),
    "a number that was shortened": ([1.5e20, "2"], [True, False]),
    "a number with a point": ([1.5, 2.0], [True, False]),
    "numbers that are whole": (np.array([1.0, 2.0]), [False, False]),
    "many digits": (["9" * 41, "0" * 50 + "9" * 41, "9" * 42], [False, False, True]),
    "more digits than an integer has": (np.array(["9" * 19, "9" * 18 + "8"]), [False, False]),
    "as many digits as an integer has": (np.array(["9" * 18, "9" * 17 + "8"]), [False, False]),
    "missing": (["1", None, ""], [False, True, True]),
    "missing in texts of numpy": (np.array(["12", ""]), [False, True]),
    "a zero byte within": (np.array(["1\0" + "2", "3"]), [True, False]),
    "a line within, without which it is another": (["1\n2", "12"], [True, False]),
    "no texts at all": (np.array(["", ""]), [True, True]),
    "twice": (["1", "2", "1", "1"], [False, False, True, True]),
    "twice, and one that is odd by itself": (["-", "2", "2"], [True, False, True]),
    "integers twice": (np.array([3, 1, 3]), [False, False, True]),
    "full-width digits": (np.array(["１", "2"]), [True, False]),
    "full-width digits of two lengths": (np.array(["１", "22"]), [True, False]),
    "integers twice, after a smaller one": (np.array([1, 3, 3]), [False, False, True]),
    "integers twice, one after the other": (np.array([1, 1, 3]), [False, True, False]),
    "texts of numpy twice": (np.array(["1", "2", "1"]), [False, False, True]),
    "the same number with other zeros": (np.array(["1", "01"]), [False, False]),
    "texts of numpy of several lengths": (np.array(["9", "10", "9"]), [False, False, True]),
    "in the order of bytes of another machine": (np.array(["7", "8", "7"], dtype=">U1"), [False, False, True]),
    "masked integers": (np.ma.array([1, 2], mask=[False, True]), [False, True]),
    "masked texts": (np.ma.array(["1", "2"], mask=[True, False]), [True, False]),
    "nothing masked": (np.ma.array([1, 2], mask=False), [False, False]),
    "categories": (pd.Series(["1", "2", "1"], dtype="category"), [False, False, True]),
    "no rows": (np.array([], dtype="U6"), []),
}


@pytest.mark.parametrize("way", CODES)
def test_codes_that_are_not_plain_or_not_distinct(way: str) -> None:
    column, expected = CODES[way]
    table = given_table("f", "campuses", {"county": ["县"] * len(expected), "school_code": column})
    assert odd_codes(np.zeros(len(expected), dtype=np.intp), table).tolist() == expected


@pytest.mark.parametrize(
    "column",
    [
        np.array(["330301", "330302"]),
        np.array(["9" * 18, "9" * 17 + "8"]),
        np.array(["9", "10"]),
        np.array([1, 2]),
        np.array([3, 2, 1]),
        np.array([2, 1], dtype=np.uint8),
        ["7", "6"],
        [1],
    ],
    ids=["digits", "many digits", "of two lengths", "ascending", "descending", "narrow", "texts", "one"],
)
def test_codes_of_digits_are_looked_at_all_together(column: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No text is made for each row."""
    monkeypatch.setattr(codes, "_texts", lambda _: pytest.fail("a text for each row"))
    table = given_table("f", "campuses", {"county": [1] * len(column), "school_code": column})
    assert not odd_codes(np.zeros(len(column), dtype=np.intp), table).any()


def test_codes_are_distinct_within_a_county() -> None:
    table = given_table("f", "campuses", {"county": [1, 2, 1, 2], "school_code": ["7", "7", "7", "8"]})
    assert odd_codes(np.array([0, 1, 0, 1]), table).tolist() == [False, False, True, False]


# Codes and parents of a county whose rows stand among those of another, and whether its rows are odd.
PARENTS: dict[str, tuple[Any, Any, bool]] = {
    "a campus of another": (["1", "2", "3"], ["", "1", None], False),
    "a campus of itself": (["1", "2", "3"], ["1", "", ""], False),
    "integers": (np.array([1, 2, 3]), np.array([1, 1, 3]), False),
    "campuses of a school that is in no row": (["1", "2", "3"], ["9", "9", ""], False),
    "a parent that no campus is": (["1", "2", "3"], ["", "9", ""], True),
    "a parent that has a parent": (["1", "2", "3"], ["", "1", "2"], True),
    "a parent that is not plain": (["1", "2", "3"], ["甲", "甲", ""], True),
    "a parent that is not plain all through": (["1", "2", "3"], ["9-", "9-", ""], True),
    "no parents": (["1", "2", "3"], ["", None, ""], False),
}


@pytest.mark.parametrize("way", PARENTS)
def test_a_parent_that_cannot_be_makes_all_rows_of_its_county_odd(way: str) -> None:
    of_campuses, parents, odd = PARENTS[way]
    several = {
        "county": [1, 2, 1, 2, 1],
        "school_code": [of_campuses[0], 5, of_campuses[1], 6, of_campuses[2]],
        "parent_code": [parents[0], None, parents[1], 5, parents[2]],
    }
    table = given_table("f", "campuses", several)
    assert odd_codes(np.array([0, 1, 0, 1, 0]), table).tolist() == [odd, False, odd, False, odd]


@pytest.mark.parametrize(("mask", "odd"), [([False, True], True), ([True, True], False), ([False, False], False)])
def test_a_parent_that_is_masked_is_none(mask: list[bool], odd: bool) -> None:
    """Two campuses may name a school that is in no row, and one may not."""
    parents = np.ma.array([9, 9], mask=mask)
    table = given_table("f", "campuses", {"county": [1, 1], "school_code": [1, 2], "parent_code": parents})
    assert odd_codes(np.array([0, 0]), table).tolist() == [odd, odd]


def test_a_code_that_is_not_plain_is_odd_whatever_its_parent_is() -> None:
    table = given_table("f", "campuses", {"county": [1, 1], "school_code": ["校1", "2"], "parent_code": ["", "2"]})
    assert odd_codes(np.array([0, 0]), table).tolist() == [True, False]


def test_parents_are_those_of_their_county() -> None:
    table = given_table("f", "campuses", {"county": [1, 1, 2], "school_code": [1, 2, 3], "parent_code": [None, 3, 3]})
    assert odd_codes(np.array([0, 0, 1]), table).tolist() == [True, True, False]
