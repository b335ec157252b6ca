"""Exact numbers: read as they were written, and written so that a difference shows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.exact import (
    as_written,
    comparable_texts,
    decimal_text,
    exact,
    finite_float,
    number_text,
    of_python,
    scaled,
)


def test_numbers_of_numpy_and_texts_are_the_same_number() -> None:
    assert exact(np.float64(4.2)) == exact("4.2") == exact(np.int64(42)) / 10 == Fraction(21, 5)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (np.int64(2**53 + 1), Fraction(2**53 + 1)),
        (np.uint64(2**64 - 1), Fraction(2**64 - 1)),
        (np.float16(0.9), Fraction(9, 10)),
        (np.float32(0.9), Fraction(9, 10)),
        (np.float32(1e10), Fraction(10**10)),
        (np.float32(-4.2), Fraction(-21, 5)),
        (np.longdouble("0.9"), Fraction(9, 10)),
        (np.array(4.2), Fraction(21, 5)),
        (np.array(4.2, dtype=np.float32), Fraction(21, 5)),
        (np.array(Decimal("4.2"), dtype=object), Fraction(21, 5)),
        (np.bool_(True), Fraction(1)),
        (2**70 + 1, Fraction(2**70 + 1)),
        (1e22, Fraction(10**22)),
        (5e-324, Fraction(5, 10**324)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Decimal("0.90"), Fraction(9, 10)),
        (Decimal("1e3"), Fraction(1000)),
        (Decimal("0e-999999999"), Fraction(0)),
        ("0.50", Fraction(1, 2)),
        ("-4.505", Fraction(-901, 200)),
        ("+007", Fraction(7)),
        ("9" * 400, Fraction(10**400 - 1)),
    ],
)
def test_numbers_of_every_type(number: Any, expected: Fraction) -> None:
    assert exact(number) == expected
    assert type(exact(number)) is Fraction


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1/3",
        "1/0",
        "1_000",
        " 5 ",
        "5\n",
        "1e3",
        "1e999999999",
        ".5",
        "5.",
        "--5",
        "1,000",
        "１２",
        "٣",
        "½",
        "0x10",
    ],
)
def test_a_text_is_a_plain_decimal_or_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a decimal; write it in digits"):
        exact(text)


@pytest.mark.parametrize("word", ["nan", "inf", "-inf"])
def test_numbers_that_are_not_finite_are_refused(word: str) -> None:
    for number in (float(word), np.float32(word), np.longdouble(word), Decimal(word)):
        with pytest.raises(ValueError, match=r"is not a finite number; give a finite one, or None"):
            exact(number)
    with pytest.raises(ValueError, match="is not a decimal"):
        exact(word)


@pytest.mark.parametrize("text", ["1e999999999", "-1e401", "1e-999999999"])
def test_numbers_beyond_any_figure_are_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="is out of range; give a number of fewer than 400 digits"):
        exact(Decimal(text))
    with pytest.raises(ValueError, match="is not a decimal"):
        exact("9" * 401)


def test_decimals_up_to_the_largest() -> None:
    assert exact(Decimal("1e400")) == 10**400
    with pytest.raises(ValueError, match="1E"):
        exact(Decimal("1e401"))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(2, 3), "0.6667"),
        (1234567.5, "1234567.5"),
        (-0.25, "-0.25"),
        (Fraction(0), "0"),
        (Fraction(-1, 10**6), "0"),
        (100, "100"),
    ],
)
def test_decimal_texts(number: Fraction, text: str) -> None:
    assert decimal_text(number) == text


@pytest.mark.parametrize(
    ("number", "limit", "texts"),
    [
        ("3.57", "4.2", ("3.57", "4.2")),
        ("4.2", "4.2", ("4.2", "4.2")),
        ("4.19999999", "4.2", ("4.19999999", "4.2")),
        ("4.199961", "4.2", ("4.19996", "4.2")),
        ("0.1234567890", "0.12345678901", ("0.123456789", "0.12345678901")),
        ("0.12344", "0.123456", ("0.12344", "0.123456")),  # and not 0.1234 beside 0.1235
        ("0.12345", "0.12346", ("0.12345", "0.12346")),
        (Fraction(1, 3), Fraction(1, 3), ("0.3333333333", "0.3333333333")),
        (Fraction(1, 3) - Fraction(1, 10**12), Fraction(1, 3), ("0.333333333332", "0.333333333333")),
    ],
)
def test_different_numbers_never_read_alike(number: Any, limit: Any, texts: tuple[str, str]) -> None:
    assert comparable_texts(exact(number), exact(limit)) == texts


def test_numbers_are_compared_to_four_decimals_if_that_is_enough() -> None:
    assert comparable_texts(Fraction(2, 3), Fraction(1, 2)) == ("0.6667", "0.5")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int8(5), 5),
        (np.uint64(2**64 - 1), 2**64 - 1),
        (np.float16(0.9), 0.9),
        (np.float32(0.9), 0.9),
        (np.float64(0.9), 0.9),
        (np.longdouble("0.9"), 0.9),
        (np.bool_(True), True),
        (Decimal("4.50"), 4.5),
        (Decimal("0.5"), 0.5),
        (Decimal("5.0"), 5),
        (Decimal("9007199254740993"), 2**53 + 1),
        (Decimal("1e400"), 10**400),
        (Decimal("1e401"), Decimal("1e401")),
        (Decimal("Infinity"), Decimal("Infinity")),
        ("5", "5"),
        (5, 5),
    ],
)
def test_numbers_of_numpy_and_decimals_as_python_has_them(value: Any, expected: object) -> None:
    assert of_python(value) == expected
    assert type(of_python(value)) is type(expected)


class TestAsWritten:
    """Columns are read as single numbers are."""

    def test_every_float_of_16_bits(self) -> None:
        every = np.arange(2**16, dtype=np.uint16).view(np.float16)
        every = every[np.isfinite(every)]
        assert as_written(every).tolist() == [float(exact(one)) for one in every]

    @given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), max_size=20))
    def test_floats_of_32_bits(self, numbers: list[float]) -> None:
        column = np.array(numbers, dtype=np.float32)
        assert as_written(column).tolist() == [float(exact(one)) for one in column]

    @given(st.integers(0, 9_999_999), st.integers(0, 9))
    def test_decimals_of_up_to_seven_digits_are_the_decimals(self, digits: int, places: int) -> None:
        decimal = float(Fraction(digits, 10**places))
        column = np.array([decimal, -decimal], dtype=np.float32)
        if float(exact(column[0])) == decimal:  # seven digits are more than some floats of 32 bits have
            assert as_written(column).tolist() == [decimal, -decimal]
        assert digits >= 10**6 or float(exact(column[0])) == decimal

    def test_powers_of_two_whose_nearest_decimals_lie_on_one_side(self) -> None:
        for kind in (np.float16, np.float32):
            least, most = int(np.finfo(kind).minexp), int(np.finfo(kind).maxexp)
            powers = np.ldexp(kind(1), np.arange(least, most)).astype(kind)
            assert as_written(powers).tolist() == [float(exact(one)) for one in powers]

    def test_what_is_not_finite_and_every_shape(self) -> None:
        strange = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0], dtype=np.float32)
        np.testing.assert_array_equal(as_written(strange), [np.nan, np.inf, -np.inf, 0.0, -0.0])
        assert as_written(np.float32([[0.9], [0.1]])).tolist() == [[0.9], [0.1]]
        assert as_written(np.array([0.9, 0.7, 0.1], dtype=np.float32)[::2]).tolist() == [0.9, 0.1]
        assert as_written(np.array(0.9, dtype=np.float16)).tolist() == 0.9
        assert as_written(np.array([], dtype=np.float32)).shape == (0,)

    def test_other_numbers(self) -> None:
        array = np.array([0.1, 0.9])
        assert as_written(array) is array
        assert as_written(np.array([0.1, 0.9], dtype=">f8")).tolist() == [0.1, 0.9]
        assert as_written(np.array([np.longdouble("0.9"), np.longdouble("nan")]))[0] == 0.9
        assert as_written(np.array([2**63], dtype=np.uint64)).tolist() == [float(2**63)]
        assert as_written(np.array([True])).dtype == np.float64


FACTORS = [Fraction(1), Fraction(100), Fraction(1, 100), Fraction(10_000), Fraction(1, 10_000), Fraction(10**6)]
FACTORS += [Fraction(1, 10**8), Fraction(2000, 3), Fraction(1, 60), Fraction(365)]


class TestScaled:
    @pytest.mark.parametrize("factor", FACTORS, ids=str)
    @given(decimals=st.lists(st.tuples(st.integers(-(10**11), 10**11), st.integers(0, 10)), max_size=10))
    def test_decimals_as_decimals(self, factor: Fraction, decimals: list[tuple[int, int]]) -> None:
        numbers = [Fraction(digits, 10**places) for digits, places in decimals]
        assert scaled(np.array(list(map(float, numbers))), factor).tolist() == [float(n * factor) for n in numbers]

    def test_decimals_whose_digits_fill_a_float(self) -> None:
        number = np.array([63170170192502.7])
        assert (number * 10_000).tolist() != [631701701925027e3]
        assert scaled(number, Fraction(10_000)).tolist() == [631701701925027e3]

    def test_what_binary_gets_wrong(self) -> None:
        numbers = np.array([0.07, 1.1, 0.57, 1.15])
        assert scaled(numbers, Fraction(100)).tolist() == [7, 110, 57, 115]
        assert (numbers * 100).tolist() != [7, 110, 57, 115]

    @pytest.mark.parametrize("factor", FACTORS, ids=str)
    @given(number=st.floats(allow_nan=False, allow_infinity=False, min_value=-1e290, max_value=1e290))
    def test_single_numbers_of_any_length(self, factor: Fraction, number: float) -> None:
        assert scaled(np.array(number), factor).tolist() == float(exact(number) * factor)
        assert scaled(np.array([number]), factor)[0] == pytest.approx(
            float(exact(number) * factor), rel=1e-15, abs=1e-300
        )

    def test_what_is_not_finite_or_overflows_and_every_shape(self) -> None:
        strange, tenfold = [np.nan, np.inf, -np.inf, 0.0, 1e308], [np.nan, np.inf, -np.inf, 0.0, np.inf]
        np.testing.assert_array_equal(scaled(np.array(strange), Fraction(10)), tenfold)
        for number, expected in zip(strange, tenfold, strict=True):
            np.testing.assert_array_equal(scaled(np.array(number), Fraction(10)), expected)
        numbers = np.array([[0.07, 1.1, 5], [0.57, 1.15, 6]])
        for view in (numbers, numbers.T, numbers[:, ::2], np.asfortranarray(numbers)):
            np.testing.assert_array_equal(scaled(view, Fraction(100)), np.rint(view * 100))
        assert scaled(numbers, Fraction(1)) is numbers


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1e15, "1000000000000000"),
        (4200.5, "4200.5"),
        (2**53 + 1, "9007199254740993"),
    ],
)
def test_numbers_are_written_with_all_their_digits(number: float, text: str) -> None:
    assert number_text(number) == text


def test_a_float_is_finite_or_none() -> None:
    assert [finite_float(number) for number in (0, Fraction(1, 2), Decimal("4.2"), -1e300)] == [0.0, 0.5, 4.2, -1e300]
    assert [finite_float(number) for number in (None, float("nan"), float("inf"), -float("inf"))] == [None] * 4
