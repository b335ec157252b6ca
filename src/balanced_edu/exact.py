"""Exact numbers: reading numbers as they were written, and writing one without hiding a difference."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from balanced_edu.message import Message
from balanced_edu.text import quoted, represented

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    TypeError
        If it is not a number at all.

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
    if isinstance(number, np.ndarray):
        only: Any = number.reshape(())[()]
        return exact(only)
    try:
        return _of_float(float(number))
    except TypeError:
        what = "{given} is not a number; give one, or a decimal as text"
        raise TypeError(Message(what, given=represented(number))) from None


def _infinite(number: object) -> str:
    what = "{number} is not a finite number; give a finite one, or None if it is unknown"
    return Message(what, number=str(number))


# More than any float has before or after the point; a decimal of 10⁹ digits would fill the memory.
_DIGITS = 400
_PLAIN = re.compile(rf"[+-]?[0-9]{{1,{_DIGITS}}}(?:\.[0-9]{{1,{_DIGITS}}})?")


def _of_text(text: str) -> Fraction:
    if not _PLAIN.fullmatch(text):
        raise ValueError(Message("{given} is not a decimal; write it in digits, such as '0.50'", given=quoted(text)))
    return Fraction(text)


def _of_decimal(number: Decimal) -> Fraction:
    if not number.is_finite():
        raise ValueError(_infinite(number))
    if number and abs(number.adjusted()) > _DIGITS:
        what = "{given} is out of range; give a number of fewer than {most} digits"
        raise ValueError(Message(what, given=quoted(str(number)), most=_DIGITS))
    return Fraction(number)


def _of_float(number: float) -> Fraction:
    if not math.isfinite(number):
        raise ValueError(_infinite(number))
    return Fraction(float.__repr__(number))


def _of_short_float(number: np.floating[Any]) -> Fraction:
    """A float of another width than Python's: 0.9 in 32 bits is another number than in 64."""
    if not np.isfinite(number):
        raise ValueError(_infinite(number))
    return Fraction(np.format_float_scientific(number, trim="-"))


def as_written(numbers: NDArray[Any]) -> NDArray[np.float64]:
    """Read an array of numbers as `exact` reads one: floats of fewer than 64 bits as the decimals they print as.

    An array of float64 is returned itself.

    Examples
    --------
    >>> as_written(np.array([0.9, 4.505], dtype=np.float32))
    array([0.9  , 4.505])
    """
    if numbers.dtype == np.float64:
        return numbers
    if numbers.dtype.kind != "f":
        return numbers.astype(np.float64)
    with np.errstate(invalid="ignore"):  # of NaN in long doubles numpy warns
        wide = numbers.astype(np.float64)
    if numbers.dtype.itemsize >= wide.itemsize:
        return wide
    kind = np.finfo(numbers.dtype)
    narrow, read = np.atleast_1d(numbers).ravel(), np.atleast_1d(wide).ravel()
    size = np.abs(read)
    by_digits = (size >= max(_LEAST_BY_DIGITS, float(kind.smallest_normal))) & (size < _MOST_BY_DIGITS)
    by_text, rest = np.flatnonzero(~by_digits & np.isfinite(read) & (read != 0)), np.flatnonzero(by_digits)
    digits = int(kind.precision)
    while rest.size:
        power = digits - 1 - np.floor(np.log10(size[rest])).astype(np.intp)
        rounded = _rounded(read[rest], power)
        same = rounded.astype(numbers.dtype) == narrow[rest]
        read[rest[same]] = rounded[same]
        rest, digits = rest[~same], digits + 1
        # The decimals that give a power of two lie around it unevenly, and the nearest may not be among them.
        lopsided = np.frexp(size[rest])[0] == 0.5
        by_text, rest = np.concatenate([by_text, rest[lopsided]]), rest[~lopsided]
    for place in by_text:
        read[place] = float(np.format_float_scientific(narrow[place]))
    return read.reshape(wide.shape)


def of_python(value: Any) -> Any:
    """A number or truth value of numpy, or a decimal, as Python's int, float or bool; anything else as it is.

    A narrow float is the decimal it prints as.

    Examples
    --------
    >>> of_python(np.float32(0.9)), of_python(np.int64(5)), of_python(Decimal("4.50")), of_python("5")
    (0.9, 5, 4.5, '5')
    """
    if isinstance(value, np.floating):
        return float(as_written(np.asarray(value)))
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= _DIGITS:
        number = Fraction(value)
        return int(number) if number.denominator == 1 else float(number)
    return value.item() if isinstance(value, (np.integer, np.bool_)) else value


def finite_float(number: Any) -> float | None:
    """A number as a float; None if it is unknown, infinite or undefined.

    >>> finite_float(Fraction(1, 2)), finite_float(float("nan")), finite_float(None)
    (0.5, None, None)
    """
    value = math.nan if number is None else float(number)
    return value if math.isfinite(value) else None


# Powers of ten that float64 holds exactly: an integer times or by one of them is rounded once.
_POWERS_OF_TEN = np.array([float(10**power) for power in range(23)])
_LEAST_BY_DIGITS, _MOST_BY_DIGITS = 1e-13, 1e27


def _rounded(numbers: NDArray[np.float64], power: NDArray[np.intp]) -> NDArray[np.float64]:
    """Round each number to a power of ten: to so many decimals, or so many zeros before the point."""
    decimals, zeros = _POWERS_OF_TEN[np.maximum(power, 0)], _POWERS_OF_TEN[np.maximum(-power, 0)]
    return np.asarray(np.rint(numbers * decimals / zeros) / decimals * zeros)


def scaled(numbers: NDArray[np.float64], factor: Fraction) -> NDArray[np.float64]:
    """Multiply decimals by a factor as decimals, so that 0.07 times 100 is 7, which in binary it is not.

    Numbers of more than 15 digits, which no decimals are, may be off by rounding.

    Examples
    --------
    >>> scaled(np.array([0.07, 1.1]), Fraction(100)).tolist(), 0.07 * 100
    ([7.0, 110.0], 7.000000000000001)
    """
    if factor == 1:
        return numbers
    with np.errstate(over="ignore"):
        product = np.asarray(np.multiply(numbers, float(factor), order="C"))
        if product.ndim == 0:
            return np.asarray(float(exact(numbers.item()) * factor)) if np.isfinite(product) else product
        given, products = numbers.ravel(), product.reshape(-1)
        rest = np.flatnonzero(np.isfinite(given))
        for decimals, power in enumerate(_POWERS_OF_TEN[:_DECIMALS]):
            ratio = factor / 10**decimals
            above, below = float(ratio.numerator), float(ratio.denominator)
            if not rest.size or (above, below) != (ratio.numerator, ratio.denominator):
                break
            whole = np.rint(given[rest] * power)
            # Of two operations the first has to be exact, for the second alone to round.
            most = _LARGEST_WHOLE if below == 1 else _LARGEST_WHOLE / above
            decimal = (whole / power == given[rest]) & (np.abs(whole) <= most)
            products[rest[decimal]] = whole[decimal] * above / below
            rest = rest[~decimal]
    return product


_DECIMALS = 16
_LARGEST_WHOLE = 2.0**53


def number_text(number: Any) -> str:
    """All digits of a number, without an exponent and without a fraction that is zero.

    >>> number_text(12.0), number_text(1e-7)
    ('12', '0.0000001')
    """
    written = Decimal(number) if isinstance(number, int) else Decimal(repr(float(number)))
    return f"{int(written)}" if written == written.to_integral_value() else f"{written:f}"


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
