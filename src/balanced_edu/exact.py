"""Exact numbers: reading a number as it was written, and writing one without hiding a difference."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from balanced_edu.text import quoted

Number: TypeAlias = int | float | Fraction | Decimal


def exact(number: Number | np.number[Any] | str) -> Fraction:
    """Read a number as the decimal it was written as.

    A float is read as the shortest decimal that gives the same float, in its own precision: 0.9 is nine tenths,
    although no binary float is. So every integer, and every decimal of up to 15 digits, is read without loss. A text
    consists of digits, with a sign and a decimal point where needed: no exponent, no fraction, no space.

    Raises
    ------
    ValueError
        If the number is infinite or NaN, has more than 400 digits before or after the point, or is a text that is not a
        decimal.

    Examples
    --------
    >>> exact(0.9), exact("4.505"), exact(7)
    (Fraction(9, 10), Fraction(901, 200), Fraction(7, 1))
    """
    if isinstance(number, int):  # the most frequent type comes first
        return Fraction(number)
    if isinstance(number, Fraction):
        return number
    if isinstance(number, float):
        return _of_float(number)
    if isinstance(number, np.integer):
        return Fraction(int(number))
    if isinstance(number, str):
        return _of_text(number)
    if isinstance(number, Decimal):
        return _of_decimal(number)
    if isinstance(number, np.floating):
        return _of_short_float(number)
    return _of_float(float(number))


_INFINITE = "{} is not a finite number; give a finite one, or None if it is unknown"
# More than any float has before or after the point; a decimal of 10⁹ digits would fill the memory.
_DIGITS = 400
_PLAIN = re.compile(rf"[+-]?[0-9]{{1,{_DIGITS}}}(?:\.[0-9]{{1,{_DIGITS}}})?")


def _of_text(text: str) -> Fraction:
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a decimal; write it in digits, such as '0.50'")
    return Fraction(text)


def _of_decimal(number: Decimal) -> Fraction:
    if not number.is_finite():
        raise ValueError(_INFINITE.format(number))
    if number and abs(number.adjusted()) > _DIGITS:
        raise ValueError(f"{quoted(str(number))} is out of range; give a number of fewer than {_DIGITS} digits")
    return Fraction(number)


def _of_float(number: float) -> Fraction:
    if not math.isfinite(number):
        raise ValueError(_INFINITE.format(number))
    return Fraction(float.__repr__(number))


def _of_short_float(number: np.floating[Any]) -> Fraction:
    """A float of another width than Python's: 0.9 in 32 bits is another number than in 64."""
    if not np.isfinite(number):
        raise ValueError(_INFINITE.format(number))
    return Fraction(np.format_float_scientific(number, trim="-"))


def decimal_text(number: Number, places: int = 4) -> str:
    """Write a number with up to `places` decimals.

    Examples
    --------
    >>> decimal_text(Fraction(107, 30)), decimal_text(2000), decimal_text(Fraction("0.50"))
    ('3.5667', '2000', '0.5')
    """
    value = exact(number)
    whole, part = divmod(abs(round(value * 10**places)), 10**places)
    return f"{'-' if value < 0 and (whole or part) else ''}{whole}.{part:0{places}d}".rstrip("0").rstrip(".")


# A limit converted to another unit may have no end.
_LONGEST_LIMIT = 10


def comparable_texts(number: Number, limit: Number, places: int = 4) -> tuple[str, str]:
    """Write a number and its limit with the same decimals: with more than `places` if they differ and would look alike.

    The limit is written in full. Rounded to different lengths, a number below its limit could look as if it were above.

    Examples
    --------
    >>> comparable_texts(Fraction(107, 30), Fraction("4.2")), comparable_texts(Fraction("4.19999999"), Fraction("4.2"))
    (('3.5667', '4.2'), ('4.19999999', '4.2'))
    """
    number, limit = exact(number), exact(limit)
    while True:
        texts = decimal_text(number, places), decimal_text(limit, places)
        in_full = Fraction(texts[1]) == limit or places >= _LONGEST_LIMIT
        if in_full and (texts[0] != texts[1] or number == limit):
            return texts
        places += 1
