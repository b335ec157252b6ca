"""Exact numbers: reading what was written, and writing what was computed without hiding a difference."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

Number: TypeAlias = int | float | Fraction | Decimal


def exact(number: Number | np.number[Any] | str) -> Fraction:
    """Read a number as the decimal it was written as.

    A float stands for the shortest decimal that reads back as it: 0.9 is nine tenths here, although no binary
    float is. So every integer, and every decimal of up to 15 digits, is read without loss.

    Raises
    ------
    ValueError
        If the number is infinite, NaN, or text that is no decimal.

    Examples
    --------
    >>> exact(0.9), exact("4.505"), exact(7)
    (Fraction(9, 10), Fraction(901, 200), Fraction(7, 1))
    """
    if isinstance(number, Fraction):
        return number
    if isinstance(number, (int, Decimal)):
        return Fraction(number)
    return Fraction(number if isinstance(number, str) else repr(float(number)))


def decimal_text(number: Number, against: Fraction | None = None, places: int = 4) -> str:
    """Write a number with up to `places` decimals, and with more where it would read as `against` but differs.

    Examples
    --------
    >>> decimal_text(Fraction(107, 30)), decimal_text(2000), decimal_text(Fraction("0.50"))
    ('3.5667', '2000', '0.5')
    >>> decimal_text(Fraction("4.19999999"), against=Fraction("4.2"))
    '4.19999999'
    """
    value = exact(number)
    while True:
        whole, part = divmod(abs(round(value * 10**places)), 10**places)
        text = f"{'-' if value < 0 and (whole or part) else ''}{whole}.{part:0{places}d}".rstrip("0").rstrip(".")
        if against is None or value == against or Fraction(text) != against:
            return text
        places += 1
