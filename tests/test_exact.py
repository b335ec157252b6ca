"""Exact numbers: read as they were written, and written so that a difference shows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from balanced_edu.exact import comparable_texts, decimal_text, exact


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
