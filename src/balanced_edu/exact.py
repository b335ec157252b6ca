"""Exact numbers: reading what was written, and writing what was computed without hiding a difference."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from balanced_edu.problems import shown

Number: TypeAlias = int | float | Fraction | Decimal


def exact(number: Number | np.number[Any] | str) -> Fraction:
    """Read a number as the decimal it was written as.

    A float stands for the shortest decimal that reads back as it, in its own precision: 0.9 is nine tenths here,
    although no binary float is. So every integer, and every decimal of up to 15 digits, is read without loss. A text
    is digits with a sign and a point where they are needed: no exponent, no fraction, no space.

    Raises
    ------
    ValueError
        If the number is infinite or NaN, has hundreds of digits before the point or of zeros after it, or is text that
        is no decimal.

    Examples
    --------
    >>> exact(0.9), exact("4.505"), exact(7)
    (Fraction(9, 10), Fraction(901, 200), Fraction(7, 1))
    """
    if isinstance(number, int):  # what there is most of is asked for first
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


_INFINITE = "{} is no number to compute with; give a finite one, or None where it is not known"
# No float has more digits before the point, or zeros after it; a decimal of 10⁹ of them would fill the memory.
_DIGITS = 400
_PLAIN = re.compile(rf"[+-]?[0-9]{{1,{_DIGITS}}}(?:\.[0-9]{{1,{_DIGITS}}})?")


def _of_text(text: str) -> Fraction:
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{shown(text)} is no decimal; write it in digits, with a point where it needs one: '0.50'")
    return Fraction(text)


def _of_decimal(number: Decimal) -> Fraction:
    if not number.is_finite():
        raise ValueError(_INFINITE.format(number))
    if number and abs(number.adjusted()) > _DIGITS:
        raise ValueError(f"{shown(str(number))} is beyond any figure; give one of fewer than {_DIGITS} digits")
    return Fraction(number)


def _of_float(number: float) -> Fraction:
    if not math.isfinite(number):
        raise ValueError(_INFINITE.format(number))
    return Fraction(float.__repr__(number))


def _of_short_float(number: np.floating[Any]) -> Fraction:
    """A float of another length than Python's: 0.9 in 32 bits is another number than in 64."""
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


# One with more was converted to another unit, and may have no end.
_DECIMALS_OF_LIMITS = 10


def told_apart(number: Number, limit: Number, places: int = 4) -> tuple[str, str]:
    """Write a number and its limit with as many decimals: with more where they differ and would read alike.

    The limit is written in full, and so are both where the limit needs it: rounded to different lengths, a number under
    its limit could read as one over it.

    Examples
    --------
    >>> told_apart(Fraction(107, 30), Fraction("4.2")), told_apart(Fraction("4.19999999"), Fraction("4.2"))
    (('3.5667', '4.2'), ('4.19999999', '4.2'))
    """
    number, limit = exact(number), exact(limit)
    while True:
        texts = decimal_text(number, places), decimal_text(limit, places)
        in_full = Fraction(texts[1]) == limit or places >= _DECIMALS_OF_LIMITS
        if in_full and (texts[0] != texts[1] or number == limit):
            return texts
        places += 1
